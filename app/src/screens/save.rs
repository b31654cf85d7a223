//! Saves the accounts of the list as a file: exactly, or for a spreadsheet.

use domain::{
    account::{Account, AccountRef},
    book::Book,
    language::Language,
    rules,
};
use leptos::task::spawn_local;
use wasm_split_helpers::wasm_split;

use super::accounts::asked;
use crate::{download, location::Query, rest, session::Session};

/// Saves the accounts that the query asks for as a roster, which can be imported again without loss.
pub fn save_csv(session: Session, query: Query) {
    spawn_local(async move {
        rest::fetch().await;
        save(session, query, None).await;
    });
}

/// Saves the accounts that the query asks for as Excel reads them, in a language.
pub fn save_for_excel(session: Session, query: Query, language: Language) {
    spawn_local(async move {
        rest::fetch().await;
        save(session, query, Some(language)).await;
    });
}

#[wasm_split(rest)]
fn save(session: Session, query: Query, excel: Option<Language>) {
    let (filter, sort) = (asked::filter(&query), asked::sort(&query));
    if filter.is_of_gone() {
        spawn_local(async move {
            if let Some(accounts) = session.all_gone(&filter, sort).await {
                session.peek(|replica| write(replica.book(), accounts.iter().map(Account::borrowed).collect(), excel));
            }
        });
    } else {
        session.peek(|replica| write(replica.book(), replica.book().sorted(&filter, sort), excel));
    }
}

fn write(book: &Book, accounts: Vec<AccountRef<'_>>, excel: Option<Language>) {
    let text = match excel {
        Some(language) => rules::write_sheet(book, accounts, language),
        None => rules::write_roster(accounts),
    };
    let id = book.platform().id.as_str();
    let name = if excel.is_some() { format!("{id}-excel.csv") } else { format!("{id}.csv") };
    download::save(&name, "text/csv;charset=utf-8", &text);
}
