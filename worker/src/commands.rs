//! Commands and previews: the rules decide on the present book, and what a command changes is written together with its
//! answer.

use std::cell::RefCell;

use chrono::NaiveDate;
use domain::{
    account::AccountId,
    book::Book,
    change::Wishes,
    command::{Command, Envelope},
    door::{Host, Passage},
    erasing::{Bearers, Sought},
    event::{Event, Recorded},
    gone::Register,
    order::Order,
    platform::Platform,
    receipt::Receipt,
    refusal::Refusal,
    roster::{Given, Roster, RosterErrors, RosterFile},
    rules::{RosterReader, RosterTaking, RosterTarget, State, Summing},
    settings::Settings,
    stamp::{Revision, SubmissionId},
    wire::{
        AccountView, ChangesRequest, ClockRequest, ConfirmRequest, ErasureRequest, Fault, Imported, OrderRequest,
        Ordered, PlatformView, QuoteRequest, ReceiptView, RestoreRequest, SetUpRequest, SummaryView, TakenBack,
        Understanding,
    },
};

use serde::de::DeserializeOwned;

use crate::{
    arrived::Arrived,
    asked::Asked,
    caller::Caller,
    calls::{Deed, Preview},
    damage::unread,
    kept::Kept,
    machine::{SLICE, breathe, slice},
    once::Once,
    reply::{OrReply, Reply, SUMMARY_LINES},
    request, shelf,
};

/// The command that a request asks for.
pub(crate) fn command(deed: Deed, asked: &Asked, body: &Arrived, given: Given) -> OrReply<Command> {
    Ok(match deed {
        Deed::Settings => Command::Settings(Box::new(read::<Settings>(body)?)),
        Deed::SetUp => {
            let account = asked.account()?;
            let SetUpRequest { address, display_name } = read(body)?;
            Command::SetUp { account, address, display_name }
        }
        Deed::Reset => {
            let account = asked.account()?;
            let ConfirmRequest { confirm } = read(body)?;
            Command::Reset { account, confirm }
        }
        Deed::Restore => {
            let account = asked.account()?;
            let RestoreRequest { mode } = read(body)?;
            Command::Restore { account, mode }
        }
        Deed::Import => Command::Import(RosterFile { bytes: Vec::new(), given }),
        Deed::TakeImportBack => Command::TakeImportBack { import: asked.import()? },
        Deed::Confirm => {
            let submission = read::<ChangesRequest>(body)?.submission();
            Command::Confirm(submission.map_err(|errors| Box::new(Reply::blaming(&errors)))?)
        }
        Deed::Undo => Command::Undo { of: asked.submission() },
        Deed::Order => {
            let OrderRequest { quantity, term, hash } = read(body)?;
            Command::Order(Order { quantity, term, hash })
        }
        Deed::Terminate => {
            let ConfirmRequest { confirm } = read(body)?;
            Command::Terminate { confirm }
        }
        Deed::TakeTerminationBack => Command::TakeTerminationBack,
        Deed::MoveAway => Command::MoveAway(read(body)?),
        Deed::ErasePerson => {
            let ErasureRequest { address, confirm } = read(body)?;
            Command::ErasePerson { address, confirm }
        }
        Deed::MoveClock => {
            let ClockRequest { today: to } = read(body)?;
            Command::MoveClock { to }
        }
    })
}

/// From how many bytes on a roster is read in slices before it is taken.
const LARGE: usize = 256 << 10;
/// The most lines of a preview that is not counted.
const SMALL: usize = 10_000;

/// What a body of JSON says.
fn read<T: DeserializeOwned>(body: &Arrived) -> OrReply<T> {
    request::json(&body.whole())
}

impl Kept {
    /// What a change would do if it were made now.
    pub(crate) async fn preview(
        &self,
        preview: Preview,
        asked: &Asked,
        caller: &Caller,
        body: &[u8],
    ) -> OrReply<Reply> {
        match preview {
            Preview::Changes => self.summary(asked, caller, body).await,
            Preview::Order => self.quote(asked, body),
            Preview::Erasure => self.erasure(asked, body).await,
        }
    }

    async fn summary(&self, asked: &Asked, caller: &Caller, body: &[u8]) -> OrReply<Reply> {
        let mut query = asked.query();
        let limit = query.limit_or(SUMMARY_LINES);
        let after = query.number("cursor").and_then(|id| u32::try_from(id).ok()).unwrap_or(0);
        query.end()?;
        let wishes =
            request::json::<ChangesRequest>(body)?.preview().map_err(|errors| Box::new(Reply::blaming(&errors)))?;
        let lines = match &wishes {
            Wishes::Each(changes) => changes.len(),
            Wishes::Set(changes) => changes.len(),
            Wishes::All { .. } => usize::try_from(self.book()?.counts().active).unwrap_or(usize::MAX),
        };
        if lines > SMALL {
            self.limit_previews(caller)?;
        }
        breathe().await;
        let mut summing = Summing::of(&wishes, SLICE);
        loop {
            {
                let book = self.book()?;
                let refused = |refusal| self.refused(&book, &refusal);
                if let Some(summary) = summing.step(&book).map_err(refused)? {
                    let summary = summary.within_limit().map_err(refused)?;
                    let gone = self.gone(&book, summary.refused.iter().map(|refused| refused.account))?;
                    let register = Register { book: &book, gone: &gone };
                    return Ok(Reply::json(200, &SummaryView::of(register, &summary, AccountId(after), limit)));
                }
            }
            slice().await;
        }
    }

    /// Checks a roster without adding its accounts.
    pub(crate) async fn check_roster(&self, roster: &Arrived, given: Given) -> OrReply<Reply> {
        self.brought_up_to_date().await?;
        let mut reader = RosterReader::of(given, 1);
        loop {
            {
                let book = self.book()?;
                book.demand_active().map_err(|refusal| self.refused(&book, &refusal))?;
                if let Some(understood) = reader.step(book.roster_target(), roster) {
                    return Ok(Reply::json(200, &Understanding::from(&understood)));
                }
            }
            slice().await;
        }
    }

    fn quote(&self, asked: &Asked, body: &[u8]) -> OrReply<Reply> {
        asked.query().end()?;
        let QuoteRequest { quantity, term } = request::json(body)?;
        let book = self.book()?;
        let quote = book.quote(quantity, term).map_err(|refusal| self.refused(&book, &refusal))?;
        Ok(Reply::json(200, &quote))
    }

    /// The problem of a refusal.
    pub(crate) fn refused(&self, book: &Book, refusal: &Refusal) -> Box<Reply> {
        let named = if let Refusal::Stale { now } = refusal { now.refused.as_slice() } else { &[] };
        match self.gone(book, named.iter().map(|refused| refused.account)) {
            Ok(gone) => Box::new(Reply::refusal(Register { book, gone: &gone }, refusal)),
            Err(reply) => reply,
        }
    }

    /// The submission that is meant by a name in an address.
    pub(crate) fn meant(&self, named: SubmissionId) -> OrReply<SubmissionId> {
        let Some(step) = Asked::step(&named) else { return Ok(named) };
        let is_there = |id: &SubmissionId| self.submission(id).map(|revision| revision.is_some());
        Ok(if !is_there(&named)? && is_there(&step)? { step } else { named })
    }

    /// The revision at which a submission was taken; none if no submission has this id.
    pub(crate) fn submission(&self, id: &SubmissionId) -> OrReply<Option<Revision>> {
        self.store.submission(id).map_err(|error| unread(&error))
    }

    /// Lets a command through the door, and answers once it is done. A request that cannot be read now
    /// may still have a stored answer, from a version that could read it.
    pub(crate) async fn pass(&self, sent: &Sent, caller: Caller, command: OrReply<Command>) -> OrReply<Reply> {
        self.open().await?;
        let command = match command {
            Ok(Command::Undo { of }) => Command::Undo { of: self.meant(of)? },
            Ok(command) => command,
            Err(problem) => return self.answered(&sent.once)?.ok_or(problem),
        };
        if let Command::Import(_) = command
            && self.answered(&sent.once)?.is_none()
        {
            self.limit_imports(&caller)?;
            // the accounts of a file, and then the book with them
            shelf::make_room(&self.book, sent.body.len().saturating_mul(4));
        }
        // nobody reads the record in slices while texts are taken out of it
        let erases = matches!(command, Command::ErasePerson { .. });
        let _turn = if erases { Some(self.turn().await) } else { None };
        let _held = self.book.hold();
        let key = SubmissionId(sent.once.key.clone());
        let envelope = Envelope { key, actor: caller.actor(), by: caller.by, command };
        let roster = RefCell::new(self.roster_in_slices(&envelope, sent).await?);
        let (mut passage, mut client) = (Passage::of(&envelope), Client { kept: self, sent, roster });
        let reply = loop {
            match passage.step(&mut client).map_err(|problem| self.ended_with(problem))? {
                Some(reply) => break reply,
                None => breathe().await,
            }
        };
        self.settle().await;
        Ok(reply)
    }
}

/// The accounts of a roster, with the state of the platform that they were read for.
type Prepared = (State, Result<Roster, RosterErrors>);

impl Kept {
    /// Reads the accounts of a large import before it passes the door, slice by slice: what is written after that is one
    /// slice. None for anything else.
    async fn roster_in_slices(&self, envelope: &Envelope, sent: &Sent) -> OrReply<Option<Prepared>> {
        let Command::Import(file) = &envelope.command else { return Ok(None) };
        if sent.body.len() < LARGE || self.answered(&sent.once)?.is_some() {
            return Ok(None);
        }
        let _turn = self.turn().await;
        self.brought_up_to_date().await?;
        let mut taking = RosterTaking::of(file.given.clone(), 1);
        loop {
            {
                let book = self.book()?;
                if book.demand_active().is_err() {
                    return Ok(None);
                }
                let target = book.roster_target();
                if let Some(roster) = taking.step(target, &sent.body) {
                    return Ok(Some((target.state(), roster)));
                }
            }
            slice().await;
        }
    }
}

/// A request that must be done only once.
pub(crate) struct Sent {
    pub(crate) once: Once,
    pub(crate) body: Arrived,
    /// The status of a successful answer.
    pub(crate) status: u16,
}

/// A platform as a host for one request.
struct Client<'a> {
    kept: &'a Kept,
    sent: &'a Sent,
    /// What was read before.
    roster: RefCell<Option<Prepared>>,
}

impl Host for Client<'_> {
    type Answer = Reply;
    type Fault = Box<Reply>;

    fn answered(&self, _: &Envelope) -> OrReply<Option<Reply>> {
        self.kept.answered(&self.sent.once)
    }

    fn read<T>(&self, read: impl FnOnce(&Book) -> T) -> OrReply<T> {
        Ok(read(&*self.kept.book()?))
    }

    fn submission(&self, id: &SubmissionId) -> OrReply<Option<Revision>> {
        self.kept.submission(id)
    }

    fn bearers(&self, book: &Book, sought: &Sought) -> OrReply<Bearers> {
        self.kept.bearers(book, sought)
    }

    fn entry(&self, revision: Revision) -> OrReply<Recorded> {
        self.kept.store.entry(revision.0).map_err(|error| unread(&error))
    }

    fn settings_at(&self, revision: Revision) -> OrReply<Platform> {
        self.kept.store.settings_at(revision.0).map_err(|error| unread(&error))
    }

    fn roster(&self, file: &RosterFile, target: RosterTarget<'_>) -> Result<Roster, RosterErrors> {
        match self.roster.take() {
            Some((state, roster)) if state == target.state() => roster,
            // the platform has changed meanwhile
            _ => target.read(&self.sent.body, &file.given),
        }
    }

    fn refused(&self, refusal: Refusal) -> Box<Reply> {
        match self.kept.book() {
            Ok(book) => self.kept.refused(&book, &refusal),
            Err(reply) => reply,
        }
    }

    fn run_day(&mut self, to: Option<NaiveDate>) -> OrReply<bool> {
        self.kept.run_day(to)
    }

    fn write(&mut self, envelope: &Envelope, on: NaiveDate, event: Option<Event>) -> OrReply<Reply> {
        if let Some(event @ Event::PersonErased { .. }) = event {
            return self.kept.erase(self.sent, envelope, on, event);
        }
        let stamp = self.kept.stamp(envelope.actor, envelope.by.clone());
        let gone = {
            let refused = if let Some(Event::ModesChanged { refused, .. }) = &event { refused.as_slice() } else { &[] };
            self.kept.gone(&*self.kept.book()?, refused.iter().map(|refused| refused.account))?
        };
        self.kept.write(on, &stamp, event.into_iter().collect(), |book, recorded| {
            let reply = reply(self.sent.status, &envelope.command, Register { book, gone: &gone }, recorded);
            (Some((self.sent.once.clone(), reply.clone())), reply)
        })
    }
}

/// The answer to a command that has been done.
fn reply(status: u16, command: &Command, register: Register<'_>, recorded: &[Recorded]) -> Reply {
    let book = register.book;
    let recorded = recorded.first();
    match command {
        Command::Confirm(_) | Command::Undo { .. } => match recorded.and_then(Receipt::of) {
            Some(receipt) => Reply::json(status, &ReceiptView::of(register, &receipt)),
            None => Reply::problem(&Fault::Internal("a submission left no receipt".to_owned())),
        },
        Command::Order(_) => match recorded.and_then(Ordered::of) {
            Some(ordered) => Reply::json(status, &ordered),
            None => Reply::problem(&Fault::Internal("an order left no record".to_owned())),
        },
        Command::Import(_) => match recorded.and_then(Imported::of) {
            Some(imported) => Reply::json(status, &imported),
            None => Reply::problem(&Fault::Internal("an import left no record".to_owned())),
        },
        Command::TakeImportBack { .. } => {
            let removed = recorded.map_or(0, |recorded| recorded.event.accounts().count());
            Reply::json(status, &TakenBack { removed })
        }
        Command::SetUp { account, .. } | Command::Reset { account, .. } | Command::Restore { account, .. } => {
            match book.account(*account) {
                Some(account) => Reply::json(status, &AccountView::of(book, account)),
                None => Reply::problem(&Fault::NoAccount),
            }
        }
        Command::Terminate { .. }
        | Command::TakeTerminationBack
        | Command::Settings(_)
        | Command::MoveAway(_)
        | Command::ErasePerson { .. }
        | Command::MoveClock { .. } => Reply::json(status, &PlatformView::from(book)),
    }
}
