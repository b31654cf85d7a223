//! What changes a platform: each decided by the rules on the book as it is now, then written with its answer.

use chrono::NaiveDate;
use domain::{
    account::AccountId,
    book::Book,
    change::{Receipt, SubmissionId},
    command::Command,
    event::{Actor, Event, Recorded},
    refusal::Refusal,
    wire::{
        AccountView, ChangesRequest, ClockRequest, Fault, Imported, Ordered, PlatformView, QuoteRequest, ReceiptView,
        SummaryView, TakenBack,
    },
};
use worker::Request;

use crate::{
    answers::Once,
    inbound::{Limit, body, fault, header},
    platform_object::PlatformObject,
    reply::{Reply, SUMMARY_LINES, Step, refuse},
    request::{self, Target},
};

impl PlatformObject {
    /// What changes would do.
    pub(crate) fn preview(&self, target: &Target, body: &[u8]) -> Step<Reply> {
        let mut query = target.query();
        let limit = query.limit_or(SUMMARY_LINES);
        let after = query.number("cursor").and_then(|id| u32::try_from(id).ok()).unwrap_or(0);
        query.end()?;
        let wishes =
            request::json::<ChangesRequest>(body)?.preview().map_err(|errors| Box::new(Reply::blaming(&errors)))?;
        let book = self.book()?;
        let summary = book.summarise(&wishes).map_err(|refusal| Box::new(Reply::refusal(&book, &refusal)))?;
        Ok(Reply::json(200, &SummaryView::of(&book, &summary, AccountId(after), limit)))
    }

    /// Takes a submission.
    pub(crate) async fn submit(&self, once: &Once, body: &[u8]) -> Step<Reply> {
        self.open().await?;
        if let Some(reply) = self.answered(once)? {
            return Ok(reply);
        }
        let id = SubmissionId(once.key.clone());
        let submission = request::json::<ChangesRequest>(body)?.submission(id);
        let submission = submission.map_err(|errors| Box::new(Reply::blaming(&errors)))?;
        self.command(once, None, |book| book.submit(&submission).map(Some), receipt).await
    }

    /// Takes a submission back.
    pub(crate) async fn undo(&self, once: &Once, id: String) -> Step<Reply> {
        self.open().await?;
        if let Some(reply) = self.answered(once)? {
            return Ok(reply);
        }
        let revision = self.book()?.submission(&SubmissionId(id));
        let Some(revision) = revision else {
            return refuse(Fault::NoSubmission);
        };
        let original = self.store.entry(revision.0).map_err(|error| fault(&error))?;
        let id = SubmissionId::of_undo(&once.key, revision);
        self.command(once, None, |book| book.undo(id, &original).map(Some), receipt).await
    }

    /// Moves the test clock, after all work due by then.
    pub(crate) async fn move_clock(&self, once: &Once, body: &[u8]) -> Step<Reply> {
        self.open().await?;
        if let Some(reply) = self.answered(once)? {
            return Ok(reply);
        }
        let ClockRequest { today: to } = request::json(body)?;
        {
            let book = self.book()?;
            book.check_clock(to).map_err(|refusal| Box::new(Reply::refusal(&book, &refusal)))?;
        }
        self.catch_up(Some(to)).await?;
        // a run beside this one may have gone further: then the work is done
        let decide = |book: &Book| if book.today() > to { Ok(None) } else { book.check_clock(to) };
        self.command(once, Some(to), decide, |book, _| Reply::json(200, &PlatformView::from(book))).await
    }

    /// Adds the accounts of a roster, or only checks it.
    pub(crate) async fn import(&self, target: &Target, request: &mut Request) -> Step<Reply> {
        let mut query = target.query();
        let dry_run = query.flag("dry_run").unwrap_or(false);
        query.end()?;
        let key = if dry_run { None } else { Some(request::key(header(request, "idempotency-key"))?) };
        let roster = body(request, "text/csv", Limit::ROSTER).await?;
        self.open().await?;
        let once = key.map(|key| Once::new("POST", &target.path, key, &roster));
        if let Some(once) = &once
            && let Some(reply) = self.answered(once)?
        {
            return Ok(reply);
        }
        let read = |book: &Book| {
            book.demand_active()?;
            book.roster_target().read(&roster).map_err(Refusal::Roster)
        };
        let Some(once) = once else {
            self.brought_up_to_date().await?;
            let book = self.book()?;
            let good = read(&book).map_err(|refusal| Box::new(Reply::refusal(&book, &refusal)))?;
            return Ok(Reply::json(200, &Imported { imported: good.entries().len(), import: None }));
        };
        let reply = |_: &Book, recorded: &[Recorded]| {
            let imported = recorded.iter().map(|recorded| recorded.event.accounts().count()).sum();
            Reply::json(200, &Imported { imported, import: recorded.first().map(|recorded| recorded.revision) })
        };
        self.command(&once, None, |book| book.import(read(book)?).map(Some), reply).await
    }

    /// What an order would cost.
    pub(crate) fn quote(&self, target: &Target, body: &[u8]) -> Step<Reply> {
        target.query().end()?;
        let QuoteRequest { quantity, term } = request::json(body)?;
        let book = self.book()?;
        let quote = book.quote(quantity, term).map_err(|refusal| Box::new(Reply::refusal(&book, &refusal)))?;
        Ok(Reply::json(200, &quote))
    }

    /// Does what a command asks, and answers what `reply` makes of it.
    pub(crate) async fn perform(
        &self,
        once: &Once,
        command: Step<Command>,
        reply: impl FnOnce(&Book, &[Recorded]) -> Reply,
    ) -> Step<Reply> {
        self.open().await?;
        if let Some(reply) = self.answered(once)? {
            return Ok(reply);
        }
        let command = command?;
        self.command(once, None, |book| book.decide(&command), reply).await
    }

    /// Brings the book up to date, lets the rules decide, and writes what they say together with the answer. From the
    /// look for an earlier answer to the last write, nothing is awaited.
    async fn command(
        &self,
        once: &Once,
        on: Option<NaiveDate>,
        decide: impl FnOnce(&Book) -> Result<Option<Event>, Refusal>,
        reply: impl FnOnce(&Book, &[Recorded]) -> Reply,
    ) -> Step<Reply> {
        self.catch_up(None).await?;
        if let Some(reply) = self.answered(once)? {
            return Ok(reply);
        }
        let (event, today) = {
            let book = self.book()?;
            let event = decide(&book).map_err(|refusal| Box::new(Reply::refusal(&book, &refusal)))?;
            (event, book.today())
        };
        let answer = self.write(on.unwrap_or(today), Actor::User, event.into_iter().collect(), |book, recorded| {
            let reply = reply(book, recorded);
            (Some((once.clone(), reply.clone())), reply)
        })?;
        self.settle().await;
        Ok(answer)
    }
}

/// The platform as it stands after a command.
pub(crate) fn platform(book: &Book, _: &[Recorded]) -> Reply {
    Reply::json(200, &PlatformView::from(book))
}

/// An account as it stands after a command.
pub(crate) fn account(id: AccountId) -> impl FnOnce(&Book, &[Recorded]) -> Reply {
    move |book, _| match book.account(id) {
        Some(account) => Reply::json(200, &AccountView::of(book, account)),
        None => Reply::problem(&Fault::NoAccount),
    }
}

/// What an order made.
pub(crate) fn ordered(_: &Book, recorded: &[Recorded]) -> Reply {
    match recorded.first().and_then(Ordered::of) {
        Some(ordered) => Reply::json(201, &ordered),
        None => Reply::problem(&Fault::Internal("an order left no record".to_owned())),
    }
}

/// How many accounts are gone.
pub(crate) fn taken_back(_: &Book, recorded: &[Recorded]) -> Reply {
    let removed = recorded.iter().map(|recorded| recorded.event.accounts().count()).sum();
    Reply::json(200, &TakenBack { removed })
}

fn receipt(book: &Book, recorded: &[Recorded]) -> Reply {
    match recorded.first().and_then(Receipt::of) {
        Some(receipt) => Reply::json(201, &ReceiptView::of(book, &receipt)),
        None => Reply::problem(&Fault::Internal("a submission left no receipt".to_owned())),
    }
}
