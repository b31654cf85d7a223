//! Sending: who is under way, when it is tried again, and what an answer does.

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
};
use gloo::timers::callback::Timeout;
use leptos::{
    ev,
    prelude::{Update, document, window, window_event_listener},
    task::spawn_local,
};
use wasm_bindgen::{JsCast, closure::Closure};

use super::{Answer, ENTRIES, Entry, NOT_YET_KEPT, State, Wish, drop_entry, forget, peek, read_all, tell, unkeep};
use crate::{
    backend::{
        Failure,
        http::{self, HttpBackend},
    },
    storage::{
        Before, before,
        database::Store,
        drafts,
        shared::{self, News},
    },
};

/// The first and the longest wait before what had no answer is sent again, in milliseconds.
const RETRY_MS: (u32, u32) = (2_000, 30_000);

thread_local! {
    static LOADED: Rc<OnceCell<()>> = Rc::new(OnceCell::new());
    static UNDER_WAY: RefCell<BTreeSet<SubmissionId>> = RefCell::default();
    static BUSY: Cell<bool> = const { Cell::new(false) };
    /// Whether something was asked for while all was busy.
    static AGAIN: Cell<bool> = const { Cell::new(false) };
    static WAIT: Cell<u32> = const { Cell::new(RETRY_MS.0) };
    static TIMER: RefCell<Option<Timeout>> = RefCell::default();
}

/// Takes up what is kept, and begins to send. Once a tab, however often it is called.
pub fn start() {
    spawn_local(async {
        loaded().await;
        send_now();
    });
}

/// Returns once what is kept has been taken up.
pub async fn loaded() {
    let cell = LOADED.with(Rc::clone);
    cell.get_or_init(async {
        take_up_before().await;
        reload().await;
        attend();
    })
    .await;
}

/// Sends at once when the browser has a network again or the tab is looked at, and follows what other tabs do.
fn attend() {
    // the page lives as long as the tab
    let online = window_event_listener(ev::online, |_| send_now());
    std::mem::forget(online);
    let seen = Closure::<dyn Fn()>::new(|| {
        if !document().hidden() {
            send_now();
        }
    });
    let seen = seen.into_js_value();
    // where it is not called, the timer does it
    drop(document().add_event_listener_with_callback("visibilitychange", seen.unchecked_ref()));
    shared::listen(|news| {
        if *news == News::Outbox {
            spawn_local(async {
                reload().await;
                send_now();
            });
        }
    });
}

/// Moves what version 0.1.0 kept to where it stands now.
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

/// Reads what is kept again. What another tab has seen answered is told before it goes.
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

/// Sends everything that goes by itself, now; what has no answer is tried again, later each time.
pub fn send_now() {
    WAIT.set(RETRY_MS.0);
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
            let own = entries.iter().filter(|entry| entry.is_on_its_way());
            own.map(|entry| entry.key.clone()).collect()
        });
        let mut left = false;
        for key in due {
            let answer = attempt(&key, None).await;
            left |= matches!(answer, Some(Err(Failure::Unreachable)));
        }
        BUSY.set(false);
        if AGAIN.replace(false) {
            round();
        } else if left {
            send_later();
        }
    });
}

/// Sends everything that goes by itself after a while, which is longer each time.
pub(super) fn send_later() {
    let wait = WAIT.get();
    WAIT.set(wait.saturating_mul(2).min(RETRY_MS.1));
    TIMER.with_borrow_mut(|timer| *timer = Some(Timeout::new(wait, round)));
}

/// Notes that an entry is being sent. Answers whether it is still there: another tab may have taken it back, or have
/// had its answer.
async fn begin(key: &SubmissionId) -> bool {
    let Some(transaction) = shared::begin(&[Store::Outbox]).await else {
        return peek(|entries| entries.iter().any(|entry| entry.key == *key));
    };
    let Ok(kept) = transaction.get(Store::Outbox, &key.0).await else { return true };
    let Some(mut entry) = kept.map(|text| Entry::read(&key.0, &text)) else {
        // a browser that is full keeps nothing, and sends all the same
        return !shared::is_kept_now();
    };
    if entry.state == State::Sent {
        return true;
    }
    entry.state = State::Sent;
    if transaction.put(Store::Outbox, &key.0, entry.text().as_deref()).is_ok() {
        shared::commit(transaction, &News::Outbox).await;
    }
    true
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

/// Keeps how far an entry is.
async fn settle(key: &SubmissionId, state: State) {
    mark(key, &state);
    let entry = peek(|entries| entries.iter().find(|entry| entry.key == *key).cloned());
    let Some(transaction) = shared::begin(&[Store::Outbox]).await else { return };
    let text = entry.and_then(|entry| entry.text());
    if transaction.put(Store::Outbox, &key.0, text.as_deref()).is_ok() {
        shared::commit(transaction, &News::Outbox).await;
    }
}

/// Whether the browser says that it has no network: then nothing need be tried.
fn is_offline() -> bool {
    !window().navigator().on_line()
}

/// Tries once. None where the entry is being sent already, or is no more.
///
/// `command` is given where the entry does not hold it, or somebody waits for the answer.
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
    let answer = if begin(key).await {
        mark(key, &State::Sent);
        Some(HttpBackend::new(platform).perform(key, &command).await)
    } else {
        None
    };
    match &answer {
        None => {
            tell(&entry, None).await;
            drop_entry(key);
        }
        Some(answer) => conclude(&entry, answer).await,
    }
    UNDER_WAY.with_borrow_mut(|keys| keys.remove(key));
    if matches!(answer, Some(Err(Failure::Unreachable))) {
        // whoever shows what had no answer shows it from now on
        mark(key, &State::Sent);
    }
    answer
}

/// Whether an entry is being sent by this tab right now.
pub(super) fn is_under_way(key: &SubmissionId) -> bool {
    UNDER_WAY.with_borrow(|keys| keys.contains(key))
}

/// What an answer does to its entry.
pub async fn conclude(entry: &Entry, answer: &Answer) {
    let by_itself = entry.wish.goes_by_itself();
    match answer {
        Err(Failure::Unreachable) => tell(entry, Some(answer)).await,
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
            // whoever waits for the answer goes on at once: nothing is awaited behind this
            tell(entry, Some(answer)).await;
            drop_entry(&entry.key);
            if answer.is_ok() {
                spawn_local(forget_like(entry.clone()));
            }
        }
    }
}

/// Earlier wishes about the same thing that had no answer: what became of them shows in what was done now.
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

/// Makes a platform; the same again gives the same. The entry stays.
pub(super) async fn found(key: &SubmissionId, new: &NewPlatform) -> Result<PlatformId, Failure> {
    begin(key).await;
    mark(key, &State::Sent);
    http::create(&key.0, new).await
}
