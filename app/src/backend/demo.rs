//! The demo: a book in this tab. The browser keeps the sample it began with and the commands since.

use std::{
    cell::{Ref, RefCell},
    fmt,
    rc::Rc,
};

use domain::{
    account::{Account, AccountId, AccountRef},
    book::{Book, News},
    command::Envelope,
    demo::{Demo, Sample},
    event::Recorded,
    query::{Filter, Sort},
    receipt::Receipt,
    stamp::{Revision, SubmissionId},
    summary::SummaryLine,
    wire::Problem,
};

use super::{Done, Failure, Listed, Names};
use crate::{
    clock,
    storage::{self, shared},
};

/// A host in this tab. It is a trait object so that its code is fetched together with the demo.
pub trait TabHost: fmt::Debug {
    /// Starts again today with the company of this sample.
    fn restart(&self, sample: Sample);
    /// Reads the demo again as another tab has left it.
    fn follow(&self);
    /// The company that is shown.
    fn sample(&self) -> Sample;
    /// The book.
    fn book(&self) -> Book;
    /// What is new in it.
    fn news(&self, since: Revision) -> News;
    /// Does what an envelope asks.
    fn pass(&self, envelope: &Envelope) -> Result<Done, Failure>;
    /// Everything that happened, oldest first.
    fn record(&self) -> Ref<'_, [Recorded]>;
    /// The lines of a receipt, and the addresses of what it names.
    fn lines(&self, id: &SubmissionId) -> (Listed<SummaryLine>, Names);
    /// The deleted accounts that match.
    fn gone(&self, filter: &Filter, sort: Sort) -> Listed<Account>;
    /// A deleted account.
    fn gone_account(&self, id: AccountId) -> Option<Account>;
}

/// The demo this browser keeps, or a new one with the small company.
pub fn open() -> Option<Rc<dyn TabHost>> {
    let demo = storage::demo().or_else(|| Demo::start(Sample::default(), clock::today(), clock::now()))?;
    Some(Rc::new(Tab(RefCell::new(demo))))
}

/// A book in this tab.
#[derive(Debug)]
struct Tab(RefCell<Demo>);

impl Tab {
    fn keep(&self) {
        shared::note_demo(storage::keep_demo(self.0.borrow().log()));
    }
}

impl TabHost for Tab {
    fn restart(&self, sample: Sample) {
        if let Some(demo) = Demo::start(sample, clock::today(), clock::now()) {
            self.0.replace(demo);
            self.keep();
        }
    }

    fn follow(&self) {
        if let Some(demo) = storage::demo() {
            self.0.replace(demo);
        }
    }

    fn sample(&self) -> Sample {
        self.0.borrow().log().sample
    }

    fn book(&self) -> Book {
        self.0.borrow().book().clone()
    }

    fn news(&self, since: Revision) -> News {
        self.0.borrow().news(since)
    }

    fn pass(&self, envelope: &Envelope) -> Result<Done, Failure> {
        let result = self.0.borrow_mut().pass(envelope, clock::now());
        if result.is_ok() {
            self.keep();
        }
        result.map_err(|refusal| Problem::from(&refusal).into())
    }

    fn record(&self) -> Ref<'_, [Recorded]> {
        Ref::map(self.0.borrow(), Demo::record)
    }

    fn lines(&self, id: &SubmissionId) -> (Listed<SummaryLine>, Names) {
        let demo = self.0.borrow();
        let items = demo.submission(id).map(Receipt::lines_of).unwrap_or_default();
        let refused = demo.submission(id).and_then(Receipt::of).map(|receipt| receipt.refused).unwrap_or_default();
        let named = items.iter().map(|line| line.account).chain(refused.iter().map(|refused| refused.account));
        let names = named.filter_map(|id| Some((id, demo.register().addressed(id)?.to_owned()))).collect();
        (Listed { items, next: None }, names)
    }

    fn gone(&self, filter: &Filter, sort: Sort) -> Listed<Account> {
        let demo = self.0.borrow();
        Listed {
            items: demo.register().sorted(filter, sort).into_iter().map(AccountRef::to_owned).collect(),
            next: None,
        }
    }

    fn gone_account(&self, id: AccountId) -> Option<Account> {
        self.0.borrow().register().account(id).map(AccountRef::to_owned)
    }
}

/// What `read` returns for each entry of the record, newest first.
pub(super) fn list<T>(demo: &dyn TabHost, read: impl Fn(&Recorded) -> Option<T>) -> Listed<T> {
    Listed { items: demo.record().iter().rev().filter_map(read).collect(), next: None }
}
