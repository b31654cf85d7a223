//! Checks of the words that people read: nothing is left in another language, and French has its spaces.

use std::collections::BTreeMap;

use proc_macro2::{TokenStream, TokenTree};

use crate::files::File;

/// What people write with a colon and no space before it, in all languages.
const WRITTEN_SO: [&str; 3] = ["Authorization: Bearer", "https://", "http://"];
/// The only phrases that are the same in two languages.
const SAME: [&str; 3] = ["CSV {", "{what}, {account}", "AAAA-MM"];

/// A text of a file of words, with the name it is known by.
#[derive(Debug)]
pub struct Text {
    name: String,
    said: String,
}

/// The texts of a file of words, or the lines of the guide, where what is typed as it stands is left out.
pub fn texts(file: &File) -> Vec<Text> {
    if file.path.ends_with(".md") {
        let said = |line: &str| line.split('`').step_by(2).collect::<Vec<_>>().join("\u{a0}");
        let lines = file.text.lines().map(said).filter(|line| !line.is_empty());
        return lines.map(|said| Text { name: "guide".to_owned(), said }).collect();
    }
    let tokens: TokenStream = file.text.parse().unwrap_or_else(|error| panic!("{}: {error}", file.path));
    let (mut found, mut name) = (Vec::new(), String::new());
    collect(tokens, &mut name, &mut found);
    found
}

fn collect(tokens: TokenStream, name: &mut String, found: &mut Vec<Text>) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(ident) => {
                let names =
                    matches!(tokens.peek(), Some(TokenTree::Punct(next)) if [':', '='].contains(&next.as_char()));
                if names {
                    *name = ident.to_string();
                }
            }
            TokenTree::Literal(literal) => {
                let written = literal.to_string();
                if let Some(said) = written.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
                    // comments are texts, too
                    if !["doc", "reason"].contains(&name.as_str()) {
                        found.push(Text { name: name.clone(), said: unescaped(said) });
                    }
                }
            }
            TokenTree::Group(group) => collect(group.stream(), name, found),
            TokenTree::Punct(_) => {}
        }
    }
}

/// A text as it is read, with what stands in braces left out.
fn unescaped(written: &str) -> String {
    let text = written.replace("\\u{a0}", "\u{a0}").replace("\\u{202f}", "\u{202f}").replace("\\\"", "\"");
    let mut said = String::new();
    // a backslash at the end of a line joins it with the next one
    for (place, line) in text.split("\\\n").enumerate() {
        said += if place == 0 { line } else { line.trim_start() };
    }
    said
}

/// Texts of `one` that are said alike under the same name in `other`.
pub fn alike(path: &str, one: &[Text], other: &[Text]) -> Vec<String> {
    let mut known: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for text in other {
        known.entry(&text.name).or_default().push(&text.said);
    }
    let is_phrase = |said: &str| {
        let words = said.split_whitespace().filter(|word| !word.contains(['{', '}']));
        words.filter(|word| word.chars().filter(|letter| letter.is_alphabetic()).count() > 1).count() > 1
    };
    let alike = one.iter().filter(|text| known.get(&*text.name).is_some_and(|said| said.contains(&&*text.said)));
    let left = alike.filter(|text| is_phrase(&text.said) && !SAME.iter().any(|same| text.said.contains(same)));
    left.map(|text| format!("{path}: `{}` is not translated: {}", text.name, text.said)).collect()
}

/// A text with an apostrophe as typewriters have it.
pub fn straight(path: &str, text: &Text) -> Option<String> {
    text.said.contains('\'').then(|| format!("{path}: `{}` has a straight apostrophe: {}", text.name, text.said))
}

/// What is wrong with the signs of a French text.
pub fn signs(path: &str, text: &Text) -> Option<String> {
    let mut said = text.said.clone();
    for so in WRITTEN_SO {
        said = said.replace(so, "");
    }
    let (mut before, mut within) = ('\u{a0}', 0_usize);
    for sign in said.chars() {
        let spaced = ['\u{a0}', '\u{202f}'].contains(&before);
        let wrong = match sign {
            '{' => {
                within += 1;
                false
            }
            '}' => {
                within = within.saturating_sub(1);
                false
            }
            _ if within > 0 => false,
            ':' | ';' | '?' | '!' | '»' | '%' => !spaced,
            _ => before == '«' && !['\u{a0}', '\u{202f}'].contains(&sign),
        };
        if wrong {
            return Some(format!("{path}: `{}` lacks a space at `{sign}`: {}", text.name, text.said));
        }
        before = sign;
    }
    None
}
