//! The billing dialog: choose how each account renews, read what that means, keep the receipt.

mod choose;
mod confirm;
mod fetched;
mod head;
mod lines;
mod loaded;
mod paper;
mod receipt;
mod review;
mod row;
mod scope;
mod sieve;
mod taken;
mod tools;
mod undo;

use std::sync::Arc;

use domain::{receipt::Receipt, stamp::SubmissionId, wire::Problem};
use leptos::prelude::*;

use self::{
    choose::choose,
    receipt::{receipt_page, refused_page},
    review::{Reading, review},
    sieve::Sieve,
};
pub use self::{
    lines::refused_card,
    loaded::{Loaded, lines_view, load_lines},
    scope::Scope,
    taken::{Taken, taken_back},
    undo::Undo,
};
use super::say::Say;
use crate::{
    location::{Key, Visit, use_location},
    screens::guide::{Anchor, help},
    session::{Reviewed, Session, Step},
    view::{View, view},
    widgets::{Dialog, DialogShape},
};

/// What the dialog shows. It stays the same page from reading the summary until the submission is answered.
#[derive(Debug, Clone, PartialEq)]
enum Pane {
    Choose,
    Read(Reading),
    Keep(Receipt, Option<Reading>),
    Refused(Box<Problem>),
}

impl Pane {
    fn of(step: Step) -> Self {
        let read = |summary: Arc<Reviewed>, before| Reading { summary, before };
        match step {
            Step::Choose => Self::Choose,
            Step::Review { summary, before } => Self::Read(read(summary, before)),
            Step::Sending { summary, .. } => Self::Read(read(summary, None)),
            Step::Done { receipt, summary } => Self::Keep(receipt, summary.map(|summary| read(summary, None))),
            Step::Refused { problem, .. } => Self::Refused(problem),
        }
    }

    /// The word for this step in the address bar.
    const fn word(&self) -> Option<&'static str> {
        match self {
            Self::Choose => None,
            Self::Read(_) | Self::Refused(_) => Some("summary"),
            Self::Keep(..) => Some("receipt"),
        }
    }

    /// The id of the receipt that is shown.
    fn change(&self) -> Option<String> {
        match self {
            Self::Keep(receipt, _) => Some(receipt.id.0.clone()),
            Self::Choose | Self::Read(_) | Self::Refused(_) => None,
        }
    }

    const fn number(&self) -> usize {
        match self {
            Self::Choose => 0,
            Self::Read(_) | Self::Refused(_) => 1,
            Self::Keep(..) => 2,
        }
    }
}

/// The billing dialog of a platform.
#[component]
pub fn BillingDialog(
    /// The platform.
    session: Session,
    /// The accounts it is about.
    scope: Scope,
    /// Called when the user closes the dialog.
    on_close: Callback<()>,
) -> View {
    let say = Say::of(session);
    let words = say.words;
    let sieve = Sieve::new(session, scope);
    let back_to = StoredValue::new(None);
    let asks = RwSignal::new(false);
    let page = Memo::new(move |_| Pane::of(session.step().get()));
    follow_address(session, page);
    let close = move || {
        if !matches!(session.step().get_untracked(), Step::Sending { .. }) {
            session.choose();
        }
        on_close.run(());
    };
    let wish_close = Callback::new(move |()| {
        if session.step().get_untracked() == Step::Choose && untrack(|| session.is_summing()) {
            return session.choose();
        }
        let open = matches!(session.step().get_untracked(), Step::Choose | Step::Review { .. });
        let edited = session.totals().get_untracked().is_some_and(|totals| totals.accounts > 0);
        if open && edited { asks.set(true) } else { close() }
    });
    let title = Signal::derive(move || match page.read().number() {
        0 => words.billing.title.to_owned(),
        1 => crate::words::summary(words).title.to_owned(),
        _ => words.receipt.title.to_owned(),
    });
    let on_change = Callback::new(move |id| {
        // a submission on its way can no longer be changed
        if matches!(session.step().get_untracked(), Step::Review { .. }) {
            back_to.set_value(Some(id));
            session.choose();
        }
    });
    let content = move || match page.get() {
        Pane::Choose => choose(say, sieve, back_to, wish_close),
        Pane::Read(reading) => review(say, &reading, on_change),
        Pane::Keep(receipt, reading) => {
            let summary = reading.as_ref().map(|reading| &reading.summary.summary);
            receipt_page(say, &receipt, summary, wish_close)
        }
        Pane::Refused(problem) => refused_page(say, &problem),
    };
    view! {
        <Dialog
            shape=DialogShape::Sheet
            title=title
            beside=steps(say, page)
            help=help(Anchor::Modes, words.list.billing_mode)
            close_label=words.common.close.to_owned()
            on_close_request=wish_close
        >
            {content}
        </Dialog>
        {move || asks.get().then(|| leave(say, asks, Callback::new(move |()| close())))}
    }
}

/// Keeps the step in the address bar, so that the back button leads back through the steps.
fn follow_address(session: Session, page: Memo<Pane>) {
    let location = use_location();
    let shown = location.value(Key::Step);
    let show = move |id: Option<&str>| {
        if let Some(id) = id {
            session.show_receipt(SubmissionId(id.to_owned()));
        }
    };
    Effect::new(move |before: Option<()>| {
        let word = shown.get();
        match (word.as_deref(), session.step().get_untracked()) {
            // when the dialog opens, the address follows its step
            (None, Step::Review { .. } | Step::Refused { .. }) if before.is_none() => {}
            (None, Step::Review { .. } | Step::Refused { .. }) => session.choose(),
            (None, Step::Done { .. }) if before.is_some() => session.choose(),
            (Some("summary"), Step::Choose) => session.review(),
            (Some("receipt"), Step::Choose) => show(location.now().query.value(Key::Change)),
            (Some("receipt"), Step::Done { receipt, .. }) => {
                // back from a receipt to another one
                let id = location.now().query.value(Key::Change).map(str::to_owned);
                if id.as_ref().is_some_and(|id| *id != receipt.id.0) {
                    session.choose();
                    show(id.as_deref());
                }
            }
            (Some(_) | None, _) => {}
        }
    });
    Effect::new(move |before: Option<usize>| {
        let (word, number, change) = page.with(|page| (page.word(), page.number(), page.change()));
        // the summary is an entry of the history of its own; the receipt replaces the summary that was confirmed
        let visit = if before == Some(0) && number == 1 { Visit::Push } else { Visit::Replace };
        let mut to = location.now();
        // the receipt that the address names is still being looked for, or the summary is being made
        let summing = session.is_summing();
        let coming = match to.query.value(Key::Step) {
            Some("receipt") => before.is_none() && number == 0,
            Some("summary") => summing && number == 0,
            Some(_) | None => false,
        };
        if coming {
            return number;
        }
        to.query.set(Key::Step, word);
        to.query.set(Key::Change, change.as_deref());
        location.go(to, visit);
        number
    });
}

/// Shows which of the three steps this is.
fn steps(say: Say, page: Memo<Pane>) -> View {
    let words = &say.words.billing;
    let names = [words.step_choose, words.step_summary, words.step_receipt];
    let step = move |(index, name): (usize, &'static str)| {
        let here = move || page.read().number() == index;
        view! { <li aria-current=move || here().then_some("step")>{name}</li> }
    };
    view! {
        <ol class="steps" aria-label=words.steps>
            {names.into_iter().enumerate().map(step).collect::<View>()}
        </ol>
    }
}

/// Asks what to do with the staged modes before the dialog closes.
fn leave(say: Say, asks: RwSignal<bool>, close: Callback<()>) -> View {
    let words = say.words;
    let session = say.session;
    let staged = session.totals().get_untracked().map_or(0, |totals| totals.accounts);
    let keep = move |_| {
        asks.set(false);
        close.run(());
    };
    let drop = move |_| {
        session.discard();
        keep(());
    };
    view! {
        <Dialog
            shape=DialogShape::Ask
            title=words.billing.leave_title.to_owned()
            close_label=words.common.close.to_owned()
            on_close_request=Callback::new(move |()| asks.set(false))
        >
            <div class="dialog-body">
                <p>{(words.billing.leave_text)(staged)}</p>
            </div>
            <footer class="dialog-foot">
                <div class="foot-buttons">
                    <button type="button" class="btn" on:click=move |_| asks.set(false)>
                        {words.billing.leave_stay}
                    </button>
                    <button type="button" class="btn danger" on:click=drop>
                        {words.billing.leave_drop}
                    </button>
                    <button type="button" class="btn primary" on:click=move |_| keep(())>
                        {words.billing.leave_keep}
                    </button>
                </div>
            </footer>
        </Dialog>
    }
}
