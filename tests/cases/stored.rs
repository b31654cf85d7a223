//! Reads what earlier versions stored with the types of this one. Nothing of it is lost, and the record still gives the
//! book.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use domain::{
    book::{Book, Snapshot},
    check::Checker,
    command,
    demo::{Demo, Log},
    event::{Event, Recorded},
    gone::Register,
    invoice::Invoice,
    older::Completion,
    wire::{
        AccountEvent, ChangesRequest, Forecast, HistoryEntry, Imported, InvoiceHead, List, Ordered, PlatformHead,
        TakenBack,
    },
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use tests::{
    host::replay_all,
    kept::{self, COMMANDS, Command, EVENTS, QUESTIONS, Question, folders, lost, words},
};
use xtask::place;

/// Lists every kind of event with its stored name. If a kind is missing here, this does not compile; if no version's
/// folder has an entry of a kind, the test below fails.
macro_rules! kinds {
    ($($kind:ident: $word:literal,)*) => {
        const KINDS: &[&str] = &[$($word),*];

        fn word(event: &Event) -> &'static str {
            match event {
                $(Event::$kind { .. } => $word,)*
            }
        }
    };
}

kinds! {
    PlatformCreated: "platform_created",
    AccountsImported: "accounts_imported",
    ModesChanged: "modes_changed",
    Renewed: "renewed",
    Suspended: "suspended",
    Deleted: "deleted",
    AccountsOrdered: "accounts_ordered",
    AccountSetUp: "account_set_up",
    AccountReset: "account_reset",
    AccountRestored: "account_restored",
    ImportTakenBack: "import_taken_back",
    TerminationBegun: "termination_begun",
    TerminationTakenBack: "termination_taken_back",
    SettingsChanged: "settings_changed",
    ClockMoved: "clock_moved",
    MovedAway: "moved_away",
    MovedIn: "moved_in",
    PersonErased: "person_erased",
}

/// Kinds that no version has yet written that was released. The next folder has them, and then they go from here.
const UNRELEASED: [&str; 3] = ["moved_away", "moved_in", "person_erased"];

/// A stored value that is read and written again.
fn again<T: Serialize + DeserializeOwned>(stored: &Value) -> Value {
    let read: T = serde_json::from_value(stored.clone()).unwrap_or_else(|error| panic!("{error}: {stored}"));
    serde_json::to_value(&read).expect("JSON")
}

#[track_caller]
fn check_whole(stored: &Value, again: &Value) {
    assert_eq!(lost(stored, again), Vec::<String>::new(), "of {stored}");
}

#[test]
fn every_kind_of_event_that_was_stored_is_read_without_loss() {
    let mut seen = BTreeSet::new();
    for folder in folders() {
        for stored in kept::read::<Value>(&folder.join(EVENTS)) {
            check_whole(&stored, &again::<Recorded>(&stored));
            let recorded: Recorded = serde_json::from_value(stored.clone()).expect("it was read before");
            assert_eq!(
                (stored["kind"].as_str(), recorded.event.kind()),
                (Some(word(&recorded.event)), word(&recorded.event))
            );
            seen.insert(word(&recorded.event));
        }
    }
    let unseen: Vec<_> = KINDS.iter().filter(|kind| !seen.contains(*kind) && !UNRELEASED.contains(kind)).collect();
    assert!(unseen.is_empty(), "no version's folder has an entry of {unseen:?}: record one with this version");
}

#[test]
fn kinds_that_are_not_released_yet_are_read_without_loss() {
    let stamp = json!({"revision": 9, "at": "2026-11-27T12:00:00Z", "on": "2026-11-27", "actor": "user"});
    let house = "0123456789abcdef0123456789abcdef";
    for more in [
        json!({"kind": "moved_away", "house": house, "url": "https://laufzeit.example"}),
        json!({"kind": "moved_in", "from": house}),
        json!({"kind": "person_erased", "accounts": [3, 5], "before": [4]}),
    ] {
        let mut stored = stamp.clone();
        stored.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        check_whole(&stored, &again::<Recorded>(&stored));
        let recorded: Recorded = serde_json::from_value(stored).expect("it was read before");
        assert!(UNRELEASED.contains(&word(&recorded.event)) && UNRELEASED.contains(&recorded.event.kind()));
    }
}

#[test]
fn a_record_that_was_stored_gives_the_book_that_was_answered() {
    for folder in folders() {
        let mut records: Vec<Vec<Recorded>> = Vec::new();
        for recorded in kept::read::<Recorded>(&folder.join(EVENTS)) {
            match records.last_mut().filter(|_| recorded.revision.0 > 1) {
                Some(record) => record.push(recorded),
                None => records.push(vec![recorded]),
            }
        }
        let questions = kept::read::<Question>(&folder.join(QUESTIONS));
        let books = questions.iter().filter(|question| question.path.ends_with("/book"));
        let books: BTreeMap<&str, &Value> = books.map(|book| (book.path.as_str(), &book.answer)).collect();
        assert_eq!(books.len(), records.len());
        for mut record in records {
            let mut completion = Completion::begin(&record[0]).expect("it begins with a platform");
            record.iter_mut().for_each(|recorded| completion.complete(recorded));
            let (book, gone) = replay_all(&record).expect("it begins with a platform");
            let answered = books[format!("/platforms/{}/book", book.platform().id.as_str()).as_str()];
            let snapshot: Snapshot = serde_json::from_value(answered.clone()).expect("a book");
            assert!(book == Book::from_snapshot(snapshot), "{}", book.platform().id.as_str());
            let mut checker = Checker::default();
            record.iter().for_each(|recorded| checker.look(recorded));
            assert_eq!(checker.finish(Register { book: &book, gone: &gone }), Vec::<String>::new());
        }
    }
}

#[test]
fn answers_that_were_stored_are_read_without_loss() {
    for folder in folders() {
        let mut read = 0;
        for Command { path, answer, .. } in kept::read(&folder.join(COMMANDS)) {
            let stored: Value = serde_json::from_str(&answer).expect("JSON");
            let again = match path.rsplit('/').next().unwrap_or_default() {
                "orders" | "%6frders" => again::<Ordered>(&stored),
                "import" => again::<Imported>(&stored),
                "undo" if path.contains("/imports/") => again::<TakenBack>(&stored),
                _ => continue,
            };
            check_whole(&stored, &again);
            read += 1;
        }
        for Question { path, page, answer } in kept::read(&folder.join(QUESTIONS)) {
            let path = path.split('?').next().unwrap_or_default();
            let again = match path.split('/').skip(3).collect::<Vec<_>>()[..] {
                [] if path == "/platforms" => again::<List<PlatformHead>>(&answer),
                ["events"] => again::<List<Recorded>>(&answer),
                ["history"] => again::<List<HistoryEntry>>(&answer),
                ["accounts", _, "history"] => again::<List<AccountEvent>>(&answer),
                ["invoices"] => again::<List<InvoiceHead>>(&answer),
                ["invoices", _] if page.is_none() => again::<Invoice>(&answer),
                ["forecast"] => again::<Forecast>(&answer),
                _ => continue,
            };
            check_whole(&answer, &again);
            read += 1;
        }
        assert!(read > 100, "{read} answers were read");
    }
}

#[test]
fn what_is_lost_is_found() {
    let kept = json!({"a": 1, "b": [{"c": null}, 2], "d": "x"});
    let check = |now: Value, places: &[&str]| {
        let lost = lost(&kept, &now);
        assert_eq!(lost.iter().filter_map(|line| line.split(' ').next()).collect::<Vec<_>>(), places, "{now}");
    };
    check(kept.clone(), &[]);
    check(json!({"a": 1, "b": [{"c": null, "new": 1}, 2], "d": "x", "new": []}), &[]);
    check(json!({"a": 2, "b": [{}, 3], "d": null}), &[".a", ".b[0].c", ".b[1]", ".d"]);
    check(json!({"a": 1, "b": [{"c": null}, 2, 3], "d": "x"}), &[".b"]);
    assert_eq!(words("<p class=\"a\">One <b>two</b>\n</p><style>p {}</style><i>&lt;3</i>"), "One two &lt;3");
}

/// The worker recognises a repeated request by its bytes: what an earlier page has kept, and may have sent, must be sent as that page
/// did.
#[test]
fn what_a_page_has_kept_is_sent_as_it_was() {
    let sent = |wishes: &str| {
        let hash = "0".repeat(64);
        let kept = format!(r#"{{"confirm":{{"revision":7,"hash":"{hash}","wishes":{wishes}}}}}"#);
        let command: command::Command = serde_json::from_str(&kept).expect("what was kept can be read");
        assert_eq!(serde_json::to_string(&command).expect("JSON"), kept);
        let command::Command::Confirm(submission) = command else { panic!("a submission") };
        let request = serde_json::to_string(&ChangesRequest::submitting(&submission)).expect("JSON");
        request.replace(&format!(r#""revision":7,"hash":"{hash}","#), "")
    };
    assert_eq!(
        sent(r#"{"each":[[[2,1]],[],[[1,1],[3,1]]]}"#),
        r#"{"changes":[{"account":1,"mode":"none"},{"account":2,"mode":"monthly"},{"account":3,"mode":"none"}]}"#
    );
    assert_eq!(sent(r#"{"set":[[[2,1]],[],[[1,1],[3,2]]]}"#), r#"{"runs":{"monthly":[[2,1]],"none":[[1,1],[3,2]]}}"#);
}

#[test]
fn a_demo_that_0_1_0_kept_is_the_same_demo() {
    let folder = place::root().join("tests/data/versions/0.1.0");
    let text = |name: &str| fs::read_to_string(folder.join(name)).expect("it is kept");
    let log: Log = serde_json::from_str(&text("demo.json")).expect("a log");
    assert_eq!(log.steps.len(), 10);
    let demo = Demo::replay(log).expect("a demo");
    assert_eq!(demo.log().steps.len(), 10, "no step was passed over");
    let book: Snapshot = serde_json::from_str(&text("demo-book.json")).expect("a book");
    assert_eq!(demo.book(), &Book::from_snapshot(book));
    let again: Log = serde_json::from_str(&serde_json::to_string(demo.log()).expect("JSON")).expect("a log");
    assert_eq!(&again, demo.log());
}
