//! Requests between this worker and its objects, at addresses that cannot be reached from outside.

mod paths;

use domain::{
    moving::HouseId,
    people::Grants,
    platform::{NewPlatform, PlatformId},
    stamp::{By, Revision},
    wire::{Access, AddressPerson, Code, Fault, PlatformName, SecurityKind},
};
pub use paths::*;
use serde::{Deserialize, Serialize};
use worker::{Env, Method, ObjectNamespace, Request, RequestInit, Result, Stub, console_error};

use crate::{
    caller::Caller,
    damage::{code, unopened},
    inbound::fault,
    reply::{OrReply, Reply},
    told::Told,
};

/// The name of the one directory object.
pub const DIRECTORY: &str = "directory";
/// The name of the one object that knows who may come in.
pub const PEOPLE: &str = "people";

async fn ask_people(env: &Env, request: Request) -> OrReply<String> {
    let answer = async {
        let mut response = env.durable_object("PEOPLE")?.get_by_name(PEOPLE)?.fetch_with_request(request).await?;
        Ok((response.status_code(), response.text().await?))
    };
    match answer.await.map_err(|error| unopened(&error, &Access::PeopleDamaged.into()))? {
        (200, text) => Ok(text),
        (status, text) => Err(Box::new(Reply::passed_on(status, text))),
    }
}

/// Who shows this.
///
/// # Errors
/// 401 if it is nobody who may come in, and 503 if nobody can be known.
pub async fn who(env: &Env, shown: &Shown) -> OrReply<Caller> {
    let request = post(WHO, shown).map_err(|error| fault(&error))?;
    serde_json::from_str(&ask_people(env, request).await?).map_err(|error| fault(&error.into()))
}

/// Who the caller is by now.
///
/// # Errors
/// 401 if they may no longer come in.
pub async fn again(env: &Env, caller: &Caller) -> OrReply<Caller> {
    let request = post(AGAIN, caller).map_err(|error| fault(&error))?;
    serde_json::from_str(&ask_people(env, request).await?).map_err(|error| fault(&error.into()))
}

/// Somebody who watches a platform.
#[derive(Debug, Serialize, Deserialize)]
pub struct Watching {
    /// Who it is.
    pub caller: Caller,
    /// What they watch.
    pub platform: PlatformId,
}

/// Notes that somebody watches a platform, if they still may.
///
/// # Errors
/// 401 if they are not known any more, 404 if they may not see the platform, and 429 if they do it too often.
pub async fn watch(env: &Env, watching: &Watching) -> OrReply<()> {
    let request = post(WATCH, watching).map_err(|error| fault(&error))?;
    ask_people(env, request).await.map(drop)
}

/// Has a platform's object close the sockets of a session.
///
/// # Errors
/// The problem with which the object answers.
pub async fn unwatch(env: &Env, platform: &PlatformId, session: String) -> OrReply<()> {
    send(env, platform, UNWATCH, session).await.map(drop)
}

/// Whether there is anybody who may come in.
///
/// # Errors
/// If the people's object does not tell.
pub async fn has_people(env: &Env) -> OrReply<bool> {
    let request = get(HAS_PEOPLE).map_err(|error| fault(&error))?;
    serde_json::from_str(&ask_people(env, request).await?).map_err(|error| fault(&error.into()))
}

/// Who may come in under a text as their name, or as the name of their account at a provider.
///
/// # Errors
/// If the people's object does not tell.
pub async fn people_called(env: &Env, text: &str) -> OrReply<Vec<AddressPerson>> {
    let request = post(CALLED, &text).map_err(|error| fault(&error))?;
    serde_json::from_str(&ask_people(env, request).await?).map_err(|error| fault(&error.into()))
}

/// Tells what concerns people and their access. If that fails, it is only logged.
pub async fn note(env: &Env, note: &Note) {
    let request = match post(NOTE, note) {
        Ok(request) => request,
        Err(error) => return console_error!("{error}"),
    };
    if let Err(reply) = ask_people(env, request).await {
        console_error!("{}", reply.body);
    }
}

/// What a request shows of who sends it: the hash of the secret of a token or a session.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Shown {
    /// Of a token.
    pub token: Option<String>,
    /// Of a session.
    pub session: Option<String>,
}

/// Something that concerns people and their access.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// What happened.
    pub kind: SecurityKind,
    /// Who did it.
    pub by: Option<By>,
    /// Whom or what it is about.
    pub about: Option<By>,
    /// The roles that somebody has from then on.
    pub roles: Option<Grants>,
}

/// What a platform is founded with. The directory sends it after checking it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Founding {
    /// The id that the directory reserved for it.
    pub id: PlatformId,
    /// Who founds it.
    pub caller: Caller,
    /// Its settings and prices.
    pub new: NewPlatform,
}

/// An archive that is to be taken over.
#[derive(Debug, Serialize, Deserialize)]
pub struct Arrival {
    /// The id of its platform.
    pub id: PlatformId,
    /// The session in which it has come.
    pub session: String,
    /// Who brought it.
    pub caller: Caller,
}

/// What a platform's object is told to take over an archive.
#[derive(Debug, Serialize, Deserialize)]
pub struct Taken {
    /// The archive.
    pub arrival: Arrival,
    /// The house that takes it.
    pub house: HouseId,
}

/// What the directory knows of a platform that it lists.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Known {
    /// The revision that was told last.
    pub revision: Option<Revision>,
}

impl Reply {
    /// The answer of another object, passed on.
    fn passed_on(status: u16, body: String) -> Self {
        let content_type = if status < 300 { "application/json" } else { "application/problem+json" };
        Self { status, content_type, body, headers: Vec::new() }
    }
}

fn platforms(env: &Env) -> Result<ObjectNamespace> {
    env.durable_object("PLATFORM")
}

/// The id of the object of a platform.
///
/// # Errors
/// If the runtime has no such objects.
pub fn object_of(env: &Env, id: &str) -> Result<String> {
    Ok(platforms(env)?.id_from_name(id)?.to_string())
}

fn post(path: &str, body: &impl Serialize) -> Result<Request> {
    let mut init = RequestInit::new();
    init.with_method(Method::Post).with_body(Some(serde_json::to_string(body)?.into()));
    Request::new_with_init(&format!("http://inside{path}"), &init)
}

fn get(path: &str) -> Result<Request> {
    Request::new(&format!("http://inside{path}"), Method::Get)
}

/// Asks a platform's object to found the platform, and returns its answer.
pub async fn found(env: &Env, founding: &Founding) -> Result<Reply> {
    let request = post(FOUND, founding)?;
    let stub = platforms(env)?.get_by_name(founding.id.as_str())?;
    let mut response = stub.fetch_with_request(request).await?;
    let (status, body) = (response.status_code(), response.text().await?);
    Ok(Reply::passed_on(status, body))
}

/// Sends a request to a platform's object, and returns the body of its answer.
///
/// # Errors
/// The problem with which the object answers. That of an object that cannot be opened is the one of damaged data.
pub async fn ask(env: &Env, id: &str, path: &str) -> OrReply<String> {
    let answer = async { answer_of(&platforms(env)?.get_by_name(id)?, path).await }.await;
    answered(id, answer)
}

/// Sends a text to a platform's object, and returns the body of its answer.
///
/// # Errors
/// The problem with which the object answers. That of an object that cannot be opened is the one of damaged data.
pub async fn send(env: &Env, id: &PlatformId, path: &str, body: String) -> OrReply<String> {
    let sent = async {
        let mut init = RequestInit::new();
        init.with_method(Method::Post).with_body(Some(body.into()));
        let request = Request::new_with_init(&format!("http://inside{path}"), &init)?;
        let mut response = platforms(env)?.get_by_name(id.as_str())?.fetch_with_request(request).await?;
        Ok((response.status_code(), response.text().await?))
    };
    passed(sent.await.map_err(|error| unopened(&error, &Fault::PlatformDamaged))?)
}

/// Asks a platform's object to take over an archive, and returns its answer.
///
/// # Errors
/// The problem with which the object answers.
pub async fn take_over(env: &Env, taken: &Taken) -> OrReply<String> {
    let body = serde_json::to_string(taken).map_err(|error| fault(&error.into()))?;
    send(env, &taken.arrival.id, ARRIVAL_TAKE, body).await
}

/// Asks the directory to have an archive taken over, and returns the answer of the platform's object.
///
/// # Errors
/// The problem with which either answers.
pub async fn take(env: &Env, arrival: &Arrival) -> OrReply<String> {
    let asked = async {
        let stub = env.durable_object("DIRECTORY")?.get_by_name(DIRECTORY)?;
        let mut response = stub.fetch_with_request(post(ARRIVAL_TAKE, arrival)?).await?;
        Ok((response.status_code(), response.text().await?))
    };
    passed(asked.await.map_err(|error| unopened(&error, &Fault::DirectoryDamaged))?)
}

/// The id of the house.
///
/// # Errors
/// If the directory does not tell.
pub async fn house(env: &Env) -> OrReply<HouseId> {
    let text = ask_directory(env, get(HOUSE).map_err(|error| fault(&error))?).await.map_err(|error| fault(&error))?;
    serde_json::from_str(&text).map_err(|error| fault(&error.into()))
}

fn passed((status, text): (u16, String)) -> OrReply<String> {
    if status < 300 { Ok(text) } else { Err(Box::new(Reply::passed_on(status, text))) }
}

/// Sends a request to the platform's object with this id, whose platform is not known, and returns the body of its
/// answer.
///
/// # Errors
/// As those of [`ask`].
pub async fn ask_object(env: &Env, object: &str, path: &str) -> OrReply<String> {
    let answer = async { answer_of(&platforms(env)?.id_from_string(object)?.get_stub()?, path).await }.await;
    answered(object, answer)
}

fn answered(whose: &str, answer: Result<(u16, String)>) -> OrReply<String> {
    match answer.map_err(|error| unopened(&error, &Fault::PlatformDamaged))? {
        (200, text) => Ok(text),
        (status, text) => {
            let reply = Reply::passed_on(status, text);
            if code(&reply) != Some(Code::NoPlatform) {
                console_error!("platform {whose}: {}", reply.body);
            }
            Err(Box::new(reply))
        }
    }
}

/// Whether a platform has been founded in its object.
///
/// # Errors
/// The problem with which the object answers, if it does not tell that.
pub async fn is_founded(env: &Env, id: &str) -> OrReply<bool> {
    match ask(env, id, HEAD).await {
        Ok(_) => Ok(true),
        Err(reply) => match code(&reply) {
            Some(Code::NoPlatform) => Ok(false),
            Some(Code::NewerData | Code::PlatformDamaged | Code::PlatformBehind) => Ok(true),
            Some(_) | None => Err(reply),
        },
    }
}

/// The status and the body with which a platform's object answers.
async fn answer_of(stub: &Stub, path: &str) -> Result<(u16, String)> {
    let mut response = stub.fetch_with_str(&format!("http://inside{path}")).await?;
    Ok((response.status_code(), response.text().await?))
}

async fn ask_directory(env: &Env, request: Request) -> Result<String> {
    let stub = env.durable_object("DIRECTORY")?.get_by_name(DIRECTORY)?;
    let mut response = stub.fetch_with_request(request).await?;
    let text = response.text().await?;
    if response.status_code() == 200 { Ok(text) } else { Err(worker::Error::RustError(format!("directory: {text}"))) }
}

/// Tells the directory that the desk is locked, so that it stays so if the people are lost.
///
/// # Errors
/// If the directory cannot be told.
pub async fn lock(env: &Env) -> Result<()> {
    ask_directory(env, get(LOCK)?).await.map(drop)
}

/// Whether the directory was told that the desk is locked.
///
/// # Errors
/// If the directory does not tell.
pub async fn is_locked(env: &Env) -> Result<bool> {
    Ok(serde_json::from_str(&ask_directory(env, get(IS_LOCKED)?).await?)?)
}

/// Tells the directory what it is to know of a platform.
///
/// # Errors
/// If the directory cannot be told.
pub async fn tell(env: &Env, told: &Told) -> Result<()> {
    ask_directory(env, post(TELL, told)?).await.map(drop)
}

/// The names of those of these platforms that there are.
///
/// # Errors
/// If the directory cannot be asked.
pub async fn names(env: &Env, ids: &[&PlatformId]) -> Result<Vec<PlatformName>> {
    Ok(serde_json::from_str(&ask_directory(env, post(NAMES, &ids)?).await?)?)
}

/// What the directory knows of a platform; none if it lists no such platform.
///
/// # Errors
/// If the directory cannot be asked.
pub async fn known(env: &Env, id: &str) -> Result<Option<Known>> {
    Ok(serde_json::from_str(&ask_directory(env, get(&format!("{KNOWN}?id={id}"))?).await?)?)
}

/// Asks the directory to look at a platform again, which has answered with a problem.
///
/// # Errors
/// If the directory cannot be asked.
pub async fn look_again(env: &Env, id: &str) -> Result<()> {
    ask_directory(env, get(&format!("{LOOK_AGAIN}?id={id}"))?).await.map(drop)
}

/// Asks the directory to wake the platforms that are overdue at `now`, in milliseconds since 1970.
///
/// # Errors
/// If the directory cannot be asked.
pub async fn wake_overdue(env: &Env, now: f64) -> Result<()> {
    ask_directory(env, get(&format!("{WAKE_OVERDUE}?now={now:.0}"))?).await.map(drop)
}
