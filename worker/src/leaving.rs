//! What is written when accounts leave the book: their rows go to a table of their own, with what is searched beside them.

use domain::account::{AccountId, AccountRef, AccountRow};

/// The columns of an account in the order of its row, without its id.
pub const COLUMNS: &str =
    "address, display_name, mode, status, ordered_on, anchor_day, expires_on, deletes_on, reset_on, held";

/// The statements that make the table. `folded` and `name` are the address and the display name as they are searched. Each
/// index ends with the id, as all of SQLite's do.
pub const SCHEMA: [&str; 5] = [
    "CREATE TABLE gone (id INTEGER PRIMARY KEY, address TEXT NOT NULL, display_name TEXT NOT NULL, mode TEXT NOT NULL, \
     status TEXT NOT NULL, ordered_on TEXT, anchor_day INTEGER NOT NULL, expires_on TEXT NOT NULL, deletes_on TEXT, \
     reset_on TEXT, held TEXT, folded TEXT NOT NULL, name TEXT NOT NULL) STRICT",
    "CREATE INDEX gone_address ON gone (folded, address) WHERE status = 'deleted'",
    "CREATE INDEX gone_expiry ON gone (expires_on) WHERE status = 'deleted'",
    "CREATE INDEX gone_mode ON gone (mode) WHERE status = 'deleted'",
    "CREATE INDEX gone_status ON gone (status) WHERE status = 'deleted'",
];

/// Adds rows of accounts that have left the book, from a text of JSON with a [`row`] for each.
pub const INSERT: &str = "INSERT INTO gone \
    SELECT value ->> 0, value ->> 1 ->> 0, value ->> 1 ->> 1, value ->> 1 ->> 2, value ->> 1 ->> 3, value ->> 1 ->> 4, \
    value ->> 1 ->> 5, value ->> 1 ->> 6, value ->> 1 ->> 7, value ->> 1 ->> 8, value ->> 1 ->> 9, value ->> 2, value ->> 3 \
    FROM json_each(?)";

/// The row of an account that has left the book: its id, what it was, and its address and name as they are searched.
pub fn row(account: AccountRef<'_>) -> (AccountId, AccountRow, String, String) {
    let (folded, name) = (account.address.folded().to_owned(), account.searched_name().to_owned());
    (account.id, AccountRow::from(account), folded, name)
}
