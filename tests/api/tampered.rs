//! Whatever is changed in storage behind the worker's back, the check finds it and says what is wrong.

use std::{fs, path::PathBuf};

use proptest::{
    prelude::any,
    strategy::{Strategy, ValueTree},
    test_runner::{Config as Cases, TestRunner},
};
use serde_json::{Value, json};
use tests::{size::size, workerd::Server};
use ureq::http::Method;
use xtask::workerd::Config;

/// The tables of a platform with their columns. Those of the key come first, and how many they are.
const TABLES: [(&str, usize, &[&str]); 10] = [
    (
        "head",
        1,
        &[
            "id",
            "platform",
            "today",
            "revision",
            "terminating",
            "moved",
            "numbering",
            "imports",
            "next_id",
            "deleted",
            "withdrawn",
            "skew",
            "chain",
            "answers",
            "seal",
        ],
    ),
    (
        "account",
        1,
        &[
            "id",
            "address",
            "display_name",
            "mode",
            "status",
            "ordered_on",
            "anchor_day",
            "expires_on",
            "deletes_on",
            "reset_on",
            "held",
        ],
    ),
    (
        "gone",
        1,
        &[
            "id",
            "address",
            "display_name",
            "mode",
            "status",
            "ordered_on",
            "anchor_day",
            "expires_on",
            "deletes_on",
            "reset_on",
            "held",
            "folded",
            "name",
        ],
    ),
    ("event", 1, &["revision", "at", "\"on\"", "actor", "kind", "low", "high", "salt", "link"]),
    ("event_part", 2, &["revision", "part", "body"]),
    ("salt_part", 2, &["revision", "part", "body"]),
    ("submission", 1, &["id", "revision", "hash"]),
    ("invoice", 1, &["revision", "number", "date", "kind", "net", "vat", "gross"]),
    ("answer", 1, &["scope", "hash", "status"]),
    ("answer_part", 2, &["scope", "part", "body"]),
];

/// Statements that change storage, with a part of what must be found. They are about a platform that has lived
/// [`live`].
const TAMPERED: [(&str, &str); 53] = [
    ("INSERT INTO salt_part VALUES (4, 0, 'x')", "the salts of revision 4 are damaged"),
    ("INSERT INTO salt_part SELECT revision, 0, salt FROM event WHERE revision = 2", "salts that belong to no entry"),
    ("UPDATE invoice SET gross = gross + 1 WHERE revision = 4", "`gross` of revision 4 in `invoice`"),
    ("UPDATE invoice SET number = '2026-000009' WHERE revision = 4", "`number` of revision 4 in `invoice`"),
    ("UPDATE invoice SET kind = 'renewal' WHERE revision = 4", "`kind` of revision 4 in `invoice`"),
    ("UPDATE invoice SET revision = 3 WHERE revision = 4", "revision 4 has no row in `invoice`"),
    ("DELETE FROM invoice WHERE revision = 4", "revision 4 has no row in `invoice`"),
    ("DELETE FROM invoice", "revision 4 has no row in `invoice`"),
    ("INSERT INTO invoice SELECT 99, 'x', date, kind, net, vat, gross FROM invoice LIMIT 1", "at revision 99"),
    ("INSERT INTO invoice SELECT 2, 'x', date, kind, net, vat, gross FROM invoice LIMIT 1", "row of an invoice"),
    ("UPDATE event SET at = '2020-01-01T00:00:00Z' WHERE revision = 5", "`at` of revision 5 in `event`"),
    ("UPDATE event SET actor = 'schedule' WHERE revision = 5", "`actor` of revision 5 in `event`"),
    ("UPDATE event SET kind = 'renewed' WHERE revision = 5", "`kind` of revision 5 in `event`"),
    ("UPDATE event SET low = 1, high = 5 WHERE revision = 3", "`high` of revision 3 in `event`"),
    ("UPDATE event SET low = NULL WHERE revision = 2", "`low` of revision 2 in `event`"),
    ("UPDATE event SET salt = NULL WHERE revision = 2", "revision 2 is not what was recorded"),
    ("UPDATE event SET salt = link WHERE revision = 4", "revision 4 is not what was recorded"),
    ("UPDATE event SET link = salt WHERE revision = 2", "revision 2 is not what was recorded"),
    ("DELETE FROM event WHERE revision = 3", "revision 3 has no row in `event`"),
    ("DELETE FROM event WHERE revision = (SELECT MAX(revision) FROM event)", "has no row in `event`"),
    ("DELETE FROM event_part WHERE revision = 3", "revision 3 has no text"),
    ("DELETE FROM event_part WHERE revision = 1", "revision 1 has no text"),
    ("INSERT INTO event_part SELECT 99, part, body FROM event_part LIMIT 1", "revision 99 has no row in `event`"),
    ("INSERT INTO event_part SELECT revision, 1, ' ' FROM event_part WHERE revision = 2", "revision 2 is not what was"),
    ("UPDATE event_part SET body = replace(body, '\"at\":\"2', '\"at\":\"3')", "revision 1 is not what was recorded"),
    (
        "UPDATE event_part SET body = replace(body, '\"user\"', '\"demo\"') WHERE revision = 3",
        "`actor` of revision 3 in `event` is user, and was recorded as demo",
    ),
    ("UPDATE event_part SET body = replace(body, 'Eins', 'Zwei')", "revision 2 is not what was recorded"),
    ("UPDATE event_part SET body = replace(body, '\"kind\"', '\"sort\"')", "revision 1 cannot be read"),
    ("UPDATE account SET mode = 'weekly' WHERE id = 2", "account 2 cannot be read"),
    ("UPDATE account SET display_name = 'Andere' WHERE id = 2", "account 2 is not what the record says"),
    ("DELETE FROM account WHERE id = 5", "account 5 is not what the record says"),
    ("UPDATE account SET id = 50 WHERE id = 5", "the next account would be 51"),
    ("UPDATE account SET id = 0 WHERE id = 2", "ids before the first"),
    ("UPDATE account SET status = 'deleted' WHERE id = 2", "account 2 is not what the record says"),
    ("UPDATE gone SET display_name = 'Andere' WHERE id = 1", "account 1 is not what the record says"),
    ("UPDATE gone SET folded = 'z' WHERE id = 1", "account 1 would be searched as what it is not"),
    ("UPDATE gone SET status = 'withdrawn' WHERE id = 1", "account 1 is not what the record says"),
    ("DELETE FROM gone WHERE id = 3", "account 3 has left the book, and is not kept"),
    (
        "INSERT INTO gone SELECT id, address, display_name, mode, 'deleted', ordered_on, anchor_day, expires_on, \
         deletes_on, reset_on, held, address, '' FROM account WHERE id = 2",
        "account 2 has not left the book, and is kept as if it had",
    ),
    ("DELETE FROM submission", "is not as it was recorded"),
    ("INSERT INTO submission SELECT 'x', revision, hash FROM submission", "submission x was never recorded"),
    ("DELETE FROM answer", "the stored answers are not those"),
    ("DELETE FROM answer_part", "the stored answers are not those"),
    ("INSERT INTO answer SELECT 'x', hash, status FROM answer LIMIT 1", "the stored answers are not those"),
    ("INSERT INTO answer_part VALUES ('x', 0, 'x')", "parts of answers that were never given"),
    ("UPDATE version SET number = 0", "the version of the storage is damaged"),
    ("DELETE FROM version", "the version of the storage is damaged"),
    ("UPDATE head SET today = '2036-01-01'", "`head` is not as it was written"),
    ("UPDATE head SET revision = 3", "the book is at revision 3"),
    ("UPDATE head SET platform = replace(platform, '999', '111')", "the settings are not those of the record"),
    ("UPDATE head SET platform = '{}'", "settings cannot be read"),
    ("DELETE FROM head", "`head` is empty"),
    (
        "INSERT INTO head SELECT 2, platform, today, revision, terminating, moved, numbering, imports, next_id, deleted, \
         withdrawn, skew, chain, answers, seal FROM head",
        "`head` has not just its one row",
    ),
];

/// Founds a platform and lets it live for some months, so that each table has rows.
fn live(server: &Server, id: &str) {
    let path = |below: &str| format!("/platforms/{id}{below}");
    let new = json!({"id": id, "name": "Firma", "test_clock": "2026-11-22",
        "catalog": [{"from": "2026-01-01", "monthly_net": 999, "yearly_net": 9_999}]});
    server.post("/platforms", &new).expect(201);
    let roster = "address,display_name,mode,expires_on\na@x.example,Eins,monthly,2026-12-05\n\
        b@x.example,Zwei,yearly,2026-12-20\nc@x.example,,none,2026-12-31\n";
    server.post_csv(&path("/accounts/import"), roster).expect(200);
    let mut changes = json!({"changes": [{"account": 1, "mode": "none"}, {"account": 2, "mode": "monthly"}]});
    let summary = server.post(&path("/changes/preview"), &changes).expect(200).json();
    (changes["revision"], changes["hash"]) = (summary["revision"].clone(), summary["hash"].clone());
    server.post(&path("/changes"), &changes).expect(201);
    let mut order = json!({"quantity": 2, "term": "monthly"});
    order["hash"] = server.post(&path("/orders/preview"), &order).expect(200).json()["hash"].take();
    server.post(&path("/orders"), &order).expect(201);
    server.patch(&path("/accounts/4"), &json!({"address": "d@x.example", "display_name": "Vier"})).expect(200);
    server
        .patch(&path(""), &json!({"retention_days": 90, "buyer": {"name": "Käuferin", "lines": ["Weg 1"]}}))
        .expect(200);
    server.post(&path("/clock"), &json!({"today": "2026-12-25"})).expect(200);
    server.post(&path("/accounts/4/reset"), &json!({"confirm": "d@x.example"})).expect(200);
    let again = "address,display_name,mode,expires_on\n\
        e@x.example,Sechs,monthly,2027-12-05\nf@x.example,Sieben,monthly,2027-12-05\n";
    let import = server.post_csv(&path("/accounts/import"), again).expect(200).json()["import"].take();
    let back = path(&format!("/imports/{import}/undo"));
    server.call(Method::POST, &back, &[("idempotency-key", "back")], None).expect(200);
    // the accounts that closed in December are deleted
    server.post(&path("/clock"), &json!({"today": "2027-04-10"})).expect(200);
    // of the import that was taken back, one of two persons is erased
    server.post(&path("/erasures"), &json!({"address": "e@x.example", "confirm": "e@x.example"})).expect(200);
}

/// Platforms that have all lived alike, on a server that runs as [`Config::Storage`].
fn alike(count: usize) -> Server {
    let mut server = Server::start();
    (0..count).for_each(|number| live(&server, &format!("p{number}")));
    assert_eq!(findings(&server, 0), json!([]));
    server.restart_as(Config::Storage);
    server
}

fn object(number: usize) -> String {
    format!("platform/p{number}")
}

fn findings(server: &Server, number: usize) -> Value {
    let verdict = server.get(&format!("/platforms/p{number}/check")).expect(200).json();
    assert_eq!(verdict["ok"], verdict["findings"] == json!([]), "{verdict}");
    verdict["findings"].clone()
}

#[test]
fn each_tampering_is_found_and_named() {
    let mut server = alike(TAMPERED.len());
    for (number, (statement, _)) in TAMPERED.iter().enumerate() {
        server.sql(&object(number), &[statement]);
    }
    server.restart_as(Config::Test);
    let missed = TAMPERED.iter().enumerate().filter_map(|(number, (statement, due))| {
        let found = findings(&server, number);
        let named = found.as_array().is_some_and(|all| all.iter().any(|one| one.as_str().unwrap_or("").contains(due)));
        (!named).then(|| format!("{statement}: {found}"))
    });
    let missed: Vec<String> = missed.collect();
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

/// A value in SQL, in which one bit of the one that was read is flipped.
fn flipped(value: &Value, key: bool, dice: u64) -> String {
    match value {
        Value::String(text) => {
            let mut bytes = text.clone().into_bytes();
            let ascii: Vec<usize> = (0..bytes.len()).filter(|place| bytes[*place].is_ascii()).collect();
            if ascii.is_empty() {
                return "'x'".to_owned();
            }
            let place = ascii[(dice / 8) as usize % ascii.len()];
            let bits = (0..7).map(|bit| 1 << ((dice + bit) % 7)).find(|bit| bytes[place] ^ bit != 0);
            bytes[place] ^= bits.expect("no character has just one bit");
            format!("'{}'", String::from_utf8(bytes).expect("ASCII stays ASCII").replace('\'', "''"))
        }
        // where a number is a key, a low bit could make it one that is taken
        Value::Number(number) => {
            let bit = if key { 6 + dice % 30 } else { dice % 36 };
            (number.as_f64().expect("a number") as i64 ^ 1 << bit).to_string()
        }
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => "1".to_owned(),
    }
}

/// A value as SQL writes it.
fn literal(value: &Value) -> String {
    match value.as_str() {
        Some(text) => format!("'{}'", text.replace('\'', "''")),
        None => value.to_string(),
    }
}

/// For each column of each table, and for many more cells picked at random: one flipped bit in one cell of a platform of
/// its own.
#[test]
fn each_flipped_bit_is_found() {
    let random = size(80, 400);
    let columns = TABLES
        .iter()
        .flat_map(|(table, keys, columns)| (0..columns.len()).map(move |at| (*table, *keys, *columns, at)));
    let columns: Vec<_> = columns.collect();
    let mut runner = TestRunner::new_with_rng(
        Cases::default(),
        proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
    );
    let mut dice = || any::<u64>().new_tree(&mut runner).expect("a number").current();
    let picks: Vec<_> = (0..columns.len() + random)
        .map(|number| columns[if number < columns.len() { number } else { dice() as usize % columns.len() }])
        .collect();
    let mut server = alike(picks.len());
    let mut changed = Vec::new();
    for (number, (table, keys, columns, at)) in picks.into_iter().enumerate() {
        let object = object(number);
        let rows = server.sql(&object, &[&format!("SELECT {} FROM {table}", columns.join(", "))]).remove(0);
        let row = &rows[dice() as usize % rows.len()];
        let place: Vec<String> = (0..keys).map(|key| format!("{} = {}", columns[key], literal(&row[key]))).collect();
        let new = flipped(&row[at], at < keys, dice());
        let statement = format!("UPDATE {table} SET {} = {new} WHERE {}", columns[at], place.join(" AND "));
        server.sql(&object, &[&statement]);
        changed.push(format!("{statement}, which was {}", row[at]));
    }
    server.restart_as(Config::Test);
    let missed = changed.iter().enumerate().filter(|(number, _)| findings(&server, *number) == json!([]));
    let missed: Vec<&str> = missed.map(|(_, statement)| &**statement).collect();
    assert!(missed.is_empty(), "{} of {}:\n{}", missed.len(), changed.len(), missed.join("\n"));
}

/// The columns above are all there are.
#[test]
fn no_column_is_left_out() {
    let server = alike(1);
    for (table, _, columns) in TABLES {
        let names = format!("SELECT name FROM pragma_table_info('{table}')");
        let there: Vec<Value> = server.sql(&object(0), &[&names]).remove(0).into_iter().flatten().collect();
        let known: Vec<Value> = columns.iter().map(|column| column.trim_matches('"').into()).collect();
        assert_eq!(there, known, "{table}");
    }
    let tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB '_cf_*' AND name <> 'version'";
    assert_eq!(server.sql(&object(0), &[tables])[0].len(), TABLES.len());
}

/// The files of the platforms of a server that was stopped.
fn files(server: &Server) -> Vec<PathBuf> {
    let folder = fs::read_dir(server.data().join("do")).expect("data").map(|entry| entry.expect("an entry").path());
    let folder = folder.into_iter().find(|path| path.to_string_lossy().contains("platform")).expect("platforms");
    let files = fs::read_dir(folder).expect("files").map(|entry| entry.expect("an entry").path());
    let is_platform = |path: &PathBuf| {
        path.extension().is_some_and(|extension| extension == "sqlite") && !path.ends_with("metadata.sqlite")
    };
    files.filter(is_platform).collect()
}

/// In each index, flips a bit of a file of its own, in the rows of that index.
#[test]
fn an_index_that_leads_elsewhere_is_found() {
    const INDEXES: [&str; 7] = [
        "event_kind",
        "gone_address",
        "gone_expiry",
        "gone_mode",
        "gone_status",
        "sqlite_autoindex_event_part_1",
        "sqlite_autoindex_invoice_1",
    ];
    // one of them leads back, so that a walk along it would have no end
    let numbers: Vec<usize> = (0..size(24, 90)).chain([37]).collect();
    let mut server = alike(numbers.len());
    let there = server.sql(
        &object(0),
        &["SELECT name, rootpage FROM sqlite_master WHERE type = 'index' AND sql IS NOT \
        NULL OR name GLOB 'sqlite_autoindex_*' AND tbl_name IN ('event_part', 'invoice') ORDER BY name"],
    );
    let names: Vec<&str> = there[0].iter().filter_map(|row| row[0].as_str()).collect();
    assert_eq!(names, INDEXES);
    server.stop();
    let files = files(&server);
    for (number, file) in numbers.into_iter().zip(&files) {
        let mut bytes = fs::read(file).expect("a database");
        let page_size = usize::from(u16::from_be_bytes([bytes[16], bytes[17]]));
        let root = there[0][number % INDEXES.len()][1].as_f64().expect("a page") as usize;
        let page = &mut bytes[(root - 1) * page_size..root * page_size];
        assert_eq!(page[0], 10, "all rows of the index are on one page");
        let rows = usize::from(u16::from_be_bytes([page[5], page[6]]));
        let place = rows + number * 37 % (page_size - rows);
        page[place] ^= 1 << (number % 7);
        fs::write(file, bytes).expect("it can be written");
    }
    server.restart_as(Config::Test);
    let missed: Vec<usize> = (0..files.len()).filter(|number| findings(&server, *number) == json!([])).collect();
    assert!(missed.is_empty(), "{missed:?} of {}", files.len());
}

#[test]
fn two_platforms_in_each_other_s_place_are_found() {
    let mut server = alike(2);
    server.stop();
    let files = files(&server);
    let [one, other] = files.as_slice() else { panic!("two platforms have {files:?}") };
    let aside = one.with_extension("aside");
    fs::rename(one, &aside).expect("it can be moved");
    fs::rename(other, one).expect("it can be moved");
    fs::rename(&aside, other).expect("it can be moved");
    server.restart_as(Config::Test);
    for (number, there) in [(0, "p1"), (1, "p0")] {
        let found = findings(&server, number);
        assert_eq!(found[0], json!(format!("this is the storage of {there}, in the place of another platform")));
        server.get(&format!("/platforms/p{number}/accounts")).expect(503);
    }
}
