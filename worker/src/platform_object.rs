//! One platform: its object, and what it answers.

use std::cell::{Cell, RefCell};

use domain::{
    book::Book,
    change::SubmissionId,
    command::Command,
    event::{Actor, Event, Revision, Stamp},
    order::Order,
    platform::{NewPlatform, PlatformId},
    refusal::{FieldError, FieldFault},
    settings::Settings,
    wire::{ConfirmRequest, Kind, OrderRequest, PlatformHead, PlatformView, RestoreRequest, SetUpRequest},
};
use serde::{Deserialize, Serialize};
use worker::{DurableObject, Env, Method, Request, Response, Result, State, Storage, console_error, durable_object};

use crate::{
    alarm::Alarm,
    answers::Once,
    clock, commands,
    inbound::{Limit, body, fault, finish, header, no_body},
    reads::account_id,
    reply::{Reply, Step},
    request::{self, Target},
    routes::{Resource, nothing_here},
    store::{self, Store},
    writes::Writes,
};

/// What founds a platform: sent by the directory, which has checked it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Founding {
    /// The id it has been given.
    pub id: PlatformId,
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
        let posted = method == Method::Post;
        let once = |key: String, body: &[u8]| Once::new(method.as_ref(), &target.path, key, body);
        let writing = !matches!(method, Method::Get | Method::Head);
        match resource {
            Resource::Orders
            | Resource::Reset(_)
            | Resource::Restore(_)
            | Resource::Termination
            | Resource::ImportUndo(_) => self.change(resource, &target, request).await,
            Resource::Platform | Resource::Account(_) if writing => self.change(resource, &target, request).await,
            Resource::Quote => {
                let body = body(request, "application/json", Limit::NORMAL).await?;
                self.brought_up_to_date().await?;
                self.quote(&target, &body)
            }
            Resource::Import => self.import(&target, request).await,
            Resource::Preview => {
                let body = body(request, "application/json", Limit::CHANGES).await?;
                self.brought_up_to_date().await?;
                self.preview(&target, &body)
            }
            Resource::Changes if posted => {
                let key = request::key(header(request, "idempotency-key"))?;
                let body = body(request, "application/json", Limit::CHANGES).await?;
                self.submit(&once(key, &body), &body).await
            }
            Resource::Undo(id) => {
                let key = request::key(header(request, "idempotency-key"))?;
                let body = no_body(request).await?;
                self.undo(&once(key, &body), id).await
            }
            Resource::Clock => {
                let key = request::key(header(request, "idempotency-key"))?;
                let body = body(request, "application/json", Limit::NORMAL).await?;
                self.move_clock(&once(key, &body), &body).await
            }
            Resource::Test(door) => self.test(&door, request).await,
            Resource::Platform
            | Resource::Book
            | Resource::Accounts
            | Resource::Account(_)
            | Resource::History(_)
            | Resource::Csv
            | Resource::Changes
            | Resource::Change(_)
            | Resource::Events
            | Resource::Invoices
            | Resource::Invoice(_)
            | Resource::Forecast
            | Resource::Record
            | Resource::Check => {
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
        let key = request::key(header(request, "idempotency-key"))?;
        let method = request.method();
        let bare = method == Method::Delete || matches!(resource, Resource::ImportUndo(_));
        let body = match bare {
            true => no_body(request).await?,
            false => body(request, "application/json", Limit::NORMAL).await?,
        };
        target.query().end()?;
        let once = Once::new(method.as_ref(), &target.path, key, &body);
        match resource {
            Resource::Orders => {
                let command = request::json(&body).map(|OrderRequest { quantity, term, hash }| {
                    Command::Order(Order { id: SubmissionId(once.key.clone()), quantity, term, hash })
                });
                self.perform(&once, command, commands::ordered).await
            }
            Resource::Account(id) => {
                let account = account_id(&id)?;
                let command = request::json(&body).map(|SetUpRequest { address, display_name }| Command::SetUp {
                    account,
                    address,
                    display_name,
                });
                self.perform(&once, command, commands::account(account)).await
            }
            Resource::Reset(id) => {
                let account = account_id(&id)?;
                let command =
                    request::json(&body).map(|ConfirmRequest { confirm }| Command::Reset { account, confirm });
                self.perform(&once, command, commands::account(account)).await
            }
            Resource::Restore(id) => {
                let account = account_id(&id)?;
                let command = request::json(&body).map(|RestoreRequest { mode }| Command::Restore { account, mode });
                self.perform(&once, command, commands::account(account)).await
            }
            Resource::Termination if bare => {
                self.perform(&once, Ok(Command::TakeTerminationBack), commands::platform).await
            }
            Resource::Termination => {
                let command = request::json(&body).map(|ConfirmRequest { confirm }| Command::Terminate { confirm });
                self.perform(&once, command, commands::platform).await
            }
            Resource::ImportUndo(revision) => {
                let import = Revision(revision.parse().or_else(|_| nothing_here())?);
                self.perform(&once, Ok(Command::TakeImportBack { import }), commands::taken_back).await
            }
            Resource::Platform => {
                let command = request::json(&body).map(|settings: Settings| Command::Settings(Box::new(settings)));
                self.perform(&once, command, commands::platform).await
            }
            Resource::Book
            | Resource::Accounts
            | Resource::History(_)
            | Resource::Csv
            | Resource::Import
            | Resource::Changes
            | Resource::Preview
            | Resource::Change(_)
            | Resource::Undo(_)
            | Resource::Quote
            | Resource::Invoices
            | Resource::Invoice(_)
            | Resource::Forecast
            | Resource::Record
            | Resource::Clock
            | Resource::Events
            | Resource::Check
            | Resource::Test(_) => nothing_here(),
        }
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
    fn found(&self, Founding { id, new }: Founding) -> Step<Reply> {
        if self.load()? {
            return Ok(Reply::json(201, &PlatformView::from(&*self.book()?)));
        }
        let Some(zone) = clock::zone(&new.time_zone) else {
            return Err(Box::new(Reply::blaming(&[FieldError::new("time_zone", FieldFault::TimeZone)])));
        };
        let first_day = new.first_day(clock::date_at(zone, self.now()));
        let platform = new.check(id, first_day).map_err(|errors| Box::new(Reply::blaming(&errors)))?;
        let mut book = Book::new(platform.clone(), first_day);
        let stamp = Stamp { at: clock::recorded(self.now()), actor: Actor::User };
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
