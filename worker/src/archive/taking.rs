//! Takes over an archive that was checked: in one transaction that writes entry by entry, by the same code as whatever
//! happens to a platform, then the accounts as they are at the end, and the arrival. Either all of it is there afterwards, or
//! nothing.

use domain::{
    account::{AccountId, AccountRef},
    book::Book,
    moving::{ArrivalState, HouseId},
    wire::{ArchiveFault, ArrivalView},
};
use worker::{Error, Result, SqlStorage};

use super::{
    arriving::Arriving,
    form::{Answer, Entry, File},
    staging::{DROP, Lines},
};
use crate::{
    caller::Caller,
    damage::unwritten,
    entries,
    kept::Kept,
    machine::{progress, salt},
    once, parsing,
    reply::{OrReply, Reply, refuse},
    store,
    tail::Tail,
    transaction,
    writes::{ROWS, Writes},
};

fn broken(what: &str) -> Error {
    Error::RustError(format!("an archive that was checked: {what}"))
}

/// A platform while its record is being written.
struct Taking<'a> {
    sql: &'a SqlStorage,
    book: Option<Book>,
    tail: Tail,
}

impl Taking<'_> {
    /// Writes the entries that the book does not have yet.
    fn record(&mut self) -> Result<()> {
        let own = self.book.as_ref().map_or(0, |book| book.revision().0);
        let mut lines = Lines::of(self.sql, File::Record);
        let mut read = 0;
        while let Some(line) = lines.next()? {
            let line = line.map_err(broken)?;
            read += 1;
            let entry = Entry::read(&line).ok_or_else(|| broken("a line of the record"))?;
            if read > own {
                self.entry(entry)?;
            } else {
                self.erase(read, &entry)?;
            }
            progress();
        }
        Ok(())
    }

    /// Takes out of an entry that is here what was erased from it where the platform was meanwhile.
    fn erase(&self, revision: u64, Entry { link: _, salts, text }: &Entry<'_>) -> Result<()> {
        if entries::text(self.sql, revision)? == *text {
            return Ok(());
        }
        let mut writes = Writes::default();
        writes.erased(revision, text, salts.as_ref());
        transaction::run(self.sql, &writes.finish()?)
    }

    fn entry(&mut self, Entry { link, salts, text }: Entry<'_>) -> Result<()> {
        let recorded = parsing::recorded(text)?;
        let mut writes = Writes::after(self.tail);
        let mut left = Vec::new();
        let book = match &mut self.book {
            Some(book) => {
                left = book.apply(&recorded);
                book
            }
            none => {
                store::schema(&mut writes);
                let book = none.insert(Book::created(&recorded).ok_or_else(|| broken("the first entry"))?);
                writes.founded(book);
                book
            }
        };
        writes.entered(&recorded, [Ok(text)], book, salts);
        writes.gone(&left);
        writes.erased_from_gone(&recorded, book);
        self.tail = writes.tail;
        if self.tail.link != link {
            return Err(broken("the chain"));
        }
        transaction::run(self.sql, &writes.finish()?)
    }

    /// Writes the living accounts as they are at the end of the record. What they were in between is written nowhere.
    fn accounts(&self) -> Result<()> {
        let Some(book) = &self.book else { return Ok(()) };
        let mut writes = Writes::default();
        writes.push("DELETE FROM account", []);
        transaction::run(self.sql, &writes.finish()?)?;
        let accounts: Vec<AccountRef<'_>> = book.accounts_after(AccountId::default()).collect();
        for chunk in accounts.chunks(ROWS) {
            let mut writes = Writes::default();
            writes.living(chunk);
            transaction::run(self.sql, &writes.finish()?)?;
            progress();
        }
        Ok(())
    }

    /// Writes the answers that are not here yet.
    fn answers(&mut self) -> Result<OrDiffers> {
        let mut lines = Lines::of(self.sql, File::Answers);
        while let Some(line) = lines.next()? {
            let Answer { scope, hash, status, body } = serde_json::from_str(&line.map_err(broken)?)?;
            let there = "SELECT hash, status FROM answer WHERE scope = ?";
            let mut writes = Writes::after(self.tail);
            if let Some(mut row) = transaction::first(self.sql, there, &[scope.as_str().into()])? {
                let (own, own_status) = (row.text()?, row.number()?);
                let own_body = once::body(self.sql, &scope.as_str().into())?;
                if own == hash && own_body == body {
                    continue;
                }
                if hash != once::erased() || own_status != i64::from(status) {
                    return Ok(OrDiffers::Differs);
                }
                writes.answer_erased(&scope, (&own, status, &own_body), &body);
            } else {
                writes.answered(&scope, &hash, status, &body);
            }
            self.tail = writes.tail;
            transaction::run(self.sql, &writes.finish()?)?;
            progress();
        }
        Ok(OrDiffers::Taken)
    }
}

/// Whether an archive could be taken over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum OrDiffers {
    Taken,
    /// An answer is another one than was given here.
    Differs,
}

impl Kept {
    /// Takes over the archive that was checked in this session, if it is released to the house `here`. One that was taken
    /// before is not taken again, and gets the same answer.
    pub(crate) async fn take_arrival(&self, session: &str, here: &HouseId, caller: &Caller) -> OrReply<Reply> {
        let view = self.take_over(session, here, caller)?;
        // what fell due on the way is done here
        self.brought_up_to_date().await?;
        Ok(Reply::json(201, &view))
    }

    fn take_over(&self, session: &str, here: &HouseId, caller: &Caller) -> OrReply<ArrivalView> {
        let arriving = self.arriving(session)?;
        let view = self.arrival_view(&arriving, here)?;
        match view.state {
            ArrivalState::Released => self.write_arrival(&arriving, here, caller)?,
            ArrivalState::Taken => drop(self.drop_arrival(session)?),
            ArrivalState::NotReleased => return refuse(ArchiveFault::NotReleased.into()),
            ArrivalState::ForAnotherHouse => {
                let house = view.released_to.map(String::from).unwrap_or_default();
                return refuse(ArchiveFault::ForAnotherHouse { house }.into());
            }
            ArrivalState::Differs => return refuse(ArchiveFault::Differs.into()),
        }
        Ok(ArrivalView { state: ArrivalState::Taken, ..view })
    }

    fn write_arrival(&self, arriving: &Arriving, here: &HouseId, caller: &Caller) -> OrReply<()> {
        if self.load()? {
            self.demand_sound()?;
        }
        let stamp = self.stamp(caller.actor(), caller.by.clone());
        // whatever comes of it, the book is read again unless it is put back
        let (mut own, tail) = (self.book.take(), self.tail.get());
        let mut taken = None;
        let written = transaction::all_or_nothing(&self.storage, |sql| {
            let mut taking = Taking { sql, book: own.take(), tail };
            taking.record()?;
            taking.accounts()?;
            if taking.answers()? == OrDiffers::Differs {
                return Err(broken(DIFFERS));
            }
            let Taking { book, tail, .. } = taking;
            let mut book = book.ok_or_else(|| broken("no record"))?;
            let event = book.move_in(here, arriving.manifest.house.clone()).ok_or_else(|| broken("not released"))?;
            let mut writes = Writes::after(tail);
            let recorded = book.record(book.today(), &stamp, [event]);
            recorded.iter().for_each(|recorded| writes.recorded(recorded, &book, &[], salt()));
            writes.head(&book);
            writes.push(DROP, []);
            let tail = writes.tail;
            transaction::run(sql, &writes.finish()?)?;
            taken = Some((book, tail));
            Ok(())
        });
        match (written, taken) {
            (Ok(()), Some((book, tail))) => {
                self.arriving.replace(None);
                self.tail.set(tail);
                self.book.put(book);
                Ok(())
            }
            (Err(error), _) if error.to_string().contains(DIFFERS) => refuse(ArchiveFault::Differs.into()),
            (Err(error), _) => Err(unwritten(&error)),
            (Ok(()), None) => Err(unwritten(&broken("nothing was written"))),
        }
    }
}

/// What is said, inside, of an archive whose answers are not those that were given here.
const DIFFERS: &str = "its answers differ";
