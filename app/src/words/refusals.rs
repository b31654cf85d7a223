//! The sentences of refusals in the language of the page, made from a code and its facts. They come with the rest of
//! the page, because they are not needed before.

use chrono::NaiveDate;
use domain::{
    calendar::parse_date,
    people::Role,
    wire::{Code, Fact, Facts, FieldErrorView, Problem},
};

use super::{Language, Words};

/// Writes a date for a locale.
pub type Day = fn(&'static str, NaiveDate) -> String;

/// The facts of a refusal, with dates and numbers written as in the language of the page.
#[derive(Debug, Clone, Copy)]
struct Told<'a> {
    words: &'static Words,
    day: Day,
    facts: &'a Facts,
}

/// The role that a fact names.
fn role(name: &str, text: &str) -> Option<Role> {
    Role::ALL.into_iter().find(|role| name == "role" && role.as_str() == text)
}

impl Told<'_> {
    /// The fact with this name; empty if the host does not give it.
    fn of(&self, name: &str) -> String {
        match self.facts.get(name) {
            None => String::new(),
            Some(Fact::Number(number)) => (self.words.number)(usize::try_from(*number).unwrap_or(usize::MAX)),
            Some(Fact::Text(text)) => match (role(name, text), parse_date(text)) {
                (Some(role), _) => (super::people(self.words).roles.role)(role).to_owned(),
                (None, Ok(date)) => (self.day)(self.words.locale, date),
                (None, Err(_)) => text.clone(),
            },
            Some(Fact::List(texts)) => texts.join(", "),
            // no sentence names these
            Some(Fact::Nothing | Fact::Values(_)) => String::new(),
        }
    }

    /// Replaces the names in braces in a text by their facts. What stands in brackets is left out where the host does not
    /// give its facts.
    fn filled(&self, text: &str) -> String {
        let is_given = |part: &str| {
            let names = part.split('{').skip(1).filter_map(|name| name.split_once('}'));
            names.into_iter().all(|(name, _)| self.facts.get(name).is_some())
        };
        let mut parts = text.split(['[', ']']);
        let mut filled = self.named(parts.next().unwrap_or_default());
        while let (Some(part), Some(rest)) = (parts.next(), parts.next()) {
            if is_given(part) {
                filled += &self.named(part);
            }
            filled += &self.named(rest);
        }
        filled
    }

    fn named(&self, text: &str) -> String {
        let mut parts = text.split(['{', '}']);
        let mut filled = parts.next().unwrap_or_default().to_owned();
        while let (Some(name), Some(rest)) = (parts.next(), parts.next()) {
            filled += &self.of(name);
            filled += rest;
        }
        filled
    }
}

/// The sentence of a code. For a code of a later version, it only says that something was refused.
fn sentence(words: &'static Words, day: Day, (code, facts): (&str, &Facts), detail: &str) -> String {
    let Some(known) = Code::parse(code) else {
        // hosts write details in English
        let english = || format!("{detail} ({code})");
        return (words.notice.refused)(&if words.language == Language::En { english() } else { code.to_owned() });
    };
    Told { words, day, facts }.filled(super::refusal(words, known))
}

/// The sentence for what is wrong with a field.
pub fn field(words: &'static Words, day: Day, error: &FieldErrorView) -> String {
    sentence(words, day, (&error.code, &error.facts), &error.detail)
}

/// The sentence of a problem, or the sentences of its fields if those are to blame.
pub fn problem(words: &'static Words, day: Day, problem: &Problem) -> String {
    if !problem.is(Code::Invalid) || problem.errors.is_empty() {
        return sentence(words, day, (&problem.code, &problem.facts), &problem.detail);
    }
    let mut sentences: Vec<String> = Vec::new();
    for error in &problem.errors {
        let sentence = field(words, day, error);
        if !sentences.contains(&sentence) {
            sentences.push(sentence);
        }
    }
    sentences.join(" ")
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use domain::wire::examples;

    use super::*;
    use crate::words::{de::WORDS as DE, en::WORDS as EN, fr::WORDS as FR};

    const LANGUAGES: [&Words; 3] = [&DE, &EN, &FR];

    fn plain(_: &'static str, date: NaiveDate) -> String {
        format!("<{date}>")
    }

    /// The code, facts and detail of everything that can be refused.
    fn everything() -> Vec<(Cow<'static, str>, Facts, String)> {
        let problems = examples::problems().into_iter().map(|problem| (problem.code, problem.facts, problem.detail));
        let fields = examples::fields().into_iter().map(|field| (field.code, field.facts, field.detail));
        problems.chain(fields).collect()
    }

    #[test]
    fn every_refusal_has_words_of_its_own_in_three_languages() {
        for (code, facts, detail) in everything() {
            let [de, en, fr] = LANGUAGES.map(|words| sentence(words, plain, (&code, &facts), &detail));
            for said in [&de, &en, &fr] {
                assert!(
                    said.ends_with('.') && said.chars().next().is_some_and(|first| !first.is_lowercase()),
                    "{said}"
                );
                assert!(!said.contains(['{', '}', '[', ']']) && !said.contains("  "), "{code}: {said}");
            }
            for foreign in [&de, &fr] {
                assert!(!foreign.to_lowercase().contains(&detail.to_lowercase()) || detail.is_empty(), "{foreign}");
            }
            assert!(de != en && en != fr && fr != de, "{code} is not translated: {de} {en} {fr}");
        }
    }

    /// The facts that a sentence leaves out, because it says them in words, or because a reader of the page could do
    /// nothing with them.
    const UNSAID: [(&str, &[&str]); 14] = [
        ("date_out_of_range", &["first", "last"]),
        ("key_invalid", &["max"]),
        ("method_not_allowed", &["allowed"]),
        ("mode_unknown", &["expected"]),
        ("named_twice", &["account"]),
        ("no_account", &["account"]),
        ("not_active", &["account"]),
        ("not_configured", &["account"]),
        ("not_suspended", &["account"]),
        ("price_out_of_range", &["min", "max"]),
        ("rate_out_of_range", &["min", "max"]),
        ("settings_clash", &["name"]),
        ("unknown_account", &["account"]),
        ("wrong_type", &["expected"]),
    ];

    #[test]
    fn a_sentence_says_its_facts() {
        for (code, facts, detail) in everything() {
            let unsaid = UNSAID.iter().find(|(unsaid, _)| *unsaid == code).map_or(&[][..], |(_, names)| names);
            // each value is replaced by its name in angle brackets, which no sentence contains by itself
            let marked = facts.iter().map(|(name, _)| (name.to_owned(), format!("<{name}>").into()));
            let marked = serde_json::Value::Object(marked.collect());
            let marked: Facts = serde_json::from_value(marked).expect("facts");
            for words in LANGUAGES {
                let said = sentence(words, plain, (&code, &marked), &detail);
                for (name, _) in facts.iter() {
                    assert_eq!(said.contains(&format!("<{name}>")), !unsaid.contains(&name), "{code} {name}: {said}");
                }
            }
        }
    }

    #[test]
    fn dates_and_numbers_are_written_as_the_language_does() {
        let far = Facts::from([("limit", Fact::Text("2026-12-31".to_owned()))]);
        let said = sentence(&DE, plain, ("clock_too_far", &far), "");
        assert_eq!(said, "Auf einmal lässt sich die Uhr höchstens bis zum <2026-12-31> vorstellen.");
        let many = Facts::from([("max", 100_000_u32.into())]);
        let said = LANGUAGES.map(|words| sentence(words, plain, ("too_many_accounts", &many), ""));
        assert_eq!(said[0], "Die Datei hat mehr als 100.000 Accounts.");
        assert_eq!(said[1], "The file has more than 100,000 accounts.");
    }

    #[test]
    fn a_code_of_a_later_version_is_refused_in_the_language_of_the_page() {
        let said = |words| sentence(words, plain, ("too_early", &Facts::default()), "come back tomorrow");
        assert_eq!(said(&DE), "Der Server hat abgelehnt: too_early");
        assert_eq!(said(&EN), "The server refused: come back tomorrow (too_early)");
        assert_eq!(said(&FR), "Le serveur a refusé\u{a0}: too_early");
    }

    #[test]
    fn a_problem_says_what_is_wrong_with_its_fields_each_once() {
        let faults = examples::faults();
        let invalid = faults.iter().map(Problem::from).find(|problem| problem.is(Code::Invalid)).expect("fields");
        let name = invalid.errors.iter().find(|error| error.code == "name_invalid").expect("a name").clone();
        let day = invalid.errors.iter().find(|error| error.code == "date_impossible").expect("a date").clone();
        let both = Problem {
            errors: vec![name.clone(), day, FieldErrorView { field: "seller".to_owned(), ..name }],
            ..invalid
        };
        assert_eq!(
            problem(&DE, plain, &both),
            "Bitte einen sichtbaren Namen mit höchstens 200 Zeichen eingeben. Diesen Tag gibt es nicht."
        );
        let none = Problem { errors: Vec::new(), ..both };
        assert_eq!(problem(&FR, plain, &none), "Veuillez vérifier votre saisie.");
    }
}
