//! The tab Einstellungen: the platform's name, the parties of its invoices, the prices, and what cannot be changed.

mod clash;
mod editor;
mod edits;
mod form;

use domain::{
    catalog::PriceVersion,
    command::Command,
    money::VatRate,
    platform::{Alignment, Platform},
};
use leptos::{ev, prelude::*};

use self::{
    editor::{Editor, form, revision, style},
    edits::Edits,
    form::{Section, usual_rate},
};
use super::{moving, persons, say::Say};
use crate::{
    location::{Address, Visit, use_location},
    session::Session,
    view::{View, view},
    widgets::{Dialog, DialogShape, Notice, NoticeTone},
    words,
};

pub use self::clash::category_word;

/// The tab.
pub fn settings(session: Session) -> View {
    let say = Say::of(session);
    let words = words::settings(say.words);
    let mut begin = Edits::default();
    begin.follow(untrack(|| form(say)), revision(say));
    let edits = RwSignal::new(begin);
    let platform = Memo::new(move |_| form(say));
    Effect::new(move |before: Option<()>| {
        let now = platform.get();
        if before.is_some() {
            edits.update(|edits| edits.follow(now, revision(say)));
        }
    });
    let closed = move || {
        let closed = session.with(|replica| replica.book().demand_open().is_err()).unwrap_or(false);
        closed.then(|| view! { <Notice tone=NoticeTone::Plain text=words.closed.to_owned() /> })
    };
    let earlier = move || {
        let unanswered =
            say.session.is_unanswered(|wish| wish.is_command(|command| matches!(command, Command::Settings(_))));
        unanswered.then(|| view! { <Notice tone=NoticeTone::Warn text=say.words.notice.earlier.to_owned() /> })
    };
    let part = |section, title, note, above| Editor::of(say, edits, section).view(title, note, above);
    let prices = Editor::of(say, edits, Section::Prices);
    view! {
        <section class="settings" aria-label=words.title>
            {closed}
            {earlier}
            {part(Section::Platform, words.platform, "", View::Nothing)}
            {prices.view(words.prices, words.prices_note, price_list(prices))}
            {part(Section::Tax, words.tax, words.tax_note, View::Nothing)}
            {part(Section::Seller, words.seller, words.seller_note, View::Nothing)}
            {part(Section::Buyer, words.buyer, words.buyer_note, View::Nothing)}
            {fixed(say)}
            {persons::section(say)}
            {moving::section(say)}
            {leaving(say, edits)}
        </section>
    }
}

/// Asks before unsaved text is lost.
fn leaving(say: Say, edits: RwSignal<Edits>) -> View {
    let words = words::settings(say.words);
    let location = use_location();
    let edited = move || edits.try_with_untracked(|edits| Section::ALL.iter().any(|part| edits.is_edited(*part)));
    let edited = move || edited().unwrap_or(false);
    let wanted = RwSignal::new(None::<Address>);
    location.ask_before_leaving(Callback::new(move |to| {
        if edited() {
            wanted.set(Some(to));
        }
        !edited()
    }));
    let unload = window_event_listener(ev::beforeunload, move |event| {
        if edited() {
            event.prevent_default();
        }
    });
    on_cleanup(move || unload.remove());
    let stay = move || wanted.set(None);
    let leave = move |_| {
        let to = wanted.get_untracked();
        wanted.set(None);
        edits.update(|edits| Section::ALL.iter().for_each(|part| edits.drop(*part)));
        if let Some(to) = to {
            location.go(to, Visit::Push);
        }
    };
    let question = move || {
        wanted.with(Option::is_some).then(|| {
            view! {
                <Dialog
                    shape=DialogShape::Ask
                    title=words.leave_title.to_owned()
                    close_label=say.words.common.close.to_owned()
                    on_close_request=Callback::new(move |()| stay())
                >
                    <div class="dialog-body">
                        <p>{words.leave_text}</p>
                    </div>
                    <footer class="dialog-foot">
                        <div class="foot-buttons">
                            <button type="button" class="btn" on:click=leave>
                                {words.leave_drop}
                            </button>
                            <button type="button" class="btn primary" on:click=move |_| stay()>
                                {words.leave_stay}
                            </button>
                        </div>
                    </footer>
                </Dialog>
            }
        })
    };
    view! { {question} }
}

/// The price versions, with the one in force marked. A future one can be copied into the fields.
fn price_list(editor: Editor) -> View {
    let say = editor.say;
    let words = words::settings(say.words);
    let rows = move || {
        say.session.with(|replica| {
            let (platform, today) = (replica.book().platform(), replica.book().today());
            let holds = platform.catalog.on(today).from;
            let row = |version: &PriceVersion| {
                let (state, class) = match version.from {
                    from if from == holds => (words.now, "is-now"),
                    from if from > today => (words.ahead, "is-ahead"),
                    _ => (words.past, "is-past"),
                };
                let change =
                    (version.from > today).then(|| change_button(editor, version.clone(), usual_rate(platform)));
                let rate = platform.vat_on(version.from);
                let cells = [
                    (words.monthly, say.money(version.monthly_net)),
                    (words.yearly, say.money(version.yearly_net)),
                    (words.vat, style(say).rate(rate)),
                    (words.when, state.to_owned()),
                ];
                let cells = cells.map(|(label, text)| view! { <td data-label=label>{text}</td> });
                view! {
                    <tr class=class>
                        <th scope="row">{say.day(version.from)}</th>
                        {cells}
                        <td>{change}</td>
                    </tr>
                }
            };
            platform.catalog.versions().rev().map(row).collect::<View>()
        })
    };
    let heads = [words.from, words.monthly, words.yearly, words.vat, words.when];
    let heads = heads.map(|head| view! { <th scope="col">{head}</th> });
    view! {
        <table class="prices" aria-label=words.prices>
            <thead>
                <tr>{heads} <td></td></tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
        <p class="settings-hint">{words.new_price}</p>
    }
}

fn change_button(editor: Editor, version: PriceVersion, usual: Option<VatRate>) -> View {
    let say = editor.say;
    let name = (words::settings(say.words).change_of)(&say.day(version.from));
    let take = move |_| editor.edits.update(|edits| edits.now.price(&version, usual, style(say)));
    view! {
        <button type="button" class="link-btn" aria-label=name on:click=take>
            {say.words.common.change}
        </button>
    }
}

fn fixed(say: Say) -> View {
    let words = words::settings(say.words);
    let facts = move || {
        say.session.with(|replica| {
            let Platform { currency, alignment, time_zone, test_clock, .. } = replica.book().platform();
            let alignment = match alignment {
                Alignment::Anniversary => words.anniversary,
                Alignment::FirstOfMonth => words.first_of_month,
            };
            let clock = test_clock.map_or(words.real_clock.to_owned(), |from| (words.test_clock)(&say.day(from)));
            let facts = [
                (words.currency, currency.as_str().to_owned()),
                (words.alignment, alignment.to_owned()),
                (words.time_zone, time_zone.clone()),
                (words.clock, clock),
            ];
            facts
                .into_iter()
                .map(|(term, text)| {
                    view! {
                        <div>
                            <dt>{term}</dt>
                            <dd>{text}</dd>
                        </div>
                    }
                })
                .collect::<View>()
        })
    };
    view! {
        <section class="card settings-part" aria-label=words.fixed>
            <header>
                <h2>{words.fixed}</h2>
                <p>{words.fixed_note}</p>
            </header>
            <dl class="facts-list">{facts}</dl>
        </section>
    }
}
