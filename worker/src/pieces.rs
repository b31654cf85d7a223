//! Cuts lists of ids and long texts into pieces, as statements and rows take them.

use domain::account::AccountId;

/// The most bytes of one stored text. Cloudflare allows at most 2 MB for a value.
pub const MAX_TEXT: usize = 1 << 20;

/// Ascending ids as the first and the last id of each run without a gap.
pub fn runs(ids: &[AccountId]) -> Vec<(AccountId, AccountId)> {
    ids.chunk_by(|a, b| b.0.checked_sub(a.0).is_some_and(|step| step <= 1))
        .filter_map(|run| Some((*run.first()?, *run.last()?)))
        .collect()
}

/// A text in parts of at most [`MAX_TEXT`] bytes, cut between characters. There is at least one part.
pub fn parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while rest.len() > MAX_TEXT {
        let (part, more) = rest.split_at(rest.floor_char_boundary(MAX_TEXT));
        parts.push(part);
        rest = more;
    }
    parts.push(rest);
    parts
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

    #[test]
    fn long_texts_are_cut_between_characters() {
        assert_eq!(parts(""), [""]);
        let text = "ü".repeat(MAX_TEXT);
        let cut = parts(&format!("x{text}")).into_iter().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(cut.len(), 3);
        assert_eq!(cut.concat(), format!("x{text}"));
        assert!(cut.iter().all(|part| part.len() <= MAX_TEXT));
    }
}
