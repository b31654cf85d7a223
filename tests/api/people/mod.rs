//! Who may come in, and what they may do.

mod desk;
pub(crate) mod document;
mod gone;
mod house;
mod limits;
mod matrix;
mod roles;
mod sessions;
mod sign_in;
