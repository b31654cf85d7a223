//! The guide: every task and question on one page. It comes in a file of its own for each language.

mod anchor;
mod places;
mod quoted;
mod text;

use domain::fold;
use leptos::prelude::*;

pub use self::{anchor::Anchor, places::Seen};
use self::{
    quoted::quoted,
    text::{Guide, Line, Section, Span},
};
use crate::{
    location::use_location,
    view::{IntoView, View, later, view},
    widgets::{Notice, NoticeTone, SkeletonRows},
    words::{self, GuideWords, Words, use_words},
};

/// The guide, once it has come.
pub fn guide() -> View {
    let words = use_words();
    let away = RwSignal::new(false);
    let incomplete = move || {
        let text = words.common.incomplete.to_owned();
        away.get().then(|| view! { <Notice tone=NoticeTone::Warn text=text /> })
    };
    let meanwhile = view! {
        {incomplete}
        <SkeletonRows rows=10 label=words.common.loading.to_owned() />
    };
    later(meanwhile, async move {
        let text = words::guide(words.language, move || {
            away.try_set(true);
        })
        .await;
        request_animation_frame(go_to_anchor);
        screen(words, &Guide::parse(text))
    })
}

/// Goes to the entry that the address names after its number sign, which was not there when the page was opened.
fn go_to_anchor() {
    let anchor = window().location().hash().unwrap_or_default();
    let named = anchor.strip_prefix('#').and_then(|id| document().get_element_by_id(id));
    if let Some(entry) = named {
        entry.scroll_into_view();
    }
}

fn screen(words: &'static Words, guide: &Guide<'_>) -> View {
    let own = words::guide_words(words);
    let search = RwSignal::new(String::new());
    let hits = hits(words, guide, search);
    let seen = Seen::last();
    let sections = guide.sections.iter().enumerate();
    let sections = sections.map(|(place, section)| section_view(words, &seen, section, place, hits)).collect::<View>();
    let intro = guide.intro.iter().map(|line| line_view(words, &seen, line)).collect::<View>();
    let count = move || hits.with(|hits| hits.iter().flatten().filter(|hit| **hit).count());
    let says = move || if search.with(|text| text.trim().is_empty()) { String::new() } else { (own.hits)(count()) };
    let nothing = move || (count() == 0).then(|| view! { <p class="guide-none">{own.no_hits}</p> });
    view! {
        <article class="guide">
            <h1>{guide.title.to_owned()}</h1>
            {intro}
            <div class="guide-search">
                <input
                    class="field"
                    type="search"
                    aria-label=own.search
                    placeholder=own.search
                    prop:value=move || search.get()
                    on:input=move |event| search.set(event_target_value(&event))
                />
                <span role="status">{says}</span>
            </div>
            {contents(words, own, guide, hits)}
            {sections}
            {nothing}
        </article>
    }
}

/// Which entries of which section match the search: all words, in any order.
fn hits(words: &'static Words, guide: &Guide<'_>, search: RwSignal<String>) -> Memo<Vec<Vec<bool>>> {
    let searched = |section: &Section<'_>| {
        let texts = section.entries.iter().map(|entry| {
            let lines = entry.lines.iter().flat_map(Line::spans);
            let all: Vec<&str> = entry.title.iter().chain(lines).map(|span| plain(words, *span)).collect();
            fold::searched(&all.concat())
        });
        texts.collect::<Vec<String>>()
    };
    let texts: Vec<Vec<String>> = guide.sections.iter().map(searched).collect();
    Memo::new(move |_| {
        let wanted = fold::searched(&search.get());
        let matches = |text: &String| wanted.split_whitespace().all(|word| text.contains(word));
        texts.iter().map(|section| section.iter().map(matches).collect()).collect()
    })
}

/// What a piece of a line says.
fn plain<'a>(words: &'static Words, span: Span<'a>) -> &'a str {
    let word = |key: &'a str| quoted(words, key).unwrap_or(key);
    match span {
        Span::Text(text) | Span::Code(text) => text,
        Span::Word(key) => word(key),
        Span::Link(label, _) => label.strip_prefix('{').and_then(|key| key.strip_suffix('}')).map_or(label, word),
    }
}

/// The title of an entry, as it is read.
fn title(words: &'static Words, entry: &text::Entry<'_>) -> String {
    entry.title.iter().map(|span| plain(words, *span)).collect()
}

/// The list of all entries that match.
fn contents(words: &'static Words, own: &'static GuideWords, guide: &Guide<'_>, hits: Memo<Vec<Vec<bool>>>) -> View {
    let section = |(place, section): (usize, &Section<'_>)| {
        let entry = |(at, entry): (usize, &text::Entry<'_>)| {
            let title = title(words, entry);
            view! {
                <li hidden=move || !is_hit(hits, place, at)>
                    <a href=format!("#{}", entry.id)>{title}</a>
                </li>
            }
        };
        view! {
            <li hidden=move || !has_hit(hits, place)>
                <a href=format!("#{}", section.id)>{section.title.to_owned()}</a>
                <ul>{section.entries.iter().enumerate().map(entry).collect::<View>()}</ul>
            </li>
        }
    };
    view! {
        <nav class="guide-contents" aria-label=own.contents>
            <ul>{guide.sections.iter().enumerate().map(section).collect::<View>()}</ul>
        </nav>
    }
}

fn is_hit(hits: Memo<Vec<Vec<bool>>>, section: usize, entry: usize) -> bool {
    hits.with(|hits| hits.get(section).and_then(|section| section.get(entry)).copied().unwrap_or(true))
}

fn has_hit(hits: Memo<Vec<Vec<bool>>>, section: usize) -> bool {
    hits.with(|hits| hits.get(section).is_none_or(|section| section.contains(&true)))
}

fn section_view(
    words: &'static Words,
    seen: &Seen,
    section: &Section<'_>,
    place: usize,
    hits: Memo<Vec<Vec<bool>>>,
) -> View {
    let entry = |(at, entry): (usize, &text::Entry<'_>)| {
        let title = title(words, entry);
        view! {
            <section class="guide-entry" id=entry.id.to_owned() hidden=move || !is_hit(hits, place, at)>
                <h3>
                    <a href=format!("#{}", entry.id)>{title}</a>
                </h3>
                {lines(words, seen, &entry.lines)}
            </section>
        }
    };
    let entries = section.entries.iter().enumerate().map(entry).collect::<View>();
    view! {
        <section class="guide-section" id=section.id.to_owned() hidden=move || !has_hit(hits, place)>
            <h2>{section.title.to_owned()}</h2>
            {entries}
        </section>
    }
}

/// Lines of text. Steps that follow each other are one list.
fn lines(words: &'static Words, seen: &Seen, lines: &[Line<'_>]) -> View {
    let blocks = lines.chunk_by(|one, next| matches!((one, next), (Line::Step(_), Line::Step(_))));
    let block = |block: &[Line<'_>]| {
        let each = block.iter().map(|line| line_view(words, seen, line)).collect::<View>();
        match block {
            [Line::Step(_), ..] => view! { <ol>{each}</ol> },
            [Line::Text(_), ..] | [] => each,
        }
    };
    blocks.map(block).collect()
}

fn line_view(words: &'static Words, seen: &Seen, line: &Line<'_>) -> View {
    let spans = line.spans().iter().map(|span| span_view(words, seen, *span)).collect::<View>();
    match line {
        Line::Text(_) => view! { <p>{spans}</p> },
        Line::Step(_) => view! { <li>{spans}</li> },
    }
}

fn span_view(words: &'static Words, seen: &Seen, span: Span<'_>) -> View {
    let text = plain(words, span).to_owned();
    match span {
        Span::Text(_) => text.into_view(),
        Span::Word(_) => view! { <b>{text}</b> },
        Span::Code(_) => view! { <code>{text}</code> },
        Span::Link(_, place) => {
            let href = seen.address(place).map(|address| address.to_string());
            view! { <a href=href>{text}</a> }
        }
    }
}

/// A small link to an entry of the guide, from the place where its question arises. It opens beside what is shown, so that
/// nothing that was begun is left. `about` is what its accessible name says.
pub fn help(anchor: Anchor, about: &str) -> View {
    let (words, location) = (use_words(), use_location());
    let name = (words::guide_words(words).help)(about);
    // the guide leads back into the platform that it was opened from
    let note = move |_| {
        if let Some(seen) = Seen::at(&location.now()) {
            seen.note();
        }
    };
    view! {
        <a
            class="help"
            href=format!("/help#{}", anchor.as_str())
            target="_blank"
            rel="noopener"
            aria-label=name.clone()
            title=name
            on:click=note
        >
            "?"
        </a>
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use domain::language::Language;

    use super::*;
    use crate::location::Address;

    /// What the guide must be the same in, in all languages: anchors, and in each entry the words and places in their order.
    fn bones(text: &str) -> Vec<(String, BTreeSet<String>, usize)> {
        let guide = Guide::parse(text);
        let sections =
            guide.sections.iter().map(|section| (section.id.to_owned(), BTreeSet::new(), section.entries.len()));
        let entries = guide.entries().map(|entry| {
            let spans = entry.title.iter().chain(entry.lines.iter().flat_map(Line::spans));
            let quotes = spans.filter_map(|span| match span {
                Span::Word(key) => Some((*key).to_owned()),
                Span::Link(label, place) => Some(format!("{}{place}", if label.starts_with('{') { label } else { "" })),
                Span::Text(_) | Span::Code(_) => None,
            });
            let steps = entry.lines.iter().filter(|line| matches!(line, Line::Step(_))).count();
            (entry.id.to_owned(), quotes.collect(), steps)
        });
        sections.chain(entries).collect()
    }

    #[test]
    fn the_guide_says_the_same_in_all_languages() {
        let german = bones(words::guide_text(Language::De));
        for language in Language::ALL {
            assert_eq!(bones(words::guide_text(*language)), german, "{language:?}");
        }
    }

    #[test]
    fn whatever_the_guide_quotes_is_a_word_of_the_page_and_each_link_leads_somewhere() {
        for language in Language::ALL.iter().copied() {
            let (words, guide) = (words::all(language), Guide::parse(words::guide_text(language)));
            let lines = guide.intro.iter().chain(guide.entries().flat_map(|entry| &entry.lines));
            let spans = guide.entries().flat_map(|entry| &entry.title).chain(lines.flat_map(Line::spans));
            for span in spans {
                match span {
                    Span::Word(key) => assert!(quoted(words, key).is_some(), "{language:?} {key}"),
                    Span::Link(label, place) => {
                        let key = label.strip_prefix('{').and_then(|key| key.strip_suffix('}'));
                        assert!(key.is_none_or(|key| quoted(words, key).is_some()), "{language:?} {label}");
                        let seen = Seen::at(&Address::parse("/platforms/p1/accounts")).expect("a platform");
                        assert!(seen.address(place).is_some(), "{language:?} {place}");
                    }
                    // nothing that was meant as something else
                    Span::Text(text) => assert!(!text.contains(['{', '}', '[', ']', '`']), "{language:?} {text}"),
                    Span::Code(_) => {}
                }
            }
        }
    }

    #[test]
    fn the_guide_answers_every_question() {
        let questions = "order modes remove terminate csv columns clock retention wrong none pay twelve back all locked number \
                         receipt final offline others app billed naming seat reset restore refund taken several net parties old gaps prices \
                         keys where signin backup deploying api";
        let guide = Guide::parse(words::guide_text(Language::De));
        assert_eq!(
            guide.entries().map(|entry| entry.id).collect::<Vec<_>>().join(" "),
            questions.split_whitespace().collect::<Vec<_>>().join(" ")
        );
        for anchor in Anchor::ALL {
            assert!(guide.entries().any(|entry| entry.id == anchor.as_str()), "{anchor:?}");
        }
        for entry in guide.entries() {
            assert!(!entry.title.is_empty() && !entry.lines.is_empty(), "{}", entry.id);
        }
    }
}
