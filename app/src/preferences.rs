//! What this browser remembers of its user's taste: the language, the theme, how close rows stand, whether
//! single letters are keys.

use leptos::prelude::*;

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    const fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The one that was chosen in this browser.
    pub fn kept() -> Self {
        let name = read("theme").unwrap_or_default();
        Self::ALL.into_iter().find(|theme| theme.name() == name).unwrap_or_default()
    }

    /// Shows the page in it, and keeps it.
    pub fn choose(self) {
        keep("theme", self.name());
        mark("data-theme", self.name(), self != Self::System);
    }
}

/// Whether single letters are keys (WCAG 2.1.4: they can be switched off).
pub fn letter_keys() -> bool {
    read("letter-keys").as_deref() != Some("off")
}

/// Switches single-letter keys.
pub fn keep_letter_keys(on: bool) {
    keep("letter-keys", if on { "on" } else { "off" });
}

/// Whether rows stand close.
pub fn dense() -> bool {
    read("rows").as_deref() == Some("dense")
}

/// Switches how close rows stand. The lists hear of it by their size.
pub fn keep_dense(on: bool) {
    keep("rows", if on { "dense" } else { "wide" });
    mark("data-rows", "dense", on);
}

/// Marks the root for the style, or takes the mark away. `index.html` does so before anything is painted.
fn mark(name: &str, value: &str, on: bool) {
    if let Some(root) = document().document_element() {
        // the attribute is the page's own
        let _set = if on { root.set_attribute(name, value) } else { root.remove_attribute(name) };
    }
}

/// Reads what was kept. A browser that keeps nothing is no error.
pub fn read(name: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(&key(name)).ok()?
}

/// Keeps a word.
pub fn keep(name: &str, value: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        // without storage, the choice lasts as long as the page
        let _kept = storage.set_item(&key(name), value);
    }
}

fn key(name: &str) -> String {
    format!("laufzeit.{name}")
}
