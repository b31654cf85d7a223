//! Checks a platform: the invariants of its record, and everything in storage against the record. What cannot be read is a
//! finding too.

use domain::{
    book::{Book, Comparing},
    check::Submissions,
    gone::{Gone, Register},
    hash::Hash,
    wire::{Code, Fault},
};
use serde::Serialize;
use worker::Result;

use crate::{
    damage::code,
    gone,
    kept::Kept,
    loading::Loaded,
    machine::{SLICE, slice},
    record::Audit,
    reply::{OrReply, Reply, refuse},
    shelf,
    store::{ACCOUNTS, TABLES, VERSIONS},
    transaction,
};

/// How many answers are read before other requests may run.
const ANSWERS: usize = 16;

#[derive(Serialize)]
struct Verdict {
    ok: bool,
    findings: Vec<String>,
}

impl Kept {
    /// Checks everything that is stored of the platform.
    pub(crate) async fn check(&self) -> OrReply<Reply> {
        let _turn = self.turn().await;
        match VERSIONS.open(&self.storage) {
            Ok(true) => {}
            Ok(false) => return refuse(Fault::NoPlatform),
            Err(newer) if code(&newer) == Some(Code::NewerData) => return Err(newer),
            Err(_) => {
                let findings = vec!["the version of the storage is damaged".to_owned()];
                return Ok(Reply::json(200, &Verdict { ok: false, findings }));
            }
        }
        // the book is made again of the record, and of what is stored
        let bytes = self.book.place().as_ref().map_or(0, Book::bytes);
        shelf::make_room(&self.book, bytes.saturating_mul(4));
        slice().await;
        let sql = self.storage.sql();
        let mut audit = Audit::of(&sql);
        let stored = self.read_with(&mut audit).await;
        if let Some((book, mut gone)) = self.compared(&mut audit, stored) {
            while audit.whole && !audit.checker.end_with(Register { book: &book, gone: &gone }, SLICE) {
                slice().await;
            }
            while gone.shed(SLICE) {
                slice().await;
            }
        }
        while audit.checker.shed(SLICE) {
            slice().await;
        }
        let findings = audit.checker.stop();
        Ok(Reply::json(200, &Verdict { ok: findings.is_empty(), findings }))
    }

    /// Reads the record to its end, and then the book and the answers. If something was written meanwhile, reads them
    /// again, with twice as much between two turns for others, so that there is an end however often that happens.
    async fn read_with(&self, audit: &mut Audit<'_>) -> Stored {
        let mut chunks = 1;
        audit.walk().await;
        audit.look_at_the_rest().await;
        loop {
            audit.walk().await;
            let mark = self.store.mark().ok();
            let book = self.read_in_slices(chunks).await;
            let gone = self.gone_in_slices(chunks).await;
            let submissions = self.submissions_in_slices(chunks).await;
            let answers = audit.answers(chunks.saturating_mul(ANSWERS)).await;
            let in_memory = match &book {
                Ok(Some(loaded)) => self.is_in_memory(&loaded.book, chunks).await,
                Ok(None) | Err(_) => false,
            };
            if self.store.mark().ok() == mark {
                return Stored { book, gone, submissions, answers, in_memory };
            }
            chunks = chunks.saturating_mul(2);
        }
    }

    /// Whether a book is the one in memory, with a turn for others after so many chunks of accounts.
    async fn is_in_memory(&self, book: &Book, chunks: usize) -> bool {
        let mut comparing = Comparing::default();
        loop {
            let Ok(same) = self.book().map(|live| comparing.step(&live, book, chunks.saturating_mul(SLICE))) else {
                return false;
            };
            if let Some(same) = same {
                return same;
            }
            slice().await;
        }
    }

    /// Checks the tables and reads the book from storage, with a turn for others after so many chunks of accounts.
    async fn read_in_slices(&self, chunks: usize) -> Result<Option<Loaded>> {
        let sql = self.storage.sql();
        // reading the accounts in slices finds what such a check would
        for table in TABLES.into_iter().filter(|table| !ACCOUNTS.contains(table)) {
            transaction::check_table(&sql, table)?;
            slice().await;
        }
        let Some(mut loading) = self.store.begin()? else { return Ok(None) };
        slice().await;
        let mut read = 0;
        while loading.step_and_seek()? {
            read += 1;
            if read % chunks == 0 {
                slice().await;
            }
        }
        Ok(Some(loading.loaded))
    }

    /// Reads the accounts that have left the book, with a turn for others after so many chunks of them.
    async fn gone_in_slices(&self, chunks: usize) -> Result<gone::Walk> {
        let (sql, mut kept, mut read) = (self.storage.sql(), gone::Walk::default(), 0);
        while kept.step(&sql)? {
            read += 1;
            if read % chunks == 0 {
                slice().await;
            }
        }
        Ok(kept)
    }

    /// Reads the submissions, with a turn for others after so many chunks of them.
    async fn submissions_in_slices(&self, chunks: usize) -> Result<Submissions> {
        let mut all = Submissions::new();
        loop {
            let last = all.last_key_value().map(|(id, _)| id.clone());
            let next = self.store.submissions(last.as_ref(), chunks.saturating_mul(SLICE))?;
            if next.is_empty() {
                return Ok(all);
            }
            all.extend(next);
            slice().await;
        }
    }

    /// Compares what was read with the ends of the record. Nothing must have been written since. Returns the book and
    /// what has left it, if they could be read.
    fn compared(&self, audit: &mut Audit<'_>, stored: Stored) -> Option<(Book, Gone)> {
        let checker = &mut audit.checker;
        let Loaded { book, tail, sealed } = match stored.book {
            Ok(Some(loaded)) => loaded,
            Ok(None) => {
                checker.find("`head` is empty".to_owned());
                return None;
            }
            Err(error) => {
                checker.find(format!("the book cannot be read: {error}"));
                return None;
            }
        };
        let id = &book.platform().id;
        checker.demand(self.is_of(id.as_str()), || {
            format!("this is the storage of {}, in the place of another platform", id.as_str())
        });
        if let Some(behind) = self.behind(&book) {
            checker.find(behind.to_string());
        }
        checker.demand(sealed, || "`head` is not as it was written".to_owned());
        checker.demand(tail.link == audit.link, || "the chain does not end where `head` says".to_owned());
        match stored.submissions {
            Ok(submissions) if audit.whole => checker.compare_submissions(&submissions),
            Ok(_) => {}
            Err(error) => checker.find(format!("a submission cannot be read: {error}")),
        }
        match stored.answers {
            Ok(given) => {
                checker.demand(given == tail.answers, || "the stored answers are not those that were given".to_owned());
            }
            Err(error) => checker.find(format!("a stored answer cannot be read: {error}")),
        }
        checker.demand(stored.in_memory || !sealed, || "the rows are not the book in memory".to_owned());
        match stored.gone {
            Ok(kept) => {
                kept.findings.into_iter().for_each(|finding| checker.find(finding));
                Some((book, kept.gone))
            }
            Err(error) => {
                checker.find(format!("what has left the book cannot be read: {error}"));
                None
            }
        }
    }
}

/// What was read from storage beside the record.
struct Stored {
    book: Result<Option<Loaded>>,
    gone: Result<gone::Walk>,
    submissions: Result<Submissions>,
    /// The hash of the set of answers.
    answers: Result<Hash>,
    /// Whether the book is the one in memory.
    in_memory: bool,
}
