//! A short word that something was done. Nothing that has to be read stands in one.

use std::time::Duration;

use leptos::prelude::*;

use super::icon::{Icon, IconName};

const STAYS: Duration = Duration::from_secs(7);

/// What was done, and a way back.
#[derive(Debug, Clone)]
pub struct Toast {
    /// What was done.
    pub text: String,
    /// The words of a button and what it does.
    pub action: Option<(String, Callback<()>)>,
}

/// The toasts of the page.
#[derive(Debug, Clone, Copy)]
pub struct Toasts {
    shown: RwSignal<Vec<(u32, Toast)>>,
    next: StoredValue<u32>,
}

impl Toasts {
    /// Makes the place for toasts, and leaves it in the context.
    pub fn provide() -> Self {
        let toasts = Self { shown: RwSignal::new(Vec::new()), next: StoredValue::new(0) };
        provide_context(toasts);
        toasts
    }

    /// Shows a toast for a while.
    pub fn say(self, toast: Toast) {
        let id = self.next.get_value();
        self.next.set_value(id.wrapping_add(1));
        self.shown.update(|shown| shown.push((id, toast)));
        set_timeout(move || self.drop(id), STAYS);
    }

    fn drop(self, id: u32) {
        self.shown.try_update(|shown| shown.retain(|(own, _)| *own != id));
    }
}

/// Where the toasts appear.
#[component]
pub fn ToastHost(
    /// The toasts.
    toasts: Toasts,
    /// The name of the button that takes one away.
    close_label: String,
) -> impl IntoView {
    let close_label = StoredValue::new(close_label);
    let one = move |(id, toast): (u32, Toast)| {
        let run = move |callback: Callback<()>| {
            toasts.drop(id);
            callback.run(());
        };
        view! {
            <div class="toast">
                <p>{toast.text}</p>
                {toast
                    .action
                    .map(|(label, callback)| {
                        view! {
                            <button type="button" class="btn" on:click=move |_| run(callback)>
                                {label}
                            </button>
                        }
                    })}
                <button
                    type="button"
                    class="icon-btn"
                    aria-label=close_label.get_value()
                    on:click=move |_| toasts.drop(id)
                >
                    <Icon name=IconName::Close />
                </button>
            </div>
        }
        .into_any()
    };
    view! {
        <div class="toasts" role="status">
            <For each=move || toasts.shown.get() key=|(id, _)| *id children=one />
        </div>
    }
    .into_any()
}
