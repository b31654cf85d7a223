//! The foot of the summary: what confirming does, in one sentence, and the buttons.

use std::sync::Arc;

use domain::{
    fold::searched,
    replica::Replica,
    summary::{Outcome, Summary, SummaryLine},
};
use leptos::prelude::*;

use super::{
    super::{say::Say, unread::Unread},
    lines::days,
};
use crate::{
    screens::guide::{Anchor, help},
    session::Reviewed,
    view::{View, view},
    widgets::ConfirmText,
};

/// More closings than this are confirmed by typing their number.
const MANY_CLOSINGS: usize = 10;

/// Whether this many closings are confirmed by typing their number. `renewing` is how many accounts still renew
/// afterwards.
pub const fn is_typed(closings: usize, renewing: usize) -> bool {
    closings > MANY_CLOSINGS || (closings > 0 && renewing == 0)
}

/// The digits of a typed text: `1.000` gives `1000`.
pub fn typed_number(text: &str) -> String {
    searched(text).chars().filter(char::is_ascii_digit).collect()
}

/// The foot of step 2. `differs` says whether the summary is another one than was read a moment ago.
pub fn confirm_foot(say: Say, summary: Arc<Reviewed>, differs: bool, sending: Memo<bool>) -> View {
    let words = say.words;
    let session = say.session;
    let closings = summary.totals.closing;
    let typed = RwSignal::new(String::new());
    let renewing = session.peek(Replica::renewing).unwrap_or(0);
    let asks = is_typed(closings, renewing);
    let unread = Unread::new();
    if differs {
        unread.note();
    }
    let told = move || !asks || typed_number(&typed.get()) == closings.to_string();
    let field = asks.then(|| {
        view! {
            <div class="confirm-box">
                <ConfirmText label=(crate::words::summary(words).type_count)(closings) value=typed digits=true />
                {help(Anchor::Number, crate::words::summary(words).title)}
            </div>
        }
    });
    view! {
        {field}
        <footer class="dialog-foot">
            <p class="foot-sum">
                <span>{sentence(say, &summary)}</span>
            </p>
            <div class="foot-buttons">
                <button type="button" class="btn" disabled=move || sending.get() on:click=move |_| session.choose()>
                    {words.common.back}
                </button>
                <button
                    type="button"
                    class="btn primary"
                    disabled=move || sending.get() || unread.is_so() || !told()
                    on:click=move |_| session.confirm()
                >
                    {words.common.confirm}
                </button>
            </div>
        </footer>
    }
}

/// How many accounts were to close and go on instead, after what else happens.
pub fn goes_on(say: Say, count: usize) -> Option<View> {
    (count > 0).then(|| {
        view! {
            {say.words.common.semicolon}
            <b>{say.of_them(count, say.words.billing.going_on)}</b>
        }
    })
}

/// `Bestätigen ändert 4 Accounts; 1 davon endet am 31. Dez. 2026.`
fn sentence(say: Say, summary: &Summary) -> View {
    let words = crate::words::summary(say.words);
    let closing: Vec<SummaryLine> =
        summary.lines.iter().filter(|line| matches!(line.outcome, Outcome::Closes { .. })).copied().collect();
    let ends = match days(&closing) {
        None => view! { {words.will_close_none} },
        Some((first, last)) => {
            let (count, of) = (closing.len(), summary.totals.accounts);
            let text = if first == last {
                (words.will_close_on)(count, of, &say.day(first))
            } else {
                (words.will_close_between)(count, of, &say.day(first), &say.day(last))
            };
            view! { <b class="ends">{text}</b> }
        }
    };
    view! {
        {(words.will_change)(summary.totals.accounts)}
        {say.words.common.semicolon}
        {ends}
        {goes_on(say, summary.totals.going_on)}
        "."
    }
}
