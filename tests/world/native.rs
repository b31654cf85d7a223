//! The rules hosted in memory on a store that fails, in the way the worker hosts them: every command is one transaction
//! with its answer, and the run of each day is another one. A request without an answer is repeated under the same key.

use chrono::NaiveDate;
use domain::{
    account::AccountId,
    book::Book,
    change::Wishes,
    command::{Command, Envelope},
    door::{Host, Passage},
    event::{Event, Recorded},
    gone::Register,
    hash::Hash,
    order::Order,
    platform::{NewPlatform, Platform, PlatformId},
    receipt::Receipt,
    refusal::Refusal,
    stamp::{Actor, Instant, Revision, Stamp, SubmissionId},
    submission::Submission,
    summary::{Outcome, Summary},
};

use tests::host::everybody;

use crate::{
    calendar::Day,
    desk::{Desk, csv, why},
    disk::{Crash, Disk, Transaction},
    invariants,
    ledger::Ledger,
    model::Model,
    random::Random,
    shapes::{Bill, Done, Place, Price, Promise, Reply, Request, Seat, Seen, Token, What, Why},
    tally::Tally,
};

/// A platform on a machine of its own.
struct Machine {
    disk: Disk,
    book: Option<Book>,
    ledger: Ledger,
}

/// A host of machines that stop now and then.
pub struct Native {
    machines: Vec<Machine>,
    chance: Random,
    /// A machine is made to stop once in this many requests.
    crashes: u32,
    pub tally: Tally,
}

impl Native {
    pub fn new(seed: u64, crashes: u32) -> Self {
        Self { machines: Vec::new(), chance: Random::new(!seed), crashes, tally: Tally::default() }
    }

    /// Does something on a machine, again and again until the machine does not stop meanwhile.
    fn insist<T>(&mut self, at: usize, act: impl Fn(&mut Machine) -> Result<T, Crash>) -> T {
        loop {
            let machine = &mut self.machines[at];
            machine.disk.stops_in = self.chance.one_in(self.crashes).then(|| self.chance.below(14));
            match act(machine) {
                Ok(done) => {
                    machine.disk.stops_in = None;
                    return done;
                }
                Err(crash) => {
                    machine.book = None;
                    self.tally.note(match crash {
                        Crash::Before => "crash before a commit",
                        Crash::After => "crash after a commit",
                    });
                }
            }
        }
    }
}

impl Machine {
    fn book(&mut self) -> &mut Book {
        self.book.get_or_insert_with(|| self.disk.load())
    }

    /// The date that a book is brought up to: the real date, which may run back, or the date of its own clock.
    fn date(&mut self, now: Day) -> NaiveDate {
        let book = self.book();
        if book.platform().test_clock.is_some() { book.today() } else { book.today().max(now.date()) }
    }

    /// Does the work of the first day up to `to` that has anything due. If nothing is due, notes that the book has
    /// reached `to`.
    fn run_day(&mut self, to: NaiveDate) -> Result<bool, Crash> {
        let Some(day) = self.book().first_due(to) else {
            if self.book().today() < to {
                self.write(to, Actor::Schedule, [], |_, _, _| {})?;
            }
            return Ok(false);
        };
        self.write(day.on, Actor::Schedule, day.events, |_, _, _| {})?;
        Ok(true)
    }

    fn bring_up(&mut self, now: Day) -> Result<(), Crash> {
        let to = self.date(now);
        while self.run_day(to)? {}
        Ok(())
    }

    fn write(
        &mut self,
        on: NaiveDate,
        actor: Actor,
        events: impl IntoIterator<Item = Event>,
        answer: impl FnOnce(&Book, &[Recorded], &mut Transaction),
    ) -> Result<(), Crash> {
        let stamp = Stamp { at: Instant("2026-11-22T12:00:00Z".to_owned()), actor, by: None };
        let mut transaction = Transaction::default();
        let book = self.book();
        let mut all = Vec::new();
        for event in events {
            let (recorded, left) = book.record_one(on, &stamp, event);
            transaction.fact(&recorded, book, &left);
            all.push(recorded);
        }
        book.stand_at(on);
        transaction.head(book);
        answer(book, &all, &mut transaction);
        self.disk.commit(transaction)
    }

    fn request(&mut self, now: Day, key: &str, request: &Request) -> Result<Result<Reply, Why>, Crash> {
        self.book();
        let envelope =
            Envelope { key: SubmissionId(key.to_owned()), actor: Actor::User, by: None, command: command(request) };
        let scope = format!("{} {key}", scope(request));
        let mut caller = Caller { machine: self, now, scope, body: format!("{request:?}"), request };
        match Passage::of(&envelope).finish(&mut caller) {
            Ok(reply) => Ok(Ok(reply)),
            Err(Stop::Refused(why)) => Ok(Err(why)),
            Err(Stop::Crashed(crash)) => Err(crash),
        }
    }
}

/// A caller at the door of a machine whose book is loaded.
struct Caller<'a> {
    machine: &'a mut Machine,
    now: Day,
    scope: String,
    body: String,
    request: &'a Request,
}

/// Why there is no reply.
enum Stop {
    Refused(Why),
    Crashed(Crash),
}

impl From<Crash> for Stop {
    fn from(crash: Crash) -> Self {
        Self::Crashed(crash)
    }
}

impl Host for Caller<'_> {
    type Answer = Reply;
    type Fault = Stop;

    fn answered(&self, _: &Envelope) -> Result<Option<Reply>, Stop> {
        match self.machine.disk.answered(&self.scope) {
            Some((asked, reply)) if *asked == self.body => Ok(Some(reply.clone())),
            Some(_) => Err(Stop::Refused(Why::KeyReused)),
            None => Ok(None),
        }
    }

    fn read<T>(&self, read: impl FnOnce(&Book) -> T) -> Result<T, Stop> {
        Ok(read(self.machine.book.as_ref().expect("it was loaded")))
    }

    fn submission(&self, id: &SubmissionId) -> Result<Option<Revision>, Stop> {
        Ok(self.machine.disk.submission(id))
    }

    fn entry(&self, revision: Revision) -> Result<Recorded, Stop> {
        let entry = self.machine.disk.record.iter().find(|recorded| recorded.revision == revision);
        Ok(entry.expect("it was recorded").clone())
    }

    fn settings_at(&self, revision: Revision) -> Result<Platform, Stop> {
        let before =
            self.machine.disk.record.iter().take_while(|recorded| recorded.revision <= revision.max(Revision(1)));
        Ok(Platform::after(before).expect("the record begins with the platform"))
    }

    fn refused(&self, refusal: Refusal) -> Stop {
        Stop::Refused(why(&refusal))
    }

    fn run_day(&mut self, to: Option<NaiveDate>) -> Result<bool, Stop> {
        let today = self.machine.date(self.now);
        Ok(self.machine.run_day(to.unwrap_or(today))?)
    }

    fn write(&mut self, envelope: &Envelope, on: NaiveDate, event: Option<Event>) -> Result<Reply, Stop> {
        let mut said = None;
        let (scope, body, request) = (self.scope.clone(), self.body.clone(), self.request);
        self.machine.write(on, envelope.actor, event, |book, recorded, transaction| {
            let reply = reply(book, recorded.first(), request);
            transaction.answer(scope, body, reply.clone());
            said = Some(reply);
        })?;
        Ok(said.expect("it was written"))
    }
}

fn command(request: &Request) -> Command {
    match request.clone() {
        Request::Import(lines) => Command::Import(csv(&lines).into_bytes().into()),
        Request::TakeImportBack { revision, .. } => Command::TakeImportBack { import: Revision(revision) },
        Request::Change { wishes, token: Token { revision, hash } } => {
            Command::Confirm(Submission::read(revision, hash, wishes))
        }
        Request::Undo { id, .. } => Command::Undo { of: SubmissionId(id) },
        Request::Order { quantity, term, hash } => Command::Order(Order { quantity, term, hash }),
        Request::SetUp { account, address, name } => {
            Command::SetUp { account: AccountId(account), address, display_name: name }
        }
        Request::Reset { account, confirm } => Command::Reset { account: AccountId(account), confirm },
        Request::Restore { account, mode } => Command::Restore { account: AccountId(account), mode },
        Request::Terminate { confirm } => Command::Terminate { confirm },
        Request::TakeBack => Command::TakeTerminationBack,
        Request::Settings(settings) => Command::Settings(settings),
        Request::Clock(to) => Command::MoveClock { to: to.date() },
    }
}

/// The method and path that a key is remembered with.
fn scope(request: &Request) -> String {
    match request {
        Request::SetUp { account, .. } | Request::Reset { account, .. } | Request::Restore { account, .. } => {
            format!("{} {account}", request.word())
        }
        Request::Undo { id, .. } => format!("undo {id}"),
        Request::TakeImportBack { revision, .. } => format!("take back {revision}"),
        Request::Import(_)
        | Request::Change { .. }
        | Request::Order { .. }
        | Request::Terminate { .. }
        | Request::TakeBack
        | Request::Settings(_)
        | Request::Clock(_) => request.word().to_owned(),
    }
}

fn reply(book: &Book, recorded: Option<&Recorded>, request: &Request) -> Reply {
    let touched = || recorded.map_or(0, |recorded| recorded.event.accounts().count());
    let revision = recorded.map_or(0, |recorded| recorded.revision.0);
    let plain = |done| Reply { done, name: String::new() };
    match request {
        Request::Import(_) => Reply { done: Done::Imported(touched()), name: revision.to_string() },
        Request::TakeImportBack { .. } => plain(Done::Removed(touched())),
        Request::Change { .. } | Request::Undo { .. } => {
            let receipt = recorded.and_then(Receipt::of).expect("a submission");
            let refused = receipt.refused.iter().map(|refused| (refused.account.0, refused.reason)).collect();
            Reply { done: Done::Changed { lines: receipt.lines, refused }, name: receipt.id.0 }
        }
        Request::Order { .. } => {
            let invoice = recorded.and_then(|recorded| recorded.event.invoice()).expect("an invoice");
            let accounts = invoice.accounts().map(|id| id.0).collect();
            plain(Done::Ordered { accounts, number: invoice.number.to_string() })
        }
        Request::SetUp { account, .. } | Request::Reset { account, .. } | Request::Restore { account, .. } => {
            plain(Done::Seat(Box::new(Seat::from(book.account(AccountId(*account)).expect("an account")))))
        }
        Request::Terminate { .. } | Request::TakeBack | Request::Settings(_) | Request::Clock(_) => {
            plain(Done::Platform(place(book)))
        }
    }
}

pub fn place(book: &Book) -> Place {
    let counts = book.counts();
    let status = match book.status() {
        domain::platform::PlatformStatus::Active => "active",
        domain::platform::PlatformStatus::Terminating => "terminating",
        domain::platform::PlatformStatus::Closed => "closed",
    };
    let name = book.platform().name.clone();
    let (active, suspended, deleted) = (counts.active, counts.suspended, counts.deleted);
    Place { name, today: book.today().into(), status, active, suspended, deleted }
}

pub fn seen(book: &Book, summary: &Summary) -> Seen {
    let line = |line: &domain::summary::SummaryLine| Promise {
        account: line.account.0,
        address: book.account(line.account).expect("an account").address.to_string(),
        from: line.from,
        to: line.to,
        on: line.effective_on.into(),
        what: match line.outcome {
            Outcome::Renews { term, net } => What::Renews { term, net: net.0 },
            Outcome::Closes { deletes_on } => What::Closes { deletes: deletes_on.into() },
        },
    };
    Seen {
        lines: summary.lines.iter().map(line).collect(),
        refused: summary.refused.iter().map(|refused| (refused.account.0, refused.reason)).collect(),
        closing: summary.totals.closing,
        going_on: summary.totals.going_on,
        before: summary.totals.year_net_before.0,
        after: summary.totals.year_net_after.0,
    }
}

impl Desk for Native {
    fn found(&mut self, new: &NewPlatform, today: Day) {
        let id = PlatformId::suggested_by(&new.name);
        let platform = new.clone().check(id, today.date()).expect("sound settings");
        let book = Some(Book::new(platform.clone(), today.date()));
        let mut machine = Machine { disk: Disk::default(), book, ledger: Ledger::default() };
        let created = Event::PlatformCreated { platform: Box::new(platform) };
        machine.write(today.date(), Actor::User, [created], |_, _, _| {}).expect("it does not stop yet");
        self.machines.push(machine);
    }

    fn preview(&mut self, at: usize, now: Day, wishes: &Wishes) -> Result<(Seen, Token), Why> {
        self.insist(at, |machine| machine.bring_up(now));
        let book = self.machines[at].book();
        let summary = book.summarise(wishes).map_err(|refusal| why(&refusal));
        let summary = summary.inspect_err(|why| self.tally.refused("preview", why))?;
        Ok((seen(book, &summary), Token { revision: summary.revision, hash: summary.hash }))
    }

    fn quote(
        &mut self,
        at: usize,
        now: Day,
        quantity: u32,
        term: domain::calendar::Term,
    ) -> Result<(Price, Hash), Why> {
        self.insist(at, |machine| machine.bring_up(now));
        let quote = self.machines[at].book().quote(quantity, term).map_err(|refusal| why(&refusal))?;
        Ok((Price::from(&quote), quote.hash))
    }

    fn request(&mut self, at: usize, now: Day, key: &str, request: &Request) -> Result<Reply, Why> {
        let by_users =
            |machine: &Machine| machine.disk.record.iter().filter(|recorded| recorded.actor != Actor::Schedule).count();
        let before = by_users(&self.machines[at]);
        let answer = self.insist(at, |machine| machine.request(now, key, request));
        let effects = by_users(&self.machines[at]) - before;
        assert!(effects <= usize::from(answer.is_ok()), "{request:?} had {effects} effects");
        match &answer {
            Ok(_) => self.tally.note(request.word()),
            Err(why) => self.tally.refused(request.word(), why),
        }
        answer
    }

    fn alarm(&mut self, at: usize, now: Day) {
        self.insist(at, |machine| machine.bring_up(now));
    }

    fn look(&mut self, at: usize, now: Day, model: &Model, thorough: bool) {
        if thorough {
            self.insist(at, |machine| machine.bring_up(now));
        }
        let machine = &mut self.machines[at];
        machine.book();
        let Machine { disk, book, ledger } = machine;
        let (book, gone) = (book.as_ref().expect("it was loaded"), disk.gone());
        let register = Register { book, gone: &gone };
        let fresh = &disk.record[ledger.fed()..];
        let touched = ledger.feed(fresh);
        for id in touched {
            let seat = register.account(id).map(Seat::from);
            assert_eq!(seat.as_ref(), model.seat(id.0), "account {id}: what is (left) and what the rules say (right)");
            invariants::of_account(register, disk, ledger, id);
        }
        for (index, bill) in ledger.fresh_bills() {
            assert_eq!(Some(&Bill::from(bill)), model.bills.get(index), "an invoice, and what the rules say");
        }
        if thorough {
            assert_eq!(place(book), model.place(), "the platform, and what the rules say");
            assert!(
                everybody(register).into_iter().map(Seat::from).eq(model.seats().cloned()),
                "accounts differ from the rules'"
            );
            assert_eq!(ledger.bills(), model.bills.len(), "how many invoices there are");
            invariants::all(register, disk, &mut self.chance);
        }
    }
}
