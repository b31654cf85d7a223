//! Asking providers: where their doors are, what their keys are, and what a code stands for. Answers are waited for only so long
//! and read only so far, and no redirect is followed.

use std::{
    cell::{OnceCell, RefCell},
    collections::BTreeMap,
    rc::Rc,
};

use futures_util::StreamExt;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;
use wasm_bindgen::JsValue;
use worker::{
    Env, Error, Fetch, Response, console_error,
    web_sys::{self, AbortSignal, Headers, RequestInit, RequestRedirect},
};

use crate::{
    machine::{patience, progress},
    openid::{Algorithm, Keys, Provider, Refused, SignIn, is_address},
    people::HOUR,
    place::setting,
};

/// The setting with what the configuration says of providers.
const SETTING: &str = "SIGN_IN";
/// The binding by which private providers are reached. The network of the runtime refuses their addresses everywhere else.
const PRIVATE: &str = "PRIVATE_PROVIDERS";
/// The most bytes of an answer.
const MAX_ANSWER: usize = 256 << 10;
/// After so many milliseconds a provider is asked again that did not answer.
const REST: i64 = 5_000;
/// After so many milliseconds a provider is asked for its keys again, if the one that is looked for is not among them.
const KEYS: i64 = 60_000;

/// Where the doors of a provider are (OpenID Connect Discovery).
#[derive(Debug, Deserialize)]
pub struct Doors {
    issuer: String,
    /// Where people sign in.
    pub authorization_endpoint: String,
    /// Where codes are exchanged.
    pub token_endpoint: String,
    /// Where the keys are.
    pub jwks_uri: String,
    #[serde(default)]
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
}

impl Doors {
    /// Whether the secret may stand in the body. Every provider takes it in a header, unless it says otherwise.
    pub fn take_secret_in_body(&self) -> bool {
        let methods = self.token_endpoint_auth_methods_supported.as_deref().unwrap_or_default();
        methods.iter().any(|method| method == "client_secret_post")
    }
}

/// Why somebody does not come in by a provider, for the log.
#[derive(Debug)]
pub enum Trouble {
    /// The provider does not answer, or not as it should.
    Silent(String),
    /// What came from it does not hold.
    Refused(Refused),
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Self::Silent(error.to_string())
    }
}

impl From<Refused> for Trouble {
    fn from(why: Refused) -> Self {
        Self::Refused(why)
    }
}

type OrTrouble<T> = Result<T, Trouble>;

fn silent<T>(why: &str) -> OrTrouble<T> {
    Err(Trouble::Silent(why.to_owned()))
}

/// What is known of one provider, with when that was learned.
#[derive(Debug, Default)]
struct Known {
    doors: Option<(Rc<Doors>, i64)>,
    keys: Option<(Keys, i64)>,
    /// When it did not answer last.
    failed: Option<i64>,
}

/// The providers of the configuration, and what is known of them.
#[derive(Debug, Default)]
pub struct Providers {
    settings: OnceCell<Result<SignIn, String>>,
    known: RefCell<BTreeMap<String, Known>>,
}

/// The settings, or what is wrong with them, which is logged.
fn read(env: &Env) -> Result<SignIn, String> {
    let text = setting(env, SETTING).filter(|text| !text.trim().is_empty());
    let Some(text) = text else { return Ok(SignIn { providers: Vec::new() }) };
    SignIn::read(&text).inspect_err(|wrong| console_error!("{SETTING} is wrong, so no provider is asked: {wrong}"))
}

impl Providers {
    /// The providers.
    ///
    /// # Errors
    /// If what the configuration says of them is wrong: the field, and what is wrong with it.
    pub fn all(&self, env: &Env) -> Result<&[Provider], &str> {
        let settings = self.settings.get_or_init(|| read(env)).as_ref();
        settings.map(|sign_in| &*sign_in.providers).map_err(|wrong| &**wrong)
    }

    fn known<T>(&self, provider: &Provider, look: impl FnOnce(&mut Known) -> T) -> T {
        let mut known = self.known.borrow_mut();
        look(known.entry(provider.id.clone()).or_default())
    }

    /// Reads JSON from a provider, unless it did not answer just now.
    async fn read<T: DeserializeOwned>(&self, env: &Env, provider: &Provider, url: &str, now: i64) -> OrTrouble<T> {
        let rests = |failed: i64| (0..REST).contains(&now.saturating_sub(failed));
        if self.known(provider, |known| known.failed.is_some_and(rests)) {
            return silent("it did not answer just now");
        }
        let answer = ask(env, provider, url, None).await;
        self.known(provider, |known| known.failed = answer.is_err().then_some(now));
        answer
    }

    /// Where the doors of a provider are. That is asked again after an hour.
    ///
    /// # Errors
    /// If it does not answer, or says that it is another one.
    pub async fn doors(&self, env: &Env, provider: &Provider, now: i64) -> OrTrouble<Rc<Doors>> {
        let known = self.known(provider, |known| known.doors.clone());
        if let Some((doors, _)) = known.filter(|(_, at)| now.saturating_sub(*at) < HOUR) {
            return Ok(doors);
        }
        let url = format!("{}/.well-known/openid-configuration", provider.issuer.trim_end_matches('/'));
        let doors: Doors = self.read(env, provider, &url, now).await?;
        let all = [&doors.authorization_endpoint, &doors.token_endpoint, &doors.jwks_uri];
        if doors.issuer != provider.issuer || !all.into_iter().all(|door| is_address(door)) {
            return silent("it says that it is another issuer, or has doors that are not asked");
        }
        let doors = Rc::new(doors);
        self.known(provider, |known| known.doors = Some((Rc::clone(&doors), now)));
        Ok(doors)
    }

    /// The key that signed a token, by the first part of the token. If it is not among those that are known, they are asked
    /// for again, but at most once a minute. Those that are known are asked for again after an hour.
    ///
    /// # Errors
    /// If there is no such key, or the provider does not answer.
    pub async fn key(
        &self,
        env: &Env,
        provider: &Provider,
        url: &str,
        header: &[u8],
        now: i64,
    ) -> OrTrouble<(Algorithm, Value)> {
        let (keys, at) = self.known(provider, |known| known.keys.clone()).unwrap_or((Keys::default(), i64::MIN));
        let age = now.saturating_sub(at);
        match keys.of(header)? {
            Some((algorithm, key)) if age < HOUR => return Ok((algorithm, key.bare())),
            None if age < KEYS => return Err("the key".into()),
            Some(_) | None => {}
        }
        if at > i64::MIN {
            // while they are on their way, nobody else asks for them
            self.known(provider, |known| known.keys = Some((keys, now)));
        }
        let keys: Keys = self.read(env, provider, url, now).await?;
        self.known(provider, |known| known.keys = Some((keys.clone(), now)));
        match keys.of(header)? {
            Some((algorithm, key)) => Ok((algorithm, key.bare())),
            None => Err("the key".into()),
        }
    }
}

/// A form that is sent to a provider, and the header `Authorization` that comes with it.
#[derive(Debug, Default)]
pub struct Form {
    /// The form.
    pub text: String,
    /// The header.
    pub authorization: Option<String>,
}

/// Asks a provider for JSON, with a form if something is exchanged.
///
/// # Errors
/// If it does not answer in time, or too much, or anything but success and JSON.
pub async fn ask<T: DeserializeOwned>(env: &Env, provider: &Provider, url: &str, form: Option<Form>) -> OrTrouble<T> {
    progress();
    let exchanges = form.is_some();
    let mut response = send(env, provider, url, form).await?;
    match response.status_code() {
        200 => {}
        // so a provider says that a code is wrong; that our own secret is, it says likewise
        400 | 401 if exchanges => return Err("the code".into()),
        status => return Err(Trouble::Silent(format!("it answers {status}"))),
    }
    let (mut stream, mut text) = (response.stream()?, Vec::new());
    while let Some(piece) = stream.next().await.transpose()? {
        progress();
        text.extend(piece);
        if text.len() > MAX_ANSWER {
            return silent("its answer is too large");
        }
    }
    serde_json::from_slice(&text).map_err(|error| Trouble::Silent(format!("its answer cannot be read: {error}")))
}

async fn send(env: &Env, provider: &Provider, url: &str, form: Option<Form>) -> Result<Response, Error> {
    let (init, headers) = (RequestInit::new(), Headers::new()?);
    headers.set("accept", "application/json")?;
    if let Some(Form { text, authorization }) = form {
        headers.set("content-type", "application/x-www-form-urlencoded")?;
        if let Some(authorization) = authorization {
            headers.set("authorization", &authorization)?;
        }
        init.set_method("POST");
        init.set_body(&JsValue::from_str(&text));
    }
    init.set_headers(&headers);
    init.set_redirect(RequestRedirect::Manual);
    // what takes longer than a call may be silent would be ended from outside
    let most = u32::try_from(patience().as_millis() / 2).unwrap_or(u32::MAX);
    init.set_signal(Some(&AbortSignal::timeout_with_u32(most)));
    let request = web_sys::Request::new_with_str_and_init(url, &init)?.into();
    if provider.is_private() {
        env.service(PRIVATE)?.fetch_request::<worker::Request, _>(request).await
    } else {
        Fetch::Request(request).send().await
    }
}
