//! Sends entries: which are being sent, when to try again, and what an answer does.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeSet,
    rc::Rc,
};

use async_once_cell::OnceCell;
use domain::{
    command::Command,
    platform::{NewPlatform, PlatformId},
    stamp::SubmissionId,
    wire::Code,
};
use gloo::timers::callback::Timeout;
use leptos::{
    ev,
    prelude::{Update, document, window, window_event_listener},
    task::spawn_local,
};
use wasm_bindgen::{JsCast, closure::Closure};

use super::{
    Answer, ENTRIES, Entry, NOT_YET_KEPT, State, Wish, drop_entry, forget, is_ours, peek, read_all, tell, unkeep,
};
use crate::{
    backend::{
        Done, Failure, Wait, call,
        http::{self, HttpBackend},
    },
    storage::{
        Before, before,
        database::Store,
        drafts,
        shared::{self, News},
    },
};

thread_local! {
    static LOADED: Rc<OnceCell<()>> = Rc::new(OnceCell::new());
    static UNDER_WAY: RefCell<BTreeSet<SubmissionId>> = RefCell::default();
    static BUSY: Cell<bool> = const { Cell::new(false) };
    /// Whether another round was asked for during this one.
    static AGAIN: Cell<bool> = const { Cell::new(false) };
    /// The wait before an entry without an answer is sent again.
    static WAIT: Cell<Wait> = const { Cell::new(Wait::FIRST) };
    static TIMER: RefCell<Option<Timeout>> = RefCell::default();
}

/// Reads the kept entries and begins to send. Each tab does this once, however often it is called.
pub fn start() {
    spawn_local(async {
        loaded().await;
        send_now();
    });
}

/// Returns once the kept entries have been read.
pub async fn loaded() {
    let cell = LOADED.with(Rc::clone);
    cell.get_or_init(async {
        take_up_before().await;
        reload().await;
        attend();
    })
    .await;
}

/// Sends at once when the browser has a network again or the tab becomes visible, and follows changes from other tabs.
fn attend() {
    // the listener stays, because the page lives as long as the tab
    let online = window_event_listener(ev::online, |_| send_now());
    std::mem::forget(online);
    let seen = Closure::<dyn Fn()>::new(|| {
        if !document().hidden() {
            send_now();
        }
    });
    let seen = seen.into_js_value();
    // if this cannot be registered, the timer still sends
    drop(document().add_event_listener_with_callback("visibilitychange", seen.unchecked_ref()));
    shared::listen(|news| {
        if *news == News::All {
            // what is shown is somebody's who has signed out
            drop(window().location().reload());
        } else if *news == News::Outbox {
            spawn_local(async {
                reload().await;
                send_now();
            });
        }
    });
}

/// Moves what version 0.1.0 kept into the database.
async fn take_up_before() {
    for kept in before() {
        let Some(transaction) = shared::begin(&[Store::Drafts, Store::Outbox]).await else { return };
        let Before { platform, staged, sent, .. } = &kept;
        let staged = super::staged(staged, true);
        let mut written = drafts::keep(&transaction, platform, &staged).await.is_ok();
        for (key, command) in sent {
            let mut entry = super::made(platform, Wish::of(command), State::Sent);
            entry.key = key.clone();
            written &= transaction.put(Store::Outbox, &key.0, entry.text().as_deref()).is_ok();
        }
        if written && shared::commit(transaction, &News::Outbox).await {
            kept.forget();
        }
    }
}

/// Reads the kept entries again, because something else than the outbox has written some, and sends them.
pub fn look_again() {
    spawn_local(async {
        loaded().await;
        reload().await;
        send_now();
    });
}

/// Reads the kept entries again. Before an entry that another tab saw answered leaves the list, the listeners are told.
async fn reload() {
    let Some(transaction) = shared::begin(&[Store::Outbox]).await else { return };
    let Some(entries) = read_all(&transaction).await else { return };
    let is_gone = |entry: &&Entry| !entries.iter().any(|kept| kept.key == entry.key);
    let under_way = |entry: &&Entry| is_under_way(&entry.key);
    let not_yet = |entry: &&Entry| NOT_YET_KEPT.with_borrow(|keys| keys.contains(&entry.key));
    let gone = |own: &[Entry]| {
        own.iter().filter(is_gone).filter(|entry| !under_way(entry) && !not_yet(entry)).cloned().collect()
    };
    let gone: Vec<Entry> = peek(gone);
    for entry in &gone {
        tell(entry, None).await;
    }
    ENTRIES.with(|own| {
        own.update(|own| {
            own.retain(|entry| !gone.iter().any(|gone| gone.key == entry.key));
            for kept in entries {
                match own.iter_mut().find(|entry| entry.key == kept.key) {
                    Some(entry) => *entry = kept,
                    None => own.push(kept),
                }
            }
        });
    });
}

/// Sends all entries that are sent by themselves, now. Those without an answer are tried again after ever longer waits.
pub fn send_now() {
    WAIT.set(Wait::FIRST);
    TIMER.with_borrow_mut(|timer| drop(timer.take()));
    round();
}

fn round() {
    if BUSY.replace(true) {
        AGAIN.set(true);
        return;
    }
    spawn_local(async {
        let due: Vec<SubmissionId> = peek(|entries| {
            let own = entries.iter().filter(|entry| entry.is_on_its_way() && is_ours(entry));
            own.map(|entry| entry.key.clone()).collect()
        });
        let mut left = None;
        for key in due {
            if let Some(Err(failure)) = attempt(&key, None).await
                && failure.is_open()
            {
                left = left.max(Some(failure.rest_ms()));
            }
        }
        look_up().await;
        BUSY.set(false);
        if AGAIN.replace(false) {
            round();
        } else if let Some(rest) = left {
            send_later(rest);
        }
    });
}

/// What somebody else has sent from this browser may have been done, though the answer was lost. If the record has it, it is
/// over. Else it waits for them.
async fn look_up() {
    if call::acting_for().is_none() {
        return;
    }
    let theirs = |entry: &&Entry| entry.is_on_its_way() && entry.state == State::Sent && !is_ours(entry);
    let theirs: Vec<Entry> = peek(|entries| entries.iter().filter(theirs).cloned().collect());
    for entry in theirs {
        let Ok(platform) = PlatformId::try_from(entry.platform.clone()) else { continue };
        if let Ok(receipt) = HttpBackend::new(platform).receipt(&entry.key).await {
            conclude(&entry, &Ok(Done::Changed(receipt))).await;
        }
    }
}

/// Sends all entries that are sent by themselves after a wait, which is longer each time, and at least `rest`
/// milliseconds.
pub(super) fn send_later(rest: u32) {
    let wait = WAIT.get().now(rest);
    WAIT.set(WAIT.get().longer());
    TIMER.with_borrow_mut(|timer| *timer = Some(Timeout::new(wait, round)));
}

/// What is known of an entry when it is to be sent.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    /// Another tab has withdrawn it or received its answer.
    Gone,
    /// It was sent before, or may have been.
    Again,
    /// It is sent for the first time.
    First,
}

/// Notes that an entry is being sent, and returns what was known of it before.
async fn begin(key: &SubmissionId) -> Known {
    let there = peek(|entries| entries.iter().find(|entry| entry.key == *key).map(|entry| entry.state.clone()));
    let of = |state: Option<&State>| match state {
        None => Known::Gone,
        Some(State::Waiting) => Known::First,
        Some(State::Sent | State::Stale | State::Refused(_) | State::Foreign) => Known::Again,
    };
    let Some(transaction) = shared::begin(&[Store::Outbox]).await else { return of(there.as_ref()) };
    let Ok(kept) = transaction.get(Store::Outbox, &key.0).await else { return Known::Again };
    let Some(mut entry) = kept.map(|text| Entry::read(&key.0, &text)) else {
        // a browser whose storage is full keeps no entry, and the page sends it all the same
        return if shared::is_kept_now() { Known::Gone } else { of(there.as_ref()) };
    };
    let known = of(Some(&entry.state));
    if entry.state != State::Sent {
        entry.state = State::Sent;
        if transaction.put(Store::Outbox, &key.0, entry.text().as_deref()).is_ok() {
            shared::commit(transaction, &News::Outbox).await;
        }
    }
    known
}

/// Whether the worker said that it cannot now before it looked at what was asked for, so that nothing was done.
fn did_nothing(answer: &Answer) -> bool {
    const BEFORE: [&str; 6] = [
        Code::NotSignedIn.as_str(),
        Code::SignInMissing.as_str(),
        Code::PeopleDamaged.as_str(),
        Code::ProxyInFront.as_str(),
        Code::TooManyRequests.as_str(),
        Code::Resting.as_str(),
    ];
    matches!(answer, Err(Failure::NotNow(problem, _)) if BEFORE.contains(&&*problem.code))
}

fn mark(key: &SubmissionId, state: &State) {
    ENTRIES.with(|entries| {
        entries.update(|entries| {
            if let Some(entry) = entries.iter_mut().find(|entry| entry.key == *key) {
                entry.state = state.clone();
            }
        });
    });
}

/// Keeps a new state of an entry.
async fn settle(key: &SubmissionId, state: State) {
    mark(key, &state);
    let entry = peek(|entries| entries.iter().find(|entry| entry.key == *key).cloned());
    let Some(transaction) = shared::begin(&[Store::Outbox]).await else { return };
    let text = entry.and_then(|entry| entry.text());
    if transaction.put(Store::Outbox, &key.0, text.as_deref()).is_ok() {
        shared::commit(transaction, &News::Outbox).await;
    }
}

/// Whether the browser says that it has no network, so that trying is pointless.
fn is_offline() -> bool {
    !window().navigator().on_line()
}

/// Tries once to send an entry. Returns `None` if it is being sent already or no longer exists.
///
/// The caller gives `command` if the entry does not hold it, or if the caller waits for the answer itself.
pub(super) async fn attempt(key: &SubmissionId, command: Option<&Command>) -> Option<Answer> {
    let entry = peek(|entries| entries.iter().find(|entry| entry.key == *key).cloned())?;
    if entry.wish.goes_by_itself() && is_offline() {
        let answer = Err(Failure::Unreachable);
        tell(&entry, Some(&answer)).await;
        return Some(answer);
    }
    let platform = PlatformId::try_from(entry.platform.clone()).ok()?;
    let command = match (command, &entry.wish) {
        (Some(command), _) | (None, Wish::Command(command)) => command.clone(),
        (None, Wish::File(_) | Wish::Found(_) | Wish::Foreign) => return None,
    };
    if !UNDER_WAY.with_borrow_mut(|keys| keys.insert(key.clone())) {
        return None;
    }
    let known = begin(key).await;
    let answer = if known == Known::Gone {
        None
    } else {
        mark(key, &State::Sent);
        Some(HttpBackend::new(platform).perform(key, &command).await)
    };
    match &answer {
        None => {
            tell(&entry, None).await;
            drop_entry(key);
        }
        Some(answer) => conclude(&entry, answer).await,
    }
    UNDER_WAY.with_borrow_mut(|keys| keys.remove(key));
    match &answer {
        Some(answer) if known == Known::First && did_nothing(answer) => {
            if entry.wish.goes_by_itself() {
                // it can be withdrawn again
                settle(key, State::Waiting).await;
            } else {
                forget(key).await;
            }
        }
        // the entry no longer counts as under way: this makes the signal show it as unanswered
        Some(Err(failure)) if failure.is_open() => mark(key, &State::Sent),
        Some(Ok(_) | Err(_)) | None => {}
    }
    answer
}

/// Whether an entry is being sent by this tab right now.
pub(super) fn is_under_way(key: &SubmissionId) -> bool {
    UNDER_WAY.with_borrow(|keys| keys.contains(key))
}

/// Applies an answer to its entry.
pub async fn conclude(entry: &Entry, answer: &Answer) {
    let by_itself = entry.wish.goes_by_itself();
    match answer {
        Err(Failure::Unreachable | Failure::NotNow(..)) => tell(entry, Some(answer)).await,
        Err(Failure::Stale) if by_itself => {
            settle(&entry.key, State::Stale).await;
            tell(entry, Some(answer)).await;
        }
        Err(Failure::Refused(problem)) if by_itself => {
            settle(&entry.key, State::Refused(problem.clone())).await;
            tell(entry, Some(answer)).await;
        }
        Ok(_) | Err(Failure::Stale | Failure::Refused(_)) => {
            unkeep(&entry.key).await;
            // the caller waits for the answer, so nothing slow may follow
            tell(entry, Some(answer)).await;
            drop_entry(&entry.key);
            if answer.is_ok() {
                spawn_local(forget_like(entry.clone()));
            }
        }
    }
}

/// Forgets earlier unanswered wishes about the same thing. What was done now also shows what became of them.
pub(super) async fn forget_like(done: Entry) {
    let like = |entry: &&Entry| {
        super::is_unanswered(entry)
            && entry.platform == done.platform
            && entry.wish.is_like(&done.wish)
            && entry.at.0 <= done.at.0
    };
    let keys: Vec<SubmissionId> = peek(|entries| entries.iter().filter(like).map(|entry| entry.key.clone()).collect());
    for key in keys {
        forget(&key).await;
    }
}

/// Creates a platform. The same key gives the same platform again. The entry stays.
pub(super) async fn found(key: &SubmissionId, new: &NewPlatform) -> Result<PlatformId, Failure> {
    begin(key).await;
    mark(key, &State::Sent);
    http::create(&key.0, new).await
}
