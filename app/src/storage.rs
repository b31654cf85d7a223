//! What the browser keeps over a reload: drafts, the outbox and the demo. A browser that keeps nothing is no error.

use domain::{
    change::{ChangeSet, Submission, SubmissionId},
    demo::Log,
    wire::ChangesRequest,
};
use gloo::storage::{LocalStorage, Storage};
use serde::{Deserialize, Serialize};

const DEMO: &str = "laufzeit.demo";

/// The demo, if one was kept.
pub fn demo() -> Option<Log> {
    LocalStorage::get(DEMO).ok()
}

/// Keeps the demo.
pub fn keep_demo(log: &Log) {
    // a browser that refuses to keep things still shows the demo until it is closed
    drop(LocalStorage::set(DEMO, log));
}

/// What is under way on one platform.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Kept {
    staged: Vec<domain::change::Change>,
    outbox: Option<(SubmissionId, ChangesRequest)>,
}

fn key(platform: &str) -> String {
    format!("laufzeit.draft.{platform}")
}

/// What was staged and what had been sent on `platform`.
pub fn draft(platform: &str) -> (ChangeSet, Option<Submission>) {
    let Kept { staged, outbox } = LocalStorage::get(key(platform)).unwrap_or_default();
    let outbox = outbox.and_then(|(id, request)| request.submission(id).ok());
    (staged.into_iter().collect(), outbox)
}

/// Keeps what is staged and what was sent, before the screen shows it. Answers whether the browser took it.
pub fn keep_draft(platform: &str, staged: &ChangeSet, outbox: Option<&Submission>) -> bool {
    let outbox = outbox.map(|submission| (submission.id.clone(), ChangesRequest::submitting(submission)));
    if staged.is_empty() && outbox.is_none() {
        LocalStorage::delete(key(platform));
        return true;
    }
    LocalStorage::set(key(platform), Kept { staged: staged.iter().collect(), outbox }).is_ok()
}
