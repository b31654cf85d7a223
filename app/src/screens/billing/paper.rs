//! Prints the lines of a receipt, or saves them as a file.

use std::sync::Arc;

use domain::{receipt::Receipt, summary::SummaryLine};
use leptos::prelude::*;

use super::{
    super::say::Say,
    lines::{groups, price, title, when},
    taken::{Taken, in_force},
};
use crate::{
    download,
    view::{View, portal, view},
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
    let printing = RwSignal::new(false);
    let paper = StoredValue::new(paper);
    let print = move |_| {
        printing.set(true);
        // the printed page must be laid out before the browser captures it, which takes two frames
        request_animation_frame(move || {
            request_animation_frame(move || {
                // a browser that cannot print does nothing
                let _printed = window().print();
                printing.try_set(false);
            });
        });
    };
    let save = move |_| {
        let text = paper.with_value(|paper| say.session.peek(|replica| Receipt::csv(replica.book(), &paper.lines)));
        let name = paper.with_value(|paper| format!("laufzeit-{}.csv", paper.receipt.on));
        download::save(&name, "text/csv;charset=utf-8", &text.unwrap_or_default());
    };
    let sheet = move || {
        if printing.get() {
            portal(paper.with_value(|paper| sheet(say, paper)));
        }
    };
    view! {
        <button type="button" class="btn" on:click=print>
            {words.receipt.print}
        </button>
        <button type="button" class="btn" on:click=save>
            {words.receipt.csv}
        </button>
        {sheet}
    }
}

/// The whole receipt with every line, as it is printed.
fn sheet(say: Say, paper: &Paper) -> View {
    let words = say.words;
    let platform = say.session.peek(|replica| replica.book().platform().name.clone());
    let taken = paper.taken.as_deref();
    let kept = in_force(&paper.lines, taken);
    let tables = groups(say, &kept).into_iter().map(|group| table(say, title(say, &group), &group.lines));
    let tables = tables.collect::<View>();
    let gone = taken.map(|taken| {
        let gone = paper.lines.iter().filter(|line| taken.accounts.contains(&line.account)).copied();
        table(say, taken.words(say, paper.lines.len()), &gone.collect::<Vec<_>>())
    });
    view! {
        <article class="print">
            <h1>{words.summary.title}</h1>
            <p>{platform} " · " {say.moment(&paper.receipt.at)}</p>
            <p>{words.receipt.reference} ": " <span class="reference">{paper.receipt.id.0.clone()}</span></p>
            {tables}
            {gone}
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
