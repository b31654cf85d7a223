//! The domains that the addresses of a platform may have.

use std::collections::BTreeSet;

use crate::{
    account::Address,
    field::{FieldError, FieldFault},
    limits::MAX_DOMAINS,
};

/// What is wrong with a list of domains.
pub(crate) fn errors(domains: &[String]) -> Vec<FieldError> {
    if domains.len() > MAX_DOMAINS {
        return vec![FieldError::new("domains", FieldFault::Domains)];
    }
    let error = |(index, domain): (usize, &String)| {
        let probe = Address::parse(&format!("a@{domain}"));
        let ok = probe.is_ok_and(|address| !address.is_placeholder() && address.domain() == domain.to_lowercase());
        (!ok).then(|| FieldError::new(format!("domains[{index}]"), FieldFault::Domain { domain: domain.clone() }))
    };
    domains.iter().enumerate().filter_map(error).collect()
}

/// Domains as they are stored: in lower case, sorted, each once.
pub(crate) fn plain(domains: &[String]) -> Vec<String> {
    domains.iter().map(|domain| domain.to_lowercase()).collect::<BTreeSet<_>>().into_iter().collect()
}
