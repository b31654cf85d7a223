//! The start page: the list of platforms, or the first start, or why there is no list. It comes with the rest of the page.

use domain::{
    people::Role,
    platform::PlatformId,
    wire::{Code, Platforms},
};
use leptos::prelude::*;

use super::{
    super::{moving::arrive, people::is_shut, refusals::refused},
    NewPlatform, accounts_of,
};
use crate::{
    location::Address,
    session::{Failure, ToldPlatforms, access},
    view::{View, view},
    widgets::{Icon, IconName, Notice, NoticeTone},
    words::use_words,
};

/// What is shown of the answer to the question which platforms there are. `wants_new` asks for the form for a new one.
pub fn start(known: &Result<ToldPlatforms, Failure>, wants_new: bool, again: Callback<()>) -> View {
    let words = use_words();
    match &known.as_ref().map_err(Failure::clone).and_then(ToldPlatforms::read) {
        Ok(list) if !wants_new && list.names().next().is_some() => platform_list(list),
        Ok(_) => first_start(),
        // with the demo beside it
        Err(Failure::Refused(problem)) if is_shut(problem) => refused(problem, false, again),
        Err(Failure::NotNow(problem, _) | Failure::Refused(problem)) => view! {
            {refused(problem, false, again)}
            <div class="start-cards">{demo_card()}</div>
        },
        Err(Failure::Unreachable | Failure::Stale) => {
            let text = format!("{} {}", words.notice.unreachable, words.notice.without);
            let again = (words.common.retry.to_owned(), again);
            view! {
                <Notice tone=NoticeTone::Error text=text action=again />
                <div class="start-cards">{demo_card()}</div>
            }
        }
    }
}

/// Why a platform cannot be asked, in a word or two.
fn unavailable(code: &str) -> &'static str {
    let words = &use_words().start;
    match Code::parse(code) {
        Some(Code::PlatformDamaged) => words.damaged,
        Some(Code::PlatformBehind) => words.behind,
        Some(Code::NewerData) => words.newer,
        Some(_) | None => words.not_now,
    }
}

fn platform_list(list: &Platforms) -> View {
    let words = use_words();
    let another = move || {
        if access::me().is_some()
            && let Some(why) = access::denied(words, Role::Administrator, "")
        {
            return view! {
                <button type="button" class="btn" title=why aria-disabled="true">
                    {words.start.another}
                </button>
            };
        }
        view! {
            <a class="btn" href=Address::new_platform().to_string()>
                {words.start.another}
            </a>
        }
    };
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
                {another} <a class="btn quiet" href="/demo">
                    {words.start.demo_title}
                </a>
            </p>
        </div>
    }
}

fn first_start() -> View {
    let words = use_words();
    // whoever may make none, for example because there is none that they may see, reads why
    let denied = Memo::new(move |_| access::me().and_then(|_| access::denied(words, Role::Administrator, "")));
    let form = move || match denied.get() {
        Some(why) => view! { <Notice tone=NoticeTone::Plain text=why.to_owned() /> },
        None => view! { <NewPlatform /> },
    };
    view! {
        <div class="start">
            <h1>{words.start.title}</h1>
            <p class="start-text">{words.start.text}</p>
            <div class="start-cards">
                <section class="card start-card start-import">
                    <h2>{words.start.import_title}</h2>
                    <p>{words.start.import_text}</p>
                    {form}
                </section>
                {demo_card()}
                {arrive()}
            </div>
        </div>
    }
}

/// The card that leads to the demo.
pub fn demo_card() -> View {
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
