//! The description of an element that does not exist yet.

use leptos::{ev::EventDescriptor, html::ElementType, prelude::NodeRef, tachys::html::node_ref::NodeRefContainer};
use wasm_bindgen::JsCast;

use super::{IntoSource, IntoValue, Source, View};

/// A described element.
pub struct Element(pub(super) Box<Parts>);

pub(super) struct Parts {
    pub tag: &'static str,
    /// The number of the place in the source. Elements of one place have the same parts, except for their children.
    pub site: u32,
    pub bindings: Vec<Binding>,
    pub listeners: Vec<(&'static str, Handler)>,
    pub node_ref: Option<Load>,
    pub children: Vec<View>,
}

pub(super) type Handler = Box<dyn FnMut(web_sys::Event)>;
/// Called with the element once it is made.
type Load = Box<dyn FnOnce(&web_sys::Element)>;

/// A part of an element that has a value, such as an attribute.
pub(super) struct Binding {
    pub slot: Slot,
    pub name: &'static str,
    pub source: Source,
}

#[derive(Clone, Copy)]
pub(super) enum Slot {
    Attribute,
    Property,
    Class,
    Style,
}

/// An element with this tag. `site` is the number of its place in the source.
pub fn element(tag: &'static str, site: u32) -> Element {
    Element(Box::new(Parts {
        tag,
        site,
        bindings: Vec::new(),
        listeners: Vec::new(),
        node_ref: None,
        children: Vec::new(),
    }))
}

impl Element {
    fn bind(mut self, slot: Slot, name: &'static str, source: Source) -> Self {
        self.0.bindings.push(Binding { slot, name, source });
        self
    }

    /// Adds an attribute whose value is written in the source.
    pub fn fixed(self, name: &'static str, value: &'static str) -> Self {
        self.bind(Slot::Attribute, name, Source::Fixed(value.into_value()))
    }

    /// Adds an attribute.
    pub fn attribute(self, name: &'static str, value: impl IntoSource) -> Self {
        self.bind(Slot::Attribute, name, value.into_source())
    }

    /// Adds a property of the DOM object.
    pub fn prop(self, name: &'static str, value: impl IntoSource) -> Self {
        self.bind(Slot::Property, name, value.into_source())
    }

    /// Adds a class that is switched on or off.
    pub fn class(self, name: &'static str, value: impl IntoSource) -> Self {
        self.bind(Slot::Class, name, value.into_source())
    }

    /// Adds a property of its style.
    pub fn style(self, name: &'static str, value: impl IntoSource) -> Self {
        self.bind(Slot::Style, name, value.into_source())
    }

    /// Adds a handler for an event.
    pub fn on<E>(self, event: E, mut handler: impl FnMut(E::EventType) + 'static) -> Self
    where
        E: EventDescriptor,
        E::EventType: JsCast,
    {
        let name = match event.name() {
            std::borrow::Cow::Borrowed(name) => name,
            std::borrow::Cow::Owned(_) => "",
        };
        self.listen(name, Box::new(move |event| handler(event.unchecked_into())))
    }

    fn listen(mut self, name: &'static str, handler: Handler) -> Self {
        self.0.listeners.push((name, handler));
        self
    }

    /// Adds a reference that is set once the element is made.
    pub fn node_ref<E>(mut self, node: NodeRef<E>) -> Self
    where
        E: ElementType + 'static,
        E::Output: JsCast + 'static,
    {
        self.0.node_ref = Some(Box::new(move |element| NodeRefContainer::<E>::load(node, element)));
        self
    }

    /// Adds a child.
    pub fn child(mut self, child: View) -> Self {
        self.0.children.push(child);
        self
    }
}
