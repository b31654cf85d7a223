//! Passkeys (Web Authentication, level 3): the browser makes one or answers with one. Options and answers are JSON, which
//! the browser reads and writes itself.

use js_sys::{Function, JSON, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::window;

/// Why the browser gave no passkey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// The browser or the device has none of what is asked for.
    Unsupported,
    /// The user has cancelled it, or has waited too long.
    Cancelled,
    /// The page is not at the name that the passkeys belong to.
    WrongHost,
    /// The device holds a passkey of this person already.
    Known,
    /// Something else.
    Failed,
}

/// Whether this browser knows passkeys, and reads their options as JSON.
pub fn is_supported() -> bool {
    kind().is_some_and(|kind| of(&kind, "parseCreationOptionsFromJSON").is_some())
}

/// Makes a passkey. Takes an object with `publicKey` as JSON, and returns what the passkey's `toJSON()` gives, as JSON.
///
/// # Errors
/// When the browser makes none.
pub async fn make(options: &str) -> Result<String, Trouble> {
    ask(options, "parseCreationOptionsFromJSON", "create").await
}

/// Answers with a passkey. Takes and returns the same as [`make`].
///
/// # Errors
/// When the browser has none, or the user shows none.
pub async fn show(options: &str) -> Result<String, Trouble> {
    ask(options, "parseRequestOptionsFromJSON", "get").await
}

async fn ask(options: &str, read: &str, does: &str) -> Result<String, Trouble> {
    let kind = kind().ok_or(Trouble::Unsupported)?;
    let read = function(&kind, read).ok_or(Trouble::Unsupported)?;
    let answer = async {
        let options = read.call1(&kind, &Reflect::get(&JSON::parse(options)?, &"publicKey".into())?)?;
        let wanted = Object::new();
        Reflect::set(&wanted, &"publicKey".into(), &options)?;
        let holder = window().and_then(|window| of(&window.navigator(), "credentials")).ok_or(JsValue::NULL)?;
        let does = function(&holder, does).ok_or(JsValue::NULL)?;
        let given: Promise = does.call1(&holder, &wanted)?.dyn_into()?;
        let given = JsFuture::from(given).await?;
        let write = function(&given, "toJSON").ok_or(JsValue::NULL)?;
        JSON::stringify(&write.call0(&given)?)
    };
    let answer: Result<_, JsValue> = answer.await;
    answer.map(String::from).map_err(|error| trouble(&error))
}

fn trouble(error: &JsValue) -> Trouble {
    match of(error, "name").and_then(|name| name.as_string()).as_deref() {
        Some("NotAllowedError" | "AbortError") => Trouble::Cancelled,
        Some("SecurityError") => Trouble::WrongHost,
        Some("InvalidStateError") => Trouble::Known,
        Some("NotSupportedError" | "ConstraintError") => Trouble::Unsupported,
        Some(_) | None => Trouble::Failed,
    }
}

fn kind() -> Option<JsValue> {
    of(&window()?.into(), "PublicKeyCredential")
}

fn function(of_what: &JsValue, name: &str) -> Option<Function> {
    of(of_what, name)?.dyn_into().ok()
}

fn of(of_what: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(of_what, &name.into()).ok().filter(|value| !value.is_undefined() && !value.is_null())
}
