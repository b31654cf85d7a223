//! Prints the lines of a receipt, or saves them as a file.

use std::sync::Arc;

use domain::{
    receipt::Receipt,
    summary::{Refused, SummaryLine},
};
use leptos::prelude::*;

use super::{
    super::{say::Say, sheet::Sheet},
    lines::{groups, price, title, when},
    taken::{Taken, in_force},
};
use crate::{
    download,
    view::{View, view},
};

/// A receipt with its lines.
#[derive(Debug, Clone)]
pub struct Paper {
    /// The receipt.
    pub receipt: Receipt,
    /// Its lines.
    pub lines: Arc<Vec<SummaryLine>>,
    /// What of them was taken back since.
    pub taken: Option<Arc<Taken>>,
}

/// The buttons "Zusammenfassung drucken" and "CSV".
pub fn paper_buttons(say: Say, paper: Paper) -> View {
    let words = say.words;
    let paper = StoredValue::new(paper);
    let draw = Callback::new(move |()| paper.with_value(|paper| receipt_sheet(say, paper)));
    let (sheet, printed) = Sheet::of(|| true, draw);
    let save = move |_| {
        let text = paper.with_value(|Paper { receipt, lines, taken }| {
            let undone = taken.as_ref().map(|taken| taken.accounts.clone()).unwrap_or_default();
            say.session.peek(|replica| receipt.csv(replica.register(), lines, &undone))
        });
        let name = paper.with_value(|paper| format!("laufzeit-{}.csv", paper.receipt.on));
        download::save(&name, "text/csv;charset=utf-8", &text.unwrap_or_default());
    };
    view! {
        <button type="button" class="btn" on:click=move |_| sheet.print()>
            {words.receipt.print}
        </button>
        <button type="button" class="btn" on:click=save>
            {words.receipt.csv}
        </button>
        {printed}
    }
}

/// The whole receipt with every line, as it is printed: first what is in force, then what was taken back.
fn receipt_sheet(say: Say, paper: &Paper) -> View {
    let words = say.words;
    let Paper { receipt, lines, taken } = paper;
    let taken = taken.as_deref();
    let above = view! {
        <p>{say.receipt_time(receipt.on, &receipt.at)} " · " {say.actor(receipt.actor, receipt.by.as_ref())}</p>
        <p>{words.receipt.reference} {words.common.colon} <span class="reference">{receipt.id.0.clone()}</span></p>
    };
    let gone = taken.map(|taken| {
        let gone = lines.iter().filter(|line| taken.accounts.contains(&line.account)).copied();
        table(say, taken.words(say, lines.len()), &gone.collect::<Vec<_>>())
    });
    let left = (words.receipt.refused)(receipt.refused.len());
    summary_sheet(say, above, (&in_force(lines, taken), gone), (left, &receipt.refused))
}

/// A summary with every line, as it is printed: `above` stands over the lines, and below them what
/// was taken back and, under its title, what is left out.
pub fn summary_sheet(say: Say, above: View, lines: (&[SummaryLine], Option<View>), left: (String, &[Refused])) -> View {
    let (lines, gone) = lines;
    let platform = say.session.peek(|replica| replica.book().platform().name.clone());
    let tables =
        groups(say, lines).into_iter().map(|group| table(say, title(say, &group), &group.lines)).collect::<View>();
    let (left_title, left) = left;
    let row = |refused: &Refused| {
        view! {
            <tr>
                <td>{say.address(refused.account)}</td>
                <td>{say.reason(refused.reason)}</td>
            </tr>
        }
    };
    let left = (!left.is_empty()).then(|| {
        view! {
            <h2>{left_title}</h2>
            <table>
                <tbody>{left.iter().map(row).collect::<View>()}</tbody>
            </table>
        }
    });
    view! {
        <article class="print">
            <h1>{crate::words::summary(say.words).title}</h1>
            <p>{platform}</p>
            {above}
            {tables}
            {gone}
            {left}
        </article>
    }
}

fn table(say: Say, title: String, lines: &[SummaryLine]) -> View {
    let row = |line: &SummaryLine| {
        let (on, deleted) = when(say, line);
        view! {
            <tr>
                <td>{say.address(line.account)}</td>
                <td>{say.mode(line.from)} " → " {say.mode(line.to)}</td>
                <td>{on} {deleted.map(|deleted| format!(", {deleted}"))}</td>
                <td class="num">{price(say, line)}</td>
            </tr>
        }
    };
    view! {
        <h2>{title}</h2>
        <table>
            <tbody>{lines.iter().map(row).collect::<View>()}</tbody>
        </table>
    }
}
