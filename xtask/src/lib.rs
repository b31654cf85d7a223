//! The folders and programs of the project, and how workerd is started, for `cargo xtask` and the tests.

pub mod aside;
pub mod npm;
pub mod place;
pub mod workerd;
