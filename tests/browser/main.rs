//! The page as people use it: a real Chromium, the real worker, and everything found by role and name.

mod chromium;
mod edits;
mod guide;
mod outage;
mod page;
mod screens;
mod undo;
