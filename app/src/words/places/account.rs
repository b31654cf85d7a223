//! One account.

use super::{Say, Text};

/// The words of an account's page.
#[derive(Debug)]
pub struct AccountWords {
    pub back: Text,
    pub unknown_title: Text,
    pub unknown_text: Text,
    /// The import it came with was taken back.
    pub withdrawn: Text,
    pub no_name: Text,
    pub facts: Text,
    pub history: Text,
    pub ordered_on: Text,
    pub not_known: Text,
    pub anchor_day: Text,
    /// `am 31. eines Monats, sonst am letzten Tag`
    pub anchor: Say,
    pub then: Text,
    pub renews_monthly: Say,
    pub renews_yearly: Say,
    /// It is deleted on the same day.
    pub closes: Text,
    /// It is suspended, and deleted on a later one.
    pub closes_later: Say,
    pub deletes_on: Text,
    pub deleted_on: Text,
    pub reset_on: Text,
    /// The mode it has again when the termination is taken back.
    pub held: Say,
}

pub(super) const DE: AccountWords = AccountWords {
    back: "Alle Accounts",
    unknown_title: "Diesen Account gibt es nicht",
    unknown_text: "Auf dieser Plattform gab es nie einen Account mit dieser Nummer.",
    withdrawn: "Der Import dieses Accounts wurde rückgängig gemacht.",
    no_name: "Ohne Anzeigename",
    facts: "Angaben",
    history: "Verlauf dieses Accounts",
    ordered_on: "Bestellt am",
    not_known: "Nicht bekannt",
    anchor_day: "Stichtag",
    anchor: |day| format!("{day}. des Monats"),
    then: "Was dann geschieht",
    renews_monthly: |net| format!("verlängert sich um einen Monat für {net} netto"),
    renews_yearly: |net| format!("verlängert sich um ein Jahr für {net} netto"),
    closes: "wird geschlossen und gelöscht",
    closes_later: |date| format!("wird gesperrt und am {date} gelöscht"),
    deletes_on: "Wird gelöscht am",
    deleted_on: "Gelöscht am",
    reset_on: "Zurückgesetzt am",
    held: |mode| format!("ohne Kündigung: {mode}"),
};

pub(super) const EN: AccountWords = AccountWords {
    back: "All accounts",
    unknown_title: "There is no such account",
    unknown_text: "This platform never had an account with this number.",
    withdrawn: "The import of this account was undone.",
    no_name: "No display name",
    facts: "Details",
    history: "History of this account",
    ordered_on: "Ordered on",
    not_known: "Not known",
    anchor_day: "Anchor day",
    anchor: |day| format!("day {day} of the month"),
    then: "What happens then",
    renews_monthly: |net| format!("renews for a month at {net} net"),
    renews_yearly: |net| format!("renews for a year at {net} net"),
    closes: "is closed and deleted",
    closes_later: |date| format!("is suspended, and deleted on {date}"),
    deletes_on: "Will be deleted on",
    deleted_on: "Deleted on",
    reset_on: "Reset on",
    held: |mode| format!("without the termination: {mode}"),
};

pub(super) const FR: AccountWords = AccountWords {
    back: "Tous les comptes",
    unknown_title: "Ce compte n’existe pas",
    unknown_text: "Cette plateforme n’a jamais eu de compte portant ce numéro.",
    withdrawn: "L’import de ce compte a été retiré.",
    no_name: "Sans nom affiché",
    facts: "Détails",
    history: "Historique de ce compte",
    ordered_on: "Commandé le",
    not_known: "Inconnu",
    anchor_day: "Jour de référence",
    anchor: |day| format!("le {day} du mois"),
    then: "Ce qui se passe alors",
    renews_monthly: |net| format!("se renouvelle pour un mois à {net} HT"),
    renews_yearly: |net| format!("se renouvelle pour un an à {net} HT"),
    closes: "est fermé et supprimé",
    closes_later: |date| format!("est suspendu, puis supprimé le {date}"),
    deletes_on: "Sera supprimé le",
    deleted_on: "Supprimé le",
    reset_on: "Réinitialisé le",
    held: |mode| format!("sans la résiliation : {mode}"),
};
