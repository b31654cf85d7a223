//! A server where people sign in, and the people who come to it.

use serde_json::{Value, json};
use tests::authenticator::Authenticator;
use tests::workerd::{Answer, Server, new_key};
use ureq::http::Method;
use xtask::workerd::{CONTROL_OF_TESTS, Config};

/// A server where people sign in, reached as `localhost`.
pub(crate) struct House {
    pub(crate) server: Server,
}

/// Somebody who calls: with a session, a token, or nothing.
#[derive(Debug, Clone, Default)]
pub(crate) struct Visitor {
    header: Option<(&'static str, String)>,
    pub(crate) id: String,
}

/// A new administrator of all platforms.
pub(crate) const EVERYTHING: [(&str, Option<&str>); 1] = [("administrator", None)];

/// Roles as the API has them.
pub(crate) fn roles(list: &[(&str, Option<&str>)]) -> Value {
    let grant = |(role, platform): &(&str, Option<&str>)| match platform {
        Some(platform) => json!({"role": role, "platform": platform}),
        None => json!({"role": role}),
    };
    list.iter().map(grant).collect()
}

impl Visitor {
    pub(crate) fn nobody() -> Self {
        Self::default()
    }

    pub(crate) fn with_token(text: &str) -> Self {
        Self { header: Some(("authorization", format!("Bearer {text}"))), id: String::new() }
    }

    pub(crate) fn with_cookie(text: &str) -> Self {
        Self { header: Some(("cookie", text.to_owned())), id: String::new() }
    }

    /// The header by which they are known.
    pub(crate) fn header(&self) -> (&'static str, &str) {
        self.header.as_ref().map_or(("x-nobody", ""), |(name, value)| (name, value))
    }

    /// The cookie of the session.
    pub(crate) fn cookie(&self) -> &str {
        self.header.as_ref().map_or("", |(_, value)| value)
    }
}

impl House {
    /// A house that nobody lives in.
    pub(crate) fn empty() -> Self {
        Self { server: Server::start_as(Config::Locked, &std::env::temp_dir()) }
    }

    /// A house with its first administrator, whose passkey has this seed.
    pub(crate) fn owned(seed: u8) -> (Self, Visitor) {
        let house = Self::empty();
        let owner = house.joins(&house.owner_secret(), "Olga Owner", &house.authenticator(seed));
        (house, owner)
    }

    pub(crate) fn authenticator(&self, seed: u8) -> Authenticator {
        Authenticator::new(self.server.port(), seed)
    }

    /// The secret of a new link of the machine itself.
    pub(crate) fn owner_secret(&self) -> String {
        let answer = self.server.control(CONTROL_OF_TESTS, "/owner");
        assert_eq!(answer.status, 200, "{answer:?}");
        let answer: Value = serde_json::from_str(&answer.body).expect("JSON");
        answer["secret"].as_str().expect("a secret").to_owned()
    }

    /// Moves the clock of what is known of people ahead.
    pub(crate) fn later(&self, milliseconds: i64) {
        assert_eq!(self.server.control(CONTROL_OF_TESTS, &format!("/skew?by={milliseconds}")).status, 200);
    }

    /// Sends a call with a body of JSON, or none for `null`.
    pub(crate) fn call(&self, visitor: &Visitor, method: Method, path: &str, body: &Value) -> Answer {
        self.call_under(visitor, method, path, body, &new_key())
    }

    pub(crate) fn call_under(&self, visitor: &Visitor, method: Method, path: &str, body: &Value, key: &str) -> Answer {
        self.call_with(visitor, method, path, body, &[("idempotency-key", key)])
    }

    pub(crate) fn call_with(
        &self,
        visitor: &Visitor,
        method: Method,
        path: &str,
        body: &Value,
        more: &[(&str, &str)],
    ) -> Answer {
        let host = format!("localhost:{}", self.server.port());
        let mut headers = vec![("host", &*host)];
        headers.extend(more);
        let body = match body.as_str() {
            _ if body.is_null() => None,
            Some(csv) => {
                headers.push(("content-type", "text/csv"));
                Some(csv.as_bytes().to_vec())
            }
            None => {
                headers.push(("content-type", "application/json"));
                Some(body.to_string().into_bytes())
            }
        };
        headers.extend(visitor.header.iter().map(|(name, value)| (*name, &**value)));
        self.server.call(method, path, &headers, body)
    }

    pub(crate) fn get(&self, visitor: &Visitor, path: &str) -> Answer {
        self.call(visitor, Method::GET, path, &Value::Null)
    }

    pub(crate) fn post(&self, visitor: &Visitor, path: &str, body: &Value) -> Answer {
        self.call(visitor, Method::POST, path, body)
    }

    pub(crate) fn patch(&self, visitor: &Visitor, path: &str, body: &Value) -> Answer {
        self.call(visitor, Method::PATCH, path, body)
    }

    pub(crate) fn delete(&self, visitor: &Visitor, path: &str) -> Answer {
        self.call(visitor, Method::DELETE, path, &Value::Null)
    }

    /// Accepts an invitation with this secret.
    #[track_caller]
    pub(crate) fn joins(&self, secret: &str, name: &str, authenticator: &Authenticator) -> Visitor {
        signed_in(self.tries_to_join(secret, name, authenticator))
    }

    pub(crate) fn tries_to_join(&self, secret: &str, name: &str, authenticator: &Authenticator) -> Answer {
        let nobody = Visitor::nobody();
        let start = self.post(&nobody, "/sign-in/join/start", &json!({"secret": secret, "name": name}));
        if start.status != 200 {
            return start;
        }
        let credential = authenticator.make(&start.json());
        let join = json!({"secret": secret, "name": name, "passkey": "Schlüssel", "credential": credential});
        self.post(&nobody, "/sign-in/join/finish", &join)
    }

    /// Signs in.
    #[track_caller]
    pub(crate) fn signs_in(&self, authenticator: &Authenticator) -> Visitor {
        signed_in(self.tries_to_sign_in(authenticator))
    }

    pub(crate) fn tries_to_sign_in(&self, authenticator: &Authenticator) -> Answer {
        let start = self.post(&Visitor::nobody(), "/sign-in/passkey/start", &Value::Null).expect(200).json();
        let proof = json!({"credential": authenticator.sign(&start)});
        self.post(&Visitor::nobody(), "/sign-in/passkey/finish", &proof)
    }

    /// Somebody new, invited by `owner`, with a passkey of this seed.
    #[track_caller]
    pub(crate) fn newcomer(&self, owner: &Visitor, name: &str, seed: u8, of: &[(&str, Option<&str>)]) -> Visitor {
        let invitation =
            self.post(owner, "/invitations", &json!({"name": name, "roles": roles(of)})).expect(201).json();
        self.joins(invitation["secret"].as_str().expect("a secret"), name, &self.authenticator(seed))
    }

    /// A new token.
    #[track_caller]
    pub(crate) fn token(&self, owner: &Visitor, name: &str, of: &[(&str, Option<&str>)]) -> Visitor {
        let token = self.post(owner, "/tokens", &json!({"name": name, "roles": roles(of)})).expect(201).json();
        let id = token["token"]["id"].as_str().expect("an id").to_owned();
        Visitor { id, ..Visitor::with_token(token["text"].as_str().expect("a text")) }
    }

    /// A new platform with a test clock.
    #[track_caller]
    pub(crate) fn platform(&self, owner: &Visitor, id: &str) {
        let mut new = crate::company::new_platform();
        new["id"] = json!(id);
        new["test_clock"] = json!("2026-11-22");
        self.post(owner, "/platforms", &new).expect(201);
    }
}

/// Whoever has signed in by this answer.
#[track_caller]
pub(crate) fn signed_in(answer: Answer) -> Visitor {
    let answer = answer.expect(200);
    let cookie = answer.header("set-cookie").to_owned();
    for part in ["__Host-laufzeit=", "; Path=/; ", "; Secure", "; HttpOnly", "; SameSite=Strict", "; Max-Age="] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let id = answer.json()["id"].as_str().expect("an id").to_owned();
    let pair = cookie.split(';').next().expect("a cookie").to_owned();
    Visitor { header: Some(("cookie", pair)), id }
}

#[track_caller]
pub(crate) fn check_code(answer: Answer, status: u16, code: &str) {
    let answer = answer.expect(status);
    assert_eq!(answer.json()["code"], code, "{answer:?}");
}
