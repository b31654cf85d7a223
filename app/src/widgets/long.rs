//! How much room long names and addresses need in rows of one height.

/// How many lines the longest text of a list needs in its column, where the screen is wide and where it is narrow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lines {
    /// On a wide screen.
    pub wide: usize,
    /// On a phone.
    pub narrow: usize,
}

impl Lines {
    /// The lines of texts in columns that hold so many ordinary letters.
    pub fn of(longest: usize, wide: usize, narrow: usize) -> Self {
        let lines = |column: usize| longest.div_ceil(column).max(1);
        Self { wide: lines(wide), narrow: lines(narrow) }
    }
}

/// How wide a text is, in ordinary letters.
pub fn letters(text: &str) -> usize {
    // in tenths; by bytes, because this is asked about each account
    let width = |byte: u8| match byte {
        b'm' | b'w' => 15,
        b'M' | b'W' | b'@' | b'%' => 17,
        // the second and later bytes of a character
        0x80..=0xbf => 0,
        // from U+1000 on
        0xe1.. => 20,
        _ => 10,
    };
    text.bytes().map(width).sum::<usize>().div_ceil(10)
}
