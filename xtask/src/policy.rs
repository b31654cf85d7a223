//! What browsers may do with the page: the headers that every file of it is served with.

use serde_json::json;
use sha2::{Digest, Sha256};
use xtask::place;

use crate::{
    Outcome, files,
    html::{self, Piece},
};

/// Writes the headers for the servers that can be told them: as `_headers` in the page for Cloudflare, and in the
/// configuration of workerd's assets.
pub fn write(html: &str) -> Outcome<()> {
    let headers = format!("/*\n  content-security-policy: {}\n  x-content-type-options: nosniff\n", policy(html)?);
    files::put(&place::page().join("_headers"), headers.as_bytes())?;
    // every address but the API's is the page's: it reads the address itself
    let assets = json!({
        "html_handling": "none",
        "not_found_handling": "single-page-application",
        "headers": headers,
    });
    files::put(&place::assets(), assets.to_string().as_bytes())
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
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' {scripts}; style-src {styles}; img-src data:; \
         connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
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
