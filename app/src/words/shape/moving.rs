//! The words of moving a platform, which come with the rest of the page.

use super::{Phrase, Text};

/// The words of moving a platform.
#[derive(Debug)]
pub struct MovingWords {
    /// The name of the whole.
    pub title: Text,
    pub note: Text,
    pub download: Text,
    pub download_note: Text,
    pub demo: Text,
    pub open: Text,
    /// What a move does, in sentences: to money, to mail, and that there is no way back here.
    pub does: [Text; 3],
    pub house: Text,
    pub house_hint: Text,
    pub url: Text,
    pub url_hint: Text,
    pub send: Text,
    pub sending: Text,
    /// Over every page of a platform that moved away. Takes the day.
    pub moved: Phrase,
    /// The link to where it is. Takes the address.
    pub there: Phrase,
    /// Loading an archive.
    pub arrive: Text,
    pub arrive_note: Text,
    pub own_house: Text,
    pub copy: Text,
    pub copied: Text,
    pub choose: Text,
    pub drop: Text,
    pub looking: Text,
    /// Takes the name of the platform.
    pub found: Phrase,
    pub id: Text,
    pub accounts: Text,
    pub revision: Text,
    pub from: Text,
    pub released: Text,
    pub taken: Text,
    /// What is missing. Takes the id of this house.
    pub not_released: Phrase,
    /// Takes the id of the house that it is released to.
    pub for_another: Phrase,
    pub differs: Text,
    pub take: Text,
    pub taking: Text,
    pub go: Text,
}
