//! Damaged files of platforms: each says so itself, and the others go on as if nothing were.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use serde_json::{Value, json};
use tests::workerd::{Answer, Server};
use xtask::workerd::Config;

use crate::company::{large_roster, new_platform};

const WELL: &str = "well";

/// A way to damage the storage of a platform.
#[derive(Debug, Clone, Copy)]
enum Damage {
    /// The file is changed while nobody has it open.
    Bytes(fn(&mut Vec<u8>)),
    /// The file is not there.
    Gone,
    /// A statement is run on it.
    Sql(&'static str),
}

const ROSTER: &str = "address,display_name,mode,expires_on\na@x.example,Eins,monthly,2026-12-05\n";

/// The ways, each with what it is called here.
const DAMAGES: [(&str, Damage); 21] = [
    ("half", Damage::Bytes(|bytes| bytes.truncate(bytes.len() / 2))),
    ("a-hundred-bytes", Damage::Bytes(|bytes| bytes.truncate(100))),
    ("empty", Damage::Bytes(Vec::clear)),
    ("zeros", Damage::Bytes(|bytes| bytes.fill(0))),
    ("no-file", Damage::Gone),
    ("header", Damage::Bytes(|bytes| bytes[..100].fill(0xA5))),
    ("all-garbage", Damage::Bytes(|bytes| bytes.fill(0xA5))),
    ("first-page", Damage::Bytes(|bytes| bytes[100..4_096].fill(0x5A))),
    ("page-of-a-table", Damage::Bytes(|bytes| pages_of_tables(bytes).for_each(|page| page[0] ^= 0x40))),
    ("no-head-row", Damage::Sql("DELETE FROM head")),
    ("no-head", Damage::Sql("DROP TABLE head")),
    ("no-accounts", Damage::Sql("DROP TABLE account")),
    ("bad-account", Damage::Sql("UPDATE account SET mode = 'weekly'")),
    ("bad-settings", Damage::Sql("UPDATE head SET platform = '{}'")),
    ("no-version", Damage::Sql("DROP TABLE version")),
    ("no-tables-but-one", Damage::Sql("DROP TABLE head; DROP TABLE version; DROP TABLE event")),
    ("no-events", Damage::Sql("DROP TABLE event")),
    ("no-texts", Damage::Sql("DROP TABLE event_part")),
    ("no-submissions", Damage::Sql("DROP TABLE submission")),
    ("no-invoices", Damage::Sql("DROP TABLE invoice")),
    ("no-answers", Damage::Sql("DROP TABLE answer")),
];

/// The pages but the first of a database that are leaves of a table.
fn pages_of_tables(bytes: &mut [u8]) -> impl Iterator<Item = &mut [u8]> {
    bytes.chunks_mut(4_096).skip(1).filter(|page| page[0] == 0x0D)
}

fn files(server: &Server) -> BTreeSet<PathBuf> {
    let folder = server.data().join("do/laufzeit-platform-v1");
    let Ok(all) = fs::read_dir(folder) else { return BTreeSet::new() };
    let all = all.map(|entry| entry.expect("an entry").path());
    let is_platform = |path: &PathBuf| path.extension().is_some_and(|kind| kind == "sqlite");
    all.filter(|path| is_platform(path) && !path.ends_with("metadata.sqlite")).collect()
}

/// Makes a platform with one account, and returns its file.
pub(crate) fn made(server: &Server, id: &str) -> PathBuf {
    let before = files(server);
    let mut new = new_platform();
    (new["id"], new["name"], new["test_clock"]) = (json!(id), json!(format!("Firma {id}")), json!("2026-11-22"));
    server.post("/platforms", &new).expect(201);
    server.post_csv(&format!("/platforms/{id}/accounts/import"), ROSTER).expect(200);
    let after = files(server);
    let mut new = after.difference(&before);
    let (Some(file), None) = (new.next(), new.next()) else { panic!("{id} is not just one file") };
    file.clone()
}

fn apply(file: &Path, damage: Damage) {
    match damage {
        Damage::Bytes(change) => {
            let mut bytes = fs::read(file).expect("the file is there");
            change(&mut bytes);
            fs::write(file, bytes).expect("it can be written");
        }
        Damage::Gone => fs::remove_file(file).expect("the file is there"),
        Damage::Sql(_) => {}
    }
}

/// A server with a platform for each damage, and one that is well. The server has been started after the damage.
fn damaged() -> (Server, Vec<PathBuf>) {
    let mut server = Server::start();
    let files = DAMAGES.iter().map(|(id, _)| made(&server, id)).collect::<Vec<_>>();
    made(&server, WELL);
    server.restart_as(Config::Storage);
    for (id, damage) in DAMAGES {
        if let Damage::Sql(statement) = damage {
            server.sql(&format!("platform/{id}"), &[statement]);
        }
    }
    server.stop();
    for ((_, damage), file) in DAMAGES.iter().zip(&files) {
        apply(file, *damage);
    }
    server.restart_as(Config::Test);
    (server, files)
}

/// Ids in the order of the list.
pub(crate) fn ids(list: &Value) -> Vec<&str> {
    list.as_array().expect("a list").iter().map(|one| one["id"].as_str().expect("an id")).collect()
}

#[track_caller]
pub(crate) fn is_damaged(answer: Answer, what: &str) {
    let text = answer.text();
    assert_eq!((answer.status, answer.header("content-type")), (503, "application/problem+json"), "{what}: {text}");
    assert_eq!(answer.json()["code"], "platform_damaged", "{what}: {text}");
}

#[test]
fn a_damaged_platform_says_so_and_the_others_go_on() {
    let (server, _) = damaged();
    let mut due: Vec<&str> = DAMAGES.iter().map(|(id, _)| *id).collect();
    due.sort_unstable();
    // after a start the directory asks each platform once, and a list waits only for the first of them
    let list = || server.get("/platforms").expect(200).json();
    let list = (0..1_000).map(|_| list()).find(|list| ids(&list["items"]) == [WELL]).unwrap_or_else(list);
    assert_eq!(ids(&list["unavailable"]), due, "{list}");
    for one in list["unavailable"].as_array().expect("a list") {
        assert_eq!(one["code"], "platform_damaged", "{one}");
        assert_eq!(one["name"], format!("Firma {}", one["id"].as_str().expect("an id")));
    }
    for (id, _) in DAMAGES {
        let path = |below: &str| format!("/platforms/{id}{below}");
        for below in ["", "/book", "/accounts", "/accounts.csv", "/events", "/history", "/invoices", "/forecast"] {
            is_damaged(server.get(&path(below)), &path(below));
        }
        let order = json!({"quantity": 1, "term": "monthly"});
        is_damaged(server.post(&path("/orders/preview"), &order), id);
        is_damaged(server.patch(&path(""), &json!({"retention_days": 1})), id);
        is_damaged(server.post_csv(&path("/accounts/import"), ROSTER), id);
        is_damaged(server.post(&path("/clock"), &json!({"today": "2027-01-01"})), id);
        // a check says more, if there is anything to be read
        let check = server.get(&path("/check"));
        if check.status == 200 {
            assert_eq!(check.json()["ok"], false, "{id}: {check:?}");
        } else {
            is_damaged(check, id);
        }
    }
    let well = format!("/platforms/{WELL}");
    server.patch(&well, &json!({"retention_days": 1})).expect(200);
    server.post(&format!("{well}/clock"), &json!({"today": "2027-01-01"})).expect(200);
    assert_eq!(server.get(&format!("{well}/check")).expect(200).json()["ok"], true);
    made(&server, "new");
    assert_eq!(ids(&server.get("/platforms").expect(200).json()["items"]), ["new", WELL]);
    server.get("/platforms/nowhere").expect(404);
}

#[test]
fn a_file_that_is_put_back_is_a_platform_again() {
    let mut server = Server::start();
    let file = made(&server, "back");
    server.stop();
    let bytes = fs::read(&file).expect("the file is there");
    for (what, damage) in DAMAGES {
        if matches!(damage, Damage::Sql(_)) {
            continue;
        }
        apply(&file, damage);
        server.restart();
        is_damaged(server.get("/platforms/back"), what);
        server.stop();
        fs::write(&file, &bytes).expect("it can be written");
        server.restart();
        server.get("/platforms/back").expect(200);
        assert_eq!(ids(&server.get("/platforms").expect(200).json()["items"]), ["back"], "{what}");
        server.stop();
    }
}

/// The key of the cell in the middle of a page that leads on to other pages of a table: its last byte.
fn middle_key(page: &mut [u8]) -> &mut u8 {
    assert_eq!(page[0], 5, "the tree has two levels at least");
    let cells = usize::from(u16::from_be_bytes([page[3], page[4]]));
    let pointer = 12 + cells / 2 * 2;
    let cell = usize::from(u16::from_be_bytes([page[pointer], page[pointer + 1]]));
    // a page number comes before the key, whose bytes have their highest bit set, all but the last
    page[cell + 4..].iter_mut().find(|byte| **byte < 0x80).expect("a key")
}

/// One account after the other can still be read then, but one of them cannot be found by its id.
#[test]
fn a_tree_that_leads_astray_while_it_is_in_use_is_found() {
    let mut server = Server::start();
    let file = made(&server, "large");
    server.post_csv("/platforms/large/accounts/import", large_roster(20_000, 1_000)).expect(200);
    server.restart_as(Config::Storage);
    let root = server.sql("platform/large", &["SELECT rootpage FROM sqlite_master WHERE name = 'account'"]);
    let root = root[0][0][0].as_f64().expect("a page") as usize;
    server.restart_as(Config::Test);
    let check = || server.get("/platforms/large/check").expect(200).json();
    assert_eq!(check(), json!({"ok": true, "findings": []}));
    let mut bytes = fs::read(&file).expect("the file is there");
    *middle_key(bytes.chunks_mut(4_096).nth(root - 1).expect("the page")) ^= 1;
    fs::write(&file, bytes).expect("it can be written");
    let findings = check()["findings"].to_string();
    assert!(findings.contains("cannot be found by its id"), "{findings}");
}
