//! The database that all tabs of this browser share. Each tab opens it once and tells the others what it has changed.

use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

use async_once_cell::OnceCell;
use domain::change::{ChangeSet, Restaged};
use leptos::{
    prelude::{ArcRwSignal, Get, GetUntracked, Set},
    task::spawn_local,
};
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{BroadcastChannel, MessageEvent};

use super::{
    database::{Database, Store, Transaction},
    drafts,
};

const CHANNEL: &str = "laufzeit";

/// What another tab has changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum News {
    /// The entries that are on their way.
    Outbox,
    /// Everything was cleared, because somebody signed out.
    All,
    /// The draft of a platform.
    Drafts {
        /// The platform's name.
        platform: String,
        /// The chunks that were changed.
        chunks: Vec<u32>,
    },
}

type Listener = Rc<dyn Fn(&News)>;

thread_local! {
    static DATABASE: Rc<OnceCell<Option<Database>>> = Rc::new(OnceCell::new());
    static KEPT: ArcRwSignal<bool> = ArcRwSignal::new(true);
    static DEMO_KEPT: ArcRwSignal<bool> = ArcRwSignal::new(true);
    static LISTENERS: RefCell<BTreeMap<u32, Listener>> = RefCell::default();
    static CHANNELS: Option<BroadcastChannel> = hear();
    /// Draft wishes that have not been written yet, by platform.
    static PENDING: RefCell<BTreeMap<String, Restaged>> = RefCell::default();
}

/// Whether this browser keeps what is under way, tracked.
pub fn is_kept() -> bool {
    KEPT.with(Get::get)
}

/// Whether this browser keeps the demo, tracked. It stands beside the database.
pub fn is_demo_kept() -> bool {
    DEMO_KEPT.with(Get::get)
}

/// Whether this browser keeps what is under way, untracked.
pub fn is_kept_now() -> bool {
    KEPT.with(GetUntracked::get_untracked)
}

/// Notes whether this browser keeps what is under way.
pub fn note(kept: bool) {
    KEPT.with(|signal| set(signal, kept));
}

/// Notes whether this browser keeps the demo.
pub fn note_demo(kept: bool) {
    DEMO_KEPT.with(|signal| set(signal, kept));
}

fn set(signal: &ArcRwSignal<bool>, kept: bool) {
    if signal.get_untracked() != kept {
        signal.set(kept);
    }
}

/// Begins a transaction; `None` if the browser keeps nothing.
pub async fn begin(stores: &[Store]) -> Option<Transaction> {
    let cell = DATABASE.with(Rc::clone);
    let database = cell.get_or_init(async { Database::open().await.ok() }).await;
    let transaction = database.as_ref().and_then(|database| database.begin(stores).ok());
    if transaction.is_none() {
        note(false);
    }
    transaction
}

/// Commits a transaction and tells the other tabs. Returns whether it is kept.
pub async fn commit(transaction: Transaction, news: &News) -> bool {
    let kept = transaction.commit().await.is_ok();
    note(kept);
    if kept {
        tell(news);
    }
    kept
}

/// Calls `listener` for every change by another tab, until [`unlisten`] is called with the returned number.
pub fn listen(listener: impl Fn(&News) + 'static) -> u32 {
    // the channel opens with the first listener
    CHANNELS.with(|_| ());
    LISTENERS.with_borrow_mut(|listeners| {
        let id = listeners.keys().next_back().map_or(0, |last| last.wrapping_add(1));
        listeners.insert(id, Rc::new(listener));
        id
    })
}

/// Stops calling the listener with this number.
pub fn unlisten(id: u32) {
    LISTENERS.with_borrow_mut(|listeners| drop(listeners.remove(&id)));
}

fn hear() -> Option<BroadcastChannel> {
    let channel = BroadcastChannel::new(CHANNEL).ok()?;
    let heard = Closure::<dyn Fn(MessageEvent)>::new(|event: MessageEvent| {
        // another version may send what this one does not understand
        let news = event.data().as_string().and_then(|text| serde_json::from_str::<News>(&text).ok());
        let Some(news) = news else { return };
        let listeners: Vec<Listener> = LISTENERS.with_borrow(|listeners| listeners.values().cloned().collect());
        listeners.iter().for_each(|listener| listener(&news));
    });
    channel.set_onmessage(Some(heard.into_js_value().unchecked_ref()));
    Some(channel)
}

/// Tells the other tabs what has changed.
pub fn tell(news: &News) {
    let Ok(text) = serde_json::to_string(news) else { return };
    CHANNELS.with(|channel| {
        // if no other tab can be reached, there is nobody to tell
        drop(channel.as_ref().map(|channel| channel.post_message(&JsValue::from_str(&text))));
    });
}

/// Keeps draft wishes of a platform once the earlier ones are kept.
pub fn keep_drafts(platform: &str, wishes: &Restaged) {
    let idle = PENDING.with_borrow_mut(|pending| {
        let idle = !pending.contains_key(platform);
        pending.entry(platform.to_owned()).or_default().then(wishes);
        idle
    });
    if idle {
        spawn_local(write_drafts(platform.to_owned()));
    }
}

/// Takes the draft wishes that wait to be written. The caller must write them.
pub fn take_pending(platform: &str) -> Restaged {
    PENDING.with_borrow_mut(|pending| pending.get_mut(platform).map(std::mem::take).unwrap_or_default())
}

async fn write_drafts(platform: String) {
    loop {
        let Some(transaction) = begin(&[Store::Drafts]).await else { break };
        let wishes = take_pending(&platform);
        if wishes.is_empty() {
            break;
        }
        match drafts::keep(&transaction, &platform, &wishes).await {
            Ok(chunks) => drop(commit(transaction, &News::Drafts { platform: platform.clone(), chunks }).await),
            Err(_) => note(false),
        }
        if PENDING.with_borrow(|pending| pending.get(&platform).is_none_or(Restaged::is_empty)) {
            break;
        }
    }
    PENDING.with_borrow_mut(|pending| drop(pending.remove(&platform)));
}

/// The draft of a platform: the given chunks, or all of it. `None` if the browser keeps nothing.
pub async fn staged(platform: &str, chunks: Option<&[u32]>) -> Option<ChangeSet> {
    let transaction = begin(&[Store::Drafts]).await?;
    let mut wishes = ChangeSet::default();
    match chunks {
        None => wishes = drafts::all(&transaction, platform).await.ok()?,
        Some(chunks) => {
            for &chunk in chunks {
                let some = drafts::some(&transaction, platform, chunk).await.ok()?;
                wishes.join(&some);
            }
        }
    }
    // what this tab has yet to write is newer
    PENDING.with_borrow(|pending| {
        pending.get(platform).into_iter().for_each(|pending| pending.apply(&mut wishes));
    });
    Some(wishes)
}
