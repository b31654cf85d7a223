//! What there is before a platform is open: the list of them, and the making of a new one.

use domain::{
    platform::{NewPlatform, PlatformId},
    wire::PlatformHead,
};

use crate::{
    backend::{
        Backend, Failure,
        http::{self, HttpBackend},
    },
    clock,
};

/// The platforms of the worker.
///
/// # Errors
/// When the worker cannot be reached.
pub async fn platforms() -> Result<Vec<PlatformHead>, Failure> {
    http::platforms().await
}

/// Makes a platform, then imports a roster into it. Either may have been done before, under the same of the two keys.
///
/// # Errors
/// When a field is not valid, a line is bad, or the worker does not answer.
pub async fn found(keys: (&str, &str), new: &NewPlatform, csv: &[u8]) -> Result<PlatformId, Failure> {
    let id = http::create(keys.0, new).await?;
    Backend::Http(HttpBackend::new(id.clone())).import(keys.1, csv).await?;
    Ok(id)
}

/// A name for something that may be sent again: 128 random bits in hexadecimal.
pub fn random_key() -> String {
    let mut bytes = [0_u8; 16];
    let crypto = web_sys::window().and_then(|window| window.crypto().ok());
    let filled = crypto.and_then(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).ok());
    if filled.is_none() {
        return clock::now().0;
    }
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
