//! A roster: the field that takes its file, and the dialog that imports more accounts.

mod assign;
mod dialog;
mod field;

pub use dialog::ImportDialog;
pub use field::{Check, RosterField, RosterFile};
