//! Ten years of a thousand accounts, day by day.

use std::time::Instant;

use domain::{account::RenewalMode, platform::NewPlatform};
use tests::host::company;

use crate::{
    calendar::Day,
    desk::Desk,
    model::{Mind, Model},
    native::Native,
    shapes::{Line, Request},
};

/// A roster of a thousand accounts in every mode, which expire on every day of the coming months.
fn roster(today: Day) -> Vec<Line> {
    let line = |number: u32| Line {
        address: format!("u{number}@firma.example"),
        name: String::new(),
        mode: match number % 10 {
            0 => RenewalMode::Never,
            1 => RenewalMode::Yearly,
            _ => RenewalMode::Monthly,
        },
        expires: today.plus(1 + number % 365),
        ordered: None,
        anchor: None,
    };
    (0..1_000).map(line).collect()
}

#[test]
fn ten_years_of_a_thousand_accounts_go_by() {
    let began = Instant::now();
    let mut today = Day::read("2024-01-31");
    let end = Day::read("2034-01-31");
    let new = NewPlatform { retention_days: 30, test_clock: None, ..company(today.date()) };
    let (mut desk, mut model) = (Native::new(1, 50), Model::of(&new, today));
    desk.found(&new, today);
    let import = Request::Import(roster(today));
    let expected = model.perform(&import, Mind::Nothing);
    assert_eq!(desk.request(0, today, "import", &import).map(|reply| reply.done), expected);
    while today < end {
        today = today.next();
        desk.alarm(0, today);
        model.advance(today);
        desk.look(0, today, &model, false);
    }
    desk.look(0, today, &model, true);
    println!("10 years of 1,000 accounts, checked every day: {:.1} s", began.elapsed().as_secs_f32());
    assert!(model.bills.len() > 3_000, "something was charged almost every day");
}
