//! Lines grouped by what happens: first what closes, then what was to close and goes on, then what becomes yearly, then
//! what becomes monthly.

use std::{collections::BTreeSet, sync::Arc};

use domain::{
    account::{AccountId, RenewalMode},
    rules::{Fate, Group, Grouping},
    summary::{Outcome, Refused, SummaryLine},
};
use leptos::{prelude::*, task::spawn_local};

use super::super::say::Say;
use crate::{
    slices::{SLICE, newest},
    view::{IntoView, View, view},
    widgets::{Lines, VirtualList},
};

/// The groups that have lines, in reading order.
pub fn groups(say: Say, lines: &[SummaryLine]) -> Vec<Group> {
    let groups = say.session.peek(|replica| Grouping::of(lines, usize::MAX).finish(replica.register()));
    groups.unwrap_or_default()
}

/// Draws lines in the groups that have some, once they are made.
pub fn group_cards(say: Say, lines: Arc<Vec<SummaryLine>>) -> View {
    let made = RwSignal::new(None);
    spawn_local(async move {
        let is_wanted = || made.try_get_untracked().is_some();
        if let Some(groups) = say.session.grouped(&lines, is_wanted).await {
            made.try_set(Some(groups));
        }
    });
    let card = move |group: &Group| group_card(say, group.clone(), Arc::default(), None);
    let cards = move || made.with(|groups: &Option<Vec<Group>>| groups.iter().flatten().map(card).collect::<View>());
    cards.into_view()
}

/// The first and the last day on which one of the lines takes effect.
pub fn days(lines: &[SummaryLine]) -> Option<(chrono::NaiveDate, chrono::NaiveDate)> {
    let days = || lines.iter().map(|line| line.effective_on);
    Some((days().min()?, days().max()?))
}

/// The first and the last day on which the account of one of the lines is deleted.
fn deletions(lines: &[SummaryLine]) -> Option<(chrono::NaiveDate, chrono::NaiveDate)> {
    let days = || {
        lines.iter().filter_map(|line| match line.outcome {
            Outcome::Closes { deletes_on } => Some(deletes_on),
            Outcome::Renews { .. } => None,
        })
    };
    Some((days().min()?, days().max()?))
}

/// The title of a group.
pub fn title(say: Say, group: &Group) -> String {
    let words = crate::words::summary(say.words);
    let count = group.lines.len();
    match (group.fate, days(&group.lines)) {
        (Fate::Closes, Some((first, last))) if first == last => match deletions(&group.lines) {
            Some((on, _)) if on == first => (words.closing_on)(count, &say.day(first)),
            Some((on, end)) if on == end => (words.closing_then)(count, &say.day(first), &say.day(on)),
            Some(_) | None => (words.closing)(count),
        },
        (Fate::Closes, _) => (words.closing)(count),
        (Fate::GoesOn, _) => {
            let accounts = (say.words.list.accounts)(count);
            format!("{} {accounts} {}", say.number(count), (say.words.billing.going_on)(count))
        }
        (Fate::Yearly, _) => (words.to_yearly)(count),
        (Fate::Monthly, _) => (words.to_monthly)(count),
    }
}

/// Draws a group. Lines in `marked` differ from what was read before. With `on_change`, each line leads back to its
/// row.
pub fn group_card(
    say: Say,
    group: Group,
    marked: Arc<BTreeSet<AccountId>>,
    on_change: Option<Callback<AccountId>>,
) -> View {
    let words = say.words;
    let ends = group.fate == Fate::Closes;
    let title = title(say, &group);
    let is_later =
        |line: &SummaryLine| matches!(line.outcome, Outcome::Closes { deletes_on } if deletes_on > line.effective_on);
    let later = group.lines.iter().any(is_later);
    let note =
        if later { crate::words::summary(words).closing_note_later } else { crate::words::summary(words).closing_note };
    let note = ends.then_some(note);
    let keys = group.lines.iter().map(|line| line.account.0).collect();
    let lines = group.lines;
    let row = move |(place, _): (usize, u32)| match lines.get(place) {
        Some(line) => line_row(say, place, *line, marked.contains(&line.account), on_change),
        None => View::Nothing,
    };
    card(say, if ends { "group group-ends" } else { "group" }, title, note, keys, Callback::new(row))
}

/// A table of lines with a title. Only the lines in view are in the page.
fn card(
    say: Say,
    class: &'static str,
    title: String,
    note: Option<&'static str>,
    keys: Vec<u32>,
    row: Callback<(usize, u32), View>,
) -> View {
    let rows = keys.len().to_string();
    let keys = Arc::new(keys);
    let lines = room(say, keys.clone());
    view! {
        <section class=class>
            <header class="group-head">
                <h3>{title.clone()}</h3>
                {note.map(|note| view! { <small>{note}</small> })}
            </header>
            <div role="table" class="lines" aria-label=title aria-rowcount=rows>
                <VirtualList keys=Signal::stored(keys) row=row lines=lines />
            </div>
        </section>
    }
}

/// The lines that the longest address of these accounts needs, once that is known.
fn room(say: Say, keys: Arc<Vec<u32>>) -> Memo<Lines> {
    let longest = newest(true, move || {
        let (keys, mut at, mut longest) = (keys.clone(), 0, 0);
        Box::new(move || {
            let next = keys.get(at..).unwrap_or_default();
            let next = next.get(..SLICE).unwrap_or(next);
            longest = longest.max(say.longest(next));
            at += SLICE;
            (at >= keys.len()).then_some(longest)
        })
    });
    Memo::new(move |_| Lines::of(longest.get().unwrap_or(0), 34, 34))
}

/// The date on which a line takes effect, and the day on which its account is deleted if that is another day.
pub fn when(say: Say, line: &SummaryLine) -> (String, Option<String>) {
    let words = say.words;
    match line.outcome {
        Outcome::Renews { .. } => ((crate::words::summary(words).from)(&say.day(line.effective_on)), None),
        Outcome::Closes { deletes_on } => {
            let deleted = (deletes_on != line.effective_on).then(|| (words.list.deleted_on)(&say.day(deletes_on)));
            ((crate::words::summary(words).on)(&say.day(line.effective_on)), deleted)
        }
    }
}

/// What a line costs on the day it takes effect.
pub fn price(say: Say, line: &SummaryLine) -> String {
    match line.outcome {
        Outcome::Renews { net, .. } => say.money(net),
        Outcome::Closes { .. } => say.words.common.none_dash.to_owned(),
    }
}

fn line_row(say: Say, place: usize, line: SummaryLine, marked: bool, on_change: Option<Callback<AccountId>>) -> View {
    let words = say.words;
    let address = say.address(line.account);
    let (on, deleted) = when(say, &line);
    let change = on_change.map(|change| {
        let name = (crate::words::summary(words).change_of)(&address);
        view! {
            <div role="cell" class="line-act">
                <button type="button" class="link-btn" aria-label=name on:click=move |_| change.run(line.account)>
                    {words.common.change}
                </button>
            </div>
        }
    });
    view! {
        <div role="row" class="line" class:is-different=marked aria-rowindex=(place + 1).to_string()>
            <div role="cell" class="who" title=address.clone()>
                {address.clone()}
                {marked
                    .then(|| {
                        view! {
                            " "
                            <small class="mark">{crate::words::summary(words).differs_row}</small>
                        }
                    })}
            </div>
            <div role="cell" class="line-modes">
                <s class="was">{say.mode(line.from)}</s>
                <span class="sr-only">" → "</span>
                <b class:ends=line.to == RenewalMode::Never>{say.mode(line.to)}</b>
            </div>
            <div role="cell" class="line-on">
                {on}
                {deleted
                    .map(|deleted| {
                        view! {
                            " "
                            <small class="rel">{deleted}</small>
                        }
                    })}
            </div>
            <div role="cell" class="line-net">
                {price(say, &line)}
            </div>
            {change}
        </div>
    }
}

/// A list of accounts, each with a word about it.
#[derive(Debug, Clone)]
pub struct Named {
    /// The title of the list.
    pub title: String,
    /// The text below the title.
    pub note: Option<&'static str>,
    /// Whether they were part of the summary read before and no longer are; they are struck out then.
    pub gone: bool,
    /// The accounts, each with its word.
    pub accounts: Vec<(AccountId, &'static str)>,
}

/// Draws a list of accounts.
pub fn named_card(say: Say, named: Named) -> View {
    let Named { title, note, gone, accounts: named } = named;
    let keys = named.iter().map(|(id, _)| id.0).collect();
    let row = move |(place, key): (usize, u32)| {
        let word = named.get(place).map(|(_, word)| *word);
        let address = say.address(AccountId(key));
        view! {
            <div role="row" class="line line-named" class:is-gone=gone aria-rowindex=(place + 1).to_string()>
                <div role="cell" class="who" title=address.clone()>
                    {address.clone()}
                </div>
                <div role="cell" class="line-word">
                    {word}
                </div>
            </div>
        }
    };
    card(say, "group group-refused", title, note, keys, Callback::new(row))
}

/// Draws the accounts that stay as they are, each with the reason. Returns `None` if there are none.
pub fn refused_card(say: Say, title: String, note: Option<&'static str>, refused: &[Refused]) -> Option<View> {
    let accounts: Vec<_> = refused.iter().map(|line| (line.account, say.reason(line.reason))).collect();
    (!accounts.is_empty()).then(|| named_card(say, Named { title, note, gone: false, accounts }))
}
