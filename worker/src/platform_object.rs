//! One platform: its object, and what it answers.

use std::cell::{Cell, RefCell};

use domain::{
    book::Book,
    command::Command,
    event::Event,
    field::{FieldError, FieldFault},
    order::Order,
    platform::{NewPlatform, PlatformId},
    settings::Settings,
    stamp::{Actor, Revision, Stamp, SubmissionId},
    wire::{
        ChangesRequest, ClockRequest, ConfirmRequest, Kind, OrderRequest, PlatformHead, PlatformView, RestoreRequest,
        SetUpRequest,
    },
};
use serde::{Deserialize, Serialize};
use worker::{DurableObject, Env, Method, Request, Response, Result, State, Storage, console_error, durable_object};

use crate::{
    alarm::Alarm,
    answers::Once,
    clock,
    inbound::{Limit, body, caller, fault, finish, header, no_body},
    reads::account_id,
    reply::{Reply, Step},
    request::{self, Target},
    routes::{Resource, nothing_here},
    store::{self, Store, VERSIONS},
    writes::Writes,
};

/// What founds a platform: sent by the directory, which has checked it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Founding {
    /// The id it has been given.
    pub id: PlatformId,
    /// Who founds it.
    pub actor: Actor,
    /// Its settings.
    pub new: NewPlatform,
}

/// A platform's object.
#[durable_object]
pub struct PlatformObject {
    pub(crate) env: Env,
    pub(crate) storage: Storage,
    pub(crate) store: Store,
    pub(crate) alarm: Alarm,
    pub(crate) book: RefCell<Option<Book>>,
    /// How far our clock is ahead of the machine's; only ever moved by tests.
    pub(crate) skew: Cell<i64>,
    /// The deadline that the directory knows.
    pub(crate) told: Cell<Option<Option<i64>>>,
}

impl DurableObject for PlatformObject {
    fn new(state: State, env: Env) -> Self {
        let storage = state.storage();
        Self {
            store: Store::of(&storage),
            alarm: Alarm::of(state.storage(), &env),
            env,
            storage,
            book: RefCell::new(None),
            skew: Cell::new(0),
            told: Cell::new(None),
        }
    }

    async fn fetch(&self, mut request: Request) -> Result<Response> {
        let answer = self.answer(&mut request).await;
        finish(&mut request, answer).await
    }

    async fn alarm(&self) -> Result<Response> {
        // not even an alarm is written beside data that is not ours: whoever can read it arms anew
        if VERSIONS.is_newer(&self.storage).unwrap_or(false) {
            console_error!("an alarm beside data of a newer Laufzeit: nothing was done");
            return Response::empty();
        }
        self.alarm.arm_again().await?;
        let done = async {
            self.open().await?;
            self.catch_up(None).await
        };
        if let Err(reply) = done.await {
            console_error!("{}", reply.body);
        } else {
            self.alarm.forget();
            self.settle().await;
        }
        Response::empty()
    }
}

impl PlatformObject {
    async fn answer(&self, request: &mut Request) -> Step<Reply> {
        let target = Target::of(&request.inner().url());
        let Some(segments) = &target.segments else {
            return self.inside(&target.path, request).await;
        };
        let below = segments.get(2..).unwrap_or_default();
        let Some(resource) = Resource::of(below) else { return nothing_here() };
        let method = request.method();
        let reading = matches!(method, Method::Get | Method::Head);
        match (&resource, reading) {
            (Resource::Quote, _) => {
                let body = body(request, "application/json", Limit::NORMAL).await?;
                self.brought_up_to_date().await?;
                self.quote(&target, &body)
            }
            (Resource::Preview, _) => {
                let body = body(request, "application/json", Limit::CHANGES).await?;
                self.brought_up_to_date().await?;
                self.preview(&target, &body)
            }
            (Resource::Test(door), _) => self.test(door, request).await,
            (_, false) => self.change(resource, &target, request).await,
            (_, true) => {
                match self.brought_up_to_date().await {
                    // a full disk keeps the day's work from being done, not the book from being read
                    Err(reply) if reply.status == Kind::Full.status() => {}
                    done => done?,
                }
                self.read(resource, &target, request).await
            }
        }
    }

    /// Reads a command and does it.
    async fn change(&self, resource: Resource, target: &Target, request: &mut Request) -> Step<Reply> {
        let mut query = target.query();
        let dry_run = resource == Resource::Import && query.flag("dry_run").unwrap_or(false);
        query.end()?;
        let key = if dry_run { String::new() } else { request::key(header(request, "idempotency-key"))? };
        let method = request.method();
        let says_nothing = method == Method::Delete || matches!(resource, Resource::Undo(_) | Resource::ImportUndo(_));
        let body = if says_nothing {
            no_body(request).await?
        } else if resource == Resource::Import {
            body(request, "text/csv", Limit::ROSTER).await?
        } else {
            let limit = if resource == Resource::Changes { Limit::CHANGES } else { Limit::NORMAL };
            body(request, "application/json", limit).await?
        };
        if dry_run {
            return self.check_roster(&body).await;
        }
        let once = Once::new(method.as_ref(), target, key, &body);
        self.pass(&once, caller(request), command(resource, &method, body)).await
    }

    /// What only our own objects ask.
    async fn inside(&self, path: &str, request: &mut Request) -> Step<Reply> {
        match path {
            "/found" => {
                let body = request.bytes().await.map_err(|error| fault(&error))?;
                self.found(request::json(&body)?)
            }
            "/head" | "/wake" => {
                self.brought_up_to_date().await?;
                Ok(Reply::json(200, &PlatformHead::from(&*self.book()?)))
            }
            _ => nothing_here(),
        }
    }

    /// Founds the platform; one that is there already is left as it is.
    fn found(&self, Founding { id, actor, new }: Founding) -> Step<Reply> {
        if self.load()? {
            return Ok(Reply::json(201, &PlatformView::from(&*self.book()?)));
        }
        let Some(zone) = clock::zone(&new.time_zone) else {
            return Err(Box::new(Reply::blaming(&[FieldError::new("time_zone", FieldFault::TimeZone)])));
        };
        let first_day = new.first_day(clock::date_at(zone, self.now()));
        let platform = new.check(id, first_day).map_err(|errors| Box::new(Reply::blaming(&errors)))?;
        let mut book = Book::new(platform.clone(), first_day);
        let stamp = Stamp { at: clock::recorded(self.now()), actor };
        let recorded = book.record(first_day, &stamp, [Event::PlatformCreated { platform: Box::new(platform) }]);
        let mut writes = Writes::default();
        store::schema(&mut writes);
        writes.founded(&book);
        recorded.iter().for_each(|recorded| writes.recorded(recorded, &book));
        self.commit(writes).map_err(|error| fault(&error))?;
        let reply = Reply::json(201, &PlatformView::from(&book));
        self.book.replace(Some(book));
        self.told.set(Some(None));
        Ok(reply)
    }
}

/// The command that a request stands for.
fn command(resource: Resource, method: &Method, body: Vec<u8>) -> Step<Command> {
    Ok(match resource {
        Resource::Changes => {
            let submission = request::json::<ChangesRequest>(&body)?.submission();
            Command::Confirm(submission.map_err(|errors| Box::new(Reply::blaming(&errors)))?)
        }
        Resource::Undo(id) => Command::Undo { of: SubmissionId(id) },
        Resource::Orders => {
            let OrderRequest { quantity, term, hash } = request::json(&body)?;
            Command::Order(Order { quantity, term, hash })
        }
        Resource::Import => Command::Import(body),
        Resource::ImportUndo(revision) => {
            Command::TakeImportBack { import: Revision(revision.parse().or_else(|_| nothing_here())?) }
        }
        Resource::Account(id) => {
            let account = account_id(&id)?;
            let SetUpRequest { address, display_name } = request::json(&body)?;
            Command::SetUp { account, address, display_name }
        }
        Resource::Reset(id) => {
            let account = account_id(&id)?;
            let ConfirmRequest { confirm } = request::json(&body)?;
            Command::Reset { account, confirm }
        }
        Resource::Restore(id) => {
            let account = account_id(&id)?;
            let RestoreRequest { mode } = request::json(&body)?;
            Command::Restore { account, mode }
        }
        Resource::Termination if *method == Method::Delete => Command::TakeTerminationBack,
        Resource::Termination => {
            let ConfirmRequest { confirm } = request::json(&body)?;
            Command::Terminate { confirm }
        }
        Resource::Platform => Command::Settings(Box::new(request::json::<Settings>(&body)?)),
        Resource::Clock => {
            let ClockRequest { today: to } = request::json(&body)?;
            Command::MoveClock { to }
        }
        Resource::Book
        | Resource::Accounts
        | Resource::History(_)
        | Resource::Csv
        | Resource::Preview
        | Resource::Change(_)
        | Resource::Quote
        | Resource::Invoices
        | Resource::Invoice(_)
        | Resource::Forecast
        | Resource::Record
        | Resource::Events
        | Resource::Check
        | Resource::Test(_) => return nothing_here(),
    })
}
