//! Words of the keyboard shortcuts, the commands, and how close together rows stand.

use super::count::of;
use crate::words::shape::{GuideWords, KeyWords, ShellWords, WalkWords};

pub(in crate::words) static KEYS: KeyWords = KeyWords {
    title: "Raccourcis clavier",
    everywhere: "Partout",
    in_list: "Dans la liste",
    in_billing: "Dans le mode de facturation",
    in_choices: "Dans les choix et les menus",
    command_keys: &["Ctrl", "K"],
    close_topmost: "Fermer la fenêtre du dessus",
    down: "Une ligne plus bas",
    up: "Une ligne plus haut",
    tick: "Sélectionner la ligne",
    choose: "Choisir",
    walk: "D’une entrée à l’autre",
    run: "Exécuter",
    letters_off: "Les caractères seuls sont désactivés comme raccourcis\u{a0}: ce qui est gris est sans effet.",
    commands: "Commandes",
    command_hint: "Commande ou adresse…",
    accounts: "Comptes",
    go_to: "Aller à",
    platform: "Plateforme",
    chosen: "actif",
    no_hits: |text| format!("Aucun résultat pour «\u{a0}{text}\u{a0}»"),
    no_hits_text: "La recherche porte sur les commandes, les adresses et les noms.",
};

/// The words around the guide. They come with the rest of the page.
pub(in crate::words) static GUIDE: GuideWords = GuideWords {
    search: "Rechercher dans le guide",
    contents: "Sommaire",
    hits: |count| of(count, "résultat", "résultats"),
    no_hits: "Le guide n’en dit rien. Essayez un autre mot.",
    help: |about| format!("Aide\u{a0}: {about}"),
};

/// The words of the first walk through the demo. They come with the rest of the page.
pub(in crate::words) static WALK: WalkWords = WalkWords {
    title: "Première visite",
    steps: [
        |_| "Nouveau ici\u{202f}? Une visite en quatre étapes montre de quoi il s’agit.".to_owned(),
        |_| {
            "Chaque ligne est un compte avec le jour où il expire. Au-dessus figurent les douze prochains mois."
                .to_owned()
        },
        |words| {
            format!(
                "Ouvrez le {}, choisissez {} sur quelques lignes, appuyez sur {}, lisez et confirmez.",
                words.list.billing_mode, words.mode.none, words.common.next
            )
        },
        |words| {
            format!(
                "Avancez l’horloge avec «\u{a0}{}\u{a0}»\u{a0}: ce que vous avez confirmé s’exécute à son jour.",
                words.demo.next_event
            )
        },
        |_| {
            "Ce qui s’est passé figure dans l’historique, chaque facture parmi les factures, et tout le reste dans le guide.".to_owned()
        },
    ],
    number: |step, of| format!("{step} sur {of}\u{a0}:"),
    begin: "Commencer la visite",
    next: "Étape suivante",
    drop: "Ne plus afficher",
    end: "Terminer la visite",
};

pub(in crate::words) static SHELL: ShellWords =
    ShellWords { newer: "Une nouvelle version de Laufzeit est prête.", renew: "Recharger" };
