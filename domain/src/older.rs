//! Completes what earlier versions stored with less in it. An invoice of version 0.1.0 names no buyer where none was set.

use crate::{event::Recorded, platform::Platform};

/// Walks a record from its beginning and names the buyer of each invoice that names none, by what the record says of
/// that day.
#[derive(Debug)]
pub struct Completion {
    platform: Platform,
}

impl Completion {
    /// Begins with the first entry; none if that does not create a platform.
    pub fn begin(first: &Recorded) -> Option<Self> {
        Platform::after([first]).map(|platform| Self { platform })
    }

    /// Completes the next entry. Entries that neither change settings nor have an invoice may be left out.
    pub fn complete(&mut self, recorded: &mut Recorded) {
        self.platform.follow(&recorded.event);
        if let Some(invoice) = recorded.event.invoice_mut() {
            invoice.name_buyer(&self.platform);
        }
    }
}
