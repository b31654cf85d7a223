//! One account on the wire, and what has happened to it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    account::{Account, AccountId, AccountRef, AccountRow, Address, RenewalMode, Status},
    book::Book,
    calendar::{AnchorDay, Period, Term, iso},
    event::{Event, Recorded},
    invoice::InvoiceNumber,
    money::Amount,
    stamp::{Actor, By, Instant, Revision, SubmissionId},
    summary::Outcome,
};

/// An account.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountView<'a> {
    id: AccountId,
    address: &'a str,
    display_name: &'a str,
    configured: bool,
    status: Status,
    mode: RenewalMode,
    #[serde(with = "iso::option")]
    ordered_on: Option<NaiveDate>,
    anchor_day: AnchorDay,
    #[serde(with = "iso")]
    expires_on: NaiveDate,
    #[serde(with = "iso::option")]
    deletes_on: Option<NaiveDate>,
    #[serde(with = "iso::option")]
    reset_on: Option<NaiveDate>,
    next: Option<Next>,
}

/// What happens to an account next.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Next {
    #[serde(with = "iso")]
    on: NaiveDate,
    #[serde(flatten)]
    outcome: Outcome,
}

impl<'a> AccountView<'a> {
    /// The account as it stands in `book`.
    pub fn of(book: &Book, account: AccountRef<'a>) -> Self {
        let active = account.status == Status::Active && book.moved().is_none();
        Self {
            id: account.id,
            address: account.address.as_str(),
            display_name: account.display_name,
            configured: account.is_configured(),
            status: account.status,
            mode: account.mode,
            ordered_on: account.ordered_on,
            anchor_day: account.anchor_day,
            expires_on: account.expires_on,
            deletes_on: account.deletes_on,
            reset_on: account.reset_on,
            next: active.then(|| Next { on: account.expires_on, outcome: book.outcome(account, account.mode) }),
        }
    }
}

/// An account as it was answered. What an account holds for the end of a termination is not told.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct AccountSeen {
    id: AccountId,
    address: Address,
    display_name: String,
    status: Status,
    mode: RenewalMode,
    #[serde(with = "iso::option")]
    ordered_on: Option<NaiveDate>,
    anchor_day: AnchorDay,
    #[serde(with = "iso")]
    expires_on: NaiveDate,
    #[serde(with = "iso::option")]
    deletes_on: Option<NaiveDate>,
    #[serde(with = "iso::option")]
    reset_on: Option<NaiveDate>,
}

impl From<AccountSeen> for Account {
    fn from(seen: AccountSeen) -> Self {
        let AccountSeen { id, address, display_name, status, mode, ordered_on, .. } = seen;
        let AccountSeen { anchor_day, expires_on, deletes_on, reset_on, .. } = seen;
        AccountRow(address, display_name, mode, status, ordered_on, anchor_day, expires_on, deletes_on, reset_on, None)
            .with_id(id)
    }
}

/// What an entry of the record did to one account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountEvent {
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
    /// The account.
    pub account: AccountId,
    /// What happened to it.
    #[serde(flatten)]
    pub fact: AccountFact,
}

/// What can happen to one account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum AccountFact {
    /// It was imported.
    AccountsImported {
        /// The mode it had.
        mode: RenewalMode,
        /// The first day that is not paid for.
        #[serde(with = "iso")]
        expires_on: NaiveDate,
    },
    /// Its mode was changed.
    ModesChanged {
        /// The submission.
        id: SubmissionId,
        /// The submission that this one takes back, if it is an undo.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        undoes: Option<SubmissionId>,
        /// The mode it had.
        from: RenewalMode,
        /// The mode it has now.
        to: RenewalMode,
        /// The day on which that takes effect.
        #[serde(with = "iso")]
        effective_on: NaiveDate,
    },
    /// It renewed.
    Renewed {
        /// The length of the period.
        term: Term,
        /// The time that is paid for.
        period: Period,
        /// The net price.
        net: Amount,
        /// The number of the invoice.
        invoice: InvoiceNumber,
    },
    /// It expired and was suspended.
    Suspended {
        /// The day it will be deleted.
        #[serde(with = "iso")]
        deletes_on: NaiveDate,
    },
    /// It was deleted.
    Deleted {},
    /// It was ordered.
    AccountsOrdered {
        /// The order.
        id: SubmissionId,
        /// The length of the period.
        term: Term,
        /// The time that is paid for.
        period: Period,
        /// The net price.
        net: Amount,
        /// The number of the invoice.
        invoice: InvoiceNumber,
    },
    /// It got an address and a name.
    AccountSetUp {
        /// Its address.
        address: Address,
        /// The name shown beside it.
        display_name: String,
    },
    /// It lost its content, address and name.
    AccountReset {},
    /// It was restored: it is active again.
    AccountRestored {
        /// The mode it has since then.
        mode: RenewalMode,
        /// The first day that is not paid for.
        #[serde(with = "iso")]
        expires_on: NaiveDate,
        /// The net price of all periods that were charged.
        net: Amount,
        /// The number of the invoice.
        invoice: InvoiceNumber,
    },
    /// The import it came with was taken back.
    ImportTakenBack {
        /// The revision of the import.
        import: Revision,
    },
    /// The platform was terminated, so it is to close at its expiry.
    TerminationBegun {
        /// The mode it had.
        from: RenewalMode,
    },
    /// The termination was taken back, so it has its mode again.
    TerminationTakenBack {
        /// The mode.
        to: RenewalMode,
    },
    /// Address and name of somebody whose account it was were erased, as that person had asked.
    PersonErased {},
}

impl AccountEvent {
    /// What `recorded` did to `account`; none if it did not touch the account.
    pub fn of(recorded: &Recorded, account: AccountId) -> Option<Self> {
        let has = |accounts: &[AccountId]| accounts.binary_search(&account).is_ok();
        let fact = match &recorded.event {
            Event::PlatformCreated { .. }
            | Event::ClockMoved {}
            | Event::SettingsChanged { .. }
            | Event::MovedAway { .. }
            | Event::MovedIn { .. } => None,
            Event::AccountsOrdered { id, invoice, .. } => {
                let line = invoice.lines.iter().find(|line| has(&line.accounts))?;
                let (id, number) = (id.clone(), invoice.number);
                let (term, period, net) = (line.term, line.period, line.unit_net);
                Some(AccountFact::AccountsOrdered { id, term, period, net, invoice: number })
            }
            Event::AccountSetUp { account: id, address, display_name } => (*id == account)
                .then(|| AccountFact::AccountSetUp { address: address.clone(), display_name: display_name.clone() }),
            Event::AccountReset { account: id } => (*id == account).then_some(AccountFact::AccountReset {}),
            Event::AccountRestored { account: id, mode, invoice } => {
                let last = invoice.lines.last().filter(|_| *id == account)?;
                let (expires_on, net) = (last.period.end, invoice.net);
                Some(AccountFact::AccountRestored { mode: *mode, expires_on, net, invoice: invoice.number })
            }
            Event::ImportTakenBack { import, accounts } => {
                has(accounts).then_some(AccountFact::ImportTakenBack { import: *import })
            }
            Event::TerminationBegun { held } => {
                let held = held.iter().find(|held| has(&held.accounts))?;
                Some(AccountFact::TerminationBegun { from: held.mode })
            }
            Event::TerminationTakenBack { held } => {
                let held = held.iter().find(|held| has(&held.accounts))?;
                Some(AccountFact::TerminationTakenBack { to: held.mode })
            }
            Event::AccountsImported { first, accounts } => {
                let offset = usize::try_from(account.0.checked_sub(first.0)?).ok()?;
                let entry = accounts.entries().get(offset)?;
                Some(AccountFact::AccountsImported { mode: entry.mode, expires_on: entry.expires_on })
            }
            Event::ModesChanged { id, undoes, groups, .. } => {
                groups.iter().find(|group| has(&group.accounts)).map(|group| {
                    let (from, to, effective_on) = (group.from, group.to, group.effective_on);
                    AccountFact::ModesChanged { id: id.clone(), undoes: undoes.clone(), from, to, effective_on }
                })
            }
            Event::Renewed { invoice } => {
                invoice.lines.iter().find(|line| has(&line.accounts)).map(|line| AccountFact::Renewed {
                    term: line.term,
                    period: line.period,
                    net: line.unit_net,
                    invoice: invoice.number,
                })
            }
            Event::Suspended { accounts, deletes_on } => {
                has(accounts).then_some(AccountFact::Suspended { deletes_on: *deletes_on })
            }
            Event::Deleted { accounts } => has(accounts).then_some(AccountFact::Deleted {}),
            Event::PersonErased { accounts, before } => {
                (has(accounts) || has(before)).then_some(AccountFact::PersonErased {})
            }
        }?;
        let Recorded { revision, at, on, actor, by, event: _ } = recorded.clone();
        Some(Self { revision, at, on, actor, by, account, fact })
    }
}
