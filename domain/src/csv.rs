//! Reading CSV (RFC 4180) as a table of cells that knows on which line each record begins, and writing it.

use csv_core::{ReadFieldResult, ReaderBuilder};

use crate::roster::RosterFault;

/// The cells of a file.
#[derive(Debug, Default)]
pub struct Table {
    /// The records: the line on which each begins, counted from 1, and its cells. A cell that is not UTF-8 is a fault.
    pub rows: Vec<(usize, Vec<Result<String, RosterFault>>)>,
    /// The line and the fault from which on the file cannot be read, if there is one.
    pub broken: Option<(usize, RosterFault)>,
}

/// Reads at most `most` records. Lines end in LF or CR LF. Cells are separated by commas, or by semicolons if the
/// header has a semicolon and no comma. A UTF-8 byte order mark and empty lines are skipped. A file that begins with
/// the byte order mark of UTF-16 is refused as a whole.
pub fn read(bytes: &[u8], most: usize) -> Table {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Table { rows: Vec::new(), broken: Some((1, RosterFault::Encoding)) };
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let header = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let delimiter = if header.contains(&b';') && !header.contains(&b',') { b';' } else { b',' };
    let mut reader = ReaderBuilder::new().delimiter(delimiter).build();
    let mut table = Table::default();
    let (mut rest, mut line) = (bytes, 1);
    let (mut row, mut begins, mut cell, mut buffer) = (Vec::new(), 1, Vec::new(), [0; 1024]);
    while table.rows.len() < most {
        if row.is_empty() && cell.is_empty() {
            let ends = rest.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
            line += newlines(rest.get(..ends).unwrap_or_default());
            rest = rest.get(ends..).unwrap_or_default();
            begins = line;
        }
        let (result, read, written) = reader.read_field(rest, &mut buffer);
        line += newlines(rest.get(..read).unwrap_or_default());
        rest = rest.get(read..).unwrap_or_default();
        cell.extend_from_slice(buffer.get(..written).unwrap_or_default());
        match result {
            ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
            ReadFieldResult::Field { record_end } => {
                let text = String::from_utf8(std::mem::take(&mut cell));
                row.push(text.map_err(|_| RosterFault::Encoding));
                if record_end {
                    table.rows.push((begins, std::mem::take(&mut row)));
                }
            }
            ReadFieldResult::End => break,
        }
    }
    if rest.is_empty() && ends_within_quotes(bytes, delimiter) {
        table.broken = Some((table.rows.last().map_or(1, |(line, _)| *line), RosterFault::Quote));
    }
    table
}

/// Whether the file ends within a quoted cell, so that the last record has swallowed the rest of the file. A quotation
/// mark opens a quoted cell only at the beginning of the cell; later in an unquoted cell it stands for itself.
fn ends_within_quotes(bytes: &[u8], delimiter: u8) -> bool {
    #[derive(Clone, Copy, PartialEq)]
    enum Place {
        CellBegins,
        Bare,
        Quoted,
        /// After a quotation mark that closes the cell, unless another one follows.
        Closed,
    }
    let step = |place: Place, byte: &u8| match (place, *byte) {
        (Place::CellBegins | Place::Closed, b'"') => Place::Quoted,
        (Place::Quoted, b'"') => Place::Closed,
        (Place::Quoted, _) => Place::Quoted,
        (Place::CellBegins | Place::Bare | Place::Closed, byte)
            if byte == delimiter || matches!(byte, b'\r' | b'\n') =>
        {
            Place::CellBegins
        }
        (Place::CellBegins | Place::Bare | Place::Closed, _) => Place::Bare,
    };
    bytes.iter().fold(Place::CellBegins, step) == Place::Quoted
}

fn newlines(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte == b'\n').count()
}

/// Appends a record. Cells are quoted if they need it.
pub fn write_row<'a>(text: &mut String, cells: impl IntoIterator<Item = &'a str>) {
    for (index, cell) in cells.into_iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        // a semicolon is quoted too, for spreadsheets that separate cells by it
        if cell.contains(['"', ',', ';', '\r', '\n']) {
            text.push('"');
            text.push_str(&cell.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(cell);
        }
    }
    text.push_str("\r\n");
}

/// Whether a spreadsheet would take a cell for a formula, leaving aside any `'` before it.
fn is_formula(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// The cell, with a `'` put before it if a spreadsheet would take it for a formula.
pub(crate) fn guard(cell: &str) -> String {
    if is_formula(cell) { format!("'{cell}") } else { cell.to_owned() }
}

/// The cell without the `'` that [`guard`] put there.
pub(crate) fn unguard(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| is_formula(rest)).unwrap_or(cell)
}
