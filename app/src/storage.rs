//! What the browser keeps over a reload: drafts, the outbox and the demo. A browser that keeps nothing is no error.

use domain::{
    change::{ChangeSet, Submission, SubmissionId, Wishes},
    demo::{Log, Runs, change_set, runs},
    event::Revision,
    order::Order,
    summary::Hash,
};
use gloo::storage::{LocalStorage, SessionStorage, Storage};
use serde::{Deserialize, Serialize};

const DEMO: &str = "laufzeit.demo";

/// Whether this is the name under which the demo is kept.
pub fn is_demo(key: &str) -> bool {
    key == DEMO
}

/// The demo, if one was kept.
pub fn demo() -> Option<Log> {
    LocalStorage::get(DEMO).ok()
}

/// Keeps the demo.
pub fn keep_demo(log: &Log) {
    // a browser that refuses to keep things still shows the demo until it is closed
    drop(LocalStorage::set(DEMO, log));
}

fn order_key(platform: &str) -> String {
    format!("laufzeit.order.{platform}")
}

/// The order on `platform` that had no answer in this tab.
pub fn unanswered_order(platform: &str) -> Option<Order> {
    SessionStorage::get(order_key(platform)).ok()
}

/// Keeps an order until it is answered, as long as the tab is there.
pub fn keep_unanswered_order(platform: &str, order: Option<&Order>) {
    match order {
        // a browser that refuses to keep it loses it with the page
        Some(order) => drop(SessionStorage::set(order_key(platform), order)),
        None => SessionStorage::delete(order_key(platform)),
    }
}

/// What is under way on one platform. A browser keeps about five million characters, so changes are kept as runs.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Kept {
    staged: [Runs; 3],
    outbox: Option<Sent>,
}

/// A submission of single changes.
#[derive(Debug, Serialize, Deserialize)]
struct Sent {
    id: SubmissionId,
    revision: Revision,
    hash: Hash,
    changes: [Runs; 3],
}

fn key(platform: &str) -> String {
    format!("laufzeit.draft.{platform}")
}

/// What was staged and what had been sent on `platform`.
pub fn draft(platform: &str) -> (ChangeSet, Option<Submission>) {
    let Kept { staged, outbox } = LocalStorage::get(key(platform)).unwrap_or_default();
    let outbox = outbox.map(|Sent { id, revision, hash, changes }| {
        // by account, as they were sent: the host knows a request that comes again by its bytes
        Submission { id, revision, hash, wishes: change_set(&changes).wishes() }
    });
    (change_set(&staged), outbox)
}

/// Keeps what is staged and what was sent, before the screen shows it. Answers whether the browser took it.
pub fn keep_draft(platform: &str, staged: &ChangeSet, outbox: Option<&Submission>) -> bool {
    let sent = |submission: &Submission| match &submission.wishes {
        Wishes::Each(changes) => Some(Sent {
            id: submission.id.clone(),
            revision: submission.revision,
            hash: submission.hash,
            changes: runs(&changes.iter().copied().collect()),
        }),
        // the page names every account
        Wishes::All { .. } => None,
    };
    let outbox = outbox.and_then(sent);
    if staged.is_empty() && outbox.is_none() {
        LocalStorage::delete(key(platform));
        return true;
    }
    LocalStorage::set(key(platform), Kept { staged: runs(staged), outbox }).is_ok()
}
