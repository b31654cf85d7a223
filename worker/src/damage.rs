//! What is said where stored data cannot be read: that it is damaged. A full disk is told apart.

use domain::wire::{Code, Fault, Kind, Problem};
use worker::Error;

use crate::{inbound::fault, reply::Reply};

/// The signs in an error of storage that its file is not what was written.
const SIGNS: [&str; 3] = ["SQLITE_CORRUPT", "SQLITE_NOTADB", "no such table"];

/// The answer if a platform's storage cannot be read, or does not hold what it must. The error is logged.
pub fn unread(error: &Error) -> Box<Reply> {
    let reply = fault(error);
    if reply.status == Kind::Full.status() { reply } else { Box::new(Reply::problem(&Fault::PlatformDamaged)) }
}

/// The answer if a platform's storage cannot be written. The error is logged.
pub fn unwritten(error: &Error) -> Box<Reply> {
    failed(error, &Fault::PlatformDamaged)
}

/// The answer if reading or writing storage failed: `damaged` if it is not what was written. The error is logged.
pub fn failed(error: &Error, damaged: &Fault) -> Box<Reply> {
    let reply = fault(error);
    let text = error.to_string();
    if SIGNS.iter().any(|sign| text.contains(sign)) { Box::new(Reply::problem(damaged)) } else { reply }
}

/// The answer if the runtime could not pass a request to an object. It does not say why, and the only thing it does
/// before the object's code runs is to open its file. The error is logged.
pub fn unopened(error: &Error, damaged: &Fault) -> Box<Reply> {
    let reply = fault(error);
    if error.to_string().contains("internal error") { Box::new(Reply::problem(damaged)) } else { reply }
}

/// The code of a problem.
pub fn code(reply: &Reply) -> Option<Code> {
    serde_json::from_str::<Problem>(&reply.body).ok().and_then(|problem| Code::parse(&problem.code))
}
