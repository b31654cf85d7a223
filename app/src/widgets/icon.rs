//! The icons, drawn in the colour of the text. An icon is never the only name of a thing.

use leptos::prelude::*;

use crate::view::{View, view};

/// The names of the icons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IconName {
    /// The mark of the product.
    Brand,
    /// A magnifying glass.
    Search,
    /// A triangle that points down: ▾.
    Down,
    /// Three dots.
    More,
    /// A cross: ✕.
    Close,
    /// An arrow back, for undoing.
    Back,
    /// Marks that something ends.
    Ends,
    /// Marks that something is done.
    Done,
    /// A warning.
    Warn,
    /// The theme, light or dark.
    Theme,
    /// A lock.
    Lock,
    /// A file that is imported.
    Import,
    /// A triangle that starts something.
    Play,
    /// A clock.
    Clock,
    /// A person.
    Person,
    /// A computer that cannot be reached.
    Offline,
}

impl IconName {
    const fn path(self) -> &'static str {
        match self {
            Self::Brand => "M10 2.2a7.8 7.8 0 1 1-7.4 5.3M10 6v4.2l2.8 1.8M4.6 3.5v.01",
            Self::Search => "M9 15A6 6 0 1 0 9 3a6 6 0 0 0 0 12Zm4.5-1.5L17 17",
            Self::Down => "m6 8 4 4 4-4",
            Self::More => "M4.5 10h.01M10 10h.01M15.5 10h.01",
            Self::Close => "m5 5 10 10M15 5 5 15",
            Self::Back => "M8 5 4 9l4 4M4.5 9H12a4 4 0 0 1 0 8H9",
            Self::Ends => "M10 18a8 8 0 1 0 0-16 8 8 0 0 0 0 16ZM6 10h8",
            Self::Done => "M10 18a8 8 0 1 0 0-16 8 8 0 0 0 0 16Zm-3.5-8 2.5 2.5 4.5-5",
            Self::Warn => "M10 3 2 17h16L10 3Zm0 5.5v4M10 14.8v.01",
            Self::Theme => "M10 18a8 8 0 1 0 0-16 8 8 0 0 0 0 16Zm0-16v16M13 3v14M16 5v10",
            Self::Lock => "M5 9h10v8H5V9Zm2 0V6.5a3 3 0 0 1 6 0V9",
            Self::Import => "M10 3v9m-4-3.5 4 4 4-4M3.5 13v4h13v-4",
            Self::Play => "M6 4v12l10-6L6 4Z",
            Self::Clock => "M10 18a8 8 0 1 0 0-16 8 8 0 0 0 0 16Zm0-12.5v4.5l3 2",
            Self::Person => "M10 10a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM3.5 17a6.5 6.5 0 0 1 13 0",
            Self::Offline => {
                "M3 3l14 14M5.5 8.5A8 8 0 0 1 8 7m4 .2a8 8 0 0 1 2.5 1.3M2.5 6A12 12 0 0 1 5 4.3M8.5 3.2A12 12 0 0 1 17.5 6M8 12a4 4 0 0 1 3 -.5M10 16v.01"
            }
        }
    }
}

/// An icon.
#[component]
pub fn Icon(
    /// Which icon.
    name: IconName,
) -> View {
    view! {
        <svg class="icon" viewBox="0 0 20 20" aria-hidden="true">
            <path d=name.path()></path>
        </svg>
    }
}
