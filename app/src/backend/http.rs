//! The worker over HTTP. Every call ends: with an answer, or as [`Failure::Unreachable`] when none came in time.

use chrono::NaiveDate;
use domain::{
    book::{Book, Snapshot},
    calendar::iso,
    change::{Receipt, Submission, SubmissionId},
    event::{Recorded, Revision},
    platform::{NewPlatform, PlatformId},
    summary::SummaryLine,
    wire::{ChangesRequest, ClockRequest, List, PlatformHead, Problem},
};
use gloo::net::http::{Method, Request, RequestBuilder, Response};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use web_sys::AbortSignal;

use super::{Failure, Listed, Standing};

const BASE: &str = "/api/v1/platforms";
/// How long an answer may take, in milliseconds: a hundred thousand changes are taken within two seconds.
const PATIENCE_MS: u32 = 30_000;

/// A platform at the worker.
#[derive(Debug, Clone)]
pub struct HttpBackend {
    platform: PlatformId,
}

/// A request without its platform.
struct Call<'a> {
    method: Method,
    path: String,
    key: Option<&'a str>,
    content_type: &'static str,
    body: Option<wasm_bindgen::JsValue>,
}

impl<'a> Call<'a> {
    fn get(path: String) -> Self {
        Self { method: Method::GET, path, key: None, content_type: "", body: None }
    }

    fn post(path: String, key: &'a str) -> Self {
        Self { method: Method::POST, path, key: Some(key), content_type: "", body: None }
    }

    fn json(mut self, body: &impl Serialize) -> Self {
        self.content_type = "application/json";
        self.body = serde_json::to_string(body).ok().map(Into::into);
        self
    }

    async fn send(self) -> Result<Response, Failure> {
        let mut request = RequestBuilder::new(&self.path).method(self.method);
        request = request.abort_signal(Some(&AbortSignal::timeout_with_u32(PATIENCE_MS)));
        if let Some(key) = self.key {
            request = request.header("Idempotency-Key", key);
        }
        if !self.content_type.is_empty() {
            request = request.header("Content-Type", self.content_type);
        }
        let request: Request = match self.body {
            Some(body) => request.body(body),
            None => request.build(),
        }
        .map_err(|_| Failure::Unreachable)?;
        let response = request.send().await.map_err(|_| Failure::Unreachable)?;
        if response.ok() { Ok(response) } else { Err(failure(response).await) }
    }

    async fn read<T: DeserializeOwned>(self) -> Result<T, Failure> {
        let text = self.send().await?.text().await.map_err(|_| Failure::Unreachable)?;
        serde_json::from_str(&text).map_err(|_| Failure::Unreachable)
    }
}

/// What an answer that is no success means. The worker's own failures may pass, so they count as no answer.
async fn failure(response: Response) -> Failure {
    if response.status() >= 500 {
        return Failure::Unreachable;
    }
    let stale = response.status() == 409;
    let text = response.text().await.unwrap_or_default();
    #[derive(Deserialize)]
    struct Stale {
        #[serde(rename = "summary")]
        _summary: serde::de::IgnoredAny,
    }
    if stale && serde_json::from_str::<Stale>(&text).is_ok() {
        return Failure::Stale;
    }
    serde_json::from_str::<Problem>(&text).map_or(Failure::Unreachable, |problem| Failure::Refused(Box::new(problem)))
}

/// The platforms, first page of a thousand.
///
/// # Errors
/// When the worker cannot be reached.
pub async fn platforms() -> Result<Vec<PlatformHead>, Failure> {
    let list: List<PlatformHead> = Call::get(format!("{BASE}?limit=1000")).read().await?;
    Ok(list.items)
}

/// Makes a platform, under a key that may be sent again.
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
    /// The platform of this id, wherever it is.
    pub const fn new(platform: PlatformId) -> Self {
        Self { platform }
    }

    fn path(&self, rest: &str) -> String {
        format!("{BASE}/{}{rest}", self.platform.as_str())
    }

    pub(super) async fn load(&self) -> Result<Book, Failure> {
        let snapshot: Snapshot = Call::get(self.path("/book")).read().await?;
        Ok(Book::from_snapshot(snapshot))
    }

    pub(super) async fn standing(&self) -> Result<Standing, Failure> {
        #[derive(Deserialize)]
        struct Head {
            revision: Revision,
            #[serde(with = "iso")]
            today: NaiveDate,
        }
        let Head { revision, today } = Call::get(self.path("")).read().await?;
        Ok(Standing { revision, today })
    }

    pub(super) async fn since(&self, revision: Revision) -> Result<Vec<Recorded>, Failure> {
        let mut all: Vec<Recorded> = Vec::new();
        loop {
            let after = all.last().map_or(revision, |last| last.revision);
            let page: List<Recorded> =
                Call::get(self.path(&format!("/events?after={}&limit=1000", after.0))).read().await?;
            let last = page.next_cursor.is_none() || page.items.is_empty();
            all.extend(page.items);
            if last {
                return Ok(all);
            }
        }
    }

    pub(super) async fn submit(&self, submission: &Submission) -> Result<Receipt, Failure> {
        let body = ChangesRequest::submitting(submission);
        Call::post(self.path("/changes"), &submission.id.0).json(&body).read().await
    }

    pub(super) async fn undo(&self, key: &str, of: &SubmissionId) -> Result<Receipt, Failure> {
        Call::post(self.path(&format!("/changes/{}/undo", segment(&of.0))), key).read().await
    }

    pub(super) async fn move_clock(&self, key: &str, to: NaiveDate) -> Result<(), Failure> {
        Call::post(self.path("/clock"), key).json(&ClockRequest { today: to }).send().await.map(drop)
    }

    pub(super) async fn receipts(&self, cursor: Option<&str>) -> Result<Listed<Receipt>, Failure> {
        let list: List<Receipt> = Call::get(self.path(&format!("/changes?limit=50{}", page(cursor)))).read().await?;
        Ok(Listed { items: list.items, next: list.next_cursor })
    }

    pub(super) async fn lines(&self, id: &SubmissionId, cursor: Option<&str>) -> Result<Listed<SummaryLine>, Failure> {
        let path = format!("/changes/{}?limit=1000{}", segment(&id.0), page(cursor));
        let list: List<SummaryLine> = Call::get(self.path(&path)).read().await?;
        Ok(Listed { items: list.items, next: list.next_cursor })
    }

    pub(super) async fn import(&self, key: &str, csv: &[u8]) -> Result<(), Failure> {
        let mut call = Call::post(self.path("/accounts/import"), key);
        call.content_type = "text/csv";
        call.body = Some(js_sys::Uint8Array::from(csv).into());
        call.send().await.map(drop)
    }
}

fn page(cursor: Option<&str>) -> String {
    cursor.map(|cursor| format!("&cursor={}", segment(cursor))).unwrap_or_default()
}

fn segment(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}
