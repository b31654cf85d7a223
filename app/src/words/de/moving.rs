//! The German words of moving a platform.

use crate::words::MovingWords;

pub(in crate::words) static MOVING: MovingWords = MovingWords {
    title: "Umzug",
    note: "Eine Plattform kann in ein anderes Haus umziehen, also zu einem anderen Laufzeit: mit allem, was je geschah, mit Rechnungen und Schlüsseln.",
    download: "Archiv herunterladen",
    download_note: "Das Archiv ist eine Datei mit der ganzen Aufzeichnung. Sie lässt sich auch ohne Laufzeit lesen und enthält Namen und Adressen.",
    demo: "In der Demo wird nicht umgezogen.",
    open: "Umziehen …",
    does: [
        "Ab dann rechnet diese Plattform hier nichts mehr ab. Was danach fällig wird, erledigt und berechnet das neue Haus, auch für die Tage dazwischen.",
        "Kein Account wird geschlossen und kein Postfach geleert. Hier lässt sich danach alles noch lesen und nichts mehr ändern.",
        "Das lässt sich hier nicht zurücknehmen. Zurück kommt die Plattform nur, indem sie von dort wieder hierher umzieht.",
    ],
    house: "Kennung des neuen Hauses",
    house_hint: "32 Zeichen. Sie steht dort unter „Archiv einspielen“.",
    url: "Adresse des neuen Hauses",
    url_hint: "Dorthin führt danach der Link auf allen Seiten dieser Plattform.",
    send: "Endgültig umziehen",
    sending: "Zieht um …",
    moved: |day| format!("Diese Plattform ist am {day} umgezogen. Hier lässt sie sich nur noch ansehen."),
    there: |url| format!("Zur Plattform: {url}"),
    arrive: "Archiv einspielen",
    arrive_note: "Holt eine Plattform hierher, die anderswo umgezogen ist. Dort wird beim Umzug die Kennung dieses Hauses eingetragen:",
    own_house: "Kennung dieses Hauses",
    copy: "Kopieren",
    copied: "Kopiert",
    choose: "Archiv wählen",
    drop: "Datei hierher ziehen oder auswählen",
    looking: "Das Archiv wird geprüft …",
    found: |name| format!("Das Archiv ist in Ordnung: {name}"),
    id: "Kennung",
    accounts: "Accounts",
    revision: "Revision",
    from: "Aus dem Haus",
    released: "Für dieses Haus freigegeben.",
    taken: "Schon übernommen.",
    not_released: |house| {
        format!(
            "Noch nicht freigegeben: Die Plattform ist dort, wo das Archiv herkommt, noch nicht umgezogen. Ziehen Sie dort zuerst um, mit der Kennung {house}, und laden Sie das Archiv danach neu herunter."
        )
    },
    for_another: |house| format!("Für ein anderes Haus freigegeben: {house}"),
    differs: "Eine Plattform mit dieser Kennung ist schon hier. Sie ist eine andere oder ging hier anders weiter.",
    take: "Übernehmen",
    taking: "Wird übernommen …",
    go: "Zur Plattform",
};
