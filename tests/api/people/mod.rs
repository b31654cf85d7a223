//! Who may come in, and what they may do.

mod house;
mod matrix;
mod roles;
mod sessions;
mod sign_in;
