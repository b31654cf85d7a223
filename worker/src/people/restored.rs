//! What happens to people when a backup takes the place of what there was. Somebody may have been removed since it was made, a
//! session ended, a token revoked: nobody knows here. So nobody comes in by what the backup knows, until somebody with a new link
//! of the machine has looked.

use domain::{stamp::By, wire::SecurityKind};

use crate::{
    clock::recorded,
    inside::Note,
    people::{People, nothing, secret::Secret, security::note},
    reply::{OrReply, Reply},
    request::Target,
    writes::Writes,
};

/// What ends. Tokens stay, and are blocked as long as whoever made them is.
const ENDS: [&str; 4] =
    ["DELETE FROM session", "DELETE FROM invitation", "DELETE FROM challenge", "UPDATE person SET blocked = 1"];

impl People {
    /// Ends all sessions and invitations and blocks all people, because these are from a backup that was made at `made`, in
    /// milliseconds since 1970.
    pub fn restored(&self, target: &Target) -> OrReply<Reply> {
        let made = target.query().number("made").and_then(|made| i64::try_from(made).ok()).unwrap_or_default();
        let made = recorded(made).0;
        let mut writes = Writes::default();
        ENDS.into_iter().for_each(|end| writes.push(end, []));
        // challenges that were sealed before are void, too
        writes.push("UPDATE seal SET secret = ?", [Secret::new().tell().into()]);
        let about = Some(By { id: made.clone(), name: made });
        self.noted(&mut writes, &Note { about, ..note(SecurityKind::Restored) })?;
        self.commit(writes)?;
        Ok(nothing())
    }
}
