//! What browsers may do with the page: the headers that every file of it is served with.

use std::{collections::BTreeSet, fmt::Write as _, path::Path};

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use xtask::place;

use crate::{
    Outcome, files, fingerprint,
    html::{self, Piece},
};

/// Writes the headers for the servers that can be told them: as `_headers` in the page for Cloudflare, and in the
/// configuration of workerd's assets.
pub fn write(html: &str) -> Outcome<()> {
    let headers = headers(&policy(html)?)?;
    // hosts that read the file serve over TLS, and behind workerd the worker knows of each request
    let over_tls = headers.replacen("/*\n", "/*\n  strict-transport-security: max-age=31536000\n", 1);
    files::put(&place::page().join("_headers"), over_tls.as_bytes())?;
    // every address but the API's is the page's: it reads the address itself
    let assets = json!({
        "html_handling": "none",
        "not_found_handling": "single-page-application",
        "headers": headers,
    });
    files::put(&place::assets(), assets.to_string().as_bytes())
}

/// The headers of the page's files. What everything has stands in a list that the worker reads as well. A file with a hash
/// in its name stays what it is. It is named in full, because what is asked for under a name that no file has is
/// answered with the page.
fn headers(policy: &str) -> Outcome<String> {
    let path = place::root().join("worker/headers.json");
    let text = files::read(&path)?;
    let mut lists: Map<String, Value> = serde_json::from_str(&text).map_err(|error| format!("{text}: {error}"))?;
    let Some(Value::Object(everything)) = lists.remove("everything") else { return Err("no list of headers".into()) };
    let mut headers = format!("/*\n  content-security-policy: {policy}\n");
    for (name, value) in &everything {
        let _ = writeln!(headers, "  {name}: {}", value.as_str().unwrap_or_default());
    }
    // it says which files there are
    headers += "/service-worker.js\n  cache-control: no-cache\n";
    for name in hashed(&place::page())? {
        let _ = write!(headers, "/{name}\n  cache-control: public, max-age=31536000, immutable\n");
    }
    Ok(headers)
}

/// The files below a folder that have a hash in their name, by their path in it.
pub fn hashed(folder: &Path) -> Outcome<Vec<String>> {
    let is_hash = |part: &str| part.len() == 16 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let mut all = BTreeSet::new();
    fingerprint::collect(folder, &mut all).map_err(|error| files::about(folder, &error))?;
    let names = all.iter().filter_map(|file| Some(file.strip_prefix(folder).ok()?.to_string_lossy().into_owned()));
    Ok(names.filter(|name| name.split(|char: char| !char.is_ascii_alphanumeric()).any(is_hash)).collect())
}

/// The content security policy of the page: no other site may frame it, and it runs and loads only what it is built
/// of. The scripts and styles in its text are named by their hashes; styles that come later are made by its own code.
fn policy(html: &str) -> Outcome<String> {
    let mut hashes: [Vec<String>; 2] = Default::default();
    for piece in html::pieces(html)? {
        match piece {
            Piece::Verbatim("script", text) => hashes[0].push(source(text)),
            Piece::Verbatim("style", text) => hashes[1].push(source(text)),
            Piece::Verbatim(..) | Piece::Tag(_) | Piece::Text(_) => {}
        }
    }
    let [scripts, styles] = hashes.map(|hashes| hashes.join(" "));
    Ok(format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' {scripts}; style-src {styles}; img-src 'self' data:; \
         connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ))
}

/// A text as a policy names it.
fn source(text: &str) -> String {
    format!("'sha256-{}'", base64(&Sha256::digest(text.as_bytes())))
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let group = |three: &[u8]| {
        let bits = three.iter().fold(0, |bits, byte| bits << 8 | usize::from(*byte)) << (8 * (3 - three.len()));
        let digit = |at: usize| if at > three.len() { '=' } else { char::from(DIGITS[bits >> (18 - 6 * at) & 63]) };
        [digit(0), digit(1), digit(2), digit(3)]
    };
    bytes.chunks(3).flat_map(group).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_written_in_base64() {
        for (text, written) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(text.as_bytes()), written);
        }
        assert_eq!(base64(&[0xfb, 0xff, 0xfe]), "+//+");
    }

    #[test]
    fn every_script_and_style_in_the_page_is_named() {
        let policy =
            policy("<style>a{}</style><script>1</script><p>x</p><script type=\"module\">2</script>").expect("HTML");
        for text in ["1", "2", "a{}"] {
            assert!(policy.contains(&source(text)), "{text}: {policy}");
        }
        assert_eq!(policy.matches("sha256-").count(), 3, "{policy}");
        // the empty text, whose hash is known
        assert_eq!(source(""), "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='");
    }
}
