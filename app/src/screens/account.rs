//! One account: what it is, until when it is paid for, what happens then, and what has happened.

use chrono::NaiveDate;
use domain::{
    account::{Account, AccountId, RenewalMode, Status},
    book::Book,
    calendar::Term,
    platform::PlatformStatus,
    summary::Outcome,
};
use leptos::prelude::*;

use super::{
    accounts::{mode_tag, status_badge},
    billing::Say,
    pages::{Pages, Source},
    record::list,
};
use crate::{
    location::{Address, Key, Place, use_location},
    session::Session,
    view::{View, view},
};

/// The account of a number, as it stands in the address bar.
pub fn account(session: Session, id: &str) -> View {
    let say = Say::of(session);
    let words = say.words;
    let here = use_location().now();
    let platform = here.place.platform().unwrap_or_default().to_owned();
    let back = Address::of(here.world, Place::Accounts { platform });
    let href = back.to_string();
    let id = id.parse().ok().map(AccountId);
    let shown = Memo::new(move |_| {
        let id = id?;
        session.with(|replica| replica.book().account(id).map(|account| Shown::of(say, replica.book(), account)))?
    });
    let known = Memo::new(move |_| shown.with(Option::is_some));
    let list_of = StoredValue::new(back);
    let content = move || {
        let Some(id) = id.filter(|_| known.get()) else {
            return view! {
                <div class="empty">
                    <h2>{words.places.account.unknown_title}</h2>
                    <p>{words.places.account.unknown_text}</p>
                </div>
            };
        };
        let pages = Pages::of(say, Source::Account(id));
        let head = move || shown.get().map(|shown| head(say, id, shown, &list_of.get_value()));
        view! {
            {head}
            <section class="history-page" aria-label=words.places.account.history>
                <h2 class="section-title">{words.places.account.history}</h2>
                {pages.view((words.history.empty_title, ""), list(say, pages))}
            </section>
        }
    };
    view! {
        <p class="back">
            <a href=href>{words.places.account.back}</a>
        </p>
        {content}
    }
}

/// What the page says of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Shown {
    account: Account,
    facts: Vec<(&'static str, String)>,
    deeds: Vec<Deed>,
}

/// What can be done: the dialog that does it, or why not.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Deed {
    word: &'static str,
    dialog: &'static str,
    locked: Option<&'static str>,
}

impl Shown {
    fn of(say: Say, book: &Book, account: &Account) -> Self {
        Self { account: account.clone(), facts: facts(say, book, account), deeds: deeds(say, book, account) }
    }
}

fn facts(say: Say, book: &Book, account: &Account) -> Vec<(&'static str, String)> {
    let words = &say.words.places.account;
    let day = |date: NaiveDate| say.day(date);
    let mut facts = vec![(say.words.list.expiry, day(account.expires_on))];
    match (account.status, account.deletes_on) {
        (Status::Active, _) => facts.push((words.then, then(say, book, account))),
        (Status::Suspended, Some(on)) => facts.push((words.deletes_on, day(on))),
        (Status::Deleted, Some(on)) => facts.push((words.deleted_on, day(on))),
        (Status::Suspended | Status::Deleted | Status::Withdrawn, _) => {}
    }
    facts.push((words.ordered_on, account.ordered_on.map_or_else(|| words.not_known.to_owned(), day)));
    facts.push((words.anchor_day, (words.anchor)(&account.anchor_day.to_string())));
    facts.extend(account.reset_on.map(|on| (words.reset_on, day(on))));
    facts
}

fn then(say: Say, book: &Book, account: &Account) -> String {
    let words = &say.words.places.account;
    match book.outcome(account, account.mode) {
        Outcome::Renews { term: Term::Monthly, net } => (words.renews_monthly)(&say.money(net)),
        Outcome::Renews { term: Term::Yearly, net } => (words.renews_yearly)(&say.money(net)),
        Outcome::Closes { deletes_on } => {
            let closes = if deletes_on == account.expires_on {
                words.closes.to_owned()
            } else {
                (words.closes_later)(&say.day(deletes_on))
            };
            let held = account.held.filter(|mode| *mode != RenewalMode::Never);
            held.map_or(closes.clone(), |mode| format!("{closes} ({})", (words.held)(say.mode(mode))))
        }
    }
}

fn deeds(say: Say, book: &Book, account: &Account) -> Vec<Deed> {
    let words = &say.words.places.account;
    let list = &say.words.list;
    let status = match account.status {
        Status::Active => None,
        Status::Suspended => Some(list.not_possible_suspended),
        Status::Deleted | Status::Withdrawn => Some(list.not_possible_deleted),
    };
    let terminating = (book.status() != PlatformStatus::Active).then_some(words.terminating);
    let configured = account.is_configured();
    let restore = match account.status {
        Status::Suspended => terminating,
        Status::Deleted | Status::Withdrawn => status,
        Status::Active => Some(words.not_suspended),
    };
    let deed = |word, dialog, locked| Deed { word, dialog, locked };
    vec![
        deed(if configured { words.edit } else { words.set_up }, "setup", status),
        deed(list.billing_mode, "billing", status.or(terminating)),
        deed(words.reset, "reset", status.or((!configured).then_some(words.not_set_up))),
        deed(words.restore, "restore", restore),
    ]
}

fn head(say: Say, id: AccountId, shown: Shown, list: &Address) -> View {
    let words = &say.words.places.account;
    let Shown { account, facts, deeds } = shown;
    let address = account.address.to_string();
    let button = |deed: Deed| {
        let Deed { word, dialog, locked } = deed;
        if let Some(why) = locked {
            let name = format!("{word}: {why}");
            return view! {
                <button type="button" class="btn" disabled title=why aria-label=name>
                    {word}
                </button>
            };
        }
        let mut to = list.clone();
        to.query.set(Key::Dialog, Some(dialog));
        if dialog == "billing" {
            to.query.set(Key::Find, Some(&address));
        } else {
            to.query.set(Key::Account, Some(&id.to_string()));
        }
        view! {
            <a class="btn" href=to.to_string()>
                {word}
            </a>
        }
    };
    let buttons = deeds.into_iter().map(button).collect::<View>();
    let facts = facts.into_iter().map(|(term, text)| {
        view! {
            <div>
                <dt>{term}</dt>
                <dd>{text}</dd>
            </div>
        }
    });
    let facts = facts.collect::<View>();
    let name = if account.display_name.is_empty() { words.no_name.to_owned() } else { account.display_name.clone() };
    let withdrawn = (account.status == Status::Withdrawn).then(|| view! { <p class="ends">{words.withdrawn}</p> });
    view! {
        <section class="card account-page" aria-label=address.clone()>
            <header class="account-title">
                <h2>{address.clone()}</h2>
                <p>
                    <span class="account-name">{name}</span>
                    {status_badge(&account, say.words)}
                    <span>{say.words.list.renewal} ": " {mode_tag(account.mode, say.words)}</span>
                </p>
                {withdrawn}
            </header>
            <dl class="facts-list" aria-label=words.facts>
                {facts}
            </dl>
            <div class="account-deeds">{buttons}</div>
        </section>
    }
}
