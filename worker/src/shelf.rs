//! The books that are in memory. All objects of an isolate share one memory of WebAssembly, which never shrinks, so what an
//! idle book takes is given to the next one: the book used longest ago goes first, and is read from storage again when
//! somebody asks for its platform.

use std::{
    cell::{Cell, RefCell, RefMut},
    collections::BTreeMap,
    rc::{Rc, Weak},
};

use domain::book::Book;

use crate::machine::machine_now;

/// How many bytes the books that are not at work may have together. The one used last stays, however large it is.
const ROOM: usize = 24 << 20;
/// For how many milliseconds a book stays that nobody uses.
const IDLE: i64 = 5 * 60_000;
/// How many milliseconds lie between two looks at what is idle, at least.
const ROUND: i64 = 10_000;

thread_local! {
    static SHELF: RefCell<Shelf> = const { RefCell::new(Shelf { books: BTreeMap::new(), uses: 0, room: ROOM, looked: 0 }) };
}

/// The books of this isolate that are in memory.
struct Shelf {
    /// By when they were last used: the number of that use.
    books: BTreeMap<u64, Weak<Shelved>>,
    /// How many uses there were.
    uses: u64,
    room: usize,
    /// When the idle ones were last looked for, in milliseconds since 1970.
    looked: i64,
}

impl Shelf {
    /// How many bytes the books have.
    fn bytes(&self) -> usize {
        self.books.values().filter_map(Weak::upgrade).map(|book| book.bytes.get()).sum()
    }
}

/// The place of one platform's book.
#[derive(Debug, Default)]
pub struct Shelved {
    book: RefCell<Option<Book>>,
    /// How much memory it takes, in bytes.
    bytes: Cell<usize>,
    /// The number of its last use.
    used: Cell<u64>,
    /// When that was, in milliseconds since 1970.
    at: Cell<i64>,
    /// How many are at work with it, who would have to read it again at once.
    held: Cell<usize>,
}

/// Somebody at work with a book. It stays in memory until this is dropped.
#[derive(Debug)]
pub struct Held<'a>(&'a Shelved);

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.0.held.set(self.0.held.get().saturating_sub(1));
    }
}

impl Shelved {
    /// The book, or its place.
    pub fn place(&self) -> RefMut<'_, Option<Book>> {
        self.book.borrow_mut()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.book.borrow().is_none()
    }

    /// Keeps the book in memory, until what this returns is dropped.
    pub fn hold(&self) -> Held<'_> {
        self.held.set(self.held.get().saturating_add(1));
        Held(self)
    }

    /// Puts a book in its place.
    pub fn put(self: &Rc<Self>, book: Book) {
        self.book.replace(Some(book));
        self.use_now();
    }

    /// Takes the book out of memory.
    pub fn take(&self) -> Option<Book> {
        self.book.take()
    }

    /// Notes that the book is used, and how large it is now.
    pub fn use_now(self: &Rc<Self>) {
        let bytes = self.book.try_borrow().ok().map(|book| book.as_ref().map_or(0, Book::bytes));
        self.bytes.set(bytes.unwrap_or(self.bytes.get()));
        self.at.set(machine_now());
        SHELF.with_borrow_mut(|shelf| {
            shelf.books.remove(&self.used.get());
            shelf.uses += 1;
            self.used.set(shelf.uses);
            shelf.books.insert(shelf.uses, Rc::downgrade(self));
        });
    }

    /// Drops the book, unless it is needed at this moment or is `own`. Returns whether it is gone.
    fn leave(&self, own: Option<&Self>) -> bool {
        if self.held.get() > 0 || own.is_some_and(|own| std::ptr::eq(own, self)) {
            return false;
        }
        let Ok(mut place) = self.book.try_borrow_mut() else { return false };
        *place = None;
        self.bytes.set(0);
        SHELF.with_borrow_mut(|shelf| drop(shelf.books.remove(&self.used.get())));
        true
    }
}

/// Drops books until they have room: those that have been idle for long, and those used longest ago, but for `own`. Whatever
/// a book was there for goes on when it has been read again.
pub fn tidy(own: Option<&Shelved>) {
    let now = machine_now();
    let (looks, room, bytes) = SHELF.with_borrow_mut(|shelf| {
        let looks = now.saturating_sub(shelf.looked) >= ROUND;
        shelf.looked = if looks { now } else { shelf.looked };
        (looks, shelf.room, shelf.bytes())
    });
    if looks || bytes > room {
        let idle_since = now.saturating_sub(IDLE);
        shrink(room, |book| book.at.get() <= idle_since, own, room == 0);
    }
}

/// Drops books until there is room for so many bytes beside them, as work on `own` needs them that is to come.
pub fn make_room(own: &Shelved, bytes: usize) {
    let room = SHELF.with_borrow(|shelf| shelf.room).saturating_sub(bytes);
    shrink(room, |_| false, Some(own), true);
}

/// Drops the books used longest ago until all have no more than so many bytes, and those that are `idle`.
fn shrink(room: usize, idle: impl Fn(&Shelved) -> bool, own: Option<&Shelved>, and_last: bool) {
    let mut bytes = SHELF.with_borrow(Shelf::bytes);
    for book in unused(and_last) {
        let size = book.bytes.get();
        if (bytes > room || idle(&book)) && book.leave(own) {
            bytes = bytes.saturating_sub(size);
        }
    }
}

/// Changes how many bytes all books may have; none for what it is usually. With 0 bytes, none stays after its use. For tests.
pub fn set_room(bytes: Option<usize>) {
    SHELF.with_borrow_mut(|shelf| shelf.room = bytes.unwrap_or(ROOM));
}

/// How many books are in memory, and how many bytes they have together.
pub fn counted() -> (usize, usize) {
    let books = SHELF.with_borrow(|shelf| shelf.books.values().filter_map(Weak::upgrade).collect::<Vec<_>>());
    let there = books.iter().filter(|own| own.bytes.get() > 0);
    (there.clone().count(), there.map(|own| own.bytes.get()).sum())
}

/// The books by when they were used, oldest first; the one used last only if it is asked for.
fn unused(and_last: bool) -> Vec<Rc<Shelved>> {
    SHELF.with_borrow_mut(|shelf| {
        shelf.books.retain(|_, own| own.strong_count() > 0);
        let all = shelf.books.len();
        let most = if and_last { all } else { all.saturating_sub(1) };
        shelf.books.values().take(most).filter_map(Weak::upgrade).collect()
    })
}
