//! What is typed into the settings, beside what the platform has and what somebody else has saved meanwhile.

use domain::stamp::Revision;

use super::form::{Field, Form, Section};

/// What is typed now, and what the form began with.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Edits {
    base: Form,
    pub now: Form,
    /// The revision at which the settings of each section were read.
    read: [Revision; Section::ALL.len()],
    /// The fields that somebody else has changed while they were edited, with that other text.
    theirs: Vec<(Field, String)>,
}

impl Edits {
    /// Follows a change of the platform. Fields that are not edited take its new values; one that is edited keeps what is
    /// typed, and clashes if it has a new value.
    pub fn follow(&mut self, base: Form, revision: Revision) {
        for section in Section::ALL {
            // the fields of a new price are no setting that somebody could have changed
            let is_price = section == Section::Prices;
            if !(is_price && self.is_edited(section)) {
                self.read[section as usize] = revision;
            }
            for field in section.fields().iter().copied() {
                let (old, new) = (self.base.get(field), base.get(field));
                if self.now.get(field) == old || self.now.get(field) == new {
                    self.now.set(field, new.to_owned());
                    self.theirs.retain(|(own, _)| *own != field);
                } else if old != new && !is_price {
                    let theirs = new.to_owned();
                    self.clash(field, theirs);
                }
            }
        }
        self.base = base;
    }

    /// Notes that somebody else has saved another text for a field.
    fn clash(&mut self, field: Field, theirs: String) {
        self.theirs.retain(|(own, _)| *own != field);
        self.theirs.push((field, theirs));
    }

    /// Notes that somebody else has saved a price for the same day, which a form shows as `theirs`.
    pub fn clash_price(&mut self, theirs: &Form, revision: Revision) {
        self.read[Section::Prices as usize] = revision;
        for field in [Field::Monthly, Field::Yearly, Field::Vat] {
            if theirs.get(field) != self.now.get(field) {
                self.clash(field, theirs.get(field).to_owned());
            }
        }
    }

    /// The text that somebody else has saved for a field while it was edited.
    pub fn theirs(&self, field: Field) -> Option<&str> {
        self.theirs.iter().find(|(own, _)| *own == field).map(|(_, text)| text.as_str())
    }

    /// Ends the clash of a field: it gets their text, or keeps its own.
    pub fn choose(&mut self, field: Field, theirs: bool) {
        let text = self.theirs(field).filter(|_| theirs).map(str::to_owned);
        if let Some(text) = text {
            self.now.set(field, text);
        }
        self.theirs.retain(|(own, _)| *own != field);
    }

    /// Whether a field of a section clashes.
    pub fn is_clashing(&self, section: Section) -> bool {
        section.fields().iter().any(|field| self.theirs(*field).is_some())
    }

    /// The revision at which the settings of a section were read.
    pub fn read_at(&self, section: Section) -> Revision {
        self.read[section as usize]
    }

    /// Discards what was typed in a section.
    pub fn drop(&mut self, section: Section) {
        for field in section.fields() {
            let text = self.base.get(*field).to_owned();
            self.now.set(*field, text);
            self.theirs.retain(|(own, _)| own != field);
        }
    }

    /// Whether a field differs from the platform's settings.
    pub fn is_changed(&self, field: Field) -> bool {
        self.now.get(field) != self.base.get(field)
    }

    /// Whether a section differs from the platform's settings.
    pub fn is_edited(&self, section: Section) -> bool {
        section.fields().iter().any(|field| self.is_changed(*field))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(name: &str, days: &str) -> Form {
        let mut form = Form::default();
        form.set(Field::Name, name.to_owned());
        form.set(Field::Retention, days.to_owned());
        form
    }

    #[test]
    fn what_is_edited_stays_when_the_platform_moves_on() {
        let mut edits = Edits::default();
        edits.follow(form("Musterfirma", "0"), Revision(2));
        edits.now.set(Field::Retention, "7".to_owned());
        edits.follow(form("Musterfirma AG", "0"), Revision(3));
        assert_eq!((edits.now.get(Field::Name), edits.now.get(Field::Retention)), ("Musterfirma AG", "7"));
        assert!(edits.is_edited(Section::Platform) && !edits.is_clashing(Section::Platform));
        assert_eq!(edits.read_at(Section::Platform), Revision(3));
        edits.drop(Section::Platform);
        assert_eq!(edits.now, form("Musterfirma AG", "0"));
    }

    #[test]
    fn a_field_that_two_change_keeps_what_is_typed_and_shows_the_other() {
        let clashing = || {
            let mut edits = Edits::default();
            edits.follow(form("Musterfirma", "0"), Revision(2));
            edits.now.set(Field::Name, "Meine".to_owned());
            edits.follow(form("Deine", "14"), Revision(3));
            assert_eq!((edits.now.get(Field::Name), edits.theirs(Field::Name)), ("Meine", Some("Deine")));
            assert_eq!((edits.now.get(Field::Retention), edits.theirs(Field::Retention)), ("14", None));
            edits
        };
        for (theirs, text) in [(true, "Deine"), (false, "Meine")] {
            let mut edits = clashing();
            edits.choose(Field::Name, theirs);
            assert_eq!((edits.now.get(Field::Name), edits.is_clashing(Section::Platform)), (text, false));
            assert_eq!(edits.is_edited(Section::Platform), !theirs);
        }
        let mut edits = clashing();
        edits.follow(form("Meine", "14"), Revision(4));
        assert!(!edits.is_clashing(Section::Platform), "both want the same now");
        assert!(!edits.is_edited(Section::Platform));
    }

    #[test]
    fn a_new_price_keeps_the_revision_at_which_it_was_begun() {
        let price = |monthly: &str| {
            let mut form = Form::default();
            form.set(Field::Monthly, monthly.to_owned());
            form
        };
        let mut edits = Edits::default();
        edits.follow(price("2,49"), Revision(2));
        edits.now.set(Field::Monthly, "2,99".to_owned());
        edits.follow(price("9,99"), Revision(3));
        assert_eq!((edits.now.get(Field::Monthly), edits.theirs(Field::Monthly)), ("2,99", None));
        assert_eq!((edits.read_at(Section::Prices), edits.read_at(Section::Platform)), (Revision(2), Revision(3)));
        edits.clash_price(&price("9,99"), Revision(3));
        assert!(edits.is_clashing(Section::Prices));
        assert_eq!((edits.theirs(Field::Monthly), edits.read_at(Section::Prices)), (Some("9,99"), Revision(3)));
    }
}
