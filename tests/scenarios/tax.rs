//! Categories of value added tax: what is charged, what invoices say, and what is refused.

use domain::{
    calendar::Term,
    catalog::NewPrice,
    command::Command,
    field::FieldFault,
    language::Language,
    money::{Amount, VatRate},
    paper::invoice_html,
    platform::{NewPlatform, PlatformId},
    refusal::Refusal,
    settings::Settings,
    tax::TaxCategory,
};
use tests::host::{Host, company, day, prices};

const UNTAXED: [(TaxCategory, [&str; 3]); 3] = [
    (
        TaxCategory::ReverseCharge,
        ["Steuerschuldnerschaft des Leistungsempfängers", "Reverse charge", "Autoliquidation"],
    ),
    (TaxCategory::Exempt, ["Steuerfreie Leistung", "Exempt from VAT", "Exonération de TVA"]),
    (TaxCategory::Zero, ["Steuersatz 0\u{a0}%", "Zero-rated", "TVA au taux de 0\u{a0}%"]),
];

const ROSTER: &str = "address,display_name,mode,expires_on\na@b.example,,monthly,2026-11-30\n";

fn set(host: &mut Host, settings: Settings) -> Result<bool, Refusal> {
    host.perform(&Command::Settings(Box::new(settings)))
}

fn categorised(category: TaxCategory, reason: Option<&str>) -> Settings {
    let tax_reason = reason.map(|reason| Some(reason.to_owned()));
    Settings { tax_category: Some(category), tax_reason, ..Settings::default() }
}

/// The fields that creating the platform is refused for.
fn faults(new: NewPlatform) -> Vec<(String, FieldFault)> {
    let errors = new.check(PlatformId::suggested_by("x"), day("2026-11-22")).expect_err("it breaks a rule");
    errors.into_iter().map(|error| (error.field, error.fault)).collect()
}

#[test]
fn an_invoice_without_tax_says_why_in_the_language_of_its_reader() {
    for (category, words) in UNTAXED {
        let mut host = Host::found(NewPlatform { tax_category: category, ..company(day("2026-11-22")) });
        assert_eq!(host.book.platform().vat_rate, VatRate::ZERO, "{category:?}");
        let quote = host.order("one", 2, Term::Yearly).expect("it goes on");
        assert_eq!((quote.vat_rate, quote.vat, quote.gross), (VatRate::ZERO, Amount::ZERO, quote.net));
        let invoice = host.invoices().next().expect("the order's").clone();
        assert_eq!((invoice.tax_category, invoice.vat, invoice.gross), (category, Amount::ZERO, quote.net));
        for (language, words) in [Language::De, Language::En, Language::Fr].into_iter().zip(words) {
            let paper = invoice_html(&invoice, language);
            assert!(paper.contains(&format!("<p class=\"tax\">{words}</p>")), "{paper}");
        }
        set(&mut host, categorised(category, Some("§ 4 <Nr. 21> UStG"))).expect("a reason");
        host.order("two", 1, Term::Monthly).expect("it goes on");
        let paper = invoice_html(host.invoices().nth(1).expect("the second"), Language::De);
        assert!(paper.contains("<p class=\"tax\">§ 4 &lt;Nr. 21&gt; UStG</p>") && !paper.contains(words[0]), "{paper}");
        assert_eq!(host.findings(), Vec::<String>::new());
    }
    let mut host = Host::found(company(day("2026-11-22")));
    host.order("one", 1, Term::Monthly).expect("it goes on");
    assert!(!invoice_html(host.invoices().next().expect("one"), Language::De).contains("class=\"tax\""));
}

/// Each invoice is of the category of its day, whatever prices say of rates, and what is promised agrees.
#[test]
fn the_category_of_the_day_counts_and_rates_apply_again_afterwards() {
    for (category, _) in UNTAXED {
        let mut new = company(day("2026-11-22"));
        new.catalog.push(NewPrice { vat_rate: Some(VatRate(700)), ..prices("2027-01-15", 300, 3_000).into() });
        let mut host = Host::with_roster(new, ROSTER);
        host.move_clock(day("2026-11-30")).expect("forward");
        assert_eq!(set(&mut host, categorised(category, Some("Grund"))), Ok(true));
        let forecast: Vec<Amount> = host.book.forecast(3).iter().map(|month| month.vat).collect();
        assert_eq!(forecast, [Amount::ZERO; 3], "nothing is taxed from now on");
        host.move_clock(day("2027-01-30")).expect("forward");
        assert_eq!(set(&mut host, categorised(TaxCategory::Standard, None)), Ok(true));
        assert_eq!(host.book.platform().tax_reason, None, "a reason belongs to its category");
        assert_eq!(host.book.forecast(2)[1].vat, Amount(21));
        host.move_clock(day("2027-02-28")).expect("forward");
        let told: Vec<_> = host
            .invoices()
            .map(|invoice| {
                (invoice.tax_category, invoice.tax_reason.as_deref(), invoice.rates[0].vat_rate.0, invoice.vat.0)
            })
            .collect();
        let standard = TaxCategory::Standard;
        let untaxed = (category, Some("Grund"), 0, 0);
        assert_eq!(told, [(standard, None, 1900, 47), untaxed, untaxed, (standard, None, 700, 21)]);
        assert_eq!(host.findings(), Vec::<String>::new());
    }
}

#[test]
fn a_rate_beside_a_category_that_has_none_is_refused_by_its_field() {
    let today = day("2026-11-22");
    for (tax_category, _) in UNTAXED {
        let taxed = |rate| NewPrice { vat_rate: Some(VatRate(rate)), ..prices("2026-11-22", 1, 2).into() };
        let new = NewPlatform { tax_category, vat_rate: Some(VatRate(1900)), ..company(today) };
        assert_eq!(faults(new), [("vat_rate".to_owned(), FieldFault::RateOfCategory)]);
        let new = NewPlatform { tax_category, catalog: vec![taxed(700)], ..company(today) };
        assert_eq!(faults(new), [("catalog[0].vat_rate".to_owned(), FieldFault::RateOfCategory)]);
        let new = NewPlatform { tax_category, vat_rate: Some(VatRate(0)), catalog: vec![taxed(0)], ..company(today) };
        let mut host = Host::found(new);
        let version = domain::catalog::PriceVersion { vat_rate: Some(VatRate(700)), ..prices("2026-12-01", 1, 2) };
        let dear = Settings { catalog: Some(vec![version]), ..Settings::default() };
        let Err(Refusal::Invalid(errors)) = set(&mut host, dear.clone()) else { panic!("it breaks a rule") };
        assert_eq!((&*errors[0].field, &errors[0].fault), ("catalog[0].vat_rate", &FieldFault::RateOfCategory));
        let both = Settings { catalog: dear.catalog, ..categorised(TaxCategory::Standard, None) };
        assert_eq!(set(&mut host, both), Ok(true), "in the same request the category is another one");
    }
}

#[test]
fn a_reason_is_a_line_for_a_category_that_needs_one() {
    let mut host = Host::found(company(day("2026-11-22")));
    let long = "x".repeat(201);
    for (category, reason, fault) in [
        (None, "Grund", FieldFault::ReasonOfStandard),
        (Some(TaxCategory::Standard), "Grund", FieldFault::ReasonOfStandard),
        (Some(TaxCategory::Exempt), " ", FieldFault::Reason),
        (Some(TaxCategory::Exempt), "zwei\nZeilen", FieldFault::Reason),
        (Some(TaxCategory::Exempt), &long, FieldFault::Reason),
    ] {
        let settings = Settings { tax_category: category, ..categorised(TaxCategory::Standard, Some(reason)) };
        let Err(Refusal::Invalid(errors)) = set(&mut host, settings) else { panic!("{reason} breaks a rule") };
        assert_eq!((&*errors[0].field, &errors[0].fault), ("tax_reason", &fault));
        let new = NewPlatform {
            tax_category: category.unwrap_or_default(),
            tax_reason: Some(reason.to_owned()),
            ..company(day("2026-11-22"))
        };
        assert_eq!(faults(new), [("tax_reason".to_owned(), fault)]);
    }
    let none = Settings { tax_reason: Some(None), ..Settings::default() };
    assert_eq!(set(&mut host, none), Ok(false), "there is none anyway");
}

#[test]
fn the_first_price_begins_with_the_platform_unless_it_says_otherwise() {
    let price = |from: Option<&str>| NewPrice { from: from.map(day), ..prices("2026-11-22", 249, 2_388).into() };
    let today = day("2026-11-22");
    let found = |catalog| NewPlatform { catalog, ..company(today) }.check(PlatformId::suggested_by("x"), today);
    let begins = |catalog| -> Vec<_> {
        found(catalog).expect("sound prices").catalog.versions().map(|version| version.from).collect()
    };
    assert_eq!(begins(vec![price(None)]), [today]);
    assert_eq!(begins(vec![price(None), price(Some("2027-01-01"))]), [today, day("2027-01-01")]);
    assert_eq!(begins(vec![price(Some("2020-01-01"))]), [day("2020-01-01")]);
    for (catalog, field, fault) in [
        (vec![price(Some("2026-11-22")), price(None)], "catalog[1].from", FieldFault::Missing),
        (vec![price(None), price(Some("2026-11-22"))], "catalog", FieldFault::PriceDayTwice),
        (vec![price(Some("2026-11-23"))], "catalog", FieldFault::NoFirstPrice),
    ] {
        let errors = found(catalog).expect_err("it breaks a rule");
        assert_eq!((&*errors[0].field, &errors[0].fault), (field, &fault));
    }
}
