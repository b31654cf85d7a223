//! The words of the page in three languages. [`Words`] has a field for each, so a language that lacks one does not
//! compile. What counts is a function: the number comes grouped and the noun in its plural.

mod de;
mod en;
mod fr;
pub mod refusals;
mod shape;

use gloo::timers::future::TimeoutFuture;
use leptos::{prelude::*, task::spawn_local};
use wasm_split_helpers::{SplitLoaderError, wasm_split};

pub use self::shape::*;
use crate::{preferences, rest::AGAIN_MS};

/// A language of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// German.
    #[default]
    De,
    /// English.
    En,
    /// French.
    Fr,
}

impl Lang {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::De, Self::En, Self::Fr];

    /// The words. Those of a language are a file of their own, which is fetched again and again until it comes.
    pub async fn words(self) -> &'static Words {
        loop {
            let words = match self {
                Self::De => german().await,
                Self::En => english().await,
                Self::Fr => french().await,
            };
            match words {
                Ok(words) => return words,
                Err(_) => TimeoutFuture::new(AGAIN_MS).await,
            }
        }
    }

    /// What is said when the page breaks: nothing can be fetched any more by then.
    pub const fn crash(self) -> CrashWords {
        match self {
            Self::De => de::CRASH,
            Self::En => en::CRASH,
            Self::Fr => fr::CRASH,
        }
    }

    /// The language in itself.
    pub const fn name(self) -> &'static str {
        match self {
            Self::De => "Deutsch",
            Self::En => "English",
            Self::Fr => "Français",
        }
    }

    /// As in `<html lang>`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::De => "de",
            Self::En => "en",
            Self::Fr => "fr",
        }
    }

    /// The language of a tag such as `de-AT`.
    pub fn parse(tag: &str) -> Option<Self> {
        let code = tag.split(['-', '_']).next().unwrap_or(tag);
        Self::ALL.into_iter().find(|lang| lang.code().eq_ignore_ascii_case(code))
    }

    /// What was chosen here before, else the first language of the browser that the page speaks, else English.
    pub fn of_browser() -> Self {
        let kept = preferences::read("language").and_then(|tag| Self::parse(&tag));
        let wished = || {
            let tags = window().navigator().languages();
            tags.iter().filter_map(|tag| tag.as_string()).find_map(|tag| Self::parse(&tag))
        };
        kept.or_else(wished).unwrap_or(Self::En)
    }
}

#[wasm_split(words_de, fallible)]
fn german() -> Result<&'static Words, SplitLoaderError> {
    Ok(&de::WORDS)
}

#[wasm_split(words_en, fallible)]
fn english() -> Result<&'static Words, SplitLoaderError> {
    Ok(&en::WORDS)
}

#[wasm_split(words_fr, fallible)]
fn french() -> Result<&'static Words, SplitLoaderError> {
    Ok(&fr::WORDS)
}

/// The language that the page speaks.
#[derive(Debug, Clone, Copy)]
pub struct Spoken(RwSignal<&'static Words>);

impl Spoken {
    /// Leaves the language in the context, and holds `<html lang>` to it. The page is built anew when it changes.
    pub fn provide(words: &'static Words) -> Self {
        let spoken = RwSignal::new(words);
        provide_context(Self(spoken));
        Effect::new(move |_| {
            if let Some(root) = document().document_element() {
                // the attribute is the page's own
                let _set = root.set_attribute("lang", spoken.read().lang.code());
            }
        });
        Self(spoken)
    }

    /// Calls the caller again when the language changes.
    pub fn track(self) {
        self.0.track();
    }

    /// Changes the language, and keeps the choice in this browser.
    pub fn change(self, to: Lang) {
        preferences::keep("language", to.code());
        spawn_local(async move { self.0.set(to.words().await) });
    }
}

/// The language, from context.
pub fn use_spoken() -> Spoken {
    expect_context()
}

/// The words of the language that the page is built in. Not tracked: a new language builds the page anew.
pub fn use_words() -> &'static Words {
    use_spoken().0.get_untracked()
}

/// `12.345`: a number in groups of three.
fn grouped(number: usize, mark: char) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 * mark.len_utf8());
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(mark);
        }
        text.push(digit);
    }
    text
}

/// The number and its noun: `1 Account`, `2 Accounts`.
fn counted(number: String, is_one: bool, one: &str, many: &str) -> String {
    let noun = if is_one { one } else { many };
    number + " " + noun
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(grouped(0, '.'), "0");
        assert_eq!(grouped(999, '.'), "999");
        assert_eq!(grouped(1000, '.'), "1.000");
        assert_eq!(grouped(100_000, ','), "100,000");
        assert_eq!(grouped(1_234_567, '.'), "1.234.567");
    }

    #[test]
    fn the_fixed_words_stand() {
        assert_eq!((de::WORDS.billing.all)(247), "Alle 247");
        assert_eq!((en::WORDS.billing.all)(247), "All 247");
        assert_eq!((fr::WORDS.billing.all)(247), "Les 247");
    }

    #[test]
    fn one_is_one() {
        assert_eq!((de::WORDS.summary.closing)(1), "1 Account wird geschlossen und gelöscht");
        assert_eq!((de::WORDS.summary.closing)(3), "3 Accounts werden geschlossen und gelöscht");
        assert_eq!((fr::WORDS.list.accounts)(0), "compte");
        assert_eq!((fr::WORDS.list.accounts)(2), "comptes");
        assert_eq!((en::WORDS.list.accounts)(0), "accounts");
    }

    #[test]
    fn languages_are_read_from_tags() {
        assert_eq!(Lang::parse("de-AT"), Some(Lang::De));
        assert_eq!(Lang::parse("FR"), Some(Lang::Fr));
        assert_eq!(Lang::parse("it"), None);
    }
}
