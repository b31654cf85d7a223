//! From a file in pieces to what it says.

use std::ops::ControlFlow;

use chrono::NaiveDate;

use super::{RosterTarget, Understood, lines::Lines};
use crate::{
    limits::MAX_BYTES,
    roster::{Cell, Decoder, Given, Pieces, Records, Roster, RosterFault},
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
type State = (Option<Revision>, NaiveDate);

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
        let state = (target.book.map(crate::book::Book::revision), target.today);
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
