//! The lines of a receipt, from when they are asked for until they are shown.

use std::sync::Arc;

use domain::{stamp::SubmissionId, summary::SummaryLine};
use leptos::{prelude::*, task::spawn_local};

use super::{
    super::say::Say,
    fetched::all_lines,
    taken::{Taken, lines_and_taken},
};
use crate::{
    session::Failure,
    view::{View, view},
    widgets::{Notice, NoticeTone, SkeletonRows},
};

/// The lines of a receipt: `None` while they are fetched, then the lines or a failure.
pub type Loaded = Option<Result<Arc<Vec<SummaryLine>>, Failure>>;

/// Fetches all lines of a receipt into `into`, page by page.
pub fn load_lines(say: Say, id: SubmissionId, into: RwSignal<Loaded>) {
    into.set(None);
    spawn_local(async move {
        let lines = all_lines(say.session, &id).await;
        into.try_set(Some(lines.map(Arc::new)));
    });
}

/// Draws the lines of a receipt once they have come, and what of them was taken back.
pub fn lines_view(say: Say, id: SubmissionId, loaded: RwSignal<Loaded>, taken: RwSignal<Option<Arc<Taken>>>) -> View {
    let words = say.words;
    let id = StoredValue::new(id);
    let content = move || match loaded.get() {
        None => view! { <SkeletonRows rows=3 label=words.common.loading.to_owned() /> },
        Some(Ok(lines)) => lines_and_taken(say, &lines, taken.get().as_deref()),
        Some(Err(failure)) => {
            let again = Callback::new(move |()| load_lines(say, id.get_value(), loaded));
            let again = (words.common.retry.to_owned(), again);
            view! { <Notice tone=NoticeTone::Error text=say.failure(&failure) action=again /> }
        }
    };
    view! { {content} }
}
