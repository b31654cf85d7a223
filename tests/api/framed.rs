//! No answer of any kind may be shown within another site, or be taken for something that it does not say it is.

use std::fs;

use serde_json::json;
use tests::workerd::{Answer, new_key};
use ureq::http::Method;
use xtask::place;

use crate::company::Company;

#[track_caller]
fn check(what: &str, answer: &Answer) {
    let policy = answer.header("content-security-policy");
    assert!(policy.contains("default-src 'none'"), "{what}: {policy} {answer:?}");
    assert!(policy.contains("frame-ancestors 'none'"), "{what}: {policy}");
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(answer.header(name), value, "{what}: {name}");
    }
    assert!(answer.header("permissions-policy").contains("camera=()"), "{what}");
    let scripts = policy.split(';').find(|part| part.trim().starts_with("script-src")).unwrap_or_default();
    assert!(!scripts.contains("'unsafe-inline'") && !scripts.contains("'unsafe-eval'"), "{what}: {scripts}");
}

#[test]
fn the_page_and_its_files() {
    let server = Company::empty().server;
    let names = fs::read_dir(place::page()).expect("the page is built");
    let mut files: Vec<String> = names.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
    files.retain(|name| !name.starts_with('_'));
    assert!(files.iter().any(|name| name.ends_with(".wasm")), "{files:?}");
    let more = ["", "demo/", "platforms/x/accounts", "nothing/there.js", "api", "%ff", "..%2f", "_headers", "?a=b"];
    for file in files.into_iter().chain(more.map(str::to_owned)) {
        let address = format!("/{file}");
        check(&address, &server.file(Method::GET, &address));
        check(&format!("HEAD {address}"), &server.file(Method::HEAD, &address));
    }
    assert_eq!(server.file(Method::GET, "/%ff").status, 307, "a redirect is among them");
    for method in [Method::POST, Method::PUT, Method::DELETE, Method::OPTIONS] {
        check("another method", &server.file(method, "/").expect(405));
    }
    let page = server.file(Method::GET, "/");
    let policy = page.header("content-security-policy");
    for part in [
        "script-src 'self' 'wasm-unsafe-eval' 'sha256-",
        "worker-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
    ] {
        assert!(policy.contains(part), "{part} is not in {policy}");
    }
    assert!(!policy.contains("unsafe-inline"), "{policy}");
}

/// A file with a hash in its name is kept for good. Nothing else is: not the page, and not what is answered in place of a
/// file that an older page asks for.
#[test]
fn only_files_that_never_change_are_kept() {
    let server = Company::empty().server;
    let keeps = |address: &str| server.file(Method::GET, address).header("cache-control").contains("immutable");
    let page = server.file(Method::GET, "/");
    let program = page.text().split('"').find(|part| part.ends_with("_bg.wasm")).expect("its program").to_owned();
    assert!(keeps(&program), "{program}");
    for file in fs::read_dir(place::page().join("words")).expect("words") {
        let file = file.expect("a file").file_name().into_string().expect("a name");
        assert!(keeps(&format!("/words/{file}")), "{file}");
    }
    // it says which files there are
    assert_eq!(server.file(Method::GET, "/service-worker.js").header("cache-control"), "no-cache");
    let older = program.replace(|char: char| char.is_ascii_digit(), "0");
    for address in ["/", "/demo/", "/platforms/x/accounts", "/404.html", &older, "/words/none.wasm"] {
        assert!(!keeps(address), "{address}");
    }
    let answer = server.get("/platforms").expect(200);
    assert_eq!(answer.header("cache-control"), "no-store");
}

#[test]
fn everything_the_api_says() {
    let company = Company::of_1000();
    company.order(1, "monthly");
    let number = company.get("/invoices").expect(200).json()["items"][0]["number"].clone();
    let invoice = company.path(&format!("/invoices/{}", number.as_str().expect("a number")));
    let html = [("accept", "text/html")];
    let server = &company.server;
    for (address, headers, status) in [
        ("/healthz", &[][..], 200),
        ("/openapi.json", &[], 200),
        ("/platforms", &[], 200),
        ("/nothing", &[], 404),
        ("/platforms/nobody", &[], 404),
        (&company.path(""), &[], 200),
        (&company.path(""), &[("host", "evil.example")], 403),
        (&company.path("/accounts.csv"), &[], 200),
        (&company.path("/accounts?limit=x"), &[], 422),
        (&company.path("/clock"), &[], 405),
        (&invoice, &[], 200),
        (&invoice, &html, 200),
        (&company.path("/test/panic"), &[], 500),
    ] {
        let answer = server.call(Method::GET, address, headers, None).expect(status);
        check(address, &answer);
    }
    let json = ("content-type", "application/json");
    for (path, body, status) in [("/changes/preview", json!({}), 422), ("/clock", json!({"today": "2026-11-23"}), 200)]
    {
        let headers = [json, ("idempotency-key", &*new_key())];
        let body = body.to_string().into_bytes();
        check(path, &server.call(Method::POST, &company.path(path), &headers, Some(body)).expect(status));
    }
}
