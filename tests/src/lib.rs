//! What tests share: a host of the rules in memory, the worker in a real workerd, and the page without one.

pub mod host;
pub mod static_files;
pub mod weight;
pub mod workerd;
