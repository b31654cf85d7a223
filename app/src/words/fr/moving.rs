//! The French words of moving a platform.

use crate::words::MovingWords;

pub(in crate::words) static MOVING: MovingWords = MovingWords {
    title: "Déménagement",
    note: "Une plateforme peut déménager dans une autre maison, c’est-à-dire un autre Laufzeit\u{a0}: avec tout ce qui s’est passé, les factures et les clés.",
    download: "Télécharger l’archive",
    download_note: "L’archive est un fichier avec tout l’historique. Il peut être lu sans Laufzeit et contient des noms et des adresses.",
    demo: "On ne déménage pas dans la démo.",
    open: "Déménager…",
    does: [
        "Dès lors, cette plateforme ne facture plus rien ici. La nouvelle maison exécute et facture ce qui arrive à échéance ensuite, y compris pour les jours intermédiaires.",
        "Aucun compte n’est fermé et aucune boîte n’est vidée. Ici, tout peut encore être lu et plus rien n’être modifié.",
        "Cela ne peut pas être annulé ici. La plateforme ne revient qu’en redéménageant de là-bas.",
    ],
    house: "Identifiant de la nouvelle maison",
    house_hint: "32 caractères. Il se trouve là-bas sous «\u{a0}Charger une archive\u{a0}».",
    url: "Adresse de la nouvelle maison",
    url_hint: "Le lien sur toutes les pages de cette plateforme y mènera ensuite.",
    send: "Déménager définitivement",
    sending: "Déménagement…",
    moved: |day| format!("Cette plateforme a déménagé le {day}. Ici, elle ne peut plus qu’être consultée."),
    there: |url| format!("Vers la plateforme\u{a0}: {url}"),
    arrive: "Charger une archive",
    arrive_note: "Amène ici une plateforme qui a quitté un autre endroit. Lors du déménagement, on y saisit l’identifiant de cette maison\u{a0}:",
    own_house: "Identifiant de cette maison",
    copy: "Copier",
    copied: "Copié",
    choose: "Choisir une archive",
    drop: "Déposer un fichier ici ou le choisir",
    looking: "Vérification de l’archive…",
    found: |name| format!("L’archive est intacte\u{a0}: {name}"),
    id: "Identifiant",
    accounts: "Comptes",
    revision: "Révision",
    from: "De la maison",
    released: "Destinée à cette maison.",
    taken: "Déjà reprise.",
    not_released: |house| {
        format!(
            "Pas encore libérée\u{a0}: la plateforme n’a pas encore déménagé de l’endroit d’où vient l’archive. Faites-la d’abord déménager là-bas, avec l’identifiant {house}, puis téléchargez l’archive à nouveau."
        )
    },
    for_another: |house| format!("Destinée à une autre maison\u{a0}: {house}"),
    differs: "Une plateforme avec cet identifiant est déjà ici. C’en est une autre, ou elle a continué autrement ici.",
    take: "Reprendre",
    taking: "Reprise…",
    go: "Vers la plateforme",
};
