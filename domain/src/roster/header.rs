//! Which column of a file says what.

use serde::{Deserialize, Serialize};

use super::{Cell, RosterErrors, RosterFault, WrittenDate, read_mode};
use crate::{account::Address, csv::unguard, fold::same};

/// What a column says about an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// The address.
    Address,
    /// The name shown beside it.
    DisplayName,
    /// The first part of the name.
    GivenName,
    /// The last part of the name.
    FamilyName,
    /// What happens at the expiry.
    Mode,
    /// The first day that is not paid for.
    ExpiresOn,
    /// The day it was ordered.
    OrderedOn,
    /// The day of the month on which its periods begin.
    AnchorDay,
}

impl Column {
    /// Those of our own files, in the order in which they are exported.
    pub const OWN: [Self; 6] =
        [Self::Address, Self::DisplayName, Self::Mode, Self::ExpiresOn, Self::OrderedOn, Self::AnchorDay];

    /// All there are.
    pub const ALL: [Self; 8] = [
        Self::Address,
        Self::DisplayName,
        Self::GivenName,
        Self::FamilyName,
        Self::Mode,
        Self::ExpiresOn,
        Self::OrderedOn,
        Self::AnchorDay,
    ];

    /// The column with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.as_str() == name)
    }

    /// Its name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::DisplayName => "display_name",
            Self::GivenName => "given_name",
            Self::FamilyName => "family_name",
            Self::Mode => "mode",
            Self::ExpiresOn => "expires_on",
            Self::OrderedOn => "ordered_on",
            Self::AnchorDay => "anchor_day",
        }
    }
}

/// A column of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ColumnOfFile {
    /// Its name, as it stands in the file.
    pub name: String,
    /// What it is taken for; `null` if it is passed over.
    pub taken_as: Option<Column>,
}

/// The names that other programs give to what is taken from their files, in lower case, best first. They are those of the
/// exports of Google Workspace, Microsoft 365 and Exchange, OVH, Plesk, Mailcow and cPanel, of our own lists for
/// spreadsheets, and of what people write.
const FOREIGN: [(Column, &[&str]); 6] = [
    (
        Column::Address,
        &[
            "email address [required]",
            "user principal name",
            "userprincipalname",
            "primary smtp address",
            "primarysmtpaddress",
            "primaryemailaddress",
            "primary email",
            "email address",
            "e-mail address",
            "emailaddress",
            "email",
            "e-mail",
            "e-mail-adresse",
            "e-mail-account",
            "e-mail account",
            "email account",
            "mail",
            "mailbox",
            "mail account",
            "mailname",
            "adresse e-mail",
            "adresse email",
            "compte e-mail",
            "courriel",
            "username",
            "user name",
            "login",
            "address",
        ],
    ),
    (
        Column::DisplayName,
        &[
            "display name",
            "displayname",
            "display_name",
            "full name",
            "fullname",
            "anzeigename",
            "nom complet",
            "nom affiché",
            "nom d’affichage",
            "contact name",
            "name",
        ],
    ),
    (
        Column::GivenName,
        &[
            "first name [required]",
            "first name",
            "firstname",
            "first_name",
            "given name",
            "givenname",
            "vorname",
            "prénom",
        ],
    ),
    (
        Column::FamilyName,
        &[
            "last name [required]",
            "last name",
            "lastname",
            "last_name",
            "family name",
            "surname",
            "sn",
            "nachname",
            "nom de famille",
            "nom",
        ],
    ),
    (Column::Mode, &["mode", "verlängerung", "renewal", "renouvellement"]),
    (
        Column::ExpiresOn,
        &["expires_on", "ablaufdatum", "expiry date", "expiry", "date d’expiration", "date d'expiration"],
    ),
];

/// The kinds of line in a file of Modoboa, which has no header, and the names that its documentation gives to the cells of
/// an account.
const MODOBOA: [&str; 7] = ["account", "alias", "dlist", "domain", "domainalias", "forward", "relaydomain"];
const MODOBOA_ACCOUNT: [(&str, Option<Column>); 9] = [
    ("account", None),
    ("loginname", None),
    ("password", None),
    ("first name", Some(Column::GivenName)),
    ("last name", Some(Column::FamilyName)),
    ("enabled", None),
    ("group", None),
    ("address", Some(Column::Address)),
    ("quota", None),
];

/// The columns of a file, as its first record or its form says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    columns: Vec<ColumnOfFile>,
    form: Form,
}

/// What kind of file it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Our own: nothing in it may be misunderstood.
    Own,
    /// Another program's: what is not known is passed over.
    Foreign,
    /// One of Modoboa, whose first record is no header.
    Modoboa,
    /// One that somebody has typed without a header.
    Bare,
}

/// What one of the first records of a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beginning {
    /// It names the columns.
    Header,
    /// It is about an account, or of a program whose files have no header.
    Account,
    /// It may be a title above the columns, or name them in words that are not known.
    Unknown,
}

impl Beginning {
    /// What this record is, before it is known what the columns are.
    pub fn of(cells: &[Cell]) -> Self {
        let header = Header::read(cells, 1, &mut RosterErrors::default());
        match header.form {
            Form::Own => Self::Header,
            Form::Modoboa | Form::Bare => Self::Account,
            Form::Foreign if header.place(Column::Address).is_some() => Self::Header,
            Form::Foreign => Self::Unknown,
        }
    }
}

impl Header {
    /// What the first record of a file says about its columns, unless `said` does. The errors are those of a file of our
    /// own.
    pub fn of(cells: &[Cell], line: usize, said: &[Option<Column>], errors: &mut RosterErrors) -> Self {
        if said.is_empty() {
            return Self::read(cells, line, errors);
        }
        let mut header = Self::read(cells, line, &mut RosterErrors::default());
        if header.form == Form::Own {
            header.form = Form::Foreign;
        }
        let mut seen = Vec::new();
        for (index, place) in header.columns.iter_mut().enumerate() {
            place.taken_as = said.get(index).copied().flatten();
            match place.taken_as {
                Some(column) if seen.contains(&column) => {
                    errors.push(line, index + 1, &place.name, RosterFault::ColumnTwice);
                }
                Some(column) => seen.push(column),
                None => {}
            }
        }
        header
    }

    fn read(cells: &[Cell], line: usize, errors: &mut RosterErrors) -> Self {
        let names: Vec<String> = cells.iter().map(|cell| plain(&cell.text)).collect();
        if names.first().is_some_and(|name| MODOBOA.contains(&name.as_str())) && names.len() > 2 {
            let column = |(name, taken_as): &(&str, Option<Column>)| ColumnOfFile {
                name: (*name).to_owned(),
                taken_as: *taken_as,
            };
            return Self { columns: MODOBOA_ACCOUNT.iter().map(column).collect(), form: Form::Modoboa };
        }
        if cells.iter().any(is_address) {
            return Self { columns: typed(cells), form: Form::Bare };
        }
        let blank = names.iter().rev().take_while(|name| name.is_empty()).count();
        let named = names.get(..names.len().saturating_sub(blank)).unwrap_or_default();
        let own = |name: &String| Column::OWN.into_iter().find(|column| column.as_str() == name);
        let is_own =
            [Column::Mode, Column::ExpiresOn].iter().all(|column| named.iter().any(|name| own(name) == Some(*column)));
        let mut columns: Vec<ColumnOfFile> = (cells.iter().take(named.len()))
            .map(|cell| ColumnOfFile { name: shown(&cell.text), taken_as: None })
            .collect();
        if is_own {
            for (index, (name, cell)) in named.iter().zip(cells).enumerate() {
                let fault = match (cell.read(), own(name)) {
                    (Err(fault), _) => fault,
                    (Ok(_), None) => RosterFault::UnknownColumn,
                    (Ok(_), Some(column)) if columns.iter().any(|known| known.taken_as == Some(column)) => {
                        RosterFault::ColumnTwice
                    }
                    (Ok(_), Some(column)) => {
                        columns.iter_mut().skip(index).take(1).for_each(|known| known.taken_as = Some(column));
                        continue;
                    }
                };
                errors.push(line, index + 1, &shown(&cell.text), fault);
            }
            return Self { columns, form: Form::Own };
        }
        for (column, known) in FOREIGN {
            let known = known.iter().find_map(|known| named.iter().position(|name| name == known));
            if let Some(place) = known.and_then(|place| columns.get_mut(place)).filter(|of| of.taken_as.is_none()) {
                place.taken_as = Some(column);
            }
        }
        Self { columns, form: Form::Foreign }
    }

    /// The columns.
    pub fn columns(&self) -> &[ColumnOfFile] {
        &self.columns
    }

    /// Whether it is a file of our own, in which every text stands for itself.
    pub fn is_own(&self) -> bool {
        self.form == Form::Own
    }

    /// Whether the first record is about an account, and not a header.
    pub fn is_account(&self) -> bool {
        match self.form {
            Form::Own | Form::Foreign => false,
            Form::Modoboa | Form::Bare => true,
        }
    }

    /// The place of a column, from 0; none if the file does not have it.
    pub fn place(&self, column: Column) -> Option<usize> {
        self.columns.iter().position(|of| of.taken_as == Some(column))
    }

    /// The names of what the file must say and does not.
    pub fn missing(&self) -> Vec<Column> {
        let mut needed = vec![Column::Address, Column::Mode, Column::ExpiresOn];
        if self.form == Form::Own {
            needed.insert(1, Column::DisplayName);
        }
        needed.retain(|column| self.place(*column).is_none());
        needed
    }

    /// Whether a record is about something else than an account.
    pub fn passes_over(&self, cells: &[Cell]) -> bool {
        self.form == Form::Modoboa && cells.first().is_none_or(|cell| !cell.text.eq_ignore_ascii_case("account"))
    }

    /// Whether a record has the cells that it must have. Empty ones may follow; a record of another program may have fewer
    /// or more, as long as none is missing that is taken.
    pub fn fits(&self, cells: &[Cell]) -> bool {
        let more = cells.iter().skip(self.columns.len()).any(|cell| !cell.text.is_empty());
        match self.form {
            Form::Own => cells.len() >= self.columns.len() && !more,
            Form::Foreign | Form::Bare => self.last_taken().is_none_or(|last| cells.len() > last) && !more,
            Form::Modoboa => self.last_taken().is_none_or(|last| cells.len() > last),
        }
    }

    fn last_taken(&self) -> Option<usize> {
        self.columns.iter().rposition(|of| of.taken_as.is_some())
    }
}

fn is_address(cell: &Cell) -> bool {
    Address::parse(unguard(&cell.text)).is_ok()
}

/// The columns of a file without a header, as its first record shows.
fn typed(cells: &[Cell]) -> Vec<ColumnOfFile> {
    let mut free = vec![Column::Address, Column::ExpiresOn, Column::Mode, Column::DisplayName];
    // which of several it is must be said, or the others would be lost without a word
    if cells.iter().filter(|cell| is_address(cell)).count() > 1 {
        free.remove(0);
    }
    let column = |cell: &Cell| {
        let text = unguard(&cell.text);
        let is = |column: &Column| match column {
            Column::Address => is_address(cell),
            Column::ExpiresOn => WrittenDate::parse(text).is_ok(),
            Column::Mode => read_mode(text).is_some(),
            Column::DisplayName => {
                !text.is_empty() && read_mode(text).is_none() && !is_address(cell) && WrittenDate::parse(text).is_err()
            }
            Column::GivenName | Column::FamilyName | Column::OrderedOn | Column::AnchorDay => false,
        };
        let taken_as = free.iter().position(is).map(|at| free.remove(at));
        ColumnOfFile { name: String::new(), taken_as }
    };
    cells.iter().map(column).collect()
}

/// A name as it is compared: in lower case, with one space between words.
fn plain(name: &str) -> String {
    same(&name.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// As much of a text as an answer repeats.
pub fn shown(text: &str) -> String {
    const MAX_SHOWN: usize = 200;
    text.get(..text.floor_char_boundary(MAX_SHOWN)).unwrap_or(text).to_owned()
}
