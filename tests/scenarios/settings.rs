//! Settings that two people change without knowing of each other: only what both have changed clashes, and then nothing
//! is lost.

use domain::{
    catalog::PriceVersion,
    clash::Clash,
    command::{Command, Envelope},
    demo::{Demo, Sample},
    party::Party,
    refusal::Refusal,
    settings::Settings,
    stamp::{Actor, Instant, Revision, SubmissionId},
    tax::TaxCategory,
    wire::{Done, Fact, Problem},
};
use tests::host::{Host, company, day, prices};

fn named(name: &str) -> Settings {
    Settings { name: Some(name.to_owned()), ..Settings::default() }
}

fn party(name: &str) -> Option<Party> {
    Some(Party { name: name.to_owned(), lines: vec!["Weg 1".to_owned()], vat_id: None })
}

fn priced(version: PriceVersion) -> Settings {
    Settings { catalog: Some(vec![version]), ..Settings::default() }
}

/// A platform on which somebody has saved each of `theirs`, after revision 1 was read.
fn after(theirs: &[Settings]) -> Host {
    let mut host = Host::found(company(day("2026-11-22")));
    for settings in theirs {
        assert_eq!(host.perform(&Command::Settings(Box::new(settings.clone()))), Ok(true));
    }
    host
}

fn late(settings: &Settings) -> Command {
    Command::Settings(Box::new(Settings { revision: Some(Revision(1)), ..settings.clone() }))
}

/// What clashes when somebody who has read revision 1 saves `yours`. If nothing does, it must be saved.
#[track_caller]
fn clash(theirs: &[Settings], yours: &Settings) -> Option<Clash> {
    let mut host = after(theirs);
    let before = (host.book.clone(), host.record.len());
    match host.perform(&late(yours)) {
        Err(Refusal::SettingsClash(clash)) => {
            assert_eq!((&host.book, host.record.len()), (&before.0, before.1), "a clash changes nothing");
            let newest = Settings { revision: Some(host.book.revision()), ..yours.clone() };
            assert_eq!(host.perform(&Command::Settings(Box::new(newest))), Ok(true), "who has read it may");
            Some(*clash)
        }
        saved => {
            saved.expect("nothing clashes");
            assert_eq!(host.perform(&Command::Settings(Box::new(yours.clone()))), Ok(false), "it was saved");
            None
        }
    }
}

#[test]
fn what_others_have_not_changed_is_saved() {
    let days = Settings { retention_days: Some(14), ..Settings::default() };
    assert_eq!(clash(&[named("Neu GmbH")], &days), None);
    assert_eq!(clash(&[named("Neu GmbH")], &named("Neu GmbH")), None, "both want the same");
    assert_eq!(
        clash(&[named("Neu GmbH"), named("Musterfirma GmbH")], &named("Meine GmbH")),
        None,
        "it is as it was read"
    );
    let seller = |name| Settings { seller: Some(party(name)), ..Settings::default() };
    let buyer = |name| Settings { buyer: Some(party(name)), ..Settings::default() };
    assert_eq!(clash(&[seller("Sie")], &buyer("Sie")), None);
    let (theirs, yours) = (prices("2027-01-01", 1, 2), prices("2027-02-01", 3, 4));
    assert_eq!(clash(&[priced(theirs.clone())], &priced(yours)), None, "prices of other days");
    assert_eq!(clash(&[priced(theirs.clone())], &priced(theirs)), None);
    let domains = |list: &[&str]| Settings {
        domains: Some(list.iter().map(|domain| (*domain).to_owned()).collect()),
        ..Settings::default()
    };
    assert_eq!(clash(&[domains(&["a.example", "b.example"])], &domains(&["B.example", "a.example"])), None);
}

#[test]
fn what_both_have_changed_clashes_with_both_values() {
    let both = |theirs: Settings, yours: Settings| Some(Clash { theirs, yours });
    assert_eq!(clash(&[named("Ihre")], &named("Meine")), both(named("Ihre"), named("Meine")));
    let more = Settings { retention_days: Some(14), ..named("Meine") };
    assert_eq!(clash(&[named("Ihre")], &more), both(named("Ihre"), named("Meine")), "only the name clashes");
    let seller = |party| Settings { seller: Some(party), ..Settings::default() };
    assert_eq!(clash(&[seller(party("Sie"))], &seller(party("Ich"))), both(seller(party("Sie")), seller(party("Ich"))));
    let taken = [seller(party("Sie")), named("x")];
    assert_eq!(clash(&taken, &seller(party("Ich"))), both(seller(party("Sie")), seller(party("Ich"))));
    let (theirs, yours) = (priced(prices("2027-01-01", 1, 2)), priced(prices("2027-01-01", 1, 3)));
    assert_eq!(clash(std::slice::from_ref(&theirs), &yours), both(theirs, yours));
    let exempt = |reason: &str| Settings {
        tax_category: Some(TaxCategory::Exempt),
        tax_reason: Some(Some(reason.to_owned())),
        ..Settings::default()
    };
    let zero = Settings { tax_category: Some(TaxCategory::Zero), ..Settings::default() };
    let found = clash(&[exempt("Ihrer")], &zero).expect("a clash");
    assert_eq!(found.theirs, exempt("Ihrer"), "another category would take their reason away");
    assert_eq!((found.yours.tax_category, found.yours.tax_reason), (Some(TaxCategory::Zero), Some(None)));
}

#[test]
fn without_a_revision_the_later_one_counts_and_none_is_recorded() {
    let mut host = after(&[named("Ihre")]);
    assert_eq!(host.perform(&Command::Settings(Box::new(named("Meine")))), Ok(true));
    let days = Settings { retention_days: Some(3), ..Settings::default() };
    assert_eq!(host.perform(&late(&days)), Ok(true));
    let written = format!("{:?}", host.record.last().expect("an entry").event);
    assert!(written.contains("revision: None"), "{written}");
    assert_eq!(host.findings(), Vec::<String>::new());
}

#[test]
fn a_clash_names_each_field_with_both_values() {
    let theirs = Settings { seller: Some(party("Sie")), retention_days: Some(7), ..named("Ihre") };
    let yours = Settings { seller: Some(None), retention_days: Some(9), ..named("Meine") };
    let mut host = after(&[theirs]);
    // the seller was nobody when it was read, and is to be nobody again: that is another value than now
    let refusal = host.perform(&late(&yours)).expect_err("a clash");
    let problem = Problem::from(&refusal);
    assert_eq!((problem.status, &*problem.code), (409, "settings_clash"));
    let fields: Vec<&str> = problem.errors.iter().map(|error| error.field.as_str()).collect();
    assert_eq!(fields, ["name", "retention_days", "seller"]);
    let value = |field: &str, whose: &str| match problem.facts.get(field) {
        Some(Fact::Values(both)) => both.get(whose).cloned(),
        other => panic!("{field} is {other:?}"),
    };
    assert_eq!((value("name", "theirs"), value("name", "yours")), (Some("Ihre".into()), Some("Meine".into())));
    assert_eq!(value("retention_days", "theirs"), Some(Fact::Number(7)));
    assert_eq!(value("seller", "yours"), Some(Fact::Nothing));
    let Some(Fact::Values(seller)) = value("seller", "theirs") else { panic!("it is a party") };
    assert_eq!(seller.get("name"), Some(&"Sie".into()));
    let text = serde_json::to_string(&problem).expect("JSON");
    assert_eq!(serde_json::from_str::<Problem>(&text).expect("the problem again"), problem);
}

#[test]
fn the_demo_knows_what_clashes_too() {
    let at = Instant("2026-11-22T12:00:00Z".to_owned());
    let mut demo = Demo::start(Sample::Small, day("2026-11-22"), at.clone()).expect("a demo");
    let mut pass = |key: &str, settings: Settings| {
        let command = Command::Settings(Box::new(settings));
        demo.pass(&Envelope { key: SubmissionId(key.to_owned()), actor: Actor::Demo, by: None, command }, at.clone())
    };
    let read = Some(Revision::default());
    assert_eq!(pass("a", Settings { revision: read, ..named("Neu GmbH") }), Ok(Done::So));
    let days = Settings { retention_days: Some(3), revision: read, ..Settings::default() };
    assert_eq!(pass("b", days), Ok(Done::So));
    let clash = pass("c", Settings { revision: read, ..named("Alt GmbH") });
    assert!(matches!(clash, Err(Refusal::SettingsClash(_))), "{clash:?}");
    assert_eq!((&*demo.book().platform().name, demo.book().platform().retention_days), ("Neu GmbH", 3));
    let again = Demo::replay(demo.log().clone()).expect("the demo again");
    assert_eq!(again.book(), demo.book());
}
