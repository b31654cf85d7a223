//! Simulated worlds: platforms, accounts, people and days from one seed, on hosts that crash, against a small model of
//! the rules. A seed that fails is printed; `LAUFZEIT_SEED=<n>` plays it again, alone, and says what was done in it.

mod calendar;
mod desk;
mod disk;
mod invariants;
mod ledger;
mod model;
mod native;
mod random;
mod scene;
mod seeds;
mod shapes;
mod siege;
mod tally;
mod wire;
mod years;
