//! Selections of rows that are too long for an address. The last few are kept in the browser's local storage.

use domain::{account::AccountId, change::Runs, hash::Hash};
use serde::{Deserialize, Serialize};

use super::texts;

const KEY: &str = "laufzeit.selections";
/// How many are kept.
const MANY: usize = 4;

#[derive(Serialize, Deserialize)]
struct Kept {
    name: String,
    platform: String,
    rows: Runs,
}

/// Keeps the rows of a platform and returns the name under which they are found again. The same rows have the same
/// name.
pub fn keep(platform: &str, ids: &[AccountId]) -> String {
    let rows: Runs = ids.iter().copied().collect();
    let text = serde_json::to_string(&rows).unwrap_or_default();
    let name: String = Hash::of(format!("{platform} {text}").as_bytes()).to_string().chars().take(16).collect();
    let mut all = all();
    all.retain(|kept| kept.name != name);
    all.insert(0, Kept { name: name.clone(), platform: platform.to_owned(), rows });
    all.truncate(MANY);
    if let (Some(storage), Ok(text)) = (texts::lasting(), serde_json::to_string(&all)) {
        // without room the rows last as long as the dialog, and the page says afterwards that they are lost
        drop(storage.set_item(KEY, &text));
    }
    name
}

/// The rows of a platform that were kept under a name; `None` if this browser has none.
pub fn find(platform: &str, name: &str) -> Option<Vec<AccountId>> {
    let found = all().into_iter().find(|kept| kept.name == name && kept.platform == platform)?;
    Some(found.rows.ids().collect())
}

/// Forgets all of them.
pub fn forget() {
    if let Some(storage) = texts::lasting() {
        // a browser that removes nothing keeps the last few
        drop(storage.remove_item(KEY));
    }
}

fn all() -> Vec<Kept> {
    let text = texts::lasting().and_then(|storage| storage.get_item(KEY).ok().flatten());
    text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}
