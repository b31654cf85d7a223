//! How large a test is. Each has a small size, for `cargo xtask test`, and some have a large one, for `cargo xtask siege`.

/// Set by `cargo xtask siege`.
const SIEGE: &str = "LAUFZEIT_SIEGE";

/// The size of a test that has these two.
pub fn size(small: usize, large: usize) -> usize {
    if std::env::var_os(SIEGE).is_some() { large } else { small }
}
