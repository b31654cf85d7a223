//! The words of the page, one folder per language. [`Words`] has a field for each text, so a language that lacks one
//! does not compile. A text with a number in it is a function, which groups the digits and picks the plural.
//!
//! Another language is one more folder, with a line in [`languages`] and one in [`Language`]. Its words for invoices
//! are a file in `domain/src/paper`, because the worker prints invoices and contains nothing of the page. `index.html`
//! names the languages, too; a test below compares them.

mod de;
mod en;
mod fr;
pub mod refusals;
mod shape;

use domain::{language::Language, wire::Code};
use gloo::timers::future::TimeoutFuture;
use leptos::{prelude::*, task::spawn_local};
use wasm_split_helpers::{SplitLoaderError, wasm_split};

pub use self::shape::*;
use crate::{preferences, rest::AGAIN_MS};

/// One line per language: its folder here, and the names of the files that its words and its guide are fetched in.
macro_rules! languages {
    ($($language:ident: $folder:ident, $file:ident, $guide:ident;)*) => {
        $(
            #[wasm_split($file, fallible)]
            fn $folder() -> Result<&'static Words, SplitLoaderError> {
                Ok(&$folder::WORDS)
            }

            #[wasm_split($guide, fallible)]
            fn $guide() -> Result<&'static str, SplitLoaderError> {
                Ok(include_str!(concat!(stringify!($folder), "/guide.md")))
            }
        )*

        async fn guide_comes(language: Language) -> Result<&'static str, SplitLoaderError> {
            match language {
                $(Language::$language => $guide().await,)*
            }
        }

        /// The guide as it is written, for tests.
        #[cfg(test)]
        pub const fn guide_text(language: Language) -> &'static str {
            match language {
                $(Language::$language => include_str!(concat!(stringify!($folder), "/guide.md")),)*
            }
        }

        /// The words of a language, for tests.
        #[cfg(test)]
        pub const fn all(language: Language) -> &'static Words {
            match language {
                $(Language::$language => &$folder::WORDS,)*
            }
        }

        /// The words about the page itself. They come with the rest of the page.
        pub const fn shell(words: &'static Words) -> &'static ShellWords {
            match words.language {
                $(Language::$language => &$folder::keys::SHELL,)*
            }
        }

        /// The words of the first walk through the demo. They come with the rest of the page.
        pub const fn walk(words: &'static Words) -> &'static WalkWords {
            match words.language {
                $(Language::$language => &$folder::keys::WALK,)*
            }
        }

        /// The words around the guide. They come with the rest of the page.
        pub const fn guide_words(words: &'static Words) -> &'static GuideWords {
            match words.language {
                $(Language::$language => &$folder::keys::GUIDE,)*
            }
        }

        async fn come(language: Language) -> Result<&'static Words, SplitLoaderError> {
            match language {
                $(Language::$language => $folder().await,)*
            }
        }

        /// The words for a page that breaks. They are in the first file, because nothing can be fetched any more by
        /// then.
        pub const fn crash(language: Language) -> CrashWords {
            match language {
                $(Language::$language => $folder::CRASH,)*
            }
        }

        /// What a language calls itself.
        pub const fn own_name(language: Language) -> &'static str {
            match language {
                $(Language::$language => $folder::NAME,)*
            }
        }

        /// The words of the summary. They come with the rest of the page.
        pub const fn summary(words: &'static Words) -> &'static SummaryWords {
            match words.language {
                $(Language::$language => &$folder::SUMMARY,)*
            }
        }

        /// The words of the history. They come with the rest of the page.
        pub const fn record(words: &'static Words) -> &'static RecordWords {
            match words.language {
                $(Language::$language => &$folder::places::RECORD,)*
            }
        }

        /// The words of one account's page. They come with the rest of the page.
        pub const fn account(words: &'static Words) -> &'static AccountWords {
            match words.language {
                $(Language::$language => &$folder::places::ACCOUNT,)*
            }
        }

        /// The words of the keyboard shortcuts and the commands. They come with the rest of the page.
        pub const fn keys(words: &'static Words) -> &'static KeyWords {
            match words.language {
                $(Language::$language => &$folder::keys::KEYS,)*
            }
        }

        /// The words of the settings. They come with the rest of the page.
        pub const fn settings(words: &'static Words) -> &'static SettingsWords {
            match words.language {
                $(Language::$language => &$folder::settings::SETTINGS,)*
            }
        }

        /// The words of moving a platform. They come with the rest of the page.
        pub const fn moving(words: &'static Words) -> &'static MovingWords {
            match words.language {
                $(Language::$language => &$folder::moving::MOVING,)*
            }
        }

        /// The words of what a person may ask for. They come with the rest of the page.
        pub const fn persons(words: &'static Words) -> &'static PersonWords {
            match words.language {
                $(Language::$language => &$folder::persons::PERSONS,)*
            }
        }

        /// The words of a roster that is imported. They come with the rest of the page.
        pub const fn roster(words: &'static Words) -> &'static RosterWords {
            match words.language {
                $(Language::$language => &$folder::roster::ROSTER,)*
            }
        }

        /// The words of people and their access. They come with the rest of the page.
        pub const fn people(words: &'static Words) -> &'static PeopleWords {
            match words.language {
                $(Language::$language => &$folder::people::PEOPLE,)*
            }
        }

        /// The sentence for a code of a refusal. The sentences come with the rest of the page.
        const fn refusal(words: &'static Words, code: Code) -> &'static str {
            match words.language {
                $(Language::$language => $folder::refusals::sentence(code, words),)*
            }
        }
    };
}

languages! {
    De: de, words_de, guide_de;
    En: en, words_en, guide_en;
    Fr: fr, words_fr, guide_fr;
}

/// Fetches the words of a language, again and again until they come.
pub async fn fetch(language: Language) -> &'static Words {
    loop {
        match come(language).await {
            Ok(words) => return words,
            Err(_) => TimeoutFuture::new(AGAIN_MS).await,
        }
    }
}

/// Fetches the guide in a language, again and again until it comes. `missed` is called whenever it did not.
pub async fn guide(language: Language, missed: impl Fn()) -> &'static str {
    loop {
        match guide_comes(language).await {
            Ok(text) => return text,
            Err(_) => missed(),
        }
        TimeoutFuture::new(AGAIN_MS).await;
    }
}

/// The language that was chosen in this browser, else the first of the browser's languages that the page speaks, else
/// English.
pub fn wished() -> Language {
    let kept = preferences::read("language").and_then(|tag| Language::parse(&tag));
    let of_browser = || {
        let tags = window().navigator().languages();
        tags.iter().filter_map(|tag| tag.as_string()).find_map(|tag| Language::parse(&tag))
    };
    kept.or_else(of_browser).unwrap_or(Language::En)
}

/// The language that the page speaks.
#[derive(Debug, Clone, Copy)]
pub struct Spoken(RwSignal<&'static Words>);

impl Spoken {
    /// Provides the language in the context, and keeps `<html lang>` up to date. The page is built anew when it
    /// changes.
    pub fn provide(words: &'static Words) -> Self {
        let spoken = RwSignal::new(words);
        provide_context(Self(spoken));
        Effect::new(move |_| {
            if let Some(root) = document().document_element() {
                // a valid attribute name is never refused
                let _set = root.set_attribute("lang", spoken.read().language.code());
            }
        });
        Self(spoken)
    }

    /// Makes the caller run again when the language changes.
    pub fn track(self) {
        self.0.track();
    }

    /// Changes the language, and keeps the choice in this browser.
    pub fn change(self, to: Language) {
        preferences::keep("language", to.code());
        spawn_local(async move { self.0.set(fetch(to).await) });
    }
}

/// The language, from context.
pub fn use_spoken() -> Spoken {
    expect_context()
}

/// The words of the language that the page is built in, untracked: a new language builds the page anew.
pub fn use_words() -> &'static Words {
    use_spoken().0.get_untracked()
}

/// A number in groups of three digits: `12.345`.
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

/// A number with its noun: `1 Account`, `2 Accounts`.
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
        assert_eq!((de::SUMMARY.closing)(1), "1 Account wird geschlossen und gelöscht");
        assert_eq!((de::SUMMARY.closing)(3), "3 Accounts werden geschlossen und gelöscht");
        assert_eq!((fr::WORDS.list.accounts)(0), "compte");
        assert_eq!((fr::WORDS.list.accounts)(2), "comptes");
        assert_eq!((en::WORDS.list.accounts)(0), "accounts");
    }

    #[test]
    fn the_shell_knows_the_languages() {
        let codes: Vec<&str> = Language::ALL.iter().map(|language| language.code()).collect();
        assert!(include_str!("../../../index.html").contains(&format!("/^({})$/", codes.join("|"))));
    }
}
