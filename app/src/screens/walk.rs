//! A first walk through the demo, in four steps. It is offered once, and stands in the flow of the page, over nothing.

use leptos::prelude::*;

use crate::{
    location::{Address, DEMO, Dialog, Own, Place, World},
    preferences,
    view::{View, view},
    words::{self, use_words},
};

/// The preference that says how far the walk is.
const WALK: &str = "walk";
/// How many steps it has.
const STEPS: usize = 4;

/// The walk, until it is over.
pub fn walk() -> View {
    let words = use_words();
    let own = words::walk(words);
    // before the first step it is offered, and after the last it is over for good
    let kept = preferences::read(WALK).map(|step| step.parse().unwrap_or(STEPS + 1));
    let at = RwSignal::new(kept.unwrap_or(0_usize));
    let go = move |step: usize| {
        preferences::keep(WALK, &step.to_string());
        at.set(step);
    };
    let shown = move || {
        let step = at.get();
        if step > STEPS {
            return View::Nothing;
        }
        let text = own.steps.get(step).map_or_else(String::new, |text| text(words));
        let next = match step {
            0 => own.begin,
            STEPS => own.end,
            _ => own.next,
        };
        let number = (step > 0).then(|| view! { <b>{(own.number)(step, STEPS)}</b> });
        let drop = (step < STEPS).then(|| {
            view! {
                <button type="button" class="btn quiet" on:click=move |_| go(STEPS + 1)>
                    {own.drop}
                </button>
            }
        });
        view! {
            <aside class="walk" aria-label=own.title>
                <p role="status">{number} " " {text}</p>
                <div class="walk-buttons">
                    {leads(step)} {drop} <button type="button" class="btn" on:click=move |_| go(step + 1)>
                        {next}
                    </button>
                </div>
            </aside>
        }
    };
    view! { {shown} }
}

/// The links of a step.
fn leads(step: usize) -> View {
    let words = use_words();
    let platform = || DEMO.to_owned();
    let mut billing = Address::of(World::Demo, Place::Accounts { platform: platform() });
    billing.query.set_dialog(Dialog::Billing);
    let history = Address::of(World::Demo, Place::History { platform: platform() });
    let links = match step {
        2 => vec![(words.list.billing_mode, billing.to_string())],
        4 => vec![(words.frame.tab_history, history.to_string()), (words.frame.guide, Own::Guide.path().to_owned())],
        _ => Vec::new(),
    };
    let link = |(text, href): (&'static str, String)| view! { <a href=href>{text}</a> };
    links.into_iter().map(link).collect()
}
