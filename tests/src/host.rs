//! A host of the rules in memory: it gives them the date and keeps the record, like the worker but for storage.

use chrono::NaiveDate;
use domain::{
    account::{Account, AccountId, RenewalMode},
    book::{Book, Snapshot},
    calendar::{Term, parse_date},
    catalog::PriceVersion,
    change::{Receipt, Submission, SubmissionId, Wishes},
    check::Checker,
    command::Command,
    event::{Actor, Event, Instant, Recorded, Revision, Stamp},
    invoice::Invoice,
    money::{Amount, VatRate},
    order::{Order, Quote},
    platform::{Alignment, Currency, NewPlatform, PlatformId},
    refusal::Refusal,
    roster::RosterErrors,
    summary::Summary,
};

/// The date a text names.
///
/// # Panics
/// When it names none.
#[track_caller]
pub fn day(text: &str) -> NaiveDate {
    parse_date(text).expect("a date")
}

/// Who does what a test does, at an instant that never matters.
pub fn stamp() -> Stamp {
    Stamp { at: Instant("2026-11-22T12:00:00Z".to_owned()), actor: Actor::User }
}

/// A company with a test clock at `today`: 2.49 a month, 23.88 a year, 19 % VAT, no retention.
pub fn company(today: NaiveDate) -> NewPlatform {
    NewPlatform {
        id: None,
        name: "Musterfirma GmbH".to_owned(),
        time_zone: "Europe/Berlin".to_owned(),
        currency: Currency::default(),
        vat_rate: VatRate(1900),
        alignment: Alignment::Anniversary,
        retention_days: 0,
        domains: Vec::new(),
        catalog: vec![PriceVersion { from: today, monthly_net: Amount(249), yearly_net: Amount(2388), vat_rate: None }],
        seller: None,
        buyer: None,
        test_clock: Some(today),
    }
}

/// Prices from a day on, taxed as the platform says.
///
/// # Panics
/// When the text is no date.
#[track_caller]
pub fn prices(from: &str, monthly_net: i64, yearly_net: i64) -> PriceVersion {
    let (monthly_net, yearly_net) = (Amount(monthly_net), Amount(yearly_net));
    PriceVersion { from: day(from), monthly_net, yearly_net, vat_rate: None }
}

/// A platform that is being hosted.
#[derive(Debug, Clone)]
pub struct Host {
    /// Its state.
    pub book: Book,
    /// Everything that happened to it.
    pub record: Vec<Recorded>,
}

impl Host {
    /// A platform made from `new`, which must be sound and have a test clock.
    ///
    /// # Panics
    /// When it is not or has none.
    #[track_caller]
    pub fn found(new: NewPlatform) -> Self {
        let today = new.test_clock.expect("a test clock");
        let id = PlatformId::suggested_by(&new.name);
        let platform = Box::new(new.check(id, today).expect("sound settings"));
        let mut book = Book::new((*platform).clone(), today);
        let record = book.record(today, &stamp(), [Event::PlatformCreated { platform }]);
        Self { book, record }
    }

    /// [`company`] from a date on, with the accounts of a roster.
    ///
    /// # Panics
    /// When the roster is bad.
    #[track_caller]
    pub fn with_roster(new: NewPlatform, csv: &str) -> Self {
        let mut host = Self::found(new);
        host.import(csv).expect("a good roster");
        host
    }

    fn done(&mut self, event: Event) {
        let today = self.book.today();
        self.record.extend(self.book.record(today, &stamp(), [event]));
    }

    /// Imports a roster; how many accounts it had.
    ///
    /// # Errors
    /// Every bad line.
    ///
    /// # Panics
    /// While the platform is terminating or closed.
    pub fn import(&mut self, csv: &str) -> Result<usize, RosterErrors> {
        let roster = self.book.roster_target().read(csv.as_bytes())?;
        let count = roster.entries().len();
        let event = self.book.import(roster).expect("a platform that goes on");
        self.done(event);
        Ok(count)
    }

    /// Takes a submission; the same again gives the receipt that is there.
    ///
    /// # Errors
    /// Those of [`Book::submit`].
    pub fn submit(&mut self, submission: &Submission) -> Result<Receipt, Refusal> {
        if self.book.taken(submission).is_none() {
            self.done(self.book.submit(submission)?);
        }
        Ok(self.receipt(&submission.id))
    }

    /// Accepts what `wishes` would do, and submits it.
    ///
    /// # Errors
    /// Those of [`Book::summarise`] and [`Book::submit`].
    pub fn change(&mut self, id: &str, wishes: &Wishes) -> Result<Receipt, Refusal> {
        let Summary { revision, hash, .. } = self.book.summarise(wishes)?;
        self.submit(&Submission { id: SubmissionId(id.to_owned()), revision, hash, wishes: wishes.clone() })
    }

    /// Takes the submission `of` back.
    ///
    /// # Errors
    /// Those of [`Book::undo`].
    pub fn undo(&mut self, id: &str, of: &str) -> Result<Receipt, Refusal> {
        let id = SubmissionId(id.to_owned());
        let event = self.book.undo(id.clone(), self.submission(&SubmissionId(of.to_owned())))?;
        self.done(event);
        Ok(self.receipt(&id))
    }

    /// Does what a command asks; whether that changed anything.
    ///
    /// # Errors
    /// Those of [`Book::decide`].
    pub fn perform(&mut self, command: &Command) -> Result<bool, Refusal> {
        let event = self.book.decide(command)?;
        let changed = event.is_some();
        event.into_iter().for_each(|event| self.done(event));
        Ok(changed)
    }

    /// Orders accounts at the price of now.
    ///
    /// # Errors
    /// Those of [`Book::quote`] and [`Book::order`].
    pub fn order(&mut self, id: &str, quantity: u32, term: Term) -> Result<Quote, Refusal> {
        let quote = self.book.quote(quantity, term)?;
        let id = SubmissionId(id.to_owned());
        self.perform(&Command::Order(Order { id, quantity, term, hash: quote.hash }))?;
        Ok(quote)
    }

    /// Moves the clock and does what is due by then.
    ///
    /// # Errors
    /// Those of [`Book::check_clock`].
    pub fn move_clock(&mut self, to: NaiveDate) -> Result<(), Refusal> {
        if let Some(event) = self.book.check_clock(to)? {
            self.record.extend(self.book.expire_due(to, &stamp()));
            self.done(event);
        }
        Ok(())
    }

    /// What is new in the book since a revision.
    pub fn news(&self, since: Revision) -> Snapshot {
        let new = self.record.iter().filter(|recorded| recorded.revision > since);
        self.book.news(since, new.flat_map(|recorded| recorded.event.accounts()))
    }

    /// The entry of the record that a submission made.
    ///
    /// # Panics
    /// When there is none.
    #[track_caller]
    pub fn submission(&self, id: &SubmissionId) -> &Recorded {
        let revision = self.book.submission(id).expect("a submission");
        self.record.iter().find(|recorded| recorded.revision == revision).expect("its record")
    }

    #[track_caller]
    fn receipt(&self, id: &SubmissionId) -> Receipt {
        Receipt::of(self.submission(id)).expect("a submission's record")
    }

    /// The account of an ordinal.
    ///
    /// # Panics
    /// When there is none.
    #[track_caller]
    pub fn account(&self, id: u32) -> &Account {
        self.book.account(AccountId(id)).expect("an account")
    }

    /// All invoices, in the order they were written.
    pub fn invoices(&self) -> impl Iterator<Item = &Invoice> {
        self.record.iter().filter_map(|recorded| recorded.event.invoice())
    }

    /// What the check of the invariants finds.
    pub fn findings(&self) -> Vec<String> {
        findings(&self.record, &self.book)
    }
}

/// What the check finds wrong with a record beside a live book.
pub fn findings(record: &[Recorded], live: &Book) -> Vec<String> {
    let mut checker = Checker::default();
    record.iter().for_each(|recorded| checker.look(recorded));
    checker.finish(live)
}

/// The book a record gives.
pub fn replay(record: &[Recorded]) -> Option<Book> {
    let (first, rest) = record.split_first()?;
    let mut book = Book::created(first)?;
    rest.iter().for_each(|recorded| book.apply(recorded));
    Some(book)
}

/// One mode for single accounts.
pub fn each(accounts: &[u32], mode: RenewalMode) -> Wishes {
    Wishes::Each(accounts.iter().map(|&id| domain::change::Change { account: AccountId(id), mode }).collect())
}
