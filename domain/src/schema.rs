//! The schemas of types whose form on the wire differs from that in the rules.

use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ArrayBuilder, ObjectBuilder, Ref, RefOr, Schema, Type},
};

use crate::{
    account::Address,
    catalog::{Catalog, PriceVersion},
    invoice::InvoiceNumber,
};

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

impl PartialSchema for Catalog {
    fn schema() -> RefOr<Schema> {
        let versions = ArrayBuilder::new().items(Ref::from_schema_name(PriceVersion::name()));
        versions.description(Some("The price versions in order of their first day; never empty.")).into()
    }
}

impl ToSchema for Catalog {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((PriceVersion::name().into_owned(), PriceVersion::schema()));
        PriceVersion::schemas(schemas);
    }
}
