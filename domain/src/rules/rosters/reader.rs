//! From a file in pieces to what it says.

use std::ops::ControlFlow;

use chrono::NaiveDate;

use super::{RosterTarget, Understood, lines::Lines};
use crate::{
    limits::MAX_BYTES,
    roster::{Cell, Decoder, Given, Pieces, Records, Roster, RosterErrors, RosterFault},
    stamp::Revision,
};

/// Finds out what a file says, some pieces at a time, so that a host may let others go on in between.
#[derive(Debug)]
pub struct RosterReader {
    given: Given,
    /// How many pieces one slice has.
    slice: usize,
    begun: Option<(State, Reading)>,
}

/// The state of a platform, on which it depends what is wrong with a file.
pub type State = (Option<Revision>, NaiveDate);

impl RosterReader {
    /// Begins to read a file, so many pieces at a time.
    pub const fn of(given: Given, slice: usize) -> Self {
        Self { given, slice, begun: None }
    }

    /// Takes slices until all is read.
    pub fn finish(mut self, target: RosterTarget<'_>, file: &dyn Pieces) -> Understood {
        loop {
            if let Some(understood) = self.step(target, file) {
                return understood;
            }
        }
    }

    /// Reads the next slice. Returns what was understood after the last one. If the platform has changed since the first
    /// slice, all begins again with slices that are twice as long, so that there is an end however often it changes.
    pub fn step(&mut self, target: RosterTarget<'_>, file: &dyn Pieces) -> Option<Understood> {
        let state = target.state();
        let (_, reading) = match self.begun.take_if(|(begun, _)| *begun != state) {
            Some(_) => {
                self.slice = self.slice.saturating_mul(2);
                self.begun.insert((state, Reading::of(self.given.clone())))
            }
            None => self.begun.get_or_insert_with(|| (state, Reading::of(self.given.clone()))),
        };
        for _ in 0..self.slice {
            if !reading.step(target, file) {
                return self.begun.take().map(|(_, reading)| reading.understood(target));
            }
        }
        None
    }
}

/// Reads the accounts of a file, some pieces at a time: first what it says and what is wrong with it, and then, if all is well,
/// its accounts. They are those for one state of the platform.
#[derive(Debug)]
pub struct RosterTaking {
    given: Given,
    slice: usize,
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    Understanding(RosterReader),
    Keeping(State, Reading),
}

impl RosterTaking {
    /// Begins to read a file, so many pieces at a time.
    pub fn of(given: Given, slice: usize) -> Self {
        Self { stage: Stage::Understanding(RosterReader::of(given.clone(), slice)), given, slice }
    }

    /// Reads the next slice. Returns the accounts after the last one, or what is missing or wrong. If the platform has changed
    /// since the first slice, all begins again with slices that are twice as long.
    pub fn step(&mut self, target: RosterTarget<'_>, file: &dyn Pieces) -> Option<Result<Roster, RosterErrors>> {
        match &mut self.stage {
            Stage::Understanding(reader) => {
                let understood = reader.step(target, file)?;
                let (order, accounts) = (understood.order, understood.accounts);
                if let Err(errors) = understood.demand_good() {
                    return Some(Err(errors));
                }
                let given = Given { dates: Some(order), ..self.given.clone() };
                self.stage = Stage::Keeping(target.state(), Reading::keeping(given, accounts));
            }
            Stage::Keeping(begun, _) if *begun != target.state() => {
                self.slice = self.slice.saturating_mul(2);
                self.stage = Stage::Understanding(RosterReader::of(self.given.clone(), self.slice));
            }
            Stage::Keeping(_, reading) => {
                for _ in 0..self.slice {
                    if !reading.step(target, file) {
                        let done = std::mem::replace(reading, Reading::of(Given::default()));
                        return Some(Ok(done.kept()));
                    }
                }
            }
        }
        None
    }

    /// Takes slices until all is read.
    pub(super) fn finish(mut self, target: RosterTarget<'_>, file: &dyn Pieces) -> Result<Roster, RosterErrors> {
        loop {
            if let Some(roster) = self.step(target, file) {
                return roster;
            }
        }
    }
}

/// A file that is being read, always for the same state of a platform.
#[derive(Debug)]
pub(super) struct Reading {
    /// How many pieces have been read.
    pieces: usize,
    bytes: usize,
    decoder: Decoder,
    text: String,
    records: Records,
    lines: Lines,
}

impl Reading {
    fn of(given: Given) -> Self {
        Self {
            pieces: 0,
            bytes: 0,
            decoder: Decoder::default(),
            text: String::new(),
            records: Records::default(),
            lines: Lines::of(given),
        }
    }

    /// Begins to read a file that says in which order its dates are, to keep so many accounts of it.
    pub(super) fn keeping(given: Given, accounts: usize) -> Self {
        let mut reading = Self::of(given);
        reading.lines.keep(accounts);
        reading
    }

    /// Reads the next piece of the file. Returns whether more of it is wanted.
    pub(super) fn step(&mut self, target: RosterTarget<'_>, file: &dyn Pieces) -> bool {
        let piece = file.piece(self.pieces);
        self.pieces += 1;
        self.text.clear();
        let Some(piece) = piece else {
            self.end(target);
            return false;
        };
        self.bytes = self.bytes.saturating_add(piece.len());
        if self.bytes > MAX_BYTES {
            self.lines.refuse(1, RosterFault::TooLarge);
            return false;
        }
        self.decoder.feed(&piece, &mut self.text);
        let lines = &mut self.lines;
        match self.records.feed(&self.text, &mut |line, cells| lines.record(target, line, cells)) {
            ControlFlow::Continue(()) => true,
            ControlFlow::Break((line, fault)) => {
                self.lines.refuse(line, fault);
                false
            }
        }
    }

    /// Reads what is left when the file ends.
    fn end(&mut self, target: RosterTarget<'_>) {
        self.decoder.end(&mut self.text);
        let lines = &mut self.lines;
        let mut each = |line: usize, cells: &[Cell]| lines.record(target, line, cells);
        let broken = match self.records.feed(&self.text, &mut each) {
            ControlFlow::Continue(()) => self.records.end(&mut each),
            broken @ ControlFlow::Break(_) => broken,
        };
        let quote = match broken {
            ControlFlow::Continue(()) => None,
            // the lines before it were read
            ControlFlow::Break((line, RosterFault::Quote)) => Some(line),
            ControlFlow::Break((line, fault)) => return self.lines.refuse(line, fault),
        };
        if let ControlFlow::Break(fault) = self.lines.end(target) {
            return self.lines.refuse(1, fault);
        }
        if let Some(line) = quote {
            self.lines.blame(line, RosterFault::Quote);
        }
    }

    /// What was understood of a file that has been read.
    fn understood(self, target: RosterTarget<'_>) -> Understood {
        self.lines.understood(target, self.decoder.encoding(), self.records.separator())
    }

    /// The accounts that were kept.
    pub(super) fn kept(self) -> Roster {
        Roster(self.lines.kept())
    }
}
