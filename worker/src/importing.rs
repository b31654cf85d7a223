//! Reads an import part by part, as its entry is stored, for whoever wants to know of one of its accounts or of none: all of a
//! large one would take several times as much memory as its accounts.

use domain::{
    account::AccountId,
    event::{Event, Recorded},
    roster::Roster,
};
use serde::de::{DeserializeOwned, IgnoredAny};

use crate::parsing::{BEGIN, END};

/// What is no import, or not written as this worker writes one. It has to be read in another way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotSo;

/// An import of which parts have been read.
#[derive(Debug)]
pub struct Importing {
    /// The account that is wanted.
    wanted: Option<AccountId>,
    /// The entry without accounts, once its head has come.
    bare: Option<Recorded>,
    /// The next account in the text.
    next: AccountId,
    /// What has come and was not read yet.
    text: String,
}

impl Importing {
    /// Begins to read an entry. If an account is wanted, the text is read up to that.
    pub const fn of(wanted: Option<AccountId>) -> Self {
        Self { wanted, bare: None, next: AccountId(0), text: String::new() }
    }

    /// Takes the next part. Returns the entry once enough has come, with the wanted account as its only one.
    ///
    /// # Errors
    /// If the entry has to be read in another way, also because there is no such account.
    pub fn take(&mut self, part: &str) -> Result<Option<Recorded>, NotSo> {
        self.text.push_str(part);
        if self.bare.is_none() {
            let Some(head) = self.text.find(BEGIN).map(|begin| begin + BEGIN.len()) else { return Ok(None) };
            let head: String = self.text.drain(..head).collect();
            let bare: Recorded = serde_json::from_str(&format!("{head}{END}")).map_err(|_| NotSo)?;
            let Event::AccountsImported { first, .. } = &bare.event else { return Err(NotSo) };
            self.next = *first;
            self.bare = Some(bare);
        }
        match self.wanted {
            None => Ok(self.bare.take()),
            Some(wanted) => self.seek(wanted),
        }
    }

    /// Goes on to the wanted account.
    fn seek(&mut self, wanted: AccountId) -> Result<Option<Recorded>, NotSo> {
        let mut read = 0;
        let found = loop {
            let rest = self.text.get(read..).unwrap_or_default();
            let rest = rest.strip_prefix(',').unwrap_or(rest);
            let begin = self.text.len() - rest.len();
            if self.next == wanted {
                break first(rest)?.map(|(entry, _)| entry);
            }
            let Some((IgnoredAny, length)) = first(rest)? else { break None };
            read = begin + length;
            self.next = self.next.next();
        };
        self.text.drain(..read);
        let Some(found) = found else { return Ok(None) };
        let mut bare = self.bare.take();
        if let Some(Recorded { event: Event::AccountsImported { first, accounts }, .. }) = &mut bare {
            (*first, *accounts) = (wanted, Roster::stored(vec![found]));
        }
        Ok(bare)
    }
}

/// The value with which a text begins, and its length; none if more of it has to come.
fn first<T: DeserializeOwned>(text: &str) -> Result<Option<(T, usize)>, NotSo> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter();
    match values.next() {
        None => Ok(None),
        Some(Ok(value)) => Ok(Some((value, values.byte_offset()))),
        Some(Err(error)) if error.is_eof() => Ok(None),
        Some(Err(_)) => Err(NotSo),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parsing::tests::IMPORT;

    /// The entry in a text that comes in pieces of so many bytes.
    fn read(text: &str, wanted: Option<AccountId>, bytes: usize) -> Result<Option<Recorded>, NotSo> {
        let mut importing = Importing::of(wanted);
        for part in text.as_bytes().chunks(bytes) {
            let done = importing.take(std::str::from_utf8(part).expect("ASCII"))?;
            if done.is_some() {
                return Ok(done);
            }
        }
        Ok(None)
    }

    #[test]
    fn an_account_of_an_import_is_found_however_its_text_is_cut() {
        let whole: Recorded = serde_json::from_str(IMPORT).expect("an entry");
        let Event::AccountsImported { accounts, .. } = &whole.event else { panic!("an import") };
        for bytes in 1..IMPORT.len() {
            for (place, entry) in (1..).zip(accounts.entries()) {
                let accounts = Roster::stored(vec![entry.clone()]);
                let event = Event::AccountsImported { first: AccountId(place), accounts };
                let due = Recorded { event, ..whole.clone() };
                assert_eq!(read(IMPORT, Some(AccountId(place)), bytes), Ok(Some(due)), "{bytes} {place}");
            }
            assert_eq!(read(IMPORT, Some(AccountId(4)), bytes), Err(NotSo), "{bytes}: there is no such account");
            let event = Event::AccountsImported { first: AccountId(1), accounts: Roster::stored(Vec::new()) };
            assert_eq!(read(IMPORT, None, bytes), Ok(Some(Recorded { event, ..whole.clone() })), "{bytes}");
        }
    }

    #[test]
    fn what_is_no_import_or_not_so_written_is_left_to_others() {
        let broken = IMPORT.replacen("\"mode\":\"monthly\"", "\"mode\":monthly", 1);
        assert_eq!(read(&broken, Some(AccountId(1)), 1_000), Err(NotSo));
        let cut = IMPORT.get(..IMPORT.len() / 2).expect("ASCII");
        assert_eq!(read(cut, Some(AccountId(3)), 1_000), Ok(None));
        assert_eq!(read(&IMPORT.replace("accounts_imported", "deleted"), None, 1_000), Err(NotSo));
    }
}
