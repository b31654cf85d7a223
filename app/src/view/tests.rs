//! Tests of what views describe, written as markup. How a description becomes nodes and changes them is tested in a
//! browser, through the screens.

use leptos::prelude::*;

use super::{
    Children, Source, Value, View,
    element::{Parts, Slot},
    keyed, view,
};

/// A view as text. Properties begin with a point, classes with `class:`, styles with `style:`. Closures are called
/// once.
fn markup(view: View) -> String {
    match view {
        View::Nothing => String::new(),
        View::Text(text) => text.into_owned(),
        View::Element(element) => of_element(*element.0),
        View::List(views) => views.into_iter().map(markup).collect(),
        View::Live(mut say) => markup(say()),
        View::Keyed(mut say) => say().into_iter().map(|(_, make)| markup(make())).collect(),
    }
}

fn of_element(parts: Parts) -> String {
    let mut text = format!("<{}", parts.tag);
    for binding in parts.bindings {
        let value = match binding.source {
            Source::Fixed(value) => value,
            Source::Live(mut say) => say(),
        };
        let prefix = match binding.slot {
            Slot::Attribute => "",
            Slot::Property => ".",
            Slot::Class => "class:",
            Slot::Style => "style:",
        };
        text += &match value {
            Value::Absent => continue,
            Value::Flag(flag) => format!(" {prefix}{}={flag}", binding.name),
            Value::Text(value) => format!(" {prefix}{}=\"{value}\"", binding.name),
        };
    }
    for (event, _) in parts.listeners {
        text = text + " on:" + event;
    }
    let children: String = parts.children.into_iter().map(markup).collect();
    format!("{text}>{children}</{}>", parts.tag)
}

#[track_caller]
fn check_markup(view: View, expected: &str) {
    assert_eq!(markup(view), expected);
}

/// The number of the place in the source that an element comes from.
#[track_caller]
fn site(view: &View) -> u32 {
    match view {
        View::Element(element) => element.0.site,
        View::Nothing | View::Text(_) | View::List(_) | View::Live(_) | View::Keyed(_) => panic!("this is no element"),
    }
}

/// Runs a test within a scope, which signals need.
fn within_scope(test: impl FnOnce()) {
    Owner::new().with(test);
}

#[test]
fn what_stands_in_braces_is_shown() {
    check_markup(view! { <p>"text" {"more"} {String::from("own")} {3_usize}</p> }, "<p>textmoreown3</p>");
    check_markup(view! { <p>{()} {None::<&str>} {Some("there")} {["a", "b"]}</p> }, "<p>thereab</p>");
    check_markup(["a", "b"].map(|it| view! { <li>{it}</li> }).into_iter().collect(), "<li>a</li><li>b</li>");
    check_markup(view! { {move || Some("said")} }, "said");
}

#[test]
fn several_nodes_are_a_list() {
    let view = view! {
        <b>"one"</b>
        " "
        <i>"two"</i>
    };
    check_markup(view, "<b>one</b> <i>two</i>");
}

#[test]
fn attributes_are_values_options_or_closures() {
    let (some, none, is_hidden) = (Some("there"), None::<&'static str>, true);
    check_markup(view! { <p id="a" title=some lang=none></p> }, "<p id=\"a\" title=\"there\"></p>");
    check_markup(view! { <p hidden=is_hidden inert=move || false></p> }, "<p hidden=true inert=false></p>");
    check_markup(view! { <p title=move || 3.to_string()></p> }, "<p title=\"3\"></p>");
    check_markup(view! { <p hidden></p> }, "<p hidden=\"\"></p>");
}

#[test]
fn properties_classes_styles_and_events_are_told_apart() {
    let view = view! { <input prop:value="typed" class:is-on=true style=("--size", "3") on:input=|_| () /> };
    check_markup(view, "<input .value=\"typed\" class:is-on=true style:--size=\"3\" on:input></input>");
}

#[test]
fn a_closure_says_what_its_signals_have_now() {
    within_scope(|| {
        let count = RwSignal::new(1_usize);
        let say = move || view! { <b title=move || count.get().to_string()>{move || count.get()}</b> };
        check_markup(say(), "<b title=\"1\">1</b>");
        count.set(2);
        check_markup(say(), "<b title=\"2\">2</b>");
    });
}

#[test]
fn elements_of_one_place_are_known_by_it() {
    let item = |text: &'static str| view! { <li>{text}</li> };
    let other = view! { <li>"a"</li> };
    assert_eq!(site(&item("a")), site(&item("b")));
    assert_ne!(site(&item("a")), site(&other));
}

#[test]
fn rows_are_known_by_their_key() {
    let mut keys = Vec::new();
    for _ in 0..2 {
        let rows = keyed(|| vec![("a", 1), ("b", 1), ("b", 2)], |(name, _)| *name, |(name, _)| super::text(name));
        let View::Keyed(mut say) = rows else { panic!("these are rows") };
        keys.push(say().into_iter().map(|(key, _)| key).collect::<Vec<_>>());
    }
    assert_eq!(keys[0], keys[1]);
    assert_ne!(keys[0][0], keys[0][1]);
    assert_eq!(keys[0][1], keys[0][2]);
    let rows = keyed(|| vec!["a", "b"], |name| *name, |name| view! { <li>{name}</li> });
    check_markup(rows, "<li>a</li><li>b</li>");
}

#[component]
fn Framed(
    /// The title of the box.
    title: &'static str,
    /// The contents of the box.
    children: Children,
) -> View {
    view! { <section aria-label=title>{children()}</section> }
}

#[test]
fn a_component_is_a_function_of_its_props() {
    let view = view! {
        <Framed title="Box">
            <p>"inside"</p>
            "."
        </Framed>
    };
    check_markup(view, "<section aria-label=\"Box\"><p>inside</p>.</section>");
}
