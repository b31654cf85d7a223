//! What of a confirmed change has been taken back since.

use std::{collections::BTreeSet, sync::Arc};

use chrono::NaiveDate;
use domain::{account::AccountId, receipt::Receipt, stamp::Instant, summary::SummaryLine};
use leptos::{prelude::*, task::spawn_local};

use super::{
    super::say::Say,
    fetched::all_lines,
    lines::{Named, group_cards, named_card},
};
use crate::{
    session::Failure,
    view::{IntoView, View, view},
};

/// The part of a change that was taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The day on which the last of it was taken back.
    pub on: NaiveDate,
    /// The instant of that.
    pub at: Instant,
    /// The accounts that have their earlier mode again.
    pub accounts: BTreeSet<AccountId>,
}

impl Taken {
    /// `Rückgängig gemacht: 22.11.2026, 10:15 · 579 von 692 Accounts`, of so many lines.
    pub fn words(&self, say: Say, lines: usize) -> String {
        format!("{}: {}", say.words.receipt.undone, self.facts(say, lines))
    }

    /// `22.11.2026, 10:15 · 579 von 692 Accounts`, of so many lines.
    pub fn facts(&self, say: Say, lines: usize) -> String {
        let count = (say.words.list.found)(self.accounts.len(), lines);
        format!("{} · {count}", say.when(self.on, &self.at))
    }
}

/// Finds out what of a change was taken back, and again whenever it is taken back; `None` if nothing was, or if it is
/// not known.
pub fn taken_back(say: Say, receipt: &Receipt) -> RwSignal<Option<Arc<Taken>>> {
    let taken = RwSignal::new(None);
    let receipt = StoredValue::new(receipt.clone());
    let revision = Memo::new(move |_| say.session.with(|replica| replica.book().revision()));
    Effect::new(move |_| {
        // read, because a memo that is only tracked is never computed
        let _now = revision.get();
        spawn_local(async move {
            let Some(receipt) = receipt.try_get_value() else { return };
            if let Ok(Some(found)) = find(say, &receipt).await {
                taken.try_set(Some(Arc::new(found)));
            }
        });
    });
    taken
}

async fn find(say: Say, receipt: &Receipt) -> Result<Option<Taken>, Failure> {
    let undos = say.session.undos(receipt).await?;
    let Some(last) = undos.first() else { return Ok(None) };
    let mut accounts = BTreeSet::new();
    for undo in &undos {
        accounts.extend(all_lines(say.session, &undo.id).await?.iter().map(|line| line.account));
    }
    Ok(Some(Taken { on: last.on, at: last.at.clone(), accounts }))
}

/// The lines that are still in force.
pub fn in_force(lines: &[SummaryLine], taken: Option<&Taken>) -> Vec<SummaryLine> {
    lines.iter().filter(|line| taken.is_none_or(|taken| !taken.accounts.contains(&line.account))).copied().collect()
}

/// Draws the lines of a change: those in force by what happens, then those that were taken back, struck out.
pub fn lines_and_taken(say: Say, lines: &[SummaryLine], taken: Option<&Taken>) -> View {
    let kept = in_force(lines, taken);
    let count = kept.len();
    let groups = group_cards(say, Arc::new(kept));
    let Some(taken) = taken else { return groups };
    let remain = (count > 0).then(|| view! { <h3>{say.of_them(count, say.words.receipt.in_force)}</h3> });
    let gone = lines.iter().filter(|line| taken.accounts.contains(&line.account));
    let accounts: Vec<_> = gone.map(|line| (line.account, say.mode(line.to))).collect();
    let title = taken.words(say, lines.len());
    let gone = named_card(say, Named { title, note: None, gone: true, accounts });
    [remain.into_view(), groups, gone].into_iter().collect()
}
