//! The rules of Laufzeit: what an account costs, when it renews and when it ends.
//!
//! Everything here is decided from arguments, including the date. Nothing is fetched, stored or shown. This crate uses
//! no clock, no floating point, no hash map and no I/O.

pub mod account;
pub mod book;
pub mod calendar;
pub mod catalog;
pub mod chain;
pub mod change;
pub mod charge;
pub mod check;
pub mod clash;
pub mod cohort;
pub mod command;
mod csv;
pub mod demo;
mod domains;
pub mod door;
pub mod erasing;
pub mod event;
pub mod field;
pub mod fold;
pub mod gone;
pub mod hash;
mod hostname;
pub mod invoice;
pub mod language;
pub mod limits;
pub mod money;
pub mod moving;
pub mod older;
pub mod order;
pub mod paper;
pub mod party;
pub mod people;
pub mod platform;
pub mod query;
pub mod receipt;
pub mod refusal;
pub mod replica;
pub mod roster;
pub mod rows;
pub mod rules;
mod salts;
#[cfg(feature = "openapi")]
mod schema;
pub mod settings;
pub mod stamp;
pub mod submission;
pub mod summary;
mod tally;
pub mod tax;
pub mod visible;
pub mod wire;
