//! Every call as every role, on one's own platform and a foreign one, with a session and a token.

use std::collections::BTreeMap;

use laufzeit_worker::calls::{self, Body, Description, Method};
use serde_json::{Value, json};

use super::house::{House, Visitor};

/// Who may make a call: anyone, whoever is known, or whoever has a role. For settings, see the test of their fields.
const ROWS: &str = "
GET /healthz anyone
GET /sign-in anyone
GET /sign-in/ways anyone
POST /sign-in/passkey/start anyone
POST /sign-in/passkey/finish anyone
POST /sign-in/providers/{provider} anyone
GET /sign-in/providers/{provider}/callback anyone
POST /sign-in/invitation anyone
POST /sign-in/join/start anyone
POST /sign-in/join/finish anyone
GET /openapi.json known
GET /me known
POST /sign-out known
GET /me/passkeys known
POST /me/passkeys known
POST /me/passkeys/start known
PATCH /me/passkeys/{passkey} known
DELETE /me/passkeys/{passkey} known
GET /me/accounts known
GET /me/sessions known
DELETE /me/sessions known
DELETE /me/sessions/{session} known
GET /platforms known
GET /house administrator
POST /arrivals/preview administrator
POST /arrivals administrator
POST /platforms administrator
GET /people administrator
PATCH /people/{person} administrator
DELETE /people/{person} administrator
GET /invitations administrator
POST /invitations administrator
DELETE /invitations/{invitation} administrator
GET /tokens administrator
POST /tokens administrator
DELETE /tokens/{token} administrator
GET /security-log administrator
POST /desk/luggage administrator
POST /desk/luggage/take administrator
GET /platforms/{p} reader
GET /platforms/{p}/book reader
GET /platforms/{p}/snapshot reader
GET /platforms/{p}/live reader
GET /platforms/{p}/events reader
GET /platforms/{p}/accounts reader
GET /platforms/{p}/accounts.csv reader
GET /platforms/{p}/accounts/{a} reader
GET /platforms/{p}/accounts/{a}/history reader
GET /platforms/{p}/changes reader
GET /platforms/{p}/changes/{c} reader
GET /platforms/{p}/invoices reader
GET /platforms/{p}/invoices/{number} reader
GET /platforms/{p}/history reader
GET /platforms/{p}/forecast reader
GET /platforms/{p}/check reader
PATCH /platforms/{p} reader
POST /platforms/{p}/changes/preview billing
POST /platforms/{p}/orders/preview billing
POST /platforms/{p}/changes billing
POST /platforms/{p}/changes/{c}/undo billing
POST /platforms/{p}/orders billing
POST /platforms/{p}/accounts/{a}/restore billing
PATCH /platforms/{p}/accounts/{a} technical
POST /platforms/{p}/accounts/{a}/reset technical
POST /platforms/{p}/accounts/import administrator
POST /platforms/{p}/imports/{revision}/undo administrator
POST /platforms/{p}/termination administrator
DELETE /platforms/{p}/termination administrator
POST /platforms/{p}/clock administrator
GET /platforms/{p}/archive administrator
POST /platforms/{p}/move administrator
GET /platforms/{p}/persons administrator
POST /platforms/{p}/erasures/preview administrator
POST /platforms/{p}/erasures administrator
";

const ROLES: [&str; 4] = ["reader", "billing", "technical", "administrator"];

fn allows(role: &str, need: &str) -> bool {
    role == need || need == "reader" || role == "administrator"
}

/// The address of a call, with nothing behind the names in it but the platform.
fn address(call: &Description, platform: &str) -> String {
    call.path.replace("{p}", platform).replace(['{', '}'], "")
}

/// Sends a call whose body says nothing: whoever may make it is told so, or gets an answer. Nothing is changed by it.
fn made(house: &House, visitor: &Visitor, call: &Description, platform: &str) -> (u16, Value) {
    let body = match call.body {
        Body::None | Body::Empty => Value::Null,
        Body::Json(..) => json!({"nothing": 0}),
        Body::Csv(_) | Body::Archive => json!(""),
    };
    let method = call.method.as_str().parse().expect("a method");
    let answer = house.call(visitor, method, &address(call, platform), &body);
    let code = serde_json::from_slice(&answer.body).map_or(Value::Null, |body: Value| body["code"].clone());
    (answer.status, code)
}

#[test]
fn every_call_is_for_whom_its_row_says() {
    let rows: BTreeMap<(&str, &str), &str> = ROWS
        .lines()
        .filter_map(|row| {
            let mut words = row.split(' ');
            Some(((words.next().filter(|word| !word.is_empty())?, words.next()?), words.next()?))
        })
        .collect();
    let calls: Vec<&Description> = calls::all().filter(|call| !call.only_in_tests).collect();
    assert_eq!(rows.len(), calls.len(), "a call without a row, or a row without a call");

    let (house, owner) = House::owned(1);
    house.platform(&owner, "own");
    house.platform(&owner, "foreign");
    let mut visitors = Vec::new();
    for (seed, role) in (10..).zip(ROLES) {
        for (more, platform) in [(0, Some("own")), (100, None)] {
            visitors.push((role, platform, house.newcomer(&owner, role, seed + more, &[(role, platform)])));
            visitors.push((role, platform, house.token(&owner, role, &[(role, platform)])));
        }
    }
    for call in calls {
        let (method, path) = (call.method.as_str(), call.path);
        let need = rows.get(&(method, path)).unwrap_or_else(|| panic!("no row for {method} {path}"));
        let (status, code) = made(&house, &Visitor::nobody(), call, "own");
        let is_refused = status == 401 && code == "not_signed_in";
        assert_eq!(is_refused, *need != "anyone", "{method} {path} for nobody: {status} {code}");
        // what these do, they do to the caller itself
        let ends = matches!((call.method, path), (Method::Post, "/sign-out") | (Method::Delete, "/me/sessions"));
        if ends {
            continue;
        }
        for (role, on, visitor) in &visitors {
            for platform in ["own", "foreign"] {
                let (status, code) = made(&house, visitor, call, platform);
                let what = format!("{method} {path} on {platform} as {role} of {on:?}: {status} {code}");
                let is_about_one = path.contains("{p}");
                let sees = !is_about_one || on.is_none_or(|own| own == platform);
                let may = match *need {
                    "anyone" | "known" => true,
                    need if is_about_one => allows(role, need),
                    need => on.is_none() && allows(role, need),
                };
                match (sees, may) {
                    (false, _) => assert_eq!((status, &code), (404, &json!("no_platform")), "{what}"),
                    (true, false) => assert_eq!((status, &code), (403, &json!("role_needed")), "{what}"),
                    (true, true) => {
                        assert!(status < 500 && code != "role_needed" && code != "no_platform", "{what}");
                        assert!(status != 401 || *need == "anyone", "{what}");
                    }
                }
            }
        }
    }
}
