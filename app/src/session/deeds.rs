//! What is done besides changes of modes, and what can be read of it afterwards.

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
    /// Why a command would be refused on the book as it is shown; none where it would be taken, or the book has not come.
    pub fn refusal(self, command: &Command) -> Option<Refusal> {
        self.peek(|replica| replica.book().refusal(command)).flatten()
    }

    /// Whether the import of this revision can still be taken back.
    pub fn can_take_back(self, import: Revision) -> bool {
        self.refusal(&Command::TakeImportBack { import }).is_none()
    }

    /// Everything that happened, in short, newest first.
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

    /// One invoice; none where no invoice has this number.
    ///
    /// # Errors
    /// When the host cannot be reached.
    pub async fn invoice(self, number: &str) -> Result<Option<Invoice>, Failure> {
        self.backend().invoice(number).await
    }
}
