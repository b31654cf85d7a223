//! What is done besides changes of modes: each deed in a dialog of its own, and why it may not be possible.

mod attempt;
mod ending;
mod order;
mod restore;
mod setup;
mod terminate;
mod terms;

use domain::{
    account::AccountId,
    command::Command,
    refusal::Refusal,
    wire::{Code, Wrong},
};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

pub use self::ending::banner;
use self::{
    attempt::Attempt,
    order::order,
    restore::restore,
    setup::{reset, set_up},
    terminate::terminate,
};
use super::billing::Say;
use crate::{
    location::{Key, Query},
    session::Session,
    view::{IntoView, View, view},
    widgets::{Dialog, DialogShape, Notice, NoticeTone},
    words::Words,
};

/// What a dialog of the list does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Order accounts.
    Order,
    /// Set an account up, or edit it.
    SetUp(AccountId),
    /// Empty an account.
    Reset(AccountId),
    /// Let a suspended account live on.
    Restore(AccountId),
    /// Let every account close.
    Terminate,
}

impl Deed {
    /// The one that the address bar names.
    pub fn of(query: &Query) -> Option<Self> {
        let account = || query.value(Key::Account)?.parse().ok().map(AccountId);
        match query.value(Key::Dialog)? {
            "order" => Some(Self::Order),
            "setup" => account().map(Self::SetUp),
            "reset" => account().map(Self::Reset),
            "restore" => account().map(Self::Restore),
            "terminate" => Some(Self::Terminate),
            _ => None,
        }
    }

    /// As the address bar has it.
    pub const fn dialog(self) -> &'static str {
        match self {
            Self::Order => "order",
            Self::SetUp(_) => "setup",
            Self::Reset(_) => "reset",
            Self::Restore(_) => "restore",
            Self::Terminate => "terminate",
        }
    }

    /// Whether a command does it.
    pub fn is(self, command: &Command) -> bool {
        match (self, command) {
            (Self::Order, Command::Order(_)) | (Self::Terminate, Command::Terminate { .. }) => true,
            (Self::SetUp(id), Command::SetUp { account, .. })
            | (Self::Reset(id), Command::Reset { account, .. })
            | (Self::Restore(id), Command::Restore { account, .. }) => id == *account,
            _ => false,
        }
    }

    /// The account it is about.
    pub const fn account(self) -> Option<AccountId> {
        match self {
            Self::SetUp(id) | Self::Reset(id) | Self::Restore(id) => Some(id),
            Self::Order | Self::Terminate => None,
        }
    }

    /// Its word, in menus and as a title.
    pub fn word(self, session: Session, words: &'static Words) -> &'static str {
        match self {
            Self::Order => words.deeds.order.title,
            Self::SetUp(id) => {
                let configured =
                    session.peek(|replica| replica.book().account(id).is_some_and(|it| it.is_configured()));
                if configured == Some(true) { words.deeds.mailbox.edit } else { words.deeds.mailbox.set_up }
            }
            Self::Reset(_) => words.deeds.mailbox.reset,
            Self::Restore(_) => words.deeds.mailbox.restore,
            Self::Terminate => words.deeds.ending.terminate,
        }
    }

    /// Why the rules would refuse it whatever is filled in; none where it can be done.
    pub fn locked(self, session: Session, words: &'static Words) -> Option<&'static str> {
        let refusal = session.peek(|replica| {
            let book = replica.book();
            match self {
                Self::Order | Self::Terminate => book.demand_active().err(),
                Self::SetUp(account) => book.demand_settable(account).err(),
                Self::Reset(account) => book.demand_resettable(account).err(),
                Self::Restore(account) => book.demand_restorable(account).err(),
            }
        });
        refusal.flatten().map(|refusal| why(&refusal, words))
    }
}

/// Why nothing can be done with a platform or an account as it stands. The first screen says this much; every other
/// refusal has its words with the rest of the page.
fn why(refusal: &Refusal, words: &'static Words) -> &'static str {
    let ending = &words.deeds.ending;
    let reasons = [
        (Code::Terminating, ending.terminating),
        (Code::Closed, ending.closed),
        (Code::NoAccount, ending.no_account),
        (Code::NotActive, ending.not_active),
        (Code::NotConfigured, ending.not_configured),
        (Code::NotSuspended, ending.not_suspended),
    ];
    let code = refusal.code();
    reasons.into_iter().find(|(own, _)| *own == code).map_or(ending.not_possible, |(_, reason)| reason)
}

/// Why the platform takes nothing new, tracked; none where it lives.
pub fn standstill(session: Session, words: &'static Words) -> Option<&'static str> {
    let refusal = session.with(|replica| replica.book().demand_active().err()).flatten();
    refusal.map(|refusal| why(&refusal, words))
}

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

/// A dialog that was asked for by its address and cannot be.
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

/// Gives focus to the menu of an account's row, or else to another thing, once a dialog has gone with what it was
/// opened from.
fn focus_after(other: &'static str, account: Option<AccountId>) {
    let row = account.map(|id| format!("[data-account=\"{id}\"] .account-more button"));
    request_animation_frame(move || {
        let found = |selector: &str| document().query_selector(selector).ok().flatten();
        let target = row.as_deref().and_then(found).or_else(|| found(other));
        if let Some(element) = target.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
            // what cannot take focus leaves it where it is
            let _focused = element.focus();
        }
    });
}

/// A fact and its value, as a list of them shows it.
fn fact(term: String, value: impl IntoView, mark: Option<String>) -> View {
    let class = if mark.is_some() { "is-different" } else { "" };
    view! {
        <div class=class>
            <dt>{term}</dt>
            <dd>{value} {mark.map(|mark| view! { <small class="mark">{mark}</small> })}</dd>
        </div>
    }
}
