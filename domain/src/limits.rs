//! The limits on how much there may be of anything.

/// The most accounts that are not deleted a platform may have, so that all that are listed can be changed at once.
pub const MAX_ACCOUNTS: usize = 100_000;
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
/// The most columns a roster may have.
pub const MAX_COLUMNS: usize = 256;
/// The most bytes that a cell of a roster may have, if it is taken.
pub const MAX_CELL: usize = 1_000;
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

/// The most roles that a person, an invitation or a token may have.
pub const MAX_ROLES: usize = 1_000;
/// The most days that a token may live.
pub const MAX_TOKEN_DAYS: u32 = 3_650;

/// The error of accounts that a platform has no room for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "a platform has at most {MAX_ACCOUNTS} accounts that are not deleted; this one has {living}, and {more} would come"
)]
pub struct NoRoom {
    /// How many accounts it has that are not deleted.
    pub living: u32,
    /// How many would come.
    pub more: u32,
}

impl NoRoom {
    /// Whether `more` accounts may come to a platform that has `living` ones.
    ///
    /// # Errors
    /// If there would be more than [`MAX_ACCOUNTS`].
    pub fn unless_fits(living: u32, more: u32) -> Result<(), Self> {
        let fits = usize::try_from(living.saturating_add(more)).is_ok_and(|all| all <= MAX_ACCOUNTS);
        if fits { Ok(()) } else { Err(Self { living, more }) }
    }
}
