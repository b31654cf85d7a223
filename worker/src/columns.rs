//! Sends the book of a platform as columns, piece by piece as the receiver takes them, so that no more than one piece is in
//! memory. What changes meanwhile is sent again at the end.

use std::rc::Rc;

use domain::{account::AccountId, book::Sending, stamp::Revision};
use futures_util::stream;
use worker::{Error, Request, Response, ResponseBuilder};

use crate::{
    asked::Asked,
    damage::unread,
    entries::Walk,
    inbound::{fault, header},
    kept::Kept,
    machine::progress,
    parsing,
    place::setting,
    reply::OrReply,
};

/// The most bytes of the record that are read to say what is new in a book. Where there are more, the whole book is sent.
const MAX_RECORD: usize = 8 << 20;
/// The most entries that are read for that.
const MAX_NEWS: usize = 10_000;

impl Kept {
    /// The accounts that have changed after a revision; none if reading the record for that takes longer than sending the
    /// whole book.
    pub(crate) fn touched(&self, since: Revision) -> OrReply<Option<Vec<AccountId>>> {
        self.touched_within(since, MAX_NEWS, MAX_RECORD)
    }

    /// The same; none if that takes reading more than so many entries or bytes.
    pub(crate) fn touched_within(
        &self,
        since: Revision,
        most: usize,
        most_bytes: usize,
    ) -> OrReply<Option<Vec<AccountId>>> {
        let entries = self.store.revisions("1", &[], Walk::Oldest { after: since.0 }, most + 1);
        let entries = entries.map_err(|error| unread(&error))?;
        if entries.len() > most {
            return Ok(None);
        }
        let (mut touched, mut bytes) = (Vec::new(), 0);
        for revision in entries {
            bytes += self.store.entry_bytes(revision).map_err(|error| unread(&error))?;
            if bytes > most_bytes {
                return Ok(None);
            }
            let text = self.store.entry_text(revision).map_err(|error| unread(&error))?;
            let recorded = parsing::recorded(&text).map_err(|error| unread(&error.into()))?;
            touched.extend(recorded.event.accounts());
        }
        Ok(Some(touched))
    }

    /// The next bytes of a book that is being sent; none at its end.
    pub(crate) fn columns(&self, sending: &mut Sending) -> OrReply<Option<Vec<u8>>> {
        progress();
        let book = self.book()?;
        let next = sending.next(&book, |since| self.touched(since));
        drop(book);
        self.rest();
        next
    }
}

/// The book, or what is new in it, as columns.
pub(crate) fn snapshot(kept: &Rc<Kept>, asked: &Asked, request: &Request) -> OrReply<Response> {
    let mut query = asked.query();
    let since = query.number("since");
    query.end()?;
    let since = since.filter(|since| 0 < *since && kept.book().is_ok_and(|book| *since <= book.revision().0));
    let sending = match since.map(Revision) {
        Some(since) => match kept.touched(since)? {
            Some(touched) => Sending::news(since, touched, Sending::MOST),
            None => Sending::whole(Sending::MOST),
        },
        None => Sending::whole(Sending::MOST),
    };
    let headed = |builder: ResponseBuilder| {
        let builder = builder.with_header("content-type", "application/octet-stream")?;
        match encoding(kept, request) {
            Some(encoding) => builder.with_header("content-encoding", encoding),
            None => Ok(builder),
        }
    };
    let builder = headed(ResponseBuilder::new()).map_err(|error| fault(&error))?;
    if request.inner().method() == "HEAD" {
        return Ok(builder.empty());
    }
    let pieces = stream::try_unfold((Rc::clone(kept), sending), async |(kept, mut sending)| {
        let next = kept.columns(&mut sending).map_err(|reply| Error::RustError(reply.body))?;
        Ok::<_, Error>(next.map(|bytes| (bytes, (kept, sending))))
    });
    builder.from_stream(pieces).map_err(|error| fault(&error))
}

/// How the runtime is to compress an answer: not at a desk, where the way is short.
fn encoding(kept: &Kept, request: &Request) -> Option<&'static str> {
    let taken = header(request, "accept-encoding").unwrap_or_default();
    let takes = |encoding: &str| {
        taken.split(',').any(|taken| taken.split(';').next().is_some_and(|name| name.trim() == encoding))
    };
    if setting(&kept.env, "PLACE").as_deref() == Some("desk") {
        return None;
    }
    ["br", "gzip"].into_iter().find(|encoding| takes(encoding))
}
