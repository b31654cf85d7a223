//! Reading a platform's book from its storage, at once or with turns for others. The accounts come chunk by chunk, and each is
//! looked up by its id as well: that finds what a check of their whole table would, which has no turns for others.

use domain::{
    account::{AccountId, AccountRow},
    book::{Book, Snapshot},
    calendar::parse_date,
    hash::Hash,
    stamp::Revision,
};
use worker::{Error, Result, SqlStorage};

use crate::{
    entries, gone,
    leaving::COLUMNS,
    machine::slice,
    store::{Store, part, revision, small},
    tail::{self, SEALED, Tail},
    transaction,
    writes::{ROWS, Value},
};

/// A book with what else an object stores.
#[derive(Debug)]
pub struct Loaded {
    /// The book.
    pub book: Book,
    /// What `head` says beside it.
    pub tail: Tail,
    /// Whether `head` is as it was written.
    pub sealed: bool,
}

/// What is read, if there is a book.
fn there(loading: Option<Loading<'_>>) -> Result<Loading<'_>> {
    loading.ok_or_else(|| Error::RustError("`head` is empty".to_owned()))
}

/// A book that is being read, chunk by chunk.
#[derive(Debug)]
pub struct Loading<'a> {
    sql: &'a SqlStorage,
    /// What has been read so far.
    pub loaded: Loaded,
    /// The last account that was read.
    last: AccountId,
}

impl Loading<'_> {
    /// Reads the next accounts. Returns whether there may be more. They come as JSON: one text costs much less to pass
    /// from SQLite than the rows do.
    ///
    /// # Errors
    /// If storage cannot be read.
    fn step(&mut self) -> Result<bool> {
        let chunk = format!(
            "SELECT json_group_array(json_array(id, json_array({COLUMNS}))) \
             FROM (SELECT * FROM account WHERE id > ? ORDER BY id LIMIT ?)"
        );
        let after = self.last;
        let Some(mut row) = transaction::first(self.sql, &chunk, &[after.0.into(), (ROWS as u64).into()])? else {
            return Ok(false);
        };
        let text = row.text()?;
        let chunk: Vec<(AccountId, AccountRow)> =
            serde_json::from_str(&text).map_err(|error| unreadable(&text, after, error))?;
        let more = chunk.len() == ROWS;
        for (id, _) in &chunk {
            entries::demand_ahead(*id > self.last)?;
            self.last = *id;
        }
        self.loaded.book.take_in(chunk);
        Ok(more)
    }

    /// The book, once all accounts have been read.
    ///
    /// # Errors
    /// If an account is missing: all ids up to the next one are of living accounts, deleted or withdrawn. Or if `head` is not
    /// as it was written.
    fn end(self) -> Result<Loaded> {
        let book = &self.loaded.book;
        let left = book.counts().deleted.saturating_add(book.withdrawn().count());
        let due = book.next_id().0.saturating_sub(1).saturating_sub(left);
        let there = book.counts().living();
        if there != due {
            return Err(Error::RustError(format!("there are {there} living accounts of {due}")));
        }
        if self.loaded.sealed {
            Ok(self.loaded)
        } else {
            Err(Error::RustError("`head` is not as it was written".to_owned()))
        }
    }

    /// Reads the next accounts, and looks each up by its id, too: a damaged tree may lead there from one account to the
    /// next, but not from its root. Returns whether there may be more.
    ///
    /// # Errors
    /// If storage cannot be read, or an account cannot be found.
    pub fn step_and_seek(&mut self) -> Result<bool> {
        let after = self.last;
        let more = self.step()?;
        let read = self.loaded.book.accounts_after(after).map(|account| account.id).collect();
        if gone::can_be_found(self.sql, "account", read)? {
            return Ok(more);
        }
        Err(Error::RustError(format!("an account after {after} cannot be found by its id")))
    }
}

impl Store {
    /// Reads the book from storage that [`VERSIONS`] has opened.
    ///
    /// # Errors
    /// If storage cannot be read, or is damaged, or has no book.
    pub fn load(&self) -> Result<Loaded> {
        transaction::check_table(&self.sql, "head")?;
        let mut loading = there(self.begin()?)?;
        while loading.step_and_seek()? {}
        loading.end()
    }

    /// Like [`Store::load`], with a turn for others after each chunk of accounts. None if something was written meanwhile.
    ///
    /// # Errors
    /// Those of [`Store::load`].
    pub async fn load_in_slices(&self) -> Result<Option<Loaded>> {
        transaction::check_table(&self.sql, "head")?;
        let mark = self.mark()?;
        let mut loading = there(self.begin()?)?;
        while loading.step_and_seek()? {
            slice().await;
        }
        if self.mark()? == mark { loading.end().map(Some) } else { Ok(None) }
    }

    /// Begins to read the book, even if `head` is not as it was written; none if `head` is empty. The pages of the file should
    /// have been checked.
    ///
    /// # Errors
    /// If storage cannot be read.
    pub fn begin(&self) -> Result<Option<Loading<'_>>> {
        self.demand_tables()?;
        let head = format!("SELECT platform, {SEALED}, seal FROM head");
        let Some(mut row) = transaction::first(&self.sql, &head, &[])? else { return Ok(None) };
        let values = row.clone().values();
        let text = row.text()?;
        let settings = Hash::of(text.as_bytes());
        let platform = part("settings", serde_json::from_str(&text))?;
        let today = part("today", parse_date(&row.text()?))?;
        let revision = revision(row.number()?);
        let (terminating, moved) = (row.number()? == 1, row.number()? == 1);
        let numbering = part("numbering", serde_json::from_str(&row.text()?))?;
        let imports = part("imports", serde_json::from_str(&row.text()?))?;
        let next_id = AccountId(small("next_id", row.number()?)?);
        let deleted = small("deleted", row.number()?)?;
        let withdrawn = part("withdrawn", serde_json::from_str(&row.text()?))?;
        let skew = row.number()?;
        let link = part("chain", Hash::try_from(row.text()?))?;
        let answers = part("answers", Hash::try_from(row.text()?))?;
        let sealed = match values.as_slice() {
            [_, sealed @ .., Value::Text(seal)] => {
                tail::seal(settings, sealed.iter().map(Value::to_string)).to_string() == *seal
            }
            _ => false,
        };
        let moved = if moved { Some(self.moved(revision)?) } else { None };
        let (since, gone, living) = (Revision::default(), Vec::new(), Vec::new());
        let book = Book::from_snapshot(Snapshot {
            since,
            platform,
            today,
            revision,
            terminating,
            moved,
            numbering,
            imports,
            next_id,
            deleted,
            withdrawn,
            gone,
            living,
        });
        let loaded = Loaded { book, tail: Tail { link, answers, settings, skew }, sealed };
        Ok(Some(Loading { sql: &self.sql, loaded, last: AccountId::default() }))
    }
}

/// The error of a chunk of accounts that cannot be read. It names the first one of which that is true.
fn unreadable(chunk: &str, after: AccountId, error: serde_json::Error) -> Error {
    let rows: Vec<(u64, serde_json::Value)> = serde_json::from_str(chunk).unwrap_or_default();
    let broken = rows.into_iter().map(|(id, row)| (id, serde_json::from_value::<AccountRow>(row)));
    let broken = broken.filter_map(|(id, row)| Some((row.err()?, id))).next();
    let (error, id) = broken.unwrap_or((error, u64::from(after.next().0)));
    Error::RustError(format!("account {id} cannot be read: {error}"))
}
