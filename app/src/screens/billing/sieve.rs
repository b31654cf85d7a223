//! Which accounts step 1 shows, and their modes. They are found once per search, filter and confirmed book.

use std::sync::Arc;

use chrono::{Days, NaiveDate};
use domain::{
    account::{AccountId, AccountSet, RenewalMode, Status},
    book::Book,
    query::{Filter, Sort},
    replica::Replica,
    rules::{Finding, Found},
    summary::Reason,
};
use leptos::prelude::*;

use super::scope::Scope;
use crate::{
    location::{Key, Location, Visit, use_location},
    session::Session,
    slices::{SLICE, newest},
};

/// The choices of the state filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// In use.
    Active,
    /// Paid for and not set up.
    NotSetUp,
    /// Expired.
    Suspended,
}

/// Search and filters of the dialog. Copies share the same signals.
#[derive(Debug, Clone, Copy)]
pub struct Sieve {
    session: Session,
    location: Location,
    /// The text to find in an address or a name.
    pub find: Memo<Option<String>>,
    /// Whether only changed rows are shown. The list is made when this is switched on: rows changed later are not
    /// added, and rows put back stay.
    pub only: Memo<bool>,
    /// The state to show.
    pub standing: RwSignal<Option<Standing>>,
    /// The confirmed mode to show.
    pub mode: RwSignal<Option<RenewalMode>>,
    /// Within how many days from today the account expires.
    pub days: RwSignal<Option<u64>>,
    /// The accounts that the dialog was opened for.
    pub scope: StoredValue<Scope>,
    /// Whether only those are shown.
    pub scoped: RwSignal<bool>,
}

/// The accounts that match.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Matching {
    /// Their ids, in the order of the list.
    pub keys: Arc<Vec<u32>>,
    /// Those that match and can change, by the mode that is confirmed for them, in the order of [`RenewalMode::ALL`].
    can: Arc<[AccountSet; 3]>,
}

impl Sieve {
    /// Filters by nothing but the scope.
    pub fn new(session: Session, scope: Scope) -> Self {
        let location = use_location();
        let only = location.value(Key::Only);
        Self {
            session,
            location,
            find: location.value(Key::Find),
            only: Memo::new(move |_| only.get().as_deref() == Some("changed")),
            standing: RwSignal::new(None),
            mode: RwSignal::new(None),
            days: RwSignal::new(None),
            scoped: RwSignal::new(scope != Scope::All),
            scope: StoredValue::new(scope),
        }
    }

    /// Searches for a text.
    pub fn search(self, text: &str) {
        self.location.set(Key::Find, Some(text), Visit::Replace);
    }

    /// Shows only changed rows, or all.
    pub fn show_only(self, changed: bool) {
        self.location.set(Key::Only, changed.then_some("changed"), Visit::Replace);
    }

    /// Shows every account.
    pub fn clear(self) {
        let mut to = self.location.now();
        to.query.set(Key::Find, None);
        to.query.set(Key::Only, None);
        self.location.go(to, Visit::Replace);
        self.standing.set(None);
        self.mode.set(None);
        self.days.set(None);
        self.scoped.set(false);
    }

    fn filter(self, today: NaiveDate) -> Filter {
        let (status, configured) = match self.standing.get() {
            None => (None, None),
            Some(Standing::Active) => (Some(Status::Active), Some(true)),
            Some(Standing::NotSetUp) => (Some(Status::Active), Some(false)),
            Some(Standing::Suspended) => (Some(Status::Suspended), None),
        };
        let before = self.days.get().and_then(|days| today.checked_add_days(Days::new(days.saturating_add(1))));
        Filter {
            search: self.find.get(),
            status,
            mode: self.mode.get(),
            configured,
            expires_before: before,
            expires_from: None,
            due_in: None,
        }
    }

    /// The accounts that match, for as long as the calling scope lives; `None` until they are found for the first time.
    pub fn matching(self) -> RwSignal<Option<Matching>> {
        let session = self.session;
        newest(true, move || {
            let today = session.with(|replica| replica.book().today()).unwrap_or_default();
            let (filter, only, scoped) = (self.filter(today), self.only.get(), self.scoped.get());
            let mut within = self.scope.with_value(|scope| Within::of(scope, scoped));
            let mut finding = Finding::of(filter, Sort::default(), SLICE);
            let mut can = <[AccountSet; 3]>::default();
            Box::new(move || {
                let step = session.peek(|replica| {
                    if within.is_being_found(replica.book()) {
                        return None;
                    }
                    finding.step(replica.book(), |account| {
                        let takes = (!only || replica.staged().get(account.id).is_some()) && within.has(account.id);
                        if takes && Reason::against(account).is_none() {
                            can.get_mut(account.mode as usize).map(|can| can.insert(account.id));
                        }
                        takes
                    })
                });
                let found = step.unwrap_or_else(|| Some(Found::default()))?;
                let keys = found.ids.into_iter().map(|id| id.0).collect();
                Some(Matching { keys: Arc::new(keys), can: Arc::new(std::mem::take(&mut can)) })
            })
        })
    }
}

/// The accounts that the dialog was opened for, while they are looked for.
enum Within {
    All,
    Finding(Box<Finding>),
    Found(AccountSet),
}

impl Within {
    fn of(scope: &Scope, scoped: bool) -> Self {
        match scope {
            Scope::Listed { filter, .. } if scoped => {
                Self::Finding(Box::new(Finding::of(filter.clone(), Sort::default(), SLICE)))
            }
            Scope::Rows { ids, .. } if scoped => Self::Found(ids.iter().copied().collect()),
            Scope::All | Scope::Listed { .. } | Scope::Rows { .. } => Self::All,
        }
    }

    /// Goes on to look for them, and returns whether some are still to be found.
    fn is_being_found(&mut self, book: &Book) -> bool {
        let Self::Finding(finding) = self else { return false };
        if let Some(found) = finding.step(book, |_| true) {
            *self = Self::Found(found.set);
        }
        true
    }

    fn has(&self, id: AccountId) -> bool {
        match self {
            Self::All => true,
            Self::Finding(_) => false,
            Self::Found(ids) => ids.has(id),
        }
    }
}

impl Matching {
    /// How many matching accounts can change.
    pub fn changeable(&self) -> usize {
        self.can.iter().map(AccountSet::len).sum()
    }

    /// The matching accounts that can change.
    pub fn ids(&self) -> AccountSet {
        let mut all = AccountSet::default();
        self.can.iter().for_each(|can| all.join(can));
        all
    }

    /// How many of the accounts that can change are shown with each mode, in the order of [`RenewalMode::ALL`].
    pub fn shown(&self, replica: &Replica) -> [usize; 3] {
        let staged = |can: &AccountSet| replica.staged().each().map(|(_, staged)| staged.common(can)).sum::<usize>();
        let as_before = self.can.each_ref().map(|can| can.len() - staged(can));
        let mut shown = as_before;
        for (count, (_, staged)) in shown.iter_mut().zip(replica.staged().each()) {
            *count += self.can.iter().map(|can| staged.common(can)).sum::<usize>();
        }
        shown
    }
}
