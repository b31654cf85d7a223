//! An invoice as an HTML page made to be printed. It loads nothing and has no script, and every text in it is escaped.

mod de;
mod en;
mod fr;
mod words;
mod writing;

pub(crate) use self::words::SheetWords;
use self::words::Words;
use crate::{
    invoice::{Invoice, InvoiceLine, RateSum},
    language::Language,
    party::Party,
};

const STYLE: &str = include_str!("invoice.css");

impl Language {
    const fn words(self) -> &'static Words {
        match self {
            Self::De => &de::WORDS,
            Self::En => &en::WORDS,
            Self::Fr => &fr::WORDS,
        }
    }
}

/// The invoice as an HTML document in a language.
pub fn invoice_html(invoice: &Invoice, language: Language) -> String {
    let mut sheet = Sheet { html: String::new(), language, words: language.words(), invoice };
    sheet.head();
    sheet.parties();
    sheet.lines();
    sheet.sums();
    sheet.raw("</main></body></html>\n");
    sheet.html
}

struct Sheet<'a> {
    html: String,
    language: Language,
    words: &'static Words,
    invoice: &'a Invoice,
}

impl Sheet<'_> {
    /// Appends markup as it is.
    fn raw(&mut self, markup: &str) {
        self.html.push_str(markup);
    }

    /// Appends a text, escaped.
    fn text(&mut self, text: &str) {
        for char in text.chars() {
            match char {
                '&' => self.raw("&amp;"),
                '<' => self.raw("&lt;"),
                '>' => self.raw("&gt;"),
                '"' => self.raw("&quot;"),
                '\'' => self.raw("&#39;"),
                _ => self.html.push(char),
            }
        }
    }

    /// Appends a text, escaped, between two pieces of markup.
    fn put(&mut self, before: &str, text: &str, after: &str) {
        self.raw(before);
        self.text(text);
        self.raw(after);
    }

    fn money(&self, amount: crate::money::Amount) -> String {
        let Invoice { currency, minor_units, .. } = self.invoice;
        self.language.money(amount, currency, *minor_units)
    }

    fn title(&self) -> String {
        format!("{} {}", self.words.invoice, self.invoice.number)
    }

    fn head(&mut self) {
        let (title, [page, of]) = (self.title(), self.words.page);
        self.raw("<!doctype html>\n<html lang=\"");
        self.raw(self.language.code());
        self.raw("\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>");
        self.text(&title);
        self.raw("</title><style>\n");
        self.raw(STYLE);
        // an invoice number consists of digits and a hyphen, and no language's words have a quotation mark, so nothing
        // here can end the CSS strings early
        let margins = format!(
            "@page {{ size: A4; margin: 16mm 20mm 18mm; font: 8pt system-ui, sans-serif; color: #555; \
             @bottom-left {{ content: \"{title}\"; }} \
             @bottom-right {{ content: \"{page} \" counter(page) \" {of} \" counter(pages); }} }}\n"
        );
        self.raw(&margins);
        self.raw("</style></head><body><main>\n");
    }

    fn parties(&mut self) {
        let Invoice { number, date, kind, seller, buyer, .. } = self.invoice;
        self.put("<div class=\"parties\"><div><p class=\"label\">", self.words.to, "</p>");
        self.party(buyer);
        self.raw("</div>");
        if let Some(seller) = seller {
            self.put("<div><p class=\"label\">", self.words.from, "</p>");
            self.party(seller);
            self.raw("</div>");
        }
        let title = self.title();
        self.put("</div>\n<h1>", &title, "</h1>\n<dl>");
        let (words, date) = (self.words, self.language.date(*date));
        for (name, value) in
            [(words.number, &*number.to_string()), (words.date, &date), (words.reason, words.kind(*kind))]
        {
            self.put("<div><dt>", name, "</dt>");
            self.put("<dd>", value, "</dd></div>");
        }
        self.raw("</dl>\n");
    }

    fn party(&mut self, Party { name, lines, vat_id }: &Party) {
        self.put("<p class=\"name\">", name, "</p>");
        for line in lines {
            self.put("<p>", line, "</p>");
        }
        if let Some(vat_id) = vat_id {
            self.put("<p>", self.words.vat_id, " ");
            self.put("", vat_id, "</p>");
        }
    }

    fn lines(&mut self) {
        let Words { what, period, quantity, unit_net, vat, net, .. } = self.words;
        self.put("<table><thead><tr><th scope=\"col\">", what, "</th>");
        self.put("<th scope=\"col\">", period, "</th>");
        for number in [quantity, unit_net, vat, net] {
            self.put("<th scope=\"col\" class=\"n\">", number, "</th>");
        }
        self.raw("</tr></thead><tbody>\n");
        self.invoice.lines.iter().for_each(|line| self.line(line));
        self.raw("</tbody></table>\n");
    }

    fn line(&mut self, line: &InvoiceLine) {
        let language = self.language;
        self.put("<tr><td>", self.words.term(line.term), "</td>");
        self.put("<td>", &language.period(line.period), "</td>");
        let (unit_net, net) = (self.money(line.unit_net), self.money(line.net));
        for number in [language.count(line.quantity), unit_net, language.rate(line.vat_rate), net] {
            self.put("<td class=\"n\">", &number, "</td>");
        }
        self.raw("</tr>\n");
    }

    fn sums(&mut self) {
        let Invoice { net, gross, rates, tax_category, tax_reason, .. } = self.invoice;
        self.raw("<table class=\"sums\"><tbody>\n");
        self.sum("", self.words.net_sum, *net);
        for RateSum { vat_rate, net, vat } in rates {
            let (rate, net) = (self.language.rate(*vat_rate), self.money(*net));
            self.sum("", &format!("{} {rate} {} {net}", self.words.vat, self.words.on), *vat);
        }
        self.sum(" class=\"total\"", self.words.gross_sum, *gross);
        self.raw("</tbody></table>\n");
        if let Some(words) = self.language.tax_words(*tax_category, tax_reason.as_deref()) {
            self.put("<p class=\"tax\">", words, "</p>\n");
        }
    }

    fn sum(&mut self, class: &str, name: &str, amount: crate::money::Amount) {
        let amount = self.money(amount);
        self.put(&format!("<tr{class}><td>"), name, "</td>");
        self.put("<td class=\"n\">", &amount, "</td></tr>\n");
    }
}
