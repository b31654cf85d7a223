//! Where the project keeps things, and how workerd is started: shared by `cargo xtask` and the tests.

pub mod npm;
pub mod place;
pub mod workerd;
