//! What separates the cells of a file.

/// Whether a character draws the lines of a table, as database clients print it.
pub(super) const fn is_ruling(char: char) -> bool {
    matches!(char, '+' | '-')
}

/// How many lines without a separator may stand above a table.
const TITLES: usize = 10;

/// Where the first line of a text begins that says something, and what separates the cells of the file. A line `sep=;` says
/// it; otherwise it is what stands most often, outside of quotation marks, in the first line that has more than separators. A
/// `|` is one where the line begins with it, as in tables, or has no other. Lines without any may be titles, and the next one
/// is looked at, unless an address stands in it.
/// No separator if that line has not come whole.
pub(super) fn separator_of(head: &str, is_all: bool) -> (usize, Option<u8>) {
    const SEPARATORS: [u8; 4] = [b'|', b',', b';', b'\t'];
    // where the first line begins that says something, how many lines there were since, and where the next one begins
    let (mut said, mut titles, mut from): (Option<usize>, usize, usize) = (None, 0, 0);
    loop {
        let rest = head.get(from..).unwrap_or_default();
        let length = match rest.find(['\r', '\n']) {
            Some(length) => length,
            None if is_all && !rest.is_empty() => rest.len(),
            None => return (said.unwrap_or(from), said.filter(|_| is_all).map(|_| b',')),
        };
        let line = rest.get(..length).unwrap_or_default();
        if let Some(separator) = named_separator(line).filter(|_| said.is_none()) {
            return (from + length, Some(separator));
        }
        if line
            .contains(|char: char| !char.is_whitespace() && !matches!(char, ',' | ';' | '"' | '|') && !is_ruling(char))
        {
            let begins = *said.get_or_insert(from);
            if line.trim_start().starts_with('|') {
                return (begins, Some(b'|'));
            }
            let mut counts = [0_usize; SEPARATORS.len()];
            let mut quoted = false;
            for byte in line.bytes() {
                quoted ^= byte == b'"';
                let which = SEPARATORS.iter().position(|separator| *separator == byte && !quoted);
                if let Some(count) = which.and_then(|which| counts.get_mut(which)) {
                    *count += 1;
                }
            }
            let [pipes, others @ ..] = counts;
            let most = others.iter().max().copied().unwrap_or_default();
            let which = others.iter().position(|count| *count == most).unwrap_or_default() + 1;
            let which = if most == 0 && pipes > 0 { 0 } else { which };
            if most + pipes > 0 || line.contains('@') {
                return (begins, Some(SEPARATORS.get(which).copied().unwrap_or(b',')));
            }
        }
        titles += usize::from(said.is_some());
        if length == rest.len() || titles > TITLES {
            return (said.unwrap_or(from), said.map(|_| b','));
        }
        from += length + 1;
    }
}

/// The separator that a line `sep=;` names, which Excel writes and reads.
fn named_separator(line: &str) -> Option<u8> {
    let line = line.trim_matches(['"', ' ']);
    let (name, separator) = line.split_at_checked(4)?;
    let [separator @ (b',' | b';' | b'\t' | b'|')] = *separator.as_bytes() else { return None };
    name.eq_ignore_ascii_case("sep=").then_some(separator)
}
