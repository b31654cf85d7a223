//! The French words of what a person may ask for.

use super::count::accounts;
use crate::words::PersonWords;

pub(in crate::words) static PERSONS: PersonWords = PersonWords {
    title: "Information et effacement",
    note: "Pour les demandes de personnes\u{a0}: ce qui est enregistré sur une adresse, et comment adresse et nom sont effacés.",
    demo: "Dans la démo, toutes les personnes sont inventées. Rien n’est effacé ici\u{a0}; abandonnez la démo et tout disparaît.",
    address: "Adresse d’une boîte",
    hint: "Une ancienne aussi, quelle que soit son écriture.",
    download: "Télécharger l’information",
    open: "Effacer les textes…",
    looking: "Recherche…",
    erase: "Effacer adresse et nom",
    goes: "Ce qui est effacé",
    accounts: |count| format!("l’adresse et le nom de {}", accounts(count)),
    entries: |count| {
        if count == 1 {
            "les textes dans 1 entrée du registre".to_owned()
        } else {
            format!("les textes dans {count} entrées du registre")
        }
    },
    answers: |count| {
        if count == 1 {
            "les textes dans 1 réponse enregistrée".to_owned()
        } else {
            format!("les textes dans {count} réponses enregistrées")
        }
    },
    before: |count| {
        format!("seulement l’ancienne adresse de {}\u{a0}: ce qui s’y trouve maintenant reste", accounts(count))
    },
    stays: "Ce qui reste",
    numbers: "Numéros, dates, montants et factures. Les factures ne nomment aucune adresse.",
    kept_until: |day| {
        format!("La dernière facture est conservée pour la comptabilité jusqu’au {day} (§ 14b UStG, § 147 AO).")
    },
    no_invoice: "Aucune facture ne concerne ces comptes.",
    backups: "Les sauvegardes et archives antérieures contiennent encore les textes.",
    for_good: "Ceci est irréversible.",
    type_address: |address| format!("Saisissez {address} pour confirmer"),
    send: "Effacer définitivement",
    sending: "Effacement…",
};
