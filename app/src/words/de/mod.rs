//! The German words.

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

use self::count::{accounts, n, of};
use super::{Language, shape::*};

pub(super) const NAME: &str = "Deutsch";

pub(super) const CRASH: CrashWords = CrashWords {
    title: "Die Seite ist abgestürzt",
    safe: "Was bestätigt wurde, ist sicher. Vorgemerkte Änderungen liegen in diesem Browser und sind nach dem \
           Neuladen wieder da.",
    reload: "Neu laden",
    detail: "Einzelheiten",
};

/// The words of the summary. They come with the rest of the page.
pub(super) static SUMMARY: SummaryWords = SummaryWords {
    title: "Zusammenfassung",
    closing: |count| {
        format!("{} {} geschlossen und gelöscht", accounts(count), if count == 1 { "wird" } else { "werden" })
    },
    closing_on: |count, date| {
        let will = if count == 1 { "wird" } else { "werden" };
        format!("{} {will} am {date} geschlossen und gelöscht", accounts(count))
    },
    closing_then: |count, date, deleted| {
        let will = if count == 1 { "wird" } else { "werden" };
        format!("{} {will} am {date} geschlossen und am {deleted} gelöscht", accounts(count))
    },
    closing_note: "Alle Inhalte gehen dann verloren. Bis dahin können Sie das rückgängig machen.",
    closing_note_later: "Alle Inhalte gehen mit der Löschung verloren. Bis dahin können Sie einen Account wiederherstellen.",
    to_yearly: |count| format!("{} {} zu jährlich", accounts(count), if count == 1 { "wechselt" } else { "wechseln" }),
    to_monthly: |count| {
        format!("{} {} zu monatlich", accounts(count), if count == 1 { "wechselt" } else { "wechseln" })
    },
    refused: |count| format!("{} {} nicht geändert", accounts(count), if count == 1 { "wird" } else { "werden" }),
    refused_note: "Alles andere kann bestätigt werden.",
    on: |date| format!("am {date}"),
    from: |date| format!("ab {date}"),
    change_of: |account| format!("Ändern, {account}"),
    due_now: "Jetzt fällig",
    next_bill: "Nächste Abrechnung",
    year_before: "Kosten 12 Monate, bisher",
    year_after: "Kosten 12 Monate, neu",
    year_note: "Netto, Verlängerungen in zwölf Monaten ab heute.",
    will_change: |count| format!("Bestätigen ändert {}", accounts(count)),
    will_close_on: |count, of, date| match (count, of) {
        (_, 1) => format!("er endet am {date}"),
        (1, _) => format!("1 davon endet am {date}"),
        _ if count == of => format!("alle enden am {date}"),
        _ => format!("{} davon enden am {date}", n(count)),
    },
    will_close_between: |count, of, first, last| match count {
        _ if count == of => format!("alle enden zwischen dem {first} und dem {last}"),
        _ => format!("{} davon enden zwischen dem {first} und dem {last}", n(count)),
    },
    will_close_none: "keiner wird geschlossen",
    type_count: |count| {
        let will = if count == 1 { "wird" } else { "werden" };
        format!("{} {will} geschlossen. Geben Sie zur Bestätigung {} ein.", accounts(count), count)
    },
    differs: "Der Stand hat sich inzwischen geändert. Was jetzt anders ist, ist markiert.",
    differs_row: "anders als zuvor",
    gone_row: "nicht mehr dabei",
    sending: "Wird bestätigt …",
};

pub(super) static WORDS: Words = Words {
    language: Language::De,
    locale: "de-DE",
    number: n,
    decimal: ',',
    percent: "\u{a0}%",
    places: places::PLACES,
    common: CommonWords {
        next: "Weiter",
        back: "Zurück",
        confirm: "Bestätigen",
        dismiss: "Abbrechen",
        change: "Ändern",
        undo: "Rückgängig machen",
        search: "Suchen",
        search_hint: "Suchen …",
        clear_filters: "Filter aufheben",
        retry: "Erneut versuchen",
        close: "Schließen",
        loading: "Wird geladen …",
        incomplete: "Ein Teil der Seite ist noch nicht geladen. Es wird weiter versucht.",
        any: "Alle",
        none_dash: "–",
        amount_net: "Betrag netto",
        colon: ": ",
        semicolon: "; ",
        of_account: |what, account| format!("{what}, {account}"),
    },
    frame: FrameWords {
        home: "Zur Übersicht",
        language: "Sprache",
        theme: "Darstellung",
        keys: "Tastenkürzel anzeigen",
        dense: "Kompakte Zeilen",
        find_command: "Befehl suchen",
        letters_on: "Einzelne Buchstaben als Tastenkürzel",
        theme_system: "Systemeinstellung",
        theme_light: "Hell",
        theme_dark: "Dunkel",
        sync: "Synchron",
        offline: "Offline",
        sending: "Wird gesendet",
        demo: "Demo",
        actions: "Aktionen",
        tab_accounts: "E-Mail-Accounts",
        tab_history: "Verlauf",
        tabs: "Bereiche",
        import_roster: "Liste importieren",
        save_csv: "Als CSV speichern",
        save_excel: "Für Excel speichern",
        next_bill: "nächste Abrechnung",
        no_next_bill: "keine Abrechnung vorgesehen",
        twelve_months: "12 Monate",
        net: "netto",
        ending: |count| if count == 1 { "läuft aus" } else { "laufen aus" },
        nowhere_title: "Diese Seite gibt es nicht",
        nowhere_text: "Die Adresse führt nirgendwohin. Vielleicht ist sie unvollständig.",
        new_platform: "Neue Plattform",
        guide: "Anleitung",
    },
    mode: ModeWords { monthly: "Monatlich", yearly: "Jährlich", none: "Keine" },
    status: StatusWords {
        active: "Aktiv",
        not_set_up: "Nicht eingerichtet",
        suspended: "Gesperrt",
        deleted: "Gelöscht",
    },
    reason: ReasonWords {
        suspended: "gesperrt – nur noch Wiederherstellen möglich",
        deleted: "gelöscht",
        expired: "inzwischen abgelaufen",
        changed_since: "inzwischen anders geändert",
    },
    list: ListWords {
        account: "E-Mail-Account",
        status: "Status",
        renewal: "Verlängerung",
        expiry: "Ablaufdatum",
        expiry_chip: "Ablauf",
        accounts: |count| if count == 1 { "Account" } else { "Accounts" },
        select: |account| format!("{account} auswählen"),
        select_all: |count| format!("Alle {} auswählen", n(count)),
        selected: |count| format!("{} ausgewählt", n(count)),
        selected_billing: "Abrechnungsmodus …",
        clear_selection: "Auswahl aufheben",
        found: |found, all| format!("{} von {}", n(found), accounts(all)),
        row_menu: |account| format!("Aktionen für {account}"),
        billing_mode: "Abrechnungsmodus",
        not_possible_suspended: "Der Account ist gesperrt.",
        not_possible_deleted: "Der Account ist gelöscht.",
        due: "Fällig",
        within_7: "In den nächsten 7 Tagen",
        within_30: "In den nächsten 30 Tagen",
        within_90: "In den nächsten 90 Tagen",
        deleted_on: |date| format!("gelöscht am {date}"),
        deletes_on: |date| format!("wird am {date} gelöscht"),
        empty_text: "Importieren Sie eine Liste, dann stehen Ihre Accounts hier.",
        no_hits_title: "Keine Treffer",
        no_hits_text: "Zu dieser Suche und diesen Filtern gibt es keinen Account.",
        too_many_to_print: |most| {
            format!(
                "Gedruckt werden höchstens {} Accounts. Grenzen Sie die Liste mit Suche und Filtern ein, oder nehmen Sie sie als CSV.",
                n(most)
            )
        },
    },
    year: YearWords {
        gross: |amount| format!("{amount} brutto"),
        title: "Die nächsten zwölf Monate",
        note: "Kalendermonate; die Kosten der 12 Monate zählen ab heute.",
        renewals: "Verlängerungen",
        closings: "Auslaufende",
        month: |month, renewals, closings| {
            let renewals = of(renewals, "Verlängerung", "Verlängerungen");
            format!("{month}: {renewals}, {}", of(closings, "Auslaufender", "Auslaufende"))
        },
    },
    billing: BillingWords {
        title: "Abrechnungsmodus",
        step_choose: "Auswahl",
        step_summary: "Zusammenfassung",
        step_receipt: "Beleg",
        steps: "Schritte",
        only_changed: "Nur geänderte",
        only_selected: |count| format!("{} ausgewählt", n(count)),
        only_listed: "Wie in der Liste",
        lost: "Auswahl nicht übertragen: Hier ist nichts ausgewählt.",
        lost_some: "Nicht übertragen, weil nicht hier",
        as_before: "Wie vorher",
        as_before_of: |account| format!("Wie vorher, {account}"),
        all: |count| format!("Alle {}", n(count)),
        all_as: |count, mode| format!("Alle {}: {mode}", n(count)),
        caption: "Wie sich jeder Account verlängert",
        changes: |count| if count == 1 { "Änderung" } else { "Änderungen" },
        closing: |count| format!("{} {} geschlossen", n(count), if count == 1 { "wird" } else { "werden" }),
        going_on: |count| {
            if count == 1 {
                "sollte auslaufen und läuft jetzt weiter"
            } else {
                "sollten auslaufen und laufen jetzt weiter"
            }
        },
        of_them: |number| format!("{number} davon"),
        let_end: "auslaufen lassen",
        on_its_way: "Erst kommen die Änderungen an, die schon unterwegs sind",
        no_changes: "Noch keine Änderung",
        year_cost: "12 Monate",
        leave_title: "Änderungen behalten?",
        leave_text: |count| {
            let changes = of(count, "Änderung ist", "Änderungen sind");
            format!("{changes} vorgemerkt und noch nicht bestätigt.")
        },
        leave_keep: "Behalten und schließen",
        leave_drop: "Verwerfen",
        leave_stay: "Weiter bearbeiten",
        drafts: |count| {
            let changes = of(count, "Änderung ist", "Änderungen sind");
            format!("{changes} vorgemerkt, aber nicht bestätigt.")
        },
        drafts_resume: "Weiter bearbeiten",
    },
    receipt: ReceiptWords {
        title: "Beleg",
        done: "Erledigt",
        reference: "Vorgangsnummer",
        changed: |count| format!("{} geändert", accounts(count)),
        closing: |count| format!("{} davon {} zum Ablaufdatum", n(count), if count == 1 { "endet" } else { "enden" }),
        refused: |count| format!("{} nicht geändert", accounts(count)),
        at: "Zeitpunkt",
        recorded: |moment| format!("aufgezeichnet {moment}"),
        actor: "Ausgeführt von",
        print: "Zusammenfassung drucken",
        csv: "CSV",
        finish: "Fertig",
        undone: "Rückgängig gemacht",
        in_force: |count| if count == 1 { "gilt weiter" } else { "gelten weiter" },
        undo_of: "Macht rückgängig",
        undo_none: "Hier ist nichts mehr rückgängig zu machen.",
        undo_note: "Möglich für jeden Account bis zu seinem Ablaufdatum.",
        undo_passed: "Alle Änderungen sind bereits wirksam.",
    },
    history: HistoryWords {
        title: "Verlauf",
        empty_title: "Noch nichts geschehen",
        empty_text: "Bestätigte Änderungen stehen hier, mit jeder Zeile und dem Weg zurück.",
        change: |count| format!("Abrechnungsmodus von {} geändert", accounts(count)),
        undo: |count| format!("Änderung von {} rückgängig gemacht", accounts(count)),
        show_lines: "Details anzeigen",
        hide_lines: "Details ausblenden",
        more: "Mehr anzeigen",
        by_user: "Benutzer",
        by_schedule: "Automatisch",
        by_demo: "Demo",
        suspended: |count| format!("{} gesperrt", accounts(count)),
        deleted: |count| format!("{} gelöscht", accounts(count)),
        was_undone: "Rückgängig gemacht",
    },
    start: StartWords {
        title: "Jedes Postfach, sein Ablauf, sein Preis",
        text: "Laufzeit zeigt, wann sich welcher E-Mail-Account verlängert, und führt aus, was Sie bestätigen.",
        import_title: "Liste importieren",
        import_text: "Eine CSV-Datei mit Ihren Accounts wird zu einer neuen Plattform. Erst wird geprüft, dann angelegt.",
        demo_title: "Demo ausprobieren",
        demo_text: "Musterfirmen mit eigener Uhr. Alles bleibt in diesem Browser.",
        demo_open: "Demo öffnen",
        platforms_title: "Ihre Plattformen",
        damaged: "beschädigt",
        behind: "älterer Stand",
        newer: "neuere Version",
        not_now: "antwortet gerade nicht",
        another: "Weitere Plattform anlegen",
    },
    demo: DemoWords {
        ribbon: "Demo – alles bleibt in diesem Browser",
        leave: "Demo verlassen",
        choose: "Musterfirma wählen",
        sample: accounts,
        clock: "Uhr",
        today: "Heute ist der",
        plus_day: "+1 Tag",
        plus_month: "+1 Monat",
        next_event: "Zum nächsten Ereignis",
        start_again: "Neu beginnen",
        moving: "Die Uhr läuft …",
        not_kept: "Dieser Browser speichert nichts. Die Demo endet, wenn Sie die Seite schließen.",
    },
    notice: NoticeWords {
        nothing_left: "Es gibt nichts zu ändern.",
        unreachable: "Der Server antwortet nicht.",
        no_answer: "Der Server hat nicht geantwortet.",
        without: "Die Demo funktioniert auch ohne Server.",
        last_state: "Sie sehen den letzten Stand; Ihre Änderungen bleiben erhalten.",
        once: "Versuchen Sie es ruhig erneut: Ausgeführt wird es nur einmal.",
        by_itself: "Es wird von selbst weiter versucht.",
        failed: "Das hat nicht geklappt. Es wurde nichts geändert.",
        refused: |why| format!("Der Server hat abgelehnt: {why}"),
        waiting: "Ihre Bestätigung ist unterwegs und noch nicht angekommen. Sie wird von selbst erneut gesendet \
                  und nur einmal ausgeführt.",
        earlier: "Ein früherer Versuch blieb ohne Antwort. Schicken Sie dasselbe ruhig noch einmal: Ausgeführt wird es nur einmal.",
        under_way: "Änderungen unterwegs",
        theirs: |who| format!("Was {who} hier bestätigt hat, wird gesendet, sobald {who} wieder angemeldet ist."),
        kept_back: "Änderungen warten auf das Netz und wurden noch nicht gesendet.",
        come_back: "Bestätigte Änderungen sind zurückgekommen: Der Stand hat sich inzwischen geändert. Bitte lesen Sie sie noch einmal.",
        sent_in_vain: "Etwas, das Sie bestätigt haben, wurde abgelehnt. Es wurde nichts geändert.",
        foreign: "Etwas, das eine andere Version dieser Seite aufgehoben hat, kann diese nicht senden.",
        aside: "Etwas, das dieser Browser aufgehoben hatte, ließ sich nicht lesen und wurde beiseitegelegt.",
        see: "Ansehen",
        read: "Verstanden",
        throw_away: "Verwerfen",
        stale: "Der Stand hat sich inzwischen geändert. Bitte prüfen Sie die Zusammenfassung noch einmal.",
        not_found: "Diese Plattform gibt es nicht.",
        not_kept: "Dieser Browser speichert nichts. Vorgemerkte Änderungen gehen beim Schließen der Seite verloren.",
    },
    relative: RelativeWords {
        in_days: |days| format!("in {}", of(days, "Tag", "Tagen")),
        ends_in_days: |days| format!("endet in {}", of(days, "Tag", "Tagen")),
    },
    deeds: deeds::DEEDS,
};
