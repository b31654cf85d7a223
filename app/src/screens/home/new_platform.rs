//! Creates a platform from a roster. The roster is checked first, and the platform is created once however often it is
//! sent.

use domain::{
    calendar::iso,
    platform::{self, Alignment},
    roster,
    rules::RosterTarget,
    stamp::Instant,
};
use leptos::{prelude::*, task::spawn_local};

use super::{
    super::roster::{Check, RosterField, RosterFile},
    form::{Field, Form, digits, first_zone, keep_zone},
};
use crate::{
    location::{Address, Place, Visit, World, use_location},
    screens::guide::{Anchor, help},
    screens::{
        refusals::{After, failure},
        typed,
    },
    session::{self, Failure},
    view::{View, view},
    widgets::{Notice, NoticeTone, day, zones},
    words::{self, Words, use_words},
};

/// How far creating it is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Progress {
    Typing,
    Sending,
    Failed(String),
}

/// The form.
#[component]
pub fn NewPlatform() -> View {
    let words = use_words();
    let form = RwSignal::new(first_form());
    let file = RwSignal::new(None::<RosterFile>);
    let given = RwSignal::new(roster::Given::default());
    let progress = RwSignal::new(Progress::Typing);
    let wrong = RwSignal::new(Vec::<Field>::new());
    let now = RwSignal::new(None::<Instant>);
    spawn_local(async move {
        now.try_set(Some(session::now().await));
    });
    let first_day = Memo::new(move |_| form.with(|form| form.first_day(now.get().as_ref()?)));
    let check = Memo::new(move |_| {
        let Some(today) = first_day.get() else { return Check::None };
        let target = RosterTarget { today, domains: &[], alignment: Alignment::default(), book: None };
        file.with(|file| Check::of(file.as_ref(), |bytes| Some(target.understand(bytes, given.get()))))
    });
    let location = use_location();
    let send = move || {
        progress.set(Progress::Sending);
        spawn_local(async move {
            // the form may have been open for days; but what may have arrived already is sent again as it was
            if !untrack(session::is_unanswered) {
                now.try_set(Some(session::now().await));
            }
            let read = now.get_untracked().map(|now| form.with_untracked(|form| form.read(&now)));
            wrong.set(read.as_ref().and_then(|read| read.as_ref().err()).cloned().unwrap_or_default());
            let bytes = file.get_untracked().and_then(|file| file.bytes);
            let (Some(Ok(new)), Some(_), Some(bytes)) = (read, check.with_untracked(Check::good), bytes) else {
                progress.set(Progress::Typing);
                return;
            };
            let roster = roster::RosterFile { bytes: bytes.to_vec(), given: given.get_untracked() };
            match make(new, roster).await {
                Ok(place) => location.go(Address::of(World::Worker, place), Visit::Push),
                Err(why) => {
                    wrong.try_set(blamed(&why));
                    progress.try_set(Progress::Failed(failure(words, &why, After::Sent)));
                }
            }
        });
    };
    let good = Memo::new(move |_| check.with(Check::good));
    let ready = move || good.get().is_some() && progress.get() != Progress::Sending;
    let label = move || {
        let words = words::roster(words);
        let import = || good.get().map_or(words.import.to_owned(), words.import_n);
        if progress.get() == Progress::Sending { words.importing.to_owned() } else { import() }
    };
    let failed = move || match progress.get() {
        Progress::Failed(text) => {
            let again = (words.common.retry.to_owned(), Callback::new(move |()| send()));
            Some(view! { <Notice tone=NoticeTone::Error text=text action=again /> })
        }
        Progress::Typing => session::is_unanswered()
            .then(|| view! { <Notice tone=NoticeTone::Warn text=words.notice.earlier.to_owned() /> }),
        Progress::Sending => None,
    };
    view! {
        <form
            class="start-form"
            on:submit=move |event| {
                event.prevent_default();
                send();
            }
        >
            <RosterField file=file given=given check=check />
            {old_roster(form, check)}
            {fields(form, wrong)}
            {zone_field(form, wrong, now)}
            {clock_fields(form, wrong, now)}
            {failed}
            <div class="form-foot">
                <button type="submit" class="btn primary" disabled=move || !ready()>
                    {label}
                </button>
            </div>
        </form>
    }
}

/// Offers a test clock for a roster of which some accounts have expired already.
fn old_roster(form: RwSignal<Form>, check: Memo<Check>) -> View {
    let words = use_words();
    let oldest = Memo::new(move |_| check.with(Check::past));
    let offer = move || {
        let oldest = oldest.get()?;
        // an account expires after the platform's first day
        let begin = oldest.pred_opt()?;
        let text = words::roster(words).old;
        let set = move |()| {
            form.update(|form| {
                form.has_clock = true;
                form.clock = iso::format(begin);
            });
        };
        let clock = ((words::roster(words).old_clock)(&day(words.locale, begin)), Callback::new(set));
        Some(view! { <Notice tone=NoticeTone::Warn text=text(&day(words.locale, oldest)) action=clock /> })
    };
    view! { {offer} }
}

/// Makes the platform, and remembers its time zone for the next one.
async fn make(new: platform::NewPlatform, roster: roster::RosterFile) -> Result<Place, Failure> {
    let zone = new.time_zone.clone();
    let id = session::found(new, roster).await?;
    keep_zone(&zone);
    Ok(Place::Accounts { platform: id.as_str().to_owned() })
}

/// The fields that the worker refused although they could be meant.
fn blamed(why: &Failure) -> Vec<Field> {
    match why {
        Failure::Refused(problem) if problem.errors.iter().any(|error| error.field == "time_zone") => vec![Field::Zone],
        Failure::Refused(_) | Failure::Stale | Failure::Unreachable | Failure::NotNow(..) => Vec::new(),
    }
}

fn first_form() -> Form {
    let text = |text: &str| text.to_owned();
    Form {
        name: String::new(),
        monthly: text("2,49"),
        yearly: text("23,88"),
        vat: text("19"),
        retention: text("0"),
        has_clock: false,
        clock: String::new(),
        time_zone: first_zone(),
    }
}

/// A field with its label, and below it what is wrong with it, if anything was when the form was last sent.
fn text_field(
    label: &'static str,
    hint: &'static str,
    (field, why): (Field, fn(&'static Words, &Form) -> String),
    (form, wrong): (RwSignal<Form>, RwSignal<Vec<Field>>),
    of: fn(&mut Form) -> &mut String,
) -> View {
    let words = use_words();
    let why = Memo::new(move |_| {
        let is_wrong = wrong.with(|wrong| wrong.contains(&field));
        is_wrong.then(|| form.with_untracked(|form| why(words, form)))
    });
    view! {
        <label class="form-field">
            <span>{label}</span>
            <input
                type="text"
                class="input"
                autocomplete="off"
                placeholder=hint
                aria-invalid=move || why.get().map(|_| "true")
                prop:value=move || form.with(|form| of(&mut form.clone()).clone())
                on:input=move |event| {
                    form.update(|form| *of(form) = event_target_value(&event));
                    wrong.update(|wrong| wrong.retain(|own| *own != field));
                }
            />
            <small class="form-error" role="alert">
                {move || why.get()}
            </small>
        </label>
    }
}

/// What to say of a price that cannot be meant.
fn price_fault(words: &'static Words, text: &str) -> String {
    typed::fault(words, text, digits()).unwrap_or_else(|| words::roster(words).price_invalid.to_owned())
}

fn fields(form: RwSignal<Form>, wrong: RwSignal<Vec<Field>>) -> View {
    let words = words::roster(use_words());
    let at = (form, wrong);
    let name = |words: &'static Words, _: &Form| words::roster(words).name_missing.to_owned();
    let vat = |words: &'static Words, _: &Form| words::roster(words).vat_invalid.to_owned();
    let retention = |words: &'static Words, _: &Form| words::roster(words).retention_invalid.to_owned();
    view! {
        {text_field(words.name, words.name_hint, (Field::Name, name), at, |form| &mut form.name)}
        <div class="form-row">
            {text_field(
                words.monthly_price,
                "2,49",
                (Field::Monthly, |words, form| price_fault(words, &form.monthly)),
                at,
                |form| &mut form.monthly,
            )}
            {text_field(
                words.yearly_price,
                "23,88",
                (Field::Yearly, |words, form| price_fault(words, &form.yearly)),
                at,
                |form| &mut form.yearly,
            )} {text_field(words.vat, "19", (Field::Vat, vat), at, |form| &mut form.vat)}
            {text_field(words.retention, "0", (Field::Retention, retention), at, |form| &mut form.retention)}
        </div>
        <small class="form-note">
            {words.price_note} " " {words.retention} " " {help(Anchor::Retention, words.retention)}
        </small>
    }
}

/// The time zone, with today's date there, or else with what is wrong with it.
fn zone_field(form: RwSignal<Form>, wrong: RwSignal<Vec<Field>>, now: RwSignal<Option<Instant>>) -> View {
    let words = use_words();
    let today = Memo::new(move |_| now.get().map(|now| form.with(|form| form.today(&now))));
    let is_wrong = move || wrong.with(|wrong| wrong.contains(&Field::Zone)) || today.get() == Some(None);
    let said = move || {
        if is_wrong() {
            return words::roster(words).zone_invalid.to_owned();
        }
        today
            .get()
            .flatten()
            .map(|today| (words::roster(words).zone_today)(&day(words.locale, today)))
            .unwrap_or_default()
    };
    let option = |zone: String| view! { <option value=zone /> };
    view! {
        <div class="form-zone">
            <label class="form-field">
                <span>{crate::words::settings(words).time_zone}</span>
                <input
                    type="text"
                    class="input"
                    list="zones"
                    autocomplete="off"
                    spellcheck="false"
                    aria-describedby="zone-today"
                    aria-invalid=move || is_wrong().then_some("true")
                    prop:value=move || form.with(|form| form.time_zone.clone())
                    on:input=move |event| {
                        form.update(|form| form.time_zone = event_target_value(&event));
                        wrong.update(|wrong| wrong.retain(|field| *field != Field::Zone));
                    }
                />
            </label>
            <datalist id="zones">{zones().into_iter().map(option).collect::<View>()}</datalist>
            <small id="zone-today" role="status" class:form-error=is_wrong>
                {said}
            </small>
        </div>
    }
}

fn clock_fields(form: RwSignal<Form>, wrong: RwSignal<Vec<Field>>, now: RwSignal<Option<Instant>>) -> View {
    let words = words::roster(use_words());
    let has = move || form.with(|form| form.has_clock);
    let choose = move |has_clock: bool| {
        form.update(|form| {
            form.has_clock = has_clock;
            if form.clock.is_empty()
                && let Some(today) = now.get_untracked().and_then(|now| form.today(&now))
            {
                form.clock = iso::format(today);
            }
        });
    };
    view! {
        <div class="form-clock">
            <label class="form-check">
                <input
                    type="checkbox"
                    class="check"
                    prop:checked=has
                    on:change=move |event| choose(event_target_checked(&event))
                />
                <span>{words.test_clock}</span>
            </label>
            <input
                type="date"
                class="input"
                aria-label=words.test_clock
                disabled=move || !has()
                prop:value=move || form.with(|form| form.clock.clone())
                on:input=move |event| form.update(|form| form.clock = event_target_value(&event))
            />
            <small>{words.test_clock_note}</small>
            <small class="form-error" role="alert">
                {move || wrong.with(|wrong| wrong.contains(&Field::Clock)).then_some(words.date_missing)}
            </small>
        </div>
    }
}
