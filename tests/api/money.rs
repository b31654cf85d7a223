//! Invoices, and the outlook on the months ahead.

use serde_json::{Value, json};
use ureq::http::Method;

use crate::{
    company::{Company, new_platform},
    twice::told,
};

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

#[test]
fn an_invoice_is_a_page_for_those_who_ask_for_one() {
    let company = Company::empty();
    let seller = json!({"name": "<script>alert(1)</script>", "lines": ["\"Weg\" & <b>"]});
    company.patch("", &json!({"seller": seller})).expect(200);
    company.order(1_000, "monthly");
    let get = |headers: &[(&str, &str)]| {
        let path = company.path("/invoices/2026-000001");
        let answer = company.server.call(Method::GET, &path, headers, None).expect(200);
        assert_eq!(answer.header("vary"), "Accept, Accept-Language");
        answer
    };
    for headers in [vec![], vec![("accept", "*/*")], vec![("accept", "application/json")]] {
        let answer = get(&headers);
        assert_eq!(answer.header("content-type"), "application/json");
        assert_eq!((&answer.json()["seller"], &answer.json()["gross"]), (&seller, &json!(296_310)));
    }
    let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    for (languages, code, sum) in [
        ("de-DE,de;q=0.9,en;q=0.8", "de", "2.963,10\u{a0}€"),
        ("fr", "fr", "2\u{202f}963,10\u{a0}€"),
        ("en-GB", "en", "€2,963.10"),
        ("it", "en", "€2,963.10"),
    ] {
        let answer = get(&[("accept", browser), ("accept-language", languages)]);
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
        assert_eq!(answer.header("content-language"), code);
        assert!(answer.header("content-security-policy").starts_with("default-src 'none'; style-src 'unsafe-inline';"));
        let html = answer.text();
        assert!(html.contains(&format!("<html lang=\"{code}\">")) && html.contains(sum), "{html}");
        assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && !html.contains("<script"), "{html}");
        assert!(html.contains("&quot;Weg&quot; &amp; &lt;b&gt;"));
    }
    let yen = Company::with(&json!({"test_clock": "2026-11-22", "currency": "JPY"}));
    yen.order(1, "yearly");
    let path = yen.path("/invoices/2026-000001");
    let answer = yen.server.call(Method::GET, &path, &[("accept", "text/html")], None).expect(200);
    assert!(answer.text().contains("JPY\u{a0}2,388<"), "yen have no minor units");
}

#[test]
fn an_invoice_without_tax_says_so_and_stays_as_it_is() {
    let seller = json!({"name": "Postfach KG", "lines": [], "vat_id": "DE123456789"});
    let company = Company::with(&json!({
        "test_clock": "2026-11-22", "tax_category": "reverse_charge", "seller": seller,
        "catalog": [{"monthly_net": 249, "yearly_net": 2388}],
    }));
    let platform = company.get("").expect(200).json();
    assert_eq!((&platform["tax_category"], &platform["vat_rate"]), (&json!("reverse_charge"), &json!(0)));
    assert_eq!(platform["catalog"][0]["from"], "2026-11-22");
    company.order(2, "yearly");
    let path = company.path("/invoices/2026-000001");
    let all = || {
        ["de", "en", "fr"].map(|language| {
            let headers = [("accept", "text/html"), ("accept-language", language)];
            company.server.call(Method::GET, &path, &headers, None).expect(200).text()
        })
    };
    let (invoice, papers) = (company.server.get(&path).expect(200).text(), all());
    let read: Value = serde_json::from_str(&invoice).expect("JSON");
    assert_eq!((&read["vat"], &read["gross"], &read["minor_units"]), (&json!(0), &json!(4_776), &json!(2)));
    assert_eq!((&read["buyer"], &read["seller"]), (&json!({"name": platform["name"], "lines": []}), &seller));
    let words = ["Steuerschuldnerschaft des Leistungsempfängers", "Reverse charge", "Autoliquidation"];
    for (paper, words) in papers.iter().zip(words) {
        assert!(paper.contains(words), "{paper}");
    }
    company.patch("", &json!({"name": "Ganz anders", "tax_category": "standard", "seller": null})).expect(200);
    company
        .patch("", &json!({"buyer": {"name": "Käufer"}, "tax_category": "exempt", "tax_reason": "Grund"}))
        .expect(200);
    assert_eq!((company.server.get(&path).expect(200).text(), all()), (invoice, papers));
    company.check();
}

#[test]
fn a_new_platform_names_what_is_wrong_with_its_tax_and_its_prices() {
    let server = Company::empty().server;
    for (changes, errors) in [
        (json!({"tax_category": "exempt", "vat_rate": 1900}), "vat_rate rate_of_category"),
        (
            json!({"tax_category": "zero", "catalog": [{"monthly_net": 1, "yearly_net": 2, "vat_rate": 700}]}),
            "catalog[0].vat_rate rate_of_category",
        ),
        (json!({"tax_reason": "Grund"}), "tax_reason reason_of_standard"),
        (json!({"tax_category": "free"}), "tax_category not_one_of"),
        (
            json!({"catalog": [{"monthly_net": 1, "yearly_net": 2}, {"monthly_net": 1, "yearly_net": 2}]}),
            "catalog[1].from missing",
        ),
        (json!({"catalog": []}), "catalog no_first_price"),
    ] {
        let mut new = new_platform();
        for (name, value) in changes.as_object().into_iter().flatten() {
            new[name] = value.clone();
        }
        assert_eq!(told(&server.post("/platforms", &new).expect(422).json()), errors, "{changes}");
    }
}
