//! Signatures, which the runtime verifies (WebCrypto). Algorithms are numbers of COSE: Ed25519 (-8), ECDSA with P-256 (-7), and RSA
//! PKCS #1 v1.5 with SHA-256 (-257).

use js_sys::{Array, JSON, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["crypto", "subtle"], js_name = importKey)]
    async fn import_key(
        format: &str,
        key: &JsValue,
        algorithm: &JsValue,
        extractable: bool,
        usages: Array,
    ) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["crypto", "subtle"], js_name = verify)]
    async fn verify(
        algorithm: &JsValue,
        key: &JsValue,
        signature: Uint8Array,
        signed: Uint8Array,
    ) -> Result<JsValue, JsValue>;
}

/// The algorithm as the runtime names it; none if it is none of ours.
fn algorithm(number: i32) -> Option<JsValue> {
    let fields: &[(&str, &str)] = match number {
        -7 => &[("name", "ECDSA"), ("namedCurve", "P-256"), ("hash", "SHA-256")],
        -8 => &[("name", "Ed25519")],
        -257 => &[("name", "RSASSA-PKCS1-v1_5"), ("hash", "SHA-256")],
        _ => return None,
    };
    let algorithm = Object::new();
    for (name, value) in fields {
        Reflect::set(&algorithm, &(*name).into(), &(*value).into()).ok()?;
    }
    Some(algorithm.into())
}

async fn import(format: &str, key: &JsValue, number: i32) -> Option<JsValue> {
    import_key(format, key, &algorithm(number)?, false, Array::of1(&"verify".into())).await.ok()
}

/// A key in the form SPKI; none if it cannot be read.
pub async fn import_spki(key: &[u8], number: i32) -> Option<JsValue> {
    import("spki", &Uint8Array::from(key), number).await
}

/// A key as JSON Web Key; none if it cannot be read.
pub async fn import_jwk(key: &serde_json::Value, number: i32) -> Option<JsValue> {
    import("jwk", &JSON::parse(&key.to_string()).ok()?, number).await
}

/// Whether the key has signed this. A signature of ECDSA is the two numbers of 32 bytes.
pub async fn holds(key: &JsValue, number: i32, signature: &[u8], signed: &[u8]) -> bool {
    let Some(algorithm) = algorithm(number) else { return false };
    let holds = verify(&algorithm, key, Uint8Array::from(signature), Uint8Array::from(signed)).await;
    holds.ok().and_then(|holds| holds.as_bool()) == Some(true)
}
