//! Checks of the project's shape: which part may use which, how long a file may be, what no file may contain, and
//! whether the map in the README is right.

mod arrows;
mod circles;
mod files;
mod map;
mod words;

use std::fs;

use xtask::place;

use crate::files::{File, every};

/// Fails with all findings at once, one per line.
#[track_caller]
fn check_none(findings: impl IntoIterator<Item = String>) {
    let findings: Vec<_> = findings.into_iter().collect();
    assert!(findings.is_empty(), "{} findings:\n{}", findings.len(), findings.join("\n"));
}

#[test]
fn the_rules_depend_on_little() {
    check_none(arrows::foreign(&arrows::dependencies("domain"), arrows::RULES_MAY_USE));
}

#[test]
fn neither_page_nor_worker_depends_on_the_other() {
    let page = arrows::dependencies("app").into_iter().filter(|name| name == "laufzeit-worker");
    let worker = arrows::dependencies("laufzeit-worker").into_iter().filter(|name| name == "app");
    check_none(page.chain(worker));
}

#[test]
fn the_rules_have_no_floats() {
    check_none(every("domain/src", &["rs"]).iter().flat_map(|file| files::containing(file, arrows::NOT_IN_RULES)));
}

#[test]
fn the_page_keeps_its_arrows() {
    check_none(every("app/src", &["rs"]).iter().flat_map(arrows::forbidden));
}

#[test]
fn the_rules_stand_on_the_nouns() {
    check_none(every("domain/src", &["rs"]).iter().flat_map(arrows::upwards));
}

#[test]
fn nothing_goes_in_circles() {
    check_none(
        [("domain/src", ""), ("worker/src", ""), ("app/src", "/screens")]
            .into_iter()
            .flat_map(|(root, within)| circles::circles(&every(root, &["rs"]), root, &format!("{root}{within}"))),
    );
}

#[test]
fn only_bytes_become_submissions_again() {
    let code = ["domain/src", "app/src", "worker/src"].into_iter().flat_map(|folder| every(folder, &["rs"]));
    let others = code.filter(|file| !arrows::READ_SUBMISSIONS.contains(&file.path.as_str()));
    check_none(others.flat_map(|file| files::containing(&file, &["Submission::read("])));
}

#[test]
fn no_file_is_too_long() {
    let code = files::all(&["rs", "mjs", "css", "html", "capnp"]);
    // The words of a language are a table, which may be as long as needed.
    let code = code.iter().filter(|file| !file.path.starts_with("app/src/words/"));
    check_none(code.filter_map(|file| files::too_long(file, files::LONGEST)));
}

#[test]
fn no_file_contains_what_none_should() {
    let texts =
        files::all(&["rs", "mjs", "css", "html", "capnp", "toml", "json", "jsonc", "md", "run", "npmrc", "lock"]);
    check_none(texts.iter().flat_map(|file| files::containing(file, &files::nowhere())));
}

#[test]
fn the_page_writes_no_markup_from_text() {
    check_none(
        every("app", &["rs", "html"]).iter().flat_map(|file| files::containing(file, &["innerHTML", "inner_html"])),
    );
}

#[test]
fn the_page_says_no_refusal_in_the_words_of_its_host() {
    let page = every("app/src", &["rs"]);
    let others = page.iter().filter(|file| !file.path.starts_with("app/src/words/refusals.rs"));
    check_none(others.flat_map(|file| files::containing(file, arrows::ENGLISH)));
}

#[test]
fn the_map_shows_what_is_here() {
    let readme = fs::read_to_string(place::root().join("README.md")).expect("there is a README");
    check_none(map::disagreements(&readme, &map::folders()));
}

#[test]
fn each_check_finds_what_it_is_for() {
    let file = |path: &str, text: &str| File { path: path.to_owned(), text: text.to_owned() };
    let found = |path, text| arrows::forbidden(&file(path, text)).len();
    assert_eq!(found("app/src/widgets/menu.rs", "use domain::account::Account;"), 1);
    assert_eq!(found("app/src/widgets/menu.rs", "use super::icon::Icon; use crate::widgets::badge;"), 0);
    assert_eq!(found("app/src/screens/history.rs", "use crate::{\n  backend::{Http, demo},\n  storage,\n  words};"), 2);
    assert_eq!(found("app/src/session.rs", "let toast = crate::widgets::toast::Toast;"), 1);
    let upwards = |path, text| arrows::upwards(&file(path, text)).len();
    assert_eq!(upwards("domain/src/order.rs", "use crate::{book::Book, money::Amount};"), 1);
    assert_eq!(upwards("domain/src/rules/orders.rs", "use crate::{book::Book, rules::Day};"), 0);
    let round = [
        file("a/src/lib.rs", "mod b; mod c;"),
        file("a/src/b/mod.rs", "pub use self::d::D; use super::c::C;"),
        file("a/src/b/d.rs", "use super::E; fn f() -> crate::c::C {}"),
        file("a/src/c.rs", "use crate::{b::D, e};"),
        file("a/src/e.rs", "// use crate::c::C;"),
    ];
    assert_eq!(circles::circles(&round, "a/src", "a/src"), ["these need each other: a/src/b/d.rs, a/src/c.rs"]);
    assert_eq!(files::too_long(&file("a.rs", &"\n".repeat(401)), 400).iter().count(), 1);
    assert_eq!(files::containing(&file("a.rs", "fine\nlet x: f64 = 1.0;"), arrows::NOT_IN_RULES), ["a.rs:2: f64"]);
    assert_eq!(arrows::foreign(&["serde".to_owned(), "tokio".to_owned()], arrows::RULES_MAY_USE).len(), 1);
    let readme = "```text\ndomain/  rules\nold/  gone\n```\n";
    assert_eq!(map::disagreements(readme, &["domain".to_owned(), "new".to_owned()]).len(), 2);
}

#[test]
fn no_text_is_left_in_another_language() {
    let texts = |language: &str| {
        let files = every(&format!("app/src/words/{language}"), &["rs", "md"]).into_iter();
        files.map(|file| (file.path.replace(&format!("/{language}/"), "/"), words::texts(&file))).collect::<Vec<_>>()
    };
    let languages = ["de", "en", "fr"].map(texts);
    let mut looked_at = 0;
    for (language, others) in languages.iter().zip([[1, 2], [0, 2], [0, 1]]) {
        for (path, own) in language {
            looked_at += own.len();
            let said = others.iter().flat_map(|other| &languages[*other]).filter(|(other, _)| other == path);
            check_none(said.flat_map(|(_, other)| words::alike(path, own, other)));
        }
    }
    assert!(looked_at > 1_000, "{looked_at} texts");
}

#[test]
fn french_has_its_spaces_and_no_language_a_straight_apostrophe() {
    let files = ["de", "en", "fr"].map(|language| every(&format!("app/src/words/{language}"), &["rs", "md"]));
    let said = |file: &File| words::texts(file).into_iter().map(|text| (file.path.clone(), text)).collect::<Vec<_>>();
    check_none(files.iter().flatten().flat_map(said).filter_map(|(path, text)| words::straight(&path, &text)));
    check_none(files[2].iter().flat_map(said).filter_map(|(path, text)| words::signs(&path, &text)));
}
