//! Tests of the page as people use it, in a real Chromium with the real worker. Elements are found by role and name.

mod chromium;
mod comfort;
mod deeds;
mod edits;
mod guide;
mod keyboard;
mod keys;
mod looks;
mod low;
mod outage;
mod page;
mod paper;
mod pictures;
mod places;
mod refusals;
mod rosters;
mod screens;
mod sender;
mod settings;
mod sheets;
mod thing;
mod undo;
mod weight;
mod zones;
