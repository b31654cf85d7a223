//! The English sentences of refusals.

use domain::wire::Code;

use crate::words::Words;

#[expect(clippy::too_many_lines, reason = "it is a table")]
pub const fn sentence(code: Code, words: &'static Words) -> &'static str {
    match code {
        Code::Invalid => "Please check what you entered.",
        Code::UnknownAccount | Code::NoAccount => words.deeds.ending.no_account,
        Code::NamedTwice => "An account is named twice.",
        Code::NothingToDo => words.notice.nothing_left,
        Code::Stale => words.notice.stale,
        Code::QuoteStale => words.deeds.order.changed,
        Code::KeyReused => "Something else was sent under this key before. Please reload the page.",
        Code::NoTestClock => "This platform has no test clock.",
        Code::ClockBackwards => "The clock already shows {today}. It cannot be put back.",
        Code::ClockTooFar => "The clock can be moved to {limit} at most in one go.",
        Code::Terminating => words.deeds.ending.terminating,
        Code::Closed => words.deeds.ending.closed,
        Code::MovedAway => "The platform has moved: since {on} it is at {url}.",
        Code::NotTerminating => "The platform has not been terminated.",
        Code::Unconfirmed => "What you typed is something else.",
        Code::PlatformFull => "A platform has at most {max} accounts. This one has {living}, and {more} would come.",
        Code::QuantityOutOfRange => "Please enter a whole number from {min} to {max}.",
        Code::NotActive => words.deeds.ending.not_active,
        Code::NotConfigured => words.deeds.ending.not_configured,
        Code::NotSuspended => words.deeds.ending.not_suspended,
        Code::RestoreMode => "An account is restored as monthly or yearly.",
        Code::StillInUse => {
            "An account ({account}) still has this address. Texts are erased once it is deleted or has another address."
        }
        Code::NobodyHad => "Nobody had this address here, or its texts have been erased.",
        Code::ImportTouched => super::places::RECORD.import_touched,
        Code::Roster => "Errors in the file: {total}. Nothing was imported.",
        Code::SettingsClash => "Somebody else has changed this setting in the meantime.",
        Code::Malformed => "The request cannot be read (line {line}, column {column}).",
        Code::KeyMissing => "The request lacks its key.",
        Code::KeyInvalid => "The request’s key is empty, too long or not printable.",
        Code::ForeignHost => "The server does not answer to this address.",
        Code::ForeignOrigin => "The server answers only its own page.",
        Code::UpgradeNeeded => "What is asked for here comes over an open connection (WebSocket) only.",
        Code::NotSignedIn => "You are not signed in.",
        Code::SignInMissing => "Signing in has not been set up for this name yet.",
        Code::ProxyInFront => "Laufzeit is set up for its own machine only here, and was reached through a proxy.",
        Code::RoleNeeded => {
            "This needs the role {role}. Roles are given by whoever has the role Administration for all platforms."
        }
        Code::PersonNeeded => "Only a person who has signed in can do this.",
        Code::OwnRoles => "Nobody changes their own roles.",
        Code::PasskeyRefused => "This passkey is not valid here.",
        Code::PasskeysElsewhere => "Passkeys belong to a name. At this address there are none.",
        Code::LastPasskey => "This is your last passkey. Without it you could no longer sign in.",
        Code::NoProvider => "There is no such way to sign in here.",
        Code::ProviderMisconfigured => {
            "Signing in with a provider is not set up properly. What is wrong is in the log of the server."
        }
        Code::ProviderUnreachable => "The provider does not answer as it should. Please try again later.",
        Code::ProviderRefused => {
            "The sign-in at the provider is not valid here, or took too long. Please sign in again."
        }
        Code::ProviderCancelled => "The sign-in was cancelled at the provider.",
        Code::NotAdmitted => {
            "The provider knows you, but you are not admitted here. Please ask somebody with the role Administration."
        }
        Code::AccountKnown => "This account at the provider already belongs to somebody here.",
        Code::LastAdministrator => "This is the last person with the role Administration for all platforms.",
        Code::TooMany => "There can be at most {max} of these.",
        Code::TooManyRequests => "Those were too many attempts in a short time. Please wait a moment.",
        Code::NoInvitation => "This invitation is not valid (any more).",
        Code::NoPerson => "There is no such person.",
        Code::NoPasskey => "There is no such passkey.",
        Code::NoSession => "There is no such session.",
        Code::NoToken => "There is no such token.",
        Code::PeopleDamaged => "The list of people is damaged, so nobody is let in.",
        Code::RolesInvalid => "Please give 1 to {max} roles.",
        Code::DaysOutOfRange => "Please give {min} to {max} days.",
        Code::NothingHere => "The server has no such address.",
        Code::NoPlatform => words.notice.not_found,
        Code::NoSubmission => "There is no such change.",
        Code::NoInvoice => "There is no such invoice.",
        Code::MethodNotAllowed => "Nothing can be done here with {method}.",
        Code::IdTaken => "Another platform already has the id {id}.",
        Code::BodyTooLarge => "The request is too large: the server takes {max} bytes at most.",
        Code::MediaType => "The server takes only {expected} here.",
        Code::Internal => "Something went wrong on the server.",
        Code::BodySilent => "The request did not reach the server completely.",
        Code::Interrupted => "Something went wrong on the server and ended this request, too.",
        Code::Resting => "This part of the server has failed several times in a row and rests for up to a minute.",
        Code::NewerData => {
            "This data was written by a newer version of Laufzeit (version {found}; {known} is known here). Nothing was changed."
        }
        Code::PlatformDamaged => {
            "The data of this platform is damaged. Nothing was changed, and the other platforms are not affected. Stop Laufzeit, put the data folder back from its backup, and start again."
        }
        Code::PlatformBehind => {
            "The data of this platform is an older state: it ends at revision {revision}, and revision {told} was there. Nothing is changed. Stop Laufzeit, put the whole data folder back from its backup, and start again."
        }
        Code::DirectoryDamaged => {
            "The list of platforms is damaged. Each platform is still there at its own address. Start Laufzeit again: the list is then made again from the platforms."
        }
        Code::ArchiveDamaged => "This archive is damaged, cut off or altered ({reason}). Nothing was changed.",
        Code::ArchiveNewer => {
            "This archive has a newer form ({found}; this Laufzeit knows {known}). Please bring this Laufzeit up to date first."
        }
        Code::ArchiveUnsound => {
            "The record in this archive is not what the rules allow ({finding}). Nothing was changed."
        }
        Code::ArchiveTooLarge => "An archive has at most {max_mib} MiB.",
        Code::ArchiveNotReleased => {
            "This platform has not moved away from where the archive was made. Until then it is not taken over here."
        }
        Code::ArchiveForAnotherHouse => "This platform is released to another house: {house}.",
        Code::ArchiveDiffers => {
            "A platform with this id is here already, and it is another one or has gone on otherwise here. Nothing was changed."
        }
        Code::ArrivalInterrupted => {
            "Another archive of this platform came meanwhile, or it took too long. Please load it again."
        }
        Code::StorageFull => {
            "The server’s storage is full. [What was due up to and including {done_to} is done. ]Please make room there."
        }
        Code::NameInvalid => "Please enter a visible name of at most {max} characters.",
        Code::RateOutOfRange => "Please enter a rate from 0 to 100, for example 19.",
        Code::RateOfCategory => "In this tax category the rate is 0.",
        Code::ReasonInvalid => "Please enter a reason of at most {max} characters on one line.",
        Code::ReasonOfStandard => "The standard tax category has no reason.",
        Code::RetentionOutOfRange => "Please enter a number from {min} to {max}.",
        Code::ClockTooLate => "A test clock begins on {limit} at the latest.",
        Code::TooManyDomains => "At most {max} domains are possible.",
        Code::DomainInvalid => "“{domain}” is not a domain.",
        Code::PartyInvalid => {
            "Please enter a visible name and at most {max_lines} lines, of at most {max} characters each."
        }
        Code::PriceOutOfRange => "Please enter an amount, for example 2.49.",
        Code::PriceDayTwice => "Two prices begin on the same day.",
        Code::NoFirstPrice => "A price must be valid on the platform’s first day.",
        Code::PriceNotAhead => "Please choose a date, tomorrow at the earliest.",
        Code::TooManyPrices => "At most {max} prices are possible.",
        Code::TimeZoneUnknown => "The server does not know this time zone.",
        Code::HouseInvalid => "The id of a house has 32 characters: digits and the letters a to f.",
        Code::UrlInvalid => "An address begins with https:// or http:// and has at most {max} characters, no spaces.",
        Code::CurrencyUnknown => "There is no such currency.",
        Code::PlatformIdInvalid => "An id has at most {max} lower-case letters, digits and hyphens.",
        Code::Missing => "Something is missing.",
        Code::FieldUnknown => "The server does not know one of the fields.",
        Code::FieldTwice => "A field is there twice.",
        Code::WrongType => "A value is not of the expected type.",
        Code::NotOneOf => "Possible are: {expected}.",
        Code::Unreadable => "A value cannot be read.",
        Code::OnlyInSubmission => "This belongs only in the confirmation.",
        Code::TooManyChanges => "At most {max} changes are possible at a time.",
        Code::ModeNeeded => "This selection lacks a mode.",
        Code::FilterNeeded => "This mode lacks a selection.",
        Code::NoChanges => "No change is given.",
        Code::ChangesAndFilter => "Changes are given one by one, as runs, or as a selection, not in two ways.",
        Code::NumberOutOfRange => "A number from {min} to {max} is possible.",
        Code::NotGivenOut => "The server does not know this place in the list.",
        Code::ParameterUnknown => "The address holds something unknown, or twice.",
        Code::HashInvalid => "The checksum is not valid.",
        Code::FileEmpty => "The file is empty.",
        Code::FileWithoutAccounts => "The file has a header line and no accounts.",
        Code::FileTooLarge => "The file is larger than {max_mib} MiB.",
        Code::TooManyAccounts => "The file has more than {max} accounts.",
        Code::NotUtf8 => "This text is damaged: it is not in the encoding of the file.",
        Code::TooManyColumns => "This line has more than {max} columns.",
        Code::CellTooLong => "This text is longer than {max} bytes.",
        Code::DateOrderUnknown => {
            "The dates of this file can be read in two ways; it is not said whether the day or the month comes first."
        }
        Code::QuoteOpen => "A quotation mark in this line is not closed.",
        Code::ColumnMissing => "This column is missing.",
        Code::ColumnUnknown => "This column is not known.",
        Code::ColumnTwice => "This column is in the header twice.",
        Code::CellCount => "This line has a different number of cells from the header.",
        Code::AddressInvalid => "This is not an email address of at most {max} characters.",
        Code::AddressPlaceholder => "Addresses ending in .invalid receive no email.",
        Code::DomainForeign => "This domain is not one of the platform’s.",
        Code::AddressTwice => "This address is already further up in the file.",
        Code::AddressTaken => "An account of this platform already has this address.",
        Code::DisplayNameInvalid => {
            "A display name has at most {max} characters, a visible one among them, and no control characters."
        }
        Code::ModeUnknown => "The mode is Monthly, Yearly or None.",
        Code::MonthForm => "Months are written YYYY-MM.",
        Code::DateForm => "Dates are written YYYY-MM-DD or DD.MM.YYYY.",
        Code::DateImpossible => "There is no such day.",
        Code::DateOutOfRange => "Dates lie between 1970 and 2199.",
        Code::ExpiryPast => "The expiry date must be later than today.",
        Code::OrderedTooLate => "The order date must be before the expiry date.",
        Code::AnchorDayInvalid => "The anchor day is a number from {min} to {max}.",
        Code::ExpiryUnreachable => "With this anchor day, the account never expires on this date.",
    }
}
