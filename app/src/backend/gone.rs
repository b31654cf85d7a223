//! Accounts that have left the book, over HTTP: the list of deleted ones, one of them, and the addresses in a receipt.

use domain::{
    account::{Account, AccountId, Address},
    calendar::iso,
    query::{Direction, Filter, Sort, SortKey},
    stamp::SubmissionId,
    summary::SummaryLine,
    wire::{AccountSeen, List},
};
use serde::Deserialize;

use super::{
    Failure, Listed, Names,
    call::Call,
    http::{HttpBackend, page, segment},
};

#[derive(Deserialize)]
struct Named {
    account: AccountId,
    address: Address,
}

/// What a receipt names.
#[derive(Deserialize)]
struct Naming {
    items: Vec<Named>,
    refused: Vec<Named>,
}

impl HttpBackend {
    pub(super) async fn gone(
        &self,
        filter: &Filter,
        sort: Sort,
        cursor: Option<&str>,
    ) -> Result<Listed<Account>, Failure> {
        let path = format!("/accounts?limit=1000{}{}", query(filter, sort), page(cursor));
        let list: List<AccountSeen> = Call::get(self.path(&path)).read().await?;
        Ok(Listed { items: list.items.into_iter().map(Account::from).collect(), next: list.next_cursor })
    }

    pub(super) async fn account(&self, id: AccountId) -> Result<Option<Account>, Failure> {
        match Call::get(self.path(&format!("/accounts/{id}"))).read::<AccountSeen>().await {
            Ok(seen) => Ok(Some(seen.into())),
            Err(Failure::Refused(problem)) if problem.status == 404 => Ok(None),
            Err(failure) => Err(failure),
        }
    }

    pub(super) async fn lines(
        &self,
        id: &SubmissionId,
        cursor: Option<&str>,
    ) -> Result<(Listed<SummaryLine>, Names), Failure> {
        let path = format!("/changes/{}?limit=1000{}", segment(&id.0), page(cursor));
        let text = Call::get(self.path(&path)).told().await?;
        let unread = |_| Failure::Unreachable;
        let list: List<SummaryLine> = serde_json::from_str(&text).map_err(unread)?;
        let naming: Naming = serde_json::from_str(&text).map_err(unread)?;
        let names = naming.items.into_iter().chain(naming.refused).map(|named| (named.account, named.address));
        Ok((Listed { items: list.items, next: list.next_cursor }, names.collect()))
    }
}

/// A filter and an order as parameters of a query, each after an `&`.
fn query(filter: &Filter, sort: Sort) -> String {
    let Filter { search, status, mode, configured, expires_before, expires_from, due_in } = filter;
    let key = match sort.key {
        SortKey::Address => "address",
        SortKey::ExpiresOn => "expires_on",
        SortKey::Mode => "mode",
        SortKey::Status => "status",
    };
    let order = if sort.direction == Direction::Desc { "desc" } else { "asc" };
    let parameters = [
        ("search", search.as_deref().map(segment)),
        ("status", status.map(|status| status.as_str().to_owned())),
        ("mode", mode.map(|mode| mode.as_str().to_owned())),
        ("configured", configured.map(|configured| configured.to_string())),
        ("expires_before", expires_before.map(iso::format)),
        ("expires_from", expires_from.map(iso::format)),
        ("due_in", due_in.and_then(|month| Some(iso::format(month.first()).rsplit_once('-')?.0.to_owned()))),
        ("sort", Some(key.to_owned())),
        ("order", Some(order.to_owned())),
    ];
    parameters.into_iter().filter_map(|(name, value)| Some(format!("&{name}={}", value?))).collect()
}
