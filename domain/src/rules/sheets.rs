//! A list of accounts for a spreadsheet, in the language of who reads it.

use crate::{
    account::{AccountRef, RenewalMode, Status},
    book::Book,
    csv::{guard, write_cells},
    language::Language,
    summary::Outcome,
};

/// Writes accounts for a spreadsheet such as Excel: with a byte order mark, with semicolons, and with words, dates and
/// amounts as the language has them. Lines end in CR LF.
pub fn write_sheet<'a>(book: &Book, accounts: impl IntoIterator<Item = AccountRef<'a>>, language: Language) -> String {
    let mut text = sheet_head(book, language);
    write_sheet_lines(&mut text, book, accounts, language);
    text
}

/// The line of a sheet that names its columns, behind a byte order mark.
pub fn sheet_head(book: &Book, language: Language) -> String {
    let (words, currency) = (language.sheet(), &book.platform().currency);
    let mut text = String::from('\u{feff}');
    let price = format!("{} ({})", words.next_net, currency.as_str());
    write_cells(
        &mut text,
        ';',
        [words.account, words.display_name, words.status, words.renewal, words.expiry, words.deletion, &price],
    );
    text
}

/// Adds the lines of accounts to a sheet.
pub fn write_sheet_lines<'a>(
    text: &mut String,
    book: &Book,
    accounts: impl IntoIterator<Item = AccountRef<'a>>,
    language: Language,
) {
    let (words, digits) = (language.sheet(), book.platform().currency.minor_units());
    for account in accounts {
        let status = match account.status {
            Status::Active if !account.is_configured() => words.not_set_up,
            Status::Active => words.active,
            Status::Suspended => words.suspended,
            Status::Deleted | Status::Withdrawn => words.deleted,
        };
        let mode = match account.mode {
            RenewalMode::Monthly => words.monthly,
            RenewalMode::Yearly => words.yearly,
            RenewalMode::Never => words.none,
        };
        let next = (account.status == Status::Active).then(|| book.outcome(account, account.mode));
        let (deletes_on, net) = match next {
            Some(Outcome::Closes { deletes_on }) => (Some(deletes_on), None),
            Some(Outcome::Renews { net, .. }) => (None, Some(net)),
            None => (account.deletes_on, None),
        };
        let net = net.map(|net| language.plain_amount(net, digits)).unwrap_or_default();
        let deletes_on = deletes_on.map(|day| language.plain_date(day)).unwrap_or_default();
        let address = match account.address.erasure() {
            Some(day) => format!("{} {}", words.erased_on, language.plain_date(day)),
            None => guard(account.address.as_str()),
        };
        let name = guard(account.display_name);
        let cells = [&address, &name, status, mode, &language.plain_date(account.expires_on), &deletes_on, &net];
        write_cells(text, ';', cells);
    }
}
