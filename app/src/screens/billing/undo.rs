//! Takes a confirmed change back, once however often it is asked for, and says what came of each line.

use std::sync::Arc;

use domain::{
    account::RenewalMode,
    people::Role,
    receipt::Receipt,
    summary::{Reason, SummaryLine},
    wire::Code,
};
use leptos::{prelude::*, task::spawn_local};

use super::{
    super::{
        focus::focus_on_mount,
        refusals,
        say::{Say, barred},
    },
    confirm::{is_typed, typed_number},
    fetched::all_lines,
    lines::{group_cards, refused_card},
    loaded::{Loaded, lines_view, load_lines},
};
use crate::{
    session::Failure,
    view::{View, view},
    widgets::{ConfirmText, Dialog, DialogShape, Icon, IconName, Notice, NoticeTone},
};

/// How far taking it back is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Undoing {
    Idle,
    Busy,
    /// It would close accounts, which one click never does.
    Asks(Back),
    Done(Receipt),
    Failed(Failure),
}

/// What taking a change back would do where it closes accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Back {
    /// What would happen to each account.
    lines: Arc<Vec<SummaryLine>>,
    /// The number of accounts that would close.
    closings: usize,
    /// Whether this is confirmed by typing the number.
    is_typed: bool,
}

/// A change that may be taken back. Copies share the same state, so the button and the result can stand in different
/// places.
#[derive(Debug, Clone, Copy)]
pub struct Undo {
    say: Say,
    receipt: StoredValue<Receipt>,
    state: RwSignal<Undoing>,
}

impl Undo {
    /// Starts with nothing taken back.
    pub fn of(say: Say, receipt: Receipt) -> Self {
        Self { say, receipt: StoredValue::new(receipt), state: RwSignal::new(Undoing::Idle) }
    }

    /// Takes the change back at once if that closes nothing, and asks first otherwise.
    fn ask(self) {
        self.state.set(Undoing::Busy);
        spawn_local(async move {
            match self.back().await {
                Ok(back) if back.closings == 0 => self.run(),
                Ok(back) => drop(self.state.try_set(Undoing::Asks(back))),
                Err(failure) => drop(self.state.try_set(Undoing::Failed(failure))),
            }
        });
    }

    /// What would happen to each account that goes back, and whether the number of closings has to be typed.
    async fn back(self) -> Result<Back, Failure> {
        let (id, session) = (self.receipt.with_value(|receipt| receipt.id.clone()), self.say.session);
        let done = all_lines(session, &id).await?;
        let back = session.peek(|replica| {
            let book = replica.book();
            let back = |line: &SummaryLine| {
                let account = book.account(line.account)?;
                let goes_back = Reason::against_undo(account, line).is_none();
                let outcome = book.outcome(account, line.from);
                goes_back.then_some(SummaryLine { from: line.to, to: line.from, outcome, ..*line })
            };
            let lines: Vec<SummaryLine> = done.iter().filter_map(back).collect();
            let closings = lines.iter().filter(|line| line.to == RenewalMode::Never).count();
            let kept = lines.iter().filter(|line| line.goes_on()).count();
            let renewing = usize::try_from(book.counts().renewing()).unwrap_or(usize::MAX);
            let is_typed = is_typed(closings, (renewing + kept).saturating_sub(closings));
            Back { lines: Arc::new(lines), closings, is_typed }
        });
        Ok(back.unwrap_or_else(|| Back { lines: Arc::default(), closings: 0, is_typed: false }))
    }

    fn run(self) {
        let receipt = self.receipt.get_value();
        self.state.set(Undoing::Busy);
        spawn_local(async move {
            let state = match self.say.session.undo(&receipt).await {
                Ok(receipt) => Undoing::Done(receipt),
                Err(failure) => Undoing::Failed(failure),
            };
            self.state.try_set(state);
        });
    }

    /// Why it is too late to take the change back, tracked.
    fn passed(self) -> Option<&'static str> {
        let undo_before = self.receipt.with_value(|receipt| receipt.undo_before);
        let today = self.say.session.with(|replica| replica.book().today())?;
        (today >= undo_before).then_some(self.say.words.receipt.undo_passed)
    }

    /// The button, which disappears once it has done its work.
    pub fn button(self) -> View {
        let words = self.say.words;
        let state = self.state;
        let gone = Memo::new(move |_| matches!(state.get(), Undoing::Done(_) | Undoing::Failed(Failure::Refused(_))));
        let busy = Memo::new(move |_| state.get() == Undoing::Busy);
        let say = self.say;
        let button = move || {
            (!gone.get()).then(|| {
                let locked = barred(say.session, words, Role::Billing).or_else(|| self.passed());
                view! {
                    {locked.map(|why| view! { <small class="entry-why">{why}</small> })}
                    <button
                        type="button"
                        class="btn"
                        title=locked.unwrap_or(words.receipt.undo_note)
                        disabled=move || locked.is_some() || busy.get()
                        on:click=move |_| self.ask()
                    >
                        <Icon name=IconName::Back />
                        {words.common.undo}
                    </button>
                }
            })
        };
        view! { {button} }
    }

    /// What came of taking the change back.
    pub fn result(self) -> View {
        let words = self.say.words;
        let result = move || match self.state.get() {
            Undoing::Idle => None,
            Undoing::Asks(back) => Some(self.question(&back)),
            Undoing::Busy => Some(view! { <p role="status">{words.common.loading}</p> }),
            Undoing::Done(receipt) => Some(done(self.say, &receipt)),
            Undoing::Failed(failure) => Some(self.failed(&failure)),
        };
        view! { {result} }
    }

    fn failed(self, failure: &Failure) -> View {
        let words = self.say.words;
        let text = match failure {
            Failure::Refused(problem) if problem.is(Code::NothingToDo) => words.receipt.undo_none.to_owned(),
            Failure::Unreachable => words.notice.waiting.to_owned(),
            Failure::NotNow(problem, _) => refusals::not_now(words, problem, words.notice.waiting),
            Failure::Refused(_) | Failure::Stale => self.say.failure(failure),
        };
        if matches!(failure, Failure::Refused(_)) {
            return view! { <Notice tone=NoticeTone::Error text=text /> };
        }
        let again = (words.common.retry.to_owned(), Callback::new(move |()| self.ask()));
        view! { <Notice tone=NoticeTone::Error text=text action=again /> }
    }

    /// Asks before accounts are closed: what comes back, account by account, with the number to type as in a summary.
    fn question(self, back: &Back) -> View {
        let words = self.say.words;
        let (count, is_typed) = (back.closings, back.is_typed);
        let cards = group_cards(self.say, Arc::clone(&back.lines));
        let typed = RwSignal::new(String::new());
        let told = move || !is_typed || typed_number(&typed.get()) == count.to_string();
        let field = is_typed.then(|| {
            view! { <ConfirmText label=(crate::words::summary(words).type_count)(count) value=typed digits=true /> }
        });
        let leave = move || self.state.set(Undoing::Idle);
        view! {
            <Dialog
                shape=DialogShape::Ask
                title=words.common.undo.to_owned()
                close_label=words.common.close.to_owned()
                on_close_request=Callback::new(move |()| leave())
            >
                <div class="dialog-body">{cards} {field}</div>
                <footer class="dialog-foot">
                    <div class="foot-buttons">
                        <button type="button" class="btn" on:click=move |_| leave()>
                            {words.common.dismiss}
                        </button>
                        <button type="button" class="btn danger" disabled=move || !told() on:click=move |_| self.run()>
                            {words.common.confirm}
                        </button>
                    </div>
                </footer>
            </Dialog>
        }
    }
}

fn done(say: Say, receipt: &Receipt) -> View {
    let words = &say.words.receipt;
    let text = format!("{}: {}", words.undone, (words.changed)(receipt.lines));
    let loaded = RwSignal::new(Loaded::default());
    // the addresses of accounts that are gone come with the lines
    let refused = StoredValue::new(receipt.refused.clone());
    let left = move || {
        let title = |count| (words.refused)(count);
        loaded.get().map(|_| refused.with_value(|refused| refused_card(say, title(refused.len()), None, refused)))
    };
    load_lines(say, receipt.id.clone(), loaded);
    // the focused button has disappeared
    let node = NodeRef::new();
    focus_on_mount(node);
    view! {
        <div node_ref=node tabindex="-1">
            <Notice tone=NoticeTone::Plain text=text />
        </div>
        <p class="undo-reference">
            {words.reference} {say.words.common.colon} <span class="reference">{receipt.id.0.clone()}</span>
        </p>
        {lines_view(say, receipt.id.clone(), loaded, RwSignal::new(None))}
        {left}
    }
}
