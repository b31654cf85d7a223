//! The table of all calls. Routing, the answer to a wrong method, the reading of requests, and the OpenAPI document all
//! use it. For the document it is compiled a second time, into the program in `openapi/`.
//!
//! All paths are below `/api/v1`. Every list takes `limit` (1 to 1,000, default 50) and `cursor`, and answers an object
//! with `items` and `next_cursor`. A page of the record (events, history, receipts) also ends once 8 MiB have been
//! read. A call that needs an `Idempotency-Key` answers the same request with the same body again with the stored
//! answer. Errors are problems (RFC 9457), told apart by their `code`. They have the `facts` that a sentence about them
//! needs, and list the fields at fault, each with its own code. All codes are in `domain::wire::Code`.

mod books;
mod description;
mod moving;
mod people;
mod persons;

use domain::{
    event::Recorded,
    invoice::Invoice,
    order::Quote,
    people::Role::{Administrator, Billing, Reader, Technical},
    platform::NewPlatform,
    settings::Settings,
    wire::{
        AccountEvent, AccountView, ChangesRequest, ClockRequest, ConfirmRequest, Forecast, HistoryEntry, Imported,
        InvoiceHead, LineView, Me, OrderRequest, Ordered, PlatformEntries, PlatformView, QuoteRequest, ReceiptView,
        RestoreRequest, SetUpRequest, SummaryView, TakenBack, Understanding,
    },
};

pub use self::description::{Answer, Body, Description, Extended, Key, Limit, Method, Who};
pub use self::people::OfPeople;
use self::{
    Answer::{CountedPage, Either, One, Page, Printable, WithPage},
    Method::{Delete, Get, Patch, Post},
    Who::{Anyone, ByField, Known, With},
};
use crate::schema::Schema;

/// A call, grouped by who answers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Call {
    /// A call that the worker itself answers.
    Worker(OfWorker),
    /// A call that the directory answers.
    Directory(OfDirectory),
    /// A call about who may come in.
    People(OfPeople),
    /// A question to a platform.
    Ask(Question),
    /// A question to a platform about what a change would do.
    Preview(Preview),
    /// A change of a platform.
    Do(Deed),
    /// A call to a platform for tests only.
    Test,
}

/// The calls that the worker itself answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfWorker {
    /// Whether the worker is up.
    Health,
    /// The OpenAPI document.
    Document,
    /// Whether the caller is known.
    SignedIn,
    /// Who the caller is.
    Me,
    /// Says what an archive is.
    LookAtArchive,
    /// Takes an archive.
    TakeArchive,
}

/// The calls that the directory answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfDirectory {
    /// Lists the platforms.
    List,
    /// Creates a platform.
    Create,
    /// The house that all of them are in.
    House,
}

/// The questions to a platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// The platform itself: settings, prices, date and counts.
    Platform,
    /// Its book, for scripts.
    Book,
    /// Its book as columns, for the page of this product.
    Snapshot,
    /// What is new in its book as it is recorded.
    Live,
    /// Its record.
    Events,
    /// Its accounts.
    Accounts,
    /// Its accounts as a roster.
    Csv,
    /// One account.
    Account,
    /// What happened to one account.
    AccountHistory,
    /// Its submissions.
    Receipts,
    /// One submission.
    Receipt,
    /// Its invoices.
    Invoices,
    /// One invoice.
    Invoice,
    /// Its history: the record in short form.
    History,
    /// Its forecast.
    Forecast,
    /// Whether its invariants hold.
    Check,
    /// Its archive.
    Archive,
    /// What is held about one address.
    Person,
}

/// The changes that can be previewed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preview {
    /// Changes of renewal modes.
    Changes,
    /// An order.
    Order,
    /// The erasure of a person's texts.
    Erasure,
}

/// The calls that change a platform. Each request is done only once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Changes its settings.
    Settings,
    /// Sets an account up.
    SetUp,
    /// Resets an account.
    Reset,
    /// Restores a suspended account.
    Restore,
    /// Imports a roster.
    Import,
    /// Takes an import back.
    TakeImportBack,
    /// Does what a summary said.
    Confirm,
    /// Takes a submission back.
    Undo,
    /// Orders accounts.
    Order,
    /// Terminates the platform.
    Terminate,
    /// Takes the termination back.
    TakeTerminationBack,
    /// Releases it to another house.
    MoveAway,
    /// Moves its test clock.
    MoveClock,
    /// Erases the texts of a person.
    ErasePerson,
}

const FILTER: &[&str] =
    &["search", "status", "mode", "configured", "expires_before", "expires_from", "due_in", "sort", "order"];
const PAGE: &[&str] = &["limit", "cursor"];

const fn ask(question: Question, path: &'static str, who: Who, summary: &'static str) -> Description {
    Description::new(Get, Call::Ask(question), path, who, summary)
}

const fn preview(preview: Preview, path: &'static str, who: Who, summary: &'static str) -> Description {
    Description::new(Post, Call::Preview(preview), path, who, summary)
}

const fn deed(method: Method, deed: Deed, path: &'static str, who: Who, summary: &'static str) -> Description {
    Description::new(method, Call::Do(deed), path, who, summary).under(Key::Needed)
}

const fn json(schema: Schema) -> Body {
    Body::Json(schema, Limit::NORMAL)
}

const PLATFORM: Answer = One(Schema::of::<PlatformView>());
const ACCOUNT: Answer = One(Schema::of::<AccountView<'_>>());
const RECEIPT: Answer = One(Schema::of::<ReceiptView<'_>>());

/// All calls. If two paths match an address and its method, the one with fewer parameters applies.
pub fn all() -> impl Iterator<Item = &'static Description> {
    CALLS.iter().chain(books::CALLS).chain(moving::CALLS).chain(people::CALLS).chain(persons::CALLS)
}

/// The calls about platforms, and those of the worker itself.
const CALLS: &[Description] = &[
    Description::new(
        Get,
        Call::Worker(OfWorker::Health),
        "/healthz",
        Anyone,
        "Whether the worker answers, its version, and what time it is there.",
    )
    .answers(200, Answer::Health),
    Description::new(Get, Call::Worker(OfWorker::Document), "/openapi.json", Known, "This document.")
        .answers(200, Answer::Anything),
    Description::new(Get, Call::Worker(OfWorker::Me), "/me", Known, "Who the caller is, and what they may do.")
        .answers(200, One(Schema::of::<Me>())),
    Description::new(Get, Call::Directory(OfDirectory::List), "/platforms", Known, "The platforms, by id.")
        .takes(PAGE)
        .answers(200, One(Schema::of::<PlatformEntries>())),
    Description::new(
        Post,
        Call::Directory(OfDirectory::Create),
        "/platforms",
        With(Administrator),
        "Makes a platform.",
    )
    .under(Key::Needed)
    .reads(json(Schema::of::<NewPlatform>()))
    .answers(201, PLATFORM),
    // questions
    ask(Question::Platform, "/platforms/{p}", With(Reader), "A platform as it stands.").answers(200, PLATFORM),
    ask(Question::Events, "/platforms/{p}/events", With(Reader), "The record, oldest first.")
        .takes(&["after", "limit", "cursor"])
        .answers(200, Page(Schema::of::<Recorded>())),
    ask(Question::Accounts, "/platforms/{p}/accounts", With(Reader), "Accounts that match.")
        .takes(FILTER)
        .takes_too(PAGE)
        .answers(200, CountedPage(Schema::of::<AccountView<'_>>())),
    ask(Question::Csv, "/platforms/{p}/accounts.csv", With(Reader), "Accounts that match, as a roster.")
        .takes(FILTER)
        .takes_too(&["for", "language"])
        .answers(200, Answer::Csv),
    ask(Question::Account, "/platforms/{p}/accounts/{a}", With(Reader), "One account.").answers(200, ACCOUNT),
    ask(
        Question::AccountHistory,
        "/platforms/{p}/accounts/{a}/history",
        With(Reader),
        "Its own lines of the record, newest first.",
    )
    .takes(PAGE)
    .answers(200, Page(Schema::of::<AccountEvent>())),
    ask(Question::Receipts, "/platforms/{p}/changes", With(Reader), "Receipts, newest first.")
        .takes(&["undoes", "limit", "cursor"])
        .answers(200, Page(Schema::of::<ReceiptView<'_>>())),
    ask(Question::Receipt, "/platforms/{p}/changes/{c}", With(Reader), "A receipt and its lines.")
        .takes(PAGE)
        .answers(200, WithPage(Schema::of::<ReceiptView<'_>>(), Schema::of::<LineView<'_>>())),
    ask(Question::Invoices, "/platforms/{p}/invoices", With(Reader), "Invoices, newest first.")
        .takes(PAGE)
        .answers(200, Page(Schema::of::<InvoiceHead>())),
    ask(
        Question::Invoice,
        "/platforms/{p}/invoices/{number}",
        With(Reader),
        "An invoice; as HTML, a page made to be printed.",
    )
    .takes(&["language"])
    .answers(200, Printable(Schema::of::<Invoice>())),
    ask(Question::History, "/platforms/{p}/history", With(Reader), "Everything that happened, in short, newest first.")
        .takes(PAGE)
        .answers(200, Page(Schema::of::<HistoryEntry>())),
    ask(Question::Forecast, "/platforms/{p}/forecast", With(Reader), "What falls due if nobody changes anything.")
        .takes(&["months"])
        .answers(200, One(Schema::of::<Forecast>())),
    ask(Question::Check, "/platforms/{p}/check", With(Reader), "The invariants, over the whole record and the rows.")
        .answers(200, Answer::Verdict),
    // what changes would do
    preview(Preview::Changes, "/platforms/{p}/changes/preview", With(Billing), "What changes would do.")
        .takes(&["lines", "cursor"])
        .reads(Body::Json(Schema::of::<ChangesRequest>(), Limit::CHANGES))
        .answers(200, One(Schema::of::<SummaryView<'_>>())),
    preview(Preview::Order, "/platforms/{p}/orders/preview", With(Billing), "What an order would cost.")
        .reads(json(Schema::of::<QuoteRequest>()))
        .answers(200, One(Schema::of::<Quote>())),
    // deeds
    deed(
        Patch,
        Deed::Settings,
        "/platforms/{p}",
        ByField,
        "Changes settings; what is not named stays. With `revision`, what somebody else has changed since is not \
         overwritten: then nothing is changed, and `facts` has both values of each field.",
    )
    .reads(json(Schema::of::<Settings>()))
    .answers(200, PLATFORM),
    deed(
        Patch,
        Deed::SetUp,
        "/platforms/{p}/accounts/{a}",
        With(Technical),
        "Sets an account up; what is not named stays.",
    )
    .reads(json(Schema::of::<SetUpRequest>()))
    .answers(200, ACCOUNT),
    deed(
        Post,
        Deed::Reset,
        "/platforms/{p}/accounts/{a}/reset",
        With(Technical),
        "Takes content, address and name from an account.",
    )
    .reads(json(Schema::of::<ConfirmRequest>()))
    .answers(200, ACCOUNT),
    deed(
        Post,
        Deed::Restore,
        "/platforms/{p}/accounts/{a}/restore",
        With(Billing),
        "Lets a suspended account live on.",
    )
    .reads(json(Schema::of::<RestoreRequest>()))
    .answers(200, ACCOUNT),
    deed(
        Post,
        Deed::Import,
        "/platforms/{p}/accounts/import",
        With(Administrator),
        "Imports a roster, or with `dry_run` says what is understood of it; then no key is needed.",
    )
    .takes(&["dry_run", "mode_of_all", "expiry_of_all", "dates", "columns"])
    .under(Key::UnlessDryRun)
    .reads(Body::Csv(Limit::ROSTER))
    .answers(200, Either(Schema::of::<Imported>(), Schema::of::<Understanding>()))
    .refuses(&[Extended::BadRoster]),
    deed(
        Post,
        Deed::TakeImportBack,
        "/platforms/{p}/imports/{revision}/undo",
        With(Administrator),
        "Takes an import back whole, while none of it has been touched.",
    )
    .reads(Body::Empty)
    .answers(200, One(Schema::of::<TakenBack>())),
    deed(Post, Deed::Confirm, "/platforms/{p}/changes", With(Billing), "Does what a summary said.")
        .reads(Body::Json(Schema::of::<ChangesRequest>(), Limit::CHANGES))
        .answers(201, RECEIPT)
        .refuses(&[Extended::Stale {
            says: "The summary reads differently now.",
            field: "summary",
            now: Schema::of::<SummaryView<'_>>(),
        }]),
    deed(
        Post,
        Deed::Undo,
        "/platforms/{p}/changes/{c}/undo",
        With(Billing),
        "Takes a submission back, as far as it has not taken effect.",
    )
    .reads(Body::Empty)
    .answers(201, RECEIPT),
    deed(Post, Deed::Order, "/platforms/{p}/orders", With(Billing), "Orders accounts.")
        .reads(json(Schema::of::<OrderRequest>()))
        .answers(201, One(Schema::of::<Ordered>()))
        .refuses(&[Extended::Stale {
            says: "The order costs something else now.",
            field: "quote",
            now: Schema::of::<Quote>(),
        }]),
    deed(
        Post,
        Deed::Terminate,
        "/platforms/{p}/termination",
        With(Administrator),
        "Lets every account close at its own expiry.",
    )
    .reads(json(Schema::of::<ConfirmRequest>()))
    .answers(200, PLATFORM),
    deed(
        Delete,
        Deed::TakeTerminationBack,
        "/platforms/{p}/termination",
        With(Administrator),
        "Takes the termination back.",
    )
    .reads(Body::Empty)
    .answers(200, PLATFORM),
    deed(
        Post,
        Deed::MoveClock,
        "/platforms/{p}/clock",
        With(Administrator),
        "Moves a test clock, after all work due by then.",
    )
    .reads(json(Schema::of::<ClockRequest>()))
    .answers(200, PLATFORM),
    // calls for tests only
    Description::new(Get, Call::Test, "/platforms/{p}/test/{door}", Anyone, "Looks through a door.").only_in_tests(),
    Description::new(Post, Call::Test, "/platforms/{p}/test/{door}", Anyone, "Goes through a door.").only_in_tests(),
];
