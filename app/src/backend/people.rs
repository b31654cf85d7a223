//! People and their access, over HTTP. None of these requests has a key: asked twice, they do no harm.

use domain::wire::{
    InvitationRequest, InvitationView, List, Luggage, LuggageTicket, Me, NewInvitation, NewName, NewToken,
    OneTimeSecret, Onward, PasskeyView, PersonChange, PersonView, ProviderAccount, ProviderStart, SecurityEntry,
    SessionView, TokenRequest, TokenView, Ways,
};
use gloo::net::http::Method;
use serde::{Serialize, de::DeserializeOwned};

use super::{Failure, Listed, call::Call, here};
use crate::passkey;

const API: &str = "/api/v1";

/// Why a ceremony with a passkey came to nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// The browser gave no passkey.
    Passkey(passkey::Trouble),
    /// The worker said no, or did not answer.
    Worker(Failure),
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Self {
        Self::Worker(failure)
    }
}

impl From<passkey::Trouble> for Trouble {
    fn from(trouble: passkey::Trouble) -> Self {
        Self::Passkey(trouble)
    }
}

async fn get<T: DeserializeOwned>(path: &str) -> Result<T, Failure> {
    call(Method::GET, path).read().await
}

/// The items of a list, page by page.
async fn items<T: DeserializeOwned>(path: &str) -> Result<Vec<T>, Failure> {
    let (mut items, mut cursor) = (Vec::new(), String::new());
    loop {
        let list: List<T> = get(&format!("{path}?limit=1000{cursor}")).await?;
        items.extend(list.items);
        let Some(next) = list.next_cursor else { return Ok(items) };
        cursor = format!("&cursor={next}");
    }
}

async fn send<T: DeserializeOwned>(method: Method, path: &str, body: String) -> Result<T, Failure> {
    call(method, path).text(body).read().await
}

/// A call. Those of signing in are answered whoever makes them.
fn call(method: Method, path: &str) -> Call<'static> {
    let call = Call::plain(method, format!("{API}{path}"));
    if path.starts_with("/sign-in/") { call.by_anyone() } else { call }
}

async fn post<T: DeserializeOwned>(path: &str, body: &impl Serialize) -> Result<T, Failure> {
    send(Method::POST, path, json(body)).await
}

/// The options of a ceremony, as JSON.
async fn options(path: &str, body: String) -> Result<String, Failure> {
    let response = call(Method::POST, path).text(body).send().await?;
    response.text().await.map_err(|_| Failure::Unreachable)
}

async fn end(path: String) -> Result<(), Failure> {
    Call::plain(Method::DELETE, format!("{API}{path}")).send().await.map(drop)
}

fn json(value: &(impl Serialize + ?Sized)) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// Who the caller is.
///
/// # Errors
/// When nobody is signed in, or the worker does not answer.
pub async fn me() -> Result<Me, Failure> {
    get("/me").await
}

/// The ways to sign in.
///
/// # Errors
/// When the worker does not answer.
pub async fn ways() -> Result<Ways, Failure> {
    get("/sign-in/ways").await
}

/// Begins to sign in with a provider. Returns where to go on.
///
/// # Errors
/// When the provider or the worker does not answer, or says no.
pub async fn with_provider(id: &str, start: &ProviderStart) -> Result<String, Failure> {
    let Onward { to } = post(&format!("/sign-in/providers/{id}"), start).await?;
    Ok(to)
}

/// Signs in with a passkey.
///
/// # Errors
/// When there is none, or it is refused.
pub async fn sign_in() -> Result<Me, Trouble> {
    let options = options("/sign-in/passkey/start", "{}".to_owned()).await?;
    let credential = passkey::show(&options).await?;
    Ok(send(Method::POST, "/sign-in/passkey/finish", format!("{{\"credential\":{credential}}}")).await?)
}

/// Ends this session.
///
/// # Errors
/// When the worker does not answer.
pub async fn sign_out() -> Result<(), Failure> {
    call(Method::POST, "/sign-out").text("{}".to_owned()).send().await?;
    here::nobody();
    Ok(())
}

/// The invitation with this secret.
///
/// # Errors
/// When it is not in force.
pub async fn invitation(secret: &str) -> Result<InvitationView, Failure> {
    post("/sign-in/invitation", &OneTimeSecret { secret: secret.to_owned() }).await
}

/// Accepts an invitation with a new passkey, and signs in.
///
/// # Errors
/// When the invitation is not in force, or no passkey is made.
pub async fn join(secret: &str, name: &str, passkey_name: &str) -> Result<Me, Trouble> {
    let (secret, name) = (json(secret), json(name));
    let options = options("/sign-in/join/start", format!("{{\"secret\":{secret},\"name\":{name}}}")).await?;
    let credential = passkey::make(&options).await?;
    let passkey_name = json(passkey_name);
    let body =
        format!("{{\"secret\":{secret},\"name\":{name},\"passkey\":{passkey_name},\"credential\":{credential}}}");
    Ok(send(Method::POST, "/sign-in/join/finish", body).await?)
}

/// Gives up what a browser keeps, at a desk.
///
/// # Errors
/// When the worker says no, or does not answer.
pub async fn pack(luggage: &Luggage) -> Result<LuggageTicket, Failure> {
    post("/desk/luggage", luggage).await
}

/// Takes what was given up.
///
/// # Errors
/// When nothing waits, or the worker does not answer.
pub async fn unpack(secret: &str) -> Result<Luggage, Failure> {
    post("/desk/luggage/take", &OneTimeSecret { secret: secret.to_owned() }).await
}

/// The caller's passkeys.
///
/// # Errors
/// When the worker does not answer.
pub async fn passkeys() -> Result<Vec<PasskeyView>, Failure> {
    items("/me/passkeys").await
}

/// Makes another passkey for the caller.
///
/// # Errors
/// When none is made, or it is refused.
pub async fn add_passkey(name: &str) -> Result<PasskeyView, Trouble> {
    let options = options("/me/passkeys/start", "{}".to_owned()).await?;
    let credential = passkey::make(&options).await?;
    let body = format!("{{\"name\":{},\"credential\":{credential}}}", json(name));
    Ok(send(Method::POST, "/me/passkeys", body).await?)
}

/// Gives a passkey another name.
///
/// # Errors
/// When the worker says no, or does not answer.
pub async fn rename_passkey(id: &str, name: &str) -> Result<PasskeyView, Failure> {
    send(Method::PATCH, &format!("/me/passkeys/{id}"), json(&NewName { name: name.to_owned() })).await
}

/// Removes a passkey.
///
/// # Errors
/// When it is the last one, or the worker does not answer.
pub async fn remove_passkey(id: &str) -> Result<(), Failure> {
    end(format!("/me/passkeys/{id}")).await
}

/// The caller's accounts at providers.
///
/// # Errors
/// When the worker does not answer.
pub async fn accounts() -> Result<Vec<ProviderAccount>, Failure> {
    items("/me/accounts").await
}

/// The caller's sessions.
///
/// # Errors
/// When the worker does not answer.
pub async fn sessions() -> Result<Vec<SessionView>, Failure> {
    items("/me/sessions").await
}

/// Ends one of the caller's sessions.
///
/// # Errors
/// When the worker does not answer.
pub async fn end_session(id: &str) -> Result<(), Failure> {
    end(format!("/me/sessions/{id}")).await
}

/// Ends all sessions of the caller but this one.
///
/// # Errors
/// When the worker does not answer.
pub async fn end_other_sessions() -> Result<(), Failure> {
    end("/me/sessions".to_owned()).await
}

/// All people.
///
/// # Errors
/// When the caller may not see them, or the worker does not answer.
pub async fn people() -> Result<Vec<PersonView>, Failure> {
    items("/people").await
}

/// Changes a person.
///
/// # Errors
/// When the worker says no, or does not answer.
pub async fn change(id: &str, change: &PersonChange) -> Result<PersonView, Failure> {
    send(Method::PATCH, &format!("/people/{id}"), json(change)).await
}

/// Removes a person.
///
/// # Errors
/// When the worker says no, or does not answer.
pub async fn remove(id: &str) -> Result<(), Failure> {
    end(format!("/people/{id}")).await
}

/// The invitations in force.
///
/// # Errors
/// When the caller may not see them, or the worker does not answer.
pub async fn invitations() -> Result<Vec<InvitationView>, Failure> {
    items("/invitations").await
}

/// Invites somebody.
///
/// # Errors
/// When the worker says no, or does not answer.
pub async fn invite(request: &InvitationRequest) -> Result<NewInvitation, Failure> {
    post("/invitations", request).await
}

/// Withdraws an invitation.
///
/// # Errors
/// When the worker says no, or does not answer.
pub async fn withdraw(id: &str) -> Result<(), Failure> {
    end(format!("/invitations/{id}")).await
}

/// All tokens.
///
/// # Errors
/// When the caller may not see them, or the worker does not answer.
pub async fn tokens() -> Result<Vec<TokenView>, Failure> {
    items("/tokens").await
}

/// Makes a token.
///
/// # Errors
/// When the worker says no, or does not answer.
pub async fn make_token(request: &TokenRequest) -> Result<NewToken, Failure> {
    post("/tokens", request).await
}

/// Revokes a token.
///
/// # Errors
/// When the worker says no, or does not answer.
pub async fn revoke(id: &str) -> Result<(), Failure> {
    end(format!("/tokens/{id}")).await
}

/// A page of the record of what concerns people and their access, newest first.
///
/// # Errors
/// When the caller may not see it, or the worker does not answer.
pub async fn security_log(cursor: Option<&str>) -> Result<Listed<SecurityEntry>, Failure> {
    let cursor = cursor.map(|cursor| format!("&cursor={cursor}")).unwrap_or_default();
    let list: List<SecurityEntry> = get(&format!("/security-log?limit=50{cursor}")).await?;
    Ok(Listed { items: list.items, next: list.next_cursor })
}
