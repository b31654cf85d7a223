//! Names and addresses however they are written, on the worker: the list of the rules and the page.

use serde_json::{Value, json};
use tests::letters::{PEOPLE, in_query, roster};
use ureq::http::Method;

use crate::{company::Company, twice::check_refused};

fn people() -> Company {
    let company = Company::with(&json!({"test_clock": "2026-11-22", "name": " Mu\u{308}ller\u{a0}GmbH\t"}));
    company.import(&roster()).expect(200);
    company
}

fn addresses(accounts: &[Value]) -> Vec<&str> {
    accounts.iter().map(|account| account["address"].as_str().expect("an address")).collect()
}

#[test]
fn everybody_is_found_and_stands_where_the_rules_say() {
    let company = people();
    for person in PEOPLE {
        let finds = |text: &&str| {
            let found = company.get(&format!("/accounts?search={}", in_query(text))).expect(200).json();
            addresses(found["items"].as_array().expect("items")).contains(&person.address)
        };
        for text in person.found_by {
            assert!(finds(text), "{text:?} {person:?}");
        }
        for text in person.not_by {
            assert!(!finds(text), "{text:?} {person:?}");
        }
    }
    let whole = company.all("");
    assert_eq!(addresses(&whole), PEOPLE.map(|person| person.address));
    let (mut paged, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = company.get(&format!("/accounts?limit=2{cursor}")).expect(200).json();
        paged.extend(page["items"].as_array().expect("items").clone());
        let Some(next) = page["next_cursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(paged, whole);
    // as it was given out while lists were in the order of small letters
    let old = company.get("/accounts?cursor=3.6164616d406669726d612e6578616d706c65").expect(422).json();
    assert_eq!(old["errors"][0]["field"], "cursor");
    let wishes = json!({"filter": {"search": "gross JURGEN"}, "mode": "none"});
    assert_eq!(company.preview(&wishes)["totals"]["accounts"], 1);
    let csv = company.get("/accounts.csv?search=stra%C3%9Fe%20ZOE").expect(200);
    assert_eq!(csv.text().lines().count(), 2);
}

#[test]
fn what_looks_the_same_is_taken_typed_and_named_the_same() {
    let company = people();
    assert_eq!(company.get("").expect(200).json()["name"], "Mu\u{308}ller\u{a0}GmbH");
    company.patch("", &json!({"domains": ["firma.example", "haus.example", "müller.example"]})).expect(200);
    let address = |text: &str| (Method::PATCH, "/accounts/1", json!({ "address": text }));
    let taken = (422, "invalid", "address address_taken");
    check_refused(&company, &address("ärzte@firma.example"), taken);
    company.patch("/accounts/2", &json!({"address": "A@xn--mller-kva.example"})).expect(200);
    check_refused(&company, &address("a@Mu\u{308}ller.example"), taken);
    let named = company.patch("/accounts/2", &json!({"display_name": "\u{3000}Anna \u{a0}"})).expect(200).json();
    assert_eq!((&named["address"], &named["display_name"]), (&json!("A@xn--mller-kva.example"), &json!("Anna")));
    let seller = json!({"name": " Verkauf\n", "lines": []});
    let seller = company.patch("", &json!({ "seller": seller })).expect(200).json()["seller"].clone();
    assert_eq!(seller["name"], "Verkauf");
    check_refused(
        &company,
        &(Method::PATCH, "", json!({"name": " \u{200b}\t"})),
        (422, "invalid", "name name_invalid"),
    );
    let confirm = |text: &str| json!({ "confirm": text });
    let reset = (Method::POST, "/accounts/2/reset", confirm("á@xn--mller-kva.example"));
    check_refused(&company, &reset, (422, "invalid", "confirm unconfirmed"));
    company.post("/accounts/2/reset", &confirm(" a@XN--mller-kva.example")).expect(200);
    let end = (Method::POST, "/termination", confirm("Muller GmbH"));
    check_refused(&company, &end, (422, "invalid", "confirm unconfirmed"));
    company.post("/termination", &confirm("MÜLLER GmbH")).expect(200);
    company.check();
}
