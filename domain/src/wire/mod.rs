//! The wire: the types of requests and answers, made from the types of the rules.

mod access;
mod account;
mod archive;
mod changes;
mod code;
mod commands;
#[cfg(any(test, feature = "examples"))]
pub mod examples;
mod facts;
mod fault;
mod head;
mod history;
mod input;
mod kind;
mod luggage;
mod money;
mod people;
mod persons;
mod problem;
mod providers;
mod reasons;
mod roster;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use self::{
    access::Access,
    account::{AccountEvent, AccountFact, AccountSeen, AccountView, Next},
    archive::{ArchiveFault, ArrivalView, HouseView},
    changes::{ChangesRequest, LineView, ReceiptView, RefusedView, SummaryView, page_of_lines},
    code::Code,
    commands::{ConfirmRequest, Done, OrderRequest, Ordered, QuoteRequest, RestoreRequest, SetUpRequest},
    facts::{Fact, Facts},
    fault::{Fault, MAX_KEY},
    head::{Ahead, ClosingDay, NextBill, PlatformEntries, PlatformEntry, PlatformHead, Platforms},
    history::{HistoryEntry, HistoryFact},
    input::{BodyFault, MAX_LIMIT, MAX_MONTHS, QueryFault, Shape, ValueFault},
    kind::Kind,
    luggage::{Kept, Luggage, LuggageTicket},
    money::{Forecast, ForecastMonth, InvoiceHead},
    people::{
        CallerKind, Credential, CredentialResponse, InvitationRequest, InvitationView, Join, JoinStart, Me,
        NewInvitation, NewName, NewPasskey, NewToken, OneTimeSecret, PasskeyView, PersonChange, PersonView,
        PlatformName, Proof, SecurityEntry, SecurityKind, SessionView, TokenRequest, TokenView,
    },
    persons::{
        AddressAnswer, AddressPerson, AddressText, AddressView, Erased, ErasureAsked, ErasurePreview, ErasureRequest,
    },
    problem::{FieldErrorView, Problem, RosterErrorView, Wrong, roster_errors},
    providers::{Onward, Provider, ProviderAccount, ProviderStart, SignedIn, Ways},
    roster::{Imported, Understanding},
};
use crate::{
    book::Book,
    calendar::iso,
    moving::Moved,
    platform::{Counts, Platform, PlatformId, PlatformStatus},
    stamp::Revision,
};

/// A page of a list.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct List<T> {
    /// The items of the page.
    pub items: Vec<T>,
    /// How many items the whole list has, if that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<usize>,
    /// The cursor of the next page; none on the last page.
    pub next_cursor: Option<String>,
}

/// A platform that cannot be asked now, in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Unavailable {
    /// Its id.
    pub id: PlatformId,
    /// The company's name, if it is known.
    pub name: Option<String>,
    /// The code of the problem with which it answers; `platform_damaged` if its stored data is damaged.
    #[cfg_attr(feature = "openapi", schema(value_type = Code))]
    pub code: String,
}

/// A platform.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlatformView<'a> {
    #[serde(flatten)]
    platform: &'a Platform,
    /// How many digits amounts have after the point (ISO 4217).
    minor_units: usize,
    status: PlatformStatus,
    /// Where it is, if it has moved away; then it is closed here.
    #[serde(skip_serializing_if = "Option::is_none")]
    moved: Option<&'a Moved>,
    #[serde(with = "iso")]
    today: NaiveDate,
    revision: Revision,
    #[serde(with = "iso::option")]
    next_deadline: Option<NaiveDate>,
    counts: Counts,
}

impl<'a> From<&'a Book> for PlatformView<'a> {
    fn from(book: &'a Book) -> Self {
        Self {
            platform: book.platform(),
            minor_units: book.platform().currency.minor_units(),
            status: book.status(),
            moved: book.moved(),
            today: book.today(),
            revision: book.revision(),
            next_deadline: book.next_deadline(),
            counts: book.counts(),
        }
    }
}

/// A move of the test clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ClockRequest {
    /// The date the clock is to show.
    #[serde(with = "iso")]
    pub today: NaiveDate,
}

/// The answer to taking an import back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TakenBack {
    /// How many accounts are withdrawn.
    pub removed: usize,
}
