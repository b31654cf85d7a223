//! Who may come in, and what they may do.

mod desk;
pub(crate) mod document;
mod gone;
mod hostile;
mod house;
mod limits;
mod matrix;
mod providers;
mod roles;
mod sessions;
mod sign_in;
mod visit;
