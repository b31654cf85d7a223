//! What tests share: a host of the rules in memory, and the worker in a real workerd.

pub mod host;
pub mod workerd;
