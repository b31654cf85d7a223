//! From the bytes of a file to its text, where nobody says how the text is encoded.

use serde::Serialize;

/// How the text of a file is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    #[serde(rename = "utf-8")]
    Utf8,
    /// UTF-16 with a byte order mark.
    #[serde(rename = "utf-16")]
    Utf16,
    /// What Windows programs write in Western Europe.
    #[serde(rename = "windows-1252")]
    Windows1252,
}

impl Encoding {
    /// What people call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16 => "UTF-16",
            Self::Windows1252 => "Windows-1252",
        }
    }
}

/// The characters that Windows-1252 has at 0x80 to 0x9f, where Latin-1 has control characters. Five of them are not
/// assigned.
const WINDOWS: [char; 32] = [
    '€', LOST, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', LOST, 'Ž', LOST, LOST, '‘', '’', '“', '”', '•',
    '–', '—', '˜', '™', 'š', '›', 'œ', LOST, 'ž', 'Ÿ',
];

/// What stands for bytes that are no text.
pub const LOST: char = char::REPLACEMENT_CHARACTER;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Too little has come to see a byte order mark.
    Unseen,
    /// UTF-8. It is certain once there was a mark, or a character beyond ASCII.
    Utf8 {
        certain: bool,
    },
    Utf16 {
        little_endian: bool,
    },
    Windows1252,
}

/// Turns the bytes of a file into text, piece by piece.
///
/// A byte order mark says what they are. Without one they are taken for UTF-8, until the first byte beyond ASCII shows
/// that they are not; from there on they are Windows-1252. Bytes that are no text become [`LOST`].
#[derive(Debug)]
pub struct Decoder {
    form: Form,
    /// The bytes at the end of the last piece that are not a whole character yet.
    kept: Vec<u8>,
}

impl Default for Decoder {
    fn default() -> Self {
        Self { form: Form::Unseen, kept: Vec::new() }
    }
}

impl Decoder {
    /// The encoding, as far as it can be told.
    pub const fn encoding(&self) -> Encoding {
        match self.form {
            Form::Unseen | Form::Utf8 { .. } => Encoding::Utf8,
            Form::Utf16 { .. } => Encoding::Utf16,
            Form::Windows1252 => Encoding::Windows1252,
        }
    }

    /// Appends the text of the next piece of the file.
    pub fn feed(&mut self, piece: &[u8], text: &mut String) {
        let joined;
        let mut bytes = piece;
        if !self.kept.is_empty() {
            self.kept.extend_from_slice(piece);
            joined = std::mem::take(&mut self.kept);
            bytes = &joined;
        }
        if self.form == Form::Unseen {
            match Self::mark(bytes) {
                Some((form, length)) => {
                    self.form = form;
                    bytes = bytes.get(length..).unwrap_or_default();
                }
                None => {
                    self.kept = bytes.to_vec();
                    return;
                }
            }
        }
        self.decode(bytes, text);
    }

    /// Appends what is left when the file ends.
    pub fn end(&mut self, text: &mut String) {
        let left = std::mem::take(&mut self.kept);
        match self.form {
            // a file of one or two bytes
            Form::Unseen => {
                self.form = Form::Utf8 { certain: false };
                self.decode(&left, text);
                self.end(text);
            }
            Form::Utf8 { certain: false } if !left.is_empty() => {
                self.form = Form::Windows1252;
                self.decode(&left, text);
            }
            Form::Utf8 { .. } | Form::Utf16 { .. } | Form::Windows1252 => {
                text.extend((!left.is_empty()).then_some(LOST));
            }
        }
    }

    /// The encoding that the file begins with, and the length of its mark; none if more must come to know it.
    fn mark(bytes: &[u8]) -> Option<(Form, usize)> {
        match bytes {
            [0xff, 0xfe, ..] => Some((Form::Utf16 { little_endian: true }, 2)),
            [0xfe, 0xff, ..] => Some((Form::Utf16 { little_endian: false }, 2)),
            [0xef, 0xbb, 0xbf, ..] => Some((Form::Utf8 { certain: true }, 3)),
            [] | [0xff | 0xfe | 0xef] | [0xef, 0xbb] => None,
            _ => Some((Form::Utf8 { certain: false }, 0)),
        }
    }

    fn decode(&mut self, bytes: &[u8], text: &mut String) {
        match self.form {
            Form::Unseen | Form::Utf8 { .. } => self.utf8(bytes, text),
            Form::Utf16 { little_endian } => self.utf16(bytes, little_endian, text),
            Form::Windows1252 => text.extend(bytes.iter().copied().map(windows)),
        }
    }

    fn utf8(&mut self, mut bytes: &[u8], text: &mut String) {
        loop {
            let error = match std::str::from_utf8(bytes) {
                Ok(good) => {
                    self.note(good);
                    text.push_str(good);
                    return;
                }
                Err(error) => error,
            };
            let (good, rest) = bytes.split_at(error.valid_up_to());
            // the bytes up to there were just found to be valid, so nothing is lost here
            let good = String::from_utf8_lossy(good);
            self.note(&good);
            text.push_str(&good);
            match (error.error_len(), self.form) {
                (None, _) => {
                    self.kept = rest.to_vec();
                    return;
                }
                (Some(_), Form::Utf8 { certain: false }) => {
                    self.form = Form::Windows1252;
                    self.decode(rest, text);
                    return;
                }
                (Some(length), _) => {
                    text.push(LOST);
                    bytes = rest.get(length..).unwrap_or_default();
                }
            }
        }
    }

    /// Text beyond ASCII that is valid UTF-8 is no accident.
    fn note(&mut self, good: &str) {
        if !good.is_ascii() {
            self.form = Form::Utf8 { certain: true };
        }
    }

    fn utf16(&mut self, bytes: &[u8], little_endian: bool, text: &mut String) {
        let (pairs, odd) = bytes.as_chunks::<2>();
        let unit = |pair: &[u8; 2]| if little_endian { u16::from_le_bytes(*pair) } else { u16::from_be_bytes(*pair) };
        // the first half of a character waits for the other
        let (pairs, half) = match pairs.split_last() {
            Some((last, before)) if (0xd800..0xdc00).contains(&unit(last)) => (before, last.as_slice()),
            Some(_) | None => (pairs, [].as_slice()),
        };
        self.kept = [half, odd].concat();
        text.extend(char::decode_utf16(pairs.iter().map(unit)).map(|char| char.unwrap_or(LOST)));
    }
}

fn windows(byte: u8) -> char {
    match byte {
        0x80..=0x9f => WINDOWS.get(usize::from(byte - 0x80)).copied().unwrap_or(LOST),
        other => char::from(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text of a file that comes in pieces of `size` bytes.
    fn read(bytes: &[u8], size: usize) -> (String, Encoding) {
        let (mut decoder, mut text) = (Decoder::default(), String::new());
        bytes.chunks(size).for_each(|piece| decoder.feed(piece, &mut text));
        decoder.end(&mut text);
        (text, decoder.encoding())
    }

    #[track_caller]
    fn check(bytes: &[u8], text: &str, encoding: Encoding) {
        for size in 1..=bytes.len().max(1) {
            assert_eq!(read(bytes, size), (text.to_owned(), encoding), "in pieces of {size}");
        }
    }

    #[test]
    fn it_is_utf_8_where_it_can_be() {
        check(b"", "", Encoding::Utf8);
        check(b"a", "a", Encoding::Utf8);
        check("Jörg €, 𝄞".as_bytes(), "Jörg €, 𝄞", Encoding::Utf8);
        check(b"\xef\xbb\xbfa,b", "a,b", Encoding::Utf8);
    }

    #[test]
    fn it_is_windows_1252_where_it_is_not_utf_8() {
        check(b"J\xf6rg M\xfc\xdfig, 5 \x80 \x96 \x81", "Jörg Müßig, 5 € – \u{fffd}", Encoding::Windows1252);
        check(b"ends in \xe4", "ends in ä", Encoding::Windows1252);
        check(b"\xef", "ï", Encoding::Windows1252);
        check(b"\xef\xbb", "ï»", Encoding::Windows1252);
    }

    #[test]
    fn bytes_that_are_no_text_in_a_file_of_utf_8_are_lost() {
        check("ä\u{fffd}b".as_bytes(), "ä\u{fffd}b", Encoding::Utf8);
        check(b"\xc3\xa4 then \xe4 and \xe2\x82", "ä then \u{fffd} and \u{fffd}", Encoding::Utf8);
        check(b"\xef\xbb\xbfa\xff", "a\u{fffd}", Encoding::Utf8);
    }

    #[test]
    fn utf_16_has_a_mark() {
        let little: Vec<u8> = "\u{feff}ö;𝄞\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = "\u{feff}ö;𝄞\r\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
        check(&little, "ö;𝄞\r\n", Encoding::Utf16);
        check(&big, "ö;𝄞\r\n", Encoding::Utf16);
        check(&[0xff, 0xfe, 0x34, 0xd8], "\u{fffd}", Encoding::Utf16);
        check(&[0xff, 0xfe, 0x34, 0xd8, b'a', 0, b'b'], "\u{fffd}a\u{fffd}", Encoding::Utf16);
    }
}
