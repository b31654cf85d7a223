//! An element that is shown.

use std::{cell::RefCell, rc::Rc};

use leptos::prelude::{RenderEffect, document};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use web_sys::Element;

use super::{
    Source, Value,
    element::{Binding, Handler, Parts, Slot},
    mounted::Mounted,
};

type Listener = Rc<RefCell<Handler>>;

/// The element, and the parts that were set on it.
pub struct MountedElement {
    pub node: Element,
    tag: &'static str,
    site: u32,
    bound: Vec<Bound>,
    listeners: Vec<Listener>,
    children: Vec<Mounted>,
}

/// The value that a binding has last set.
enum Bound {
    Fixed(Value),
    Live(RenderEffect<Value>),
}

impl MountedElement {
    pub fn build(parts: Parts) -> Self {
        let Parts { tag, site, bindings, listeners, node_ref, children } = parts;
        let node = create(tag);
        let bound = bindings.into_iter().map(|binding| Bound::new(&node, binding, Value::Absent)).collect();
        let listeners = listeners.into_iter().map(|(event, handler)| listen(&node, event, handler)).collect();
        if let Some(load) = node_ref {
            load(&node);
        }
        let children: Vec<_> = children.into_iter().map(Mounted::build).collect();
        children.iter().for_each(|child| child.mount(&node, None));
        Self { node, tag, site, bound, listeners, children }
    }

    /// Whether these parts describe the same element of the source.
    pub fn is_of(&self, parts: &Parts) -> bool {
        self.site == parts.site
            && self.tag == parts.tag
            && self.bound.len() == parts.bindings.len()
            && self.listeners.len() == parts.listeners.len()
            && self.children.len() == parts.children.len()
    }

    pub fn patch(&mut self, parts: Parts) {
        for (bound, binding) in self.bound.iter_mut().zip(parts.bindings) {
            let before = bound.take();
            *bound = Bound::new(&self.node, binding, before);
        }
        for (listener, (_, handler)) in self.listeners.iter().zip(parts.listeners) {
            *listener.borrow_mut() = handler;
        }
        if let Some(load) = parts.node_ref {
            load(&self.node);
        }
        self.children.iter().rev().fold(None, |next, child| child.mend(&self.node, next));
        for (child, view) in self.children.iter_mut().zip(parts.children) {
            child.patch(view);
        }
    }
}

impl Bound {
    fn new(node: &Element, binding: Binding, before: Value) -> Self {
        let Binding { slot, name, source } = binding;
        match source {
            Source::Fixed(value) => {
                if value != before {
                    apply(node, slot, name, &value);
                }
                Self::Fixed(value)
            }
            Source::Live(mut say) => {
                let node = node.clone();
                let run = move |before: Option<Value>| {
                    let value = say();
                    if before.as_ref() != Some(&value) {
                        apply(&node, slot, name, &value);
                    }
                    value
                };
                Self::Live(RenderEffect::new_with_value(run, Some(before)))
            }
        }
    }

    fn take(&mut self) -> Value {
        match self {
            Self::Fixed(value) => std::mem::take(value),
            Self::Live(effect) => effect.take_value().unwrap_or_default(),
        }
    }
}

/// Sets a value on an element. The names come from the page's own source, so the browser refuses none of them.
fn apply(node: &Element, slot: Slot, name: &str, value: &Value) {
    let text = match value {
        Value::Absent | Value::Flag(false) => None,
        Value::Flag(true) => Some(""),
        Value::Text(text) => Some(&**text),
    };
    match (slot, text) {
        (Slot::Attribute, Some(text)) => drop(node.set_attribute(name, text)),
        (Slot::Attribute, None) => drop(node.remove_attribute(name)),
        (Slot::Class, _) => drop(node.class_list().toggle_with_force(name, text.is_some())),
        (Slot::Style, _) => {
            let style = node.unchecked_ref::<web_sys::HtmlElement>().style();
            drop(style.set_property(name, text.unwrap_or_default()));
        }
        (Slot::Property, _) => {
            let value = match value {
                Value::Absent => JsValue::NULL,
                Value::Flag(flag) => JsValue::from_bool(*flag),
                Value::Text(text) => JsValue::from_str(text),
            };
            drop(js_sys::Reflect::set(node, &JsValue::from_str(name), &value));
        }
    }
}

fn listen(node: &Element, event: &str, handler: Handler) -> Listener {
    let listener = Rc::new(RefCell::new(handler));
    let kept = Rc::clone(&listener);
    let call = Closure::<dyn FnMut(web_sys::Event)>::new(move |event| {
        // an event that is caused by its own handler is ignored
        if let Ok(mut handler) = kept.try_borrow_mut() {
            handler(event);
        }
    });
    // the browser drops the closure with the element; adding a listener is never refused
    let call = call.into_js_value();
    drop(node.add_event_listener_with_callback(event, call.unchecked_ref()));
    listener
}

/// Makes an element.
pub fn create(tag: &str) -> Element {
    let page = document();
    let made = match tag {
        "svg" | "path" => page.create_element_ns(Some("http://www.w3.org/2000/svg"), tag),
        _ => page.create_element(tag),
    };
    made.expect("the tag is the name of an element")
}
