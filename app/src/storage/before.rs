//! What version 0.1.0 has kept of drafts, confirmations and orders: in the browser's local storage, one text a platform.

use domain::{
    change::{ChangeSet, Runs},
    command::Command,
    hash::Hash,
    order::Order,
    stamp::{Revision, SubmissionId},
    submission::Submission,
};
use gloo::storage::{LocalStorage, SessionStorage, Storage};
use serde::Deserialize;

use super::aside;

const DRAFTS: &str = "laufzeit.draft.";
const ORDERS: &str = "laufzeit.order.";

/// What was kept of one platform.
#[derive(Debug)]
pub struct Before {
    /// Its name.
    pub platform: String,
    /// What was staged.
    pub staged: ChangeSet,
    /// What was sent and not answered, each under its key.
    pub sent: Vec<(SubmissionId, Command)>,
    /// Under what name it was kept, and whether only as long as the tab.
    kept: (String, bool),
}

impl Before {
    /// It stands elsewhere now.
    pub fn forget(&self) {
        match &self.kept {
            (name, true) => SessionStorage::delete(name),
            (name, false) => LocalStorage::delete(name),
        }
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

/// Everything that is kept in the old form. What cannot be read is set aside under another name.
pub fn before() -> Vec<Before> {
    let drafts = texts(&LocalStorage::raw(), DRAFTS).into_iter().filter_map(|(name, platform, text)| {
        let Ok(Draft { staged, outbox }) = serde_json::from_str(&text) else {
            return set_aside(&LocalStorage::raw(), &name, &text);
        };
        let mut staged = ChangeSet::of_runs(&staged);
        let sent = outbox.map(|Sent { id, revision, hash, changes }| {
            let sent = ChangeSet::of_runs(&changes);
            // what was sent stood there as staged, too
            for change in sent.iter() {
                if staged.get(change.account) == Some(change.mode) {
                    staged.unset(change.account);
                }
            }
            // by account, as they were sent: the host knows a request that comes again by its bytes
            (id, Command::Confirm(Submission::read(revision, hash, sent.wishes())))
        });
        Some(Before { platform, staged, sent: sent.into_iter().collect(), kept: (name, false) })
    });
    let mut all: Vec<Before> = drafts.collect();
    all.extend(texts(&SessionStorage::raw(), ORDERS).into_iter().filter_map(|(name, platform, text)| {
        let Ok(Unanswered { id, order }) = serde_json::from_str(&text) else {
            return set_aside(&SessionStorage::raw(), &name, &text);
        };
        let sent = vec![(id, Command::Order(order))];
        Some(Before { platform, staged: ChangeSet::default(), sent, kept: (name, true) })
    }));
    all
}

/// Name, platform and text of everything whose name begins so.
fn texts(storage: &web_sys::Storage, prefix: &str) -> Vec<(String, String, String)> {
    let count = storage.length().unwrap_or(0);
    let names = (0..count).filter_map(|at| storage.key(at).ok().flatten());
    let text = |name: String| {
        let platform = name.strip_prefix(prefix)?.to_owned();
        let text = storage.get_item(&name).ok().flatten()?;
        Some((name, platform, text))
    };
    names.filter_map(text).collect()
}

fn set_aside(storage: &web_sys::Storage, name: &str, text: &str) -> Option<Before> {
    if storage.set_item(&format!("laufzeit.aside.{name}"), text).is_ok() {
        drop(storage.remove_item(name));
    }
    aside::note();
    None
}
