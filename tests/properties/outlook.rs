//! The outlook month by month, and long summaries page by page.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, Months, NaiveDate};
use domain::{
    account::AccountId,
    calendar::{CalendarMonth, LAST_DAY},
    change::Wishes,
    event::Event,
    query::Filter,
    replica::Replica,
    wire::{ForecastMonth, PlatformEntry, page_of_lines},
};
use proptest::{collection::vec, prelude::any, prop_assert, prop_assert_eq, proptest};
use tests::host::stamp;

use crate::world::{config, lives, modes, shifted};

fn due_in(first: NaiveDate) -> Filter {
    Filter { due_in: Some(CalendarMonth::of(first)), ..Filter::default() }
}

proptest! {
    #![proptest_config(config(150))]

    #[test]
    fn the_forecast_is_what_happens_if_nobody_changes_anything(life in lives(), months in 1..26_u32) {
        let mut book = life.lived().book;
        let forecast = book.forecast(months);
        let end = shifted(book.today(), i32::try_from(months).expect("a number"), 1);
        let record = book.expire_due(end.pred_opt().expect("a date"), &stamp());
        prop_assert_eq!(forecast.len(), usize::try_from(months).expect("a number"));
        for month in forecast {
            let within = |on: NaiveDate| (on.year(), on.month()) == (month.first.year(), month.first.month());
            let (mut renewals, mut closings, mut net, mut vat) = (0, 0, 0, 0);
            for recorded in record.iter().filter(|recorded| within(recorded.on)) {
                if let Event::Renewed { invoice } = &recorded.event {
                    renewals += invoice.lines.iter().map(|line| line.quantity).sum::<u32>();
                    net += invoice.net.0;
                    vat += invoice.vat.0;
                }
                if let Event::Suspended { accounts, .. } = &recorded.event {
                    closings += u32::try_from(accounts.len()).expect("a count");
                }
            }
            prop_assert_eq!(month.first.day(), 1);
            prop_assert_eq!((month.renewals, month.closings), (renewals, closings));
            prop_assert_eq!((month.net.0, month.vat.0, month.gross().0), (net, vat, net + vat));
        }
    }

    #[test]
    fn a_month_lists_the_accounts_that_it_counts(life in lives(), months in 1..26_u32) {
        let mut book = life.lived().book;
        let forecast = book.forecast(months);
        let lists: Vec<BTreeSet<AccountId>> = forecast
            .iter()
            .map(|month| book.matching(&due_in(month.first)).map(|account| account.id).collect())
            .collect();
        let end = shifted(book.today(), i32::try_from(months).expect("a number"), 1);
        let record = book.expire_due(end.pred_opt().expect("a date"), &stamp());
        for (month, listed) in forecast.iter().zip(lists) {
            prop_assert_eq!(listed.len(), usize::try_from(month.renewals + month.closings).expect("a count"));
            let happened = record.iter().filter(|recorded| CalendarMonth::of(recorded.on).first() == month.first);
            let happened = happened.flat_map(|recorded| {
                let renews_or_closes = matches!(recorded.event, Event::Renewed { .. } | Event::Suspended { .. });
                recorded.event.accounts().filter(move |_| renews_or_closes)
            });
            prop_assert_eq!(listed, happened.collect::<BTreeSet<AccountId>>());
        }
    }

    /// What is told once serves until something is due: on each day before, it is what the book says on that day.
    #[test]
    fn what_is_ahead_stays_true_until_something_is_due(life in lives(), days in 0..800_u64, run in any::<bool>()) {
        let mut book = life.lived().book;
        if run {
            // from a day on which nothing is due, which may be far from the next
            let today = book.today();
            book.expire_due(today, &stamp());
        }
        let kept = PlatformEntry::kept(&book);
        let last = book.next_deadline().map_or(LAST_DAY, |day| day.pred_opt().expect("a date"));
        let today = (book.today() + Days::new(days)).min(last).max(book.today());
        book.stand_at(today);
        prop_assert_eq!(kept.at(today), PlatformEntry::kept(&book).at(today));
    }

    #[test]
    fn what_is_ahead_is_what_happens(life in lives()) {
        let mut book = life.lived().book;
        book.expire_due(book.today(), &stamp());
        let today = book.today();
        let ahead = PlatformEntry::kept(&book).at(today).ahead;
        let months: Vec<ForecastMonth> = book.forecast(12).iter().map(ForecastMonth::from).collect();
        prop_assert_eq!(ahead.months, months);
        let far = today + Months::new(30);
        let record = book.expire_due(far, &stamp());
        let bill = record.iter().find_map(|recorded| {
            let Event::Renewed { invoice } = &recorded.event else { return None };
            Some((recorded.on, invoice.net, invoice.vat, invoice.gross))
        });
        let told = ahead.next_bill.filter(|bill| bill.on <= far).map(|bill| (bill.on, bill.net, bill.vat, bill.gross));
        prop_assert_eq!(told, bill);
        let soon = record.iter().filter(|recorded| recorded.on < today + Days::new(30));
        let mut closed: BTreeMap<NaiveDate, usize> = BTreeMap::new();
        for recorded in soon {
            if let Event::Suspended { accounts, .. } = &recorded.event {
                *closed.entry(recorded.on).or_default() += accounts.len();
            }
        }
        let told: BTreeMap<NaiveDate, usize> =
            ahead.closings.iter().map(|day| (day.on, usize::try_from(day.accounts).expect("a count"))).collect();
        prop_assert_eq!(told, closed);
    }

    #[test]
    fn the_pages_of_a_summary_are_its_lines(life in lives(), mode in modes(), limit in 1..4_usize) {
        let book = life.lived().book;
        let Ok(summary) = book.summarise(&Wishes::All { filter: Filter::default(), mode }) else { return Ok(()) };
        let (mut lines, mut after) = (Vec::new(), AccountId(0));
        loop {
            let (page, next) = page_of_lines(&summary.lines, after, limit);
            prop_assert!(!page.is_empty() && page.len() <= limit);
            lines.extend_from_slice(page);
            let Some(next) = next else { break };
            after = AccountId(next.parse().expect("an id"));
        }
        prop_assert_eq!(lines, summary.lines);
    }

    #[test]
    fn putting_back_is_as_if_it_had_not_been_staged(life in lives(), first in vec(any::<usize>(), 0..6), then in vec(any::<usize>(), 0..6), mode in modes()) {
        let mut replica = Replica::new(life.lived().book);
        let count = replica.book().accounts().count().max(1);
        let ids = |picks: &[usize]| picks.iter().map(|pick| AccountId::at(pick % count)).collect::<Vec<_>>();
        let (first, then) = (ids(&first), ids(&then));
        let mut kept = replica.clone();
        kept.stage(first.iter().copied().filter(|id| !then.contains(id)), mode);
        replica.stage(first, mode);
        replica.put_back(then);
        prop_assert_eq!(replica.staged(), kept.staged());
        prop_assert_eq!(replica.totals(), kept.totals());
        replica.discard();
        prop_assert_eq!(replica.totals(), Replica::new(kept.book().clone()).totals());
    }
}
