//! The shape of the words of a language. Amounts and dates come in as text that the browser has written, counts as
//! numbers.

mod deeds;
mod keys;
mod moving;
mod people;
mod persons;
mod places;
mod roster;
mod settings;

pub use self::{
    deeds::{DeedWords, EndingWords, MailboxWords, OrderWords},
    keys::{GuideWords, KeyWords, ShellWords, WalkWords},
    moving::MovingWords,
    people::{JoinWords, OwnWords, PeopleListWords, PeopleWords, RoleWords, SecurityWords, SignInWords, TokenWords},
    persons::PersonWords,
    places::{AccountWords, InvoiceWords, PlaceWords, RecordWords},
    roster::RosterWords,
    settings::SettingsWords,
};
use super::Language;

type Text = &'static str;
/// Says a number of things.
type Count = fn(usize) -> String;
/// A phrase around a piece of text.
type Phrase = fn(&str) -> String;

/// All words of one language.
#[derive(Debug)]
pub struct Words {
    pub language: Language,
    /// The locale for `Intl`.
    pub locale: Text,
    /// A number alone, in groups of three.
    pub number: Count,
    /// The decimal separator.
    pub decimal: char,
    /// The percent sign, with the space before it.
    pub percent: Text,
    pub places: PlaceWords,
    pub common: CommonWords,
    pub frame: FrameWords,
    pub mode: ModeWords,
    pub status: StatusWords,
    pub reason: ReasonWords,
    pub list: ListWords,
    pub year: YearWords,
    pub billing: BillingWords,
    pub receipt: ReceiptWords,
    pub history: HistoryWords,
    pub start: StartWords,
    pub demo: DemoWords,
    pub notice: NoticeWords,
    pub relative: RelativeWords,
    pub deeds: DeedWords,
}

/// Words that many places use.
#[derive(Debug)]
pub struct CommonWords {
    pub next: Text,
    pub back: Text,
    pub confirm: Text,
    pub dismiss: Text,
    pub change: Text,
    pub undo: Text,
    pub search: Text,
    pub search_hint: Text,
    pub clear_filters: Text,
    pub retry: Text,
    pub close: Text,
    pub loading: Text,
    pub incomplete: Text,
    pub any: Text,
    pub none_dash: Text,
    pub amount_net: Text,
    /// The accessible name of a radio button: `Keine, anna@…`.
    /// Between a name and what it stands for.
    pub colon: Text,
    /// Between two parts of a sentence.
    pub semicolon: Text,
    pub of_account: fn(&str, &str) -> String,
}

/// The bar at the top, the head of a platform, its tabs.
#[derive(Debug)]
pub struct FrameWords {
    pub home: Text,
    pub language: Text,
    pub theme: Text,
    /// Shows the keyboard shortcuts.
    pub keys: Text,
    pub dense: Text,
    pub find_command: Text,
    pub letters_on: Text,
    pub theme_system: Text,
    pub theme_light: Text,
    pub theme_dark: Text,
    pub sync: Text,
    pub offline: Text,
    pub sending: Text,
    pub demo: Text,
    pub actions: Text,
    pub tab_accounts: Text,
    pub tab_history: Text,
    pub tabs: Text,
    pub import_roster: Text,
    pub save_csv: Text,
    pub save_excel: Text,
    pub next_bill: Text,
    pub no_next_bill: Text,
    pub twelve_months: Text,
    pub net: Text,
    pub ending: fn(usize) -> Text,
    pub nowhere_title: Text,
    pub nowhere_text: Text,
    pub new_platform: Text,
    /// The title of the guide.
    pub guide: Text,
}

/// The words of the modes.
#[derive(Debug)]
pub struct ModeWords {
    pub monthly: Text,
    pub yearly: Text,
    pub none: Text,
}

/// The words of an account's states.
#[derive(Debug)]
pub struct StatusWords {
    pub active: Text,
    pub not_set_up: Text,
    pub suspended: Text,
    pub deleted: Text,
}

/// Why an account cannot be changed. These words follow its address.
#[derive(Debug)]
pub struct ReasonWords {
    pub suspended: Text,
    pub deleted: Text,
    pub expired: Text,
    pub changed_since: Text,
}

/// The list of accounts.
#[derive(Debug)]
pub struct ListWords {
    pub account: Text,
    pub status: Text,
    pub renewal: Text,
    pub expiry: Text,
    pub expiry_chip: Text,
    /// The noun alone: `Accounts`.
    pub accounts: fn(usize) -> Text,
    pub select: Phrase,
    pub select_all: Count,
    pub selected: Count,
    pub selected_billing: Text,
    pub clear_selection: Text,
    pub found: fn(usize, usize) -> String,
    pub row_menu: Phrase,
    pub billing_mode: Text,
    pub not_possible_suspended: Text,
    pub not_possible_deleted: Text,
    /// What the filter by a month of the chart is called.
    pub due: Text,
    pub within_7: Text,
    pub within_30: Text,
    pub within_90: Text,
    pub deleted_on: Phrase,
    pub deletes_on: Phrase,
    pub empty_text: Text,
    pub no_hits_title: Text,
    pub no_hits_text: Text,
    /// Takes how many accounts can be printed.
    pub too_many_to_print: Count,
}

/// The chart of twelve months.
#[derive(Debug)]
pub struct YearWords {
    /// Around an amount with tax.
    pub gross: Phrase,
    pub title: Text,
    pub note: Text,
    pub renewals: Text,
    pub closings: Text,
    /// The accessible name of a month.
    pub month: fn(&str, usize, usize) -> String,
}

/// The billing dialog, step 1.
#[derive(Debug)]
pub struct BillingWords {
    pub title: Text,
    pub step_choose: Text,
    pub step_summary: Text,
    pub step_receipt: Text,
    pub steps: Text,
    pub only_changed: Text,
    pub only_selected: Count,
    pub only_listed: Text,
    pub lost: Text,
    pub lost_some: Text,
    pub as_before: Text,
    pub as_before_of: Phrase,
    pub all: Count,
    /// The accessible name of a control in the head: `Alle 247: Keine`.
    pub all_as: fn(usize, &str) -> String,
    pub caption: Text,
    pub changes: fn(usize) -> Text,
    pub closing: Count,
    /// What accounts do that were to close, behind their number: `sollten auslaufen und laufen jetzt weiter`.
    pub going_on: fn(usize) -> Text,
    /// Around a number of accounts, when more were named before: `3 davon`.
    pub of_them: Phrase,
    pub let_end: Text,
    pub no_changes: Text,
    pub on_its_way: Text,
    pub year_cost: Text,
    pub leave_title: Text,
    pub leave_text: Count,
    pub leave_keep: Text,
    pub leave_drop: Text,
    pub leave_stay: Text,
    pub drafts: Count,
    pub drafts_resume: Text,
}

/// The billing dialog, step 2.
#[derive(Debug)]
pub struct SummaryWords {
    pub title: Text,
    pub closing: Count,
    pub closing_on: fn(usize, &str) -> String,
    /// Takes the day on which they are closed, and the later one on which they are deleted.
    pub closing_then: fn(usize, &str, &str) -> String,
    pub closing_note: Text,
    /// The note where accounts are deleted later than they are closed.
    pub closing_note_later: Text,
    pub to_yearly: Count,
    pub to_monthly: Count,
    pub refused: Count,
    pub refused_note: Text,
    pub on: Phrase,
    pub from: Phrase,
    pub change_of: Phrase,
    pub due_now: Text,
    pub next_bill: Text,
    pub year_before: Text,
    pub year_after: Text,
    pub year_note: Text,
    pub will_change: Count,
    /// How many of how many accounts end on a day.
    pub will_close_on: fn(usize, usize, &str) -> String,
    /// The same between two days.
    pub will_close_between: fn(usize, usize, &str, &str) -> String,
    pub will_close_none: Text,
    pub type_count: Count,
    pub differs: Text,
    pub differs_row: Text,
    pub gone_row: Text,
    pub sending: Text,
}

/// The billing dialog, step 3.
#[derive(Debug)]
pub struct ReceiptWords {
    pub title: Text,
    pub done: Text,
    pub reference: Text,
    pub changed: Count,
    pub closing: Count,
    pub refused: Count,
    pub at: Text,
    /// Takes a moment.
    pub recorded: Phrase,
    pub actor: Text,
    pub print: Text,
    pub csv: Text,
    pub finish: Text,
    pub undone: Text,
    /// What the rest of a change does that was taken back in part, behind its number: `gelten weiter`.
    pub in_force: fn(usize) -> Text,
    pub undo_of: Text,
    pub undo_none: Text,
    pub undo_note: Text,
    pub undo_passed: Text,
}

/// The tab Verlauf.
#[derive(Debug)]
pub struct HistoryWords {
    pub title: Text,
    pub empty_title: Text,
    pub empty_text: Text,
    pub change: Count,
    pub undo: Count,
    pub show_lines: Text,
    pub hide_lines: Text,
    pub more: Text,
    pub by_user: Text,
    pub by_schedule: Text,
    pub by_demo: Text,
    pub suspended: Count,
    pub deleted: Count,
    pub was_undone: Text,
}

/// The first start.
#[derive(Debug)]
pub struct StartWords {
    pub title: Text,
    pub text: Text,
    pub import_title: Text,
    pub import_text: Text,
    pub demo_title: Text,
    pub demo_text: Text,
    pub demo_open: Text,
    pub platforms_title: Text,
    // These stand in the place of the number of accounts, of a platform that cannot be asked.
    pub damaged: Text,
    pub behind: Text,
    pub newer: Text,
    pub not_now: Text,
    pub another: Text,
}

/// The demo and the clock.
#[derive(Debug)]
pub struct DemoWords {
    pub ribbon: Text,
    pub leave: Text,
    pub choose: Text,
    pub sample: Count,
    pub clock: Text,
    pub today: Text,
    pub plus_day: Text,
    pub plus_month: Text,
    pub next_event: Text,
    pub start_again: Text,
    pub moving: Text,
    pub not_kept: Text,
}

/// Notices of what is wrong.
#[derive(Debug)]
pub struct NoticeWords {
    pub nothing_left: Text,
    pub unreachable: Text,
    pub no_answer: Text,
    /// What goes on while the server does not answer.
    pub without: Text,
    /// What is on screen while the server does not answer.
    pub last_state: Text,
    /// That the same may be sent again.
    pub once: Text,
    /// That the page goes on trying.
    pub by_itself: Text,
    pub failed: Text,
    pub refused: Phrase,
    pub waiting: Text,
    pub earlier: Text,
    pub under_way: Text,
    /// Takes the name of who has asked for it.
    pub theirs: Phrase,
    pub kept_back: Text,
    pub come_back: Text,
    pub sent_in_vain: Text,
    pub foreign: Text,
    pub aside: Text,
    pub see: Text,
    pub read: Text,
    pub throw_away: Text,
    pub stale: Text,
    pub not_found: Text,
    pub not_kept: Text,
}

/// How far away a date is.
#[derive(Debug)]
pub struct RelativeWords {
    pub in_days: Count,
    pub ends_in_days: Count,
}

/// The words for a page that breaks.
#[derive(Debug)]
pub struct CrashWords {
    pub title: Text,
    pub safe: Text,
    pub reload: Text,
    pub detail: Text,
}
