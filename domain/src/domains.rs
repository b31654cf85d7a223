//! The domains that the addresses of a platform may have.

use std::collections::BTreeSet;

use crate::{
    account::Address,
    field::{FieldError, FieldFault},
    hostname::ascii,
    limits::MAX_DOMAINS,
};

/// What is wrong with a list of domains.
pub(crate) fn errors(domains: &[String]) -> Vec<FieldError> {
    if domains.len() > MAX_DOMAINS {
        return vec![FieldError::new("domains", FieldFault::Domains)];
    }
    let error = |(index, domain): (usize, &String)| {
        let probe = Address::parse(&format!("a@{domain}"));
        let ok = probe.is_ok_and(|address| !address.is_placeholder() && address.domain() == domain);
        (!ok).then(|| FieldError::new(format!("domains[{index}]"), FieldFault::Domain { domain: domain.clone() }))
    };
    domains.iter().enumerate().filter_map(error).collect()
}

/// Domains as they are stored: in lower case, sorted, each once.
pub(crate) fn plain(domains: &[String]) -> Vec<String> {
    domains.iter().map(|domain| unicode::small(domain)).collect::<BTreeSet<_>>().into_iter().collect()
}

/// Those of a list that no earlier one is the same as.
pub(crate) fn each_once(domains: &[String]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    domains.iter().filter(|domain| seen.insert(ascii(domain))).cloned().collect()
}

/// The domains that addresses may have, in the form of [`ascii`]; any domain if there are none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Allowed(BTreeSet<String>);

impl Allowed {
    pub(crate) fn of(domains: &[String]) -> Self {
        Self(domains.iter().map(|domain| ascii(domain)).collect())
    }

    pub(crate) fn has(&self, domain: &str) -> bool {
        self.0.is_empty() || self.0.contains(&ascii(domain))
    }
}
