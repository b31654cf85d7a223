//! The folders and programs of the project, and how workerd is started, for `cargo xtask` and the tests.

pub mod backup;
pub mod control;
mod data_folder;
pub mod edge;
pub mod http;
pub mod npm;
pub mod place;
pub mod private;
pub mod restore;
pub mod workerd;
