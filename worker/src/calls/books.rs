//! The calls by which whoever keeps a book of a platform gets it, and stays up to date.

use domain::people::Role::Reader;

use super::{Answer, Description, Question, Who::With, ask};

/// All calls about books.
pub const CALLS: &[Description] = &[
    ask(Question::Book, "/platforms/{p}/book", With(Reader), "The book, whole or what is new in it.")
        .takes(&["since"])
        .answers(200, Answer::Anything),
    ask(Question::Snapshot, "/platforms/{p}/snapshot", With(Reader), "The book as columns, whole or what is new.")
        .takes(&["since"])
        .answers(200, Answer::Columns),
    ask(
        Question::Live,
        "/platforms/{p}/live",
        With(Reader),
        "What is new since a revision, as it is recorded, over a WebSocket.",
    )
    .takes(&["since"])
    .answers(101, Answer::Socket),
];
