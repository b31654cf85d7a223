//! An invoice on paper: the words, sums and formats of each language. Texts of users never become markup.

use domain::{
    calendar::Term,
    catalog::PriceVersion,
    command::Command,
    invoice::Invoice,
    language::Language,
    money::{Amount, VatRate},
    paper::invoice_html,
    party::Party,
    platform::Currency,
    settings::Settings,
    tax::TaxCategory,
};
use tests::host::{Host, company, day};

/// A platform with two invoices for 1,250 accounts in two terms: the first is for an order, the second for what renews
/// on one day at two rates.
fn host() -> Host {
    let mut new = company(day("2026-11-22"));
    new.name = "Musterfirma <b>GmbH</b>".to_owned();
    new.seller = Some(Party {
        name: "<script>alert(1)</script> & \"Söhne\" 'KG'".to_owned(),
        lines: vec!["Straße <1>".to_owned()],
        vat_id: Some("DE123456789".to_owned()),
    });
    new.catalog.push(
        PriceVersion {
            from: day("2026-12-22"),
            monthly_net: Amount(199),
            yearly_net: Amount(2388),
            vat_rate: Some(VatRate(550)),
        }
        .into(),
    );
    let mut host = Host::found(new);
    host.order("one", 1_000, Term::Monthly).expect("it goes on");
    host
}

fn html(invoice: &Invoice, language: Language) -> String {
    invoice_html(invoice, language)
}

#[track_caller]
fn check_shows(html: &str, texts: &[&str]) {
    let plain = html.replace(['\u{a0}', '\u{202f}'], "_");
    for text in texts {
        assert!(plain.contains(text), "{text} is not in {plain}");
    }
}

#[test]
fn each_language_has_its_words_and_formats() {
    let host = host();
    let invoice = host.invoices().next().expect("the order's");
    let de = [
        "<html lang=\"de\">",
        "Rechnung 2026-000001",
        "22.11.2026",
        "Bestellung",
        "E-Mail-Account, monatlich",
        "22.11.2026 – 21.12.2026",
        ">1.000<",
        "2,49_€",
        ">2.490,00_€<",
        "MwSt. 19_% auf 2.490,00_€",
        ">473,10_€<",
        ">2.963,10_€<",
    ];
    check_shows(&html(invoice, Language::De), &de);
    let en = [
        "<html lang=\"en\">",
        "Invoice 2026-000001",
        "22_Nov_2026",
        "Order",
        "Email account, monthly",
        "22_Nov_2026 – 21_Dec_2026",
        ">1,000<",
        "€2.49",
        ">€2,490.00<",
        "VAT 19% on €2,490.00",
        ">€473.10<",
        ">€2,963.10<",
    ];
    check_shows(&html(invoice, Language::En), &en);
    let fr = [
        "<html lang=\"fr\">",
        "Facture 2026-000001",
        "22/11/2026",
        "Commande",
        "Compte e-mail, mensuel",
        "22/11/2026 – 21/12/2026",
        ">1_000<",
        "2,49_€",
        ">2_490,00_€<",
        "TVA 19_% sur 2_490,00_€",
        ">473,10_€<",
        ">2_963,10_€<",
    ];
    check_shows(&html(invoice, Language::Fr), &fr);
}

#[test]
fn a_rate_has_as_many_digits_as_it_needs() {
    let mut host = host();
    host.move_clock(day("2026-12-22")).expect("it goes forward");
    let renewal = host.invoices().nth(1).expect("the renewal's");
    check_shows(&html(renewal, Language::De), &["Verlängerung", "MwSt. 5,5_% auf 1.990,00_€", ">109,45_€<"]);
    check_shows(&html(renewal, Language::En), &["Renewal", "VAT 5.5% on €1,990.00"]);
    let currency = |code: &str| Currency::try_from(code.to_owned()).expect("three letters");
    let amount = Amount(-1_234_567);
    assert_eq!(Language::De.money(amount, &currency("JPY"), 0), "-1.234.567\u{a0}JPY");
    assert_eq!(Language::En.money(amount, &currency("BHD"), 3), "-BHD\u{a0}1,234.567");
    assert_eq!(Language::En.rate(VatRate(0)), "0%");
    assert_eq!(Language::Fr.rate(VatRate(1925)), "19,25\u{a0}%");
    assert_eq!(Language::En.rate(VatRate(10_000)), "100%");
}

/// Whatever the settings become, the paper of an invoice keeps what it said on its first day.
#[test]
fn the_paper_of_an_old_invoice_never_changes() {
    let mut host = host();
    let written = |host: &Host| -> Vec<String> {
        let all = host.invoices().flat_map(|invoice| Language::ALL.iter().map(|language| html(invoice, *language)));
        all.take(3).collect()
    };
    let before = written(&host);
    assert!(before.iter().all(|paper| paper.contains("Musterfirma &lt;b&gt;GmbH&lt;/b&gt;")));
    let party = || Some(Some(Party { name: "Ganz andere".to_owned(), lines: Vec::new(), vat_id: None }));
    for changes in [
        Settings { name: Some("Anders AG".to_owned()), ..Settings::default() },
        Settings { seller: Some(None), buyer: party(), ..Settings::default() },
        Settings { tax_category: Some(TaxCategory::ReverseCharge), ..Settings::default() },
        Settings { buyer: Some(None), tax_reason: Some(Some("Grund".to_owned())), ..Settings::default() },
    ] {
        host.perform(&Command::Settings(Box::new(changes))).expect("sound settings");
        assert_eq!(written(&host), before);
    }
    host.order("two", 1, Term::Monthly).expect("it goes on");
    let last = host.invoices().last().expect("the second").clone();
    assert_eq!((&*last.buyer.name, &last.seller), ("Anders AG", &None));
    assert_eq!(host.findings(), Vec::<String>::new());
}

#[test]
fn nobody_s_text_is_markup() {
    let host = host();
    let html = html(host.invoices().next().expect("one"), Language::En);
    check_shows(
        &html,
        &[
            "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;Söhne&quot; &#39;KG&#39;",
            "Straße &lt;1&gt;",
            "Musterfirma &lt;b&gt;GmbH&lt;/b&gt;",
        ],
    );
    assert!(!html.contains("<script") && !html.contains("<b>"));
    // nothing is loaded from another place
    for loading in ["http:", "https:", "url(", "@import", "src=", "href="] {
        assert!(!html.contains(loading), "{loading}");
    }
}

#[test]
fn languages_are_known_by_their_tags() {
    for (tag, language) in [
        ("de-AT", Some(Language::De)),
        ("FR", Some(Language::Fr)),
        ("en_GB", Some(Language::En)),
        ("it", None),
        ("", None),
    ] {
        assert_eq!(Language::parse(tag), language);
    }
}
