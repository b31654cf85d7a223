//! What stands in place of the rows where there are none.

use leptos::prelude::*;

use super::{super::say::standstill, asked};
use crate::{
    location::{Visit, use_location},
    session::Session,
    view::{View, view},
    words::use_words,
};

/// Says that the platform has no accounts, or that none fits what is asked for.
pub fn nothing(session: Session, filtered: bool) -> View {
    let words = use_words();
    let location = use_location();
    if !filtered {
        // a platform that has ended takes no more accounts
        let text = untrack(|| standstill(session, words)).unwrap_or(words.list.empty_text);
        return view! { <p class="empty">{text}</p> };
    }
    let clear = move |_| {
        let mut to = location.now().bare();
        to.query = location.now().query;
        asked::FILTER.into_iter().for_each(|key| to.query.set(key, None));
        location.go(to, Visit::Push);
    };
    view! {
        <div class="empty">
            <p>{words.list.no_hits_text}</p>
            <button type="button" class="btn" on:click=clear>
                {words.common.clear_filters}
            </button>
        </div>
    }
}
