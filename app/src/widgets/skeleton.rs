//! Where something will stand, before it is there.

use leptos::prelude::*;

use crate::view::{View, view};

/// Grey rows.
#[component]
pub fn SkeletonRows(
    /// How many.
    rows: usize,
    /// What is on its way, for those who do not see it.
    label: String,
) -> View {
    view! {
        <div class="skeleton" role="status" aria-label=label>
            {(0..rows).map(|_| view! { <div class="skeleton-row"></div> }).collect::<View>()}
        </div>
    }
}
