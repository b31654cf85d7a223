//! What the address bar says about the list: which accounts it shows, and in what order.

use domain::{
    account::{RenewalMode, Status},
    calendar::{CalendarMonth, parse_date},
    query::{Direction, Filter, Sort, SortKey},
};

use crate::location::{Key, Query};

/// The choices of the status filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// In use.
    Active,
    /// Not set up.
    Unconfigured,
    /// Expired.
    Suspended,
    /// Gone.
    Deleted,
}

impl State {
    /// All choices, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Active, Self::Unconfigured, Self::Suspended, Self::Deleted];

    /// The choice that a filter stands for; `None` if it is none of these.
    pub fn of(filter: &Filter) -> Option<Self> {
        match (filter.status?, filter.configured) {
            (Status::Active, Some(false)) => Some(Self::Unconfigured),
            (Status::Active, _) => Some(Self::Active),
            (Status::Suspended, _) => Some(Self::Suspended),
            (Status::Deleted | Status::Withdrawn, _) => Some(Self::Deleted),
        }
    }

    /// The values that this choice sets in the address bar: the status, and whether the account is set up.
    pub const fn values(self) -> (&'static str, Option<&'static str>) {
        match self {
            Self::Active => ("active", None),
            Self::Unconfigured => ("active", Some("no")),
            Self::Suspended => ("suspended", None),
            Self::Deleted => ("deleted", None),
        }
    }
}

/// The keys of the address bar that say which accounts are shown.
pub const FILTER: [Key; 7] =
    [Key::Search, Key::Status, Key::Configured, Key::Mode, Key::ExpiresBefore, Key::ExpiresFrom, Key::DueIn];

/// Which accounts the address bar asks for. Values without a meaning are ignored.
pub fn filter(query: &Query) -> Filter {
    let day = |key| query.value(key).and_then(|text| parse_date(text).ok());
    Filter {
        search: query.value(Key::Search).map(str::to_owned),
        status: query.value(Key::Status).and_then(Status::parse),
        mode: query.value(Key::Mode).and_then(RenewalMode::parse),
        configured: query.value(Key::Configured).map(|word| word == "yes"),
        expires_before: day(Key::ExpiresBefore),
        expires_from: day(Key::ExpiresFrom),
        due_in: query.value(Key::DueIn).and_then(|text| CalendarMonth::parse(text).ok()),
    }
}

/// In what order the address bar asks for the accounts.
pub fn sort(query: &Query) -> Sort {
    let key = match query.value(Key::Sort) {
        Some("expires_on") => SortKey::ExpiresOn,
        Some("mode") => SortKey::Mode,
        Some("status") => SortKey::Status,
        Some(_) | None => SortKey::Address,
    };
    let direction = if query.value(Key::Order) == Some("desc") { Direction::Desc } else { Direction::Asc };
    Sort { key, direction }
}

/// The word for a sort key in the address bar.
pub const fn sort_word(key: SortKey) -> &'static str {
    match key {
        SortKey::Address => "address",
        SortKey::ExpiresOn => "expires_on",
        SortKey::Mode => "mode",
        SortKey::Status => "status",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_bar_is_read_as_a_filter_and_an_order() {
        let query = Query::parse(
            "search=anna&status=active&configured=no&mode=none&expires_before=2026-12-01&sort=expires_on&order=desc",
        );
        let filter = filter(&query);
        assert_eq!(State::of(&filter), Some(State::Unconfigured));
        assert_eq!((filter.search.as_deref(), filter.mode), (Some("anna"), Some(RenewalMode::Never)));
        assert_eq!(filter.expires_before, parse_date("2026-12-01").ok());
        assert_eq!(sort(&query), Sort { key: SortKey::ExpiresOn, direction: Direction::Desc });
    }

    #[test]
    fn what_makes_no_sense_is_passed_over() {
        let query = Query::parse("status=blue&mode=weekly&expires_from=2026-02-30&due_in=2026-13&sort=size");
        assert_eq!((filter(&query), sort(&query)), (Filter::default(), Sort::default()));
    }
}
