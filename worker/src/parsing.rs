//! Writes and reads an entry of the record slice by slice. Only an import is long enough for that: it has all of its accounts
//! in one entry.

use domain::{
    event::{Event, Recorded},
    limits::MAX_RECORDS,
    roster::{Roster, RosterEntry},
};

/// Where the accounts of an import begin, as entries are written.
pub const BEGIN: &str = "\"accounts\":[";
/// How an import ends.
pub const END: &str = "]}";

/// How many accounts are written at once.
const SLICE: usize = 500;

/// A length in bytes that an account rarely has, for which counting takes less time than reading an account.
const LONG: usize = 1_024;

/// The text of an entry, piece by piece: an import is cut before each so many accounts, and anything else is one piece.
#[derive(Debug)]
pub struct Pieces<'a> {
    recorded: &'a Recorded,
    /// The accounts that are still to be written; none before the first piece.
    rest: Option<&'a [RosterEntry]>,
}

impl<'a> Pieces<'a> {
    /// The text of this entry.
    pub const fn of(recorded: &'a Recorded) -> Self {
        Self { recorded, rest: None }
    }

    /// What is written at first: all of an entry, or the head of an import with its first accounts.
    fn first(&mut self) -> serde_json::Result<String> {
        let Recorded { revision, at, on, actor, by, event } = self.recorded;
        let Event::AccountsImported { first, accounts } = event else {
            self.rest = Some(&[]);
            return serde_json::to_string(self.recorded);
        };
        let event = Event::AccountsImported { first: *first, accounts: Roster::stored(Vec::new()) };
        let bare = Recorded { revision: *revision, at: at.clone(), on: *on, actor: *actor, by: by.clone(), event };
        let mut text = serde_json::to_string(&bare)?;
        text.truncate(text.len() - END.len());
        text.push_str(&self.some(accounts.entries())?);
        Ok(text)
    }

    /// The next accounts, and behind the last one the end of the import.
    fn some(&mut self, accounts: &'a [RosterEntry]) -> serde_json::Result<String> {
        let (now, later) = accounts.split_at_checked(SLICE).unwrap_or((accounts, &[]));
        self.rest = Some(later);
        let mut text = serde_json::to_string(now)?;
        text.remove(0);
        text.pop();
        if later.is_empty() {
            text.push_str(END);
        }
        Ok(text)
    }
}

impl Iterator for Pieces<'_> {
    type Item = serde_json::Result<String>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.rest {
            None => Some(self.first()),
            Some([]) => None,
            Some(rest) => Some(self.some(rest).map(|text| format!(",{text}"))),
        }
    }
}

/// The entry in a text. To read an import in any other way takes several times the memory of its accounts.
///
/// # Errors
/// If the text is no entry.
pub fn recorded(text: &str) -> serde_json::Result<Recorded> {
    let in_slices = Parsing::of(text).and_then(|mut parsing| {
        while !parsing.step(usize::MAX)? {}
        Some(parsing.recorded())
    });
    in_slices.map_or_else(|| serde_json::from_str(text), Ok)
}

/// An import that is being read.
#[derive(Debug)]
pub struct Parsing<'a> {
    /// The import without accounts.
    bare: Recorded,
    /// Its accounts as JSON, one after the other with commas between them.
    accounts: &'a str,
    /// In how many bytes of that the accounts have been counted.
    counted: usize,
    /// How many accounts there are at most, as far as they have been counted.
    many: usize,
    /// How many bytes have been read.
    read: usize,
    entries: Vec<RosterEntry>,
}

impl<'a> Parsing<'a> {
    /// Begins to read an import that is written just as this worker writes one. Anything else is to be read at once.
    pub fn of(text: &'a str) -> Option<Self> {
        let (head, rest) = text.split_at_checked(text.find(BEGIN)? + BEGIN.len())?;
        let accounts = rest.strip_suffix(END)?;
        let around = format!("{head}{END}");
        let bare: Recorded = serde_json::from_str(&around).ok()?;
        let import = matches!(&bare.event, Event::AccountsImported { accounts, .. } if accounts.entries().is_empty());
        let as_written =
            import && !accounts.is_empty() && serde_json::to_string(&bare).is_ok_and(|text| text == around);
        as_written.then(|| Self { bare, accounts, counted: 0, many: 0, read: 0, entries: Vec::new() })
    }

    /// Counts or reads the next accounts, so many at most. Returns whether all have been read; none if they cannot be read
    /// so.
    pub fn step(&mut self, most: usize) -> Option<bool> {
        if self.counted < self.accounts.len() {
            self.count(most.saturating_mul(LONG));
            return Some(false);
        }
        let rest = self.accounts.get(self.read..)?;
        let mut read = 0;
        for _ in 0..most {
            let mut next = serde_json::Deserializer::from_str(rest.get(read..)?).into_iter();
            self.entries.push(next.next()?.ok()?);
            read += next.byte_offset();
            if read == rest.len() {
                return Some(true);
            }
            let comma = rest.get(read..)?.strip_prefix(',')?;
            read = rest.len() - comma.len();
        }
        self.read += read;
        Some(false)
    }

    /// Counts the accounts in the next bytes. A list that grows while they are read would take twice as much memory.
    fn count(&mut self, bytes: usize) {
        let next = self.accounts.as_bytes().iter().skip(self.counted).take(bytes);
        self.many = self.many.saturating_add(next.filter(|byte| **byte == b'{').count());
        self.counted = self.counted.saturating_add(bytes);
        if self.counted >= self.accounts.len() {
            self.entries.reserve_exact(self.many.min(MAX_RECORDS));
        }
    }

    /// The entry, once all accounts have been read.
    pub fn recorded(self) -> Recorded {
        let Self { mut bare, entries, .. } = self;
        if let Event::AccountsImported { accounts, .. } = &mut bare.event {
            *accounts = Roster::stored(entries);
        }
        bare
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) const IMPORT: &str = r#"{"revision":2,"at":"2026-11-22T12:00:00Z","on":"2026-11-22","actor":"user","kind":"accounts_imported","first":1,"accounts":[{"address":"a@x.example","display_name":"},{\"accounts\":[","mode":"monthly","expires_on":"2027-01-01","anchor_day":1},{"address":"b@x.example","display_name":"]}","mode":"none","expires_on":"2027-01-02","ordered_on":"2026-01-01","anchor_day":2},{"address":"c@x.example","display_name":"","mode":"yearly","expires_on":"2027-01-03","anchor_day":3}]}"#;

    /// The entry in a text, read so many accounts at a time; none if it cannot be read so.
    fn in_slices(text: &str, most: usize) -> Option<Recorded> {
        let mut parsing = Parsing::of(text)?;
        while !parsing.step(most)? {}
        Some(parsing.recorded())
    }

    #[test]
    fn an_import_in_slices_is_the_import() {
        let whole: Recorded = serde_json::from_str(IMPORT).expect("an entry");
        assert_eq!(serde_json::to_string(&whole).expect("JSON"), IMPORT);
        for most in 1..5 {
            assert_eq!(in_slices(IMPORT, most).as_ref(), Some(&whole), "{most}");
        }
    }

    #[test]
    fn the_pieces_of_an_entry_are_its_text() {
        let mut recorded: Recorded = serde_json::from_str(IMPORT).expect("an entry");
        let Event::AccountsImported { accounts, .. } = recorded.event.clone() else { panic!("an import") };
        for many in [0, 1, 3, SLICE, SLICE + 1, 2 * SLICE + 1] {
            if let Event::AccountsImported { accounts: own, .. } = &mut recorded.event {
                *own = Roster::stored(accounts.entries().iter().cycle().take(many).cloned().collect());
            }
            let pieces: Vec<String> = Pieces::of(&recorded).collect::<Result<_, _>>().expect("JSON");
            assert_eq!(pieces.concat(), serde_json::to_string(&recorded).expect("JSON"));
            assert_eq!(pieces.len(), many.div_ceil(SLICE).max(1));
        }
        recorded.event = Event::ClockMoved {};
        let pieces: Vec<String> = Pieces::of(&recorded).collect::<Result<_, _>>().expect("JSON");
        assert_eq!(pieces, [serde_json::to_string(&recorded).expect("JSON")]);
    }

    /// However a text was changed, reading it in slices gives what reading it at once gives, or nothing.
    #[test]
    fn what_is_not_as_it_was_written_is_never_read_as_something_else() {
        let places = (0..IMPORT.len()).filter(|place| IMPORT.is_char_boundary(*place));
        for place in places {
            let (before, after) = IMPORT.split_at(place);
            let changed = [",", "{", "}", "]", "[", "\"", " ", "1", "x", ",\"accounts\":[]", "{\"accounts\":[],"];
            let inserted = changed.map(|more| format!("{before}{more}{after}"));
            let cut = [before.to_owned(), after.to_owned(), format!("{before}{}", after.get(1..).unwrap_or_default())];
            for text in inserted.iter().chain(&cut) {
                if let Some(read) = in_slices(text, 1) {
                    assert_eq!(Some(read), serde_json::from_str(text).ok(), "{text}");
                }
            }
        }
    }
}
