//! Makes the archive of a platform. Its files are read twice: once for their sizes and hashes, which the manifest has, and
//! once as they are sent. Both times they come in pieces, so that no more than one of them is in memory.

use chrono::DateTime;
use domain::{hash::Hashing, stamp::Revision, wire::Fault};
use futures_util::stream;
use js_sys::Array;
use worker::{Error, Response, ResponseBuilder, Result, SqlStorage, web_sys};

use super::{
    form::{AFTER_ENTRY, Answer, Contents, FORM, File, Manifest, before_entry},
    gzip,
    tar::{self, BLOCK},
};
use crate::{
    asked::Asked,
    damage::unread,
    entries,
    inbound::fault,
    inside,
    kept::Kept,
    machine::slice,
    once,
    reply::{OrReply, refuse},
    transaction,
};

/// So many bytes are sent at once, or a few more.
const PIECE: usize = 64 << 10;
/// How many scopes are read at once.
const SCOPES: u32 = 1_000;

/// What is read for an archive. The record up to a revision changes only when texts are erased from it, and so does an answer
/// that was given: then the archive breaks off.
#[derive(Debug, Clone)]
struct Source {
    sql: SqlStorage,
    /// The revision at which the record ends.
    until: u64,
    /// The scopes of the answers that had been given when the archive was begun. They are outside of WebAssembly, whose
    /// memory never shrinks.
    scopes: Array,
}

/// A place in one of the files.
#[derive(Debug, Clone, Copy)]
struct Place {
    file: File,
    /// How many of its lines have been read.
    read: u64,
    /// The part of the entry that was read last, within one.
    part: Option<i64>,
}

impl Place {
    const fn begin(file: File) -> Self {
        Self { file, read: 0, part: None }
    }
}

impl Source {
    fn of(sql: SqlStorage, until: Revision) -> Result<Self> {
        let scopes = Array::new();
        let mut after = String::new();
        loop {
            let rows = transaction::rows(
                &sql,
                "SELECT scope FROM answer WHERE scope > ? ORDER BY scope LIMIT ?",
                &[after.as_str().into(), SCOPES.into()],
            )?;
            let some = !rows.is_empty();
            for mut row in rows {
                let scope = row.text()?;
                entries::demand_ahead(scope > after)?;
                scopes.push(&scope.as_str().into());
                after = scope;
            }
            if !some {
                return Ok(Self { sql, until: until.0, scopes });
            }
        }
    }

    /// The next bytes of a file; none at its end.
    fn piece(&self, place: &mut Place) -> Result<Option<Vec<u8>>> {
        let mut bytes = Vec::new();
        while bytes.len() < PIECE {
            let more = match place.file {
                File::Manifest => false,
                File::Record => self.entry(place, &mut bytes)?,
                File::Answers => self.answer(place, &mut bytes)?,
            };
            if !more {
                break;
            }
        }
        Ok(Some(bytes).filter(|bytes| !bytes.is_empty()))
    }

    /// Adds the next part of an entry, or what is around it. Returns whether there was any.
    fn entry(&self, place: &mut Place, bytes: &mut Vec<u8>) -> Result<bool> {
        let revision = place.read + 1;
        if revision > self.until {
            return Ok(false);
        }
        let Some(part) = place.part else {
            let linked = "SELECT link, salt FROM event WHERE revision = ?";
            let row = transaction::first(&self.sql, linked, &[revision.into()])?;
            let mut row = row.ok_or_else(|| Error::RustError(format!("revision {revision} is missing")))?;
            let (link, salt) = (row.text()?, row.maybe_text()?);
            let salts = entries::salts(&self.sql, revision, salt)?;
            bytes.extend(before_entry(&link, salts.as_ref()).into_bytes());
            place.part = Some(i64::MIN >> 10);
            return Ok(true);
        };
        match entries::part(&self.sql, revision, part)? {
            Some((part, text)) => {
                place.part = Some(part);
                bytes.extend(text.into_bytes());
            }
            None => {
                (place.read, place.part) = (revision, None);
                bytes.extend(AFTER_ENTRY.as_bytes());
            }
        }
        Ok(true)
    }

    /// Adds the next answer. Returns whether there was one.
    fn answer(&self, place: &mut Place, bytes: &mut Vec<u8>) -> Result<bool> {
        let scope = u32::try_from(place.read).ok().and_then(|index| self.scopes.get(index).as_string());
        let Some(scope) = scope else { return Ok(false) };
        let head = "SELECT hash, status FROM answer WHERE scope = ?";
        let row = transaction::first(&self.sql, head, &[scope.as_str().into()])?;
        let mut row = row.ok_or_else(|| Error::RustError("an answer is missing".to_owned()))?;
        let (hash, status) = (row.text()?, u16::try_from(row.number()?).unwrap_or(200));
        let body = once::body(&self.sql, &scope.as_str().into())?;
        serde_json::to_writer(&mut *bytes, &Answer { scope, hash, status, body })?;
        bytes.push(b'\n');
        place.read += 1;
        Ok(true)
    }

    /// What a file has in it, with a turn for others after each piece.
    async fn contents(&self, file: File) -> Result<Contents> {
        let (mut place, mut bytes, mut hashing) = (Place::begin(file), 0, Hashing::default());
        while let Some(piece) = self.piece(&mut place)? {
            bytes += piece.len() as u64;
            hashing.add(&piece);
            slice().await;
        }
        Ok(Contents { lines: place.read, bytes, sha256: hashing.end() })
    }
}

/// An archive that is being sent.
#[derive(Debug)]
struct Sending {
    source: Source,
    manifest: Manifest,
    /// When the last entry was recorded, in seconds since 1970. The files are of that time, so that the same archive is the
    /// same bytes.
    time: u64,
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    /// This file comes next.
    Before(File),
    /// Within a file, of which so many bytes have been sent.
    Within(Place, u64),
    Ended,
}

impl Sending {
    /// The next bytes; none at the end.
    fn next(&mut self) -> Result<Option<Vec<u8>>> {
        let block = |file: File, size| tar::header(file.name(), size, self.time).to_vec();
        match &mut self.stage {
            Stage::Before(File::Manifest) => {
                let text = serde_json::to_vec_pretty(&self.manifest)?;
                let mut bytes = block(File::Manifest, text.len() as u64);
                bytes.extend(&text);
                bytes.resize(bytes.len() + tar::padding(text.len() as u64), 0);
                self.stage = Stage::Before(File::Record);
                Ok(Some(bytes))
            }
            Stage::Before(file) => {
                let file = *file;
                let size = self.manifest.contents(file).unwrap_or_default().bytes;
                self.stage = Stage::Within(Place::begin(file), 0);
                Ok(Some(block(file, size)))
            }
            Stage::Within(place, sent) => {
                if let Some(bytes) = self.source.piece(place)? {
                    *sent += bytes.len() as u64;
                    return Ok(Some(bytes));
                }
                let size = self.manifest.contents(place.file).unwrap_or_default().bytes;
                if *sent != size {
                    return Err(Error::RustError("the platform changed in an archive of it".to_owned()));
                }
                let mut zeros = vec![0; tar::padding(size)];
                self.stage = match place.file {
                    File::Manifest | File::Record => Stage::Before(File::Answers),
                    File::Answers => {
                        zeros.resize(zeros.len() + 2 * BLOCK, 0);
                        Stage::Ended
                    }
                };
                // a stream takes no empty piece
                if zeros.is_empty() { self.next() } else { Ok(Some(zeros)) }
            }
            Stage::Ended => Ok(None),
        }
    }
}

impl Kept {
    /// The archive of the platform, as a stream.
    pub(crate) async fn archive(&self, asked: &Asked, only_head: bool) -> OrReply<Response> {
        asked.query().end()?;
        let house = inside::house(&self.env).await?;
        let _turn = self.turn().await;
        let (source, manifest) = {
            let book = self.book()?;
            let (until, platform) = (book.revision(), book.platform());
            let manifest = Manifest {
                form: FORM,
                laufzeit: env!("CARGO_PKG_VERSION").to_owned(),
                house,
                platform: platform.id.clone(),
                name: platform.name.clone(),
                revision: until,
                head: self.tail.get().link,
                counts: book.counts(),
                released_to: book.moved().map(|moved| moved.house.clone()),
                record: Contents::default(),
                answers: Contents::default(),
            };
            (Source::of(self.storage.sql(), until).map_err(|error| unread(&error))?, manifest)
        };
        let name = format!("attachment; filename=\"{}-r{}.tar.gz\"", manifest.platform.as_str(), manifest.revision.0);
        let builder = ResponseBuilder::new()
            .with_header("content-type", "application/gzip")
            .and_then(|builder| builder.with_header("content-disposition", &name))
            .map_err(|error| fault(&error))?;
        if only_head {
            return Ok(builder.empty());
        }
        let record = source.contents(File::Record).await.map_err(|error| unread(&error))?;
        let answers = source.contents(File::Answers).await.map_err(|error| unread(&error))?;
        let last = entries::entry(&source.sql, source.until).map_err(|error| unread(&error))?;
        let time = DateTime::parse_from_rfc3339(&last.at.0).map_or(0, |at| at.timestamp());
        let time = u64::try_from(time).unwrap_or(0);
        let manifest = Manifest { record, answers, ..manifest };
        let sending = Sending { source, manifest, time, stage: Stage::Before(File::Manifest) };
        let pieces = stream::try_unfold(sending, async |mut sending| {
            Ok::<_, Error>(sending.next()?.map(|bytes| (bytes, sending)))
        });
        let plain: web_sys::Response = Response::from_stream(pieces).map_err(|error| fault(&error))?.into();
        match plain.body() {
            Some(plain) => Ok(builder.stream(gzip::packed(&plain))),
            None => refuse(Fault::Internal("an archive has no body".to_owned())),
        }
    }
}
