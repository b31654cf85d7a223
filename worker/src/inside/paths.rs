//! What objects ask each other, by path. No such path is reached from outside.

/// Asks a platform's object to found the platform.
pub const FOUND: &str = "/found";
/// Asks a platform's object for its entry in the list of platforms.
pub const HEAD: &str = "/head";
/// Asks a platform's object to do what is due.
pub const WAKE: &str = "/wake";
/// Begins to take in an archive: its manifest is the body, and the answer the name of the session.
pub const ARRIVAL_BEGIN: &str = "/arrival/begin";
/// A piece of an archive.
pub const ARRIVAL_PIECE: &str = "/arrival/piece";
/// Has an archive checked: the id of the house is the body.
pub const ARRIVAL_END: &str = "/arrival/end";
/// Has an archive thrown away.
pub const ARRIVAL_DROP: &str = "/arrival/drop";
/// Takes an archive over: asks the directory first, which asks the platform's object.
pub const ARRIVAL_TAKE: &str = "/arrival/take";
/// Asks the directory for the id of the house.
pub const HOUSE: &str = "/house";
/// Asks a platform's object for the day of its stored book.
pub const STANDS_AT: &str = "/stands_at";
/// Tells the directory what it is to know of a platform.
pub const TELL: &str = "/tell";
/// Asks the directory what it knows of a platform.
pub const KNOWN: &str = "/known";
/// Asks the directory for the names of platforms, whose ids are the body.
pub const NAMES: &str = "/names";
/// Asks the directory to look at a platform again.
pub const LOOK_AGAIN: &str = "/look_again";
/// Asks the directory to wake the platforms that are overdue.
pub const WAKE_OVERDUE: &str = "/wake_overdue";
/// Asks who shows a secret.
pub const WHO: &str = "/who";
/// Tells what concerns people and their access.
pub const NOTE: &str = "/note";
/// Asks who a caller is by now.
pub const AGAIN: &str = "/again";
/// Tells the directory that the desk is locked.
pub const LOCK: &str = "/lock";
/// Asks the directory whether the desk was locked.
pub const IS_LOCKED: &str = "/is_locked";
/// Asks who is called so.
pub const CALLED: &str = "/called";
/// Asks whether somebody may watch a platform, and has that platform told when they may no longer.
pub const WATCH: &str = "/watch";
/// Ends the sockets of a session, which is the body.
pub const UNWATCH: &str = "/unwatch";
/// Asks whether there is anybody who may come in.
pub const HAS_PEOPLE: &str = "/has_people";
/// Asks whether there is a passkey for a host name.
pub const HAS_PASSKEYS: &str = "/has_passkeys";
/// Asks what is wrong with what the configuration says of providers.
pub const PROVIDERS: &str = "/providers";
/// Makes the one invitation of the machine itself. The control door of `entry.mjs` asks for it.
pub const OWNER: &str = "/owner";
/// Tells that a backup takes the place of what there was. The control door of `entry.mjs` tells it.
pub const RESTORED: &str = "/restored";
/// Checks a platform. The control door of `entry.mjs` asks for it.
pub const CHECK: &str = "/check";
/// Moves the clock of the people's object ahead. Only tests do.
pub const SKEW: &str = "/skew";
