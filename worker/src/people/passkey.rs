//! Passkeys (Web Authentication, level 3). Attestation is not asked for, so all that is signed is the sign-in. The browser hands
//! over a new key as SPKI.

use domain::{
    hash::Hash,
    wire::{Credential, CredentialResponse},
};
use serde::Deserialize;
use serde_json::{Value, json};
use wasm_bindgen::JsValue;

use crate::people::{
    crypto,
    secret::{decode, encode},
};

/// How long a browser may take, in milliseconds.
pub const TIMEOUT: i64 = 300_000;
/// The most bytes of an id of a passkey, in base64url.
const MAX_ID: usize = 1_364;
/// The algorithms of keys, as numbers of COSE: Ed25519, ECDSA with P-256, and RSA.
const ALGORITHMS: [i32; 3] = [-8, -7, -257];
/// The person is there.
const PRESENT: u8 = 1;
/// The person has shown who they are, by a finger, a face or a number.
const VERIFIED: u8 = 1 << 2;
/// The key may be copied to the person's other devices.
const MAY_BE_COPIED: u8 = 1 << 3;
/// The key was copied there.
const COPIED: u8 = 1 << 4;
/// The id of the key follows.
const HAS_ID: u8 = 1 << 6;

/// Where a passkey is used.
#[derive(Debug, Clone)]
pub struct Site {
    /// The host name, to which passkeys belong.
    pub host: String,
    /// The origin of the page.
    pub origin: String,
}

/// A public key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// The key as SPKI, in base64url.
    pub text: String,
    /// The algorithm, as a number of COSE.
    pub algorithm: i32,
    /// How often it has been used, as far as the authenticator counts.
    pub counter: u32,
}

/// Why a passkey is refused: what does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// What was sent or signed is not what it must be.
    Wrong(&'static str),
    /// The counter says that the key was used elsewhere, so it was copied.
    Counter,
}

type OrRefused<T> = Result<T, Refused>;

fn wrong<T>(what: &'static str) -> OrRefused<T> {
    Err(Refused::Wrong(what))
}

/// What the browser says of a ceremony.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Client {
    r#type: String,
    challenge: String,
    origin: String,
    #[serde(default)]
    cross_origin: bool,
}

/// What an authenticator says of a ceremony, and the bytes that it signs.
struct Said {
    counter: u32,
    id: Option<Vec<u8>>,
    signed: Vec<u8>,
}

/// The options of `navigator.credentials.create`.
pub fn creation(site: &Site, challenge: &str, person: &str, name: &str, known: &[String]) -> Value {
    let known: Vec<Value> = known.iter().map(|id| json!({"type": "public-key", "id": id})).collect();
    let algorithms = ALGORITHMS.map(|algorithm| json!({"type": "public-key", "alg": algorithm}));
    json!({"publicKey": {
        "challenge": challenge,
        "rp": {"id": site.host, "name": "Laufzeit"},
        "user": {"id": encode(person.as_bytes()), "name": name, "displayName": name},
        "pubKeyCredParams": algorithms,
        "timeout": TIMEOUT,
        "attestation": "none",
        "authenticatorSelection":
            {"residentKey": "required", "requireResidentKey": true, "userVerification": "required"},
        "excludeCredentials": known,
    }})
}

/// The options of `navigator.credentials.get`.
pub fn request(site: &Site, challenge: &str) -> Value {
    json!({"publicKey": {
        "challenge": challenge,
        "rpId": site.host,
        "timeout": TIMEOUT,
        "userVerification": "required",
        "allowCredentials": [],
    }})
}

/// The challenge that a browser says it answers.
pub fn challenge_of(credential: &Credential) -> Option<String> {
    let client: Client = serde_json::from_slice(&decode(&credential.response.client_data)?).ok()?;
    Some(client.challenge)
}

/// What holds for both ceremonies: kind, origin, host, and that the person is there and has shown who they are. The challenge
/// has been looked up.
fn heard(response: &CredentialResponse, kind: &str, site: &Site) -> OrRefused<Said> {
    let Some(client) = decode(&response.client_data) else { return wrong("the client data") };
    let Ok(told) = serde_json::from_slice::<Client>(&client) else { return wrong("the client data") };
    if told.r#type != kind {
        return wrong("the kind of ceremony");
    }
    if told.origin != site.origin || told.cross_origin {
        return wrong("the origin");
    }
    let Some(mut signed) = decode(&response.authenticator_data) else { return wrong("the authenticator data") };
    let (Some(host), Some(&flags), Some(counter)) = (signed.get(..32), signed.get(32), signed.get(33..37)) else {
        return wrong("the authenticator data");
    };
    if host != Hash::of(site.host.as_bytes()).bytes() {
        return wrong("the host name");
    }
    if flags & PRESENT == 0 || flags & VERIFIED == 0 {
        return wrong("the person was not verified");
    }
    if flags & COPIED != 0 && flags & MAY_BE_COPIED == 0 {
        return wrong("the flags");
    }
    let counter = counter.iter().fold(0, |counter: u32, byte| counter << 8 | u32::from(*byte));
    let id = if flags & HAS_ID == 0 { None } else { id_in(&signed) };
    signed.extend(Hash::of(&client).bytes());
    Ok(Said { counter, id, signed })
}

/// The id of a new key in the authenticator data: its length stands before it.
fn id_in(data: &[u8]) -> Option<Vec<u8>> {
    let length = usize::from(*data.get(53)?) << 8 | usize::from(*data.get(54)?);
    data.get(55..55 + length).map(<[u8]>::to_vec)
}

/// A new passkey.
///
/// # Errors
/// If anything about it does not hold. A key that cannot be read is refused now and not at the first sign-in.
pub async fn made(credential: &Credential, site: &Site) -> OrRefused<Key> {
    let said = heard(&credential.response, "webauthn.create", site)?;
    if credential.id.len() > MAX_ID || said.id.is_none() || said.id != decode(&credential.id) {
        return wrong("the id of the key");
    }
    let (Some(text), Some(algorithm)) = (&credential.response.public_key, credential.response.public_key_algorithm)
    else {
        return wrong("there is no key");
    };
    import(text, algorithm).await?;
    Ok(Key { text: text.clone(), algorithm, counter: said.counter })
}

/// Makes sure that this key signed a sign-in. Returns how often the key has been used.
///
/// # Errors
/// If it did not, or if it was copied.
pub async fn used(credential: &Credential, key: &Key, site: &Site) -> OrRefused<u32> {
    let said = heard(&credential.response, "webauthn.get", site)?;
    let Some(signature) = credential.response.signature.as_deref().and_then(decode) else {
        return wrong("there is no signature");
    };
    let signature = if key.algorithm == -7 { plain(&signature) } else { Some(signature) };
    let Some(signature) = signature else { return wrong("the form of the signature") };
    let imported = import(&key.text, key.algorithm).await?;
    if !crypto::holds(&imported, key.algorithm, &signature, &said.signed).await {
        return wrong("the signature");
    }
    // an authenticator that does not count says 0
    if (said.counter > 0 || key.counter > 0) && said.counter <= key.counter {
        return Err(Refused::Counter);
    }
    Ok(said.counter)
}

/// A signature of ECDSA with P-256: from DER to the two numbers of 32 bytes that the runtime takes.
fn plain(der: &[u8]) -> Option<Vec<u8>> {
    let [0x30, length, rest @ ..] = der else { return None };
    if usize::from(*length) != rest.len() {
        return None;
    }
    let (mut rest, mut both) = (rest, Vec::with_capacity(64));
    for _ in 0..2 {
        let [0x02, length, more @ ..] = rest else { return None };
        let (number, more) = more.split_at_checked(usize::from(*length))?;
        let number = number.strip_prefix(&[0]).unwrap_or(number);
        both.resize(both.len() + 32_usize.checked_sub(number.len())?, 0);
        both.extend_from_slice(number);
        rest = more;
    }
    rest.is_empty().then_some(both)
}

async fn import(text: &str, number: i32) -> OrRefused<JsValue> {
    let Some(key) = decode(text) else { return wrong("the key") };
    crypto::import_spki(&key, number).await.map_or_else(|| wrong("the key"), Ok)
}
