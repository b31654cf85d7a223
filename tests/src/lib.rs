//! What tests share: a host of the rules in memory.

pub mod host;
