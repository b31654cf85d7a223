//! Where the worker runs decides who is let in, and where nothing says so, nobody is.

use domain::wire::{Access, Fault};
use serde_json::json;
use tests::workerd::{Answer, Server, new_key};
use ureq::http::Method;
use xtask::workerd::Config;

use crate::{
    company::{Company, new_platform},
    guard::is_problem_of,
};

fn get(server: &Server, path: &str, headers: &[(&str, &str)]) -> Answer {
    server.call(Method::GET, path, headers, None)
}

#[track_caller]
fn check_code(answer: Answer, status: u16, code: &str) -> Answer {
    let answer = answer.expect(status);
    assert_eq!(answer.json()["code"], code, "{answer:?}");
    answer
}

/// A proxy in front of a desk would make everybody its owner.
#[test]
fn a_desk_answers_nobody_behind_a_proxy() {
    let server = Company::empty().server;
    for (name, value) in [
        ("forwarded", "for=192.0.2.1"),
        ("x-forwarded-for", "192.0.2.1"),
        ("x-forwarded-for", "127.0.0.1"),
        ("X-Forwarded-Proto", "https"),
        ("x-forwarded-host", "laufzeit.example"),
        ("x-forwarded-anything", ""),
        ("via", "1.1 proxy"),
        ("cf-connecting-ip", "192.0.2.1"),
        ("CF-Ray", "1"),
    ] {
        for path in ["/healthz", "/platforms", "/platforms/nobody", "/nothing"] {
            check_code(get(&server, path, &[(name, value)]), 503, "proxy_in_front");
        }
        let page = server.file_with(Method::GET, "/", &[(name, value)]);
        is_problem_of(&check_code(page, 503, "proxy_in_front"), &Fault::Access(Access::ProxyInFront));
    }
    for (name, value) in [("x-forward", "1"), ("cfx", "1"), ("viable", "1"), ("accept-language", "de")] {
        get(&server, "/platforms", &[(name, value)]).expect(200);
    }
}

/// Nobody has a token at a desk, so whoever brings one means another place.
#[test]
fn a_desk_knows_no_tokens() {
    let company = Company::empty();
    for value in ["Bearer lfz_x", "Basic eDp5", "Bearer", "x"] {
        let headers = [("authorization", value)];
        for path in ["/platforms", "/openapi.json", &company.path("")] {
            let answer = check_code(get(&company.server, path, &headers), 401, "not_signed_in");
            assert_eq!(answer.header("www-authenticate"), "Bearer");
        }
        get(&company.server, "/healthz", &headers).expect(200);
        let headers = [("authorization", value), ("content-type", "application/json"), ("idempotency-key", &new_key())];
        let body = json!({"today": "2026-12-01"}).to_string().into_bytes();
        let answer = company.server.call(Method::POST, &company.path("/clock"), &headers, Some(body));
        check_code(answer, 401, "not_signed_in");
    }
}

/// Without a word about where it runs, the worker tells nobody anything but that it is there.
#[test]
fn nothing_falls_open() {
    let server = Server::start_as(Config::Locked, &std::env::temp_dir());
    for host in ["127.0.0.1", "laufzeit.example", "LAUFZEIT.example:443"] {
        let headers = [("host", host)];
        get(&server, "/healthz", &headers).expect(200);
        server.file_with(Method::GET, "/", &headers).expect(200);
        for path in ["/platforms", "/platforms/nobody", "/platforms/nobody/check", "/openapi.json"] {
            check_code(get(&server, path, &headers), 503, "sign_in_missing");
        }
        // behind a proxy there, too
        check_code(
            get(&server, "/platforms", &[("host", host), ("x-forwarded-for", "192.0.2.1")]),
            503,
            "sign_in_missing",
        );
    }
    let headers = [("content-type", "application/json"), ("idempotency-key", &*new_key())];
    let body = new_platform().to_string().into_bytes();
    check_code(server.call(Method::POST, "/platforms", &headers, Some(body)), 503, "sign_in_missing");
    check_code(get(&server, "/platforms", &[("host", "other.example")]), 403, "foreign_host");
}

/// What another site asks for in one of its pages is refused, whatever the method. Its links may be followed.
#[test]
fn other_sites_may_link_and_nothing_else() {
    let company = Company::empty();
    let visit = [("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document")];
    for site in ["cross-site", "same-site", "anything"] {
        for others in [&[][..], &[("sec-fetch-mode", "no-cors"), ("sec-fetch-dest", "image")], &visit[..1]] {
            let headers: Vec<_> = [("sec-fetch-site", site)].into_iter().chain(others.iter().copied()).collect();
            check_code(get(&company.server, "/platforms", &headers), 403, "foreign_origin");
        }
        let headers: Vec<_> = [("sec-fetch-site", site)].into_iter().chain(visit).collect();
        get(&company.server, "/platforms", &headers).expect(200);
        let headers: Vec<_> =
            headers.into_iter().chain([("content-type", "application/json"), ("idempotency-key", "k")]).collect();
        let body = json!({"today": "2026-12-01"}).to_string().into_bytes();
        let answer = company.server.call(Method::POST, &company.path("/clock"), &headers, Some(body));
        check_code(answer, 403, "foreign_origin");
    }
    for site in ["same-origin", "none"] {
        get(&company.server, "/platforms", &[("sec-fetch-site", site)]).expect(200);
    }
}
