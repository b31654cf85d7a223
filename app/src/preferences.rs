//! The preferences that this browser keeps: the language, the theme, how close together rows stand, and whether single
//! letters act as keyboard shortcuts.

use leptos::prelude::*;

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// The theme of the operating system.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// All themes, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    const fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme that was chosen in this browser.
    pub fn kept() -> Self {
        let name = read("theme").unwrap_or_default();
        Self::ALL.into_iter().find(|theme| theme.name() == name).unwrap_or_default()
    }

    /// Shows the page in this theme, and keeps the choice.
    pub fn choose(self) {
        keep("theme", self.name());
        mark("data-theme", self.name(), self != Self::System);
    }
}

/// Whether single letters act as keyboard shortcuts (WCAG 2.1.4 asks that they can be switched off).
pub fn letter_keys() -> bool {
    read("letter-keys").as_deref() != Some("off")
}

/// Switches the shortcuts by single letters on or off.
pub fn keep_letter_keys(on: bool) {
    keep("letter-keys", if on { "on" } else { "off" });
}

/// Whether rows stand close together.
pub fn dense() -> bool {
    read("rows").as_deref() == Some("dense")
}

/// Sets how close together rows stand. Lists notice it because their size changes.
pub fn keep_dense(on: bool) {
    keep("rows", if on { "dense" } else { "wide" });
    mark("data-rows", "dense", on);
}

/// Sets an attribute of the root element, which the styles read, or removes it. `index.html` does the same before
/// anything is painted.
fn mark(name: &str, value: &str, on: bool) {
    if let Some(root) = document().document_element() {
        // a valid attribute name is never refused
        let _set = if on { root.set_attribute(name, value) } else { root.remove_attribute(name) };
    }
}

/// The value kept under a name. A browser that keeps nothing is no error.
pub fn read(name: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(&key(name)).ok()?
}

/// Keeps a value under a name.
pub fn keep(name: &str, value: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        // without storage, the choice lasts as long as the page
        let _kept = storage.set_item(&key(name), value);
    }
}

fn key(name: &str) -> String {
    format!("laufzeit.{name}")
}
