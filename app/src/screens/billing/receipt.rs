//! Step 3: the receipt, which can be printed, saved and taken back.

use std::sync::Arc;

use domain::{
    receipt::Receipt,
    stamp::SubmissionId,
    summary::{Summary, SummaryLine},
    wire::Problem,
};
use leptos::{html, prelude::*, task::spawn_local};

use super::{
    super::{focus::focus_on_mount, say::Say},
    lines::refused_card,
    paper::{Paper, paper_buttons},
    taken::{Taken, lines_and_taken, taken_back},
    undo::Undo,
};
use crate::{
    session::{Failure, Session},
    view::{View, view},
    widgets::{Icon, IconName, Notice, NoticeTone, SkeletonRows},
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

/// Fetches all lines of a receipt, page by page.
///
/// # Errors
/// When the host cannot be reached.
pub async fn all_lines(session: Session, id: &SubmissionId) -> Result<Vec<SummaryLine>, Failure> {
    let (mut all, mut cursor) = (Vec::new(), None);
    loop {
        let page = session.lines(id, cursor.as_deref()).await?;
        all.extend(page.items);
        cursor = page.next;
        if cursor.is_none() {
            return Ok(all);
        }
    }
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

/// The page of step 3. Without a summary (if the page was loaded again meanwhile), the lines are fetched.
pub fn receipt_page(say: Say, receipt: &Receipt, summary: Option<&Summary>, finish: Callback<()>) -> View {
    let words = say.words;
    let body = NodeRef::<html::Div>::new();
    focus_on_mount(body);
    let loaded = RwSignal::new(summary.map(|summary| Ok(Arc::new(summary.lines.clone()))));
    if summary.is_none() {
        load_lines(say, receipt.id.clone(), loaded);
    }
    let undo = Undo::of(say, receipt.clone());
    let taken = taken_back(say, receipt);
    let untouched = Memo::new(move |_| taken.get().is_none());
    let kept = StoredValue::new(receipt.clone());
    let paper = move || {
        let (lines, taken) = (loaded.get()?.ok()?, taken.get());
        Some(paper_buttons(say, Paper { receipt: kept.get_value(), lines, taken }))
    };
    let refused = refused_card(say, (words.receipt.refused)(receipt.refused.len()), None, &receipt.refused);
    view! {
        <div class="dialog-body receipt" node_ref=body tabindex="-1">
            {head(say, receipt, taken)}
            <div class="receipt-actions">{move || untouched.get().then(|| undo.button())} {paper}</div>
            <div class="receipt-undo">{undo.result()}</div>
            {lines_view(say, receipt.id.clone(), loaded, taken)}
            {refused}
        </div>
        <footer class="dialog-foot">
            <div class="foot-buttons">
                <button type="button" class="btn primary" on:click=move |_| finish.run(())>
                    {words.receipt.finish}
                </button>
            </div>
        </footer>
    }
}

fn head(say: Say, receipt: &Receipt, taken: RwSignal<Option<Arc<Taken>>>) -> View {
    let words = &say.words.receipt;
    let (lines, closings) = (receipt.lines, receipt.closings);
    let done = move || match taken.get() {
        Some(taken) => {
            let remain = lines - taken.accounts.len().min(lines);
            let remain = (remain > 0).then(|| format!(" · {}", say.of_them(remain, words.in_force)));
            view! {
                <Icon name=IconName::Back />
                <h3>{words.undone}</h3>
                <p>{taken.words(say, lines)} {remain}</p>
            }
        }
        None => {
            let closing = (closings > 0).then(|| {
                view! {
                    " · "
                    <b class="ends">{(words.closing)(closings)}</b>
                }
            });
            view! {
                <Icon name=IconName::Done />
                <h3>{words.done}</h3>
                <p>{(words.changed)(lines)} {closing}</p>
            }
        }
    };
    view! {
        <div class="receipt-done" role="status">
            {done}
        </div>
        <dl class="facts-list">
            <div>
                <dt>{words.reference}</dt>
                <dd class="reference">{receipt.id.0.clone()}</dd>
            </div>
            <div>
                <dt>{words.at}</dt>
                <dd>{say.moment(&receipt.at)}</dd>
            </div>
            <div>
                <dt>{words.actor}</dt>
                <dd>{say.actor(receipt.actor)}</dd>
            </div>
        </dl>
    }
}

/// Shown instead of a receipt: why the host refused. The staged modes stay.
pub fn refused_page(say: Say, problem: &Problem) -> View {
    let words = say.words;
    let body = NodeRef::<html::Div>::new();
    focus_on_mount(body);
    view! {
        <div class="dialog-body receipt receipt-refused" node_ref=body tabindex="-1">
            <Notice tone=NoticeTone::Error text=say.failure(&Failure::Refused(Box::new(problem.clone()))) />
            <p>{words.notice.failed}</p>
        </div>
        <footer class="dialog-foot">
            <div class="foot-buttons">
                <button type="button" class="btn primary" on:click=move |_| say.session.choose()>
                    {words.common.back}
                </button>
            </div>
        </footer>
    }
}
