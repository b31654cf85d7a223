//! How much of anything there may be.

/// The most wishes one submission may hold.
pub const MAX_CHANGES: usize = 100_000;
/// The most accounts one order may have.
pub const MAX_QUANTITY: u32 = 1_000;
/// The most accounts one import may add.
pub const MAX_RECORDS: usize = 100_000;
/// The most bytes a roster may have: 32 MiB.
pub const MAX_BYTES: usize = 32 << 20;
/// The most price versions a platform has.
pub const MAX_VERSIONS: usize = 1_000;
/// The most domains a platform has.
pub const MAX_DOMAINS: usize = 1_000;
/// The most characters of a name: of a company, a person, or a line of an address.
pub const MAX_NAME: usize = 200;
/// The most lines of a side of an invoice.
pub const MAX_PARTY_LINES: usize = 10;
/// The most days between suspension and deletion.
pub const MAX_RETENTION: u16 = 365;
