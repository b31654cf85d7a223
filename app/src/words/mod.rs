//! The words of the page in three languages. [`Words`] has a field for each, so a language that lacks one does not
//! compile. What counts is a function: the number comes grouped and the noun in its plural.

mod de;
pub mod deeds;
mod en;
mod fr;
pub mod places;
mod shape;

use leptos::prelude::*;

pub use shape::{
    BillingWords, CommonWords, CrashWords, DemoWords, FaultWords, FrameWords, HistoryWords, ListWords, ModeWords,
    NoticeWords, ReasonWords, ReceiptWords, RelativeWords, RosterWords, StartWords, StatusWords, SummaryWords, Words,
    YearWords,
};

use crate::preferences;

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

    /// The words.
    pub const fn words(self) -> &'static Words {
        match self {
            Self::De => &de::DE,
            Self::En => &en::EN,
            Self::Fr => &fr::FR,
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

    /// Keeps the choice in this browser.
    pub fn keep(self) {
        preferences::keep("language", self.code());
    }
}

/// Leaves the language in the context, and holds `<html lang>` to it. The page is built anew when it changes.
pub fn provide_lang() -> RwSignal<Lang> {
    let lang = RwSignal::new(Lang::of_browser());
    provide_context(lang);
    Effect::new(move |_| {
        if let Some(root) = document().document_element() {
            // the attribute is the page's own
            let _set = root.set_attribute("lang", lang.get().code());
        }
    });
    lang
}

/// The language, from context.
pub fn use_lang() -> RwSignal<Lang> {
    expect_context()
}

/// The words of the language that the page is built in. Not tracked: a new language builds the page anew.
pub fn use_words() -> &'static Words {
    use_lang().get_untracked().words()
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
        assert_eq!((de::DE.billing.all)(247), "Alle 247");
        assert_eq!((en::EN.billing.all)(247), "All 247");
        assert_eq!((fr::FR.billing.all)(247), "Les 247");
    }

    #[test]
    fn one_is_one() {
        assert_eq!((de::DE.summary.closing)(1), "1 Account wird geschlossen und gelöscht");
        assert_eq!((de::DE.summary.closing)(3), "3 Accounts werden geschlossen und gelöscht");
        assert_eq!((fr::FR.list.accounts)(0), "compte");
        assert_eq!((fr::FR.list.accounts)(2), "comptes");
        assert_eq!((en::EN.list.accounts)(0), "accounts");
    }

    #[test]
    fn languages_are_read_from_tags() {
        assert_eq!(Lang::parse("de-AT"), Some(Lang::De));
        assert_eq!(Lang::parse("FR"), Some(Lang::Fr));
        assert_eq!(Lang::parse("it"), None);
    }
}
