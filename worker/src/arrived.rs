//! The body of a request, once it is there.

use std::borrow::Cow;

use domain::{
    hash::{Hash, Hashing},
    roster::Pieces,
};

use crate::outside::Outside;

/// A body. The memory of WebAssembly never shrinks, so all but its end is kept outside of it, in blocks.
#[derive(Debug, Default)]
pub struct Arrived {
    blocks: Vec<Outside>,
    last: Vec<u8>,
    hashing: Hashing,
}

impl Arrived {
    /// How many bytes are kept in one block, however long the pieces are in which they come. Reading so much of a roster takes
    /// a few milliseconds.
    const BLOCK: usize = 16 << 10;

    /// Adds what has come.
    pub fn push(&mut self, mut piece: &[u8]) {
        self.hashing.add(piece);
        while !piece.is_empty() {
            let (next, rest) = piece.split_at_checked(Self::BLOCK - self.last.len()).unwrap_or((piece, &[]));
            self.last.extend_from_slice(next);
            piece = rest;
            if self.last.len() == Self::BLOCK {
                self.blocks.push(Outside::of(&self.last));
                self.last.clear();
            }
        }
    }

    /// Forgets what has come.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Its hash.
    pub fn hash(&self) -> Hash {
        self.hashing.clone().end()
    }

    /// How many bytes have come.
    pub fn len(&self) -> usize {
        self.blocks.len().saturating_mul(Self::BLOCK).saturating_add(self.last.len())
    }

    /// All of it.
    pub fn whole(&self) -> Vec<u8> {
        let all: usize = self.blocks.iter().map(Outside::len).sum();
        // exactly as long as it must be: what is taken once is never given back
        let mut bytes = Vec::with_capacity(all + self.last.len());
        bytes.resize(all, 0);
        let mut rest = bytes.as_mut_slice();
        for block in &self.blocks {
            let Some((place, more)) = rest.split_at_mut_checked(block.len()) else { break };
            block.copy_to(place);
            rest = more;
        }
        bytes.extend_from_slice(&self.last);
        bytes
    }
}

impl Pieces for Arrived {
    fn piece(&self, index: usize) -> Option<Cow<'_, [u8]>> {
        match self.blocks.get(index) {
            Some(block) => Some(Cow::Owned(block.to_vec())),
            None if index == self.blocks.len() && !self.last.is_empty() => Some(Cow::Borrowed(&self.last)),
            None => None,
        }
    }
}
