//! Keeps a platform's book in memory and in storage, brings it up to date, arms the alarm, and tells the directory the
//! next deadline.
//!
//! A command is decided on the book, and everything it changes is written in one transaction, without an await between
//! the decision and the last write. If storage refuses to write, the book in memory is dropped and read again.

use std::{
    cell::{Cell, RefCell, RefMut},
    rc::Rc,
};

use chrono::NaiveDate;
use chrono_tz::Tz;
use domain::{
    book::Book,
    event::Event,
    field::{FieldError, FieldFault},
    platform::Platform,
    stamp::{Actor, By, Revision, Stamp},
    wire::{Fault, PlatformEntry, PlatformView},
};
use worker::{Env, Error, Result, State, Storage, console_error};

use crate::{
    alarm::{Alarm, Ring},
    archive::Arriving,
    clock,
    damage::{unread, unwritten},
    due::Due,
    inbound::fault,
    inside::{self, Founding},
    loading::Loaded,
    machine::{breathe, machine_now, salt},
    once::Once,
    reply::{OrReply, Reply, refuse},
    shelf::{self, Held, Shelved},
    store::{self, Store, VERSIONS},
    tail::Tail,
    teller::{Stand, Teller},
    told::Told,
    turns::{Turn, Turns},
};

thread_local! {
    /// The queue of all platforms for reading their books.
    static LOADS: &'static Turns = Box::leak(Box::default());
}

/// What a platform's object has of its platform.
pub(crate) struct Kept {
    pub(crate) env: Env,
    pub(crate) state: State,
    pub(crate) storage: Storage,
    pub(crate) store: Store,
    pub(crate) alarm: Alarm,
    pub(crate) turns: Turns,
    pub(crate) book: Rc<Shelved>,
    /// Whether all pages of the file have been checked since the object woke.
    sound: Cell<bool>,
    /// When the object woke, in milliseconds since 1970.
    pub(crate) woken: i64,
    /// The id of this object.
    object: String,
    /// What `head` says beside the book.
    pub(crate) tail: Cell<Tail>,
    /// The archive that is coming.
    pub(crate) arriving: RefCell<Option<Arriving>>,
    teller: Rc<Teller>,
    /// The revision that the directory knew when the object woke; the outer option is none before it was asked.
    known: Cell<Option<Option<Revision>>>,
    /// What those who watch were told last; none since the object woke.
    pub(crate) spread: Cell<Option<Stand>>,
}

impl Kept {
    /// What an object has before anything is read from its storage.
    pub(crate) fn of(state: State, env: Env) -> Self {
        let storage = state.storage();
        Self {
            store: Store::of(&storage),
            alarm: Alarm::of(state.storage(), &env),
            object: state.id().to_string(),
            state,
            teller: Teller::new(env.clone()),
            turns: Turns::default(),
            env,
            storage,
            book: Rc::default(),
            sound: Cell::new(false),
            woken: machine_now(),
            tail: Cell::new(Tail::default()),
            arriving: RefCell::new(None),
            known: Cell::new(None),
            spread: Cell::new(None),
        }
    }

    /// The book. It is read from storage if it is not in memory.
    pub(crate) fn book(&self) -> OrReply<RefMut<'_, Book>> {
        self.load()?;
        match RefMut::filter_map(self.book.place(), Option::as_mut) {
            Ok(book) => Ok(book),
            Err(_) => refuse(Fault::NoPlatform),
        }
    }

    /// Reads the book from storage if it is not in memory. Returns whether there is a platform.
    pub(crate) fn load(&self) -> OrReply<bool> {
        if !self.book.is_empty() {
            return Ok(true);
        }
        let is_there = self.open_storage()?;
        if is_there {
            self.shelve(self.store.load().map_err(|error| unread(&error))?)?;
        }
        Ok(is_there)
    }

    /// Reads the book from storage if it is not in memory, with turns for others while a large one is read. One at a time is
    /// read so, because each takes memory before the shelf knows of it. Whoever asks for the book meanwhile waits.
    async fn load_in_slices(&self) -> OrReply<()> {
        let _turn = LOADS.with(|turns| *turns).wait().await;
        if self.book.is_empty() && self.open_storage()? {
            let loaded = self.store.load_in_slices().await.map_err(|error| unread(&error))?;
            if let Some(loaded) = loaded.filter(|_| self.book.is_empty()) {
                self.shelve(loaded)?;
            }
        }
        Ok(())
    }

    /// Brings the tables up to date. Returns whether there is a platform.
    fn open_storage(&self) -> OrReply<bool> {
        let is_there = VERSIONS.open(&self.storage)?;
        // a full disk keeps nobody from reading
        if let Err(error) = self.sweep() {
            console_error!("{error}");
        }
        Ok(is_there)
    }

    /// Keeps a book in memory that was read.
    fn shelve(&self, Loaded { book, tail, sealed: _ }: Loaded) -> OrReply<()> {
        self.demand_own(book.platform().id.as_str())?;
        self.tail.set(tail);
        self.book.put(book);
        shelf::tidy(Some(&*self.book));
        Ok(())
    }

    /// Whether this is the object of the platform with this id.
    pub(crate) fn is_of(&self, id: &str) -> bool {
        inside::object_of(&self.env, id).is_ok_and(|own| own == self.object)
    }

    /// Refuses the storage of another platform: nobody may see or change it under this one's name.
    fn demand_own(&self, id: &str) -> OrReply<()> {
        if self.is_of(id) {
            return Ok(());
        }
        Err(unread(&Error::RustError(format!("this is the storage of the platform {id}, in the place of another one"))))
    }

    /// Makes sure that the book is in memory, and, if it had to be read, that it is known what the alarm is armed for.
    pub(crate) async fn open(&self) -> OrReply<()> {
        let woken = self.book.is_empty();
        if woken {
            self.load_in_slices().await?;
        }
        drop(self.book()?);
        if woken {
            self.alarm.recall().await.map_err(|error| fault(&error))?;
        }
        if self.known.get().is_none() {
            let id = self.book()?.platform().id.clone();
            // without the directory nothing is known, and the platform goes on
            let known = inside::known(&self.env, id.as_str()).await.unwrap_or_else(|error| {
                console_error!("{error}");
                None
            });
            self.known.set(Some(known.and_then(|known| known.revision)));
        }
        let behind = self.behind(&*self.book()?);
        behind.map_or(Ok(()), refuse)
    }

    /// Waits for a turn to do long work, during which the book stays in memory.
    pub(crate) async fn turn(&self) -> (Turn<'_>, Held<'_>) {
        let turn = self.turns.wait().await;
        (turn, self.book.hold())
    }

    /// Notes that a request has been answered, and gives other books' memory back.
    pub(crate) fn rest(&self) {
        if !self.book.is_empty() {
            self.book.use_now();
            shelf::tidy(None);
        }
    }

    /// Whether storage is older than what the directory knows of the platform, and how much. Whatever was done in between
    /// would be done again otherwise, with the same numbers of invoices.
    pub(crate) fn behind(&self, book: &Book) -> Option<Fault> {
        let (revision, told) = (book.revision(), self.known.get().flatten()?);
        (revision < told).then_some(Fault::PlatformBehind { revision, told })
    }

    /// Finds out why the alarm rang. Unless the data is of a newer version, the alarm is first armed again for a minute
    /// later, so that it rings again even if the work fails.
    pub(crate) async fn ring(&self) -> Result<Ring> {
        if VERSIONS.is_newer(&self.storage).unwrap_or(false) {
            return Ok(Ring::Newer);
        }
        self.alarm.arm_again().await?;
        Ok(match self.open().await.and_then(|()| self.due()) {
            Ok(due) => Ring::Due(due),
            Err(reply) => Ring::Shut(reply),
        })
    }

    /// What is due by now.
    fn due(&self) -> OrReply<Due> {
        let book = self.book()?;
        Ok(Due::of(&book, self.today(&book, None)))
    }

    /// Opens the book and does what is due.
    pub(crate) async fn brought_up_to_date(&self) -> OrReply<()> {
        self.open().await?;
        self.catch_up(None).await?;
        self.settle().await;
        Ok(())
    }

    /// Founds the platform. If it exists already, it is left as it is.
    pub(crate) fn found(&self, Founding { id, caller, new }: Founding) -> OrReply<Reply> {
        if self.load()? {
            return Ok(Reply::json(201, &PlatformView::from(&*self.book()?)));
        }
        let Some(zone) = clock::zone(&new.time_zone) else {
            return Err(Box::new(Reply::blaming(&[FieldError::new("time_zone", FieldFault::TimeZone)])));
        };
        let first_day = new.first_day(clock::date_at(zone, self.now()));
        let platform = new.check(id, first_day).map_err(|errors| Box::new(Reply::blaming(&errors)))?;
        let mut book = Book::new(platform.clone(), first_day);
        let stamp = self.stamp(caller.actor(), caller.by);
        let created = Event::PlatformCreated { platform: Box::new(platform) };
        let (recorded, left) = book.record_one(first_day, &stamp, created);
        let mut writes = self.writes();
        store::schema(&mut writes);
        writes.founded(&book);
        writes.recorded(&recorded, &book, &left, salt());
        writes.head(&book);
        self.commit(writes).map_err(|error| unwritten(&error))?;
        let reply = Reply::json(201, &PlatformView::from(&book));
        self.book.put(book);
        self.tell();
        Ok(reply)
    }

    /// The present instant by this object's clock, in milliseconds since 1970.
    pub(crate) fn now(&self) -> i64 {
        machine_now().saturating_add(self.tail.get().skew)
    }

    /// The stamp of what is done now.
    pub(crate) fn stamp(&self, actor: Actor, by: Option<By>) -> Stamp {
        Stamp { at: clock::recorded(self.now()), actor, by }
    }

    /// The present date of `book`. On a platform with a test clock it is the date the clock shows, or `to` while the
    /// clock is being moved there.
    fn today(&self, book: &Book, to: Option<NaiveDate>) -> NaiveDate {
        let platform = book.platform();
        match (platform.test_clock, clock::zone(&platform.time_zone)) {
            _ if book.moved().is_some() => book.today(),
            (Some(_), _) | (None, None) => to.unwrap_or(book.today()),
            (None, Some(zone)) => book.today().max(clock::date_at(zone, self.now())),
        }
    }

    /// Does everything due, with one transaction for each day, and lets other requests run between them.
    pub(crate) async fn catch_up(&self, to: Option<NaiveDate>) -> OrReply<()> {
        let _held = self.book.hold();
        while self.run_day(to)? {
            breathe().await;
        }
        Ok(())
    }

    /// Runs the first day that has anything due. If there is none, and no test clock is being moved `to` a date, the
    /// book moves on to today. Returns whether another day has anything due.
    pub(crate) fn run_day(&self, to: Option<NaiveDate>) -> OrReply<bool> {
        let (day, today) = {
            let mut book = self.book()?;
            let today = self.today(&book, to);
            match Due::of(&book, today) {
                Due::Day => {}
                Due::Date if to.is_none() => {
                    self.demand_sound()?;
                    book.stand_at(today);
                    let mut writes = self.writes();
                    writes.head(&book);
                    drop(book);
                    self.commit(writes).map_err(|error| unwritten(&error))?;
                    return Ok(false);
                }
                Due::Date | Due::Nothing => return Ok(false),
            }
            (book.first_due(today), today)
        };
        let Some(day) = day else { return Ok(false) };
        self.write(day.on, &self.stamp(Actor::Schedule, None), day.events, |book, _| {
            (None, Due::of(book, today) == Due::Day)
        })
    }

    /// Checks the whole file before the first write to it. Opening a platform reads only what the book is made of, so that it
    /// takes no longer the more has happened.
    pub(crate) fn demand_sound(&self) -> OrReply<()> {
        if !self.sound.get() {
            self.store.demand_sound().map_err(|error| unread(&error))?;
            self.sound.set(true);
        }
        Ok(())
    }

    /// The answer that a request got before.
    pub(crate) fn answered(&self, once: &Once) -> OrReply<Option<Reply>> {
        once.answered(&self.storage.sql()).map_err(|error| unread(&error))
    }

    /// Arms the alarm and tells the directory, after work that may have moved the deadline. If that fails, the error is
    /// only logged, because the request itself is done.
    pub(crate) async fn settle(&self) {
        if let Err(error) = self.try_settle().await {
            console_error!("{error}");
        }
    }

    async fn try_settle(&self) -> Result<()> {
        self.spread();
        let Ok(deadline) = self.deadline() else { return Ok(()) };
        match deadline {
            Some(deadline) => self.alarm.arm(deadline.saturating_sub(self.tail.get().skew)).await?,
            None => self.alarm.rest().await?,
        }
        self.tell();
        Ok(())
    }

    /// Settles after the work of an alarm, which had been armed again for a minute later. It is removed if no deadline
    /// is ahead, and otherwise armed for the deadline.
    pub(crate) async fn settle_after_alarm(&self) -> Result<()> {
        match self.deadline() {
            Ok(None) => self.alarm.disarm().await?,
            Ok(Some(_)) | Err(_) => self.alarm.forget(),
        }
        self.settle().await;
        Ok(())
    }

    /// How far the book is; none if it is not in memory.
    pub(crate) fn stand(&self) -> Option<Stand> {
        self.book.place().as_ref().map(|book| (book.revision(), book.today()))
    }

    /// Tells the directory what the platform has become, if it has changed since that was told.
    fn tell(&self) {
        if let Some(stand) = self.stand().filter(|stand| !self.teller.has_told(*stand))
            && let Ok(told) = self.told()
        {
            self.teller.tell(stand, told);
        }
    }

    /// The time zone of the platform's days; none if it has a test clock, or has moved away.
    fn own_zone(book: &Book) -> Option<Tz> {
        let Platform { time_zone, test_clock, .. } = book.platform();
        clock::zone(time_zone).filter(|_| test_clock.is_none() && book.moved().is_none())
    }

    /// When something is due next by this object's clock, in milliseconds since 1970. None if nothing is ahead or the
    /// platform has a test clock.
    fn deadline(&self) -> OrReply<Option<i64>> {
        let book = self.book()?;
        let zone = Self::own_zone(&book);
        Ok(zone.zip(book.next_deadline()).map(|(zone, day)| clock::first_millis(zone, day)))
    }

    /// What the directory is to know of the platform.
    pub(crate) fn told(&self) -> OrReply<Told> {
        let deadline = self.deadline()?;
        let book = self.book()?;
        let zone = Self::own_zone(&book).map(|_| book.platform().time_zone.clone());
        Ok(Told { entry: PlatformEntry::kept(&book), revision: book.revision(), deadline, zone })
    }
}
