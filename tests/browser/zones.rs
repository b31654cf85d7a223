//! Time zones and today: a new platform counts days where it says, whatever this computer's clock says, and what happened
//! has one date for every reader.

use chrono::{DateTime, Days, NaiveDate, Utc};
use chrono_tz::Tz;
use serde_json::{Value, json};
use tempfile::TempDir;
use tests::workerd::Server;

use crate::{page::Page, thing::Name};

/// What the day is now in a time zone, by the worker's clock.
fn today_in(server: &Server, zone: &str) -> NaiveDate {
    let now = server.get("/healthz").expect(200).json()["now"].as_str().expect("an instant").to_owned();
    now.parse::<DateTime<Utc>>().expect("an instant").with_timezone(&zone.parse::<Tz>().expect("a zone")).date_naive()
}

/// The page's next documents are in this time zone, and their clock begins at this instant.
fn live(page: &mut Page, zone: &str, clock: Option<&str>) {
    page.chromium.call("Emulation.setTimezoneOverride", json!({ "timezoneId": zone }));
    let Some(clock) = clock else { return };
    let script = format!(
        "{{
            const Right = Date;
            const ahead = new Right({clock:?}) - Right.now();
            window.Date = class extends Right {{
                constructor(...parts) {{ parts.length ? super(...parts) : super(Right.now() + ahead); }}
                static now() {{ return Right.now() + ahead; }}
            }};
        }}"
    );
    page.chromium.call("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script }));
}

/// The value of the field for the time zone.
fn zone_field(page: &mut Page) -> Value {
    let field = page.find("combobox", "Zeitzone");
    page.ask(&field, "function() { return this.value }").unwrap_or_default()
}

/// Chooses a roster whose account expires within five weeks of today.
fn choose_roster(page: &mut Page, server: &Server, folder: &TempDir) {
    let expiry = today_in(server, "UTC").checked_add_days(Days::new(30)).expect("a date");
    let path = folder.path().join("roster.csv");
    let roster = format!("address,display_name,mode,expires_on\na@firma.example,A,monthly,{expiry}\n");
    std::fs::write(&path, roster).expect("the folder is ours");
    page.give_file(Name::Begins("CSV-Datei"), &path);
}

/// Makes a platform from such a roster.
fn make(page: &mut Page, server: &Server, name: &str, clock: &str) -> Value {
    let folder = tempfile::tempdir().expect("a temporary folder");
    page.fill("textbox", "Name der Plattform", name);
    choose_roster(page, server, &folder);
    page.click("button", "1 Account importieren");
    page.until(&format!("the list of {name} while the clock says {clock}"), |page| {
        page.place().starts_with("/platforms/").then_some(())
    });
    page.counts("1 von 1 Account");
    let id = page.place().split('/').nth(2).expect("an id").to_owned();
    server.get(&format!("/platforms/{id}")).expect(200).json()
}

#[test]
fn a_platform_is_made_whatever_this_computers_clock_says() {
    let server = Server::start();
    for (clock, zone) in [
        ("2020-01-01T08:00:00Z", "America/Los_Angeles"),
        ("2026-12-20T08:00:00Z", "Pacific/Kiritimati"),
        ("2031-05-05T08:00:00Z", "Europe/Berlin"),
    ] {
        let mut page = Page::new();
        live(&mut page, zone, Some(clock));
        page.open(&format!("{}/?dialog=new", server.address()));
        page.shows("Dort ist heute der");
        assert_eq!(zone_field(&mut page), zone, "the browser's zone is where the form begins");
        let today = today_in(&server, zone);
        page.shows(&format!("Dort ist heute der {}.", crate::screens::in_german(&today.to_string())));
        let made = make(&mut page, &server, "Uhr GmbH", clock);
        assert_eq!((&made["time_zone"], &made["today"]), (&json!(zone), &json!(today_in(&server, zone).to_string())));
        assert_eq!(made["catalog"][0]["from"], json!(today.to_string()), "prices begin with the platform");
    }
}

#[test]
fn the_zone_is_chosen_and_known_again() {
    let server = Server::start();
    let mut page = Page::new();
    live(&mut page, "America/Los_Angeles", None);
    let form = format!("{}/?dialog=new", server.address());
    page.open(&form);
    page.fill("combobox", "Zeitzone", "Europe/Musterstadt");
    page.shows("Bitte eine Zeitzone wie Europe/Berlin eingeben.");
    page.fill("combobox", "Zeitzone", "pacific/auckland");
    page.shows("Dort ist heute der");
    let made = make(&mut page, &server, "Wahl GmbH", "so");
    assert_eq!(made["time_zone"], "Pacific/Auckland", "in the letters that the worker takes");
    page.open(&form);
    page.shows("Dort ist heute der");
    assert_eq!(zone_field(&mut page), "Pacific/Auckland", "as it was used last");

    // what the browser takes for a zone and the worker does not is said at the field too
    page.fill("combobox", "Zeitzone", "+05:00");
    let folder = tempfile::tempdir().expect("a temporary folder");
    choose_roster(&mut page, &server, &folder);
    page.fill("textbox", "Name der Plattform", "Versatz GmbH");
    page.until("a form that can be sent, or a zone that is refused", |page| {
        let text = page.all_text();
        if text.contains("Bitte eine Zeitzone") {
            return Some(());
        }
        page.all("button", Name::Begins("1 Account")).first().filter(|button| !button.is("disabled"))?;
        page.click("button", Name::Begins("1 Account"));
        Some(())
    });
    page.shows("Bitte eine Zeitzone wie Europe/Berlin eingeben.");
    assert_eq!(server.get("/platforms").expect(200).json()["items"].as_array().map(Vec::len), Some(1));
}

#[test]
fn what_happened_has_one_date_for_every_reader() {
    let server = Server::start();
    let new = json!({
        "id": "one", "name": "Eine GmbH", "time_zone": "Europe/Berlin",
        "catalog": [{ "from": "2020-01-01", "monthly_net": 249, "yearly_net": 2388 }],
    });
    server.post("/platforms", &new).expect(201);
    let quote = json!({ "quantity": 1, "term": "monthly" });
    let hash = server.post("/platforms/one/orders/preview", &quote).expect(200).json()["hash"].clone();
    let order = json!({ "quantity": 1, "term": "monthly", "hash": hash });
    server.post("/platforms/one/orders", &order).expect(201);
    let mut changes = json!({ "changes": [{ "account": 1, "mode": "yearly" }] });
    let preview = server.post("/platforms/one/changes/preview", &changes).expect(200).json();
    for name in ["hash", "revision"] {
        changes[name] = preview[name].clone();
    }
    server.post("/platforms/one/changes", &changes).expect(201);

    let mut page = Page::new();
    let mut seen = Vec::new();
    for zone in ["Europe/Berlin", "Pacific/Kiritimati", "Pacific/Pago_Pago"] {
        live(&mut page, zone, None);
        for place in ["history", "accounts/1"] {
            page.open(&format!("{}/platforms/one/{place}", server.address()));
            page.until("times", |page| {
                (page.run("document.querySelectorAll('time').length > 1") == true).then_some(())
            });
            let times = page.run("[...document.querySelectorAll('time')].map((time) => time.innerText).join('; ')");
            let times = crate::thing::plain(times.as_str().expect("a text"));
            let said = times.contains("(Europe/Berlin)");
            assert_eq!(said, zone != "Europe/Berlin", "{zone} reads {times}");
            seen.push((place, times.replace(" (Europe/Berlin)", "")));
        }
    }
    let of = |place| seen.iter().filter(|(own, _)| *own == place).map(|(_, times)| times).collect::<Vec<_>>();
    for place in ["history", "accounts/1"] {
        let times = of(place);
        assert!(times.iter().all(|own| own == &times[0]), "{place}: {times:?}");
    }
    let day = today_in(&server, "Europe/Berlin").format("%d.%m.%Y").to_string();
    assert!(seen.iter().all(|(_, times)| times.contains(&day)), "{day} in {seen:?}");
}

/// A receipt has the date and the time of day, with the platform's zone where that is not the reader's; and where the days
/// of the platform pass on demand, both the date it counts for and when it was recorded.
#[test]
fn a_receipt_says_its_date_and_time() {
    let server = Server::start();
    let mut page = Page::new();
    live(&mut page, "Pacific/Kiritimati", None);
    for clock in [Value::Null, json!("2026-11-22")] {
        let new = json!({
            "name": "Eine GmbH", "time_zone": "Europe/Berlin", "test_clock": clock,
            "catalog": [{ "from": "2020-01-01", "monthly_net": 249, "yearly_net": 2388 }],
        });
        let id = server.post("/platforms", &new).expect(201).json()["id"].as_str().expect("an id").to_owned();
        let quote = json!({ "quantity": 1, "term": "monthly" });
        let hash = server.post(&format!("/platforms/{id}/orders/preview"), &quote).expect(200).json()["hash"].clone();
        let order = json!({ "quantity": 1, "term": "monthly", "hash": hash });
        server.post(&format!("/platforms/{id}/orders"), &order).expect(201);
        page.open(&format!("{}/platforms/{id}/accounts?dialog=billing", server.address()));
        page.click("checkbox", "Alle 1: Jährlich");
        page.go_on();
        page.confirm();
        let said = page.run("document.querySelector('.receipt .facts-list > :nth-child(2)').innerText");
        let said = crate::thing::plain(said.as_str().expect("a text"));
        let recorded = crate::screens::receipts(&server, &id)[0]["at"].as_str().expect("an instant").to_owned();
        let recorded = recorded.parse::<DateTime<Utc>>().expect("an instant");
        let berlin = recorded.with_timezone(&chrono_tz::Europe::Berlin).format("%d.%m.%Y, %H:%M (Europe/Berlin)");
        let counts_for = if clock.is_null() { "" } else { "22. Nov. 2026 · aufgezeichnet " };
        assert_eq!(said, format!("Zeitpunkt\n{counts_for}{berlin}"));
    }
}
