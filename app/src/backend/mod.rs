//! Where a book comes from and where submissions go: the worker, or this tab.

pub mod call;
pub mod demo;
mod gone;
pub mod here;
pub mod http;
pub mod people;
mod wait;

use std::rc::Rc;

use domain::{
    account::{Account, AccountId, Address},
    book::{Book, Received},
    invoice::Invoice,
    query::{Filter, Sort},
    receipt::Receipt,
    stamp::{Revision, SubmissionId},
    summary::SummaryLine,
    wire::{AccountEvent, Code, ErasurePreview, HistoryEntry, InvoiceHead, Kind, Problem},
};

pub use self::wait::Wait;
pub use domain::wire::Done;

use self::{
    demo::{TabHost, list},
    http::HttpBackend,
};

/// Why a wish was not granted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// There was no answer: it is unknown whether it was done, and the same request may be sent again.
    Unreachable,
    /// The book has moved on and the summary reads differently.
    Stale,
    /// The host said that it cannot now, and for how many milliseconds at least that will stay so. It is unknown whether
    /// it was done, and the same request may be sent again.
    NotNow(Box<Problem>, u32),
    /// The host said no.
    Refused(Box<Problem>),
}

impl Failure {
    /// Whether it is unknown what became of the request, so that the same may be sent again.
    pub const fn is_open(&self) -> bool {
        match self {
            Self::Unreachable | Self::NotNow(..) => true,
            Self::Stale | Self::Refused(_) => false,
        }
    }

    /// For how many milliseconds the host wants to be left alone.
    pub const fn rest_ms(&self) -> u32 {
        match self {
            Self::NotNow(_, rest) => *rest,
            Self::Unreachable | Self::Stale | Self::Refused(_) => 0,
        }
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        // as constants, so that the first screen does not carry the texts of all codes
        const STALE: [&str; 2] = [Code::Stale.as_str(), Code::QuoteStale.as_str()];
        if STALE.contains(&&*problem.code) { Self::Stale } else { Self::Refused(Box::new(problem)) }
    }
}

/// Whether it was the host that failed or wants to be left alone, and not the request.
const fn is_failed(status: u16) -> bool {
    status >= 500 || status == Kind::Silent.status() || status == Kind::Limited.status()
}

/// Whether the same may be done once it is sent again: later, or by somebody who has signed in.
const fn is_open(status: u16) -> bool {
    is_failed(status) || status == Kind::SignIn.status()
}

/// Whether a problem may pass without anybody doing anything about the data, so that it helps to ask again.
pub fn passes(problem: &Problem) -> bool {
    const SHUT: [&str; 6] = [
        Code::PlatformDamaged.as_str(),
        Code::PlatformBehind.as_str(),
        Code::NewerData.as_str(),
        Code::PeopleDamaged.as_str(),
        Code::SignInMissing.as_str(),
        Code::ProxyInFront.as_str(),
    ];
    is_failed(problem.status) && !SHUT.contains(&&*problem.code)
}

/// A page of a list whose items are newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed<T> {
    /// The items of this page.
    pub items: Vec<T>,
    /// The cursor of the next page; `None` on the last page.
    pub next: Option<String>,
}

/// Accounts with their addresses.
pub type Names = Vec<(AccountId, Address)>;

/// A host of the rules.
#[derive(Debug, Clone)]
pub enum Backend {
    /// The worker, over HTTP.
    Http(HttpBackend),
    /// This tab.
    Demo(Rc<dyn TabHost>),
}

impl Backend {
    /// Whether this is the demo.
    pub const fn is_demo(&self) -> bool {
        matches!(self, Self::Demo(_))
    }

    /// The book once everything that is due is done.
    ///
    /// # Errors
    /// When the host cannot be reached or does not have the platform.
    pub async fn book(&self) -> Result<Book, Failure> {
        match self {
            Self::Http(http) => http.book().await,
            Self::Demo(demo) => Ok(demo.book()),
        }
    }

    /// What is new in the book since a revision once everything that is due is done, or the whole book.
    ///
    /// # Errors
    /// When the host cannot be reached or does not have the platform.
    pub async fn news(&self, since: Revision) -> Result<Received, Failure> {
        match self {
            Self::Http(http) => http.news(since).await,
            // what is new since nothing is everything: a demo begins at that revision with its accounts
            Self::Demo(demo) if since == Revision::default() => Ok(Received::Whole(Box::new(demo.book()))),
            Self::Demo(demo) => Ok(Received::News(Box::new(demo.news(since)))),
        }
    }

    /// Receipts, newest first.
    ///
    /// # Errors
    /// When the host cannot be reached.
    pub async fn receipts(&self, cursor: Option<&str>) -> Result<Listed<Receipt>, Failure> {
        match self {
            Self::Http(http) => http.receipts(cursor).await,
            Self::Demo(demo) => Ok(list(&**demo, Receipt::of)),
        }
    }

    /// The receipts of what took lines of a submission back, newest first.
    ///
    /// # Errors
    /// When the host cannot be reached.
    pub async fn undos(&self, of: &SubmissionId, cursor: Option<&str>) -> Result<Listed<Receipt>, Failure> {
        let undoes = |receipt: &Receipt| receipt.undoes.as_ref() == Some(of);
        match self {
            Self::Http(http) => http.undos(of, cursor).await,
            Self::Demo(demo) => Ok(list(&**demo, |recorded| Receipt::of(recorded).filter(undoes))),
        }
    }

    /// The lines of a receipt, by account, and the addresses of what it names.
    ///
    /// # Errors
    /// When the host cannot be reached.
    pub async fn lines(
        &self,
        id: &SubmissionId,
        cursor: Option<&str>,
    ) -> Result<(Listed<SummaryLine>, Names), Failure> {
        match self {
            Self::Http(http) => http.lines(id, cursor).await,
            Self::Demo(demo) => Ok(demo.lines(id)),
        }
    }

    /// A short account of everything that happened, newest first.
    ///
    /// # Errors
    /// When the host cannot be reached.
    pub async fn history(&self, cursor: Option<&str>) -> Result<Listed<HistoryEntry>, Failure> {
        match self {
            Self::Http(http) => http.list("/history", cursor).await,
            Self::Demo(demo) => Ok(list(&**demo, |recorded| Some(HistoryEntry::from(recorded)))),
        }
    }

    /// What happened to one account, newest first.
    ///
    /// # Errors
    /// When the host cannot be reached.
    pub async fn account_history(
        &self,
        account: AccountId,
        cursor: Option<&str>,
    ) -> Result<Listed<AccountEvent>, Failure> {
        match self {
            Self::Http(http) => http.list(&format!("/accounts/{account}/history"), cursor).await,
            Self::Demo(demo) => Ok(list(&**demo, |recorded| AccountEvent::of(recorded, account))),
        }
    }

    /// A page of the deleted accounts that match.
    ///
    /// # Errors
    /// When the host cannot be reached.
    pub async fn gone(&self, filter: &Filter, sort: Sort, cursor: Option<&str>) -> Result<Listed<Account>, Failure> {
        match self {
            Self::Http(http) => http.gone(filter, sort, cursor).await,
            Self::Demo(demo) => Ok(demo.gone(filter, sort)),
        }
    }

    /// A deleted account; `None` if there is none with this id.
    ///
    /// # Errors
    /// When the host cannot be reached.
    pub async fn gone_account(&self, id: AccountId) -> Result<Option<Account>, Failure> {
        match self {
            Self::Http(http) => http.account(id).await,
            Self::Demo(demo) => Ok(demo.gone_account(id)),
        }
    }

    /// Invoices, newest first.
    ///
    /// # Errors
    /// When the host cannot be reached.
    pub async fn invoices(&self, cursor: Option<&str>) -> Result<Listed<InvoiceHead>, Failure> {
        match self {
            Self::Http(http) => http.list("/invoices", cursor).await,
            Self::Demo(demo) => Ok(list(&**demo, |recorded| recorded.event.invoice().map(InvoiceHead::from))),
        }
    }

    /// What an erasure would take, and what would stay.
    ///
    /// # Errors
    /// When it is refused, or the host cannot be reached. The demo erases nothing.
    pub async fn erasure(&self, address: &str) -> Result<ErasurePreview, Failure> {
        match self {
            Self::Http(http) => http.erasure(address).await,
            // nobody asks: the demo does not offer it
            Self::Demo(_) => Err(Failure::Unreachable),
        }
    }

    /// The invoice with this number; `None` if there is none.
    ///
    /// # Errors
    /// When the host cannot be reached.
    pub async fn invoice(&self, number: &str) -> Result<Option<Invoice>, Failure> {
        match self {
            Self::Http(http) => http.invoice(number).await,
            Self::Demo(demo) => {
                let mut found = list(&**demo, |recorded| recorded.event.invoice().cloned()).items;
                found.retain(|invoice| invoice.number.to_string() == number);
                Ok(found.pop())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::{refusal::Refusal, wire::examples};

    use super::*;

    #[test]
    fn stale_is_what_has_the_code_of_it() {
        for refusal in examples::refusals() {
            let stale = matches!(refusal, Refusal::Stale { .. } | Refusal::QuoteStale { .. });
            let problem = Problem::from(&refusal);
            let failure = if stale { Failure::Stale } else { Failure::Refused(Box::new(problem.clone())) };
            assert_eq!(Failure::from(problem), failure);
        }
    }
}
