//! What `head` says beside the book: where the chain over the record ends, which answers were given, and a seal by which
//! a change to any of its columns is noticed before the book is used.

use domain::hash::Hash;

/// The columns of `head` that the seal covers beside the settings, in its order.
pub const SEALED: &str =
    "today, revision, terminating, moved, numbering, imports, next_id, deleted, withdrawn, skew, chain, answers";

/// What `head` says beside the book.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tail {
    /// The link of the last entry.
    pub link: Hash,
    /// The hash of the set of stored answers.
    pub answers: Hash,
    /// The hash of the settings as they are stored.
    pub settings: Hash,
    /// How far the object's clock is ahead of the machine's, in milliseconds. Only tests move it.
    pub skew: i64,
}

/// The seal over the settings and the values of the columns [`SEALED`].
pub fn seal(settings: Hash, values: impl Iterator<Item = String>) -> Hash {
    let lines: Vec<String> = [settings.to_string()].into_iter().chain(values).collect();
    Hash::of(
        lines
            .join(
                "
",
            )
            .as_bytes(),
    )
}

/// The hash of one stored answer, as a member of the set of them.
pub fn answer(scope: &str, hash: &str, status: i64, body: &str) -> Hash {
    Hash::of(format!("{} {} {status}\n{scope}{hash}{body}", scope.len(), hash.len()).as_bytes())
}
