//! Archives: one platform as one file, with which it moves from house to house.

pub mod form;
pub mod tar;

#[cfg(target_arch = "wasm32")]
mod arrivals;
#[cfg(target_arch = "wasm32")]
mod arriving;
#[cfg(target_arch = "wasm32")]
mod export;
#[cfg(target_arch = "wasm32")]
mod gzip;
#[cfg(target_arch = "wasm32")]
mod staging;
#[cfg(target_arch = "wasm32")]
mod taking;
#[cfg(target_arch = "wasm32")]
mod verifying;

#[cfg(target_arch = "wasm32")]
pub use self::{arrivals::arrive, arriving::Arriving};
