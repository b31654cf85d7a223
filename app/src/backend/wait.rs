//! How long to wait before asking again.

/// A wait that grows from one failure to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait(u32);

impl Wait {
    /// The first wait, in milliseconds.
    pub const FIRST_MS: u32 = 2_000;
    /// The longest wait, in milliseconds, unless the host wants more.
    pub const MOST_MS: u32 = 30_000;
    /// The wait after a first failure.
    pub const FIRST: Self = Self(Self::FIRST_MS);

    /// How many milliseconds to wait now, if the host wants to be left alone for `rest` of them.
    pub const fn now(self, rest: u32) -> u32 {
        if rest > self.0 { rest } else { self.0 }
    }

    /// The wait after the next failure.
    #[must_use]
    pub const fn longer(self) -> Self {
        let twice = self.0.saturating_mul(2);
        Self(if twice > Self::MOST_MS { Self::MOST_MS } else { twice })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_grows_up_to_a_limit_and_is_never_shorter_than_the_host_wants() {
        let waits = std::iter::successors(Some(Wait::FIRST), |wait| Some(wait.longer()));
        let waits: Vec<[u32; 2]> = waits.take(6).map(|wait| [wait.now(0), wait.now(10_000)]).collect();
        assert_eq!(
            waits,
            [[2_000, 10_000], [4_000, 10_000], [8_000, 10_000], [16_000, 16_000], [30_000, 30_000], [30_000, 30_000]]
        );
    }
}
