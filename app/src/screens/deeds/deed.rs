//! The deeds: what each is called, and the reasons why it may not be possible.

use domain::{account::AccountId, command::Command, people::Role};
use leptos::prelude::untrack;

use super::super::say::why;
use crate::{
    location::{Dialog, Key, Query},
    session::Session,
    view::{IntoView, View, view},
    words::Words,
};

/// A deed that has a dialog over the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Order accounts.
    Order,
    /// Set an account up, or edit it.
    SetUp(AccountId),
    /// Empty an account.
    Reset(AccountId),
    /// Restore a suspended account.
    Restore(AccountId),
    /// Terminate the platform, so that every account closes.
    Terminate,
}

impl Deed {
    /// The deed that the address bar names.
    pub fn of(query: &Query) -> Option<Self> {
        let account = || query.value(Key::Account)?.parse().ok().map(AccountId);
        match query.dialog()? {
            Dialog::Order => Some(Self::Order),
            Dialog::SetUp => account().map(Self::SetUp),
            Dialog::Reset => account().map(Self::Reset),
            Dialog::Restore => account().map(Self::Restore),
            Dialog::Terminate => Some(Self::Terminate),
            Dialog::New | Dialog::Billing | Dialog::Import => None,
        }
    }

    /// The deed's dialog.
    pub const fn dialog(self) -> Dialog {
        match self {
            Self::Order => Dialog::Order,
            Self::SetUp(_) => Dialog::SetUp,
            Self::Reset(_) => Dialog::Reset,
            Self::Restore(_) => Dialog::Restore,
            Self::Terminate => Dialog::Terminate,
        }
    }

    /// Whether a command does this deed.
    pub fn is(self, command: &Command) -> bool {
        match (self, command) {
            (Self::Order, Command::Order(_)) | (Self::Terminate, Command::Terminate { .. }) => true,
            (Self::SetUp(id), Command::SetUp { account, .. })
            | (Self::Reset(id), Command::Reset { account, .. })
            | (Self::Restore(id), Command::Restore { account, .. }) => id == *account,
            _ => false,
        }
    }

    /// The account that the deed is about.
    pub const fn account(self) -> Option<AccountId> {
        match self {
            Self::SetUp(id) | Self::Reset(id) | Self::Restore(id) => Some(id),
            Self::Order | Self::Terminate => None,
        }
    }

    /// The deed's name in menus and as a title.
    pub fn word(self, session: Session, words: &'static Words) -> &'static str {
        match self {
            Self::Order => words.deeds.order.title,
            Self::SetUp(id) => {
                let configured =
                    session.peek(|replica| replica.register().account(id).is_some_and(|it| it.is_configured()));
                if configured == Some(true) { words.deeds.mailbox.edit } else { words.deeds.mailbox.set_up }
            }
            Self::Reset(_) => words.deeds.mailbox.reset,
            Self::Restore(_) => words.deeds.mailbox.restore,
            Self::Terminate => words.deeds.ending.terminate,
        }
    }

    /// The role that it needs.
    pub const fn need(self) -> Role {
        match self {
            Self::Order | Self::Restore(_) => Role::Billing,
            Self::SetUp(_) | Self::Reset(_) => Role::Technical,
            Self::Terminate => Role::Administrator,
        }
    }

    /// Why the deed would be refused whatever is filled in; `None` if it can be done.
    pub fn locked(self, session: Session, words: &'static Words) -> Option<&'static str> {
        let denied = untrack(|| session.denied(words, self.need()));
        if denied.is_some() {
            return denied;
        }
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

/// A fact and its value, as an entry of a description list.
pub fn fact(term: String, value: impl IntoView, mark: Option<String>) -> View {
    let class = if mark.is_some() { "is-different" } else { "" };
    view! {
        <div class=class>
            <dt>{term}</dt>
            <dd>{value} {mark.map(|mark| view! { <small class="mark">{mark}</small> })}</dd>
        </div>
    }
}
