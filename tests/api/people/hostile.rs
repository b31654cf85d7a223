//! What a provider, or whoever poses as one, may say and send: what does not hold lets nobody in.

use std::thread;

use serde_json::{Value, json};
use tests::{
    provider::{Providers, value},
    workerd::Server,
};
use ureq::http::Method;
use xtask::workerd::CONTROL_OF_TESTS;

use super::{
    house::{House, Visitor, check_code},
    visit::{HOST, Known, is_in, is_out, now, query},
};

const BROKEN: [&str; 8] = ["slow", "slowbody", "large", "down", "liar", "elsewhere", "odd", "words"];

fn all(providers: &Providers) -> Vec<Value> {
    let named = |name: &&str| providers.hostile(name, &json!({}));
    let mut all: Vec<Value> = ["good", "other"].iter().chain(&BROKEN).map(named).collect();
    // at an address of this machine, and not said to be private
    all.push(providers.hostile("public", &json!({"private": null})));
    let team = format!("https://localhost:{}", providers.hostile);
    let more = json!({"kind": "access", "issuer": team, "client_id": "tag", "client_secret": null});
    all.push(providers.hostile("access", &more));
    all
}

#[test]
fn a_token_that_does_not_hold_lets_nobody_in() {
    type Bend = fn(&mut Value);
    let known = Known::new(all);
    for alg in ["RS256", "ES256", "EdDSA"] {
        let anna = is_in(known.comes_with("good", |said| said["alg"] = json!(alg)), "/");
        assert_eq!(known.house.get(&anna, "/me").expect(200).json()["name"], "Anna Huber");
    }
    is_in(known.comes_with("good", |said| (said["claims"]["aud"], said["claims"]["azp"]) = both()), "/");
    let bends: [(&str, Bend); 17] = [
        ("another issuer", |said| said["claims"]["iss"] = json!("https://localhost/other")),
        ("another audience", |said| said["claims"]["aud"] = json!("somebody")),
        ("several audiences", |said| said["claims"]["aud"] = both().0),
        ("another party", |said| said["claims"]["azp"] = json!("somebody")),
        ("expired", |said| said["claims"]["exp"] = json!(now() - 61)),
        ("without an end", |said| said["claims"]["exp"] = json!(null)),
        ("of later", |said| said["claims"]["iat"] = json!(now() + 120)),
        ("not in force yet", |said| said["claims"]["nbf"] = json!(now() + 120)),
        ("another nonce", |said| said["claims"]["nonce"] = json!("x")),
        ("no nonce", |said| said["claims"]["nonce"] = json!(null)),
        ("nobody", |said| said["claims"]["sub"] = json!("")),
        ("no signature", |said| (said["alg"], said["how"]) = (json!("none"), json!("none"))),
        ("signed with the public key", |said| (said["alg"], said["how"]) = (json!("HS256"), json!("HS256"))),
        ("signed with a key of another kind", |said| said["header"] = json!({"kid": "ES256-1"})),
        ("signed by somebody else", |said| said["unknown"] = json!(true)),
        ("an extension that must be understood", |said| said["header"] = json!({"crit": ["b64"], "b64": false})),
        ("a key that comes along", |said| {
            (said["unknown"], said["header"]) = (json!(true), json!({"jku": "https://localhost/keys", "kid": "x"}));
        }),
    ];
    for (what, bend) in bends {
        println!("{what}");
        is_out(known.comes_with("good", bend), "/", "provider_refused");
    }
    println!("another proof");
    is_out(known.comes_with("good", |said| said["challenge"] = json!("x")), "/", "provider_refused");
    println!("an address that is not verified");
    let unverified = |said: &mut Value| {
        (said["claims"]["email_verified"], said["claims"]["sub"]) = (json!(false), json!("another"));
    };
    is_out(known.comes_with("good", unverified), "/", "not_admitted");
    println!("who is let in no longer");
    is_out(known.comes_with("good", |said| said["claims"]["email_verified"] = json!(false)), "/", "not_admitted");
    println!("the same subject of another issuer");
    let other = is_in(known.comes_with("other", |said| said["claims"]["name"] = json!("Other")), "/");
    assert_eq!(known.house.get(&other, "/me").expect(200).json()["name"], "Other");
}

fn both() -> (Value, Value) {
    (json!(["laufzeit", "somebody"]), json!("laufzeit"))
}

#[test]
fn a_way_back_is_for_the_browser_that_began_and_counts_once() {
    let known = Known::new(all);
    let start = json!({"back": "/here"});
    let begin = || {
        let begun = known.begun("good", &start, &[]);
        let query = query(&begun, &known.says("good", &begun));
        (begun, query)
    };
    let (begun, good) = begin();
    is_out(known.back("good", "a=b", &good), "/sign-in", "provider_refused");
    is_out(known.back("good", &begin().0.cookie, &good), "/here", "provider_refused");
    is_out(known.back("good", &begun.cookie.replace('.', "0."), &good), "/sign-in", "provider_refused");
    is_out(known.back("good", &format!("{}; {}", begun.cookie, begun.cookie), &good), "/sign-in", "provider_refused");
    is_out(known.back("other", &begun.cookie, &good), "/here", "provider_refused");
    is_out(known.back("nobody", &begun.cookie, &good), "/here", "no_provider");
    is_out(
        known.back("good", &begun.cookie, &format!("{good}&iss=https%3A%2F%2Fid.example")),
        "/here",
        "provider_refused",
    );
    let state = format!("state={}", value(&begun.to, "state"));
    for wrong in ["", "code=x", "state=x&code=x", &state, &format!("{state}&code="), &format!("{state}&error=x&code=x")]
    {
        is_out(known.back("good", &begun.cookie, wrong), "/here", "provider_refused");
    }
    is_out(known.back("good", &begun.cookie, &format!("{state}&error=access_denied")), "/here", "provider_cancelled");
    is_out(known.back("good", &begun.cookie, &format!("{state}&error=server_error")), "/here", "provider_unreachable");
    is_in(known.back("good", &begun.cookie, &format!("{good}&session_state=x")), "/here");
    is_out(known.back("good", &begun.cookie, &good), "/here", "provider_refused");

    let (late, query) = begin();
    known.house.later(600_000);
    is_out(known.back("good", &late.cookie, &query), "/sign-in", "provider_refused");
    // the session of a flow is not one of the product
    let flow = late.cookie.replace("-flow", "");
    check_code(known.house.get(&Visitor::with_cookie(&flow), "/me"), 401, "not_signed_in");
}

#[test]
fn only_paths_of_this_page_are_come_back_to() {
    let known = Known::new(all);
    let long = format!("/{}", "x".repeat(1_000));
    for back in [
        "",
        "x",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "/ä",
        "https://evil.example",
        "/#x",
        "/a\r\nb",
        &long,
    ] {
        let answer = known.begins("good", &json!({"back": back}), &[]).expect(422);
        assert_eq!(answer.json()["errors"][0]["field"], "back", "{back}");
    }
    for back in ["/", "/platforms/a?search=%C3%A4", "/me"] {
        known.begins("good", &json!({"back": back}), &[]).expect(200);
    }
    // nobody else's page begins a sign-in
    let foreign = [("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")];
    check_code(known.begins("good", &json!({"back": "/"}), &foreign), 403, "foreign_origin");
    check_code(known.begins("nobody", &json!({"back": "/"}), &[]), 404, "no_provider");
}

#[test]
fn keys_are_asked_for_again_but_not_without_end() {
    let known = Known::new(all);
    let come = |bend: fn(&mut Value)| known.comes_with("good", bend);
    // longer in force than this test moves the clock
    let long = |said: &mut Value| said["claims"]["exp"] = json!(now() + 100_000);
    let keys = || known.providers.seen("good/keys");
    is_in(come(|_| ()), "/");
    is_in(come(|_| ()), "/");
    assert_eq!((keys(), known.providers.seen("good/.well-known/openid-configuration")), (1, 1));
    is_out(come(|said| said["header"] = json!({"kid": "unknown"})), "/", "provider_refused");
    assert_eq!(keys(), 1, "they were asked for within a minute");
    known.house.later(60_000);
    let rotated = |said: &mut Value| {
        long(said);
        said["rotate"] = json!(true);
    };
    is_in(known.comes_with("good", rotated), "/");
    assert_eq!(keys(), 2);
    for _ in 0..3 {
        is_out(come(|said| said["header"] = json!({"kid": "unknown"})), "/", "provider_refused");
    }
    assert_eq!(keys(), 2);
    known.house.later(60_000);
    is_out(
        known.comes_with("good", |said| {
            long(said);
            said["header"] = json!({"kid": "unknown"});
        }),
        "/",
        "provider_refused",
    );
    assert_eq!(keys(), 3);
}

#[test]
fn a_provider_that_does_not_answer_keeps_nobody_waiting_for_ever() {
    let known = Known::new(all);
    let begin = |id: &str| known.begins(id, &json!({"back": "/"}), &[]);
    thread::scope(|scope| {
        for id in BROKEN.into_iter().chain(["public"]) {
            scope.spawn(move || check_code(begin(id), 502, "provider_unreachable"));
        }
        for how in ["slow", "large"] {
            let known = &known;
            let bend = move |said: &mut Value| said[how] = json!(true);
            scope.spawn(move || is_out(known.comes_with("good", bend), "/", "provider_unreachable"));
        }
    });
    // it is left alone for a moment
    let seen = || known.providers.seen("down/.well-known/openid-configuration");
    let before = seen();
    check_code(begin("down"), 502, "provider_unreachable");
    assert!(seen() <= before + 1);
    assert_eq!(
        known.providers.seen("public/.well-known/openid-configuration"),
        0,
        "the runtime keeps it from private addresses"
    );
    is_in(known.comes_with("good", |_| ()), "/");
}

#[test]
fn cloudflare_access_lets_in_whom_it_vouches_for() {
    let known = Known::new(all);
    let header = "cf-access-jwt-assertion";
    let said = |bend: &dyn Fn(&mut Value)| {
        let iss = format!("https://localhost:{}", known.providers.hostile);
        let mut said = json!({"claims": {"iss": iss, "sub": "anna", "aud": ["tag"], "exp": now() + 300, "iat": now(),
            "email": "anna@firma.example"}});
        bend(&mut said);
        known.providers.token(&said)
    };
    let come = |token: &str| known.begins("access", &json!({"back": "/here"}), &[(header, token)]);
    let ways = |headers: &[(&str, &str)]| {
        let headers: Vec<_> = headers.iter().chain(&[HOST]).copied().collect();
        let ways = known.house.server.call(Method::GET, "/sign-in/ways", &headers, None).expect(200).json();
        ways["providers"].as_array().expect("a list").iter().any(|provider| provider["id"] == "access")
    };
    let good = said(&|_| ());
    assert!(ways(&[(header, &good)]) && !ways(&[]));

    let answer = come(&good).expect(200);
    assert_eq!(answer.json(), json!({"to": "/here"}));
    let anna = Visitor::with_cookie(answer.header("set-cookie").split(';').next().expect("a cookie"));
    let me = known.house.get(&anna, "/me").expect(200).json();
    assert_eq!((&me["name"], &me["roles"]), (&json!("anna@firma.example"), &json!([])));
    for (what, token) in [
        ("nothing", String::new()),
        ("another application", said(&|said| said["claims"]["aud"] = json!(["other"]))),
        ("another team", said(&|said| said["claims"]["iss"] = json!("https://other.cloudflareaccess.com"))),
        ("expired", said(&|said| said["claims"]["exp"] = json!(now() - 61))),
        ("a service", said(&|said| said["claims"]["sub"] = json!(""))),
        ("no signature", said(&|said| (said["alg"], said["how"]) = (json!("none"), json!("none")))),
        ("another key", said(&|said| said["unknown"] = json!(true))),
    ] {
        println!("{what}");
        check_code(come(&token), 401, "provider_refused");
    }
    let foreign = |said: &mut Value| {
        (said["claims"]["sub"], said["claims"]["email"]) = (json!("fritz"), json!("fritz@fremd.example"));
    };
    check_code(come(&said(&foreign)), 401, "not_admitted");
    // the header alone is no session
    let headers = [HOST, (header, &*good)];
    check_code(known.house.server.call(Method::GET, "/me", &headers, None), 401, "not_signed_in");
}

#[test]
fn a_wrong_configuration_closes_this_way_and_no_other() {
    let wrong = json!({"providers": [{"id": "entra", "name": "Entra", "client_id": "x", "client_secret": "very secret",
        "issuer": "https://login.microsoftonline.com/common/v2.0", "allow": {"tenants": []}}]});
    for (text, named) in [(wrong.to_string(), "providers[0].issuer"), ("{".to_owned(), "this is not JSON")] {
        let house = House { server: Server::start_with(text, None) };
        let owner = house.joins(&house.owner_secret(), "Olga", &house.authenticator(1));
        house.get(&owner, "/me").expect(200);
        let ways = house.get(&Visitor::nobody(), "/sign-in/ways").expect(200).json();
        assert_eq!(ways, json!({"passkeys": true, "providers": [], "misconfigured": true}));
        let begin = house.post(&Visitor::nobody(), "/sign-in/providers/entra", &json!({"back": "/"}));
        check_code(begin, 409, "provider_misconfigured");
        let told = house.server.control(CONTROL_OF_TESTS, "/providers").body;
        assert!(told.contains(named), "{told}");
        assert!(house.server.log().contains(named) && !house.server.log().contains("very secret"));
    }
}
