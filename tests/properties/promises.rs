//! The price shown before an order or a restore is what is charged, and a termination that is taken back leaves no
//! trace.

use domain::{
    account::{RenewalMode, Status},
    book::Book,
    calendar::Term,
    command::Command,
    order::Order,
    refusal::Refusal,
    stamp::SubmissionId,
};
use proptest::{
    collection::vec, prelude::any, prop_assert, prop_assert_eq, prop_assert_ne, prop_assume, proptest, sample::select,
};

use crate::world::{actions, config, lives, modes, perform};

proptest! {
    #![proptest_config(config(150))]

    #[test]
    fn an_order_costs_what_was_shown(life in lives(), quantity in 0..1_100_u32, term in select(vec![Term::Monthly, Term::Yearly])) {
        let mut host = life.lived();
        let before = host.book.clone();
        let quote = match host.book.quote(quantity, term) {
            Ok(quote) => quote,
            Err(refusal) => {
                let out_of_range = !(1..=1_000).contains(&quantity);
                let expected = host.book.demand_active().err().or(out_of_range.then_some(Refusal::Quantity));
                prop_assert_eq!(Some(refusal), expected);
                return Ok(());
            }
        };
        prop_assert_eq!(&host.book, &before, "a preview has no effect");
        host.order("order", quantity, term).expect("a fresh quote");
        let invoice = host.record.last().and_then(|recorded| recorded.event.invoice()).expect("an invoice");
        prop_assert_eq!(invoice.lines.len(), 1);
        let line = &invoice.lines[0];
        let charged = (line.quantity, line.term, line.period, line.unit_net, line.vat_rate);
        prop_assert_eq!(charged, (quantity, term, quote.period, quote.unit_net, quote.vat_rate));
        prop_assert_eq!((invoice.net, invoice.vat, invoice.gross), (quote.net, quote.vat, quote.gross));
        let fresh = host.book.accounts().skip(before.accounts().count());
        for account in fresh.filter(|account| line.accounts.contains(&account.id)) {
            let is = (account.status, account.mode, account.expires_on, account.is_configured());
            prop_assert_eq!(is, (Status::Active, RenewalMode::from(term), quote.period.end, false));
        }
    }

    #[test]
    fn a_quote_is_taken_while_it_reads_the_same(life in lives(), term in select(vec![Term::Monthly, Term::Yearly]), then in vec(actions(), 0..3)) {
        let mut host = life.lived();
        let Ok(seen) = host.book.quote(3, term) else { return Ok(()) };
        then.iter().for_each(|action| perform(&mut host, action));
        let (id, order) = (SubmissionId("late".to_owned()), Order { quantity: 3, term, hash: seen.hash });
        match (host.book.quote(3, term), host.book.order(id, &order)) {
            (Ok(now), Ok(_)) => prop_assert_eq!(now, seen),
            (Ok(now), Err(refusal)) => {
                prop_assert_ne!(&now, &seen);
                prop_assert_eq!(refusal, Refusal::QuoteStale { now: Box::new(now) });
            }
            (Err(quote), order) => prop_assert_eq!(order, Err(quote)),
        }
    }

    #[test]
    fn a_restore_costs_what_was_shown(life in lives(), mode in modes()) {
        let host = life.lived();
        for account in host.accounts() {
            let mut after = host.clone();
            let shown = host.book.restoration(account.id, mode);
            let done = after.perform(&Command::Restore { account: account.id, mode });
            let Ok(shown) = shown else {
                prop_assert_eq!(done, Err(shown.expect_err("refused")));
                prop_assert_eq!(&after.book, &host.book);
                continue;
            };
            prop_assert_eq!(done, Ok(true));
            prop_assert_eq!(after.record.last().and_then(|recorded| recorded.event.invoice()), Some(&shown));
            let restored = after.account(account.id.0);
            prop_assert_eq!((restored.status, restored.mode, restored.deletes_on), (Status::Active, mode, None));
            prop_assert_eq!(shown.lines[0].period.start, account.expires_on);
            prop_assert!(shown.lines.windows(2).all(|pair| pair[0].period.end == pair[1].period.start));
            let last = shown.lines[shown.lines.len() - 1].period;
            prop_assert!(last.start <= host.book.today() && host.book.today() < last.end);
            prop_assert_eq!(restored.expires_on, last.end);
        }
    }

    #[test]
    fn a_termination_taken_back_leaves_no_trace(life in lives(), days in 0..400_u64, stay in any::<bool>()) {
        let mut host = life.lived();
        prop_assume!(host.book.demand_active().is_ok());
        let before = host.book.clone();
        let confirm = before.platform().name.clone();
        host.perform(&Command::Terminate { confirm }).expect("an active platform");
        prop_assert!(host.book.accounts().all(|account| account.status != Status::Active || account.mode == RenewalMode::Never));
        if !stay {
            host.move_clock(before.today() + chrono::Days::new(days)).expect("the clock moves");
        }
        if host.book.counts().active + host.book.counts().suspended == 0 {
            prop_assert_eq!(host.perform(&Command::TakeTerminationBack), Err(Refusal::Closed));
            return Ok(());
        }
        host.perform(&Command::TakeTerminationBack).expect("somebody lives");
        for account in host.book.accounts().filter(|account| account.status == Status::Active) {
            prop_assert_eq!(Some(account), before.account(account.id), "exactly the mode it had");
        }
        if stay {
            let mut snapshot = host.book.snapshot();
            snapshot.revision = before.revision();
            prop_assert_eq!(Book::from_snapshot(snapshot), before);
        }
        prop_assert_eq!(host.findings(), Vec::<String>::new());
    }
}
