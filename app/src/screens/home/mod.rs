//! The start of the page: the list of platforms, or the only platform at once, or the first start.

mod form;
mod new_platform;

use domain::{
    platform::PlatformId,
    wire::{Code, Platforms, Problem},
};
use gloo::timers::future::TimeoutFuture;
use leptos::{prelude::*, task::spawn_local};

pub use new_platform::NewPlatform;

use super::{
    frame::Frame,
    part::{Part, part},
};
use crate::{
    location::{Address, Dialog, Place, Visit, World, use_location},
    rest,
    session::{Failure, Wait, platforms},
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
    Refused(Box<Problem>),
}

/// Asks for the platforms, again and again until they come. `turn` counts the times that a person has asked; who asked
/// before gives up.
async fn load(known: RwSignal<Known>, turns: StoredValue<u32>) {
    let turn = turns.get_value().wrapping_add(1);
    turns.set_value(turn);
    let mut wait = Wait::FIRST;
    loop {
        let answer = platforms().await;
        if turns.try_get_value() != Some(turn) {
            return;
        }
        let rest = answer.as_ref().err().map(Failure::rest_ms);
        let found = match answer {
            Ok(platforms) => Known::Platforms(platforms),
            Err(Failure::NotNow(problem, _) | Failure::Refused(problem)) => Known::Refused(problem),
            Err(Failure::Unreachable | Failure::Stale) => Known::Unreachable,
        };
        // what is said already is not said again
        if known.get_untracked() != found {
            known.set(found);
        }
        let Some(rest) = rest else { return };
        TimeoutFuture::new(wait.now(rest)).await;
        wait = wait.longer();
    }
}

/// The start page.
#[component]
pub fn Home() -> View {
    let words = use_words();
    let location = use_location();
    let known = RwSignal::new(Known::Loading);
    let turns = StoredValue::new(0);
    spawn_local(load(known, turns));
    Effect::new(move |_| {
        if known.with(|known| *known != Known::Loading) {
            spawn_local(rest::fetch());
        }
    });
    let again = Callback::new(move |()| spawn_local(load(known, turns)));
    let wants_new = Memo::new(move |_| location.get().query.dialog() == Some(Dialog::New));
    let body = move || match (known.get(), wants_new.get()) {
        (Known::Loading, _) => view! { <SkeletonRows rows=4 label=words.common.loading.to_owned() /> },
        (Known::Unreachable, _) => {
            let text = format!("{} {}", words.notice.unreachable, words.notice.without);
            let again = (words.common.retry.to_owned(), again);
            view! {
                <Notice tone=NoticeTone::Error text=text action=again />
                <div class="start-cards">{demo_card()}</div>
            }
        }
        (Known::Refused(problem), _) => view! {
            {part(Part::Refused(problem, false, again), View::Nothing)}
            <div class="start-cards">{demo_card()}</div>
        },
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

/// Why a platform cannot be asked, in a word or two.
fn unavailable(code: &str) -> &'static str {
    // as constants, so that the first screen does not carry the texts of all codes
    const DAMAGED: &str = Code::PlatformDamaged.as_str();
    const BEHIND: &str = Code::PlatformBehind.as_str();
    const NEWER: &str = Code::NewerData.as_str();
    let words = &use_words().start;
    match code {
        DAMAGED => words.damaged,
        BEHIND => words.behind,
        NEWER => words.newer,
        _ => words.not_now,
    }
}

fn platform_list(list: &Platforms) -> View {
    let words = use_words();
    let counts = list.items.iter().map(|head| head.counts.active + head.counts.suspended);
    let counts = counts.map(|count| (words.demo.sample)(usize::try_from(count).unwrap_or(0)));
    let whys = list.unavailable.iter().map(|one| unavailable(&one.code).to_owned());
    let entry = |((id, name), says): ((&PlatformId, &str), String)| {
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
            <ul class="platform-list">{list.names().zip(counts.chain(whys)).map(entry).collect::<View>()}</ul>
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
