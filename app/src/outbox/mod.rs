//! Everything that this browser asks the worker for, from the wish to its answer. All platforms share this one sender,
//! and all tabs share what it keeps.
//!
//! A wish gets its key here, is kept before it is sent, and keeps its key until it is answered. Asking for the same
//! again sends the same entry again. Confirmations and undos are sent again by themselves until they arrive, also after
//! a reload and from another tab; everything else is sent only when somebody asks for it. A wish counts as sent from
//! its first try on, and can be withdrawn only before that.
//!
//! Any tab may send. Two tabs that send the same do no harm, because the worker does it once. Before each try, one
//! transaction checks that the entry still exists and notes that it is sent.

mod entry;
mod sender;

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    future::Future,
    pin::Pin,
    rc::Rc,
};

use domain::{
    change::{ChangeSet, Restaged},
    command::Command,
    platform::{NewPlatform, PlatformId},
    roster::RosterFile,
    stamp::{By, SubmissionId},
};
use leptos::{
    prelude::{ArcRwSignal, Update, With, WithUntracked},
    task::spawn_local,
};

pub use self::{
    entry::{Entry, State, Wish},
    sender::{conclude, loaded, look_again, send_now, start},
};
use crate::{
    backend::{Done, Failure, call},
    clock,
    storage::{
        database::{Store, Transaction},
        drafts,
        shared::{self, News},
    },
};

/// What came of an entry.
pub type Answer = Result<Done, Failure>;

type Told = Pin<Box<dyn Future<Output = ()>>>;
type Listener = Rc<dyn Fn(Entry, Option<Answer>) -> Told>;

thread_local! {
    static ENTRIES: ArcRwSignal<Vec<Entry>> = ArcRwSignal::new(Vec::new());
    static LISTENERS: RefCell<BTreeMap<u32, (String, Listener)>> = RefCell::default();
    /// The keys of entries that are not yet written to the database.
    static NOT_YET_KEPT: RefCell<BTreeSet<SubmissionId>> = RefCell::default();
}

/// Reads the entries that are on their way or wait for somebody, oldest first, tracked.
pub fn with<T>(read: impl FnOnce(&[Entry]) -> T) -> T {
    ENTRIES.with(|entries| entries.with(|entries| read(entries)))
}

/// Reads the same entries, untracked.
pub fn peek<T>(read: impl FnOnce(&[Entry]) -> T) -> T {
    ENTRIES.with(|entries| entries.with_untracked(|entries| read(entries)))
}

/// Whether an entry was sent, had no answer, and is sent again only when somebody asks for the same again.
pub fn is_unanswered(entry: &Entry) -> bool {
    entry.state == State::Sent && !entry.wish.goes_by_itself() && !sender::is_under_way(&entry.key)
}

/// The modes that were confirmed on a platform and are on their way, tracked.
pub fn sent(platform: &str) -> ChangeSet {
    let mut sent = ChangeSet::default();
    with(|entries| {
        for entry in entries.iter().filter(|entry| entry.platform == platform && entry.is_on_its_way()) {
            entry.modes().into_iter().for_each(|modes| sent.join(&modes));
        }
    });
    sent
}

/// Calls `listener` with every answered entry of a platform and its answer, or with `None` if another tab has the
/// answer. The entry leaves the list when the listener is done. Returns the number to [`unlisten`] with.
pub fn listen(platform: &str, listener: impl Fn(Entry, Option<Answer>) -> Told + 'static) -> u32 {
    LISTENERS.with_borrow_mut(|listeners| {
        let id = listeners.keys().next_back().map_or(0, |last| last.wrapping_add(1));
        listeners.insert(id, (platform.to_owned(), Rc::new(listener)));
        id
    })
}

/// Stops calling the listener with this number.
pub fn unlisten(id: u32) {
    LISTENERS.with_borrow_mut(|listeners| drop(listeners.remove(&id)));
}

async fn tell(entry: &Entry, answer: Option<&Answer>) {
    let listeners: Vec<Listener> = LISTENERS.with_borrow(|listeners| {
        let own = listeners.values().filter(|(platform, _)| *platform == entry.platform);
        own.map(|(_, listener)| Rc::clone(listener)).collect()
    });
    for listener in listeners {
        listener(entry.clone(), answer.cloned()).await;
    }
}

/// Confirms what a summary said. In one transaction, the wishes leave the draft and the entry is kept; then it is sent
/// by itself. Returns the entry's key.
pub fn confirm(platform: &str, command: Command, staged: Restaged) -> SubmissionId {
    let entry = made(platform, Wish::of(&command), State::Waiting);
    let key = entry.key.clone();
    add(&entry);
    spawn_local(async move {
        keep(&entry, staged).await;
        sender::send_now();
    });
    key
}

/// Does the same for a host in this tab. The caller passes the command through the door and [`conclude`]s the entry.
/// Returns the entry's key.
pub fn confirm_here(name: &str, command: Command, staged: Restaged) -> SubmissionId {
    let entry = made(name, Wish::of(&command), State::Sent);
    ENTRIES.with(|entries| entries.update(|entries| entries.push(entry.clone())));
    shared::keep_drafts(name, &staged);
    entry.key
}

/// Sends a command to a platform and returns the answer to this try. If the same command was sent before and had no
/// answer, its key is used again.
///
/// # Errors
/// When the worker says no, or does not answer.
pub async fn perform(platform: &PlatformId, command: Command) -> Answer {
    let wish = Wish::of(&command);
    let entry = put(platform.as_str(), wish).await;
    // an order that had no answer is sent again with its first price: with another price it would be another wish
    let command = match &entry.wish {
        Wish::Command(command) => command.clone(),
        Wish::File(_) | Wish::Found(_) | Wish::Foreign => command,
    };
    let answer = sender::attempt(&entry.key, Some(&command)).await.unwrap_or(Err(Failure::Unreachable));
    match answer {
        // the caller learns of it from the answer, so no entry needs to remain
        Err(ref failure) if entry.wish.goes_by_itself() => {
            if failure.is_open() {
                sender::send_later(failure.rest_ms())
            } else {
                forget(&entry.key).await
            }
        }
        Ok(_) | Err(_) => {}
    }
    answer
}

/// Creates a platform and imports a roster into it. The wish for the platform is kept until both are done, so that
/// asking for the same again creates no second platform.
///
/// # Errors
/// When a field is not valid, a line is bad, or the worker does not answer.
pub async fn found(new: NewPlatform, roster: RosterFile) -> Result<PlatformId, Failure> {
    let entry = put("", Wish::Found(Box::new(new.clone()))).await;
    let id = match sender::found(&entry.key, &new).await {
        Ok(id) => id,
        Err(failure) if failure.is_open() => return Err(failure),
        Err(failure) => {
            forget(&entry.key).await;
            return Err(failure);
        }
    };
    perform(&id, Command::Import(roster)).await?;
    forget(&entry.key).await;
    sender::forget_like(entry).await;
    Ok(id)
}

/// Withdraws a wish that was never sent, and returns whether it could. The caller stages its modes again.
pub async fn withdraw(key: &SubmissionId) -> bool {
    let there = |state: &State| *state == State::Waiting;
    let Some(transaction) = shared::begin(&[Store::Outbox]).await else {
        let waiting = peek(|entries| entries.iter().any(|entry| entry.key == *key && there(&entry.state)));
        if waiting {
            drop_entry(key);
        }
        return waiting;
    };
    let kept = transaction.get(Store::Outbox, &key.0).await.ok().flatten();
    let waiting = kept.is_some_and(|text| there(&Entry::read(&key.0, &text).state));
    if waiting
        && transaction.put(Store::Outbox, &key.0, None).is_ok()
        && shared::commit(transaction, &News::Outbox).await
    {
        drop_entry(key);
        return true;
    }
    false
}

/// Removes an entry from the database and from the list.
pub async fn forget(key: &SubmissionId) {
    unkeep(key).await;
    drop_entry(key);
}

/// Removes an entry from the database.
async fn unkeep(key: &SubmissionId) {
    if let Some(transaction) = shared::begin(&[Store::Outbox]).await
        && transaction.put(Store::Outbox, &key.0, None).is_ok()
    {
        shared::commit(transaction, &News::Outbox).await;
    }
}

/// Puts what an entry asked for back into the draft of its platform and forgets the entry, both in one transaction.
pub async fn put_back(entry: &Entry, staged: Restaged) {
    if let Some(transaction) = shared::begin(&[Store::Drafts, Store::Outbox]).await
        && let Ok(chunks) = drafts::keep(&transaction, &entry.platform, &merged(&entry.platform, staged)).await
        && transaction.put(Store::Outbox, &entry.key.0, None).is_ok()
    {
        let drafts = News::Drafts { platform: entry.platform.clone(), chunks };
        shared::commit(transaction, &drafts).await;
        shared::tell(&News::Outbox);
    }
    drop_entry(&entry.key);
}

fn add(entry: &Entry) {
    NOT_YET_KEPT.with_borrow_mut(|keys| keys.insert(entry.key.clone()));
    ENTRIES.with(|entries| entries.update(|entries| entries.push(entry.clone())));
}

fn drop_entry(key: &SubmissionId) {
    ENTRIES.with(|entries| entries.update(|entries| entries.retain(|entry| entry.key != *key)));
}

/// A key that no other wish has: 128 random bits in hexadecimal.
pub fn new_key() -> SubmissionId {
    let mut bytes = [0_u8; 16];
    let crypto = web_sys::window().and_then(|window| window.crypto().ok());
    let filled = crypto.and_then(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).ok());
    if filled.is_none() {
        return SubmissionId(clock::now().0);
    }
    SubmissionId(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Notes which person is there, and sends what they have asked for.
pub fn know(person: Option<By>) {
    call::act_for(person);
    sender::send_now();
}

/// Whether an entry may be sent by whoever is there: what somebody else has asked for is never sent in another's name.
pub fn is_ours(entry: &Entry) -> bool {
    entry.by.is_none() || entry.by == call::acting_for().map(|person| person.id)
}

fn made(platform: &str, wish: Wish, state: State) -> Entry {
    let (by, by_name) = call::acting_for().map(|By { id, name }| (id, name)).unzip();
    Entry { key: new_key(), platform: platform.to_owned(), at: clock::now(), by, by_name, wish, state }
}

/// The entry of a wish: the one that was made for the same wish and had no answer, or a new one, which is kept before
/// it is sent.
async fn put(platform: &str, wish: Wish) -> Entry {
    sender::loaded().await;
    let same = |entry: &&Entry| {
        let open = matches!(entry.state, State::Waiting | State::Sent);
        open && entry.platform == platform && is_ours(entry) && entry.wish.is_same(&wish)
    };
    if let Some(entry) = peek(|entries| entries.iter().find(same).cloned()) {
        return entry;
    }
    let entry = made(platform, wish, State::Waiting);
    add(&entry);
    keep(&entry, Restaged::default()).await;
    entry
}

/// The draft wishes of a platform that wait to be written, followed by `wishes`, which win.
fn merged(platform: &str, wishes: Restaged) -> Restaged {
    let mut all = shared::take_pending(platform);
    all.then(&wishes);
    all
}

/// Keeps an entry, together with the changes to the draft of its platform.
async fn keep(entry: &Entry, staged: Restaged) {
    write(entry, staged).await;
    NOT_YET_KEPT.with_borrow_mut(|keys| keys.remove(&entry.key));
}

async fn write(entry: &Entry, staged: Restaged) {
    let Some(transaction) = shared::begin(&[Store::Drafts, Store::Outbox]).await else { return };
    let staged = merged(&entry.platform, staged);
    let chunks = drafts::keep(&transaction, &entry.platform, &staged).await;
    let written = transaction.put(Store::Outbox, &entry.key.0, entry.text().as_deref());
    if let (Ok(chunks), Ok(())) = (chunks, written) {
        let drafts = News::Drafts { platform: entry.platform.clone(), chunks };
        shared::commit(transaction, &drafts).await;
        shared::tell(&News::Outbox);
    } else {
        shared::note(false);
    }
}

/// The changes to a draft that stage these modes (`stay`), or that unstage them.
pub fn staged(wishes: &ChangeSet, stay: bool) -> Restaged {
    if stay {
        return Restaged { wishes: wishes.clone(), ..Restaged::default() };
    }
    Restaged { gone: wishes.accounts(), ..Restaged::default() }
}

async fn read_all(transaction: &Transaction) -> Option<Vec<Entry>> {
    let texts = transaction.all(Store::Outbox, "").await.ok()?;
    let mut entries: Vec<Entry> = texts.iter().map(|(key, text)| Entry::read(key, text)).collect();
    entries.sort_by(|one, other| (&one.at.0, &one.key).cmp(&(&other.at.0, &other.key)));
    Some(entries)
}
