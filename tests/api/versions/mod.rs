//! What earlier versions left, in the hands of this one.

mod migrated;
mod newer;
mod opened;
mod record;
mod scenes;
