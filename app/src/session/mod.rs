//! One platform that is open in this tab: its replica and what is on its way. Only this module writes their signals.

pub mod access;
mod deeds;
mod found;
mod gone;
mod live;
mod summing;
mod sync;
mod under_way;

use std::{rc::Rc, sync::Arc};

use async_once_cell::OnceCell;
use domain::{
    account::{AccountId, AccountSet, RenewalMode},
    change::Restaged,
    command::Command,
    demo::Sample,
    platform::PlatformId,
    receipt::Receipt,
    replica::Replica,
    stamp::SubmissionId,
    summary::Totals,
    wire::Problem,
};
use leptos::{ev, prelude::*, task::spawn_local};

pub use self::{
    found::{aside_was_read, found, is_past, is_something_aside, is_unanswered, now, platforms, told_platforms},
    summing::Reviewed,
};
pub use crate::backend::{
    Done, Failure, Listed, Wait,
    http::{ToldPlatforms, bring, house},
    passes, people,
};
use crate::{
    backend::{Backend, demo, http::HttpBackend},
    outbox,
    roster::Roster,
    storage::{self, shared},
};

/// Whether the screen and the host agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Connection {
    /// The book has not come yet.
    Loading,
    /// The screen shows what the host has.
    InSync,
    /// The host does not answer. The screen shows its last answer.
    Offline,
    /// A submission is on its way.
    Sending,
    /// The host refused to give the book, or said that it cannot now.
    Refused(Box<Problem>),
}

/// The step of the billing dialog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Choosing modes.
    Choose,
    /// Reading the summary.
    Review {
        /// What would be done.
        summary: Arc<Reviewed>,
        /// What the user read before the book moved on, if it was different.
        before: Option<Arc<Reviewed>>,
    },
    /// The submission was sent and is not yet answered.
    Sending {
        /// The key it was sent under.
        key: SubmissionId,
        /// What was confirmed.
        summary: Arc<Reviewed>,
    },
    /// The submission is done.
    Done {
        /// The receipt.
        receipt: Receipt,
        /// What was confirmed; `None` if the page was loaded again meanwhile.
        summary: Option<Arc<Reviewed>>,
    },
    /// The host refused the submission for good.
    Refused {
        /// The key of the refused submission.
        key: SubmissionId,
        /// Why it was refused.
        problem: Box<Problem>,
    },
}

/// An open platform. Copies are the same session.
#[derive(Debug, Clone, Copy)]
pub struct Session {
    backend: StoredValue<Backend, LocalStorage>,
    /// The name under which drafts are kept.
    name: StoredValue<String>,
    replica: StoredValue<Option<Replica>>,
    roster: StoredValue<Roster>,
    /// Counts up whenever the confirmed book has changed.
    confirmed: RwSignal<u32>,
    /// The totals of what is staged.
    totals: RwSignal<Option<Totals>>,
    /// Counts up whenever what is staged may have changed.
    staged: RwSignal<u32>,
    connection: RwSignal<Connection>,
    step: RwSignal<Step>,
    /// The number of the summary that is being made; even while there is none.
    summing: RwSignal<u32>,
    /// Whether the billing dialog is open and shows the step.
    read: StoredValue<bool>,
    /// How long the host asked to be left alone when it failed last, in milliseconds.
    rest: StoredValue<u32>,
    /// Makes sure that what was under way is read only once.
    resumed: StoredValue<Rc<OnceCell<()>>, LocalStorage>,
    /// When something was last heard of news that come by themselves, in milliseconds since 1970.
    live: StoredValue<f64>,
    /// False once the session was left, which ends its loops.
    open: StoredValue<bool>,
}

impl Session {
    /// Opens the demo that this browser keeps.
    pub fn demo() -> Option<Self> {
        // no platform's id contains a slash, so drafts of the demo never mix with others
        let demo = demo::open()?;
        let session = Self::open(Backend::Demo(Rc::clone(&demo)), "demo/".to_owned());
        // when another tab changes the demo, this one follows, so that neither overwrites the other
        let demo = StoredValue::new_local(demo);
        let listener = window_event_listener(ev::storage, move |event| {
            if event.key().is_some_and(|key| storage::is_demo(&key)) {
                demo.with_value(|demo| demo.follow());
                spawn_local(session.reload());
            }
        });
        on_cleanup(move || listener.remove());
        Some(session)
    }

    /// Opens a platform of the worker.
    pub fn platform(id: PlatformId) -> Self {
        let name = id.as_str().to_owned();
        Self::open(Backend::Http(HttpBackend::new(id)), name)
    }

    fn open(backend: Backend, name: String) -> Self {
        let session = Self {
            backend: StoredValue::new_local(backend),
            name: StoredValue::new(name),
            replica: StoredValue::new(None),
            roster: StoredValue::default(),
            confirmed: RwSignal::new(0),
            totals: RwSignal::new(None),
            staged: RwSignal::new(0),
            connection: RwSignal::new(Connection::Loading),
            step: RwSignal::new(Step::Choose),
            summing: RwSignal::new(0),
            read: StoredValue::new(false),
            rest: StoredValue::new(0),
            resumed: StoredValue::new_local(Rc::default()),
            live: StoredValue::new(0.0),
            open: StoredValue::new(true),
        };
        on_cleanup(move || session.open.set_value(false));
        spawn_local(session.run());
        session
    }

    /// Whether this is the demo.
    pub fn is_demo(self) -> bool {
        self.backend.with_value(Backend::is_demo)
    }

    /// The platform's id; `None` for the demo.
    pub fn id(self) -> Option<PlatformId> {
        self.backend.with_value(|backend| match backend {
            Backend::Http(http) => Some(http.platform().clone()),
            Backend::Demo(_) => None,
        })
    }

    /// Where the accounts can be had as CSV; `None` for the demo, which has no address of its own for them.
    pub fn roster_path(self) -> Option<String> {
        self.backend.with_value(|backend| match backend {
            Backend::Http(http) => Some(http.roster()),
            Backend::Demo(_) => None,
        })
    }

    /// Where the archive can be had; `None` for the demo, which has none.
    pub fn archive_path(self) -> Option<String> {
        self.backend.with_value(|backend| match backend {
            Backend::Http(http) => Some(http.archive()),
            Backend::Demo(_) => None,
        })
    }

    /// Where everything that is held about an address can be had; `None` for the demo.
    pub fn person_path(self, address: &str) -> Option<String> {
        self.backend.with_value(|backend| match backend {
            Backend::Http(http) => Some(http.person(address)),
            Backend::Demo(_) => None,
        })
    }

    fn backend(self) -> Backend {
        self.backend.get_value()
    }

    /// The company that the demo shows; `None` if this is no demo.
    pub fn sample(self) -> Option<Sample> {
        match self.backend() {
            Backend::Demo(demo) => Some(demo.sample()),
            Backend::Http(_) => None,
        }
    }

    /// Whether the screen and the host agree.
    pub fn connection(self) -> ReadSignal<Connection> {
        self.connection.read_only()
    }

    /// Whether what is under way would survive a reload, tracked.
    pub fn is_kept(self) -> bool {
        shared::is_kept()
    }

    /// Whether this is a demo that would not survive a reload, tracked.
    pub fn is_passing_demo(self) -> bool {
        self.is_demo() && !shared::is_demo_kept()
    }

    /// The step of the billing dialog.
    pub fn step(self) -> ReadSignal<Step> {
        self.step.read_only()
    }

    /// The totals of what is staged; `None` until the book has come.
    pub fn totals(self) -> ReadSignal<Option<Totals>> {
        self.totals.read_only()
    }

    /// Reads the replica, tracking both the confirmed book and what is staged; `None` until the book has come.
    pub fn with_staged<T>(self, read: impl FnOnce(&Replica) -> T) -> Option<T> {
        self.confirmed.track();
        self.staged.track();
        self.peek(read)
    }

    /// Reads the replica, tracking the confirmed book; `None` until the book has come.
    pub fn with<T>(self, read: impl FnOnce(&Replica) -> T) -> Option<T> {
        self.confirmed.track();
        self.peek(read)
    }

    /// How often the confirmed book has changed or been replaced, tracked.
    pub fn changes(self) -> u32 {
        self.confirmed.get()
    }

    /// Reads the replica, untracked.
    pub fn peek<T>(self, read: impl FnOnce(&Replica) -> T) -> Option<T> {
        self.replica.try_with_value(|replica| replica.as_ref().map(read)).flatten()
    }

    /// The signal of the mode that a row shows. The row counts as shown for as long as the calling scope lives.
    pub fn row(self, id: AccountId) -> ArcRwSignal<RenewalMode> {
        let mode = self.peek(|replica| replica.book().account(id).map(|account| replica.mode(account))).flatten();
        on_cleanup(move || {
            self.roster.try_update_value(|roster| roster.leave(id));
        });
        let mode = mode.unwrap_or(RenewalMode::Monthly);
        self.roster.try_update_value(|roster| roster.enter(id, mode)).unwrap_or_else(|| ArcRwSignal::new(mode))
    }

    /// Stages a mode for accounts that can change.
    pub fn stage(self, ids: impl IntoIterator<Item = AccountId>, mode: RenewalMode) {
        self.change(|replica| replica.stage(ids, mode));
    }

    /// Unstages accounts.
    pub fn put_back(self, ids: impl IntoIterator<Item = AccountId>) {
        self.change(|replica| replica.put_back(ids));
    }

    /// Forgets everything staged.
    pub fn discard(self) {
        self.change(|replica| replica.discard().accounts());
        self.step.set(Step::Choose);
    }

    /// Changes what is staged, shows it, and keeps it.
    fn change(self, change: impl FnOnce(&mut Replica) -> AccountSet) {
        let wishes = self.alter(change);
        if !wishes.is_empty() {
            self.name.with_value(|name| shared::keep_drafts(name, &wishes));
        }
    }

    /// Changes the replica and shows it. `change` returns the accounts it touched. Returns the changes to the draft.
    fn alter(self, change: impl FnOnce(&mut Replica) -> AccountSet) -> Restaged {
        let changed = self.replica.try_update_value(|replica| {
            let Some(replica) = replica else { return Restaged::default() };
            let mut touched = change(replica);
            touched.join(&replica.fallen_out());
            Restaged::of(replica.staged(), touched)
        });
        self.show();
        changed.unwrap_or_default()
    }

    fn show(self) {
        let totals = self.peek(Replica::totals);
        if self.totals.get_untracked() != totals {
            self.totals.set(totals);
        }
        self.staged.update(|count| *count = count.wrapping_add(1));
        self.peek(|replica| {
            self.roster.with_value(|roster| {
                roster.refresh(|id| replica.book().account(id).map(|account| replica.mode(account)));
            });
        });
    }

    /// Goes from any step back to choosing. What was refused is staged again.
    pub fn choose(self) {
        self.stop_summing();
        let step = self.step.get_untracked();
        self.step.set(Step::Choose);
        if let Step::Refused { key, .. } = step {
            spawn_local(self.take_up(key));
        }
    }

    /// Accepts the summary for the user. The submission is kept, then sent until it is answered.
    pub fn confirm(self) {
        let Step::Review { summary, .. } = self.step.get_untracked() else {
            return;
        };
        self.stop_summing();
        let submission = summary.accept();
        let gone = self.alter(|replica| submission.modes().map(|modes| replica.confirm(&modes)).unwrap_or_default());
        let command = Command::Confirm(submission);
        let key = match self.backend() {
            Backend::Http(http) => {
                self.connection.set(Connection::Sending);
                outbox::confirm(http.platform().as_str(), command, gone)
            }
            Backend::Demo(_) => {
                let key = self.name.with_value(|name| outbox::confirm_here(name, command, gone));
                spawn_local(self.pass_here(key.clone()));
                key
            }
        };
        self.step.set(Step::Sending { key, summary });
    }
}
