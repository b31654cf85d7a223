//! The words of what is done besides changes of modes: ordering, one account's mailbox, the end of a platform.

mod ending;
mod mailbox;
mod order;

pub use self::{ending::EndingWords, mailbox::MailboxWords, order::OrderWords};

type Text = &'static str;
/// Says a count.
type Count = fn(usize) -> String;
/// Says a piece of text.
type Say = fn(&str) -> String;

/// Those of one language.
#[derive(Debug)]
pub struct DeedWords {
    pub order: OrderWords,
    pub mailbox: MailboxWords,
    pub ending: EndingWords,
}

pub(super) const DE: DeedWords = DeedWords { order: order::DE, mailbox: mailbox::DE, ending: ending::DE };
pub(super) const EN: DeedWords = DeedWords { order: order::EN, mailbox: mailbox::EN, ending: ending::EN };
pub(super) const FR: DeedWords = DeedWords { order: order::FR, mailbox: mailbox::FR, ending: ending::FR };
