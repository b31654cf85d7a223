//! Writing CSV (RFC 4180).

/// Appends a record. Cells are quoted if they need it.
pub fn write_row<'a>(text: &mut String, cells: impl IntoIterator<Item = &'a str>) {
    write_cells(text, ',', cells);
}

/// Appends a record whose cells are separated by a comma or a semicolon.
pub(crate) fn write_cells<'a>(text: &mut String, separator: char, cells: impl IntoIterator<Item = &'a str>) {
    for (index, cell) in cells.into_iter().enumerate() {
        if index > 0 {
            text.push(separator);
        }
        // a semicolon is always quoted, for spreadsheets that separate cells by it whatever else is there
        if cell.contains(['"', separator, ';', '\r', '\n']) {
            text.push('"');
            text.push_str(&cell.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(cell);
        }
    }
    text.push_str("\r\n");
}

/// Whether a spreadsheet would take a cell for a formula, leaving aside any `'` before it. Some also know the full-width
/// forms of the signs.
fn is_formula(cell: &str) -> bool {
    const SIGNS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    cell.trim_start_matches('\'').starts_with(SIGNS)
}

/// The cell, with a `'` put before it if a spreadsheet would take it for a formula.
pub(crate) fn guard(cell: &str) -> String {
    if is_formula(cell) { format!("'{cell}") } else { cell.to_owned() }
}

/// The cell without the `'` that [`guard`] put there.
pub(crate) fn unguard(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| is_formula(rest)).unwrap_or(cell)
}
