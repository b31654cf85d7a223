//! A roster: the field that takes its file, and the dialog that imports more accounts.

mod assign;
mod check;
mod dialog;
mod field;

pub use check::{Check, RosterFile};
pub use dialog::ImportDialog;
pub use field::RosterField;
