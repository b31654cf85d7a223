//! The law of moving: whatever a platform goes through, and whichever archives are brought to which house in whichever
//! order, at most one house is in charge of it, and all that was ever charged stands in the record of the last one.

use chrono::Months;
use domain::{
    command::Command,
    event::{Event, Recorded},
    moving::{Arrival, ArrivalState, HouseId, Leaving, Own},
};
use proptest::{collection::vec, prelude::Strategy, prop_assert, prop_assert_eq, prop_oneof, proptest};
use tests::host::Host;

use crate::world::{config, lives};

/// A step in the life of a platform between houses.
#[derive(Debug, Clone)]
enum Step {
    /// The house releases it to another one, if it is in charge.
    Leave(usize, usize),
    /// The archive that was made then is brought to a house.
    Bring(usize, usize),
    /// Months pass in all houses.
    Pass(u32),
}

const HOUSES: usize = 3;

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => (0..HOUSES, 0..HOUSES).prop_map(|(from, to)| Step::Leave(from, to)),
        6 => (0..40_usize, 0..HOUSES).prop_map(|(archive, to)| Step::Bring(archive, to)),
        1 => (0..4_u32).prop_map(Step::Pass),
    ];
    vec(step, 0..60)
}

fn id(house: usize) -> HouseId {
    HouseId::new([u8::try_from(house).expect("small"); 16])
}

/// An archive: the house it was made in, and the record.
type Archive = (usize, Vec<Recorded>);

/// What an archive is to a house, as the worker finds it out; chains are as good as the records themselves.
fn state(archive: &[Recorded], own: Option<&Host>, house: usize) -> ArrivalState {
    let last = archive.last().expect("an entry");
    let released_to = if let Event::MovedAway { house, .. } = &last.event { Some(house) } else { None };
    let own = own.map(|host| {
        let shorter = host.record.len().min(archive.len());
        Own {
            revision: host.book.revision(),
            moved: host.book.moved().is_some(),
            same: host.record[..shorter] == archive[..shorter],
        }
    });
    Arrival { here: &id(house), released_to, came: last.revision, own }.state()
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn at_most_one_house_is_in_charge(life in lives(), steps in steps()) {
        let first = life.lived();
        let mut houses: Vec<Option<Host>> = vec![Some(first), None, None];
        let mut archives: Vec<Archive> = Vec::new();
        let mut charged = 0;
        for step in steps {
            for (from, host) in houses.iter().enumerate() {
                archives.extend(host.iter().map(|host| (from, host.record.clone())));
            }
            match step {
                Step::Leave(from, to) => {
                    if let Some(host) = &mut houses[from] {
                        let (house, url) = (id(to).as_str().to_owned(), "https://x.example".to_owned());
                        let confirm = host.book.platform().name.clone();
                        drop(host.perform(&Command::MoveAway(Leaving { house, url, confirm })));
                        archives.push((from, host.record.clone()));
                    }
                }
                Step::Bring(archive, to) => {
                    // the newest ones are brought most often
                    let Some((from, record)) = archives.iter().rev().nth(archive).cloned() else { continue };
                    let before = houses[to].clone();
                    let found = state(&record, before.as_ref(), to);
                    if found == ArrivalState::Released {
                        let mut host = Host::with_record(record.clone());
                        let event = host.book.move_in(&id(to), id(from)).expect("it is released");
                        host.remember(event);
                        houses[to] = Some(host);
                        prop_assert_eq!(state(&record, houses[to].as_ref(), to), ArrivalState::Taken);
                    }
                }
                Step::Pass(months) => {
                    for host in houses.iter_mut().flatten() {
                        let to = host.book.today() + Months::new(months);
                        let moved = host.move_clock(to).is_ok();
                        prop_assert_eq!(moved, host.book.moved().is_none());
                    }
                }
            }
            let in_charge: Vec<&Host> = houses.iter().flatten().filter(|host| host.book.moved().is_none()).collect();
            prop_assert!(in_charge.len() <= 1);
            for host in houses.iter().flatten() {
                prop_assert!(host.book.moved().is_none() || host.book.next_deadline().is_none());
                prop_assert_eq!(host.findings(), Vec::<String>::new());
            }
            let most = houses.iter().flatten().map(|host| host.invoices().count()).max().unwrap_or(0);
            if let [host] = in_charge[..] {
                prop_assert_eq!(host.invoices().count(), most);
            }
            prop_assert!(most >= charged);
            charged = most;
        }
    }
}
