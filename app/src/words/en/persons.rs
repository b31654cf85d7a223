//! The English words of what a person may ask for.

use super::count::accounts;
use crate::words::PersonWords;

pub(in crate::words) static PERSONS: PersonWords = PersonWords {
    title: "Information and erasure",
    note: "For requests of persons: what is stored about an address, and how address and name are erased.",
    demo: "In the demo all persons are invented. Nothing is erased here; discard the demo and all of it is gone.",
    address: "Address of a mailbox",
    hint: "A former one, too, in whatever way it is written.",
    download: "Download what is held",
    open: "Erase texts …",
    looking: "Looking …",
    erase: "Erase address and name",
    goes: "What is erased",
    accounts: |count| format!("address and name of {}", accounts(count)),
    entries: |count| {
        if count == 1 {
            "the texts in 1 entry of the record".to_owned()
        } else {
            format!("the texts in {count} entries of the record")
        }
    },
    answers: |count| {
        if count == 1 {
            "the texts in 1 stored answer".to_owned()
        } else {
            format!("the texts in {count} stored answers")
        }
    },
    before: |count| format!("only the former address of {}: what is there now stays", accounts(count)),
    stays: "What stays",
    numbers: "Numbers, dates, amounts and invoices. Invoices name no addresses.",
    kept_until: |day| format!("The last invoice is kept for bookkeeping until {day} (§ 14b UStG, § 147 AO)."),
    no_invoice: "No invoice is about these accounts.",
    backups: "Backups and archives from before still have the texts.",
    for_good: "This cannot be undone.",
    type_address: |address| format!("Type {address} to confirm"),
    send: "Erase for good",
    sending: "Erasing …",
};
