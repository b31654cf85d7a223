//! The names of the parts that come with the rest of the page.

use std::{pin::Pin, sync::Arc};

use domain::{
    account::{AccountId, AccountSet},
    book::Book,
    wire::Problem,
};
use leptos::prelude::*;

use super::deeds::Deed;
use crate::{
    location::{Dialog, Key, Location, Own, Query, Visit},
    session::{Failure, Session, ToldPlatforms},
    view::{View, later},
};

/// A part that comes with the rest of the page.
pub enum Part {
    /// A path that leads nowhere.
    Nowhere,
    /// A place that belongs to no platform.
    Own(Own),
    /// The menu of who is signed in, over the open platform.
    Who(Option<Session>),
    /// The start page, by which platforms there are, whether a new one is asked for, and how to ask again.
    Start(Result<ToldPlatforms, Failure>, bool, Callback<()>),
    /// The demo, by the id of its platform.
    Demo(String),
    /// The clock of a platform whose days pass on demand.
    Clock(Session),
    /// Why the host does not give what is to be shown, whether something is shown all the same, and how to ask again.
    Refused(Box<Problem>, bool, Callback<()>),
    /// The banner over a platform that is ending.
    Banner(Session),
    /// The notice of what is staged, over the list.
    Drafts(Session, Selection),
    /// What stands in place of the rows where there are none, and whether that is because of a filter.
    NoRows(Session, bool),
    /// Deleted accounts, which are asked for, and where their ids go.
    Gone(Session, RwSignal<Arc<Vec<u32>>>),
    /// The list as it is printed, by the accounts that it shows.
    ListSheet(Session, Signal<Arc<Vec<u32>>>),
    /// A dialog over the list.
    Dialog(Session, Selection, Open),
    /// The history of the platform.
    History(Session),
    /// One account, by its id.
    Account(Session, String),
    /// The invoices.
    Invoices(Session),
    /// One invoice, by its number.
    Invoice(Session, String),
    /// The settings.
    Settings(Session),
    /// Notices of what is on its way to the worker or has come back.
    UnderWay(Option<Session>),
    /// The dialogs of the shortcuts, which can open above every screen.
    Above(Option<Session>, Above),
}

/// A part that is ready once its code has come.
pub type Making = Pin<Box<dyn Future<Output = View>>>;

/// The function that makes parts. The first screen knows parts only by name, so that it does not bring their code
/// along.
#[derive(Clone, Copy)]
struct Maker(fn(Part) -> Making);

/// Provides the function that makes parts to the calling scope and everything within it.
pub fn provide_parts(make: fn(Part) -> Making) {
    provide_context(Maker(make));
}

/// Shows the part once its code has come, and `meanwhile` until then.
pub fn part(part: Part, meanwhile: View) -> View {
    let Maker(make) = expect_context();
    later(meanwhile, make(part))
}

/// The dialog that is open over the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Open {
    /// Changes the modes of some accounts, or of all.
    Billing,
    /// Imports more accounts from a roster.
    Import,
    /// Does a deed.
    Deed(Deed),
}

impl Open {
    /// The dialog that the address names.
    pub fn of(query: &Query) -> Option<Self> {
        match query.dialog()? {
            Dialog::Billing => Some(Self::Billing),
            Dialog::Import => Some(Self::Import),
            Dialog::New | Dialog::Order | Dialog::SetUp | Dialog::Reset | Dialog::Restore | Dialog::Terminate => {
                Deed::of(query).map(Self::Deed)
            }
        }
    }
}

/// What stands in the address for the accounts that are ticked, until the dialog has come and puts their ids there.
pub const TICKED: &str = "rows";

/// The accounts that are ticked. Copies share the same signal.
#[derive(Debug, Clone, Copy)]
pub struct Selection(RwSignal<AccountSet>);

impl Selection {
    /// Starts with nothing ticked.
    pub fn new() -> Self {
        Self(RwSignal::new(AccountSet::default()))
    }

    /// Whether an account is ticked.
    pub fn has(self, id: AccountId) -> bool {
        self.0.with(|ids| ids.has(id))
    }

    /// How many accounts are ticked.
    pub fn count(self) -> usize {
        self.0.with(AccountSet::len)
    }

    /// Ticks an account, or unticks it.
    pub fn toggle(self, id: AccountId) {
        self.0.update(|ids| {
            if !ids.remove(id) {
                ids.insert(id);
            }
        });
    }

    /// Whether some of these accounts are ticked, and whether some are not.
    pub fn part_of(self, ids: &AccountSet) -> (bool, bool) {
        let ticked = self.0.with(|ticked| ticked.common(ids));
        (ticked > 0, ticked < ids.len())
    }

    /// Ticks these accounts, or unticks them. Others stay as they are.
    pub fn tick(self, ids: &AccountSet, ticked: bool) {
        self.0.update(|all| if ticked { all.join(ids) } else { all.leave_out(ids) });
    }

    /// Unticks all accounts.
    pub fn clear(self) {
        self.0.set(AccountSet::default());
    }

    /// Ticks this account and no other.
    pub fn only(self, id: AccountId) {
        self.clear();
        self.toggle(id);
    }

    /// Opens the billing dialog for the ticked accounts.
    pub fn open_billing(self, location: Location) {
        let mut to = location.now();
        to.query.set(Key::Selection, Some(TICKED));
        to.query.set_dialog(Dialog::Billing);
        location.go(to, Visit::Push);
    }

    /// Unticks accounts that are gone.
    pub fn prune(self, book: &Book) {
        let lives = |id| book.account(id).is_some_and(|account| account.status.is_alive());
        self.0.maybe_update(|ids| {
            let before = ids.len();
            ids.retain(lives);
            ids.len() != before
        });
    }

    /// The ids of the ticked accounts, untracked.
    pub fn ids(self) -> Vec<AccountId> {
        self.0.with_untracked(|ids| ids.iter().collect())
    }
}

/// What is shown above the page. Copies share the same signals.
#[derive(Debug, Clone, Copy)]
pub struct Above {
    /// Whether the list of shortcuts is shown.
    pub keys: RwSignal<bool>,
    /// Whether the commands are shown.
    pub commands: RwSignal<bool>,
}

impl Above {
    /// Starts with nothing shown.
    pub fn new() -> Self {
        Self { keys: RwSignal::new(false), commands: RwSignal::new(false) }
    }
}
