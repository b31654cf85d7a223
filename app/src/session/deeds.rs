//! The deeds of a platform other than changes of modes, and what can be read of them afterwards.

use domain::{
    account::AccountId,
    command::Command,
    invoice::Invoice,
    receipt::Receipt,
    refusal::Refusal,
    stamp::Revision,
    wire::{AccountEvent, ErasurePreview, HistoryEntry, InvoiceHead},
};

use leptos::prelude::WithValue as _;

use super::Session;
use crate::{
    backend::{Failure, Listed},
    storage::selections,
};

impl Session {
    /// Why a command would be refused on the shown book; `None` if it would be accepted, or if the book has not come
    /// yet.
    pub fn refusal(self, command: &Command) -> Option<Refusal> {
        self.peek(|replica| replica.book().refusal(command)).flatten()
    }

    /// Keeps rows in this browser, and returns the name under which [`Session::kept_rows`] finds them.
    pub fn keep_rows(self, ids: &[AccountId]) -> String {
        self.name.with_value(|platform| selections::keep(platform, ids))
    }

    /// The rows that this browser keeps under a name; `None` if it has none.
    pub fn kept_rows(self, name: &str) -> Option<Vec<AccountId>> {
        self.name.with_value(|platform| selections::find(platform, name))
    }

    /// The submissions that have taken lines of this one back, newest first.
    ///
    /// # Errors
    /// When the host cannot be reached.
    pub async fn undos(self, of: &Receipt) -> Result<Vec<Receipt>, Failure> {
        let (mut found, mut cursor) = (Vec::new(), None);
        loop {
            let page = self.backend().undos(&of.id, cursor.as_deref()).await?;
            found.extend(page.items);
            cursor = page.next;
            if cursor.is_none() {
                return Ok(found);
            }
        }
    }

    /// Whether the import of this revision can still be taken back.
    pub fn can_take_back(self, import: Revision) -> bool {
        self.refusal(&Command::TakeImportBack { import }).is_none()
    }

    /// A short account of everything that happened, newest first.
    ///
    /// # Errors
    /// When the host cannot be reached.
    pub async fn history(self, cursor: Option<&str>) -> Result<Listed<HistoryEntry>, Failure> {
        self.backend().history(cursor).await
    }

    /// What happened to one account, newest first.
    ///
    /// # Errors
    /// When the host cannot be reached.
    pub async fn account_history(
        self,
        account: AccountId,
        cursor: Option<&str>,
    ) -> Result<Listed<AccountEvent>, Failure> {
        self.backend().account_history(account, cursor).await
    }

    /// Invoices, newest first.
    ///
    /// # Errors
    /// When the host cannot be reached.
    pub async fn invoices(self, cursor: Option<&str>) -> Result<Listed<InvoiceHead>, Failure> {
        self.backend().invoices(cursor).await
    }

    /// What an erasure would take, and what would stay.
    ///
    /// # Errors
    /// When it is refused, or the host cannot be reached. The demo erases nothing.
    pub async fn erasure(self, address: &str) -> Result<ErasurePreview, Failure> {
        self.backend().erasure(address).await
    }

    /// The invoice with this number; `None` if there is none.
    ///
    /// # Errors
    /// When the host cannot be reached.
    pub async fn invoice(self, number: &str) -> Result<Option<Invoice>, Failure> {
        self.backend().invoice(number).await
    }
}
