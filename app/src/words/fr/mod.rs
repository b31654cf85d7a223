//! The French words.

mod count;
mod deeds;
pub(super) mod keys;
pub(super) mod moving;
pub(super) mod people;
pub(super) mod persons;
pub(super) mod places;
pub(super) mod refusals;
pub(super) mod roster;
pub(super) mod settings;

use self::count::{accounts, is_one, n, of};
use super::{Language, shape::*};

pub(super) const NAME: &str = "Français";

pub(super) const CRASH: CrashWords = CrashWords {
    title: "La page a planté",
    safe: "Ce qui a été validé est en sécurité. Les modifications préparées sont gardées dans ce navigateur et \
           reviendront après le rechargement.",
    reload: "Recharger",
    detail: "Détails",
};

/// The words of the summary. They come with the rest of the page.
pub(super) static SUMMARY: SummaryWords = SummaryWords {
    title: "Récapitulatif",
    closing: |count| {
        let will = if is_one(count) { "sera fermé et supprimé" } else { "seront fermés et supprimés" };
        format!("{} {will}", accounts(count))
    },
    closing_on: |count, date| {
        let will = if is_one(count) { "sera fermé et supprimé" } else { "seront fermés et supprimés" };
        format!("{} {will} le {date}", accounts(count))
    },
    closing_then: |count, date, deleted| {
        let [closed, gone] =
            if is_one(count) { ["sera fermé", "supprimé"] } else { ["seront fermés", "supprimés"] };
        format!("{} {closed} le {date} et {gone} le {deleted}", accounts(count))
    },
    closing_note: "Tous les contenus seront alors perdus. Jusque-là, vous pouvez défaire cette modification.",
    closing_note_later: "Tous les contenus sont perdus à la suppression. Jusque-là, un compte peut être rétabli.",
    to_yearly: |count| format!("{} {} en annuel", accounts(count), if is_one(count) { "passe" } else { "passent" }),
    to_monthly: |count| format!("{} {} en mensuel", accounts(count), if is_one(count) { "passe" } else { "passent" }),
    refused: |count| {
        let will = if is_one(count) { "ne sera pas modifié" } else { "ne seront pas modifiés" };
        format!("{} {will}", accounts(count))
    },
    refused_note: "Tout le reste peut être validé.",
    on: |date| format!("le {date}"),
    from: |date| format!("à partir du {date}"),
    change_of: |account| format!("Modifier, {account}"),
    due_now: "À payer maintenant",
    next_bill: "Prochaine facturation",
    year_before: "Coût sur 12 mois, avant",
    year_after: "Coût sur 12 mois, après",
    year_note: "HT, renouvellements sur douze mois à partir d’aujourd’hui.",
    will_change: |count| format!("En validant, vous modifiez {}", accounts(count)),
    will_close_on: |count, of, date| match (count, of) {
        (_, 1) => format!("il se termine le {date}"),
        (1, _) => format!("1 se termine le {date}"),
        _ if count == of => format!("tous se terminent le {date}"),
        _ => format!("{} se terminent le {date}", n(count)),
    },
    will_close_between: |count, of, first, last| match count {
        _ if count == of => format!("tous se terminent entre le {first} et le {last}"),
        _ => format!("{} se terminent entre le {first} et le {last}", n(count)),
    },
    will_close_none: "aucun ne sera fermé",
    type_count: |count| {
        let will = if is_one(count) { "sera fermé" } else { "seront fermés" };
        format!("{} {will}. Pour confirmer, saisissez le nombre {}.", accounts(count), count)
    },
    differs: "La situation a changé entre-temps. Ce qui est différent est marqué.",
    differs_row: "différent d’avant",
    gone_row: "n’en fait plus partie",
    sending: "Validation…",
};

pub(super) static WORDS: Words = Words {
    language: Language::Fr,
    locale: "fr-FR",
    number: n,
    decimal: ',',
    percent: "\u{a0}%",
    places: places::PLACES,
    common: CommonWords {
        next: "Suivant",
        back: "Précédent",
        confirm: "Valider",
        dismiss: "Fermer",
        change: "Modifier",
        undo: "Défaire",
        search: "Rechercher",
        search_hint: "Rechercher…",
        clear_filters: "Retirer les filtres",
        retry: "Réessayer",
        close: "Fermer la fenêtre",
        loading: "Chargement…",
        incomplete: "Une partie de la page n’est pas encore chargée. Nouvel essai en cours.",
        any: "Tous",
        none_dash: "–",
        amount_net: "Montant HT",
        colon: "\u{a0}: ",
        semicolon: "\u{202f}; ",
        of_account: |what, account| format!("{what}, {account}"),
    },
    frame: FrameWords {
        home: "Vers la vue d’ensemble",
        language: "Langue",
        theme: "Apparence",
        keys: "Afficher les raccourcis clavier",
        dense: "Lignes compactes",
        find_command: "Chercher une commande",
        letters_on: "Lettres seules comme raccourcis",
        theme_system: "Comme le système",
        theme_light: "Clair",
        theme_dark: "Sombre",
        sync: "Synchronisé",
        offline: "Hors ligne",
        sending: "Envoi",
        demo: "Démo",
        actions: "Actions",
        tab_accounts: "Comptes e-mail",
        tab_history: "Historique",
        tabs: "Rubriques",
        import_roster: "Importer une liste",
        save_csv: "Enregistrer en CSV",
        save_excel: "Enregistrer pour Excel",
        next_bill: "prochaine facturation",
        no_next_bill: "aucune facturation prévue",
        twelve_months: "12 mois",
        net: "HT",
        ending: |count| if is_one(count) { "se termine" } else { "se terminent" },
        nowhere_title: "Cette page n’existe pas",
        nowhere_text: "Cette adresse ne mène nulle part. Elle est peut-être incomplète.",
        new_platform: "Nouvelle plateforme",
        guide: "Guide",
    },
    mode: ModeWords { monthly: "Mensuel", yearly: "Annuel", none: "Aucun" },
    status: StatusWords { active: "Actif", not_set_up: "Non configuré", suspended: "Suspendu", deleted: "Supprimé" },
    reason: ReasonWords {
        suspended: "suspendu – seul le rétablissement est encore possible",
        deleted: "supprimé",
        expired: "a expiré entre-temps",
        changed_since: "a été modifié entre-temps",
    },
    list: ListWords {
        account: "Compte e-mail",
        status: "État",
        renewal: "Renouvellement",
        expiry: "Date d’expiration",
        expiry_chip: "Expiration",
        accounts: |count| if is_one(count) { "compte" } else { "comptes" },
        select: |account| format!("Sélectionner {account}"),
        select_all: |count| {
            if is_one(count) { "Sélectionner le compte".to_owned() } else { format!("Sélectionner les {}", n(count)) }
        },
        selected: |count| of(count, "sélectionné", "sélectionnés"),
        selected_billing: "Mode de facturation…",
        clear_selection: "Tout désélectionner",
        found: |found, all| format!("{} sur {}", n(found), accounts(all)),
        row_menu: |account| format!("Actions pour {account}"),
        billing_mode: "Mode de facturation",
        not_possible_suspended: "Le compte est suspendu.",
        not_possible_deleted: "Le compte est supprimé.",
        due: "Échéance",
        within_7: "Dans les 7 jours",
        within_30: "Dans les 30 jours",
        within_90: "Dans les 90 jours",
        deleted_on: |date| format!("supprimé le {date}"),
        deletes_on: |date| format!("sera supprimé le {date}"),
        empty_text: "Importez une liste et vos comptes s’afficheront ici.",
        no_hits_title: "Aucun résultat",
        no_hits_text: "Aucun compte ne correspond à la recherche et aux filtres.",
        too_many_to_print: |most| {
            format!(
                "{} comptes au plus sont imprimés. Réduisez la liste avec la recherche et les filtres, ou prenez-la au format CSV.",
                n(most)
            )
        },
    },
    year: YearWords {
        gross: |amount| format!("{amount} TTC"),
        title: "Les douze prochains mois",
        note: "Mois civils\u{202f}; le coût sur 12 mois se compte à partir d’aujourd’hui.",
        renewals: "Renouvellements",
        closings: "Fins",
        month: |month, renewals, closings| {
            let renewals = of(renewals, "renouvellement", "renouvellements");
            format!("{month}\u{a0}: {renewals}, {}", of(closings, "fin", "fins"))
        },
    },
    billing: BillingWords {
        title: "Mode de facturation",
        step_choose: "Choix",
        step_summary: "Récapitulatif",
        step_receipt: "Reçu",
        steps: "Étapes",
        only_changed: "Modifiés uniquement",
        only_selected: |count| of(count, "sélectionné", "sélectionnés"),
        only_listed: "Comme dans la liste",
        lost: "Sélection non transmise\u{a0}: rien n’est sélectionné ici.",
        lost_some: "Non transmis, car absents",
        as_before: "Comme avant",
        as_before_of: |account| format!("Comme avant, {account}"),
        all: |count| format!("Les {}", n(count)),
        all_as: |count, mode| format!("Les {}\u{a0}: {mode}", n(count)),
        caption: "Comment chaque compte se renouvelle",
        changes: |count| if is_one(count) { "modification" } else { "modifications" },
        closing: |count| format!("{} {}", n(count), if is_one(count) { "sera fermé" } else { "seront fermés" }),
        going_on: |count| {
            if is_one(count) { "devait se terminer et continue" } else { "devaient se terminer et continuent" }
        },
        of_them: |number| format!("dont {number}"),
        let_end: "laisser se terminer",
        on_its_way: "Les modifications déjà en route arrivent d’abord",
        no_changes: "Aucune modification",
        year_cost: "12 mois",
        leave_title: "Garder les modifications\u{202f}?",
        leave_text: |count| {
            let changes = of(count, "modification préparée n’est", "modifications préparées ne sont");
            format!("{changes} pas encore {}.", if is_one(count) { "validée" } else { "validées" })
        },
        leave_keep: "Garder et fermer",
        leave_drop: "Abandonner",
        leave_stay: "Continuer la modification",
        drafts: |count| {
            let changes = of(count, "modification préparée n’est", "modifications préparées ne sont");
            format!("{changes} pas {}.", if is_one(count) { "validée" } else { "validées" })
        },
        drafts_resume: "Continuer la modification",
    },
    receipt: ReceiptWords {
        title: "Reçu",
        done: "C’est fait",
        reference: "Numéro de référence",
        changed: |count| of(count, "compte modifié", "comptes modifiés"),
        closing: |count| {
            let end = if is_one(count) { "se termine" } else { "se terminent" };
            format!("dont {} {end} à la date d’expiration", n(count))
        },
        refused: |count| of(count, "compte non modifié", "comptes non modifiés"),
        at: "Date et heure",
        recorded: |moment| format!("enregistré le {moment}"),
        actor: "Exécuté par",
        print: "Imprimer le récapitulatif",
        csv: "CSV",
        finish: "Terminer",
        undone: "Défait",
        in_force: |count| if is_one(count) { "reste en vigueur" } else { "restent en vigueur" },
        undo_of: "Défait",
        undo_none: "Il n’y a plus rien à défaire ici.",
        undo_note: "Possible pour chaque compte jusqu’à sa date d’expiration.",
        undo_passed: "Toutes les modifications ont déjà pris effet.",
    },
    history: HistoryWords {
        title: "Historique",
        empty_title: "Il ne s’est encore rien passé",
        empty_text: "Les modifications validées s’affichent ici, avec chaque ligne et la possibilité de les défaire.",
        change: |count| format!("Mode de facturation de {} modifié", accounts(count)),
        undo: |count| format!("Modification de {} défaite", accounts(count)),
        show_lines: "Afficher les détails",
        hide_lines: "Masquer les détails",
        more: "Afficher plus",
        by_user: "Utilisateur",
        by_schedule: "Automatique",
        by_demo: "Démo",
        suspended: |count| of(count, "compte suspendu", "comptes suspendus"),
        deleted: |count| of(count, "compte supprimé", "comptes supprimés"),
        was_undone: "Défait",
    },
    start: StartWords {
        title: "Chaque boîte, son expiration, son prix",
        text: "Laufzeit montre quand chaque compte e-mail se renouvelle, et exécute ce que vous validez.",
        import_title: "Importer une liste",
        import_text: "Un fichier CSV de vos comptes devient une nouvelle plateforme. Tout est d’abord vérifié, puis créé.",
        demo_title: "Essayer la démo",
        demo_text: "Des entreprises d’exemple avec leur propre horloge. Tout reste dans ce navigateur.",
        demo_open: "Ouvrir la démo",
        platforms_title: "Vos plateformes",
        damaged: "endommagée",
        behind: "état antérieur",
        newer: "version plus récente",
        not_now: "ne répond pas pour le moment",
        another: "Ajouter une plateforme",
    },
    demo: DemoWords {
        ribbon: "Démo – tout reste dans ce navigateur",
        leave: "Quitter la démo",
        choose: "Choisir une entreprise d’exemple",
        sample: accounts,
        clock: "Horloge",
        today: "Nous sommes le",
        plus_day: "+1 jour",
        plus_month: "+1 mois",
        next_event: "Au prochain événement",
        start_again: "Recommencer",
        moving: "L’horloge avance…",
        not_kept: "Ce navigateur n’enregistre rien. La démo se termine quand vous fermez la page.",
    },
    notice: NoticeWords {
        nothing_left: "Il n’y a rien à modifier.",
        unreachable: "Le serveur ne répond pas.",
        no_answer: "Le serveur n’a pas répondu.",
        without: "La démo fonctionne aussi sans serveur.",
        last_state: "Vous voyez la dernière situation connue\u{202f}; vos modifications sont conservées.",
        once: "Vous pouvez réessayer\u{a0}: l’opération n’est exécutée qu’une fois.",
        by_itself: "Un nouvel essai a lieu automatiquement.",
        failed: "Cela n’a pas fonctionné. Rien n’a été modifié.",
        refused: |why| format!("Le serveur a refusé\u{a0}: {why}"),
        waiting: "Votre validation est en route et n’est pas encore arrivée. Elle sera renvoyée automatiquement et \
                  exécutée une seule fois.",
        earlier: "Un essai précédent est resté sans réponse. Vous pouvez renvoyer la même demande\u{a0}: elle n’est exécutée qu’une fois.",
        under_way: "Modifications en cours d’envoi",
        theirs: |who| format!("Ce que {who} a confirmé ici sera envoyé à la prochaine connexion de {who}."),
        kept_back: "Des modifications attendent le réseau et n’ont pas encore été envoyées.",
        come_back: "Des modifications validées sont revenues\u{a0}: la situation a changé entre-temps. Relisez-les, s’il vous plaît.",
        sent_in_vain: "Une demande que vous avez validée a été refusée. Rien n’a été modifié.",
        foreign: "Une demande conservée par une autre version de cette page ne peut pas être envoyée par celle-ci.",
        aside: "Une donnée conservée par ce navigateur était illisible et a été mise de côté.",
        see: "Afficher",
        read: "Compris",
        throw_away: "Abandonner",
        stale: "La situation a changé entre-temps. Veuillez vérifier à nouveau le récapitulatif.",
        not_found: "Cette plateforme n’existe pas.",
        not_kept: "Ce navigateur n’enregistre rien. Les modifications préparées seront perdues à la fermeture de la page.",
    },
    relative: RelativeWords {
        in_days: |days| format!("dans {}", of(days, "jour", "jours")),
        ends_in_days: |days| format!("se termine dans {}", of(days, "jour", "jours")),
    },
    deeds: deeds::DEEDS,
};
