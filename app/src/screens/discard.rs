//! Discarding changes that nobody has confirmed. More than a few are asked about first.

use leptos::prelude::*;

use crate::{
    view::{View, view},
    widgets::{Dialog, DialogShape},
    words::use_words,
};

/// Up to so many changes are discarded without a question.
const FEW: usize = 3;

/// Discards changes. Copies share the same state, so the button and the question can stand in different places.
#[derive(Debug, Clone, Copy)]
pub struct Discard {
    count: Signal<usize>,
    asks: RwSignal<bool>,
    run: Callback<()>,
}

impl Discard {
    /// Discards so many changes by `run`.
    pub fn of(count: Signal<usize>, run: Callback<()>) -> Self {
        Self { count, asks: RwSignal::new(false), run }
    }

    /// Asks if there is much to lose, and discards at once otherwise.
    pub fn ask(self) {
        if self.count.get_untracked() > FEW { self.asks.set(true) } else { self.run.run(()) }
    }

    /// The question, while it is asked.
    pub fn question(self) -> View {
        let words = use_words();
        let leave = move || self.asks.set(false);
        let discard = move |_| {
            leave();
            self.run.run(());
        };
        let question = move || {
            self.asks.get().then(|| {
                view! {
                    <Dialog
                        shape=DialogShape::Ask
                        title=words.billing.leave_drop.to_owned()
                        close_label=words.common.close.to_owned()
                        on_close_request=Callback::new(move |()| leave())
                    >
                        <div class="dialog-body">
                            <p>{(words.billing.drafts)(self.count.get_untracked())}</p>
                        </div>
                        <footer class="dialog-foot">
                            <div class="foot-buttons">
                                <button type="button" class="btn" on:click=move |_| leave()>
                                    {words.common.dismiss}
                                </button>
                                <button type="button" class="btn danger" on:click=discard>
                                    {words.billing.leave_drop}
                                </button>
                            </div>
                        </footer>
                    </Dialog>
                }
            })
        };
        view! { {question} }
    }
}
