//! Synchronous transactions, for which workers-rs has no binding. If anything inside fails, everything inside is rolled
//! back.

use std::cell::{Cell, RefCell};

use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use worker::{Error, Result, SqlStorage, SqlStorageValue, Storage};

use crate::{
    tail::Tail,
    writes::{Value, Write, Writes},
};

#[wasm_bindgen]
extern "C" {
    /// The part of `DurableObjectStorage` that workers-rs lacks.
    type SyncStorage;

    #[wasm_bindgen(method, catch, js_name = transactionSync)]
    fn transaction_sync(
        this: &SyncStorage,
        run: &mut dyn FnMut() -> std::result::Result<(), JsValue>,
    ) -> std::result::Result<(), JsValue>;
}

thread_local! {
    /// How many rows SQLite has written since this isolate began, including rows of indexes.
    static WRITTEN: Cell<usize> = const { Cell::new(0) };
    /// How many rows SQLite has read since this isolate began.
    static READ: Cell<usize> = const { Cell::new(0) };
    /// Where a test has limited that: whose transactions are counted, and how many more of them find room.
    static ROOM: RefCell<Option<(JsValue, usize)>> = const { RefCell::new(None) };
}

/// Lets this many more transactions of a storage find room, or any number of them. For tests, which cannot fill a disk.
/// Transactions of other objects come when they come: they find room as long as one is left, and take none.
pub fn leave_room_for(storage: &Storage, transactions: Option<usize>) {
    ROOM.set(transactions.map(|transactions| (raw(storage).clone(), transactions)));
}

fn raw(storage: &Storage) -> &JsValue {
    storage.as_raw().as_ref()
}

fn take_room(storage: &Storage) -> Result<()> {
    ROOM.with_borrow_mut(|room| match room {
        None => Ok(()),
        Some((_, 0)) => Err(Error::RustError("a test has left no room: SQLITE_FULL".to_owned())),
        Some((counted, left)) => {
            if counted == raw(storage) {
                *left = left.saturating_sub(1);
            }
            Ok(())
        }
    })
}

/// How many rows were written since this isolate began, including rows of indexes.
pub fn written() -> usize {
    WRITTEN.get()
}

/// How many rows were read since this isolate began.
pub fn read() -> usize {
    READ.get()
}

/// Runs statements in one transaction.
///
/// # Errors
/// If a statement fails; nothing is written then.
pub fn commit(storage: &Storage, writes: &[Write]) -> Result<()> {
    take_room(storage)?;
    all_or_nothing(storage, |sql| run(sql, writes))
}

/// Runs what `work` writes in one transaction, statement by statement, on storage whose `head` ends with `tail`.
///
/// # Errors
/// If `work` or a statement fails; nothing is written then.
pub fn one_by_one(
    storage: &Storage,
    tail: Tail,
    mut work: impl FnMut(&mut Writes) -> std::result::Result<(), String>,
) -> Result<()> {
    take_room(storage)?;
    all_or_nothing(storage, |sql| {
        let sql = sql.clone();
        let mut writes = Writes::run_by(tail, move |write| exec(&sql, &write).map_err(|error| error.to_string()));
        work(&mut writes)?;
        writes.finish()?;
        Ok(())
    })
}

/// Runs `work` in one transaction.
///
/// # Errors
/// If `work` fails; nothing is written then.
pub fn all_or_nothing(storage: &Storage, mut work: impl FnMut(&SqlStorage) -> Result<()>) -> Result<()> {
    let sql = storage.sql();
    let mut run = || work(&sql).map_err(JsValue::from);
    raw(storage).unchecked_ref::<SyncStorage>().transaction_sync(&mut run).map_err(Error::from)
}

/// Runs statements one after the other. Outside of a transaction, statements before a failing one stay done.
///
/// # Errors
/// If a statement fails.
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

/// A row that was read. Its cells are taken one by one from the left.
#[derive(Debug, Clone)]
pub struct Row(std::vec::IntoIter<SqlStorageValue>);

impl Row {
    /// The cells that are left.
    pub fn values(self) -> Vec<Value> {
        let value = |cell| match cell {
            SqlStorageValue::String(text) => Value::Text(text),
            #[expect(clippy::cast_precision_loss, reason = "the runtime gives no whole number that a double cannot be")]
            SqlStorageValue::Integer(number) => Value::Number(number as f64),
            SqlStorageValue::Float(number) => Value::Number(number),
            SqlStorageValue::Null => Value::Null,
            other @ (SqlStorageValue::Boolean(_) | SqlStorageValue::Blob(_)) => Value::Text(format!("{other:?}")),
        };
        self.0.map(value).collect()
    }

    /// The next cell as text.
    ///
    /// # Errors
    /// If it is not a text.
    pub fn text(&mut self) -> Result<String> {
        match self.0.next() {
            Some(SqlStorageValue::String(text)) => Ok(text),
            other => Err(Error::RustError(format!("a text is stored as {other:?}"))),
        }
    }

    /// The next cell as text; none if it is `NULL`.
    ///
    /// # Errors
    /// If it is something else.
    pub fn maybe_text(&mut self) -> Result<Option<String>> {
        match self.0.next() {
            Some(SqlStorageValue::String(text)) => Ok(Some(text)),
            Some(SqlStorageValue::Null) => Ok(None),
            other => Err(Error::RustError(format!("a text is stored as {other:?}"))),
        }
    }

    /// The next cell as a whole number.
    ///
    /// # Errors
    /// If it is not a whole number.
    pub fn number(&mut self) -> Result<i64> {
        self.maybe_number()?.ok_or_else(|| Error::RustError("a number is not there".to_owned()))
    }

    /// The next cell as a whole number; none if it is `NULL`.
    ///
    /// # Errors
    /// If it is something else.
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
/// If the statement fails.
pub fn rows(sql: &SqlStorage, query: &str, values: &[Value]) -> Result<Vec<Row>> {
    let cursor = sql.exec_raw(query, values.iter().map(js).collect::<Vec<_>>())?;
    let rows = cursor.raw().map(|row| Ok(Row(row?.into_iter()))).collect();
    READ.set(READ.get().saturating_add(cursor.rows_read()));
    rows
}

/// Reads rows one by one, so that no more than one of them is in memory.
///
/// # Errors
/// If the statement or `look` fails.
pub fn each(sql: &SqlStorage, query: &str, values: &[Value], mut look: impl FnMut(Row) -> Result<()>) -> Result<()> {
    let cursor = sql.exec_raw(query, values.iter().map(js).collect::<Vec<_>>())?;
    let looked = cursor.raw().try_for_each(|row| look(Row(row?.into_iter())));
    READ.set(READ.get().saturating_add(cursor.rows_read()));
    looked
}

/// Reads the first row, if there is one.
///
/// # Errors
/// If the statement fails.
pub fn first(sql: &SqlStorage, query: &str, values: &[Value]) -> Result<Option<Row>> {
    Ok(rows(sql, query, values)?.into_iter().next())
}

/// Checks the storage for damage, because SQLite would still write to a damaged file.
///
/// # Errors
/// If there is any damage.
pub fn check_pages(sql: &SqlStorage) -> Result<()> {
    quick_check(sql, "1")
}

/// Checks a table and its indexes for damage. Pages that belong to no table are not looked at.
///
/// # Errors
/// If there is any damage.
pub fn check_table(sql: &SqlStorage, table: &str) -> Result<()> {
    quick_check(sql, table)
}

fn quick_check(sql: &SqlStorage, what: &str) -> Result<()> {
    let verdict = first(sql, &format!("PRAGMA quick_check({what})"), &[])?.map(|mut row| row.text()).transpose()?;
    match verdict.as_deref() {
        Some("ok") | None => Ok(()),
        Some(damage) => Err(Error::RustError(format!("the storage is damaged: {damage}"))),
    }
}
