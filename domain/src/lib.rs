//! The rules of Laufzeit: what an account costs, when it renews and when it ends.
//!
//! Everything here is decided from arguments: the date is given, nothing is fetched, stored or shown. No clock, no
//! float, no hash map and no I/O enters this crate.

#![forbid(unsafe_code)]
#![deny(clippy::float_arithmetic)]

pub mod account;
pub mod book;
pub mod calendar;
pub mod catalog;
pub mod change;
pub mod check;
pub mod cohort;
mod csv;
pub mod demo;
pub mod event;
pub mod invoice;
pub mod money;
pub mod platform;
pub mod query;
pub mod refusal;
pub mod renewal;
pub mod replica;
pub mod roster;
pub mod summary;
pub mod wire;
