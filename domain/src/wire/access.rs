//! What stands against a request because of who sends it, and what can be wrong with people and their access.

use super::{code::Code, facts::Facts, problem::Wrong};
use crate::people::Role;

/// Why somebody is not let in, or may not do something.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Access {
    /// Nobody who may come in sends the request.
    #[error("nobody who may come in sends this request: sign in, or send a token as `Authorization: Bearer …`")]
    NotSignedIn,
    /// Nobody can sign in yet, so nobody is let in.
    #[error(
        "signing in has not been set up here, so nobody is let in: open the link that the start printed, or make a new \
         one with `cargo xtask invite`; at the edge, the link has the secret of the configuration"
    )]
    SignInMissing,
    /// The request came through a proxy to a desk.
    #[error(
        "this desk answers its own machine only, and the request came through a proxy; behind a proxy, signing in is needed"
    )]
    ProxyInFront,
    /// The caller's roles do not allow it.
    #[error("this needs the role {}", role.as_str())]
    RoleNeeded {
        /// The role that would do.
        role: Role,
    },
    /// Only a person who has signed in can do it.
    #[error("only a person who has signed in can do this")]
    PersonNeeded,
    /// Nobody changes their own roles, and nobody blocks or removes themselves.
    #[error("nobody changes their own roles, or blocks or removes themselves")]
    OwnRoles,
    /// A passkey or what signs with it was refused.
    #[error("this passkey is not known here, or what it signed does not hold")]
    PasskeyRefused,
    /// Passkeys cannot be used at this host name.
    #[error("passkeys belong to a host name, and cannot be used at a numeric address")]
    PasskeysElsewhere,
    /// Without this passkey the person could no longer sign in.
    #[error("this is the last passkey: without it nobody could sign in as this person")]
    LastPasskey,
    /// No provider of the configuration has this id.
    #[error("there is no such way to sign in here")]
    NoProvider,
    /// What the configuration says of providers is wrong.
    #[error("what the configuration says of signing in with providers is wrong; the log of the server names the field")]
    ProviderMisconfigured,
    /// The provider does not answer, or not as it should.
    #[error("the provider does not answer, or not as it should")]
    ProviderUnreachable,
    /// What came from the provider does not hold.
    #[error("what came from the provider does not hold here, or came too late")]
    ProviderRefused,
    /// The person said no at the provider.
    #[error("signing in was cancelled at the provider")]
    ProviderCancelled,
    /// The provider knows the person, and they may not come in.
    #[error("the provider knows this person, and they may not come in here")]
    NotAdmitted,
    /// The account at the provider is somebody's already.
    #[error("this account at the provider belongs to somebody here already")]
    AccountKnown,
    /// Without this person nobody would decide who may come in.
    #[error("this is the last administrator of all platforms: without them nobody would decide who may come in")]
    LastAdministrator,
    /// More people, tokens or the like than there may be.
    #[error("at most {max} of these")]
    TooMany {
        /// How many there may be.
        max: usize,
    },
    /// Too many requests in a short time.
    #[error("too many requests in a short time")]
    TooManyRequests,
    /// No invitation has this id or secret.
    #[error("no invitation has this id or secret, or it was used, withdrawn or has ended")]
    NoInvitation,
    /// No person has this id.
    #[error("no person has this id")]
    NoPerson,
    /// No passkey of the caller has this id.
    #[error("no passkey of yours has this id")]
    NoPasskey,
    /// No session of the caller has this id.
    #[error("no session of yours has this id")]
    NoSession,
    /// No token has this id.
    #[error("no token has this id")]
    NoToken,
    /// The stored list of the people cannot be read.
    #[error("the stored list of the people is damaged, so nobody is let in")]
    PeopleDamaged,
}

impl Access {
    /// Each of them, for tests and for the document.
    pub const ALL: [Self; 25] = [
        Self::NotSignedIn,
        Self::SignInMissing,
        Self::ProxyInFront,
        Self::RoleNeeded { role: Role::Billing },
        Self::PersonNeeded,
        Self::OwnRoles,
        Self::PasskeyRefused,
        Self::PasskeysElsewhere,
        Self::LastPasskey,
        Self::NoProvider,
        Self::ProviderMisconfigured,
        Self::ProviderUnreachable,
        Self::ProviderRefused,
        Self::ProviderCancelled,
        Self::NotAdmitted,
        Self::AccountKnown,
        Self::LastAdministrator,
        Self::TooMany { max: 1_000 },
        Self::TooManyRequests,
        Self::NoInvitation,
        Self::NoPerson,
        Self::NoPasskey,
        Self::NoSession,
        Self::NoToken,
        Self::PeopleDamaged,
    ];
}

impl Wrong for Access {
    fn code(&self) -> Code {
        match self {
            Self::NotSignedIn => Code::NotSignedIn,
            Self::SignInMissing => Code::SignInMissing,
            Self::ProxyInFront => Code::ProxyInFront,
            Self::RoleNeeded { .. } => Code::RoleNeeded,
            Self::PersonNeeded => Code::PersonNeeded,
            Self::OwnRoles => Code::OwnRoles,
            Self::PasskeyRefused => Code::PasskeyRefused,
            Self::PasskeysElsewhere => Code::PasskeysElsewhere,
            Self::LastPasskey => Code::LastPasskey,
            Self::NoProvider => Code::NoProvider,
            Self::ProviderMisconfigured => Code::ProviderMisconfigured,
            Self::ProviderUnreachable => Code::ProviderUnreachable,
            Self::ProviderRefused => Code::ProviderRefused,
            Self::ProviderCancelled => Code::ProviderCancelled,
            Self::NotAdmitted => Code::NotAdmitted,
            Self::AccountKnown => Code::AccountKnown,
            Self::LastAdministrator => Code::LastAdministrator,
            Self::TooMany { .. } => Code::TooMany,
            Self::TooManyRequests => Code::TooManyRequests,
            Self::NoInvitation => Code::NoInvitation,
            Self::NoPerson => Code::NoPerson,
            Self::NoPasskey => Code::NoPasskey,
            Self::NoSession => Code::NoSession,
            Self::NoToken => Code::NoToken,
            Self::PeopleDamaged => Code::PeopleDamaged,
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::RoleNeeded { role } => Facts::from([("role", role.as_str().into())]),
            Self::TooMany { max } => Facts::from([("max", (*max).into())]),
            Self::NotSignedIn
            | Self::SignInMissing
            | Self::ProxyInFront
            | Self::PersonNeeded
            | Self::OwnRoles
            | Self::PasskeyRefused
            | Self::PasskeysElsewhere
            | Self::LastPasskey
            | Self::NoProvider
            | Self::ProviderMisconfigured
            | Self::ProviderUnreachable
            | Self::ProviderRefused
            | Self::ProviderCancelled
            | Self::NotAdmitted
            | Self::AccountKnown
            | Self::LastAdministrator
            | Self::TooManyRequests
            | Self::NoInvitation
            | Self::NoPerson
            | Self::NoPasskey
            | Self::NoSession
            | Self::NoToken
            | Self::PeopleDamaged => Facts::default(),
        }
    }
}
