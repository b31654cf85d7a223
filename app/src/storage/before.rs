//! What version 0.1.0 kept of drafts, confirmations and orders: one text per platform in the browser's local storage,
//! and in the tab's session storage for orders.

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

/// What version 0.1.0 kept of one platform.
#[derive(Debug)]
pub struct Before {
    /// The platform's name.
    pub platform: String,
    /// What was staged.
    pub staged: ChangeSet,
    /// What was sent and not answered, with its keys.
    pub sent: Vec<(SubmissionId, Command)>,
    /// The name of the kept text, and whether it is in the session storage, which lasts only as long as the tab.
    kept: (String, bool),
}

impl Before {
    /// Deletes the text, once its contents are kept elsewhere.
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

/// Everything that is kept in the old form. Texts that cannot be read are set aside under another name.
pub fn before() -> Vec<Before> {
    let drafts = texts(&LocalStorage::raw(), DRAFTS).into_iter().filter_map(|(name, platform, text)| {
        let Ok(Draft { staged, outbox }) = serde_json::from_str(&text) else {
            return set_aside(&LocalStorage::raw(), &name, &text);
        };
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

/// The name, platform and text of every item whose name begins with `prefix`.
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
