//! Says in which parts two books differ.

use std::collections::BTreeMap;

use super::{Checker, Submissions};
use crate::{
    account::{AccountId, AccountRow},
    book::{Book, Snapshot},
    gone::Gone,
};

impl Checker {
    /// Compares the submissions that a host has stored with those of the record.
    pub fn compare_submissions(&mut self, stored: &Submissions) {
        let ours = std::mem::take(&mut self.submissions);
        let missing = ours.iter().filter(|(id, taken)| stored.get(id) != Some(taken));
        missing.for_each(|(id, _)| self.find(format!("submission {} is not as it was recorded", id.0)));
        let added = stored.keys().filter(|id| !ours.contains_key(id));
        added.for_each(|id| self.find(format!("submission {} was never recorded", id.0)));
    }

    /// Compares the accounts that have left the book with those that a host keeps, so many after an id. Returns the last
    /// one, or none after all of them.
    pub(super) fn compare_gone(&mut self, after: AccountId, stored: &Gone, most: usize) -> Option<AccountId> {
        let gone = std::mem::take(&mut self.gone);
        let (mut ours, mut theirs) = (gone.after(after).peekable(), stored.after(after).peekable());
        let (mut looked, mut last) = (0, None);
        while looked < most
            && let Some(id) = [ours.peek(), theirs.peek()].into_iter().flatten().map(|account| account.id).min()
        {
            let (our, their) = (ours.next_if(|our| our.id == id), theirs.next_if(|their| their.id == id));
            match (our, their) {
                (None, _) => self.find(format!("account {id} has not left the book, and is kept as if it had")),
                (Some(_), None) => self.find(format!("account {id} has left the book, and is not kept")),
                (our, their) if our == their => {}
                (Some(_), Some(_)) => self.find(format!("account {id} is not what the record says")),
            }
            (looked, last) = (looked + 1, Some(id));
        }
        let done = ours.peek().is_none() && theirs.peek().is_none();
        drop((ours, theirs));
        self.gone = gone;
        last.filter(|_| !done)
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
        self.demand(ours.next_id == theirs.next_id, || {
            format!("the next account would be {}, and {} by the record", theirs.next_id, ours.next_id)
        });
        let gone = (ours.deleted, &ours.withdrawn) == (theirs.deleted, &theirs.withdrawn);
        self.demand(gone, || "which accounts have left the book is not what the record says".to_owned());
        let (recorded, stored) = (ours.living.len(), theirs.living.len());
        self.demand(recorded == stored, || format!("there are {stored} living accounts, and {recorded} were recorded"));
        let there: BTreeMap<AccountId, AccountRow> = theirs.living.into_iter().collect();
        let differing = ours.living.into_iter().filter(|(id, row)| there.get(id) != Some(row));
        differing.for_each(|(id, _)| self.find(format!("account {id} is not what the record says")));
    }
}
