//! The demo: a book that lives in one browser. The rules are the worker's; only the company is made up.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{
    account::{AccountId, AccountRow, Address, RenewalMode, Status},
    book::{Book, Snapshot},
    calendar::{AnchorDay, Period, Term, first_of_month, iso},
    catalog::PriceVersion,
    change::{Change, ChangeSet, Receipt, Submission, SubmissionId, Wishes},
    event::{Actor, Event, Instant, Recorded, Stamp},
    money::{Amount, VatRate},
    platform::{Alignment, Currency, NewPlatform, Platform, PlatformId},
    refusal::Refusal,
    summary::Summary,
};

/// The companies the demo knows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sample {
    /// 25 accounts.
    #[default]
    Small,
    /// 1,000 accounts.
    Medium,
    /// 100,000 accounts.
    Large,
}

impl Sample {
    /// All, smallest first.
    pub const ALL: [Self; 3] = [Self::Small, Self::Medium, Self::Large];

    /// How many accounts it has.
    pub const fn accounts(self) -> u32 {
        match self {
            Self::Small => 25,
            Self::Medium => 1_000,
            Self::Large => 100_000,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Small => "Musterfirma GmbH",
            Self::Medium => "Musterwerke AG",
            Self::Large => "Musterkonzern SE",
        }
    }

    /// The settings of the company, whose clock begins at `today`.
    fn platform(self, today: NaiveDate) -> Option<Platform> {
        let price = PriceVersion { from: today, monthly_net: Amount(249), yearly_net: Amount(2388), vat_rate: None };
        let new = NewPlatform {
            id: None,
            name: self.name().to_owned(),
            time_zone: "Europe/Berlin".to_owned(),
            currency: Currency::default(),
            vat_rate: VatRate(1900),
            alignment: Alignment::Anniversary,
            retention_days: 14,
            domains: Vec::new(),
            catalog: vec![price],
            seller: None,
            buyer: None,
            test_clock: Some(today),
        };
        new.check(PlatformId::suggested_by("demo"), today).ok()
    }
}

/// Everything needed to make a demo again: which company, since when, and what was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Log {
    /// The company.
    pub sample: Sample,
    /// The day the demo began.
    #[serde(with = "iso")]
    pub began: NaiveDate,
    /// When that was.
    pub at: Instant,
    /// What was done since, in order.
    pub steps: Vec<Step>,
}

/// Something done in the demo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// When.
    pub at: Instant,
    /// What.
    pub command: Command,
}

/// What can be done in the demo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// Modes were changed.
    Submit {
        /// The submission's id.
        id: SubmissionId,
        /// Monthly, yearly, none: the accounts that were to have each.
        accounts: [Runs; 3],
    },
    /// A submission was taken back.
    Undo {
        /// The id of the submission that does so.
        id: SubmissionId,
        /// The submission taken back.
        of: SubmissionId,
    },
    /// The clock was moved.
    Clock {
        /// To this date.
        #[serde(with = "iso")]
        to: NaiveDate,
    },
}

/// Ascending ids as runs (first, how many): a hundred thousand neighbours are one pair.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Runs(Vec<(u32, u32)>);

impl FromIterator<AccountId> for Runs {
    fn from_iter<I: IntoIterator<Item = AccountId>>(ids: I) -> Self {
        let mut runs: Vec<(u32, u32)> = Vec::new();
        for AccountId(id) in ids {
            match runs.last_mut() {
                Some((first, count)) if first.checked_add(*count) == Some(id) => *count += 1,
                _ => runs.push((id, 1)),
            }
        }
        Self(runs)
    }
}

impl Runs {
    fn ids(&self) -> impl Iterator<Item = AccountId> + '_ {
        self.0.iter().flat_map(|&(first, count)| (first..first.saturating_add(count)).map(AccountId))
    }
}

/// Wishes as runs per mode: monthly, yearly, none.
pub fn runs(changes: &ChangeSet) -> [Runs; 3] {
    RenewalMode::ALL
        .map(|mode| changes.iter().filter(|change| change.mode == mode).map(|change| change.account).collect())
}

/// Runs per mode as wishes again.
pub fn change_set(accounts: &[Runs; 3]) -> ChangeSet {
    let each = RenewalMode::ALL.into_iter().zip(accounts);
    each.flat_map(|(mode, runs)| runs.ids().map(move |account| Change { account, mode })).collect()
}

/// A demo that is running: a host of the rules like the worker, but for storage.
#[derive(Debug, Clone)]
pub struct Demo {
    log: Log,
    book: Book,
    record: Vec<Recorded>,
}

impl Demo {
    /// Begins a demo with a sample company on `today`.
    pub fn start(sample: Sample, today: NaiveDate, at: Instant) -> Option<Self> {
        let log = Log { sample, began: today, at, steps: Vec::new() };
        let platform = sample.platform(today)?;
        let mut snapshot: Snapshot = Book::new(platform, today).snapshot();
        snapshot.accounts = roster(sample.accounts(), today);
        Some(Self { log, book: Book::from_snapshot(snapshot), record: Vec::new() })
    }

    /// Makes a demo again. Steps that the rules refuse now, because the rules have changed since, are passed over.
    pub fn replay(log: Log) -> Option<Self> {
        let mut demo = Self::start(log.sample, log.began, log.at)?;
        for Step { at, command } in log.steps {
            let done = match &command {
                Command::Submit { id, accounts } => {
                    let wishes = change_set(accounts).wishes();
                    let summary = demo.book.summarise(&wishes);
                    let accepted = summary.map(|Summary { revision, hash, .. }| Submission {
                        id: id.clone(),
                        revision,
                        hash,
                        wishes,
                    });
                    accepted.and_then(|submission| demo.submit(&submission, at)).err()
                }
                Command::Undo { id, of } => demo.undo(id.clone(), of, at).err(),
                Command::Clock { to } => demo.move_clock(*to, at).err(),
            };
            drop(done);
        }
        Some(demo)
    }

    /// Everything needed to make this demo again.
    pub const fn log(&self) -> &Log {
        &self.log
    }

    /// The company's book.
    pub const fn book(&self) -> &Book {
        &self.book
    }

    /// What happened since the demo began, in order.
    pub fn record(&self) -> &[Recorded] {
        &self.record
    }

    /// The recorded submission of this id.
    pub fn submission(&self, id: &SubmissionId) -> Option<&Recorded> {
        let revision = self.book.submission(id)?;
        let place = self.record.binary_search_by_key(&revision, |recorded| recorded.revision).ok()?;
        self.record.get(place)
    }

    /// Takes a submission; the same one again gives the same receipt.
    ///
    /// # Errors
    /// Those of [`Book::submit`].
    pub fn submit(&mut self, submission: &Submission, at: Instant) -> Result<Receipt, Refusal> {
        if self.book.taken(submission).is_some() {
            return self.receipt(&submission.id);
        }
        let event = self.book.submit(submission)?;
        let Wishes::Each(changes) = &submission.wishes else {
            return Err(Refusal::NothingToDo);
        };
        let accounts = runs(&changes.iter().copied().collect());
        self.done(event, Step { at, command: Command::Submit { id: submission.id.clone(), accounts } });
        self.receipt(&submission.id)
    }

    /// Takes a submission back; the same again gives the same receipt.
    ///
    /// # Errors
    /// Those of [`Book::undo`].
    pub fn undo(&mut self, id: SubmissionId, of: &SubmissionId, at: Instant) -> Result<Receipt, Refusal> {
        if let Ok(receipt) = self.receipt(&id)
            && receipt.undoes.as_ref() == Some(of)
        {
            return Ok(receipt);
        }
        let original = self.submission(of).ok_or(Refusal::NothingToDo)?;
        let event = self.book.undo(id.clone(), original)?;
        self.done(event, Step { at, command: Command::Undo { id: id.clone(), of: of.clone() } });
        self.receipt(&id)
    }

    /// Moves the clock forward and does everything due by then.
    ///
    /// # Errors
    /// Those of [`Book::check_clock`].
    pub fn move_clock(&mut self, to: NaiveDate, at: Instant) -> Result<(), Refusal> {
        let Some(event) = self.book.check_clock(to)? else {
            return Ok(());
        };
        let stamp = Stamp { at: at.clone(), actor: Actor::Demo };
        self.record.extend(self.book.expire_due(to, &stamp));
        self.done(event, Step { at, command: Command::Clock { to } });
        Ok(())
    }

    fn done(&mut self, event: Event, step: Step) {
        let stamp = Stamp { at: step.at.clone(), actor: Actor::Demo };
        self.record.extend(self.book.record(self.book.today(), &stamp, [event]));
        self.log.steps.push(step);
    }

    fn receipt(&self, id: &SubmissionId) -> Result<Receipt, Refusal> {
        self.submission(id).and_then(Receipt::of).ok_or(Refusal::NothingToDo)
    }
}

/// Numbers that look random and are the same for everybody (xorshift64*, Vigna 2016).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u32) -> u32 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 32;
        u32::try_from(high % u64::from(limit.max(1))).unwrap_or(0)
    }

    fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        let index = self.below(u32::try_from(list.len()).unwrap_or(1));
        list.get(usize::try_from(index).unwrap_or(0)).copied().unwrap_or_default()
    }
}

const ROLES: [&str; 10] =
    ["info", "kontakt", "buchhaltung", "empfang", "vertrieb", "support", "einkauf", "presse", "jobs", "lager"];
const FIRST: [&str; 20] = [
    "Anna", "Ben", "Clara", "David", "Élise", "Fatma", "Georg", "Hélène", "Ivan", "Jana", "Karim", "Lena", "Marc",
    "Noémie", "Olga", "Paul", "Rosa", "Sven", "Ute", "Zoë",
];
const LAST: [&str; 20] = [
    "Albrecht", "Bernard", "Çelik", "Dubois", "Engel", "Fischer", "Garnier", "Hoffmann", "Ibrahim", "Jensen", "Keller",
    "Lefèvre", "Müller", "Novák", "Petit", "Rousseau", "Schäfer", "Thomas", "Vogel", "Weiß",
];

/// Ordered accounts of a made-up company: expiries over the year after `today`, month ends more often than not.
fn roster(count: u32, today: NaiveDate) -> Vec<AccountRow> {
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15 ^ u64::from(count));
    (0..count).map(|index| row(&mut dice, index, count, today)).collect()
}

fn row(dice: &mut Dice, index: u32, count: u32, today: NaiveDate) -> AccountRow {
    let role = usize::try_from(index).ok().and_then(|index| ROLES.get(index));
    let (local, name) = match role {
        Some(role) => ((*role).to_owned(), capital(role)),
        None => {
            let (first, last) = (dice.pick(&FIRST), dice.pick(&LAST));
            let number = if count > 25 { index.to_string() } else { String::new() };
            (format!("{}.{}{number}", plain(first), plain(last)), format!("{first} {last}"))
        }
    };
    let mode = match dice.below(10) {
        0 => RenewalMode::Never,
        1..=3 => RenewalMode::Yearly,
        _ => RenewalMode::Monthly,
    };
    let day = match dice.below(8) {
        0 => 1,
        1 => 15,
        2 => 28,
        3 => 30,
        4 | 5 => 31,
        _ => 1 + dice.below(31),
    };
    let anchor = u8::try_from(day).ok().and_then(|day| AnchorDay::try_from(day).ok()).unwrap_or(AnchorDay::of(today));
    let ahead = if mode == RenewalMode::Monthly { 0 } else { dice.below(12) };
    let due = anchor.in_month_of(first_of_month(today, ahead));
    let expires_on = if due > today { due } else { Period::starting(due, anchor, Term::Monthly).end };
    let back = today.year() - 1 - i32::try_from(dice.below(4)).unwrap_or(0);
    let ordered_on = expires_on.with_year(back).filter(|day| AnchorDay::of(*day) == anchor);
    let domain = if index.is_multiple_of(7) { "werk-sued.musterfirma.example" } else { "musterfirma.example" };
    let address = Address::from(format!("{local}@{domain}"));
    AccountRow(address, name, mode, Status::Active, ordered_on, anchor, expires_on, None)
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect()
}

/// A name in the letters of an address.
fn plain(name: &str) -> String {
    let fold = |char: char| match char {
        'é' | 'è' | 'ë' => "e".to_owned(),
        'ç' => "c".to_owned(),
        'á' | 'à' => "a".to_owned(),
        'ä' => "ae".to_owned(),
        'ö' => "oe".to_owned(),
        'ü' => "ue".to_owned(),
        'ß' => "ss".to_owned(),
        other => other.to_string(),
    };
    name.to_lowercase().chars().map(fold).collect()
}
