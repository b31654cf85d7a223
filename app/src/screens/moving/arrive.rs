//! Arriving: the id of this house, and an archive that is looked at before it is taken.

use domain::{moving::ArrivalState, people::Role, visible::apart, wire::ArrivalView};
use leptos::{prelude::*, task::spawn_local};

use super::super::refusals::{After, failure};
use crate::{
    clipboard,
    location::{Address, Place, World},
    session::{access, bring, house},
    view::{View, view},
    widgets::{FileDrop, Notice, NoticeTone},
    words::{self, MovingWords, Words, use_words},
};

/// How far an archive is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum State {
    Nothing,
    Looking,
    Found(Box<ArrivalView>),
    Taking(Box<ArrivalView>),
    Failed(String),
}

/// The card of the start page. Whoever may not make platforms sees none.
pub fn arrive() -> View {
    let words = use_words();
    let own = words::moving(words);
    let id = RwSignal::new(String::new());
    let file = StoredValue::new_local(None::<web_sys::File>);
    let state = RwSignal::new(State::Nothing);
    let denied = Memo::new(move |_| access::me().and_then(|_| access::denied(words, Role::Administrator, "")));
    // whoever may not know it is not told, and does not ask
    Effect::new(move |asked: Option<bool>| {
        let asks = access::me().is_some() && denied.get().is_none();
        if asks && asked != Some(true) {
            spawn_local(async move {
                if let Ok(view) = house().await {
                    id.try_set(view.id.into());
                }
            });
        }
        asks || asked == Some(true)
    });
    let card = move || {
        denied.get().is_none().then(|| {
            view! {
                <section class="card start-card arrive">
                    <h2>{own.arrive}</h2>
                    <p>{own.arrive_note}</p>
                    {own_house(own, id)}
                    {chooser(own, file, state)}
                    {move || found(words, own, id, file, state)}
                </section>
            }
        })
    };
    view! { {card} }
}

/// The id of this house, with the button that copies it.
fn own_house(own: &'static MovingWords, id: RwSignal<String>) -> View {
    let copied = RwSignal::new(false);
    let copy = move |_| {
        spawn_local(async move {
            let done = clipboard::copy(&id.get_untracked()).await;
            copied.try_set(done);
        });
    };
    view! {
        <div class="form-field">
            <label for="own-house">{own.own_house}</label>
            <span class="own-house">
                <input
                    id="own-house"
                    type="text"
                    class="input"
                    readonly
                    spellcheck="false"
                    prop:value=move || id.get()
                />
                <button type="button" class="btn" on:click=copy>
                    {move || if copied.get() { own.copied } else { own.copy }}
                </button>
            </span>
        </div>
    }
}

fn chooser(
    own: &'static MovingWords,
    file: StoredValue<Option<web_sys::File>, LocalStorage>,
    state: RwSignal<State>,
) -> View {
    let words = use_words();
    let name = RwSignal::new(own.drop.to_owned());
    let busy = move || state.with(|state| matches!(state, State::Looking | State::Taking(_)));
    let take = Callback::new(move |chosen: web_sys::File| {
        if untrack(busy) {
            return;
        }
        name.set(chosen.name());
        file.set_value(Some(chosen.clone()));
        state.set(State::Looking);
        spawn_local(async move {
            let looked = bring(&chosen, false).await;
            state.try_set(match looked {
                Ok(view) => State::Found(Box::new(view)),
                Err(why) => State::Failed(failure(words, &why, After::Sent)),
            });
        });
    });
    view! {
        <FileDrop label=own.choose.to_owned() accept=".gz,.tgz,application/gzip" name=name take=take />
        <span class="sr-only" role="status">
            {move || busy().then_some(own.looking)}
        </span>
    }
}

/// What is said of the archive, and the button that takes it.
fn found(
    words: &'static Words,
    own: &'static MovingWords,
    id: RwSignal<String>,
    file: StoredValue<Option<web_sys::File>, LocalStorage>,
    state: RwSignal<State>,
) -> View {
    let (view, taking) = match state.get() {
        State::Nothing => return View::Nothing,
        State::Looking => return view! { <p class="file-good">{own.looking}</p> },
        State::Failed(text) => return view! { <Notice tone=NoticeTone::Error text=text /> },
        State::Found(view) => (view, false),
        State::Taking(view) => (view, true),
    };
    let counts = view.counts;
    let accounts = usize::try_from(counts.active + counts.suspended).unwrap_or(0);
    let facts = [
        (own.id, view.id.as_str().to_owned()),
        (own.accounts, (words.number)(accounts)),
        (own.revision, (words.number)(usize::try_from(view.revision.0).unwrap_or(0))),
        (own.from, view.from.as_str().to_owned()),
    ];
    let facts = facts.map(|(term, text)| {
        view! {
            <div>
                <dt>{term}</dt>
                <dd>{text}</dd>
            </div>
        }
    });
    let other = view.released_to.as_ref().map(|house| house.as_str().to_owned()).unwrap_or_default();
    let (tone, text) = match view.state {
        ArrivalState::Released => (NoticeTone::Plain, own.released.to_owned()),
        ArrivalState::Taken => (NoticeTone::Plain, own.taken.to_owned()),
        ArrivalState::NotReleased => (NoticeTone::Warn, (own.not_released)(&id.get())),
        ArrivalState::ForAnotherHouse => (NoticeTone::Warn, (own.for_another)(&other)),
        ArrivalState::Differs => (NoticeTone::Warn, own.differs.to_owned()),
    };
    let title = (own.found)(&apart(&view.name));
    let action = action(words, own, file, state, (view, taking));
    view! {
        <div class="arrival" role="status">
            <h3>{title}</h3>
            <dl class="facts-list">{facts}</dl>
            <Notice tone=tone text=text />
        </div>
        {action}
    }
}

fn action(
    words: &'static Words,
    own: &'static MovingWords,
    file: StoredValue<Option<web_sys::File>, LocalStorage>,
    state: RwSignal<State>,
    (view, taking): (Box<ArrivalView>, bool),
) -> View {
    let place = Place::Accounts { platform: view.id.as_str().to_owned() };
    match view.state {
        ArrivalState::Taken => {
            let href = Address::of(World::Worker, place).to_string();
            view! {
                <a class="btn primary" href=href>
                    {own.go}
                </a>
            }
        }
        ArrivalState::Released => {
            let take = move |_| {
                let Some(chosen) = file.get_value().filter(|_| !taking) else { return };
                state.set(State::Taking(view.clone()));
                spawn_local(async move {
                    let taken = bring(&chosen, true).await;
                    state.try_set(match taken {
                        Ok(view) => State::Found(Box::new(view)),
                        Err(why) => State::Failed(failure(words, &why, After::Sent)),
                    });
                });
            };
            view! {
                <button type="button" class="btn primary" aria-disabled=taking.then_some("true") on:click=take>
                    {if taking { own.taking } else { own.take }}
                </button>
            }
        }
        ArrivalState::NotReleased | ArrivalState::ForAnotherHouse | ArrivalState::Differs => View::Nothing,
    }
}
