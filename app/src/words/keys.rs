//! The keys, the commands, and how close the rows stand.

type Text = &'static str;
/// Says a piece of text.
type Say = fn(&str) -> String;

/// The words of keys and commands.
#[derive(Debug)]
pub struct KeyWords {
    /// The title of the list of keys.
    pub title: Text,
    /// The entry that shows it.
    pub show: Text,
    pub everywhere: Text,
    pub in_list: Text,
    pub in_billing: Text,
    pub in_choices: Text,
    /// The keys that open the commands.
    pub command_keys: &'static [Text],
    pub close_topmost: Text,
    pub down: Text,
    pub up: Text,
    pub tick: Text,
    pub choose: Text,
    pub walk: Text,
    pub run: Text,
    pub letters_off: Text,
    pub dense: Text,
    /// The title of the commands, and what their field and list are called.
    pub commands: Text,
    /// The entry that shows them.
    pub find_command: Text,
    pub command_hint: Text,
    pub accounts: Text,
    pub go_to: Text,
    pub platform: Text,
    pub chosen: Text,
    pub no_hits: Say,
    pub no_hits_text: Text,
}

pub(super) const DE: KeyWords = KeyWords {
    title: "Tasten",
    show: "Tasten zeigen",
    everywhere: "Überall",
    in_list: "In der Liste",
    in_billing: "Im Abrechnungsmodus",
    in_choices: "In Auswahl und Menü",
    command_keys: &["Strg", "K"],
    close_topmost: "Schließt das Oberste",
    down: "Eine Zeile nach unten",
    up: "Eine Zeile nach oben",
    tick: "Zeile auswählen",
    choose: "Wählen",
    walk: "Von Eintrag zu Eintrag",
    run: "Ausführen",
    letters_off: "Einzelne Zeichen sind als Tasten ausgeschaltet: Was grau ist, tut nichts.",
    dense: "Dichte Zeilen",
    commands: "Befehle",
    find_command: "Befehl suchen",
    command_hint: "Befehl oder Adresse …",
    accounts: "Accounts",
    go_to: "Gehe zu",
    platform: "Plattform",
    chosen: "aktiv",
    no_hits: |text| format!("Nichts passt zu „{text}“"),
    no_hits_text: "Gesucht wird in Befehlen, Adressen und Namen.",
};

pub(super) const EN: KeyWords = KeyWords {
    title: "Keys",
    show: "Show keys",
    everywhere: "Everywhere",
    in_list: "In the list",
    in_billing: "In billing mode",
    in_choices: "In choices and menus",
    command_keys: &["Ctrl", "K"],
    close_topmost: "Close the topmost thing",
    down: "One row down",
    up: "One row up",
    tick: "Select the row",
    choose: "Choose",
    walk: "From entry to entry",
    run: "Run",
    letters_off: "Single characters are switched off as keys: what is grey does nothing.",
    dense: "Dense rows",
    commands: "Commands",
    find_command: "Find a command",
    command_hint: "Command or address …",
    accounts: "Accounts",
    go_to: "Go to",
    platform: "Platform",
    chosen: "active",
    no_hits: |text| format!("Nothing matches “{text}”"),
    no_hits_text: "Commands, addresses and names are searched.",
};

pub(super) const FR: KeyWords = KeyWords {
    title: "Touches",
    show: "Afficher les touches",
    everywhere: "Partout",
    in_list: "Dans la liste",
    in_billing: "Dans le mode de facturation",
    in_choices: "Dans les choix et les menus",
    command_keys: &["Ctrl", "K"],
    close_topmost: "Ferme ce qui est au-dessus",
    down: "Une ligne plus bas",
    up: "Une ligne plus haut",
    tick: "Sélectionner la ligne",
    choose: "Choisir",
    walk: "D’une entrée à l’autre",
    run: "Exécuter",
    letters_off: "Les caractères seuls sont désactivés comme touches : ce qui est gris est sans effet.",
    dense: "Lignes compactes",
    commands: "Commandes",
    find_command: "Chercher une commande",
    command_hint: "Commande ou adresse …",
    accounts: "Comptes",
    go_to: "Aller à",
    platform: "Plateforme",
    chosen: "actif",
    no_hits: |text| format!("Rien ne correspond à « {text} »"),
    no_hits_text: "La recherche porte sur les commandes, les adresses et les noms.",
};
