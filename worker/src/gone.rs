//! The rows of accounts that have left the book, deleted or withdrawn. They lie in a table of their own, so that reading
//! the book reads none of them, and are looked up when somebody names one or lists them.

use domain::{
    account::{Account, AccountId, AccountRow, RenewalMode, Status},
    book::Book,
    calendar::iso,
    fold,
    gone::Gone,
    query::{Cursor, Direction, Filter, Sort, SortKey, Value as Sorted},
    rules::Page,
};
use worker::{Error, Result, SqlStorage};

use crate::{
    entries::demand_ahead,
    leaving::COLUMNS,
    transaction,
    writes::{ROWS, Value},
};

/// The indexes of the table, each with the columns that lead to a row.
const INDEXES: [(&str, &str); 4] = [
    ("gone_address", "there.folded = here.folded AND there.address = here.address AND there.id = here.id"),
    ("gone_expiry", "there.expires_on = here.expires_on AND there.id = here.id"),
    ("gone_mode", "there.mode = here.mode AND there.id = here.id"),
    ("gone_status", "there.id = here.id"),
];

/// Accounts in a text of JSON: pairs of an id and a row.
fn accounts(text: &str) -> Result<Vec<Account>> {
    let rows: Vec<(AccountId, AccountRow)> = serde_json::from_str(text)?;
    Ok(rows.into_iter().map(|(id, row)| row.with_id(id)).collect())
}

/// The accounts among the rows that a query selects.
///
/// # Errors
/// If storage cannot be read or is damaged.
pub fn read(sql: &SqlStorage, rest: &str, values: &[Value]) -> Result<Vec<Account>> {
    let query = format!("SELECT json_group_array(json_array(id, json_array({COLUMNS}))) FROM ({rest})");
    match transaction::first(sql, &query, values)? {
        Some(mut row) => accounts(&row.text()?),
        None => Ok(Vec::new()),
    }
}

/// Those of these accounts that have been deleted.
///
/// # Errors
/// If storage cannot be read or is damaged.
pub fn among(sql: &SqlStorage, ids: &[AccountId]) -> Result<Gone> {
    let mut gone = Gone::default();
    for chunk in ids.chunks(ROWS) {
        let json = serde_json::to_string(chunk)?;
        let rest = "SELECT * FROM gone WHERE id IN (SELECT value FROM json_each(?))";
        gone.add(read(sql, rest, &[json.into()])?);
    }
    Ok(gone)
}

/// What a list asks of the table, as a condition with its values.
struct Asked {
    condition: String,
    values: Vec<Value>,
}

impl Asked {
    fn by(filter: &Filter) -> Result<Self> {
        let mut asked = Self { condition: "status = 'deleted'".to_owned(), values: Vec::new() };
        if let Some(mode) = filter.mode {
            asked.and("mode = ?", [mode.as_str().into()]);
        }
        if let Some(configured) = filter.configured {
            // as `Address::is_placeholder` has it
            let not = if configured { "<>" } else { "=" };
            asked.and(&format!("lower(substr(address, -8)) {not} '.invalid'"), []);
        }
        if let Some(day) = filter.expires_before {
            asked.and("expires_on < ?", [iso::format(day).into()]);
        }
        if let Some(day) = filter.expires_from {
            asked.and("expires_on >= ?", [iso::format(day).into()]);
        }
        if filter.due_in.is_some() {
            // nothing happens any more to an account that is gone
            asked.and("false", []);
        }
        let words = filter.words();
        if !words.is_empty() {
            let lacks = "SELECT 1 FROM json_each(?) AS word WHERE instr(folded, word.value) = 0 AND instr(name, word.value) = 0";
            asked.and(&format!("NOT EXISTS ({lacks})"), [serde_json::to_string(&words)?.into()]);
        }
        Ok(asked)
    }

    fn and<const N: usize>(&mut self, condition: &str, values: [Value; N]) {
        self.condition.push_str(" AND ");
        self.condition.push_str(condition);
        self.values.extend(values);
    }

    /// Leaves out what does not come after a place in an order: the columns of the order, and their values there.
    fn after(&mut self, columns: &str, direction: Direction, place: &[Value], id: AccountId) {
        let marks = vec!["?"; place.len()].join(", ");
        let beyond = if direction == Direction::Asc { ">=" } else { "<=" };
        self.condition
            .push_str(&format!(" AND ({columns}) {beyond} ({marks}) AND NOT (({columns}) = ({marks}) AND id <= ?)"));
        self.values.extend(place.iter().chain(place).cloned());
        self.values.push(id.0.into());
    }

    /// Reads rows in an order by its index. Without being told, SQLite takes another one and sorts.
    fn read(&self, sql: &SqlStorage, (index, order): (&str, &str), most: usize) -> Result<Vec<Account>> {
        let rest = format!("SELECT * FROM gone INDEXED BY {index} WHERE {} ORDER BY {order} LIMIT ?", self.condition);
        let values: Vec<Value> = self.values.iter().cloned().chain([(most as u64).into()]).collect();
        read(sql, &rest, &values)
    }

    fn count(&self, sql: &SqlStorage) -> Result<usize> {
        let query = format!("SELECT COUNT(*) FROM gone WHERE {}", self.condition);
        let count = transaction::first(sql, &query, &self.values)?.map(|mut row| row.number()).transpose()?;
        Ok(count.and_then(|count| usize::try_from(count).ok()).unwrap_or(0))
    }
}

/// A list of deleted accounts, in an order. The indexes lead to its pages.
#[derive(Debug)]
pub struct Listing<'a> {
    sql: &'a SqlStorage,
    filter: &'a Filter,
    sort: Sort,
}

impl<'a> Listing<'a> {
    /// The deleted accounts that match.
    pub const fn of(sql: &'a SqlStorage, filter: &'a Filter, sort: Sort) -> Self {
        Self { sql, filter, sort }
    }

    /// How many there are. The book counts them all; fewer are counted in the table.
    ///
    /// # Errors
    /// If storage cannot be read.
    pub fn total(&self, book: &Book) -> Result<usize> {
        if self.filter.is_of_standing() && self.filter.mode.is_none() {
            return Ok(usize::try_from(book.counts().deleted).unwrap_or(usize::MAX));
        }
        Asked::by(self.filter)?.count(self.sql)
    }

    /// At most `most` of them after a cursor.
    ///
    /// # Errors
    /// If storage cannot be read or is damaged.
    pub fn page(&self, after: Option<&Cursor>, most: usize) -> Result<Vec<Account>> {
        let mut asked = Asked::by(self.filter)?;
        let Sort { key, direction } = self.sort;
        let turned = if direction == Direction::Asc { "" } else { " DESC" };
        let cursor = after.map(|cursor| (&cursor.value, cursor.id));
        match (key, cursor) {
            (SortKey::Address, cursor) => {
                if let Some((Sorted::Address(address), id)) = cursor {
                    let (folded, text) = address.borrowed().place();
                    asked.after("folded, address", direction, &[folded.into(), text.into()], id);
                }
                asked.read(self.sql, ("gone_address", &format!("folded{turned}, address{turned}, id")), most)
            }
            (SortKey::ExpiresOn, cursor) => {
                if let Some((Sorted::Day(day), id)) = cursor {
                    asked.after("expires_on", direction, &[iso::format(*day).into()], id);
                }
                asked.read(self.sql, ("gone_expiry", &format!("expires_on{turned}, id")), most)
            }
            (SortKey::Mode, cursor) => self.by_mode(cursor, most),
            (SortKey::Status, cursor) => {
                // they all have the same
                if let Some((Sorted::Rank(rank), id)) = cursor {
                    let own = Status::Deleted as u8;
                    if self.is_passed(own, *rank) {
                        return Ok(Vec::new());
                    }
                    if own == *rank {
                        asked.and("id > ?", [id.0.into()]);
                    }
                }
                asked.read(self.sql, ("gone_status", "id"), most)
            }
        }
    }

    /// Those of one mode after those of another one: each has an index of its own, in the order of ids.
    fn by_mode(&self, after: Option<(&Sorted, AccountId)>, most: usize) -> Result<Vec<Account>> {
        let mut modes = RenewalMode::ALL;
        if self.sort.direction == Direction::Desc {
            modes.reverse();
        }
        let mut found = Vec::new();
        for mode in modes {
            let mut asked = Asked::by(self.filter)?;
            asked.and("mode = ?", [mode.as_str().into()]);
            if let Some((Sorted::Rank(rank), id)) = after {
                if self.is_passed(mode as u8, *rank) {
                    continue;
                }
                if mode as u8 == *rank {
                    asked.and("id > ?", [id.0.into()]);
                }
            }
            if found.len() < most {
                found.extend(asked.read(self.sql, ("gone_mode", "id"), most - found.len())?);
            }
        }
        Ok(found)
    }

    /// Whether a rank comes before another one in this order.
    const fn is_passed(&self, rank: u8, other: u8) -> bool {
        match self.sort.direction {
            Direction::Asc => rank < other,
            Direction::Desc => rank > other,
        }
    }
}

/// What is read of the table by a check.
#[derive(Debug, Default)]
pub struct Walk {
    /// The accounts.
    pub gone: Gone,
    /// What is wrong beside them.
    pub findings: Vec<String>,
    /// The last account that was read.
    last: AccountId,
}

impl Walk {
    /// Reads the next accounts, looks each up by its id and by each index, and compares what is searched with them. Returns
    /// whether there may be more.
    ///
    /// # Errors
    /// If storage cannot be read or is damaged.
    pub fn step(&mut self, sql: &SqlStorage) -> Result<bool> {
        let limit = Value::from(ROWS as u64);
        let query = format!(
            "SELECT json_group_array(json_array(id, json_array({COLUMNS}), folded, name)) \
             FROM (SELECT * FROM gone WHERE id > ? ORDER BY id LIMIT ?)"
        );
        let first = self.last;
        let Some(mut row) = transaction::first(sql, &query, &[first.0.into(), limit])? else { return Ok(false) };
        let rows: Vec<(AccountId, AccountRow, String, String)> = serde_json::from_str(&row.text()?)
            .map_err(|error| Error::RustError(format!("an account after {first} that is gone: {error}")))?;
        let more = rows.len() == ROWS;
        let (mut deleted, mut ids) = (0_i64, Vec::new());
        for (id, row, folded, name) in rows {
            let account = row.with_id(id);
            if folded != account.address.folded() || name != fold::searched(&account.display_name) {
                self.findings.push(format!("account {id} would be searched as what it is not"));
            }
            deleted += i64::from(account.status == Status::Deleted);
            demand_ahead(id > self.last)?;
            self.last = id;
            ids.push(id);
            self.gone.add([account]);
        }
        if !can_be_found(sql, "gone", ids)? {
            return Err(Error::RustError(format!("an account after {first} that is gone cannot be found by its id")));
        }
        self.sought(sql, first, deleted)?;
        Ok(more)
    }

    /// Looks the accounts after `first` up as readers do.
    fn sought(&mut self, sql: &SqlStorage, first: AccountId, deleted: i64) -> Result<()> {
        let mut count = |query: &str, due: i64| -> Result<()> {
            let values = [first.0.into(), self.last.0.into()];
            let found = transaction::first(sql, query, &values)?.map(|mut row| row.number()).transpose()?;
            if found != Some(due) {
                let last = self.last;
                self.findings
                    .push(format!("an account after {first}, up to {last}, cannot be found among those that are gone"));
            }
            Ok(())
        };
        let here = "FROM gone AS here NOT INDEXED WHERE here.id > ?1 AND here.id <= ?2";
        for (index, leads) in INDEXES {
            count(
                &format!(
                    "SELECT COUNT(*) {here} AND here.status = 'deleted' AND EXISTS (SELECT 1 FROM gone AS there INDEXED BY {index} \
                     WHERE there.status = 'deleted' AND {leads})"
                ),
                deleted,
            )?;
        }
        Ok(())
    }
}

/// Whether all rows of a table with these ascending ids are found by their ids. A damaged tree may lead from one row to the
/// next, but not from its root.
///
/// # Errors
/// If storage cannot be read.
pub fn can_be_found(sql: &SqlStorage, table: &str, mut ids: Vec<AccountId>) -> Result<bool> {
    // downwards, because SQLite looks for the number that follows the last one by going on from there
    ids.reverse();
    let query =
        format!("SELECT COUNT(*) FROM json_each(?) AS wanted CROSS JOIN {table} AS there ON there.id = wanted.value");
    let found = transaction::first(sql, &query, &[serde_json::to_string(&ids)?.into()])?;
    let found = found.map(|mut row| row.number()).transpose()?;
    Ok(found.and_then(|found| usize::try_from(found).ok()) == Some(ids.len()))
}

/// A page of a list of deleted accounts.
pub fn page_of<'a>(accounts: &'a [Account], total: usize, sort: Sort, limit: usize) -> Page<'a> {
    let items: Vec<_> = accounts.iter().take(limit).map(Account::borrowed).collect();
    let next = items.last().filter(|_| accounts.len() > limit).map(|last| Cursor::after(*last, sort));
    Page { items, total, next }
}
