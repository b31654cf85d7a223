//! Data that earlier versions left, opened by this one.

pub(crate) mod migrated;
mod newer;
mod opened;
mod record;
mod scenes;
