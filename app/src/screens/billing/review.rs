//! Step 2: the summary of what would be done, and the button that confirms it.

use std::{collections::BTreeSet, sync::Arc};

use domain::{
    account::AccountId,
    money::Amount,
    replica::Replica,
    summary::{Summary, SummaryLine},
};
use leptos::{html, prelude::*};

use super::{
    super::{focus::begin_step, refusals, say::Say, sheet::Sheet},
    confirm::confirm_foot,
    lines::{Named, group_card, named_card, refused_card},
    paper::summary_sheet,
};
use crate::{
    session::{Connection, Reviewed, Step},
    view::{View, view},
    widgets::{Notice, NoticeTone},
};

/// The summary that is shown, and the one read before if it was different. Two readings are equal if their summaries
/// are the same allocation.
#[derive(Debug, Clone)]
pub struct Reading {
    /// What would be done now.
    pub summary: Arc<Reviewed>,
    /// What was read before, if it was different.
    pub before: Option<Arc<Reviewed>>,
}

impl PartialEq for Reading {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.summary, &other.summary)
    }
}

impl Reading {
    /// The accounts whose line differs from what was read before.
    fn marked(&self) -> BTreeSet<AccountId> {
        let Some(before) = &self.before else { return BTreeSet::new() };
        let known = |line: &SummaryLine| {
            let at = before.lines.binary_search_by_key(&line.account, |known| known.account);
            at.ok().and_then(|at| before.lines.get(at)) == Some(line)
        };
        self.summary.lines.iter().filter(|line| !known(line)).map(|line| line.account).collect()
    }

    /// The accounts that were part of the earlier summary and no longer are.
    fn gone(&self) -> Vec<AccountId> {
        let Some(before) = &self.before else { return Vec::new() };
        let now: BTreeSet<AccountId> = self.summary.lines.iter().map(|line| line.account).collect();
        before.lines.iter().map(|line| line.account).filter(|id| !now.contains(id)).collect()
    }
}

/// The page of step 2. `on_change` leads back to the row of an account.
pub fn review(say: Say, reading: &Reading, on_change: Callback<AccountId>) -> View {
    let words = say.words;
    let session = say.session;
    let summary = &reading.summary;
    let body = NodeRef::<html::Div>::new();
    begin_step(body);
    let sending = Memo::new(move |_| matches!(session.step().get(), Step::Sending { .. }));
    let differs = reading.before.is_some().then(|| {
        view! { <Notice tone=NoticeTone::Warn text=crate::words::summary(words).differs.to_owned() /> }
    });
    let marked = Arc::new(reading.marked());
    let cards = summary.groups.iter().cloned();
    let cards = cards.map(|group| group_card(say, group, marked.clone(), Some(on_change))).collect::<View>();
    let refused = refused_card(
        say,
        (crate::words::summary(words).refused)(summary.refused.len()),
        Some(crate::words::summary(words).refused_note),
        &summary.refused,
    );
    let accounts: Vec<_> = reading.gone().into_iter().map(|id| (id, crate::words::summary(words).gone_row)).collect();
    let title = (crate::words::summary(words).refused)(accounts.len());
    let gone = (!accounts.is_empty()).then(|| named_card(say, Named { title, note: None, gone: true, accounts }));
    view! {
        <div class="dialog-body summary-body" node_ref=body tabindex="-1" class:is-sending=move || sending.get()>
            {differs}
            {move || sending.get().then(|| waiting(say))}
            {totals(say, summary)}
            {cards}
            {refused}
            {gone}
        </div>
        {confirm_foot(say, summary.clone(), reading.before.is_some(), sending)}
        {printed(say, summary.clone())}
    }
}

/// The summary on paper, which says that it is not confirmed.
fn printed(say: Say, summary: Arc<Reviewed>) -> View {
    let words = say.words;
    let draw = move |()| {
        let today = say.session.peek(|replica| say.day(replica.book().today()));
        let above = view! {
            <p>{today}</p>
            <p>{(words.billing.leave_text)(summary.lines.len())}</p>
            {totals(say, &summary)}
        };
        let left = (crate::words::summary(words).refused)(summary.refused.len());
        summary_sheet(say, above, (&summary.lines, None), (left, &summary.refused))
    };
    Sheet::of(|| true, Callback::new(draw)).1
}

/// Says that a confirmation is on its way. It is sent again by itself, and at once if the user asks for it.
fn waiting(say: Say) -> View {
    let words = say.words;
    let session = say.session;
    let text = Memo::new(move |_| {
        let then = || if session.is_waiting() { words.notice.kept_back } else { words.notice.waiting };
        match session.connection().get() {
            Connection::Offline => Some(then().to_owned()),
            Connection::Refused(problem) => Some(refusals::not_now(words, &problem, then())),
            Connection::Loading | Connection::InSync | Connection::Sending => None,
        }
    });
    view! {
        {move || match text.get() {
            Some(text) => {
                let again = (words.common.retry.to_owned(), Callback::new(move |()| session.retry()));
                view! { <Notice tone=NoticeTone::Warn text=text action=again /> }
            }
            None => view! { <Notice tone=NoticeTone::Plain text=crate::words::summary(words).sending.to_owned() /> },
        }}
    }
}

/// The totals of the summary.
fn totals(say: Say, summary: &Summary) -> View {
    let words = say.words;
    let next = say.session.peek(Replica::next_renewal).flatten();
    let next = next.map_or_else(|| words.frame.no_next_bill.to_owned(), |on| say.day(on));
    let facts = [
        // a change of mode never costs anything at once
        (crate::words::summary(words).due_now, say.money(Amount::ZERO)),
        (crate::words::summary(words).next_bill, next),
        (crate::words::summary(words).year_before, say.money(summary.totals.year_net_before)),
        (crate::words::summary(words).year_after, say.money(summary.totals.year_net_after)),
    ];
    let fact = |(name, value): (&'static str, String)| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd>{value}</dd>
            </div>
        }
    };
    view! {
        <dl class="totals">{facts.into_iter().map(fact).collect::<View>()}</dl>
        <p class="totals-note">
            <small>{crate::words::summary(words).year_note}</small>
        </p>
    }
}
