//! The laws of the rules, on made-up platforms with made-up lives.

mod changes;
mod demos;
mod lists;
mod model;
mod outlook;
mod record;
mod rosters;
mod tamper;
mod time;
mod world;
