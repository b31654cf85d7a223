//! Stored answers to requests with an `Idempotency-Key`. The same request gets the same answer again, for ever.

use domain::{hash::Hash, roster::Given, wire::Fault};
use worker::{Result, SqlStorage};

use crate::{
    caller::Caller,
    entries::demand_ahead,
    machine::progress,
    reply::Reply,
    request::Target,
    tail, transaction,
    writes::{Value, Writes},
};

/// The tables of stored answers.
pub const SCHEMA: [&str; 2] = [
    "CREATE TABLE IF NOT EXISTS answer (scope TEXT PRIMARY KEY, hash TEXT NOT NULL, status INTEGER NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS answer_part (scope TEXT NOT NULL, part INTEGER NOT NULL, body TEXT NOT NULL, \
     PRIMARY KEY (scope, part)) STRICT, WITHOUT ROWID",
];

/// The key came with another body before.
struct Reused;

/// The hash of the set of all stored answers, which are read one by one.
#[derive(Debug)]
pub struct Answers {
    /// The hash of those that have been read.
    pub hash: Hash,
    /// The scope of the last of them.
    after: String,
}

impl Answers {
    /// Nothing has been read yet.
    pub fn unread() -> Self {
        Self { hash: Hash::default(), after: String::new() }
    }

    /// Reads the next answer. Returns whether there was one.
    ///
    /// # Errors
    /// If storage cannot be read, or leads back.
    pub fn step(&mut self, sql: &SqlStorage) -> Result<bool> {
        let next = "SELECT scope, hash, status FROM answer WHERE scope > ? ORDER BY scope LIMIT 1";
        let Some(mut row) = transaction::first(sql, next, &[self.after.as_str().into()])? else { return Ok(false) };
        let (scope, hash, status) = (row.text()?, row.text()?, row.number()?);
        demand_ahead(scope > self.after)?;
        let body = body(sql, &scope.as_str().into())?;
        self.hash = self.hash.toggled(tail::answer(&scope, &hash, status, &body));
        self.after = scope;
        Ok(true)
    }
}

/// The hash of the set of all stored answers.
///
/// # Errors
/// If storage cannot be read.
pub fn given(sql: &SqlStorage) -> Result<Hash> {
    let mut answers = Answers::unread();
    while answers.step(sql)? {
        progress();
    }
    Ok(answers.hash)
}

/// The body of the answer stored under `scope`.
///
/// # Errors
/// If storage cannot be read.
pub fn body(sql: &SqlStorage, scope: &Value) -> Result<String> {
    let parts = "SELECT body FROM answer_part WHERE scope = ? ORDER BY part";
    transaction::rows(sql, parts, std::slice::from_ref(scope))?.into_iter().map(|mut row| row.text()).collect()
}

/// What stands for the hash of a request that had texts of a person in it, once these were erased.
pub fn erased() -> String {
    Hash::default().to_string()
}

/// A request that must be done only once.
#[derive(Debug, Clone)]
pub struct Once {
    /// The client's key.
    pub key: String,
    /// Method, path, key, and the person or token, by which the request is known.
    scope: String,
    /// Method, path and key under which the same request may have been answered before: as version 0.1.0 knew it, with the path
    /// as it was sent, and as whoever sat at the desk sent it before that was locked.
    earlier: Vec<String>,
    /// The hash of the body.
    hash: String,
}

impl Once {
    /// A request under `key`, which counts for this caller alone, and whose body has this hash.
    pub fn new(method: &str, target: &Target, key: String, body: Hash, caller: &Caller) -> Self {
        // no key has a line break
        let scope = |path: &str| format!("{method} {path}\n{key}");
        let (own, sent) = (scope(&target.path), scope(&target.spelled));
        let mut earlier = Vec::new();
        if sent != own {
            earlier.push(sent);
        }
        let scope = match &caller.by {
            Some(by) => {
                let scope = format!("{own}\n{}", by.id);
                earlier.push(own);
                scope
            }
            None => own,
        };
        Self { scope, earlier, hash: body.to_string(), key }
    }

    /// This request, with what its query says about the content of its body.
    pub fn said(mut self, given: &Given) -> Self {
        let query = given.query();
        if !query.is_empty() {
            self.hash = Hash::of(format!("{}?{query}", self.hash).as_bytes()).to_string();
        }
        self
    }

    /// Method, path and key, as one text.
    pub fn scope(&self) -> &str {
        &self.scope
    }

    /// The hash of the body.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// The answer that this request got before, or a problem if the key came with another body; none if the request is
    /// new.
    ///
    /// # Errors
    /// If storage cannot be read.
    pub fn answered(&self, sql: &SqlStorage) -> Result<Option<Reply>> {
        for other in &self.earlier {
            if let Some(Ok(reply)) = self.stored(sql, other)? {
                return Ok(Some(reply));
            }
        }
        Ok(self.stored(sql, &self.scope)?.map(|stored| stored.unwrap_or_else(|Reused| Self::reused())))
    }

    /// The answer stored under `scope`, or [`Reused`] if it is the answer to another body.
    fn stored(&self, sql: &SqlStorage, scope: &str) -> Result<Option<std::result::Result<Reply, Reused>>> {
        let scope: Value = scope.into();
        let head = "SELECT hash, status FROM answer WHERE scope = ?";
        let Some(mut row) = transaction::first(sql, head, std::slice::from_ref(&scope))? else { return Ok(None) };
        // what was erased from a request cannot be compared, and its key tells it apart all the same
        let hash = row.text()?;
        if hash != self.hash && hash != erased() {
            return Ok(Some(Err(Reused)));
        }
        let status = u16::try_from(row.number()?).unwrap_or(200);
        Ok(Some(Ok(Reply::json_text(status, body(sql, &scope)?))))
    }

    /// The problem that the key came with another request before.
    pub fn reused() -> Reply {
        Reply::problem(&Fault::KeyReused)
    }

    /// This request, with nothing kept of what it said.
    pub fn unsaid(mut self) -> Self {
        self.hash = erased();
        self
    }

    /// Stores the answer if the request succeeded.
    pub fn answer(&self, writes: &mut Writes, reply: &Reply) {
        if reply.is_success() {
            writes.answered(&self.scope, &self.hash, reply.status, &reply.body);
        }
    }
}
