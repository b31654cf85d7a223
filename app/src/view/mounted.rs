//! Views that stand in the page, and how they become other views.

use std::borrow::Cow;

use leptos::prelude::{Owner, RenderEffect, document, untrack};
use web_sys::{Node, Text};

use super::{KeyedView, View, mounted_element::MountedElement};

/// A view that stands in the page. It has at least one node, so that its place is known.
pub enum Mounted {
    Nothing(Text),
    Text(Text, Cow<'static, str>),
    Element(Box<MountedElement>),
    /// The text node at the end is empty and marks the place.
    List(Vec<Self>, Text),
    Live(Effect<Self>),
    Keyed(Effect<KeyedViews>),
}

/// An effect that drops what it has shown when it is dropped itself. Otherwise that would stay alive until the effect
/// is woken once more, and the effects inside would run on signals that are gone.
pub struct Effect<T: 'static>(RenderEffect<T>);

impl<T> Drop for Effect<T> {
    fn drop(&mut self) {
        drop(self.0.take_value());
    }
}

impl Mounted {
    pub fn build(view: View) -> Self {
        match view {
            View::Nothing => Self::Nothing(text("")),
            View::Text(words) => Self::Text(text(&words), words),
            View::Element(element) => Self::Element(Box::new(MountedElement::build(*element.0))),
            View::List(views) => Self::List(views.into_iter().map(Self::build).collect(), text("")),
            View::Live(say) => Self::Live(live(say, None)),
            View::Keyed(say) => Self::Keyed(keyed(say)),
        }
    }

    /// Inserts the view into `parent`, before one of its nodes or at its end.
    pub fn mount(&self, parent: &Node, before: Option<&Node>) {
        match self {
            Self::Nothing(node) | Self::Text(node, _) => insert(parent, node, before),
            Self::Element(shown) => insert(parent, &shown.node, before),
            Self::List(items, end) => {
                items.iter().for_each(|item| item.mount(parent, before));
                insert(parent, end, before);
            }
            Self::Live(effect) => drop(effect.0.with_value_mut(|now| now.mount(parent, before))),
            Self::Keyed(effect) => drop(effect.0.with_value_mut(|now| {
                now.rows.iter().for_each(|row| row.shown.mount(parent, before));
                insert(parent, &now.end, before);
            })),
        }
    }

    fn unmount(&self) {
        match self {
            Self::Nothing(node) | Self::Text(node, _) => remove(node),
            Self::Element(shown) => remove(&shown.node),
            Self::List(items, end) => {
                items.iter().for_each(Self::unmount);
                remove(end);
            }
            Self::Live(effect) => drop(effect.0.with_value_mut(|now| now.unmount())),
            Self::Keyed(effect) => drop(effect.0.with_value_mut(|now| {
                now.rows.iter().for_each(|row| row.shown.unmount());
                remove(&now.end);
            })),
        }
    }

    /// The first node of the view.
    fn first(&self) -> Option<Node> {
        match self {
            Self::Nothing(node) | Self::Text(node, _) => Some(node.clone().into()),
            Self::Element(shown) => Some(shown.node.clone().into()),
            Self::List(items, end) => items.first().map_or_else(|| Some(end.clone().into()), Self::first),
            Self::Live(effect) => effect.0.with_value_mut(|now| now.first()).flatten(),
            Self::Keyed(effect) => effect.0.with_value_mut(|now| now.first()).flatten(),
        }
    }

    /// Puts back texts that a translator has taken out, and returns the first node. A translator puts an element of its
    /// own in the place of a text that is not empty, or around it. `next` is what follows the view in `parent`.
    pub fn mend(&self, parent: &Node, next: Option<Node>) -> Option<Node> {
        match self {
            Self::Text(node, _) if node.parent_node().as_ref() != Some(parent) => {
                let before = next.as_ref().map_or_else(|| parent.last_child(), Node::previous_sibling);
                insert(parent, node, next.as_ref());
                if let Some(other) = before.filter(|other| other.node_name() == "FONT") {
                    remove(&other);
                }
                Some(node.clone().into())
            }
            Self::Nothing(_) | Self::Text(..) | Self::Element(_) => self.first(),
            Self::List(items, end) => mend_all(items, parent, end),
            Self::Live(effect) => effect.0.with_value_mut(|now| now.mend(parent, next)).flatten(),
            Self::Keyed(effect) => effect.0.with_value_mut(|now| now.mend(parent)).flatten(),
        }
    }

    /// The node that the view stands in, found by its last node.
    fn parent(&self) -> Option<Node> {
        match self {
            Self::Nothing(end) | Self::Text(end, _) | Self::List(_, end) => end.parent_node(),
            Self::Element(shown) => shown.node.parent_node(),
            Self::Live(effect) => effect.0.with_value_mut(|now| now.parent()).flatten(),
            Self::Keyed(effect) => effect.0.with_value_mut(|now| now.end.parent_node()).flatten(),
        }
    }

    /// Becomes another view. Elements from the same place in the source are changed, everything else is replaced. Lists
    /// by key are replaced, too, because their rows only know what was true when they were made.
    pub fn patch(&mut self, view: View) {
        match (self, view) {
            (Self::Nothing(_), View::Nothing) => {}
            (Self::Text(node, old), View::Text(new)) => {
                if *old != new {
                    node.set_data(&new);
                    *old = new;
                }
            }
            (Self::Element(shown), View::Element(element)) if shown.is_of(&element.0) => shown.patch(*element.0),
            (Self::List(items, end), View::List(views)) => patch_list(items, views, end),
            (Self::Live(effect), View::Live(say)) => *effect = live(say, effect.0.take_value()),
            (this, view) => {
                let new = Self::build(view);
                if let Some(parent) = this.parent() {
                    new.mount(&parent, this.mend(&parent, None).as_ref());
                }
                this.unmount();
                *this = new;
            }
        }
    }
}

/// Mends the items of a list, from the last to the first, and returns the first node.
fn mend_all(items: &[Mounted], parent: &Node, end: &Text) -> Option<Node> {
    let mut next = Some(end.clone().into());
    for item in items.iter().rev() {
        next = item.mend(parent, next);
    }
    next
}

fn patch_list(items: &mut Vec<Mounted>, views: Vec<View>, end: &Text) {
    if let Some(parent) = end.parent_node() {
        mend_all(items, &parent, end);
    }
    for gone in items.drain(views.len().min(items.len())..) {
        gone.unmount();
    }
    let mut views = views.into_iter();
    for (item, view) in items.iter_mut().zip(&mut views) {
        item.patch(view);
    }
    for view in views {
        let item = Mounted::build(view);
        if let Some(parent) = end.parent_node() {
            item.mount(&parent, Some(end));
        }
        items.push(item);
    }
}

fn live(mut say: Box<dyn FnMut() -> View>, before: Option<Mounted>) -> Effect<Mounted> {
    let run = move |before: Option<Mounted>| {
        // a text is a list of one, because the end of a list marks the place of a text that was taken out
        let view = say();
        let view = if matches!(view, View::Text(_)) { View::List(vec![view]) } else { view };
        match before {
            None => Mounted::build(view),
            Some(mut mounted) => {
                mounted.patch(view);
                mounted
            }
        }
    };
    Effect(RenderEffect::new_with_value(run, before))
}

/// The rows of a list by key.
pub struct KeyedViews {
    rows: Vec<Kept>,
    /// Marks the place of the list.
    end: Text,
}

struct Kept {
    key: u64,
    shown: Mounted,
    /// Ends the signals and effects of the row when the row is dropped.
    _owner: Owner,
}

fn keyed(mut say: Box<dyn FnMut() -> Vec<KeyedView>>) -> Effect<KeyedViews> {
    // the effect's own owner would drop everything whenever the effect runs
    let owner = Owner::current().unwrap_or_default();
    let run = move |before: Option<KeyedViews>| {
        let mut rows = before.unwrap_or_else(|| KeyedViews { rows: Vec::new(), end: text("") });
        let new = say();
        untrack(|| rows.become_these(new, &owner));
        rows
    };
    Effect(RenderEffect::new(run))
}

impl KeyedViews {
    fn first(&self) -> Option<Node> {
        self.rows.first().map_or_else(|| Some(self.end.clone().into()), |row| row.shown.first())
    }

    fn mend(&self, parent: &Node) -> Option<Node> {
        let end = Some(self.end.clone().into());
        self.rows.iter().rev().fold(end, |next, row| row.shown.mend(parent, next))
    }

    fn become_these(&mut self, new: Vec<KeyedView>, owner: &Owner) {
        if let Some(parent) = self.end.parent_node() {
            self.mend(&parent);
        }
        let mut old: Vec<Option<Kept>> = self.rows.drain(..).map(Some).collect();
        let mut places = Vec::with_capacity(new.len());
        for (key, make) in new {
            let place = old.iter().position(|row| row.as_ref().is_some_and(|row| row.key == key));
            let row = place.and_then(|place| old.get_mut(place)?.take()).unwrap_or_else(|| {
                let owner = owner.child();
                let shown = owner.with(|| Mounted::build(make()));
                Kept { key, shown, _owner: owner }
            });
            places.push(place);
            self.rows.push(row);
        }
        for gone in old.into_iter().flatten() {
            gone.shown.unmount();
        }
        let Some(parent) = self.end.parent_node() else { return };
        let stay = in_order(&places);
        let mut before = Some(self.end.clone().into());
        for (at, row) in self.rows.iter().enumerate().rev() {
            if stay.get(at) != Some(&true) {
                row.shown.mount(&parent, before.as_ref());
            }
            before = row.shown.first();
        }
    }
}

/// Which rows stay where they are while the others are moved, so that as many as can be stay: those whose old places are in
/// order. What was in no place is moved.
fn in_order(places: &[Option<usize>]) -> Vec<bool> {
    // of all orders of one length, the one that ends earliest: its last row, and for each row the one before it
    let mut last: Vec<(usize, usize)> = Vec::new();
    let mut before = vec![None; places.len()];
    for (at, place) in places.iter().enumerate() {
        let Some(place) = *place else { continue };
        let length = last.partition_point(|(other, _)| *other < place);
        if let (Some(slot), Some((_, previous))) =
            (before.get_mut(at), length.checked_sub(1).and_then(|it| last.get(it)))
        {
            *slot = Some(*previous);
        }
        match last.get_mut(length) {
            Some(longer) => *longer = (place, at),
            None => last.push((place, at)),
        }
    }
    let end = last.last().map(|(_, at)| *at);
    let mut stay = vec![false; places.len()];
    for at in std::iter::successors(end, |at| before.get(*at).copied().flatten()) {
        stay.get_mut(at).into_iter().for_each(|stays| *stays = true);
    }
    stay
}

fn text(text: &str) -> Text {
    document().create_text_node(text)
}

/// Inserts a node into another, before one of its nodes or at its end.
pub fn insert(parent: &Node, node: &Node, before: Option<&Node>) {
    // refused only if `before` is not in `parent`
    let _inserted = parent.insert_before(node, before);
}

fn remove(node: &Node) {
    if let Some(parent) = node.parent_node() {
        // never refused, because the node is in its parent
        let _removed = parent.remove_child(node);
    }
}

#[cfg(test)]
mod tests {
    use super::in_order;

    #[test]
    fn as_few_rows_as_can_be_are_moved() {
        let moved = |places: &[Option<usize>]| {
            let stay = in_order(places);
            let kept: Vec<_> = places.iter().zip(stay).filter(|(_, stays)| *stays).map(|(place, _)| *place).collect();
            assert!(kept.is_sorted() && kept.iter().all(Option::is_some), "{places:?} keeps {kept:?}");
            places.len() - kept.len()
        };
        let all = |places: &[usize]| places.iter().copied().map(Some).collect::<Vec<_>>();
        assert_eq!(moved(&[]), 0);
        assert_eq!(moved(&all(&[0, 1, 2, 3])), 0);
        assert_eq!(moved(&all(&[2, 3, 4, 5, 0, 1])), 2, "the first ones come last");
        assert_eq!(moved(&all(&[4, 5, 0, 1, 2, 3])), 2, "the last ones come first");
        assert_eq!(moved(&all(&[3, 2, 1, 0])), 3);
        assert_eq!(moved(&[None, Some(0), None, Some(2), Some(1), Some(3)]), 3);
    }
}
