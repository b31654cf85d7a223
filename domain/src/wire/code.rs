//! The codes by which clients tell problems apart, and what each is over HTTP.

/// The kinds of problem: what is the same for all that have one status for one reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A body that is no JSON.
    Malformed,
    /// No `Idempotency-Key`, or one that is not 1 to 255 printable ASCII characters.
    Key,
    /// A foreign `Host` or `Origin`.
    Foreign,
    /// Who asks may not do this.
    RoleNeeded,
    /// Nothing has this address.
    NotFound,
    /// The address knows other methods.
    Method,
    /// The wished id is taken.
    Taken,
    /// The summary or quote reads differently now.
    Stale,
    /// Somebody else has changed the same setting.
    SettingsClash,
    /// The platform is terminating.
    Terminating,
    /// The platform is closed.
    Closed,
    /// There is no termination to take back.
    NotTerminating,
    /// The account is not in the state that this needs.
    State,
    /// The import can no longer be taken back.
    ImportTouched,
    /// The platform's date follows the time of day.
    NoTestClock,
    /// The body is too large.
    TooLarge,
    /// The body has another content type.
    MediaType,
    /// Fields that are not valid.
    Invalid,
    /// The key stands for another request.
    KeyReused,
    /// A roster with bad lines.
    Roster,
    /// A fault of ours.
    Internal,
    /// The data was written by a newer version.
    Newer,
    /// No room is left.
    Full,
}

impl Kind {
    /// The status of its answers.
    pub const fn status(self) -> u16 {
        self.words().2
    }

    /// What its type URI ends in, its title, and its status.
    pub(super) const fn words(self) -> (&'static str, &'static str, u16) {
        match self {
            Self::Malformed => ("malformed", "the body cannot be read", 400),
            Self::Key => ("idempotency-key", "an Idempotency-Key is needed", 400),
            Self::Foreign => ("foreign", "this request comes from elsewhere", 403),
            Self::RoleNeeded => ("role-needed", "another role is needed", 403),
            Self::NotFound => ("not-found", "not found", 404),
            Self::Method => ("method", "this method is not allowed here", 405),
            Self::Taken => ("taken", "this id is taken", 409),
            Self::Stale => ("stale", "what was seen is not what would happen now", 409),
            Self::SettingsClash => ("settings-clash", "somebody else has changed the same setting", 409),
            Self::Terminating => ("terminating", "the platform is terminating", 409),
            Self::Closed => ("closed", "the platform is closed", 409),
            Self::NotTerminating => ("not-terminating", "the platform is not terminating", 409),
            Self::State => ("account-state", "the account is in another state", 409),
            Self::ImportTouched => ("import-touched", "the import can no longer be taken back", 409),
            Self::NoTestClock => ("no-test-clock", "there is no test clock", 409),
            Self::TooLarge => ("too-large", "the body is too large", 413),
            Self::MediaType => ("media-type", "this content type is not taken", 415),
            Self::Invalid => ("invalid", "the request is not valid", 422),
            Self::KeyReused => ("key-reused", "this Idempotency-Key stands for another request", 422),
            Self::Roster => ("roster", "the roster has bad lines", 422),
            Self::Internal => ("internal", "something went wrong here", 500),
            Self::Newer => ("newer-data", "the data is of a newer version", 503),
            Self::Full => ("full", "no room is left", 507),
        }
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $kind:ident;)*) => {
        /// What is wrong, for programs. The codes of one version; a later one may have more.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub enum Code {
            $($(#[$doc])* #[cfg_attr(feature = "openapi", schema(rename = $text))] $name,)*
        }

        impl Code {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// As it goes over the wire.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text),* }
            }

            /// The kind of the problem that has it. What only ever blames a field is of the kind that fields are.
            pub const fn kind(self) -> Kind {
                match self { $(Self::$name => Kind::$kind),* }
            }
        }
    };
}

codes! {
    // The rules say no.
    /// Fields are to blame, each with its own code.
    Invalid = "invalid", Invalid;
    /// A change names an account that there never was.
    UnknownAccount = "unknown_account", Invalid;
    /// Changes name an account twice.
    NamedTwice = "named_twice", Invalid;
    /// All is so already, or cannot be.
    NothingToDo = "nothing_to_do", Invalid;
    /// The summary reads differently now.
    Stale = "stale", Stale;
    /// The order costs something else now.
    QuoteStale = "quote_stale", Stale;
    /// The key stands for another request.
    KeyReused = "key_reused", KeyReused;
    /// The platform's date follows the time of day.
    NoTestClock = "no_test_clock", NoTestClock;
    /// Clocks only go forward.
    ClockBackwards = "clock_backwards", Invalid;
    /// Further than a clock goes in one call.
    ClockTooFar = "clock_too_far", Invalid;
    /// The platform is terminating.
    Terminating = "terminating", Terminating;
    /// The platform is closed.
    Closed = "closed", Closed;
    /// There is no termination to take back.
    NotTerminating = "not_terminating", NotTerminating;
    /// The text typed to confirm is another.
    Unconfirmed = "unconfirmed", Invalid;
    /// An order of none or too many.
    QuantityOutOfRange = "quantity_out_of_range", Invalid;
    /// There is no such account.
    NoAccount = "no_account", NotFound;
    /// The account is suspended or deleted.
    NotActive = "not_active", State;
    /// The account is not set up.
    NotConfigured = "not_configured", State;
    /// The account is not suspended.
    NotSuspended = "not_suspended", State;
    /// A restore in a mode that buys no time.
    RestoreMode = "restore_mode", Invalid;
    /// The import can no longer be taken back.
    ImportTouched = "import_touched", ImportTouched;
    /// The roster has bad lines.
    Roster = "roster", Roster;
    /// Somebody else has changed the same setting.
    SettingsClash = "settings_clash", SettingsClash;

    // A host says no.
    /// The body is no JSON.
    Malformed = "malformed", Malformed;
    /// There is no `Idempotency-Key`.
    KeyMissing = "key_missing", Key;
    /// The `Idempotency-Key` is too long, or not printable.
    KeyInvalid = "key_invalid", Key;
    /// The host asked for is another.
    ForeignHost = "foreign_host", Foreign;
    /// A page of another origin asks.
    ForeignOrigin = "foreign_origin", Foreign;
    /// Who asks may not do this.
    RoleNeeded = "role_needed", RoleNeeded;
    /// Nothing has this address.
    NothingHere = "nothing_here", NotFound;
    /// There is no such platform.
    NoPlatform = "no_platform", NotFound;
    /// There is no such submission.
    NoSubmission = "no_submission", NotFound;
    /// There is no such invoice.
    NoInvoice = "no_invoice", NotFound;
    /// The address knows other methods.
    MethodNotAllowed = "method_not_allowed", Method;
    /// Another platform has the id.
    IdTaken = "id_taken", Taken;
    /// The body is too large.
    BodyTooLarge = "body_too_large", TooLarge;
    /// The body has another content type.
    MediaType = "media_type", MediaType;
    /// A fault of ours.
    Internal = "internal", Internal;
    /// The data was written by a newer version.
    NewerData = "newer_data", Newer;
    /// No room is left.
    StorageFull = "storage_full", Full;

    // A field of a platform or its settings.
    /// A name of no or too many characters.
    NameInvalid = "name_invalid", Invalid;
    /// A rate of tax that is none.
    RateOutOfRange = "rate_out_of_range", Invalid;
    /// Too many days between suspension and deletion.
    RetentionOutOfRange = "retention_out_of_range", Invalid;
    /// A clock that begins too late.
    ClockTooLate = "clock_too_late", Invalid;
    /// More domains than a platform has.
    TooManyDomains = "too_many_domains", Invalid;
    /// Not a domain that mail can have.
    DomainInvalid = "domain_invalid", Invalid;
    /// A side of an invoice with too much or too little in it.
    PartyInvalid = "party_invalid", Invalid;
    /// A price below zero or too high.
    PriceOutOfRange = "price_out_of_range", Invalid;
    /// Two prices begin on the same day.
    PriceDayTwice = "price_day_twice", Invalid;
    /// No price is valid on the first day.
    NoFirstPrice = "no_first_price", Invalid;
    /// A new price begins today or earlier.
    PriceNotAhead = "price_not_ahead", Invalid;
    /// More prices than a platform has.
    TooManyPrices = "too_many_prices", Invalid;
    /// There is no such time zone.
    TimeZoneUnknown = "time_zone_unknown", Invalid;
    /// There is no such currency.
    CurrencyUnknown = "currency_unknown", Invalid;
    /// Not the id of a platform.
    PlatformIdInvalid = "platform_id_invalid", Invalid;

    // A field of a request.
    /// The field is missing.
    Missing = "missing", Invalid;
    /// The field is not known.
    FieldUnknown = "field_unknown", Invalid;
    /// The field is there twice.
    FieldTwice = "field_twice", Invalid;
    /// A value of another type.
    WrongType = "wrong_type", Invalid;
    /// A word that is not one of those there are.
    NotOneOf = "not_one_of", Invalid;
    /// A value that cannot be read.
    Unreadable = "unreadable", Invalid;
    /// Only a submission has this field.
    OnlyInSubmission = "only_in_submission", Invalid;
    /// More changes than one request has.
    TooManyChanges = "too_many_changes", Invalid;
    /// A filter without a mode.
    ModeNeeded = "mode_needed", Invalid;
    /// A mode without a filter.
    FilterNeeded = "filter_needed", Invalid;
    /// Neither changes nor a filter.
    NoChanges = "no_changes", Invalid;
    /// Changes and a filter.
    ChangesAndFilter = "changes_and_filter", Invalid;
    /// A number outside its bounds.
    NumberOutOfRange = "number_out_of_range", Invalid;
    /// A cursor or revision that was not given out.
    NotGivenOut = "not_given_out", Invalid;
    /// A parameter of the query that is not known, or there twice.
    ParameterUnknown = "parameter_unknown", Invalid;
    /// Not the hash of a summary or quote.
    HashInvalid = "hash_invalid", Invalid;

    // A roster, and what a cell of it shares with a field.
    /// No bytes, or no header.
    FileEmpty = "file_empty", Invalid;
    /// A header and nothing below it.
    FileWithoutAccounts = "file_without_accounts", Invalid;
    /// Too many bytes.
    FileTooLarge = "file_too_large", Invalid;
    /// Too many accounts.
    TooManyAccounts = "too_many_accounts", Invalid;
    /// A line that is not UTF-8.
    NotUtf8 = "not_utf8", Invalid;
    /// A quotation mark that is not closed.
    QuoteOpen = "quote_open", Invalid;
    /// A column is missing.
    ColumnMissing = "column_missing", Invalid;
    /// A column is not known.
    ColumnUnknown = "column_unknown", Invalid;
    /// A column is there twice.
    ColumnTwice = "column_twice", Invalid;
    /// More or fewer cells than columns.
    CellCount = "cell_count", Invalid;
    /// Not an email address.
    AddressInvalid = "address_invalid", Invalid;
    /// An address that no mail reaches.
    AddressPlaceholder = "address_placeholder", Invalid;
    /// A domain that is not the platform's.
    DomainForeign = "domain_foreign", Invalid;
    /// The address stands in the file twice.
    AddressTwice = "address_twice", Invalid;
    /// Another account has the address.
    AddressTaken = "address_taken", Invalid;
    /// A display name that is too long or cannot be shown.
    DisplayNameInvalid = "display_name_invalid", Invalid;
    /// Not a mode.
    ModeUnknown = "mode_unknown", Invalid;
    /// Not a date as dates are written.
    DateForm = "date_form", Invalid;
    /// A date that there is not.
    DateImpossible = "date_impossible", Invalid;
    /// A date too early or too late for us.
    DateOutOfRange = "date_out_of_range", Invalid;
    /// An expiry of today or earlier.
    ExpiryPast = "expiry_past", Invalid;
    /// Ordered on or after the expiry.
    OrderedTooLate = "ordered_too_late", Invalid;
    /// Not a day of a month.
    AnchorDayInvalid = "anchor_day_invalid", Invalid;
    /// No period that begins on the anchor day ends on this date.
    ExpiryUnreachable = "expiry_unreachable", Invalid;
}

impl Code {
    /// The code that goes over the wire as `text`; none where a later version has it.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == text)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_code_is_read_as_it_is_written() {
        for code in Code::ALL {
            assert_eq!(Code::parse(code.as_str()), Some(*code));
            let snake = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
            assert!(code.as_str().chars().all(snake), "{code:?}");
        }
        let texts: BTreeSet<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(texts.len(), Code::ALL.len());
        assert_eq!(Code::parse("of_a_later_version"), None);
    }
}
