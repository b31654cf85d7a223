//! Answers that were given under an `Idempotency-Key`: the same request again gets the same answer, for ever.

use domain::{summary::Hash, wire::Fault};
use worker::{Result, SqlStorage};

use crate::{
    reply::Reply,
    transaction,
    writes::{Value, Writes},
};

/// The tables.
pub const SCHEMA: [&str; 2] = [
    "CREATE TABLE IF NOT EXISTS answer (scope TEXT PRIMARY KEY, hash TEXT NOT NULL, status INTEGER NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS answer_part (scope TEXT NOT NULL, part INTEGER NOT NULL, body TEXT NOT NULL, \
     PRIMARY KEY (scope, part)) STRICT, WITHOUT ROWID",
];

/// A request that is done once: what it is known by, and what it said.
#[derive(Debug, Clone)]
pub struct Once {
    /// The client's key.
    pub key: String,
    /// Method, path and key.
    scope: String,
    /// Of the body.
    hash: String,
}

impl Once {
    /// A request under `key`.
    pub fn new(method: &str, path: &str, key: String, body: &[u8]) -> Self {
        Self { scope: format!("{method} {path}\n{key}"), hash: Hash::of(body).to_string(), key }
    }

    /// Method, path and key, as one text.
    pub fn scope(&self) -> &str {
        &self.scope
    }

    /// Of the body.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// The answer this request already got: the stored one, or a problem where the key stands for another body.
    ///
    /// # Errors
    /// Where storage cannot be read.
    pub fn answered(&self, sql: &SqlStorage) -> Result<Option<Reply>> {
        let scope: Value = self.scope.as_str().into();
        let head = "SELECT hash, status FROM answer WHERE scope = ?";
        let Some(mut row) = transaction::first(sql, head, std::slice::from_ref(&scope))? else { return Ok(None) };
        if row.text()? != self.hash {
            return Ok(Some(Self::reused()));
        }
        let status = u16::try_from(row.number()?).unwrap_or(200);
        let parts = "SELECT body FROM answer_part WHERE scope = ? ORDER BY part";
        let parts = transaction::rows(sql, parts, &[scope])?;
        let body: String = parts.into_iter().map(|mut row| row.text()).collect::<Result<_>>()?;
        Ok(Some(Reply::json_text(status, body)))
    }

    /// The problem that the key stands for another request.
    pub fn reused() -> Reply {
        Reply::problem(&Fault::KeyReused)
    }

    /// Stores the answer. Only success is remembered.
    pub fn answer(&self, writes: &mut Writes, reply: &Reply) {
        if reply.is_success() {
            let values = [self.scope.as_str().into(), self.hash.as_str().into(), reply.status.into()];
            writes.push("INSERT INTO answer (scope, hash, status) VALUES (?, ?, ?)", values);
            writes.text("answer_part", &self.scope.as_str().into(), &reply.body);
        }
    }
}
