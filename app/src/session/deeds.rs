//! The deeds of a platform other than changes of modes, and what can be read of them afterwards.

use domain::{
    account::AccountId,
    command::Command,
    invoice::Invoice,
    refusal::Refusal,
    stamp::Revision,
    wire::{AccountEvent, HistoryEntry, InvoiceHead},
};

use super::Session;
use crate::backend::{Failure, Listed};

impl Session {
    /// Why a command would be refused on the shown book; `None` if it would be accepted, or if the book has not come
    /// yet.
    pub fn refusal(self, command: &Command) -> Option<Refusal> {
        self.peek(|replica| replica.book().refusal(command)).flatten()
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

    /// The invoice with this number; `None` if there is none.
    ///
    /// # Errors
    /// When the host cannot be reached.
    pub async fn invoice(self, number: &str) -> Result<Option<Invoice>, Failure> {
        self.backend().invoice(number).await
    }
}
