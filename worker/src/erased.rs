//! What is written where texts of a person are erased: over them, before they are deleted, and then in their place.

use domain::{
    account::{AccountId, Address},
    book::Book,
    chain::Salts,
    event::Recorded,
    hash::Hash,
    rows::RowChange,
};

use crate::{
    tail,
    writes::{Writes, one},
};

impl Writes {
    /// Writes an entry anew that texts were erased from. Its link stays.
    pub fn erased(&mut self, revision: u64, body: &str, salts: Option<&Salts>) {
        for table in ["event_part", "salt_part"] {
            self.push(format!("UPDATE {table} SET body = {} WHERE revision = ?", blank("body")), [revision.into()]);
            self.push(format!("DELETE FROM {table} WHERE revision = ?"), [revision.into()]);
        }
        self.push("UPDATE event SET salt = ? WHERE revision = ?", [one(salts), revision.into()]);
        self.entry(revision, body);
        self.salts(revision, salts);
    }

    /// Writes a stored answer anew that texts were erased from. The hash of its request goes, too: whoever guessed the
    /// texts could tell by it that they were right.
    pub fn answer_erased(&mut self, scope: &str, was: (&str, u16, &str), body: &str) {
        let (hash, status, old) = was;
        let none = Hash::default().to_string();
        let toggled = self.tail.answers.toggled(tail::answer(scope, hash, status.into(), old));
        self.tail.answers = toggled.toggled(tail::answer(scope, &none, status.into(), body));
        self.push("UPDATE answer SET hash = ? WHERE scope = ?", [none.into(), scope.into()]);
        self.push(format!("UPDATE answer_part SET body = {} WHERE scope = ?", blank("body")), [scope.into()]);
        self.push("DELETE FROM answer_part WHERE scope = ?", [scope.into()]);
        self.text("answer_part", &scope.into(), body);
    }

    /// Does what an entry does to accounts that had left the book before it.
    pub fn erased_from_gone(&mut self, recorded: &Recorded, book: &Book) {
        for change in RowChange::of(recorded, book.platform().alignment) {
            if let RowChange::Erased { accounts, address } = change {
                self.gone_erased(&accounts, &address);
            }
        }
    }

    /// Takes address and name from accounts that have left the book.
    pub fn gone_erased(&mut self, accounts: &[AccountId], address: &Address) {
        let names = ["address", "display_name", "folded", "name"];
        let blanks: Vec<String> = names.iter().map(|name| format!("{name} = {}", blank(name))).collect();
        let over = format!("UPDATE gone SET {} WHERE id IN (SELECT value FROM json_each(?))", blanks.join(", "));
        self.chunks(&over, &[], accounts);
        let set = "UPDATE gone SET address = ?, display_name = '', folded = ?, name = '' \
            WHERE id IN (SELECT value FROM json_each(?))";
        self.chunks(set, &[address.as_str().into(), address.folded().into()], accounts);
    }
}

/// As many zeros as a column has bytes. Written over a text, they take its very place in the file; a text that is only
/// deleted stays readable there until something else needs the room.
fn blank(column: &str) -> String {
    let length = format!("length(CAST({column} AS BLOB))");
    format!("substr(hex(zeroblob(({length} + 1) / 2)), 1, {length})")
}
