//! Tokens of providers (JSON Web Tokens) and the keys that sign them. The runtime verifies signatures.

use serde::{Deserialize, de::IgnoredAny};
use serde_json::{Value, json};

/// Why a token is refused, for the log.
pub type Refused = &'static str;

/// The most bytes of a token.
const MAX_TOKEN: usize = 32 << 10;
/// The fewest digits of the modulus of an RSA key, in base64url: 2,048 bits.
const LEAST_RSA: usize = 342;

/// The algorithms by which a token may be signed. There is none that needs no key or a shared one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// RSA (PKCS #1 v1.5) with SHA-256.
    Rs256,
    /// ECDSA with P-256 and SHA-256.
    Es256,
    /// Ed25519.
    EdDsa,
}

impl Algorithm {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "RS256" => Some(Self::Rs256),
            "ES256" => Some(Self::Es256),
            "EdDSA" | "Ed25519" => Some(Self::EdDsa),
            _ => None,
        }
    }

    /// Its number of COSE, by which passkeys name it too.
    pub const fn number(self) -> i32 {
        match self {
            Self::Rs256 => -257,
            Self::Es256 => -7,
            Self::EdDsa => -8,
        }
    }
}

/// A token that has been taken apart and not been verified.
#[derive(Debug, PartialEq, Eq)]
pub struct Parts<'a> {
    /// The first part, in base64url.
    pub header: &'a str,
    /// The second part, in base64url.
    pub claims: &'a str,
    /// The signature, in base64url.
    pub signature: &'a str,
    /// What is signed: both parts with a point between them.
    pub signed: &'a str,
}

impl<'a> Parts<'a> {
    /// Takes a token apart.
    ///
    /// # Errors
    /// If it has not three parts, or is too long.
    pub fn of(token: &'a str) -> Result<Self, Refused> {
        let parts = token.rsplit_once('.').and_then(|(signed, signature)| {
            let (header, claims) = signed.split_once('.')?;
            Some(Self { header, claims, signature, signed })
        });
        parts.filter(|parts| !parts.claims.contains('.') && token.len() <= MAX_TOKEN).ok_or("the form of the token")
    }
}

/// What a token says of its signature.
#[derive(Debug, Deserialize)]
struct Header {
    alg: String,
    #[serde(default)]
    kid: Option<String>,
    /// Extensions that must be understood. None is.
    #[serde(default)]
    crit: Option<IgnoredAny>,
}

/// What a token says of a person, as far as it is read.
#[derive(Debug, Deserialize)]
pub struct Claims {
    /// Who says it.
    pub iss: String,
    /// Whom it is about, by an id that never changes.
    pub sub: String,
    /// For whom it is.
    pub aud: Audience,
    /// Who asked for it.
    #[serde(default)]
    pub azp: Option<String>,
    /// Until when it is in force, in seconds since 1970.
    pub exp: i64,
    /// When it was made.
    pub iat: i64,
    /// From when on it is in force.
    #[serde(default)]
    pub nbf: Option<i64>,
    /// The sign-in that it answers.
    #[serde(default)]
    pub nonce: Option<String>,
    /// The address of mail.
    #[serde(default)]
    pub email: Option<String>,
    /// Whether the provider has verified that address.
    #[serde(default)]
    pub email_verified: Option<Value>,
    /// The name.
    #[serde(default)]
    pub name: Option<String>,
    /// The organization, by its domain, if Google has it.
    #[serde(default)]
    pub hd: Option<String>,
    /// The tenant of Microsoft Entra.
    #[serde(default)]
    pub tid: Option<String>,
    /// What Microsoft Entra calls the account.
    #[serde(default)]
    pub preferred_username: Option<String>,
}

impl Claims {
    /// What the account is called: the address, if there is one.
    pub fn account(&self) -> &str {
        self.email.as_deref().or(self.preferred_username.as_deref()).unwrap_or(&self.sub)
    }
}

/// For whom a token is.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Audience {
    /// For one.
    One(String),
    /// For several.
    Many(Vec<String>),
}

impl Audience {
    /// All of them.
    pub fn list(&self) -> &[String] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Many(many) => many,
        }
    }
}

/// A public key (JSON Web Key), as far as it is read.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Jwk {
    kty: String,
    #[serde(default)]
    kid: Option<String>,
    #[serde(default)]
    alg: Option<String>,
    #[serde(default, rename = "use")]
    purpose: Option<String>,
    #[serde(default)]
    crv: Option<String>,
    #[serde(default)]
    n: Option<String>,
    #[serde(default)]
    e: Option<String>,
    #[serde(default)]
    x: Option<String>,
    #[serde(default)]
    y: Option<String>,
}

impl Jwk {
    /// Whether it is of the kind that the algorithm needs, whatever a token says.
    fn fits(&self, algorithm: Algorithm) -> bool {
        let curve = self.crv.as_deref();
        let kind = match algorithm {
            Algorithm::Rs256 => self.kty == "RSA" && self.n.as_ref().is_some_and(|n| n.len() >= LEAST_RSA),
            Algorithm::Es256 => self.kty == "EC" && curve == Some("P-256"),
            Algorithm::EdDsa => self.kty == "OKP" && curve == Some("Ed25519"),
        };
        kind && self.purpose.as_deref().is_none_or(|purpose| purpose == "sig")
            && self.alg.as_deref().is_none_or(|alg| Algorithm::parse(alg) == Some(algorithm))
    }

    /// The key and nothing else, as the runtime takes it.
    pub fn bare(&self) -> Value {
        let more = [("crv", &self.crv), ("n", &self.n), ("e", &self.e), ("x", &self.x), ("y", &self.y)];
        let mut bare = json!({"kty": self.kty});
        for (name, value) in more {
            if let (Some(value), Some(bare)) = (value, bare.as_object_mut()) {
                bare.insert(name.to_owned(), value.as_str().into());
            }
        }
        bare
    }
}

/// The keys of a provider. Those of kinds that are not known are passed over.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(from = "List")]
pub struct Keys(Vec<Jwk>);

/// A list of keys (JSON Web Key Set).
#[derive(Deserialize)]
struct List {
    keys: Vec<Value>,
}

impl From<List> for Keys {
    fn from(List { keys }: List) -> Self {
        Self(keys.into_iter().filter_map(|key| serde_json::from_value(key).ok()).collect())
    }
}

impl Keys {
    /// The key that signed a token, by the first part of it; none if it is not among these. Without a name the key must be
    /// the only one that fits.
    ///
    /// # Errors
    /// If no key could sign such a token.
    pub fn of(&self, header: &[u8]) -> Result<Option<(Algorithm, &Jwk)>, Refused> {
        let Ok(Header { alg, kid, crit }) = serde_json::from_slice(header) else { return Err("the header") };
        let Some(algorithm) = Algorithm::parse(&alg).filter(|_| crit.is_none()) else { return Err("the algorithm") };
        let mut fitting = self.0.iter().filter(|key| key.fits(algorithm) && (kid.is_none() || key.kid == kid));
        let key = fitting.next().filter(|_| kid.is_some() || fitting.next().is_none());
        Ok(key.map(|key| (algorithm, key)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_key_of_the_right_kind_signs() {
        let n = "n".repeat(LEAST_RSA);
        let rsa = |kid: &str| json!({"kty": "RSA", "kid": kid, "n": n, "e": "AQAB"});
        let list = json!({"keys": [
            rsa("a"),
            {"kty": "EC", "crv": "P-256", "kid": "b", "x": "x", "y": "y", "alg": "ES256", "use": "sig"},
            {"kty": "OKP", "crv": "Ed25519", "kid": "c", "x": "x"},
            {"kty": "RSA", "kid": "short", "n": "n", "e": "AQAB"},
            {"kty": "RSA", "kid": "other", "n": n, "e": "AQAB", "use": "enc"},
            {"kty": "oct", "kid": "shared", "k": "x"},
            {"kid": 1},
            7,
        ]});
        let keys = serde_json::from_value::<Keys>(list).expect("keys");
        let of = |header: Value| {
            keys.of(header.to_string().as_bytes()).map(|key| key.map(|(_, key)| key.kid.clone().expect("a name")))
        };
        let named = |name: &str| Ok(Some(name.to_owned()));
        assert_eq!(of(json!({"alg": "RS256", "kid": "a"})), named("a"));
        assert_eq!(of(json!({"alg": "ES256", "kid": "b"})), named("b"));
        assert_eq!(of(json!({"alg": "EdDSA"})), named("c"));
        for (alg, kid) in
            [("RS256", "b"), ("ES256", "a"), ("EdDSA", "a"), ("RS256", "short"), ("RS256", "other"), ("RS256", "new")]
        {
            assert_eq!(of(json!({"alg": alg, "kid": kid})), Ok(None), "{alg} {kid}");
        }
        for header in [
            json!({"alg": "none"}),
            json!({"alg": "None", "kid": "a"}),
            json!({"alg": "HS256", "kid": "a"}),
            json!({"alg": "HS256", "kid": "shared"}),
            json!({"alg": "RS512", "kid": "a"}),
            json!({"alg": "RS256", "kid": "a", "crit": ["b64"]}),
            json!({"kid": "a"}),
            json!([]),
        ] {
            assert!(of(header.clone()).is_err(), "{header}");
        }
        let both = serde_json::from_value::<Keys>(json!({"keys": [rsa("a"), rsa("b")]})).expect("keys");
        assert_eq!(both.of(br#"{"alg": "RS256"}"#).expect("it could sign"), None);
    }

    #[test]
    fn a_token_has_three_parts() {
        let parts = Parts { header: "a", claims: "b", signature: "c", signed: "a.b" };
        assert_eq!(Parts::of("a.b.c"), Ok(parts));
        for token in ["", "a.b", "a.b.c.d", &format!("a.{}.c", "b".repeat(MAX_TOKEN))] {
            assert!(Parts::of(token).is_err(), "{token}");
        }
    }
}
