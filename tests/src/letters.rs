//! People whose names and addresses are written in many ways: one list for the rules, the worker and the page.

/// An account, and what finds it.
#[derive(Debug, Clone, Copy)]
pub struct Person {
    /// Its address.
    pub address: &'static str,
    /// Its display name.
    pub name: &'static str,
    /// Searches that find it.
    pub found_by: &'static [&'static str],
    /// Searches that do not.
    pub not_by: &'static [&'static str],
}

const fn person(
    address: &'static str,
    name: &'static str,
    found_by: &'static [&'static str],
    not_by: &'static [&'static str],
) -> Person {
    Person { address, name, found_by, not_by }
}

/// The people, in the order of a list by address.
pub const PEOPLE: [Person; 17] = [
    person(
        "adam@firma.example",
        "Adam\u{a0}Łuczak",
        &["łuczak adam", "LUCZAK", "luczak  firma", "Adam Łuczak", "ADAM@FIRMA.EXAMPLE"],
        &["adamluczak", "adam otto"],
    ),
    person(
        "a\u{308}rzte@firma.example",
        "Ju\u{308}rgen Groß",
        &["jürgen", "JURGEN", "gross", "GROẞ", "groß jürgen", "ärzte@firma", "arzte gro", "\u{c4}RZTE"],
        &["juergen", "jurgens"],
    ),
    person(
        "Ärzte@haus.example",
        "İsmail Işık",
        &["ismail", "ISMAIL", "isik", "ışık", "IŞIK", "İSMAİL", "i\u{307}smail haus"],
        &["ismael"],
    ),
    person("béa@firma.example", "Béatrice Œuvre-ﬁne", &["fine", "oeuvre", "ŒUVRE", "ﬁNE", "be\u{301}a"], &["ouvre"]),
    person("Bernd@firma.example", "ﾊﾞﾅﾅ", &["バナナ", "ハ\u{3099}ナナ", "ﾊﾞﾅﾅ", "bernd バ"], &["ナバ"]),
    person(
        "eins@firma.example",
        "Nguyễn Văn Ánh",
        &["nguyen van anh", "anh NGUYỄN", "Nguye\u{302}\u{303}n", "van eins"],
        &["ngyuen"],
    ),
    person("info@firma.example", "مُحَمَّد", &["محمد", "مُحَمَّد"], &["أحمد"]),
    person(
        "kim@firma.example",
        "\u{1112}\u{1161}\u{11ab}국어",
        &["한국어", "한국", "\u{1112}\u{1161}\u{11ab}"],
        &["국한"],
    ),
    person("o'neill@firma.example", "Shaun O’Neill", &["o'neill", "O’NEILL shaun"], &["oneill"]),
    person("odos@firma.example", "Οδός", &["οδος", "ΟΔΌΣ", "οδοσ", "ΟΔΟΣ odos"], &["δοο"]),
    person("öffentlich@firma.example", "Søren Đặng", &["soren", "SØREN dang", "đặng", "offentlich"], &["soeren"]),
    person("otto10@firma.example", "＠Ｏｔｔｏ　１２", &["@otto", "ＯＴＴＯ", "12 otto10", "１２"], &["@otto12"]),
    person(
        "otto@firma.example",
        "",
        &[" otto@firma.example ", "ｏｔｔｏ＠ｆｉｒｍａ．ｅｘａｍｐｌｅ"],
        &["otto\u{301}1"],
    ),
    person("Zoè@firma.example", "", &["zoè", "ZOÈ", "zoe"], &[]),
    person(
        "zoe@firma.example",
        "Zo\u{eb} 👩\u{200d}🚀 Straße",
        &[
            "👩\u{200d}🚀",
            "STRASSE zoe",
            "\u{200e}zoe@firma.example\u{feff}",
            "\tzoe@firma.example\n",
            "zoë 🚀",
            "straße",
        ],
        &["👨", "straẞen"],
    ),
    person("zoé@firma.example", "", &["zoé", "zoe"], &[]),
    person("zoë@firma.example", "", &["zoë", "zoe"], &[]),
];

/// The people as a roster, last ones first.
pub fn roster() -> String {
    let line = |person: &Person| format!("{},{},monthly,2027-01-01\n", person.address, person.name);
    "address,display_name,mode,expires_on\n".to_owned() + &PEOPLE.iter().rev().map(line).collect::<String>()
}

/// A text as it stands in the query of an address.
pub fn in_query(text: &str) -> String {
    let encoded =
        |byte: u8| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(encoded).collect()
}
