//! An example of every problem, for tests that go through all of them.

#![expect(clippy::expect_used, reason = "only tests are built with this")]

use chrono::NaiveDate;

use super::{
    access::Access,
    archive::ArchiveFault,
    fault::Fault,
    input::{BodyFault, QueryFault, Shape, ValueFault},
    problem::{FieldErrorView, Problem},
};
use crate::{
    account::{AccountId, RenewalMode},
    calendar::{DateError, Term},
    change::{Change, Wishes},
    clash::Clash,
    demo::{Demo, Sample},
    field::{FieldError, FieldFault},
    limits::NoRoom,
    moving::{HouseId, Moved},
    platform::PlatformIdError,
    refusal::Refusal,
    roster::{RosterError, RosterErrors, RosterFault},
    settings::Settings,
    stamp::Instant,
};

/// The demo, in which a summary and a quote can be made.
///
/// # Panics
/// If the demo cannot be made.
pub fn demo() -> Demo {
    Demo::start(Sample::default(), day(), Instant("2026-11-22T08:00:00Z".to_owned())).expect("a demo")
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 22).expect("a date")
}

/// Every refusal. Those with field errors or a roster fault come with every such fault.
///
/// # Panics
/// If the demo gives no summary or no quote.
pub fn refusals() -> Vec<Refusal> {
    let account = AccountId(17);
    let demo = demo();
    let wish = |mode| Wishes::Each(vec![Change { account: AccountId(1), mode }]);
    let summary = RenewalMode::ALL.into_iter().find_map(|mode| demo.book().summarise(&wish(mode)).ok());
    let quote = demo.book().quote(3, Term::Monthly).expect("a quote");
    let bad = RosterError { line: 2, column: 3, field: "mode".to_owned(), fault: RosterFault::Mode };
    let mut refusals = vec![
        Refusal::Invalid(field_faults().into_iter().map(|fault| FieldError::new("field", fault)).collect()),
        Refusal::UnknownAccount { account, index: Some(4) },
        Refusal::NamedTwice { account, index: Some(4) },
        Refusal::NothingToDo,
        Refusal::Stale { now: Box::new(summary.expect("a summary")) },
        Refusal::IdTaken,
        Refusal::NoTestClock,
        Refusal::ClockBackwards { today: day() },
        Refusal::ClockTooFar { limit: day() },
        Refusal::Terminating,
        Refusal::Closed,
        Refusal::MovedAway(Box::new(moved())),
        Refusal::NotTerminating,
        Refusal::Unconfirmed,
        Refusal::Quantity,
        Refusal::NoRoom(NoRoom { living: 99_999, more: 2 }),
        Refusal::TooManyLines { lines: 100_010 },
        Refusal::QuoteStale { now: Box::new(quote) },
        Refusal::SettingsClash(Box::new(clash())),
        Refusal::NoSubmission,
        Refusal::NoAccount { account },
        Refusal::NotActive { account },
        Refusal::NotConfigured { account },
        Refusal::NotSuspended { account },
        Refusal::RestoreMode,
        Refusal::StillInUse { account },
        Refusal::NobodyHad,
        Refusal::ImportTouched,
        Refusal::Roster(RosterErrors { errors: vec![bad], total: 1_234 }),
    ];
    refusals.extend(roster_faults().into_iter().map(|fault| Refusal::Field { field: "address", fault }));
    refusals
}

fn moved() -> Moved {
    Moved { house: HouseId::new([7; 16]), url: "https://laufzeit.example".to_owned(), on: day() }
}

fn clash() -> Clash {
    let named = |name: &str| Settings { name: Some(name.to_owned()), ..Settings::default() };
    Clash { theirs: named("Musterfirma AG"), yours: named("Musterfirma SE") }
}

/// Every fault that a host finds.
pub fn faults() -> Vec<Fault> {
    let text = |text: &str| text.to_owned();
    let access = Access::ALL.into_iter().map(Fault::Access);
    let others = [
        Fault::Malformed { detail: text("EOF while parsing an object at line 3 column 7"), line: 3, column: 7 },
        Fault::KeyMissing,
        Fault::KeyInvalid,
        Fault::ForeignHost,
        Fault::ForeignOrigin,
        Fault::UpgradeNeeded,
        Fault::NothingHere,
        Fault::NoPlatform,
        Fault::NoAccount,
        Fault::NoSubmission,
        Fault::NoInvoice,
        Fault::Method { method: text("PUT"), allowed: text("GET, HEAD") },
        Fault::IdTaken { id: text("musterfirma-gmbh") },
        Fault::BodyTooLarge { max: 1 << 20 },
        Fault::MediaType { expected: text("text/csv") },
        Fault::Invalid(fields()),
        Fault::KeyReused,
        Fault::Internal(text("the request could not be done; nothing was changed")),
        Fault::BodySilent,
        Fault::Interrupted,
        Fault::Resting,
        Fault::NewerData { found: 9, known: 2 },
        Fault::PlatformDamaged,
        Fault::PlatformBehind { revision: crate::stamp::Revision(3), told: crate::stamp::Revision(5) },
        Fault::DirectoryDamaged,
        Fault::StorageFull { done_to: None },
        Fault::StorageFull { done_to: Some(day()) },
    ];
    access.chain(ArchiveFault::examples().map(Fault::Archive)).chain(others).collect()
}

/// A problem for every refusal and every fault.
pub fn problems() -> Vec<Problem> {
    let refusals = refusals();
    let refused = refusals.iter().map(Problem::from);
    refused.chain(faults().iter().map(Problem::from)).collect()
}

/// A field error for every fault that a field can have.
pub fn fields() -> Vec<FieldErrorView> {
    let rules = field_faults();
    let rules = rules.iter().map(|fault| FieldErrorView::of("field", fault));
    let cells = roster_faults();
    let cells = cells.iter().map(|fault| FieldErrorView::of("address", fault));
    let query = query_faults().map(|fault| FieldErrorView::of("parameter", &fault));
    let body = body_faults();
    let body = body.iter().map(|fault| FieldErrorView::of("body", fault));
    rules.chain(cells).chain(query).chain(body).collect()
}

fn field_faults() -> Vec<FieldFault> {
    vec![
        FieldFault::Name,
        FieldFault::Rate,
        FieldFault::PriceRate,
        FieldFault::RateOfCategory,
        FieldFault::Reason,
        FieldFault::ReasonOfStandard,
        FieldFault::Retention,
        FieldFault::Clock,
        FieldFault::Domains,
        FieldFault::Domain { domain: "no domain".to_owned() },
        FieldFault::Party,
        FieldFault::TimeZone,
        FieldFault::Currency,
        FieldFault::Price,
        FieldFault::PriceDayTwice,
        FieldFault::NoFirstPrice,
        FieldFault::PriceNotAhead,
        FieldFault::Prices,
        FieldFault::Roles,
        FieldFault::TokenDays,
        FieldFault::House,
        FieldFault::Url,
        FieldFault::OnlyInSubmission,
        FieldFault::Missing,
        FieldFault::Changes,
        FieldFault::ModeNeeded,
        FieldFault::FilterNeeded,
        FieldFault::NoChanges,
        FieldFault::NamedTwice { account: 3 },
        FieldFault::ChangesAndFilter,
    ]
}

fn roster_faults() -> Vec<RosterFault> {
    vec![
        RosterFault::Empty,
        RosterFault::NoRecords,
        RosterFault::TooLarge,
        RosterFault::TooMany,
        RosterFault::NoRoom(NoRoom { living: 99_999, more: 2 }),
        RosterFault::Encoding,
        RosterFault::Columns,
        RosterFault::Cell,
        RosterFault::DateOrder,
        RosterFault::Quote,
        RosterFault::MissingColumn,
        RosterFault::UnknownColumn,
        RosterFault::ColumnTwice,
        RosterFault::Cells,
        RosterFault::Address,
        RosterFault::Placeholder,
        RosterFault::Domain,
        RosterFault::DuplicateInFile,
        RosterFault::DuplicateOnPlatform,
        RosterFault::DisplayName,
        RosterFault::Mode,
        RosterFault::Date(DateError::Form),
        RosterFault::Date(DateError::Impossible),
        RosterFault::Date(DateError::Range),
        RosterFault::Past,
        RosterFault::Order,
        RosterFault::AnchorDay,
        RosterFault::Unreachable,
    ]
}

fn query_faults() -> impl Iterator<Item = QueryFault> {
    [
        QueryFault::Limit,
        QueryFault::Months,
        QueryFault::Number,
        QueryFault::Cursor,
        QueryFault::Flag,
        QueryFault::Status,
        QueryFault::Mode,
        QueryFault::Sort,
        QueryFault::Order,
        QueryFault::Dates,
        QueryFault::Columns,
        QueryFault::For,
        QueryFault::Date(DateError::Form),
        QueryFault::Date(DateError::Month),
        QueryFault::Unknown,
    ]
    .into_iter()
}

fn body_faults() -> Vec<BodyFault> {
    let text = |text: &str| text.to_owned();
    let value = |fault: Option<ValueFault>, detail: &str| BodyFault::Value { detail: text(detail), fault };
    let mut faults = vec![
        BodyFault::Missing,
        BodyFault::Unknown { known: Some(text("quantity or term")) },
        BodyFault::Unknown { known: None },
        BodyFault::Twice,
        BodyFault::Type { expected: Shape::Count, found: text("1.5") },
        BodyFault::Word { expected: text("monthly or yearly"), found: text("weekly") },
        value(None, "this is nothing that can be read"),
        value(Some(ValueFault::PlatformId(PlatformIdError)), &PlatformIdError.to_string()),
    ];
    faults.extend(ValueFault::ALL.map(|fault| BodyFault::Value { detail: fault.to_string(), fault: Some(fault) }));
    faults
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::wire::Code;

    #[test]
    fn there_is_an_example_of_every_code() {
        let fields = fields();
        let problems = problems();
        let codes = problems.iter().map(|problem| &problem.code).chain(fields.iter().map(|field| &field.code));
        let there: BTreeSet<&str> = codes.map(|code| &**code).collect();
        let all: BTreeSet<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(there, all);
    }

    #[test]
    fn one_field_that_is_to_blame_for_all_has_its_code_and_facts() {
        for problem in problems() {
            let [only] = problem.errors.as_slice() else { continue };
            if !problem.is(Code::Invalid) && !problem.is(Code::Roster) {
                assert_eq!((&only.code, &only.facts, &only.detail), (&problem.code, &problem.facts, &problem.detail));
            }
        }
    }

    #[test]
    fn english_names_every_fact() {
        use crate::wire::Fact;
        let fields = fields();
        let problems = problems();
        let fields = fields.iter().map(|field| (&field.detail, &field.facts));
        for (detail, facts) in problems.iter().map(|problem| (&problem.detail, &problem.facts)).chain(fields) {
            for (name, fact) in facts.iter() {
                let said = match fact {
                    Fact::Number(number) => detail.contains(&number.to_string()),
                    Fact::Text(text) => detail.contains(text),
                    Fact::List(texts) => texts.iter().all(|text| detail.contains(text)),
                    // the values of settings are for programs, which show them beside the field
                    Fact::Nothing | Fact::Values(_) => true,
                };
                // `domain` is in the field itself, and `expected` is said in words
                assert!(said || ["domain", "expected"].contains(&name), "{detail}: {name}");
            }
        }
    }
}
