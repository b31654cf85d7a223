//! The values of attributes, properties, classes and styles.

use std::borrow::Cow;

/// A value.
#[derive(Clone, PartialEq, Eq, Default)]
pub enum Value {
    /// No value: the attribute is not set.
    #[default]
    Absent,
    /// Set or not set.
    Flag(bool),
    /// A text.
    Text(Cow<'static, str>),
}

/// Where a value comes from.
pub enum Source {
    /// A value that never changes.
    Fixed(Value),
    /// A closure that returns the value. It runs again whenever a signal it read changes.
    Live(Box<dyn FnMut() -> Value>),
}

/// What can be a value.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the value of an attribute, a property, a class or a style",
    label = "this is neither text nor `bool`, nor an option of one",
    note = "text is a `&'static str` or a `String`: of a shorter `&str` give `.to_owned()`, of a number `.to_string()`"
)]
pub trait IntoValue {
    /// Turns it into a value.
    fn into_value(self) -> Value;
}

impl IntoValue for bool {
    fn into_value(self) -> Value {
        Value::Flag(self)
    }
}

impl IntoValue for &'static str {
    fn into_value(self) -> Value {
        Value::Text(Cow::Borrowed(self))
    }
}

impl IntoValue for String {
    fn into_value(self) -> Value {
        Value::Text(Cow::Owned(self))
    }
}

impl<T: IntoValue> IntoValue for Option<T> {
    fn into_value(self) -> Value {
        self.map(T::into_value).unwrap_or_default()
    }
}

/// What can be given to an attribute: a value, or a closure of one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be given to an attribute, a property, a class or a style",
    label = "this is neither text nor `bool`, nor an option or a closure of one",
    note = "text is a `&'static str` or a `String`: of a shorter `&str` give `.to_owned()`, of a number `.to_string()`",
    note = "of a signal give a closure that reads it: `move || signal.get()`"
)]
pub trait IntoSource {
    /// Turns it into a source.
    fn into_source(self) -> Source;
}

macro_rules! fixed {
    ($($type:ty),*) => {$(
        impl IntoSource for $type {
            fn into_source(self) -> Source {
                Source::Fixed(self.into_value())
            }
        }
    )*};
}

fixed!(bool, &'static str, String, Option<&'static str>, Option<String>);

#[diagnostic::do_not_recommend]
impl<F, T> IntoSource for F
where
    F: FnMut() -> T + 'static,
    T: IntoValue,
{
    fn into_source(mut self) -> Source {
        Source::Live(Box::new(move || self().into_value()))
    }
}
