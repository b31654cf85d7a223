//! Invoices and what lies ahead.

use serde_json::Value;

use crate::company::Company;

#[test]
fn invoices_have_pages_and_numbers_without_gaps() {
    let company = Company::of_1000();
    company.order(3, "yearly");
    company.move_clock("2027-02-15");
    let (mut numbers, mut cursor, mut net) = (Vec::new(), String::new(), 0);
    loop {
        let page = company.get(&format!("/invoices?limit=7{cursor}")).expect(200).json();
        for head in page["items"].as_array().expect("items") {
            numbers.push(head["number"].as_str().expect("a number").to_owned());
            let invoice = company.get(&format!("/invoices/{}", numbers.last().expect("one"))).expect(200).json();
            for (field, value) in head.as_object().expect("an object") {
                assert_eq!(&invoice[field], value, "{field}");
            }
            let lines = invoice["lines"].as_array().expect("lines");
            let sum: i64 = lines.iter().filter_map(|line| line["net"].as_i64()).sum();
            assert_eq!(invoice["net"], sum);
            net += sum;
        }
        let Some(next) = page["next_cursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    numbers.reverse();
    let years = |year: &str| numbers.iter().filter(|number| number.starts_with(year)).count();
    let expected = |year: &str| (1..=years(year)).map(|n| format!("{year}-{n:06}")).collect::<Vec<_>>();
    assert_eq!(numbers, [expected("2026"), expected("2027")].concat());
    assert!(numbers.len() > 14 && net > 0);
    for number in ["2026-999999", "2026-1", "x", "2026-000001 "] {
        company.get(&format!("/invoices/{}", number.replace(' ', "%20"))).expect(404);
    }
    for (query, field) in [("limit=0", "limit"), ("cursor=x", "cursor"), ("colour=red", "colour")] {
        assert_eq!(company.get(&format!("/invoices?{query}")).expect(422).json()["errors"][0]["field"], field);
    }
    company.check();
}

#[test]
fn the_forecast_is_what_becomes() {
    let company = Company::of_1000();
    let forecast = company.get("/forecast?months=4").expect(200).json()["months"].clone();
    let months: Vec<&Value> = forecast.as_array().expect("months").iter().map(|month| &month["month"]).collect();
    assert_eq!(months, ["2026-11", "2026-12", "2027-01", "2027-02"]);
    company.move_clock("2027-02-28");
    let invoices = company.get("/invoices?limit=1000").expect(200).json();
    for month in forecast.as_array().expect("months") {
        let of = |field: &str| -> i64 {
            let items = invoices["items"].as_array().into_iter().flatten();
            let fits = |head: &&Value| {
                head["date"].as_str().is_some_and(|date| date.starts_with(month["month"].as_str().unwrap_or("-")))
            };
            items.filter(fits).filter_map(|head| head[field].as_i64()).sum()
        };
        for field in ["net", "vat", "gross"] {
            assert_eq!(month[field], of(field), "{field} of {month}");
        }
    }
    assert_eq!(company.get("/forecast").expect(200).json()["months"].as_array().map(Vec::len), Some(12));
    for query in ["months=0", "months=121", "months=x", "year=1"] {
        company.get(&format!("/forecast?{query}")).expect(422);
    }
}
