//! One platform: its head, its next twelve months, its tabs.

use std::time::Duration;

use domain::{
    book::Book,
    calendar::CalendarMonth,
    money::Amount,
    platform::{PlatformId, PlatformStatus},
    rules::Month,
};
use leptos::prelude::*;

use super::{
    accounts::{Accounts, asked},
    entries::{deeds_of, tabs_of},
    frame::Frame,
    part::{Part, part},
    say::{Say, money},
};
use crate::{
    location::{Address, Key, Place, Visit, World, use_location},
    session::{Connection, Session},
    view::{IntoView, View, view},
    widgets::{
        Menu, MenuFace, MonthBar, Notice, NoticeTone, SkeletonRows, YearStrip, day, month_name, month_short,
        prepare_dates,
    },
    words::use_words,
};

/// An open platform.
#[component]
pub fn Platform(
    /// Whether it is a platform of the worker or the demo.
    world: World,
    /// The platform's id.
    id: String,
) -> View {
    match world {
        World::Demo => part(Part::Demo(id), view! { <Frame>{rows()}</Frame> }),
        World::Worker => opened(PlatformId::try_from(id.clone()).ok().map(Session::platform), world, id),
    }
}

/// The placeholder of the list.
fn rows() -> View {
    view! { <SkeletonRows rows=10 label=use_words().common.loading.to_owned() /> }
}

/// The platform of a session, or an explanation if there is no session.
pub fn opened(session: Option<Session>, world: World, id: String) -> View {
    let words = use_words();
    let Some(session) = session else {
        return view! {
            <Frame>
                <Notice tone=NoticeTone::Error text=words.notice.not_found.to_owned() />
            </Frame>
        };
    };
    set_timeout(move || prepare_dates(words.locale), Duration::ZERO);
    let location = use_location();
    let place = location.place();
    let has_clock = Memo::new(move |_| {
        let has = |book: &Book| book.platform().test_clock.is_some() && book.moved().is_none();
        session.with(|replica| has(replica.book())).unwrap_or(false)
    });
    let tab = move || match place.get().1 {
        Place::History { .. } => part(Part::History(session), rows()),
        Place::Account { account: id, .. } => part(Part::Account(session, id), rows()),
        Place::Invoices { .. } => part(Part::Invoices(session), rows()),
        Place::Invoice { number, .. } => part(Part::Invoice(session, number), rows()),
        Place::Settings { .. } => part(Part::Settings(session), rows()),
        Place::Accounts { .. } | Place::Home | Place::Own(_) | Place::Nowhere { .. } => {
            view! { <Accounts session=session /> }
        }
    };
    // a single account or invoice gets the page to itself
    let below = Memo::new(move |_| place.with(|(_, place)| place.tab().is_some()));
    let loaded = Memo::new(move |_| session.with(|_| ()).is_some());
    let missing = Memo::new(move |_| matches!(session.connection().get(), Connection::Refused(_)));
    let body = move || {
        if loaded.get() {
            let months = move || (!below.get()).then(|| strip(session));
            let parts = [head(session, world, &id), months.into_view(), tabs(world, &id), tab.into_view()];
            return parts.into_iter().collect();
        }
        if missing.get() { View::Nothing } else { rows() }
    };
    let ends =
        Memo::new(move |_| session.with(|replica| replica.book().status() != PlatformStatus::Active).unwrap_or(false));
    let ribbon = session.is_demo().then(|| view! { <p class="ribbon">{words.demo.ribbon}</p> });
    view! {
        <Frame session=session>
            {ribbon} {move || has_clock.get().then(|| part(Part::Clock(session), clock_place()))} {trouble(session)}
            {move || ends.get().then(|| part(Part::Banner(session), View::Nothing))} {body}
        </Frame>
    }
}

/// The placeholder of the clock bar, so that nothing moves when it comes.
fn clock_place() -> View {
    view! { <div class="clock-bar" aria-busy="true"></div> }
}

/// Says why the screen is not up to date, with the button to try again.
fn trouble(session: Session) -> View {
    let words = use_words();
    let is_shown = move || session.peek(|_| ()).is_some();
    let trouble = move || match session.connection().get() {
        Connection::Offline => {
            let again = (words.common.retry.to_owned(), Callback::new(move |()| session.retry()));
            let then = if is_shown() { words.notice.last_state } else { words.notice.without };
            let text = format!("{} {then}", words.notice.unreachable);
            Some(view! { <Notice tone=NoticeTone::Warn text=text action=again /> })
        }
        Connection::Refused(problem) => {
            let again = Callback::new(move |()| session.retry());
            Some(part(Part::Refused(problem, is_shown(), again), View::Nothing))
        }
        Connection::Loading | Connection::InSync | Connection::Sending => None,
    };
    view! { {trouble} }
}

fn head(session: Session, world: World, id: &str) -> View {
    let words = use_words();
    let facts = move || {
        session.with(|replica| {
            let book = replica.book();
            let counts = book.counts();
            let next = book.next_renewal().map(|on| {
                view! { <span>{words.frame.next_bill} " " <b>{day(words.locale, on)}</b></span> }
            });
            let year = money(words.locale, &book.platform().currency, book.year_net());
            let ending = (counts.none > 0).then(|| {
                view! {
                    <span class="fact-ends">
                        <b>{(words.number)(number(counts.none))}</b>
                        " "
                        {(words.frame.ending)(number(counts.none))}
                    </span>
                }
            });
            let accounts = number(counts.active + counts.suspended);
            view! {
                <span>
                    <b>{(words.number)(accounts)}</b>
                    " "
                    {(words.list.accounts)(accounts)}
                </span>
                {next}
                <span>{words.frame.twelve_months} " " <b>{year}</b> " " {words.frame.net}</span>
                {ending}
            }
        })
    };
    let name = move || session.with(|replica| replica.book().platform().name.clone());
    view! {
        <div class="platform-head">
            <div>
                <h1>{name}</h1>
                <p class="facts">{facts}</p>
            </div>
            {actions(session, world, id)}
        </div>
    }
}

/// A count as a `usize`.
fn number(count: u32) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

fn actions(session: Session, world: World, id: &str) -> View {
    let words = use_words();
    let place = Place::Accounts { platform: id.to_owned() };
    let entries = move |()| deeds_of(session, world, &place);
    view! { <Menu label=words.frame.actions face=MenuFace::Button entries=Callback::new(entries) /> }
}

fn strip(session: Session) -> View {
    let words = use_words();
    let location = use_location();
    let months = Memo::new(move |_| session.with(|replica| replica.book().forecast(12)).unwrap_or_default());
    let bars = move || {
        let bar = |(index, month): (usize, Month)| MonthBar {
            label: month_short(words.locale, month.first),
            name: month_words(session, month),
            renewals: number(month.renewals),
            closings: number(month.closings),
            current: index == 0,
        };
        months.get().into_iter().enumerate().map(bar).collect::<Vec<_>>()
    };
    let pressed = move || {
        let first = asked::filter(&location.get().query).due_in?.first();
        months.with(|months| months.iter().position(|month| month.first == first))
    };
    let pressed = Signal::derive(pressed);
    let press = move |index: usize| {
        let Some(first) = months.with_untracked(|months| months.get(index).map(|month| month.first)) else { return };
        let due = String::from(CalendarMonth::of(first));
        let off = pressed.get_untracked() == Some(index);
        let mut to = location.now();
        if !matches!(to.place, Place::Accounts { .. }) {
            to =
                Address::of(to.world, Place::Accounts { platform: to.place.platform().unwrap_or_default().to_owned() });
        }
        to.query.set(Key::ExpiresFrom, None);
        to.query.set(Key::ExpiresBefore, None);
        to.query.set(Key::DueIn, (!off).then_some(due.as_str()));
        location.go(to, Visit::Replace);
    };
    view! {
        <YearStrip
            title=words.year.title.to_owned()
            note=words.year.note.to_owned()
            legend=(words.year.renewals.to_owned(), words.year.closings.to_owned())
            months=Signal::derive(bars)
            pressed=pressed
            on_press=Callback::new(press)
        />
    }
}

/// What falls due in a month, and what it costs.
fn month_words(session: Session, month: Month) -> String {
    let words = use_words();
    let (renewals, closings) = (number(month.renewals), number(month.closings));
    let text = (words.year.month)(&month_name(words.locale, month.first), renewals, closings);
    if month.gross() == Amount::ZERO {
        return text;
    }
    text + ", " + &(words.year.gross)(&Say::of(session).money(month.gross()))
}

/// The tabs. The tab of a detail, such as one account, is marked as the current one.
fn tabs(world: World, id: &str) -> View {
    let words = use_words();
    let here = use_location().place();
    let tabs = tabs_of(id);
    let tab = |(label, place): (&'static str, Place)| {
        let href = Address::of(world, place.clone()).to_string();
        let current = move || {
            let here = here.get().1;
            if here == place {
                return Some("page");
            }
            (here.tab().as_ref() == Some(&place)).then_some("true")
        };
        view! {
            <a class="tab" href=href aria-current=current>
                {label}
            </a>
        }
    };
    // on a phone the row of tabs is wider than the screen, so the current tab is scrolled into view
    Effect::new(move |_| {
        here.track();
        request_animation_frame(|| {
            let found = |selector: &str| document().query_selector(selector).ok().flatten();
            if let (Some(tab), Some(row)) = (found(".tab[aria-current]"), found(".tabs")) {
                // `scrollIntoView` would move the point from which the Tab key starts, so the row is scrolled instead
                let (tab, shown) = (tab.get_bounding_client_rect(), row.get_bounding_client_rect());
                let beyond = (tab.right() - shown.right()).max(0.0) + (tab.left() - shown.left()).min(0.0);
                row.set_scroll_left(row.scroll_left() + beyond.ceil() as i32);
            }
        });
    });
    view! {
        <nav class="tabs" aria-label=words.frame.tabs>
            {tabs.map(tab)}
        </nav>
    }
}
