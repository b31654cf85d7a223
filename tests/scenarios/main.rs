//! The rules as stories, in the words of the people who use them.

mod alignment;
mod astray;
mod changes;
mod clock;
mod closing;
mod crowded;
mod endings;
mod imports;
mod invoices;
mod letters;
mod many;
mod moving;
mod orders;
mod paper;
mod persons;
mod renewals;
mod rosters;
mod settings;
mod tax;
mod wall;
