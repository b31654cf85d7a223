//! What is said when the storage became full during work that is stored day by day.

use chrono::NaiveDate;
use domain::wire::{Fault, Kind};

use crate::{
    kept::Kept,
    reply::{OrReply, Reply},
};

impl Kept {
    /// The day of the book, up to which all work is done.
    pub(crate) fn stands_at(&self) -> OrReply<NaiveDate> {
        Ok(self.book()?.today())
    }

    /// The problem with which work ended that began when the platform stood at the day `began`. If the storage is full
    /// and days were stored before, it says up to which day all is done.
    pub(crate) fn ended_with(&self, problem: Box<Reply>, began: NaiveDate) -> Box<Reply> {
        if problem.status != Kind::Full.status() {
            return problem;
        }
        // on a full disk the runtime may refuse even to read until it has made the object anew
        match self.written_at.get().filter(|day| *day > began) {
            Some(done_to) => Box::new(Reply::problem(&Fault::StorageFull { done_to: Some(done_to) })),
            None => problem,
        }
    }
}
