//! Words of the deeds other than changes of modes: ordering, one account's mailbox, the end of a platform.

use super::count::{accounts, is_one, of};
use crate::words::shape::{DeedWords, EndingWords, MailboxWords, OrderWords};

pub(super) const DEEDS: DeedWords = DeedWords { order: ORDER, mailbox: MAILBOX, ending: ENDING };

const ORDER: OrderWords = OrderWords {
    title: "Commander des comptes",
    quantity: "Nombre de comptes",
    quantity_invalid: "Veuillez saisir un nombre entier de 1 à 1 000.",
    monthly_price: |net| format!("{net} HT par compte et par mois"),
    yearly_price: |net| format!("{net} HT par compte et par an"),
    saves: |amount, percent| format!("économise {amount} par an ({percent}\u{a0}%)"),
    cost: "Coût",
    period: "Période",
    span: |first, last| format!("du {first} au {last}"),
    net: "HT",
    vat: |rate| format!("TVA {rate}"),
    gross: "TTC",
    later: "Les nouveaux comptes ne sont pas encore configurés. Vous leur donnez ensuite une adresse et un nom.",
    send: "Commander avec obligation de paiement",
    sending: "Commande en cours…",
    changed: "Le prix a changé\u{202f}; rien n’a été commandé. Ce qui diffère est marqué.",
    was: |text| format!("avant {text}"),
    ordered: |count| of(count, "compte commandé", "comptes commandés"),
    number: "Numéro de commande",
    invoice: "Facture",
};

const MAILBOX: MailboxWords = MailboxWords {
    set_up: "Configurer",
    edit: "Éditer",
    address: "Adresse e-mail",
    domains: |domains| format!("Domaines possibles\u{a0}: {domains}"),
    any_domain: "Par exemple anna.keller@musterfirma.example",
    name: "Nom affiché",
    name_hint: "Peut rester vide.",
    save: "Enregistrer",
    sending: "Enregistrement…",
    reset: "Réinitialiser ce compte",
    reset_send: "Réinitialiser",
    lost: "Ce qui est perdu",
    lost_content: "tous les messages et fichiers de la boîte",
    lost_address: |address| format!("l’adresse {address}\u{a0}: elle peut être réattribuée aussitôt"),
    lost_name: |name| format!("le nom affiché {name}"),
    stays: "Ce qui reste",
    stays_mode: |mode, net| format!("renouvellement {mode}, {net} HT"),
    stays_none: "renouvellement Aucun\u{a0}: le compte se termine à sa date d’expiration",
    stays_paid: |date| format!("date d’expiration {date}"),
    stays_note: "Le compte reste vide et continue d’être facturé jusqu’à sa fin ou une nouvelle configuration.",
    final_note: "Ceci est irréversible.",
    type_address: |address| format!("Pour valider, saisissez l’adresse {address}"),
    restore: "Rétablir",
    restore_until: |date| format!("Possible jusqu’à la veille de sa suppression le {date}."),
    restore_note: "La facturation reprend sans interruption à l’ancienne date d’expiration, aussitôt et sur une facture à part.",
    history: "Historique",
};

const ENDING: EndingWords = EndingWords {
    terminate: "Résilier",
    closing: |count| {
        let each = if count < 2 { "ferme à sa date" } else { "ferment, chacun à sa date" };
        format!("{} {each} d’expiration.", accounts(count))
    },
    on: |date, count| format!("{date}\u{a0}: {}", accounts(count)),
    later: |count, date| format!("{} le {date}", if is_one(count) { "supprimé" } else { "supprimés" }),
    last: |date| format!("Le {date}, le dernier compte est supprimé et la plateforme est fermée."),
    last_note: "Une plateforme fermée ne peut plus qu’être consultée.",
    at_once: "Il n’y a plus de compte\u{a0}: la plateforme est fermée aussitôt. Ceci est irréversible.",
    until_then: "D’ici là, la résiliation peut être retirée\u{a0}: les comptes qui n’ont pas fermé retrouvent leur mode.",
    lost: "Le contenu de chaque compte est perdu avec lui. La durée déjà payée n’est pas remboursée.",
    type_name: |name| format!("Pour valider, saisissez le nom {name}"),
    sending: "Résiliation en cours…",
    take_back: "Retirer la résiliation",
    banner: |count, date| {
        let will = if count < 2 { "ferme" } else { "ferment" };
        format!("Cette plateforme est résiliée\u{a0}: {} {will} d’ici le {date}.", accounts(count))
    },
    banner_suspended: |date| {
        format!(
            "Cette plateforme est résiliée\u{a0}: tous les comptes sont suspendus, le dernier est supprimé le {date}."
        )
    },
    closed_banner: "Cette plateforme est fermée. Elle ne peut plus qu’être consultée.",
    back_note: "Chaque compte qui n’a pas fermé retrouve exactement le mode qu’il avait\u{a0}:",
    back_to: |count, mode| format!("{}\u{a0}: {mode}", accounts(count)),
    back_none: "Plus aucun compte n’est actif. Les comptes suspendus le restent et pourront être rétablis.",
    terminating: "La plateforme est résiliée.",
    moved: "La plateforme a déménagé. Plus rien ne peut être modifié ici.",
    closed: "La plateforme est fermée.",
    no_account: "Ce compte n’existe pas.",
    not_active: "Le compte est suspendu ou supprimé.",
    not_configured: "Le compte n’est pas configuré.",
    not_suspended: "Le compte n’est pas suspendu.",
    not_possible: "Ce n’est pas possible pour le moment.",
};
