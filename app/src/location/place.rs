//! The places of the page, and how they are written in the address bar.

use std::fmt;

use super::{
    dialog::Dialog,
    query::{Query, decode, encode},
};

/// The id of the demo's platform.
pub const DEMO: &str = "demo";

/// Whose accounts are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum World {
    /// The accounts of a platform at the worker.
    #[default]
    Worker,
    /// The accounts of the demo, which exist in this browser alone.
    Demo,
}

/// A place that belongs to no platform but to whoever is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Own {
    /// Signing in.
    SignIn,
    /// Accepting an invitation. Its secret is the fragment of the address that leads here.
    Join,
    /// One's own name, passkeys and sessions.
    Me,
    /// People and invitations.
    People,
    /// Tokens.
    Tokens,
    /// The record of what concerns people and their access.
    Security,
    /// The guide. Who has not signed in may read it, too.
    Guide,
}

impl Own {
    const ALL: [Self; 7] =
        [Self::SignIn, Self::Join, Self::Me, Self::People, Self::Tokens, Self::Security, Self::Guide];

    /// Its path in the address bar.
    pub const fn path(self) -> &'static str {
        match self {
            Self::SignIn => "/sign-in",
            Self::Join => "/join",
            Self::Me => "/me",
            Self::People => "/people",
            Self::Tokens => "/people/tokens",
            Self::Security => "/people/security",
            Self::Guide => "/help",
        }
    }
}

/// What is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The list of platforms. If there is only one, the page goes straight to it.
    Home,
    /// The list of a platform's accounts.
    Accounts {
        /// The platform's id.
        platform: String,
    },
    /// One account.
    Account {
        /// The platform's id.
        platform: String,
        /// The account's id, as written in the address bar.
        account: String,
    },
    /// The invoices of a platform.
    Invoices {
        /// The platform's id.
        platform: String,
    },
    /// One invoice.
    Invoice {
        /// The platform's id.
        platform: String,
        /// The invoice's number, as written in the address bar.
        number: String,
    },
    /// A platform's settings.
    Settings {
        /// The platform's id.
        platform: String,
    },
    /// The history of a platform.
    History {
        /// The platform's id.
        platform: String,
    },
    /// A place that belongs to no platform.
    Own(Own),
    /// A path that leads nowhere.
    Nowhere {
        /// The path, as written in the address bar.
        path: String,
    },
}

/// A place in a world, and the query that says how it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Whose accounts are shown.
    pub world: World,
    /// What is shown of them.
    pub place: Place,
    /// Filter, sort and the open dialog.
    pub query: Query,
}

impl Address {
    /// A place without a query.
    pub fn of(world: World, place: Place) -> Self {
        Self { world, place, query: Query::default() }
    }

    /// Reads a path with its query. Every text can be read.
    pub fn parse(text: &str) -> Self {
        let (path, query) = text.split_once('?').unwrap_or((text, ""));
        let parts: Vec<String> = path.split('/').filter(|part| !part.is_empty()).map(decode).collect();
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let (world, rest) = match parts.split_first() {
            Some((&"demo", rest)) => (World::Demo, rest),
            Some(_) | None => (World::Worker, parts.as_slice()),
        };
        Self { world, place: Place::parse(rest, path), query: Query::parse(query) }
    }

    /// The address of the form for a new platform.
    pub fn new_platform() -> Self {
        let mut home = Self::of(World::Worker, Place::Home);
        home.query.set_dialog(Dialog::New);
        home
    }

    /// The same place in the same world, without a query.
    pub fn bare(&self) -> Self {
        Self::of(self.world, self.place.clone())
    }
}

impl Place {
    fn parse(parts: &[&str], path: &str) -> Self {
        match parts {
            [] | ["index.html"] => Self::Home,
            ["platforms", platform] | ["platforms", platform, "accounts"] => {
                Self::Accounts { platform: (*platform).to_owned() }
            }
            ["platforms", platform, "accounts", account] => {
                Self::Account { platform: (*platform).to_owned(), account: (*account).to_owned() }
            }
            ["platforms", platform, "invoices"] => Self::Invoices { platform: (*platform).to_owned() },
            ["platforms", platform, "invoices", number] => {
                Self::Invoice { platform: (*platform).to_owned(), number: (*number).to_owned() }
            }
            ["platforms", platform, "settings"] => Self::Settings { platform: (*platform).to_owned() },
            ["platforms", platform, "history"] => Self::History { platform: (*platform).to_owned() },
            [..] => {
                let own = Own::ALL.into_iter().find(|own| own.path() == path.trim_end_matches('/'));
                own.map_or_else(|| Self::Nowhere { path: path.to_owned() }, Self::Own)
            }
        }
    }

    /// The tab that this place is a detail of; `None` if it is a tab itself or belongs to none.
    pub fn tab(&self) -> Option<Self> {
        match self {
            Self::Account { platform, .. } => Some(Self::Accounts { platform: platform.clone() }),
            Self::Invoice { platform, .. } => Some(Self::Invoices { platform: platform.clone() }),
            Self::Home
            | Self::Accounts { .. }
            | Self::Invoices { .. }
            | Self::Settings { .. }
            | Self::History { .. }
            | Self::Own(_)
            | Self::Nowhere { .. } => None,
        }
    }

    /// The id of the platform that this place belongs to.
    pub fn platform(&self) -> Option<&str> {
        match self {
            Self::Accounts { platform }
            | Self::Account { platform, .. }
            | Self::Invoices { platform }
            | Self::Invoice { platform, .. }
            | Self::Settings { platform }
            | Self::History { platform } => Some(platform),
            Self::Home | Self::Own(_) | Self::Nowhere { .. } => None,
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Place::Nowhere { path } = &self.place {
            return out.write_str(path);
        }
        let (root, prefix) = match self.world {
            World::Worker => ("/", ""),
            World::Demo => ("/demo", "/demo"),
        };
        match &self.place {
            Place::Home | Place::Nowhere { .. } => out.write_str(root)?,
            Place::Own(own) => out.write_str(own.path())?,
            Place::Accounts { platform } => write!(out, "{prefix}/platforms/{}/accounts", encode(platform))?,
            Place::Account { platform, account } => {
                write!(out, "{prefix}/platforms/{}/accounts/{}", encode(platform), encode(account))?;
            }
            Place::Invoices { platform } => write!(out, "{prefix}/platforms/{}/invoices", encode(platform))?,
            Place::Invoice { platform, number } => {
                write!(out, "{prefix}/platforms/{}/invoices/{}", encode(platform), encode(number))?;
            }
            Place::Settings { platform } => write!(out, "{prefix}/platforms/{}/settings", encode(platform))?,
            Place::History { platform } => write!(out, "{prefix}/platforms/{}/history", encode(platform))?,
        }
        self.query.fmt(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::location::Key;

    #[track_caller]
    fn check_round_trip(text: &str) {
        assert_eq!(Address::parse(text).to_string(), text);
    }

    #[test]
    fn addresses_read_as_they_are_written() {
        check_round_trip("/");
        check_round_trip("/demo");
        check_round_trip("/platforms/p1/accounts");
        check_round_trip("/platforms/p1/history");
        check_round_trip("/platforms/p1/accounts/7");
        check_round_trip("/demo/platforms/p1/invoices");
        check_round_trip("/platforms/p1/invoices/2026-000001");
        check_round_trip("/platforms/p1/settings");
        check_round_trip("/demo/platforms/a%20b/accounts?search=M%C3%BCller%20%26%20S%C3%B6hne&dialog=billing");
        check_round_trip("/platforms/p1/nothing/here");
        for own in Own::ALL {
            assert_eq!(Address::parse(own.path()), Address::of(World::Worker, Place::Own(own)));
            check_round_trip(own.path());
        }
        // nobody signs in to the demo
        check_round_trip("/demo/sign-in");
    }

    #[test]
    fn a_platform_opens_on_its_accounts() {
        let place = Place::Accounts { platform: "p1".to_owned() };
        assert_eq!(Address::parse("/platforms/p1"), Address::of(World::Worker, place.clone()));
        assert_eq!(Address::parse("/demo/platforms/p1/"), Address::of(World::Demo, place));
        assert_eq!(Address::parse("/demo/"), Address::of(World::Demo, Place::Home));
        assert_eq!(Address::parse("/index.html"), Address::of(World::Worker, Place::Home));
    }

    #[test]
    fn a_query_is_set_and_taken_out() {
        let mut address = Address::parse("/demo/platforms/p/accounts?sort=expires_on&colour=red&search=a+b");
        assert_eq!(address.query.value(Key::Search), Some("a b"));
        address.query.set(Key::Search, None);
        address.query.set(Key::Dialog, Some("billing"));
        assert_eq!(address.to_string(), "/demo/platforms/p/accounts?sort=expires_on&dialog=billing");
        assert_eq!(address.bare().to_string(), "/demo/platforms/p/accounts");
    }

    #[test]
    fn what_is_no_text_is_read_all_the_same() {
        assert_eq!(Address::parse("/platforms/%ff%2/accounts").place.platform(), Some("\u{fffd}%2"));
    }
}
