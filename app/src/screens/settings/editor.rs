//! One section of the settings: its fields, what is wrong with them, and how far saving is.

use domain::{command::Command, field::FieldFault, refusal::Refusal, wire::FieldErrorView};
use leptos::{prelude::*, task::spawn_local};

use super::form::{Edits, Field, Form, Section, Style, blamed};
use crate::{
    screens::{focus::focus_on_mount, refusals, say::Say},
    session::Failure,
    view::{View, view},
    widgets::{Notice, NoticeTone},
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

impl Editor {
    /// Starts with nothing wrong and nothing sent.
    pub fn of(say: Say, edits: RwSignal<Edits>, section: Section) -> Self {
        Self { say, section, edits, wrong: RwSignal::new(Vec::new()), progress: RwSignal::new(Progress::Typing) }
    }

    fn type_in(self, field: Field, text: String) {
        self.edits.update(|edits| edits.now.set(field, text));
        if self.progress.get_untracked() != Progress::Typing {
            self.progress.set(Progress::Typing);
        }
    }

    fn save(self) {
        let usual = self.say.session.peek(|replica| replica.book().platform().vat_rate);
        let Some(usual) = usual else { return };
        let read = self.edits.with_untracked(|edits| edits.now.read(self.section, usual, style(self.say)));
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
                        edits.follow(untrack(|| form(self.say)));
                        edits.drop(self.section);
                    });
                    self.progress.set(Progress::Saved);
                }
                Err(Failure::Refused(problem)) if !problem.errors.is_empty() => {
                    self.blame(self.faults(&problem.errors))
                }
                Err(failure) => {
                    let words = self.say.words;
                    let text = refusals::failure(words, &failure, words.notice.unanswered);
                    self.progress.set(Progress::Failed(text, !matches!(failure, Failure::Refused(_))));
                }
            }
        });
    }

    fn blame(self, wrong: Vec<(Field, String)>) {
        self.wrong.set(wrong);
        self.progress.set(Progress::Failed(self.say.words.places.settings.invalid.to_owned(), false));
    }

    fn faults(self, errors: &[FieldErrorView]) -> Vec<(Field, String)> {
        let fault = |error| Some((blamed(self.section, error)?, refusals::field(self.say.words, error)));
        errors.iter().filter_map(fault).collect()
    }

    /// What to say about a field whose text is not valid.
    fn fault(self, field: Field) -> String {
        let fault = match field {
            Field::SellerName | Field::BuyerName => {
                return self.say.words.places.settings.party_name_missing.to_owned();
            }
            Field::Name => FieldFault::Name,
            Field::Domains => FieldFault::Domains,
            Field::Retention => FieldFault::Retention,
            Field::SellerLines | Field::SellerVat | Field::BuyerLines | Field::BuyerVat => FieldFault::Party,
            Field::From => FieldFault::PriceNotAhead,
            Field::Monthly | Field::Yearly => FieldFault::Price,
            Field::Vat => FieldFault::PriceRate,
        };
        refusals::wrong(self.say.words, &fault)
    }

    /// Draws the section with its fields.
    pub fn view(self, title: &'static str, note: &'static str, above: View) -> View {
        let words = &self.say.words.places.settings;
        let session = self.say.session;
        let saving = move || self.progress.get() == Progress::Saving;
        let still = Memo::new(move |_| {
            saving() || session.with(|replica| replica.book().demand_open().is_err()).unwrap_or(true)
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
                    <h2>{title}</h2>
                    <p>{note}</p>
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
        let words = &self.say.words.places.settings;
        let (label, note) = match field {
            Field::Name => (words.name, ""),
            Field::Domains => (words.domains, words.domains_note),
            Field::Retention => (words.retention, words.retention_note),
            Field::SellerName | Field::BuyerName => (words.party_name, ""),
            Field::SellerLines | Field::BuyerLines => (words.lines, ""),
            Field::SellerVat | Field::BuyerVat => (words.vat_id, ""),
            Field::From => (words.from, ""),
            Field::Monthly => (words.monthly, ""),
            Field::Yearly => (words.yearly, ""),
            Field::Vat => (words.vat, ""),
        };
        let id = format!("setting-{}", field as usize);
        let (note_id, fault_id) = (format!("{id}-note"), format!("{id}-fault"));
        let described = format!("{note_id} {fault_id}");
        let fault = Memo::new(move |_| {
            self.wrong.with(|wrong| wrong.iter().find(|(own, _)| *own == field).map(|(_, text)| text.clone()))
        });
        let invalid = move || fault.with(Option::is_some).then_some("true");
        let value = move || self.edits.with(|edits| edits.now.get(field).to_owned());
        let typed = move |event| self.type_in(field, event_target_value(&event));
        let long = matches!(field, Field::Domains | Field::SellerLines | Field::BuyerLines);
        let input = if long {
            view! {
                <textarea
                    id=id.clone()
                    class="input area"
                    rows="3"
                    spellcheck="false"
                    aria-describedby=described
                    aria-invalid=invalid
                    prop:value=value
                    on:input=typed
                ></textarea>
            }
        } else {
            let kind = if field == Field::From { "date" } else { "text" };
            let amount = matches!(field, Field::Monthly | Field::Yearly | Field::Vat);
            let mode = if amount { Some("decimal") } else { (field == Field::Retention).then_some("numeric") };
            view! {
                <input
                    id=id.clone()
                    type=kind
                    class="input"
                    autocomplete="off"
                    inputmode=mode
                    aria-describedby=described
                    aria-invalid=invalid
                    prop:value=value
                    on:input=typed
                />
            }
        };
        view! {
            <div class="form-field">
                <label for=id>{label}</label>
                {input}
                <small id=note_id class="field-note">
                    {note}
                </small>
                <small id=fault_id class="form-error" role="alert">
                    {move || fault.get()}
                </small>
            </div>
        }
    }
}
