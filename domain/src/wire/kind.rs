//! The kinds of problem, and the title and HTTP status of each.

/// The kinds of problem. All problems of a kind have the same type, title and HTTP status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The body is not JSON.
    Malformed,
    /// There is no `Idempotency-Key`, or it is not 1 to 255 printable ASCII characters.
    Key,
    /// The `Host` or `Origin` is a foreign one.
    Foreign,
    /// The caller is not known.
    SignIn,
    /// Nobody can sign in yet.
    Locked,
    /// A proxy stands in front.
    Proxied,
    /// The caller may not do this.
    RoleNeeded,
    /// Something about who may come in stands against it.
    Access,
    /// A provider that people come from does not answer.
    Provider,
    /// There were too many requests in a short time.
    Limited,
    /// There is nothing at this address.
    NotFound,
    /// The address does not allow this method.
    Method,
    /// The wished id of a platform is taken.
    Taken,
    /// The summary or quote is not the present one.
    Stale,
    /// Somebody else has changed the same setting.
    SettingsClash,
    /// The platform is terminating.
    Terminating,
    /// The platform is closed.
    Closed,
    /// The platform has moved to another house.
    MovedAway,
    /// There is no termination to take back.
    NotTerminating,
    /// The account is not in the state that this needs.
    State,
    /// The import can no longer be taken back.
    ImportTouched,
    /// The platform has no test clock.
    NoTestClock,
    /// What is asked for comes over a WebSocket only.
    Upgrade,
    /// The body stopped coming.
    Silent,
    /// The body is too large.
    TooLarge,
    /// The body has the wrong content type.
    MediaType,
    /// Fields are not valid.
    Invalid,
    /// The key came with another request before.
    KeyReused,
    /// The roster has bad lines.
    Roster,
    /// The archive cannot be taken as it is.
    Archive,
    /// The platform in the archive cannot come here.
    Arrival,
    /// Something failed on the server.
    Internal,
    /// Another request failed on the server and ended this one.
    Interrupted,
    /// The platform failed again and again and is left alone for a while.
    Resting,
    /// The data was written by a newer version.
    Newer,
    /// The stored data is damaged.
    Damaged,
    /// The storage is full.
    Full,
}

impl Kind {
    /// The HTTP status of its answers.
    pub const fn status(self) -> u16 {
        self.words().2
    }

    /// The end of its type URI, its title, and its HTTP status.
    pub(super) const fn words(self) -> (&'static str, &'static str, u16) {
        match self {
            Self::Malformed => ("malformed", "the body cannot be read", 400),
            Self::Key => ("idempotency-key", "an Idempotency-Key is needed", 400),
            Self::Foreign => ("foreign", "this request comes from elsewhere", 403),
            Self::SignIn => ("sign-in", "signing in is needed", 401),
            Self::Locked => ("locked", "nobody can sign in here yet", 503),
            Self::Proxied => ("proxied", "a proxy stands in front", 503),
            Self::RoleNeeded => ("role-needed", "another role is needed", 403),
            Self::Access => ("access", "who may come in stands against it", 409),
            Self::Provider => ("provider", "the provider does not answer", 502),
            Self::Limited => ("limited", "too many requests in a short time", 429),
            Self::NotFound => ("not-found", "not found", 404),
            Self::Method => ("method", "this method is not allowed here", 405),
            Self::Taken => ("taken", "this id is taken", 409),
            Self::Stale => ("stale", "what was seen is not what would happen now", 409),
            Self::SettingsClash => ("settings-clash", "somebody else has changed the same setting", 409),
            Self::Terminating => ("terminating", "the platform is terminating", 409),
            Self::Closed => ("closed", "the platform is closed", 409),
            Self::MovedAway => ("moved-away", "the platform has moved away", 409),
            Self::NotTerminating => ("not-terminating", "the platform is not terminating", 409),
            Self::State => ("account-state", "the account is in another state", 409),
            Self::ImportTouched => ("import-touched", "the import can no longer be taken back", 409),
            Self::NoTestClock => ("no-test-clock", "there is no test clock", 409),
            Self::Upgrade => ("upgrade", "a WebSocket is needed", 426),
            Self::Silent => ("body-silent", "the body stopped coming", 408),
            Self::TooLarge => ("too-large", "the body is too large", 413),
            Self::MediaType => ("media-type", "this content type is not taken", 415),
            Self::Invalid => ("invalid", "the request is not valid", 422),
            Self::KeyReused => ("key-reused", "this Idempotency-Key stands for another request", 422),
            Self::Roster => ("roster", "the roster has bad lines", 422),
            Self::Archive => ("archive", "the archive is not one that can be taken", 422),
            Self::Arrival => ("arrival", "the platform cannot come here", 409),
            Self::Internal => ("internal", "something went wrong here", 500),
            Self::Interrupted => ("interrupted", "another request brought this one to an end", 503),
            Self::Resting => ("resting", "the platform rests", 503),
            Self::Newer => ("newer-data", "the data is of a newer version", 503),
            Self::Damaged => ("damaged-data", "the stored data is damaged", 503),
            Self::Full => ("full", "no room is left", 507),
        }
    }
}
