//! One platform: its object, and what it answers.

use std::cell::{Cell, RefCell};

use domain::{
    book::Book,
    event::Event,
    field::{FieldError, FieldFault},
    stamp::Stamp,
    wire::{Kind, PlatformHead, PlatformView},
};
use worker::{DurableObject, Env, Request, Response, Result, State, Storage, console_error, durable_object};

use crate::{
    alarm::Alarm,
    asked::{Asked, nothing_here},
    calls::{Call, Deed, Entry, Key},
    clock,
    commands::command,
    inbound::{body, caller, fault, finish, header},
    inside::Founding,
    once::Once,
    reply::{Reply, Step},
    request::{self, Target},
    routes::has_test_doors,
    store::{self, Store, VERSIONS},
    writes::Writes,
};

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
        if target.segments.is_none() {
            return self.inside(&target.path, request).await;
        }
        let asked = Asked::of(&request.inner().method(), target, has_test_doors(&self.env))?;
        match asked.entry.call {
            Call::Ask(question) => {
                match self.brought_up_to_date().await {
                    // a full disk keeps the day's work from being done, not the book from being read
                    Err(reply) if reply.status == Kind::Full.status() => {}
                    done => done?,
                }
                self.read(question, &asked, request).await
            }
            Call::Preview(preview) => {
                let body = body(request, asked.entry.body).await?;
                self.brought_up_to_date().await?;
                self.preview(preview, &asked, &body)
            }
            Call::Do(deed) => self.change(deed, &asked, request).await,
            Call::Test => self.test(asked.parameter("door"), request).await,
            Call::Worker(_) | Call::Directory(_) => nothing_here(),
        }
    }

    /// Reads a command and does it.
    async fn change(&self, deed: Deed, asked: &Asked, request: &mut Request) -> Step<Reply> {
        let Entry { method, key, body: wanted, status, .. } = *asked.entry;
        let mut query = asked.query();
        let dry_run = key == Key::UnlessDryRun && query.flag("dry_run").unwrap_or(false);
        query.end()?;
        let key = if dry_run { String::new() } else { request::key(header(request, "idempotency-key"))? };
        let body = body(request, wanted).await?;
        if dry_run {
            return self.check_roster(&body).await;
        }
        let once = Once::new(method.as_str(), &asked.target, key, &body);
        self.pass(&once, caller(request), command(deed, asked, body), status).await
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
