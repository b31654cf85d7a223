//! Creates a platform from a roster. The roster is checked first, and the platform is created once however often it is
//! sent.

use domain::{calendar::iso, platform::Alignment, rules::RosterTarget};
use js_sys::{Intl::DateTimeFormat, Reflect};
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::JsValue;

use super::{
    super::roster::{Check, RosterField, RosterFile},
    form::{Field, Form},
};
use crate::{
    location::{Address, Place, Visit, World, use_location},
    screens::refusals::failure,
    session,
    view::{View, view},
    widgets::{Notice, NoticeTone},
    words::use_words,
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
    let today = session::today();
    let form = RwSignal::new(first_form());
    let file = RwSignal::new(None::<RosterFile>);
    let progress = RwSignal::new(Progress::Typing);
    let wrong = RwSignal::new(Vec::<Field>::new());
    let first_day = Memo::new(move |_| form.with(|form| form.first_day(today)));
    let check = Memo::new(move |_| {
        let target = RosterTarget { today: first_day.get(), domains: &[], alignment: Alignment::default(), book: None };
        file.with(|file| Check::of(file.as_ref(), |bytes| Some(target.read(bytes))))
    });
    let location = use_location();
    let send = move || {
        let read = form.with_untracked(|form| form.read(today));
        wrong.set(read.as_ref().err().cloned().unwrap_or_default());
        let (Ok(new), Check::Good(_)) = (read, check.get_untracked()) else { return };
        let Some(bytes) = file.get_untracked().and_then(|file| file.bytes) else { return };
        progress.set(Progress::Sending);
        spawn_local(async move {
            match session::found(new, bytes.to_vec()).await {
                Ok(id) => {
                    let place = Place::Accounts { platform: id.as_str().to_owned() };
                    location.go(Address::of(World::Worker, place), Visit::Push);
                }
                Err(why) => {
                    progress.try_set(Progress::Failed(failure(words, &why, words.notice.unanswered)));
                }
            }
        });
    };
    let ready = move || check.with(|check| matches!(check, Check::Good(_))) && progress.get() != Progress::Sending;
    let label = move || match (progress.get(), check.get()) {
        (Progress::Sending, _) => words.roster.importing.to_owned(),
        (Progress::Typing | Progress::Failed(_), Check::Good(count)) => (words.roster.import_n)(count),
        (Progress::Typing | Progress::Failed(_), Check::None | Check::Bad(_)) => words.roster.import.to_owned(),
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
            <RosterField file=file check=check />
            {fields(form, wrong)}
            {clock_fields(form, wrong)}
            {failed}
            <div class="form-foot">
                <button type="submit" class="btn primary" disabled=move || !ready()>
                    {label}
                </button>
            </div>
        </form>
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
        clock: iso::format(session::today()),
        time_zone: zone().unwrap_or_else(|| text("Europe/Berlin")),
    }
}

/// The browser's time zone.
fn zone() -> Option<String> {
    let options = DateTimeFormat::default().resolved_options();
    Reflect::get(&options, &JsValue::from_str("timeZone")).ok()?.as_string()
}

/// A field with its label, and the error below it if there is one.
fn text_field(
    label: &'static str,
    hint: &'static str,
    wrong: Signal<Option<&'static str>>,
    form: RwSignal<Form>,
    of: fn(&mut Form) -> &mut String,
) -> View {
    view! {
        <label class="form-field">
            <span>{label}</span>
            <input
                type="text"
                class="input"
                autocomplete="off"
                placeholder=hint
                aria-invalid=move || wrong.get().map(|_| "true")
                prop:value=move || form.with(|form| of(&mut form.clone()).clone())
                on:input=move |event| form.update(|form| *of(form) = event_target_value(&event))
            />
            <small class="form-error" role="alert">
                {move || wrong.get()}
            </small>
        </label>
    }
}

fn fields(form: RwSignal<Form>, wrong: RwSignal<Vec<Field>>) -> View {
    let words = &use_words().roster;
    let why = move |field: Field, text: &'static str| {
        Signal::derive(move || wrong.with(|wrong| wrong.contains(&field)).then_some(text))
    };
    view! {
        {text_field(words.name, words.name_hint, why(Field::Name, words.name_missing), form, |form| &mut form.name)}
        <div class="form-row">
            {text_field(
                words.monthly_price,
                "2,49",
                why(Field::Monthly, words.price_invalid),
                form,
                |form| &mut form.monthly,
            )}
            {text_field(
                words.yearly_price,
                "23,88",
                why(Field::Yearly, words.price_invalid),
                form,
                |form| &mut form.yearly,
            )} {text_field(words.vat, "19", why(Field::Vat, words.vat_invalid), form, |form| &mut form.vat)}
            {text_field(
                words.retention,
                "0",
                why(Field::Retention, words.retention_invalid),
                form,
                |form| &mut form.retention,
            )}
        </div>
        <small class="form-note">{words.price_note}</small>
    }
}

fn clock_fields(form: RwSignal<Form>, wrong: RwSignal<Vec<Field>>) -> View {
    let words = &use_words().roster;
    let has = move || form.with(|form| form.has_clock);
    view! {
        <div class="form-clock">
            <label class="form-check">
                <input
                    type="checkbox"
                    class="check"
                    prop:checked=has
                    on:change=move |event| form.update(|form| form.has_clock = event_target_checked(&event))
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
