//! Which accounts step 1 shows, and their modes. They are found once per search, filter and confirmed book.

use std::sync::Arc;

use chrono::{Days, NaiveDate};
use domain::{
    account::{AccountId, AccountRef, RenewalMode, Status},
    query::{Filter, Sort},
    replica::Replica,
    summary::Reason,
};
use leptos::prelude::*;

use super::scope::Scope;
use crate::{
    location::{Key, Location, Visit, use_location},
    session::Session,
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
    /// Those that match and can change, ascending.
    can: Vec<AccountId>,
    /// How many accounts that match and can change are confirmed with each mode.
    confirmed: [usize; 3],
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

    /// The accounts that match, for as long as the calling scope lives.
    pub fn matching(self) -> Memo<Matching> {
        let session = self.session;
        let order = Memo::new(move |_| {
            let ids = session.with(|replica| {
                let sorted = replica.book().sorted(&Filter::default(), Sort::default());
                sorted.into_iter().map(|account| account.id.0).collect::<Vec<u32>>()
            });
            Arc::new(ids.unwrap_or_default())
        });
        Memo::new(move |_| {
            let today = session.with(|replica| replica.book().today()).unwrap_or_default();
            let (filter, only, scoped) = (self.filter(today), self.only.get(), self.scoped.get());
            let found = session.peek(|replica| {
                let within = if scoped { self.scope.with_value(|scope| scope.ids(replica.book())) } else { None };
                let keep = |account: AccountRef<'_>| {
                    (!only || replica.staged().get(account.id).is_some())
                        && within.as_ref().is_none_or(|ids| ids.binary_search(&account.id).is_ok())
                };
                Matching::of(replica, &filter, &order.get(), keep)
            });
            found.unwrap_or_default()
        })
    }
}

impl Matching {
    fn of(replica: &Replica, filter: &Filter, order: &[u32], keep: impl Fn(AccountRef<'_>) -> bool) -> Self {
        let book = replica.book();
        let (mut hits, mut can) = (Vec::new(), Vec::new());
        let mut confirmed = [0; 3];
        for account in book.matching(filter).filter(|account| keep(*account)) {
            hits.push(account.id);
            if Reason::against(account).is_none() {
                can.push(account.id);
                count(&mut confirmed, account.mode, 1);
            }
        }
        let hit = |key: &u32| at(&hits, AccountId(*key));
        Self { keys: Arc::new(order.iter().copied().filter(hit).collect()), can, confirmed }
    }

    /// How many matching accounts can change.
    pub fn changeable(&self) -> usize {
        self.confirmed.iter().sum()
    }

    /// The matching accounts that can change.
    pub fn ids(&self) -> Vec<AccountId> {
        self.keys.iter().map(|key| AccountId(*key)).filter(|id| at(&self.can, *id)).collect()
    }

    /// How many of the accounts that can change are shown with each mode, in the order of [`RenewalMode::ALL`].
    pub fn shown(&self, replica: &Replica) -> [usize; 3] {
        let mut counts = self.confirmed;
        for change in replica.staged().iter().filter(|change| at(&self.can, change.account)) {
            if let Some(account) = replica.book().account(change.account) {
                count(&mut counts, account.mode, -1);
                count(&mut counts, change.mode, 1);
            }
        }
        counts
    }
}

/// Whether an id is in an ascending list.
fn at(list: &[AccountId], id: AccountId) -> bool {
    list.binary_search(&id).is_ok()
}

fn count(counts: &mut [usize; 3], mode: RenewalMode, by: isize) {
    let [monthly, yearly, never] = counts;
    let slot = match mode {
        RenewalMode::Monthly => monthly,
        RenewalMode::Yearly => yearly,
        RenewalMode::Never => never,
    };
    *slot = slot.saturating_add_signed(by);
}
