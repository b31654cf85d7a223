//! What tests share: an authenticator, a browser, a host in memory, the worker in a real workerd, nginx in front of it, the page on a plain file server, and data of
//! earlier versions.

pub mod authenticator;
pub mod chromium;
pub mod front;
pub mod host;
pub mod kept;
pub mod letters;
pub mod provider;
pub mod size;
pub mod socket;
pub mod static_files;
pub mod weight;
pub mod workerd;
