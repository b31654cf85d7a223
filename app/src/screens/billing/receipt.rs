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
    super::{focus::begin_step, say::Say},
    lines::{group_card, groups, refused_card},
    paper::{Paper, paper_buttons},
    undo::Undo,
};
use crate::{
    session::Failure,
    view::{View, view},
    widgets::{Icon, IconName, Notice, NoticeTone, SkeletonRows},
};

/// The lines of a receipt: `None` while they are fetched, then the lines or a failure.
pub type Loaded = Option<Result<Arc<Vec<SummaryLine>>, Failure>>;

/// Fetches all lines of a receipt into `into`, page by page.
pub fn load_lines(say: Say, id: SubmissionId, into: RwSignal<Loaded>) {
    into.set(None);
    spawn_local(async move {
        let session = say.session;
        let (mut all, mut cursor) = (Vec::new(), None);
        loop {
            match session.lines(&id, cursor.as_deref()).await {
                Ok(page) => {
                    all.extend(page.items);
                    cursor = page.next;
                }
                Err(failure) => {
                    into.try_set(Some(Err(failure)));
                    return;
                }
            }
            if cursor.is_none() {
                into.try_set(Some(Ok(Arc::new(all))));
                return;
            }
        }
    });
}

/// Draws the lines of a receipt once they have come.
pub fn lines_view(say: Say, id: SubmissionId, loaded: RwSignal<Loaded>) -> View {
    let words = say.words;
    let id = StoredValue::new(id);
    let content = move || match loaded.get() {
        None => view! { <SkeletonRows rows=3 label=words.common.loading.to_owned() /> },
        Some(Ok(lines)) => {
            let cards = groups(say, &lines).into_iter();
            cards.map(|group| group_card(say, group, Arc::default(), None)).collect::<View>()
        }
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
    begin_step(body);
    let loaded = RwSignal::new(summary.map(|summary| Ok(Arc::new(summary.lines.clone()))));
    if summary.is_none() {
        load_lines(say, receipt.id.clone(), loaded);
    }
    let undo = Undo::of(say, receipt.clone());
    let kept = StoredValue::new(receipt.clone());
    let paper = move || {
        let lines = loaded.get()?.ok()?;
        Some(paper_buttons(say, Paper { receipt: kept.get_value(), lines }))
    };
    let refused = refused_card(say, (words.receipt.refused)(receipt.refused.len()), None, &receipt.refused);
    view! {
        <div class="dialog-body receipt" node_ref=body tabindex="-1">
            {head(say, receipt)}
            <div class="receipt-actions">{undo.button()} {paper}</div>
            <div class="receipt-undo">{undo.result()}</div>
            {lines_view(say, receipt.id.clone(), loaded)}
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

fn head(say: Say, receipt: &Receipt) -> View {
    let words = &say.words.receipt;
    let closing = (receipt.closings > 0).then(|| {
        view! {
            " · "
            <b class="ends">{(words.closing)(receipt.closings)}</b>
        }
    });
    view! {
        <div class="receipt-done" role="status">
            <Icon name=IconName::Done />
            <h3>{words.done}</h3>
            <p>{(words.changed)(receipt.lines)} {closing}</p>
        </div>
        <dl class="facts-list">
            <div>
                <dt>{words.reference}</dt>
                <dd class="reference">{receipt.id.0.clone()}</dd>
            </div>
            <div>
                <dt>{words.at}</dt>
                <dd>{say.when(receipt.on, &receipt.at)}</dd>
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
    begin_step(body);
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
