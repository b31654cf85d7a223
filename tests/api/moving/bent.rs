//! Archives that somebody has bent, and those that are for somebody else: none is taken, and none leaves anything.

use laufzeit_worker::archive::tar;
use serde_json::{Value, json};
use tests::workerd::Server;
use ureq::http::Method;
use xtask::workerd::Config;

use super::{archive, bring, house, leave, packed, through, told, unpacked};
use crate::company::Company;

/// Refused, with nothing left of it.
#[track_caller]
fn check_refused(server: &Server, archive: &[u8], status: u16, code: &str) {
    for path in ["/arrivals/preview", "/arrivals"] {
        let refused = bring(server, path, archive).expect(status).json();
        assert_eq!(refused["code"], code, "{path}: {refused}");
    }
    assert_eq!(server.get("/platforms").expect(200).json()["items"], json!([]));
    assert_eq!(server.get("/platforms/musterfirma-gmbh").expect(404).json()["code"], "no_platform");
}

#[test]
fn an_archive_that_is_not_as_it_was_written_leaves_nothing() {
    let (here, mut there) = (Company::empty(), Server::start());
    here.import(
        "address,display_name,mode,expires_on\na@b.example,A,monthly,2026-12-01\nc@d.example,C,none,2027-02-01\n",
    )
    .expect(200);
    here.order(1, "monthly");
    here.move_clock("2027-01-15");
    leave(&here, &there);
    let good = archive(&here);
    let files = unpacked(&good);
    let damaged = |archive: &[u8]| check_refused(&there, archive, 422, "archive_damaged");
    damaged(b"");
    damaged(b"no archive");
    damaged(&through("gzip", &["-c"], b"no tar"));
    for end in (1..10).map(|tenth| good.len() * tenth / 10).chain([good.len() - 1, good.len() - 8]) {
        damaged(&good[..end]);
    }
    for file in 0..3 {
        for place in [0, files[file].len() / 2, files[file].len() - 2] {
            let mut bent = files.clone();
            bent[file][place] ^= 1;
            damaged(&packed(&bent));
        }
    }
    // an entry is bent, and the manifest tells its hash: the chain tells
    for (from, to) in [("a@b.example", "x@b.example"), ("\"net\":249", "\"net\":248"), ("2027-02-01", "2027-02-02")] {
        let record = String::from_utf8(files[1].clone()).expect("a text");
        assert!(record.contains(from), "{from}");
        damaged(&told(vec![files[0].clone(), record.replacen(from, to, 1).into_bytes(), files[2].clone()], |_| ()));
    }
    // entries are missing at the end, swapped, or there twice
    let lines: Vec<&[u8]> = files[1].split_inclusive(|byte| *byte == b'\n').collect();
    let with = |lines: Vec<&[u8]>, change: fn(&mut Value)| {
        told(vec![files[0].clone(), lines.concat(), files[2].clone()], change)
    };
    damaged(&with(lines[..lines.len() - 1].to_vec(), |_| ()));
    damaged(&with([&lines[..1], &lines[2..3], &lines[1..2], &lines[3..]].concat(), |_| ()));
    damaged(&with([&lines[..], &lines[lines.len() - 1..]].concat(), |_| ()));
    damaged(&with(vec![], |_| ()));
    // the manifest lies
    for change in [
        |manifest: &mut Value| manifest["released_to"] = Value::Null,
        |manifest: &mut Value| manifest["name"] = json!("X"),
        |manifest: &mut Value| manifest["revision"] = json!(3),
        |manifest: &mut Value| manifest["counts"]["active"] = json!(9),
        |manifest: &mut Value| manifest["record"]["bytes"] = json!(1),
        |manifest: &mut Value| manifest["answers"]["lines"] = json!(9),
    ] as [fn(&mut Value); 6]
    {
        damaged(&told(files.clone(), change));
    }
    check_refused(&there, &told(files.clone(), |manifest| manifest["form"] = json!(2)), 422, "archive_newer");
    let large = told(files.clone(), |manifest| manifest["record"]["bytes"] = json!(1_u64 << 40));
    check_refused(&there, &large, 413, "archive_too_large");
    let wrong = there.call(Method::POST, "/arrivals", &[("content-type", "application/json")], Some(good.clone()));
    assert_eq!(wrong.expect(415).json()["code"], "media_type");
    // nothing is left but an empty object, and the good one is taken after all
    there.restart_as(Config::Storage);
    let tables =
        there.sql("platform/musterfirma-gmbh", &["SELECT name FROM sqlite_master WHERE name NOT GLOB '_cf_*'"]);
    assert_eq!(tables, [Vec::<Vec<Value>>::new()]);
    there.restart_as(Config::Test);
    bring(&there, "/arrivals", &good).expect(201);
}

#[test]
fn only_what_is_released_to_this_house_is_taken() {
    let (here, there, third) = (Company::empty(), Server::start(), Server::start());
    here.import("address,display_name,mode,expires_on\na@b.example,A,monthly,2026-12-01\n").expect(200);
    let early = archive(&here);
    let preview = bring(&there, "/arrivals/preview", &early).expect(200).json();
    assert_eq!((&preview["state"], &preview["released_to"]), (&json!("not_released"), &Value::Null));
    assert_eq!(bring(&there, "/arrivals", &early).expect(409).json()["code"], "archive_not_released");
    leave(&here, &there);
    let good = archive(&here);
    let refused = bring(&third, "/arrivals", &good).expect(409).json();
    assert_eq!(
        (&refused["code"], &refused["facts"]["house"]),
        (&json!("archive_for_another_house"), &json!(house(&there)))
    );
    assert_eq!(bring(&third, "/arrivals/preview", &good).expect(200).json()["state"], "for_another_house");
    assert_eq!(bring(&here.server, "/arrivals", &good).expect(409).json()["code"], "archive_for_another_house");
    assert_eq!(third.get("/platforms").expect(200).json()["items"], json!([]));
    // a platform with its id is there that is another one
    let other = Company::on(there);
    let whole = other.whole();
    assert_eq!(bring(&other.server, "/arrivals/preview", &good).expect(200).json()["state"], "differs");
    assert_eq!(bring(&other.server, "/arrivals", &good).expect(409).json()["code"], "archive_differs");
    assert_eq!(other.whole(), whole);
    other.check();
}

/// A few hundred kilobytes that would be many megabytes are refused before they are.
#[test]
fn a_bomb_does_no_harm() {
    let there = Server::start();
    there.get("/platforms").expect(200);
    let bomb = through("sh", &["-c", "head -c 400000000 /dev/zero | gzip -c"], b"");
    assert!(bomb.len() < 1 << 20);
    check_refused(&there, &bomb, 422, "archive_damaged");
    let mut plain = tar::header("manifest.json", 400_000_000, 0).to_vec();
    plain.resize(1 << 20, b' ');
    check_refused(&there, &through("gzip", &["-c"], &plain), 422, "archive_damaged");
    // a record that its manifest tells of, of one line without an end
    let here = Company::empty();
    leave(&here, &there);
    let mut files = unpacked(&archive(&here));
    files[1] = vec![b'x'; 80 << 20];
    check_refused(&there, &told(files.clone(), |_| ()), 422, "archive_damaged");
    files[1] = vec![b'\n'; 30 << 20];
    check_refused(&there, &told(files, |_| ()), 422, "archive_damaged");
}
