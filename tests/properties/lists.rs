//! Lists with any filter, any order and any page size, also while the book changes.

use std::{cmp::Ordering, collections::BTreeSet};

use domain::{
    account::{Account, AccountId, AccountRef, RenewalMode, Status},
    query::{Cursor, Direction, Filter, Sort, SortKey},
};
use proptest::{
    collection::vec,
    prelude::{Strategy, any},
    prop_assert_eq, proptest,
    sample::select,
};

use tests::host::Host;

use crate::world::{actions, config, filters, lives, perform};

pub fn sorts() -> impl Strategy<Value = Sort> {
    let keys = vec![SortKey::Address, SortKey::ExpiresOn, SortKey::Mode, SortKey::Status];
    (select(keys), select(vec![Direction::Asc, Direction::Desc])).prop_map(|(key, direction)| Sort { key, direction })
}

/// Every status and every mode, or any.
fn standings() -> Vec<(Option<Status>, Option<RenewalMode>)> {
    let statuses = || [None].into_iter().chain(Status::ALL.map(Some));
    let modes = [None].into_iter().chain(RenewalMode::ALL.map(Some));
    modes.flat_map(|mode| statuses().map(move |status| (status, mode))).collect()
}

/// Whether an account matches a filter, checked in the plainest way.
fn wanted(account: AccountRef<'_>, filter: &Filter) -> bool {
    let search = plain(filter.search.as_deref().unwrap_or_default());
    let hay = [plain(account.address.as_str()), plain(account.display_name)];
    filter.status.map_or(account.status != Status::Deleted, |status| account.status == status)
        && filter.mode.is_none_or(|mode| mode == account.mode)
        && filter.configured.is_none_or(|configured| configured != account.address.as_str().ends_with(".invalid"))
        && filter.expires_before.is_none_or(|day| account.expires_on < day)
        && filter.expires_from.is_none_or(|day| day <= account.expires_on)
        && search.split_whitespace().all(|word| hay.iter().any(|hay| hay.contains(word)))
}

/// The letters of these worlds as they are searched.
fn plain(text: &str) -> String {
    text.to_lowercase().replace('ü', "u").replace('\u{308}', "")
}

fn ordered(a: AccountRef<'_>, b: AccountRef<'_>, sort: Sort) -> Ordering {
    let alone = |text: String| (text, String::new(), 0);
    let rank = |at: Option<usize>| (String::new(), String::new(), at.unwrap_or(9));
    let place = |account: AccountRef<'_>| match sort.key {
        SortKey::Address => (plain(account.address.as_str()), account.address.to_string(), 0),
        SortKey::ExpiresOn => alone(account.expires_on.to_string()),
        SortKey::Mode => rank(["monthly", "yearly", "none"].iter().position(|word| *word == account.mode.as_str())),
        SortKey::Status => rank(Status::ALL.iter().position(|status| *status == account.status)),
    };
    let keys = place(a).cmp(&place(b));
    let keys = if sort.direction == Direction::Desc { keys.reverse() } else { keys };
    keys.then(a.id.cmp(&b.id))
}

/// All pages of a list. Each cursor is written and read again. `between` may change the book after each page.
fn pages(
    host: &mut Host,
    filter: &Filter,
    sort: Sort,
    limit: usize,
    mut between: impl FnMut(&mut Host),
) -> Vec<AccountId> {
    let (mut ids, mut after): (Vec<AccountId>, Option<Cursor>) = (Vec::new(), None);
    loop {
        let page = host.register().page(filter, sort, after.as_ref(), limit);
        assert!(page.items.len() <= limit && (page.next.is_none() || page.items.len() == limit));
        assert_eq!(page.total, host.register().sorted(filter, sort).len());
        ids.extend(page.items.iter().map(|account| account.id));
        let Some(next) = page.next else { return ids };
        after = Some(Cursor::decode(&next.encode(), sort).expect("a cursor that was handed out"));
        between(host);
    }
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn all_pages_together_are_the_sorted_list(life in lives(), filter in filters(), sort in sorts(), limit in 1..7_usize) {
        let mut host = life.lived();
        let mut expected: Vec<AccountRef<'_>> = host.accounts().into_iter().filter(|account| wanted(*account, &filter)).collect();
        expected.sort_by(|a, b| ordered(*a, *b, sort));
        let expected: Vec<AccountId> = expected.iter().map(|account| account.id).collect();
        let whole: Vec<AccountId> = host.register().sorted(&filter, sort).iter().map(|account| account.id).collect();
        prop_assert_eq!(&whole, &expected);
        prop_assert_eq!(pages(&mut host, &filter, sort, limit, |_| {}), expected);
    }

    #[test]
    fn what_does_not_change_between_pages_is_listed_once(life in lives(), filter in filters(), sort in sorts(), limit in 1..4_usize, then in vec(actions(), 1..4)) {
        let mut host = life.lived();
        let first = host.clone();
        let (mut steps, mut moved) = (then.iter(), BTreeSet::new());
        let listed = pages(&mut host, &filter, sort, limit, |host| {
            if let Some(step) = steps.next() {
                let known = host.record.len();
                perform(host, step);
                moved.extend(host.record[known..].iter().flat_map(|recorded| recorded.event.accounts()));
            }
        });
        for account in first.accounts().into_iter().filter(|account| !moved.contains(&account.id)) {
            let times = listed.iter().filter(|id| **id == account.id).count();
            prop_assert_eq!(times, usize::from(wanted(account, &filter)), "{}", account.id);
        }
    }

    /// The orders are asked for before the book changes, so that they have to be kept.
    #[test]
    fn a_list_stays_in_order_as_the_book_changes(life in lives(), then in vec(actions(), 1..6), of in select(standings()), limit in 1..5_usize) {
        let mut host = life.lived();
        let filter = Filter { status: of.0, mode: of.1, ..Filter::default() };
        let keys = [SortKey::Address, SortKey::ExpiresOn, SortKey::Mode, SortKey::Status];
        let sorts = keys.into_iter().flat_map(|key| [Direction::Asc, Direction::Desc].map(|direction| Sort { key, direction }));
        for step in [None].into_iter().chain(then.iter().map(Some)) {
            if let Some(step) = step {
                perform(&mut host, step);
            }
            let listed: Vec<Account> = host.accounts().into_iter().filter(|account| wanted(*account, &filter)).map(AccountRef::to_owned).collect();
            for sort in sorts.clone() {
                let mut expected = listed.clone();
                expected.sort_by(|a, b| ordered(a.borrowed(), b.borrowed(), sort));
                let expected: Vec<AccountId> = expected.iter().map(|account| account.id).collect();
                prop_assert_eq!(pages(&mut host, &filter, sort, limit, |_| {}), expected);
            }
        }
    }

    #[test]
    fn a_cursor_that_was_never_handed_out_never_panics(text in "[0-9a-zA-Z.+ü-]{0,30}", sort in sorts(), life in lives()) {
        let book = life.lived().book;
        if let Ok(cursor) = Cursor::decode(&text, sort) {
            book.page(&Filter::default(), sort, Some(&cursor), 3);
        }
    }

    #[test]
    fn a_page_of_nothing_is_empty(life in lives(), sort in sorts(), empty in any::<bool>()) {
        let book = life.lived().book;
        let filter = if empty { Filter { search: Some("nobody has this".to_owned()), ..Filter::default() } } else { Filter::default() };
        prop_assert_eq!(book.page(&filter, sort, None, 0).items.len(), 0);
    }

    #[test]
    fn counts_are_what_counting_gives(life in lives()) {
        let host = life.lived();
        let count = |wanted: &dyn Fn(AccountRef<'_>) -> bool| u32::try_from(host.accounts().into_iter().filter(|account| wanted(*account)).count()).expect("a count");
        let (active, counts) = (|account: AccountRef<'_>| account.status == Status::Active, host.book.counts());
        prop_assert_eq!(counts.active, count(&active));
        prop_assert_eq!(counts.suspended, count(&|account| account.status == Status::Suspended));
        prop_assert_eq!(counts.deleted, count(&|account| account.status == Status::Deleted));
        prop_assert_eq!(counts.unconfigured, count(&|account| active(account) && account.address.is_placeholder()));
        for (word, counted) in [("monthly", counts.monthly), ("yearly", counts.yearly), ("none", counts.none)] {
            prop_assert_eq!(counted, count(&|account| active(account) && account.mode.as_str() == word));
        }
    }
}
