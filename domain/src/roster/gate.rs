//! What of a file need not be kept while it comes.

use std::ops::ControlFlow;

use super::{Cell, Decoder, Records};
use crate::limits::{MAX_BYTES, MAX_RECORDS};

/// Looks at a file while it comes, and says when it has passed a limit. Whoever reads what came until then finds the same
/// limit passed, so that the rest of the file need not be kept.
#[derive(Debug, Default)]
pub struct Gate {
    decoder: Decoder,
    text: String,
    records: Records,
    bytes: usize,
    seen: usize,
}

impl Gate {
    /// Looks at the next piece. Breaks when it has passed a limit.
    pub fn feed(&mut self, piece: &[u8]) -> ControlFlow<()> {
        self.bytes = self.bytes.saturating_add(piece.len());
        if self.bytes > MAX_BYTES {
            return ControlFlow::Break(());
        }
        self.text.clear();
        self.decoder.feed(piece, &mut self.text);
        let seen = &mut self.seen;
        let mut each = |_: usize, _: &[Cell]| {
            *seen += 1;
            ControlFlow::Continue(())
        };
        if self.records.feed(&self.text, &mut each).is_break() {
            return ControlFlow::Break(());
        }
        // one of them may be the header
        if self.seen > MAX_RECORDS + 1 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}
