//! Says in which parts two books differ.

use super::{Checker, Submissions};
use crate::book::{Book, Snapshot};

impl Checker {
    /// Compares the submissions that a host has stored with those of the record.
    pub fn compare_submissions(&mut self, stored: &Submissions) {
        let ours = std::mem::take(&mut self.submissions);
        let missing = ours.iter().filter(|(id, taken)| stored.get(id) != Some(taken));
        missing.for_each(|(id, _)| self.find(format!("submission {} is not as it was recorded", id.0)));
        let added = stored.keys().filter(|id| !ours.contains_key(id));
        added.for_each(|id| self.find(format!("submission {} was never recorded", id.0)));
    }

    /// Tells in which parts the book that the record gives differs from the live one.
    pub(super) fn tell_apart(&mut self, replayed: &Book, live: &Book) {
        self.find("replaying the record does not give the book".to_owned());
        let (ours, theirs) = (replayed.snapshot(), live.snapshot());
        let parts = |book: &Snapshot| (book.today, book.revision, book.terminating);
        let ((today, revision, terminating), live_ones) = (parts(&ours), parts(&theirs));
        self.demand(ours.platform == theirs.platform, || "the settings are not those of the record".to_owned());
        self.demand(today == live_ones.0, || format!("the book stands on {}, and not on {today}", live_ones.0));
        self.demand(revision == live_ones.1, || {
            format!("the book is at revision {}, and the record at {}", live_ones.1.0, revision.0)
        });
        self.demand(terminating == live_ones.2, || "whether it is terminated is not what the record says".to_owned());
        self.demand(ours.numbering == theirs.numbering, || "the last invoice numbers are not the record's".to_owned());
        self.demand(ours.imports == theirs.imports, || {
            "the imports that can be taken back are not the record's".to_owned()
        });
        let (recorded, stored) = (ours.accounts.len(), theirs.accounts.len());
        self.demand(recorded == stored, || format!("there are {stored} accounts, and {recorded} were recorded"));
        let differing = ours.accounts.iter().zip(&theirs.accounts).filter(|(ours, theirs)| ours != theirs);
        differing.for_each(|((id, _), _)| self.find(format!("account {id} is not what the record says")));
    }
}
