//! The list on paper: every account that search and filters show, in the order of the list.

use std::sync::Arc;

use domain::account::{AccountId, AccountRef, Status};
use leptos::prelude::*;

use super::{
    super::{say::Say, sheet::Sheet},
    row::Cells,
};
use crate::{
    session::Session,
    view::{View, view},
};

/// How many accounts are printed. More would be some hundred pages, and take the browser minutes.
const MOST: usize = 5_000;

/// Prints the accounts `keys` in place of the list, unless a dialog is open over it.
pub fn list_sheet(session: Session, keys: Signal<Arc<Vec<u32>>>) -> View {
    let say = Say::of(session);
    let no_dialog = || document().query_selector("dialog[open]").ok().flatten().is_none();
    let draw = Callback::new(move |()| keys.with_untracked(|keys| list(say, keys)));
    Sheet::of(no_dialog, draw).1
}

fn list(say: Say, keys: &[u32]) -> View {
    let words = say.words;
    let content = if keys.len() > MOST {
        let csv = say.session.roster_path().map(|path| {
            let whole = window().location().origin().unwrap_or_default() + &path;
            view! { <a href=path>{whole}</a> }
        });
        view! {
            <p>{(words.list.too_many_to_print)(MOST)}</p>
            <p>{csv}</p>
        }
    } else {
        table(say, keys)
    };
    let head = say.session.peek(|replica| {
        let book = replica.book();
        let all = usize::try_from(book.counts().active + book.counts().suspended).unwrap_or(0);
        (book.platform().name.clone(), say.day(book.today()), (words.list.found)(keys.len(), all))
    });
    let (name, today, found) = head.unwrap_or_default();
    view! {
        <article class="print">
            <h1>{name}</h1>
            <p>{words.frame.tab_accounts} " · " {found} " · " {today}</p>
            {content}
        </article>
    }
}

fn table(say: Say, keys: &[u32]) -> View {
    let words = say.words;
    let rows = say.session.peek(|replica| {
        let accounts = keys.iter().filter_map(|key| replica.register().account(AccountId(*key)));
        let suspended = |account: AccountRef<'_>| account.status == Status::Suspended;
        accounts.map(|account| row(say, Cells::of(replica, account, words), suspended(account))).collect::<View>()
    });
    view! {
        <table class="print-list">
            <thead>
                <tr>
                    <th>{words.list.account}</th>
                    <th>{words.list.status}</th>
                    <th>{words.list.renewal}</th>
                    <th>{words.list.expiry}</th>
                    <th class="num">{words.common.amount_net}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

fn row(say: Say, cells: Cells, is_suspended: bool) -> View {
    let deleted = is_suspended.then(|| view! { <small>", " {cells.relative}</small> });
    view! {
        <tr>
            <td>{cells.address} " " <small>{cells.name}</small></td>
            <td>{cells.status}</td>
            <td>{say.mode(cells.mode)}</td>
            <td>{cells.expires_on} {deleted}</td>
            <td class="num">{cells.net}</td>
        </tr>
    }
}
