//! The codes by which clients tell problems apart, and the kind of each.

use super::kind::Kind;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $kind:ident;)*) => {
        /// What is wrong, for programs. A later version may have more codes.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub enum Code {
            $($(#[$doc])* #[cfg_attr(feature = "openapi", schema(rename = $text))] $name,)*
        }

        impl Code {
            /// All codes.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The code as it is on the wire.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text),* }
            }

            /// The kind of a problem with this code. Codes that only fields have are of the kind `Invalid`.
            pub const fn kind(self) -> Kind {
                match self { $(Self::$name => Kind::$kind),* }
            }
        }
    };
}

codes! {
    // Refusals of the rules.
    /// Fields are not valid, each with its own code.
    Invalid = "invalid", Invalid;
    /// A change names an account that does not exist.
    UnknownAccount = "unknown_account", Invalid;
    /// Two changes name the same account.
    NamedTwice = "named_twice", Invalid;
    /// No change is left: everything is so already or cannot be changed.
    NothingToDo = "nothing_to_do", Invalid;
    /// The summary is not the present one.
    Stale = "stale", Stale;
    /// The quote is not the present one.
    QuoteStale = "quote_stale", Stale;
    /// The key came with another request before.
    KeyReused = "key_reused", KeyReused;
    /// The platform has no test clock.
    NoTestClock = "no_test_clock", NoTestClock;
    /// The date is before the one the clock shows.
    ClockBackwards = "clock_backwards", Invalid;
    /// The date is further ahead than a clock may go in one call.
    ClockTooFar = "clock_too_far", Invalid;
    /// The platform is terminating.
    Terminating = "terminating", Terminating;
    /// The platform is closed.
    Closed = "closed", Closed;
    /// The platform has moved to another house.
    MovedAway = "moved_away", MovedAway;
    /// There is no termination to take back.
    NotTerminating = "not_terminating", NotTerminating;
    /// The text typed to confirm is not the right one.
    Unconfirmed = "unconfirmed", Invalid;
    /// The platform would have more accounts than it may.
    PlatformFull = "platform_full", Invalid;
    /// An order of no or too many accounts.
    QuantityOutOfRange = "quantity_out_of_range", Invalid;
    /// There is no such account.
    NoAccount = "no_account", NotFound;
    /// The account is not active.
    NotActive = "not_active", State;
    /// The account is not set up.
    NotConfigured = "not_configured", State;
    /// The account is not suspended.
    NotSuspended = "not_suspended", State;
    /// A restore to a mode in which the account closes.
    RestoreMode = "restore_mode", Invalid;
    /// A living account still has the address whose texts are to be erased.
    StillInUse = "still_in_use", State;
    /// No account ever had the address, or its texts have been erased.
    NobodyHad = "nobody_had", NotFound;
    /// The import can no longer be taken back.
    ImportTouched = "import_touched", ImportTouched;
    /// The roster has bad lines.
    Roster = "roster", Roster;
    /// Somebody else has changed the same setting.
    SettingsClash = "settings_clash", SettingsClash;

    // Faults that a host finds.
    /// The body is not JSON.
    Malformed = "malformed", Malformed;
    /// There is no `Idempotency-Key`.
    KeyMissing = "key_missing", Key;
    /// The `Idempotency-Key` is empty, too long or not printable.
    KeyInvalid = "key_invalid", Key;
    /// The `Host` is a foreign one.
    ForeignHost = "foreign_host", Foreign;
    /// The `Origin` is a foreign one.
    ForeignOrigin = "foreign_origin", Foreign;
    /// What is asked for comes over a WebSocket only.
    UpgradeNeeded = "upgrade_needed", Upgrade;
    /// Nobody who may come in sends this request.
    NotSignedIn = "not_signed_in", SignIn;
    /// Signing in has not been set up.
    SignInMissing = "sign_in_missing", Locked;
    /// The request came through a proxy to a desk, which answers its own machine only.
    ProxyInFront = "proxy_in_front", Proxied;
    /// The caller may not do this.
    RoleNeeded = "role_needed", RoleNeeded;
    /// Only a person who has signed in can do this.
    PersonNeeded = "person_needed", RoleNeeded;
    /// Nobody changes their own roles, and nobody blocks or removes themselves.
    OwnRoles = "own_roles", RoleNeeded;
    /// A passkey or what signs with it was refused.
    PasskeyRefused = "passkey_refused", SignIn;
    /// Passkeys cannot be used at this host name.
    PasskeysElsewhere = "passkeys_elsewhere", Access;
    /// Without this passkey the person could no longer sign in.
    LastPasskey = "last_passkey", Access;
    /// No provider of the configuration has this id.
    NoProvider = "no_provider", NotFound;
    /// What the configuration says of providers is wrong.
    ProviderMisconfigured = "provider_misconfigured", Access;
    /// The provider does not answer, or not as it should.
    ProviderUnreachable = "provider_unreachable", Provider;
    /// What came from the provider does not hold, or came too late.
    ProviderRefused = "provider_refused", SignIn;
    /// The person said no at the provider.
    ProviderCancelled = "provider_cancelled", SignIn;
    /// The provider knows the person, and they may not come in.
    NotAdmitted = "not_admitted", SignIn;
    /// The account at the provider is somebody's already.
    AccountKnown = "account_known", Access;
    /// Without this person nobody would decide who may come in.
    LastAdministrator = "last_administrator", Access;
    /// More people, tokens or the like than there may be.
    TooMany = "too_many", Access;
    /// Too many requests in a short time.
    TooManyRequests = "too_many_requests", Limited;
    /// No invitation has this id or secret, or it was used, withdrawn or has ended.
    NoInvitation = "no_invitation", NotFound;
    /// There is no such person.
    NoPerson = "no_person", NotFound;
    /// There is no such passkey of the caller.
    NoPasskey = "no_passkey", NotFound;
    /// There is no such session of the caller.
    NoSession = "no_session", NotFound;
    /// There is no such token.
    NoToken = "no_token", NotFound;
    /// The stored list of the people cannot be read.
    PeopleDamaged = "people_damaged", Damaged;
    /// Roles that are none or too many.
    RolesInvalid = "roles_invalid", Invalid;
    /// A number of days that is out of range.
    DaysOutOfRange = "days_out_of_range", Invalid;
    /// There is nothing at this address.
    NothingHere = "nothing_here", NotFound;
    /// There is no such platform.
    NoPlatform = "no_platform", NotFound;
    /// There is no such submission.
    NoSubmission = "no_submission", NotFound;
    /// There is no such invoice.
    NoInvoice = "no_invoice", NotFound;
    /// The address does not allow this method.
    MethodNotAllowed = "method_not_allowed", Method;
    /// Another platform has the id.
    IdTaken = "id_taken", Taken;
    /// The body is too large.
    BodyTooLarge = "body_too_large", TooLarge;
    /// The body stopped coming.
    BodySilent = "body_silent", Silent;
    /// The body has the wrong content type.
    MediaType = "media_type", MediaType;
    /// Something failed on the server.
    Internal = "internal", Internal;
    /// Another request failed on the server and ended this one, which can be sent again.
    Interrupted = "interrupted", Interrupted;
    /// The platform failed three times in a row and rests for a minute.
    Resting = "resting", Resting;
    /// The data was written by a newer version.
    NewerData = "newer_data", Newer;
    /// The stored data of the platform cannot be read, or is not what was written.
    PlatformDamaged = "platform_damaged", Damaged;
    /// The stored data of the platform is older than what the list of platforms knows of it.
    PlatformBehind = "platform_behind", Damaged;
    /// The stored list of the platforms cannot be read.
    DirectoryDamaged = "directory_damaged", Damaged;
    /// The archive is broken, cut off or altered.
    ArchiveDamaged = "archive_damaged", Archive;
    /// The archive is of a newer form than this version knows.
    ArchiveNewer = "archive_newer", Archive;
    /// The record in the archive is not what the rules allow.
    ArchiveUnsound = "archive_unsound", Archive;
    /// The archive is larger than may be taken.
    ArchiveTooLarge = "archive_too_large", TooLarge;
    /// The platform in the archive has not moved away from where the archive was made.
    ArchiveNotReleased = "archive_not_released", Arrival;
    /// The platform in the archive was released to another house.
    ArchiveForAnotherHouse = "archive_for_another_house", Arrival;
    /// A platform with this id is here, and it is another one or has gone on otherwise.
    ArchiveDiffers = "archive_differs", Arrival;
    /// Another archive of the same platform came meanwhile.
    ArrivalInterrupted = "arrival_interrupted", Arrival;
    /// The storage is full.
    StorageFull = "storage_full", Full;

    // Errors in a field of a platform or its settings.
    /// A name that is empty, too long or on several lines.
    NameInvalid = "name_invalid", Invalid;
    /// A rate of tax that is out of range.
    RateOutOfRange = "rate_out_of_range", Invalid;
    /// A rate of tax other than 0 in a category of tax that has none.
    RateOfCategory = "rate_of_category", Invalid;
    /// A text for the category of tax that is empty, too long or on several lines.
    ReasonInvalid = "reason_invalid", Invalid;
    /// A text for the category of tax `standard`, which has no words on invoices.
    ReasonOfStandard = "reason_of_standard", Invalid;
    /// Too many days between suspension and deletion.
    RetentionOutOfRange = "retention_out_of_range", Invalid;
    /// A test clock that begins too late.
    ClockTooLate = "clock_too_late", Invalid;
    /// More domains than a platform may have.
    TooManyDomains = "too_many_domains", Invalid;
    /// A text that is not a domain that mail can have.
    DomainInvalid = "domain_invalid", Invalid;
    /// A seller or buyer with an empty, too long or multi-line text, or with too many lines.
    PartyInvalid = "party_invalid", Invalid;
    /// A price below zero or too high.
    PriceOutOfRange = "price_out_of_range", Invalid;
    /// Two price versions begin on the same day.
    PriceDayTwice = "price_day_twice", Invalid;
    /// No price version is valid on the first day.
    NoFirstPrice = "no_first_price", Invalid;
    /// A new price version begins today or earlier.
    PriceNotAhead = "price_not_ahead", Invalid;
    /// More price versions than a platform may have.
    TooManyPrices = "too_many_prices", Invalid;
    /// There is no such time zone.
    TimeZoneUnknown = "time_zone_unknown", Invalid;
    /// A text that is not the id of a house.
    HouseInvalid = "house_invalid", Invalid;
    /// A text that is not the address of a house.
    UrlInvalid = "url_invalid", Invalid;
    /// There is no such currency, or it is not written as three capital letters.
    CurrencyUnknown = "currency_unknown", Invalid;
    /// A text that is not a platform id.
    PlatformIdInvalid = "platform_id_invalid", Invalid;

    // Errors in a field or parameter of a request.
    /// The field is missing.
    Missing = "missing", Invalid;
    /// The field is not known.
    FieldUnknown = "field_unknown", Invalid;
    /// The field is there twice.
    FieldTwice = "field_twice", Invalid;
    /// The value has the wrong type.
    WrongType = "wrong_type", Invalid;
    /// The word is not one of those allowed.
    NotOneOf = "not_one_of", Invalid;
    /// The value cannot be read.
    Unreadable = "unreadable", Invalid;
    /// Only a submission has this field.
    OnlyInSubmission = "only_in_submission", Invalid;
    /// More changes than one request may have.
    TooManyChanges = "too_many_changes", Invalid;
    /// A filter without a mode.
    ModeNeeded = "mode_needed", Invalid;
    /// A mode without a filter.
    FilterNeeded = "filter_needed", Invalid;
    /// Neither changes nor a filter.
    NoChanges = "no_changes", Invalid;
    /// Both changes and a filter.
    ChangesAndFilter = "changes_and_filter", Invalid;
    /// A number that is out of range.
    NumberOutOfRange = "number_out_of_range", Invalid;
    /// A cursor or number that was never given out.
    NotGivenOut = "not_given_out", Invalid;
    /// A query parameter that is not known or is there twice.
    ParameterUnknown = "parameter_unknown", Invalid;
    /// A text that is not a hash.
    HashInvalid = "hash_invalid", Invalid;

    // Errors in a roster, some of which fields can have too.
    /// The file has no header.
    FileEmpty = "file_empty", Invalid;
    /// The file has a header and nothing below it.
    FileWithoutAccounts = "file_without_accounts", Invalid;
    /// The file has too many bytes.
    FileTooLarge = "file_too_large", Invalid;
    /// The file has too many accounts.
    TooManyAccounts = "too_many_accounts", Invalid;
    /// The text is damaged: it is not in the encoding of the file.
    NotUtf8 = "not_utf8", Invalid;
    /// The file has too many columns.
    TooManyColumns = "too_many_columns", Invalid;
    /// The text of a cell is too long.
    CellTooLong = "cell_too_long", Invalid;
    /// The dates of the file can be read with the day first and with the month first.
    DateOrderUnknown = "date_order_unknown", Invalid;
    /// A quotation mark that is not closed.
    QuoteOpen = "quote_open", Invalid;
    /// A column is missing.
    ColumnMissing = "column_missing", Invalid;
    /// A column is not known.
    ColumnUnknown = "column_unknown", Invalid;
    /// A column is there twice.
    ColumnTwice = "column_twice", Invalid;
    /// The line has more or fewer cells than the header.
    CellCount = "cell_count", Invalid;
    /// A text that is not an email address.
    AddressInvalid = "address_invalid", Invalid;
    /// An address that ends in `.invalid`, which no mail reaches.
    AddressPlaceholder = "address_placeholder", Invalid;
    /// The domain is not one of the platform's.
    DomainForeign = "domain_foreign", Invalid;
    /// The address is in the file twice.
    AddressTwice = "address_twice", Invalid;
    /// Another account has the address.
    AddressTaken = "address_taken", Invalid;
    /// A display name that is too long or has control characters.
    DisplayNameInvalid = "display_name_invalid", Invalid;
    /// A text that is not a mode.
    ModeUnknown = "mode_unknown", Invalid;
    /// A text that is not of the form `YYYY-MM-DD`.
    DateForm = "date_form", Invalid;
    /// A text that is not a month of the form `YYYY-MM`.
    MonthForm = "month_form", Invalid;
    /// A date that does not exist.
    DateImpossible = "date_impossible", Invalid;
    /// A date before 1970 or after 2199.
    DateOutOfRange = "date_out_of_range", Invalid;
    /// An expiry that is today or earlier.
    ExpiryPast = "expiry_past", Invalid;
    /// An order date that is the expiry or later.
    OrderedTooLate = "ordered_too_late", Invalid;
    /// An anchor day that is not a number from 1 to 31.
    AnchorDayInvalid = "anchor_day_invalid", Invalid;
    /// No period with this anchor day ends on this date.
    ExpiryUnreachable = "expiry_unreachable", Invalid;
}

impl Code {
    /// The code that is `text` on the wire; none if this version does not know it.
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
