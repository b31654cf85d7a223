//! Words for what is done to accounts and to the platform, besides choosing modes.

use super::{counted, grouped};

type Text = &'static str;
type Say = fn(&str) -> String;
type Count = fn(usize) -> String;

/// Ordering, setting up, resetting, restoring, terminating.
#[derive(Debug)]
pub struct DeedWords {
    pub order: Text,
    pub order_pay: Text,
    pub quantity: Text,
    pub quantity_fault: Text,
    pub term: Text,
    pub per_month: Say,
    pub per_year: Say,
    pub saves: Say,
    pub begins: Text,
    pub expires: Text,
    pub unit: Text,
    pub net: Text,
    pub vat: Say,
    pub gross: Text,
    pub order_note: Text,
    pub price_moved: Text,
    pub ordered: Count,
    pub order_number: Text,
    pub invoice: Text,
    pub set_up: Text,
    pub edit: Text,
    pub address: Text,
    pub display_name: Text,
    pub domains: Say,
    pub save: Text,
    pub history: Text,
    pub reset: Text,
    pub reset_lost: Say,
    pub reset_stays: Say,
    pub reset_ends: Say,
    pub reset_final: Text,
    pub reset_type: Say,
    pub restore: Text,
    pub restore_note: Say,
    pub restore_until: Say,
    pub period: Text,
    pub price: Text,
    pub terminate: Text,
    pub terminate_note: Text,
    pub terminate_none: Text,
    pub last_day: Say,
    pub more: Count,
    pub closes_on: fn(&str, usize) -> String,
    pub terminate_type: Say,
    pub terminating: Say,
    pub take_back: Text,
    pub take_back_asks: Count,
    pub closed: Text,
    pub why: RefusalWords,
}

/// Why something cannot be done now.
#[derive(Debug)]
pub struct RefusalWords {
    pub terminating: Text,
    pub closed: Text,
    pub not_terminating: Text,
    pub unconfirmed: Text,
    pub no_account: Text,
    pub not_active: Text,
    pub not_configured: Text,
    pub not_suspended: Text,
    pub restore_mode: Text,
    pub import_touched: Text,
}

fn de(count: usize) -> String {
    counted(grouped(count, '.'), count == 1, "Account", "Accounts")
}

fn en(count: usize) -> String {
    counted(grouped(count, ','), count == 1, "account", "accounts")
}

fn fr(count: usize) -> String {
    counted(grouped(count, '\u{202f}'), count < 2, "compte", "comptes")
}

pub(super) static DE: DeedWords = DeedWords {
    order: "Accounts bestellen",
    order_pay: "Zahlungspflichtig bestellen",
    quantity: "Anzahl Accounts",
    quantity_fault: "Bitte eine ganze Zahl von 1 bis 1.000 eingeben.",
    term: "Laufzeit",
    per_month: |price| format!("{price} netto im Monat"),
    per_year: |price| format!("{price} netto im Jahr"),
    saves: |amount| format!("spart {amount} im Jahr"),
    begins: "Beginn",
    expires: "Ablaufdatum",
    unit: "Preis je Account",
    net: "Netto",
    vat: |rate| format!("MwSt. {rate}"),
    gross: "Brutto",
    order_note: "Die neuen Accounts sind sofort aktiv und noch nicht eingerichtet. Sie verlängern sich, bis ihr Abrechnungsmodus geändert wird.",
    price_moved: "Die Bestellung kostet inzwischen etwas anderes. Bitte prüfen Sie das neue Angebot.",
    ordered: |count| format!("{} bestellt", de(count)),
    order_number: "Bestellnummer",
    invoice: "Rechnung",
    set_up: "Einrichten",
    edit: "Bearbeiten",
    address: "E-Mail-Adresse",
    display_name: "Anzeigename",
    domains: |domains| format!("Möglich sind Adressen auf {domains}."),
    save: "Speichern",
    history: "Verlauf",
    reset: "Diesen Account zurücksetzen",
    reset_lost: |address| {
        format!(
            "Alle E-Mails von {address}, die Adresse und der Anzeigename werden gelöscht. Die Adresse ist sofort wieder frei."
        )
    },
    reset_stays: |date| {
        format!(
            "Der Account bleibt, leer und nicht eingerichtet. Er wird weiter berechnet; die nächste Verlängerung ist am {date}."
        )
    },
    reset_ends: |date| format!("Der Account bleibt, leer und nicht eingerichtet, und endet wie vorgesehen am {date}."),
    reset_final: "Das lässt sich nicht rückgängig machen.",
    reset_type: |address| format!("Zur Bestätigung bitte {address} eingeben"),
    restore: "Wiederherstellen",
    restore_note: |date| format!("Der Account lebt weiter und wird ohne Lücke ab dem {date} berechnet."),
    restore_until: |date| format!("Das ist möglich, bis der Account am {date} gelöscht wird."),
    period: "Zeitraum",
    price: "Preis",
    terminate: "Kündigen",
    terminate_note: "Jeder Account läuft bis zu seinem Ablaufdatum weiter und wird dann geschlossen. Nichts verlängert sich mehr.",
    terminate_none: "Die Plattform hat keinen Account mehr. Sie wird sofort geschlossen, und das lässt sich nicht zurücknehmen.",
    last_day: |date| format!("Der letzte Account endet am {date}."),
    more: |count| format!("und {} weitere", grouped(count, '.')),
    closes_on: |date, count| format!("{date}: {}", de(count)),
    terminate_type: |name| format!("Zur Bestätigung bitte {name} eingeben"),
    terminating: |date| format!("Die Plattform ist gekündigt. Der letzte Account endet am {date}."),
    take_back: "Kündigung zurücknehmen",
    take_back_asks: |count| {
        format!(
            "{} bekommen genau den Abrechnungsmodus zurück, den sie vor der Kündigung hatten. Was schon geschlossen ist, bleibt geschlossen.",
            de(count)
        )
    },
    closed: "Diese Plattform ist geschlossen. Sie kann nur noch gelesen werden.",
    why: RefusalWords {
        terminating: "Die Plattform ist gekündigt.",
        closed: "Die Plattform ist geschlossen.",
        not_terminating: "Die Plattform ist nicht gekündigt.",
        unconfirmed: "Der eingegebene Text stimmt nicht überein.",
        no_account: "Diesen Account gibt es nicht.",
        not_active: "Der Account ist nicht aktiv.",
        not_configured: "Der Account ist nicht eingerichtet.",
        not_suspended: "Der Account ist nicht gesperrt.",
        restore_mode: "Bitte monatlich oder jährlich wählen.",
        import_touched: "Accounts dieses Imports sind inzwischen verändert worden.",
    },
};

pub(super) static EN: DeedWords = DeedWords {
    order: "Order accounts",
    order_pay: "Order and pay",
    quantity: "Number of accounts",
    quantity_fault: "Please enter a whole number from 1 to 1,000.",
    term: "Term",
    per_month: |price| format!("{price} net a month"),
    per_year: |price| format!("{price} net a year"),
    saves: |amount| format!("saves {amount} a year"),
    begins: "Begins",
    expires: "Expiry date",
    unit: "Price per account",
    net: "Net",
    vat: |rate| format!("VAT {rate}"),
    gross: "Gross",
    order_note: "The new accounts are active at once and not yet set up. They renew until their billing mode is changed.",
    price_moved: "The order costs something else by now. Please check the new quote.",
    ordered: |count| format!("{} ordered", en(count)),
    order_number: "Order number",
    invoice: "Invoice",
    set_up: "Set up",
    edit: "Edit",
    address: "Email address",
    display_name: "Display name",
    domains: |domains| format!("Addresses at {domains} are possible."),
    save: "Save",
    history: "History",
    reset: "Reset this account",
    reset_lost: |address| {
        format!("All mail of {address}, the address and the display name are deleted. The address is free at once.")
    },
    reset_stays: |date| {
        format!("The account stays, empty and not set up. It goes on being billed; its next renewal is on {date}.")
    },
    reset_ends: |date| format!("The account stays, empty and not set up, and ends as planned on {date}."),
    reset_final: "This cannot be undone.",
    reset_type: |address| format!("To confirm, please type {address}"),
    restore: "Restore",
    restore_note: |date| format!("The account lives on and is billed without a gap from {date}."),
    restore_until: |date| format!("This is possible until the account is deleted on {date}."),
    period: "Period",
    price: "Price",
    terminate: "Terminate platform",
    terminate_note: "Each account goes on until its expiry date and is then closed. Nothing renews any more.",
    terminate_none: "The platform has no account left. It is closed at once, and that cannot be taken back.",
    last_day: |date| format!("The last account ends on {date}."),
    more: |count| format!("and {} more", grouped(count, ',')),
    closes_on: |date, count| format!("{date}: {}", en(count)),
    terminate_type: |name| format!("To confirm, please type {name}"),
    terminating: |date| format!("The platform is terminated. The last account ends on {date}."),
    take_back: "Undo termination",
    take_back_asks: |count| {
        format!(
            "{} get back exactly the billing mode they had before the termination. What has closed stays closed.",
            en(count)
        )
    },
    closed: "This platform is closed. It can only be read.",
    why: RefusalWords {
        terminating: "The platform is terminated.",
        closed: "The platform is closed.",
        not_terminating: "The platform is not terminated.",
        unconfirmed: "The text typed does not match.",
        no_account: "There is no such account.",
        not_active: "The account is not active.",
        not_configured: "The account is not set up.",
        not_suspended: "The account is not suspended.",
        restore_mode: "Please choose monthly or yearly.",
        import_touched: "Accounts of this import have been changed since.",
    },
};

pub(super) static FR: DeedWords = DeedWords {
    order: "Commander des comptes",
    order_pay: "Commander avec obligation de paiement",
    quantity: "Nombre de comptes",
    quantity_fault: "Veuillez saisir un nombre entier de 1 à 1 000.",
    term: "Durée",
    per_month: |price| format!("{price} HT par mois"),
    per_year: |price| format!("{price} HT par an"),
    saves: |amount| format!("économise {amount} par an"),
    begins: "Début",
    expires: "Date d’expiration",
    unit: "Prix par compte",
    net: "HT",
    vat: |rate| format!("TVA {rate}"),
    gross: "TTC",
    order_note: "Les nouveaux comptes sont actifs immédiatement et pas encore configurés. Ils se renouvellent jusqu’à ce que leur mode de facturation change.",
    price_moved: "La commande a changé de prix entre-temps. Veuillez vérifier la nouvelle offre.",
    ordered: |count| format!("{} commandés", fr(count)),
    order_number: "Numéro de commande",
    invoice: "Facture",
    set_up: "Configurer",
    edit: "Éditer",
    address: "Adresse e-mail",
    display_name: "Nom affiché",
    domains: |domains| format!("Adresses possibles\u{a0}: {domains}."),
    save: "Enregistrer",
    history: "Historique",
    reset: "Réinitialiser ce compte",
    reset_lost: |address| {
        format!(
            "Tous les e-mails de {address}, l’adresse et le nom affiché sont supprimés. L’adresse est aussitôt libre."
        )
    },
    reset_stays: |date| {
        format!(
            "Le compte reste, vide et non configuré. Il continue d’être facturé\u{a0}; prochain renouvellement le {date}."
        )
    },
    reset_ends: |date| format!("Le compte reste, vide et non configuré, et se termine comme prévu le {date}."),
    reset_final: "Cette action est irréversible.",
    reset_type: |address| format!("Pour confirmer, veuillez saisir {address}"),
    restore: "Rétablir",
    restore_note: |date| format!("Le compte continue et est facturé sans interruption à partir du {date}."),
    restore_until: |date| format!("C’est possible jusqu’à la suppression du compte le {date}."),
    period: "Période",
    price: "Prix",
    terminate: "Résilier",
    terminate_note: "Chaque compte continue jusqu’à sa date d’expiration, puis il est fermé. Plus rien ne se renouvelle.",
    terminate_none: "La plateforme n’a plus de compte. Elle est fermée aussitôt, de manière définitive.",
    last_day: |date| format!("Le dernier compte se termine le {date}."),
    more: |count| format!("et {} autres", grouped(count, '\u{202f}')),
    closes_on: |date, count| format!("{date}\u{a0}: {}", fr(count)),
    terminate_type: |name| format!("Pour confirmer, veuillez saisir {name}"),
    terminating: |date| format!("La plateforme est résiliée. Le dernier compte se termine le {date}."),
    take_back: "Retirer la résiliation",
    take_back_asks: |count| {
        format!(
            "{} retrouvent exactement le mode de facturation d’avant la résiliation. Ce qui est fermé le reste.",
            fr(count)
        )
    },
    closed: "Cette plateforme est fermée. Elle peut seulement être consultée.",
    why: RefusalWords {
        terminating: "La plateforme est résiliée.",
        closed: "La plateforme est fermée.",
        not_terminating: "La plateforme n’est pas résiliée.",
        unconfirmed: "Le texte saisi ne correspond pas.",
        no_account: "Ce compte n’existe pas.",
        not_active: "Le compte n’est pas actif.",
        not_configured: "Le compte n’est pas configuré.",
        not_suspended: "Le compte n’est pas suspendu.",
        restore_mode: "Veuillez choisir mensuel ou annuel.",
        import_touched: "Des comptes de cet import ont changé depuis.",
    },
};
