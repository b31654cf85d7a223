//! Who may come in, and what they may do.

mod desk;
pub(crate) mod document;
mod front;
mod gone;
mod hostile;
pub(crate) mod house;
mod limits;
mod matrix;
mod providers;
mod restored;
mod roles;
mod sessions;
mod sign_in;
mod stolen;
mod visit;
mod watching;
