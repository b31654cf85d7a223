//! How many rows a year writes and how much it stores, which is what Cloudflare charges for. `docs/deploying.md` reckons with these
//! numbers.

use std::{collections::BTreeSet, fs};

use tests::size::size;

use crate::company::{Company, large_roster};

/// The most rows that a year of one account writes: it is imported, and renewed each month.
const MOST_ROWS: u64 = 14;
/// The most bytes that it stores.
const MOST_BYTES: u64 = 300;
/// The most rows and bytes that a year of a platform has besides.
const MOST_BESIDES: (u64, u64) = (2_000, 400_000);

#[test]
fn a_year_writes_and_stores_as_much_as_is_reckoned_with() {
    for accounts in BTreeSet::from([10, 1_000, size(1_000, 100_000)]) {
        let mut company = Company::empty();
        let written = |company: &Company| company.get("/test/written").expect(200).json().as_u64().expect("a number");
        let before = written(&company);
        company.import(&large_roster(accounts, accounts.div_ceil(25))).expect(200);
        let imported = written(&company) - before;
        company.move_clock("2026-12-28");
        for month in 1..=11 {
            company.move_clock(&format!("2027-{month:02}-28"));
        }
        let (rows, count) = (written(&company) - before, u64::try_from(accounts).expect("not many"));
        company.check();
        // its log comes into its file
        company.server.stop();
        let bytes = stored(&company);
        println!("{accounts} accounts: {imported} rows for the import, {rows} in all, {bytes} bytes");
        assert!(rows <= MOST_BESIDES.0 + MOST_ROWS * count, "{accounts} accounts wrote {rows} rows");
        assert!(bytes <= MOST_BESIDES.1 + MOST_BYTES * count, "{accounts} accounts store {bytes} bytes");
    }
}

/// The bytes of the platform's file.
fn stored(company: &Company) -> u64 {
    let folder = company.server.data().join("do/laufzeit-platform-v1");
    let files = fs::read_dir(folder).expect("it is there").map(|entry| entry.expect("an entry"));
    let files = files.filter(|file| !file.file_name().to_string_lossy().starts_with("metadata"));
    files.map(|file| file.metadata().expect("it is there").len()).sum()
}
