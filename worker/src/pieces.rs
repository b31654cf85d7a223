//! Cuts lists of ids and long texts into pieces, as statements and rows take them.

use domain::account::AccountId;

use crate::statement::{Value, Write};

/// The most bytes of one stored text. Cloudflare allows at most 2 MB for a value.
pub const MAX_TEXT: usize = 1 << 20;

/// Ascending ids as the first and the last id of each run without a gap.
pub fn runs(ids: &[AccountId]) -> Vec<(AccountId, AccountId)> {
    ids.chunk_by(|a, b| b.0.checked_sub(a.0).is_some_and(|step| step <= 1))
        .filter_map(|run| Some((*run.first()?, *run.last()?)))
        .collect()
}

/// A text that comes piece by piece, and is stored in parts of at most [`MAX_TEXT`] bytes, cut between characters. There is at
/// least one part.
#[derive(Debug)]
pub struct Parts {
    sql: String,
    name: Value,
    /// What has not been stored yet.
    text: String,
    stored: u32,
}

impl Parts {
    /// A text that is stored under `name` in a table that has a column for the name, then `part` and `body`.
    pub fn of(table: &str, name: Value) -> Self {
        Self { sql: format!("INSERT INTO {table} VALUES (?, ?, ?)"), name, text: String::new(), stored: 0 }
    }

    /// Adds a piece. Returns the statements that store the parts that are full.
    pub fn add(&mut self, mut piece: &str) -> Vec<Write> {
        let mut full = Vec::new();
        while self.text.len() + piece.len() > MAX_TEXT {
            let (part, more) = piece.split_at(piece.floor_char_boundary(MAX_TEXT - self.text.len()));
            self.text.push_str(part);
            piece = more;
            full.push(self.end());
        }
        self.text.push_str(piece);
        full
    }

    /// The statement that stores what is left.
    pub fn end(&mut self) -> Write {
        let text = std::mem::take(&mut self.text);
        let part = self.stored;
        self.stored += 1;
        Write { sql: self.sql.clone().into(), values: vec![self.name.clone(), part.into(), text.into()] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_come_in_runs() {
        let ids: Vec<AccountId> = [1, 2, 3, 7, 9, 10].map(AccountId).to_vec();
        let expected = [(1, 3), (7, 7), (9, 10)].map(|(first, last)| (AccountId(first), AccountId(last)));
        assert_eq!(runs(&ids), expected);
        assert_eq!(runs(&[]), []);
    }

    /// The parts of a text that comes in pieces of about so many bytes.
    fn parts(text: &str, size: usize) -> Vec<String> {
        let (mut writes, mut parts) = (Vec::new(), Parts::of("t", Value::Null));
        let mut rest = text;
        while !rest.is_empty() {
            let (piece, more) = rest.split_at(rest.ceil_char_boundary(size));
            writes.extend(parts.add(piece));
            rest = more;
        }
        writes.push(parts.end());
        let part = |(number, write): (u32, Write)| match write.values.as_slice() {
            [Value::Null, place, Value::Text(text)] if *place == number.into() => text.clone(),
            other => panic!("{other:?}"),
        };
        (0..).zip(writes).map(part).collect()
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        assert_eq!(parts("", 1), [""]);
        let text = format!("x{}", "ü".repeat(MAX_TEXT));
        for size in [1_000, MAX_TEXT, usize::MAX] {
            let cut = parts(&text, size);
            assert_eq!(cut.len(), 3);
            assert_eq!(cut.concat(), text);
            assert!(cut.iter().all(|part| part.len() <= MAX_TEXT));
        }
    }
}
