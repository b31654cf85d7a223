//! Platforms: created once, listed, and read.

use serde_json::json;
use tests::workerd::Server;

use crate::company::{Company, new_platform};

#[test]
fn a_platform_is_made_once_per_key_and_named_after_its_company() {
    let server = Server::start();
    let first = server.post_with_key("/platforms", &new_platform(), "one").expect(201).json();
    assert_eq!(first["id"], "musterfirma-gmbh");
    assert_eq!(
        (&first["time_zone"], &first["currency"], &first["vat_rate"]),
        (&json!("Europe/Berlin"), &json!("EUR"), &json!(1900))
    );
    assert_eq!(server.post_with_key("/platforms", &new_platform(), "one").expect(201).json(), first);
    let second = server.post_with_key("/platforms", &new_platform(), "two").expect(201).json();
    assert_eq!(second["id"], "musterfirma-gmbh-2");
    let mut other = new_platform();
    other["name"] = json!("Beispiel AG");
    server.post_with_key("/platforms", &other, "one").expect(422);
    other["id"] = json!("musterfirma-gmbh");
    let taken = server.post("/platforms", &other).expect(409).json();
    assert_eq!(taken["errors"][0]["field"], "id");
    other["id"] = json!("beispiel");
    assert_eq!(server.post("/platforms", &other).expect(201).json()["id"], "beispiel");
    assert_eq!(server.get("/platforms/beispiel").expect(200).json()["name"], "Beispiel AG");
}

#[test]
fn the_list_of_platforms_has_pages_and_is_true() {
    let company = Company::of_1000();
    for name in ["Alpha", "Beta"] {
        let mut new = new_platform();
        new["name"] = json!(name);
        company.server.post("/platforms", &new).expect(201);
    }
    company.move_clock("2027-01-01");
    let page = company.server.get("/platforms?limit=2").expect(200).json();
    assert_eq!((&page["items"][0]["id"], &page["items"][1]["id"]), (&json!("alpha"), &json!("beta")));
    let rest = format!("/platforms?limit=2&cursor={}", page["next_cursor"].as_str().expect("a cursor"));
    let rest = || company.server.get(&rest).expect(200).json();
    // the platform tells the directory after its answer
    let moved = (0..500).map(|_| rest()).find(|rest| rest["items"][0]["today"] == "2027-01-01");
    let rest = moved.unwrap_or_else(rest);
    assert_eq!(rest["items"].as_array().map(Vec::len), Some(1));
    assert_eq!((&rest["items"][0]["today"], &rest["next_cursor"]), (&json!("2027-01-01"), &json!(null)));
    assert_eq!(rest["items"][0]["counts"], company.get("").expect(200).json()["counts"]);
}

#[test]
fn a_platform_survives_a_crash_with_everything() {
    let mut company = Company::of_1000();
    let (platform, accounts) = (company.get("").expect(200).json(), company.all(""));
    company.server.kill9_and_restart();
    assert_eq!(company.get("").expect(200).json(), platform);
    assert_eq!(company.all(""), accounts);
    company.check();
}

#[test]
fn the_book_can_be_had_whole_and_followed() {
    let company = Company::of_1000();
    let book = company.get("/book").expect(200).json();
    assert_eq!(book["living"].as_array().map(Vec::len), Some(1000));
    assert_eq!((&book["revision"], &book["today"]), (&json!(2), &json!("2026-11-22")));
    company.submit(&json!({"changes": [{"account": 1, "mode": "none"}]}));
    let news = company.get("/book?since=2").expect(200).json();
    assert_eq!((&news["since"], &news["revision"]), (&json!(2), &json!(3)));
    assert_eq!((news["living"].as_array().map(Vec::len), &news["living"][0][0]), (Some(1), &json!(1)));
    assert_eq!(company.get("/book?since=3").expect(200).json()["living"], json!([]));
    assert_eq!(company.get("/book?since=9").expect(200).json()["since"], 0);
    company.get("/book?since=x").expect(422);
    let page = company.get("/events?after=2").expect(200).json();
    assert_eq!(page["items"].as_array().map(Vec::len), Some(1));
    assert_eq!((&page["items"][0]["revision"], &page["items"][0]["kind"]), (&json!(3), &json!("modes_changed")));
    let first = company.get("/events?limit=1").expect(200).json();
    assert_eq!((&first["items"][0]["kind"], &first["next_cursor"]), (&json!("platform_created"), &json!("1")));
}
