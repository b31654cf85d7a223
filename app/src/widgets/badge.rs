//! A state in one word, with a shape that does not rely on colour.

use leptos::prelude::*;

use crate::view::{View, view};

/// How good or bad a state is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadgeTone {
    /// All is well: a full dot.
    Ok,
    /// Something is left to do: a ring.
    Todo,
    /// Stopped: a square.
    Off,
    /// Gone: a hollow square.
    Gone,
}

impl BadgeTone {
    /// Its name in styles.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Todo => "todo",
            Self::Off => "off",
            Self::Gone => "gone",
        }
    }
}

/// The badge of a state.
#[component]
pub fn Badge(
    /// How good or bad it is.
    tone: BadgeTone,
    /// The word to show.
    text: String,
) -> View {
    view! { <span class=format!("badge badge-{}", tone.name())>{text}</span> }
}

/// What a mode means for the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModeTone {
    /// Goes on, in short steps.
    Short,
    /// Goes on, in long steps.
    Long,
    /// Ends.
    Ends,
}

impl ModeTone {
    const fn class(self) -> &'static str {
        match self {
            Self::Short => "mode mode-short",
            Self::Long => "mode mode-long",
            Self::Ends => "mode mode-ends",
        }
    }
}

/// The tag of a mode.
#[component]
pub fn ModeTag(
    /// What the mode means for the account.
    tone: ModeTone,
    /// The word to show.
    text: String,
) -> View {
    view! { <span class=tone.class()>{text}</span> }
}
