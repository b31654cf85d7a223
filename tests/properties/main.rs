//! Laws of the rules, tested on made-up platforms with made-up lives.

mod changes;
mod columns;
mod deeds;
mod demos;
mod erasing;
mod lists;
mod model;
mod moving;
mod outlook;
mod promises;
mod record;
mod rosters;
mod sets;
mod slices;
mod tamper;
mod time;
mod world;
