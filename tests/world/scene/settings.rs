//! Made-up platforms, and changes of their settings.

use domain::{
    catalog::PriceVersion,
    money::{Amount, VatRate},
    party::Party,
    platform::{Alignment, NewPlatform},
    settings::Settings,
};
use tests::host::company;

use crate::{calendar::Day, model::Model, random::Random};

fn version(chance: &mut Random, from: Day) -> PriceVersion {
    let mut price = || Amount(chance.pick(&[0, 1, 99, 249, 333, 2_388, 1_000_000_000]));
    let (monthly_net, yearly_net) = (price(), price());
    let vat_rate = chance.one_in(2).then(|| VatRate(chance.pick(&[0, 700, 1_600, 1_900, 2_333, 10_000])));
    PriceVersion { from: from.date(), monthly_net, yearly_net, vat_rate }
}

fn party(chance: &mut Random) -> Option<Party> {
    let name = chance.pick(&["Käufer GmbH", "Buyer Ltd"]).to_owned();
    chance.one_in(2).then_some(Party { name, lines: Vec::new(), vat_id: None })
}

const DOMAINS: [&[&str]; 3] = [&[], &["firma.example", "Zwei.example"], &["firma.example"]];

fn domains(chance: &mut Random) -> Vec<String> {
    chance.pick(&DOMAINS).iter().map(|domain| (*domain).to_owned()).collect()
}

pub(super) fn platform(chance: &mut Random, today: Day) -> NewPlatform {
    let mut catalog = vec![version(chance, today)];
    let mut from = today;
    for _ in 0..chance.below(3) {
        from = from.plus(chance.between(1, 400));
        catalog.push(version(chance, from));
    }
    NewPlatform {
        alignment: chance.pick(&[Alignment::Anniversary, Alignment::FirstOfMonth]),
        retention_days: chance.pick(&[0, 0, 1, 14, 30, 365]),
        vat_rate: Some(VatRate(chance.pick(&[0, 700, 1_900]))),
        domains: domains(chance),
        buyer: party(chance),
        catalog: catalog.into_iter().map(Into::into).collect(),
        ..company(today.date())
    }
}

/// New settings, which are sometimes invalid.
pub(super) fn change(chance: &mut Random, model: &Model) -> Settings {
    let bad = chance.one_in(5);
    let mut settings = Settings::default();
    match chance.below(5) {
        0 => {
            let name = chance.pick(&["Musterfirma GmbH", "Beispiel AG"]).to_owned();
            settings.name = Some(if bad { "  ".to_owned() } else { name });
        }
        1 => settings.retention_days = Some(if bad { 366 } else { chance.pick(&[0, 1, 14, 365]) }),
        2 => {
            let mut list = domains(chance);
            list.extend(bad.then(|| "nowhere.invalid".to_owned()));
            settings.domains = Some(list);
        }
        3 => settings.buyer = Some(party(chance)),
        _ => {
            let from = if bad { model.today } else { model.today.plus(chance.pick(&[1, 1, 20, 200])) };
            let mut versions = vec![version(chance, from)];
            if chance.one_in(4) {
                versions.push(version(chance, from.next()));
            }
            if chance.one_in(12) {
                versions.push(version(chance, from));
            }
            settings.catalog = Some(versions);
        }
    }
    settings
}
