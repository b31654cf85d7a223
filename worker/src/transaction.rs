//! Synchronous transactions, which workers-rs does not bind. Whatever fails inside takes everything inside back.

use std::cell::Cell;

use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use worker::{Error, Result, SqlStorage, SqlStorageValue, Storage};

use crate::writes::{Value, Write};

#[wasm_bindgen]
extern "C" {
    /// `DurableObjectStorage`, as far as workers-rs lacks it.
    type SyncStorage;

    #[wasm_bindgen(method, catch, js_name = transactionSync)]
    fn transaction_sync(
        this: &SyncStorage,
        run: &mut dyn FnMut() -> std::result::Result<(), JsValue>,
    ) -> std::result::Result<(), JsValue>;
}

thread_local! {
    /// Rows that SQLite has written since this isolate began, those of indexes among them.
    static WRITTEN: Cell<usize> = const { Cell::new(0) };
}

/// How many rows were written since this isolate began.
pub fn written() -> usize {
    WRITTEN.get()
}

/// Runs statements, all or none.
///
/// # Errors
/// Where a statement fails; nothing is written then.
pub fn commit(storage: &Storage, writes: &[Write]) -> Result<()> {
    all_or_nothing(storage, |sql| run(sql, writes))
}

/// Reads and writes as one.
///
/// # Errors
/// Where `work` fails; nothing is written then.
pub fn all_or_nothing(storage: &Storage, mut work: impl FnMut(&SqlStorage) -> Result<()>) -> Result<()> {
    let raw: &JsValue = storage.as_raw().as_ref();
    let sql = storage.sql();
    let mut run = || work(&sql).map_err(JsValue::from);
    raw.unchecked_ref::<SyncStorage>().transaction_sync(&mut run).map_err(Error::from)
}

/// Runs statements. Outside of a transaction, those before one that fails stay done.
///
/// # Errors
/// Where a statement fails.
pub fn run(sql: &SqlStorage, writes: &[Write]) -> Result<()> {
    writes.iter().try_for_each(|write| exec(sql, write))
}

fn exec(sql: &SqlStorage, write: &Write) -> Result<()> {
    let values: Vec<JsValue> = write.values.iter().map(js).collect();
    let cursor = sql.exec_raw(&write.sql, values)?;
    WRITTEN.set(WRITTEN.get().saturating_add(cursor.rows_written()));
    Ok(())
}

fn js(value: &Value) -> JsValue {
    match value {
        Value::Text(text) => JsValue::from_str(text),
        Value::Number(number) => JsValue::from_f64(*number),
        Value::Null => JsValue::NULL,
    }
}

/// A row that was read, cell by cell from the left.
#[derive(Debug)]
pub struct Row(std::vec::IntoIter<SqlStorageValue>);

impl Row {
    /// The next cell as text.
    ///
    /// # Errors
    /// Where it is no text.
    pub fn text(&mut self) -> Result<String> {
        match self.0.next() {
            Some(SqlStorageValue::String(text)) => Ok(text),
            other => Err(Error::RustError(format!("a text is stored as {other:?}"))),
        }
    }

    /// The next cell as a whole number.
    ///
    /// # Errors
    /// Where it is none.
    pub fn number(&mut self) -> Result<i64> {
        self.maybe_number()?.ok_or_else(|| Error::RustError("a number is not there".to_owned()))
    }

    /// The next cell as a whole number, or none.
    ///
    /// # Errors
    /// Where it is something else.
    pub fn maybe_number(&mut self) -> Result<Option<i64>> {
        match self.0.next() {
            Some(SqlStorageValue::Integer(number)) => Ok(Some(number)),
            Some(SqlStorageValue::Null) => Ok(None),
            other => Err(Error::RustError(format!("a number is stored as {other:?}"))),
        }
    }
}

/// Reads rows.
///
/// # Errors
/// Where the statement fails.
pub fn rows(sql: &SqlStorage, query: &str, values: &[Value]) -> Result<Vec<Row>> {
    let cursor = sql.exec_raw(query, values.iter().map(js).collect::<Vec<_>>())?;
    cursor.raw().map(|row| Ok(Row(row?.into_iter()))).collect()
}

/// Reads the first row, if there is one.
///
/// # Errors
/// Where the statement fails.
pub fn first(sql: &SqlStorage, query: &str, values: &[Value]) -> Result<Option<Row>> {
    Ok(rows(sql, query, values)?.into_iter().next())
}

/// Looks for damage: a damaged file still takes writes, and it is better to stop.
///
/// # Errors
/// Where there is any.
pub fn check_pages(sql: &SqlStorage) -> Result<()> {
    let verdict = first(sql, "PRAGMA quick_check(1)", &[])?.map(|mut row| row.text()).transpose()?;
    match verdict.as_deref() {
        Some("ok") | None => Ok(()),
        Some(damage) => Err(Error::RustError(format!("the storage is damaged: {damage}"))),
    }
}
