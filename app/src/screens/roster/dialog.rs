//! Imports more accounts into an existing platform.

use domain::{command::Command, roster};
use leptos::{prelude::*, task::spawn_local};

use super::{
    check::{Check, RosterFile},
    field::RosterField,
};
use crate::{
    outbox::Wish,
    screens::guide::{Anchor, help},
    screens::refusals,
    session::Session,
    view::{View, view},
    widgets::{Dialog, DialogShape, Notice, NoticeTone},
    words::{self, use_words},
};

/// The dialog.
#[component]
pub fn ImportDialog(
    /// The platform.
    session: Session,
    /// Called when the user is done with it.
    on_close: Callback<()>,
) -> View {
    let words = use_words();
    let file = RwSignal::new(None::<RosterFile>);
    let given = RwSignal::new(roster::Given::default());
    let sending = RwSignal::new(false);
    let failure = RwSignal::new(None::<String>);
    let check = Memo::new(move |_| {
        file.with(|file| {
            Check::of(file.as_ref(), |bytes| {
                session.with(|replica| replica.book().roster_target().understand(bytes, given.get()))
            })
        })
    });
    Effect::new(move |before: Option<()>| {
        file.track();
        given.track();
        if before.is_some() {
            failure.set(None);
        }
    });
    let send = move || {
        let Some(bytes) = file.get_untracked().and_then(|file| file.bytes) else { return };
        sending.set(true);
        failure.set(None);
        spawn_local(async move {
            let roster = roster::RosterFile { bytes: bytes.to_vec(), given: given.get_untracked() };
            let result = session.perform(Command::Import(roster)).await;
            sending.try_set(false);
            match result {
                Ok(_) => on_close.run(()),
                Err(why) => {
                    failure.try_set(Some(refusals::failure(words, &why, refusals::After::Sent)));
                }
            }
        });
    };
    let good = Memo::new(move |_| check.with(Check::good));
    let ready = move || good.get().is_some() && !sending.get();
    let label = move || {
        let words = words::roster(words);
        let import = || good.get().map_or(words.import.to_owned(), words.import_n);
        if sending.get() { words.importing.to_owned() } else { import() }
    };
    let failed = move || {
        if let Some(text) = failure.get() {
            let again = (words.common.retry.to_owned(), Callback::new(move |()| send()));
            return Some(view! { <Notice tone=NoticeTone::Error text=text action=again /> });
        }
        let earlier = !sending.get() && session.is_unanswered(|wish| matches!(wish, Wish::File(_)));
        earlier.then(|| view! { <Notice tone=NoticeTone::Warn text=words.notice.earlier.to_owned() /> })
    };
    view! {
        <Dialog
            shape=DialogShape::Sheet
            title=words.frame.import_roster.to_owned()
            help=help(Anchor::Columns, words.frame.import_roster)
            close_label=words.common.close.to_owned()
            on_close_request=on_close
        >
            <div class="dialog-body dialog-form">
                <RosterField file=file given=given check=check />
                {failed}
            </div>
            <footer class="dialog-foot">
                <div class="dialog-buttons">
                    <button type="button" class="btn" on:click=move |_| on_close.run(())>
                        {words.common.dismiss}
                    </button>
                    <button type="button" class="btn primary" disabled=move || !ready() on:click=move |_| send()>
                        {label}
                    </button>
                </div>
            </footer>
        </Dialog>
    }
}
