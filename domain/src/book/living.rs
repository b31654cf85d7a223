//! A living account, as the book keeps it.

use crate::{account::Account, fold};

/// An account with its display name as it is searched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Living {
    pub(super) account: Account,
    pub(super) name: String,
}

impl Living {
    pub(super) fn of(account: Account) -> Self {
        Self { name: fold::searched(&account.display_name), account }
    }
}
