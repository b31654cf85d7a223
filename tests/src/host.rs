//! A host in memory: it gives the rules the date and keeps the record like the worker, but without storage.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::{
    account::{AccountId, AccountRef, RenewalMode},
    book::{Book, Snapshot},
    calendar::{Term, parse_date},
    catalog::{NewPrice, PriceVersion},
    change::Wishes,
    check::{Checker, Submissions},
    command::{Command, Envelope},
    door::{self, Passage},
    erasing::{Bearers, Sought, Spans},
    event::{Event, Recorded},
    gone::{Gone, Register},
    invoice::Invoice,
    money::Amount,
    order::{Order, Quote},
    platform::{Alignment, Currency, NewPlatform, Platform, PlatformId},
    receipt::Receipt,
    refusal::Refusal,
    roster::RosterErrors,
    stamp::{Actor, Instant, Revision, Stamp, SubmissionId},
    submission::Submission,
    summary::Summary,
    tax::TaxCategory,
    wire::{Done, Imported},
};

/// The date in a text.
///
/// # Panics
/// When the text is not a date.
#[track_caller]
pub fn day(text: &str) -> NaiveDate {
    parse_date(text).expect("a date")
}

/// The stamp of what a test does: a user at a fixed instant, which never matters.
pub fn stamp() -> Stamp {
    Stamp { at: Instant("2026-11-22T12:00:00Z".to_owned()), actor: Actor::User, by: None }
}

/// The settings of a company with a test clock at `today`: 2.49 a month, 23.88 a year, 19 % VAT, no retention.
pub fn company(today: NaiveDate) -> NewPlatform {
    NewPlatform {
        id: None,
        name: "Musterfirma GmbH".to_owned(),
        time_zone: "Europe/Berlin".to_owned(),
        currency: Currency::default(),
        vat_rate: None,
        tax_category: TaxCategory::Standard,
        tax_reason: None,
        alignment: Alignment::Anniversary,
        retention_days: 0,
        domains: Vec::new(),
        catalog: vec![NewPrice { from: None, monthly_net: Amount(249), yearly_net: Amount(2388), vat_rate: None }],
        seller: None,
        buyer: None,
        test_clock: Some(today),
    }
}

/// Prices in minor units from a day on, taxed at the platform's rate.
///
/// # Panics
/// When the text is not a date.
#[track_caller]
pub fn prices(from: &str, monthly_net: i64, yearly_net: i64) -> PriceVersion {
    let (monthly_net, yearly_net) = (Amount(monthly_net), Amount(yearly_net));
    PriceVersion { from: day(from), monthly_net, yearly_net, vat_rate: None }
}

/// A platform and its host.
#[derive(Debug, Clone)]
pub struct Host {
    /// The platform's book.
    pub book: Book,
    /// The accounts that have left the book.
    pub gone: Gone,
    /// Everything that happened to it.
    pub record: Vec<Recorded>,
    submissions: Submissions,
    /// The commands that were done and their answers, by key.
    answers: BTreeMap<SubmissionId, (Command, Done)>,
}

impl Host {
    /// Founds a platform with the settings `new`, which must be valid and have a test clock.
    ///
    /// # Panics
    /// When the settings are not valid or have no test clock.
    #[track_caller]
    pub fn found(new: NewPlatform) -> Self {
        let today = new.test_clock.expect("a test clock");
        let id = PlatformId::suggested_by(&new.name);
        let platform = Box::new(new.check(id, today).expect("sound settings"));
        let mut book = Book::new((*platform).clone(), today);
        let record = book.record(today, &stamp(), [Event::PlatformCreated { platform }]);
        Self { book, gone: Gone::default(), record, submissions: Submissions::new(), answers: BTreeMap::new() }
    }

    /// Founds a platform with the settings `new` and imports a roster.
    ///
    /// # Panics
    /// When the settings are not valid or have no test clock, or the roster has errors.
    #[track_caller]
    pub fn with_roster(new: NewPlatform, csv: &str) -> Self {
        let mut host = Self::found(new);
        host.import(csv).expect("a good roster");
        host
    }

    /// A host with this record, which has answered nothing yet.
    ///
    /// # Panics
    /// When the record does not begin with a platform.
    #[track_caller]
    pub fn with_record(record: Vec<Recorded>) -> Self {
        let (book, gone) = replay_all(&record).expect("it begins with a platform");
        let taken = |recorded: &Recorded| {
            let Event::ModesChanged { id, hash, .. } = &recorded.event else { return None };
            Some((id.clone(), (recorded.revision, *hash)))
        };
        let submissions = record.iter().filter_map(taken).collect();
        Self { book, gone, record, submissions, answers: BTreeMap::new() }
    }

    /// Does a command under a key. The same command under the same key gets the same answer again.
    ///
    /// # Errors
    /// Those of [`Book::decide`].
    pub fn pass(&mut self, key: &str, command: Command) -> Result<Done, Refusal> {
        let envelope = Envelope { key: SubmissionId(key.to_owned()), actor: Actor::User, by: None, command };
        Passage::of(&envelope).finish(self)
    }

    /// Records an event as it is, whether the rules decide it or not.
    pub fn remember(&mut self, event: Event) {
        self.keep(self.book.today(), &stamp(), [event]);
    }

    fn keep(&mut self, on: NaiveDate, stamp: &Stamp, events: impl IntoIterator<Item = Event>) {
        for event in events {
            let (recorded, left) = self.book.record_one(on, stamp, event);
            self.gone.follow(&recorded, left);
            self.record.push(recorded);
        }
    }

    /// Imports a roster, and returns how many accounts it had.
    ///
    /// # Errors
    /// The bad lines of the roster.
    ///
    /// # Panics
    /// While the platform is terminating or closed.
    pub fn import(&mut self, csv: &str) -> Result<usize, RosterErrors> {
        match self.pass(&self.new_key(), Command::Import(csv.as_bytes().to_vec().into())) {
            Ok(Done::Imported(Imported { imported, .. })) => Ok(imported),
            Err(Refusal::Roster(errors)) => Err(errors),
            other => panic!("a platform that goes on: {other:?}"),
        }
    }

    /// Takes a submission. The same submission under the same id gets the same receipt again.
    ///
    /// # Errors
    /// Those of [`Book::submit`].
    pub fn submit(&mut self, id: &str, submission: &Submission) -> Result<Receipt, Refusal> {
        self.pass(id, Command::Confirm(submission.clone())).map(receipt)
    }

    /// Accepts what `wishes` would do, and submits it.
    ///
    /// # Errors
    /// Those of [`Book::summarise`] and [`Book::submit`].
    pub fn change(&mut self, id: &str, wishes: &Wishes) -> Result<Receipt, Refusal> {
        let Summary { revision, hash, .. } = self.book.summarise(wishes)?;
        self.submit(id, &Submission::read(revision, hash, wishes.clone()))
    }

    /// Takes the submission `of` back. The id of the undo is made from `key` by [`SubmissionId::of_undo`].
    ///
    /// # Errors
    /// Those of [`Book::undo`].
    pub fn undo(&mut self, key: &str, of: &str) -> Result<Receipt, Refusal> {
        self.pass(key, Command::Undo { of: SubmissionId(of.to_owned()) }).map(receipt)
    }

    /// Does a command under a new key, and returns whether that changed anything.
    ///
    /// # Errors
    /// Those of [`Book::decide`].
    pub fn perform(&mut self, command: &Command) -> Result<bool, Refusal> {
        let before = self.record.len();
        self.pass(&self.new_key(), command.clone())?;
        Ok(self.record.len() > before)
    }

    /// Orders accounts at the present price.
    ///
    /// # Errors
    /// Those of [`Book::quote`] and [`Book::order`].
    pub fn order(&mut self, id: &str, quantity: u32, term: Term) -> Result<Quote, Refusal> {
        let quote = self.book.quote(quantity, term)?;
        self.pass(id, Command::Order(Order { quantity, term, hash: quote.hash }))?;
        Ok(quote)
    }

    /// Moves the clock and does what is due by then.
    ///
    /// # Errors
    /// Those of [`Book::check_clock`].
    pub fn move_clock(&mut self, to: NaiveDate) -> Result<(), Refusal> {
        self.pass(&self.new_key(), Command::MoveClock { to }).map(drop)
    }

    fn new_key(&self) -> String {
        format!("key {}", self.record.len())
    }

    /// What is new in the book since a revision.
    pub fn news(&self, since: Revision) -> Snapshot {
        let new = self.record.iter().filter(|recorded| recorded.revision > since);
        self.book.news(since, new.flat_map(|recorded| recorded.event.accounts())).into()
    }

    /// The ids of all submissions.
    pub fn submissions(&self) -> impl Iterator<Item = &SubmissionId> {
        self.submissions.keys()
    }

    /// The entry of the record that a submission made.
    ///
    /// # Panics
    /// When there is none.
    #[track_caller]
    pub fn submission(&self, id: &SubmissionId) -> &Recorded {
        let (revision, _) = self.submissions.get(id).expect("a submission");
        self.record.iter().find(|recorded| recorded.revision == *revision).expect("its record")
    }

    /// The book, and what has left it.
    pub const fn register(&self) -> Register<'_> {
        Register { book: &self.book, gone: &self.gone }
    }

    /// The account with this id, even if it is deleted.
    ///
    /// # Panics
    /// When there is none.
    #[track_caller]
    pub fn account(&self, id: u32) -> AccountRef<'_> {
        self.register().account(AccountId(id)).expect("an account")
    }

    /// All accounts by id, deleted ones too.
    pub fn accounts(&self) -> Vec<AccountRef<'_>> {
        everybody(self.register())
    }

    /// All invoices, in the order they were written.
    pub fn invoices(&self) -> impl Iterator<Item = &Invoice> {
        self.record.iter().filter_map(|recorded| recorded.event.invoice())
    }

    /// What the check of the invariants finds in the record and the book.
    pub fn findings(&self) -> Vec<String> {
        self.findings_in(&self.record)
    }

    /// What the check finds in a record that is not, or not quite, the one of this platform.
    pub fn findings_in(&self, record: &[Recorded]) -> Vec<String> {
        let mut checker = Checker::default();
        record.iter().for_each(|recorded| checker.look(recorded));
        checker.compare_submissions(&self.submissions);
        checker.finish(self.register())
    }
}

impl door::Host for Host {
    type Answer = Done;
    type Fault = Refusal;

    fn answered(&self, envelope: &Envelope) -> Result<Option<Done>, Refusal> {
        match self.answers.get(&envelope.key) {
            Some((command, done)) if *command == envelope.command => Ok(Some(done.clone())),
            Some(_) => Err(Refusal::IdTaken),
            None => Ok(None),
        }
    }

    fn read<T>(&self, read: impl FnOnce(&Book) -> T) -> Result<T, Refusal> {
        Ok(read(&self.book))
    }

    fn submission(&self, id: &SubmissionId) -> Result<Option<Revision>, Refusal> {
        Ok(self.submissions.get(id).map(|(revision, _)| *revision))
    }

    fn bearers(&self, book: &Book, sought: &Sought) -> Result<Bearers, Refusal> {
        let mut spans = Spans::default();
        self.record.iter().for_each(|recorded| spans.follow(sought, recorded));
        Ok(Bearers::of(sought, &spans, |id| book.account(id), |id| self.gone.any(id)))
    }

    fn entry(&self, revision: Revision) -> Result<Recorded, Refusal> {
        let entry = self.record.iter().find(|recorded| recorded.revision == revision);
        Ok(entry.expect("it was recorded").clone())
    }

    fn settings_at(&self, revision: Revision) -> Result<Platform, Refusal> {
        let before = self.record.iter().take_while(|recorded| recorded.revision <= revision.max(Revision(1)));
        Ok(Platform::after(before).expect("the record begins with the platform"))
    }

    fn refused(&self, refusal: Refusal) -> Refusal {
        refusal
    }

    fn run_day(&mut self, to: Option<NaiveDate>) -> Result<bool, Refusal> {
        let today = to.unwrap_or(self.book.today());
        let Some(day) = self.book.first_due(today) else { return Ok(false) };
        let stamp = Stamp { actor: Actor::Schedule, ..stamp() };
        self.keep(day.on, &stamp, day.events);
        Ok(self.book.next_deadline().is_some_and(|next| next <= today))
    }

    fn write(&mut self, envelope: &Envelope, on: NaiveDate, event: Option<Event>) -> Result<Done, Refusal> {
        let Some(event) = event else { return Ok(Done::So) };
        let stamp = Stamp { actor: envelope.actor, by: envelope.by.clone(), ..stamp() };
        self.keep(on, &stamp, [event]);
        let done = Done::of(self.record.last());
        if let Some(Recorded { revision, event: Event::ModesChanged { id, hash, .. }, .. }) = self.record.last() {
            self.submissions.insert(id.clone(), (*revision, *hash));
        }
        self.answers.insert(envelope.key.clone(), (envelope.command.clone(), done.clone()));
        Ok(done)
    }
}

fn receipt(done: Done) -> Receipt {
    match done {
        Done::Changed(receipt) => receipt,
        Done::Ordered(_) | Done::Imported(_) | Done::So => panic!("a submission leaves a receipt: {done:?}"),
    }
}

/// All accounts by id, deleted ones too.
pub fn everybody(register: Register<'_>) -> Vec<AccountRef<'_>> {
    let ids = (AccountId::FIRST.0..register.book.next_id().0).map(AccountId);
    ids.filter_map(|id| register.account(id)).collect()
}

/// What the check of the invariants finds in a record, a live book, and what has left that.
pub fn findings(record: &[Recorded], live: Register<'_>) -> Vec<String> {
    let mut checker = Checker::default();
    record.iter().for_each(|recorded| checker.look(recorded));
    checker.finish(live)
}

/// The book that results from replaying a record; none if the record does not begin with a platform.
pub fn replay(record: &[Recorded]) -> Option<Book> {
    replay_all(record).map(|(book, _)| book)
}

/// The same, with what has left the book.
pub fn replay_all(record: &[Recorded]) -> Option<(Book, Gone)> {
    let (first, rest) = record.split_first()?;
    let (mut book, mut gone) = (Book::created(first)?, Gone::default());
    rest.iter().for_each(|recorded| gone.follow(recorded, book.apply(recorded)));
    Some((book, gone))
}

/// Wishes of one mode for single accounts.
pub fn each(accounts: &[u32], mode: RenewalMode) -> Wishes {
    Wishes::Each(accounts.iter().map(|&id| domain::change::Change { account: AccountId(id), mode }).collect())
}
