//! The French words of a roster that is imported.

use super::count::{accounts, is_one, n, of};
use crate::words::RosterWords;

pub(in crate::words) static ROSTER: RosterWords = RosterWords {
    name: "Nom de la plateforme",
    name_hint: "Par exemple le nom de l’entreprise",
    file: "Fichier CSV",
    file_drop: "Choisir un fichier ou le déposer ici",
    file_columns: "Colonnes\u{a0}: address, display_name, mode, expires_on\u{202f}; en option ordered_on, anchor_day.",
    test_clock: "Horloge de test à partir du",
    test_clock_note: "La plateforme a sa propre horloge, que vous avancez vous-même.",
    monthly_price: "Prix par mois, HT",
    yearly_price: "Prix par an, HT",
    price_note: "Par compte\u{202f}; valable dès le premier jour.",
    price_invalid: "Veuillez saisir un montant, par exemple 2,49.",
    vat: "TVA en\u{a0}%",
    vat_invalid: "Veuillez saisir un taux de 0 à 100, par exemple 19.",
    retention: "Jours avant suppression",
    retention_invalid: "Veuillez saisir un nombre de 0 à 365.",
    name_missing: "Veuillez saisir un nom.",
    date_missing: "Veuillez choisir une date.",
    zone_invalid: "Veuillez saisir un fuseau horaire comme Europe/Berlin.",
    zone_today: |date| {
        format!(
            "Là-bas, nous sommes le {date}. Le fuseau horaire dit quand un jour commence et ne peut plus être modifié ensuite."
        )
    },
    ready: |count| {
        let can = if is_one(count) { "peut être importé" } else { "peuvent être importés" };
        format!("{} {can}.", accounts(count))
    },
    import: "Importer",
    import_n: |count| format!("Importer {}", accounts(count)),
    importing: "Importation…",
    errors: |count| of(count, "erreur dans le fichier", "erreurs dans le fichier"),
    errors_text: "Rien n’a été créé. Corrigez ces lignes et choisissez à nouveau le fichier.",
    errors_more: |count| format!("… et {} de plus", n(count)),
    line: "Ligne",
    column: "Colonne",
    what: "Ce qui ne va pas",
    paste: "Ou collez la liste ici",
    paste_hint: "Lignes d’un tableur, ou saisies\u{a0}: adresse\u{202f}; nom\u{202f}; mode\u{202f}; date d’expiration",
    pasted: "Texte collé",
    step: "Ce que le fichier ne dit pas",
    step_text: "Indiquez ce que contient chaque colonne. Ce qui n’y figure pas vaut pour tous les comptes du fichier.",
    choose: "Veuillez choisir",
    not_taken: "Ne pas reprendre",
    for_all: "Pour tous",
    column_n: |count| format!("Colonne {}", n(count)),
    display_name: "Nom affiché",
    dates: "Dates avec barres obliques",
    day_first: "Jour d’abord\u{a0}: 31/12",
    month_first: "Mois d’abord\u{a0}: 12/31",
    first_rows: "Les premières lignes, telles que comprises",
    passed_over: "Non repris",
    encoding: |name| format!("Lu en {name}. Les accents sont-ils justes\u{202f}?"),
    old: |date| {
        format!(
            "Cette liste est ancienne\u{a0}: le premier compte expire dès le {date}. Avec une horloge de test, la plateforme commence avant."
        )
    },
    old_clock: |date| format!("Horloge de test à partir du {date}"),
};
