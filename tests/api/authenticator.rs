//! An authenticator made of software, as one that people carry: it makes passkeys and signs with them (Web Authentication,
//! level 3). Tests bend what it says.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL};
use domain::hash::Hash;
use p256::{
    PublicKey,
    ecdsa::{Signature, SigningKey, signature::Signer},
    pkcs8::EncodePublicKey,
};
use serde_json::{Value, json};

/// A passkey, and what its authenticator says of itself.
#[derive(Debug, Clone)]
pub(crate) struct Authenticator {
    key: SigningKey,
    id: Vec<u8>,
    /// How often it was used. An authenticator that does not count always says 0.
    pub(crate) counter: u32,
    /// The flags of the authenticator data: present (1) and verified (4).
    pub(crate) flags: u8,
    /// The origin that the browser says.
    pub(crate) origin: String,
    /// The host name that the key is bound to.
    pub(crate) host: String,
    /// Whether the page was within one of another origin.
    pub(crate) framed: bool,
    /// What is done to each signature.
    pub(crate) bend: fn(&mut Vec<u8>),
}

fn text(bytes: impl AsRef<[u8]>) -> String {
    BASE64URL.encode(bytes)
}

impl Authenticator {
    /// A new one for a page at `http://localhost:<port>`.
    pub(crate) fn new(port: u16, seed: u8) -> Self {
        let key = SigningKey::from_slice(&[seed.max(1); 32]).expect("a key");
        let (origin, host) = (format!("http://localhost:{port}"), "localhost".to_owned());
        Self { key, id: vec![seed; 32], counter: 0, flags: 0b101, origin, host, framed: false, bend: |_| {} }
    }

    /// This one after so many uses.
    pub(crate) fn used(mut self, counter: u32) -> Self {
        self.counter = counter;
        self
    }

    /// The id of its passkey.
    pub(crate) fn id(&self) -> String {
        text(&self.id)
    }

    fn client(&self, kind: &str, options: &Value) -> Vec<u8> {
        let challenge = &options["publicKey"]["challenge"];
        json!({"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": self.framed})
            .to_string()
            .into_bytes()
    }

    fn data(&self, flags: u8) -> Vec<u8> {
        let host: [u8; 32] = Hash::of(self.host.as_bytes()).bytes();
        [&host[..], &[flags], &self.counter.to_be_bytes()].concat()
    }

    /// What `navigator.credentials.create` gives for these options.
    pub(crate) fn make(&self, options: &Value) -> Value {
        let length = u16::try_from(self.id.len()).expect("a short id").to_be_bytes();
        let data = [&self.data(self.flags | 1 << 6)[..], &[0; 16], &length, &self.id].concat();
        let key = PublicKey::from(self.key.verifying_key()).to_public_key_der().expect("a key");
        json!({
            "id": self.id(), "rawId": self.id(), "type": "public-key", "clientExtensionResults": {},
            "response": {
                "clientDataJSON": text(self.client("webauthn.create", options)),
                "authenticatorData": text(data),
                "attestationObject": "",
                "transports": ["internal"],
                "publicKey": text(key.as_bytes()),
                "publicKeyAlgorithm": -7,
            },
        })
    }

    /// What `navigator.credentials.get` gives for these options.
    pub(crate) fn sign(&self, options: &Value) -> Value {
        let (client, data) = (self.client("webauthn.get", options), self.data(self.flags));
        let signed = [&data[..], &Hash::of(&client).bytes()].concat();
        let signature: Signature = self.key.sign(&signed);
        let mut signature = signature.to_der().as_bytes().to_vec();
        (self.bend)(&mut signature);
        json!({
            "id": self.id(), "rawId": self.id(), "type": "public-key", "clientExtensionResults": {},
            "response": {
                "clientDataJSON": text(client), "authenticatorData": text(data), "signature": text(signature), "userHandle": null,
            },
        })
    }
}
