//! An element of the page: its name and its states.

use std::fmt;

use serde_json::Value;

/// The name of an element.
#[derive(Debug, Clone, Copy)]
pub enum Name<'a> {
    Is(&'a str),
    Begins(&'a str),
    Any,
}

impl<'a> From<&'a str> for Name<'a> {
    fn from(name: &'a str) -> Self {
        Self::Is(name)
    }
}

impl<'a> From<&'a String> for Name<'a> {
    fn from(name: &'a String) -> Self {
        Self::Is(name)
    }
}

impl Name<'_> {
    pub fn fits(self, name: &str) -> bool {
        match self {
            Self::Is(wanted) => name == wanted,
            Self::Begins(wanted) => name.starts_with(wanted),
            Self::Any => true,
        }
    }
}

/// An element as a screen reader presents it.
#[derive(Clone)]
pub struct Thing {
    /// The browser's id of the element.
    pub id: i64,
    pub name: String,
    states: Vec<(String, String)>,
}

impl Thing {
    pub fn of(node: &Value) -> Option<Self> {
        if node["ignored"] == true {
            return None;
        }
        let states = node["properties"].as_array().map(Vec::as_slice).unwrap_or_default();
        let state = |state: &Value| {
            let value = &state["value"]["value"];
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            (state["name"].as_str().unwrap_or_default().to_owned(), value)
        };
        Some(Self {
            id: node["backendDOMNodeId"].as_i64()?,
            name: plain(node["name"]["value"].as_str().unwrap_or_default()),
            states: states.iter().map(state).collect(),
        })
    }

    /// The value of a state: `checked` is `true`, `false` or `mixed`. A state that the element does not have is empty.
    pub fn state(&self, name: &str) -> &str {
        self.states.iter().find(|(own, _)| own == name).map_or("", |(_, value)| value)
    }

    pub fn is(&self, state: &str) -> bool {
        self.state(state) == "true"
    }
}

impl fmt::Debug for Thing {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:?}", self.name)?;
        self.states
            .iter()
            .filter(|(_, value)| value != "false")
            .try_for_each(|(name, value)| write!(out, " {name}={value}"))
    }
}

/// Replaces spaces that only prevent line breaks by plain ones.
pub fn plain(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ").trim().to_owned()
}
