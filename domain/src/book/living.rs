//! A living account, as the book keeps it.

use crate::{account::Account, fold};

/// An account with its display name as it is searched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Living {
    pub(crate) account: Account,
    pub(crate) name: String,
}

impl Living {
    pub(crate) fn of(account: Account) -> Self {
        Self { name: fold::searched(&account.display_name), account }
    }
}
