//! The French words of people and their access.

use domain::{people::Role, wire::SecurityKind};

use super::count::of;
use crate::words::{
    JoinWords, OwnWords, PeopleListWords, PeopleWords, RoleWords, SecurityWords, SignInWords, TokenWords,
};

pub(in crate::words) static PEOPLE: PeopleWords = PeopleWords {
    sign_in: SignInWords {
        title: "Se connecter",
        text: "L’accès est réservé aux personnes invitées.",
        ended: "Vous n’êtes plus connecté. Après la connexion, vous continuez ici.",
        missing: "La connexion n’est pas encore configurée sous ce nom. Ouvrez le lien affiché au démarrage, ou créez-en un \
                  nouveau avec `cargo xtask invite`.",
        with_passkey: "Se connecter avec une clé d’accès",
        with_provider: |name| format!("Se connecter avec {name}"),
        misconfigured: "La connexion par un fournisseur n’est pas configurée correctement ici. Les clés d’accès fonctionnent toujours.",
        leading: "Redirection vers le fournisseur…",
        waiting: "En attente de la clé d’accès…",
        lost: "Clé d’accès perdue\u{a0}? Demandez un nouveau lien d’invitation à une personne ayant le rôle Administration.",
        no_passkeys: "Pas de clés d’accès sous ce nom\u{a0}: les navigateurs ne les permettent qu’en HTTPS ou sur localhost.",
        to_localhost: "Passer à localhost",
        unsupported: "Ce navigateur ne connaît pas les clés d’accès. Un navigateur récent et un verrouillage d’écran sont \
                      nécessaires.",
        cancelled: "Aucune clé d’accès n’a été utilisée\u{a0}: l’opération a été annulée, a duré trop longtemps, ou cet appareil \
                    n’en a pas pour cette page.",
        wrong_host: "Une clé d’accès ne vaut que sous le nom pour lequel elle a été créée. Ouvrez la page sous son vrai nom.",
        known: "Cet appareil a déjà une clé d’accès à vous pour cette page.",
        failed: "Le navigateur n’a pas fourni de clé d’accès. Veuillez réessayer.",
        too_many: |seconds| match seconds {
            0..60 => "Trop de tentatives. Veuillez patienter un instant.".to_owned(),
            60..120 => "Trop de tentatives. Veuillez patienter une minute.".to_owned(),
            _ => "Trop de tentatives. Veuillez patienter quelques minutes.".to_owned(),
        },
    },
    join: JoinWords {
        title: "Accepter l’invitation",
        text: "Créez une clé d’accès. Elle servira désormais à vous connecter\u{a0}: par empreinte, visage ou code de cet appareil, \
               sans mot de passe.",
        roles: "Vos rôles",
        until: |when| format!("L’invitation est valable jusqu’au {when}, une seule fois."),
        name: "Votre nom",
        passkey: "Nom de la clé d’accès",
        passkey_hint: "Pour la reconnaître plus tard.",
        on: |browser, system| format!("{browser} sur {system}"),
        make: "Créer une clé d’accès et se connecter",
        with_provider: |name| format!("Accepter avec {name}"),
        void_title: "Cette invitation n’est plus valable",
        void_text: "Elle a déjà été acceptée, a été retirée ou a expiré. Qui l’a acceptée se connecte avec sa clé d’accès\u{a0}; \
                    sinon, demandez-en une nouvelle.",
        no_secret: "Pour accepter une invitation, veuillez rouvrir son lien. Par sécurité, il ne figure plus dans la barre \
                    d’adresse.",
        name_missing: "Veuillez saisir un nom visible de 200 caractères au plus.",
    },
    roles: RoleWords {
        role: |role| match role {
            Role::Reader => "Lecture",
            Role::Billing => "Facturation",
            Role::Technical => "Technique",
            Role::Administrator => "Administration",
        },
        allows: |role| match role {
            Role::Reader => "Voit tout, ne modifie rien.",
            Role::Billing => "Modes, retours en arrière, commandes, rétablissements, prix, taxe, parties des factures.",
            Role::Technical => "Configure les comptes et les réinitialise.",
            Role::Administrator => {
                "Peut tout faire\u{a0}; pour toutes les plateformes, aussi en créer et décider qui a accès."
            }
        },
        for_all: |role| format!("{role} pour toutes les plateformes"),
        for_one: |role, platform| format!("{role} pour {platform}"),
        none: "Aucun rôle",
        needed: |role| match role {
            Role::Reader => "Il faut pour cela un rôle sur cette plateforme.",
            Role::Billing => "Il faut pour cela le rôle Facturation.",
            Role::Technical => "Il faut pour cela le rôle Technique.",
            Role::Administrator => "Il faut pour cela le rôle Administration.",
        },
        needed_everywhere: "Il faut pour cela le rôle Administration pour toutes les plateformes.",
        legend: "Rôles",
        pick: "Rôle",
        platform: "Plateforme",
        all_platforms: "Toutes les plateformes",
        add: "Autre rôle",
        remove: "Retirer le rôle",
        missing: "Veuillez donner au moins un rôle.",
    },
    list: PeopleListWords {
        title: "Personnes",
        sections: "Accès",
        people: "Personnes et rôles",
        text: "Qui figure ici a accès. Les rôles disent ce que chacun peut faire.",
        you: "Vous",
        signed_in: |when| format!("dernière connexion {when}"),
        never_signed_in: "jamais connecté",
        blocked: "Bloqué",
        passkeys: |count| of(count, "clé d’accès", "clés d’accès"),
        actions_for: |name| format!("Actions pour {name}"),
        invite: "Inviter une personne",
        invite_text: "Vous obtenez un lien à transmettre. Il est valable 24\u{a0}heures, une seule fois.",
        name: "Nom",
        name_invalid: "Veuillez saisir un nom visible de 200 caractères au plus.",
        send: "Inviter",
        sending: "Envoi…",
        invited_title: "Invitation créée",
        invited_text: |name, until| {
            format!(
                "Ne transmettez ce lien qu’à {name}. Il n’est affiché que maintenant et vaut jusqu’au {until}, une seule fois."
            )
        },
        link: "Lien d’invitation",
        copy: "Copier",
        copied: "Copié",
        done: "Terminé",
        edit: "Éditer",
        edit_title: |name| format!("Éditer {name}"),
        save: "Enregistrer",
        block: "Bloquer",
        unblock: "Débloquer",
        block_title: |name| format!("Bloquer {name}"),
        block_text: "Les sessions se terminent aussitôt, et la connexion n’est plus possible. Rôles et clés d’accès restent \
                     jusqu’au déblocage. Les jetons et invitations d’un administrateur prennent fin pour toujours.",
        remove: "Retirer",
        remove_title: |name| format!("Retirer {name}"),
        remove_text: "Sessions, clés d’accès, rôles, jetons et invitations créés par la personne prennent fin aussitôt et pour toujours. Ce que la personne a fait reste \
                      sous son nom dans l’historique.",
        comes_anew: |providers| {
            format!(
                "Si la personne est aussi admise par {providers}, elle revient par là comme une nouvelle personne. Retirez-la alors aussi de ce côté."
            )
        },
        not_oneself: "Vos propres droits sont modifiés par une autre personne ayant le rôle Administration.",
        invitations: "Invitations ouvertes",
        no_invitations: "Aucune invitation n’est ouverte.",
        ends: |when| format!("valable jusqu’au {when}"),
        by: |name| format!("par {name}"),
        at_machine: "sur le serveur même",
        withdraw: "Retirer",
        withdraw_of: |name| format!("Retirer l’invitation pour {name}"),
        withdraw_title: "Retirer l’invitation",
        owner: "Lien du serveur",
    },
    tokens: TokenWords {
        title: "Jetons",
        text: "Avec un jeton, un programme utilise l’interface\u{a0}: dans l’en-tête «\u{a0}Authorization: Bearer…\u{a0}».",
        none: "Il n’y a aucun jeton.",
        make: "Créer un jeton",
        name: "À quoi il sert",
        name_hint: "Par exemple\u{a0}: Export de nuit",
        days: "Validité, en jours",
        days_invalid: "Veuillez saisir un nombre entier de 1 à 3\u{202f}650.",
        made_title: "Jeton créé",
        made_text: |name, until| {
            format!(
                "Le jeton «\u{a0}{name}\u{a0}» n’est affiché que maintenant. Gardez-le comme un mot de passe. Il vaut jusqu’au {until}."
            )
        },
        token: "Jeton",
        used: |when| format!("dernière utilisation {when}"),
        never_used: "jamais utilisé",
        ended: |when| format!("expiré {when}"),
        revoke: "Révoquer",
        revoke_of: |name| format!("Révoquer le jeton {name}"),
        revoke_text: "Les programmes avec ce jeton sont refusés aussitôt. C’est irréversible.",
    },
    security: SecurityWords {
        title: "Sécurité",
        text: "Connexions, invitations, rôles, jetons et exports des 400 derniers jours.",
        empty: "Rien ne s’est encore passé.",
        kind: |kind| match kind {
            SecurityKind::SignedIn => "{who} s’est connecté",
            SecurityKind::SignInRefused => "Une connexion a été refusée ({who})",
            SecurityKind::SignedOut => "{who} s’est déconnecté",
            SecurityKind::SignedOutEverywhere => "Toutes les autres sessions ont été terminées ({who})",
            SecurityKind::PasskeyCopied => "Une clé d’accès copiée a été refusée ({who})",
            SecurityKind::Invited => "{who} a été invité",
            SecurityKind::InvitationWithdrawn => "L’invitation pour {who} a été retirée",
            SecurityKind::Joined => "{who} a accepté l’invitation",
            SecurityKind::Admitted => "{who} est arrivé par un fournisseur",
            SecurityKind::PersonRenamed => "{who} a reçu un autre nom",
            SecurityKind::RolesChanged => "{who} a reçu d’autres rôles",
            SecurityKind::PersonBlocked => "{who} a été bloqué",
            SecurityKind::PersonUnblocked => "{who} a été débloqué",
            SecurityKind::PersonRemoved => "{who} a été retiré",
            SecurityKind::PasskeyAdded => "Une clé d’accès a été ajoutée ({who})",
            SecurityKind::PasskeyRemoved => "Une clé d’accès a été supprimée ({who})",
            SecurityKind::TokenMade => "Le jeton {who} a été créé",
            SecurityKind::TokenRevoked => "Le jeton {who} a été révoqué",
            SecurityKind::RoleRefused => "Une action a été refusée faute de rôle ({who})",
            SecurityKind::Exported => "Des données ont été exportées ({who})",
            SecurityKind::Restored => "Une sauvegarde du {who} a été restaurée, tout le monde est bloqué",
        },
        somebody: "Quelqu’un",
        more: "Afficher plus",
    },
    own: OwnWords {
        menu: "Compte",
        title: "Votre compte",
        desk: "Laufzeit ne tourne ici que pour cet ordinateur. Qui y est assis peut tout faire\u{a0}; personne ne se connecte.",
        set_up: "Configurer la connexion",
        set_up_text: "Ensuite, seules les personnes qui se connectent entrent, sur cet ordinateur aussi\u{a0}; les scripts ont besoin d’un jeton. Qui perd sa clé d’accès obtient un nouveau lien avec `cargo xtask invite` sur cet ordinateur.",
        by_name: |address| {
            format!(
                "Une clé d’accès a besoin d’un nom au lieu d’un numéro\u{a0}: la suite se passe donc sur {address}. À l’adresse actuelle, Laufzeit continue comme avant."
            )
        },
        held: |changes, count| {
            let changes = (changes > 0).then(|| of(changes, "modification notée", "modifications notées"));
            let wishes = (count > 0).then(|| of(count, "opération", "opérations") + " sans réponse du serveur");
            let both: Vec<String> = [changes, wishes].into_iter().flatten().collect();
            both.join(" et ")
        },
        take_along: |held| {
            let held = if held.is_empty() { String::new() } else { format!("\u{a0}: {held}") };
            format!("Emporter les brouillons et la démo de ce navigateur{held}")
        },
        lead_over: |address| format!("Continuer sur {address}"),
        taken: "Les brouillons et la démo sont arrivés. Ce qui était déjà ici n’a pas changé.",
        not_taken: "Plus rien n’attend d’être emporté. À l’adresse précédente, tout est encore là.",
        not_kept: "Ce navigateur ne conserve rien ici. À l’adresse précédente, tout est encore là.",
        token: "Cette page est ouverte avec un jeton.",
        roles: "Vos rôles",
        passkeys: "Clés d’accès",
        passkeys_text: "Avec une deuxième clé d’accès sur un autre appareil, vous gardez l’accès si l’un se perd.",
        add: "Ajouter une clé d’accès",
        add_title: "Ajouter une clé d’accès",
        rename: "Renommer",
        rename_of: |name| format!("Renommer la clé d’accès {name}"),
        remove: "Supprimer",
        remove_of: |name| format!("Supprimer la clé d’accès {name}"),
        remove_text: "Plus personne ne pourra se connecter avec cette clé d’accès. Supprimez-la aussi sur l’appareil.",
        used: |when| format!("dernière utilisation {when}"),
        made: |when| format!("créée {when}"),
        accounts: "Comptes chez des fournisseurs",
        accounts_text: "Outre vos clés d’accès, ces comptes vous permettent de vous connecter.",
        since: |when| format!("depuis le {when}"),
        sessions: "Sessions",
        sessions_text: "Vous êtes connecté ici.",
        this_one: "Cette session",
        seen: |when| format!("dernière utilisation {when}"),
        unknown_browser: "Navigateur inconnu",
        end: "Terminer",
        end_of: |name| format!("Terminer la session\u{a0}: {name}"),
        end_others: "Se déconnecter partout",
        ended_others: "Toutes les autres sessions sont terminées.",
        sign_out: "Se déconnecter",
        signing_out: "Déconnexion…",
        lose_title: "Se déconnecter et abandonner\u{a0}?",
        lose_text: |held| format!("Ce navigateur garde encore {held}. La déconnexion les abandonne."),
        lose: "Se déconnecter et abandonner",
    },
};
