//! The start of the page: the list of platforms, or the only platform at once, or the first start.

mod form;
mod new_platform;

use std::iter::repeat;

use domain::{platform::PlatformId, wire::Platforms};
use leptos::{prelude::*, task::spawn_local};

pub use new_platform::NewPlatform;

use super::{
    frame::Frame,
    part::{Part, part},
};
use crate::{
    location::{Address, Dialog, Place, Visit, World, use_location},
    rest,
    session::{Failure, platforms},
    view::{View, view},
    widgets::{Icon, IconName, Notice, NoticeTone, SkeletonRows},
    words::use_words,
};

/// What is known about which platforms there are.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Known {
    Loading,
    Platforms(Platforms),
    Unreachable,
}

/// The start page.
#[component]
pub fn Home() -> View {
    let words = use_words();
    let location = use_location();
    let known = RwSignal::new(Known::Loading);
    let load = move || {
        spawn_local(async move {
            let found = match platforms().await {
                Ok(platforms) => Known::Platforms(platforms),
                Err(Failure::Unreachable | Failure::Stale | Failure::Refused(_)) => Known::Unreachable,
            };
            known.try_set(found);
            rest::fetch().await;
        });
    };
    load();
    let wants_new = Memo::new(move |_| location.get().query.dialog() == Some(Dialog::New));
    let body = move || match (known.get(), wants_new.get()) {
        (Known::Loading, _) => view! { <SkeletonRows rows=4 label=words.common.loading.to_owned() /> },
        (Known::Unreachable, _) => {
            let again = (words.common.retry.to_owned(), Callback::new(move |()| load()));
            view! {
                <Notice tone=NoticeTone::Error text=words.notice.unreachable.to_owned() action=again />
                <div class="start-cards">{demo_card()}</div>
            }
        }
        (Known::Platforms(list), false) if list.names().next().is_some() => {
            let mut names = list.names();
            if let (Some((only, _)), None) = (names.next(), names.next()) {
                let to = accounts_of(only);
                Effect::new(move |_| location.go(to.clone(), Visit::Replace));
                return View::Nothing;
            }
            platform_list(&list)
        }
        (Known::Platforms(_), _) => first_start(),
    };
    view! { <Frame>{body}</Frame> }
}

fn accounts_of(id: &PlatformId) -> Address {
    Address::of(World::Worker, Place::Accounts { platform: id.as_str().to_owned() })
}

fn platform_list(list: &Platforms) -> View {
    let words = use_words();
    let counts = list.items.iter().map(|head| Some(head.counts.active + head.counts.suspended));
    let entry = |((id, name), count): ((&PlatformId, &str), Option<u32>)| {
        let says = match count {
            Some(count) => (words.demo.sample)(usize::try_from(count).unwrap_or(0)),
            None => words.start.unavailable.to_owned(),
        };
        let href = accounts_of(id).to_string();
        view! {
            <li>
                <a class="card platform-link" href=href>
                    <b>{name.to_owned()}</b>
                    <span>{says}</span>
                </a>
            </li>
        }
    };
    view! {
        <div class="start">
            <h1>{words.start.platforms_title}</h1>
            <ul class="platform-list">{list.names().zip(counts.chain(repeat(None))).map(entry).collect::<View>()}</ul>
            <p class="start-more">
                <a class="btn" href=Address::new_platform().to_string()>
                    {words.start.another}
                </a>
                <a class="btn quiet" href="/demo">
                    {words.start.demo_title}
                </a>
            </p>
        </div>
    }
}

fn first_start() -> View {
    let words = use_words();
    view! {
        <div class="start">
            <h1>{words.start.title}</h1>
            <p class="start-text">{words.start.text}</p>
            <div class="start-cards">
                <section class="card start-card start-import">
                    <h2>{words.start.import_title}</h2>
                    <p>{words.start.import_text}</p>
                    {part(Part::NewPlatform, View::Nothing)}
                </section>
                {demo_card()}
            </div>
        </div>
    }
}

fn demo_card() -> View {
    let words = use_words();
    view! {
        <section class="card start-card start-demo">
            <h2>{words.start.demo_title}</h2>
            <p>{words.start.demo_text}</p>
            <a class="btn" href="/demo">
                <Icon name=IconName::Play />
                {words.start.demo_open}
            </a>
        </section>
    }
}
