//! One's own account: name and roles, passkeys, sessions.

use domain::wire::{CallerKind, Me, PasskeyView, Platforms, ProviderAccount, SessionView};
use leptos::prelude::*;

use super::{
    desk,
    form::{Above, Form, field, name},
    join::passkey_name,
    may::greet,
    read::Read,
    say::{browser, grants, parts, trouble, when, why},
    who::Leave,
};
use crate::{
    session::{Failure, people},
    view::{View, view},
    widgets::{Notice, NoticeTone},
    words::{self, PeopleWords, Words, use_words},
};

/// What is open above the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Open {
    Add,
    Rename(PasskeyView),
    Remove(PasskeyView),
}

/// The screen. Copies share the same state.
#[derive(Clone, Copy)]
struct Screen {
    words: &'static Words,
    own: &'static PeopleWords,
    passkeys: Read<Vec<PasskeyView>>,
    accounts: Read<Vec<ProviderAccount>>,
    sessions: Read<Vec<SessionView>>,
    above: Above<Open>,
    leave: Leave,
    /// Whether all other sessions were ended just now.
    alone: RwSignal<bool>,
}

/// The screen.
pub fn screen(platforms: Signal<Platforms>) -> View {
    let words = use_words();
    let own = &words::people(words).own;
    let me = Read::new(|| Box::pin(people::me()));
    Effect::new(move |_| me.get().into_iter().for_each(greet));
    let body = move |me: Me| {
        let note = |text: &'static str| view! { <p class="muted">{text}</p> };
        match me.kind {
            CallerKind::Desk => view! {
                {note(own.desk)}
                {desk::set_up()}
            },
            CallerKind::Token => note(own.token),
            CallerKind::Person => person(&me, platforms),
        }
    };
    view! {
        <div class="settings people">
            <h1>{own.title}</h1>
            {me.view(body)}
        </div>
    }
}

fn person(me: &Me, platforms: Signal<Platforms>) -> View {
    let words = use_words();
    let own = words::people(words);
    let screen = Screen {
        words,
        own,
        passkeys: Read::new(|| Box::pin(people::passkeys())),
        accounts: Read::new(|| Box::pin(people::accounts())),
        sessions: Read::new(|| Box::pin(people::sessions())),
        above: Above::new(),
        leave: Leave::new(),
        alone: RwSignal::new(false),
    };
    let roles = me.roles.clone();
    let roles = move || {
        let each = platforms.with(|all| grants(words, &roles, all.names()));
        each.into_iter().map(|text| view! { <li>{text}</li> }).collect::<View>()
    };
    let leave = screen.leave;
    view! {
        <section class="card settings-part me-head" aria-label=own.own.title>
            <header>
                <h2>{me.name.clone()}</h2>
            </header>
            <ul aria-label=own.own.roles>{roles}</ul>
            <div class="form-foot">
                <button
                    type="button"
                    class="btn"
                    aria-disabled=move || leave.busy().then_some("true")
                    on:click=move |_| leave.ask()
                >
                    {move || if leave.busy() { own.own.signing_out } else { own.own.sign_out }}
                </button>
            </div>
        </section>
        <section class="card settings-part" aria-label=own.own.passkeys>
            <header>
                <h2>{own.own.passkeys}</h2>
                <p>{own.own.passkeys_text}</p>
            </header>
            {screen.passkeys.view(move |all| screen.passkey_list(all))}
        </section>
        {move || screen.accounts.get().filter(|all| !all.is_empty()).map(|all| screen.account_list(all))}
        <section class="card settings-part" aria-label=own.own.sessions>
            <header>
                <h2>{own.own.sessions}</h2>
                <p>{own.own.sessions_text}</p>
            </header>
            {screen.sessions.view(move |all| screen.session_list(all))}
        </section>
        {leave.dialog()}
        {move || screen.dialog()}
    }
}

fn entry(name: String, mark: View, facts: Vec<String>, actions: View) -> View {
    view! {
        <li class="entry">
            <div class="entry-head">
                <b class="entry-what">{name} {mark}</b>
                <p class="entry-note entry-parts">{parts(facts)}</p>
                <span class="entry-actions">{actions}</span>
            </div>
        </li>
    }
}

impl Screen {
    fn passkey_list(self, mut all: Vec<PasskeyView>) -> View {
        let own = &self.own.own;
        all.sort_by(|one, other| one.created_at.0.cmp(&other.created_at.0));
        let row = |passkey: PasskeyView| {
            let made = (own.made)(&when(self.words, &passkey.created_at));
            let used = passkey.used_at.as_ref().map(|at| (own.used)(&when(self.words, at)));
            let (rename, remove) = ((own.rename_of)(&passkey.name), (own.remove_of)(&passkey.name));
            let open = |open: Open| move |_| self.above.show(open.clone());
            let actions = view! {
                <button type="button" class="link-btn" aria-label=rename on:click=open(Open::Rename(passkey.clone()))>
                    {own.rename}
                </button>
                <button type="button" class="link-btn" aria-label=remove on:click=open(Open::Remove(passkey.clone()))>
                    {own.remove}
                </button>
            };
            entry(passkey.name, View::Nothing, [Some(made), used].into_iter().flatten().collect(), actions)
        };
        view! {
            <ol class="history people-list">{all.into_iter().map(row).collect::<View>()}</ol>
            <div class="form-foot">
                <button type="button" class="btn" data-home on:click=move |_| self.above.show(Open::Add)>
                    {own.add}
                </button>
            </div>
        }
    }

    fn account_list(self, all: Vec<ProviderAccount>) -> View {
        let own = &self.own.own;
        let row = |account: ProviderAccount| {
            let since = (own.since)(&when(self.words, &account.created_at));
            let used = (own.used)(&when(self.words, &account.used_at));
            entry(account.provider, View::Nothing, vec![account.account, since, used], View::Nothing)
        };
        view! {
            <section class="card settings-part" aria-label=own.accounts>
                <header>
                    <h2>{own.accounts}</h2>
                    <p>{own.accounts_text}</p>
                </header>
                <ol class="history people-list">{all.into_iter().map(row).collect::<View>()}</ol>
            </section>
        }
    }

    fn session_list(self, mut all: Vec<SessionView>) -> View {
        let own = &self.own.own;
        // this one first, then by when they were used last
        all.sort_by(|one, other| (other.is_this, &other.used_at.0).cmp(&(one.is_this, &one.used_at.0)));
        let others = all.iter().any(|session| !session.is_this);
        let row = |session: SessionView| {
            let name = browser(self.words, &session.agent).unwrap_or_else(|| own.unknown_browser.to_owned());
            let seen = (own.seen)(&when(self.words, &session.used_at));
            let since = (self.own.list.signed_in)(&when(self.words, &session.created_at));
            let label = (own.end_of)(&name);
            let mark = session.is_this.then(|| view! { <span class="mode">{own.this_one}</span> });
            let end = (!session.is_this).then(|| {
                let end = move |_| {
                    let id = session.id.clone();
                    self.end_sessions(async move { people::end_session(&id).await }, false);
                };
                view! {
                    <button type="button" class="link-btn" aria-label=label on:click=end>
                        {own.end}
                    </button>
                }
            });
            entry(name, view! { {mark} }, vec![since, seen], view! { {end} })
        };
        let everywhere = others.then(|| {
            let end = move |_| self.end_sessions(people::end_other_sessions(), true);
            view! {
                <div class="form-foot">
                    <button type="button" class="btn" on:click=end>
                        {own.end_others}
                    </button>
                </div>
            }
        });
        let alone = move || {
            let text = own.ended_others.to_owned();
            self.alone.get().then(|| view! { <Notice tone=NoticeTone::Plain text=text.clone() /> })
        };
        view! {
            <ol class="history people-list">{all.into_iter().map(row).collect::<View>()}</ol>
            {alone}
            {everywhere}
        }
    }

    fn end_sessions(self, asked: impl Future<Output = Result<(), Failure>> + 'static, all: bool) {
        let asked = async move { asked.await.map_err(|failure| why(self.words, &failure)) };
        self.above.task.run(asked, move |()| {
            self.alone.set(all);
            self.sessions.again();
        });
    }

    fn done(self) {
        self.above.open.set(None);
        self.passkeys.again();
    }

    fn dialog(self) -> View {
        let own = &self.own.own;
        let close = self.above.close();
        let sending = self.own.list.sending;
        match self.above.open.get() {
            // what failed without a dialog is said all the same
            None => self.above.task.notice(),
            Some(Open::Add) => {
                let typed = RwSignal::new(passkey_name());
                let send = move |()| {
                    let Some(name) = name(typed) else { return self.above.task.fail(self.own.list.name_invalid) };
                    let asked =
                        async move { people::add_passkey(&name).await.map_err(|why| trouble(self.words, &why)) };
                    self.above.task.run(asked, move |_| self.done());
                };
                let on_send = Callback::new(send);
                let send = (own.add, self.own.sign_in.waiting);
                let form = Form { title: own.add_title.to_owned(), send, ends: false, on_send, close };
                form.dialog(
                    self.above.task,
                    field("passkey-name", self.own.join.passkey, typed, self.own.join.passkey_hint),
                )
            }
            Some(Open::Rename(passkey)) => {
                let typed = RwSignal::new(passkey.name.clone());
                let title = (own.rename_of)(&passkey.name);
                let send = move |()| {
                    let Some(name) = name(typed) else { return self.above.task.fail(self.own.list.name_invalid) };
                    let id = passkey.id.clone();
                    let asked = async move {
                        people::rename_passkey(&id, &name).await.map_err(|failure| why(self.words, &failure))
                    };
                    self.above.task.run(asked, move |_| self.done());
                };
                let on_send = Callback::new(send);
                let form = Form { title, send: (self.own.list.save, sending), ends: false, on_send, close };
                form.dialog(self.above.task, field("passkey-name", self.own.join.passkey, typed, ""))
            }
            Some(Open::Remove(passkey)) => {
                let title = (own.remove_of)(&passkey.name);
                let send = move |()| {
                    let id = passkey.id.clone();
                    let asked =
                        async move { people::remove_passkey(&id).await.map_err(|failure| why(self.words, &failure)) };
                    self.above.task.run(asked, move |()| self.done());
                };
                let on_send = Callback::new(send);
                let form = Form { title, send: (own.remove, sending), ends: true, on_send, close };
                form.dialog(self.above.task, view! { <p>{own.remove_text}</p> })
            }
        }
    }
}
