//! Words of the keyboard shortcuts, the commands, and how close together rows stand.

use super::count::of;
use crate::words::shape::{GuideWords, KeyWords, ShellWords, WalkWords};

pub(in crate::words) static KEYS: KeyWords = KeyWords {
    title: "Tastenkürzel",
    everywhere: "Überall",
    in_list: "In der Liste",
    in_billing: "Im Abrechnungsmodus",
    in_choices: "In Auswahl und Menü",
    command_keys: &["Strg", "K"],
    close_topmost: "Obersten Dialog schließen",
    down: "Eine Zeile nach unten",
    up: "Eine Zeile nach oben",
    tick: "Zeile auswählen",
    choose: "Wählen",
    walk: "Von Eintrag zu Eintrag",
    run: "Ausführen",
    letters_off: "Einzelne Zeichen sind als Tastenkürzel ausgeschaltet: Was grau ist, tut nichts.",
    commands: "Befehle",
    command_hint: "Befehl oder Adresse …",
    accounts: "Accounts",
    go_to: "Gehe zu",
    platform: "Plattform",
    chosen: "aktiv",
    no_hits: |text| format!("Keine Treffer für „{text}“"),
    no_hits_text: "Gesucht wird in Befehlen, Adressen und Namen.",
};

/// The words around the guide. They come with the rest of the page.
pub(in crate::words) static GUIDE: GuideWords = GuideWords {
    search: "Anleitung durchsuchen",
    contents: "Inhalt",
    hits: |count| of(count, "Treffer", "Treffer"),
    no_hits: "In der Anleitung steht dazu nichts. Versuchen Sie ein anderes Wort.",
    help: |about| format!("Hilfe: {about}"),
};

/// The words of the first walk through the demo. They come with the rest of the page.
pub(in crate::words) static WALK: WalkWords = WalkWords {
    title: "Rundgang",
    steps: [
        |_| "Neu hier? Ein Rundgang in vier Schritten zeigt, worum es geht.".to_owned(),
        |_| {
            "Jede Zeile ist ein Account mit dem Tag, an dem er abläuft. Darüber stehen die nächsten zwölf Monate."
                .to_owned()
        },
        |words| {
            format!(
                "Öffnen Sie den {}, wählen Sie in einigen Zeilen {}, drücken Sie {}, lesen und bestätigen Sie.",
                words.list.billing_mode, words.mode.none, words.common.next
            )
        },
        |words| {
            format!(
                "Stellen Sie die Uhr mit „{}“ weiter: Was Sie bestätigt haben, geschieht an seinem Tag.",
                words.demo.next_event
            )
        },
        |_| {
            "Was geschehen ist, steht im Verlauf, jede Rechnung bei den Rechnungen, und alles Weitere in der Anleitung."
                .to_owned()
        },
    ],
    number: |step, of| format!("{step} von {of}:"),
    begin: "Rundgang beginnen",
    next: "Nächster Schritt",
    drop: "Nicht mehr zeigen",
    end: "Rundgang beenden",
};

pub(in crate::words) static SHELL: ShellWords =
    ShellWords { newer: "Eine neue Version von Laufzeit ist bereit.", renew: "Neu laden" };
