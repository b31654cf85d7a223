//! A book as it is sent to whoever shows many accounts: the accounts in columns, which take little room and are read
//! much faster than texts that name each value. `docs/snapshot.md` describes the form.
//!
//! An account that comes again counts as it came last. So a book can be sent in pieces while it changes: what has changed meanwhile
//! comes once more before the last piece.

mod bytes;
mod packed;
mod receiving;
mod sending;

pub use self::{receiving::Receiving, sending::Sending};
use super::{Book, snapshot::News};

/// The version of the form.
const FORM: u8 = 2;
/// The most bytes that a piece may have.
const MAX_PIECE: usize = 16 << 20;

const ACCOUNTS: u8 = 1;
const GONE: u8 = 2;
const REST: u8 = 3;

/// Why bytes are no book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ColumnsError {
    /// The form is of another version.
    #[error("a book in another form than this version reads")]
    Form,
    /// They end before the book does.
    #[error("a book that is cut off")]
    Cut,
    /// Something in them cannot be.
    #[error("not a book")]
    Damaged,
}

/// What came: a whole book, or what is new in one.
#[derive(Debug)]
pub enum Received {
    /// A whole book.
    Whole(Box<Book>),
    /// What is new.
    News(Box<News>),
}
