//! Imports more accounts into an existing platform.

use domain::command::Command;
use leptos::{prelude::*, task::spawn_local};

use super::field::{Check, RosterField, RosterFile};
use crate::{
    outbox::Wish,
    screens::refusals,
    session::Session,
    view::{View, view},
    widgets::{Dialog, DialogShape, Notice, NoticeTone},
    words::use_words,
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
    let sending = RwSignal::new(false);
    let failure = RwSignal::new(None::<String>);
    let check = Memo::new(move |_| {
        file.with(|file| {
            Check::of(file.as_ref(), |bytes| session.with(|replica| replica.book().roster_target().read(bytes)))
        })
    });
    Effect::new(move |before: Option<()>| {
        file.track();
        if before.is_some() {
            failure.set(None);
        }
    });
    let send = move || {
        let Some(bytes) = file.get_untracked().and_then(|file| file.bytes) else { return };
        sending.set(true);
        failure.set(None);
        spawn_local(async move {
            let result = session.perform(Command::Import(bytes.to_vec().into())).await;
            sending.try_set(false);
            match result {
                Ok(_) => on_close.run(()),
                Err(why) => {
                    failure.try_set(Some(refusals::failure(words, &why, words.notice.unanswered)));
                }
            }
        });
    };
    let ready = move || check.with(|check| matches!(check, Check::Good(_))) && !sending.get();
    let label = move || match (sending.get(), check.get()) {
        (true, _) => words.roster.importing.to_owned(),
        (false, Check::Good(count)) => (words.roster.import_n)(count),
        (false, Check::None | Check::Bad(_)) => words.roster.import.to_owned(),
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
            close_label=words.common.close.to_owned()
            on_close_request=on_close
        >
            <div class="dialog-body dialog-form">
                <RosterField file=file check=check />
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
