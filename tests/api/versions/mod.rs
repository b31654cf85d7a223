//! Data that outlives its version. `tests/data/versions` has a folder of each version, made by its own code and never changed:
//!
//! - `do`, the data folder that it left,
//! - `commands.jsonl`, the commands that filled it, with their keys and answers,
//! - `questions.jsonl`, what it answered when it was asked for everything,
//! - `events.jsonl`, every entry of every record, as it was stored.

mod kept;
mod opened;
mod record;
mod scenes;
