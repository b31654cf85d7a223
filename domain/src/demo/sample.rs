//! The made-up companies of the demo.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{
    account::{AccountRow, Address, RenewalMode, Status},
    calendar::{AnchorDay, Period, Term, first_of_month},
    catalog::PriceVersion,
    money::{Amount, VatRate},
    party::Party,
    platform::{Alignment, Currency, NewPlatform, Platform, PlatformId},
    tax::TaxCategory,
};

/// The sample companies of the demo.
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
    /// All companies, smallest first.
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
    pub(super) fn platform(self, today: NaiveDate) -> Option<Platform> {
        let price = PriceVersion { from: today, monthly_net: Amount(249), yearly_net: Amount(2388), vat_rate: None };
        let new = NewPlatform {
            id: None,
            name: self.name().to_owned(),
            time_zone: "Europe/Berlin".to_owned(),
            currency: Currency::default(),
            vat_rate: Some(VatRate(1900)),
            tax_category: TaxCategory::Standard,
            tax_reason: None,
            alignment: Alignment::Anniversary,
            retention_days: 14,
            domains: Vec::new(),
            catalog: vec![price.into()],
            seller: Some(party("Mailhaus GmbH", ["Serverweg 1", "20095 Hamburg"], "DE123456789")),
            buyer: Some(party(self.name(), ["Musterstraße 12", "70173 Stuttgart"], "DE987654321")),
            test_clock: Some(today),
        };
        new.check(PlatformId::suggested_by("demo"), today).ok()
    }
}

fn party(name: &str, lines: [&str; 2], vat_id: &str) -> Party {
    Party { name: name.to_owned(), lines: lines.map(str::to_owned).to_vec(), vat_id: Some(vat_id.to_owned()) }
}

/// Pseudorandom numbers that are the same for everybody (xorshift64*, Vigna 2016).
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

/// The accounts of a made-up company. Their expiries are spread over the year after `today`, many of them at the end of
/// a month.
pub(super) fn roster(count: u32, today: NaiveDate) -> Vec<AccountRow> {
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
    AccountRow(address, name, mode, Status::Active, ordered_on, anchor, expires_on, None, None, None)
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect()
}

/// A name in the letters that its address has.
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
