//! What a browser keeps may be missing, silent, full or broken. The page works all the same, and says what it lacks.

use serde_json::{Value, json};
use tests::workerd::Server;

use crate::{
    page::Page,
    screens::{SMALL_ROSTER, platform},
    thing::Name,
};

const ENDING: &str = "kontakt@musterfirma.example";
const NOT_KEPT: &str = "Dieser Browser speichert nichts.";
const ASIDE: &str = "Etwas, das dieser Browser aufgehoben hatte, ließ sich nicht lesen und wurde beiseitegelegt.";

/// Browsers that keep nothing, each as a script that runs before the page, and whether the demo can tell at once.
const KEEPING_NOTHING: [(&str, &str, bool); 5] = [
    (
        "asking throws",
        "for (const name of ['localStorage', 'sessionStorage', 'indexedDB'])
            Object.defineProperty(window, name, { get() { throw new DOMException('denied', 'SecurityError'); } });",
        true,
    ),
    (
        "nothing is there",
        "for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'BroadcastChannel'])
            Object.defineProperty(window, name, { value: null });
        delete Navigator.prototype.locks;",
        true,
    ),
    ("the database never opens", "IDBFactory.prototype.open = () => new EventTarget();", true),
    (
        "the database does not open",
        "IDBFactory.prototype.open = () => {
            const request = new EventTarget();
            setTimeout(() => request.onerror(new Event('error')));
            return request;
        };",
        true,
    ),
    (
        "it is full",
        "const full = () => { throw new DOMException('full', 'QuotaExceededError'); };
        Storage.prototype.setItem = full;
        IDBObjectStore.prototype.put = full;",
        false,
    ),
];

/// Runs a script before every page that is opened, and returns its name.
fn before_pages(page: &mut Page, script: &str) -> Value {
    let mut made = page.chromium.call("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script }));
    made["identifier"].take()
}

#[test]
fn a_browser_that_keeps_nothing_is_worked_with_and_told() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut page = Page::new();
    for (what, script, at_once) in KEEPING_NOTHING {
        eprintln!("{what}");
        let script = before_pages(&mut page, script);
        page.open_platform(&server, &id);
        page.open_billing();
        page.choose("Keine", ENDING);
        page.shows("1 Änderung ·");
        page.shows(NOT_KEPT);
        page.go_on();
        page.open(&format!("{}/platforms/{id}/accounts?dialog=order", server.address()));
        page.find("dialog", "Accounts bestellen");
        assert!(!page.all_text().contains("vorgemerkt"), "{what}: nothing is kept");
        page.open(&format!("{}/demo", server.address()));
        page.counts("25 von 25 Accounts");
        if at_once {
            page.shows(NOT_KEPT);
        }
        page.click("button", "+1 Tag");
        page.shows(NOT_KEPT);
        page.chromium.call("Page.removeScriptToEvaluateOnNewDocument", json!({ "identifier": script }));
    }
}

/// Puts a value into a store of the database, which may not be there yet.
fn put(page: &mut Page, store: &str, key: &str, value: &Value) {
    let script = format!(
        "new Promise((done, failed) => {{
            const open = indexedDB.open('laufzeit', 1);
            open.onupgradeneeded = () => ['drafts', 'outbox'].forEach(name => open.result.createObjectStore(name));
            open.onerror = failed;
            open.onsuccess = () => {{
                const write = open.result.transaction({store}, 'readwrite');
                write.objectStore({store}).put({value}, {key});
                write.oncomplete = () => {{ open.result.close(); done(true); }};
            }};
        }})",
        store = json!(store),
        key = json!(key),
    );
    assert_eq!(page.run(&script), true);
}

#[test]
fn a_broken_draft_stops_nothing_and_is_set_aside() {
    let server = Server::start();
    let id = platform(&server, SMALL_ROSTER);
    let mut page = Page::new();
    let kept = |accounts: Value| json!(json!({ "version": 1, "accounts": accounts }).to_string());
    let drafts = [
        kept(json!([[], [], [[1, 4_294_967_295_u32]]])),
        kept(json!([[[1, 900_000], [1, 900_000]], [], []])),
        kept(json!([[], [], [[4_096, 1]]])),
        kept(json!([[], [], [[4_000, 1]]])),
        kept(json!([[], []])),
        kept(json!("all")),
        json!("{ what is this"),
        json!(""),
        json!(7),
        json!({ "accounts": [1] }),
    ];
    for draft in drafts {
        eprintln!("{draft}");
        page.open(&format!("{}/api/v1/healthz", server.address()));
        put(&mut page, "drafts", &format!("{id}\n00000000"), &draft);
        works_and_says(&mut page, &server, &id);
    }
    let older = [
        ("laufzeit.draft.", json!({ "staged": [[], [], [[1, 4_294_967_295_u32]]], "outbox": null }).to_string()),
        ("laufzeit.draft.", json!({ "staged": [[1, 4_294_967_295_u32]] }).to_string()),
        ("laufzeit.draft.", "null".to_owned()),
    ];
    for (name, text) in older {
        eprintln!("{text}");
        page.open(&format!("{}/api/v1/healthz", server.address()));
        page.run(&format!("localStorage.setItem({}, {})", json!(format!("{name}{id}")), json!(text)));
        works_and_says(&mut page, &server, &id);
    }
    for demo in ["{}", "[]", "{ what", r#"{"sample":"small","began":"9999-01-01","at":"","steps":[]}"#] {
        eprintln!("{demo}");
        page.open(&format!("{}/api/v1/healthz", server.address()));
        page.run(&format!("localStorage.setItem('laufzeit.demo', {})", json!(demo)));
        page.open(&format!("{}/demo", server.address()));
        page.counts("25 von 25 Accounts");
        page.shows(ASIDE);
        page.click("button", "Schließen");
    }
}

/// Stages something, takes it back, and reads that something was set aside.
#[track_caller]
fn works_and_says(page: &mut Page, server: &Server, id: &str) {
    page.open_platform(server, id);
    page.shows(ASIDE);
    page.click("button", "Schließen");
    page.open_billing();
    page.choose("Keine", ENDING);
    page.shows("1 Änderung ·");
    page.click("button", Name::Begins("Wie vorher"));
    page.shows("Noch keine Änderung");
}
