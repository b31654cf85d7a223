//! Moving a platform to another house: the section of the settings, the notice where it was, and loading an archive.

mod arrive;
mod leave;

pub use self::{
    arrive::arrive,
    leave::{gone, section},
};
