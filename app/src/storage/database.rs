//! The browser's IndexedDB: texts under keys, written in transactions. Other tabs share it.

use js_sys::{Array, Function, JSON, Promise};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbKeyRange, IdbOpenDbRequest, IdbRequest, IdbTransaction, IdbTransactionMode};

const NAME: &str = "laufzeit";
/// The version of the database, which grows when a store is added. If the browser has a newer one, this page cannot
/// open it.
const VERSION: u32 = 1;

/// How long the browser may take to open the database, and for anything else, in milliseconds. Some never answer; the
/// page goes on without what they keep.
const PATIENCE_MS: (i32, i32) = (3_000, 30_000);

/// The stores of the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Store {
    /// Staged wishes.
    Drafts,
    /// Wishes on their way.
    Outbox,
}

impl Store {
    const ALL: [Self; 2] = [Self::Drafts, Self::Outbox];

    const fn name(self) -> &'static str {
        match self {
            Self::Drafts => "drafts",
            Self::Outbox => "outbox",
        }
    }
}

/// An open database.
#[derive(Debug, Clone)]
pub struct Database(IdbDatabase);

/// A transaction: either all of its writes are kept, or none.
#[derive(Debug)]
pub struct Transaction(IdbTransaction);

impl Database {
    /// Opens the database.
    ///
    /// # Errors
    /// When the browser keeps nothing, or its database is of a newer version.
    pub async fn open() -> Result<Self, JsValue> {
        let factory = web_sys::window().ok_or(JsValue::NULL)?.indexed_db()?.ok_or(JsValue::NULL)?;
        let request: IdbOpenDbRequest = factory.open_with_u32(NAME, VERSION)?;
        let upgrade = request.clone();
        let make = Closure::once(move || {
            let database = upgrade.result().ok().and_then(|made| made.dyn_into::<IdbDatabase>().ok());
            for store in Store::ALL {
                // if a store cannot be made, the first transaction on it fails
                drop(database.as_ref().map(|database| database.create_object_store(store.name())));
            }
        });
        request.set_onupgradeneeded(Some(make.as_ref().unchecked_ref()));
        let opened = done(&request, PATIENCE_MS.0).await;
        request.set_onupgradeneeded(None);
        let database = opened?.dyn_into::<IdbDatabase>()?;
        // a later version of the page that wants to upgrade the database need not wait for this page
        let give_way = database.clone();
        let give_way = Closure::<dyn FnMut()>::new(move || give_way.close());
        database.set_onversionchange(Some(give_way.into_js_value().unchecked_ref()));
        Ok(Self(database))
    }

    /// Begins a transaction on some stores.
    ///
    /// # Errors
    /// When the database was closed.
    pub fn begin(&self, stores: &[Store]) -> Result<Transaction, JsValue> {
        let names: Array = stores.iter().map(|store| JsValue::from_str(store.name())).collect();
        let transaction = self.0.transaction_with_str_sequence_and_mode(&names, IdbTransactionMode::Readwrite)?;
        Ok(Transaction(transaction))
    }
}

impl Transaction {
    /// The text under a key.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn get(&self, store: Store, key: &str) -> Result<Option<String>, JsValue> {
        let request = self.0.object_store(store.name())?.get(&JsValue::from_str(key))?;
        let value = done(&request, PATIENCE_MS.1).await?;
        Ok((!value.is_undefined()).then(|| text(&value)))
    }

    /// All keys that begin with `prefix`, in order, with their texts.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn all(&self, store: Store, prefix: &str) -> Result<Vec<(String, String)>, JsValue> {
        let last = format!("{prefix}\u{ffff}");
        let range = IdbKeyRange::bound(&JsValue::from_str(prefix), &JsValue::from_str(&last))?;
        let store = self.0.object_store(store.name())?;
        let (keys, texts) = (store.get_all_keys_with_key(&range)?, store.get_all_with_key(&range)?);
        let (keys, texts): (Array, Array) =
            (done(&keys, PATIENCE_MS.1).await?.dyn_into()?, done(&texts, PATIENCE_MS.1).await?.dyn_into()?);
        let pair = |(key, kept): (JsValue, JsValue)| Some((key.as_string()?, text(&kept)));
        Ok(keys.iter().zip(texts.iter()).filter_map(pair).collect())
    }

    /// Puts a text under a key; `None` removes the key.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn put(&self, store: Store, key: &str, text: Option<&str>) -> Result<(), JsValue> {
        let (store, key) = (self.0.object_store(store.name())?, JsValue::from_str(key));
        match text {
            Some(text) => store.put_with_key(&JsValue::from_str(text), &key).map(drop),
            None => store.delete(&key).map(drop),
        }
    }

    /// Returns once everything is kept. The transaction ends by itself after its last request.
    ///
    /// # Errors
    /// When nothing of it is kept.
    pub async fn commit(self) -> Result<(), JsValue> {
        let ended = Promise::new(&mut |kept, lost| {
            self.0.set_oncomplete(Some(&kept));
            self.0.set_onabort(Some(&lost));
            give_up(&lost, PATIENCE_MS.1);
        });
        JsFuture::from(ended).await.map(drop)
    }
}

/// A kept value as text. This page only keeps texts; of anything else it gives something to set aside.
fn text(value: &JsValue) -> String {
    let other = || JSON::stringify(value).ok().and_then(|text| text.as_string());
    value.as_string().or_else(other).unwrap_or_default()
}

/// Gives up after a while, if nothing has come until then.
fn give_up(lost: &Function, after_ms: i32) {
    let timer =
        web_sys::window().map(|window| window.set_timeout_with_callback_and_timeout_and_arguments_0(lost, after_ms));
    // without a timer, it waits
    drop(timer);
}

/// The result of a request.
async fn done(request: &IdbRequest, patience_ms: i32) -> Result<JsValue, JsValue> {
    let ended = Promise::new(&mut |good, bad| {
        request.set_onsuccess(Some(&good));
        request.set_onerror(Some(&bad));
        give_up(&bad, patience_ms);
    });
    JsFuture::from(ended).await?;
    request.result()
}
