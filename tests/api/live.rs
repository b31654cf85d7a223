//! What those hear who watch a platform: everything, in order, at once, and only as long as they may.

use std::{
    thread,
    time::{Duration, Instant},
};

use domain::{
    book::{Book, Received, Receiving, Snapshot},
    replica::Replica,
};
use serde_json::{Value, json};
use tests::{
    size::size,
    socket::{Said, Socket},
};
use ureq::http::Method;

use crate::company::{Company, large_roster};

/// Somebody who watches, with the book as they have it.
struct Watcher {
    socket: Socket,
    replica: Replica,
}

/// The book as scripts get it.
fn told(company: &Company) -> Book {
    Book::from_snapshot(serde_json::from_slice::<Snapshot>(&company.get("/book").expect(200).body).expect("a book"))
}

fn open(company: &Company, since: u64, headers: &[(&'static str, &str)]) -> Result<Socket, (u16, String)> {
    Socket::open(company.server.port(), &company.path(&format!("/live?since={since}")), headers)
}

fn origin(company: &Company) -> String {
    format!("http://localhost:{}", company.server.port())
}

fn watch(company: &Company, since: u64) -> Socket {
    open(company, since, &[("origin", &origin(company))]).expect("a socket")
}

impl Watcher {
    fn of(company: &Company) -> Self {
        let replica = Replica::new(told(company));
        Self { socket: watch(company, replica.book().revision().0), replica }
    }

    /// Takes up what is heard next, without saying so. What is much is asked for.
    fn takes_up(&mut self, company: &Company) {
        let bytes = match self.socket.hears() {
            Said::Bytes(bytes) => bytes,
            Said::Text(_) => {
                company.get(&format!("/snapshot?since={}", self.replica.book().revision().0)).expect(200).body
            }
            Said::Closed(_) | Said::Nothing => panic!("news"),
        };
        let mut receiving = Receiving::default();
        receiving.take(&bytes).expect("columns");
        let Received::News(news) = receiving.end().expect("news") else { panic!("not the whole book") };
        assert!(self.replica.receive(Received::News(news)), "something is missing before it");
    }

    /// Takes up what is heard until it has the book of that revision.
    fn follows_to(&mut self, company: &Company, revision: u64) {
        while self.replica.book().revision().0 < revision {
            self.takes_up(company);
            self.socket.say("ok");
        }
    }
}

/// Gives an account another mode.
fn change(company: &Company, account: u32) {
    let now = company.account(account.into())["mode"].clone();
    let mode = if now == "yearly" { "monthly" } else { "yearly" };
    company.submit(&json!({"changes": [{"account": account, "mode": mode}]}));
}

#[test]
fn whoever_watches_has_the_book_that_there_is() {
    let mut company = Company::of_1000();
    let mut watchers = [Watcher::of(&company), Watcher::of(&company)];
    for step in 0..12_u32 {
        match step % 4 {
            0 | 1 => change(&company, step + 1),
            2 => drop(company.patch("", &json!({"name": format!("Firma {step}")})).expect(200)),
            _ => drop(company.move_clock(&format!("2027-{:02}-17", 1 + step / 4))),
        }
    }
    let revision = told(&company).revision().0;
    for watcher in &mut watchers {
        watcher.follows_to(&company, revision);
        assert_eq!(*watcher.replica.book(), told(&company));
    }
    // after a kill, from where they were
    company.server.kill9_and_restart();
    let before = watchers[0].replica.book().revision();
    change(&company, 500);
    watchers[0].socket = watch(&company, before.0);
    watchers[0].follows_to(&company, before.0 + 1);
    assert_eq!(*watchers[0].replica.book(), told(&company));
}

/// A new day is news too, although nothing is recorded.
#[test]
fn a_new_day_is_heard() {
    let company = Company::with(&json!({}));
    let mut watcher = Watcher::of(&company);
    watcher.takes_up(&company);
    watcher.socket.say("ok");
    let before = (watcher.replica.book().revision(), watcher.replica.book().today());
    company.post("/test/skew", &json!({"skew": 86_400_000, "arm": false})).expect(200);
    company.get("").expect(200);
    watcher.takes_up(&company);
    let after = (watcher.replica.book().revision(), watcher.replica.book().today());
    assert_eq!((before.0, before.1.succ_opt()), (after.0, Some(after.1)));
}

/// What a slow reader has not taken up does not pile up: it is told all of it in one piece later.
#[test]
fn a_slow_reader_is_told_one_thing_at_a_time() {
    let company = Company::of_1000();
    let mut slow = Watcher::of(&company);
    slow.takes_up(&company);
    for account in 1..=20 {
        change(&company, account);
    }
    assert_eq!(slow.socket.hears_within(Duration::from_millis(300)), Said::Nothing);
    slow.socket.say("ok");
    slow.takes_up(&company);
    assert_eq!(*slow.replica.book(), told(&company));
    // whoever says so without having been told anything says something odd
    slow.socket.say("ok");
    assert_eq!(slow.socket.hears_within(Duration::from_millis(300)), Said::Nothing);
    slow.socket.say("ok");
    assert_eq!(slow.socket.hears(), Said::Closed(1008));
}

#[test]
fn what_is_much_is_to_be_asked_for() {
    let company = Company::empty();
    company.import(&large_roster(5_000, 1_000)).expect(200);
    let mut watcher = Watcher::of(&company);
    watcher.takes_up(&company);
    watcher.socket.say("ok");
    company.submit(&json!({"filter": {}, "mode": "yearly"}));
    assert_eq!(watcher.socket.hears(), Said::Text("behind".to_owned()));
    watcher.socket.say("ok");
    change(&company, 1);
    watcher.socket.hears();
    // so does a revision that there never was, and none
    for since in [0, 99_999] {
        assert_eq!(watch(&company, since).hears(), Said::Text("behind".to_owned()));
    }
}

#[test]
fn a_socket_is_for_pages_of_this_house_only() {
    let company = Company::empty();
    let refused = |headers: &[(&'static str, &str)]| {
        let (status, body) = open(&company, 1, headers).expect_err("refused");
        let body: Value = serde_json::from_str(&body).unwrap_or_default();
        (status, body["code"].as_str().unwrap_or_default().to_owned())
    };
    assert_eq!(refused(&[]).0, 403);
    assert_eq!(refused(&[("origin", "https://evil.example")]).0, 403);
    assert_eq!(refused(&[("origin", "null")]).0, 403);
    let nobody = Socket::open(company.server.port(), "/platforms/nobody/live", &[("origin", &origin(&company))]);
    assert_eq!(nobody.expect_err("no platform").0, 404);
    for method in [Method::GET, Method::HEAD] {
        company.server.call(method, &company.path("/live?since=1"), &[], None).expect(426);
    }
    assert_eq!(company.get("/live?since=1").json()["code"], "upgrade_needed");
    company.get("/live?since=x").expect(422);
    company.get("/live?until=1").expect(422);
    assert_eq!(company.get("/test/sockets").json(), json!(0));
}

#[test]
fn a_socket_is_answered_and_closed_as_it_should_be() {
    let company = Company::of_1000();
    let mut socket = watch(&company, 1);
    assert!(matches!(socket.hears(), Said::Bytes(_) | Said::Text(_)));
    socket.say("ping");
    assert_eq!(socket.hears(), Said::Text("pong".to_owned()));
    socket.close();
    assert_eq!(socket.hears(), Said::Closed(1000));
    for odd in ["", "OK", "{\"at\": 1}", &"x".repeat(100_000)] {
        let mut socket = watch(&company, 1);
        socket.hears();
        socket.say(odd);
        assert_eq!(socket.hears(), Said::Closed(1008), "{:.20}", odd);
    }
    let gone = Instant::now();
    while company.get("/test/sockets").json() != json!(0) {
        assert!(gone.elapsed() < Duration::from_secs(10), "closed sockets are still there");
        thread::sleep(Duration::from_millis(50));
    }
}

/// What a socket says while its platform rests is lost. It is closed, so that its page opens another one, and does not wait for ever.
#[test]
fn nobody_waits_for_a_platform_that_failed() {
    let company = Company::of_1000();
    let mut watcher = Watcher::of(&company);
    watcher.takes_up(&company);
    for _ in 0..3 {
        company.get("/test/panic").expect(500);
    }
    watcher.socket.say("ok");
    assert_eq!(watcher.socket.hears(), Said::Closed(1011));
}

/// The object sleeps after ten seconds without work, and its sockets stay.
#[test]
fn sockets_outlive_the_sleep_of_their_platform() {
    let company = Company::of_1000();
    let mut watcher = Watcher::of(&company);
    watcher.takes_up(&company);
    watcher.socket.say("ok");
    let woken = company.get("/test/woken").json();
    let began = Instant::now();
    loop {
        thread::sleep(Duration::from_secs(13));
        // this does not wake it
        watcher.socket.say("ping");
        assert_eq!(watcher.socket.hears(), Said::Text("pong".to_owned()));
        let now = company.get("/test/woken").json();
        if now != woken {
            break;
        }
        assert!(began.elapsed() < Duration::from_secs(60), "it never sleeps");
    }
    change(&company, 3);
    let revision = told(&company).revision().0;
    watcher.follows_to(&company, revision);
    assert_eq!(*watcher.replica.book(), told(&company));
}

/// Many watch, and some of them read slowly. What that takes does not grow with what is recorded.
#[test]
fn many_watch_and_some_are_slow() {
    let (many, slow) = (size(100, 500), size(10, 50));
    let company = Company::of_1000();
    let mut watchers: Vec<Watcher> = (0..many).map(|_| Watcher::of(&company)).collect();
    watchers.iter_mut().for_each(|watcher| watcher.takes_up(&company));
    watchers.iter_mut().skip(slow).for_each(|watcher| watcher.socket.say("ok"));
    assert_eq!(company.get("/test/sockets").json(), json!(many));
    let memory = || company.get("/test/memory").json().as_u64().expect("bytes");
    let before = memory();
    let first = told(&company).revision().0;
    let mut waits = Vec::new();
    for account in 1..=10 {
        change(&company, account);
        let began = Instant::now();
        for watcher in watchers.iter_mut().skip(slow) {
            watcher.follows_to(&company, first + u64::from(account));
        }
        waits.push(began.elapsed());
    }
    for watcher in watchers.iter_mut().take(slow) {
        watcher.socket.say("ok");
        watcher.takes_up(&company);
    }
    let last = told(&company);
    assert!(watchers.iter().all(|watcher| *watcher.replica.book() == last));
    assert!(memory() - before <= 4 << 20, "{} bytes more", memory() - before);
    waits.sort_unstable();
    println!("{many} sockets have heard of a change after {:?} in the middle, {:?} at most", waits[5], waits[9]);
}
