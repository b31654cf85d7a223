//! Events: what happened. The record is the list of them, and replaying it gives the book.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    account::{AccountId, Address, RenewalMode},
    calendar::iso,
    hash::Hash,
    invoice::Invoice,
    moving::HouseId,
    platform::Platform,
    roster::Roster,
    settings::Settings,
    stamp::{Actor, By, Instant, Revision, SubmissionId},
    summary::{Outcome, Refused, SummaryLine},
};

/// The accounts of a submission whose modes change alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ModeGroup {
    /// The mode they had.
    pub from: RenewalMode,
    /// The mode they have now.
    pub to: RenewalMode,
    /// Their expiry, on which it takes effect.
    #[serde(with = "iso")]
    pub effective_on: NaiveDate,
    /// What happens then.
    pub outcome: Outcome,
    /// The accounts, by id.
    pub accounts: Vec<AccountId>,
}

impl ModeGroup {
    /// The lines of the group, by account.
    pub fn lines(&self) -> impl Iterator<Item = SummaryLine> + '_ {
        let Self { from, to, effective_on, outcome, ref accounts } = *self;
        accounts.iter().map(move |&account| SummaryLine { account, from, to, effective_on, outcome })
    }
}

/// Accounts with the mode that they get back when a termination is taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Held {
    /// The mode.
    pub mode: RenewalMode,
    /// The accounts, by id.
    pub accounts: Vec<AccountId>,
}

/// Something that happened to a platform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// The platform was created.
    PlatformCreated {
        /// Its settings.
        platform: Box<Platform>,
    },
    /// Accounts bought elsewhere were added.
    AccountsImported {
        /// The id of the first account; the others follow.
        first: AccountId,
        /// The accounts.
        accounts: Roster,
    },
    /// A submission was taken.
    ModesChanged {
        /// Its id.
        id: SubmissionId,
        /// The hash of the lines the user saw.
        hash: Hash,
        /// The submission that this one takes back, if it is an undo.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        undoes: Option<SubmissionId>,
        /// The lines, grouped by what they change.
        groups: Vec<ModeGroup>,
        /// The accounts that could not be changed.
        refused: Vec<Refused>,
    },
    /// Accounts renewed on one day: each on the invoice is paid for until the end of its line's period.
    Renewed {
        /// The invoice.
        invoice: Invoice,
    },
    /// Accounts expired without renewing, and were suspended.
    Suspended {
        /// The accounts, by id.
        accounts: Vec<AccountId>,
        /// The day on which they will be deleted.
        #[serde(with = "iso")]
        deletes_on: NaiveDate,
    },
    /// Suspended accounts were deleted.
    Deleted {
        /// The accounts, by id.
        accounts: Vec<AccountId>,
    },
    /// Accounts were ordered.
    AccountsOrdered {
        /// The order's id.
        id: SubmissionId,
        /// The hash of the quote the user saw.
        hash: Hash,
        /// The invoice of the order. The accounts on it are the new ones.
        invoice: Invoice,
    },
    /// An account got an address and a name.
    AccountSetUp {
        /// The account.
        account: AccountId,
        /// Its address. In the record, `erased` may stand in the place of address and name.
        #[serde(default = "Address::erased")]
        address: Address,
        /// The name shown beside it.
        #[serde(default)]
        display_name: String,
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
        /// The mode it has from now on.
        mode: RenewalMode,
        /// What it is charged: every period from its expiry up to the one that contains this day.
        invoice: Invoice,
    },
    /// An import was taken back whole.
    ImportTakenBack {
        /// The revision of the import.
        import: Revision,
        /// The accounts that are withdrawn.
        accounts: Vec<AccountId>,
    },
    /// A termination began: every active account is to close at its own expiry.
    TerminationBegun {
        /// The mode each active account had.
        held: Vec<Held>,
    },
    /// The termination was taken back: accounts that are still active have their modes again.
    TerminationTakenBack {
        /// The mode each has again.
        held: Vec<Held>,
    },
    /// Settings were changed.
    SettingsChanged {
        /// The new values.
        changes: Box<Settings>,
    },
    /// The test clock was moved to the date of this event.
    ClockMoved {},
    /// The platform moved to another house. Nothing happens to it here any more until it comes back.
    MovedAway {
        /// The house that it is released to.
        house: HouseId,
        /// The address of that house.
        url: String,
    },
    /// The platform was taken up in the house that it had been released to.
    MovedIn {
        /// The house that it came from.
        from: HouseId,
    },
    /// Address and name of a person were erased from all that is stored, as the person had asked.
    PersonErased {
        /// The accounts that were the person's to the last, by id. They have left the book, and keep no address and no name.
        accounts: Vec<AccountId>,
        /// The accounts that were the person's before they got another address, by id. They stay as they are.
        before: Vec<AccountId>,
    },
}

impl Event {
    /// The accounts it touches, as runs of ids that each ascend.
    pub fn accounts(&self) -> impl Iterator<Item = AccountId> + '_ {
        let (listed, imported): (Vec<&[AccountId]>, _) = match self {
            Self::PlatformCreated { .. }
            | Self::ClockMoved {}
            | Self::SettingsChanged { .. }
            | Self::MovedAway { .. }
            | Self::MovedIn { .. } => (Vec::new(), None),
            Self::AccountsImported { first, accounts } => (Vec::new(), Some((*first, accounts.entries().len()))),
            Self::ModesChanged { groups, .. } => (groups.iter().map(|group| group.accounts.as_slice()).collect(), None),
            Self::Renewed { invoice } | Self::AccountsOrdered { invoice, .. } => {
                (invoice.lines.iter().map(|line| line.accounts.as_slice()).collect(), None)
            }
            Self::Suspended { accounts, .. } | Self::Deleted { accounts } | Self::ImportTakenBack { accounts, .. } => {
                (vec![accounts.as_slice()], None)
            }
            Self::AccountSetUp { account, .. }
            | Self::AccountReset { account }
            | Self::AccountRestored { account, .. } => (vec![std::slice::from_ref(account)], None),
            Self::PersonErased { accounts, before } => (vec![accounts.as_slice(), before.as_slice()], None),
            Self::TerminationBegun { held } | Self::TerminationTakenBack { held } => {
                (held.iter().map(|held| held.accounts.as_slice()).collect(), None)
            }
        };
        let imported = imported.into_iter().flat_map(|(first, count)| {
            (0..u32::try_from(count).unwrap_or(0)).map(move |offset| AccountId(first.0.saturating_add(offset)))
        });
        listed.into_iter().flatten().copied().chain(imported)
    }

    /// The invoice that came with it, if any.
    pub const fn invoice(&self) -> Option<&Invoice> {
        match self {
            Self::Renewed { invoice }
            | Self::AccountsOrdered { invoice, .. }
            | Self::AccountRestored { invoice, .. } => Some(invoice),
            Self::PlatformCreated { .. }
            | Self::AccountsImported { .. }
            | Self::ModesChanged { .. }
            | Self::Suspended { .. }
            | Self::Deleted { .. }
            | Self::AccountSetUp { .. }
            | Self::AccountReset { .. }
            | Self::ImportTakenBack { .. }
            | Self::TerminationBegun { .. }
            | Self::TerminationTakenBack { .. }
            | Self::SettingsChanged { .. }
            | Self::ClockMoved {}
            | Self::MovedAway { .. }
            | Self::MovedIn { .. }
            | Self::PersonErased { .. } => None,
        }
    }

    /// The same invoice, to be completed.
    pub(crate) const fn invoice_mut(&mut self) -> Option<&mut Invoice> {
        match self {
            Self::Renewed { invoice }
            | Self::AccountsOrdered { invoice, .. }
            | Self::AccountRestored { invoice, .. } => Some(invoice),
            Self::PlatformCreated { .. }
            | Self::AccountsImported { .. }
            | Self::ModesChanged { .. }
            | Self::Suspended { .. }
            | Self::Deleted { .. }
            | Self::AccountSetUp { .. }
            | Self::AccountReset { .. }
            | Self::ImportTakenBack { .. }
            | Self::TerminationBegun { .. }
            | Self::TerminationTakenBack { .. }
            | Self::SettingsChanged { .. }
            | Self::ClockMoved {}
            | Self::MovedAway { .. }
            | Self::MovedIn { .. }
            | Self::PersonErased { .. } => None,
        }
    }

    /// The name of this kind of event on the wire.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::PlatformCreated { .. } => "platform_created",
            Self::AccountsImported { .. } => "accounts_imported",
            Self::ModesChanged { .. } => "modes_changed",
            Self::Renewed { .. } => "renewed",
            Self::Suspended { .. } => "suspended",
            Self::Deleted { .. } => "deleted",
            Self::AccountsOrdered { .. } => "accounts_ordered",
            Self::AccountSetUp { .. } => "account_set_up",
            Self::AccountReset { .. } => "account_reset",
            Self::AccountRestored { .. } => "account_restored",
            Self::ImportTakenBack { .. } => "import_taken_back",
            Self::TerminationBegun { .. } => "termination_begun",
            Self::TerminationTakenBack { .. } => "termination_taken_back",
            Self::SettingsChanged { .. } => "settings_changed",
            Self::ClockMoved {} => "clock_moved",
            Self::MovedAway { .. } => "moved_away",
            Self::MovedIn { .. } => "moved_in",
            Self::PersonErased { .. } => "person_erased",
        }
    }
}

/// An entry of the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Recorded {
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
    /// The event.
    #[serde(flatten)]
    pub event: Event,
}
