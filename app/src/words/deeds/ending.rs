//! The end of a platform, and why something cannot be done.

use super::{Count, Say, Text};
use crate::words::{de, en, fr};

/// The words of a termination, and of refusals.
#[derive(Debug)]
pub struct EndingWords {
    pub terminate: Text,
    /// How many accounts close, each when it expires.
    pub closing: Count,
    /// The account closes and is deleted on a day.
    pub on: fn(&str, usize) -> String,
    /// It is suspended, and deleted on a later day.
    pub later: Say,
    /// The day on which nothing is left.
    pub last: Say,
    pub last_note: Text,
    pub at_once: Text,
    pub until_then: Text,
    pub lost: Text,
    pub type_name: Say,
    pub sending: Text,
    pub take_back: Text,
    /// How many accounts close by which day.
    pub banner: fn(usize, &str) -> String,
    /// None is active any more; the last is deleted on a day.
    pub banner_suspended: Say,
    pub closed_banner: Text,
    pub back_note: Text,
    /// So many accounts and their mode.
    pub back_to: fn(usize, &str) -> String,
    pub back_none: Text,
    pub terminating: Text,
    pub closed: Text,
    pub no_account: Text,
    pub not_active: Text,
    pub not_configured: Text,
    pub not_suspended: Text,
    pub not_possible: Text,
}

pub(super) const DE: EndingWords = EndingWords {
    terminate: "Kündigen",
    closing: |count| {
        let each = if count == 1 { "wird an seinem" } else { "werden geschlossen, jeder an seinem" };
        let end = if count == 1 { "Ablaufdatum geschlossen." } else { "Ablaufdatum." };
        format!("{} {each} {end}", de::accounts(count))
    },
    on: |date, count| format!("{date}: {}", de::accounts(count)),
    later: |date| format!("gelöscht am {date}"),
    last: |date| format!("Am {date} ist der letzte Account gelöscht und die Plattform geschlossen."),
    last_note: "Eine geschlossene Plattform kann nur noch gelesen werden.",
    at_once: "Es gibt keine Accounts mehr: Die Plattform wird sofort geschlossen. Das kann nicht zurückgenommen werden.",
    until_then: "Bis dahin kann die Kündigung zurückgenommen werden: Accounts, die noch nicht geschlossen sind, bekommen ihren Modus zurück.",
    lost: "Mit jedem Account gehen seine Inhalte verloren. Bezahlte Zeit wird nicht erstattet.",
    type_name: |name| format!("Tippen Sie zur Bestätigung den Namen {name}"),
    sending: "Wird gekündigt …",
    take_back: "Kündigung zurücknehmen",
    banner: |count, date| {
        let will = if count == 1 { "wird" } else { "werden" };
        format!("Diese Plattform ist gekündigt: {} {will} bis {date} geschlossen.", de::accounts(count))
    },
    banner_suspended: |date| {
        format!("Diese Plattform ist gekündigt: Alle Accounts sind gesperrt, der letzte wird am {date} gelöscht.")
    },
    closed_banner: "Diese Plattform ist geschlossen. Sie kann nur noch gelesen werden.",
    back_note: "Jeder Account, der noch nicht geschlossen ist, bekommt genau den Modus zurück, den er hatte:",
    back_to: |count, mode| format!("{}: {mode}", de::accounts(count)),
    back_none: "Kein Account ist mehr aktiv. Gesperrte bleiben gesperrt und können dann wiederhergestellt werden.",
    terminating: "Die Plattform ist gekündigt.",
    closed: "Die Plattform ist geschlossen.",
    no_account: "Diesen Account gibt es nicht.",
    not_active: "Der Account ist gesperrt oder gelöscht.",
    not_configured: "Der Account ist nicht eingerichtet.",
    not_suspended: "Der Account ist nicht gesperrt.",
    not_possible: "Das geht gerade nicht.",
};

pub(super) const EN: EndingWords = EndingWords {
    terminate: "Terminate platform",
    closing: |count| {
        let each = if count == 1 { "closes on its expiry date." } else { "close, each on its expiry date." };
        format!("{} {each}", en::accounts(count))
    },
    on: |date, count| format!("{date}: {}", en::accounts(count)),
    later: |date| format!("deleted on {date}"),
    last: |date| format!("On {date} the last account is deleted and the platform is closed."),
    last_note: "A closed platform can only be read.",
    at_once: "There are no accounts any more: the platform is closed at once. This cannot be undone.",
    until_then: "Until then the termination can be undone: accounts that have not closed get their mode back.",
    lost: "The content of each account is lost with it. What is paid for is not refunded.",
    type_name: |name| format!("To confirm, type the name {name}"),
    sending: "Terminating …",
    take_back: "Undo termination",
    banner: |count, date| {
        let will = if count == 1 { "closes" } else { "close" };
        format!("This platform is terminating: {} {will} by {date}.", en::accounts(count))
    },
    banner_suspended: |date| {
        format!("This platform is terminating: all accounts are suspended, the last is deleted on {date}.")
    },
    closed_banner: "This platform is closed. It can only be read.",
    back_note: "Every account that has not closed gets back exactly the mode it had:",
    back_to: |count, mode| format!("{}: {mode}", en::accounts(count)),
    back_none: "No account is active any more. Suspended ones stay suspended and can then be restored.",
    terminating: "The platform is terminating.",
    closed: "The platform is closed.",
    no_account: "There is no such account.",
    not_active: "The account is suspended or deleted.",
    not_configured: "The account is not set up.",
    not_suspended: "The account is not suspended.",
    not_possible: "This cannot be done now.",
};

pub(super) const FR: EndingWords = EndingWords {
    terminate: "Résilier",
    closing: |count| {
        let each = if count < 2 { "ferme à sa date" } else { "ferment, chacun à sa date" };
        format!("{} {each} d’expiration.", fr::accounts(count))
    },
    on: |date, count| format!("{date} : {}", fr::accounts(count)),
    later: |date| format!("supprimés le {date}"),
    last: |date| format!("Le {date}, le dernier compte est supprimé et la plateforme est fermée."),
    last_note: "Une plateforme fermée ne peut plus qu’être lue.",
    at_once: "Il n’y a plus de compte : la plateforme est fermée aussitôt. Ceci est irréversible.",
    until_then: "D’ici là, la résiliation peut être retirée : les comptes qui n’ont pas fermé retrouvent leur mode.",
    lost: "Le contenu de chaque compte est perdu avec lui. Ce qui est payé n’est pas remboursé.",
    type_name: |name| format!("Pour valider, saisissez le nom {name}"),
    sending: "Résiliation en cours …",
    take_back: "Retirer la résiliation",
    banner: |count, date| {
        let will = if count < 2 { "ferme" } else { "ferment" };
        format!("Cette plateforme est résiliée : {} {will} d’ici le {date}.", fr::accounts(count))
    },
    banner_suspended: |date| {
        format!("Cette plateforme est résiliée : tous les comptes sont suspendus, le dernier est supprimé le {date}.")
    },
    closed_banner: "Cette plateforme est fermée. Elle ne peut plus qu’être lue.",
    back_note: "Chaque compte qui n’a pas fermé retrouve exactement le mode qu’il avait :",
    back_to: |count, mode| format!("{} : {mode}", fr::accounts(count)),
    back_none: "Plus aucun compte n’est actif. Les comptes suspendus le restent et pourront être rétablis.",
    terminating: "La plateforme est résiliée.",
    closed: "La plateforme est fermée.",
    no_account: "Ce compte n’existe pas.",
    not_active: "Le compte est suspendu ou supprimé.",
    not_configured: "Le compte n’est pas configuré.",
    not_suspended: "Le compte n’est pas suspendu.",
    not_possible: "Ce n’est pas possible pour le moment.",
};
