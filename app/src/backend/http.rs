//! The worker over HTTP.

use domain::{
    account::AccountId,
    book::{Book, Received, Receiving},
    command::Command,
    invoice::Invoice,
    order::Order,
    platform::{NewPlatform, PlatformId},
    receipt::Receipt,
    stamp::{Instant, Revision, SubmissionId},
    wire::{
        ArrivalView, ChangesRequest, ClockRequest, ConfirmRequest, ErasureAsked, ErasurePreview, ErasureRequest,
        HouseView, List, OrderRequest, Platforms, RestoreRequest, SetUpRequest,
    },
};
use gloo::net::http::{Method, Response};
use js_sys::{Array, JSON, Reflect, Uint8Array};
use serde::{Deserialize, de::DeserializeOwned};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::ReadableStreamDefaultReader;

use super::{
    Done, Failure, Listed,
    call::{Call, PATIENCE_MS},
};
use crate::slices::others;

const BASE: &str = "/api/v1/platforms";
const HEALTH: &str = "/api/v1/healthz";
const HOUSE: &str = "/api/v1/house";
const ARRIVALS: &str = "/api/v1/arrivals";
/// How long an archive may take to be sent and checked, in milliseconds.
const ARRIVAL_MS: u32 = 600_000;
/// How many bytes of a file are sent in a millisecond even over a slow line.
const SLOWEST: usize = 16;

/// A platform at the worker.
#[derive(Debug, Clone)]
pub struct HttpBackend {
    platform: PlatformId,
}

/// Reads a book as it comes; none if that breaks off. Where something `is_shown` meanwhile, that has its turn in between.
async fn received(response: &Response, is_shown: bool) -> Option<Receiving> {
    let reader: ReadableStreamDefaultReader = response.body()?.get_reader().unchecked_into();
    let mut receiving = Receiving::default();
    loop {
        if is_shown {
            others().await;
        }
        let read = JsFuture::from(reader.read()).await.ok()?;
        let bytes = Reflect::get(&read, &"value".into()).ok()?;
        if bytes.is_undefined() {
            return Some(receiving);
        }
        receiving.take(&bytes.unchecked_into::<Uint8Array>().to_vec()).ok()?;
    }
}

/// The first thousand platforms, as they were told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldPlatforms {
    json: String,
    /// The only platform, where there is no other.
    pub only: Option<PlatformId>,
}

impl ToldPlatforms {
    /// What was told. This takes code that comes with the rest of the page.
    ///
    /// # Errors
    /// When it is no list of platforms: then it is not known which there are.
    pub fn read(&self) -> Result<Platforms, Failure> {
        serde_json::from_str(&self.json).map_err(|_| Failure::Unreachable)
    }
}

/// The first thousand platforms.
///
/// # Errors
/// When the worker cannot be reached.
pub async fn platforms() -> Result<ToldPlatforms, Failure> {
    let json = Call::get(format!("{BASE}?limit=1000")).told().await?;
    let list = JSON::parse(&json).map_err(|_| Failure::Unreachable)?;
    let of = |list: &JsValue, name: &str| Reflect::get(list, &name.into()).unwrap_or_default();
    let all = |name: &str| of(&list, name).dyn_into::<Array>().unwrap_or_default();
    let both = all("items").concat(&all("unavailable"));
    let id = of(&both.get(0), "id").as_string().filter(|_| both.length() == 1);
    Ok(ToldPlatforms { only: id.and_then(|id| PlatformId::try_from(id).ok()), json })
}

/// What time it is at the worker.
///
/// # Errors
/// When the worker cannot be reached.
pub async fn now() -> Result<Instant, Failure> {
    #[derive(Deserialize)]
    struct Health {
        now: Instant,
    }
    let health: Health = Call::get(HEALTH.to_owned()).by_anyone().read().await?;
    Ok(health.now)
}

/// The house that the worker is in.
///
/// # Errors
/// When the worker says no, or does not answer.
pub async fn house() -> Result<HouseView, Failure> {
    Call::get(HOUSE.to_owned()).read().await
}

/// Brings an archive to the worker, which only looks at it, or takes it. It is safe to bring one again.
///
/// # Errors
/// When the worker says no, or does not answer.
pub async fn bring(archive: &web_sys::File, take: bool) -> Result<ArrivalView, Failure> {
    let path = if take { ARRIVALS.to_owned() } else { format!("{ARRIVALS}/preview") };
    let mut call = Call::plain(Method::POST, path);
    call.content_type = "application/gzip";
    call.body = Some(archive.into());
    call.patience_ms = ARRIVAL_MS;
    call.read().await
}

/// Creates a platform. The key makes it safe to send this again.
///
/// # Errors
/// When a field is not valid, or the worker does not answer.
pub async fn create(key: &str, platform: &NewPlatform) -> Result<PlatformId, Failure> {
    #[derive(Deserialize)]
    struct Created {
        id: PlatformId,
    }
    let created: Created = Call::post(BASE.to_owned(), key).json(platform).read().await?;
    Ok(created.id)
}

impl HttpBackend {
    /// The platform with this id, whether or not it exists.
    pub const fn new(platform: PlatformId) -> Self {
        Self { platform }
    }

    /// The platform's id.
    pub const fn platform(&self) -> &PlatformId {
        &self.platform
    }

    /// Where the worker has the accounts as CSV.
    pub fn roster(&self) -> String {
        self.path("/accounts.csv")
    }

    /// Where the worker has the archive.
    pub fn archive(&self) -> String {
        self.path("/archive")
    }

    /// Where the worker tells what is new as it is recorded.
    pub fn live(&self) -> String {
        let origin = web_sys::window().and_then(|window| window.location().origin().ok()).unwrap_or_default();
        // `https` becomes `wss`
        format!("{}{}", origin.replacen("http", "ws", 1), self.path("/live"))
    }

    /// Where the worker has everything that is held about an address.
    pub fn person(&self, address: &str) -> String {
        self.path(&format!("/persons?limit=1000&address={}", segment(address)))
    }

    pub(super) async fn erasure(&self, address: &str) -> Result<ErasurePreview, Failure> {
        let body = ErasureAsked { address: address.to_owned() };
        Call::plain(Method::POST, self.path("/erasures/preview")).json(&body).read().await
    }

    pub(super) fn path(&self, rest: &str) -> String {
        format!("{BASE}/{}{rest}", self.platform.as_str())
    }

    pub(super) async fn book(&self) -> Result<Book, Failure> {
        let response = Call::get(self.path("/snapshot")).send().await?;
        let book = received(&response, false).await.and_then(|book| book.whole().ok());
        book.ok_or(Failure::Unreachable)
    }

    pub(super) async fn news(&self, since: Revision) -> Result<Received, Failure> {
        let response = Call::get(self.path(&format!("/snapshot?since={}", since.0))).send().await?;
        let news = received(&response, true).await.and_then(|news| news.end().ok());
        news.ok_or(Failure::Unreachable)
    }

    /// Does what a command asks. The key makes it safe to send this again.
    ///
    /// # Errors
    /// When the worker says no, or does not answer.
    pub async fn perform(&self, SubmissionId(key): &SubmissionId, command: &Command) -> Result<Done, Failure> {
        let post = |rest: &str| Call::post(self.path(rest), key);
        let account = |account: &AccountId, rest: &str| self.path(&format!("/accounts/{account}{rest}"));
        let call = match command {
            Command::Confirm(submission) => {
                let call = post("/changes").json(&ChangesRequest::submitting(submission));
                return call.read().await.map(Done::Changed);
            }
            Command::Undo { of } => {
                return post(&format!("/changes/{}/undo", segment(&of.0))).read().await.map(Done::Changed);
            }
            Command::Order(Order { quantity, term, hash }) => {
                let body = OrderRequest { quantity: *quantity, term: *term, hash: *hash };
                return post("/orders").json(&body).read().await.map(Done::Ordered);
            }
            Command::Import(roster) => {
                let query = roster.given.query();
                let said = if query.is_empty() { "" } else { "?" };
                let mut call = post(&format!("/accounts/import{said}{query}"));
                call.content_type = "text/csv";
                call.body = Some(Uint8Array::from(roster.bytes.as_slice()).into());
                let sending = u32::try_from(roster.bytes.len() / SLOWEST).unwrap_or(u32::MAX);
                call.patience_ms = PATIENCE_MS.saturating_add(sending);
                return call.read().await.map(Done::Imported);
            }
            Command::SetUp { account: id, address, display_name } => {
                let body = SetUpRequest { address: address.clone(), display_name: display_name.clone() };
                Call::patch(account(id, ""), key).json(&body)
            }
            Command::Reset { account: id, confirm } => {
                Call::post(account(id, "/reset"), key).json(&ConfirmRequest { confirm: confirm.clone() })
            }
            Command::Restore { account: id, mode } => {
                Call::post(account(id, "/restore"), key).json(&RestoreRequest { mode: *mode })
            }
            Command::Terminate { confirm } => post("/termination").json(&ConfirmRequest { confirm: confirm.clone() }),
            Command::TakeTerminationBack => Call::delete(self.path("/termination"), key),
            Command::Settings(settings) => Call::patch(self.path(""), key).json(settings),
            Command::TakeImportBack { import } => post(&format!("/imports/{}/undo", import.0)),
            Command::ErasePerson { address, confirm } => {
                post("/erasures").json(&ErasureRequest { address: address.clone(), confirm: confirm.clone() })
            }
            Command::MoveAway(leaving) => post("/move").json(leaving),
            Command::MoveClock { to } => post("/clock").json(&ClockRequest { today: *to }),
        };
        call.send().await.map(|_| Done::So)
    }

    /// A page of a list, newest first.
    pub(super) async fn list<T: DeserializeOwned>(
        &self,
        rest: &str,
        cursor: Option<&str>,
    ) -> Result<Listed<T>, Failure> {
        let list: List<T> = Call::get(self.path(&format!("{rest}?limit=50{}", page(cursor)))).read().await?;
        Ok(Listed { items: list.items, next: list.next_cursor })
    }

    pub(super) async fn invoice(&self, number: &str) -> Result<Option<Invoice>, Failure> {
        match Call::get(self.path(&format!("/invoices/{}", segment(number)))).read().await {
            Ok(invoice) => Ok(Some(invoice)),
            Err(Failure::Refused(problem)) if problem.status == 404 => Ok(None),
            Err(failure) => Err(failure),
        }
    }

    /// What a submission has done.
    ///
    /// # Errors
    /// When there is none with this id, or the worker does not answer.
    pub async fn receipt(&self, id: &SubmissionId) -> Result<Receipt, Failure> {
        Call::get(self.path(&format!("/changes/{}?limit=1", segment(&id.0)))).read().await
    }

    pub(super) async fn receipts(&self, cursor: Option<&str>) -> Result<Listed<Receipt>, Failure> {
        self.list("/changes", cursor).await
    }

    pub(super) async fn undos(&self, of: &SubmissionId, cursor: Option<&str>) -> Result<Listed<Receipt>, Failure> {
        let path = format!("/changes?undoes={}&limit=50{}", segment(&of.0), page(cursor));
        let list: List<Receipt> = Call::get(self.path(&path)).read().await?;
        Ok(Listed { items: list.items, next: list.next_cursor })
    }
}

pub(super) fn page(cursor: Option<&str>) -> String {
    cursor.map(|cursor| format!("&cursor={}", segment(cursor))).unwrap_or_default()
}

pub(super) fn segment(text: &str) -> String {
    match text {
        // even encoded, these are steps in the path
        "." => "%252E".to_owned(),
        ".." => "%252E%252E".to_owned(),
        _ => js_sys::encode_uri_component(text).into(),
    }
}
