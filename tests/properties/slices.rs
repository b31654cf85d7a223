//! Work that is done slice by slice comes to what it would come to at once, also while the book changes.

use domain::{
    account::{AccountId, AddressRef},
    book::{Book, Catching},
    change::{Change, ChangeSet, Wishes},
    check::Checker,
    event::Event,
    query::Filter,
    roster::Given,
    rules::{Fate, Finding, Grouping, Lately, RosterReader, RosterTaking, Summing, write_roster},
    settings::Settings,
    summary::SummaryLine,
};
use proptest::{
    collection::vec,
    option,
    prelude::{Strategy, any},
    prop_assert, prop_assert_eq, prop_assert_ne, prop_oneof, proptest,
    sample::Index,
};
use tests::host::{Host, findings};

use crate::{
    lists::sorts,
    rosters::Cut,
    world::{actions, config, filters, lives, modes, perform},
};

/// How many slices suffice for a few accounts, if the book changes after each of them.
const ENOUGH: usize = 40;

/// Wishes by filter, or for accounts that may be unknown, in any order, or named twice.
fn any_wishes() -> impl Strategy<Value = Wishes> {
    let all = (filters(), modes()).prop_map(|(filter, mode)| Wishes::All { filter, mode });
    let each = vec((1..14_u32, modes()), 0..9).prop_map(|picks| {
        let change = |(id, mode)| Change { account: AccountId(id), mode };
        Wishes::Each(picks.into_iter().map(change).collect())
    });
    let set = vec((0..14_u32, modes()), 0..9).prop_map(|picks| {
        let change = |(id, mode)| Change { account: AccountId(id), mode };
        Wishes::Set(picks.into_iter().map(change).collect())
    });
    prop_oneof![all, each, set]
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn a_summary_in_slices_is_that_of_the_book_at_its_end(life in lives(), wishes in any_wishes(), slice in 1..5_usize, then in vec(actions(), 0..6)) {
        let mut host = life.lived();
        let (mut summing, mut then) = (Summing::of(&wishes, slice), then.iter());
        loop {
            match summing.step(&host.book) {
                Ok(None) => if let Some(action) = then.next() { perform(&mut host, action) },
                Ok(Some(summary)) => {
                    prop_assert_eq!(Ok(summary), host.book.summarise(&wishes));
                    break;
                }
                Err(refusal) => {
                    prop_assert_eq!(Err(refusal), host.book.summarise(&wishes));
                    break;
                }
            }
        }
    }

    /// The order of the list is asked for before the book changes, so that it has to be kept, too.
    #[test]
    fn a_list_in_slices_is_that_of_the_book_at_its_end(life in lives(), filter in filters(), sort in sorts(), slice in 1..5_usize, then in vec(actions(), 0..6), before in any::<bool>()) {
        let mut host = life.lived();
        if before {
            Finding::of(Filter::default(), sort, slice).finish(&host.book);
        }
        let (mut finding, mut then) = (Finding::of(filter.clone(), sort, slice), then.iter());
        let mut slices = 0;
        let found = loop {
            slices += 1;
            prop_assert!(slices < 3 * ENOUGH);
            match finding.step(&host.book, |account| account.id.0 % 5 > 0) {
                Some(found) => break found,
                None => if let Some(action) = then.next() { perform(&mut host, action) },
            }
        };
        let sorted = host.book.sorted(&filter, sort);
        let sorted: Vec<AccountId> = sorted.iter().map(|account| account.id).filter(|id| id.0 % 5 > 0).collect();
        prop_assert_eq!(found.set, sorted.iter().copied().collect());
        prop_assert_eq!(found.ids, sorted);
    }

    /// What is typed has fewer and fewer hits, or more again; meanwhile another filter is chosen, another order, or the book
    /// changes.
    #[test]
    fn what_was_found_lately_leaves_nobody_out(life in lives(), filters in vec(filters(), 1..3), orders in vec(sorts(), 1..3), typed in vec((any::<Index>(), any::<Index>(), 0..=6_usize, option::weighted(0.2, actions())), 1..12), slice in 1..5_usize) {
        let mut host = life.lived();
        let mut lately = Lately::default();
        for (filter, sort, letters, action) in typed {
            let (filter, sort) = (filter.get(&filters), *sort.get(&orders));
            let search = filter.search.clone().unwrap_or_else(|| "firma a".to_owned()).chars().take(letters).collect();
            let filter = Filter { search: Some(search), ..filter.clone() };
            let mut finding = Finding::of(filter.clone(), sort, slice).after(&lately);
            let mut found = finding.step(&host.book, |_| true);
            action.iter().for_each(|action| perform(&mut host, action));
            let found = loop {
                match found {
                    Some(found) => break found,
                    None => found = finding.step(&host.book, |_| true),
                }
            };
            let sorted: Vec<AccountId> = host.book.sorted(&filter, sort).iter().map(|account| account.id).collect();
            prop_assert_eq!(&found.set, &sorted.iter().copied().collect());
            prop_assert_eq!(&found.ids, &sorted);
            lately.keep(&host.book, &filter, sort, &found);
        }
    }

    /// Meanwhile the book learns of a part of it in another way, or of more.
    #[test]
    fn what_is_new_is_taken_up_in_slices(life in lives(), first in vec(actions(), 0..4), then in vec(actions(), 0..4), slice in 1..5_usize, after in 0..6_usize, sort in sorts(), more in any::<bool>()) {
        let mut host = life.lived();
        let mut book = host.book.clone();
        Finding::of(Filter::default(), sort, slice).finish(&book);
        first.iter().for_each(|action| perform(&mut host, action));
        let part = host.news(book.revision());
        then.iter().for_each(|action| perform(&mut host, action));
        let all = host.news(book.revision());
        let (asked, meanwhile) = if more { (part, all) } else { (all, part) };
        let mut catching = Catching::of(asked);
        for step in 0..ENOUGH {
            if step == after {
                prop_assert!(book.take(meanwhile.clone()));
            }
            if let Some(took) = catching.step(&mut book, slice) {
                prop_assert!(took || (more && step >= after), "it is older than what is there");
                break;
            }
            prop_assert_ne!(step, ENOUGH - 1);
        }
        if more {
            prop_assert!(book.take(meanwhile), "it can be taken up again");
        }
        prop_assert_eq!(&book, &host.book);
        let sorted = |book: &Book| book.sorted(&Filter::default(), sort).iter().map(|account| account.id).collect::<Vec<_>>();
        prop_assert_eq!(Finding::of(Filter::default(), sort, slice).finish(&book).ids, sorted(&host.book));
        prop_assert_eq!(sorted(&book), sorted(&host.book));
    }

    /// Who has a submission taken knows what came of it without asking, unless something else came first.
    #[test]
    fn a_receipt_says_what_a_submission_has_done(life in lives(), mode in modes(), slice in 1..5_usize, between in option::of(actions()), after in option::of(actions()), picks in vec(any::<bool>(), 30)) {
        let mut host = life.lived();
        let mut book = host.book.clone();
        let picked = book.accounts().zip(picks).filter(|(_, picked)| *picked).map(|(account, _)| account.id);
        let Ok(summary) = book.summarise(&Wishes::Set(ChangeSet::all(picked.collect(), mode))) else { return Ok(()) };
        between.iter().for_each(|action| perform(&mut host, action));
        let Ok(receipt) = host.submit("a key", &summary.accept()) else { return Ok(()) };
        let done = host.book.clone();
        let first = receipt.revision == book.revision().next();
        after.iter().for_each(|action| perform(&mut host, action));
        let mut catching = Catching::modes(summary.wishes(), receipt.revision, receipt.on);
        let took = loop {
            if let Some(took) = catching.step(&mut book, slice) {
                break took;
            }
        };
        prop_assert_eq!(took, first);
        if took {
            prop_assert_eq!(&book, &done);
        } else {
            prop_assert!(book.take(host.news(book.revision())));
            prop_assert_eq!(&book, &host.book);
        }
    }

    /// Among the accounts are some that are deleted or withdrawn by then.
    #[test]
    fn lines_in_slices_are_grouped_as_they_are_read(life in lives(), mode in modes(), slice in 1..5_usize, then in vec(actions(), 0..6)) {
        let mut host = life.lived();
        let all = Wishes::All { filter: Filter::default(), mode };
        let Ok(summary) = host.book.summarise(&all) else { return Ok(()) };
        let (mut grouping, mut then) = (Grouping::of(&summary.lines, slice), then.iter());
        let groups = loop {
            match grouping.step(host.register()) {
                Some(groups) => break groups,
                None => if let Some(action) = then.next() { perform(&mut host, action) },
            }
        };
        let place = |line: &SummaryLine| host.register().addressed(line.account).map(AddressRef::place);
        let mut expected = summary.lines.clone();
        expected.sort_by(|a, b| (Fate::of(a), a.effective_on, place(a)).cmp(&(Fate::of(b), b.effective_on, place(b))));
        prop_assert_eq!(groups.iter().flat_map(|group| group.lines.iter().copied()).collect::<Vec<_>>(), expected);
        for group in &groups {
            prop_assert!(!group.lines.is_empty() && group.lines.iter().all(|line| Fate::of(line) == group.fate));
        }
        prop_assert!(groups.is_sorted_by(|a, b| a.fate < b.fate));
        prop_assert_eq!(groups, Grouping::of(&summary.lines, usize::MAX).finish(host.register()));
    }

    #[test]
    fn a_summary_comes_to_an_end_however_often_the_book_changes(life in lives(), wishes in any_wishes(), slice in 1..3_usize) {
        let mut host = life.lived();
        let mut summing = Summing::of(&wishes, slice);
        let mut slices = 0;
        while let Ok(None) = summing.step(&host.book) {
            slices += 1;
            prop_assert!(slices < ENOUGH);
            let renamed = Settings { name: Some(format!("Firma {slices}")), ..Settings::default() };
            host.remember(Event::SettingsChanged { changes: Box::new(renamed) });
        }
    }

    #[test]
    fn a_check_in_slices_finds_what_a_check_at_once_finds(life in lives(), slice in 1..4_usize, damaged in any::<Index>(), twice in any::<bool>()) {
        let host = life.lived();
        let mut record = host.record.clone();
        if twice {
            let again = damaged.get(&record).clone();
            record.push(again);
        }
        let mut checker = Checker::default();
        for recorded in &record {
            let accounts = recorded.event.accounts().count();
            let slices = (1..).find(|_| checker.look_at(recorded, slice)).expect("an end");
            prop_assert!(slices <= accounts.div_ceil(slice).max(1));
        }
        let slices = (1..).find(|_| checker.end_with(host.register(), slice)).expect("an end");
        let accounts = host.book.next_id().index().unwrap_or(0);
        prop_assert!(slices <= 3 * accounts.div_ceil(slice) + 4, "{slices} slices for {accounts} accounts");
        let sheds = (1..).find(|_| !checker.shed(slice)).expect("an end");
        prop_assert!(sheds <= 2 * accounts.div_ceil(slice) + 1, "{sheds} slices to give up {accounts} accounts, or twice as many");
        prop_assert_eq!(checker.stop(), findings(&record, host.register()));
    }

    #[test]
    fn a_roster_in_slices_is_understood_as_at_once(life in lives(), slice in 1..4_usize, piece in 1..200_usize, cut in any::<Index>(), whole in any::<bool>(), then in vec(actions(), 0..6)) {
        let mut text = write_roster(life.clone().lived().book.accounts()).into_bytes();
        if !whole {
            text.remove(cut.index(text.len()));
        }
        let file = Cut::of(&text, &[piece]);
        let mut host = life.lived();
        let (mut reader, mut then) = (RosterReader::of(Given::default(), slice), then.iter());
        let understood = loop {
            match reader.step(host.book.roster_target(), &file) {
                Some(understood) => break understood,
                None => if let Some(action) = then.next() { perform(&mut host, action) },
            }
        };
        prop_assert_eq!(understood, host.book.roster_target().understand(&text, Given::default()));
    }

    #[test]
    fn a_roster_in_slices_is_taken_as_at_once(life in lives(), slice in 1..4_usize, piece in 1..200_usize, cut in any::<Index>(), whole in any::<bool>(), then in vec(actions(), 0..6)) {
        let mut text = write_roster(life.clone().lived().book.accounts()).into_bytes();
        if !whole {
            text.remove(cut.index(text.len()));
        }
        // in a book that has none of its accounts, and in one that has them all
        for mut host in [Host::found(life.new.clone()), life.clone().lived()] {
            let file = Cut::of(&text, &[piece]);
            let (mut taking, mut then) = (RosterTaking::of(Given::default(), slice), then.iter());
            let taken = loop {
                match taking.step(host.book.roster_target(), &file) {
                    Some(taken) => break taken,
                    None => if let Some(action) = then.next() { perform(&mut host, action) },
                }
            };
            prop_assert_eq!(taken, host.book.roster_target().read(&text.as_slice(), &Given::default()));
        }
    }

    #[test]
    fn reading_a_roster_comes_to_an_end_however_often_the_book_changes(life in lives(), slice in 1..3_usize, piece in 1..200_usize) {
        let mut host = life.lived();
        let file = Cut::of(write_roster(host.book.accounts()).as_bytes(), &[piece]);
        let mut reader = RosterReader::of(Given::default(), slice);
        let mut slices = 0;
        while reader.step(host.book.roster_target(), &file).is_none() {
            slices += 1;
            prop_assert!(slices <= file.len().ilog2() + 2);
            let renamed = Settings { name: Some(format!("Firma {slices}")), ..Settings::default() };
            host.remember(Event::SettingsChanged { changes: Box::new(renamed) });
        }
    }
}
