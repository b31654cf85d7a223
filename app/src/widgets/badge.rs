//! A state in one word, with a sign that does not need colour.

use leptos::prelude::*;

use crate::view::{View, view};

/// How a state is felt.
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
    const fn class(self) -> &'static str {
        match self {
            Self::Ok => "badge badge-ok",
            Self::Todo => "badge badge-todo",
            Self::Off => "badge badge-off",
            Self::Gone => "badge badge-gone",
        }
    }
}

/// A state.
#[component]
pub fn Badge(
    /// How it is felt.
    tone: BadgeTone,
    /// Its word.
    text: String,
) -> View {
    view! { <span class=tone.class()>{text}</span> }
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

/// A mode.
#[component]
pub fn ModeTag(
    /// What it means.
    tone: ModeTone,
    /// Its word.
    text: String,
) -> View {
    view! { <span class=tone.class()>{text}</span> }
}
