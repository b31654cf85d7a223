//! Texts that look the same, or that somebody takes for the same: found, sorted, typed and told apart.

use domain::{
    account::{AccountId, AccountRow, Address, RenewalMode},
    book::Book,
    change::Wishes,
    command::Command,
    event::Event,
    party::Party,
    platform::NewPlatform,
    query::{Cursor, Direction, Filter, Sort, SortKey},
    refusal::Refusal,
    roster::{Given, RosterFault},
    settings::Settings,
};
use tests::{
    host::{Host, company, day},
    letters::{PEOPLE, roster},
};

fn people() -> Host {
    Host::with_roster(company(day("2026-11-22")), &roster())
}

fn searching(text: &str) -> Filter {
    Filter { search: Some(text.to_owned()), ..Filter::default() }
}

fn found(book: &Book, text: &str) -> Vec<String> {
    book.sorted(&searching(text), Sort::default()).iter().map(|account| account.address.to_string()).collect()
}

#[test]
fn everybody_is_found_however_the_name_is_typed() {
    let host = people();
    for person in PEOPLE {
        for text in person.found_by {
            assert!(found(&host.book, text).iter().any(|one| one == person.address), "{text:?} {person:?}");
        }
        for text in person.not_by {
            assert!(found(&host.book, text).iter().all(|one| one != person.address), "{text:?} {person:?}");
        }
    }
    for nothing in ["", " ", "\u{a0}\t", "\u{200b}"] {
        assert_eq!(found(&host.book, nothing).len(), PEOPLE.len(), "{nothing:?}");
    }
}

#[test]
fn what_is_found_follows_what_changes() {
    let mut host = people();
    let set_up = Command::SetUp {
        account: AccountId(1),
        address: Some("neu@firma.example".to_owned()),
        display_name: Some("Jörg Größe".to_owned()),
    };
    host.perform(&set_up).expect("a free address");
    assert_eq!(found(&host.book, "grosse JORG neu"), ["neu@firma.example"]);
    host.perform(&Command::Reset { account: AccountId(1), confirm: "neu@firma.example".to_owned() }).expect("set up");
    assert!(found(&host.book, "jörg").is_empty());
    assert_eq!(found(&host.book, "SEAT-1"), ["seat-1@unassigned.invalid"]);
    let wishes = Wishes::All { filter: searching("gross jurgen"), mode: RenewalMode::Never };
    assert_eq!(host.book.summarise(&wishes).expect("somebody").lines.len(), 1, "a filter of changes finds the same");
}

#[test]
fn a_list_is_in_one_order_for_all() {
    let book = people().book;
    let addresses = |sort| -> Vec<String> {
        book.sorted(&Filter::default(), sort).iter().map(|account| account.address.to_string()).collect()
    };
    let mut expected = PEOPLE.map(|person| person.address.to_owned());
    assert_eq!(addresses(Sort::default()), expected);
    expected.reverse();
    assert_eq!(addresses(Sort { key: SortKey::Address, direction: Direction::Desc }), expected);
}

#[test]
fn a_cursor_of_another_order_of_addresses_is_refused() {
    // what was given out while addresses were in the order of their small letters
    let old: String = "a\u{308}rzte@firma.example".bytes().map(|byte| format!("{byte:02x}")).collect();
    assert!(Cursor::decode(&format!("3.{old}"), Sort::default()).is_err());
    let days = Sort { key: SortKey::ExpiresOn, direction: Direction::Asc };
    assert!(Cursor::decode("3.2027-01-01", days).is_ok(), "other orders are as they were");
}

#[test]
fn what_is_typed_to_confirm_is_compared_whole_and_as_it_looks() {
    let name = "Mu\u{308}ller\u{a0}& Söhne  GmbH";
    let named = || Host::found(NewPlatform { name: name.to_owned(), ..company(day("2026-11-22")) });
    for typed in [name, "Müller & Söhne GmbH", "  müller &\u{a0}SÖHNE gmbh\n", "MU\u{308}LLER & So\u{308}hne GmbH"]
    {
        let end = Command::Terminate { confirm: typed.to_owned() };
        assert_eq!(named().perform(&end), Ok(true), "{typed:?}");
    }
    for typed in
        ["", " ", "Muller & Sohne GmbH", "GmbH Müller & Söhne", "Müller & Söhne", "Müller & Söhne GmbH Co", "ﬁ"]
    {
        let end = Command::Terminate { confirm: typed.to_owned() };
        assert_eq!(named().perform(&end), Err(Refusal::Unconfirmed), "{typed:?}");
    }
    for (typed, same) in [
        (" ÄRZTE@FIRMA.EXAMPLE ", true),
        ("ärzte@firma.example", true),
        ("arzte@firma.example", false),
        ("ärzte", false),
        ("", false),
        ("firma.example ärzte@", false),
    ] {
        let mut host = people();
        let account = host.book.sorted(&searching("ärzte@firma"), Sort::default())[0].id;
        let reset = Command::Reset { account, confirm: typed.to_owned() };
        let refused = Err(Refusal::Unconfirmed);
        assert_eq!(host.perform(&reset), if same { Ok(true) } else { refused }, "{typed:?}");
    }
}

const ONE: [[&str; 2]; 7] = [
    ["müller@firma.example", "mu\u{308}ller@firma.example"],
    ["MÜLLER@firma.example", "mu\u{308}ller@FIRMA.example"],
    ["a@müller.example", "A@xn--mller-kva.example"],
    ["a@mu\u{308}ller.example", "a@XN--MLLER-KVA.example"],
    ["a@日本語.example", "a@xn--wgv71a119e.example"],
    ["a@ｍüller.example", "a@xn--mller-kva.example"],
    ["ΟΔΟΣ@firma.example", "οδος@firma.example"],
];

const TWO: [[&str; 2]; 5] = [
    ["müller@firma.example", "muller@firma.example"],
    ["straße@firma.example", "strasse@firma.example"],
    ["a@straße.example", "a@strasse.example"],
    ["a@xn--mller.example", "a@mller.example"],
    ["xn--mller-kva@firma.example", "müller@firma.example"],
];

#[test]
fn an_address_is_taken_however_it_is_written() {
    let line = |address: &str| format!("address,display_name,mode,expires_on\n{address},,monthly,2027-01-01\n");
    let set_up =
        |address: &str| Command::SetUp { account: AccountId(2), address: Some(address.to_owned()), display_name: None };
    let mut pairs: Vec<([&str; 2], bool)> = Vec::new();
    pairs.extend(ONE.map(|pair| (pair, true)));
    pairs.extend(ONE.map(|[one, other]| ([other, one], true)));
    pairs.extend(TWO.map(|pair| (pair, false)));
    for ([one, other], same) in pairs {
        let mut host = Host::with_roster(company(day("2026-11-22")), &line(one));
        let read = host.book.roster_target().read(&line(other).as_bytes(), &Given::default());
        let twice = line(&format!("x{one}")) + &format!("x{other},,none,2027-01-01");
        let twice = host.book.roster_target().read(&twice.as_bytes(), &Given::default());
        assert_eq!(read.is_err(), same, "{one} {other}");
        assert_eq!(twice.is_err(), same && !one.starts_with("xn--"), "{one} {other}");
        host.import(&line("second@firma.example")).expect("a good roster");
        let fault = RosterFault::DuplicateOnPlatform;
        let expected = if same { Err(Refusal::Field { field: "address", fault }) } else { Ok(true) };
        assert_eq!(host.perform(&set_up(other)), expected, "{one} {other}");
        host.perform(&Command::Reset { account: AccountId(1), confirm: one.to_owned() }).expect("set up");
        assert_eq!(host.perform(&set_up(other)), Ok(same), "a reset account's address is free: {one} {other}");
    }
}

#[test]
fn a_domain_and_its_xn_form_are_one_of_the_platforms() {
    let [umlaut, ascii] = ["Mu\u{308}ller-Firma.example", "xn--mller-firma-thb.example"];
    let with = |domain: &str| NewPlatform { domains: vec![domain.to_owned()], ..company(day("2026-11-22")) };
    for (domain, address) in [(umlaut, ascii), (ascii, umlaut), (umlaut, "müller-firma.EXAMPLE"), (ascii, ascii)] {
        let csv = format!("address,display_name,mode,expires_on\na@{address},,monthly,2027-01-01\n");
        let mut host = Host::with_roster(with(domain), &csv);
        assert_eq!(host.account(1).address.as_str(), format!("a@{address}"), "an address stays as it is written");
        let set_up = |address: &str| Command::SetUp {
            account: AccountId(1),
            address: Some(format!("b@{address}")),
            display_name: None,
        };
        assert_eq!(host.perform(&set_up(address)), Ok(true), "{domain} {address}");
        let refused = Err(Refusal::Field { field: "address", fault: RosterFault::Domain });
        assert_eq!(host.perform(&set_up("muller-firma.example")), refused, "{domain}");
    }
    let both = Some(vec![umlaut.to_owned(), "b.example".to_owned(), ascii.to_owned()]);
    let mut host = Host::found(NewPlatform { domains: both.clone().unwrap_or_default(), ..company(day("2026-11-22")) });
    assert_eq!(host.book.platform().domains, ["b.example", "mu\u{308}ller-firma.example"], "each once");
    let settings = Settings { domains: both, ..Settings::default() };
    assert_eq!(host.perform(&Command::Settings(Box::new(settings))), Ok(false), "so it is already");
}

/// A book of an earlier version, which took two ways to write an address for two addresses.
fn older_pair() -> Host {
    let mut host = people();
    let mut snapshot = host.book.snapshot();
    for ((_, row), address) in snapshot.living.iter_mut().zip(["müller@firma.example", "mu\u{308}ller@firma.example"])
    {
        let AccountRow(old, ..) = row;
        *old = Address::from(address.to_owned());
    }
    host.book = Book::from_snapshot(snapshot);
    host
}

#[test]
fn a_pair_of_an_older_book_stays() {
    let mut host = older_pair();
    let set_up = |account, address: Option<&str>, name: &str| Command::SetUp {
        account: AccountId(account),
        address: address.map(str::to_owned),
        display_name: Some(name.to_owned()),
    };
    for account in [1, 2] {
        assert_eq!(host.perform(&set_up(account, None, "A name")), Ok(true));
    }
    assert_eq!(host.perform(&set_up(2, Some("MÜLLER@firma.example"), "A name")), Ok(true), "it is its own address");
    let refused = Refusal::Field { field: "address", fault: RosterFault::DuplicateOnPlatform };
    assert_eq!(host.perform(&set_up(3, Some("müller@firma.example"), "")), Err(refused));
}

#[test]
fn the_record_of_an_earlier_version_has_no_findings() {
    let mut host = people();
    let set_up = |account, address: &str, name: &str| Event::AccountSetUp {
        account: AccountId(account),
        address: Address::from(address.to_owned()),
        display_name: name.to_owned(),
    };
    let party = Some(Party { name: " S ".to_owned(), lines: vec![" ".to_owned() + "Weg 1"], vat_id: None });
    let changes = Settings {
        name: Some(" Musterfirma ".to_owned()),
        domains: Some(["xn--mller-kva.example", "müller.example", "firma.example"].map(str::to_owned).to_vec()),
        seller: Some(party),
        ..Settings::default()
    };
    for event in [
        set_up(1, "post@müller.example", " Anna "),
        set_up(2, "post@xn--mller-kva.example", "\u{3000}Ben"),
        set_up(3, "ÄRZTE@firma.example", ""),
        Event::SettingsChanged { changes: Box::new(changes) },
    ] {
        host.remember(event);
    }
    assert_eq!(host.findings(), Vec::<String>::new());
    assert_eq!(host.perform(&Command::Terminate { confirm: "musterfirma".to_owned() }), Ok(true));
    assert_eq!(host.findings(), Vec::<String>::new());
    host.remember(set_up(4, "POST@müller.EXAMPLE", ""));
    assert_eq!(host.findings().len(), 1, "no version took the same letters twice");
}

#[test]
fn names_come_without_space_around_them() {
    let spaced = |text: &str| format!(" \t\u{3000}{text}\u{a0}\n");
    let party =
        |text: &str| Some(Party { name: text.to_owned(), lines: vec![text.to_owned()], vat_id: Some(text.to_owned()) });
    let plain = NewPlatform { seller: party("S"), buyer: party("B"), ..company(day("2026-11-22")) };
    let wide = NewPlatform {
        name: spaced(&plain.name),
        seller: party(&spaced("S")),
        buyer: party(&spaced("B")),
        ..company(day("2026-11-22"))
    };
    let [mut host, same] = [wide, plain].map(Host::found);
    assert_eq!(host.book.platform(), same.book.platform());
    let changes = |changes: Settings| Command::Settings(Box::new(changes));
    let settings = Settings {
        name: Some(spaced("Musterfirma GmbH")),
        seller: Some(party(&spaced("S"))),
        buyer: Some(party(&spaced("B"))),
        ..Settings::default()
    };
    assert_eq!(host.perform(&changes(settings)), Ok(false), "so it is already");
    let nothing = Settings { name: Some(spaced("")), ..Settings::default() };
    assert!(matches!(host.perform(&changes(nothing)), Err(Refusal::Invalid(_))));
    host.import("address,display_name,mode,expires_on\na@b.example,,monthly,2027-01-01\n").expect("a good roster");
    let named =
        |name: &str| Command::SetUp { account: AccountId(1), address: None, display_name: Some(name.to_owned()) };
    assert_eq!(host.perform(&named(&spaced("Anna Keller"))), Ok(true));
    assert_eq!(host.account(1).display_name, "Anna Keller");
    assert_eq!(host.perform(&named(" Anna Keller ")), Ok(false), "so it is already");
    let refused = Err(Refusal::Field { field: "display_name", fault: RosterFault::DisplayName });
    assert_eq!(host.perform(&named(&spaced(""))), refused, "nothing but space is no name");
}
