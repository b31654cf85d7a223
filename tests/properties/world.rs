//! Made-up platforms: settings, and a life of imports, changes, submissions, undos and clock moves. Month ends, leap
//! days, single days and leaps of years are more frequent than in reality.

use chrono::{Datelike, Days, Months, NaiveDate};
use domain::{
    account::{AccountId, RenewalMode, Status},
    calendar::iso,
    catalog::PriceVersion,
    change::{Change, Wishes},
    money::{Amount, VatRate},
    platform::{Alignment, NewPlatform},
    query::Filter,
    refusal::Refusal,
    stamp::SubmissionId,
    submission::Submission,
    summary::{Summary, SummaryLine},
};
use proptest::{
    collection::vec,
    option,
    prelude::{Just, Strategy, any},
    prop_oneof,
    sample::select,
    test_runner::Config,
};
use tests::host::{Host, company, day};

use crate::deeds::{self, Deed, deeds};

/// Runs a law `cases` times. Failures are shown, not stored.
pub fn config(cases: u32) -> Config {
    Config { cases, failure_persistence: None, max_shrink_iters: 2_000, ..Config::default() }
}

/// The number of days in a month.
pub fn days_in(year: i32, month: u32) -> u32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The date `months` after the month of `date`, on the day `anchor`, or on the last day of a month that is too short
/// for it.
pub fn shifted(date: NaiveDate, months: i32, anchor: u32) -> NaiveDate {
    let index = date.year() * 12 + i32::try_from(date.month0()).expect("a month") + months;
    let (year, month) = (index.div_euclid(12), u32::try_from(index.rem_euclid(12)).expect("a month") + 1);
    NaiveDate::from_ymd_opt(year, month, anchor.min(days_in(year, month))).expect("a date")
}

/// An account to import, with dates relative to the day of its import.
#[derive(Debug, Clone)]
pub struct Seed {
    pub anchor: u32,
    pub ahead: i32,
    pub back: Option<i32>,
    pub mode: RenewalMode,
    pub name: &'static str,
    pub configured: bool,
}

/// An action on a platform.
#[derive(Debug, Clone)]
pub enum Action {
    Import(Vec<Seed>),
    Each(Vec<(usize, RenewalMode)>),
    All(Filter, RenewalMode),
    /// A submission that is sent only after another action.
    Late(Vec<(usize, RenewalMode)>, Box<Action>),
    Undo(usize),
    Days(u32),
    Deadline,
    Months(u32),
    Deed(Deed),
}

/// A platform, and the actions on it.
#[derive(Debug, Clone)]
pub struct Life {
    pub new: NewPlatform,
    pub actions: Vec<Action>,
}

pub fn anchors() -> impl Strategy<Value = u32> {
    prop_oneof![3 => 29..=31_u32, 1 => select(vec![1_u32, 15, 28]), 1 => 1..=31_u32]
}

pub fn dates() -> impl Strategy<Value = NaiveDate> {
    let any_day = (1971..2150_i32, 0..12_i32, anchors())
        .prop_map(|(year, month, anchor)| shifted(NaiveDate::from_ymd_opt(year, 1, 1).expect("a date"), month, anchor));
    let known = [
        "2023-12-31",
        "2024-01-30",
        "2024-01-31",
        "2024-02-28",
        "2024-02-29",
        "2025-02-28",
        "2027-12-31",
        "2099-11-30",
    ];
    prop_oneof![any_day, select(known.map(day).to_vec())]
}

pub fn modes() -> impl Strategy<Value = RenewalMode> {
    select(RenewalMode::ALL.to_vec())
}

fn seeds() -> impl Strategy<Value = Vec<Seed>> {
    let names = ["", "Anna", "ÜMIT; \"Süd\", Halle", "=SUM(A1)", "'+x", "Zeile\r\nzwei", "山田", "\ttab"];
    let seed = (anchors(), 0..14_i32, option::of(1..40_i32), modes(), select(names.to_vec()), any::<bool>());
    let seed = seed.prop_map(|(anchor, ahead, back, mode, name, configured)| Seed {
        anchor,
        ahead,
        back,
        mode,
        name,
        configured,
    });
    vec(seed, 1..8)
}

pub fn filters() -> impl Strategy<Value = Filter> {
    let search = option::weighted(
        0.4,
        select(vec!["", "1", "A1", "ümit", "FIRMA", "nobody", "山", ".invalid", "  ", "halle Sud", " u\u{308}mit @"]),
    );
    let status = option::weighted(0.4, select(Status::ALL.to_vec()));
    let expiry = || option::weighted(0.2, dates());
    (search, status, option::weighted(0.3, modes()), option::weighted(0.2, any::<bool>()), expiry(), expiry()).prop_map(
        |(search, status, mode, configured, expires_before, expires_from)| Filter {
            search: search.map(str::to_owned),
            status,
            mode,
            configured,
            expires_before,
            expires_from,
            due_in: None,
        },
    )
}

fn picks() -> impl Strategy<Value = Vec<(usize, RenewalMode)>> {
    vec((any::<usize>(), modes()), 1..6)
}

fn steps() -> impl Strategy<Value = Action> {
    prop_oneof![
        3 => Just(Action::Days(1)),
        3 => Just(Action::Deadline),
        2 => (2..70_u32).prop_map(Action::Days),
        2 => (1..8_u32).prop_map(Action::Months),
        1 => (12..40_u32).prop_map(Action::Months),
    ]
}

pub fn actions() -> impl Strategy<Value = Action> {
    let change = prop_oneof![
        4 => picks().prop_map(Action::Each),
        2 => (filters(), modes()).prop_map(|(filter, mode)| Action::All(filter, mode)),
        2 => any::<usize>().prop_map(Action::Undo),
    ];
    let deed = deeds().prop_map(Action::Deed);
    let plain = prop_oneof![2 => seeds().prop_map(Action::Import), 6 => change, 6 => steps(), 5 => deed].boxed();
    let late = (picks(), plain.clone()).prop_map(|(picks, then)| Action::Late(picks, Box::new(then)));
    prop_oneof![9 => plain, 1 => late]
}

fn versions(first: NaiveDate) -> impl Strategy<Value = Vec<PriceVersion>> {
    let price = || select(vec![0, 1, 99, 249, 333, 2388, 1_000_000_000_i64]).prop_map(Amount);
    let rate = option::of(select(vec![0, 700, 1600, 1900, 2333, 10_000_u16]).prop_map(VatRate));
    let version = (1..1_000_u64, price(), price(), rate);
    (version.clone(), vec(version, 0..4)).prop_map(move |((_, monthly_net, yearly_net, vat_rate), later)| {
        let mut list = vec![PriceVersion { from: first, monthly_net, yearly_net, vat_rate }];
        for (offset, monthly_net, yearly_net, vat_rate) in later {
            let from = first + Days::new(offset);
            if list.iter().all(|version| version.from != from) {
                list.push(PriceVersion { from, monthly_net, yearly_net, vat_rate });
            }
        }
        list
    })
}

pub fn lives() -> impl Strategy<Value = Life> {
    let settings = dates().prop_flat_map(|first| {
        let alignments = select(vec![Alignment::Anniversary, Alignment::FirstOfMonth]);
        let settings = (versions(first), select(vec![0_u16, 1, 14, 365]), alignments);
        settings.prop_map(move |(catalog, retention_days, alignment)| NewPlatform {
            catalog: catalog.into_iter().map(Into::into).collect(),
            alignment,
            retention_days,
            ..company(first)
        })
    });
    (settings, seeds(), vec(actions(), 0..12)).prop_map(|(new, seeds, mut actions)| {
        actions.insert(0, Action::Import(seeds));
        Life { new, actions }
    })
}

impl Life {
    /// The platform at the end of its life.
    pub fn lived(&self) -> Host {
        let mut host = Host::found(self.new.clone());
        self.actions.iter().for_each(|action| perform(&mut host, action));
        host
    }
}

/// The wishes that picks stand for on a platform, at most one for each account.
pub fn wishes(host: &Host, picks: &[(usize, RenewalMode)]) -> Wishes {
    let ids: Vec<AccountId> = host.book.accounts().map(|account| account.id).collect();
    let mut changes: Vec<Change> = Vec::new();
    for &(pick, mode) in picks {
        let Some(&account) = ids.get(pick % ids.len().max(1)) else { break };
        if changes.iter().all(|change| change.account != account) {
            changes.push(Change { account, mode });
        }
    }
    Wishes::Each(changes)
}

/// The id of the submission that will be recorded next.
pub fn next_id(host: &Host) -> String {
    format!("s{}", host.book.revision().0 + 1)
}

/// Does an action, as far as the rules allow.
pub fn perform(host: &mut Host, action: &Action) {
    let today = host.book.today();
    match action {
        Action::Import(seeds) => {
            if host.book.demand_active().is_ok() {
                host.import(&roster(host, seeds)).expect("a good roster");
            }
        }
        Action::Deed(deed) => deeds::perform(host, deed),
        Action::Each(picks) => allowed(host.change(&next_id(host), &wishes(host, picks))),
        Action::All(filter, mode) => {
            allowed(host.change(&next_id(host), &Wishes::All { filter: filter.clone(), mode: *mode }))
        }
        Action::Late(picks, then) => late(host, picks, then),
        Action::Undo(pick) => {
            let ids: Vec<SubmissionId> = host.submissions().cloned().collect();
            if let Some(of) = ids.get(pick % ids.len().max(1)) {
                allowed(host.undo(&next_id(host), &of.0));
            }
        }
        Action::Days(days) => host.move_clock(today + Days::new(u64::from(*days))).expect("the clock moves"),
        Action::Deadline => {
            let to = host.book.next_deadline().unwrap_or(today);
            host.move_clock(to).expect("the clock moves");
        }
        Action::Months(months) => host.move_clock(today + Months::new(*months)).expect("the clock moves"),
    }
}

fn allowed<T: std::fmt::Debug>(result: Result<T, Refusal>) {
    assert!(matches!(result, Ok(_) | Err(Refusal::NothingToDo | Refusal::Terminating | Refusal::Closed)), "{result:?}");
}

/// Everything that a person sees of a summary's lines.
pub fn seen(host: &Host, summary: &Summary) -> Vec<(SummaryLine, String)> {
    let address = |id: AccountId| host.book.account(id).expect("an account").address.to_string();
    summary.lines.iter().map(|line| (*line, address(line.account))).collect()
}

/// Sends a submission after another action. It must be accepted if its summary would still be the same, and refused
/// with the new summary if not.
fn late(host: &mut Host, picks: &[(usize, RenewalMode)], then: &Action) {
    let wishes = wishes(host, picks);
    let Ok(summary) = host.book.summarise(&wishes) else { return };
    let saw = seen(host, &summary);
    perform(host, then);
    let (id, before, now) = (next_id(host), host.book.clone(), host.book.summarise(&wishes));
    let submission = Submission::read(summary.revision, summary.hash, wishes);
    match host.submit(&id, &submission) {
        Ok(receipt) => {
            assert_eq!((now.map(|now| now.lines), receipt.lines), (Ok(summary.lines.clone()), saw.len()));
        }
        Err(refusal) => {
            assert_eq!(host.book, before);
            match now {
                Ok(now) => {
                    assert_ne!(seen(host, &now), saw);
                    assert_eq!(refusal, Refusal::Stale { now: Box::new(now) });
                }
                Err(why) => assert_eq!(refusal, why),
            }
        }
    }
}

/// A roster of these accounts, with addresses that nobody has.
pub fn roster(host: &Host, seeds: &[Seed]) -> String {
    let mut text = "address,display_name,mode,expires_on,ordered_on,anchor_day\r\n".to_owned();
    for (index, seed) in seeds.iter().enumerate() {
        let today = host.book.today();
        let due = shifted(today, seed.ahead, seed.anchor);
        let expires = if due > today { due } else { shifted(today, seed.ahead + 1, seed.anchor) };
        let ordered = seed.back.map(|back| shifted(expires, -back, seed.anchor)).filter(|date| date.year() >= 1970);
        let ordered = ordered.map(iso::format).unwrap_or_default();
        let number = host.book.next_id().index().expect("an id") + index + 1;
        let domain = if seed.configured { "Firma.example" } else { "nowhere.invalid" };
        let (name, mode, expires) = (seed.name.replace('"', "\"\""), seed.mode.as_str(), iso::format(expires));
        text.push_str(&format!("A{number}@{domain},\"{name}\",{mode},{expires},{ordered},{}\r\n", seed.anchor));
    }
    text
}
