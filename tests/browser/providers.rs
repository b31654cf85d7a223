//! People come by a provider, and read why not.

use serde_json::{Value, json};
use tests::{
    provider::{Providers, way},
    workerd::Server,
};

use crate::{
    looks::{serious, wide},
    somebody::{ACCOUNT, Somebody, owner_secret},
    thing::Name,
};

/// Waits for the form of the provider, and does something there.
#[track_caller]
fn at_provider(somebody: &mut Somebody, element: &str, act: &str) {
    let there = format!("document.querySelector('{element}') !== null && document.readyState === 'complete'");
    somebody.page.until("the provider's form", |page| (page.run(&there) == true).then_some(()));
    somebody.page.run(&format!("void (() => {{ {act} }})()"));
}

/// Waits until the page is back from the provider.
#[track_caller]
fn is_back(somebody: &mut Somebody) {
    let own = format!("location.origin === '{}' && document.readyState === 'complete'", somebody.at);
    let there = format!("{own} && !document.querySelector('#boot')");
    somebody.page.until("the page", |page| (page.run(&there) == true).then_some(()));
}

#[track_caller]
fn sign_in(somebody: &mut Somebody, login: &str) {
    somebody.page.click("button", "Mit Keycloak anmelden");
    let fill = format!(
        "document.querySelector('[name=login]').value = '{login}'; document.querySelector('[name=password]').value = 'x'"
    );
    at_provider(somebody, "[name=login]", &format!("{fill}; document.querySelector('form').submit()"));
    at_provider(somebody, "[name=prompt][value=consent]", "document.querySelector('form').submit()");
    is_back(somebody);
}

#[test]
fn by_a_provider_one_comes_back_to_where_one_was() {
    let providers = Providers::start();
    let more = json!({"allow": {"domains": ["firma.example"]}, "roles": [{"role": "reader"}]});
    let sign_in_with = json!({"providers": [providers.real("browser", &more)]}).to_string();
    let server = Server::start_with(sign_in_with, Some(way()));
    let mut olga = Somebody::join(&server, &owner_secret(&server), "Olga Owner");
    let id = olga.make_platform();
    let list = format!("/platforms/{id}/accounts?search=anna");

    let newcomer = || {
        let mut somebody = Somebody::new(&server);
        somebody.page.chromium.call("Security.setIgnoreCertificateErrors", json!({"ignore": true}));
        somebody
    };
    let mut anna = newcomer();
    anna.page.size(360, 740);
    anna.open(&list);
    anna.page.click("button", "Mit Keycloak anmelden");
    at_provider(&mut anna, "a[href$=abort]", "document.querySelector('a[href$=abort]').click()");
    is_back(&mut anna);
    anna.page.shows("Die Anmeldung wurde beim Anbieter abgebrochen.");
    assert_eq!((anna.page.place(), anna.page.run("location.hash")), (list.clone(), json!("")));
    let found: Vec<Value> = serious(&mut anna.page).into_iter().chain(wide(&mut anna.page)).collect();
    assert!(found.is_empty(), "{found:?}");
    sign_in(&mut anna, "anna");
    anna.page.row(ACCOUNT);
    assert_eq!(anna.page.place(), list);
    anna.page.find("button", Name::Begins("Konto: Anna Huber"));
    anna.open("/me");
    anna.page.shows("Konten bei Anbietern");
    anna.page.shows("anna@firma.example");
    let found: Vec<Value> = serious(&mut anna.page).into_iter().chain(wide(&mut anna.page)).collect();
    assert!(found.is_empty(), "{found:?}");

    let mut fritz = newcomer();
    fritz.open("/me");
    sign_in(&mut fritz, "fritz");
    fritz.page.shows("hier sind Sie nicht zugelassen");
    fritz.page.find("heading", "Anmelden");
    olga.open("/people/security");
    olga.page.shows("Anna Huber kam über einen Anbieter dazu");

    // who was invited comes by it too, whatever the list says
    let secret = olga.invite("Fritz Fremd", "technical", &id);
    fritz.open(&format!("/join#{secret}"));
    fritz.page.click("button", "Einladung mit Keycloak annehmen");
    at_provider(&mut fritz, "[name=prompt][value=consent]", "document.querySelector('form').submit()");
    is_back(&mut fritz);
    fritz.page.find("button", Name::Begins("Konto: Fritz Fremd"));

    // the page does not promise what the provider's list undoes
    let secret = olga.invite("Rita Leser", "reader", &id);
    Somebody::join(&server, &secret, "Rita Leser");
    let comes_anew = "Ist die Person auch bei Keycloak zugelassen, kommt sie von dort als neue Person wieder herein.";
    for (name, entry, is_said) in
        [("Rita Leser", "Sperren", true), ("Rita Leser", "Entfernen", true), ("Anna Huber", "Entfernen", false)]
    {
        olga.open("/people");
        olga.page.click("button", &format!("Aktionen für {name}"));
        olga.page.click("menuitem", entry);
        olga.page.shows("enden sofort");
        olga.page.until("the providers", |page| (page.all_text().contains(comes_anew) == is_said).then_some(()));
    }
}
