//! Signing in with a provider: the buttons that lead there, and what a way back that came to nothing says.

use std::cell::RefCell;

use domain::wire::{Access, Code, Fault, JoinStart, Problem, Provider, ProviderStart, Wrong};
use leptos::prelude::*;

use super::{
    super::refusals::{After, failure},
    form::Task,
    say::why,
};
use crate::{
    location::take_fragment,
    session::{Failure, people},
    view::{View, view},
    widgets::{Notice, NoticeTone},
    words::{self, use_words},
};

thread_local! {
    /// What the last way back said. It outlives the screen, which is made anew in another language.
    static SAID: RefCell<Option<Problem>> = const { RefCell::new(None) };
}

/// Why a sign-in with a provider came to nothing, if the address bar says so: the code stands behind `#sign-in=`.
fn came_back() -> Option<Problem> {
    if let Some(fragment) = take_fragment() {
        let access = fragment.strip_prefix("sign-in=").and_then(Code::parse).and_then(|code| {
            let mut all = Access::ALL.into_iter();
            all.find(|access| access.code() == code)
        });
        SAID.set(access.map(|access| Problem::from(&Fault::Access(access))));
    }
    SAID.with_borrow(Clone::clone)
}

/// Forgets it, because somebody has come in.
pub fn forget() {
    SAID.set(None);
}

/// The same in words.
pub fn said() -> Option<View> {
    let words = use_words();
    let problem = came_back()?;
    let text = failure(words, &Failure::Refused(Box::new(problem)), After::Asked);
    Some(view! { <Notice tone=NoticeTone::Error text=text /> })
}

/// The buttons. `label` says what each does; `start` says where to come back to and what is accepted, or what must be done before.
pub fn buttons(
    providers: &[Provider],
    label: fn(&str) -> String,
    task: Task,
    start: impl Fn() -> Result<(String, Option<JoinStart>), &'static str> + Copy + 'static,
) -> View {
    let words = use_words();
    let leading = words::people(words).sign_in.leading;
    let button = |provider: &Provider| {
        let (id, text) = (provider.id.clone(), label(&provider.name));
        let own = RwSignal::new(false);
        let busy = Memo::new(move |_| own.get() && task.busy());
        let go = move |_| {
            let (back, invitation) = match start() {
                Ok(start) => start,
                Err(why) => return task.fail(why),
            };
            SAID.set(None);
            own.set(true);
            let id = id.clone();
            let asked = async move {
                let to = people::with_provider(&id, &ProviderStart { back, invitation }).await;
                to.map_err(|failure| {
                    own.try_set(false);
                    why(words, &failure)
                })
            };
            task.run(asked, move |to| drop(window().location().assign(&to)));
        };
        view! {
            <button type="button" class="btn" aria-disabled=move || busy.get().then_some("true") on:click=go>
                {move || if busy.get() { leading.to_owned() } else { text.clone() }}
            </button>
        }
    };
    providers.iter().map(button).collect()
}
