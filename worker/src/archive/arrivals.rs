//! Takes an archive in: unpacks it as it comes, and passes it on piece by piece to the object of its platform, which checks
//! it and takes it over. Nothing of it is kept here but the piece that comes.

use domain::{
    hash::Hashing,
    platform::PlatformId,
    wire::{ArchiveFault, ArrivalView, Fault},
};
use serde::de::DeserializeOwned;
use worker::{Env, Request, console_error};

use super::{
    form::{File, MAX_LINE, MAX_MANIFEST, MAX_SENT, Manifest},
    gzip,
    tar::{Next, Reader},
};
use crate::{
    asked::Asked,
    caller::Caller,
    inbound::{Inflow, fault, header, told},
    inside,
    machine::machine_now,
    place::still,
    reply::{OrReply, Reply, refuse},
    request,
};

/// How many bytes are passed on at once.
const PIECE: usize = 512 << 10;

/// Answers a request that brings an archive: only says what it is, or takes it.
pub async fn arrive(request: &mut Request, asked: &Asked, caller: Caller, env: &Env, take: bool) -> OrReply<Reply> {
    asked.query().end()?;
    request::content_type(header(request, "content-type").as_deref(), "application/gzip")?;
    if told(request).is_some_and(|length| length > MAX_SENT) {
        return refuse(ArchiveFault::TooLarge { max_mib: (MAX_SENT >> 20) as u64 }.into());
    }
    let Some(mut body) = Inflow::of(request).map_err(|error| fault(&error))? else { return damaged("it is empty") };
    let began = machine_now();
    let mut upload = Upload::new(env);
    let read = gzip::unpacked(&mut body, MAX_SENT, async |bytes| upload.read(&bytes).await).await;
    let checked = match read {
        Ok(()) => upload.end().await,
        Err(reply) => {
            body.drain().await;
            Err(reply)
        }
    };
    let answer = match checked {
        Ok(view) if !take => Ok(Reply::json_text(200, view)),
        Ok(_) => match still(caller, began, asked, env).await {
            Ok(caller) => upload.take(&caller).await,
            Err(reply) => Err(reply),
        },
        Err(reply) => Err(reply),
    };
    upload.give_up().await;
    answer
}

fn damaged<T>(reason: impl Into<String>) -> OrReply<T> {
    refuse(ArchiveFault::damaged(reason).into())
}

/// An archive that is coming.
struct Upload<'a> {
    env: &'a Env,
    tar: Reader,
    /// The files that have not begun yet.
    ahead: &'static [File],
    /// The file that is coming.
    file: Option<Coming>,
    begun: Option<Begun>,
}

/// A file that is coming.
struct Coming {
    file: File,
    size: u64,
    hashing: Hashing,
    /// What has not been passed on yet.
    bytes: Vec<u8>,
    /// How many pieces have been passed on.
    parts: u32,
    /// How many bytes have come since the last end of a line.
    line: usize,
}

/// An archive whose manifest has come, and for which its platform's object waits.
struct Begun {
    id: PlatformId,
    manifest: Manifest,
    session: String,
}

impl<'a> Upload<'a> {
    fn new(env: &'a Env) -> Self {
        Self { env, tar: Reader::new(), ahead: &File::ALL, file: None, begun: None }
    }

    /// Reads the next bytes of the tar.
    async fn read(&mut self, mut bytes: &[u8]) -> OrReply<()> {
        loop {
            let next = self.tar.next(&mut bytes).or_else(damaged)?;
            match next {
                None => return Ok(()),
                Some(Next::File { header }) => {
                    let Some((file, ahead)) = self.ahead.split_first().filter(|(file, _)| header.is(file.name()))
                    else {
                        return damaged("its files are not those of an archive, in their order");
                    };
                    let told = self.begun.as_ref().and_then(|begun| begun.manifest.contents(*file));
                    if told.map_or(header.size > MAX_MANIFEST, |told| told.bytes != header.size) {
                        return damaged(format!("{} is not as long as it should be", file.name()));
                    }
                    self.ahead = ahead;
                    let hashing = Hashing::default();
                    self.file =
                        Some(Coming { file: *file, size: header.size, hashing, bytes: Vec::new(), parts: 0, line: 0 });
                }
                Some(Next::Bytes(more)) => self.bytes(more).await?,
                Some(Next::FileEnd) => self.file_end().await?,
                Some(Next::End) if self.ahead.is_empty() => {}
                Some(Next::End) => return damaged("it ends too early"),
            }
        }
    }

    async fn bytes(&mut self, more: &[u8]) -> OrReply<()> {
        let Some(coming) = &mut self.file else { return damaged("it has bytes outside of its files") };
        coming.hashing.add(more);
        coming.bytes.extend_from_slice(more);
        coming.line = match more.iter().rposition(|byte| *byte == b'\n') {
            Some(end) => more.len() - end,
            None => coming.line + more.len(),
        };
        if coming.line > MAX_LINE {
            return damaged(format!("a line of {} is too long", coming.file.name()));
        }
        if coming.file != File::Manifest && coming.bytes.len() >= PIECE {
            self.pass_on(false).await?;
        }
        Ok(())
    }

    /// Passes on what has come of a file: whole characters, or all of it at its end.
    async fn pass_on(&mut self, all: bool) -> OrReply<()> {
        let (Some(coming), Some(begun)) = (&mut self.file, &self.begun) else { return damaged("it has no manifest") };
        let whole = match std::str::from_utf8(&coming.bytes) {
            Ok(text) => text.len(),
            Err(error) if error.error_len().is_none() && !all => error.valid_up_to(),
            Err(_) => return damaged(format!("{} is not written in UTF-8", coming.file.name())),
        };
        let rest = coming.bytes.split_off(whole);
        let text = String::from_utf8(std::mem::replace(&mut coming.bytes, rest)).unwrap_or_default();
        if text.is_empty() {
            return Ok(());
        }
        let (number, part) = (coming.file.number(), coming.parts);
        coming.parts += 1;
        let path = format!("{}?session={}&file={number}&part={part}", inside::ARRIVAL_PIECE, begun.session);
        inside::send(self.env, &begun.id, &path, text).await.map(drop)
    }

    async fn file_end(&mut self) -> OrReply<()> {
        let Some(coming) = &self.file else { return damaged("it has an end without a file") };
        let file = coming.file;
        if file == File::Manifest {
            let manifest = Manifest::read(&coming.bytes).map_err(|error| Box::new(Reply::problem(&error.into())))?;
            let text = json(&manifest);
            let id = manifest.platform.clone();
            let session = parsed(&inside::send(self.env, &id, inside::ARRIVAL_BEGIN, text).await?)?;
            self.begun = Some(Begun { id, manifest, session });
        } else {
            self.pass_on(true).await?;
        }
        let Some(Coming { hashing, size, .. }) = self.file.take() else { return Ok(()) };
        let told = self.begun.as_ref().and_then(|begun| begun.manifest.contents(file));
        if told.is_none_or(|told| (told.sha256, told.bytes) == (hashing.end(), size)) {
            return Ok(());
        }
        damaged(format!("the hash of {} is not the one in its manifest", file.name()))
    }

    /// Has the archive checked once all of it has come. Returns what it is, as JSON.
    async fn end(&self) -> OrReply<String> {
        let Some(begun) = self.begun.as_ref().filter(|_| self.tar.has_ended()) else {
            return damaged("it ends too early");
        };
        let house = json(&inside::house(self.env).await?);
        inside::send(self.env, &begun.id, &format!("{}?session={}", inside::ARRIVAL_END, begun.session), house).await
    }

    /// Takes over an archive that was checked.
    async fn take(&mut self, caller: &Caller) -> OrReply<Reply> {
        let Some(Begun { id, session, .. }) = &self.begun else { return damaged("it has no manifest") };
        let arrival = inside::Arrival { id: id.clone(), session: session.clone(), caller: caller.clone() };
        let view: ArrivalView = parsed(&inside::take(self.env, &arrival).await?)?;
        self.begun = None;
        Ok(Reply::json(201, &view))
    }

    /// Has what has come thrown away, unless it was taken over.
    async fn give_up(self) {
        let Some(begun) = self.begun else { return };
        let path = format!("{}?session={}", inside::ARRIVAL_DROP, begun.session);
        if let Err(reply) = inside::send(self.env, &begun.id, &path, String::new()).await {
            console_error!("{}", reply.body);
        }
    }
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

fn parsed<T: DeserializeOwned>(text: &str) -> OrReply<T> {
    serde_json::from_str(text).or_else(|error: serde_json::Error| refuse(Fault::Internal(error.to_string())))
}
