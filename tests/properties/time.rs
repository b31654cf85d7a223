//! The passing of time: periods join without gaps, doing it twice is doing it once, and a leap gives the same as its
//! single days.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, Months, NaiveDate};
use domain::{
    account::{AccountId, Status},
    book::Book,
    event::Event,
};
use proptest::{prelude::any, prop_assert, prop_assert_eq, prop_assume, proptest};
use tests::host::{Host, stamp};

use crate::{
    model::Model,
    world::{config, lives},
};

/// The days for which each account has been paid here, from rosters and invoices alone: its first unpaid day at the
/// import, then every period it was charged for.
fn paid(host: &Host) -> BTreeMap<AccountId, (NaiveDate, Vec<(NaiveDate, NaiveDate)>)> {
    let mut paid = BTreeMap::new();
    for recorded in &host.record {
        if let Event::AccountsImported { accounts, .. } = &recorded.event {
            for (id, entry) in recorded.event.accounts().zip(accounts.entries()) {
                paid.insert(id, (entry.expires_on, Vec::new()));
            }
        }
        if let Event::ImportTakenBack { accounts, .. } = &recorded.event {
            paid.retain(|id, _| !accounts.contains(id));
        }
        if let Some(invoice) = recorded.event.invoice() {
            for line in &invoice.lines {
                for id in &line.accounts {
                    let (_, periods) = paid.entry(*id).or_insert((line.period.start, Vec::new()));
                    periods.push((line.period.start, line.period.end));
                }
            }
        }
    }
    paid
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn paid_periods_tile_an_account_s_life(life in lives()) {
        let host = life.lived();
        for (id, (imported, periods)) in paid(&host) {
            let account = host.account(id.0);
            let mut until = imported;
            for (start, end) in periods {
                prop_assert_eq!(start, until);
                prop_assert!(end > start);
                until = end;
            }
            prop_assert_eq!(until, account.expires_on);
            prop_assert_eq!(account.status == Status::Active, until > host.book.today());
        }
    }

    #[test]
    fn what_happens_is_what_a_naive_calendar_says(life in lives()) {
        let host = life.lived();
        Model::of(&life.new).walk(&host.record);
    }

    #[test]
    fn running_a_day_twice_is_running_it_once(life in lives(), ahead in 0..900_u64) {
        let mut book = life.lived().book;
        let to = book.today() + Days::new(ahead);
        book.expire_due(to, &stamp());
        let once = book.clone();
        prop_assert_eq!(book.expire_due(to, &stamp()), []);
        prop_assert_eq!(book.expire_due(to - Days::new(1), &stamp()), []);
        prop_assert_eq!(book, once);
    }

    #[test]
    fn one_leap_is_day_by_day(life in lives(), months in 0..30_u32, stops in any::<u64>()) {
        let start = life.lived().book;
        let to = start.today() + Months::new(months);
        let (mut leap, mut daily, mut now_and_then) = (start.clone(), start.clone(), start.clone());
        let leapt = leap.expire_due(to, &stamp());
        let (mut walked, mut strolled) = (Vec::new(), Vec::new());
        for (index, day) in start.today().iter_days().take_while(|day| *day <= to).enumerate() {
            walked.extend(daily.expire_due(day, &stamp()));
            if day == to || stops.rotate_left(u32::try_from(index % 64).unwrap_or(0)) & 1 == 1 {
                strolled.extend(now_and_then.expire_due(day, &stamp()));
            }
        }
        prop_assert_eq!(&leapt, &walked);
        prop_assert_eq!(&leapt, &strolled);
        prop_assert_eq!(&leap, &daily);
        prop_assert_eq!(&leap, &now_and_then);
    }

    #[test]
    fn a_day_is_done_in_one_go(life in lives(), months in 0..30_u32) {
        let mut book = life.lived().book;
        let (to, mut last) = (book.today() + Months::new(months), book.today());
        while let Some(day) = book.first_due(to) {
            prop_assert!(last < day.on && !day.events.is_empty());
            last = day.on;
            book.record(day.on, &stamp(), day.events);
        }
        prop_assert!(book.next_deadline().is_none_or(|deadline| deadline > to));
    }

    #[test]
    fn the_next_deadline_is_the_first_day_that_does_something(life in lives()) {
        let book = life.lived().book;
        let run = |to: NaiveDate| book.clone().expire_due(to, &stamp());
        match book.next_deadline() {
            Some(deadline) => {
                prop_assert!(deadline > book.today());
                prop_assert_eq!(run(deadline - Days::new(1)), []);
                prop_assert!(run(deadline).iter().all(|recorded| recorded.on == deadline));
                prop_assert!(!run(deadline).is_empty());
            }
            None => prop_assert_eq!(run(book.today() + Months::new(600)), []),
        }
    }

    #[test]
    fn nothing_is_deleted_that_was_not_suspended_and_nothing_suspended_that_was_to_renew(life in lives()) {
        let host = life.lived();
        let mut seen: Option<Book> = None;
        let (mut suspended, mut deleted) = (BTreeMap::new(), BTreeSet::new());
        for recorded in &host.record {
            let before = seen.take();
            if let (Event::Suspended { accounts, deletes_on }, Some(book)) = (&recorded.event, &before) {
                for &id in accounts {
                    let account = book.account(id).expect("an account");
                    prop_assert_eq!((account.mode.term(), account.expires_on), (None, recorded.on));
                    let kept = Days::new(u64::from(book.platform().retention_days));
                    prop_assert_eq!(*deletes_on, recorded.on + kept);
                    prop_assert!(suspended.insert(id, *deletes_on).is_none());
                }
            }
            if let Event::AccountRestored { account, .. } = &recorded.event {
                prop_assert!(suspended.remove(account).is_some());
            }
            if let Event::Deleted { accounts } = &recorded.event {
                for &id in accounts {
                    prop_assert_eq!(suspended.get(&id), Some(&recorded.on));
                    prop_assert!(deleted.insert(id));
                }
            }
            seen = match before {
                Some(mut book) => { drop(book.apply(recorded)); Some(book) }
                None => Book::created(recorded),
            };
        }
    }

    #[test]
    fn invoices_add_up_and_their_numbers_have_no_gap(life in lives()) {
        let host = life.lived();
        prop_assume!(host.invoices().next().is_some());
        let mut last: Option<(i32, u32, NaiveDate)> = None;
        let mut charged = BTreeSet::new();
        for invoice in host.invoices() {
            let year: i32 = invoice.date.format("%Y").to_string().parse().expect("a year");
            let expected = last.filter(|(of, _, _)| *of == year).map_or(1, |(_, number, _)| number + 1);
            prop_assert_eq!(invoice.number.to_string(), format!("{year}-{expected:06}"));
            prop_assert!(last.is_none_or(|(_, _, date)| date <= invoice.date), "in order");
            last = Some((year, expected, invoice.date));
            prop_assert_eq!(invoice.net.0, invoice.lines.iter().map(|line| line.net.0).sum::<i64>());
            prop_assert_eq!(invoice.net.0, invoice.rates.iter().map(|rate| rate.net.0).sum::<i64>());
            prop_assert_eq!(invoice.vat.0, invoice.rates.iter().map(|rate| rate.vat.0).sum::<i64>());
            prop_assert_eq!(invoice.gross.0, invoice.net.0 + invoice.vat.0);
            for line in &invoice.lines {
                prop_assert_eq!(line.net.0, line.unit_net.0 * i64::try_from(line.accounts.len()).expect("a count"));
                for id in &line.accounts {
                    prop_assert!(charged.insert((*id, line.period.start)), "charged twice");
                }
            }
        }
    }
}
