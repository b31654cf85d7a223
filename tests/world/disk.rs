//! A store on a machine that can stop at any operation. Transactions are kept completely or not at all, and what was
//! committed stays.

use std::collections::BTreeMap;

use domain::{
    account::{Account, AccountId, AccountRow},
    book::{Book, Snapshot},
    event::{Event, Recorded},
    gone::Gone,
    hash::Hash,
    platform::PlatformStatus,
    rows::RowChange,
    stamp::{Revision, SubmissionId},
};

use crate::shapes::Reply;

/// The machine has stopped, and everything in memory is lost.
#[derive(Debug, Clone, Copy)]
pub enum Crash {
    /// Nothing of the transaction was kept.
    Before,
    /// The whole transaction was kept, but nobody was told.
    After,
}

/// A write within a transaction.
#[derive(Debug)]
enum Operation {
    Head(Box<Snapshot>),
    Row(usize, AccountRow),
    Event(Box<Recorded>),
    Submission(SubmissionId, Revision, Hash),
    Answer(String, Answer),
}

/// The request and the reply, in full.
pub type Answer = (String, Reply);

/// Operations that are written together.
#[derive(Debug, Default)]
pub struct Transaction(Vec<Operation>);

impl Transaction {
    /// Writes the settings, date and counters of a book.
    pub fn head(&mut self, book: &Book) {
        self.0.push(Operation::Head(Box::new(Snapshot {
            since: Revision::default(),
            platform: book.platform().clone(),
            today: book.today(),
            revision: book.revision(),
            terminating: book.status() != PlatformStatus::Active,
            moved: book.moved().cloned(),
            numbering: book.numbering().clone(),
            imports: book.imports().clone(),
            next_id: book.next_id(),
            deleted: book.counts().deleted,
            withdrawn: book.withdrawn().clone(),
            gone: Vec::new(),
            living: Vec::new(),
        })));
    }

    /// Writes an event, and the rows of the accounts it touches as they are in `book`, or as they were when they `left` it.
    pub fn fact(&mut self, recorded: &Recorded, book: &Book, left: &[Account]) {
        self.0.push(Operation::Event(Box::new(recorded.clone())));
        for id in recorded.event.accounts() {
            let index = id.index().expect("ids begin at 1");
            let gone = || left.iter().find(|account| account.id == id).map(Account::borrowed);
            let row = book.account(id).or_else(gone).map(AccountRow::from);
            self.0.extend(row.map(|row| Operation::Row(index, row)));
        }
        for change in RowChange::of(recorded, book.platform().alignment) {
            if let RowChange::Added { first, rows } = change {
                let there = (first.0..).map(|id| book.account(AccountId(id)).map(AccountRow::from));
                assert!(
                    there.zip(rows.iter()).all(|(there, row)| there == Some(row)),
                    "the rows that were added are the book's"
                );
            }
        }
        if let Event::ModesChanged { id, hash, .. } = &recorded.event {
            self.0.push(Operation::Submission(id.clone(), recorded.revision, *hash));
        }
    }

    pub fn answer(&mut self, scope: String, body: String, reply: Reply) {
        self.0.push(Operation::Answer(scope, (body, reply)));
    }
}

/// What was committed.
#[derive(Debug, Default)]
pub struct Disk {
    head: Option<String>,
    rows: Vec<AccountRow>,
    pub record: Vec<Recorded>,
    submissions: BTreeMap<SubmissionId, (Revision, Hash)>,
    answers: BTreeMap<String, Answer>,
    /// How many more operations are done before the machine stops.
    pub stops_in: Option<u32>,
}

impl Disk {
    fn tick(&mut self, crash: Crash) -> Result<(), Crash> {
        match self.stops_in {
            Some(0) => {
                self.stops_in = None;
                Err(crash)
            }
            left => {
                self.stops_in = left.map(|left| left - 1);
                Ok(())
            }
        }
    }

    /// Writes a transaction. The machine can stop before each operation, before the commit, and right after it.
    ///
    /// # Errors
    /// When the machine stops. The caller cannot know whether it was before or after the commit.
    pub fn commit(&mut self, transaction: Transaction) -> Result<(), Crash> {
        for _ in &transaction.0 {
            self.tick(Crash::Before)?;
        }
        self.tick(Crash::Before)?;
        transaction.0.into_iter().for_each(|operation| self.put(operation));
        self.tick(Crash::After)
    }

    fn put(&mut self, operation: Operation) {
        match operation {
            Operation::Head(head) => self.head = Some(serde_json::to_string(&head).expect("it can be written")),
            Operation::Row(index, row) => match self.rows.get_mut(index) {
                Some(place) => *place = row,
                None => {
                    assert_eq!(index, self.rows.len(), "a row is skipped");
                    self.rows.push(row);
                }
            },
            Operation::Event(recorded) => {
                self.record.push(*recorded);
            }
            Operation::Submission(id, revision, hash) => {
                assert!(self.submissions.insert(id, (revision, hash)).is_none(), "a submission is there twice");
            }
            Operation::Answer(scope, answer) => {
                assert!(self.answers.insert(scope, answer).is_none(), "an answer is given twice");
            }
        }
    }

    /// The book that was committed.
    pub fn load(&self) -> Book {
        let head = self.head.as_deref().expect("a platform was founded here");
        let mut snapshot: Snapshot = serde_json::from_str(head).expect("what was written can be read");
        snapshot.living = self.accounts().filter(|(_, row)| row.3.is_alive()).collect();
        Book::from_snapshot(snapshot)
    }

    /// The accounts that have left the book.
    pub fn gone(&self) -> Gone {
        let mut gone = Gone::default();
        gone.add(self.accounts().filter(|(_, row)| !row.3.is_alive()).map(|(id, row)| row.with_id(id)));
        gone
    }

    fn accounts(&self) -> impl Iterator<Item = (AccountId, AccountRow)> {
        (1..).map(AccountId).zip(self.rows.iter().cloned())
    }

    pub fn submission(&self, id: &SubmissionId) -> Option<Revision> {
        self.submissions.get(id).map(|(revision, _)| *revision)
    }

    pub fn answered(&self, scope: &str) -> Option<&Answer> {
        self.answers.get(scope)
    }

    pub fn row(&self, index: usize) -> &AccountRow {
        &self.rows[index]
    }
}
