//! Decides who answers a request from outside, and refuses requests from foreign pages.

use domain::{
    platform::PlatformId,
    stamp::{By, Instant},
    wire::{Access, CallerKind, Code, Fault, Kind, SecurityKind, SignedIn},
};
use worker::{
    Env, Request, Response, Result, console_error,
    web_sys::{self, Headers, RequestInit},
};

use crate::{
    archive::arrive,
    asked::Asked,
    caller::{self, Caller},
    calls::{Call, OfDirectory, OfWorker, Question, Who},
    clock::recorded,
    damage::{code, unopened},
    full,
    inbound::{drain, finish, header},
    inside::{self, DIRECTORY, Note, PEOPLE},
    machine::{has_test_doors, machine_now},
    place::{let_in, not_signed_in, setting},
    reply::{OrReply, Reply, refuse},
    request::Target,
};

/// Answers a request from outside.
///
/// # Errors
/// If the runtime fails to make an answer.
pub async fn outside(mut request: Request, env: &Env) -> Result<Response> {
    match route(&request, env).await {
        Ok(Route::Here(reply)) => reply.into_response(),
        Ok(Route::Arrival { asked, caller, take }) => {
            let answer = arrive(&mut request, &asked, caller, env, take).await;
            finish(&request, answer).await
        }
        Ok(Route::Object { namespace, name, damaged, caller, exported }) => {
            let response = match pass_on(request, env, namespace, &name, caller.as_ref()).await {
                Ok(response) => response,
                Err(error) => {
                    let reply = unopened(&error, &damaged);
                    let is_platform = damaged == Fault::PlatformDamaged;
                    let reply = if is_platform { full::ended_with(reply, env, &name).await } else { reply };
                    reply.into_response()?
                }
            };
            // the list says so, too
            if response.status_code() == Kind::Damaged.status()
                && damaged == Fault::PlatformDamaged
                && let Err(error) = inside::look_again(env, &name).await
            {
                console_error!("{error}");
            }
            if let Some(note) = exported.filter(|_| response.status_code() == 200) {
                inside::note(env, &note).await;
            }
            Ok(response)
        }
        Err(reply) => {
            drain(&request).await;
            reply.into_response()
        }
    }
}

/// Passes a request on to an object, and tells it who the caller is, if it is to know. Nobody else does: what comes in that
/// header is thrown away.
async fn pass_on(
    request: Request,
    env: &Env,
    namespace: &str,
    name: &str,
    caller: Option<&Caller>,
) -> Result<Response> {
    let object = env.durable_object(namespace)?.get_by_name(name)?;
    if caller.is_none() && header(&request, caller::HEADER).is_none() {
        return object.fetch_with_request(request).await;
    }
    let headers = Headers::new_with_headers(&request.inner().headers())?;
    headers.delete(caller::HEADER)?;
    if let Some(caller) = caller {
        headers.set(caller::HEADER, &caller.to_header())?;
    }
    let init = RequestInit::new();
    init.set_headers(&headers);
    let told = web_sys::Request::new_with_request_and_init(request.inner(), &init)?;
    object.fetch_with_request(told.into()).await
}

enum Route {
    Here(Reply),
    /// A request that brings an archive: to take it, or only to look at it.
    Arrival {
        asked: Asked,
        caller: Caller,
        take: bool,
    },
    Object {
        namespace: &'static str,
        name: String,
        /// What is said if the object cannot be opened.
        damaged: Fault,
        /// Who the caller is, if the object is to know.
        caller: Option<Caller>,
        /// What is noted if the object answers.
        exported: Option<Note>,
    },
}

async fn route(request: &Request, env: &Env) -> OrReply<Route> {
    check_origin(request, env)?;
    // the method is read from the raw request, because `worker::Request` takes methods that it does not know for GET
    let asked = Asked::of(&request.inner().method(), Target::of(&request.inner().url()), has_test_doors(env))?;
    let caller = match asked.described.who {
        Who::Anyone => None,
        who @ (Who::Known | Who::With(_) | Who::ByField) => {
            let caller = let_in(request, env).await?;
            // a page that shows somebody's work does it in that name or not at all
            let meant = header(request, "laufzeit-for");
            if meant.is_some() && meant.as_deref() != caller.by.as_ref().map(|by| &*by.id) {
                return Err(not_signed_in());
            }
            // a text that cannot be an id is nothing, whoever asks
            let platform = asked.platform_named().map(|_| asked.platform()).transpose()?;
            if let Err(reply) = caller.demand(who, platform.as_ref().map(PlatformId::as_str)) {
                if reply.status == Kind::RoleNeeded.status() {
                    inside::note(env, &about(SecurityKind::RoleRefused, &caller, &asked)).await;
                }
                return Err(reply);
            }
            Some(caller)
        }
    };
    match asked.described.call {
        Call::Worker(OfWorker::Health) => {
            #[derive(serde::Serialize)]
            struct Health {
                status: &'static str,
                version: &'static str,
                now: Instant,
            }
            let now = recorded(machine_now());
            Ok(Route::Here(Reply::json(200, &Health { status: "ok", version: env!("CARGO_PKG_VERSION"), now })))
        }
        Call::Worker(OfWorker::Document) => {
            Ok(Route::Here(Reply::json_text(200, include_str!(concat!(env!("OUT_DIR"), "/openapi.json")).to_owned())))
        }
        Call::Worker(OfWorker::SignedIn) => Ok(Route::Here(Reply::json(200, &signed_in(request, env).await?))),
        Call::Worker(OfWorker::Me) => Ok(Route::Here(Reply::json(200, &caller.as_ref().map(Caller::me)))),
        Call::Worker(OfWorker::LookAtArchive | OfWorker::TakeArchive) => match caller {
            Some(caller) => {
                let take = asked.described.call == Call::Worker(OfWorker::TakeArchive);
                Ok(Route::Arrival { asked, caller, take })
            }
            None => Err(not_signed_in()),
        },
        Call::Directory(OfDirectory::List | OfDirectory::Create | OfDirectory::House) => Ok(Route::Object {
            namespace: "DIRECTORY",
            name: DIRECTORY.to_owned(),
            damaged: Fault::DirectoryDamaged,
            caller,
            exported: None,
        }),
        Call::People(_) => Ok(Route::Object {
            namespace: "PEOPLE",
            name: PEOPLE.to_owned(),
            damaged: Access::PeopleDamaged.into(),
            caller,
            exported: None,
        }),
        Call::Ask(_) | Call::Preview(_) | Call::Do(_) | Call::Test => {
            // a text that cannot be an id must not wake an object
            let name = asked.platform()?.into();
            let person = caller.as_ref().filter(|caller| caller.kind != CallerKind::Desk);
            let exports = [Question::Csv, Question::Archive, Question::Person].map(Call::Ask);
            let is_export = exports.contains(&asked.described.call) && request.inner().method() == "GET";
            let exported = person.filter(|_| is_export).map(|caller| about(SecurityKind::Exported, caller, &asked));
            // what is only read is the same for all who may read it
            let is_question = matches!(asked.described.call, Call::Ask(_) | Call::Test);
            let watches = asked.described.call == Call::Ask(Question::Live);
            let caller = caller.filter(|_| watches || !is_question);
            Ok(Route::Object { namespace: "PLATFORM", name, damaged: Fault::PlatformDamaged, caller, exported })
        }
    }
}

/// Whether the caller is known.
///
/// # Errors
/// If that cannot be found out.
async fn signed_in(request: &Request, env: &Env) -> OrReply<SignedIn> {
    match let_in(request, env).await {
        Ok(_) => Ok(SignedIn { signed_in: true, set_up: true }),
        Err(reply) => match code(&reply) {
            Some(Code::NotSignedIn) => Ok(SignedIn { signed_in: false, set_up: true }),
            Some(Code::SignInMissing) => Ok(SignedIn { signed_in: false, set_up: false }),
            Some(_) | None => Err(reply),
        },
    }
}

/// A note that the caller did something, about the platform that the address names if it names one.
fn about(kind: SecurityKind, caller: &Caller, asked: &Asked) -> Note {
    let about = asked.platform_named().map(|id| By { id: id.to_owned(), name: id.to_owned() });
    Note { kind, by: caller.by.clone(), about, roles: None }
}

/// Refuses requests whose `Host` or `Origin` is foreign, because any web page could send requests to a port that is
/// open on this machine. What another site asks for in a page of its own is refused too, but not following a link.
fn check_origin(request: &Request, env: &Env) -> OrReply<()> {
    let host = header(request, "host").unwrap_or_default().to_ascii_lowercase();
    let name = match host.rsplit_once(':') {
        Some((name, port)) if is_port(port) => name,
        Some(_) | None => &host,
    };
    let allowed = setting(env, "ALLOWED_HOSTS").unwrap_or_default();
    let ours = ["127.0.0.1", "localhost", "[::1]"].contains(&name)
        || allowed.split(',').map(str::trim).any(|allowed| !allowed.is_empty() && (allowed == name || allowed == host));
    if !ours {
        return refuse(Fault::ForeignHost);
    }
    let site = header(request, "sec-fetch-site");
    let is_foreign = site.is_some_and(|site| !["same-origin", "none"].contains(&site.as_str()));
    let is_visit = header(request, "sec-fetch-mode").is_some_and(|mode| mode == "navigate")
        && header(request, "sec-fetch-dest").is_some_and(|dest| dest == "document")
        && request.inner().method() == "GET";
    if is_foreign && !is_visit {
        return refuse(Fault::ForeignOrigin);
    }
    let Some(origin) = header(request, "origin") else { return Ok(()) };
    let origin = origin.to_ascii_lowercase();
    let authority = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
    if authority == Some(host.as_str()) { Ok(()) } else { refuse(Fault::ForeignOrigin) }
}

fn is_port(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit()) && text.parse().is_ok_and(|port: u16| port > 0)
}
