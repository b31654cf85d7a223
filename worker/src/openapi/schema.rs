//! The types that the table of calls names, with their schemas.

use std::borrow::Cow;

use serde_json::{Map, Value, json};
use utoipa::{
    ToSchema,
    openapi::{RefOr, schema},
};

/// The name and the schema of a type.
type Named = (String, RefOr<schema::Schema>);

/// A type of the wire.
#[derive(Debug, Clone, Copy)]
pub struct Schema {
    name: fn() -> Cow<'static, str>,
    /// The schemas of the type and of every type that it names.
    all: fn() -> Vec<Named>,
}

impl Schema {
    /// The schema of a type.
    pub const fn of<T: ToSchema>() -> Self {
        Self { name: T::name, all: all::<T> }
    }

    /// A reference to the schema in the components.
    pub fn reference(self) -> Value {
        json!({"$ref": format!("#/components/schemas/{}", (self.name)())})
    }

    /// Adds the schemas of the type and of every type that it names to the components.
    pub fn add_to(self, components: &mut Map<String, Value>) -> Result<(), serde_json::Error> {
        for (name, schema) in (self.all)() {
            components.insert(name, serde_json::to_value(schema)?);
        }
        Ok(())
    }
}

fn all<T: ToSchema>() -> Vec<Named> {
    let mut all = vec![(T::name().into_owned(), T::schema())];
    T::schemas(&mut all);
    all
}
