//! The words of people and their access: signing in, invitations, roles, tokens. They come with the rest of the page.

use domain::{people::Role, wire::SecurityKind};

use super::{Count, Phrase, Text};

/// The words of people and their access.
#[derive(Debug)]
pub struct PeopleWords {
    pub sign_in: SignInWords,
    pub join: JoinWords,
    pub roles: RoleWords,
    pub list: PeopleListWords,
    pub tokens: TokenWords,
    pub security: SecurityWords,
    pub own: OwnWords,
}

/// Signing in, and what can go wrong with a passkey.
#[derive(Debug)]
pub struct SignInWords {
    pub title: Text,
    pub text: Text,
    pub ended: Text,
    /// Says how the first one comes in.
    pub missing: Text,
    pub with_passkey: Text,
    pub with_provider: Phrase,
    /// Says that the providers are not set up properly.
    pub misconfigured: Text,
    pub leading: Text,
    pub waiting: Text,
    pub lost: Text,
    /// Says that there are no passkeys at the name of this page.
    pub no_passkeys: Text,
    /// Leads to the name at which this machine has passkeys.
    pub to_localhost: Text,
    pub unsupported: Text,
    pub cancelled: Text,
    pub wrong_host: Text,
    pub known: Text,
    pub failed: Text,
    /// Takes for how many seconds.
    pub too_many: Count,
}

/// Accepting an invitation.
#[derive(Debug)]
pub struct JoinWords {
    pub title: Text,
    pub text: Text,
    pub roles: Text,
    /// Takes a moment.
    pub until: Phrase,
    pub name: Text,
    pub passkey: Text,
    pub passkey_hint: Text,
    /// Names a passkey after a browser and a system.
    pub on: fn(&str, &str) -> String,
    pub make: Text,
    /// Takes the name of a provider.
    pub with_provider: Phrase,
    pub void_title: Text,
    pub void_text: Text,
    pub no_secret: Text,
    pub name_missing: Text,
}

/// The roles, and what lacks without them.
#[derive(Debug)]
pub struct RoleWords {
    pub role: fn(Role) -> Text,
    /// What the role allows.
    pub allows: fn(Role) -> Text,
    pub for_all: Phrase,
    /// Takes the role and the platform.
    pub for_one: fn(&str, &str) -> String,
    pub none: Text,
    /// Says which role is needed.
    pub needed: fn(Role) -> Text,
    pub needed_everywhere: Text,
    pub legend: Text,
    pub pick: Text,
    pub platform: Text,
    pub all_platforms: Text,
    pub add: Text,
    pub remove: Text,
    pub missing: Text,
}

/// People and invitations.
#[derive(Debug)]
pub struct PeopleListWords {
    pub title: Text,
    pub sections: Text,
    pub people: Text,
    pub text: Text,
    pub you: Text,
    /// Takes a moment.
    pub signed_in: Phrase,
    pub never_signed_in: Text,
    pub blocked: Text,
    pub passkeys: Count,
    pub actions_for: Phrase,
    pub invite: Text,
    pub invite_text: Text,
    pub name: Text,
    pub name_invalid: Text,
    pub send: Text,
    pub sending: Text,
    pub invited_title: Text,
    /// Takes the name and a moment.
    pub invited_text: fn(&str, &str) -> String,
    pub link: Text,
    pub copy: Text,
    pub copied: Text,
    pub done: Text,
    pub edit: Text,
    pub edit_title: Phrase,
    pub save: Text,
    pub block: Text,
    pub unblock: Text,
    pub block_title: Phrase,
    pub block_text: Text,
    pub remove: Text,
    pub remove_title: Phrase,
    pub remove_text: Text,
    /// Behind both texts for whoever never came by a provider here, with the names of the providers.
    pub comes_anew: Phrase,
    pub not_oneself: Text,
    pub invitations: Text,
    pub no_invitations: Text,
    /// Takes a moment.
    pub ends: Phrase,
    pub by: Phrase,
    pub at_machine: Text,
    pub withdraw: Text,
    pub withdraw_of: Phrase,
    pub withdraw_title: Text,
    /// Stands for the name in the link of the machine itself.
    pub owner: Text,
}

/// Tokens.
#[derive(Debug)]
pub struct TokenWords {
    pub title: Text,
    pub text: Text,
    pub none: Text,
    pub make: Text,
    pub name: Text,
    pub name_hint: Text,
    pub days: Text,
    pub days_invalid: Text,
    pub made_title: Text,
    /// Takes the name and a moment.
    pub made_text: fn(&str, &str) -> String,
    pub token: Text,
    pub used: Phrase,
    pub never_used: Text,
    pub ended: Phrase,
    pub revoke: Text,
    pub revoke_of: Phrase,
    pub revoke_text: Text,
}

/// The record of what concerns people and their access.
#[derive(Debug)]
pub struct SecurityWords {
    pub title: Text,
    pub text: Text,
    pub empty: Text,
    /// What happened; `{who}` stands for whom or what it is about.
    pub kind: fn(SecurityKind) -> Text,
    pub somebody: Text,
    pub more: Text,
}

/// One's own account.
#[derive(Debug)]
pub struct OwnWords {
    pub menu: Text,
    pub title: Text,
    pub desk: Text,
    pub set_up: Text,
    /// What stands between backticks is typed by people.
    pub set_up_text: Text,
    /// Takes the address that has a name.
    pub by_name: Phrase,
    /// Takes how many staged changes there are, and how many wishes without an answer.
    pub held: fn(usize, usize) -> String,
    /// Takes what is held, which may be nothing.
    pub take_along: Phrase,
    /// Takes the address that has a name.
    pub lead_over: Phrase,
    pub taken: Text,
    pub not_taken: Text,
    pub not_kept: Text,
    pub token: Text,
    pub roles: Text,
    pub passkeys: Text,
    pub passkeys_text: Text,
    pub add: Text,
    pub add_title: Text,
    pub rename: Text,
    pub rename_of: Phrase,
    pub remove: Text,
    pub remove_of: Phrase,
    pub remove_text: Text,
    pub used: Phrase,
    pub made: Phrase,
    /// Accounts at providers.
    pub accounts: Text,
    pub accounts_text: Text,
    /// Takes a moment.
    pub since: Phrase,
    pub sessions: Text,
    pub sessions_text: Text,
    pub this_one: Text,
    pub seen: Phrase,
    pub unknown_browser: Text,
    pub end: Text,
    pub end_of: Phrase,
    pub end_others: Text,
    pub ended_others: Text,
    pub sign_out: Text,
    pub signing_out: Text,
    pub lose_title: Text,
    /// Takes what is held.
    pub lose_text: Phrase,
    pub lose: Text,
}
