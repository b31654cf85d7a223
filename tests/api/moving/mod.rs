//! A platform moves from one house to another, and back.

mod bent;

use std::{
    io::Write,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use domain::hash::Hash;
use laufzeit_worker::archive::tar;
use serde_json::{Value, json};
use tests::{
    size::size,
    workerd::{Answer, Server, new_key},
};
use ureq::http::Method;
use xtask::workerd::Config;

use crate::company::{Company, large_roster, new_platform};

const NAMES: [&str; 3] = ["manifest.json", "record.ndjson", "answers.ndjson"];

/// What a program makes of some bytes.
pub fn through(program: &str, args: &[&str], bytes: &[u8]) -> Vec<u8> {
    let mut child = Command::new(program)
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{program}: {error}"));
    let mut input = child.stdin.take().expect("its input");
    thread::scope(|scope| {
        scope.spawn(move || drop(input.write_all(bytes)));
        child.wait_with_output().expect("it ends").stdout
    })
}

/// The files of an archive, as the commands `gzip` and `tar` unpack them.
pub fn unpacked(archive: &[u8]) -> Vec<Vec<u8>> {
    let plain = through("gzip", &["-dc"], archive);
    NAMES.iter().map(|name| through("tar", &["xOf", "-", name], &plain)).collect()
}

/// An archive of these files.
pub fn packed(files: &[Vec<u8>]) -> Vec<u8> {
    let mut plain = Vec::new();
    for (name, file) in NAMES.iter().zip(files) {
        plain.extend(tar::header(name, file.len() as u64, 0));
        plain.extend(file);
        plain.resize(plain.len() + tar::padding(file.len() as u64), 0);
    }
    plain.resize(plain.len() + 2 * tar::BLOCK, 0);
    through("gzip", &["-c"], &plain)
}

/// The same files with a manifest that has their sizes and hashes.
pub fn told(mut files: Vec<Vec<u8>>, change: impl FnOnce(&mut Value)) -> Vec<u8> {
    let mut manifest: Value = serde_json::from_slice(&files[0]).expect("JSON");
    for (name, file) in [("record", &files[1]), ("answers", &files[2])] {
        let lines = file.iter().filter(|byte| **byte == b'\n').count();
        manifest[name] = json!({"lines": lines, "bytes": file.len(), "sha256": Hash::of(file).to_string()});
    }
    change(&mut manifest);
    files[0] = manifest.to_string().into_bytes();
    packed(&files)
}

pub fn house(server: &Server) -> String {
    server.get("/house").expect(200).json()["id"].as_str().expect("an id").to_owned()
}

pub fn leave(company: &Company, to: &Server) -> Value {
    let body = json!({"house": house(to), "url": to.address(), "confirm": "Musterfirma GmbH"});
    company.post("/move", &body).expect(200).json()
}

pub fn archive(company: &Company) -> Vec<u8> {
    let answer = company.get("/archive").expect(200);
    assert_eq!(answer.header("content-type"), "application/gzip");
    answer.body
}

pub fn bring(server: &Server, path: &str, archive: &[u8]) -> Answer {
    server.call(Method::POST, path, &[("content-type", "application/gzip")], Some(archive.to_vec()))
}

/// Everything that the record of a company says of what was done and charged.
fn told_of(company: &Company) -> (Vec<Value>, Vec<String>, String) {
    let list = |below: &str| -> Vec<Value> {
        let (mut items, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = company.get(&format!("{below}?limit=1000{cursor}")).expect(200).json();
            items.extend(page["items"].as_array().expect("a list").iter().cloned());
            let Some(next) = page["next_cursor"].as_str() else { return items };
            cursor = format!("&cursor={next}");
        }
    };
    let invoices = list("/invoices")
        .iter()
        .map(|invoice| invoice["number"].as_str().expect("a number").to_owned())
        .collect::<Vec<_>>();
    let invoices = invoices.iter().map(|number| company.get(&format!("/invoices/{number}")).expect(200).text());
    let accounts = company.all("status=active").into_iter().map(|mut account| {
        account["next"] = Value::Null;
        account.to_string()
    });
    (list("/events"), invoices.collect(), accounts.collect())
}

/// A company with a life: accounts, changes, an order, an undo, settings and a year.
fn lived() -> Company {
    let company = Company::of_1000();
    company.submit(&json!({"changes": [{"account": 1, "mode": "none"}, {"account": 2, "mode": "yearly"}]}));
    let (key, _) = company.submit(&json!({"changes": [{"account": 3, "mode": "none"}]}));
    company.post(&format!("/changes/{key}/undo"), &json!({})).expect(201);
    company.order(3, "monthly");
    company
        .patch("/accounts/1001", &json!({"address": "neu@musterfirma.example", "display_name": "Neu \"N\" \\ ü"}))
        .expect(200);
    company.patch("", &json!({"retention_days": 20})).expect(200);
    company.move_clock("2027-11-22");
    company
}

#[test]
fn a_platform_moves_there_and_back_and_is_the_same() {
    let (here, server) = (lived(), Server::start());
    let order = here.quoted(2, "yearly");
    let key = new_key();
    let ordered = here.server.post_with_key(&here.path("/orders"), &order, &key).expect(201).text();
    leave(&here, &server);
    let before = told_of(&here);
    let sent = archive(&here);
    assert_eq!(archive(&here), sent, "it can be fetched again at any time");
    let preview = bring(&server, "/arrivals/preview", &sent).expect(200).json();
    assert_eq!((&preview["state"], &preview["name"]), (&json!("released"), &json!("Musterfirma GmbH")));
    assert_eq!((&preview["from"], &preview["released_to"]), (&json!(house(&here.server)), &json!(house(&server))));
    assert_eq!(server.get("/platforms").json()["items"], json!([]), "a look takes nothing");
    let taken = bring(&server, "/arrivals", &sent).expect(201).text();
    let there = Company::at(server, "/platforms/musterfirma-gmbh");
    let after = told_of(&there);
    assert_eq!(after.0[..before.0.len()], before.0[..]);
    assert_eq!(after.0.len(), before.0.len() + 1);
    assert_eq!(after.0.last().expect("an entry")["kind"], "moved_in");
    assert_eq!((&after.1, &after.2), (&before.1, &before.2));
    there.check();
    here.check();
    // a key is still honoured, and the same archive is not taken again
    let again = there.server.post_with_key(&there.path("/orders"), &order, &key).expect(201).text();
    assert_eq!(again, ordered);
    assert_eq!(bring(&there.server, "/arrivals", &sent).expect(201).text(), taken);
    assert_eq!(bring(&there.server, "/arrivals/preview", &sent).expect(200).json()["state"], "taken");
    assert_eq!(told_of(&there), after);
    // it lives there, and comes back
    there.move_clock("2028-02-22");
    let (second, late) = (there.quoted(1, "monthly"), new_key());
    let second_ordered = there.server.post_with_key(&there.path("/orders"), &second, &late).expect(201).text();
    leave(&there, &here.server);
    let before = told_of(&there);
    let sent_back = archive(&there);
    assert_eq!(bring(&there.server, "/arrivals", &sent_back).expect(409).json()["code"], "archive_for_another_house");
    bring(&here.server, "/arrivals", &sent_back).expect(201);
    let after = told_of(&here);
    assert_eq!(after.0[..before.0.len()], before.0[..]);
    assert_eq!((&after.1, &after.2), (&before.1, &before.2));
    here.check();
    there.check();
    for (order, key, answer) in [(&order, &key, &ordered), (&second, &late, &second_ordered)] {
        assert_eq!(&here.server.post_with_key(&here.path("/orders"), order, key).expect(201).text(), answer);
    }
    // what was taken once brings nothing back
    assert_eq!(bring(&there.server, "/arrivals", &sent).expect(201).text(), taken);
    assert_eq!(there.get("").expect(200).json()["status"], "closed");
    here.move_clock("2028-06-22");
    here.check();
}

#[test]
fn what_moved_away_only_says_where_it_is() {
    let (here, there) = (Company::of_1000(), Server::start());
    let (house, url) = (house(&there), there.address());
    for (body, code, field) in [
        (json!({"house": "x", "url": url, "confirm": "Musterfirma GmbH"}), "invalid", "house"),
        (json!({"house": house, "url": "x", "confirm": "Musterfirma GmbH"}), "invalid", "url"),
        (json!({"house": house, "url": url, "confirm": "Musterfirma"}), "unconfirmed", "confirm"),
    ] {
        let refused = here.post("/move", &body).expect(422).json();
        assert_eq!(refused["errors"][0]["field"], field, "{refused}");
        assert!(refused["code"] == code || refused["errors"][0]["code"] == code, "{refused}");
    }
    let body = json!({"house": house, "url": url, "confirm": "Musterfirma GmbH"});
    let key = new_key();
    let moved = here.server.post_with_key(&here.path("/move"), &body, &key).expect(200).text();
    assert_eq!(here.server.post_with_key(&here.path("/move"), &body, &key).expect(200).text(), moved);
    let view = here.get("").expect(200).json();
    let place = json!({"house": house, "url": url, "on": "2026-11-22"});
    assert_eq!((&view["status"], &view["moved"], &view["next_deadline"]), (&json!("closed"), &place, &Value::Null));
    let listed = here.server.get("/platforms").expect(200).json()["items"][0].clone();
    assert_eq!((&listed["status"], &listed["moved"]), (&json!("closed"), &place));
    for (method, below, body) in [
        (Method::POST, "/move", body.clone()),
        (Method::POST, "/termination", json!({"confirm": "Musterfirma GmbH"})),
        (Method::DELETE, "/termination", Value::Null),
        (Method::PATCH, "", json!({"name": "X"})),
        (Method::PATCH, "/accounts/1", json!({"display_name": "X"})),
        (Method::POST, "/accounts/1/reset", json!({"confirm": "x"})),
        (Method::POST, "/clock", json!({"today": "2027-01-01"})),
        (Method::POST, "/orders/preview", json!({"quantity": 1, "term": "monthly"})),
        (Method::POST, "/changes/preview", json!({"changes": [{"account": 1, "mode": "none"}]})),
    ] {
        let refused = here.send(&method, below, &body, &new_key()).expect(409).json();
        assert_eq!(
            (&refused["code"], &refused["facts"]),
            (&json!("moved_away"), &json!({"url": url, "on": "2026-11-22"}))
        );
    }
    here.get("/accounts").expect(200);
    let history = here.get("/history").expect(200).json();
    assert_eq!(history["items"][0]["fact"], json!({"moved_away": {"url": url}}));
    here.check();
}

/// The recipe in the docs needs nothing of ours, and finds what is not as it was written.
#[test]
fn an_archive_is_verified_as_the_docs_say() {
    let docs = std::fs::read_to_string(xtask::place::root().join("docs/moving.md")).expect("it is there");
    let (_, recipe) = docs.split_once("```python\n").expect("a recipe");
    let (recipe, _) = recipe.split_once("```").expect("its end");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let verify = |archive: &[u8]| {
        let path = folder.path().join("archive.tar.gz");
        std::fs::write(&path, archive).expect("the folder is ours");
        let child = Command::new("python3").arg("-c").arg(recipe).arg(&path).output().expect("python3 is there");
        (child.status.success(), String::from_utf8_lossy(&child.stdout).into_owned())
    };
    let here = lived();
    let good = archive(&here);
    let manifest: Value = serde_json::from_slice(&unpacked(&good)[0]).expect("JSON");
    let (revision, head) = (&manifest["revision"], manifest["head"].as_str().expect("a hash"));
    assert_eq!(verify(&good), (true, format!("Musterfirma GmbH revision {revision} {head}\n")));
    let mut files = unpacked(&good);
    let record = String::from_utf8(files[1].clone()).expect("a text");
    files[1] = record.replacen("Neu ", "Neo ", 1).into_bytes();
    assert_ne!(files[1], record.as_bytes());
    assert!(!verify(&told(files, |_| ())).0);
}

/// On a platform that goes by the time of day, no day does anything any more, and the new house does all of them.
#[test]
fn the_new_house_does_what_fell_due_on_the_way() {
    const DAY: i64 = 86_400_000;
    let here = Company::with(&json!({}));
    here.order(2, "monthly");
    let mut there = Server::start();
    leave(&here, &there);
    let before = here.state();
    here.post("/test/skew", &json!({"skew": 100 * DAY, "arm": true})).expect(200);
    assert_eq!(here.get("").expect(200).json()["revision"], before["revision"]);
    assert_eq!(here.server.get("/platforms").expect(200).json()["items"][0]["today"], before["today"]);
    bring(&there, "/arrivals", &archive(&here)).expect(201);
    there.post("/platforms/musterfirma-gmbh/test/skew", &json!({"skew": 100 * DAY, "arm": true})).expect(200);
    let invoices = there.get("/platforms/musterfirma-gmbh/invoices").expect(200).json();
    assert_eq!(invoices["items"].as_array().map(Vec::len), Some(4), "the order, and three renewals");
    assert_eq!(there.get("/platforms/musterfirma-gmbh/check").expect(200).json(), json!({"ok": true, "findings": []}));
    there.restart_as(Config::Storage);
    assert!(!there.alarm("platform/musterfirma-gmbh").is_null());
    let mut here = here;
    here.server.restart_as(Config::Storage);
    assert!(here.server.alarm("platform/musterfirma-gmbh").is_null(), "no alarm is armed where it was");
}

#[test]
fn an_arrival_that_is_killed_is_there_whole_or_not_at_all() {
    let here = Company::empty();
    here.import(&large_roster(20_000, 4_000)).expect(200);
    for mode in ["none", "yearly", "monthly"] {
        here.submit(&json!({"filter": {"status": "active"}, "mode": mode}));
    }
    here.move_clock("2027-06-22");
    let mut there = Server::start();
    leave(&here, &there);
    let good = archive(&here);
    let mut seen = [false; 2];
    for after in [20, 100, 200, 300, 400, 500, 600, 800, 1_000, 1_300, 1_700, 2_500, 4_000, 8_000] {
        let (server, sent) = (&there, &good);
        let acknowledged = thread::scope(|scope| {
            scope.spawn(move || {
                thread::sleep(Duration::from_millis(after));
                let pid = server.process_id().to_string();
                Command::new("kill").args(["-9", &pid]).status().expect("kill is there");
            });
            let headers = [("content-type", "application/gzip")];
            server
                .try_call(Method::POST, "/arrivals", &headers, Some(sent.clone()))
                .is_ok_and(|answer| answer.status == 201)
        });
        there.kill9_and_restart();
        let listed = there.get("/platforms").expect(200).json()["items"].as_array().map_or(0, Vec::len);
        let is_there = there.get("/platforms/musterfirma-gmbh").status == 200;
        assert!(is_there || !acknowledged, "killed after {after} ms, what was acknowledged is gone");
        assert!(is_there == (listed == 1), "killed after {after} ms, the list says something else");
        seen[usize::from(is_there)] = true;
        if is_there {
            assert_eq!(there.get("/platforms/musterfirma-gmbh/check").expect(200).json()["findings"], json!([]));
            break;
        }
    }
    assert!(seen[0], "none was killed in time");
    bring(&there, "/arrivals", &good).expect(201);
    assert_eq!(there.get("/platforms/musterfirma-gmbh/check").expect(200).json()["findings"], json!([]));
}

/// Whoever brings an archive twice at once may be told to bring it again, and it is taken once.
#[test]
fn two_arrivals_at_once_are_one() {
    let (here, there) = (lived(), Server::start());
    leave(&here, &there);
    let sent = archive(&here);
    for _ in 0..3 {
        let answers: Vec<Answer> = thread::scope(|scope| {
            let bringing: Vec<_> = (0..4).map(|_| scope.spawn(|| bring(&there, "/arrivals", &sent))).collect();
            bringing.into_iter().map(|one| one.join().expect("an answer")).collect()
        });
        for answer in answers {
            assert!(answer.status == 201 || answer.json()["code"] == "arrival_interrupted", "{answer:?}");
        }
    }
    bring(&there, "/arrivals", &sent).expect(201);
    let there = Company::at(there, "/platforms/musterfirma-gmbh");
    let kinds = told_of(&there).0;
    assert_eq!(kinds.iter().filter(|entry| entry["kind"] == "moved_in").count(), 1);
    // whoever works there meanwhile is not disturbed
    thread::scope(|scope| {
        scope.spawn(|| (0..20).for_each(|_| drop(bring(&there.server, "/arrivals", &sent))));
        for _ in 0..20 {
            there.order(1, "monthly");
        }
    });
    there.check();
}

/// Neither side has more than a part of an archive in memory. It also prints how long each side takes, and how long others wait
/// meanwhile.
#[test]
fn a_large_platform_moves_in_little_memory() {
    let here = Company::empty();
    here.import(&large_roster(size(20_000, 100_000), 4_000)).expect(200);
    for mode in ["none", "yearly", "monthly", "none", "yearly", "monthly"] {
        here.submit(&json!({"filter": {"status": "active"}, "mode": mode}));
    }
    here.move_clock("2029-06-22");
    let memory = |company: &Company| company.get("/test/memory").expect(200).json().as_u64().expect("a number");
    let longest = |company: &Company| company.get("/test/longest").expect(200).text();
    let there = Server::start();
    let mut new = new_platform();
    new["id"] = json!("neighbour");
    there.post("/platforms", &new).expect(201);
    let there = Company::at(there, "/platforms/neighbour");
    leave(&here, &there.server);
    let (before, began) = (memory(&here), Instant::now());
    longest(&here);
    let sent = archive(&here);
    let (took, slice) = (began.elapsed(), longest(&here));
    let (unpacked, grown) = (unpacked(&sent)[1].len(), memory(&here) - before);
    println!(
        "{} bytes, unpacked {unpacked}; made in {took:?} with {grown} bytes, the longest slice {slice} ms",
        sent.len()
    );
    longest(&there);
    let (waited, took) = thread::scope(|scope| {
        let arrival = scope.spawn(|| {
            let began = Instant::now();
            bring(&there.server, "/arrivals", &sent).expect(201);
            began.elapsed()
        });
        let mut waited = Duration::ZERO;
        while !arrival.is_finished() {
            let began = Instant::now();
            there.get("").expect(200);
            waited = waited.max(began.elapsed());
        }
        (waited, arrival.join().expect("an arrival"))
    });
    let (arrived, slice) = (memory(&there), longest(&there));
    println!(
        "taken in {took:?}, the longest slice {slice} ms; a neighbour waited {waited:?}, and the new house has {arrived} bytes"
    );
    assert!(grown < 8 << 20, "{grown} bytes more were needed to make it");
    let most = size(64, 256) << 20;
    assert!(arrived < most as u64, "{arrived} bytes were needed to take it");
}
