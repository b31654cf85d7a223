//! Step 1: choosing how each account renews.

use domain::{account::AccountId, field::FieldFault, limits::MAX_CHANGES, replica::Replica, summary::Totals};
use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;

use super::{
    super::{focus::focus, listed::longest, refusals::wrong, say::Say},
    head::head,
    row::row,
    sieve::{Matching, Sieve},
    tools::tools,
};
use crate::{
    preferences,
    screens::guide::{Anchor, help},
    view::{View, view},
    widgets::{Lines, VirtualList},
};

/// The page of step 1. `back_to` is the account to return to from the summary.
pub fn choose(say: Say, sieve: Sieve, back_to: StoredValue<Option<AccountId>>, dismiss: Callback<()>) -> View {
    let words = say.words;
    let matching = sieve.matching();
    let reveal = RwSignal::new(None);
    let search = NodeRef::<html::Input>::new();
    come_back(sieve, matching, back_to, reveal);
    let keys = Memo::new(move |_| matching.with(|it| it.as_ref().map(|it| it.keys.clone())).unwrap_or_default());
    let longest = longest(say.session);
    let lines = Memo::new(move |_| Lines::of(longest.get().unwrap_or_default().1, 40, 36));
    let make = move |(place, key): (usize, u32)| row(say, place, AccountId(key), reveal);
    let none = Memo::new(move |_| matching.with(|it| it.as_ref().is_some_and(|it| it.keys.is_empty())));
    let nothing = move || none.get().then(|| no_hits(say, sieve));
    view! {
        {tools(say, sieve, search)}
        <div
            class="dialog-body billing-body"
            on:keydown=move |event| on_key(&event, keys.get_untracked().len(), search, reveal)
        >
            <div
                role="table"
                class="pick"
                aria-label=words.billing.caption
                aria-rowcount=move || keys.with(|keys| keys.len() + 1).to_string()
            >
                {head(say, matching)}
                <VirtualList keys=keys row=Callback::new(make) lines=lines reveal=reveal />
            </div>
            {nothing}
        </div>
        {foot(say, dismiss)}
    }
}

/// Scrolls to the row from which the summary was opened, and gives it focus. Shows all rows if it is not among those that
/// match.
fn come_back(
    sieve: Sieve,
    matching: RwSignal<Option<Matching>>,
    back_to: StoredValue<Option<AccountId>>,
    reveal: RwSignal<Option<usize>>,
) {
    let Some(id) = back_to.get_value() else { return };
    back_to.set_value(None);
    Effect::new(move |before: Option<(bool, bool)>| {
        let (done, cleared) = before.unwrap_or_default();
        let place = |matching: &Matching| matching.keys.iter().position(|key| *key == id.0);
        match matching.with(|matching| matching.as_ref().map(place)) {
            _ if done => {}
            None => return (false, cleared),
            Some(Some(place)) => reveal.set(Some(place)),
            Some(None) if cleared => {}
            Some(None) => {
                sieve.clear();
                return (false, true);
            }
        }
        (true, true)
    });
}

/// Handles the letters `/` (search), `j` and `k` (move), while single letters are shortcuts and nobody is typing.
fn on_key(event: &ev::KeyboardEvent, rows: usize, search: NodeRef<html::Input>, reveal: RwSignal<Option<usize>>) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() || !preferences::letter_keys() {
        return;
    }
    let here = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let row = here.and_then(|here| here.closest("[data-index]").ok().flatten());
    let place = row.and_then(|row| row.get_attribute("data-index")?.parse::<usize>().ok());
    match event.key().as_str() {
        "/" => {
            if let Some(search) = search.get_untracked() {
                // a field always takes focus
                let _focused = search.focus();
            }
        }
        "j" => reveal.set(Some(place.map_or(0, |place| place + 1)).filter(|place| *place < rows)),
        "k" => reveal.set(place.map(|place| place.saturating_sub(1))),
        _ => return,
    }
    event.prevent_default();
}

fn no_hits(say: Say, sieve: Sieve) -> View {
    view! {
        <div class="empty" role="status">
            <h3>{say.words.list.no_hits_title}</h3>
            <p>{say.words.list.no_hits_text}</p>
            <button type="button" class="btn" on:click=move |_| sieve.clear()>
                {say.words.common.clear_filters}
            </button>
        </div>
    }
}

/// The foot of step 1: what is staged, and the buttons.
fn foot(say: Say, dismiss: Callback<()>) -> View {
    let words = say.words;
    let session = say.session;
    let empty = Memo::new(move |_| session.totals().get().is_none_or(|totals| totals.accounts == 0));
    let on_its_way = Memo::new(move |_| session.is_on_its_way());
    let too_many = Memo::new(move |_| session.totals().get().is_some_and(|totals| totals.accounts > MAX_CHANGES));
    let why = move || {
        let nothing = || empty.get().then(|| words.billing.no_changes.to_owned());
        let too_many = || too_many.get().then(|| wrong(words, &FieldFault::Changes));
        if on_its_way.get() { Some(words.billing.on_its_way.to_owned()) } else { nothing().or_else(too_many) }
    };
    let staged = move || session.totals().get().map(|totals| staged(say, totals));
    view! {
        <footer class="dialog-foot">
            <p class="foot-sum" role="status">
                <span>{staged}</span>
            </p>
            <div class="foot-buttons">
                <button type="button" class="btn" on:click=move |_| dismiss.run(())>
                    {words.common.dismiss}
                </button>
                <button
                    type="button"
                    class="btn primary"
                    data-next
                    aria-busy=move || session.is_summing().then_some("true")
                    disabled=move || why().is_some()
                    title=why
                    on:click=move |_| session.review()
                >
                    {words.common.next}
                </button>
            </div>
        </footer>
    }
}

/// Puts back what was to close, and nothing else.
fn let_end(say: Say) {
    if let Some(ids) = say.session.peek(Replica::going_on) {
        say.session.put_back(ids.iter());
    }
    // the pressed button has disappeared
    focus("[data-next]");
}

fn staged(say: Say, totals: Totals) -> View {
    let words = say.words;
    let Totals { accounts, closing, going_on, year_net_before, year_net_after } = totals;
    let before = say.money(year_net_before);
    if accounts == 0 {
        return view! {
            {words.billing.no_changes}
            " · "
            {words.billing.year_cost}
            {words.common.colon}
            {before}
        };
    }
    let closing = (closing > 0).then(|| {
        view! {
            " · "
            <b class="ends">{(words.billing.closing)(closing)}</b>
        }
    });
    let going_on = (going_on > 0).then(|| {
        view! {
            " · "
            <span class="goes-on">
                {say.of_them(going_on, words.billing.going_on)} " · "
                <button type="button" class="link-btn" on:click=move |_| let_end(say)>
                    {words.billing.let_end}
                </button>
            </span>
        }
    });
    let too_many = (accounts > MAX_CHANGES).then(|| {
        view! {
            " · "
            <b>{wrong(words, &FieldFault::Changes)}</b>
        }
    });
    view! {
        <b>{say.number(accounts)}</b>
        " "
        {(words.billing.changes)(accounts)}
        {too_many}
        {closing}
        {going_on}
        " · "
        <span class="sum-year">
            {words.billing.year_cost} {words.common.colon} <s class="was">{before}</s> " → "
            <b>{say.money(year_net_after)}</b> {help(Anchor::Twelve, words.billing.year_cost)}
        </span>
    }
}
