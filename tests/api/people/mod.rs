//! Who may come in, and what they may do.

mod desk;
pub(crate) mod document;
mod front;
mod gone;
pub(crate) mod house;
mod limits;
mod matrix;
mod restored;
mod roles;
mod sessions;
mod sign_in;
