//! Changing a platform's settings.

use crate::{
    book::Book,
    clash::Clash,
    event::{Event, Recorded},
    platform::Platform,
    refusal::Refusal,
    settings::Settings,
};

impl Platform {
    /// Follows an event of the record: the settings are those after it.
    pub fn follow(&mut self, event: &Event) {
        if let Event::SettingsChanged { changes } = event {
            changes.apply(self);
        }
    }

    /// The settings after entries of a record, which begin with the platform. Entries that change no settings may be
    /// left out.
    pub fn after<'a>(entries: impl IntoIterator<Item = &'a Recorded>) -> Option<Self> {
        let mut entries = entries.into_iter();
        let Event::PlatformCreated { platform } = &entries.next()?.event else { return None };
        let mut platform = (**platform).clone();
        entries.for_each(|recorded| platform.follow(&recorded.event));
        Some(platform)
    }
}

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
        let changes = Box::new(Settings { revision: None, ..changes.clone() });
        Ok(changed.then_some(Event::SettingsChanged { changes }))
    }

    /// Changes settings for somebody who has seen the platform as it was `then`. It is all done or nothing.
    ///
    /// # Errors
    /// Those of [`Book::change_settings`], and [`Refusal::SettingsClash`] if somebody else has given one of them another
    /// value since.
    pub fn change_settings_seen(&self, changes: &Settings, then: &Platform) -> Result<Option<Event>, Refusal> {
        let event = self.change_settings(changes)?;
        match Clash::of(changes, then, self.platform()) {
            Some(clash) => Err(Refusal::SettingsClash(Box::new(clash))),
            None => Ok(event),
        }
    }
}
