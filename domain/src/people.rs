//! People and tokens, and what they may do. The rules know nothing of them: a host asks here before it asks the rules.

use serde::{Deserialize, Serialize};

use crate::{
    field::{FieldError, FieldFault, is_line, limit},
    limits::{MAX_ROLES, MAX_TOKEN_DAYS},
    platform::PlatformId,
};

/// The days after which a token ends, unless it was made to end on another.
pub const TOKEN_DAYS: u32 = 90;

/// What somebody may do. The roles follow the contacts that companies name to their providers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Sees everything of a platform, and changes nothing.
    Reader,
    /// Decides about money: renewal modes, taking them back, orders, restores, prices, seller and buyer.
    Billing,
    /// Sets accounts up and resets them.
    Technical,
    /// Does all of it. For all platforms, also creates platforms, and decides who may come in.
    Administrator,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 4] = [Self::Reader, Self::Billing, Self::Technical, Self::Administrator];

    /// Whether who has this role may do what needs the other one.
    pub fn may(self, need: Self) -> bool {
        self == need || self == Self::Administrator || need == Self::Reader
    }

    /// The role as a word of the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reader => "reader",
            Self::Billing => "billing",
            Self::Technical => "technical",
            Self::Administrator => "administrator",
        }
    }
}

/// What is wrong with a name that `field` has.
pub fn name_error(field: &str, name: &str) -> Option<FieldError> {
    limit(field, is_line(name), FieldFault::Name)
}

/// What is wrong with the number of days after which a token is to end.
pub fn days_error(field: &str, days: u32) -> Option<FieldError> {
    limit(field, (1..=MAX_TOKEN_DAYS).contains(&days), FieldFault::TokenDays)
}

/// A role on one platform or on all.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// The platform; none for all of them, also those that are yet to come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub platform: Option<PlatformId>,
}

/// The roles that somebody has.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Grants(pub Vec<Grant>);

impl Grants {
    /// Every role on every platform.
    pub fn everything() -> Self {
        Self(vec![Grant { role: Role::Administrator, platform: None }])
    }

    /// Whether they allow on the platform with this id what needs the role.
    pub fn may(&self, need: Role, platform: &str) -> bool {
        let is_there = |own: &Option<PlatformId>| own.as_ref().is_none_or(|own| own.as_str() == platform);
        self.0.iter().any(|Grant { role, platform }| role.may(need) && is_there(platform))
    }

    /// Whether they allow on all platforms what needs the role.
    pub fn may_everywhere(&self, need: Role) -> bool {
        self.0.iter().any(|Grant { role, platform }| platform.is_none() && role.may(need))
    }

    /// What is wrong with these roles of `field`.
    pub fn errors(&self, field: &str) -> Option<FieldError> {
        limit(field, (1..=MAX_ROLES).contains(&self.0.len()), FieldFault::Roles)
    }

    /// These roles, sorted and each once.
    #[must_use]
    pub fn tidy(mut self) -> Self {
        self.0.sort_unstable();
        self.0.dedup();
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grants(list: &[(Role, Option<&str>)]) -> Grants {
        let platform = |id: &&str| PlatformId::try_from((*id).to_owned()).expect("an id");
        Grants(list.iter().map(|(role, id)| Grant { role: *role, platform: id.as_ref().map(platform) }).collect())
    }

    #[test]
    fn each_role_allows_its_own_and_reading() {
        use Role::{Administrator, Billing, Reader, Technical};
        let allowed: Vec<Vec<Role>> =
            Role::ALL.iter().map(|role| Role::ALL.into_iter().filter(|need| role.may(*need)).collect()).collect();
        assert_eq!(
            allowed,
            [
                vec![Reader],
                vec![Reader, Billing],
                vec![Reader, Technical],
                vec![Reader, Billing, Technical, Administrator]
            ]
        );
    }

    #[test]
    fn a_role_counts_where_it_was_given() {
        let some = grants(&[(Role::Billing, Some("a")), (Role::Reader, Some("b"))]);
        assert!(some.may(Role::Billing, "a") && some.may(Role::Reader, "a") && some.may(Role::Reader, "b"));
        assert!(!some.may(Role::Billing, "b") && !some.may(Role::Reader, "c") && !some.may(Role::Technical, "a"));
        assert!(!some.may_everywhere(Role::Reader));
        assert!(Grants::everything().may(Role::Technical, "anything"));
        assert!(!Grants::default().may(Role::Reader, "a"));
    }
}
