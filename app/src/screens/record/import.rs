//! Takes a whole import back. The user is asked first, and it is done once however often it is sent.

use std::collections::BTreeSet;

use domain::{command::Command, people::Role, stamp::Revision};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    screens::{
        refusals,
        say::{Say, barred},
    },
    session::Failure,
    view::{View, view},
    widgets::{Dialog, DialogShape, Icon, IconName, Notice, NoticeTone},
};

/// How far taking it back is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Progress {
    Idle,
    Asks,
    Busy,
    Failed(Failure),
}

/// An import that may be taken back. Copies share the same state.
#[derive(Debug, Clone, Copy)]
pub struct TakeBack {
    say: Say,
    import: Revision,
    accounts: usize,
    gone: Memo<BTreeSet<Revision>>,
    progress: RwSignal<Progress>,
}

impl TakeBack {
    /// Starts with nothing taken back, unless `gone` contains the import.
    pub fn of(say: Say, import: Revision, accounts: usize, gone: Memo<BTreeSet<Revision>>) -> Self {
        Self { say, import, accounts, gone, progress: RwSignal::new(Progress::Idle) }
    }

    fn is_gone(self) -> bool {
        self.gone.with(|gone| gone.contains(&self.import))
    }

    /// Why the import cannot be taken back now.
    fn locked(self) -> Option<&'static str> {
        let why = barred(self.say.session, self.say.words, Role::Administrator);
        let touched = || {
            (!self.say.session.can_take_back(self.import))
                .then_some(crate::words::record(self.say.words).import_touched)
        };
        why.or_else(touched)
    }

    fn send(self) {
        self.progress.set(Progress::Busy);
        spawn_local(async move {
            let command = Command::TakeImportBack { import: self.import };
            let answer = self.say.session.perform(command).await;
            self.progress.try_set(match answer {
                Ok(_) => Progress::Idle,
                Err(failure) => Progress::Failed(failure),
            });
        });
    }

    /// Says that the import has been taken back.
    pub fn mark(self) -> View {
        let text = self.say.words.history.was_undone;
        let mark = move || self.is_gone().then(|| view! { <span class="badge badge-gone">{text}</span> });
        view! { {mark} }
    }

    /// The button. If the import cannot be taken back, it is greyed out and gives the reason.
    pub fn button(self) -> View {
        let button = move || {
            if self.is_gone() {
                return None;
            }
            let locked = self.locked();
            let busy = self.progress.get() == Progress::Busy;
            // a button that is off says why in its name, so that it does not have the same name as the others
            let name = locked.map(|why| format!("{}: {why}", self.say.words.common.undo));
            let ask = move |_| self.progress.set(Progress::Asks);
            Some(view! {
                {locked.map(|why| view! { <small class="entry-why">{why}</small> })}
                <button
                    type="button"
                    class="btn"
                    title=locked
                    aria-label=name
                    disabled=locked.is_some() || busy
                    on:click=ask
                >
                    <Icon name=IconName::Back />
                    {self.say.words.common.undo}
                </button>
            })
        };
        view! { {button} }
    }

    /// The question before it is taken back, and what came of it.
    pub fn result(self) -> View {
        let result = move || match self.progress.get() {
            Progress::Idle => None,
            Progress::Asks => Some(self.question()),
            Progress::Busy => Some(view! { <p role="status">{self.say.words.common.loading}</p> }),
            Progress::Failed(failure) => Some(self.failed(&failure)),
        };
        view! { {result} }
    }

    fn question(self) -> View {
        let words = self.say.words;
        let leave = move || self.progress.set(Progress::Idle);
        view! {
            <Dialog
                shape=DialogShape::Ask
                title=crate::words::record(words).take_back_title.to_owned()
                close_label=words.common.close.to_owned()
                on_close_request=Callback::new(move |()| leave())
            >
                <div class="dialog-body">
                    <p class="ends">{(crate::words::record(words).take_back)(self.accounts)}</p>
                    <p>{crate::words::record(words).take_back_note}</p>
                </div>
                <footer class="dialog-foot">
                    <div class="foot-buttons">
                        <button type="button" class="btn" on:click=move |_| leave()>
                            {words.common.dismiss}
                        </button>
                        <button type="button" class="btn danger" on:click=move |_| self.send()>
                            {words.common.confirm}
                        </button>
                    </div>
                </footer>
            </Dialog>
        }
    }

    fn failed(self, failure: &Failure) -> View {
        let words = self.say.words;
        let text = refusals::failure(words, failure, refusals::After::Sent);
        if matches!(failure, Failure::Refused(_)) {
            return view! { <Notice tone=NoticeTone::Error text=text /> };
        }
        let again = (words.common.retry.to_owned(), Callback::new(move |()| self.send()));
        view! { <Notice tone=NoticeTone::Error text=text action=again /> }
    }
}
