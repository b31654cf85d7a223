//! One platform: its book, held in memory and read back from storage when the object wakes.
//!
//! A command decides on the book, and then everything it changes is written in one transaction, without an await
//! between the decision and the last write. Whatever storage refuses throws the book in memory away.

use std::{
    cell::{Cell, RefCell, RefMut},
    time::Duration,
};

use chrono::NaiveDate;
use domain::{
    book::Book,
    event::{Actor, Event, Recorded, Stamp},
    platform::{NewPlatform, PlatformId},
    wire::{PlatformHead, PlatformView},
};
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::wasm_bindgen;
use worker::{Delay, DurableObject, Env, Error, Method, Request, Response, Result, State, Storage, console_error, durable_object};

use crate::{
    alarm::{Alarm, machine_now},
    answers::Once,
    clock, directory_object,
    inbound::{Limit, body, fault, header},
    reply::{Kind, Reply, Step, refuse},
    request::{self, Target},
    routes::{Resource, nothing_here},
    store::{self, Loaded, Store},
    transaction,
    writes::Writes,
};

#[wasm_bindgen]
extern "C" {
    /// Tells the watchdog in `entry.mjs` that a long run goes on.
    #[wasm_bindgen(js_namespace = globalThis, js_name = __laufzeit_progress)]
    pub(crate) fn progress();
}

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
    env: Env,
    storage: Storage,
    pub(crate) store: Store,
    alarm: Alarm,
    book: RefCell<Option<Book>>,
    /// How far our clock is ahead of the machine's; only ever moved by tests.
    skew: Cell<i64>,
    /// The deadline that the directory knows.
    told: Cell<Option<Option<i64>>>,
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

    async fn fetch(&self, request: Request) -> Result<Response> {
        self.answer(request).await.unwrap_or_else(|reply| *reply).into_response()
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
    async fn answer(&self, mut request: Request) -> Step<Reply> {
        let target = Target::of(&request.inner().url());
        let Some(segments) = &target.segments else {
            return self.inside(&target.path, &mut request).await;
        };
        let below = segments.get(2..).unwrap_or_default();
        let Some(resource) = Resource::of(below) else { return nothing_here() };
        let posted = request.method() == Method::Post;
        let once = |key: String, body: &[u8]| Once::new("POST", &target.path, key, body);
        match resource {
            Resource::Import => self.import(&target, &mut request).await,
            Resource::Preview => {
                let body = body(&mut request, "application/json", Limit::CHANGES).await?;
                self.brought_up_to_date().await?;
                self.preview(&target, &body)
            }
            Resource::Changes if posted => {
                let key = request::key(header(&request, "idempotency-key"))?;
                let body = body(&mut request, "application/json", Limit::CHANGES).await?;
                self.submit(&once(key, &body), &body).await
            }
            Resource::Undo(id) => {
                let key = request::key(header(&request, "idempotency-key"))?;
                let body = crate::inbound::no_body(&mut request).await?;
                self.undo(&once(key, &body), id).await
            }
            Resource::Clock => {
                let key = request::key(header(&request, "idempotency-key"))?;
                let body = body(&mut request, "application/json", Limit::NORMAL).await?;
                self.move_clock(&once(key, &body), &body).await
            }
            Resource::Test(door) => self.test(&door, &mut request).await,
            Resource::Platform
            | Resource::Book
            | Resource::Accounts
            | Resource::Account(_)
            | Resource::History(_)
            | Resource::Csv
            | Resource::Changes
            | Resource::Change(_)
            | Resource::Events
            | Resource::Check => {
                self.brought_up_to_date().await?;
                self.read(resource, &target).await
            }
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
            return Err(Box::new(Reply::invalid_field("time_zone", "this is not a time zone")));
        };
        let first_day = new.first_day(clock::date_at(zone, self.now()));
        let platform = new.check(id, first_day).map_err(|errors| Box::new(Reply::invalid(errors)))?;
        let mut book = Book::new(platform.clone(), first_day);
        let stamp = Stamp { at: clock::recorded(self.now()), actor: Actor::User };
        let recorded = book.record(first_day, &stamp, [Event::PlatformCreated { platform: Box::new(platform) }]);
        let mut writes = Writes::default();
        store::schema(&mut writes);
        writes.founded(&book);
        recorded.iter().for_each(|recorded| writes.recorded(recorded));
        self.commit(writes).map_err(|error| fault(&error))?;
        let reply = Reply::json(201, &PlatformView::from(&book));
        self.book.replace(Some(book));
        self.told.set(Some(None));
        Ok(reply)
    }

    /// The book; read back from storage where it is not in memory.
    pub(crate) fn book(&self) -> Step<RefMut<'_, Book>> {
        self.load()?;
        match RefMut::filter_map(self.book.borrow_mut(), Option::as_mut) {
            Ok(book) => Ok(book),
            Err(_) => refuse(Kind::NotFound, "no platform has this id"),
        }
    }

    /// Answers whether there is a platform.
    fn load(&self) -> Step<bool> {
        let mut book = self.book.borrow_mut();
        if book.is_none()
            && let Some(Loaded { book: stored, skew }) = self.store.load().map_err(|error| fault(&error))?
        {
            self.skew.set(skew);
            *book = Some(stored);
        }
        Ok(book.is_some())
    }

    /// Wakes: the book, and what is armed.
    pub(crate) async fn open(&self) -> Step<()> {
        let woken = self.book.borrow().is_none();
        drop(self.book()?);
        if woken {
            self.alarm.recall().await.map_err(|error| fault(&error))?;
        }
        Ok(())
    }

    /// Opens the book and does what is due.
    pub(crate) async fn brought_up_to_date(&self) -> Step<()> {
        self.open().await?;
        self.catch_up(None).await?;
        self.settle().await;
        Ok(())
    }

    /// The instant, by our own clock.
    fn now(&self) -> i64 {
        machine_now().saturating_add(self.skew.get())
    }

    /// The date it is for `book`; a test clock stands where it was put, unless it is on its way `to` somewhere.
    fn today(&self, book: &Book, to: Option<NaiveDate>) -> NaiveDate {
        let platform = book.platform();
        match (platform.test_clock, clock::zone(&platform.time_zone)) {
            (Some(_), _) | (None, None) => to.unwrap_or(book.today()),
            (None, Some(zone)) => book.today().max(clock::date_at(zone, self.now())),
        }
    }

    /// Does everything due, one transaction a day, with a breath between.
    pub(crate) async fn catch_up(&self, to: Option<NaiveDate>) -> Step<()> {
        while self.run_day(to)? {
            progress();
            Delay::from(Duration::ZERO).await;
        }
        Ok(())
    }

    /// Runs the first day that has anything due. Answers whether another one has.
    fn run_day(&self, to: Option<NaiveDate>) -> Step<bool> {
        let (due, today) = {
            let mut book = self.book()?;
            let today = self.today(&book, to);
            let due = book.first_due(today);
            if due.is_none() && to.is_none() && book.today() < today {
                book.stand_at(today);
                let mut writes = Writes::default();
                writes.head(&book);
                drop(book);
                self.commit(writes).map_err(|error| fault(&error))?;
            }
            (due, today)
        };
        let Some(day) = due else { return Ok(false) };
        self.write(day.on, Actor::Schedule, day.events, |book, _| {
            let more = book.next_deadline().is_some_and(|next| next <= today);
            (None, more)
        })
    }

    /// Records facts of the day `on` and writes them, with the answer that `answer` makes of the book behind them.
    pub(crate) fn write<T>(
        &self,
        on: NaiveDate,
        actor: Actor,
        events: Vec<Event>,
        answer: impl FnOnce(&Book, &[Recorded]) -> (Option<(Once, Reply)>, T),
    ) -> Step<T> {
        let stamp = Stamp { at: clock::recorded(self.now()), actor };
        let mut writes = Writes::default();
        let outcome = {
            let mut book = self.book()?;
            let recorded = book.record(on, &stamp, events);
            let (stored, outcome) = answer(&book, &recorded);
            recorded.iter().for_each(|recorded| writes.recorded(recorded));
            writes.head(&book);
            if let Some((once, reply)) = stored {
                once.answer(&mut writes, &reply);
            }
            outcome
        };
        self.commit(writes).map_err(|error| fault(&error))?;
        Ok(outcome)
    }

    /// Writes all or nothing; where storage refuses, the book in memory is thrown away.
    pub(crate) fn commit(&self, writes: Writes) -> Result<()> {
        let done = writes.finish().map_err(Error::from).and_then(|list| transaction::commit(&self.storage, &list));
        if done.is_err() {
            self.book.replace(None);
        }
        done
    }

    /// The answer a request already got.
    pub(crate) fn answered(&self, once: &Once) -> Step<Option<Reply>> {
        once.answered(&self.storage.sql()).map_err(|error| fault(&error))
    }

    /// After whatever may have moved the deadline: arms the alarm and tells the directory. Neither can fail a request
    /// that is done.
    pub(crate) async fn settle(&self) {
        if let Err(error) = self.try_settle().await {
            console_error!("{error}");
        }
    }

    async fn try_settle(&self) -> Result<()> {
        let (id, deadline) = {
            let book = self.book.borrow();
            let Some(book) = book.as_ref() else { return Ok(()) };
            let platform = book.platform();
            let zone = clock::zone(&platform.time_zone).filter(|_| platform.test_clock.is_none());
            let deadline = zone.zip(book.next_deadline()).map(|(zone, day)| clock::first_millis(zone, day));
            (platform.id.clone(), deadline)
        };
        if let Some(deadline) = deadline {
            self.alarm.arm(deadline.saturating_sub(self.skew.get())).await?;
        }
        if self.told.get() != Some(deadline) {
            directory_object::tell_deadline(&self.env, &id, deadline).await?;
            self.told.set(Some(deadline));
        }
        Ok(())
    }

    /// The doors for tests.
    async fn test(&self, door: &str, request: &mut Request) -> Step<Reply> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Skew {
            skew: i64,
            /// Whether the alarm is armed by the new clock, or taken away.
            arm: bool,
        }
        match door {
            // what is there, without bringing it up to date
            "state" => Ok(Reply::json(200, &PlatformView::from(&*self.book()?))),
            "skew" => {
                let body = request.bytes().await.map_err(|error| fault(&error))?;
                let Skew { skew, arm } = request::json(&body)?;
                drop(self.book()?);
                let mut writes = Writes::default();
                writes.push("UPDATE head SET skew = ?", [skew.into()]);
                self.commit(writes).map_err(|error| fault(&error))?;
                self.skew.set(skew);
                self.alarm.disarm().await.map_err(|error| fault(&error))?;
                if arm {
                    self.settle().await;
                }
                Ok(Reply::json(200, &()))
            }
            #[expect(clippy::panic, reason = "a test asks what a panic does")]
            "panic" => panic!("a test asked for this"),
            "hang" => {
                std::future::pending::<()>().await;
                nothing_here()
            }
            _ => nothing_here(),
        }
    }
}
