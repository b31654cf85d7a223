//! What tests share: a host of the rules in memory, the worker in a real workerd, the page without one, and what earlier
//! versions left.

pub mod host;
pub mod kept;
pub mod static_files;
pub mod weight;
pub mod workerd;
