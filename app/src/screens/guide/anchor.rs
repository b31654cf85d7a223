//! The entries of the guide that other places lead to.

/// An entry that some place leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// Changing the renewal.
    Modes,
    /// What a roster has.
    Columns,
    /// What comes back with a termination.
    Taken,
    /// Ordering.
    Order,
    /// What restoring costs.
    Restore,
    /// How accounts are named.
    Naming,
    /// What a reset does.
    Reset,
    /// Terminating.
    Terminate,
    /// The days until deletion.
    Retention,
    /// Seller and buyer.
    Parties,
    /// Net and gross.
    Net,
    /// From when a price counts.
    Prices,
    /// Where data is kept.
    Where,
    /// The test clock.
    Clock,
    /// Why a number is typed.
    Number,
    /// The cost of twelve months.
    Twelve,
    /// Signing in.
    SignIn,
    /// The API.
    Api,
    /// Several invoices in a month.
    Several,
    /// Where a receipt is.
    Receipt,
    /// What cannot be undone.
    Final,
}

impl Anchor {
    /// All of them.
    #[cfg(test)]
    pub const ALL: [Self; 21] = [
        Self::Modes,
        Self::Columns,
        Self::Taken,
        Self::Order,
        Self::Restore,
        Self::Naming,
        Self::Reset,
        Self::Terminate,
        Self::Retention,
        Self::Parties,
        Self::Net,
        Self::Prices,
        Self::Where,
        Self::Clock,
        Self::Number,
        Self::Twelve,
        Self::SignIn,
        Self::Api,
        Self::Several,
        Self::Receipt,
        Self::Final,
    ];

    /// The anchor in the address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Modes => "modes",
            Self::Columns => "columns",
            Self::Taken => "taken",
            Self::Order => "order",
            Self::Restore => "restore",
            Self::Naming => "naming",
            Self::Reset => "reset",
            Self::Terminate => "terminate",
            Self::Retention => "retention",
            Self::Parties => "parties",
            Self::Net => "net",
            Self::Prices => "prices",
            Self::Where => "where",
            Self::Clock => "clock",
            Self::Number => "number",
            Self::Twelve => "twelve",
            Self::SignIn => "signin",
            Self::Api => "api",
            Self::Several => "several",
            Self::Receipt => "receipt",
            Self::Final => "final",
        }
    }
}
