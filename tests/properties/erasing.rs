//! Whoever asks for it is erased from the record: the chain stays whole, the record gives the same, nothing of their texts
//! is left, and the texts of all others are held to their hashes as before.

use std::collections::BTreeSet;

use domain::{
    account::Address,
    book::Book,
    chain::{self, Salt, Salts},
    command::Command,
    erasing::{Members, Sought},
    event::{Event, Recorded},
    hash::Hash,
    refusal::Refusal,
};
use proptest::{collection::vec, prelude::any, prop_assert, prop_assert_eq, proptest};
use tests::host::{Host, findings, replay_all};

use crate::world::{config, lives};

/// A record as it is stored.
struct Stored {
    entries: Vec<(String, Option<Salts>)>,
}

fn read(members: &str) -> Option<Members> {
    serde_json::from_str(&format!("{{{members}}}")).ok()
}

impl Stored {
    fn of(record: &[Recorded]) -> Self {
        let mut stored = Self { entries: Vec::new() };
        record.iter().for_each(|recorded| stored.add(recorded));
        stored
    }

    fn add(&mut self, recorded: &Recorded) {
        let text = serde_json::to_string(recorded).expect("it can be written");
        let byte = u8::try_from(self.entries.len() % 256).expect("a byte");
        let salts = chain::is_personal(&text).then_some(Salts::One(Salt::new([byte; 32])));
        self.entries.push((text, salts));
    }

    fn links(&self) -> Vec<Hash> {
        let mut link = Hash::default();
        let linked = self.entries.iter().map(|(text, salts)| {
            link = chain::link(link, text, salts.clone());
            link
        });
        linked.collect()
    }

    /// Takes the texts of somebody out of every entry. Returns whether there were any.
    fn erase(&mut self, sought: &Sought) -> bool {
        let mut some = false;
        for (text, salts) in &mut self.entries {
            let Some(before) = salts.clone() else { continue };
            if let Some((erased, left)) = sought.out_of_entry(text, &before, read) {
                (*text, *salts, some) = (erased, left, true);
            }
        }
        some
    }

    fn record(&self) -> Vec<Recorded> {
        self.entries.iter().map(|(text, _)| serde_json::from_str(text).expect("an entry")).collect()
    }
}

/// Every address that accounts ever had.
fn addresses(record: &[Recorded]) -> Vec<Address> {
    let mut all = BTreeSet::new();
    for recorded in record {
        if let Event::AccountsImported { accounts, .. } = &recorded.event {
            all.extend(accounts.entries().iter().map(|entry| entry.address.to_string()));
        }
        if let Event::AccountSetUp { address, .. } = &recorded.event {
            all.insert(address.to_string());
        }
    }
    all.into_iter().map(Address::from).filter(|address| !address.is_placeholder()).collect()
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn who_is_erased_is_nowhere_and_all_others_are_where_they_were(
        life in lives(), end in any::<usize>(), picks in vec(any::<usize>(), 1..8), which in any::<usize>(),
    ) {
        let mut record = life.lived().record;
        record.truncate(1 + end % record.len());
        let everybody = addresses(&record);
        if everybody.is_empty() { return Ok(()) }
        let (mut host, mut stored) = (Host::with_record(record.clone()), Stored::of(&record));
        let mut erased: Vec<Sought> = Vec::new();
        for (place, pick) in picks.into_iter().enumerate() {
            let address = &everybody[pick % everybody.len()];
            let (_, sought) = Book::sought(address.as_str()).expect("an address");
            let confirm = address.to_string();
            let done = host.pass(&format!("erase-{place}"), Command::ErasePerson { address: confirm.clone(), confirm });
            let living = host.book.holder(&address.identity());
            // what was due before has been done, too
            host.record[stored.entries.len()..].iter().for_each(|recorded| stored.add(recorded));
            let before = stored.links();
            match done {
                Ok(_) => {
                    prop_assert!(living.is_none() && stored.erase(&sought));
                    prop_assert_eq!(stored.links(), before);
                    host.record = stored.record();
                    erased.push(sought);
                }
                Err(Refusal::StillInUse { account }) => prop_assert_eq!(Some(account), living),
                Err(Refusal::NobodyHad) => prop_assert!(living.is_none() && erased.contains(&sought)),
                Err(other) => panic!("{other}"),
            }
        }
        // nothing is left of them
        for (sought, (text, _)) in erased.iter().flat_map(|sought| stored.entries.iter().map(move |entry| (sought, entry))) {
            prop_assert!(!sought.is_in(text, read), "{}", text);
        }
        prop_assert!(host.gone.after(domain::account::AccountId(0)).all(|account| !erased.iter().any(|one| one.has(account.address))));
        // the record gives the same, and is what the rules decide
        let (book, gone) = replay_all(&stored.record()).expect("a platform");
        prop_assert!(book == host.book);
        prop_assert_eq!(&gone, &host.gone);
        prop_assert_eq!(findings(&stored.record(), host.register()), Vec::<String>::new());
        // the others are held to their hashes
        let left: Vec<usize> = (0..stored.entries.len()).filter(|place| stored.entries[*place].1.is_some()).collect();
        if left.is_empty() { return Ok(()) }
        let (links, place) = (stored.links(), left[which % left.len()]);
        let text = &mut stored.entries[place].0;
        let at = text.find("\"address\":\"").expect("an address") + "\"address\":\"".len();
        text.insert(at, 'x');
        prop_assert!(stored.links()[place] != links[place]);
    }
}
