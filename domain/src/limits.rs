//! The limits on how much there may be of anything.

/// The most wishes one submission may hold.
pub const MAX_CHANGES: usize = 100_000;
/// The most accounts that kept wishes for a mode may name: more than any platform has ever held.
pub const MAX_KEPT: u32 = 1_000_000;
/// The most accounts one order may have.
pub const MAX_QUANTITY: u32 = 1_000;
/// The most accounts one import may add.
pub const MAX_RECORDS: usize = 100_000;
/// The most bytes a roster may have: 32 MiB.
pub const MAX_BYTES: usize = 32 << 20;
/// The most price versions a platform may have.
pub const MAX_VERSIONS: usize = 1_000;
/// The most domains a platform may have.
pub const MAX_DOMAINS: usize = 1_000;
/// The most characters that a name or a line of a postal address may have.
pub const MAX_NAME: usize = 200;
/// The most lines that the address of a seller or buyer may have.
pub const MAX_PARTY_LINES: usize = 10;
/// The most days between suspension and deletion.
pub const MAX_RETENTION: u16 = 365;
