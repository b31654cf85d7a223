//! The placeholder of something that has not come yet.

use leptos::prelude::*;

use crate::view::{View, view};

/// Grey rows.
#[component]
pub fn SkeletonRows(
    /// How many rows.
    rows: usize,
    /// What is being loaded, for screen readers.
    label: String,
) -> View {
    view! {
        <div class="skeleton" role="status" aria-label=label>
            {(0..rows).map(|_| view! { <div class="skeleton-row"></div> }).collect::<View>()}
        </div>
    }
}
