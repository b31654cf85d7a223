//! Schemas of what is a text on the wire and something else in the rules.

use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, Type},
};

use crate::{account::Address, invoice::InvoiceNumber};

fn text(description: &str) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String).description(Some(description))
}

impl PartialSchema for Address {
    fn schema() -> RefOr<Schema> {
        text("A mailbox address, as it was written.").max_length(Some(254)).into()
    }
}

impl ToSchema for Address {}

impl PartialSchema for InvoiceNumber {
    fn schema() -> RefOr<Schema> {
        text("The year and six digits, gapless per platform and year.").pattern(Some("^[0-9]{4}-[0-9]{6,}$")).into()
    }
}

impl ToSchema for InvoiceNumber {}
