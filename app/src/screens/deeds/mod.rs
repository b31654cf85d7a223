//! The deeds other than changes of modes: each in a dialog of its own, with the reason why it may not be possible.

mod attempt;
mod deed;
mod ending;
mod order;
mod restore;
mod setup;
mod terminate;
mod terms;

use leptos::prelude::*;

pub use self::{
    attempt::{Attempt, Form},
    deed::Deed,
    ending::banner,
};
use self::{
    order::order,
    restore::restore,
    setup::{reset, set_up},
    terminate::terminate,
};
use super::say::Say;
use crate::{
    session::Session,
    view::{View, view},
    widgets::{Dialog, DialogShape, Notice, NoticeTone},
};

/// The dialog of a deed.
pub fn deed_dialog(session: Session, deed: Deed, close: Callback<()>) -> View {
    let say = Say::of(session);
    let title = deed.word(session, say.words);
    if let Some(reason) = deed.locked(session, say.words) {
        return impossible(say, title, reason, close);
    }
    let attempt = Attempt::new(say, move |command| deed.is(command));
    match deed {
        Deed::Order => order(attempt, close),
        Deed::SetUp(id) => set_up(attempt, id, close),
        Deed::Reset(id) => reset(attempt, id, close),
        Deed::Restore(id) => restore(attempt, id, close),
        Deed::Terminate => terminate(attempt, close),
    }
}

/// A dialog that says why the one asked for by the address is not possible.
pub fn impossible(say: Say, title: &'static str, reason: &'static str, close: Callback<()>) -> View {
    view! {
        <Dialog
            shape=DialogShape::Form
            title=title.to_owned()
            close_label=say.words.common.close.to_owned()
            on_close_request=close
        >
            <div class="dialog-body deed">
                <Notice tone=NoticeTone::Warn text=reason.to_owned() />
            </div>
            <footer class="dialog-foot">
                <div class="foot-buttons">
                    <button type="button" class="btn" on:click=move |_| close.run(())>
                        {say.words.common.dismiss}
                    </button>
                </div>
            </footer>
        </Dialog>
    }
}
