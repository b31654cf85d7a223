//! Writes what was decided: everything in one transaction, without an await between the decision and the last write. If storage
//! refuses, the book in memory is dropped and read again.

use chrono::NaiveDate;
use domain::{
    book::Book,
    event::{Event, Recorded},
    stamp::Stamp,
    wire::Fault,
};
use worker::{Error, Result};

use crate::{
    damage::unwritten,
    kept::Kept,
    machine::salt,
    once::Once,
    reply::{OrReply, Reply, refuse},
    tail::Tail,
    transaction,
    writes::Writes,
};

impl Kept {
    /// Records events of the day `on` and writes them together with the answer, which `answer` makes from the book
    /// after them.
    pub(crate) fn write<T>(
        &self,
        on: NaiveDate,
        stamp: &Stamp,
        events: Vec<Event>,
        answer: impl FnOnce(&Book, &[Recorded]) -> (Option<(Once, Reply)>, T),
    ) -> OrReply<T> {
        self.demand_sound()?;
        // a book is never read within a transaction, because that may take one of its own
        drop(self.book()?);
        self.transact(|writes| {
            let mut book = self.book()?;
            let mut all = Vec::new();
            for event in events {
                let (recorded, left) = book.record_one(on, stamp, event);
                writes.recorded(&recorded, &book, &left, salt());
                all.push(recorded);
            }
            let (stored, outcome) = answer(&book, &all);
            if let Some((once, reply)) = stored {
                once.answer(writes, &reply);
            }
            writes.head(&book);
            Ok(outcome)
        })
    }

    /// An empty list of what to write. The book must be in memory.
    pub(crate) fn writes(&self) -> Writes {
        Writes::after(self.tail.get())
    }

    /// Writes everything or nothing. If storage refuses, the book in memory is dropped.
    pub(crate) fn commit(&self, writes: Writes) -> Result<()> {
        let tail = writes.tail;
        let done = writes.finish().map_err(Error::from).and_then(|list| transaction::commit(&self.storage, &list));
        self.ended(done, tail)
    }

    /// Runs the statements of `work` in one transaction as they come. If one fails, all is as it was, and the book in memory
    /// is dropped. `work` holds the book to its end: if it panics or finds no memory, which the runtime turns into an error of the
    /// transaction, the book stays borrowed, so that dropping it panics and this instance ends, as it must.
    fn transact<T>(&self, work: impl FnOnce(&mut Writes) -> OrReply<T>) -> OrReply<T> {
        let (mut work, mut outcome, mut tail) = (Some(work), None, self.tail.get());
        let done = transaction::one_by_one(&self.storage, tail, |writes| {
            outcome = work.take().map(|work| work(writes));
            tail = writes.tail;
            if matches!(outcome, Some(Ok(_))) { Ok(()) } else { Err("it was refused".to_owned()) }
        });
        let done = self.ended(done, tail).map_err(|error| unwritten(&error));
        match outcome {
            Some(Ok(outcome)) => done.map(|()| outcome),
            Some(Err(reply)) => Err(reply),
            None => done.and_then(|()| refuse(Fault::Internal("a transaction was not begun".to_owned()))),
        }
    }

    /// After a transaction: storage ends with `tail`, or the book in memory may not be what is stored.
    fn ended(&self, done: Result<()>, tail: Tail) -> Result<()> {
        match done {
            Ok(()) => self.tail.set(tail),
            Err(_) => drop(self.book.take()),
        }
        done
    }
}
