//! The settings as they are typed, and the settings that the worker is asked for.

use chrono::NaiveDate;
use domain::{
    calendar::{iso, parse_date},
    catalog::PriceVersion,
    money::{Amount, VatRate},
    party::Party,
    people::Role,
    platform::Platform,
    settings::Settings,
    tax::TaxCategory,
    wire::FieldErrorView,
};

use crate::screens::{guide::Anchor, say::rate_number, typed};

/// A field of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    Name,
    Domains,
    Retention,
    SellerName,
    SellerLines,
    SellerVat,
    BuyerName,
    BuyerLines,
    BuyerVat,
    TaxCategory,
    TaxReason,
    From,
    Monthly,
    Yearly,
    Vat,
}

/// A group of fields that are saved together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    Platform,
    Seller,
    Buyer,
    Tax,
    Prices,
}

impl Section {
    /// What the guide says of it.
    pub const fn anchor(self) -> Anchor {
        match self {
            Self::Platform => Anchor::Retention,
            Self::Seller | Self::Buyer => Anchor::Parties,
            Self::Tax => Anchor::Net,
            Self::Prices => Anchor::Prices,
        }
    }

    /// All sections, in order.
    pub const ALL: [Self; 5] = [Self::Platform, Self::Seller, Self::Buyer, Self::Tax, Self::Prices];

    /// The role that changing it needs.
    pub const fn need(self) -> Role {
        match self {
            Self::Platform => Role::Administrator,
            Self::Seller | Self::Buyer | Self::Tax | Self::Prices => Role::Billing,
        }
    }

    /// The section's fields, in order.
    pub const fn fields(self) -> &'static [Field] {
        match self {
            Self::Platform => &[Field::Name, Field::Domains, Field::Retention],
            Self::Seller => &[Field::SellerName, Field::SellerLines, Field::SellerVat],
            Self::Buyer => &[Field::BuyerName, Field::BuyerLines, Field::BuyerVat],
            Self::Tax => &[Field::TaxCategory, Field::TaxReason],
            Self::Prices => &[Field::From, Field::Monthly, Field::Yearly, Field::Vat],
        }
    }
}

/// How amounts are typed on this platform, in this language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// The decimal separator.
    pub point: char,
    /// How many decimal digits the currency has.
    pub digits: usize,
}

impl Style {
    fn amount(self, amount: Amount, digits: usize) -> String {
        amount.decimal(digits).replace('.', self.point.encode_utf8(&mut [0; 4]))
    }

    /// A rate without its sign: `19`, `7,7`.
    pub fn rate(self, rate: VatRate) -> String {
        rate_number(rate, self.point)
    }
}

/// The rate of prices that name none; none in a category of tax in which nothing is taxed.
pub fn usual_rate(platform: &Platform) -> Option<VatRate> {
    platform.tax_category.is_standard().then_some(platform.vat_rate)
}

/// The texts of all fields.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Form([String; 15]);

impl Form {
    /// The settings of a platform. The new price starts with the values of the latest one, and begins tomorrow.
    pub fn of(platform: &Platform, today: NaiveDate, style: Style) -> Self {
        let mut form = Self::default();
        form.set(Field::Name, platform.name.clone());
        form.set(Field::Domains, platform.domains.join("\n"));
        form.set(Field::Retention, platform.retention_days.to_string());
        form.party([Field::SellerName, Field::SellerLines, Field::SellerVat], platform.seller.as_ref());
        form.party([Field::BuyerName, Field::BuyerLines, Field::BuyerVat], platform.buyer.as_ref());
        form.set(Field::TaxCategory, platform.tax_category.as_str().to_owned());
        form.set(Field::TaxReason, platform.tax_reason.clone().unwrap_or_default());
        if let Some(last) = platform.catalog.versions().last() {
            form.price(last, usual_rate(platform), style);
        }
        form.set(Field::From, today.succ_opt().map(iso::format).unwrap_or_default());
        form
    }

    /// Fills the price fields from a price version, so that it can be changed.
    pub fn price(&mut self, version: &PriceVersion, usual: Option<VatRate>, style: Style) {
        self.set(Field::From, iso::format(version.from));
        self.set(Field::Monthly, style.amount(version.monthly_net, style.digits));
        self.set(Field::Yearly, style.amount(version.yearly_net, style.digits));
        let rate = usual.map_or(VatRate::ZERO, |usual| version.vat_rate.unwrap_or(usual));
        self.set(Field::Vat, style.rate(rate));
    }

    /// The price that begins on the day in a text; none if there is none.
    pub fn of_price(platform: &Platform, from: &str, style: Style) -> Option<Self> {
        let day = parse_date(from).ok()?;
        let version = platform.catalog.versions().find(|version| version.from == day)?;
        let mut form = Self::default();
        form.price(version, usual_rate(platform), style);
        Some(form)
    }

    fn party(&mut self, [name, lines, vat]: [Field; 3], party: Option<&Party>) {
        let Some(party) = party else { return };
        self.set(name, party.name.clone());
        self.set(lines, party.lines.join("\n"));
        self.set(vat, party.vat_id.clone().unwrap_or_default());
    }

    /// The text of a field.
    pub fn get(&self, field: Field) -> &str {
        self.0.get(field as usize).map_or("", String::as_str)
    }

    /// Sets the text of a field.
    pub fn set(&mut self, field: Field, text: String) {
        if let Some(place) = self.0.get_mut(field as usize) {
            *place = text;
        }
    }

    /// The category that is chosen.
    pub fn category(&self) -> TaxCategory {
        let chosen = |category: &TaxCategory| category.as_str() == self.get(Field::TaxCategory);
        TaxCategory::ALL.into_iter().find(chosen).unwrap_or_default()
    }

    /// Reads the settings of a section whose text was `changed`.
    ///
    /// # Errors
    /// Every changed field whose text is not valid.
    pub fn read(
        &self,
        section: Section,
        changed: impl Fn(Field) -> bool,
        usual: Option<VatRate>,
        style: Style,
    ) -> Result<Settings, Vec<Field>> {
        let mut settings = Settings::default();
        match section {
            Section::Platform => {
                settings.name = changed(Field::Name).then(|| self.get(Field::Name).trim().to_owned());
                settings.domains = changed(Field::Domains).then(|| self.lines(Field::Domains));
                if changed(Field::Retention) {
                    let days = self.get(Field::Retention).trim().parse().map_err(|_| vec![Field::Retention])?;
                    settings.retention_days = Some(days);
                }
            }
            Section::Seller => settings.seller = Some(self.as_party(section)?),
            Section::Buyer => settings.buyer = Some(self.as_party(section)?),
            Section::Tax => {
                let (category, reason) = (self.category(), self.get(Field::TaxReason).trim());
                settings.tax_category = changed(Field::TaxCategory).then_some(category);
                let reason = (!category.is_standard() && !reason.is_empty()).then(|| reason.to_owned());
                settings.tax_reason = Some(reason);
            }
            Section::Prices => settings.catalog = Some(vec![self.as_price(usual, style)?]),
        }
        Ok(settings)
    }

    fn as_price(&self, usual: Option<VatRate>, style: Style) -> Result<PriceVersion, Vec<Field>> {
        let price =
            |field| typed::number(self.get(field), style.digits).ok().filter(|price| *price <= Amount::MAX_PRICE.0);
        let typed =
            || typed::number(self.get(Field::Vat), 2).ok().and_then(|rate| u16::try_from(rate).ok()).map(VatRate);
        let typed = || typed().filter(|rate| *rate <= VatRate::MAX);
        // without a usual rate nothing is taxed, and a price has none
        let rate = usual.map_or(Some(None), |usual| typed().map(|rate| (rate != usual).then_some(rate)));
        let from = parse_date(self.get(Field::From)).ok();
        let (monthly, yearly) = (price(Field::Monthly), price(Field::Yearly));
        if let (Some(from), Some(monthly), Some(yearly), Some(vat_rate)) = (from, monthly, yearly, rate) {
            return Ok(PriceVersion { from, monthly_net: Amount(monthly), yearly_net: Amount(yearly), vat_rate });
        }
        let wrong = [
            (from.is_none(), Field::From),
            (monthly.is_none(), Field::Monthly),
            (yearly.is_none(), Field::Yearly),
            (rate.is_none(), Field::Vat),
        ];
        Err(wrong.into_iter().filter(|(wrong, _)| *wrong).map(|(_, field)| field).collect())
    }

    /// The seller or the buyer; `None` if all its fields are empty.
    fn as_party(&self, section: Section) -> Result<Option<Party>, Vec<Field>> {
        let &[name_field, lines, vat] = section.fields() else { return Ok(None) };
        let (name, lines, vat_id) = (self.get(name_field).trim(), self.lines(lines), self.get(vat).trim());
        if name.is_empty() {
            let nobody = lines.is_empty() && vat_id.is_empty();
            return if nobody { Ok(None) } else { Err(vec![name_field]) };
        }
        let vat_id = (!vat_id.is_empty()).then(|| vat_id.to_owned());
        Ok(Some(Party { name: name.to_owned(), lines, vat_id }))
    }

    /// The lines of a field that are not blank.
    pub fn lines(&self, field: Field) -> Vec<String> {
        self.get(field).lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }
}

/// The field of the form that an error is about.
pub fn blamed(section: Section, error: &FieldErrorView) -> Option<Field> {
    let (head, rest) = error.field.split_once(['[', '.']).unwrap_or((&error.field, ""));
    match head {
        "name" => Some(Field::Name),
        "domains" => Some(Field::Domains),
        "retention_days" => Some(Field::Retention),
        "tax_category" => Some(Field::TaxCategory),
        "tax_reason" => Some(Field::TaxReason),
        "seller" | "buyer" => section.fields().get(1).copied(),
        "catalog" => Some(match rest.rsplit('.').next() {
            Some("monthly_net") => Field::Monthly,
            Some("yearly_net") => Field::Yearly,
            Some("vat_rate") => Field::Vat,
            Some(_) | None => Field::From,
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GERMAN: Style = Style { point: ',', digits: 2 };

    #[track_caller]
    fn check_price(monthly: &str, vat: &str, expected: Result<(i64, Option<u16>), Vec<Field>>) {
        let mut form = Form::default();
        for (field, text) in
            [(Field::From, "2027-01-01"), (Field::Monthly, monthly), (Field::Yearly, "23.88"), (Field::Vat, vat)]
        {
            form.set(field, text.to_owned());
        }
        let read = form.read(Section::Prices, |_| true, Some(VatRate(1900)), GERMAN).map(|settings| {
            let version = settings.catalog.and_then(|mut versions| versions.pop()).expect("one price");
            (version.monthly_net.0, version.vat_rate.map(|rate| rate.0))
        });
        assert_eq!(read, expected, "{monthly:?} {vat:?}");
    }

    #[test]
    fn prices_are_read_with_comma_or_point() {
        check_price("2,49", "19", Ok((249, None)));
        check_price("2.49", "7,7", Ok((249, Some(770))));
        check_price("2,499", "101", Err(vec![Field::Monthly, Field::Vat]));
    }

    #[test]
    fn rates_are_written_as_they_are_typed() {
        assert_eq!([1900, 770, 0, 10_000].map(|rate| GERMAN.rate(VatRate(rate))), ["19", "7,7", "0", "100"]);
    }

    #[test]
    fn nobody_is_a_party_without_a_word() {
        let mut form = Form::default();
        assert_eq!(form.read(Section::Buyer, |_| true, None, GERMAN).map(|read| read.buyer), Ok(Some(None)));
        form.set(Field::BuyerLines, "Musterweg 1".to_owned());
        assert_eq!(form.read(Section::Buyer, |_| true, None, GERMAN), Err(vec![Field::BuyerName]));
    }
}
