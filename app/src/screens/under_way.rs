//! Notices over every screen: what is on its way to the worker, and what has come back.

use domain::stamp::SubmissionId;
use leptos::{prelude::*, task::spawn_local};

use super::discard::Discard;
use crate::{
    location::{Address, Dialog, Place, Visit, World, use_location},
    outbox::{self, Entry, State},
    session::{self, Session},
    shell,
    view::{View, view},
    widgets::{Notice, NoticeTone},
    words::{self, use_words},
};

/// What is said about one entry: its state, its platform, and whether the billing dialog can show it.
#[derive(Debug, Clone, PartialEq)]
struct Said {
    key: SubmissionId,
    platform: String,
    what: What,
    /// Who has asked for it, if that is not who is there.
    whose: Option<String>,
    is_change: bool,
    /// How many changes it has.
    changes: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Waiting,
    Sent,
    Stale,
    Refused,
    Foreign,
    /// It waits for somebody else.
    Theirs,
}

impl Said {
    fn of(entry: &Entry) -> Option<Self> {
        let what = match &entry.state {
            State::Waiting | State::Sent if !entry.wish.goes_by_itself() => return None,
            State::Waiting | State::Sent if !outbox::is_ours(entry) => What::Theirs,
            State::Waiting => What::Waiting,
            State::Sent => What::Sent,
            State::Stale => What::Stale,
            State::Refused(_) => What::Refused,
            State::Foreign => What::Foreign,
        };
        let (key, platform) = (entry.key.clone(), entry.platform.clone());
        let changes = entry.modes().map(|modes| modes.len());
        let whose = entry.by_name.clone().filter(|_| what == What::Theirs);
        Some(Self { key, platform, what, whose, is_change: changes.is_some(), changes: changes.unwrap_or(0) })
    }
}

/// The notices.
pub fn under_way(open: Option<Session>) -> View {
    let words = use_words();
    let location = use_location();
    let dialog = Memo::new(move |_| location.get().query.dialog() == Some(Dialog::Billing));
    let demo = open.is_some_and(Session::is_demo);
    let said = Memo::new(move |_| {
        let all: Vec<Said> = outbox::with(|entries| entries.iter().filter_map(Said::of).collect());
        // what the open dialog already shows, or the demo answers at once, gets no notice
        if dialog.get() || demo { Vec::new() } else { all }
    });
    let notices = move || said.get().into_iter().map(notice).collect::<View>();
    let aside = move || {
        session::is_something_aside().then(|| {
            let close = (words.common.close.to_owned(), Callback::new(|()| session::aside_was_read()));
            view! { <Notice tone=NoticeTone::Warn text=words.notice.aside.to_owned() action=close /> }
        })
    };
    let newer = move || {
        shell::is_newer().then(|| {
            let own = words::shell(words);
            let renew = (own.renew.to_owned(), Callback::new(|()| shell::renew()));
            view! { <Notice tone=NoticeTone::Plain text=own.newer.to_owned() action=renew /> }
        })
    };
    view! {
        {notices}
        {aside}
        {newer}
        {open.map(not_kept)}
    }
}

/// Warns that this browser keeps nothing, so that the demo, or what is staged, lasts only as long as the page.
fn not_kept(session: Session) -> View {
    let words = use_words();
    let text = move || {
        let staged = || (!session.is_kept()).then_some(words.notice.not_kept);
        if session.is_passing_demo() { Some(words.demo.not_kept) } else { staged() }
    };
    let notice = move || text().map(|text| view! { <Notice tone=NoticeTone::Warn text=text.to_owned() /> });
    view! { {notice} }
}

fn notice(said: Said) -> View {
    let words = &use_words().notice;
    let location = use_location();
    let Said { key, platform, what, whose, is_change, changes } = said;
    let (tone, text) = match what {
        What::Waiting => (NoticeTone::Warn, words.kept_back),
        What::Sent => (NoticeTone::Plain, words.under_way),
        What::Stale => (NoticeTone::Warn, words.come_back),
        What::Refused => (NoticeTone::Error, words.sent_in_vain),
        What::Foreign => (NoticeTone::Warn, words.foreign),
        What::Theirs => {
            let text = (words.theirs)(&whose.unwrap_or_default());
            return view! { <Notice tone=NoticeTone::Warn text=text /> };
        }
    };
    let see = Callback::new(move |()| {
        let place = match is_change {
            true => Place::Accounts { platform: platform.clone() },
            false => Place::History { platform: platform.clone() },
        };
        let mut to = Address::of(World::Worker, place);
        if is_change {
            to.query.set_dialog(Dialog::Billing);
        }
        location.go(to, Visit::Push);
    });
    let drop = {
        let key = key.clone();
        Callback::new(move |()| {
            let key = key.clone();
            spawn_local(async move {
                match what {
                    // if it was sent meanwhile, it stays, and the notice says that it is on its way
                    What::Waiting => drop(outbox::withdraw(&key).await),
                    What::Sent | What::Stale | What::Refused | What::Foreign | What::Theirs => {
                        outbox::forget(&key).await
                    }
                }
            });
        })
    };
    let discard = Discard::of(Signal::stored(changes), drop);
    let ask = Callback::new(move |()| discard.ask());
    let action = match (what, is_change) {
        (What::Waiting | What::Foreign, _) => (words.throw_away.to_owned(), ask),
        (What::Refused, false) => (words.read.to_owned(), drop),
        (What::Sent | What::Stale | What::Refused | What::Theirs, _) => (words.see.to_owned(), see),
    };
    view! {
        <Notice tone=tone text=text.to_owned() action=action />
        {discard.question()}
    }
}
