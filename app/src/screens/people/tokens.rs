//! The tokens, with which programs use the API.

use domain::{
    fold::searched,
    people::{Grant, Role, TOKEN_DAYS, days_error},
    wire::{NewToken, Platforms, TokenRequest, TokenView},
};
use leptos::prelude::*;

use super::{
    form::{Above, Form, field, name},
    once,
    read::Read,
    roles::{chosen, roles},
    say::{grants, parts, when, why},
};
use crate::{
    screens::guide::{Anchor, help},
    session::{is_past, people},
    view::{View, view},
    widgets::{Badge, BadgeTone},
    words::{self, PeopleWords, Words, use_words},
};

/// What is open above the list.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Open {
    Make,
    Made(Box<NewToken>),
    Revoke(TokenView),
}

/// The screen. Copies share the same state.
#[derive(Clone, Copy)]
struct Screen {
    words: &'static Words,
    own: &'static PeopleWords,
    tokens: Read<Vec<TokenView>>,
    platforms: Signal<Platforms>,
    above: Above<Open>,
}

/// The section Tokens.
pub fn screen(platforms: Signal<Platforms>) -> View {
    let words = use_words();
    let screen = Screen {
        words,
        own: words::people(words),
        tokens: Read::new(|| Box::pin(people::tokens())),
        platforms,
        above: Above::new(),
    };
    let list = move |all: Vec<TokenView>| screen.list(all);
    view! {
        <section aria-label=screen.own.tokens.title>{screen.tokens.view(list)}</section>
        {move || screen.dialog()}
    }
}

impl Screen {
    fn list(self, mut all: Vec<TokenView>) -> View {
        let own = &self.own.tokens;
        all.sort_by_cached_key(|token| searched(&token.name));
        let make = move |_| self.above.show(Open::Make);
        let list = if all.is_empty() {
            view! { <p class="muted">{own.none}</p> }
        } else {
            let entries = all.into_iter().map(|token| self.token(token)).collect::<View>();
            view! { <ol class="card history people-list">{entries}</ol> }
        };
        view! {
            <div class="people-head">
                <p>{own.text} " " {help(Anchor::Api, own.title)}</p>
                <button type="button" class="btn primary" data-home on:click=make>
                    {own.make}
                </button>
            </div>
            {list}
        }
    }

    fn token(self, token: TokenView) -> View {
        let own = &self.own.tokens;
        let roles = token.roles.clone();
        let roles = move || parts(self.platforms.with(|all| grants(self.words, &roles, all.names())));
        let used = token.used_at.as_ref().map(|at| (own.used)(&when(self.words, at)));
        let end = when(self.words, &token.expires_at);
        let has_ended = is_past(&token.expires_at);
        let end = if has_ended { (own.ended)(&end) } else { (self.own.list.ends)(&end) };
        let by = token.by.as_ref().map(|by| (self.own.list.by)(&by.name));
        let facts = [Some(end), Some(used.unwrap_or_else(|| own.never_used.to_owned())), by];
        let mark = has_ended.then(|| view! { <Badge tone=BadgeTone::Gone text=(own.ended)("") /> });
        let blocked = self.own.list.blocked;
        let blocked = token.blocked.then(|| view! { <Badge tone=BadgeTone::Off text=blocked.to_owned() /> });
        let name = token.name.clone();
        let label = (own.revoke_of)(&name);
        let revoke = move |_| self.above.show(Open::Revoke(token.clone()));
        view! {
            <li class="entry">
                <div class="entry-head">
                    <b class="entry-what">{name} {mark} {blocked}</b>
                    <p class="entry-note entry-parts people-roles">{roles}</p>
                    <p class="entry-note entry-parts">{parts(facts.into_iter().flatten())}</p>
                    <span class="entry-actions">
                        <button type="button" class="link-btn" aria-label=label on:click=revoke>
                            {own.revoke}
                        </button>
                    </span>
                </div>
            </li>
        }
    }

    fn dialog(self) -> View {
        let own = &self.own.tokens;
        let close = self.above.close();
        match self.above.open.get() {
            None => View::Nothing,
            Some(Open::Make) => self.make(close),
            Some(Open::Made(made)) => {
                let until = when(self.words, &made.token.expires_at);
                let note = (own.made_text)(&made.token.name, &until);
                once::dialog(own.made_title, own.token, note, made.text, close)
            }
            Some(Open::Revoke(token)) => {
                let title = (own.revoke_of)(&token.name);
                let send = move |()| {
                    let id = token.id.clone();
                    let asked = async move { people::revoke(&id).await.map_err(|failure| why(self.words, &failure)) };
                    self.above.task.run(asked, move |()| {
                        self.above.open.set(None);
                        self.tokens.again();
                    });
                };
                let on_send = Callback::new(send);
                let send = (own.revoke, self.own.list.sending);
                Form { title, send, ends: true, on_send, close }
                    .dialog(self.above.task, view! { <p>{own.revoke_text}</p> })
            }
        }
    }

    fn make(self, close: Callback<()>) -> View {
        let own = &self.own.tokens;
        let typed = RwSignal::new(String::new());
        let days = RwSignal::new(TOKEN_DAYS.to_string());
        let picked = RwSignal::new(vec![Grant { role: Role::Reader, platform: None }]);
        let send = move |()| {
            let Some(name) = name(typed) else { return self.above.task.fail(self.own.list.name_invalid) };
            let Some(roles) = chosen(picked) else { return self.above.task.fail(self.own.roles.missing) };
            let days = days.with_untracked(|days| days.trim().parse::<u32>().ok());
            let Some(days) = days.filter(|days| days_error("days", *days).is_none()) else {
                return self.above.task.fail(own.days_invalid);
            };
            let request = TokenRequest { name, roles, days: Some(days) };
            let asked = async move { people::make_token(&request).await.map_err(|failure| why(self.words, &failure)) };
            self.above.task.run(asked, move |made| {
                self.above.open.set(Some(Open::Made(Box::new(made))));
                self.tokens.again();
            });
        };
        let on_send = Callback::new(send);
        let send = (own.make, self.own.list.sending);
        let body = view! {
            {field("token-name", own.name, typed, own.name_hint)}
            {roles(picked, self.platforms)}
            {field("token-days", own.days, days, "")}
        };
        Form { title: own.make.to_owned(), send, ends: false, on_send, close }.dialog(self.above.task, body)
    }
}
