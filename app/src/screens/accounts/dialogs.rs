//! The dialogs over the list.

use domain::people::Role;
use leptos::prelude::*;

use super::{
    super::{
        billing::BillingDialog,
        deeds::{deed_dialog, impossible},
        part::{Open, Selection},
        roster::ImportDialog,
        say::{Say, standstill},
    },
    scope::scope,
};
use crate::{
    location::{Key, Location, Visit, use_location},
    session::{Session, Step},
    view::{View, view},
    words::use_words,
};

/// The dialog that the address bar asks for, or the reason why it cannot be shown.
pub fn dialog(session: Session, selection: Selection, open: Open) -> View {
    let words = use_words();
    let location = use_location();
    let close = Callback::new(move |()| close_dialog(location));
    let need = match open {
        Open::Billing => Role::Billing,
        Open::Import => Role::Administrator,
        Open::Deed(deed) => deed.need(),
    };
    // who is there may become known while the dialog is open
    let denied = Memo::new(move |_| session.denied(words, need));
    let view = move || {
        let query = location.now().query;
        let refused = denied.get().or_else(|| untrack(|| standstill(session, words)));
        let refused = refused.map(|reason| (Say::of(session), reason));
        match (open, refused) {
            (Open::Deed(deed), _) => deed_dialog(session, deed, close),
            (Open::Import, Some((say, reason))) => impossible(say, words.frame.import_roster, reason, close),
            (Open::Import, None) => view! { <ImportDialog session=session on_close=close /> },
            // past changes can still be read where nothing new is taken
            (Open::Billing, Some((say, reason))) if query.value(Key::Change).is_none() => {
                impossible(say, words.billing.title, reason, close)
            }
            (Open::Billing, _) => billing(session, location, selection, close),
        }
    };
    view! { {view} }
}

fn billing(session: Session, location: Location, selection: Selection, close: Callback<()>) -> View {
    session.read();
    let selected = location.now().query.value(Key::Selection).is_some();
    let scope = scope(session, location, selection);
    Effect::new(move |_| {
        // once the change of the ticked accounts is confirmed, the next one must not begin with them
        if selected && matches!(session.step().get(), Step::Sending { .. } | Step::Done { .. }) {
            selection.clear();
        }
    });
    view! { <BillingDialog session=session scope=scope on_close=close /> }
}

/// Removes from the address bar everything that belongs to the dialog.
fn close_dialog(location: Location) {
    let mut to = location.now();
    for key in [Key::Dialog, Key::Step, Key::Find, Key::Only, Key::Selection, Key::Account, Key::Change] {
        to.query.set(key, None);
    }
    location.go(to, Visit::Push);
}
