//! When two texts are the same: for a search, for an address, and for what somebody types to confirm.

use crate::visible::{is_blank, is_visible};

/// A text as it is searched and sorted, one way for all languages: without regard to case, accents, width, how letters
/// are put together, and signs that show nothing. Letters that many keyboards lack are as people type them instead.
pub fn searched(text: &str) -> String {
    let bare = unicode::bare(text);
    if bare.is_ascii() {
        return bare;
    }
    let mut folded = String::with_capacity(bare.len());
    for char in bare.chars().filter(|char| !is_blank(*char)) {
        let letters = match char {
            'ß' => "ss",
            'æ' => "ae",
            'œ' => "oe",
            'ı' => "i",
            'ł' => "l",
            'ø' => "o",
            'đ' => "d",
            'ς' => "σ",
            '‘' | '’' => "'",
            '‐' => "-",
            _ => {
                folded.push(char);
                continue;
            }
        };
        folded.push_str(letters);
    }
    folded
}

/// A text without regard to case and to how its letters are put together. Accents count.
pub fn same(text: &str) -> String {
    unicode::composed(text).replace('ς', "σ")
}

/// Whether somebody has typed what was wanted: all of it as it looks, without regard to case.
pub fn confirms(typed: &str, wanted: &str) -> bool {
    let looks = |text: &str| {
        let shown: String = text.chars().filter(|char| !is_blank(*char)).collect();
        same(&shown.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    typed.trim() == wanted.trim() || (is_visible(wanted) && looks(typed) == looks(wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All letters but those of Chinese, Tangut and the like, which have neither case nor marks.
    fn all() -> impl Iterator<Item = char> {
        let ranges =
            ['\u{0}'..='\u{33ff}', '\u{a000}'..='\u{b000}', '\u{f900}'..='\u{16fff}', '\u{1a000}'..='\u{1ffff}'];
        ranges.into_iter().flatten()
    }

    #[test]
    fn a_fold_of_a_fold_is_the_fold() {
        for char in all() {
            let (searched_once, same_once) = (searched(&char.to_string()), same(&char.to_string()));
            assert_eq!(searched(&searched_once), searched_once, "{char:?}");
            assert_eq!(same(&same_once), same_once, "{char:?}");
        }
    }

    #[test]
    fn how_a_letter_is_put_together_makes_no_difference() {
        use unicode_normalization::UnicodeNormalization;
        for char in all() {
            for other in [char.nfd().collect::<String>(), char.nfc().collect()] {
                assert_eq!(same(&other), same(&char.to_string()), "{char:?}");
                assert_eq!(searched(&other), searched(&char.to_string()), "{char:?}");
            }
        }
    }

    #[test]
    fn capitals_and_small_letters_are_the_same() {
        for char in all().filter(|char| char.to_lowercase().eq([*char])) {
            let capital: String = char.to_uppercase().collect();
            let alone = capital.chars().count() == 1 && capital.chars().flat_map(char::to_lowercase).eq([char]);
            assert!(!alone || same(&capital) == same(&char.to_string()), "{char:?}");
            assert!(!alone || searched(&capital) == searched(&char.to_string()), "{char:?}");
        }
    }

    #[test]
    fn what_shows_nothing_is_confirmed_only_by_itself() {
        assert!(!confirms("", "\u{200b}"));
        assert!(confirms("\u{200b}", "\u{200b}"));
        assert!(confirms("a", "\u{200b}a\u{200e}"));
    }
}
