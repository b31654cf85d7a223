//! A platform in a list, with what is ahead on it.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{ForecastMonth, Unavailable};
use crate::{
    book::Book,
    calendar::{first_of_month, iso, months_between},
    money::Amount,
    moving::Moved,
    platform::{Counts, Currency, Platform, PlatformId, PlatformStatus},
    rules::{Bill, Month},
};

/// How many calendar months are told, beginning with the current one.
const MONTHS: u32 = 12;
/// How many days ahead closings are told.
const CLOSINGS: Days = Days::new(30);

/// A platform in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlatformHead {
    /// Its id.
    pub id: PlatformId,
    /// The company's name.
    pub name: String,
    /// Where it is in its life.
    pub status: PlatformStatus,
    /// The date its book has been brought up to.
    #[serde(with = "iso")]
    pub today: NaiveDate,
    /// How many accounts it has, by status and mode.
    pub counts: Counts,
}

/// A platform in a list, with what is ahead on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlatformEntry {
    /// What it is.
    #[serde(flatten)]
    pub head: PlatformHead,
    /// Where it is, if it has moved away; then it is closed here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved: Option<Moved>,
    /// What is ahead if nobody changes anything.
    pub ahead: Ahead,
}

/// A page of the list of platforms. Both lists are in the order of the ids, and together as long as a page may be.
#[derive(Debug, Default, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlatformEntries {
    /// The platforms.
    pub items: Vec<PlatformEntry>,
    /// The platforms between them that cannot be asked now.
    pub unavailable: Vec<Unavailable>,
    /// The cursor of the next page; none on the last page.
    pub next_cursor: Option<String>,
}

/// A page of the list of platforms, as far as a page of this product reads it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Platforms {
    /// The platforms.
    pub items: Vec<PlatformHead>,
    /// The platforms between them that cannot be asked now.
    #[serde(default)]
    pub unavailable: Vec<Unavailable>,
    /// The cursor of the next page; none on the last page.
    pub next_cursor: Option<String>,
}

impl Platforms {
    /// The id and the name of each platform. One whose name is not known has its id instead.
    pub fn names(&self) -> impl Iterator<Item = (&PlatformId, &str)> {
        let items = self.items.iter().map(|head| (&head.id, &*head.name));
        items.chain(self.unavailable.iter().map(|one| (&one.id, one.name.as_deref().unwrap_or(one.id.as_str()))))
    }
}

/// What is ahead on a platform if nobody changes anything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Ahead {
    /// The currency of all amounts.
    pub currency: Currency,
    /// How many digits amounts have after the point (ISO 4217).
    pub minor_units: usize,
    /// The next invoice.
    pub next_bill: Option<NextBill>,
    /// The days of the next thirty, today included, on which accounts close, ascending.
    pub closings: Vec<ClosingDay>,
    /// The twelve calendar months that begin with the current one.
    pub months: Vec<ForecastMonth>,
}

/// The next invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NextBill {
    /// Its day.
    #[serde(with = "iso")]
    pub on: NaiveDate,
    /// The sum of its lines.
    pub net: Amount,
    /// The tax.
    pub vat: Amount,
    /// Net + VAT.
    pub gross: Amount,
}

impl From<Bill> for NextBill {
    fn from(Bill { on, net, vat }: Bill) -> Self {
        Self { on, net, vat, gross: net + vat }
    }
}

/// A day on which accounts close.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClosingDay {
    /// The day.
    #[serde(with = "iso")]
    pub on: NaiveDate,
    /// How many accounts close.
    pub accounts: u32,
}

impl PlatformEntry {
    /// The entry of a platform whose book stands at `book.today()`. It can be kept until the book's next deadline: what
    /// it says of a later day is in it and comes out by [`PlatformEntry::at`].
    pub fn kept(book: &Book) -> Self {
        let today = book.today();
        let last = book.next_deadline().unwrap_or(today).max(today);
        let months = book.forecast(MONTHS + u32::try_from(months_between(today, last)).unwrap_or(0));
        let closings = book.closings().take_while(|(on, _)| *on < last + CLOSINGS);
        let Platform { id, name, currency, .. } = book.platform();
        let ahead = Ahead {
            currency: currency.clone(),
            minor_units: currency.minor_units(),
            next_bill: book.next_bill().map(NextBill::from),
            closings: closings.map(|(on, accounts)| ClosingDay { on, accounts }).collect(),
            months: months.iter().filter(|month| !month.is_empty()).map(ForecastMonth::from).collect(),
        };
        let (id, name) = (id.clone(), name.clone());
        let (status, moved, counts) = (book.status(), book.moved().cloned(), book.counts());
        let head = PlatformHead { id, name, status, today, counts };
        Self { head, moved, ahead }
    }

    /// The entry as it is `today`. Nothing may have been due since it was kept.
    #[must_use]
    pub fn at(self, today: NaiveDate) -> Self {
        let Self { head, moved, ahead } = self;
        Self { head: PlatformHead { today, ..head }, moved, ahead: ahead.at(today) }
    }
}

impl Ahead {
    fn at(mut self, today: NaiveDate) -> Self {
        self.closings.retain(|day| day.on < today + CLOSINGS);
        let mut kept = self.months.into_iter().peekable();
        let first = |offset| first_of_month(today, offset);
        self.months = (0..MONTHS)
            .map(|offset| {
                let empty = ForecastMonth::from(&Month::empty(first(offset)));
                // both are ascending, and months are written so that texts have their order
                while kept.next_if(|month| month.month < empty.month).is_some() {}
                kept.next_if(|month| month.month == empty.month).unwrap_or(empty)
            })
            .collect();
        self
    }
}
