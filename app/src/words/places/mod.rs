//! The words of the places beside the list: invoices, one account, what happened, settings.

mod account;
mod invoices;
mod record;
mod settings;

pub use self::{account::AccountWords, invoices::InvoiceWords, record::RecordWords, settings::SettingsWords};

type Text = &'static str;
/// Says a count.
type Count = fn(usize) -> String;
/// Says a piece of text.
type Say = fn(&str) -> String;

/// Those of one language.
#[derive(Debug)]
pub struct PlaceWords {
    pub invoices: InvoiceWords,
    pub record: RecordWords,
    pub account: AccountWords,
    pub settings: SettingsWords,
}

pub(super) const DE: PlaceWords =
    PlaceWords { invoices: invoices::DE, record: record::DE, account: account::DE, settings: settings::DE };
pub(super) const EN: PlaceWords =
    PlaceWords { invoices: invoices::EN, record: record::EN, account: account::EN, settings: settings::EN };
pub(super) const FR: PlaceWords =
    PlaceWords { invoices: invoices::FR, record: record::FR, account: account::FR, settings: settings::FR };
