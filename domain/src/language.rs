//! The languages of the page and of printed invoices.

/// Defines the languages, one line for each: its variant and its code.
macro_rules! languages {
    ($($(#[$doc:meta])* $language:ident = $code:literal,)*) => {
        /// A language.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Language {
            $($(#[$doc])* $language,)*
        }

        impl Language {
            /// All languages, in the order in which they are offered.
            pub const ALL: &[Self] = &[$(Self::$language,)*];

            /// The language code, as in `<html lang>`.
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$language => $code,)*
                }
            }
        }
    };
}

languages! {
    /// German.
    De = "de",
    /// English.
    En = "en",
    /// French.
    Fr = "fr",
}

impl Language {
    /// The language of a tag such as `de-AT`; none if it is not offered.
    pub fn parse(tag: &str) -> Option<Self> {
        let code = tag.split(['-', '_']).next().unwrap_or(tag);
        Self::ALL.iter().copied().find(|language| language.code().eq_ignore_ascii_case(code))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_read_from_tags() {
        assert_eq!(Language::parse("de-AT"), Some(Language::De));
        assert_eq!(Language::parse("FR"), Some(Language::Fr));
        assert_eq!(Language::parse("it"), None);
    }
}
