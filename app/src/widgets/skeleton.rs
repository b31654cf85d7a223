//! Where something will stand, before it is there.

use leptos::prelude::*;

/// Grey rows.
#[component]
pub fn SkeletonRows(
    /// How many.
    rows: usize,
    /// What is on its way, for those who do not see it.
    label: String,
) -> impl IntoView {
    view! {
        <div class="skeleton" role="status" aria-label=label>
            {(0..rows).map(|_| view! { <div class="skeleton-row"></div> }).collect_view()}
        </div>
    }
    .into_any()
}
