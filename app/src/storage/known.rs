//! Whether whoever uses this browser was known to the worker when it was asked last.

use super::texts;

const KNOWN: &str = "laufzeit.known";

/// Whether they were.
pub fn is_noted() -> bool {
    texts::lasting().and_then(|storage| storage.get_item(KNOWN).ok().flatten()).is_some()
}

/// Notes whether they are. A browser that keeps nothing asks again with each visit.
pub fn note(is_known: bool) {
    if let Some(storage) = texts::lasting() {
        drop(if is_known { storage.set_item(KNOWN, "1") } else { storage.remove_item(KNOWN) });
    }
}
