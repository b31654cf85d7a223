//! The directory: what it says of the platforms is true soon after it changed, also after a crash and when its own file
//! is lost.

use std::{
    fs,
    path::PathBuf,
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tests::{
    size::size,
    workerd::{Answer, Server},
};
use xtask::workerd::Config;

use crate::{
    company::new_platform,
    damaged::{ids, is_damaged, made},
};

const DIRECTORY: &str = "directory/directory";

fn list(server: &Server) -> Value {
    server.get("/platforms").expect(200).json()
}

/// The entry of a platform in the list, once it is as wished.
#[track_caller]
fn await_entry(server: &Server, id: &str, is_so: impl Fn(&Value) -> bool) -> Value {
    let began = Instant::now();
    loop {
        let list = list(server);
        let entry = list["items"].as_array().expect("items").iter().find(|one| one["id"] == id).cloned();
        match entry {
            Some(entry) if is_so(&entry) => return entry,
            _ => assert!(began.elapsed() < Duration::from_secs(10), "{list}"),
        }
        thread::sleep(Duration::from_millis(20));
    }
}

/// The files of the directory.
fn files(server: &Server) -> Vec<PathBuf> {
    let folder = server.data().join("do/laufzeit-directory-v1");
    let all = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    all.filter(|path| path.is_file() && !path.to_string_lossy().contains("metadata")).collect()
}

#[test]
fn what_a_platform_does_is_in_the_list_soon() {
    let server = Server::start();
    made(&server, "one");
    made(&server, "two");
    await_entry(&server, "one", |one| one["counts"]["active"] == 1);
    for number in 0..5 {
        let name = format!("Firma {number}");
        server.patch("/platforms/one", &json!({"name": name})).expect(200);
        await_entry(&server, "one", |one| one["name"] == *name);
    }
    server.post("/platforms/one/clock", &json!({"today": "2026-12-24"})).expect(200);
    let entry = await_entry(&server, "one", |one| one["today"] == "2026-12-24");
    assert_eq!(entry["counts"], server.get("/platforms/one").expect(200).json()["counts"]);
    assert_eq!(ids(&list(&server)["items"]), ["one", "two"]);
}

#[test]
fn what_is_ahead_is_in_the_list() {
    let server = Server::start();
    let mut new = new_platform();
    (new["id"], new["test_clock"]) = (json!("one"), json!("2026-11-22"));
    server.post("/platforms", &new).expect(201);
    let roster = "address,display_name,mode,expires_on,anchor_day\na@b.example,A,none,2026-11-30,30\n\
        b@b.example,B,none,2026-11-30,31\nc@b.example,C,monthly,2026-12-10,10\nd@b.example,D,yearly,2026-12-10,10\n\
        e@b.example,E,none,2026-12-21,21\nf@b.example,F,none,2026-12-22,22\n";
    server.post_csv("/platforms/one/accounts/import", roster).expect(200);
    let entry = await_entry(&server, "one", |one| one["counts"]["active"] == 6);
    let ahead = &entry["ahead"];
    assert_eq!((&ahead["currency"], &ahead["minor_units"]), (&json!("EUR"), &json!(2)));
    // 19 % of 2637 is 501.03
    assert_eq!(ahead["next_bill"], json!({"on": "2026-12-10", "net": 2637, "vat": 501, "gross": 3138}));
    let closings = json!([{"on": "2026-11-30", "accounts": 2}, {"on": "2026-12-21", "accounts": 1}]);
    assert_eq!(ahead["closings"], closings, "thirty days, today included");
    assert_eq!(ahead["months"], server.get("/platforms/one/forecast?months=12").expect(200).json()["months"]);
    server.post("/platforms/one/clock", &json!({"today": "2026-12-10"})).expect(200);
    let ahead = await_entry(&server, "one", |one| one["today"] == "2026-12-10")["ahead"].clone();
    assert_eq!(ahead["next_bill"], json!({"on": "2027-01-10", "net": 249, "vat": 47, "gross": 296}));
    let closings = json!([{"on": "2026-12-21", "accounts": 1}, {"on": "2026-12-22", "accounts": 1}]);
    assert_eq!(ahead["closings"], closings);
    assert_eq!(ahead["months"], server.get("/platforms/one/forecast?months=12").expect(200).json()["months"]);
}

/// On a full disk nobody can say anew what a platform is like whose deadline has passed. It is listed as it was before.
#[test]
fn a_platform_whose_news_find_no_room_is_listed_as_it_was() {
    let server = Server::start();
    let mut new = new_platform();
    (new["id"], new["time_zone"]) = (json!("one"), json!("UTC"));
    server.post("/platforms", &new).expect(201);
    let mut head = await_entry(&server, "one", |_| true);
    head["today"] = json!("2020-01-01");
    head["ahead"]["closings"] = json!([{"on": "2020-01-02", "accounts": 3}]);
    let told = json!({"head": head, "revision": 1, "deadline": 1_577_923_200_000_u64, "zone": "UTC"});
    server.post("/platforms/one/test/tell", &told).expect(200);
    server.post("/platforms/one/test/room", &json!(0)).expect(200);
    let listed = list(&server)["items"][0].clone();
    assert_eq!((&listed["today"], &listed["ahead"]["closings"]), (&head["today"], &head["ahead"]["closings"]));
    assert_eq!(listed["ahead"]["months"][0]["month"], "2020-01");
    server.post("/platforms/one/test/room", &Value::Null).expect(200);
    await_entry(&server, "one", |one| one["today"] != "2020-01-01");
}

/// The list is made of what was told: a platform that is not due is not asked.
#[test]
fn the_list_says_what_was_told_and_asks_only_who_is_due() {
    let mut server = Server::start();
    for id in ["due", "not-due", "unknown"] {
        let mut new = new_platform();
        (new["id"], new["time_zone"]) = (json!(id), json!("UTC"));
        server.post("/platforms", &new).expect(201);
        await_entry(&server, id, |_| true);
    }
    let today = list(&server)["items"][0]["today"].clone();
    server.restart_as(Config::Storage);
    let lie = "UPDATE platform SET told = json_set(told, '$.head.name', 'Gelogen', '$.head.today', '2020-01-01'";
    server.sql(
        DIRECTORY,
        &[
            &format!("{lie}, '$.deadline', 1) WHERE id = 'due'"),
            &format!("{lie}) WHERE id = 'not-due'"),
            "UPDATE platform SET told = NULL WHERE id = 'unknown'",
        ],
    );
    server.restart_as(Config::Test);
    // after a start each platform is asked once
    let true_names = [json!("Musterfirma GmbH"), json!("Musterfirma GmbH"), json!("Musterfirma GmbH")];
    let names = |server: &Server| -> Vec<Value> {
        list(server)["items"].as_array().expect("items").iter().map(|one| one["name"].clone()).collect()
    };
    let all = (0..1_000).map(|_| names(&server)).find(|names| *names == true_names);
    assert!(all.is_some(), "{:?}", names(&server));
    // from then on only those that are due, or of which nothing is known
    let told = |id: &str, deadline: Value| {
        let ahead = json!({"currency": "EUR", "minor_units": 2, "next_bill": null, "closings": [], "months": []});
        let head = json!({"id": id, "name": "Gelogen", "status": "active", "today": "2020-01-01", "ahead": ahead,
            "counts": {"active": 0, "suspended": 0, "deleted": 0, "unconfigured": 0, "monthly": 0, "yearly": 0, "none": 0}});
        json!({"head": head, "revision": 1, "deadline": deadline, "zone": "UTC"})
    };
    server.post("/platforms/not-due/test/tell", &told("not-due", Value::Null)).expect(200);
    server.post("/platforms/due/test/tell", &told("due", json!(1))).expect(200);
    assert_eq!(names(&server), [json!("Musterfirma GmbH"), json!("Gelogen"), json!("Musterfirma GmbH")]);
    let entry = &list(&server)["items"][1];
    assert_eq!((&entry["id"], &entry["today"]), (&json!("not-due"), &today), "the date is reckoned from the zone");
    let first = &entry["ahead"]["months"][0];
    assert_eq!(first["month"].as_str(), today.as_str().and_then(|today| today.get(..7)), "and so are the months");
}

/// However many platforms there are, the first list after a start waits for few of them, and says of the others what was told.
#[test]
fn the_first_list_after_a_start_says_what_was_told() {
    let many = size(100, 1_000);
    let mut server = Server::start();
    let mut new = new_platform();
    for number in 0..many {
        new["id"] = json!(format!("p{number:04}"));
        server.post("/platforms", &new).expect(201);
    }
    let names_in = |list: Answer| -> Vec<Value> {
        let list = list.expect(200).json();
        list["items"].as_array().expect("items").iter().map(|one| one["name"].clone()).collect()
    };
    let names = |server: &Server| names_in(server.get("/platforms?limit=1000"));
    assert_eq!(names(&server).len(), many);
    server.restart_as(Config::Storage);
    server.sql(DIRECTORY, &["UPDATE platform SET told = json_set(told, '$.head.name', 'Gelogen')"]);
    server.restart_as(Config::Test);
    let began = Instant::now();
    let first = server.get("/platforms?limit=1000");
    println!("the first list of {many} platforms after a start took {:?}", began.elapsed());
    let first = names_in(first);
    let asked = first.iter().filter(|name| **name != "Gelogen").count();
    assert_eq!(first.len(), many);
    assert!(asked < many, "{asked} platforms were asked");
    // the others are asked while nobody waits
    while names(&server).iter().any(|name| name == "Gelogen") {
        assert!(began.elapsed() < Duration::from_secs(60), "not all platforms were asked");
        thread::sleep(Duration::from_millis(20));
    }
    let began = Instant::now();
    let later = server.get("/platforms?limit=1000");
    println!("a later one took {:?}", began.elapsed());
    assert_eq!(names_in(later).len(), many);
}

#[test]
fn what_a_crash_kept_from_being_told_is_made_up_for() {
    let mut server = Server::start();
    made(&server, "one");
    for number in 0..8 {
        let name = format!("Firma {number}");
        server.patch("/platforms/one", &json!({"name": name})).expect(200);
        server.kill9_and_restart();
        assert_eq!(list(&server)["items"][0]["name"], *name);
    }
}

#[test]
fn a_lost_directory_is_made_again_from_the_platforms() {
    let mut server = Server::start();
    for id in ["one", "three", "two"] {
        made(&server, id);
    }
    // an object without a platform is none
    server.get("/platforms/nowhere").expect(404);
    await_entry(&server, "two", |two| two["counts"]["active"] == 1);
    let before = list(&server);
    // its whole file; its log alone after a crash; and some of its rows
    server.stop();
    files(&server).iter().for_each(|file| fs::remove_file(file).expect("it is there"));
    server.restart();
    assert_eq!(list(&server), before);
    server.patch("/platforms/two", &json!({"retention_days": 3})).expect(200);
    server.kill9();
    let log = |path: &&PathBuf| path.extension().is_none_or(|kind| kind != "sqlite");
    files(&server).iter().filter(log).for_each(|file| fs::remove_file(file).expect("it is there"));
    server.restart();
    assert_eq!(list(&server), before);
    for damage in [|bytes: &mut Vec<u8>| bytes.fill(0), |bytes: &mut Vec<u8>| bytes[..100].fill(0xA5)] {
        server.stop();
        for file in files(&server).iter().filter(|path| path.extension().is_some_and(|kind| kind == "sqlite")) {
            let mut bytes = fs::read(file).expect("it is there");
            damage(&mut bytes);
            fs::write(file, bytes).expect("it can be written");
        }
        server.restart();
        assert_eq!(list(&server), before);
    }
    server.restart_as(Config::Storage);
    server.sql(DIRECTORY, &["DELETE FROM platform WHERE id <> 'one'"]);
    server.restart_as(Config::Test);
    // a platform that is there is not made a second time
    let mut new = new_platform();
    new["id"] = json!("two");
    assert_eq!(server.post("/platforms", &new).expect(409).json()["code"], "id_taken");
    assert_eq!(list(&server), before);
    for id in ["one", "three", "two"] {
        assert_eq!(server.get(&format!("/platforms/{id}/check")).expect(200).json()["ok"], true);
    }
}

/// Wherever in its pages the file of the directory is damaged, the list is made again, or was not touched by it.
#[test]
fn a_directory_whose_pages_are_damaged_is_made_again() {
    let mut server = Server::start();
    for id in ["one", "three", "two"] {
        made(&server, id);
    }
    await_entry(&server, "two", |two| two["counts"]["active"] == 1);
    let before = list(&server);
    let damages = 12;
    let mut told = 0;
    for number in 0..damages {
        server.stop();
        for file in files(&server).iter().filter(|path| path.extension().is_some_and(|kind| kind == "sqlite")) {
            let mut bytes = fs::read(file).expect("it is there");
            // behind the header, which `start` looks at; where there is nothing, there is nothing to be damaged
            let used: Vec<usize> = (100..bytes.len()).filter(|at| bytes[*at] != 0).collect();
            let from = used[number * used.len() / damages];
            bytes[from..(from + 7).min(from.next_multiple_of(4_096))].iter_mut().for_each(|byte| *byte ^= 0x5B);
            fs::write(file, bytes).expect("it can be written");
        }
        // the worker says so and does nothing to it, and `start` has it made again
        server.restart_as(Config::Test);
        let said = server.get("/platforms");
        let is_told = said.status == 503 && said.json()["code"] == "directory_damaged";
        let is_right = || (0..500).any(|_| list(&server) == before);
        assert!(is_told || is_right(), "{number}: {said:?}");
        told += usize::from(is_told);
        server.get("/platforms/one").expect(200);
        server.restart_as(Config::Production);
        let is_right = || (0..500).any(|_| list(&server) == before);
        assert!(is_right(), "{number}: {}", list(&server));
        assert_eq!(server.get("/platforms/one/check").expect(200).json()["ok"], true);
        // and new platforms are told from old ones
        let mut new = new_platform();
        new["id"] = json!("one");
        assert_eq!(server.post("/platforms", &new).expect(409).json()["code"], "id_taken", "{number}");
    }
    assert!(told > damages / 2, "most of them are noticed: {told}");
}

#[test]
fn a_platform_that_is_put_back_to_an_older_state_is_not_changed() {
    let mut server = Server::start();
    let file = made(&server, "one");
    server.stop();
    let older = fs::read(&file).expect("the file is there");
    server.restart();
    server.patch("/platforms/one", &json!({"retention_days": 3})).expect(200);
    await_entry(&server, "one", |_| true);
    thread::sleep(Duration::from_millis(500));
    server.stop();
    let newer = fs::read(&file).expect("the file is there");
    fs::write(&file, older).expect("it can be written");
    server.restart();
    for _ in 0..2 {
        let problem = server.patch("/platforms/one", &json!({"retention_days": 4})).expect(503).json();
        assert_eq!(
            (&problem["code"], &problem["facts"]),
            (&json!("platform_behind"), &json!({"revision": 2, "told": 3}))
        );
        assert_eq!(server.get("/platforms/one/book").expect(503).json()["code"], "platform_behind");
        let check = server.get("/platforms/one/check").expect(200).json();
        assert!(check["findings"].to_string().contains("older state"), "{check}");
        let due = json!([{"id": "one", "name": "Firma one", "code": "platform_behind"}]);
        assert_eq!(list(&server)["unavailable"], due);
    }
    server.stop();
    fs::write(&file, newer).expect("it can be written");
    server.restart();
    assert_eq!(list(&server)["unavailable"], json!([]));
    assert_eq!(server.get("/platforms/one").expect(200).json()["retention_days"], 3);
}

/// What goes wrong while the server runs is in the list, too.
#[test]
fn a_platform_that_goes_bad_is_named_with_its_company() {
    let mut server = Server::start();
    let file = made(&server, "bad");
    made(&server, "well");
    await_entry(&server, "bad", |bad| bad["counts"]["active"] == 1);
    server.stop();
    fs::write(&file, [0; 8_192]).expect("it can be written");
    server.restart();
    is_damaged(server.get("/platforms/bad"), "bad");
    let due = json!([{"id": "bad", "name": "Firma bad", "code": "platform_damaged"}]);
    let named = (0..1_000).map(|_| list(&server)).find(|list| list["unavailable"] == due);
    assert!(named.is_some(), "{}", list(&server));
}
