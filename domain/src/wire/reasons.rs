//! The codes and facts of everything that the rules find wrong.

use super::{
    code::Code,
    facts::{Fact, Facts},
    problem::Wrong,
};
use crate::{
    account::RenewalMode,
    calendar::{DateError, FIRST_DAY, LAST_DAY, LAST_TODAY, iso},
    catalog::PriceVersion,
    clash::Clash,
    field::FieldFault,
    limits::{
        MAX_ACCOUNTS, MAX_CELL, MAX_CHANGES, MAX_COLUMNS, MAX_DOMAINS, MAX_NAME, MAX_PARTY_LINES, MAX_QUANTITY,
        MAX_RECORDS, MAX_RETENTION, MAX_ROLES, MAX_TOKEN_DAYS, MAX_VERSIONS, NoRoom,
    },
    money::{Amount, VatRate},
    moving::MAX_URL,
    party::Party,
    refusal::Refusal,
    roster::RosterFault,
    settings::Settings,
};

fn max(max: impl Into<Fact>) -> Facts {
    Facts::from([("max", max.into())])
}

fn bounds(min: u32, max: u32) -> Facts {
    Facts::from([("min", min.into()), ("max", max.into())])
}

fn room(NoRoom { living, more }: &NoRoom) -> Facts {
    Facts::from([("max", MAX_ACCOUNTS.into()), ("living", (*living).into()), ("more", (*more).into())])
}

/// The fields of the request that clash, each with both values.
fn both_values(clash: &Clash) -> Facts {
    let (theirs, yours) = (values(&clash.theirs), values(&clash.yours));
    let both = |((field, theirs), (_, yours))| (field, Facts::from([("theirs", theirs), ("yours", yours)]).into());
    theirs.into_iter().zip(yours).map(both).collect()
}

/// The settings that have a value, by their place in a request.
fn values(settings: &Settings) -> Vec<(String, Fact)> {
    fn party(party: &Party) -> Fact {
        let lines: Vec<&str> = party.lines.iter().map(String::as_str).collect();
        let mut facts = vec![("name", party.name.as_str().into()), ("lines", lines.as_slice().into())];
        facts.extend(party.vat_id.iter().map(|id| ("vat_id", id.as_str().into())));
        facts.into_iter().map(|(name, fact)| (name.to_owned(), fact)).collect::<Facts>().into()
    }
    fn price(version: &PriceVersion) -> Fact {
        let number = |amount: Amount| Fact::Number(u64::try_from(amount.0).unwrap_or_default());
        let prices = [("monthly_net", number(version.monthly_net)), ("yearly_net", number(version.yearly_net))];
        let rate = version.vat_rate.map(|rate| ("vat_rate", u32::from(rate.0).into()));
        prices.into_iter().chain(rate).map(|(name, fact)| (name.to_owned(), fact)).collect::<Facts>().into()
    }
    let Settings { revision: _, name, domains, retention_days, seller, buyer, tax_category, tax_reason, catalog } =
        settings;
    let mut values: Vec<(String, Fact)> = Vec::new();
    let mut put = |field: &str, value: Option<Fact>| values.extend(value.map(|value| (field.to_owned(), value)));
    put("name", name.as_deref().map(Into::into));
    let texts = |texts: &Vec<String>| texts.iter().map(String::as_str).collect::<Vec<_>>().as_slice().into();
    put("domains", domains.as_ref().map(texts));
    put("retention_days", retention_days.map(|days| u32::from(days).into()));
    put("seller", seller.as_ref().map(|seller| seller.as_ref().map_or(Fact::Nothing, party)));
    put("buyer", buyer.as_ref().map(|buyer| buyer.as_ref().map_or(Fact::Nothing, party)));
    put("tax_category", tax_category.map(|category| category.as_str().into()));
    put("tax_reason", tax_reason.as_ref().map(|reason| reason.as_deref().map_or(Fact::Nothing, Into::into)));
    let prices = |versions: &Vec<PriceVersion>| -> Fact {
        versions.iter().map(|version| (iso::format(version.from), price(version))).collect::<Facts>().into()
    };
    put("catalog", catalog.as_ref().map(prices));
    values
}

impl Wrong for Refusal {
    fn code(&self) -> Code {
        match self {
            Self::Invalid(_) => Code::Invalid,
            Self::UnknownAccount { .. } => Code::UnknownAccount,
            Self::NamedTwice { .. } => Code::NamedTwice,
            Self::NothingToDo => Code::NothingToDo,
            Self::Stale { .. } => Code::Stale,
            Self::SettingsClash(_) => Code::SettingsClash,
            Self::IdTaken => Code::KeyReused,
            Self::NoTestClock => Code::NoTestClock,
            Self::ClockBackwards { .. } => Code::ClockBackwards,
            Self::ClockTooFar { .. } => Code::ClockTooFar,
            Self::Terminating => Code::Terminating,
            Self::Closed => Code::Closed,
            Self::MovedAway(_) => Code::MovedAway,
            Self::NotTerminating => Code::NotTerminating,
            Self::Unconfirmed => Code::Unconfirmed,
            Self::Quantity => Code::QuantityOutOfRange,
            Self::NoRoom(_) => Code::PlatformFull,
            Self::TooManyLines { .. } => Code::TooManyChanges,
            Self::QuoteStale { .. } => Code::QuoteStale,
            Self::NoSubmission => Code::NoSubmission,
            Self::NoAccount { .. } => Code::NoAccount,
            Self::NotActive { .. } => Code::NotActive,
            Self::NotConfigured { .. } => Code::NotConfigured,
            Self::NotSuspended { .. } => Code::NotSuspended,
            Self::RestoreMode => Code::RestoreMode,
            Self::Field { fault, .. } => fault.code(),
            Self::StillInUse { .. } => Code::StillInUse,
            Self::NobodyHad => Code::NobodyHad,
            Self::ImportTouched => Code::ImportTouched,
            Self::Roster(_) => Code::Roster,
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::UnknownAccount { account, .. }
            | Self::NamedTwice { account, .. }
            | Self::NoAccount { account }
            | Self::NotActive { account }
            | Self::NotConfigured { account }
            | Self::NotSuspended { account }
            | Self::StillInUse { account } => Facts::from([("account", account.0.into())]),
            Self::MovedAway(moved) => Facts::from([("url", moved.url.as_str().into()), ("on", moved.on.into())]),
            Self::ClockBackwards { today } => Facts::from([("today", (*today).into())]),
            Self::ClockTooFar { limit } => Facts::from([("limit", (*limit).into())]),
            Self::SettingsClash(clash) => both_values(clash),
            Self::Quantity => bounds(1, MAX_QUANTITY),
            Self::NoRoom(no_room) => room(no_room),
            Self::TooManyLines { .. } => max(MAX_CHANGES),
            Self::Field { fault, .. } => fault.facts(),
            Self::Roster(errors) => Facts::from([("total", errors.total.into())]),
            Self::Invalid(_)
            | Self::NothingToDo
            | Self::Stale { .. }
            | Self::IdTaken
            | Self::NoTestClock
            | Self::Terminating
            | Self::Closed
            | Self::NotTerminating
            | Self::NoSubmission
            | Self::Unconfirmed
            | Self::QuoteStale { .. }
            | Self::RestoreMode
            | Self::NobodyHad
            | Self::ImportTouched => Facts::default(),
        }
    }
}

impl Wrong for FieldFault {
    fn code(&self) -> Code {
        match self {
            Self::Name => Code::NameInvalid,
            Self::Rate | Self::PriceRate => Code::RateOutOfRange,
            Self::RateOfCategory => Code::RateOfCategory,
            Self::Reason => Code::ReasonInvalid,
            Self::ReasonOfStandard => Code::ReasonOfStandard,
            Self::Retention => Code::RetentionOutOfRange,
            Self::Clock => Code::ClockTooLate,
            Self::Domains => Code::TooManyDomains,
            Self::Domain { .. } => Code::DomainInvalid,
            Self::Party => Code::PartyInvalid,
            Self::TimeZone => Code::TimeZoneUnknown,
            Self::Currency => Code::CurrencyUnknown,
            Self::Price => Code::PriceOutOfRange,
            Self::PriceDayTwice => Code::PriceDayTwice,
            Self::NoFirstPrice => Code::NoFirstPrice,
            Self::PriceNotAhead => Code::PriceNotAhead,
            Self::Prices => Code::TooManyPrices,
            Self::OnlyInSubmission => Code::OnlyInSubmission,
            Self::Roles => Code::RolesInvalid,
            Self::TokenDays => Code::DaysOutOfRange,
            Self::House => Code::HouseInvalid,
            Self::Url => Code::UrlInvalid,
            Self::Missing => Code::Missing,
            Self::Changes => Code::TooManyChanges,
            Self::NamedTwice { .. } => Code::NamedTwice,
            Self::ModeNeeded => Code::ModeNeeded,
            Self::FilterNeeded => Code::FilterNeeded,
            Self::NoChanges => Code::NoChanges,
            Self::ChangesAndFilter => Code::ChangesAndFilter,
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Name | Self::Reason => max(MAX_NAME),
            Self::Rate | Self::PriceRate => bounds(0, VatRate::MAX.0.into()),
            Self::Retention => bounds(0, MAX_RETENTION.into()),
            Self::Clock => Facts::from([("limit", LAST_TODAY.into())]),
            Self::Domains => max(MAX_DOMAINS),
            Self::Domain { domain } => Facts::from([("domain", domain.as_str().into())]),
            Self::Party => Facts::from([("max", MAX_NAME.into()), ("max_lines", MAX_PARTY_LINES.into())]),
            Self::Price => bounds(0, u32::try_from(Amount::MAX_PRICE.0).unwrap_or(u32::MAX)),
            Self::Prices => max(MAX_VERSIONS),
            Self::Changes => max(MAX_CHANGES),
            Self::NamedTwice { account } => Facts::from([("account", (*account).into())]),
            Self::Roles => max(MAX_ROLES),
            Self::TokenDays => bounds(1, MAX_TOKEN_DAYS),
            Self::Url => max(MAX_URL),
            Self::RateOfCategory
            | Self::ReasonOfStandard
            | Self::TimeZone
            | Self::Currency
            | Self::PriceDayTwice
            | Self::NoFirstPrice
            | Self::PriceNotAhead
            | Self::OnlyInSubmission
            | Self::House
            | Self::Missing
            | Self::ModeNeeded
            | Self::FilterNeeded
            | Self::NoChanges
            | Self::ChangesAndFilter => Facts::default(),
        }
    }
}

impl Wrong for RosterFault {
    fn code(&self) -> Code {
        match self {
            Self::Empty => Code::FileEmpty,
            Self::NoRecords => Code::FileWithoutAccounts,
            Self::TooLarge => Code::FileTooLarge,
            Self::TooMany => Code::TooManyAccounts,
            Self::Encoding => Code::NotUtf8,
            Self::NoRoom(_) => Code::PlatformFull,
            Self::Columns => Code::TooManyColumns,
            Self::Cell => Code::CellTooLong,
            Self::DateOrder => Code::DateOrderUnknown,
            Self::Quote => Code::QuoteOpen,
            Self::MissingColumn => Code::ColumnMissing,
            Self::UnknownColumn => Code::ColumnUnknown,
            Self::ColumnTwice => Code::ColumnTwice,
            Self::Cells => Code::CellCount,
            Self::Address => Code::AddressInvalid,
            Self::Placeholder => Code::AddressPlaceholder,
            Self::Domain => Code::DomainForeign,
            Self::DuplicateInFile => Code::AddressTwice,
            Self::DuplicateOnPlatform => Code::AddressTaken,
            Self::DisplayName => Code::DisplayNameInvalid,
            Self::Mode => Code::ModeUnknown,
            Self::Date(error) => error.code(),
            Self::Past => Code::ExpiryPast,
            Self::Order => Code::OrderedTooLate,
            Self::AnchorDay => Code::AnchorDayInvalid,
            Self::Unreachable => Code::ExpiryUnreachable,
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::TooLarge => Facts::from([("max_mib", 32_u32.into())]),
            Self::TooMany => max(MAX_RECORDS),
            Self::NoRoom(no_room) => room(no_room),
            Self::Columns => max(MAX_COLUMNS),
            Self::Cell => max(MAX_CELL),
            Self::Address => max(254_u32),
            Self::DisplayName => max(MAX_NAME),
            Self::Mode => Facts::from([("expected", RenewalMode::ALL.map(RenewalMode::as_str).as_slice().into())]),
            Self::Date(error) => error.facts(),
            Self::AnchorDay => bounds(1, 31),
            Self::Empty
            | Self::NoRecords
            | Self::Encoding
            | Self::DateOrder
            | Self::Quote
            | Self::MissingColumn
            | Self::UnknownColumn
            | Self::ColumnTwice
            | Self::Cells
            | Self::Placeholder
            | Self::Domain
            | Self::DuplicateInFile
            | Self::DuplicateOnPlatform
            | Self::Past
            | Self::Order
            | Self::Unreachable => Facts::default(),
        }
    }
}

impl Wrong for DateError {
    fn code(&self) -> Code {
        match self {
            Self::Form => Code::DateForm,
            Self::Month => Code::MonthForm,
            Self::Impossible => Code::DateImpossible,
            Self::Range => Code::DateOutOfRange,
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Range => Facts::from([("first", FIRST_DAY.into()), ("last", LAST_DAY.into())]),
            Self::Form | Self::Month | Self::Impossible => Facts::default(),
        }
    }
}
