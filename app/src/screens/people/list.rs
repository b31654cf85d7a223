//! People and their roles, and the invitations that are open.

use domain::{
    fold::searched,
    people::{Grant, Role},
    wire::{InvitationRequest, InvitationView, NewInvitation, PersonChange, PersonView, Platforms},
};
use leptos::{prelude::*, task::spawn_local};

use super::{
    form::{Above, Form, field, name},
    once,
    read::Read,
    roles::{chosen, roles},
    say::{grants, parts, when, why},
};
use crate::{
    location::Own,
    screens::guide::{Anchor, help},
    session::{access, people},
    view::{View, view},
    widgets::{Badge, BadgeTone, Menu, MenuEntry, MenuFace},
    words::{self, PeopleWords, Words, use_words},
};

/// What is open above the list.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Open {
    Invite,
    Invited(Box<NewInvitation>),
    Edit(PersonView),
    Block(PersonView),
    Remove(PersonView),
    Withdraw(InvitationView),
}

/// The screen. Copies share the same state.
#[derive(Clone, Copy)]
struct Screen {
    words: &'static Words,
    own: &'static PeopleWords,
    people: Read<Vec<PersonView>>,
    invitations: Read<Vec<InvitationView>>,
    platforms: Signal<Platforms>,
    /// The names of the providers that people come by; empty before they are known.
    providers: RwSignal<String>,
    above: Above<Open>,
}

/// The section Personen.
pub fn screen(platforms: Signal<Platforms>) -> View {
    let words = use_words();
    let screen = Screen {
        words,
        own: words::people(words),
        people: Read::new(|| Box::pin(people::people())),
        invitations: Read::new(|| Box::pin(people::invitations())),
        platforms,
        providers: RwSignal::new(String::new()),
        above: Above::new(),
    };
    spawn_local(async move {
        if let Ok(ways) = people::ways().await {
            let names: Vec<String> = ways.providers.into_iter().map(|provider| provider.name).collect();
            screen.providers.try_set(names.join(", "));
        }
    });
    let list = move |all: Vec<PersonView>| screen.people_list(all);
    let invitations = move |all: Vec<InvitationView>| screen.invitation_list(all);
    // an invitation that cannot be read has the same reason as the list above it
    let there = Memo::new(move |_| screen.people.get().is_some());
    let below = move || {
        there.get().then(|| {
            view! {
                <h2 class="section-title">{screen.own.list.invitations}</h2>
                {screen.invitations.view(invitations)}
            }
        })
    };
    view! {
        <section aria-label=screen.own.list.title>{screen.people.view(list)} {below}</section>
        {move || screen.dialog()}
    }
}

impl Screen {
    fn people_list(self, mut all: Vec<PersonView>) -> View {
        let list = &self.own.list;
        all.sort_by_cached_key(|person| searched(&person.name));
        let invite = move |_| self.above.show(Open::Invite);
        let entries = all.into_iter().map(|person| self.person(person)).collect::<View>();
        view! {
            <div class="people-head">
                <p>{list.text} " " {help(Anchor::SignIn, list.title)}</p>
                <button type="button" class="btn primary" data-home on:click=invite>
                    {list.invite}
                </button>
            </div>
            <ol class="card history people-list">{entries}</ol>
        }
    }

    fn person(self, person: PersonView) -> View {
        let list = &self.own.list;
        let is_own = access::me().and_then(|me| me.id).as_ref() == Some(&person.id);
        let roles = person.roles.clone();
        let roles = move || parts(self.platforms.with(|all| grants(self.words, &roles, all.names())));
        let seen = person.signed_in_at.as_ref().map(|at| (list.signed_in)(&when(self.words, at)));
        let known = [
            seen.unwrap_or_else(|| list.never_signed_in.to_owned()),
            (list.passkeys)(usize::try_from(person.passkeys).unwrap_or(0)),
        ];
        let facts: Vec<String> = known.into_iter().chain(person.accounts.clone()).collect();
        let blocked = person.blocked.then(|| view! { <Badge tone=BadgeTone::Off text=list.blocked.to_owned() /> });
        let you = is_own.then(|| view! { <span class="mode">{list.you}</span> });
        let name = person.name.clone();
        let label = (list.actions_for)(&name);
        let entries = move |()| self.entries(&person, is_own);
        view! {
            <li class="entry">
                <div class="entry-head">
                    <b class="entry-what">{name} {you} {blocked}</b>
                    <p class="entry-note entry-parts people-roles">{roles}</p>
                    <p class="entry-note entry-parts">{parts(facts)}</p>
                    <span class="entry-actions">
                        <Menu label=label face=MenuFace::Dots entries=Callback::new(entries) />
                    </span>
                </div>
            </li>
        }
    }

    fn entries(self, person: &PersonView, is_own: bool) -> Vec<MenuEntry> {
        let list = &self.own.list;
        let entry = |label: &'static str, open: Open| MenuEntry::run(label, move || self.above.show(open.clone()));
        let others = |label: &'static str, open: Open| {
            if is_own { MenuEntry::locked(label, list.not_oneself) } else { entry(label, open) }
        };
        let person = person.clone();
        let block = if person.blocked {
            let id = person.id.clone();
            MenuEntry::run(list.unblock, move || {
                let change = PersonChange { blocked: Some(false), ..PersonChange::default() };
                self.change(id.clone(), change);
            })
        } else {
            others(list.block, Open::Block(person.clone()))
        };
        let edit = if is_own {
            MenuEntry::link(self.own.own.title, Own::Me.path())
        } else {
            entry(list.edit, Open::Edit(person.clone()))
        };
        vec![edit, block, others(list.remove, Open::Remove(person)).ends()]
    }

    fn invitation_list(self, mut all: Vec<InvitationView>) -> View {
        let list = &self.own.list;
        let end = |one: &InvitationView| one.expires_at.as_ref().map(|at| at.0.clone());
        all.sort_by_key(end);
        if all.is_empty() {
            return view! { <p class="muted">{list.no_invitations}</p> };
        }
        let entry = |invitation: InvitationView| {
            let roles = invitation.roles.clone();
            let roles = move || parts(self.platforms.with(|all| grants(self.words, &roles, all.names())));
            let by = invitation.by.as_ref().map_or(list.at_machine.to_owned(), |by| (list.by)(&by.name));
            let ends = invitation.expires_at.as_ref().map(|at| (list.ends)(&when(self.words, at)));
            let facts: Vec<String> = [ends, Some(by)].into_iter().flatten().collect();
            // the link of the machine itself names nobody
            let name = if invitation.name.is_empty() { list.owner.to_owned() } else { invitation.name.clone() };
            let label = (list.withdraw_of)(&name);
            let withdraw = move |_| self.above.show(Open::Withdraw(invitation.clone()));
            view! {
                <li class="entry">
                    <div class="entry-head">
                        <b class="entry-what">{name}</b>
                        <p class="entry-note entry-parts people-roles">{roles}</p>
                        <p class="entry-note entry-parts">{parts(facts)}</p>
                        <span class="entry-actions">
                            <button type="button" class="link-btn" aria-label=label on:click=withdraw>
                                {list.withdraw}
                            </button>
                        </span>
                    </div>
                </li>
            }
        };
        view! { <ol class="card history people-list">{all.into_iter().map(entry).collect::<View>()}</ol> }
    }

    fn again(self) {
        self.people.again();
        self.invitations.again();
    }

    /// Asks for a change, then closes what is open and reads the lists again.
    fn change(self, id: String, change: PersonChange) {
        let asked = async move { people::change(&id, &change).await.map_err(|failure| why(self.words, &failure)) };
        self.above.task.run(asked, move |_| {
            self.above.open.set(None);
            self.again();
        });
    }

    fn dialog(self) -> View {
        let close = self.above.close();
        match self.above.open.get() {
            // what failed without a dialog is said all the same
            None => self.above.task.notice(),
            Some(Open::Invite) => self.invite(close),
            Some(Open::Invited(made)) => self.invited(&made, close),
            Some(Open::Edit(person)) => self.edit(person, close),
            Some(Open::Block(person)) => {
                let list = &self.own.list;
                let text = (list.block_text, self.comes_anew(&person));
                let change = PersonChange { blocked: Some(true), ..PersonChange::default() };
                let send = move |()| self.change(person.id.clone(), change.clone());
                self.ask((list.block_title)(&person.name), text, list.block, send, close)
            }
            Some(Open::Remove(person)) => {
                let list = &self.own.list;
                let (id, text) = (person.id.clone(), (list.remove_text, self.comes_anew(&person)));
                let send = move |()| {
                    let id = id.clone();
                    self.end(async move { people::remove(&id).await });
                };
                self.ask((list.remove_title)(&person.name), text, list.remove, send, close)
            }
            Some(Open::Withdraw(invitation)) => {
                let list = &self.own.list;
                let id = invitation.id.clone();
                let send = move |()| {
                    let id = id.clone();
                    self.end(async move { people::withdraw(&id).await });
                };
                self.ask(list.withdraw_title.to_owned(), ("", String::new()), list.withdraw, send, close)
            }
        }
    }

    fn end(self, asked: impl Future<Output = Result<(), crate::session::Failure>> + 'static) {
        let asked = async move { asked.await.map_err(|failure| why(self.words, &failure)) };
        self.above.task.run(asked, move |()| {
            self.above.open.set(None);
            self.again();
        });
    }

    /// What is said where somebody who goes can come again by a provider. Whoever came by one before is known there, and
    /// stays out.
    fn comes_anew(self, person: &PersonView) -> String {
        let providers = self.providers.get();
        let can = person.accounts.is_empty() && !providers.is_empty();
        if can { (self.own.list.comes_anew)(&providers) } else { String::new() }
    }

    /// A question whose answer ends something.
    fn ask(
        self,
        title: String,
        (text, more): (&'static str, String),
        word: &'static str,
        send: impl Fn(()) + Send + Sync + 'static,
        close: Callback<()>,
    ) -> View {
        let on_send = Callback::new(send);
        let form = Form { title, send: (word, self.own.list.sending), ends: true, on_send, close };
        let text = (!text.is_empty()).then(|| view! { <p>{text}</p> });
        let more = (!more.is_empty()).then(|| view! { <p>{more}</p> });
        form.dialog(
            self.above.task,
            view! {
                {text}
                {more}
            },
        )
    }

    fn invite(self, close: Callback<()>) -> View {
        let list = &self.own.list;
        let typed = RwSignal::new(String::new());
        let picked = RwSignal::new(vec![Grant { role: Role::Reader, platform: None }]);
        let send = move |()| {
            let Some(name) = name(typed) else { return self.above.task.fail(list.name_invalid) };
            let Some(roles) = chosen(picked) else { return self.above.task.fail(self.own.roles.missing) };
            let request = InvitationRequest { name, roles };
            let asked = async move { people::invite(&request).await.map_err(|failure| why(self.words, &failure)) };
            self.above.task.run(asked, move |made| {
                self.above.open.set(Some(Open::Invited(Box::new(made))));
                self.again();
            });
        };
        let form = Form {
            title: list.invite.to_owned(),
            send: (list.send, list.sending),
            ends: false,
            on_send: Callback::new(send),
            close,
        };
        let body = view! {
            {field("person-name", list.name, typed, "")}
            {roles(picked, self.platforms)}
            <p class="form-hint">{list.invite_text}</p>
        };
        form.dialog(self.above.task, body)
    }

    fn invited(self, made: &NewInvitation, close: Callback<()>) -> View {
        let list = &self.own.list;
        let origin = window().location().origin().unwrap_or_default();
        let link = format!("{origin}{}#{}", Own::Join.path(), made.secret);
        let until = made.invitation.expires_at.as_ref().map(|at| when(self.words, at)).unwrap_or_default();
        let note = (list.invited_text)(&made.invitation.name, &until);
        once::dialog(list.invited_title, list.link, note, link, close)
    }

    fn edit(self, person: PersonView, close: Callback<()>) -> View {
        let list = &self.own.list;
        let typed = RwSignal::new(person.name.clone());
        let picked = RwSignal::new(person.roles.0.clone());
        let title = (list.edit_title)(&person.name);
        let send = move |()| {
            let Some(name) = name(typed) else { return self.above.task.fail(list.name_invalid) };
            let roles = domain::people::Grants(picked.get_untracked()).tidy();
            let change = PersonChange {
                name: (name != person.name).then_some(name),
                roles: (roles != person.roles.clone().tidy()).then_some(roles),
                blocked: None,
            };
            self.change(person.id.clone(), change);
        };
        let on_send = Callback::new(send);
        let form = Form { title, send: (list.save, list.sending), ends: false, on_send, close };
        let body = view! {
            {field("person-name", list.name, typed, "")}
            {roles(picked, self.platforms)}
        };
        form.dialog(self.above.task, body)
    }
}
