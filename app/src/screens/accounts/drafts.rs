//! What is staged and not confirmed, while no dialog shows it.

use leptos::prelude::*;

use super::super::{discard::Discard, focus::focus_after, part::Selection};
use crate::{
    location::{Dialog, Key, use_location},
    session::Session,
    view::{View, view},
    words::use_words,
};

/// Says what is staged while no dialog shows it. Meanwhile, accounts that are gone are no longer ticked.
pub fn drafts(session: Session, selection: Selection) -> View {
    let words = use_words();
    let location = use_location();
    Effect::new(move |_| session.with(|replica| selection.prune(replica.book())));
    let staged = Memo::new(move |_| session.totals().get().map_or(0, |totals| totals.accounts));
    let open = Memo::new(move |_| location.get().query.value(Key::Dialog).is_some());
    let shown = Memo::new(move |_| staged.get() > 0 && !open.get());
    let discard = Discard::of(
        staged.into(),
        Callback::new(move |()| {
            session.discard();
            // the pressed button has disappeared
            focus_after("[data-home]", None);
        }),
    );
    let bar = move || {
        shown.get().then(|| {
            view! {
                <div class="draft-bar">
                    <span role="status">{move || (words.billing.drafts)(staged.get())}</span>
                    <button type="button" class="btn" on:click=move |_| location.open(Dialog::Billing)>
                        {words.billing.drafts_resume}
                    </button>
                    <button type="button" class="btn quiet" on:click=move |_| discard.ask()>
                        {words.billing.leave_drop}
                    </button>
                </div>
            }
        })
    };
    view! {
        {bar}
        {discard.question()}
    }
}
