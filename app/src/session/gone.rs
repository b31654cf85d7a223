//! Accounts that have left the book. The page asks for them when somebody looks at them, and keeps what it was told until
//! the book is loaded again.

use domain::{
    account::{Account, AccountId},
    gone::Gone,
    query::{Filter, Sort},
    replica::Replica,
    stamp::SubmissionId,
    summary::SummaryLine,
};
use leptos::prelude::{Update as _, UpdateValue as _};

use super::Session;
use crate::backend::{Failure, Listed};

impl Session {
    /// Asks for a deleted account and keeps it. Returns whether there is one.
    ///
    /// # Errors
    /// When the host cannot be reached.
    pub async fn ask_for_gone(self, id: AccountId) -> Result<bool, Failure> {
        let account = self.backend().gone_account(id).await?;
        let is_there = account.is_some();
        self.learn(|replica| replica.gone().add(account));
        Ok(is_there)
    }

    /// Asks for a page of the deleted accounts that match and keeps them.
    ///
    /// # Errors
    /// When the host cannot be reached.
    pub async fn gone(self, filter: &Filter, sort: Sort, cursor: Option<&str>) -> Result<Listed<Account>, Failure> {
        let page = self.backend().gone(filter, sort, cursor).await?;
        self.learn(|replica| replica.gone().add(page.items.iter().cloned()));
        Ok(page)
    }

    /// Asks for all deleted accounts that match; `None` if the host cannot be reached, which is shown.
    pub async fn all_gone(self, filter: &Filter, sort: Sort) -> Option<Vec<Account>> {
        let (mut all, mut cursor) = (Vec::new(), None);
        loop {
            match self.backend().gone(filter, sort, cursor.as_deref()).await {
                Ok(page) => {
                    all.extend(page.items);
                    cursor = page.next;
                }
                Err(failure) => {
                    self.failed(failure);
                    return None;
                }
            }
            if cursor.is_none() {
                return Some(all);
            }
        }
    }

    /// The lines of a receipt, by account. The addresses of accounts that are gone are kept.
    ///
    /// # Errors
    /// When the host cannot be reached.
    pub async fn lines(self, id: &SubmissionId, cursor: Option<&str>) -> Result<Listed<SummaryLine>, Failure> {
        let (page, names) = self.backend().lines(id, cursor).await?;
        self.replica.try_update_value(|replica| {
            let Some(replica) = replica else { return };
            for (id, address) in names {
                if replica.book().account(id).is_none() {
                    replica.gone().name(id, address);
                }
            }
        });
        Ok(page)
    }

    /// Forgets what was told of accounts that have left the book: some of it was erased.
    pub fn forget_gone(self) {
        self.learn(|replica| *replica.gone() = Gone::default());
    }

    fn learn(self, learn: impl FnOnce(&mut Replica)) {
        self.replica.try_update_value(|replica| {
            if let Some(replica) = replica {
                learn(replica);
            }
        });
        self.confirmed.try_update(|count| *count = count.wrapping_add(1));
    }
}
