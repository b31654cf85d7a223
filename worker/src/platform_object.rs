//! The object of one platform: it passes each request to the function that answers it, and does the work of the alarm.

use std::rc::Rc;

use domain::{
    command::Command,
    roster::Given,
    wire::{Code, Fault, Kind},
};
use worker::{
    DurableObject, Env, Error, Request, Response, Result, State, WebSocket, WebSocketIncomingMessage, console_error,
    durable_object,
};

use crate::{
    alarm::Ring,
    asked::{Asked, nothing_here},
    caller::{Caller, roles_of},
    calls::{Call, Deed, Description, Key, Limit, Question},
    commands::{Sent, command},
    damage::code,
    due::Due,
    inbound::{arrived, fault, finish, header},
    inside::{self, Taken},
    kept::Kept,
    large::Long,
    live,
    machine::{has_test_doors, working_for},
    once::Once,
    place::{setting, with_body},
    reply::{OrReply, Reply},
    request::{self, Target},
    shelf,
};

/// The most bytes of a roster that may be looked at any number of times.
const SMALL: usize = 1 << 20;

/// A platform's object.
#[durable_object]
pub struct PlatformObject {
    kept: Rc<Kept>,
}

impl DurableObject for PlatformObject {
    fn new(state: State, env: Env) -> Self {
        if let Some(bytes) = setting(&env, "ROOM_FOR_BOOKS").and_then(|text| text.parse().ok()) {
            shelf::set_room(Some(bytes));
        }
        live::answer_by_itself(&state);
        Self { kept: Rc::new(Kept::of(state, env)) }
    }

    async fn websocket_message(&self, socket: WebSocket, message: WebSocketIncomingMessage) -> Result<()> {
        self.kept.heard(&socket, message).await;
        self.kept.rest();
        Ok(())
    }

    async fn websocket_close(&self, socket: WebSocket, _: usize, _: String, _: bool) -> Result<()> {
        // otherwise the other side waits for this in vain
        live::close(&socket, live::BYE);
        Ok(())
    }

    async fn websocket_error(&self, _: WebSocket, error: Error) -> Result<()> {
        console_error!("{error}");
        Ok(())
    }

    async fn fetch(&self, request: Request) -> Result<Response> {
        working_for(request, async |mut request| {
            if let Some(answer) = self.stream(&mut request).await {
                return match answer {
                    Ok(response) => Ok(response),
                    Err(reply) => finish(&request, Err(reply)).await,
                };
            }
            let answer = match self.answer(&mut request).await {
                Err(reply) if code(&reply) == Some(Code::NoPlatform) => Err(self.missed(&request, reply).await),
                answer => answer,
            };
            self.kept.rest();
            finish(&request, answer).await
        })
        .await
    }

    async fn alarm(&self) -> Result<Response> {
        let done = match self.kept.ring().await? {
            Ring::Newer => {
                // a worker that can read the data arms the alarm again
                console_error!("an alarm beside data of a newer Laufzeit: nothing was done");
                return Response::empty();
            }
            Ring::Shut(reply) => Err(reply),
            Ring::Due(Due::Day | Due::Date) => {
                self.kept.catch_up(None).await.map_err(|problem| self.kept.ended_with(problem))
            }
            Ring::Due(Due::Nothing) => Ok(()),
        };
        match done {
            Ok(()) => self.kept.settle_after_alarm().await?,
            Err(reply) => console_error!("{}", reply.body),
        }
        self.kept.rest();
        Response::empty()
    }
}

impl PlatformObject {
    /// The archive of the platform, its book, a list as a file or the record, if a request asks for one of them. They are no one
    /// text, so that they take no memory of WebAssembly.
    async fn stream(&self, request: &mut Request) -> Option<OrReply<Response>> {
        let (method, target) = (request.inner().method(), Target::of(&request.inner().url()));
        let asked = Asked::of(&method, target, false).ok()?;
        let Call::Ask(question) = asked.described.call else { return None };
        let long = Long::of(question)?;
        let answer = async {
            match self.kept.brought_up_to_date().await {
                Err(reply) if reply.status == Kind::Full.status() => {}
                done => done?,
            }
            let answer = self.kept.large(long, &asked, request).await;
            self.kept.rest();
            answer
        };
        Some(match answer.await {
            Err(reply) if code(&reply) == Some(Code::NoPlatform) => Err(self.missed(request, reply).await),
            answer => answer,
        })
    }

    async fn answer(&self, request: &mut Request) -> OrReply<Reply> {
        let target = Target::of(&request.inner().url());
        if target.segments.is_none() {
            return self.inside(&target, request).await;
        }
        let asked = Asked::of(&request.inner().method(), target, has_test_doors(&self.kept.env))?;
        match asked.described.call {
            Call::Ask(question) => {
                match self.kept.brought_up_to_date().await {
                    // on a full disk the work that is due cannot be done, but the book can still be read
                    Err(reply) if reply.status == Kind::Full.status() => {}
                    // what is damaged is just what a check is to find
                    Err(_) if question == Question::Check => {}
                    done => done?,
                }
                self.kept.read(question, &asked, request).await
            }
            Call::Preview(preview) => {
                let (caller, body) = with_body(request, &asked, &self.kept.env).await?;
                let _turn = self.kept.turn().await;
                self.kept.brought_up_to_date().await?;
                self.kept.preview(preview, &asked, &caller, &body.whole()).await
            }
            Call::Do(deed) => self.change(deed, &asked, request).await,
            Call::Test => self.kept.test(asked.parameter("door"), request).await,
            Call::Worker(_) | Call::Directory(_) | Call::People(_) => nothing_here(),
        }
    }

    /// The answer of an object that holds no platform: one that the directory lists has lost it.
    async fn missed(&self, request: &Request, reply: Box<Reply>) -> Box<Reply> {
        let asked = Asked::of(&request.inner().method(), Target::of(&request.inner().url()), true);
        let Ok(id) = asked.and_then(|asked| asked.platform()) else { return reply };
        match inside::known(&self.kept.env, id.as_str()).await {
            Ok(Some(_)) => Box::new(Reply::problem(&Fault::PlatformDamaged)),
            Ok(None) => reply,
            Err(error) => {
                console_error!("{error}");
                reply
            }
        }
    }

    /// Takes in a piece of an archive, has the archive checked, or throws it away.
    async fn of_arrival(&self, target: &Target, request: &mut Request) -> OrReply<Reply> {
        let mut query = target.query();
        let session = query.text("session").unwrap_or_default();
        let number = |number: Option<u64>| number.and_then(|number| u32::try_from(number).ok()).unwrap_or(0);
        let (file, part) = (number(query.number("file")), number(query.number("part")));
        let body = request.text().await.map_err(|error| fault(&error))?;
        match &*target.path {
            inside::ARRIVAL_PIECE => self.kept.keep_piece(&session, file, part, body),
            inside::ARRIVAL_END => self.kept.end_arrival(&session, &request::json(body.as_bytes())?).await,
            inside::ARRIVAL_DROP => self.kept.drop_arrival(&session),
            _ => nothing_here(),
        }
    }

    /// Reads a command and does it, or only checks a roster.
    async fn change(&self, deed: Deed, asked: &Asked, request: &mut Request) -> OrReply<Reply> {
        let Description { method, key, status, .. } = *asked.described;
        let mut query = asked.query();
        let may_dry_run = key == Key::UnlessDryRun;
        let dry_run = may_dry_run && query.flag("dry_run").unwrap_or(false);
        let given = if may_dry_run { query.given() } else { Given::default() };
        query.end()?;
        let key = if dry_run { String::new() } else { request::key(header(request, "idempotency-key"))? };
        let (caller, body) = with_body(request, asked, &self.kept.env).await?;
        if dry_run {
            if body.len() > SMALL {
                self.kept.limit_previews(&caller)?;
            }
            let _turn = self.kept.turn().await;
            return self.kept.check_roster(&body, given).await;
        }
        let once = Once::new(method.as_str(), &asked.target, key, body.hash(), &caller).said(&given);
        let command = command(deed, asked, &body, given);
        // who may comes before the key
        if let Ok(command) = &command {
            demand_fields(&caller, command, asked)?;
        }
        self.kept.pass(&Sent { once, body, status }, caller, command).await
    }

    /// Answers requests from this worker's other objects.
    async fn inside(&self, target: &Target, request: &mut Request) -> OrReply<Reply> {
        match &*target.path {
            inside::FOUND => {
                let body = arrived(request, Limit::NORMAL).await?;
                self.kept.found(request::json(&body.whole())?)
            }
            inside::UNWATCH => {
                let session = request.text().await.map_err(|error| fault(&error))?;
                self.kept.unwatched(&session);
                Ok(Reply::json(200, &()))
            }
            inside::CHECK => self.kept.check().await,
            inside::ARRIVAL_BEGIN => {
                let body = arrived(request, Limit::NORMAL).await?;
                self.kept.begin_arrival(request::json(&body.whole())?)
            }
            inside::ARRIVAL_PIECE | inside::ARRIVAL_END | inside::ARRIVAL_DROP => {
                self.of_arrival(target, request).await
            }
            inside::ARRIVAL_TAKE => {
                let body = arrived(request, Limit::NORMAL).await?;
                let Taken { arrival, house } = request::json(&body.whole())?;
                self.kept.take_arrival(&arrival.session, &house, &arrival.caller).await
            }
            inside::STANDS_AT => Ok(Reply::json(200, &self.kept.stands_at()?.to_string())),
            inside::HEAD | inside::WAKE => {
                self.kept.brought_up_to_date().await?;
                Ok(Reply::json(200, &self.kept.told()?))
            }
            _ => nothing_here(),
        }
    }
}

/// Lets the caller change the settings that a command names.
fn demand_fields(caller: &Caller, command: &Command, asked: &Asked) -> OrReply<()> {
    let Command::Settings(settings) = command else { return Ok(()) };
    let platform = asked.platform()?;
    roles_of(settings).into_iter().try_for_each(|role| caller.demand_role(role, Some(platform.as_str())))
}
