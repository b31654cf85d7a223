//! Moving a platform to another house, and its arrival there.

use crate::{
    book::Book,
    event::Event,
    field::{FieldFault, limit},
    fold,
    moving::{HouseId, Leaving, is_address},
    refusal::Refusal,
};

impl Book {
    /// Releases the platform to another house and ends everything here.
    ///
    /// # Errors
    /// [`Refusal::Invalid`], [`Refusal::Unconfirmed`], and those of [`Book::demand_open`].
    pub fn move_away(&self, Leaving { house, url, confirm }: &Leaving) -> Result<Event, Refusal> {
        self.demand_open()?;
        let known = HouseId::try_from(house.clone());
        let mut errors = Vec::new();
        errors.extend(limit("house", known.is_ok(), FieldFault::House));
        errors.extend(limit("url", is_address(url), FieldFault::Url));
        let Some(house) = known.ok().filter(|_| errors.is_empty()) else {
            return Err(Refusal::Invalid(errors));
        };
        if !fold::confirms(confirm, &self.platform().name) {
            return Err(Refusal::Unconfirmed);
        }
        Ok(Event::MovedAway { house, url: url.clone() })
    }

    /// Takes the platform up in the house that it was released to. It goes on where it stopped, so this counts for the day
    /// the book stands at. None if it has not moved away, or was released to another house.
    pub fn move_in(&self, here: &HouseId, from: HouseId) -> Option<Event> {
        self.moved().filter(|moved| moved.house == *here).map(|_| Event::MovedIn { from })
    }
}
