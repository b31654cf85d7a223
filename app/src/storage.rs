//! What the browser keeps over a reload: drafts, the outbox and the demo. A browser that keeps nothing is no error.

use domain::{
    change::{ChangeSet, Submission, SubmissionId, Wishes},
    demo::{Log, Runs, change_set, runs},
    event::Revision,
    summary::Hash,
};
use gloo::storage::{LocalStorage, Storage};
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
