//! A sentence about the state of things, with what can be done about it. It stays until it is no longer true.

use leptos::prelude::*;

use super::icon::{Icon, IconName};
use crate::view::{View, view};

/// How urgent a notice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeTone {
    /// Good to know.
    Plain,
    /// Something waits for the user.
    Warn,
    /// Something failed. Screen readers read it out at once.
    Error,
}

/// A notice.
#[component]
pub fn Notice(
    /// How urgent a notice is.
    tone: NoticeTone,
    /// The sentence.
    #[prop(into)]
    text: Signal<String>,
    /// What to do about it: the text of a button, and what it does.
    #[prop(optional, into)]
    action: Option<(String, Callback<()>)>,
) -> View {
    let (class, role, icon) = match tone {
        NoticeTone::Plain => ("notice", "status", IconName::Done),
        NoticeTone::Warn => ("notice notice-warn", "status", IconName::Warn),
        NoticeTone::Error => ("notice notice-error", "alert", IconName::Warn),
    };
    view! {
        <div class=class role=role>
            <Icon name=icon />
            <p>{move || text.get()}</p>
            {action
                .map(|(label, run)| {
                    view! {
                        <button type="button" class="btn" on:click=move |_| run.run(())>
                            {label}
                        </button>
                    }
                })}
        </div>
    }
}
