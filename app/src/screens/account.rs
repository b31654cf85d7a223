//! One account: what it is, until when it is paid for, what happens then, and its history.

use chrono::NaiveDate;
use domain::{
    account::{Account, AccountId, AccountRef, RenewalMode, Status},
    book::Book,
    calendar::Term,
    people::Role,
    summary::Outcome,
};
use leptos::{prelude::*, task::spawn_local};

use super::{
    deeds::Deed,
    pages::{Pages, Source},
    record::list,
    say::{Say, barred},
    tags::{locked_mode, mode_tag, status_badge},
};
use crate::{
    location::{Address, Dialog, Key, Place, use_location},
    session::{Failure, Session},
    view::{View, view},
    widgets::{Notice, NoticeTone, SkeletonRows},
};

/// The page of the account with this number, as written in the address bar.
pub fn account(session: Session, id: &str) -> View {
    let say = Say::of(session);
    let words = say.words;
    let here = use_location().now();
    let platform = here.place.platform().unwrap_or_default().to_owned();
    let back = Address::of(here.world, Place::Accounts { platform });
    let href = back.to_string();
    let id = id.parse().ok().map(AccountId);
    let shown = Memo::new(move |_| {
        let account = session.with(|replica| replica.register().account(id?).map(AccountRef::to_owned))??;
        let facts = session.peek(|replica| facts(say, replica.book(), account.borrowed()))?;
        Some(Card { facts, ways: ways(say, account.borrowed()), account })
    });
    let known = Memo::new(move |_| shown.with(Option::is_some));
    let gone =
        Memo::new(move |_| session.with(|replica| id.is_some_and(|id| replica.book().is_deleted(id))) == Some(true));
    let asked = RwSignal::new(None);
    Effect::new(move |_| {
        if let Some(id) = id.filter(|_| gone.get() && !known.get()) {
            ask(say, id, asked);
        }
    });
    let list_of = StoredValue::new(back);
    let content = move || {
        let Some(id) = id.filter(|_| known.get()) else {
            return match asked.get() {
                None if gone.get() => view! { <SkeletonRows rows=3 label=words.common.loading.to_owned() /> },
                Some(Some(failure)) => {
                    let again = Callback::new(move |()| id.into_iter().for_each(|id| ask(say, id, asked)));
                    let again = (words.common.retry.to_owned(), again);
                    view! { <Notice tone=NoticeTone::Error text=say.failure(&failure) action=again /> }
                }
                None | Some(None) => view! {
                    <div class="empty">
                        <h2>{crate::words::account(words).unknown_title}</h2>
                        <p>{crate::words::account(words).unknown_text}</p>
                    </div>
                },
            };
        };
        let pages = Pages::of(say, Source::Account(id));
        let head = move || shown.get().map(|shown| head(say, id, shown, &list_of.get_value()));
        view! {
            {head}
            <section class="history-page" aria-label=crate::words::account(words).history>
                <h2 class="section-title">{crate::words::account(words).history}</h2>
                {pages.view((words.history.empty_title, ""), list(say, pages))}
            </section>
        }
    };
    view! {
        <p class="back">
            <a href=href>{crate::words::account(words).back}</a>
        </p>
        {content}
    }
}

/// Asks for an account that has left the book. `asked` is what came of it: nothing yet, no failure, or a failure.
fn ask(say: Say, id: AccountId, asked: RwSignal<Option<Option<Failure>>>) {
    asked.set(None);
    spawn_local(async move {
        let came = say.session.ask_for_gone(id).await;
        asked.try_set(Some(came.err()));
    });
}

/// What the page shows of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Card {
    account: Account,
    facts: Vec<(&'static str, String)>,
    ways: Vec<Way>,
}

/// A button that opens a dialog, or the reason why it cannot.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Way {
    word: &'static str,
    dialog: Dialog,
    locked: Option<&'static str>,
}

fn facts(say: Say, book: &Book, account: AccountRef<'_>) -> Vec<(&'static str, String)> {
    let words = crate::words::account(say.words);
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

fn then(say: Say, book: &Book, account: AccountRef<'_>) -> String {
    let words = crate::words::account(say.words);
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

fn ways(say: Say, account: AccountRef<'_>) -> Vec<Way> {
    let (session, words) = (say.session, say.words);
    let way = |deed: Deed| Way {
        word: deed.word(session, words),
        dialog: deed.dialog(),
        locked: deed.locked(session, words),
    };
    let billing = Way {
        word: words.list.billing_mode,
        dialog: Dialog::Billing,
        locked: locked_mode(account, words).or_else(|| barred(session, words, Role::Billing)),
    };
    let id = account.id;
    vec![way(Deed::SetUp(id)), billing, way(Deed::Reset(id)), way(Deed::Restore(id))]
}

fn head(say: Say, id: AccountId, shown: Card, list: &Address) -> View {
    let words = crate::words::account(say.words);
    let Card { account, facts, ways } = shown;
    let address = account.address.to_string();
    let button = |way: Way| {
        let Way { word, dialog, locked } = way;
        if let Some(why) = locked {
            let name = format!("{word}: {why}");
            return view! {
                <button type="button" class="btn" disabled title=why aria-label=name>
                    {word}
                </button>
            };
        }
        let mut to = list.clone();
        to.query.set_dialog(dialog);
        if dialog == Dialog::Billing {
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
    let buttons = ways.into_iter().map(button).collect::<View>();
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
                <h2>{say.named(&account.address)}</h2>
                <p>
                    <span class="account-name">{name}</span>
                    {status_badge(account.borrowed(), say.words)}
                    <span>{say.words.list.renewal} {say.words.common.colon} {mode_tag(account.mode, say.words)}</span>
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
