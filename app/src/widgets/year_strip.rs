//! Twelve months as bars. What renews is solid, what closes is hatched. A month can be pressed.

use leptos::prelude::*;

use crate::view::{View, view};

/// One month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthBar {
    /// The text under the bar: `Dez`.
    pub label: String,
    /// Its accessible name: `Dezember 2026: 61 Verlängerungen, 2 Schließungen`.
    pub name: String,
    /// How many accounts renew.
    pub renewals: usize,
    /// How many accounts close.
    pub closings: usize,
    /// Whether today is in this month.
    pub current: bool,
}

/// The bars.
#[component]
pub fn YearStrip(
    /// The heading, which says what it shows.
    title: String,
    /// A small text that says what the figures are about.
    note: String,
    /// What solid bars and hatched bars stand for.
    legend: (String, String),
    /// The months, in order.
    #[prop(into)]
    months: Signal<Vec<MonthBar>>,
    /// The index of the month that filters the list.
    #[prop(into)]
    pressed: Signal<Option<usize>>,
    /// Called with the index of the month that was pressed.
    on_press: Callback<usize>,
) -> View {
    let bars = move || {
        let months = months.get();
        let most = months.iter().map(|month| month.renewals + month.closings).max().unwrap_or(0).max(1);
        let bar = |(index, month)| bar(index, month, most, pressed, on_press);
        months.into_iter().enumerate().map(bar).collect::<View>()
    };
    let heading = title.clone();
    view! {
        <section class="year card" aria-label=title>
            <header class="year-head">
                <h2>{heading}</h2>
                <p class="year-note">{note}</p>
                <p class="year-legend">
                    <span class="key key-renewals">{legend.0}</span>
                    <span class="key key-closings">{legend.1}</span>
                </p>
            </header>
            <div class="year-bars">{bars}</div>
        </section>
    }
}

fn bar(index: usize, month: MonthBar, most: usize, pressed: Signal<Option<usize>>, on_press: Callback<usize>) -> View {
    let piece = |class: &'static str, count: usize| {
        (count > 0).then(|| view! { <i class=class style=("--share", share(count, most))></i> })
    };
    let name = month.name.clone();
    view! {
        <button
            type="button"
            class="month"
            class:month-now=month.current
            title=name
            aria-pressed=move || if pressed.get() == Some(index) { "true" } else { "false" }
            on:click=move |_| on_press.run(index)
        >
            <span class="month-stack">
                {piece("month-closings", month.closings)} {piece("month-renewals", month.renewals)}
            </span>
            <span class="month-label" aria-hidden="true">
                {month.label}
            </span>
            <span class="sr-only">{month.name}</span>
        </button>
    }
}

/// A height in per mille of the highest bar, at least 20, so that every bar can be seen.
fn share(count: usize, most: usize) -> String {
    (count * 1000 / most).max(20).to_string()
}
