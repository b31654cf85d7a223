//! Checks an archive that has come, slice by slice: its chain, its record by the rules, its answers, and what its manifest
//! says of them. Only what is sound is taken.

use domain::{
    chain::Linking,
    check::Checker,
    event::{Event, Recorded},
    hash::Hash,
    moving::{Arrival, ArrivalState, HouseId, Own},
    stamp::Revision,
    wire::{ArchiveFault, ArrivalView},
};
use worker::{Error, SqlStorage};

use super::{
    arriving::{Arriving, Verified},
    form::{Answer, Entry, File, Manifest},
    staging::Lines,
};
use crate::{
    clock,
    damage::unread,
    kept::Kept,
    machine::{SLICE, slice},
    record::parsed,
    reply::{OrReply, Reply, refuse},
    transaction,
};

/// How many lines are read before other requests may run.
const LINES: u64 = 16;

fn damaged<T>(reason: impl Into<String>) -> OrReply<T> {
    refuse(ArchiveFault::damaged(reason).into())
}

fn unsound<T>(finding: impl Into<String>) -> OrReply<T> {
    refuse(ArchiveFault::Unsound { finding: finding.into() }.into())
}

/// The record of an archive while it is being checked.
struct Record<'a> {
    manifest: &'a Manifest,
    checker: Checker,
    read: u64,
    link: Hash,
    released_to: Option<HouseId>,
    /// The revision of which the link is wanted, and the link once it is there.
    fork: (Revision, Option<Hash>),
}

impl Record<'_> {
    /// Checks the next line.
    async fn look(&mut self, line: &str) -> OrReply<()> {
        self.read += 1;
        let at = self.read;
        let Some(Entry { link, salts, text }) = Entry::read(line) else {
            return damaged(format!("line {at} of its record cannot be read"));
        };
        let mut linking = Linking::of(self.link, salts);
        while !linking.step(text, SLICE) {
            slice().await;
        }
        if !linking.fits(text) || linking.end() != link {
            return damaged(format!("revision {at} is not what was recorded, or does not follow what was"));
        }
        self.link = link;
        let Ok(recorded): Result<Recorded, _> = parsed(text).await else {
            return damaged(format!("revision {at} cannot be read"));
        };
        if recorded.revision.0 != at {
            return damaged(format!("revision {} stands where {at} should", recorded.revision.0));
        }
        if let Event::PlatformCreated { platform } = &recorded.event
            && platform.id != self.manifest.platform
        {
            return damaged("its record is of another platform than its manifest says");
        }
        while !self.checker.look_at(&recorded, SLICE) {
            slice().await;
        }
        self.demand_sound()?;
        if at == self.fork.0.0 {
            self.fork.1 = Some(link);
        }
        let house = if let Event::MovedAway { house, .. } = recorded.event { Some(house) } else { None };
        self.released_to = house;
        Ok(())
    }

    fn demand_sound(&self) -> OrReply<()> {
        self.checker.findings().first().map_or(Ok(()), unsound)
    }

    /// Checks what can be checked only at the end.
    async fn end(mut self) -> OrReply<Verified> {
        if self.read == 0 {
            return damaged("it has no record");
        }
        while !self.checker.end_alone(SLICE) {
            slice().await;
        }
        self.demand_sound()?;
        let Some(book) = self.checker.book() else { return damaged("it has no record") };
        let Manifest { revision, head, counts, name, released_to, record, .. } = self.manifest;
        let told = (*revision, *head, record.lines) == (Revision(self.read), self.link, self.read);
        if !told || book.counts() != *counts || book.platform().name != *name || *released_to != self.released_to {
            return damaged("its manifest says something else than its record");
        }
        if clock::zone(&book.platform().time_zone).is_none() {
            return unsound(format!("the time zone {} is not known here", book.platform().time_zone));
        }
        let (revision, link) = self.fork;
        Ok(Verified { released_to: self.released_to, fork: link.map(|link| (revision, link)) })
    }
}

/// Checks the answers that have come.
async fn check_answers(sql: &SqlStorage, manifest: &Manifest) -> OrReply<()> {
    let (mut lines, mut read, mut last) = (Lines::of(sql, File::Answers), 0_u64, String::new());
    while let Some(line) = lines.next().map_err(|error| unread(&error))? {
        read += 1;
        let answer = line
            .map_err(str::to_owned)
            .and_then(|line| serde_json::from_str::<Answer>(&line).map_err(|error| error.to_string()));
        let answer = answer.or_else(|error| damaged(format!("line {read} of its answers cannot be read: {error}")))?;
        let is_json = serde_json::from_str::<serde::de::IgnoredAny>(&answer.body).is_ok();
        if answer.scope <= last || !is_json || Hash::try_from(answer.hash).is_err() {
            return damaged(format!("line {read} of its answers cannot be one"));
        }
        if !(200..300).contains(&answer.status) {
            return damaged(format!("line {read} of its answers is no answer of success"));
        }
        last = answer.scope;
        if read.is_multiple_of(LINES) {
            slice().await;
        }
    }
    if read == manifest.answers.lines { Ok(()) } else { damaged("its manifest says something else than its answers") }
}

impl Kept {
    /// Checks the archive that has come in this session, and answers with what it is to the house `here`.
    pub(crate) async fn end_arrival(&self, session: &str, here: &HouseId) -> OrReply<Reply> {
        let _turn = self.turn().await;
        let arriving = self.arriving(session)?;
        let own = if self.load()? { self.book()?.revision() } else { Revision::default() };
        let sql = self.storage.sql();
        let mut record = Record {
            manifest: &arriving.manifest,
            checker: Checker::default(),
            read: 0,
            link: Hash::default(),
            released_to: None,
            fork: (own, None),
        };
        let mut lines = Lines::of(&sql, File::Record);
        while let Some(line) = lines.next().map_err(|error| unread(&error))? {
            let line = line.or_else(|error| damaged(format!("its record cannot be read: {error}")))?;
            record.look(&line).await?;
            if record.read.is_multiple_of(LINES) {
                slice().await;
            }
        }
        let verified = record.end().await?;
        check_answers(&sql, &arriving.manifest).await?;
        // another archive may have come meanwhile
        drop(self.arriving(session)?);
        let arriving = Arriving { verified: Some(verified), ..arriving };
        let view = self.arrival_view(&arriving, here)?;
        self.arriving.replace(Some(arriving));
        Ok(Reply::json(200, &view))
    }

    /// What an archive that was checked has in it, and what it is to the house `here`.
    pub(crate) fn arrival_view(&self, arriving: &Arriving, here: &HouseId) -> OrReply<ArrivalView> {
        let Manifest { platform, name, revision, counts, house, released_to, .. } = arriving.manifest.clone();
        let state = self.arrival_state(arriving, here)?;
        Ok(ArrivalView { id: platform, name, revision, counts, from: house, released_to, state })
    }

    /// What an archive that was checked is to the house `here`.
    fn arrival_state(&self, arriving: &Arriving, here: &HouseId) -> OrReply<ArrivalState> {
        let Some(verified) = &arriving.verified else { return refuse(ArchiveFault::Interrupted.into()) };
        let Manifest { revision: came, head, .. } = arriving.manifest;
        let own = if self.load()? {
            let book = self.book()?;
            let revision = book.revision();
            let same = if came <= revision {
                self.link_at(came)? == Some(head)
            } else {
                verified.fork == Some((revision, self.tail.get().link))
            };
            Some(Own { revision, moved: book.moved().is_some(), same })
        } else {
            None
        };
        Ok(Arrival { here, released_to: verified.released_to.as_ref(), came, own }.state())
    }

    /// The link of an entry of the record here.
    fn link_at(&self, revision: Revision) -> OrReply<Option<Hash>> {
        let one = "SELECT link FROM event WHERE revision = ?";
        let read = || -> worker::Result<Option<Hash>> {
            let row = transaction::first(&self.storage.sql(), one, &[revision.0.into()])?;
            let text = row.map(|mut row| row.text()).transpose()?;
            text.map(|text| Hash::try_from(text).map_err(|error| Error::RustError(error.to_string()))).transpose()
        };
        read().map_err(|error| unread(&error))
    }
}
