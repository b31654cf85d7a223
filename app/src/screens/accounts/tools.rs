//! The tools above the list: search and filters, what is ticked, and what is staged and not yet confirmed.

use chrono::Days;
use domain::{account::RenewalMode, calendar::iso, people::Role, platform::Counts, query::Filter};
use leptos::prelude::*;

use super::{
    super::{
        part::{Part, Selection, part},
        say::barred,
    },
    asked::{self, State},
};
use crate::{
    location::{Dialog, Key, Visit, use_location},
    session::Session,
    view::{View, view},
    widgets::{Icon, IconName, Menu, MenuEntry, MenuFace},
    words::{Words, use_words},
};

/// The tools of the list.
#[component]
pub fn Tools(
    /// The platform.
    session: Session,
    /// The accounts that are ticked.
    selection: Selection,
    /// How many accounts the list has, and how many there are of each status; `None` until that is known.
    count: Signal<Option<(usize, Counts)>>,
) -> View {
    let words = use_words();
    let location = use_location();
    let filter = Memo::new(move |_| asked::filter(&location.get().query));
    let typed = move |event| {
        let text = event_target_value(&event);
        location.set(Key::Search, Some(&text), Visit::Replace);
    };
    let count = move || {
        let (found, all) = count.get()?;
        let gone = filter.with(Filter::is_of_gone);
        let all = usize::try_from(if gone { all.deleted } else { all.active + all.suspended }).unwrap_or(0);
        Some((words.list.found)(found, all))
    };
    view! {
        <div class="tools">
            <label class="field search">
                <Icon name=IconName::Search />
                <input
                    id="search"
                    type="search"
                    placeholder=words.common.search_hint
                    aria-label=words.common.search
                    prop:value=move || filter.with(|filter| filter.search.clone().unwrap_or_default())
                    on:input=typed
                />
                <kbd aria-hidden="true">"/"</kbd>
            </label>
            {status_chip(filter)}
            {mode_chip(filter)}
            {expiry_chip(session, filter)}
            <span class="tools-count" role="status">
                {count}
            </span>
            {order_button(session)}
        </div>
        {selected_bar(session, selection)}
        {part(Part::Drafts(session, selection), View::Nothing)}
    }
}

/// The label of a filter's button, with the chosen value if there is one.
fn chip_label(name: &'static str, chosen: Option<String>) -> String {
    chosen.map_or_else(|| name.to_owned(), |chosen| format!("{name}: {chosen}"))
}

fn state_word(state: State, words: &'static Words) -> &'static str {
    match state {
        State::Active => words.status.active,
        State::Unconfigured => words.status.not_set_up,
        State::Suspended => words.status.suspended,
        State::Deleted => words.status.deleted,
    }
}

fn mode_word(mode: RenewalMode, words: &'static Words) -> &'static str {
    match mode {
        RenewalMode::Monthly => words.mode.monthly,
        RenewalMode::Yearly => words.mode.yearly,
        RenewalMode::Never => words.mode.none,
    }
}

fn status_chip(filter: Memo<Filter>) -> View {
    let words = use_words();
    let location = use_location();
    let now = move || filter.with(State::of);
    let choose = move |state: Option<State>| {
        let mut to = location.now();
        let (status, configured) = state.map_or((None, None), |state| (Some(state.values().0), state.values().1));
        to.query.set(Key::Status, status);
        to.query.set(Key::Configured, configured);
        location.go(to, Visit::Replace);
    };
    let entries = move |()| {
        let any = MenuEntry::run(words.common.any, move || choose(None)).chosen(now().is_none());
        let each = State::ALL.map(|state| {
            MenuEntry::run(state_word(state, words), move || choose(Some(state))).chosen(now() == Some(state))
        });
        [any].into_iter().chain(each).collect()
    };
    let label =
        Signal::derive(move || chip_label(words.list.status, now().map(|state| state_word(state, words).to_owned())));
    let active = Signal::derive(move || now().is_some());
    view! { <Menu label=label face=MenuFace::Chip active=active entries=Callback::new(entries) /> }
}

fn mode_chip(filter: Memo<Filter>) -> View {
    let words = use_words();
    let location = use_location();
    let now = move || filter.with(|filter| filter.mode);
    let choose =
        move |mode: Option<RenewalMode>| location.set(Key::Mode, mode.map(RenewalMode::as_str), Visit::Replace);
    let entries = move |()| {
        let any = MenuEntry::run(words.common.any, move || choose(None)).chosen(now().is_none());
        let each = RenewalMode::ALL
            .map(|mode| MenuEntry::run(mode_word(mode, words), move || choose(Some(mode))).chosen(now() == Some(mode)));
        [any].into_iter().chain(each).collect()
    };
    let label =
        Signal::derive(move || chip_label(words.list.renewal, now().map(|mode| mode_word(mode, words).to_owned())));
    let active = Signal::derive(move || now().is_some());
    view! { <Menu label=label face=MenuFace::Chip active=active entries=Callback::new(entries) /> }
}

fn expiry_chip(session: Session, filter: Memo<Filter>) -> View {
    let words = use_words();
    let location = use_location();
    let now = move || filter.with(|filter| (filter.expires_from, filter.expires_before, filter.due_in));
    let choose = move |days: Option<u64>| {
        let today = session.peek(|replica| replica.book().today());
        let before = days.and_then(|days| today?.checked_add_days(Days::new(days + 1))).map(iso::format);
        let mut to = location.now();
        to.query.set(Key::ExpiresFrom, None);
        to.query.set(Key::DueIn, None);
        to.query.set(Key::ExpiresBefore, before.as_deref());
        location.go(to, Visit::Replace);
    };
    let entries = move |()| {
        let any = MenuEntry::run(words.common.any, move || choose(None)).chosen(now() == (None, None, None));
        let spans = [(7, words.list.within_7), (30, words.list.within_30), (90, words.list.within_90)];
        let each = spans.map(|(days, word)| MenuEntry::run(word, move || choose(Some(days))));
        [any].into_iter().chain(each).collect()
    };
    let label = Signal::derive(move || filter.with(|filter| expiry_label(filter, words)));
    let active = Signal::derive(move || now() != (None, None, None));
    view! { <Menu label=label face=MenuFace::Chip active=active entries=Callback::new(entries) /> }
}

/// What is asked for of the days on which accounts expire or are due: `Ablauf: – 31. Dez. 2026`, `Fällig: Dezember 2026`.
fn expiry_label(filter: &Filter, words: &'static Words) -> String {
    let day = |date| crate::widgets::day(words.locale, date);
    if let Some(month) = filter.due_in {
        return chip_label(words.list.due, Some(crate::widgets::month_name(words.locale, month.first())));
    }
    let from = filter.expires_from.map(day);
    let to = filter.expires_before.map(|before| day(before.pred_opt().unwrap_or(before)));
    let chosen = match (from, to) {
        (None, None) => None,
        (from, to) => Some(from.unwrap_or_default() + " – " + &to.unwrap_or_default()),
    };
    chip_label(words.list.expiry_chip, chosen.map(|chosen| chosen.trim().to_owned()))
}

/// The filter of the list in words, to be shown where the list is not: `„anna“ · Status: Aktiv`.
pub fn filter_words(filter: &Filter, words: &'static Words) -> String {
    let state = State::of(filter).map(|state| state_word(state, words).to_owned());
    let dated = filter.due_in.is_some() || filter.expires_from.is_some() || filter.expires_before.is_some();
    let parts = [
        filter.search.clone(),
        state,
        filter.mode.map(|mode| mode_word(mode, words).to_owned()),
        dated.then(|| expiry_label(filter, words)),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The button that orders accounts, or the reason why that is not possible.
fn order_button(session: Session) -> View {
    let words = use_words();
    let location = use_location();
    let button = move || {
        let locked = barred(session, words, Role::Billing);
        let order = move |_| {
            if locked.is_none() {
                location.open(Dialog::Order);
            }
        };
        view! {
            <button
                type="button"
                class="btn primary"
                data-home
                title=locked
                aria-disabled=locked.map(|_| "true")
                on:click=order
            >
                {words.deeds.order.title}
            </button>
        }
    };
    view! { {button} }
}

fn selected_bar(session: Session, selection: Selection) -> View {
    let words = use_words();
    let location = use_location();
    let some = Memo::new(move |_| selection.count() > 0);
    let open = move |_| {
        if untrack(|| barred(session, words, Role::Billing)).is_none() {
            selection.open_billing(location);
        }
    };
    let bar = move || {
        some.get().then(|| {
            let locked = barred(session, words, Role::Billing);
            view! {
                <div class="selected-bar">
                    <b role="status">{move || (words.list.selected)(selection.count())}</b>
                    <button
                        type="button"
                        class="btn primary"
                        title=locked
                        aria-disabled=locked.map(|_| "true")
                        on:click=open
                    >
                        {words.list.selected_billing}
                    </button>
                    <button type="button" class="btn quiet" on:click=move |_| selection.clear()>
                        {words.list.clear_selection}
                    </button>
                </div>
            }
        })
    };
    view! { {bar} }
}
