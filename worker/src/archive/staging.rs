//! The table in which an archive waits until all of it is there and was checked. Its name begins like those of the
//! runtime's own tables, so it makes no platform of an object that has none.

use domain::wire::ArchiveFault;
use worker::{Error, Result, SqlStorage};

use super::{
    arriving::Arriving,
    form::{File, MAX_LINE, Manifest},
};
use crate::{
    damage::unwritten,
    kept::Kept,
    machine::random,
    reply::{OrReply, Reply, refuse},
    store::VERSIONS,
    transaction,
    writes::Writes,
};

/// Throws the table away.
pub const DROP: &str = "DROP TABLE IF EXISTS _arriving";
const CREATE: &str = "CREATE TABLE _arriving (file INTEGER NOT NULL, part INTEGER NOT NULL, body TEXT NOT NULL, \
    PRIMARY KEY (file, part)) STRICT";

impl Kept {
    /// Begins to take an archive in. One that was coming already is given up. Answers with the name of the session.
    pub(crate) fn begin_arrival(&self, manifest: Manifest) -> OrReply<Reply> {
        // data that this version cannot open takes nothing in
        VERSIONS.open(&self.storage)?;
        let session: String = random::<16>().iter().map(|byte| format!("{byte:02x}")).collect();
        let mut writes = Writes::default();
        writes.push(DROP, []);
        writes.push(CREATE, []);
        self.stage(writes)?;
        let arriving = Arriving { session: session.clone(), manifest, verified: None };
        self.arriving.replace(Some(arriving));
        Ok(Reply::json(200, &session))
    }

    /// Keeps a piece of an archive.
    pub(crate) fn keep_piece(&self, session: &str, file: u32, part: u32, body: String) -> OrReply<Reply> {
        drop(self.arriving(session)?);
        let mut writes = Writes::default();
        writes
            .push("INSERT INTO _arriving (file, part, body) VALUES (?, ?, ?)", [file.into(), part.into(), body.into()]);
        self.stage(writes)?;
        Ok(Reply::json(200, &()))
    }

    /// The archive that is coming in this session.
    pub(crate) fn arriving(&self, session: &str) -> OrReply<Arriving> {
        match self.arriving.borrow().as_ref().filter(|arriving| arriving.session == session) {
            Some(arriving) => Ok(arriving.clone()),
            None => refuse(ArchiveFault::Interrupted.into()),
        }
    }

    /// Throws away what has come in this session.
    pub(crate) fn drop_arrival(&self, session: &str) -> OrReply<Reply> {
        drop(self.arriving(session)?);
        self.arriving.replace(None);
        let mut writes = Writes::default();
        writes.push(DROP, []);
        self.stage(writes)?;
        Ok(Reply::json(200, &()))
    }

    /// Throws away what is left of an archive that was coming when the runtime ended.
    pub(crate) fn sweep(&self) -> Result<()> {
        let left = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '_arriving'";
        if self.arriving.borrow().is_some() || transaction::first(&self.storage.sql(), left, &[])?.is_none() {
            return Ok(());
        }
        let mut writes = Writes::default();
        writes.push(DROP, []);
        transaction::commit(&self.storage, &writes.finish()?)
    }

    fn stage(&self, writes: Writes) -> OrReply<()> {
        let written = writes.finish().map_err(Error::from).and_then(|list| transaction::commit(&self.storage, &list));
        written.map_err(|error| unwritten(&error))
    }
}

/// The lines of a file that has come.
#[derive(Debug)]
pub struct Lines<'a> {
    sql: &'a SqlStorage,
    file: File,
    /// The part that comes next.
    part: u32,
    /// What has been read and not been passed on.
    text: String,
    /// How much of the text has no end of a line.
    looked: usize,
    /// How much of the text has been passed on.
    passed: usize,
}

impl<'a> Lines<'a> {
    /// Nothing has been read yet.
    pub fn of(sql: &'a SqlStorage, file: File) -> Self {
        Self { sql, file, part: 0, text: String::new(), looked: 0, passed: 0 }
    }

    /// The next line without its end; none after the last one. The error is what is wrong with the file.
    pub fn next(&mut self) -> Result<Option<std::result::Result<String, &'static str>>> {
        loop {
            let rest = self.text.get(self.looked..).unwrap_or_default();
            if let Some(end) = rest.find('\n') {
                let line = self.text.get(self.passed..self.looked + end).unwrap_or_default().to_owned();
                self.passed = self.looked + end + 1;
                self.looked = self.passed;
                return Ok(Some(Ok(line)));
            }
            drop(self.text.drain(..self.passed));
            self.passed = 0;
            self.looked = self.text.len();
            if self.looked > MAX_LINE {
                return Ok(Some(Err("a line is too long")));
            }
            let next = "SELECT body FROM _arriving WHERE file = ? AND part = ?";
            let row = transaction::first(self.sql, next, &[self.file.number().into(), self.part.into()])?;
            let Some(mut row) = row else {
                return Ok((!self.text.is_empty()).then_some(Err("its last line has no end")));
            };
            self.text.push_str(&row.text()?);
            self.part += 1;
        }
    }
}
