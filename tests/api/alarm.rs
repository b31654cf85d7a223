//! The day's work by itself: the alarm, and the cron trigger behind it.

use std::{
    fs,
    path::PathBuf,
    thread,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use serde_json::{Value, json};
use tests::workerd::Server;
use xtask::workerd::Config;

use crate::company::Company;

const DAY: i64 = 86_400_000;

fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970");
    i64::try_from(since.as_millis()).expect("before the year 292277026")
}

/// A company on the time of day whose only account, which renews monthly, expires at the beginning of a day in UTC,
/// with the milliseconds until then.
pub(crate) fn due_in_some_days() -> (Company, i64) {
    due_in_mode("monthly")
}

fn due_in_mode(mode: &str) -> (Company, i64) {
    let company = Company::with(&json!({"time_zone": "UTC"}));
    let today = company.state()["today"].as_str().expect("a date").to_owned();
    let days: Vec<i64> = today.split('-').map(|part| part.parse().expect("a number")).collect();
    let [year, month, _] = days[..] else { panic!("{today} is no date") };
    let (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    let first = format!("{year}-{month:02}-01");
    company.import(&format!("address,display_name,mode,expires_on\na@b.example,A,{mode},{first}\n")).expect(200);
    let ahead = (0..=32).map(|days| now() / DAY * DAY + days * DAY).find(|begin| date(*begin) == first);
    (company, ahead.expect("the 1st comes within 32 days") - now())
}

/// The date in UTC at an instant.
fn date(instant: i64) -> String {
    // days to civil date, after H. Hinnant
    let days = instant / DAY + 719_468;
    let era = days / 146_097;
    let day_of_era = days % 146_097;
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year}-{month:02}-{day:02}")
}

pub(crate) fn skew(company: &Company, skew: i64, arm: bool) {
    company.post("/test/skew", &json!({"skew": skew, "arm": arm})).expect(200);
}

#[track_caller]
fn await_revision(company: &Company, revision: u64) -> Value {
    let began = Instant::now();
    loop {
        let state = company.state();
        if state["revision"] == revision {
            return state;
        }
        assert!(began.elapsed() < Duration::from_secs(10), "nothing happened: {state}");
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn the_alarm_does_the_day_s_work_at_its_first_instant() {
    let (company, ahead) = due_in_some_days();
    skew(&company, ahead - 1_500, true);
    assert_eq!(company.state()["revision"], 2, "a second and a half is left");
    let state = await_revision(&company, 3);
    assert_ne!(state["next_deadline"], json!(null));
    company.check();
}

#[test]
fn no_alarm_is_left_where_nothing_lies_ahead() {
    let (mut company, ahead) = due_in_mode("none");
    skew(&company, ahead - 1_000, true);
    let state = await_revision(&company, 4);
    assert_eq!((&state["next_deadline"], &state["counts"]["deleted"]), (&json!(null), &json!(1)));
    let object = format!("platform/{}", company.state()["id"].as_str().expect("an id"));
    thread::sleep(Duration::from_millis(300));
    company.server.restart_as(Config::Storage);
    assert_eq!(company.server.alarm(&object), Value::Null);
}

#[test]
fn an_alarm_that_was_due_while_nobody_was_there_rings_at_the_start() {
    let (mut company, ahead) = due_in_some_days();
    skew(&company, ahead - 1_000, true);
    company.server.kill9();
    thread::sleep(Duration::from_millis(1_200));
    company.server.restart();
    await_revision(&company, 3);
}

#[test]
fn cron_wakes_a_platform_that_its_alarm_has_failed() {
    let (company, ahead) = due_in_some_days();
    skew(&company, ahead + 1, false);
    let deadline = now() + ahead;
    company.server.fire_cron(deadline + 60_000).expect(200);
    assert_eq!(company.state()["revision"], 2, "a minute late is not overdue");
    // the platform tells the directory its deadline after its answer
    let woken = (0..500).find(|_| {
        company.server.fire_cron(deadline + 180_000).expect(200);
        company.state()["revision"] == 3
    });
    assert!(woken.is_some(), "{}", company.state());
    company.check();
}

#[test]
fn a_test_clock_arms_nothing() {
    let company = Company::of_1000();
    company.server.fire_cron(now() + 400 * DAY).expect(200);
    assert_eq!(company.state()["today"], "2026-11-22");
}

/// What is done to the bytes of a file.
type Damage<'a> = &'a dyn Fn(&mut Vec<u8>);

/// The files in which workerd keeps the alarms of this product's objects.
fn alarm_files(company: &Company) -> Vec<PathBuf> {
    let namespaces = fs::read_dir(company.server.data().join("do")).expect("there is a disk");
    namespaces.map(|namespace| namespace.expect("a folder").path().join("metadata.sqlite")).collect()
}

#[test]
fn damaged_files_of_alarms_are_put_aside_and_the_alarms_armed_again() {
    let (mut company, _) = due_in_some_days();
    let object = format!("platform/{}", company.state()["id"].as_str().expect("an id"));
    let bytes = |count: usize| (0..count).map(|at| u8::try_from(at * 7 % 251).expect("small")).collect::<Vec<u8>>();
    let kinds: [(&str, Damage<'_>); 4] = [
        ("another file", &|file| *file = bytes(8_192)),
        ("cut off", &|file| file.truncate(6_000)),
        ("a page lost", &|file| file.truncate(4_096)),
        ("a page of nonsense", &|file| file[4_096..].fill(0xa5)),
    ];
    for (kind, damage) in kinds {
        company.get("").expect(200);
        company.server.stop();
        for file in alarm_files(&company) {
            let mut bytes = fs::read(&file).expect("it is there");
            damage(&mut bytes);
            fs::write(&file, bytes).expect("it can be written");
        }
        company.server.restart();
        assert_eq!(company.get("").expect(200).json()["counts"]["active"], 1, "{kind}");
        company.check();
        for file in alarm_files(&company) {
            let folder = file.parent().expect("it has one");
            let names = fs::read_dir(folder).expect("it is there");
            let names: Vec<_> = names.filter_map(|name| name.ok()?.file_name().into_string().ok()).collect();
            assert!(names.iter().any(|name| name.starts_with("metadata.sqlite.damaged-20")), "{kind}: {names:?}");
            names
                .iter()
                .filter(|name| name.contains("damaged"))
                .for_each(|name| fs::remove_file(folder.join(name)).expect("ours"));
        }
        company.server.restart_as(Config::Storage);
        assert_ne!(company.server.alarm(&object), Value::Null, "{kind}");
        company.server.restart_as(Config::Test);
    }
    company.check();
}

#[test]
fn a_damaged_file_of_the_cron_trigger_stops_nothing() {
    let mut server = Server::start_as(Config::Production, &std::env::temp_dir());
    server.stop();
    let namespaces = fs::read_dir(server.data().join("cron")).expect("there is a disk");
    let folders = namespaces.map(|namespace| namespace.expect("a folder").path());
    let files: Vec<_> = folders.flat_map(|folder| fs::read_dir(folder).expect("a folder")).flatten().collect();
    assert!(files.len() > 1, "{files:?}");
    for file in files {
        fs::write(file.path(), b"nonsense".repeat(1_024)).expect("it can be written");
    }
    server.restart();
    server.get("/healthz").expect(200);
}

/// On a full disk the work that is due waits. The platform can be read as it stands, is listed, and makes up for it.
#[test]
fn a_platform_with_work_due_can_be_read_on_a_full_disk() {
    let (company, ahead) = due_in_some_days();
    let before = company.state();
    // moving the clock takes room for one write
    company.post("/test/room", &json!(1)).expect(200);
    skew(&company, ahead + 3_600_000, false);
    for below in ["", "/accounts", "/accounts/1", "/book", "/history", "/events", "/forecast", "/accounts.csv"] {
        company.get(below).expect(200);
    }
    assert_eq!(company.get("").expect(200).json()["revision"], before["revision"]);
    let problem = company.send(&ureq::http::Method::POST, "/changes/1/undo", &Value::Null, "k").expect(507).json();
    assert_eq!(problem["code"], "storage_full");
    let wishes = json!({"changes": [{"account": 1, "mode": "none"}]});
    assert_eq!(company.post("/changes/preview", &wishes).expect(507).json()["code"], "storage_full");
    let listed = company.server.get("/platforms").expect(200).json();
    assert_eq!(listed["items"].as_array().map(Vec::len), Some(1), "{listed}");
    company.post("/test/room", &Value::Null).expect(200);
    let after = company.get("").expect(200).json();
    assert!(after["revision"].as_u64() > before["revision"].as_u64(), "{after}");
    company.check();
}
