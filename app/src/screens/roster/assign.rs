//! What a roster does not say is asked for here: which column is what, and what goes for all its accounts.

use domain::{
    account::RenewalMode,
    calendar::{iso, parse_date},
    roster::{Column, ColumnOfFile, DateOrder, Encoding, Given},
    rules::{First, Missing, Understood},
};
use leptos::prelude::*;

use super::check::Check;
use crate::{
    screens::say::mode_word,
    view::{View, view},
    widgets::day,
    words::{self, use_words},
};

/// The value of a choice that goes for all accounts.
const ALL: &str = "all";
/// The value of a name that is joined from two columns.
const JOINED: &str = "joined";

/// A roster that is being understood.
#[derive(Clone, Copy)]
pub struct Assign {
    check: Signal<Check>,
    given: RwSignal<Given>,
    /// Whether one expiry date is meant for all accounts. It may not be typed yet.
    one_expiry: RwSignal<bool>,
    /// The columns of the file that are the parts of a name, with their names.
    parts: StoredValue<Vec<(usize, Column, String)>>,
}

/// Something that can be chosen: its value, and what it is called.
type Choice = (String, String);

impl Assign {
    /// For a file that `check` is about, with what is said beside it.
    pub fn of(check: Signal<Check>, given: RwSignal<Given>) -> Self {
        Self { check, given, one_expiry: RwSignal::new(true), parts: StoredValue::default() }
    }

    /// Begins anew, for another file.
    pub fn begin(self) {
        self.given.try_set(Given::default());
        self.one_expiry.try_set(true);
    }

    /// The step, where something is missing or was said.
    pub fn step(self) -> View {
        let open = Memo::new(move |_| {
            let said = self.given.with(|given| *given != Given::default());
            self.with(|read| said || !read.missing.is_empty()).unwrap_or(false)
        });
        // the fields stay as they are while they are filled in: they depend on the file alone
        let columns = Memo::new(move |_| self.with(named).unwrap_or_default());
        let fields = move || open.get().then(|| self.fields(&columns.get()));
        let understood = move || self.with(|read| rows(read, open.get()));
        view! {
            {fields}
            {understood}
        }
    }

    fn with<T>(self, read: impl FnOnce(&Understood) -> T) -> Option<T> {
        self.check.with(|check| match check {
            Check::Read(understood) => Some(read(understood)),
            Check::None | Check::TooLarge => None,
        })
    }

    fn fields(self, columns: &[String]) -> View {
        let all = use_words();
        let words = words::roster(all);
        let columns: Vec<Choice> =
            columns.iter().enumerate().map(|(index, name)| (index.to_string(), name.clone())).collect();
        let choose = [(String::new(), words.choose.to_owned())];
        let for_all = |mode: RenewalMode| {
            let name = format!("{}: {}", words.for_all, mode_word(all, mode));
            (format!("{ALL}:{}", mode.as_str()), name)
        };
        let addresses = [choose.as_slice(), &columns].concat();
        let joined = self.joined().map(|name| (JOINED.to_owned(), name));
        let not_taken = [(String::new(), words.not_taken.to_owned())];
        let names: Vec<Choice> = joined.into_iter().chain(not_taken).chain(columns.iter().cloned()).collect();
        let modes = [choose.as_slice(), &RenewalMode::ALL.map(for_all), &columns].concat();
        let expiries = [&[(ALL.to_owned(), words.for_all.to_owned())], columns.as_slice()].concat();
        view! {
            <fieldset class="assign">
                <legend>{words.step}</legend>
                <p>{words.step_text}</p>
                <div class="form-row">
                    {self.column(all.list.account, addresses, Column::Address)}
                    {self.column(words.display_name, names, Column::DisplayName)}
                    {self.column(all.list.renewal, modes, Column::Mode)}
                    {self.column(all.list.expiry, expiries, Column::ExpiresOn)} {self.one_expiry()} {self.dates()}
                </div>
            </fieldset>
        }
    }

    /// Notes which columns of the file are the parts of a name, and returns what they are called together.
    fn joined(self) -> Option<String> {
        let is_part = |column: &Column| matches!(column, Column::GivenName | Column::FamilyName);
        let parts = self.check.with_untracked(|check| match check {
            Check::Read(read) => {
                let part =
                    |(index, of): (usize, &ColumnOfFile)| Some((index, of.taken_as.filter(is_part)?, of.name.clone()));
                read.columns.iter().enumerate().filter_map(part).collect::<Vec<_>>()
            }
            Check::None | Check::TooLarge => Vec::new(),
        });
        let names: Vec<String> = parts.iter().map(|(.., name)| name.clone()).collect();
        self.parts.set_value(parts);
        (!names.is_empty()).then(|| names.join(" + "))
    }

    /// A choice of the column that says something.
    fn column(self, label: &'static str, choices: Vec<Choice>, column: Column) -> View {
        select(label, choices, move || self.source(column), move |value| self.take(column, &value))
    }

    /// The date for all accounts.
    fn one_expiry(self) -> View {
        let label = format!("{}: {}", use_words().list.expiry, words::roster(use_words()).for_all);
        let label = StoredValue::new(label);
        let typed = move |event| {
            let date = parse_date(&event_target_value(&event)).ok();
            self.given.update(|given| given.expires_on = date);
        };
        let field = move || {
            let now = self.given.with_untracked(|given| given.expires_on.map(iso::format).unwrap_or_default());
            view! {
                <label class="form-field">
                    <span>{label.get_value()}</span>
                    <input type="date" class="input" value=now on:input=typed />
                </label>
            }
        };
        let shown = Memo::new(move |_| self.source(Column::ExpiresOn) == ALL);
        view! { {move || shown.get().then(field)} }
    }

    /// The order of dates between slashes, where it is open.
    fn dates(self) -> View {
        let words = words::roster(use_words());
        let asked = Memo::new(move |_| {
            let missing = self.with(|read| read.missing.contains(&Missing::Dates)).unwrap_or(false);
            missing || self.given.with(|given| given.dates.is_some())
        });
        let choices = vec![
            (String::new(), words.choose.to_owned()),
            (DateOrder::DayFirst.as_str().to_owned(), words.day_first.to_owned()),
            (DateOrder::MonthFirst.as_str().to_owned(), words.month_first.to_owned()),
        ];
        let choices = StoredValue::new(choices);
        let now = move || self.given.with(|given| given.dates.map_or("", DateOrder::as_str)).to_owned();
        let take = move |value: String| self.given.update(|given| given.dates = DateOrder::parse(&value));
        view! { {move || asked.get().then(|| select(words.dates, choices.get_value(), now, take))} }
    }

    /// Where a column is taken from: the number of a column of the file, what goes for all, or nothing.
    fn source(self, column: Column) -> String {
        let place = self.with(|read| read.columns.iter().position(|of| of.taken_as == Some(column))).flatten();
        if let Some(place) = place {
            return place.to_string();
        }
        match column {
            Column::Mode => {
                let mode = self.given.with(|given| given.mode);
                mode.map(|mode| format!("{ALL}:{}", mode.as_str())).unwrap_or_default()
            }
            Column::ExpiresOn if self.one_expiry.get() => ALL.to_owned(),
            Column::DisplayName => {
                let is_part = |of: &ColumnOfFile| matches!(of.taken_as, Some(Column::GivenName | Column::FamilyName));
                let joined = self.with(|read| read.columns.iter().any(is_part)).unwrap_or(false);
                if joined { JOINED.to_owned() } else { String::new() }
            }
            Column::Address
            | Column::GivenName
            | Column::FamilyName
            | Column::ExpiresOn
            | Column::OrderedOn
            | Column::AnchorDay => String::new(),
        }
    }

    /// Takes a column from somewhere else.
    fn take(self, column: Column, value: &str) {
        let now = self.check.with_untracked(|check| match check {
            Check::Read(read) => read.columns.iter().map(|of| of.taken_as).collect(),
            Check::None | Check::TooLarge => Vec::new(),
        });
        let place = value.parse::<usize>().ok();
        let mode = value.strip_prefix(ALL).and_then(|rest| RenewalMode::parse(rest.strip_prefix(':')?));
        if column == Column::ExpiresOn {
            self.one_expiry.set(value == ALL);
        }
        self.given.update(|given| {
            let mut columns: Vec<Option<Column>> = now;
            // a name is one column, or two that are joined
            let parts: &[Column] = match column {
                Column::DisplayName => &[Column::DisplayName, Column::GivenName, Column::FamilyName],
                Column::Address
                | Column::GivenName
                | Column::FamilyName
                | Column::Mode
                | Column::ExpiresOn
                | Column::OrderedOn
                | Column::AnchorDay => core::slice::from_ref(&column),
            };
            let free = |of: &mut Option<Column>| of.take_if(|of| parts.contains(of)).is_some();
            let freed = columns.iter_mut().map(free).filter(|freed| *freed).count() > 0;
            if let Some(of) = place.and_then(|place| columns.get_mut(place)) {
                *of = Some(column);
            }
            let joined = if value == JOINED { self.parts.get_value() } else { Vec::new() };
            for (place, part, _) in &joined {
                if let Some(of) = columns.get_mut(*place) {
                    *of = Some(*part);
                }
            }
            if freed || place.is_some() || !joined.is_empty() {
                given.columns = columns;
            }
            match column {
                Column::Mode => given.mode = mode,
                Column::ExpiresOn if value != ALL => given.expires_on = None,
                Column::Address
                | Column::DisplayName
                | Column::GivenName
                | Column::FamilyName
                | Column::ExpiresOn
                | Column::OrderedOn
                | Column::AnchorDay => {}
            }
        });
    }
}

/// The columns as they are offered: by their name, or else by their number and what stands in them.
fn named(read: &Understood) -> Vec<String> {
    let words = words::roster(use_words());
    let name = |(index, column): (usize, &ColumnOfFile)| {
        let example = read.examples.get(index).filter(|example| !example.is_empty());
        let name = if column.name.is_empty() { (words.column_n)(index + 1) } else { column.name.clone() };
        example.map_or_else(|| name.clone(), |example| format!("{name} ({example})"))
    };
    read.columns.iter().enumerate().map(name).collect()
}

fn select(
    label: &'static str,
    choices: Vec<Choice>,
    now: impl Fn() -> String + Copy + Send + Sync + 'static,
    take: impl Fn(String) + Copy + 'static,
) -> View {
    let option = |(value, name): Choice| {
        let own = value.clone();
        view! {
            <option value=value prop:selected=move || now() == own>
                {name}
            </option>
        }
    };
    view! {
        <label class="form-field">
            <span>{label}</span>
            <select class="input" on:change=move |event| take(event_target_value(&event))>
                {choices.into_iter().map(option).collect::<View>()}
            </select>
        </label>
    }
}

/// The first rows as they were understood, where there is a reason to look at them.
fn rows(read: &Understood, asked: bool) -> Option<View> {
    let all = use_words();
    let words = words::roster(all);
    let guessed = (read.encoding != Encoding::Utf8).then(|| (words.encoding)(read.encoding.name()));
    if read.first.is_empty() || (!asked && guessed.is_none()) {
        return None;
    }
    let unread = all.common.none_dash;
    let row = |first: &First| {
        let First { address, display_name, mode, expires_on } = first;
        let address = address.as_ref().map_or(unread, |address| address.as_str()).to_owned();
        let name = display_name.clone().unwrap_or_default();
        let mode = mode.map_or(unread, |mode| mode_word(all, mode));
        let expires_on = expires_on.map_or_else(|| unread.to_owned(), |on| day(all.locale, on));
        view! {
            <tr>
                <td>{address}</td>
                <td>{name}</td>
                <td>{mode}</td>
                <td>{expires_on}</td>
            </tr>
        }
    };
    let passed: Vec<&str> = read.columns.iter().filter(|of| of.taken_as.is_none()).map(|of| &*of.name).collect();
    let passed = passed.into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>().join(", ");
    Some(view! {
        <section class="understood">
            <h3>{words.first_rows}</h3>
            {guessed.map(|text| view! { <p>{text}</p> })}
            <div class="understood-scroll" tabindex="0">
                <table>
                    <thead>
                        <tr>
                            <th>{all.list.account}</th>
                            <th>{words.display_name}</th>
                            <th>{all.list.renewal}</th>
                            <th>{all.list.expiry}</th>
                        </tr>
                    </thead>
                    <tbody>{read.first.iter().map(row).collect::<View>()}</tbody>
                </table>
            </div>
            {(!passed.is_empty()).then(|| view! { <small>{words.passed_over} {all.common.colon} {passed}</small> })}
        </section>
    })
}
