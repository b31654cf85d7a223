//! People sign in with passkeys, invite each other, and do what their roles allow.

use serde_json::json;
use tests::workerd::Server;
use xtask::workerd::Config;

use crate::{
    looks::{serious, wide},
    page::Page,
    screens::{SMALL_ROSTER, platform},
    sender::{KEPT_BACK, confirm_in_vain, offline},
    somebody::{ACCOUNT, Somebody, authenticator, house, owner_secret},
    thing::Name,
};

#[test]
fn the_first_one_comes_by_a_link_and_a_link_counts_once() {
    let server = Server::start_as(Config::Locked, &std::env::temp_dir());
    let mut olga = Somebody::new(&server);
    for path in ["/", "/sign-in", "/platforms/somebody/accounts"] {
        olga.open(path);
        olga.page.shows("Für diesen Namen ist die Anmeldung noch nicht eingerichtet.");
        olga.page.find("link", "Demo öffnen");
    }
    olga.open("/join");
    olga.page.shows("öffnen Sie bitte deren Link noch einmal");
    let (former, secret) = (owner_secret(&server), owner_secret(&server));
    // a link that is opened in the same tab changes nothing but the fragment
    olga.page.run(&format!("void (location.hash = '{former}')"));
    olga.page.find("heading", "Diese Einladung gilt nicht mehr");
    olga.page.run(&format!("void (location.hash = '{secret}')"));
    olga.page.shows("Verwaltung für alle Plattformen");
    assert_eq!(olga.page.run("location.href"), format!("{}/join", olga.at), "the secret leaves the address bar");

    olga.page.click("button", "Passkey anlegen und anmelden");
    olga.page.shows("Bitte einen sichtbaren Namen");
    olga.verify(false);
    olga.page.fill("textbox", "Ihr Name", "Olga Owner");
    olga.page.click("button", "Passkey anlegen und anmelden");
    olga.page.shows("Es wurde kein Passkey verwendet");
    olga.verify(true);
    olga.accept("Olga Owner");
    olga.page.find("heading", "Jedes Postfach, sein Ablauf, sein Preis");

    let mut other = Somebody::new(&server);
    other.open(&format!("/join#{secret}"));
    other.page.find("heading", "Diese Einladung gilt nicht mehr");
    // whoever loads the page again must open the link again
    other.page.reload();
    other.page.shows("öffnen Sie bitte deren Link noch einmal");
    other.page.click("link", "Anmelden");
    other.page.click("button", "Mit Passkey anmelden");
    other.page.shows("Es wurde kein Passkey verwendet");
}

#[test]
fn each_does_what_their_role_allows_and_reads_what_it_does_not() {
    let (server, mut olga, id) = house();
    let billing = olga.invite("Bernd Buchhalter", "billing", &id);
    let reader = olga.invite("Rita Leser", "reader", &id);

    let mut bernd = Somebody::join(&server, &billing, "Bernd Buchhalter");
    bernd.open_list(&id);
    let needs = "Dafür ist die Rolle Verwaltung nötig.";
    assert_eq!(bernd.locked("Aktionen"), ["Liste importieren", "Kündigen"].map(|word| format!("{word} {needs}")));
    bernd.page.open_billing();
    bernd.page.choose("Jährlich", ACCOUNT);
    bernd.page.go_on();
    bernd.page.confirm();
    bernd.page.shows("Bernd Buchhalter");
    bernd.page.click("button", "Fertig");
    bernd.page.gone("dialog", Name::Any);
    bernd.page.row_says(ACCOUNT, "Jährlich");
    bernd.open("/people");
    bernd.page.shows("Dafür ist die Rolle Verwaltung nötig.");

    let mut rita = Somebody::new(&server);
    rita.open(&format!("/join#{reader}"));
    rita.page.shows("Leser für Musterfirma GmbH");
    rita.accept("Rita Leser");
    rita.open_list(&id);
    rita.page.find_when("button", "Accounts bestellen", |button| button.is("disabled"));
    let locked = rita.locked("Aktionen");
    assert_eq!(locked.len(), 4, "{locked:?}");
    assert!(locked.contains(&"Abrechnungsmodus Dafür ist die Rolle Abrechnung nötig.".to_owned()), "{locked:?}");
    rita.open(&format!("/platforms/{id}/accounts?dialog=billing"));
    rita.page.shows("Dafür ist die Rolle Abrechnung nötig.");
    rita.open(&format!("/platforms/{id}/history"));
    rita.page.shows("Bernd Buchhalter");
    // the server says the same, whatever the page shows
    let (status, problem) = rita.ask("POST", &format!("/platforms/{id}/termination"), &json!({ "confirm": "" }));
    assert_eq!((status, &problem["code"]), (json!(403), &json!("role_needed")));

    olga.open("/people/security");
    olga.page.shows("Rita Leser hat die Einladung angenommen");
    olga.page.shows("Eine Aktion wurde mangels Rolle abgewiesen");
}

#[test]
fn where_a_session_has_ended_one_signs_in_and_is_there() {
    let (_server, mut olga, id) = house();
    olga.open_list(&id);
    olga.sign_out();
    olga.is_out();
    let history = format!("/platforms/{id}/history");
    olga.open(&history);
    olga.page.find("heading", "Anmelden");
    olga.sign_in();
    olga.page.find("link", "Verlauf");
    assert_eq!(olga.page.place(), history);
    olga.sign_out();
    olga.is_out();
    olga.open("/me");
    olga.page.find("heading", "Anmelden");
    olga.sign_in();
    olga.page.find("heading", "Ihr Konto");
}

#[test]
fn each_screen_fits_a_phone_and_axe_finds_nothing_serious() {
    let (server, mut olga, id) = house();
    let mut found = Vec::new();
    let mut look = |page: &mut Page, place: &str| {
        found.extend(serious(page).iter().chain(&wide(page)).map(|fault| format!("{place}: {fault}")));
    };
    olga.page.size(360, 740);
    olga.page.light("dark");
    olga.open("/me");
    olga.page.shows("Diese Sitzung");
    look(&mut olga.page, "account");
    olga.page.click("button", "Passkey hinzufügen");
    olga.page.find("dialog", "Passkey hinzufügen");
    look(&mut olga.page, "passkey");
    olga.invite("Paul-Friedrich von der Langenmarschhausen-Oberbuchhalter", "billing", &id);
    look(&mut olga.page, "people");
    olga.page.click("button", "Person einladen");
    olga.page.click("button", "Weitere Rolle");
    look(&mut olga.page, "roles");
    olga.open("/people/tokens");
    olga.page.click("button", "Token erstellen");
    olga.page.fill("textbox", "Wofür er ist", "Nächtlicher Export");
    look(&mut olga.page, "new token");
    let dialog = olga.page.find("dialog", "Token erstellen");
    let make = olga.page.all_in(&dialog, "button", "Token erstellen").remove(0);
    olga.page.press_on(&make);
    olga.page.find("dialog", "Token erstellt");
    look(&mut olga.page, "token, shown once");
    olga.page.click("button", "Fertig");
    olga.page.shows("Nächtlicher Export");
    look(&mut olga.page, "tokens");
    olga.open("/people/security");
    olga.page.shows("Olga Owner hat die Einladung angenommen");
    look(&mut olga.page, "security");
    olga.open_list(&id);
    olga.page.click("button", "Konto: Olga Owner");
    look(&mut olga.page, "menu");

    let mut nobody = Somebody::new(&server);
    nobody.page.size(360, 740);
    nobody.open("/");
    nobody.page.find("button", "Mit Passkey anmelden");
    look(&mut nobody.page, "sign-in");
    nobody.open(&format!("/join#{}", owner_secret(&server)));
    nobody.page.find("heading", "Einladung annehmen");
    look(&mut nobody.page, "invitation");
    // the longest words
    nobody.page.run("localStorage.setItem('laufzeit.language', 'fr')");
    nobody.open("/");
    nobody.page.find("button", "Se connecter avec une clé d’accès");
    look(&mut nobody.page, "sign-in in French");
    nobody.open(&format!("/join#{}", owner_secret(&server)));
    nobody.page.find("heading", "Accepter l’invitation");
    look(&mut nobody.page, "invitation in French");
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn signing_out_says_what_is_lost_and_clears_it() {
    let (_server, mut olga, id) = house();
    olga.open_list(&id);
    olga.page.open_billing();
    olga.page.choose("Keine", ACCOUNT);
    olga.page.click("button", "Abbrechen");
    olga.page.click("button", "Behalten und schließen");
    olga.page.gone("dialog", Name::Any);
    olga.sign_out();
    olga.page.shows("1 vorgemerkte Änderung. Beim Abmelden geht das verloren.");
    olga.page.click("button", "Abbrechen");
    olga.page.gone("alertdialog", Name::Any);
    olga.page.run("localStorage['laufzeit.theme'] = 'dark'");
    olga.sign_out();
    olga.page.click("button", "Abmelden und verwerfen");
    olga.is_out();
    assert_eq!(olga.page.run("localStorage['laufzeit.theme']"), "dark");
    olga.open(&format!("/platforms/{id}/accounts"));
    olga.sign_in();
    olga.page.row_says(ACCOUNT, "Monatlich");
    olga.page.open_billing();
    olga.page.shows("Noch keine Änderung");
}

/// What somebody has confirmed waits for them, whoever signs in to the same browser meanwhile.
#[test]
fn what_is_on_its_way_is_sent_in_nobody_elses_name() {
    let (server, mut olga, id) = house();
    let secret = olga.invite("Rita Verwalterin", "administrator", "");
    let mut rita = Somebody::join(&server, &secret, "Rita Verwalterin");
    let cookie = |somebody: &mut Somebody| {
        let cookies = somebody.page.chromium.call("Network.getCookies", json!({ "urls": [somebody.at] }));
        let mut own = cookies["cookies"].as_array().expect("a list").clone();
        own.retain(|cookie| cookie["name"] == "__Host-laufzeit");
        own.remove(0)["value"].take()
    };
    let (olgas, ritas) = (cookie(&mut olga), cookie(&mut rita));
    let sit_down = |page: &mut Page, value: &serde_json::Value, at: &str| {
        let cookie = json!({ "name": "__Host-laufzeit", "value": value, "url": at, "path": "/", "secure": true, "httpOnly": true });
        assert_eq!(page.chromium.call("Network.setCookie", cookie)["success"], true);
    };
    olga.open_list(&id);
    olga.page.open_billing();
    olga.page.choose("Jährlich", ACCOUNT);
    offline(&mut olga.page, true);
    confirm_in_vain(&mut olga.page, KEPT_BACK);
    // somebody else sits down at the same browser, first while this page is open and then anew
    let at = olga.at.clone();
    sit_down(&mut olga.page, &ritas, &at);
    offline(&mut olga.page, false);
    olga.page.find("button", "Mit Passkey anmelden");
    olga.open(&format!("/platforms/{id}/accounts"));
    olga.page.find("button", "Konto: Rita Verwalterin");
    olga.page.run("void dispatchEvent(new Event('online'))");
    olga.page.shows("Was Olga Owner hier bestätigt hat, wird gesendet, sobald Olga Owner wieder angemeldet ist.");
    let changes = format!("/platforms/{id}/changes");
    assert_eq!(olga.ask("GET", &changes, &serde_json::Value::Null).1["items"], json!([]));
    sit_down(&mut olga.page, &olgas, &at);
    olga.open_list(&id);
    let receipt = olga.page.until("the change", |page| {
        let ask = format!("fetch('/api/v1{changes}').then(async (it) => (await it.json()).items)");
        page.run(&ask).as_array().and_then(|items| items.first().cloned())
    });
    assert_eq!(receipt["by"]["name"], "Olga Owner");
}

/// What somebody has sent, and had no answer to, was perhaps done: whoever signs in next finds that in the record.
#[test]
fn what_was_done_for_somebody_else_is_over() {
    let (_server, mut olga, id) = house();
    let secret = olga.invite("Rita Verwalterin", "administrator", "");
    olga.open_list(&id);
    olga.page.open_billing();
    olga.page.choose("Jährlich", ACCOUNT);
    olga.page.go_on();
    // it arrives, and its answers are lost
    let lost = json!({ "patterns": [{ "urlPattern": "*/changes", "requestStage": "Response" }] });
    olga.page.chromium.call("Fetch.enable", lost);
    olga.page.click("button", "Bestätigen");
    let answer = olga.page.chromium.event("Fetch.requestPaused");
    let answer = json!({ "requestId": answer["params"]["requestId"], "errorReason": "ConnectionReset" });
    olga.page.chromium.call("Fetch.failRequest", answer);
    olga.page.shows("Ihre Bestätigung ist unterwegs und noch nicht angekommen.");
    // somebody else comes to the same browser, whose own work is their own
    olga.open(&format!("/join#{secret}"));
    olga.page.chromium.call("Fetch.disable", json!({}));
    olga.accept("Rita Verwalterin");
    olga.open_list(&id);
    olga.page.row_says(ACCOUNT, "Jährlich");
    let kept = "new Promise((then) => { const open = indexedDB.open('laufzeit'); open.onsuccess = () => { const all = \
                open.result.transaction('outbox').objectStore('outbox').count(); all.onsuccess = () => then(all.result) } })";
    olga.page.until("the end of it", |page| (page.run(kept) == 0).then_some(()));
    let changes = olga.ask("GET", &format!("/platforms/{id}/changes"), &serde_json::Value::Null).1;
    assert_eq!(
        (&changes["items"][0]["by"]["name"], changes["items"].as_array().map(Vec::len)),
        (&json!("Olga Owner"), Some(1))
    );
    assert!(!olga.page.all_text().contains("Was Olga Owner hier bestätigt hat"), "nothing waits for anybody");
}

#[test]
fn whoever_loses_a_device_comes_back_by_another() {
    let (server, mut olga, _) = house();
    // a second passkey, on another device
    olga.open("/me");
    let lost = olga.authenticator.clone();
    olga.page.chromium.call("WebAuthn.removeVirtualAuthenticator", json!({ "authenticatorId": lost }));
    olga.authenticator = authenticator(&mut olga.page);
    olga.page.click("button", "Passkey hinzufügen");
    olga.page.fill("textbox", "Name des Passkeys", "Zweites Gerät");
    let dialog = olga.page.find("dialog", "Passkey hinzufügen");
    let send = olga.page.all_in(&dialog, "button", "Passkey hinzufügen").remove(0);
    olga.page.press_on(&send);
    olga.page.gone("dialog", Name::Any);
    olga.page.shows("Zweites Gerät");
    let first =
        olga.page.all("button", Name::Begins("Passkey Chrome")).into_iter().find(|it| it.name.ends_with("entfernen"));
    olga.page.press_on(&first.expect("the first one"));
    olga.page.find("alertdialog", Name::Any);
    olga.page.click("button", "Entfernen");
    olga.page.gone("alertdialog", Name::Any);
    olga.page.click("button", "Passkey Zweites Gerät entfernen");
    olga.page.click("button", "Entfernen");
    olga.page.shows("Das ist Ihr letzter Passkey.");
    olga.page.key("Escape");
    olga.page.gone("alertdialog", Name::Any);
    olga.sign_out();
    olga.is_out();
    olga.sign_in();
    // the only platform is open
    olga.page.row(ACCOUNT);
    // nothing is left: the machine itself lets in
    olga.page.chromium.call("WebAuthn.clearCredentials", json!({ "authenticatorId": olga.authenticator }));
    olga.sign_out();
    olga.is_out();
    olga.page.click("button", "Mit Passkey anmelden");
    olga.page.shows("Es wurde kein Passkey verwendet");
    olga.open(&format!("/join#{}", owner_secret(&server)));
    olga.accept("Olga zum Zweiten");
    olga.open("/people");
    olga.page.shows("Olga Owner");
    // the lost one is removed
    olga.page.click("button", "Aktionen für Olga Owner");
    olga.page.click("menuitem", "Entfernen");
    olga.page.click("button", "Entfernen");
    olga.page.gone("alertdialog", Name::Any);
    olga.page.gone("button", "Aktionen für Olga Owner");
}

/// At a desk nobody signs in. Whoever sets that up gets a passkey at the address that has a name, and loses nothing that
/// this browser keeps for the one of numbers.
#[test]
fn a_desk_is_locked_from_its_page_and_what_the_browser_keeps_comes_along() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut olga = Somebody::new(&server);
    let numbers = server.address().to_owned();
    olga.page.open(&format!("{numbers}/platforms/{id}/accounts"));
    olga.page.open_billing();
    olga.page.choose("Jährlich", ACCOUNT);
    olga.page.click("button", "Schließen");
    olga.page.click("button", "Behalten und schließen");
    olga.page.gone("dialog", Name::Any);
    olga.page.run("localStorage.setItem('laufzeit.theme', 'dark')");

    olga.page.click("button", "Konto");
    olga.page.click("menuitem", "Anmeldung einrichten");
    olga.page.find("heading", "Ihr Konto");
    olga.page.shows("1 vorgemerkte Änderung");
    assert_eq!(serious(&mut olga.page), Vec::<serde_json::Value>::new());
    let to = format!("Weiter auf {}", olga.at);
    olga.page.click("button", &to);
    let there = format!("location.origin === '{}' && document.readyState === 'complete'", olga.at);
    let there = format!("{there} && !document.querySelector('#boot')");
    olga.page.until("the other address", |page| (page.run(&there) == true).then_some(()));
    olga.page.shows("Entwürfe und Demo sind mitgekommen.");
    assert_eq!(olga.page.run("location.href"), format!("{}/me", olga.at), "the secret leaves the address bar");
    assert_eq!(olga.page.run("localStorage.getItem('laufzeit.theme')"), "dark");
    olga.page.click("button", "Anmeldung einrichten");
    olga.page.shows("Bitte einen sichtbaren Namen");
    olga.page.fill("textbox", "Ihr Name", "Olga Owner");
    olga.page.click("button", "Anmeldung einrichten");
    olga.page.shows("Verwaltung für alle Plattformen");
    olga.accept("Olga Owner");

    olga.open_list(&id);
    olga.page.open_billing();
    let yearly = format!("Jährlich, {ACCOUNT}");
    olga.page.find_when("radio", &yearly, |radio| radio.is("checked"));
    olga.page.go_on();
    olga.page.confirm();
    olga.page.shows("Olga Owner");
    // the other address goes on, for who signs in at this one
    let mut other = Page::new();
    other.open(&format!("{numbers}/platforms/{id}/accounts"));
    other.find("heading", "Anmelden");
    other.find("link", "Zu localhost wechseln");
}
