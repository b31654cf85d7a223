//! What a text of somebody's own shows: whether anything, and in which direction.

use core::ops::RangeInclusive;

/// What is shown as nothing, besides white space and control characters: the code points that Unicode lets every
/// program ignore (`Default_Ignorable_Code_Point`), the marks of annotations, and signs whose picture is empty.
const BLANK: [RangeInclusive<char>; 21] = [
    '\u{ad}'..='\u{ad}',
    '\u{34f}'..='\u{34f}',
    '\u{61c}'..='\u{61c}',
    '\u{115f}'..='\u{1160}',
    '\u{17b4}'..='\u{17b5}',
    '\u{180b}'..='\u{180f}',
    '\u{200b}'..='\u{200f}',
    '\u{202a}'..='\u{202e}',
    '\u{2060}'..='\u{206f}',
    '\u{2800}'..='\u{2800}',
    '\u{3164}'..='\u{3164}',
    '\u{fe00}'..='\u{fe0f}',
    '\u{feff}'..='\u{feff}',
    '\u{ffa0}'..='\u{ffa0}',
    '\u{fff0}'..='\u{fffb}',
    '\u{13441}'..='\u{13442}',
    '\u{16fe4}'..='\u{16fe4}',
    '\u{1bca0}'..='\u{1bca3}',
    '\u{1d159}'..='\u{1d159}',
    '\u{1d173}'..='\u{1d17a}',
    '\u{e0000}'..='\u{e0fff}',
];

/// Whether a text has anything in it that can be seen.
pub fn is_visible(text: &str) -> bool {
    text.chars().any(|char| !char.is_whitespace() && !char.is_control() && !is_blank(char))
}

/// Whether a character is one of those that are shown as nothing.
pub(crate) fn is_blank(char: char) -> bool {
    BLANK.iter().any(|range| range.contains(&char))
}

/// Letters that are written from right to left, and marks that turn a line.
const TURNING: [RangeInclusive<char>; 9] = [
    '\u{590}'..='\u{8ff}',
    '\u{200e}'..='\u{200f}',
    '\u{202a}'..='\u{202e}',
    '\u{2066}'..='\u{2069}',
    '\u{fb1d}'..='\u{fdff}',
    '\u{fe70}'..='\u{fefe}',
    '\u{10800}'..='\u{10fff}',
    '\u{1e800}'..='\u{1e95f}',
    '\u{1ec70}'..='\u{1eeff}',
];

/// A name or an address within a sentence: it keeps its own direction, and leaves that of the sentence alone. A text
/// that turns nothing stays as it is.
pub fn apart(text: &str) -> String {
    if !text.chars().any(|char| TURNING.iter().any(|range| range.contains(&char))) {
        return text.to_owned();
    }
    let (mut apart, mut open) = (String::from('\u{2068}'), 0_usize);
    for char in text.chars() {
        match char {
            '\u{2066}'..='\u{2068}' => open += 1,
            // it would end what was begun before the text
            '\u{2069}' if open == 0 => continue,
            '\u{2069}' => open -= 1,
            _ => {}
        }
        apart.push(char);
    }
    apart.extend(core::iter::repeat_n('\u{2069}', open + 1));
    apart
}

#[cfg(test)]
mod tests {
    use super::{apart, is_visible};

    #[test]
    fn a_name_leaves_the_sentence_alone() {
        for name in ["", "Anna Keller", "äöü@firma.example", "名", "😀"] {
            assert_eq!(apart(name), name);
        }
        for (name, set_apart) in [
            ("\u{627}\u{628}", "\u{2068}\u{627}\u{628}\u{2069}"),
            ("a\u{202e}b", "\u{2068}a\u{202e}b\u{2069}"),
            ("a\u{2069}b", "\u{2068}ab\u{2069}"),
            ("\u{2067}a", "\u{2068}\u{2067}a\u{2069}\u{2069}"),
            ("\u{2066}a\u{2069}\u{2069}\u{5d0}", "\u{2068}\u{2066}a\u{2069}\u{5d0}\u{2069}"),
        ] {
            assert_eq!(apart(name), set_apart, "{name:?}");
        }
    }

    #[test]
    fn what_shows_nothing_is_no_name() {
        let blanks = [
            "",
            " ",
            "\u{a0}",
            "\u{3000}",
            "\t",
            "\u{0}",
            "\u{85}",
            "\u{ad}",
            "\u{200b}",
            "\u{200d}",
            "\u{200e}\u{200f}",
            "\u{202e}\u{202c}",
            "\u{2066}\u{2069}",
            "\u{feff}",
            "\u{2060}",
            "\u{3164}",
            "\u{ffa0}",
            "\u{115f}\u{1160}",
            "\u{2800}",
            "\u{fe0f}",
            "\u{e0001}\u{e007f}",
            "\u{34f}",
            "\u{180e}",
            " \u{200b}\u{a0}\u{202e} ",
        ];
        for blank in blanks {
            assert!(!is_visible(blank), "{blank:?}");
        }
        for name in ["a", ".", "\u{202e}a", "\u{200b}名", "😀", "👩\u{200d}🚀", "\u{627}", "\u{301}", "‑", "\u{600}"]
        {
            assert!(is_visible(name), "{name:?}");
        }
    }
}
