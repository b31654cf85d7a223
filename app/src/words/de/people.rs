//! The German words of people and their access.

use domain::{people::Role, wire::SecurityKind};

use super::count::of;
use crate::words::{
    JoinWords, OwnWords, PeopleListWords, PeopleWords, RoleWords, SecurityWords, SignInWords, TokenWords,
};

pub(in crate::words) static PEOPLE: PeopleWords = PeopleWords {
    sign_in: SignInWords {
        title: "Anmelden",
        text: "Hier kommt hinein, wer eingeladen wurde.",
        ended: "Sie sind nicht mehr angemeldet. Nach dem Anmelden geht es hier weiter.",
        missing: "Für diesen Namen ist die Anmeldung noch nicht eingerichtet. Öffnen Sie den Link, den der Start ausgegeben \
                  hat, oder erzeugen Sie mit `cargo xtask invite` einen neuen.",
        with_passkey: "Mit Passkey anmelden",
        with_provider: |name| format!("Mit {name} anmelden"),
        misconfigured: "Die Anmeldung über einen Anbieter ist hier nicht richtig eingerichtet. Passkeys gehen weiterhin.",
        leading: "Weiter zum Anbieter …",
        waiting: "Warten auf den Passkey …",
        lost: "Passkey verloren? Bitten Sie jemanden mit der Rolle Verwaltung um einen neuen Einladungslink.",
        no_passkeys: "Unter diesem Namen gibt es keine Passkeys: Browser erlauben sie nur über HTTPS oder auf localhost.",
        to_localhost: "Zu localhost wechseln",
        unsupported: "Dieser Browser kann keine Passkeys. Mit einem aktuellen Browser und einer Bildschirmsperre geht es.",
        cancelled: "Es wurde kein Passkey verwendet: Der Vorgang wurde abgebrochen, hat zu lange gedauert, oder auf \
                    diesem Gerät liegt keiner für diese Seite.",
        wrong_host: "Passkeys gelten nur unter dem Namen, für den sie angelegt wurden. Öffnen Sie die Seite unter ihrem \
                     eigentlichen Namen.",
        known: "Auf diesem Gerät liegt schon ein Passkey von Ihnen für diese Seite.",
        failed: "Der Browser hat keinen Passkey geliefert. Bitte versuchen Sie es noch einmal.",
        too_many: |seconds| match seconds {
            0..60 => "Zu viele Versuche. Bitte warten Sie einen Moment.".to_owned(),
            60..120 => "Zu viele Versuche. Bitte warten Sie eine Minute.".to_owned(),
            _ => "Zu viele Versuche. Bitte warten Sie einige Minuten.".to_owned(),
        },
    },
    join: JoinWords {
        title: "Einladung annehmen",
        text: "Legen Sie einen Passkey an. Damit melden Sie sich künftig an: mit Fingerabdruck, Gesicht oder der PIN dieses \
               Geräts, ohne Passwort.",
        roles: "Ihre Rollen",
        until: |when| format!("Die Einladung gilt bis {when} und nur einmal."),
        name: "Ihr Name",
        passkey: "Name des Passkeys",
        passkey_hint: "Damit Sie ihn später wiedererkennen.",
        on: |browser, system| format!("{browser} auf {system}"),
        make: "Passkey anlegen und anmelden",
        with_provider: |name| format!("Einladung mit {name} annehmen"),
        void_title: "Diese Einladung gilt nicht mehr",
        void_text: "Sie wurde schon angenommen, zurückgezogen oder ist abgelaufen. Wer sie angenommen hat, meldet sich mit \
                    dem Passkey an; sonst bitten Sie um eine neue.",
        no_secret: "Zum Annehmen einer Einladung öffnen Sie bitte deren Link noch einmal. Aus Sicherheitsgründen steht er \
                    nicht mehr in der Adresszeile.",
        name_missing: "Bitte einen sichtbaren Namen mit höchstens 200 Zeichen eingeben.",
    },
    roles: RoleWords {
        role: |role| match role {
            Role::Reader => "Leser",
            Role::Billing => "Abrechnung",
            Role::Technical => "Technik",
            Role::Administrator => "Verwaltung",
        },
        allows: |role| match role {
            Role::Reader => "Sieht alles, ändert nichts.",
            Role::Billing => {
                "Modi, Rückgängigmachen, Bestellungen, Wiederherstellen, Preise, Steuer, Rechnungsangaben."
            }
            Role::Technical => "Richtet Accounts ein und setzt sie zurück.",
            Role::Administrator => {
                "Darf alles; für alle Plattformen auch Plattformen anlegen und bestimmen, wer hineinkommt."
            }
        },
        for_all: |role| format!("{role} für alle Plattformen"),
        for_one: |role, platform| format!("{role} für {platform}"),
        none: "Keine Rolle",
        needed: |role| match role {
            Role::Reader => "Dafür ist eine Rolle auf dieser Plattform nötig.",
            Role::Billing => "Dafür ist die Rolle Abrechnung nötig.",
            Role::Technical => "Dafür ist die Rolle Technik nötig.",
            Role::Administrator => "Dafür ist die Rolle Verwaltung nötig.",
        },
        needed_everywhere: "Dafür ist die Rolle Verwaltung für alle Plattformen nötig.",
        legend: "Rollen",
        pick: "Rolle",
        platform: "Plattform",
        all_platforms: "Alle Plattformen",
        add: "Weitere Rolle",
        remove: "Rolle entfernen",
        missing: "Bitte mindestens eine Rolle vergeben.",
    },
    list: PeopleListWords {
        title: "Personen",
        sections: "Zugang",
        people: "Personen und Rollen",
        text: "Wer hier steht, kommt hinein. Was jemand darf, sagen die Rollen.",
        you: "Sie",
        signed_in: |when| format!("zuletzt angemeldet {when}"),
        never_signed_in: "noch nie angemeldet",
        blocked: "Gesperrt",
        passkeys: |count| of(count, "Passkey", "Passkeys"),
        actions_for: |name| format!("Aktionen für {name}"),
        invite: "Person einladen",
        invite_text: "Sie bekommen einen Link, den Sie weitergeben. Er gilt 24 Stunden und nur einmal.",
        name: "Name",
        name_invalid: "Bitte einen sichtbaren Namen mit höchstens 200 Zeichen eingeben.",
        send: "Einladen",
        sending: "Wird gesendet …",
        invited_title: "Einladung erstellt",
        invited_text: |name, until| {
            format!(
                "Geben Sie diesen Link nur an {name} weiter. Er wird nur jetzt gezeigt, gilt bis {until} und nur einmal."
            )
        },
        link: "Einladungslink",
        copy: "Kopieren",
        copied: "Kopiert",
        done: "Fertig",
        edit: "Bearbeiten",
        edit_title: |name| format!("{name} bearbeiten"),
        save: "Speichern",
        block: "Sperren",
        unblock: "Sperre aufheben",
        block_title: |name| format!("{name} sperren"),
        block_text: "Die Sitzungen enden sofort, anmelden geht nicht mehr. Rollen und Passkeys bleiben, bis Sie die Sperre \
                     aufheben. Tokens und Einladungen von Verwaltern enden mit der Sperre für immer.",
        remove: "Entfernen",
        remove_title: |name| format!("{name} entfernen"),
        remove_text: "Sitzungen, Passkeys, Rollen und von der Person erstellte Tokens und Einladungen enden sofort und für immer. Was die Person getan hat, bleibt mit ihrem \
                      Namen im Verlauf.",
        comes_anew: |providers| {
            format!(
                "Ist die Person auch bei {providers} zugelassen, kommt sie von dort als neue Person wieder herein. Nehmen Sie sie dann auch dort heraus."
            )
        },
        not_oneself: "Die eigenen Rechte ändert jemand anderes mit der Rolle Verwaltung.",
        invitations: "Offene Einladungen",
        no_invitations: "Keine Einladung ist offen.",
        ends: |when| format!("gilt bis {when}"),
        by: |name| format!("von {name}"),
        at_machine: "am Server selbst",
        withdraw: "Zurückziehen",
        withdraw_of: |name| format!("Einladung für {name} zurückziehen"),
        withdraw_title: "Einladung zurückziehen",
        owner: "Link des Servers",
    },
    tokens: TokenWords {
        title: "Tokens",
        text: "Mit einem Token arbeitet ein Programm über die Schnittstelle: als Kopfzeile „Authorization: Bearer …“.",
        none: "Es gibt keinen Token.",
        make: "Token erstellen",
        name: "Wofür er ist",
        name_hint: "Zum Beispiel: Nächtlicher Export",
        days: "Gültig, in Tagen",
        days_invalid: "Bitte eine ganze Zahl von 1 bis 3.650 eingeben.",
        made_title: "Token erstellt",
        made_text: |name, until| {
            format!(
                "Der Token „{name}“ wird nur jetzt gezeigt. Bewahren Sie ihn wie ein Passwort auf. Er gilt bis {until}."
            )
        },
        token: "Token",
        used: |when| format!("zuletzt benutzt {when}"),
        never_used: "noch nie benutzt",
        ended: |when| format!("abgelaufen {when}"),
        revoke: "Widerrufen",
        revoke_of: |name| format!("Token {name} widerrufen"),
        revoke_text: "Programme mit diesem Token werden sofort abgewiesen. Das lässt sich nicht zurücknehmen.",
    },
    security: SecurityWords {
        title: "Sicherheit",
        text: "Anmeldungen, Einladungen, Rollen, Tokens und Exporte der letzten 400 Tage.",
        empty: "Es ist noch nichts geschehen.",
        kind: |kind| match kind {
            SecurityKind::SignedIn => "{who} hat sich angemeldet",
            SecurityKind::SignInRefused => "Eine Anmeldung wurde abgewiesen ({who})",
            SecurityKind::SignedOut => "{who} hat sich abgemeldet",
            SecurityKind::SignedOutEverywhere => "Alle anderen Sitzungen wurden beendet ({who})",
            SecurityKind::PasskeyCopied => "Ein kopierter Passkey wurde abgewiesen ({who})",
            SecurityKind::Invited => "{who} wurde eingeladen",
            SecurityKind::InvitationWithdrawn => "Die Einladung für {who} wurde zurückgezogen",
            SecurityKind::Joined => "{who} hat die Einladung angenommen",
            SecurityKind::Admitted => "{who} kam über einen Anbieter dazu",
            SecurityKind::PersonRenamed => "{who} hat einen anderen Namen bekommen",
            SecurityKind::RolesChanged => "{who} hat andere Rollen bekommen",
            SecurityKind::PersonBlocked => "{who} wurde gesperrt",
            SecurityKind::PersonUnblocked => "Die Sperre von {who} wurde aufgehoben",
            SecurityKind::PersonRemoved => "{who} wurde entfernt",
            SecurityKind::PasskeyAdded => "Ein Passkey kam dazu ({who})",
            SecurityKind::PasskeyRemoved => "Ein Passkey wurde entfernt ({who})",
            SecurityKind::TokenMade => "Der Token {who} wurde erstellt",
            SecurityKind::TokenRevoked => "Der Token {who} wurde widerrufen",
            SecurityKind::RoleRefused => "Eine Aktion wurde mangels Rolle abgewiesen ({who})",
            SecurityKind::Exported => "Daten wurden exportiert ({who})",
            SecurityKind::Restored => "Eine Sicherung vom {who} wurde eingespielt, alle Personen sind gesperrt",
        },
        somebody: "Jemand",
        more: "Mehr zeigen",
    },
    own: OwnWords {
        menu: "Konto",
        title: "Ihr Konto",
        desk: "Laufzeit läuft hier nur für diesen Rechner. Wer daran sitzt, darf alles; eine Anmeldung gibt es nicht.",
        set_up: "Anmeldung einrichten",
        set_up_text: "Danach kommt nur noch herein, wer sich anmeldet, auch an diesem Rechner; Skripte brauchen einen Token. Wer seinen Passkey verliert, bekommt mit `cargo xtask invite` an diesem Rechner einen neuen Link.",
        by_name: |address| {
            format!(
                "Ein Passkey braucht einen Namen statt einer Nummer, deshalb geht es auf {address} weiter. Unter der bisherigen Adresse läuft Laufzeit wie zuvor."
            )
        },
        held: |changes, count| {
            let changes = (changes > 0).then(|| of(changes, "vorgemerkte Änderung", "vorgemerkte Änderungen"));
            let wishes = (count > 0).then(|| of(count, "Vorgang", "Vorgänge") + " ohne Antwort des Servers");
            let both: Vec<String> = [changes, wishes].into_iter().flatten().collect();
            both.join(" und ")
        },
        take_along: |held| {
            let held = if held.is_empty() { String::new() } else { format!(": {held}") };
            format!("Entwürfe und Demo dieses Browsers mitnehmen{held}")
        },
        lead_over: |address| format!("Weiter auf {address}"),
        taken: "Entwürfe und Demo sind mitgekommen. Was es hier schon gab, ist unverändert.",
        not_taken: "Es wartet nichts mehr, was mitkommen könnte. Unter der bisherigen Adresse ist alles noch da.",
        not_kept: "Dieser Browser speichert hier nichts. Unter der bisherigen Adresse ist alles noch da.",
        token: "Diese Seite ist mit einem Token geöffnet.",
        roles: "Ihre Rollen",
        passkeys: "Passkeys",
        passkeys_text: "Mit einem zweiten Passkey auf einem anderen Gerät kommen Sie auch hinein, wenn eines verloren geht.",
        add: "Passkey hinzufügen",
        add_title: "Passkey hinzufügen",
        rename: "Umbenennen",
        rename_of: |name| format!("Passkey {name} umbenennen"),
        remove: "Entfernen",
        remove_of: |name| format!("Passkey {name} entfernen"),
        remove_text: "Mit diesem Passkey kann sich danach niemand mehr anmelden. Löschen Sie ihn auch auf dem Gerät.",
        used: |when| format!("zuletzt benutzt {when}"),
        made: |when| format!("angelegt {when}"),
        accounts: "Konten bei Anbietern",
        accounts_text: "Mit diesen Konten melden Sie sich außer mit Passkeys an.",
        since: |when| format!("seit {when}"),
        sessions: "Sitzungen",
        sessions_text: "Hier sind Sie angemeldet.",
        this_one: "Diese Sitzung",
        seen: |when| format!("zuletzt benutzt {when}"),
        unknown_browser: "Unbekannter Browser",
        end: "Beenden",
        end_of: |name| format!("Sitzung beenden: {name}"),
        end_others: "Überall abmelden",
        ended_others: "Alle anderen Sitzungen sind beendet.",
        sign_out: "Abmelden",
        signing_out: "Wird abgemeldet …",
        lose_title: "Abmelden und verwerfen?",
        lose_text: |held| format!("In diesem Browser liegt noch: {held}. Beim Abmelden geht das verloren."),
        lose: "Abmelden und verwerfen",
    },
};
