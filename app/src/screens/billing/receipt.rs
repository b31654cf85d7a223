//! Step 3: the receipt, which can be printed, saved and taken back.

use std::sync::Arc;

use domain::{receipt::Receipt, summary::Summary, wire::Problem};
use leptos::{html, prelude::*};

use super::{
    super::{focus::begin_step, say::Say},
    lines::refused_card,
    loaded::{lines_view, load_lines},
    paper::{Paper, paper_buttons},
    taken::{Taken, taken_back},
    undo::Undo,
};
use crate::{
    session::Failure,
    view::{View, view},
    widgets::{Icon, IconName, Notice, NoticeTone},
};

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
    let taken = taken_back(say, receipt);
    let untouched = Memo::new(move |_| taken.get().is_none());
    let kept = StoredValue::new(receipt.clone());
    let paper = move || {
        let (lines, taken) = (loaded.get()?.ok()?, taken.get());
        Some(paper_buttons(say, Paper { receipt: kept.get_value(), lines, taken }))
    };
    // the addresses of accounts that are gone come with the lines
    let refused = StoredValue::new(receipt.refused.clone());
    let refused = move || {
        let title = |count| (words.receipt.refused)(count);
        loaded.get().map(|_| refused.with_value(|refused| refused_card(say, title(refused.len()), None, refused)))
    };
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
                <p>{taken.facts(say, lines)} {remain}</p>
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
                <dd>{say.receipt_time(receipt.on, &receipt.at)}</dd>
            </div>
            <div>
                <dt>{words.actor}</dt>
                <dd>{say.actor(receipt.actor, receipt.by.as_ref())}</dd>
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
