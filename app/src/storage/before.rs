//! What version 0.1.0 kept of drafts, confirmations and orders: one text per platform in the browser's local storage,
//! and in the tab's session storage for orders.

use domain::{
    change::{ChangeSet, Runs, Wishes},
    command::Command,
    hash::Hash,
    order::Order,
    stamp::{Revision, SubmissionId},
    submission::Submission,
};
use serde::Deserialize;
use web_sys::Storage;

use super::texts;

const DRAFTS: &str = "laufzeit.draft.";
const ORDERS: &str = "laufzeit.order.";

/// What version 0.1.0 kept of one platform.
#[derive(Debug)]
pub struct Before {
    /// The platform's name.
    pub platform: String,
    /// What was staged.
    pub staged: ChangeSet,
    /// What was sent and not answered, with its keys.
    pub sent: Vec<(SubmissionId, Command)>,
    /// Where the text is kept, and under which name.
    kept: (Storage, String),
}

impl Before {
    /// Deletes the text, once its contents are kept elsewhere.
    pub fn forget(&self) {
        let (storage, name) = &self.kept;
        // a text that cannot be removed is read again, and gives the same
        drop(storage.remove_item(name));
    }
}

#[derive(Deserialize)]
struct Draft {
    staged: [Runs; 3],
    outbox: Option<Sent>,
}

#[derive(Deserialize)]
struct Sent {
    id: SubmissionId,
    revision: Revision,
    hash: Hash,
    changes: [Runs; 3],
}

#[derive(Deserialize)]
struct Unanswered {
    id: SubmissionId,
    #[serde(flatten)]
    order: Order,
}

/// Everything that is kept in the old form. Texts that cannot be read are set aside under another name.
pub fn before() -> Vec<Before> {
    let mut all = read(texts::lasting(), DRAFTS, |text| {
        let Draft { staged, outbox } = serde_json::from_str(text).ok()?;
        let mut staged = ChangeSet::of_runs(&staged);
        let sent = outbox.map(|Sent { id, revision, hash, changes }| {
            let sent = ChangeSet::of_runs(&changes);
            // the old form listed sent changes as staged, too
            for change in sent.iter() {
                if staged.get(change.account) == Some(change.mode) {
                    staged.unset(change.account);
                }
            }
            // in the order of accounts, as they were sent: the host recognises a repeated request by its bytes
            (id, Command::Confirm(Submission::read(revision, hash, Wishes::Each(sent.iter().collect()))))
        });
        Some((staged, sent.into_iter().collect()))
    });
    all.extend(read(texts::of_tab(), ORDERS, |text| {
        let Unanswered { id, order } = serde_json::from_str(text).ok()?;
        Some((ChangeSet::default(), vec![(id, Command::Order(order))]))
    }));
    all
}

/// What a text holds: the wishes that were staged, and those that were sent with their keys.
type Held = (ChangeSet, Vec<(SubmissionId, Command)>);

/// Reads every item whose name begins with `prefix`; the name goes on with that of the platform.
fn read(storage: Option<Storage>, prefix: &str, hold: impl Fn(&str) -> Option<Held>) -> Vec<Before> {
    let Some(storage) = storage else { return Vec::new() };
    let count = storage.length().unwrap_or(0);
    let names: Vec<String> = (0..count).filter_map(|at| storage.key(at).ok().flatten()).collect();
    let before = |name: String| {
        let platform = name.strip_prefix(prefix)?.to_owned();
        let text = storage.get_item(&name).ok().flatten()?;
        let Some((staged, sent)) = hold(&text) else {
            texts::set_aside(&storage, &name, &format!("laufzeit.aside.{name}"), &text);
            return None;
        };
        Some(Before { platform, staged, sent, kept: (storage.clone(), name) })
    };
    names.into_iter().filter_map(before).collect()
}
