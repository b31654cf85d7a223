//! Calls for tests only. They exist only if the binding `TEST_CLOCK` is set.

use domain::wire::PlatformView;
use serde::Deserialize;
use worker::Request;

use crate::{
    asked::nothing_here,
    inbound::fault,
    inside,
    kept::Kept,
    machine::{longest, memory, slices},
    reply::{OrReply, Reply},
    request, shelf, transaction,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Skew {
    /// How far the object's clock is ahead of the machine's, in milliseconds.
    skew: i64,
    /// Whether the alarm is armed by the new clock; otherwise it is removed.
    arm: bool,
}

impl Kept {
    /// Answers the call for tests that is named `door`.
    pub(crate) async fn test(&self, door: &str, request: &mut Request) -> OrReply<Reply> {
        match door {
            // the platform as it is, without bringing it up to date
            "state" => Ok(Reply::json(200, &PlatformView::from(&*self.book()?))),
            // tells the directory something else than what is so
            "tell" => {
                let body = request.bytes().await.map_err(|error| fault(&error))?;
                inside::tell(&self.env, &request::json(&body)?).await.map_err(|error| fault(&error))?;
                Ok(Reply::json(200, &()))
            }
            // how many rows were written, which is what Cloudflare charges for
            "written" => Ok(Reply::json(200, &transaction::written())),
            // the bytes of memory that this instance has, which it never gives back
            "memory" => Ok(Reply::json(200, &memory())),
            // how many rows were read
            "read" => Ok(Reply::json(200, &transaction::read())),
            // how many sockets watch
            "sockets" => Ok(Reply::json(200, &self.sockets())),
            // when the object woke, in milliseconds since 1970
            "woken" => Ok(Reply::json(200, &self.woken)),
            // how many slices of long work were done
            "slices" => Ok(Reply::json(200, &slices())),
            // how long one piece of work kept all others waiting at most
            "longest" => Ok(Reply::json(200, &longest())),
            "skew" => {
                let body = request.bytes().await.map_err(|error| fault(&error))?;
                let Skew { skew, arm } = request::json(&body)?;
                let writes = {
                    let book = self.book()?;
                    let mut writes = self.writes();
                    writes.tail.skew = skew;
                    writes.head(&book);
                    writes
                };
                self.commit(writes).map_err(|error| fault(&error))?;
                self.alarm.disarm().await.map_err(|error| fault(&error))?;
                if arm {
                    self.settle().await;
                }
                Ok(Reply::json(200, &()))
            }
            // how many bytes all books may have in memory
            "shelf" => {
                let body = request.bytes().await.map_err(|error| fault(&error))?;
                shelf::set_room(request::json(&body)?);
                Ok(Reply::json(200, &shelf::counted()))
            }
            "room" => {
                let body = request.bytes().await.map_err(|error| fault(&error))?;
                transaction::leave_room_for(&self.storage, request::json(&body)?);
                Ok(Reply::json(200, &()))
            }
            #[expect(clippy::panic, reason = "a test asks what a panic does")]
            "panic" => panic!("a test asked for this"),
            "hang" => {
                std::future::pending::<()>().await;
                nothing_here()
            }
            _ => nothing_here(),
        }
    }
}
