//! The start of the page: it asks which platforms there are, and goes to the only one at once. What else it shows comes
//! with the rest of the page.

mod form;
mod new_platform;
mod start;

use domain::platform::PlatformId;
use gloo::timers::future::TimeoutFuture;
use leptos::{prelude::*, task::spawn_local};

pub use self::{
    new_platform::NewPlatform,
    start::{demo_card, start},
};

use super::{
    frame::Frame,
    part::{Part, part},
};
use crate::{
    location::{Address, Dialog, Place, Visit, World, use_location},
    session::{Failure, ToldPlatforms, Wait, told_platforms},
    view::{View, view},
    widgets::SkeletonRows,
    words::use_words,
};

/// The last answer to the question which platforms there are; none while there is none.
type Known = Option<Result<ToldPlatforms, Failure>>;

/// Asks for the platforms, again and again until they come. `turn` counts the times that a person has asked; who asked
/// before gives up.
async fn load(known: RwSignal<Known>, turns: StoredValue<u32>) {
    let turn = turns.get_value().wrapping_add(1);
    turns.set_value(turn);
    let mut wait = Wait::FIRST;
    loop {
        let answer = told_platforms().await;
        if turns.try_get_value() != Some(turn) {
            return;
        }
        let rest = answer.as_ref().err().map(Failure::rest_ms);
        let found = Some(answer);
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
    let known = RwSignal::new(None);
    let turns = StoredValue::new(0);
    spawn_local(load(known, turns));
    let again = Callback::new(move |()| spawn_local(load(known, turns)));
    let wants_new = Memo::new(move |_| location.get().query.dialog() == Some(Dialog::New));
    let waiting = || view! { <SkeletonRows rows=4 label=words.common.loading.to_owned() /> };
    let body = move || {
        let Some(known) = known.get() else { return waiting() };
        if let (Ok(ToldPlatforms { only: Some(only), .. }), false) = (&known, wants_new.get()) {
            let to = accounts_of(only);
            Effect::new(move |_| location.go(to.clone(), Visit::Replace));
            return View::Nothing;
        }
        part(Part::Start(known, wants_new.get(), again), waiting())
    };
    view! { <Frame>{body}</Frame> }
}

fn accounts_of(id: &PlatformId) -> Address {
    Address::of(World::Worker, Place::Accounts { platform: id.as_str().to_owned() })
}
