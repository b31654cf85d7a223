//! Simulated worlds: platforms, accounts, people and days, made from one seed, on hosts that crash. They are compared
//! with a small model of the rules. A seed that fails is printed; `LAUFZEIT_SEED=<n>` runs it again alone, and prints
//! what was done.

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
