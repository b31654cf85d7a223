//! The contents of a recorded folder: four platforms with test clocks, to which everything has happened that can. A
//! later version may add more; this is what 0.1.0 could do.

use std::cell::RefCell;

use serde_json::{Value, json};
use tests::{kept::Command, workerd::Server};

use super::record::{Scene, encoded};

pub fn play(server: &Server, told: &RefCell<Vec<Command>>) {
    alive(server, told);
    aligned(server, told);
    terminating(server, told);
    closed(server, told);
}

/// A roster with names that look like others or look empty, addresses that differ in bytes but look the same, and cells
/// that a spreadsheet would take for formulas.
const ROSTER: &str = "address,display_name,mode,expires_on,ordered_on,anchor_day\r\n\
    anna@musterfirma.example,Anna\u{200b}Beispiel,monthly,2026-02-28,2025-12-31,31\r\n\
    ben@musterfirma.example,Ben\u{a0}\u{2007}Muster,yearly,2026-02-28,,29\r\n\
    cora@musterfirma.example,Co\u{301}ra \u{202e}lettiM\u{202c},monthly,2026-02-15,,\r\n\
    \u{d55c}@müller.example,Jürgen,monthly,2026-03-10,2026-02-10,10\r\n\
    \u{1112}\u{1161}\u{11ab}@müller.example,Ju\u{308}rgen\u{ad}\u{feff},monthly,2026-03-10,,\r\n\
    post@müller.example,\"=SUMME(\"\"A1\"\"), b\",yearly,2026-06-01,,\r\n\
    post@xn--mller-kva.example,'-1,none,2026-02-20,,\r\n\
    VERTRIEB@Musterfirma.EXAMPLE,\"Zwei\nZeilen\",none,2026-03-20,,\r\n\
    seat-99@unassigned.invalid,,monthly,2027-01-15,,\r\n\
    familie@musterfirma.example,\u{1f469}\u{200d}\u{1f469}\u{200d}\u{1f467},yearly,2026-12-31,,\r\n";

const WRONG: &str = "address;display_name;mode;expires_on\n\
    falsch@musterfirma.example;;none;2026-05-05\n\
    fehl@musterfirma.example;F;yearly;2026-05-06\n";

const LATE: &str = "address;display_name;mode;expires_on\n\
    spaet@example.invalid;;yearly;2029-05-05\n\
    spaet@erster.example;Spät;none;2029-06-01\n";

/// A platform whose accounts renew, close, are restored, deleted, ordered, set up, reset and taken back, at prices and
/// rates that change.
fn alive(server: &Server, told: &RefCell<Vec<Command>>) {
    let scene = Scene::founding(
        server,
        told,
        &json!({
            "id": "musterfirma",
            "name": "Musterfirma\u{a0}GmbH\u{200b} & Co. <KG>",
            "retention_days": 30,
            "domains": ["musterfirma.example", "Müller.example", "xn--mller-kva.example"],
            "catalog": [{"from": "2020-01-01", "monthly_net": 249, "yearly_net": 2388}],
            "seller": {"name": "Postfach & Söhne", "lines": ["Straße 1", "12345 Ort\u{200d}"], "vat_id": "DE123456789"},
            "test_clock": "2026-01-31",
        }),
    );
    scene.import("the right file", ROSTER);
    let import = scene.import("the wrong file", WRONG)["import"].clone();
    scene.post(&format!("/imports/{import}/undo"), "the wrong file, back", &Value::Null);
    let each = [(2, "none"), (3, "none"), (6, "monthly")].map(|(id, mode)| json!({"account": id, "mode": mode}));
    scene.change("each", &json!({"changes": each}));
    let odd = "all 5/7 of \"m\\\" ?#%";
    scene.change(odd, &json!({"filter": {"search": "müller", "configured": true}, "mode": "yearly"}));
    scene.post(&format!("/changes/{}/undo", encoded(odd)), "back again", &Value::Null);
    let order = scene.order("/orders", "thirty", 30, "monthly");
    let seat = order["accounts"][0].as_u64().expect("an id");
    let [address, name] = ["neu@musterfirma.example", "Neu"];
    scene.send("PATCH", &format!("/accounts/{seat}"), "set up", &json!({"address": address, "display_name": name}));
    scene.send(
        "PATCH",
        &format!("/accounts/{seat}"),
        "renamed",
        &json!({"display_name": "\u{2060}Neuer\tName\u{3000}"}),
    );
    let short = format!("/accounts/{}", seat + 1);
    scene.send("PATCH", &short, "for a while", &json!({"address": "kurz@musterfirma.example", "display_name": "Kurz"}));
    scene.post(&format!("{short}/reset"), "reset", &json!({"confirm": "KURZ@musterfirma.example"}));
    // 0.1.0 took two spellings of a path for two paths, each with keys of its own
    if env!("CARGO_PKG_VERSION") == "0.1.0" {
        scene.order("/%6frders", "thirty", 1, "yearly");
    }
    scene.send(
        "PATCH",
        "",
        "new prices",
        &json!({"catalog": [
            {"from": "2026-02-20", "monthly_net": 299, "yearly_net": 2990, "vat_rate": 1600},
            {"from": "2026-03-15", "monthly_net": 0, "yearly_net": 1_000_000_000, "vat_rate": 0},
        ]}),
    );
    time_passes(&scene);
}

fn time_passes(scene: &Scene<'_>) {
    scene.move_clock("2026-02-27");
    // account 3 expired on the 15th, account 7 on the 20th
    scene.post("/accounts/3/restore", "restored", &json!({"mode": "monthly"}));
    scene.send("PATCH", "", "kept longer", &json!({"retention_days": 200, "domains": []}));
    scene.move_clock("2026-03-21");
    // account 2 closed on 28 February and account 8 on 20 March, and both wait to be deleted; account 7 is gone by the
    // 22nd
    scene.change(
        "some refused",
        &json!({"changes": [{"account": 4, "mode": "none"}, {"account": 8, "mode": "monthly"}]}),
    );
    scene.send(
        "PATCH",
        "",
        "nobody bills",
        &json!({
            "name": "Muster\u{2011}Firma", "seller": null, "buyer": {"name": "Käufer\u{200b}in", "lines": []},
        }),
    );
    scene.move_clock("2026-04-01");
}

/// A platform that bills on the 1st, in a currency with three decimals: stubs in Februaries of every kind, and a year
/// paid for at once.
fn aligned(server: &Server, told: &RefCell<Vec<Command>>) {
    let scene = Scene::founding(
        server,
        told,
        &json!({
            "id": "erster",
            "name": "Erster des Monats",
            "alignment": "first_of_month",
            "currency": "KWD",
            "time_zone": "Pacific/Apia",
            "vat_rate": 550,
            "retention_days": 365,
            "catalog": [
                {"from": "2027-09-01", "monthly_net": 2_001, "yearly_net": 19_999},
                {"from": "2027-01-01", "monthly_net": 1_999, "yearly_net": 17_777},
            ],
            "buyer": {"name": "Erster", "lines": ["Weg 1"]},
            "test_clock": "2027-01-10",
        }),
    );
    let mut roster =
        "address,display_name,mode,expires_on,anchor_day\nlang@erster.example,Lang,none,2027-01-31,31\n".to_owned();
    for anchor in 28..=31 {
        for mode in ["monthly", "yearly"] {
            for number in 1..=2 {
                roster.push_str(&format!("{mode}-{anchor}-{number}@erster.example,,{mode},2027-02-28,{anchor}\n"));
            }
        }
    }
    roster.push_str("am-ersten@erster.example,,monthly,2027-03-01,17\n");
    scene.import("roster", &roster);
    scene.move_clock("2027-04-15");
    scene.move_clock("2028-01-30");
    scene.post("/accounts/1/restore", "a year at once", &json!({"mode": "monthly"}));
    scene.order("/orders", "more", 2, "yearly");
    // nothing has happened to these accounts yet, so they could still be taken back
    scene.import("late", LATE);
    scene.move_clock("2028-02-29");
}

/// A platform that is terminated, taken back, and terminated again. Its last account closes in a year. Its currency,
/// the yen, has no decimals.
fn terminating(server: &Server, told: &RefCell<Vec<Command>>) {
    let scene = Scene::founding(
        server,
        told,
        &json!({
            "id": "endet",
            "name": "Endet",
            "currency": "JPY",
            "time_zone": "America/Santiago",
            "catalog": [{"from": "1970-01-01", "monthly_net": 300, "yearly_net": 3_000}],
            "retention_days": 1,
            "test_clock": "2026-08-31",
        }),
    );
    scene.order("/orders", "monthly", 2, "monthly");
    scene.order("/orders", "yearly", 3, "yearly");
    scene.change("one closes anyway", &json!({"changes": [{"account": 5, "mode": "none"}]}));
    scene.post("/termination", "the end", &json!({"confirm": "Endet"}));
    scene.move_clock("2026-09-05");
    scene.send("DELETE", "/termination", "not yet", &Value::Null);
    scene.move_clock("2026-10-15");
    scene.post("/termination", "the end again", &json!({"confirm": "Endet"}));
    scene.send("PATCH", "/accounts/3", "still set up", &json!({"address": "drei@endet.example"}));
    scene.move_clock("2026-11-30");
}

/// A platform that is terminated, and whose accounts were all deleted on the day they expired.
fn closed(server: &Server, told: &RefCell<Vec<Command>>) {
    let scene = Scene::founding(
        server,
        told,
        &json!({
            "id": "vorbei",
            "name": "Vorbei",
            "catalog": [{"from": "2026-01-01", "monthly_net": 99, "yearly_net": 999}],
            "test_clock": "2026-01-01",
        }),
    );
    scene.order("/orders", "order", 2, "monthly");
    scene.post("/termination", "termination", &json!({"confirm": "Vorbei"}));
    scene.move_clock("2026-02-01");
}
