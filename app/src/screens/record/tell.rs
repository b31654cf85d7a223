//! Says in words what happened.

use domain::{
    account::{AccountId, RenewalMode},
    calendar::Term,
    invoice::InvoiceNumber,
    settings::Settings,
    visible::apart,
    wire::{AccountFact, HistoryEntry, HistoryFact, InvoiceHead},
};

use crate::{
    screens::{say::Say, settings::category_word},
    words,
};

/// What happened, in words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// What happened.
    pub what: String,
    /// More sentences about it.
    pub more: Vec<String>,
    /// Whether it ends something.
    pub ends: bool,
    /// The invoice it was charged on.
    pub invoice: Option<InvoiceNumber>,
    /// The account that the entry links to.
    pub account: Option<AccountId>,
}

impl Told {
    fn plain(what: impl Into<String>) -> Self {
        Self { what: what.into(), ..Self::default() }
    }

    fn with(mut self, more: impl Into<String>) -> Self {
        self.more.push(more.into());
        self
    }

    fn charged(mut self, say: Say, invoice: &InvoiceHead) -> Self {
        self.invoice = Some(invoice.number);
        self.with((crate::words::record(say.words).gross)(&say.money(invoice.gross)))
    }

    fn about(mut self, account: AccountId) -> Self {
        self.account = Some(account);
        self
    }

    fn ends(mut self) -> Self {
        self.ends = true;
        self
    }
}

/// Words for an entry of the platform's history.
pub fn tell(say: Say, entry: &HistoryEntry) -> Told {
    let (words, count) = (crate::words::record(say.words), entry.accounts);
    match &entry.fact {
        HistoryFact::PlatformCreated => Told::plain(words.created),
        HistoryFact::AccountsImported => Told::plain((words.imported)(count)),
        HistoryFact::ModesChanged { receipt } => Told::plain((say.words.history.change)(receipt.lines)),
        HistoryFact::Renewed { invoice } => Told::plain((words.renewed)(count)).charged(say, invoice),
        HistoryFact::Suspended { deletes_on } => {
            let told = Told::plain((say.words.history.suspended)(count)).ends();
            told.with((say.words.list.deletes_on)(&say.day(*deletes_on)))
        }
        HistoryFact::Deleted => Told::plain((say.words.history.deleted)(count)).ends(),
        HistoryFact::AccountsOrdered { id: _, term, invoice } => {
            Told::plain((words.ordered)(count)).with(term_word(say, *term)).charged(say, invoice)
        }
        HistoryFact::AccountSetUp { account, address } => {
            Told::plain((words.set_up)(&apart(&say.named(address)))).about(*account)
        }
        HistoryFact::AccountReset { account } => {
            Told::plain((words.reset)(&apart(&say.address(*account)))).with(words.lost).about(*account)
        }
        HistoryFact::AccountRestored { account, mode, invoice } => {
            let told = Told::plain((words.restored)(&apart(&say.address(*account)))).about(*account);
            told.with(say.mode(*mode)).charged(say, invoice)
        }
        HistoryFact::ImportTakenBack { import: _ } => Told::plain((words.import_undone)(count)),
        HistoryFact::TerminationBegun => Told::plain((words.terminated)(count)).ends(),
        HistoryFact::TerminationTakenBack => Told::plain((words.termination_undone)(count)),
        HistoryFact::SettingsChanged { changes } => tell_settings(say, changes),
        HistoryFact::MovedAway { url } => Told::plain((words.moved_away)(&apart(url))).ends(),
        HistoryFact::PersonErased => Told::plain(words.erased),
        HistoryFact::MovedIn => Told::plain(words.moved_in),
        HistoryFact::ClockMoved => Told::plain((words.clock)(&say.day(entry.on))),
    }
}

fn term_word(say: Say, term: Term) -> &'static str {
    match term {
        Term::Monthly => say.words.mode.monthly,
        Term::Yearly => say.words.mode.yearly,
    }
}

fn tell_settings(say: Say, changes: &Settings) -> Told {
    let words = words::settings(say.words);
    let Settings { revision: _, name, domains, retention_days, seller, buyer, tax_category, tax_reason, catalog } =
        changes;
    let which = [
        (name.is_some(), words.party_name),
        (domains.is_some(), words.domains),
        (retention_days.is_some(), words.retention),
        (seller.is_some(), words.seller),
        (buyer.is_some(), words.buyer),
        (tax_category.is_some() || tax_reason.is_some(), words.tax),
        (catalog.is_some(), words.prices),
    ];
    let which: Vec<&str> = which.into_iter().filter(|(changed, _)| *changed).map(|(_, word)| word).collect();
    let mut told = Told::plain((crate::words::record(say.words).settings)(&which.join(", ")));
    told.more.extend(name.clone());
    told.more.extend(domains.as_ref().map(|domains| domains.join(", ")).filter(|text| !text.is_empty()));
    told.more.extend(retention_days.map(|days| days.to_string()));
    told.more.extend(tax_category.map(|category| category_word(words, category).to_owned()));
    told.more.extend(tax_reason.clone().flatten());
    for version in catalog.iter().flatten() {
        let (monthly, yearly) = (say.money(version.monthly_net), say.money(version.yearly_net));
        told.more.push(format!("{} {}: {monthly} / {yearly}", words.from, say.day(version.from)));
    }
    told
}

/// Words for an entry of an account's history.
pub fn tell_own(say: Say, fact: &AccountFact) -> Told {
    let words = crate::words::record(say.words);
    let mode = |mode: RenewalMode| say.mode(mode);
    let until = |day| (words.paid_until)(&say.day(day));
    let net = |amount| (words.net)(&say.money(amount));
    match fact {
        AccountFact::AccountsImported { mode: own, expires_on } => {
            Told::plain(words.own_imported).with(mode(*own)).with(until(*expires_on))
        }
        AccountFact::ModesChanged { id: _, undoes, from, to, effective_on } => {
            let what = if undoes.is_some() { words.own_undo } else { words.own_mode };
            let told = Told::plain(what(mode(*from), mode(*to))).with((words.takes_effect)(&say.day(*effective_on)));
            if *to == RenewalMode::Never { told.ends() } else { told }
        }
        AccountFact::Renewed { term, period, net: price, invoice } => {
            let told = Told::plain(words.own_renewed).with(term_word(say, *term));
            Told { invoice: Some(*invoice), ..told.with(until(period.end)).with(net(*price)) }
        }
        AccountFact::Suspended { deletes_on } => {
            let told = Told::plain(words.own_suspended).ends();
            told.with((say.words.list.deletes_on)(&say.day(*deletes_on)))
        }
        AccountFact::Deleted {} => Told::plain(words.own_deleted).ends(),
        AccountFact::AccountsOrdered { id: _, term, period, net: price, invoice } => {
            let told = Told::plain(words.own_ordered).with(term_word(say, *term));
            Told { invoice: Some(*invoice), ..told.with(until(period.end)).with(net(*price)) }
        }
        AccountFact::AccountSetUp { address, display_name } => {
            let mut told = Told::plain((words.own_set_up)(&apart(&say.named(address))));
            told.more.extend((!display_name.is_empty()).then(|| apart(display_name)));
            told
        }
        AccountFact::AccountReset {} => Told::plain(words.own_reset).with(words.lost),
        AccountFact::AccountRestored { mode: own, expires_on, net: price, invoice } => {
            let told = Told::plain(words.own_restored).with(mode(*own));
            Told { invoice: Some(*invoice), ..told.with(until(*expires_on)).with(net(*price)) }
        }
        AccountFact::PersonErased {} => Told::plain(words.erased),
        AccountFact::ImportTakenBack { import: _ } => Told::plain(words.own_import_undone),
        AccountFact::TerminationBegun { from } => Told::plain((words.own_terminated)(mode(*from))).ends(),
        AccountFact::TerminationTakenBack { to } => Told::plain((words.own_termination_undone)(mode(*to))),
    }
}
