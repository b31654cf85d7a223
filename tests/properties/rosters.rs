//! Rosters: exporting and importing again changes nothing, and no bytes break the reader.

use std::borrow::Cow;

use domain::{
    account::{Account, AccountId, AccountRef, AccountRow, Address, Status},
    book::Book,
    calendar::AnchorDay,
    roster::{Given, Pieces},
    rules::{self, RosterReader},
};
use proptest::{
    collection::vec,
    prelude::{Just, Strategy, any},
    prop_assert, prop_assert_eq, prop_oneof, proptest,
    sample::select,
};
use tests::host::{Host, company};

use crate::world::{anchors, config, dates, lives, modes, shifted};

/// Texts that spreadsheets, CSV readers and careless programs misunderstand.
fn nasty() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => select(vec!["'", "=", "+", "-", "@", "\t", "\r", "\n", "\r\n", "\"", "\"\"", ";", ",", " ", "\u{feff}", "＝", "＠", "\u{202e}", "é", "山田", "😀", "0"]),
        2 => select(vec!["Anna", "=SUM(A1:A9)", "'quoted'", "address", "none"]),
    ];
    vec(piece, 0..7).prop_map(|pieces| pieces.concat())
}

fn locals() -> impl Strategy<Value = String> {
    let piece = select(vec!["'", "=", "+", "-", "a", "Z", "ü", "7", "!#$%&*/?^_`{|}~"]);
    vec(piece, 1..4).prop_map(|pieces| pieces.concat())
}

fn accounts() -> impl Strategy<Value = Vec<AccountRow>> {
    let row = (locals(), nasty(), modes(), anchors(), dates(), proptest::option::of(1..50_i32));
    vec(row, 1..12).prop_map(|rows| {
        let place = |(index, (local, name, mode, anchor, date, back)): (
            usize,
            (String, String, _, u32, chrono::NaiveDate, Option<i32>),
        )| {
            let expires = shifted(date, 15, anchor);
            let ordered = back.map(|back| shifted(expires, -back.min(14), anchor));
            let address = Address::from(format!("{local}{index}@Firma.example"));
            let anchor = AnchorDay::try_from(u8::try_from(anchor).expect("a day")).expect("an anchor day");
            // what no way into a platform leaves: white space around a name, and a name that shows nothing
            let name = name.trim_matches(|char: char| char.is_whitespace() || char == '\u{feff}');
            let name = domain::roster::read_name(name).unwrap_or_default();
            AccountRow(address, name, mode, Status::Active, ordered, anchor, expires, None, None, None)
        };
        rows.into_iter().enumerate().map(place).collect()
    })
}

/// A file in pieces of any size.
pub struct Cut(Vec<Vec<u8>>);

impl Cut {
    /// Cuts a file into pieces of these sizes, over and over.
    pub fn of(bytes: &[u8], sizes: &[usize]) -> Self {
        let (mut pieces, mut rest, mut sizes) = (Vec::new(), bytes, sizes.iter().cycle());
        while !rest.is_empty() {
            let (piece, others) = rest.split_at((*sizes.next().expect("a size")).min(rest.len()));
            pieces.push(piece.to_vec());
            rest = others;
        }
        Self(pieces)
    }

    /// How many pieces there are.
    pub const fn len(&self) -> usize {
        self.0.len()
    }
}

impl Pieces for Cut {
    fn piece(&self, index: usize) -> Option<Cow<'_, [u8]>> {
        self.0.get(index).map(|piece| Cow::Borrowed(piece.as_slice()))
    }
}

/// The accounts that a roster would add to an empty platform on the first possible day.
fn read(text: &str) -> Vec<AccountRow> {
    let empty = Host::found(company(domain::calendar::FIRST_DAY)).book;
    let roster = empty
        .roster_target()
        .read(&text.as_bytes(), &Given::default())
        .unwrap_or_else(|errors| panic!("{errors:?} in {text:?}"));
    let mut book = empty.clone();
    book.record(empty.today(), &tests::host::stamp(), empty.import(roster));
    book.accounts().map(AccountRow::from).collect()
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn out_and_in_again_changes_nothing(rows in accounts()) {
        let accounts: Vec<Account> = rows.iter().cloned().zip(1..).map(|(row, id)| row.with_id(AccountId(id))).collect();
        let text = rules::write_roster(accounts.iter().map(Account::borrowed));
        prop_assert_eq!(read(&text), rows);
        prop_assert!(text.split_inclusive("\r\n").next() == Some("address,display_name,mode,expires_on,ordered_on,anchor_day\r\n"));
        let again: Vec<Account> = read(&text).into_iter().zip(1..).map(|(row, id)| row.with_id(AccountId(id))).collect();
        prop_assert_eq!(rules::write_roster(again.iter().map(Account::borrowed)), text);
    }

    #[test]
    fn a_platform_moves_house_with_its_roster(life in lives()) {
        let book: Book = life.lived().book;
        // an unassigned seat gets another placeholder there, so only accounts with an address are compared
        let moves = |account: &AccountRef<'_>| account.status == Status::Active && !account.address.is_unassigned();
        let active: Vec<AccountRef<'_>> = book.accounts().filter(moves).collect();
        if !active.is_empty() {
            let known = |account: &AccountRef<'_>| {
                let mut row = AccountRow::from(*account);
                (row.8, row.9) = (None, None);
                row
            };
            let rows: Vec<AccountRow> = active.iter().map(known).collect();
            prop_assert_eq!(read(&rules::write_roster(active)), rows);
        }
    }

    #[test]
    fn no_cell_that_is_written_is_a_formula(name in nasty()) {
        let row = AccountRow(Address::from("=a@b.example".to_owned()), name, domain::account::RenewalMode::Never, Status::Active, None,
            AnchorDay::of(domain::calendar::FIRST_DAY), domain::calendar::LAST_DAY, None, None, None);
        let text = rules::write_roster([row.with_id(AccountId(1)).borrowed()]);
        let (_, line) = text.split_once("\r\n").expect("a header");
        let (address, rest) = line.split_once(',').expect("an address");
        let name = rest.strip_prefix('"').unwrap_or(rest);
        for cell in [address, name] {
            prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']), "{cell:?}");
        }
    }

    #[test]
    fn in_which_pieces_a_file_comes_does_not_matter(bytes in vec(select(b"address,mode;expires_on\t\"\r\n2026-01-31/none@b.example\xff\xfe\xc3\xa4\0".to_vec()), 0..300), sizes in vec(1..40_usize, 1..20)) {
        let book = Host::found(company(domain::calendar::FIRST_DAY)).book;
        let pieces = Cut::of(&bytes, &sizes);
        let target = book.roster_target();
        prop_assert_eq!(RosterReader::of(Given::default(), usize::MAX).finish(target, &pieces), target.understand(&bytes, Given::default()));
        prop_assert_eq!(target.read(&pieces, &Given::default()), target.read(&bytes.as_slice(), &Given::default()));
    }

    #[test]
    fn bytes_never_panic(bytes in prop_oneof![
        vec(any::<u8>(), 0..200),
        vec(select(b"address,;\"\r\n'=2026-01-31none@.\xff\xef\xbb\xbf".to_vec()), 0..200),
        (Just(b"address;display_name;mode;expires_on\n".to_vec()), vec(select(b"ab@.c;;\"\"\r\n\n2none".to_vec()), 0..120)).prop_map(|(head, tail)| [head, tail].concat()),
    ]) {
        let book = Host::found(company(domain::calendar::FIRST_DAY)).book;
        if let Err(errors) = book.roster_target().read(&bytes.as_slice(), &Given::default()) {
            let lines = bytes.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count() + 1;
            prop_assert!(errors.total > 0 && errors.errors.len() <= errors.total);
            for error in errors.errors {
                prop_assert!((1..=lines).contains(&error.line), "line {} of {lines}", error.line);
            }
        }
    }
}
