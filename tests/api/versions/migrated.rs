//! Data of an older version is migrated when it is opened, once and completely.

use std::{collections::BTreeMap, fs, path::Path, thread, time::Duration};

use domain::hash::Hash;
use laufzeit_worker::tail;
use serde_json::{Value, json};
use tests::{
    kept::{self, Question},
    workerd::Server,
};
use ureq::http::Method;
use xtask::workerd::Config;

use super::opened::check_unchanged;
use crate::{company::Company, moving::leave};

/// The objects in the data folder of 0.1.0.
const OBJECTS: [&str; 5] =
    ["directory/directory", "platform/endet", "platform/erster", "platform/musterfirma", "platform/vorbei"];
const OBJECT: &str = "platform/musterfirma";
const RECORD: &str = "/platforms/musterfirma/events?limit=1000";

/// The version of stored data that this worker writes, for an object.
pub fn now(object: &str) -> u32 {
    if object.starts_with("platform/") { 6 } else { 3 }
}

/// The bytes of every file of a server's objects, by path.
pub fn files(server: &Server) -> BTreeMap<String, Vec<u8>> {
    fn collect(folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
        for entry in fs::read_dir(folder).expect("it can be read") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                collect(&path, files);
            } else {
                files.insert(path.display().to_string(), fs::read(&path).expect("it can be read"));
            }
        }
    }
    let mut all = BTreeMap::new();
    collect(&server.data().join("do"), &mut all);
    all
}

/// The version of an object's storage. The server must run as [`Config::Storage`].
fn version(server: &Server, object: &str) -> u32 {
    let there = server.sql(object, &["SELECT 1 FROM sqlite_master WHERE name = 'version'"]);
    if there[0].is_empty() {
        return 1;
    }
    let rows = server.sql(object, &["SELECT number FROM version"]).remove(0);
    assert_eq!(rows.len(), 1, "{object} has no version, or two");
    rows[0][0].as_f64().map(|number| number as u32).expect("a number")
}

fn first() -> Server {
    Server::start_on_copy_of(&kept::versions().join("0.1.0"))
}

#[test]
fn older_data_is_migrated_once_when_it_is_opened() {
    let mut server = first();
    server.restart_as(Config::Storage);
    OBJECTS.iter().for_each(|object| assert_eq!(version(&server, object), 1, "{object} was not asked for"));
    server.restart_as(Config::Test);
    server.get("/platforms").expect(200);
    server.restart_as(Config::Storage);
    OBJECTS.iter().for_each(|object| assert_eq!(version(&server, object), now(object), "{object}"));
    server.stop();
    let before = files(&server);
    server.restart_as(Config::Test);
    check_unchanged(&server, &kept::answered_now(&kept::versions().join("0.1.0")));
    server.stop();
    assert!(files(&server) == before, "reading wrote");
}

#[test]
fn new_data_is_of_this_version() {
    let mut server = Server::start();
    let new = json!({"id": "neu", "name": "Neu", "test_clock": "2026-11-22",
        "catalog": [{"from": "2026-01-01", "monthly_net": 1, "yearly_net": 2}]});
    server.post("/platforms", &new).expect(201);
    server.restart_as(Config::Storage);
    ["directory/directory", "platform/neu"].iter().for_each(|object| assert_eq!(version(&server, object), now(object)));
}

/// The server is killed after ever longer waits, until the migration is done. Some of these moments lie shortly before
/// the end of the migration, and the last lies after it.
#[test]
fn a_migration_that_is_killed_is_there_whole_or_not_at_all() {
    let questions = kept::answered_now(&kept::versions().join("0.1.0"));
    let asked = ["/platforms/musterfirma/book", RECORD]
        .map(|path| questions.iter().find(|question| question.path == path).expect("it was asked").clone());
    let mut after = Duration::from_millis(10);
    loop {
        let mut server = first();
        let (there, pid) = (&server, server.process_id().to_string());
        thread::scope(|scope| {
            scope.spawn(move || there.try_call(Method::GET, RECORD, &[], None).is_ok());
            thread::sleep(after);
            std::process::Command::new("kill").args(["-9", &pid]).status().expect("kill is there");
        });
        server.restart_as(Config::Storage);
        let found = version(&server, OBJECT);
        server.restart_as(Config::Test);
        check_unchanged(&server, &asked);
        let check = server.get("/platforms/musterfirma/check").expect(200).json();
        assert_eq!(check, json!({"ok": true, "findings": []}), "killed after {after:?}");
        if found == now(OBJECT) {
            return;
        }
        assert_eq!(found, 1, "killed after {after:?}");
        after = after * 5 / 4;
        assert!(after < Duration::from_secs(20), "it is never migrated");
    }
}

/// The paper of an old invoice has the name of its day, and what is set afterwards changes none of it.
#[test]
fn an_invoice_of_an_older_version_is_complete_and_stays_as_it_is() {
    let server = first();
    let questions = kept::answered_now(&kept::versions().join("0.1.0"));
    let invoices = questions.iter().filter(|question| question.path.contains("/invoices/"));
    let invoices: Vec<&Question> =
        invoices.filter(|question| question.path.starts_with("/platforms/musterfirma")).collect();
    let ask = || -> Vec<Value> {
        let again = |question: &&Question| Question::ask(&server, &question.path, question.page.as_deref()).answer;
        invoices.iter().map(again).collect()
    };
    let expected: Vec<Value> = invoices.iter().map(|question| question.answer.clone()).collect();
    assert_eq!(ask(), expected);
    let of_the_day =
        expected.iter().filter(|answer| answer["buyer"]["name"] == "Musterfirma\u{a0}GmbH\u{200b} & Co. <KG>");
    assert!(of_the_day.count() > 1, "no invoice is older than the name of now");
    for changes in [
        json!({"name": "Ganz anders", "seller": {"name": "Verkäufer"}, "buyer": {"name": "Käufer"}}),
        json!({"buyer": null, "tax_category": "exempt", "tax_reason": "Weil es so ist"}),
    ] {
        server.patch("/platforms/musterfirma", &changes).expect(200);
        assert_eq!(ask(), expected, "after {changes}");
    }
    assert_eq!(server.get("/platforms/musterfirma/check").expect(200).json(), json!({"ok": true, "findings": []}));
}

/// Version 5 said in `terminating` that a platform had moved away, and its seal covered no column for that.
#[test]
fn what_had_moved_away_under_version_5_is_still_away() {
    const MUSTERFIRMA: &str = "platform/musterfirma-gmbh";
    let mut here = Company::of_1000();
    let there = Server::start();
    leave(&here, &there);
    let told = here.get("").expect(200).json();
    here.server.restart_as(Config::Storage);
    let back = [
        "UPDATE head SET terminating = terminating + 2 * moved",
        "ALTER TABLE head DROP COLUMN moved",
        "DROP TABLE salt_part",
        "UPDATE version SET number = 5",
        "SELECT platform, today, revision, terminating, numbering, imports, next_id, deleted, withdrawn, skew, chain, \
         answers FROM head",
    ];
    let row = here.server.sql(MUSTERFIRMA, &back).pop().expect("rows").remove(0);
    let text = |value: &Value| match value.as_str() {
        Some(text) => text.to_owned(),
        None => value.as_f64().expect("a number").to_string(),
    };
    let seal = tail::seal(Hash::of(text(&row[0]).as_bytes()), row[1..].iter().map(text));
    here.server.sql(MUSTERFIRMA, &[&format!("UPDATE head SET seal = '{seal}'")]);
    here.server.restart_as(Config::Test);
    assert_eq!(here.get("").expect(200).json(), told);
    here.check();
    here.server.restart_as(Config::Storage);
    assert_eq!(here.server.sql(MUSTERFIRMA, &["SELECT terminating, moved FROM head"]), [[[json!(0), json!(1)]]]);
}
