//! Somebody who comes by a provider, with a browser that keeps the cookie of the flow.

use std::time::{SystemTime, UNIX_EPOCH};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL};
use serde_json::{Value, json};
use tests::{
    provider::{Providers, value, way},
    workerd::{Answer, Server},
};
use ureq::http::Method;

use super::house::{House, Visitor};

/// The host name by which browsers come here.
pub(super) const HOST: (&str, &str) = ("host", "laufzeit.example");

/// A house with its first administrator, and providers.
pub(super) struct Known {
    pub(super) house: House,
    pub(super) owner: Visitor,
    pub(super) providers: Providers,
}

/// A sign-in that has begun: where it leads, and the cookie that the browser keeps.
pub(super) struct Begun {
    pub(super) to: String,
    pub(super) cookie: String,
}

/// Seconds since 1970.
pub(super) fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs()
}

/// A house of nobody yet, with these providers.
pub(super) fn house_with(providers: &[Value]) -> House {
    House { server: Server::start_with(json!({"providers": providers}).to_string(), Some(way())) }
}

/// The texts of the cookies that an answer sets, by how they begin.
fn cookies<'a>(answer: &'a Answer, name: &str) -> Vec<&'a str> {
    let all = answer.headers.get_all("set-cookie").iter();
    all.filter_map(|cookie| cookie.to_str().ok()).filter(|cookie| cookie.starts_with(name)).collect()
}

impl Known {
    pub(super) fn new(of: impl Fn(&Providers) -> Vec<Value>) -> Self {
        let providers = Providers::start();
        let house = house_with(&of(&providers));
        let owner = house.joins(&house.owner_secret(), "Olga Owner", &house.authenticator(1));
        Self { house, owner, providers }
    }

    /// Asks to begin.
    pub(super) fn begins(&self, id: &str, body: &Value, more: &[(&str, &str)]) -> Answer {
        let headers: Vec<_> = [HOST, ("content-type", "application/json")].iter().chain(more).copied().collect();
        let path = format!("/sign-in/providers/{id}");
        self.house.server.call(Method::POST, &path, &headers, Some(body.to_string().into_bytes()))
    }

    #[track_caller]
    pub(super) fn begun(&self, id: &str, body: &Value, more: &[(&str, &str)]) -> Begun {
        let answer = self.begins(id, body, more).expect(200);
        let [cookie] = cookies(&answer, "__Host-laufzeit-flow=")[..] else { panic!("one cookie: {answer:?}") };
        for part in ["; Path=/; ", "; Secure", "; HttpOnly", "; SameSite=Lax", "; Max-Age=600"] {
            assert!(cookie.contains(part), "{cookie}");
        }
        let to = answer.json()["to"].as_str().expect("an address").to_owned();
        Begun { to, cookie: cookie.split(';').next().expect("a cookie").to_owned() }
    }

    /// Comes back from a provider, as a browser follows it from another site.
    pub(super) fn back(&self, id: &str, cookie: &str, query: &str) -> Answer {
        self.back_from("", id, cookie, query)
    }

    /// The same from an address.
    pub(super) fn back_from(&self, from: &str, id: &str, cookie: &str, query: &str) -> Answer {
        let visit = [("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document")];
        let headers: Vec<_> = visit.into_iter().chain([HOST, ("cookie", cookie), ("x-forwarded-for", from)]).collect();
        let path = format!("/sign-in/providers/{id}/callback?{query}");
        self.house.server.call(Method::GET, &path, &headers, None)
    }

    /// Signs in with the real provider.
    pub(super) fn comes(&self, login: &str, body: &Value, more: &[(&str, &str)]) -> Answer {
        let begun = self.begun("real", body, more);
        let back = self.providers.sign_in(&begun.to, login);
        let callback = "https://laufzeit.example/api/v1/sign-in/providers/real/callback?";
        let query = back.strip_prefix(callback).unwrap_or_else(|| panic!("{back}"));
        self.back("real", &begun.cookie, query)
    }

    /// What the other provider is to say: claims that hold, for this sign-in.
    pub(super) fn says(&self, id: &str, begun: &Begun) -> Value {
        let claims = json!({"iss": format!("https://localhost:{}/{id}", self.providers.hostile), "sub": "anna", "aud": "laufzeit",
            "exp": now() + 300, "iat": now(), "nonce": value(&begun.to, "nonce"),
            "email": "anna@firma.example", "email_verified": true, "name": "Anna Huber"});
        json!({"claims": claims, "challenge": value(&begun.to, "code_challenge")})
    }

    /// Signs in with the other provider, after what it says was bent.
    pub(super) fn comes_with(&self, id: &str, bend: impl Fn(&mut Value)) -> Answer {
        let begun = self.begun(id, &json!({"back": "/"}), &[]);
        let mut said = self.says(id, &begun);
        bend(&mut said);
        self.back(id, &begun.cookie, &query(&begun, &said))
    }
}

/// What the other provider sends back, so that it says this.
pub(super) fn query(begun: &Begun, said: &Value) -> String {
    format!("state={}&code={}", value(&begun.to, "state"), BASE64URL.encode(said.to_string()))
}

/// Whoever has signed in by this answer, which leads to `to`.
#[track_caller]
pub(super) fn is_in(answer: Answer, to: &str) -> Visitor {
    let answer = answer.expect(303);
    assert_eq!(answer.header("location"), to);
    assert_eq!(cookies(&answer, "__Host-laufzeit-flow=; ").len(), 1, "the flow has ended: {:?}", answer.headers);
    let [session] = cookies(&answer, "__Host-laufzeit=")[..] else { panic!("one session: {:?}", answer.headers) };
    assert!(session.contains("; SameSite=Strict"), "{session}");
    Visitor::with_cookie(session.split(';').next().expect("a cookie"))
}

/// Nobody has signed in by this answer, which says why.
#[track_caller]
pub(super) fn is_out(answer: Answer, to: &str, code: &str) {
    let answer = answer.expect(303);
    assert_eq!(answer.header("location"), format!("{to}#sign-in={code}"));
    assert!(cookies(&answer, "__Host-laufzeit=").is_empty(), "{:?}", answer.headers);
}
