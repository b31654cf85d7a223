//! How often somebody does something: within ten minutes only so many times. Nobody is counted at a desk.

use std::{
    collections::BTreeMap,
    net::{IpAddr, Ipv6Addr},
};

use domain::wire::Access;

use crate::reply::{OrReply, Reply};

/// The time within which something is counted, in milliseconds.
pub const WINDOW: i64 = 600_000;
/// The most callers that are counted at the same time. Whoever comes beyond that is not counted.
const MAX_CALLERS: usize = 10_000;

/// The network of an address. Of version 6 that is its first half: whoever has one such address has all of that network. What
/// is no address stays as it is.
pub fn network(address: &str) -> String {
    match address.parse() {
        Ok(IpAddr::V6(address)) => match address.to_ipv4_mapped() {
            Some(address) => address.to_string(),
            None => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).to_string(),
        },
        Ok(IpAddr::V4(_)) | Err(_) => address.to_owned(),
    }
}

/// How often each caller did something lately: since when that is counted, and how often it was.
#[derive(Debug, Default)]
pub struct Rates(BTreeMap<String, (i64, u32)>);

impl Rates {
    /// Counts once for a caller, at `now` in milliseconds since 1970.
    pub fn count(&mut self, caller: &str, now: i64) {
        self.0.retain(|_, (since, _)| now.saturating_sub(*since) < WINDOW);
        if let Some((_, count)) = self.0.get_mut(caller) {
            *count = count.saturating_add(1);
        } else if self.0.len() < MAX_CALLERS {
            self.0.insert(caller.to_owned(), (now, 1));
        }
    }

    /// Lets a caller go on who did it less than `most` times lately.
    ///
    /// # Errors
    /// 429 with the seconds to wait.
    pub fn demand(&self, caller: &str, most: u32, now: i64) -> OrReply<()> {
        let left = |since: i64| since.saturating_add(WINDOW).saturating_sub(now);
        match self.0.get(caller) {
            Some((since, count)) if *count >= most && left(*since) > 0 => {
                let seconds = left(*since).saturating_add(999) / 1_000;
                let reply = Reply::problem(&Access::TooManyRequests.into());
                Err(Box::new(reply.with_header("retry-after", seconds.to_string())))
            }
            Some(_) | None => Ok(()),
        }
    }

    /// Counts once for a caller who did it less than `most` times lately.
    ///
    /// # Errors
    /// 429 with the seconds to wait.
    pub fn take(&mut self, caller: &str, most: u32, now: i64) -> OrReply<()> {
        self.demand(caller, most, now)?;
        self.count(caller, now);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_addresses_of_one_network_are_one() {
        for (address, of) in [
            ("192.0.2.1", "192.0.2.1"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
            ("2001:DB8:1:2::9", "2001:db8:1:2::"),
            ("2001:db8:1:3::9", "2001:db8:1:3::"),
            ("::ffff:192.0.2.1", "192.0.2.1"),
            ("", ""),
            ("unknown", "unknown"),
        ] {
            assert_eq!(network(address), of);
        }
    }

    #[test]
    fn so_many_times_and_then_again_after_a_while() {
        let mut rates = Rates::default();
        for _ in 0..3 {
            rates.take("a", 3, 1_000).expect("not yet too often");
        }
        let refused = rates.take("a", 3, 1_500).expect_err("too often");
        assert_eq!((refused.status, refused.headers), (429, vec![("retry-after", "600".into())]));
        rates.take("b", 3, 1_500).expect("somebody else");
        rates.take("a", 3, 1_000 + WINDOW).expect("after a while");
        assert!((0..2 * MAX_CALLERS).all(|number| rates.take(&format!("c{number}"), 1, 2_000).is_ok()));
        assert!(rates.0.len() <= MAX_CALLERS);
    }
}
