//! The history of a platform: each entry of the record in a short form that does not grow with the number of accounts.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::InvoiceHead;
use crate::{
    account::{AccountId, Address, RenewalMode},
    calendar::{Term, iso},
    event::{Event, Recorded},
    receipt::Receipt,
    settings::Settings,
    stamp::{Actor, By, Instant, Revision, SubmissionId},
};

/// An entry of the record in short form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HistoryEntry {
    /// Its place in the record.
    pub revision: Revision,
    /// The instant it was recorded.
    pub at: Instant,
    /// The civil date it counts for.
    #[serde(with = "iso")]
    pub on: NaiveDate,
    /// Who did it.
    pub actor: Actor,
    /// The person or token that the actor is, with the name as it was; none if it is neither.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<By>,
    /// How many accounts it touched.
    pub accounts: usize,
    /// What happened.
    pub fact: HistoryFact,
}

/// What happened to a platform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum HistoryFact {
    /// It was created.
    PlatformCreated,
    /// Accounts bought elsewhere were added.
    AccountsImported,
    /// A submission was taken.
    ModesChanged {
        /// Its receipt.
        receipt: Receipt,
    },
    /// Accounts renewed on one day.
    Renewed {
        /// Their invoice.
        invoice: InvoiceHead,
    },
    /// Accounts expired and were suspended.
    Suspended {
        /// The day they will be deleted.
        #[serde(with = "iso")]
        deletes_on: NaiveDate,
    },
    /// Accounts were deleted.
    Deleted,
    /// Accounts were ordered.
    AccountsOrdered {
        /// The order.
        id: SubmissionId,
        /// How long each is paid for.
        term: Term,
        /// Its invoice.
        invoice: InvoiceHead,
    },
    /// An account got an address and a name.
    AccountSetUp {
        /// The account.
        account: AccountId,
        /// Its address.
        address: Address,
    },
    /// An account lost its content, address and name.
    AccountReset {
        /// The account.
        account: AccountId,
    },
    /// A suspended account is active again.
    AccountRestored {
        /// The account.
        account: AccountId,
        /// The mode it has from then on.
        mode: RenewalMode,
        /// The invoice it was charged with.
        invoice: InvoiceHead,
    },
    /// An import was taken back.
    ImportTakenBack {
        /// The revision of the import.
        import: Revision,
    },
    /// A termination began: every active account is to close at its own expiry.
    TerminationBegun,
    /// The termination was taken back: accounts that are still active have their modes again.
    TerminationTakenBack,
    /// Settings were changed.
    SettingsChanged {
        /// The new values.
        changes: Box<Settings>,
    },
    /// The test clock was moved to the date of this entry.
    ClockMoved,
    /// The platform moved to another house.
    MovedAway {
        /// The address of that house.
        url: String,
    },
    /// The platform was taken up in this house.
    MovedIn,
    /// Address and name of a person were erased, as the person had asked.
    PersonErased,
}

impl From<&Recorded> for HistoryEntry {
    fn from(recorded: &Recorded) -> Self {
        let Recorded { revision, at, on, actor, by, .. } = recorded;
        let accounts = recorded.event.accounts().count();
        let (at, by) = (at.clone(), by.clone());
        Self { revision: *revision, at, on: *on, actor: *actor, by, accounts, fact: fact(recorded) }
    }
}

fn fact(recorded: &Recorded) -> HistoryFact {
    match &recorded.event {
        Event::PlatformCreated { .. } => HistoryFact::PlatformCreated,
        Event::AccountsImported { .. } => HistoryFact::AccountsImported,
        Event::Renewed { invoice } => HistoryFact::Renewed { invoice: invoice.into() },
        Event::Suspended { deletes_on, .. } => HistoryFact::Suspended { deletes_on: *deletes_on },
        Event::Deleted { .. } => HistoryFact::Deleted,
        Event::AccountsOrdered { id, invoice, .. } => {
            let term = invoice.lines.first().map_or(Term::Monthly, |line| line.term);
            HistoryFact::AccountsOrdered { id: id.clone(), term, invoice: invoice.into() }
        }
        Event::AccountSetUp { account, address, .. } => {
            HistoryFact::AccountSetUp { account: *account, address: address.clone() }
        }
        Event::AccountReset { account } => HistoryFact::AccountReset { account: *account },
        Event::AccountRestored { account, mode, invoice } => {
            HistoryFact::AccountRestored { account: *account, mode: *mode, invoice: invoice.into() }
        }
        Event::ImportTakenBack { import, .. } => HistoryFact::ImportTakenBack { import: *import },
        Event::TerminationBegun { .. } => HistoryFact::TerminationBegun,
        Event::TerminationTakenBack { .. } => HistoryFact::TerminationTakenBack,
        Event::SettingsChanged { changes } => HistoryFact::SettingsChanged { changes: changes.clone() },
        Event::MovedAway { url, .. } => HistoryFact::MovedAway { url: url.clone() },
        Event::MovedIn { .. } => HistoryFact::MovedIn,
        Event::PersonErased { .. } => HistoryFact::PersonErased,
        Event::ModesChanged { .. } | Event::ClockMoved {} => {
            Receipt::of(recorded).map_or(HistoryFact::ClockMoved, |receipt| HistoryFact::ModesChanged { receipt })
        }
    }
}
