//! The list of accounts: pages, filters, order, single accounts, CSV.

use serde_json::{Value, json};
use ureq::http::Method;

use crate::company::{Company, ROSTER};

fn text(account: &Value, field: &str) -> String {
    account[field].as_str().map_or_else(|| account[field].to_string(), str::to_lowercase)
}

#[track_caller]
fn check_filter(company: &Company, query: &str, fits: impl Fn(&Value) -> bool) {
    let (everything, some) = (company.all(""), company.all(query));
    let expected: Vec<&Value> = everything.iter().filter(|account| fits(account)).collect();
    assert!(!expected.is_empty() && expected.len() < everything.len(), "{query} tells nothing apart");
    assert_eq!(some.iter().collect::<Vec<_>>(), expected, "{query}");
    let page = company.get(&format!("/accounts?limit=1&{query}")).expect(200).json();
    assert_eq!(page["total"], expected.len(), "{query}");
}

#[track_caller]
fn check_sort(company: &Company, query: &str, key: impl Fn(&Value) -> String, descending: bool) {
    let accounts = company.all(query);
    assert_eq!(accounts.len(), 1000);
    let ordered = accounts.windows(2).all(|pair| {
        let (a, b) = (key(&pair[0]), key(&pair[1]));
        let (first, second) = if descending { (b, a) } else { (a, b) };
        first < second || (key(&pair[0]) == key(&pair[1]) && pair[0]["id"].as_u64() < pair[1]["id"].as_u64())
    });
    assert!(ordered, "{query}");
}

#[test]
fn pages_filters_and_orders_agree() {
    let company = Company::of_1000();
    check_filter(&company, "search=ANNA", |account| {
        text(account, "address").contains("anna") || text(account, "display_name").contains("anna")
    });
    check_filter(&company, "mode=none", |account| account["mode"] == "none");
    check_filter(&company, "expires_before=2027-01-01", |account| *text(account, "expires_on") < *"2027-01-01");
    check_filter(&company, "expires_from=2027-01-01&mode=yearly", |account| {
        *text(account, "expires_on") >= *"2027-01-01" && account["mode"] == "yearly"
    });
    for month in company.get("/forecast").expect(200).json()["months"].as_array().expect("months") {
        let listed = company.all(&format!("due_in={}", text(month, "month"))).len();
        let counted = month["renewals"].as_u64().expect("a count") + month["closings"].as_u64().expect("a count");
        assert_eq!(u64::try_from(listed).expect("a count"), counted, "{month}");
    }
    assert_eq!(company.all("status=suspended"), Vec::<Value>::new());
    assert_eq!(company.all("configured=false"), Vec::<Value>::new());
    check_sort(&company, "", |account| text(account, "address"), false);
    check_sort(&company, "sort=address&order=desc", |account| text(account, "address"), true);
    check_sort(&company, "sort=expires_on", |account| text(account, "expires_on"), false);
    check_sort(&company, "sort=expires_on&order=desc", |account| text(account, "expires_on"), true);
    let rank = |account: &Value| ["monthly", "yearly", "none"].iter().position(|mode| account["mode"] == *mode);
    check_sort(&company, "sort=mode", |account| format!("{:?}", rank(account)), false);
    check_sort(&company, "sort=status", |account| text(account, "status"), false);
}

#[test]
fn an_account_says_what_comes_next() {
    let company = Company::of_1000();
    let account = company.account(2);
    assert_eq!(
        (&account["address"], &account["expires_on"]),
        (&json!("kontakt@musterfirma.example"), &json!("2026-11-28"))
    );
    assert_eq!(account["next"], json!({"on": "2026-11-28", "what": "renews", "term": "monthly", "net": 249}));
    company.submit(&json!({"changes": [{"account": 2, "mode": "none"}]}));
    let next = &company.account(2)["next"];
    assert_eq!(*next, json!({"on": "2026-11-28", "what": "closes", "deletes_on": "2026-11-28"}));
}

#[test]
fn a_history_has_the_account_s_own_lines_newest_first() {
    let company = Company::of_1000();
    company.submit(&json!({"filter": {}, "mode": "yearly"}));
    company.move_clock("2026-12-01");
    let history = company.get("/accounts/2/history").expect(200).json();
    let kinds: Vec<&str> =
        history["items"].as_array().expect("items").iter().filter_map(|item| item["kind"].as_str()).collect();
    assert_eq!(kinds, ["renewed", "modes_changed", "accounts_imported"]);
    assert_eq!(history["items"][0]["net"], 2388);
    assert_eq!((&history["items"][1]["from"], &history["items"][1]["to"]), (&json!("monthly"), &json!("yearly")));
    let page = company.get("/accounts/2/history?limit=2").expect(200).json();
    let rest = company.get(&format!("/accounts/2/history?cursor={}", page["next_cursor"].as_str().expect("a cursor")));
    assert_eq!(rest.expect(200).json()["items"][0]["kind"], "accounts_imported");
}

#[test]
fn an_export_can_be_imported_again() {
    let company = Company::of_1000();
    let answer = company.get("/accounts.csv").expect(200);
    assert!(answer.header("content-type").starts_with("text/csv"));
    assert!(answer.header("content-disposition").starts_with("attachment; filename="));
    assert_eq!(answer.text().lines().count(), ROSTER.lines().count());
    let copy = Company::empty();
    copy.import(&answer.text()).expect(200);
    assert_eq!(copy.get("/accounts.csv").expect(200).text(), answer.text());
    assert_eq!(
        company.get("/accounts.csv?mode=none").expect(200).text().lines().count() - 1,
        company.all("mode=none").len()
    );
}

#[test]
fn a_list_for_excel_is_in_the_reader_s_words() {
    let company = Company::empty();
    let roster = "address,display_name,mode,expires_on\na@musterfirma.example,\"Jürgen; \"\"J\"\"\",yearly,2027-01-31\n\
        b@musterfirma.example,=1+1,none,2026-12-31\n";
    company.import(roster).expect(200);
    company.order(1, "monthly");
    let lists = ["de-AT,de;q=0.9", "en-GB", "fr"].map(|language| {
        let headers = [("accept-language", language)];
        let path = company.path("/accounts.csv?for=excel&sort=expires_on");
        let answer = company.server.call(Method::GET, &path, &headers, None).expect(200);
        assert_eq!(&answer.body[..3], b"\xef\xbb\xbf", "{language}");
        assert_eq!(answer.header("content-language"), &language[..2]);
        answer.text()
    });
    let header =
        "\u{feff}E-Mail-Account;Anzeigename;Status;Verlängerung;Ablaufdatum;Löschung am;Nächster Preis netto (EUR)\r\n";
    let german: Vec<&str> = lists[0].split_inclusive("\r\n").collect();
    assert_eq!(german[0], header);
    assert!(german[1].ends_with(";Nicht eingerichtet;Monatlich;22.12.2026;;2,49\r\n"), "{}", german[1]);
    assert_eq!(german[2], "b@musterfirma.example;'=1+1;Aktiv;Keine;31.12.2026;31.12.2026;\r\n");
    assert_eq!(german[3], "a@musterfirma.example;\"Jürgen; \"\"J\"\"\";Aktiv;Jährlich;31.01.2027;;23,88\r\n");
    assert!(lists[1].contains(";Active;Yearly;2027-01-31;;23.88\r\n"), "{}", lists[1]);
    assert!(lists[2].contains(";Actif;Annuel;31/01/2027;;23,88\r\n"), "{}", lists[2]);
    // each can be imported again, seats under their own names
    for list in lists {
        let copy = Company::empty();
        copy.import(&list).expect(200);
        let facts = |account: &Value| ["display_name", "mode", "expires_on"].map(|field| account[field].clone());
        assert_eq!(
            copy.all("sort=expires_on").iter().map(facts).collect::<Vec<_>>(),
            company.all("sort=expires_on").iter().map(facts).collect::<Vec<_>>()
        );
    }
    assert_eq!(company.get("/accounts.csv").expect(200).body[0], b'a', "the exact list has no mark");
    let refused = company.get("/accounts.csv?for=numbers").expect(422).json();
    assert_eq!(refused["errors"][0]["field"], "for");
}

#[test]
fn head_is_get_without_a_body_and_nothing_is_cached() {
    let company = Company::empty();
    let answer = company.server.call(Method::HEAD, &company.path("/accounts"), &[], None).expect(200);
    assert!(answer.body.is_empty());
    assert_eq!((answer.header("cache-control"), answer.header("x-content-type-options")), ("no-store", "nosniff"));
}
