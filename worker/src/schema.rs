//! A placeholder for the schemas of the types that the table of calls names. Only the program that writes the OpenAPI
//! document needs schemas, and it has its own `schema` module with the same name and constructor, so that the worker
//! contains none.

/// A type of the wire.
#[derive(Debug, Clone, Copy)]
pub struct Schema;

impl Schema {
    /// The schema of a type.
    pub const fn of<T>() -> Self {
        Self
    }
}
