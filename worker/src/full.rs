//! What is said when the storage is full: up to which day all work is done, because work is stored day by day.
//!
//! Most often the object cannot say it itself. The runtime stores what was written only after the object has answered,
//! holds the answer back until then, and ends the object if that fails. So whoever asked it asks the object that takes
//! its place.

use chrono::NaiveDate;
use domain::{
    calendar::parse_date,
    wire::{Fault, Kind},
};
use worker::Env;

use crate::{
    inside::{self, ask},
    kept::Kept,
    reply::{OrReply, Reply},
};

impl Kept {
    /// The day of the stored book, up to which all work is done.
    pub(crate) fn stands_at(&self) -> OrReply<NaiveDate> {
        Ok(self.book()?.today())
    }

    /// The problem with which work ended. If the storage is full, it says up to which day all is done.
    pub(crate) fn ended_with(&self, problem: Box<Reply>) -> Box<Reply> {
        with_day(problem, || self.stands_at().ok())
    }
}

/// The problem with which the object of a platform ended. If the storage is full, it says up to which day all is done.
pub async fn ended_with(problem: Box<Reply>, env: &Env, id: &str) -> Box<Reply> {
    if !is_full(&problem) {
        return problem;
    }
    let told = ask(env, id, inside::STANDS_AT).await.ok();
    with_day(problem, || parse_date(&serde_json::from_str::<String>(&told?).ok()?).ok())
}

fn is_full(problem: &Reply) -> bool {
    problem.status == Kind::Full.status()
}

fn with_day(problem: Box<Reply>, day: impl FnOnce() -> Option<NaiveDate>) -> Box<Reply> {
    if is_full(&problem) { Box::new(Reply::problem(&Fault::StorageFull { done_to: day() })) } else { problem }
}
