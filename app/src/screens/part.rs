//! The parts of the page that come with the rest of its code, by name.

use std::{collections::BTreeSet, pin::Pin};

use domain::{account::AccountId, wire::Problem};
use leptos::prelude::*;

use super::deeds::Deed;
use crate::{
    location::{Dialog, Query},
    session::Session,
    view::{View, later},
};

/// A part of the page that comes with the rest.
pub enum Part {
    /// The form for a new platform.
    NewPlatform,
    /// The demo.
    Demo(String),
    /// The clock of a platform whose days pass on demand.
    Clock(Session),
    /// Why the host does not show a platform.
    Refused(Session, Box<Problem>),
    /// What stands over a platform that ends.
    Banner(Session),
    /// What is staged, over the list.
    Drafts(Session),
    /// A dialog over the list.
    Dialog(Session, Selection, Open),
    /// What happened on the platform.
    History(Session),
    /// One account, by its id.
    Account(Session, String),
    /// The invoices.
    Invoices(Session),
    /// One invoice, by its number.
    Invoice(Session, String),
    /// The settings.
    Settings(Session),
    /// What is on its way to the worker, or has come back.
    UnderWay(Option<Session>),
    /// What every screen has above it.
    Above(Option<Session>, Above),
}

/// A part that is there once its code is.
pub type Making = Pin<Box<dyn Future<Output = View>>>;

/// Who makes the parts. From here they are known by name only, so that the first screen does not bring the others along.
#[derive(Clone, Copy)]
struct Maker(fn(Part) -> Making);

/// Says who makes the parts, for the calling scope and all within it.
pub fn provide_parts(make: fn(Part) -> Making) {
    provide_context(Maker(make));
}

/// The part, once its code is there; `meanwhile` stands in its place before that.
pub fn part(part: Part, meanwhile: View) -> View {
    let Maker(make) = expect_context();
    later(meanwhile, make(part))
}

/// The dialog over the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Open {
    /// The modes, of some or all.
    Billing,
    /// More accounts from a roster.
    Import,
    /// A deed.
    Deed(Deed),
}

impl Open {
    /// The one that the address names.
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

/// The accounts that are ticked.
#[derive(Debug, Clone, Copy)]
pub struct Selection(RwSignal<BTreeSet<AccountId>>);

impl Selection {
    /// Nothing is ticked.
    pub fn new() -> Self {
        Self(RwSignal::new(BTreeSet::new()))
    }

    /// Whether an account is ticked.
    pub fn has(self, id: AccountId) -> bool {
        self.0.with(|ids| ids.contains(&id))
    }

    /// How many are ticked.
    pub fn count(self) -> usize {
        self.0.with(BTreeSet::len)
    }

    /// Ticks an account, or takes its tick away.
    pub fn toggle(self, id: AccountId) {
        self.0.update(|ids| {
            if !ids.remove(&id) {
                ids.insert(id);
            }
        });
    }

    /// Ticks these and no others.
    pub fn set(self, chosen: impl IntoIterator<Item = AccountId>) {
        self.0.update(|ids| {
            ids.clear();
            ids.extend(chosen);
        });
    }

    /// Ticks this one and no other.
    pub fn only(self, id: AccountId) {
        self.set([id]);
    }

    /// Those that are ticked.
    pub fn ids(self) -> Vec<AccountId> {
        self.0.with_untracked(|ids| ids.iter().copied().collect())
    }
}

/// What is shown above the page. A handle.
#[derive(Debug, Clone, Copy)]
pub struct Above {
    /// The keys.
    pub keys: RwSignal<bool>,
    /// The commands.
    pub commands: RwSignal<bool>,
}

impl Above {
    /// Nothing yet.
    pub fn new() -> Self {
        Self { keys: RwSignal::new(false), commands: RwSignal::new(false) }
    }
}
