//! The English words of moving a platform.

use crate::words::MovingWords;

pub(in crate::words) static MOVING: MovingWords = MovingWords {
    title: "Moving",
    note: "A platform can move to another house, which is another Laufzeit: with all that ever happened, with invoices and keys.",
    download: "Download the archive",
    download_note: "The archive is one file with the whole record. It can be read without Laufzeit, and has names and addresses in it.",
    demo: "Nothing moves in the demo.",
    open: "Move …",
    does: [
        "From then on, this platform charges nothing here. The new house does and charges what falls due later, for the days in between too.",
        "No account is closed and no mailbox emptied. Everything can still be read here, and nothing changed.",
        "This cannot be taken back here. The platform only comes back by moving back from there.",
    ],
    house: "Id of the new house",
    house_hint: "32 characters. It stands there under “Load an archive”.",
    url: "Address of the new house",
    url_hint: "The link on all pages of this platform leads there afterwards.",
    send: "Move for good",
    sending: "Moving …",
    moved: |day| format!("This platform moved on {day}. It can only be read here."),
    there: |url| format!("To the platform: {url}"),
    arrive: "Load an archive",
    arrive_note: "Brings a platform here that has moved away elsewhere. The id of this house is entered there when it moves:",
    own_house: "Id of this house",
    copy: "Copy",
    copied: "Copied",
    choose: "Choose an archive",
    drop: "Drop a file here or choose one",
    looking: "Checking the archive …",
    found: |name| format!("The archive is sound: {name}"),
    id: "Id",
    accounts: "Accounts",
    revision: "Revision",
    from: "From the house",
    released: "Released to this house.",
    taken: "Taken over already.",
    not_released: |house| {
        format!(
            "Not released yet: the platform has not moved away from where the archive was made. Move it there first, to the id {house}, and then download the archive again."
        )
    },
    for_another: |house| format!("Released to another house: {house}"),
    differs: "A platform with this id is here already. It is another one, or has gone on otherwise here.",
    take: "Take over",
    taking: "Taking over …",
    go: "To the platform",
};
