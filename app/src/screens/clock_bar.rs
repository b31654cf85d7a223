//! The clock of a platform whose days pass on demand: the demo, or any platform with a test clock.

use chrono::NaiveDate;
use domain::{
    calendar::{AnchorDay, first_of_month, iso},
    command::Command,
    demo::Sample,
    people::Role,
};
use leptos::{prelude::*, task::spawn_local};

use super::{
    discard::Discard,
    refusals::{After, failure},
};
use crate::{
    screens::guide::{Anchor, help},
    session::Session,
    view::{View, view},
    widgets::{Notice, NoticeTone, day},
    words::use_words,
};

/// A move of the clock that was asked for and is not done.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Move {
    to: NaiveDate,
    failure: Option<String>,
}

/// The clock bar.
#[component]
pub fn ClockBar(
    /// The platform.
    session: Session,
) -> View {
    let words = use_words();
    let wish = RwSignal::new(None::<Move>);
    let today = move || session.with(|replica| replica.book().today());
    let busy = Signal::derive(move || wish.with(|wish| wish.as_ref().is_some_and(|wish| wish.failure.is_none())));
    let denied = move || session.denied(words, Role::Administrator);
    let send = move |to: NaiveDate| {
        if untrack(denied).is_some() {
            return;
        }
        wish.set(Some(Move { to, failure: None }));
        spawn_local(async move {
            let failure = match session.perform(Command::MoveClock { to }).await {
                Ok(_) => None,
                Err(why) => Some(failure(words, &why, After::Sent)),
            };
            wish.try_set(failure.map(|failure| Move { to, failure: Some(failure) }));
        });
    };
    let step = move |to: fn(NaiveDate, Option<NaiveDate>) -> Option<NaiveDate>| {
        let next = session.peek(|replica| (replica.book().today(), replica.book().next_deadline()));
        if !busy.get_untracked()
            && let Some(to) = next.and_then(|(today, deadline)| to(today, deadline))
        {
            send(to);
        }
    };
    // not `disabled`, which would take focus away
    let still = move || (busy.get() || denied().is_some()).then_some("true");
    let button = move |label: &'static str, to: fn(NaiveDate, Option<NaiveDate>) -> Option<NaiveDate>| {
        view! {
            <button type="button" class="btn" title=denied aria-disabled=still on:click=move |_| step(to)>
                {label}
            </button>
        }
    };
    // a move that was asked for before the page was loaded again and had no answer
    let earlier = move || {
        if !session.is_unanswered(|wish| wish.is_command(|command| matches!(command, Command::MoveClock { .. }))) {
            return None;
        }
        let to = session.unanswered(|command| {
            let Command::MoveClock { to } = command else { return None };
            Some(*to)
        })?;
        let again = (words.common.retry.to_owned(), Callback::new(move |()| send(to)));
        Some(view! { <Notice tone=NoticeTone::Warn text=words.notice.earlier.to_owned() action=again /> })
    };
    let failed = move || {
        let Some(wish) = wish.get() else { return earlier() };
        let text = wish.failure?;
        let again = (words.common.retry.to_owned(), Callback::new(move |()| send(wish.to)));
        Some(view! { <Notice tone=NoticeTone::Error text=text action=again /> })
    };
    view! {
        <div class="clock-bar" role="group" aria-label=words.demo.clock>
            {session.is_demo().then(|| sample_choice(session))}
            <span class="clock-today" role="status">
                {words.demo.today}
                " "
                <b>{move || today().map(|today| day(words.locale, today))}</b>
            </span>
            {button(words.demo.plus_day, |today, _| today.succ_opt())}
            {button(words.demo.plus_month, |today, _| Some(AnchorDay::of(today).in_month_of(first_of_month(today, 1))))}
            {button(words.demo.next_event, |_, deadline| deadline)}
            {date_field(session, Signal::derive(move || still().is_some()), Callback::new(send))}
            {help(Anchor::Clock, words.demo.clock)}
            <span class="clock-busy" role="status">
                {move || busy.get().then_some(words.demo.moving)}
            </span>
        </div>
        {failed}
    }
}

/// The field in which a date is picked.
fn date_field(session: Session, still: Signal<bool>, pick: Callback<NaiveDate>) -> View {
    let today = move || session.with(|replica| iso::format(replica.book().today()));
    let picked = move |event| {
        if let Ok(to) = domain::calendar::parse_date(&event_target_value(&event)) {
            pick.run(to);
        }
    };
    view! {
        <label class="clock-date">
            <span class="sr-only">{use_words().demo.clock}</span>
            <input
                type="date"
                class="input"
                readonly=move || still.get()
                min=today
                prop:value=move || today().unwrap_or_default()
                on:change=picked
            />
        </label>
    }
}

/// Which company the demo shows, and the button that begins it again.
fn sample_choice(session: Session) -> View {
    let words = use_words();
    let now = move || session.sample().unwrap_or_default();
    let wanted = StoredValue::new(now());
    let staged = Signal::derive(move || session.totals().get().map_or(0, |totals| totals.accounts));
    let discard = Discard::of(staged, Callback::new(move |()| session.restart(wanted.get_value())));
    let start = move |sample: Sample| {
        wanted.set_value(sample);
        discard.ask();
    };
    let choose = move |event| {
        let size = event_target_value(&event);
        if let Some(sample) = Sample::ALL.into_iter().find(|sample| sample.accounts().to_string() == size) {
            start(sample);
        }
    };
    let option = move |sample: Sample| {
        view! {
            <option value=sample.accounts().to_string() selected=sample == now()>
                {(words.demo.sample)(usize::try_from(sample.accounts()).unwrap_or(0))}
            </option>
        }
    };
    view! {
        <label class="clock-sample">
            <span class="sr-only">{words.demo.choose}</span>
            <select class="input" on:change=choose>
                {Sample::ALL.into_iter().map(option).collect::<View>()}
            </select>
        </label>
        <button type="button" class="btn quiet" on:click=move |_| start(now())>
            {words.demo.start_again}
        </button>
        {discard.question()}
    }
}
