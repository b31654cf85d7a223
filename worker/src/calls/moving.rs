//! The calls by which a platform moves from house to house.

use domain::{
    moving::Leaving,
    people::Role::Administrator,
    wire::{ArrivalView, HouseView},
};

use super::{
    Answer::{self, One},
    Body, Call, Deed, Description,
    Method::{Get, Post},
    OfDirectory, OfWorker, PLATFORM, Question,
    Who::With,
    ask, deed, json,
};
use crate::schema::Schema;

/// All calls by which a platform moves.
pub const CALLS: &[Description] = &[
    Description::new(
        Get,
        Call::Directory(OfDirectory::House),
        "/house",
        With(Administrator),
        "The house that answers. Whoever moves a platform here needs its id.",
    )
    .answers(200, One(Schema::of::<HouseView>())),
    Description::new(
        Post,
        Call::Worker(OfWorker::LookAtArchive),
        "/arrivals/preview",
        With(Administrator),
        "Checks an archive, and says what it is to this house.",
    )
    .reads(Body::Archive)
    .answers(200, One(Schema::of::<ArrivalView>())),
    Description::new(
        Post,
        Call::Worker(OfWorker::TakeArchive),
        "/arrivals",
        With(Administrator),
        "Takes the platform in an archive that is released to this house. It needs no key: what was taken is not taken \
         again, and gets the same answer.",
    )
    .reads(Body::Archive)
    .answers(201, One(Schema::of::<ArrivalView>())),
    ask(
        Question::Archive,
        "/platforms/{p}/archive",
        With(Administrator),
        "Everything that is stored of it, as one file: what it moves with.",
    )
    .answers(200, Answer::Archive),
    deed(
        Post,
        Deed::MoveAway,
        "/platforms/{p}/move",
        With(Administrator),
        "Releases it to another house. Nothing happens to it here from then on, and there is no way back but moving back.",
    )
    .reads(json(Schema::of::<Leaving>()))
    .answers(200, PLATFORM),
];
