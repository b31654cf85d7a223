//! One platform, open in this tab: its replica, what is on its way, and the only place that writes their signals.

mod deeds;
mod found;
mod sync;
mod under_way;

use std::{rc::Rc, sync::Arc};

use async_once_cell::OnceCell;
use domain::{
    account::{AccountId, RenewalMode},
    command::Command,
    demo::Sample,
    platform::PlatformId,
    receipt::Receipt,
    replica::Replica,
    stamp::SubmissionId,
    summary::{Summary, Totals},
    wire::Problem,
};
use leptos::{ev, prelude::*, task::spawn_local};

pub use self::found::{aside_was_read, found, is_something_aside, is_unanswered, platforms};
use crate::{
    backend::{Backend, demo, http::HttpBackend},
    outbox,
    roster::Roster,
    storage::{self, drafts::Wishes, shared},
};
pub use crate::{
    backend::{Done, Failure, Listed},
    clock::today,
};

/// Whether the screen and the host agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Connection {
    /// The book has not come yet.
    Loading,
    /// What is shown is what the host has.
    InSync,
    /// The host does not answer; what is shown is what it said last.
    Offline,
    /// A submission is on its way.
    Sending,
    /// The host said no when the book was asked for.
    Refused(Box<Problem>),
}

/// Where the billing dialog is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Choosing modes.
    Choose,
    /// Reading the summary. Where the book moved on meanwhile, `before` is what was read before.
    Review {
        /// What would be done.
        summary: Arc<Summary>,
        /// What the user had read, if that was something else.
        before: Option<Arc<Summary>>,
    },
    /// Sent and not yet answered.
    Sending {
        /// Under this key.
        key: SubmissionId,
        /// What was confirmed.
        summary: Arc<Summary>,
    },
    /// Done.
    Done {
        /// The receipt.
        receipt: Receipt,
        /// What was confirmed; none where the page was loaded again meanwhile.
        summary: Option<Arc<Summary>>,
    },
    /// The host said no, for good.
    Refused {
        /// To what was confirmed under this key.
        key: SubmissionId,
        /// Why.
        problem: Box<Problem>,
    },
}

/// An open platform. A handle: copies are the same session.
#[derive(Debug, Clone, Copy)]
pub struct Session {
    backend: StoredValue<Backend, LocalStorage>,
    /// Under what name drafts are kept.
    name: StoredValue<String>,
    replica: StoredValue<Option<Replica>>,
    roster: StoredValue<Roster>,
    /// Counts up whenever the confirmed book has changed.
    confirmed: RwSignal<u32>,
    /// What is staged, in total.
    totals: RwSignal<Option<Totals>>,
    /// Counts up whenever what is staged may have changed.
    staged: RwSignal<u32>,
    connection: RwSignal<Connection>,
    step: RwSignal<Step>,
    /// Whether the billing dialog shows the step.
    read: StoredValue<bool>,
    /// Taking up what was under way, once.
    resumed: StoredValue<Rc<OnceCell<()>>, LocalStorage>,
    /// Ends the loops of a session that was left.
    open: StoredValue<bool>,
}

impl Session {
    /// Opens the demo that this browser keeps.
    pub fn demo() -> Option<Self> {
        // no platform's id has a slash: drafts of the demo are its own
        let demo = demo::open()?;
        let session = Self::open(Backend::Demo(Rc::clone(&demo)), "demo/".to_owned());
        // another tab has gone on with the demo: this one follows, so that neither writes over the other
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
            read: StoredValue::new(false),
            resumed: StoredValue::new_local(Rc::default()),
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

    fn backend(self) -> Backend {
        self.backend.get_value()
    }

    /// The company that the demo shows; none where this is no demo.
    pub fn sample(self) -> Option<Sample> {
        match self.backend() {
            Backend::Demo(demo) => Some(demo.sample()),
            Backend::Http(_) => None,
        }
    }

    /// Whether screen and host agree.
    pub fn connection(self) -> ReadSignal<Connection> {
        self.connection.read_only()
    }

    /// Whether what is under way would survive a reload, tracked.
    pub fn kept(self) -> bool {
        shared::is_kept()
    }

    /// Where the billing dialog is.
    pub fn step(self) -> ReadSignal<Step> {
        self.step.read_only()
    }

    /// What is staged, in total; none until the book has come.
    pub fn totals(self) -> ReadSignal<Option<Totals>> {
        self.totals.read_only()
    }

    /// Reads the replica, again whenever the confirmed book or what is staged changes; none until it has come.
    pub fn with_staged<T>(self, read: impl FnOnce(&Replica) -> T) -> Option<T> {
        self.confirmed.track();
        self.staged.track();
        self.peek(read)
    }

    /// Reads the replica, again whenever the confirmed book changes; none until it has come.
    pub fn with<T>(self, read: impl FnOnce(&Replica) -> T) -> Option<T> {
        self.confirmed.track();
        self.peek(read)
    }

    /// Reads the replica once.
    pub fn peek<T>(self, read: impl FnOnce(&Replica) -> T) -> Option<T> {
        self.replica.try_with_value(|replica| replica.as_ref().map(read)).flatten()
    }

    /// The mode a row shows, for as long as the calling scope lives.
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

    /// Puts accounts back.
    pub fn put_back(self, ids: &[AccountId]) {
        self.change(|replica| replica.put_back(ids));
    }

    /// Forgets everything staged.
    pub fn discard(self) {
        self.change(|replica| replica.discard().iter().map(|change| change.account).collect());
        self.step.set(Step::Choose);
    }

    /// Changes what is staged: shows it, and keeps it.
    fn change(self, change: impl FnOnce(&mut Replica) -> Vec<AccountId>) {
        let wishes = self.alter(change);
        if !wishes.is_empty() {
            self.name.with_value(|name| shared::keep_drafts(name, wishes));
        }
    }

    /// Changes the replica, and shows it. Answers what that changes in the draft.
    fn alter(self, change: impl FnOnce(&mut Replica) -> Vec<AccountId>) -> Wishes {
        let changed = self.replica.try_update_value(|replica| {
            let Some(replica) = replica else { return Wishes::new() };
            let mut touched = change(replica);
            touched.extend(replica.fallen_out());
            touched.into_iter().map(|id| (id, replica.staged().get(id))).collect()
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

    /// From choosing to the summary.
    pub fn review(self) {
        // what is on its way changes what a summary would say
        if self.is_sending() {
            return;
        }
        if let Some(Ok(summary)) = self.peek(Replica::summarise) {
            self.step.set(Step::Review { summary: Arc::new(summary), before: None });
        }
    }

    /// From anywhere back to choosing. What was refused is staged again.
    pub fn choose(self) {
        let step = self.step.get_untracked();
        self.step.set(Step::Choose);
        if let Step::Refused { key, .. } = step {
            spawn_local(self.take_up(key));
        }
    }

    /// The user accepts the summary: it is kept, then sent until it is answered.
    pub fn confirm(self) {
        let Step::Review { summary, .. } = self.step.get_untracked() else {
            return;
        };
        let submission = (*summary).clone().accept();
        let gone = self.alter(|replica| replica.confirm(submission.wishes()));
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
