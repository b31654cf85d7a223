//! Who watches which platform over a socket, so that whoever loses a session or a role loses the socket with it.

use std::rc::Rc;

use domain::{
    people::Role,
    platform::PlatformId,
    wire::{Access, CallerKind},
};
use worker::{console_error, wasm_bindgen_futures::spawn_local};

use crate::{
    calls::Who,
    inside::{self, Watching},
    people::People,
    place::limit,
    reply::{OrReply, Reply, refuse},
    writes::Writes,
};

/// How often somebody may begin to watch within ten minutes.
const MOST: u32 = 600;

/// One who watches and may no longer: the number of the row, the session, and the platform.
type Ended = (i64, String, String);

/// Those who watch and may no longer: the session is gone, the person is blocked or has other roles, or a desk has been locked.
const ENDED: &str = "SELECT number, watch.session, platform FROM watch LEFT JOIN session ON session.id = watch.session \
    LEFT JOIN person ON person.id = session.person WHERE CASE watch.session \
    WHEN '' THEN EXISTS (SELECT 1 FROM person) \
    ELSE person.id IS NULL OR blocked <> 0 OR person.roles IS NOT watch.roles END";

impl People {
    /// Notes that a caller watches a platform, if they still may. Whatever they lose after that, the platform is told.
    pub fn watch(&self, Watching { caller, platform }: &Watching) -> OrReply<Reply> {
        let caller = match caller.kind {
            CallerKind::Desk if self.has_people()? => return refuse(Access::NotSignedIn.into()),
            CallerKind::Desk => caller.clone(),
            CallerKind::Person | CallerKind::Token => self.again(caller)?,
        };
        caller.demand(Who::With(Role::Reader), Some(platform.as_str()))?;
        if let Some(by) = &caller.by {
            self.watches.borrow_mut().take(&by.id, limit(&self.env, "MAX_WATCHES", MOST), self.now())?;
        }
        let mut writes = Writes::default();
        // the roles as they are written, because that is what they are compared with
        writes.push(
            "INSERT OR REPLACE INTO watch (session, platform, roles) SELECT ?1, ?2, COALESCE((SELECT roles FROM person \
             JOIN session ON session.person = person.id WHERE session.id = ?1), '')",
            [caller.session.unwrap_or_default().into(), platform.as_str().into()],
        );
        self.write(writes)?;
        Ok(super::nothing())
    }

    /// Has the platforms close the sockets of those who may no longer watch. A platform that does not answer is asked again with the
    /// next change; its own requests refuse them all the while.
    pub fn end_watches(self: &Rc<Self>) {
        let ended = match self.ended() {
            Ok(ended) => ended,
            Err(reply) => return console_error!("{}", reply.body),
        };
        for (number, session, platform) in ended {
            let people = Rc::clone(self);
            spawn_local(async move {
                let Ok(platform) = PlatformId::try_from(platform) else { return };
                match inside::unwatch(&people.env, &platform, session).await {
                    Ok(()) => people.forget_watch(number),
                    Err(reply) => console_error!("{}", reply.body),
                }
            });
        }
    }

    fn ended(&self) -> OrReply<Vec<Ended>> {
        let read = |mut row: super::Cells| Ok((row.number()?, row.text()?, row.text()?));
        self.rows(ENDED, &[])?.into_iter().map(read).collect()
    }

    fn forget_watch(&self, number: i64) {
        let mut writes = Writes::default();
        writes.push("DELETE FROM watch WHERE number = ?", [number.into()]);
        if let Err(reply) = self.write(writes) {
            console_error!("{}", reply.body);
        }
    }
}
