//! The facts that come with a code, as names and values, so that a client can write the sentence in its own language.

use std::{borrow::Cow, fmt};

use chrono::NaiveDate;
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{MapAccess, SeqAccess, Visitor},
};

use crate::calendar::iso;

/// A value in a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum Fact {
    /// A number, such as a bound or an id.
    Number(u64),
    /// A text, or a date as `YYYY-MM-DD`.
    Text(String),
    /// Several texts, such as the words that are allowed.
    List(Vec<String>),
    /// Nothing, where a setting is not set.
    Nothing,
    /// Several facts by name, such as both values of a setting.
    #[cfg_attr(feature = "openapi", schema(no_recursion))]
    Values(Facts),
}

// There are few of them, and a list takes less code than a map.
/// The values, by name, that a sentence about a problem needs besides its code.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(
    feature = "openapi",
    derive(utoipa::ToSchema),
    schema(value_type = std::collections::BTreeMap<String, Fact>)
)]
pub struct Facts(Vec<(Cow<'static, str>, Fact)>);

impl Facts {
    /// Whether there are no facts.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The fact with this name.
    pub fn get(&self, name: &str) -> Option<&Fact> {
        self.0.iter().find(|(own, _)| own == name).map(|(_, fact)| fact)
    }

    /// All facts with their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Fact)> {
        self.0.iter().map(|(name, fact)| (&**name, fact))
    }
}

impl<const N: usize> From<[(&'static str, Fact); N]> for Facts {
    fn from(facts: [(&'static str, Fact); N]) -> Self {
        Self(facts.into_iter().map(|(name, fact)| (Cow::Borrowed(name), fact)).collect())
    }
}

impl FromIterator<(String, Fact)> for Facts {
    fn from_iter<I: IntoIterator<Item = (String, Fact)>>(facts: I) -> Self {
        Self(facts.into_iter().map(|(name, fact)| (Cow::Owned(name), fact)).collect())
    }
}

impl From<Facts> for Fact {
    fn from(facts: Facts) -> Self {
        Self::Values(facts)
    }
}

impl From<u32> for Fact {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<usize> for Fact {
    fn from(number: usize) -> Self {
        Self::Number(u64::try_from(number).unwrap_or(u64::MAX))
    }
}

impl From<&str> for Fact {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<NaiveDate> for Fact {
    fn from(date: NaiveDate) -> Self {
        Self::Text(iso::format(date))
    }
}

impl From<&[&str]> for Fact {
    fn from(texts: &[&str]) -> Self {
        Self::List(texts.iter().map(|text| (*text).to_owned()).collect())
    }
}

impl Serialize for Facts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de> Deserialize<'de> for Facts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Values;

        impl<'de> Visitor<'de> for Values {
            type Value = Facts;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Facts, A::Error> {
                let mut facts = Vec::new();
                while let Some((name, fact)) = entries.next_entry::<String, Fact>()? {
                    facts.push((name.into(), fact));
                }
                Ok(Facts(facts))
            }
        }

        deserializer.deserialize_map(Values)
    }
}

impl<'de> Deserialize<'de> for Fact {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Value;

        impl<'de> Visitor<'de> for Value {
            type Value = Fact;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number, a text, a list of texts, an object or null")
            }

            fn visit_u64<E>(self, number: u64) -> Result<Fact, E> {
                Ok(Fact::Number(number))
            }

            fn visit_str<E>(self, text: &str) -> Result<Fact, E> {
                Ok(text.into())
            }

            fn visit_unit<E>(self) -> Result<Fact, E> {
                Ok(Fact::Nothing)
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Fact, A::Error> {
                let mut facts: Vec<(String, Fact)> = Vec::new();
                while let Some(entry) = entries.next_entry()? {
                    facts.push(entry);
                }
                Ok(facts.into_iter().collect::<Facts>().into())
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Fact, A::Error> {
                let mut texts = Vec::new();
                while let Some(text) = items.next_element()? {
                    texts.push(text);
                }
                Ok(Fact::List(texts))
            }
        }

        deserializer.deserialize_any(Value)
    }
}
