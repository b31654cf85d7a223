//! How the address says which accounts the billing dialog is about.

use domain::{account::AccountId, query::Filter};

use super::{
    super::{
        billing::Scope,
        part::{Selection, TICKED},
    },
    asked,
    tools::filter_words,
};
use crate::{
    location::{Key, Location, Visit},
    session::Session,
    words::use_words,
};

/// How many rows stand in the address. More are kept in this browser.
const MOST: usize = 200;
/// What the name of rows that are kept in this browser begins with in the address.
const KEPT: &str = "kept-";

/// The scope that the address asks for. Ticked rows are written into the address, so that it says the same when it is
/// opened again.
pub fn scope(session: Session, location: Location, selection: Selection) -> Scope {
    let query = location.now().query;
    let Some(word) = query.value(Key::Selection) else {
        let filter = asked::filter(&query);
        if filter == Filter::default() {
            return Scope::All;
        }
        let words = filter_words(&filter, use_words());
        return Scope::Listed { filter, words };
    };
    let named = match word.strip_prefix(KEPT) {
        _ if word == TICKED => selection.ids().into_iter().map(Some).collect(),
        Some(name) => session.kept_rows(name).unwrap_or_default().into_iter().map(Some).collect(),
        None => listed(word),
    };
    let scope = session.peek(|replica| Scope::of(replica.book(), &named));
    let scope = scope.unwrap_or(Scope::Rows { ids: Vec::new(), missing: 0 });
    if word == TICKED
        && let Scope::Rows { ids, .. } = &scope
        && !ids.is_empty()
    {
        location.set(Key::Selection, Some(&written(session, ids)), Visit::Replace);
    }
    scope
}

/// The ids in an address.
fn listed(word: &str) -> Vec<Option<AccountId>> {
    word.split(',').map(|id| id.parse().ok().map(AccountId)).collect()
}

/// Rows as they stand in the address.
fn written(session: Session, ids: &[AccountId]) -> String {
    if ids.len() > MOST {
        return KEPT.to_owned() + &session.keep_rows(ids);
    }
    ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}
