//! Who sends a request, as the worker finds out and tells its objects, and the one place that says what they may do.

use domain::{
    people::{Grants, Role},
    settings::Settings,
    stamp::{Actor, By},
    wire::{Access, CallerKind, Fault, Me},
};
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde::{Deserialize, Serialize};

use crate::{
    calls::Who,
    reply::{OrReply, refuse},
};

/// The header in which the worker tells its objects who the caller is. What comes with it from outside is thrown away.
pub const HEADER: &str = "x-laufzeit-caller";

/// Who sends a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caller {
    /// What it is.
    pub kind: CallerKind,
    /// The person or token; none at a desk.
    pub by: Option<By>,
    /// The roles.
    pub grants: Grants,
    /// The id of the person's session.
    pub session: Option<String>,
    /// Until when they are known, in milliseconds since 1970, if nothing else happens; none at a desk.
    #[serde(default)]
    pub until: Option<i64>,
}

impl Caller {
    /// Whoever sits at a desk.
    pub fn desk() -> Self {
        Self { kind: CallerKind::Desk, by: None, grants: Grants::everything(), session: None, until: None }
    }

    /// The caller as the record names it.
    pub const fn actor(&self) -> Actor {
        match self.kind {
            CallerKind::Desk => Actor::User,
            CallerKind::Person => Actor::Person,
            CallerKind::Token => Actor::Token,
        }
    }

    /// What the caller is told about itself.
    pub fn me(&self) -> Me {
        let by = self.by.clone();
        let (id, name) = by.map(|By { id, name }| (id, name)).unzip();
        Me { kind: self.kind, id, name, roles: self.grants.clone() }
    }

    /// The person who has signed in.
    ///
    /// # Errors
    /// 403 if it is none.
    pub fn person(&self) -> OrReply<&By> {
        match (self.kind, &self.by) {
            (CallerKind::Person, Some(by)) => Ok(by),
            (CallerKind::Desk | CallerKind::Person | CallerKind::Token, _) => refuse(Access::PersonNeeded.into()),
        }
    }

    /// Lets the caller make a call for which `who` is needed, about the platform if there is one.
    ///
    /// # Errors
    /// 404 if the caller may not even see the platform, and 403 if another role is needed.
    pub fn demand(&self, who: Who, platform: Option<&str>) -> OrReply<()> {
        if let Some(platform) = platform
            && !self.grants.may(Role::Reader, platform)
        {
            return refuse(Fault::NoPlatform);
        }
        match who {
            Who::Anyone | Who::Known | Who::ByField => Ok(()),
            Who::With(role) => self.demand_role(role, platform),
        }
    }

    /// Lets the caller do what needs the role, on the platform or else on all.
    ///
    /// # Errors
    /// 403 if another role is needed.
    pub fn demand_role(&self, role: Role, platform: Option<&str>) -> OrReply<()> {
        let may = match platform {
            Some(platform) => self.grants.may(role, platform),
            None => self.grants.may_everywhere(role),
        };
        if may { Ok(()) } else { refuse(Access::RoleNeeded { role }.into()) }
    }

    /// The text of [`HEADER`].
    pub fn to_header(&self) -> String {
        let text = serde_json::to_string(self).unwrap_or_default();
        utf8_percent_encode(&text, NON_ALPHANUMERIC).to_string()
    }

    /// The caller that a text of [`HEADER`] names.
    pub fn from_header(text: &str) -> Option<Self> {
        serde_json::from_str(&percent_decode_str(text).decode_utf8().ok()?).ok()
    }
}

/// The roles that the named settings need. Naming none needs a role with which any could be changed.
pub fn roles_of(settings: &Settings) -> Vec<Role> {
    let Settings { revision: _, name, domains, retention_days, seller, buyer, tax_category, tax_reason, catalog } =
        settings;
    let of_billing =
        [seller.is_some(), buyer.is_some(), tax_category.is_some(), tax_reason.is_some(), catalog.is_some()];
    let of_administrators = [name.is_some(), domains.is_some(), retention_days.is_some()];
    let named = [(Role::Billing, of_billing.contains(&true)), (Role::Administrator, of_administrators.contains(&true))];
    let needed: Vec<Role> = named.into_iter().filter(|(_, is_named)| *is_named).map(|(role, _)| role).collect();
    if needed.is_empty() { vec![Role::Billing] } else { needed }
}

#[cfg(test)]
mod tests {
    use domain::{people::Grant, platform::PlatformId};

    use super::*;
    use crate::calls;

    fn person(grants: &[(Role, Option<&str>)]) -> Caller {
        let id = |text: &str| PlatformId::try_from(text.to_owned()).expect("an id");
        let grants = grants.iter().map(|(role, platform)| Grant { role: *role, platform: platform.map(id) }).collect();
        let by = By { id: "p1".to_owned(), name: "Anna Größe\n\"".to_owned() };
        let session = Some("s".to_owned());
        Caller { kind: CallerKind::Person, by: Some(by), grants: Grants(grants), session, until: Some(7) }
    }

    #[test]
    fn a_caller_is_told_as_it_is() {
        for caller in [Caller::desk(), person(&[(Role::Billing, Some("a")), (Role::Reader, None)])] {
            let text = caller.to_header();
            assert!(text.is_ascii() && !text.contains(['\n', ' ']));
            assert_eq!(Caller::from_header(&text), Some(caller));
        }
        for text in ["", "x", "%7B%7D", "null"] {
            assert_eq!(Caller::from_header(text), None);
        }
    }

    #[test]
    fn what_may_not_be_seen_is_not_there() {
        let caller = person(&[(Role::Billing, Some("a"))]);
        for call in calls::all().filter(|call| call.path.contains("{p}") && call.who != Who::Anyone) {
            assert_eq!(caller.demand(call.who, Some("b")).expect_err("not seen").status, 404, "{}", call.path);
        }
        for call in calls::all().filter(|call| matches!(call.who, Who::With(_)) && !call.path.contains("{p}")) {
            assert_eq!(caller.demand(call.who, None).expect_err("not allowed").status, 403, "{}", call.path);
        }
    }

    #[test]
    fn at_a_desk_everything_is_allowed() {
        assert!(calls::all().all(|call| Caller::desk().demand(call.who, Some("a")).is_ok()));
        assert_eq!(Caller::desk().person().expect_err("no person").status, 403);
    }
}
