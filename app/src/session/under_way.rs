//! What was asked for and is not answered: how a session sends it, shows it, and handles the answer.

use std::borrow::Cow;

use domain::{
    account::{AccountId, AccountSet},
    book::Catching,
    command::{Command, Envelope},
    receipt::Receipt,
    replica::Replica,
    stamp::{Actor, SubmissionId},
};
use leptos::{prelude::*, task::spawn_local};

use super::{Connection, Session, Step};
use crate::{
    backend::{Backend, Done, Failure},
    outbox::{self, Answer, Entry, State, Wish},
    slices::others,
    storage::{
        aside,
        shared::{self, News},
    },
};

/// What an answer says about the book, where nothing else is needed to take it up: a submission of modes, all of which were done.
fn done_by(entry: &Entry, answer: Option<&Answer>) -> Option<Catching> {
    let Some(Ok(Done::Changed(Receipt { revision, on, lines, .. }))) = answer else { return None };
    let modes = entry.modes().filter(|modes| modes.len() == *lines)?;
    Some(Catching::modes(modes.into_owned(), *revision, *on))
}

impl Session {
    /// Follows what this and other tabs send and stage, for as long as the calling scope lives.
    pub fn follow(self) {
        let name = self.name.get_value();
        let own = name.clone();
        let heard = shared::listen(move |news| match news {
            News::Drafts { platform, chunks } if *platform == own => {
                spawn_local(self.follow_drafts(Some(chunks.clone())));
            }
            News::Drafts { .. } | News::Outbox | News::All => {}
        });
        let answered = outbox::listen(&name, move |entry, answer| Box::pin(self.told(entry, answer)));
        // a computer without a network may still reach a worker of its own: it is asked
        let network = [
            window_event_listener(leptos::ev::online, move |_| self.retry()),
            window_event_listener(leptos::ev::offline, move |_| self.retry()),
        ];
        on_cleanup(move || {
            network.into_iter().for_each(WindowListenerHandle::remove);
            shared::unlisten(heard);
            outbox::unlisten(answered);
        });
        Effect::new(move |_| {
            outbox::with(|_| ());
            self.follow_sent();
        });
    }

    /// Reads once what was kept of what was under way. The book must have come.
    pub async fn resume(self) {
        let Some(cell) = self.resumed.try_get_value() else { return };
        cell.get_or_init(async {
            outbox::loaded().await;
            if !self.is_open() {
                return;
            }
            self.follow_sent();
            self.follow_drafts(None).await;
            self.show_sending().await;
        })
        .await;
    }

    /// Shows what was confirmed before the page was loaded again, until it is answered.
    async fn show_sending(self) {
        let entry = self.entry(|entry| entry.is_on_its_way() && entry.modes().is_some());
        let Some(entry) = entry else { return };
        let wishes = entry.modes().map(Cow::into_owned);
        let this = self.begin_summing();
        let summary = self.summed(this, wishes).await;
        if self.end_summing(this)
            && let Some(summary) = summary
            && self.step.get_untracked() == Step::Choose
            && self.entry(|other| other.key == entry.key && other.is_on_its_way()).is_some()
        {
            self.step.set(Step::Sending { key: entry.key, summary });
        }
    }

    /// Notes that the billing dialog is open, for as long as the calling scope lives. The dialog shows what has come
    /// back and waits for a person: a summary to read again, or why it was refused. Otherwise it shows what is on its
    /// way, if nothing is staged.
    pub fn read(self) {
        self.read.set_value(true);
        on_cleanup(move || {
            self.read.try_set_value(false);
        });
        if self.step.get_untracked() != Step::Choose {
            return;
        }
        let Some(entry) = self.entry(|entry| entry.modes().is_some() && !entry.is_on_its_way()) else {
            if self.peek(|replica| replica.staged().is_empty()) == Some(true) {
                spawn_local(self.show_sending());
            }
            return;
        };
        match entry.state {
            State::Stale => spawn_local(async move {
                self.take_up(entry.key).await;
                self.review_again(None).await;
            }),
            State::Refused(problem) => self.step.set(Step::Refused { key: entry.key, problem }),
            State::Waiting | State::Sent | State::Foreign => {}
        }
    }

    /// The first entry of this platform for which `is_so` returns true.
    fn entry(self, is_so: impl Fn(&Entry) -> bool) -> Option<Entry> {
        let name = self.name.try_get_value()?;
        outbox::peek(|entries| entries.iter().find(|entry| entry.platform == name && is_so(entry)).cloned())
    }

    /// Whether a confirmation or an undo of this platform is on its way.
    pub(super) fn is_sending(self) -> bool {
        let own = |name: &String| {
            outbox::peek(|entries| entries.iter().any(|entry| entry.platform == *name && entry.is_on_its_way()))
        };
        self.name.try_with_value(own).unwrap_or(false)
    }

    /// Whether a confirmation or an undo of this platform waits to be sent for the first time, tracked.
    pub fn is_waiting(self) -> bool {
        outbox::with(|_| ());
        self.entry(|entry| entry.is_on_its_way() && entry.state == State::Waiting).is_some()
    }

    /// Whether a confirmation or an undo of this platform is on its way, tracked.
    pub fn is_on_its_way(self) -> bool {
        outbox::with(|_| ());
        self.is_sending()
    }

    /// Whether a wish for which `is_so` returns true was sent to this platform and had no answer, tracked.
    pub fn is_unanswered(self, is_so: impl Fn(&Wish) -> bool) -> bool {
        let Some(name) = self.name.try_get_value() else { return false };
        outbox::with(|entries| {
            entries.iter().any(|entry| entry.platform == name && outbox::is_unanswered(entry) && is_so(&entry.wish))
        })
    }

    /// What `read` finds in the last command that was sent to this platform and had no answer.
    pub fn unanswered<T>(self, read: impl Fn(&Command) -> Option<T>) -> Option<T> {
        let name = self.name.try_get_value()?;
        outbox::peek(|entries| {
            let own = entries.iter().rev().filter(|entry| entry.platform == name && outbox::is_unanswered(entry));
            own.filter_map(|entry| match &entry.wish {
                Wish::Command(command) => read(command),
                Wish::File(_) | Wish::Found(_) | Wish::Foreign => None,
            })
            .next()
        })
    }

    fn follow_sent(self) {
        let Some(name) = self.name.try_get_value() else { return };
        let sent = outbox::sent(&name);
        self.change(|replica| {
            replica.follow_sent(sent);
            AccountSet::default()
        });
        if self.connection.get_untracked() == Connection::Sending && !self.is_sending() {
            self.connection.set(Connection::InSync);
        }
    }

    /// Shows the kept draft: the given chunks of it, or all of it.
    async fn follow_drafts(self, chunks: Option<Vec<u32>>) {
        let Some(name) = self.name.try_get_value() else { return };
        let Some(wishes) = shared::staged(&name, chunks.as_deref()).await else { return };
        if !self.is_open() {
            return;
        }
        // another tab may stage for accounts that this one has yet to learn of; at the beginning there is none
        let unknown = |replica: &Replica| wishes.iter().any(|change| replica.book().account(change.account).is_none());
        if chunks.is_none() && self.peek(unknown) == Some(true) {
            aside::note();
        }
        let all = AccountId(0)..=AccountId(u32::MAX);
        let ranges = chunks
            .map_or_else(|| vec![all], |chunks| chunks.into_iter().map(crate::storage::drafts::accounts).collect());
        self.change(|replica| {
            ranges.into_iter().for_each(|range| replica.follow_staged(range, &wishes));
            AccountSet::default()
        });
    }

    /// Does what a command asks, once however often it is sent, and follows the change of the book.
    ///
    /// # Errors
    /// When the host says no, or does not answer. Then the same command can be sent again.
    pub async fn perform(self, command: Command) -> Answer {
        match self.backend() {
            Backend::Http(http) => outbox::perform(http.platform(), command).await,
            Backend::Demo(demo) => {
                let envelope = Envelope { key: outbox::new_key(), actor: Actor::Demo, by: None, command };
                let answer = demo.pass(&envelope);
                self.pull().await;
                answer
            }
        }
    }

    /// Passes what was confirmed in the demo through its door.
    pub(super) async fn pass_here(self, key: SubmissionId) {
        let Some(entry) = self.entry(|entry| entry.key == key) else { return };
        let (Backend::Demo(demo), Wish::Command(command)) = (self.backend(), entry.wish.clone()) else { return };
        let answer = demo.pass(&Envelope { key, actor: Actor::Demo, by: None, command });
        outbox::conclude(&entry, &answer).await;
    }

    /// Handles the answer to an entry of this platform; `None` if the answer went to another tab.
    async fn told(self, entry: Entry, answer: Option<Answer>) {
        if !self.is_open() {
            return;
        }
        if let Some(Err(failure)) = &answer
            && failure.is_open()
        {
            return self.failed(failure.clone());
        }
        let revision = match &answer {
            Some(Ok(Done::Changed(receipt))) => Some(receipt.revision),
            Some(Ok(Done::Imported(imported))) => imported.import,
            Some(Ok(Done::Ordered(_) | Done::So) | Err(_)) | None => None,
        };
        let is_known = match done_by(&entry, answer.as_ref()) {
            Some(done) => self.caught_up(done).await,
            None => false,
        };
        let has_come = match revision {
            _ if is_known => true,
            Some(revision) => self.has_come(revision).await,
            None => false,
        };
        if !has_come {
            self.pull().await;
        }
        // the book that is shown now is painted before the receipt
        others().await;
        if !self.is_open() {
            return;
        }
        let summary = match self.step.get_untracked() {
            Step::Sending { key, summary } if key == entry.key => summary,
            Step::Choose | Step::Review { .. } | Step::Sending { .. } | Step::Done { .. } | Step::Refused { .. } => {
                return;
            }
        };
        // while no dialog shows it, a refused entry waits until somebody opens one
        if matches!(answer, Some(Err(_))) && self.read.try_get_value() != Some(true) {
            return self.step.set(Step::Choose);
        }
        match answer {
            Some(Ok(Done::Changed(receipt))) => self.step.set(Step::Done { receipt, summary: Some(summary) }),
            Some(Err(Failure::Stale)) => {
                self.take_up(entry.key).await;
                self.review_again(Some(summary)).await;
            }
            Some(Err(Failure::Refused(problem))) => self.step.set(Step::Refused { key: entry.key, problem }),
            Some(
                Ok(Done::Ordered(_) | Done::Imported(_) | Done::So) | Err(Failure::Unreachable | Failure::NotNow(..)),
            )
            | None => {
                self.step.set(Step::Choose);
                self.show_receipt(entry.key);
            }
        }
    }

    /// Stages again what was confirmed under a key and not done, except for accounts that have another wish by now.
    pub(super) async fn take_up(self, key: SubmissionId) {
        let Some(entry) = self.entry(|entry| entry.key == key) else { return };
        self.follow_sent();
        let wishes = entry.modes().unwrap_or_default();
        let staged = self.alter(|replica| replica.take_up(&wishes));
        outbox::put_back(&entry, staged).await;
    }
}
