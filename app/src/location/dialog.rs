//! The dialogs that an address can open.

/// A dialog that an address can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialog {
    /// The form for a new platform.
    New,
    /// Change the modes of some accounts, or of all.
    Billing,
    /// Import more accounts from a roster.
    Import,
    /// Order accounts.
    Order,
    /// Set an account up, or edit it.
    SetUp,
    /// Empty an account.
    Reset,
    /// Restore a suspended account.
    Restore,
    /// Terminate the platform, so that every account closes.
    Terminate,
}

impl Dialog {
    const ALL: [Self; 8] =
        [Self::New, Self::Billing, Self::Import, Self::Order, Self::SetUp, Self::Reset, Self::Restore, Self::Terminate];

    /// The dialog's name in the address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Billing => "billing",
            Self::Import => "import",
            Self::Order => "order",
            Self::SetUp => "setup",
            Self::Reset => "reset",
            Self::Restore => "restore",
            Self::Terminate => "terminate",
        }
    }

    /// The dialog with this name; `None` if there is none.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|dialog| dialog.as_str() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dialog_is_read_as_it_is_written() {
        for dialog in Dialog::ALL {
            assert_eq!(Dialog::parse(dialog.as_str()), Some(dialog));
        }
        for name in ["", "Billing", "deed", "billing "] {
            assert_eq!(Dialog::parse(name), None, "{name:?}");
        }
    }
}
