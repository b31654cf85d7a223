//! The types that the table of calls names. What they look like is asked only by the program that writes the OpenAPI
//! document, which has a `schema` of its own with the same name and constructor: the worker carries none of it.

/// A type of the wire.
#[derive(Debug, Clone, Copy)]
pub struct Schema;

impl Schema {
    /// Of this type.
    pub const fn of<T>() -> Self {
        Self
    }
}
