//! What is done to a platform besides imports and changes of modes, also at times when it is refused.

use chrono::Days;
use domain::{
    account::{AccountId, RenewalMode},
    calendar::Term,
    command::Command,
    settings::Settings,
    stamp::Revision,
};
use proptest::{
    prelude::{Just, Strategy, any},
    prop_oneof,
    sample::select,
};
use tests::host::{Host, prices};

use crate::world::{modes, next_id};

/// A deed. Accounts are picked from those that exist.
#[derive(Debug, Clone)]
pub enum Deed {
    Order(u32, Term),
    SetUp(usize),
    Reset(usize),
    Restore(usize, RenewalMode),
    TakeImportBack(usize),
    Terminate,
    TakeTerminationBack,
    Name,
    Retention(u16),
    /// A price that begins in this many days.
    Price(u64, i64),
}

pub fn deeds() -> impl Strategy<Value = Deed> {
    let pick = any::<usize>;
    prop_oneof![
        4 => (1..5_u32, select(vec![Term::Monthly, Term::Yearly])).prop_map(|(count, term)| Deed::Order(count, term)),
        4 => pick().prop_map(Deed::SetUp),
        2 => pick().prop_map(Deed::Reset),
        4 => (pick(), modes()).prop_map(|(pick, mode)| Deed::Restore(pick, mode)),
        1 => pick().prop_map(Deed::TakeImportBack),
        1 => Just(Deed::Terminate),
        3 => Just(Deed::TakeTerminationBack),
        1 => Just(Deed::Name),
        1 => select(vec![0_u16, 1, 30, 364]).prop_map(Deed::Retention),
        2 => (1..200_u64, 0..500_i64).prop_map(|(days, net)| Deed::Price(days, net)),
    ]
}

/// The command for a deed on this platform.
fn command(host: &Host, deed: &Deed) -> Option<Command> {
    let accounts: Vec<AccountId> = host.book.accounts().map(|account| account.id).collect();
    let account = |pick: usize| accounts.get(pick % accounts.len().max(1)).copied();
    let settings = |settings: Settings| Some(Command::Settings(Box::new(settings)));
    match deed {
        Deed::Order(..) => None,
        Deed::SetUp(pick) => Some(Command::SetUp {
            account: account(*pick)?,
            address: Some(format!("S{}@Firma.example", next_id(host))),
            display_name: Some("Süd".to_owned()),
        }),
        Deed::Reset(pick) => {
            let account = account(*pick)?;
            Some(Command::Reset { account, confirm: host.book.account(account)?.address.to_string() })
        }
        Deed::Restore(pick, mode) => {
            let suspended =
                |account: &domain::account::AccountRef<'_>| account.status == domain::account::Status::Suspended;
            let suspended: Vec<AccountId> = host.book.accounts().filter(suspended).map(|account| account.id).collect();
            let account = suspended.get(pick % suspended.len().max(1)).copied().or_else(|| account(*pick))?;
            Some(Command::Restore { account, mode: *mode })
        }
        Deed::TakeImportBack(pick) => {
            let imports: Vec<Revision> = host.book.imports().values().map(|(_, revision)| *revision).collect();
            imports.get(pick % imports.len().max(1)).map(|&import| Command::TakeImportBack { import })
        }
        Deed::Terminate => Some(Command::Terminate { confirm: host.book.platform().name.clone() }),
        Deed::TakeTerminationBack => Some(Command::TakeTerminationBack),
        Deed::Name => settings(Settings { name: Some(format!("Firma {}", next_id(host))), ..Settings::default() }),
        Deed::Retention(days) => settings(Settings { retention_days: Some(*days), ..Settings::default() }),
        Deed::Price(days, net) => {
            let from = host.book.today() + Days::new(*days);
            let version = prices(&domain::calendar::iso::format(from), *net, 10 * *net);
            settings(Settings { catalog: Some(vec![version]), ..Settings::default() })
        }
    }
}

/// Does a deed; if it is refused, nothing changes.
pub fn perform(host: &mut Host, deed: &Deed) {
    let before = host.book.clone();
    let done = match (deed, command(host, deed)) {
        (Deed::Order(quantity, term), _) => host.order(&next_id(host), *quantity, *term).is_ok(),
        (_, Some(command)) => host.perform(&command).is_ok_and(|changed| changed),
        (_, None) => false,
    };
    assert_eq!(host.book != before, done, "{deed:?}");
}
