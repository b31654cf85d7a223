//! The calls by which whoever answers for a platform answers a person.

use domain::{
    people::Role::Administrator,
    wire::{AddressView, Erased, ErasureAsked, ErasurePreview, ErasureRequest},
};

use super::{Answer::One, Deed, Description, Method::Post, Preview, Question, Who::With, ask, deed, json, preview};
use crate::schema::Schema;

/// All calls about what a person may ask for.
pub const CALLS: &[Description] = &[
    ask(
        Question::Person,
        "/platforms/{p}/persons",
        With(Administrator),
        "Everything that is held about one address. `items` comes in pages; the rest is on each of them.",
    )
    .takes(&["address", "limit", "cursor"])
    .answers(200, One(Schema::of::<AddressView<'_>>())),
    preview(
        Preview::Erasure,
        "/platforms/{p}/erasures/preview",
        With(Administrator),
        "What an erasure would take, and what would stay.",
    )
    .reads(json(Schema::of::<ErasureAsked>()))
    .answers(200, One(Schema::of::<ErasurePreview>())),
    deed(
        Post,
        Deed::ErasePerson,
        "/platforms/{p}/erasures",
        With(Administrator),
        "Erases address and name of whoever had an address from all that is stored. It cannot be undone. Numbers, dates and \
         amounts stay, and so do invoices, which name no addresses. Under the same key it gets the same answer again, whatever \
         its body.",
    )
    .reads(json(Schema::of::<ErasureRequest>()))
    .answers(200, One(Schema::of::<Erased>())),
];
