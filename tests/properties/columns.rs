//! A book as columns: however it is cut and whatever happens meanwhile, what is read is the book.

use std::convert::Infallible;

use domain::{
    account::AccountId,
    book::{Book, ColumnsError, Received, Receiving, Sending},
    stamp::Revision,
};
use proptest::{collection::vec, prelude::any, prop_assert, prop_assert_eq, proptest, sample::Index};
use tests::host::{Host, replay};

use crate::world::{Action, actions, config, lives, perform};

/// All bytes of a book that is sent, while one action happens after each piece, and the book as it was at the last piece. The
/// host can tell what has changed after a revision if it is not `too_much`.
fn sent(host: &mut Host, mut sending: Sending, meanwhile: &[Action], too_much: bool) -> (Vec<u8>, Book) {
    let (mut bytes, mut book, mut meanwhile) = (Vec::new(), host.book.clone(), meanwhile.iter());
    loop {
        let touched = |since: Revision| {
            let new = host.record.iter().filter(|recorded| recorded.revision > since);
            let touched: Vec<AccountId> = new.flat_map(|recorded| recorded.event.accounts()).collect();
            Ok::<_, Infallible>(Some(touched).filter(|_| !too_much))
        };
        let next = sending.next(&host.book, touched).expect("a book can be written");
        let Some(next) = next else { return (bytes, book) };
        bytes.extend(next);
        book = host.book.clone();
        if let Some(action) = meanwhile.next() {
            perform(host, action);
        }
    }
}

/// What these pieces say.
fn received(pieces: &[&[u8]]) -> Result<Received, ColumnsError> {
    let mut receiving = Receiving::default();
    pieces.iter().try_for_each(|piece| receiving.take(piece))?;
    receiving.end()
}

fn whole(received: Result<Received, ColumnsError>) -> Book {
    match received.expect("what was sent can be read") {
        Received::Whole(book) => *book,
        Received::News(_) => panic!("the whole book was sent"),
    }
}

proptest! {
    #![proptest_config(config(150))]

    #[test]
    fn what_is_read_is_the_book_at_its_end(life in lives(), most in 1..6_usize, meanwhile in vec(actions(), 0..6), too_much in any::<bool>(), piece in 1..300_usize) {
        let mut host = life.lived();
        let (bytes, book) = sent(&mut host, Sending::whole(most), &meanwhile, too_much);
        let pieces: Vec<&[u8]> = bytes.chunks(piece).collect();
        prop_assert_eq!(whole(received(&pieces)), book);
    }

    #[test]
    fn news_in_columns_make_an_old_book_the_new_one(life in lives(), known in any::<Index>(), most in 1..6_usize, meanwhile in vec(actions(), 0..6), too_much in any::<bool>()) {
        let mut host = life.lived();
        let known = 1 + known.index(host.record.len());
        let mut old = replay(&host.record[..known]).expect("a platform");
        let since = old.revision();
        let touched = host.record[known..].iter().flat_map(|recorded| recorded.event.accounts()).collect();
        let (bytes, book) = sent(&mut host, Sending::news(since, touched, most), &meanwhile, too_much);
        let news = match received(&[&bytes]).expect("what was sent can be read") {
            Received::News(news) => *news,
            Received::Whole(_) => panic!("only news were sent"),
        };
        prop_assert!(old.take(news));
        prop_assert_eq!(old, book);
        let mut receiving = Receiving::default();
        prop_assert_eq!(receiving.take(&bytes), Ok(()));
        prop_assert_eq!(receiving.whole().err(), Some(ColumnsError::Damaged));
    }

    #[test]
    fn a_book_that_is_cut_off_is_none(life in lives(), most in 1..6_usize, end in any::<Index>()) {
        let (bytes, _) = sent(&mut life.lived(), Sending::whole(most), &[], false);
        let end = end.index(bytes.len());
        prop_assert_eq!(received(&[&bytes[..end]]).err(), Some(ColumnsError::Cut));
    }

    #[test]
    fn no_bytes_break_the_reader(life in lives(), most in 1..6_usize, changes in vec((any::<Index>(), any::<u8>()), 1..4)) {
        let (mut bytes, _) = sent(&mut life.lived(), Sending::whole(most), &[], false);
        for (place, byte) in changes {
            *place.get_mut(&mut bytes) = byte;
        }
        // whatever it is, it is a book with which one can go on, or an error
        if let Ok(Received::Whole(mut book)) = received(&[&bytes]) {
            let all = book.accounts().count();
            prop_assert!(book.accounts().filter(|account| book.account(account.id).as_ref() == Some(account)).count() == all);
            let _ = book.first_due(domain::calendar::LAST_TODAY);
            book.stand_at(domain::calendar::LAST_TODAY);
        }
    }
}
