//! The rules as stories, in the words of those who live with them.

mod astray;
mod changes;
mod clock;
mod closing;
mod imports;
mod invoices;
mod paper;
mod renewals;
