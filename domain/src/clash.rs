//! Settings that two people have changed without knowing of each other.

use crate::{catalog::PriceVersion, domains, platform::Platform, settings::Settings};

/// The settings that clash, with both values of each: what somebody else has set, and what is wished now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Clash {
    /// What somebody else has set.
    pub theirs: Settings,
    /// What is wished now.
    pub yours: Settings,
}

impl Clash {
    /// What clashes when somebody wishes for `yours` who has seen a platform as it was `then`, and it is so `now`. A
    /// setting clashes if it has changed since, to another value than the one wished for. None if nothing clashes.
    pub fn of(yours: &Settings, then: &Platform, now: &Platform) -> Option<Self> {
        let mut clash = Self::default();
        let Self { theirs: t, yours: y } = &mut clash;
        differ(&yours.name, &then.name, &now.name, (&mut t.name, &mut y.name));
        let domains = yours.domains.as_deref().map(domains::plain);
        differ(&domains, &then.domains, &now.domains, (&mut t.domains, &mut y.domains));
        let days = (&mut t.retention_days, &mut y.retention_days);
        differ(&yours.retention_days, &then.retention_days, &now.retention_days, days);
        differ(&yours.seller, &then.seller, &now.seller, (&mut t.seller, &mut y.seller));
        differ(&yours.buyer, &then.buyer, &now.buyer, (&mut t.buyer, &mut y.buyer));
        let category = (&mut t.tax_category, &mut y.tax_category);
        differ(&yours.tax_category, &then.tax_category, &now.tax_category, category);
        // another category takes the reason away
        let other = yours.tax_category.is_some_and(|category| category != now.tax_category);
        let reason = yours.tax_reason.clone().or(other.then_some(None));
        differ(&reason, &then.tax_reason, &now.tax_reason, (&mut t.tax_reason, &mut y.tax_reason));
        for version in yours.catalog.iter().flatten() {
            let [then, now] = [then, now].map(|platform| platform.catalog.beginning(version.from));
            if let Some(now) = now.filter(|now| then != Some(now) && *now != version) {
                let add = |list: &mut Option<Vec<PriceVersion>>, version: &PriceVersion| {
                    list.get_or_insert_default().push(version.clone());
                };
                add(&mut t.catalog, now);
                add(&mut y.catalog, version);
            }
        }
        (clash != Self::default()).then_some(clash)
    }
}

/// Notes both values of a setting if it has changed to another value than the one wished for.
fn differ<T: Clone + PartialEq>(
    wished: &Option<T>,
    then: &T,
    now: &T,
    (theirs, yours): (&mut Option<T>, &mut Option<T>),
) {
    if wished.as_ref().is_some_and(|wished| then != now && now != wished) {
        (*theirs, *yours) = (Some(now.clone()), wished.clone());
    }
}
