//! Changing a platform's settings.

use crate::{book::Book, event::Event, refusal::Refusal, settings::Settings};

impl Book {
    /// Changes settings. Returns no event if everything is so already.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] with each field that breaks a rule, and [`Refusal::Closed`].
    pub fn change_settings(&self, changes: &Settings) -> Result<Option<Event>, Refusal> {
        self.demand_open()?;
        let mut errors = changes.errors(self.platform());
        if let Some(versions) = &changes.catalog {
            errors.extend(self.platform().catalog.check(versions, self.today()));
        }
        if !errors.is_empty() {
            return Err(Refusal::Invalid(errors));
        }
        let mut after = self.platform().clone();
        changes.apply(&mut after);
        let changed = after != *self.platform();
        Ok(changed.then(|| Event::SettingsChanged { changes: Box::new(changes.clone()) }))
    }
}
