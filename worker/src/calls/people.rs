//! The calls about who may come in.

use domain::{
    people::Role::Administrator,
    wire::{
        InvitationRequest, InvitationView, Join, JoinStart, Luggage, LuggageTicket, Me, NewInvitation, NewName,
        NewPasskey, NewToken, OneTimeSecret, Onward, PasskeyView, PersonChange, PersonView, Proof, ProviderAccount,
        ProviderStart, SecurityEntry, SessionView, SignedIn, TokenRequest, TokenView, Ways,
    },
};

use super::{
    Answer::{Anything, Nothing, One, Page},
    Body, Call, Description, Limit, Method,
    Method::{Delete, Get, Patch, Post},
    OfWorker, PAGE, Who,
    Who::{Anyone, Known, With},
};
use crate::schema::Schema;

/// The calls about who may come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfPeople {
    /// The ways to sign in.
    Ways,
    /// Begins to sign in with a passkey.
    BeginSignIn,
    /// Signs in with a passkey.
    SignIn,
    /// Begins to sign in with a provider.
    BeginWithProvider,
    /// Ends a sign-in with a provider.
    EndWithProvider,
    /// Shows an invitation to who was invited.
    Invitation,
    /// Begins to accept an invitation.
    BeginJoin,
    /// Accepts an invitation.
    Join,
    /// Ends the caller's session.
    SignOut,
    /// The caller's passkeys.
    Passkeys,
    /// Begins to add a passkey.
    BeginPasskey,
    /// Adds a passkey.
    AddPasskey,
    /// Gives a passkey another name.
    RenamePasskey,
    /// Removes a passkey.
    RemovePasskey,
    /// The caller's accounts at providers.
    Accounts,
    /// The caller's sessions.
    Sessions,
    /// Ends one of the caller's sessions.
    EndSession,
    /// Ends the caller's other sessions.
    EndSessions,
    /// The people who may sign in.
    People,
    /// Changes a person.
    ChangePerson,
    /// Removes a person.
    RemovePerson,
    /// The open invitations.
    Invitations,
    /// Invites somebody.
    Invite,
    /// Withdraws an invitation.
    Withdraw,
    /// The tokens.
    Tokens,
    /// Makes a token.
    MakeToken,
    /// Revokes a token.
    RevokeToken,
    /// The record of what concerns people and their access.
    SecurityLog,
    /// Takes over what a browser keeps for one address of a desk.
    Pack,
    /// Hands it to the same browser at another address.
    Unpack,
}

const fn call(method: Method, call: OfPeople, path: &'static str, who: Who, summary: &'static str) -> Description {
    Description::new(method, Call::People(call), path, who, summary).answers(200, Nothing)
}

const fn json(schema: Schema) -> Body {
    Body::Json(schema, Limit::SMALL)
}

const fn with_roles(schema: Schema) -> Body {
    Body::Json(schema, Limit::NORMAL)
}

/// None of them needs a key: what they tell only once cannot be told again, and all else can be repeated.
pub const CALLS: &[Description] = &[
    Description::new(
        Get,
        Call::Worker(OfWorker::SignedIn),
        "/sign-in",
        Anyone,
        "Whether the caller has signed in: 200, whoever asks.",
    )
    .answers(200, One(Schema::of::<SignedIn>())),
    call(Get, OfPeople::Ways, "/sign-in/ways", Anyone, "The ways to sign in.").answers(200, One(Schema::of::<Ways>())),
    call(Post, OfPeople::BeginSignIn, "/sign-in/passkey/start", Anyone, "Options for `navigator.credentials.get`.")
        .reads(Body::Empty)
        .answers(200, Anything),
    call(Post, OfPeople::SignIn, "/sign-in/passkey/finish", Anyone, "Signs in with a passkey.")
        .reads(json(Schema::of::<Proof>()))
        .answers(200, One(Schema::of::<Me>())),
    call(
        Post,
        OfPeople::BeginWithProvider,
        "/sign-in/providers/{provider}",
        Anyone,
        "Begins to sign in with a provider of OpenID Connect, or signs in with Cloudflare Access.",
    )
    .reads(json(Schema::of::<ProviderStart>()))
    .answers(200, One(Schema::of::<Onward>())),
    call(
        Get,
        OfPeople::EndWithProvider,
        "/sign-in/providers/{provider}/callback",
        Anyone,
        "Where a provider leads back to. Leads on to the page; what went wrong stands behind `#sign-in=`.",
    )
    .takes(&["code", "state", "iss", "error"])
    .answers(303, Nothing),
    call(Post, OfPeople::Invitation, "/sign-in/invitation", Anyone, "An invitation, for who was invited.")
        .reads(json(Schema::of::<OneTimeSecret>()))
        .answers(200, One(Schema::of::<InvitationView>())),
    call(Post, OfPeople::BeginJoin, "/sign-in/join/start", Anyone, "Options for `navigator.credentials.create`.")
        .reads(json(Schema::of::<JoinStart>()))
        .answers(200, Anything),
    call(Post, OfPeople::Join, "/sign-in/join/finish", Anyone, "Accepts an invitation, and signs in.")
        .reads(json(Schema::of::<Join>()))
        .answers(200, One(Schema::of::<Me>())),
    call(Post, OfPeople::SignOut, "/sign-out", Known, "Ends this session.").reads(Body::Empty),
    call(Get, OfPeople::Passkeys, "/me/passkeys", Known, "One's own passkeys.")
        .takes(PAGE)
        .answers(200, Page(Schema::of::<PasskeyView>())),
    call(Post, OfPeople::BeginPasskey, "/me/passkeys/start", Known, "Options for `navigator.credentials.create`.")
        .reads(Body::Empty)
        .answers(200, Anything),
    call(Post, OfPeople::AddPasskey, "/me/passkeys", Known, "Adds a passkey.")
        .reads(json(Schema::of::<NewPasskey>()))
        .answers(201, One(Schema::of::<PasskeyView>())),
    call(Patch, OfPeople::RenamePasskey, "/me/passkeys/{passkey}", Known, "Gives a passkey another name.")
        .reads(json(Schema::of::<NewName>()))
        .answers(200, One(Schema::of::<PasskeyView>())),
    call(Delete, OfPeople::RemovePasskey, "/me/passkeys/{passkey}", Known, "Removes a passkey, unless it is the last.")
        .reads(Body::Empty),
    call(Get, OfPeople::Accounts, "/me/accounts", Known, "One's own accounts at providers.")
        .takes(PAGE)
        .answers(200, Page(Schema::of::<ProviderAccount>())),
    call(Get, OfPeople::Sessions, "/me/sessions", Known, "One's own sessions.")
        .takes(PAGE)
        .answers(200, Page(Schema::of::<SessionView>())),
    call(Delete, OfPeople::EndSessions, "/me/sessions", Known, "Ends all sessions of one's own but this.")
        .reads(Body::Empty),
    call(Delete, OfPeople::EndSession, "/me/sessions/{session}", Known, "Ends a session of one's own.")
        .reads(Body::Empty),
    call(Get, OfPeople::People, "/people", With(Administrator), "Who may sign in.")
        .takes(PAGE)
        .answers(200, Page(Schema::of::<PersonView>())),
    call(
        Patch,
        OfPeople::ChangePerson,
        "/people/{person}",
        With(Administrator),
        "Changes a person's name, roles, or access.",
    )
    .reads(with_roles(Schema::of::<PersonChange>()))
    .answers(200, One(Schema::of::<PersonView>())),
    call(
        Delete,
        OfPeople::RemovePerson,
        "/people/{person}",
        With(Administrator),
        "Removes a person, and ends their sessions.",
    )
    .reads(Body::Empty),
    call(Get, OfPeople::Invitations, "/invitations", With(Administrator), "Invitations that are not accepted yet.")
        .takes(PAGE)
        .answers(200, Page(Schema::of::<InvitationView>())),
    call(Post, OfPeople::Invite, "/invitations", With(Administrator), "Invites somebody for 24 hours.")
        .reads(with_roles(Schema::of::<InvitationRequest>()))
        .answers(201, One(Schema::of::<NewInvitation>())),
    call(Delete, OfPeople::Withdraw, "/invitations/{invitation}", With(Administrator), "Withdraws an invitation.")
        .reads(Body::Empty),
    call(Get, OfPeople::Tokens, "/tokens", With(Administrator), "The tokens, without their texts.")
        .takes(PAGE)
        .answers(200, Page(Schema::of::<TokenView>())),
    call(Post, OfPeople::MakeToken, "/tokens", With(Administrator), "Makes a token, and tells its text once.")
        .reads(with_roles(Schema::of::<TokenRequest>()))
        .answers(201, One(Schema::of::<NewToken>())),
    call(Delete, OfPeople::RevokeToken, "/tokens/{token}", With(Administrator), "Revokes a token at once.")
        .reads(Body::Empty),
    call(
        Get,
        OfPeople::SecurityLog,
        "/security-log",
        With(Administrator),
        "What concerned people and access, newest first.",
    )
    .takes(PAGE)
    .answers(200, Page(Schema::of::<SecurityEntry>())),
    call(
        Post,
        OfPeople::Pack,
        "/desk/luggage",
        With(Administrator),
        "Holds for ten minutes what a browser keeps for one address of a desk.",
    )
    .reads(Body::Json(Schema::of::<Luggage>(), Limit::CHANGES))
    .answers(201, One(Schema::of::<LuggageTicket>())),
    call(
        Post,
        OfPeople::Unpack,
        "/desk/luggage/take",
        With(Administrator),
        "Hands it out, once, at another address of the same desk.",
    )
    .reads(json(Schema::of::<OneTimeSecret>()))
    .answers(200, One(Schema::of::<Luggage>())),
];
