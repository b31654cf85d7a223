//! A call of the worker's API, and what its answer means. Every call ends, with an answer or with [`Failure::Unreachable`] if
//! none came in time.

use std::cell::RefCell;

use domain::{
    stamp::By,
    wire::{Access, Fault, Kind, Problem},
};
use gloo::net::http::{Method, Request, RequestBuilder, Response};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::JsValue;
use wasm_split_helpers::wasm_split;
use web_sys::{AbortSignal, RequestRedirect, ResponseType};

use super::{
    Failure,
    here::{self, Nobody},
    is_open, passes,
};
use crate::{rest, shell};

/// How long an answer may take, in milliseconds. The worker handles a hundred thousand changes within two seconds.
pub(super) const PATIENCE_MS: u32 = 30_000;
/// How many seconds the worker is left alone at most, whatever it asks for.
const LONGEST_REST_S: u32 = 120;
const SIGN_IN: &str = "/api/v1/sign-in";

thread_local! {
    /// The person who is there; none if it is not known, or nobody signs in.
    static PERSON: RefCell<Option<By>> = const { RefCell::new(None) };
}

/// Notes which person is there: what this page asks for is done in that name or not at all.
pub fn act_for(person: Option<By>) {
    PERSON.set(person);
}

/// The person who is there; none if it is not known, or nobody signs in.
pub fn acting_for() -> Option<By> {
    PERSON.with_borrow(Clone::clone)
}

/// A request before it is sent.
pub(super) struct Call<'a> {
    method: Method,
    path: String,
    key: Option<&'a str>,
    pub(super) content_type: &'static str,
    pub(super) body: Option<JsValue>,
    pub(super) patience_ms: u32,
    /// Whether the worker answers whoever asks.
    by_anyone: bool,
}

impl<'a> Call<'a> {
    pub(super) fn get(path: String) -> Self {
        Self {
            method: Method::GET,
            path,
            key: None,
            content_type: "",
            body: None,
            patience_ms: PATIENCE_MS,
            by_anyone: false,
        }
    }

    /// A request that does no harm if it is sent twice.
    pub(super) fn plain(method: Method, path: String) -> Self {
        Self { method, ..Self::get(path) }
    }

    pub(super) fn post(path: String, key: &'a str) -> Self {
        Self { method: Method::POST, key: Some(key), ..Self::get(path) }
    }

    pub(super) fn patch(path: String, key: &'a str) -> Self {
        Self { method: Method::PATCH, ..Self::post(path, key) }
    }

    pub(super) fn json(self, body: &impl Serialize) -> Self {
        self.text(serde_json::to_string(body).unwrap_or_default())
    }

    pub(super) fn delete(path: String, key: &'a str) -> Self {
        Self { method: Method::DELETE, ..Self::post(path, key) }
    }

    /// Gives it a body of JSON that is written already.
    pub(super) fn text(mut self, body: String) -> Self {
        self.content_type = "application/json";
        self.body = Some(body.into());
        self
    }

    /// A call that the worker answers whoever makes it.
    pub(super) fn by_anyone(self) -> Self {
        Self { by_anyone: true, ..self }
    }

    pub(super) async fn send(self) -> Result<Response, Failure> {
        let question = self.key.is_none();
        if !self.by_anyone {
            let ask = Box::pin(Self::get(SIGN_IN.to_owned()).by_anyone().told());
            if let Err(nobody) = here::demand(ask).await {
                return Err(without(nobody, question).await);
            }
        }
        // the worker leads nowhere, so whoever does stands in front of it
        let mut request = RequestBuilder::new(&self.path).method(self.method).redirect(RequestRedirect::Manual);
        request = request.abort_signal(Some(&AbortSignal::timeout_with_u32(self.patience_ms)));
        if let Some(key) = self.key {
            request = request.header("Idempotency-Key", key);
            if let Some(person) = acting_for() {
                request = request.header("Laufzeit-For", &person.id);
            }
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
        if response.type_() == ResponseType::Opaqueredirect {
            rest::fetch().await;
            led_away().await;
            return Err(Failure::Unreachable);
        }
        if response.ok() { Ok(response) } else { Err(failure(response, question).await) }
    }

    pub(super) async fn told(self) -> Result<String, Failure> {
        self.send().await?.text().await.map_err(|_| Failure::Unreachable)
    }

    pub(super) async fn read<T: DeserializeOwned>(self) -> Result<T, Failure> {
        let text = self.told().await?;
        serde_json::from_str(&text).map_err(|_| Failure::Unreachable)
    }
}

/// What an answer other than success means. Failures of the worker itself, and a body that got stuck on its way, may
/// pass. Only a question learns that the data cannot be used: what was asked for may be done once it can be used again.
async fn failure(response: Response, question: bool) -> Failure {
    if response.status() == Kind::SignIn.status() {
        here::nobody();
    }
    let rest_s = response.headers().get("retry-after").and_then(|seconds| seconds.parse().ok());
    let rest_ms = rest_s.map_or(0, |seconds: u32| seconds.min(LONGEST_REST_S) * 1_000);
    let text = response.text().await.unwrap_or_default();
    rest::fetch().await;
    told(text, rest_ms, question).await
}

/// Whoever guards the house wants to see who is there.
#[wasm_split(rest)]
fn led_away() {
    shell::give_way();
}

/// What it means that the worker answers nobody.
async fn without(nobody: Nobody, question: bool) -> Failure {
    let access = match nobody {
        Nobody::Unreachable => return Failure::Unreachable,
        Nobody::NotSetUp => Access::SignInMissing,
        Nobody::NotSignedIn => Access::NotSignedIn,
    };
    rest::fetch().await;
    refused(access, question).await
}

/// What a problem means that was told as JSON.
#[wasm_split(rest)]
fn told(text: String, rest_ms: u32, question: bool) -> Failure {
    serde_json::from_str(&text).map_or(Failure::Unreachable, |problem| meaning(problem, rest_ms, question))
}

/// What it means that the worker would refuse access.
#[wasm_split(rest)]
fn refused(access: Access, question: bool) -> Failure {
    meaning(Problem::from(&Fault::from(access)), 0, question)
}

fn meaning(problem: Problem, rest_ms: u32, question: bool) -> Failure {
    if passes(&problem) || !question && is_open(problem.status) {
        Failure::NotNow(Box::new(problem), rest_ms)
    } else {
        problem.into()
    }
}
