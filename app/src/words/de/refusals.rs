//! The German sentences of refusals.

use domain::wire::Code;

use crate::words::Words;

#[expect(clippy::too_many_lines, reason = "it is a table")]
pub const fn sentence(code: Code, words: &'static Words) -> &'static str {
    match code {
        Code::Invalid => "Bitte die Angaben prüfen.",
        Code::UnknownAccount | Code::NoAccount => words.deeds.ending.no_account,
        Code::NamedTwice => "Ein Account ist zweimal genannt.",
        Code::NothingToDo => words.notice.nothing_left,
        Code::Stale => words.notice.stale,
        Code::QuoteStale => words.deeds.order.changed,
        Code::KeyReused => "Unter diesem Schlüssel wurde schon etwas anderes gesendet. Bitte die Seite neu laden.",
        Code::NoTestClock => "Diese Plattform hat keine Testuhr.",
        Code::ClockBackwards => "Die Uhr steht schon auf dem {today}. Zurückstellen lässt sie sich nicht.",
        Code::ClockTooFar => "Auf einmal lässt sich die Uhr höchstens bis zum {limit} vorstellen.",
        Code::Terminating => words.deeds.ending.terminating,
        Code::Closed => words.deeds.ending.closed,
        Code::MovedAway => "Die Plattform ist umgezogen: Seit dem {on} ist sie unter {url}.",
        Code::NotTerminating => "Die Plattform ist nicht gekündigt.",
        Code::Unconfirmed => "Der eingetippte Text stimmt nicht überein.",
        Code::PlatformFull => "Eine Plattform hat höchstens {max} Accounts. Diese hat {living}, dazu kämen {more}.",
        Code::QuantityOutOfRange => "Bitte eine ganze Zahl von {min} bis {max} eingeben.",
        Code::NotActive => words.deeds.ending.not_active,
        Code::NotConfigured => words.deeds.ending.not_configured,
        Code::NotSuspended => words.deeds.ending.not_suspended,
        Code::RestoreMode => "Wiederhergestellt wird ein Account monatlich oder jährlich.",
        Code::StillInUse => {
            "Ein Account ({account}) hat diese Adresse noch. Texte werden erst gelöscht, wenn er gelöscht ist oder eine andere Adresse hat."
        }
        Code::NobodyHad => "Diese Adresse hatte hier niemand, oder ihre Texte sind schon gelöscht.",
        Code::ImportTouched => super::places::RECORD.import_touched,
        Code::Roster => "Fehler in der Datei: {total}. Es wurde nichts importiert.",
        Code::SettingsClash => "Jemand anderes hat diese Einstellung inzwischen geändert.",
        Code::Malformed => "Die Anfrage lässt sich nicht lesen (Zeile {line}, Spalte {column}).",
        Code::KeyMissing => "Der Anfrage fehlt ihr Schlüssel.",
        Code::KeyInvalid => "Der Schlüssel der Anfrage ist leer, zu lang oder nicht druckbar.",
        Code::ForeignHost => "Unter dieser Adresse antwortet der Server nicht.",
        Code::ForeignOrigin => "Der Server antwortet nur seiner eigenen Seite.",
        Code::UpgradeNeeded => "Was hier gefragt ist, kommt nur über eine offene Verbindung (WebSocket).",
        Code::NotSignedIn => "Sie sind nicht angemeldet.",
        Code::SignInMissing => "Für diesen Namen ist die Anmeldung noch nicht eingerichtet.",
        Code::ProxyInFront => {
            "Laufzeit ist hier nur für diesen Rechner eingerichtet und wurde über einen Proxy aufgerufen."
        }
        Code::RoleNeeded => {
            "Dafür ist die Rolle {role} nötig. Rollen vergibt, wer die Rolle Verwaltung für alle Plattformen hat."
        }
        Code::PersonNeeded => "Das kann nur eine angemeldete Person.",
        Code::OwnRoles => "Die eigenen Rollen ändert man nicht selbst.",
        Code::PasskeyRefused => "Dieser Passkey gilt hier nicht.",
        Code::PasskeysElsewhere => "Passkeys gehören zu einem Namen. Unter dieser Adresse gibt es keine.",
        Code::LastPasskey => "Das ist Ihr letzter Passkey. Ohne ihn kämen Sie nicht mehr hinein.",
        Code::NoProvider => "Diesen Weg der Anmeldung gibt es hier nicht.",
        Code::ProviderMisconfigured => {
            "Die Anmeldung über einen Anbieter ist nicht richtig eingerichtet. Was falsch ist, steht im Protokoll des Servers."
        }
        Code::ProviderUnreachable => {
            "Der Anbieter antwortet nicht, wie er sollte. Bitte versuchen Sie es später noch einmal."
        }
        Code::ProviderRefused => {
            "Die Anmeldung beim Anbieter gilt hier nicht oder hat zu lange gedauert. Bitte melden Sie sich noch einmal an."
        }
        Code::ProviderCancelled => "Die Anmeldung wurde beim Anbieter abgebrochen.",
        Code::NotAdmitted => {
            "Der Anbieter kennt Sie, aber hier sind Sie nicht zugelassen. Bitte wenden Sie sich an jemanden mit der Rolle Verwaltung."
        }
        Code::AccountKnown => "Dieses Konto beim Anbieter gehört hier schon jemandem.",
        Code::LastAdministrator => "Das ist die letzte Person mit der Rolle Verwaltung für alle Plattformen.",
        Code::TooMany => "Mehr als {max} davon sind nicht möglich.",
        Code::TooManyRequests => "Das waren zu viele Versuche in kurzer Zeit. Bitte warten Sie einen Moment.",
        Code::NoInvitation => "Diese Einladung gilt nicht (mehr).",
        Code::NoPerson => "Diese Person gibt es nicht.",
        Code::NoPasskey => "Diesen Passkey gibt es nicht.",
        Code::NoSession => "Diese Sitzung gibt es nicht.",
        Code::NoToken => "Diesen Token gibt es nicht.",
        Code::PeopleDamaged => "Die Liste der Personen ist beschädigt, deshalb kommt niemand hinein.",
        Code::RolesInvalid => "Bitte 1 bis {max} Rollen angeben.",
        Code::DaysOutOfRange => "Bitte {min} bis {max} Tage angeben.",
        Code::NothingHere => "Auf dem Server gibt es diese Adresse nicht.",
        Code::NoPlatform => words.notice.not_found,
        Code::NoSubmission => "Diese Änderung gibt es nicht.",
        Code::NoInvoice => "Diese Rechnung gibt es nicht.",
        Code::MethodNotAllowed => "Mit {method} lässt sich hier nichts tun.",
        Code::IdTaken => "Die Kennung {id} hat schon eine andere Plattform.",
        Code::BodyTooLarge => "Die Anfrage ist zu groß: Mehr als {max} Bytes nimmt der Server nicht.",
        Code::MediaType => "Der Server nimmt hier nur {expected}.",
        Code::Internal => "Auf dem Server ist etwas schiefgegangen.",
        Code::BodySilent => "Die Anfrage ist nicht vollständig beim Server angekommen.",
        Code::Interrupted => "Auf dem Server ist etwas schiefgegangen, das auch diese Anfrage beendet hat.",
        Code::Resting => "Dieser Teil des Servers ist mehrmals nacheinander ausgefallen und ruht bis zu einer Minute.",
        Code::NewerData => {
            "Diese Daten hat eine neuere Version von Laufzeit geschrieben (Version {found}; hier ist {known} bekannt). Es wurde nichts geändert."
        }
        Code::PlatformDamaged => {
            "Die Daten dieser Plattform sind beschädigt. Es wurde nichts geändert, die anderen Plattformen sind nicht betroffen. Beenden Sie Laufzeit, spielen Sie den Datenordner aus der Sicherung zurück und starten Sie neu."
        }
        Code::PlatformBehind => {
            "Die Daten dieser Plattform sind ein älterer Stand: Sie enden bei Revision {revision}, vorhanden war schon Revision {told}. Es wird nichts geändert. Beenden Sie Laufzeit, spielen Sie den ganzen Datenordner aus der Sicherung zurück und starten Sie neu."
        }
        Code::DirectoryDamaged => {
            "Die Liste der Plattformen ist beschädigt. Jede Plattform ist unter ihrer Adresse weiter da. Starten Sie Laufzeit neu: Die Liste wird dann aus den Plattformen neu gemacht."
        }
        Code::ArchiveDamaged => {
            "Dieses Archiv ist beschädigt, abgeschnitten oder verändert ({reason}). Es wurde nichts geändert."
        }
        Code::ArchiveNewer => {
            "Dieses Archiv hat eine neuere Form ({found}; hier ist {known} bekannt). Bitte erst dieses Laufzeit auf den neuen Stand bringen."
        }
        Code::ArchiveUnsound => {
            "Die Aufzeichnung in diesem Archiv ist nicht, was die Regeln zulassen ({finding}). Es wurde nichts geändert."
        }
        Code::ArchiveTooLarge => "Ein Archiv hat höchstens {max_mib} MiB.",
        Code::ArchiveNotReleased => {
            "Diese Plattform ist dort, wo das Archiv herkommt, noch nicht umgezogen. Solange wird sie hier nicht übernommen."
        }
        Code::ArchiveForAnotherHouse => "Diese Plattform ist für ein anderes Haus freigegeben: {house}.",
        Code::ArchiveDiffers => {
            "Eine Plattform mit dieser Kennung ist schon hier, und sie ist eine andere oder ging hier anders weiter. Es wurde nichts geändert."
        }
        Code::ArrivalInterrupted => {
            "Inzwischen kam ein anderes Archiv dieser Plattform, oder es dauerte zu lange. Bitte noch einmal einspielen."
        }
        Code::StorageFull => {
            "Der Speicher des Servers ist voll. [Was bis zum {done_to} fällig war, ist erledigt. ]Schaffen Sie dort bitte Platz."
        }
        Code::NameInvalid => "Bitte einen sichtbaren Namen mit höchstens {max} Zeichen eingeben.",
        Code::RateOutOfRange => "Bitte einen Satz von 0 bis 100 eingeben, zum Beispiel 19.",
        Code::RateOfCategory => "In dieser Steuerkategorie ist der Satz 0.",
        Code::ReasonInvalid => "Bitte einen Grund von höchstens {max} Zeichen in einer Zeile eingeben.",
        Code::ReasonOfStandard => "Zum üblichen Steuersatz gehört kein Grund.",
        Code::RetentionOutOfRange => "Bitte eine Zahl von {min} bis {max} eingeben.",
        Code::ClockTooLate => "Eine Testuhr beginnt spätestens am {limit}.",
        Code::TooManyDomains => "Es sind höchstens {max} Domains möglich.",
        Code::DomainInvalid => "„{domain}“ ist keine Domain.",
        Code::PartyInvalid => {
            "Bitte einen sichtbaren Namen und höchstens {max_lines} Zeilen eingeben, je höchstens {max} Zeichen."
        }
        Code::PriceOutOfRange => "Bitte einen Betrag eingeben, zum Beispiel 2,49.",
        Code::PriceDayTwice => "Zwei Preise beginnen am selben Tag.",
        Code::NoFirstPrice => "Am ersten Tag der Plattform muss schon ein Preis gelten.",
        Code::PriceNotAhead => "Bitte ein Datum wählen, frühestens morgen.",
        Code::TooManyPrices => "Es sind höchstens {max} Preise möglich.",
        Code::TimeZoneUnknown => "Diese Zeitzone kennt der Server nicht.",
        Code::HouseInvalid => "Eine Haus-Kennung hat 32 Zeichen: Ziffern und die Buchstaben a bis f.",
        Code::UrlInvalid => {
            "Eine Adresse beginnt mit https:// oder http:// und hat höchstens {max} Zeichen, keine Leerzeichen."
        }
        Code::CurrencyUnknown => "Diese Währung gibt es nicht.",
        Code::PlatformIdInvalid => "Eine Kennung hat höchstens {max} Kleinbuchstaben, Ziffern und Bindestriche.",
        Code::Missing => "Eine Angabe fehlt.",
        Code::FieldUnknown => "Der Server kennt eine der Angaben nicht.",
        Code::FieldTwice => "Eine Angabe ist doppelt.",
        Code::WrongType => "Eine Angabe ist nicht von der erwarteten Art.",
        Code::NotOneOf => "Möglich sind: {expected}.",
        Code::Unreadable => "Eine Angabe lässt sich nicht lesen.",
        Code::OnlyInSubmission => "Diese Angabe gehört erst in die Bestätigung.",
        Code::TooManyChanges => "Auf einmal sind höchstens {max} Änderungen möglich.",
        Code::ModeNeeded => "Zu dieser Auswahl fehlt der Modus.",
        Code::FilterNeeded => "Zu diesem Modus fehlt die Auswahl.",
        Code::NoChanges => "Es ist keine Änderung angegeben.",
        Code::ChangesAndFilter => {
            "Änderungen werden einzeln, als Nummernfolgen oder als Auswahl angegeben, nicht auf zwei Arten."
        }
        Code::NumberOutOfRange => "Möglich ist eine Zahl von {min} bis {max}.",
        Code::NotGivenOut => "Diese Stelle der Liste kennt der Server nicht.",
        Code::ParameterUnknown => "Die Adresse enthält etwas Unbekanntes oder Doppeltes.",
        Code::HashInvalid => "Die Prüfsumme ist ungültig.",
        Code::FileEmpty => "Die Datei ist leer.",
        Code::FileWithoutAccounts => "Die Datei hat nur eine Kopfzeile und keine Accounts.",
        Code::FileTooLarge => "Die Datei ist größer als {max_mib} MiB.",
        Code::TooManyAccounts => "Die Datei hat mehr als {max} Accounts.",
        Code::NotUtf8 => "Der Text ist beschädigt: Er steht nicht in der Kodierung der Datei.",
        Code::TooManyColumns => "Die Zeile hat mehr als {max} Spalten.",
        Code::CellTooLong => "Der Text ist länger als {max} Bytes.",
        Code::DateOrderUnknown => {
            "Die Daten der Datei lassen sich auf zwei Arten lesen; es fehlt, ob der Tag oder der Monat vorn steht."
        }
        Code::QuoteOpen => "Ein Anführungszeichen in dieser Zeile wird nicht geschlossen.",
        Code::ColumnMissing => "Diese Spalte fehlt.",
        Code::ColumnUnknown => "Diese Spalte ist nicht bekannt.",
        Code::ColumnTwice => "Diese Spalte steht zweimal in der Kopfzeile.",
        Code::CellCount => "Die Zeile hat eine andere Anzahl Spalten als die Kopfzeile.",
        Code::AddressInvalid => "Das ist keine E-Mail-Adresse mit höchstens {max} Zeichen.",
        Code::AddressPlaceholder => "Adressen auf .invalid empfangen keine E-Mails.",
        Code::DomainForeign => "Diese Domain gehört nicht zur Plattform.",
        Code::AddressTwice => "Diese Adresse steht schon weiter oben in der Datei.",
        Code::AddressTaken => "Ein Account dieser Plattform hat diese Adresse bereits.",
        Code::DisplayNameInvalid => {
            "Ein Anzeigename hat höchstens {max} Zeichen, darunter ein sichtbares, und keine Steuerzeichen."
        }
        Code::ModeUnknown => "Der Modus ist Monatlich, Jährlich oder Keine (monthly, yearly, none).",
        Code::MonthForm => "Ein Monat wird als JJJJ-MM geschrieben.",
        Code::DateForm => "Ein Datum wird als JJJJ-MM-TT oder TT.MM.JJJJ geschrieben.",
        Code::DateImpossible => "Diesen Tag gibt es nicht.",
        Code::DateOutOfRange => "Ein Datum liegt zwischen 1970 und 2199.",
        Code::ExpiryPast => "Das Ablaufdatum muss nach dem heutigen Tag liegen.",
        Code::OrderedTooLate => "Das Bestelldatum muss vor dem Ablaufdatum liegen.",
        Code::AnchorDayInvalid => "Der Stichtag ist eine Zahl von {min} bis {max}.",
        Code::ExpiryUnreachable => "Der Stichtag passt nicht zum Ablaufdatum.",
    }
}
