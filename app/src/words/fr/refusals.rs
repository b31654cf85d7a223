//! The French sentences of refusals.

use domain::wire::Code;

use crate::words::Words;

#[expect(clippy::too_many_lines, reason = "it is a table")]
pub const fn sentence(code: Code, words: &'static Words) -> &'static str {
    match code {
        Code::Invalid => "Veuillez vérifier votre saisie.",
        Code::UnknownAccount | Code::NoAccount => words.deeds.ending.no_account,
        Code::NamedTwice => "Un compte est nommé deux fois.",
        Code::NothingToDo => words.notice.nothing_left,
        Code::Stale => words.notice.stale,
        Code::QuoteStale => words.deeds.order.changed,
        Code::KeyReused => "Autre chose a déjà été envoyé sous cette clé. Veuillez recharger la page.",
        Code::NoTestClock => "Cette plateforme n’a pas d’horloge de test.",
        Code::ClockBackwards => "L’horloge indique déjà le {today}. Elle ne peut pas être reculée.",
        Code::ClockTooFar => "L’horloge peut être avancée d’un coup jusqu’au {limit} au plus.",
        Code::Terminating => words.deeds.ending.terminating,
        Code::Closed => words.deeds.ending.closed,
        Code::MovedAway => "La plateforme a déménagé\u{a0}: depuis le {on}, elle est à l’adresse {url}.",
        Code::NotTerminating => "La plateforme n’est pas résiliée.",
        Code::Unconfirmed => "Le texte saisi ne correspond pas.",
        Code::PlatformFull => {
            "Une plateforme a {max} comptes au plus. Celle-ci en a {living}, et {more} s’y ajouteraient."
        }
        Code::QuantityOutOfRange => "Veuillez saisir un nombre entier de {min} à {max}.",
        Code::NotActive => words.deeds.ending.not_active,
        Code::NotConfigured => words.deeds.ending.not_configured,
        Code::NotSuspended => words.deeds.ending.not_suspended,
        Code::RestoreMode => "Un compte est rétabli au mois ou à l’année.",
        Code::StillInUse => {
            "Un compte ({account}) a encore cette adresse. Les textes sont effacés quand il est supprimé ou a une autre adresse."
        }
        Code::NobodyHad => "Personne n’avait cette adresse ici, ou ses textes sont déjà effacés.",
        Code::ImportTouched => super::places::RECORD.import_touched,
        Code::Roster => "Erreurs dans le fichier\u{a0}: {total}. Rien n’a été importé.",
        Code::SettingsClash => "Quelqu’un d’autre a modifié ce paramètre entre-temps.",
        Code::Malformed => "La requête est illisible (ligne {line}, colonne {column}).",
        Code::KeyMissing => "La clé de la requête manque.",
        Code::KeyInvalid => "La clé de la requête est vide, trop longue ou non imprimable.",
        Code::ForeignHost => "Le serveur ne répond pas à cette adresse.",
        Code::ForeignOrigin => "Le serveur ne répond qu’à sa propre page.",
        Code::UpgradeNeeded => "Ce qui est demandé ici ne vient que par une connexion ouverte (WebSocket).",
        Code::NotSignedIn => "Vous n’êtes pas connecté.",
        Code::SignInMissing => "La connexion n’est pas encore configurée sous ce nom.",
        Code::ProxyInFront => {
            "Laufzeit n’est configuré ici que pour sa propre machine et a été appelé à travers un proxy."
        }
        Code::RoleNeeded => {
            "Il faut pour cela le rôle {role}. Les rôles sont donnés par qui a le rôle Administration pour toutes les plateformes."
        }
        Code::PersonNeeded => "Seule une personne connectée peut le faire.",
        Code::OwnRoles => "Personne ne modifie ses propres rôles.",
        Code::PasskeyRefused => "Cette clé d’accès n’est pas valable ici.",
        Code::PasskeysElsewhere => "Les clés d’accès sont liées à un nom. Il n’y en a pas à cette adresse.",
        Code::LastPasskey => "C’est votre dernière clé d’accès. Sans elle, vous ne pourriez plus vous connecter.",
        Code::NoProvider => "Ce moyen de connexion n’existe pas ici.",
        Code::ProviderMisconfigured => {
            "La connexion par un fournisseur n’est pas configurée correctement. Le journal du serveur indique ce qui ne va pas."
        }
        Code::ProviderUnreachable => "Le fournisseur ne répond pas comme il le devrait. Veuillez réessayer plus tard.",
        Code::ProviderRefused => {
            "La connexion auprès du fournisseur n’est pas valable ici ou a pris trop de temps. Veuillez vous reconnecter."
        }
        Code::ProviderCancelled => "La connexion a été annulée auprès du fournisseur.",
        Code::NotAdmitted => {
            "Le fournisseur vous connaît, mais vous n’êtes pas admis ici. Veuillez vous adresser à une personne ayant le rôle Administration."
        }
        Code::AccountKnown => "Ce compte chez le fournisseur appartient déjà à quelqu’un ici.",
        Code::LastAdministrator => {
            "C’est la dernière personne avec le rôle Administration pour toutes les plateformes."
        }
        Code::TooMany => "Il ne peut pas y en avoir plus de {max}.",
        Code::TooManyRequests => "Trop de tentatives en peu de temps. Veuillez patienter un instant.",
        Code::NoInvitation => "Cette invitation n’est pas (ou plus) valable.",
        Code::NoPerson => "Cette personne n’existe pas.",
        Code::NoPasskey => "Cette clé d’accès n’existe pas.",
        Code::NoSession => "Cette session n’existe pas.",
        Code::NoToken => "Ce jeton n’existe pas.",
        Code::PeopleDamaged => "La liste des personnes est endommagée\u{202f}; personne ne peut donc entrer.",
        Code::RolesInvalid => "Indiquez de 1 à {max} rôles.",
        Code::DaysOutOfRange => "Indiquez de {min} à {max} jours.",
        Code::NothingHere => "Le serveur n’a pas cette adresse.",
        Code::NoPlatform => words.notice.not_found,
        Code::NoSubmission => "Cette modification n’existe pas.",
        Code::NoInvoice => "Cette facture n’existe pas.",
        Code::MethodNotAllowed => "{method} n’est pas possible ici.",
        Code::IdTaken => "Une autre plateforme a déjà l’identifiant {id}.",
        Code::BodyTooLarge => "La requête est trop grande\u{a0}: le serveur accepte {max} octets au plus.",
        Code::MediaType => "Le serveur n’accepte ici que {expected}.",
        Code::Internal => "Une erreur est survenue sur le serveur.",
        Code::BodySilent => "La requête n’est pas arrivée entière au serveur.",
        Code::Interrupted => "Une erreur est survenue sur le serveur et a aussi interrompu cette requête.",
        Code::Resting => "Cette partie du serveur a échoué plusieurs fois de suite et se repose une minute au plus.",
        Code::NewerData => {
            "Ces données ont été écrites par une version plus récente de Laufzeit (version {found}, ici {known}). Rien n’a été modifié."
        }
        Code::PlatformDamaged => {
            "Les données de cette plateforme sont endommagées. Rien n’a été modifié, et les autres plateformes ne sont pas touchées. Arrêtez Laufzeit, restaurez le dossier de données depuis sa sauvegarde, puis redémarrez."
        }
        Code::PlatformBehind => {
            "Les données de cette plateforme sont un état antérieur\u{a0}: elles s’arrêtent à la révision {revision}, alors que la révision {told} existait. Rien n’est modifié. Arrêtez Laufzeit, restaurez tout le dossier de données depuis sa sauvegarde, puis redémarrez."
        }
        Code::DirectoryDamaged => {
            "La liste des plateformes est endommagée. Chaque plateforme reste à son adresse. Redémarrez Laufzeit\u{a0}: la liste est alors refaite à partir des plateformes."
        }
        Code::ArchiveDamaged => "Cette archive est endommagée, coupée ou modifiée ({reason}). Rien n’a été modifié.",
        Code::ArchiveNewer => {
            "Cette archive a une forme plus récente ({found}\u{202f}; ici, {known} est connue). Veuillez d’abord mettre à jour ce Laufzeit."
        }
        Code::ArchiveUnsound => {
            "L’historique de cette archive n’est pas ce que les règles permettent ({finding}). Rien n’a été modifié."
        }
        Code::ArchiveTooLarge => "Une archive a au plus {max_mib} Mio.",
        Code::ArchiveNotReleased => {
            "Cette plateforme n’a pas encore déménagé de l’endroit d’où vient l’archive. D’ici là, elle n’est pas reprise ici."
        }
        Code::ArchiveForAnotherHouse => "Cette plateforme est destinée à une autre maison\u{a0}: {house}.",
        Code::ArchiveDiffers => {
            "Une plateforme avec cet identifiant est déjà ici\u{202f}; c’en est une autre, ou elle a continué autrement. Rien n’a été modifié."
        }
        Code::ArrivalInterrupted => {
            "Une autre archive de cette plateforme est arrivée entre-temps, ou cela a duré trop longtemps. Veuillez recommencer."
        }
        Code::StorageFull => {
            "Le stockage du serveur est plein. [Ce qui était dû jusqu’au {done_to} inclus est fait. ]Veuillez y libérer de la place."
        }
        Code::NameInvalid => "Veuillez saisir un nom visible de {max} caractères au plus.",
        Code::RateOutOfRange => "Veuillez saisir un taux de 0 à 100, par exemple 19.",
        Code::RateOfCategory => "Dans cette catégorie de TVA, le taux est de 0.",
        Code::ReasonInvalid => "Veuillez saisir un motif de {max} caractères au plus, sur une ligne.",
        Code::ReasonOfStandard => "Le régime normal de TVA n’a pas de motif.",
        Code::RetentionOutOfRange => "Veuillez saisir un nombre de {min} à {max}.",
        Code::ClockTooLate => "Une horloge de test commence au plus tard le {limit}.",
        Code::TooManyDomains => "{max} domaines au plus sont possibles.",
        Code::DomainInvalid => "«\u{a0}{domain}\u{a0}» n’est pas un domaine.",
        Code::PartyInvalid => {
            "Veuillez saisir un nom visible et {max_lines} lignes au plus, de {max} caractères au plus."
        }
        Code::PriceOutOfRange => "Veuillez saisir un montant, par exemple 2,49.",
        Code::PriceDayTwice => "Deux prix commencent le même jour.",
        Code::NoFirstPrice => "Un prix doit valoir dès le premier jour de la plateforme.",
        Code::PriceNotAhead => "Veuillez choisir une date, au plus tôt demain.",
        Code::TooManyPrices => "{max} prix au plus sont possibles.",
        Code::TimeZoneUnknown => "Le serveur ne connaît pas ce fuseau horaire.",
        Code::HouseInvalid => "L’identifiant d’une maison a 32 caractères\u{a0}: des chiffres et les lettres a à f.",
        Code::UrlInvalid => "Une adresse commence par https:// ou http:// et a au plus {max} caractères, sans espace.",
        Code::CurrencyUnknown => "Cette devise n’existe pas.",
        Code::PlatformIdInvalid => "Un identifiant a au plus {max} minuscules, chiffres et traits d’union.",
        Code::Missing => "Une indication manque.",
        Code::FieldUnknown => "Le serveur ne connaît pas l’un des champs.",
        Code::FieldTwice => "Un champ figure deux fois.",
        Code::WrongType => "Une valeur n’est pas du type attendu.",
        Code::NotOneOf => "Valeurs possibles\u{a0}: {expected}.",
        Code::Unreadable => "Une valeur est illisible.",
        Code::OnlyInSubmission => "Cette indication n’a sa place que dans la validation.",
        Code::TooManyChanges => "{max} modifications au plus sont possibles à la fois.",
        Code::ModeNeeded => "Il manque un mode à cette sélection.",
        Code::FilterNeeded => "Il manque une sélection à ce mode.",
        Code::NoChanges => "Aucune modification n’est indiquée.",
        Code::ChangesAndFilter => {
            "Les modifications se donnent une à une, par suites de numéros ou par sélection, pas de deux façons."
        }
        Code::NumberOutOfRange => "Un nombre de {min} à {max} est possible.",
        Code::NotGivenOut => "Le serveur ne connaît pas cet endroit de la liste.",
        Code::ParameterUnknown => "L’adresse contient un élément inconnu ou en double.",
        Code::HashInvalid => "La somme de contrôle n’est pas valide.",
        Code::FileEmpty => "Le fichier est vide.",
        Code::FileWithoutAccounts => "Le fichier a un en-tête et aucun compte.",
        Code::FileTooLarge => "Le fichier dépasse {max_mib} Mio.",
        Code::TooManyAccounts => "Le fichier contient plus de {max} comptes.",
        Code::NotUtf8 => "Ce texte est endommagé\u{a0}: il n’est pas dans le codage du fichier.",
        Code::TooManyColumns => "Cette ligne a plus de {max} colonnes.",
        Code::CellTooLong => "Ce texte dépasse {max} octets.",
        Code::DateOrderUnknown => {
            "Les dates de ce fichier se lisent de deux façons\u{202f}; il manque si le jour ou le mois vient en premier."
        }
        Code::QuoteOpen => "Un guillemet de cette ligne n’est pas fermé.",
        Code::ColumnMissing => "Cette colonne manque.",
        Code::ColumnUnknown => "Cette colonne est inconnue.",
        Code::ColumnTwice => "Cette colonne figure deux fois dans l’en-tête.",
        Code::CellCount => "Cette ligne n’a pas le même nombre de colonnes que l’en-tête.",
        Code::AddressInvalid => "Ce n’est pas une adresse e-mail d’au plus {max} caractères.",
        Code::AddressPlaceholder => "Les adresses en .invalid ne reçoivent aucun e-mail.",
        Code::DomainForeign => "Ce domaine n’appartient pas à la plateforme.",
        Code::AddressTwice => "Cette adresse figure déjà plus haut dans le fichier.",
        Code::AddressTaken => "Un compte de cette plateforme a déjà cette adresse.",
        Code::DisplayNameInvalid => {
            "Un nom affiché a au plus {max} caractères, dont un visible, et aucun caractère de contrôle."
        }
        Code::ModeUnknown => "Le mode est Mensuel, Annuel ou Aucun (monthly, yearly, none).",
        Code::MonthForm => "Un mois s’écrit AAAA-MM.",
        Code::DateForm => "Une date s’écrit AAAA-MM-JJ ou JJ.MM.AAAA.",
        Code::DateImpossible => "Ce jour n’existe pas.",
        Code::DateOutOfRange => "Les dates vont de 1970 à 2199.",
        Code::ExpiryPast => "La date d’expiration doit être postérieure à aujourd’hui.",
        Code::OrderedTooLate => "La date de commande doit précéder la date d’expiration.",
        Code::AnchorDayInvalid => "Le jour de référence est un nombre de {min} à {max}.",
        Code::ExpiryUnreachable => "Le jour de référence ne correspond pas à la date d’expiration.",
    }
}
