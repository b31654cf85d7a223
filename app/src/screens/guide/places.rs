//! Where the guide leads: into the platform that was seen last, with the dialog open.

use crate::{
    location::{Address, DEMO, Dialog, Key, Own, Place, World},
    preferences,
};

/// The preference that has the platform seen last, as a path.
const SEEN: &str = "seen";

/// A platform that the guide leads into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    world: World,
    platform: String,
}

impl Seen {
    /// The platform of an address, if it has one.
    pub fn at(address: &Address) -> Option<Self> {
        Some(Self { world: address.world, platform: address.place.platform()?.to_owned() })
    }

    /// The platform seen last in this browser, or else the demo's.
    pub fn last() -> Self {
        let kept = preferences::read(SEEN).and_then(|path| Self::at(&Address::parse(&path)));
        kept.unwrap_or_else(|| Self { world: World::Demo, platform: DEMO.to_owned() })
    }

    /// Notes that this platform was seen last.
    pub fn note(&self) {
        preferences::keep(SEEN, &self.of(Place::Accounts { platform: self.platform.clone() }).to_string());
    }

    fn of(&self, place: Place) -> Address {
        Address::of(self.world, place)
    }

    /// The address of a place of the guide; none if there is none of that name.
    pub fn address(&self, name: &str) -> Option<Address> {
        let platform = self.platform.clone();
        let list = || self.of(Place::Accounts { platform: platform.clone() });
        let over = |dialog: Dialog| {
            let mut to = list();
            to.query.set_dialog(dialog);
            to
        };
        let filtered = |key: Key, value: &str| {
            let mut to = list();
            to.query.set(key, Some(value));
            to
        };
        Some(match name {
            "list" => list(),
            "order" => over(Dialog::Order),
            "billing" => over(Dialog::Billing),
            "import" => over(Dialog::Import),
            "terminate" => over(Dialog::Terminate),
            "unset" => filtered(Key::Configured, "no"),
            "suspended" => filtered(Key::Status, "suspended"),
            "invoices" => self.of(Place::Invoices { platform }),
            "history" => self.of(Place::History { platform }),
            "settings" => self.of(Place::Settings { platform }),
            "demo" => Address::of(World::Demo, Place::Home),
            "people" => Address::of(World::Worker, Place::Own(Own::People)),
            "tokens" => Address::of(World::Worker, Place::Own(Own::Tokens)),
            _ => return None,
        })
    }
}
