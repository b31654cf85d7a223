//! From the text of a file to its records (RFC 4180), piece by piece, with the line on which each begins.

use std::ops::ControlFlow;

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};

use super::{
    LOST, RosterFault,
    separator::{is_ruling, separator_of},
};
use crate::limits::{MAX_CELL, MAX_COLUMNS};

/// The most bytes that the first line may have that says something.
const MAX_HEAD: usize = MAX_COLUMNS * (MAX_CELL + 4);

/// A cell of a record, without the white space around it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    /// Its text, or as much of it as is kept of one that is too long.
    pub text: String,
    /// Whether it is longer than [`MAX_CELL`].
    pub is_long: bool,
}

impl Cell {
    /// The text.
    ///
    /// # Errors
    /// [`RosterFault::Cell`] for a text that is too long, and [`RosterFault::Encoding`] for one that is damaged.
    pub fn read(&self) -> Result<&str, RosterFault> {
        match self {
            Self { is_long: true, .. } => Err(RosterFault::Cell),
            Self { text, .. } if text.contains(LOST) => Err(RosterFault::Encoding),
            Self { text, .. } => Ok(text),
        }
    }
}

/// What gets each record: the line on which it begins, counted from 1, and its cells. It may say that no more are
/// wanted.
pub type Each<'a> = &'a mut dyn FnMut(usize, &[Cell]) -> ControlFlow<RosterFault>;

/// Reads records. Lines end in LF, CR, or CR LF, and are counted as an editor counts them. Empty lines, and lines of
/// nothing but separators, are passed over.
#[derive(Debug, Default)]
pub struct Records {
    /// The text before it is known what separates cells.
    head: String,
    reader: Option<(u8, Box<Reader>)>,
    place: Place,
    line: Lines,
    /// Whether nothing of the record has been read.
    at_start: bool,
    begins: usize,
    cells: Vec<Cell>,
    cell: Vec<u8>,
}

/// Where in a record a character stands. A quotation mark opens a quoted cell only at the beginning of the cell; later in
/// an unquoted cell it stands for itself.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Place {
    #[default]
    CellBegins,
    Bare,
    Quoted,
    /// After a quotation mark that closes the cell, unless another one follows.
    Closed,
}

impl Place {
    const fn after(self, byte: u8, separator: u8) -> Self {
        match (self, byte) {
            (Self::CellBegins | Self::Closed, b'"') => Self::Quoted,
            (Self::Quoted, b'"') => Self::Closed,
            (Self::Quoted, _) => Self::Quoted,
            (Self::CellBegins | Self::Bare | Self::Closed, b'\r' | b'\n') => Self::CellBegins,
            (Self::CellBegins | Self::Bare | Self::Closed, byte) => {
                if byte == separator {
                    Self::CellBegins
                } else {
                    Self::Bare
                }
            }
        }
    }
}

/// Counts lines.
#[derive(Debug, Default)]
struct Lines {
    ended: usize,
    after_return: bool,
}

impl Lines {
    fn pass(&mut self, bytes: &[u8]) {
        for byte in bytes {
            let ends = *byte == b'\r' || (*byte == b'\n' && !self.after_return);
            self.ended += usize::from(ends);
            self.after_return = *byte == b'\r';
        }
    }

    const fn now(&self) -> usize {
        self.ended + 1
    }
}

impl Records {
    /// What separates the cells, once it is known.
    pub fn separator(&self) -> Option<char> {
        self.reader.as_ref().map(|(separator, _)| char::from(*separator))
    }

    /// Reads the next piece of the text.
    ///
    /// # Errors
    /// As the break: the line and the fault from which on nothing more is read.
    pub fn feed(&mut self, text: &str, each: Each<'_>) -> ControlFlow<(usize, RosterFault)> {
        if self.reader.is_some() {
            return self.read(text.as_bytes(), each);
        }
        self.head.push_str(text);
        let (from, separator) = separator_of(&self.head, false);
        self.skip(from);
        if let Some(separator) = separator {
            return self.begin(separator, each);
        }
        if self.head.len() <= MAX_HEAD {
            return ControlFlow::Continue(());
        }
        // below a title may be a line that does not end
        let below = if self.head.contains(['\r', '\n']) { separator_of(&self.head, true).1 } else { None };
        match below {
            Some(separator) => self.begin(separator, each),
            None => ControlFlow::Break((self.line.now(), RosterFault::Cell)),
        }
    }

    /// Reads what is left when the text ends.
    ///
    /// # Errors
    /// As the break: the line and the fault from which on nothing more was read.
    pub fn end(&mut self, each: Each<'_>) -> ControlFlow<(usize, RosterFault)> {
        if self.reader.is_none() {
            let (from, separator) = separator_of(&self.head, true);
            self.skip(from);
            let Some(separator) = separator else { return ControlFlow::Continue(()) };
            self.begin(separator, each)?;
        }
        let open = self.place == Place::Quoted;
        let line = self.begins;
        if !self.at_start {
            self.field(&[], each)?;
        }
        if open { ControlFlow::Break((line, RosterFault::Quote)) } else { ControlFlow::Continue(()) }
    }

    /// Passes over lines before the first one that says something.
    fn skip(&mut self, from: usize) {
        self.line.pass(self.head.drain(..from).as_str().as_bytes());
    }

    fn begin(&mut self, separator: u8, each: Each<'_>) -> ControlFlow<(usize, RosterFault)> {
        let text = std::mem::take(&mut self.head);
        self.reader = Some((separator, Box::new(ReaderBuilder::new().delimiter(separator).build())));
        self.at_start = true;
        self.read(text.as_bytes(), each)
    }

    fn read(&mut self, mut bytes: &[u8], each: Each<'_>) -> ControlFlow<(usize, RosterFault)> {
        loop {
            if self.at_start {
                let ends = bytes.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
                bytes = self.pass(bytes, ends);
                self.begins = self.line.now();
            }
            if bytes.is_empty() {
                return ControlFlow::Continue(());
            }
            self.at_start = false;
            let read = self.field(bytes, each)?;
            bytes = self.pass(bytes, read);
        }
    }

    /// Goes on behind the first bytes.
    fn pass<'a>(&mut self, bytes: &'a [u8], count: usize) -> &'a [u8] {
        let (passed, rest) = bytes.split_at_checked(count).unwrap_or((bytes, &[]));
        self.line.pass(passed);
        if let Some((separator, _)) = self.reader {
            self.place = passed.iter().fold(self.place, |place, byte| place.after(*byte, separator));
        }
        rest
    }

    /// Reads until the end of a cell or of the bytes, and returns how many bytes that were. No bytes are the end of the
    /// file.
    fn field(&mut self, bytes: &[u8], each: Each<'_>) -> ControlFlow<(usize, RosterFault), usize> {
        let Some((_, reader)) = &mut self.reader else { return ControlFlow::Continue(bytes.len()) };
        let mut buffer = [0; 1024];
        let (result, read, written) = reader.read_field(bytes, &mut buffer);
        let room = (4 * MAX_CELL).saturating_sub(self.cell.len()).min(written);
        self.cell.extend_from_slice(buffer.get(..room).unwrap_or_default());
        match result {
            ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull | ReadFieldResult::End => {}
            ReadFieldResult::Field { record_end } => {
                self.end_cell()?;
                if record_end {
                    self.at_start = true;
                    self.end_record(each)?;
                }
            }
        }
        ControlFlow::Continue(read)
    }

    fn end_cell(&mut self) -> ControlFlow<(usize, RosterFault)> {
        // a text that was cut may end within a character
        let text = String::from_utf8_lossy(&self.cell);
        let text = text.trim_matches(|char: char| char.is_whitespace() || char == '\u{feff}');
        let is_long = text.len() > MAX_CELL;
        let text = if is_long { text.get(..text.floor_char_boundary(MAX_CELL)).unwrap_or_default() } else { text };
        self.cells.push(Cell { text: text.to_owned(), is_long });
        self.cell.clear();
        if self.cells.len() > MAX_COLUMNS {
            return ControlFlow::Break((self.begins, RosterFault::Columns));
        }
        ControlFlow::Continue(())
    }

    fn end_record(&mut self, each: Each<'_>) -> ControlFlow<(usize, RosterFault)> {
        let says = self.cells.iter().any(|cell| !is_rule(&cell.text));
        let wanted = if says { each(self.begins, &self.cells) } else { ControlFlow::Continue(()) };
        self.cells.clear();
        wanted.map_break(|fault| (self.begins, fault))
    }
}

/// Whether a cell says nothing: it is empty, or it draws a line of a table.
fn is_rule(text: &str) -> bool {
    text.is_empty() || (text.starts_with("--") || text.starts_with("+--")) && text.chars().all(is_ruling)
}

#[cfg(test)]
mod tests {
    use super::*;

    type Read = (Vec<(usize, Vec<String>)>, Option<(usize, RosterFault)>, Option<char>);

    /// The records of a text that comes in pieces of `size` characters.
    fn read(text: &str, size: usize) -> Read {
        let (mut records, mut found) = (Records::default(), Vec::new());
        let mut each = |line: usize, cells: &[Cell]| {
            found.push((line, cells.iter().map(|cell| cell.text.clone()).collect()));
            ControlFlow::Continue(())
        };
        let chars: Vec<char> = text.chars().collect();
        let mut pieces = chars.chunks(size).map(|piece| piece.iter().collect::<String>());
        let mut broken = pieces.try_for_each(|piece| records.feed(&piece, &mut each)).break_value();
        if broken.is_none() {
            broken = records.end(&mut each).break_value();
        }
        (found, broken, records.separator())
    }

    #[track_caller]
    fn check(text: &str, separator: char, expected: &[(usize, &[&str])]) {
        let records: Vec<(usize, Vec<String>)> = expected
            .iter()
            .map(|(line, cells)| (*line, cells.iter().map(|cell| (*cell).to_owned()).collect()))
            .collect();
        for size in 1..=text.len().max(1) {
            let found = read(text, size);
            assert_eq!(found, (records.clone(), None, Some(separator)), "in pieces of {size}");
        }
    }

    #[test]
    fn a_record_knows_the_line_on_which_it_begins() {
        for end in ["\n", "\r", "\r\n"] {
            let text = ["a,b", "", "1,\"x", "y\"", "", ",,", " 2 ,3"].join(end);
            let quoted = format!("x{end}y");
            check(&text, ',', &[(1, &["a", "b"]), (3, &["1", &quoted]), (7, &["2", "3"])]);
        }
    }

    #[test]
    fn the_separator_is_what_stands_most_often() {
        check("a;b;c,d", ';', &[(1, &["a", "b", "c,d"])]);
        check("a\tb;c\td", '\t', &[(1, &["a", "b;c", "d"])]);
        check("\"a;;;;b\",c,d", ',', &[(1, &["a;;;;b", "c", "d"])]);
        check("\r\n;;;\r\na;b", ';', &[(3, &["a", "b"])]);
        check("a@b.example,Anna | Sales | Berlin", ',', &[(1, &["a@b.example", "Anna | Sales | Berlin"])]);
        check("E-Mail;Name | Room | City", ';', &[(1, &["E-Mail", "Name | Room | City"])]);
        check("a | b | c\n--+---+--\nd | e, f | g", '|', &[(1, &["a", "b", "c"]), (3, &["d", "e, f", "g"])]);
        check("sep=|\na|b;c", '|', &[(2, &["a", "b;c"])]);
        check("alone", ',', &[(1, &["alone"])]);
        check(
            "Our mailboxes\n\nas of today\na;b;c,d\ne;f;g",
            ';',
            &[(1, &["Our mailboxes"]), (3, &["as of today"]), (4, &["a", "b", "c,d"]), (5, &["e", "f", "g"])],
        );
        check("a@b.example\nc;d", ',', &[(1, &["a@b.example"]), (2, &["c;d"])]);
        check("| a   | b |\n|-----|---|\n| c,d | e |", '|', &[(1, &["", "a", "b", ""]), (3, &["", "c,d", "e", ""])]);
        check(
            "+--+--+\n|a |b |\n+--+--+\n|- |c |\n+--+--+",
            '|',
            &[(2, &["", "a", "b", ""]), (4, &["", "-", "c", ""])],
        );
        check("sep=;\r\na,b;c", ';', &[(2, &["a,b", "c"])]);
        check("\"SEP=\t\"\na\tb", '\t', &[(2, &["a", "b"])]);
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_is_told_with_its_line() {
        for size in [1, 3, 100] {
            let (_, broken, _) = read("a,b\n1,2\n3,\"4\n5,6", size);
            assert_eq!(broken, Some((3, RosterFault::Quote)));
        }
        check("a,b\n1,2\"\n3,\"\"", ',', &[(1, &["a", "b"]), (2, &["1", "2\""]), (3, &["3", ""])]);
    }

    #[test]
    fn what_is_too_much_ends_the_reading() {
        let wide = ",".repeat(MAX_COLUMNS) + "a";
        assert_eq!(read(&wide, 7).1, Some((1, RosterFault::Columns)));
        let long = "x".repeat(MAX_HEAD + 1);
        assert_eq!(read(&long, 1024).1, Some((1, RosterFault::Cell)));
        let (found, broken, _) = read(&format!("a\n{}\nb", "ä".repeat(MAX_CELL * 5)), 100);
        assert_eq!((found.len(), broken), (3, None));
        assert!(found.iter().all(|(_, cells)| cells.iter().all(|cell| cell.len() <= MAX_CELL)));
    }

    #[test]
    fn lines_that_say_nothing_are_passed_over_however_many_they_are() {
        let many = 2 * MAX_HEAD;
        for silent in ["\n", ",,,,,,,,\n", " ;\r\n", "\"\",\n"] {
            let text = silent.repeat(many / silent.len() + 1);
            let lines = text.matches('\n').count();
            assert_eq!(read(&text, 1 << 12), (Vec::new(), None, None), "{silent:?}");
            let (found, broken, _) = read(&format!("{text}a{text}b"), 1 << 12);
            let found: Vec<usize> = found.into_iter().map(|(line, _)| line).collect();
            assert_eq!((found, broken), (vec![lines + 1, 2 * lines + 1], None), "{silent:?}");
        }
    }

    #[test]
    fn a_file_that_says_nothing_has_no_records() {
        for text in ["", "\r\n\r\n", " ,;\t\n"] {
            assert_eq!(read(text, 2), (Vec::new(), None, None), "{text:?}");
        }
    }
}
