//! One section of the settings: its fields, what is wrong with them, and how far saving is.

use domain::{
    command::Command,
    field::FieldFault,
    refusal::Refusal,
    settings::Settings,
    stamp::Revision,
    tax::TaxCategory,
    wire::{Code, FieldErrorView},
};
use leptos::{prelude::*, task::spawn_local};

use super::{
    clash::{self, category_word},
    edits::Edits,
    form::{Field, Form, Section, Style, blamed, usual_rate},
};
use crate::{
    screens::guide::help,
    screens::{focus::focus_on_mount, refusals, say::Say, typed},
    session::Failure,
    view::{View, view},
    widgets::{Notice, NoticeTone},
    words,
};

/// How far saving is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Progress {
    Typing,
    Saving,
    Saved,
    /// It was not saved: the reason, and whether the same may be sent again.
    Failed(String, bool),
}

/// A section that is being edited. Copies share the same signals.
#[derive(Debug, Clone, Copy)]
pub struct Editor {
    pub say: Say,
    pub section: Section,
    pub edits: RwSignal<Edits>,
    wrong: RwSignal<Vec<(Field, String)>>,
    progress: RwSignal<Progress>,
}

/// How amounts are typed.
pub fn style(say: Say) -> Style {
    Style { point: say.words.decimal, digits: say.digits() }
}

/// What the platform has now; empty until the book has come.
pub fn form(say: Say) -> Form {
    let style = style(say);
    say.session.with(|replica| Form::of(replica.book().platform(), replica.book().today(), style)).unwrap_or_default()
}

/// The revision of what the platform has now.
pub fn revision(say: Say) -> Revision {
    say.session.peek(|replica| replica.book().revision()).unwrap_or_default()
}

impl Editor {
    /// Starts with nothing wrong and nothing sent.
    pub fn of(say: Say, edits: RwSignal<Edits>, section: Section) -> Self {
        Self { say, section, edits, wrong: RwSignal::new(Vec::new()), progress: RwSignal::new(Progress::Typing) }
    }

    fn type_in(self, field: Field, text: String) {
        self.edits.update(|edits| edits.now.set(field, text));
        self.go_on();
    }

    /// Takes back what was said of the last try.
    fn go_on(self) {
        if self.progress.get_untracked() != Progress::Typing {
            self.progress.set(Progress::Typing);
        }
    }

    fn save(self) {
        let usual = self.say.session.peek(|replica| usual_rate(replica.book().platform()));
        let Some(usual) = usual else { return };
        if self.edits.with_untracked(|edits| edits.is_clashing(self.section)) {
            return self.refuse_clash();
        }
        let read = self.edits.with_untracked(|edits| {
            let changed = |field| edits.is_changed(field);
            let read = edits.now.read(self.section, changed, usual, style(self.say));
            let revision = Some(edits.read_at(self.section));
            edits.is_edited(self.section).then(|| read.map(|settings| Settings { revision, ..settings }))
        });
        let Some(read) = read else { return };
        let settings = match read {
            Ok(settings) => settings,
            Err(fields) => {
                return self.blame(fields.into_iter().map(|field| (field, self.fault(field))).collect());
            }
        };
        let command = Command::Settings(Box::new(settings));
        if let Some(Refusal::Invalid(errors)) = self.say.session.refusal(&command) {
            return self.blame(self.faults(&errors.iter().map(Into::into).collect::<Vec<_>>()));
        }
        self.wrong.set(Vec::new());
        self.progress.set(Progress::Saving);
        spawn_local(async move {
            let answer = self.say.session.perform(command).await;
            if self.progress.try_get_untracked().is_none() {
                return;
            }
            match answer {
                Ok(_) => {
                    self.edits.update(|edits| {
                        edits.follow(untrack(|| form(self.say)), revision(self.say));
                        edits.drop(self.section);
                    });
                    self.progress.set(Progress::Saved);
                }
                Err(Failure::Refused(problem)) if problem.is(Code::SettingsClash) => self.clashes(),
                Err(Failure::Refused(problem)) if !problem.errors.is_empty() => {
                    self.blame(self.faults(&problem.errors))
                }
                Err(failure) => {
                    let words = self.say.words;
                    let text = refusals::failure(words, &failure, refusals::After::Sent);
                    self.progress.set(Progress::Failed(text, !matches!(failure, Failure::Refused(_))));
                }
            }
        });
    }

    /// Shows what somebody else has saved meanwhile beside the fields that clash.
    fn clashes(self) {
        let (now, revision, style) = (untrack(|| form(self.say)), revision(self.say), style(self.say));
        self.edits.update(|edits| edits.follow(now, revision));
        if self.section == Section::Prices {
            let from = self.edits.with_untracked(|edits| edits.now.get(Field::From).to_owned());
            let theirs = self.say.session.peek(|replica| Form::of_price(replica.book().platform(), &from, style));
            if let Some(theirs) = theirs.flatten() {
                self.edits.update(|edits| edits.clash_price(&theirs, revision));
            }
        }
        self.refuse_clash();
    }

    fn refuse_clash(self) {
        self.progress.set(Progress::Failed(words::settings(self.say.words).clashing.to_owned(), false));
    }

    fn blame(self, wrong: Vec<(Field, String)>) {
        self.wrong.set(wrong);
        self.progress.set(Progress::Failed(words::settings(self.say.words).invalid.to_owned(), false));
    }

    fn faults(self, errors: &[FieldErrorView]) -> Vec<(Field, String)> {
        let fault = |error| Some((blamed(self.section, error)?, refusals::field(self.say.words, error)));
        errors.iter().filter_map(fault).collect()
    }

    /// What to say about a field whose text is not valid.
    fn fault(self, field: Field) -> String {
        let fault = match field {
            Field::SellerName | Field::BuyerName => {
                return words::settings(self.say.words).party_name_missing.to_owned();
            }
            Field::Name => FieldFault::Name,
            Field::Domains => FieldFault::Domains,
            Field::Retention => FieldFault::Retention,
            Field::SellerLines | Field::SellerVat | Field::BuyerLines | Field::BuyerVat => FieldFault::Party,
            Field::From => FieldFault::PriceNotAhead,
            Field::Monthly | Field::Yearly => {
                let said = self
                    .edits
                    .with_untracked(|edits| typed::fault(self.say.words, edits.now.get(field), self.say.digits()));
                if let Some(said) = said {
                    return said;
                }
                FieldFault::Price
            }
            Field::TaxCategory => FieldFault::RateOfCategory,
            Field::TaxReason => FieldFault::Reason,
            Field::Vat => FieldFault::PriceRate,
        };
        refusals::wrong(self.say.words, &fault)
    }

    /// Draws the section with its fields.
    pub fn view(self, title: &'static str, note: &'static str, above: View) -> View {
        let words = words::settings(self.say.words);
        let session = self.say.session;
        let saving = move || self.progress.get() == Progress::Saving;
        let denied = Memo::new(move |_| session.denied(self.say.words, self.section.need()));
        let still = Memo::new(move |_| {
            saving()
                || denied.get().is_some()
                || session.with(|replica| replica.book().demand_open().is_err()).unwrap_or(true)
        });
        let edited = Memo::new(move |_| self.edits.with(|edits| edits.is_edited(self.section)));
        let foot = move || {
            let (edited, still) = (edited.get(), still.get());
            let progress = self.progress.get();
            let told = match &progress {
                Progress::Saved => {
                    // the focused button has disappeared
                    let node = NodeRef::new();
                    focus_on_mount(node);
                    Some(view! {
                        <div node_ref=node class="form-saved" role="status" tabindex="-1">
                            {words.saved}
                        </div>
                    })
                }
                Progress::Failed(text, _) => Some(view! { <Notice tone=NoticeTone::Error text=text.clone() /> }),
                Progress::Typing | Progress::Saving => None,
            };
            let put_back = move |_| {
                self.edits.update(|edits| edits.drop(self.section));
                self.wrong.set(Vec::new());
                self.progress.set(Progress::Typing);
            };
            let label = match progress {
                Progress::Saving => words.saving,
                Progress::Failed(_, true) => self.say.words.common.retry,
                Progress::Typing | Progress::Saved | Progress::Failed(_, false) => words.save,
            };
            view! {
                {told}
                <span class="form-buttons" class:is-shut=!edited>
                    <button type="button" class="btn" disabled=still on:click=put_back>
                        {words.drop}
                    </button>
                    <button type="submit" class="btn primary" disabled=still>
                        {label}
                    </button>
                </span>
            }
        };
        let save = move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            self.save();
        };
        let fields = self.section.fields().iter().map(|field| self.field(*field)).collect::<View>();
        view! {
            <form class="card settings-part" aria-label=title on:submit=save novalidate>
                <header>
                    <h2>{title} {help(self.section.anchor(), title)}</h2>
                    <p>{note}</p>
                    {move || denied.get().map(|why| view! { <p class="entry-why">{why}</p> })}
                </header>
                {above}
                <fieldset class="settings-fields" disabled=move || still.get()>
                    {fields}
                </fieldset>
                <div class="form-foot">{foot}</div>
            </form>
        }
    }

    fn field(self, field: Field) -> View {
        let words = words::settings(self.say.words);
        let label = match field {
            Field::Name => words.name,
            Field::Domains => words.domains,
            Field::Retention => words.retention,
            Field::SellerName | Field::BuyerName => words.party_name,
            Field::SellerLines | Field::BuyerLines => words.lines,
            Field::SellerVat | Field::BuyerVat => words.vat_id,
            Field::TaxCategory => words.tax_category,
            Field::TaxReason => words.tax_reason,
            Field::From => words.from,
            Field::Monthly => words.monthly,
            Field::Yearly => words.yearly,
            Field::Vat => words.vat,
        };
        let id = format!("setting-{}", field as usize);
        let (note_id, fault_id) = (format!("{id}-note"), format!("{id}-fault"));
        let fault = Memo::new(move |_| {
            self.wrong.with(|wrong| wrong.iter().find(|(own, _)| *own == field).map(|(_, text)| text.clone()))
        });
        let is_reason = field == Field::TaxReason;
        let shut = move || is_reason && self.category().is_standard();
        view! {
            <div class="form-field" hidden=shut>
                <label for=id.clone()>{label}</label>
                {self.input(field, id, format!("{note_id} {fault_id}"), fault)}
                <small id=note_id class="field-note">
                    {move || self.note(field)}
                </small>
                <small id=fault_id class="form-error" role="alert">
                    {move || fault.get()}
                </small>
                {clash::beside(words, self.edits, (field, label), Callback::new(move |()| self.go_on()))}
            </div>
        }
    }

    /// The category of tax that is chosen in the form.
    fn category(self) -> TaxCategory {
        self.edits.with(|edits| edits.now.category())
    }

    /// What stands below a field.
    fn note(self, field: Field) -> String {
        let words = words::settings(self.say.words);
        match field {
            Field::Domains => words.domains_note.to_owned(),
            Field::Retention => words.retention_note.to_owned(),
            Field::TaxReason => {
                let usual = self.say.words.language.tax_words(self.category(), None);
                usual.map(words.tax_reason_note).unwrap_or_default()
            }
            Field::Name
            | Field::SellerName
            | Field::SellerLines
            | Field::SellerVat
            | Field::BuyerName
            | Field::BuyerLines
            | Field::BuyerVat
            | Field::TaxCategory
            | Field::From
            | Field::Monthly
            | Field::Yearly
            | Field::Vat => String::new(),
        }
    }

    fn input(self, field: Field, id: String, described: String, fault: Memo<Option<String>>) -> View {
        let invalid = move || fault.with(Option::is_some).then_some("true");
        let value = move || self.edits.with(|edits| edits.now.get(field).to_owned());
        let typed = move |event| self.type_in(field, event_target_value(&event));
        if matches!(field, Field::Domains | Field::SellerLines | Field::BuyerLines) {
            return view! {
                <textarea
                    id=id
                    class="input area"
                    rows="3"
                    spellcheck="false"
                    aria-describedby=described
                    aria-invalid=invalid
                    prop:value=value
                    on:input=typed
                ></textarea>
            };
        }
        if field == Field::TaxCategory {
            let words = words::settings(self.say.words);
            let option = |category: TaxCategory| {
                let chosen = move || self.category() == category;
                view! {
                    <option value=category.as_str() prop:selected=chosen>
                        {category_word(words, category)}
                    </option>
                }
            };
            return view! {
                <select id=id class="input" aria-describedby=described aria-invalid=invalid on:change=typed>
                    {TaxCategory::ALL.map(option)}
                </select>
            };
        }
        let kind = if field == Field::From { "date" } else { "text" };
        let amount = matches!(field, Field::Monthly | Field::Yearly | Field::Vat);
        let mode = if amount { Some("decimal") } else { (field == Field::Retention).then_some("numeric") };
        // where nothing is taxed, there is no rate to choose
        let session = self.say.session;
        let fixed = move || {
            field == Field::Vat
                && session.with(|replica| usual_rate(replica.book().platform()).is_none()).unwrap_or(false)
        };
        view! {
            <input
                id=id
                type=kind
                class="input"
                autocomplete="off"
                inputmode=mode
                aria-describedby=described
                aria-invalid=invalid
                disabled=fixed
                prop:value=value
                on:input=typed
            />
        }
    }
}
