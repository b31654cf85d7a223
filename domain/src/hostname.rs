//! When two domains are one.

/// A domain as the network knows it, in small letters of ASCII: letters of other scripts are written with `xn--`
/// (RFC 5891, 4.4; the mapping of RFC 5895, and of UTS #46 where it has one).
pub(crate) fn ascii(domain: &str) -> String {
    let plain = unicode::plain(domain);
    if plain.is_ascii() {
        return plain;
    }
    let mut text = String::new();
    for label in plain.split(['.', '。']) {
        if !text.is_empty() {
            text.push('.');
        }
        if label.is_ascii() {
            text.push_str(label);
        } else {
            text.push_str("xn--");
            text.push_str(&punycode(label));
        }
    }
    text
}

/// A label in the letters, digits and hyphens of RFC 3492.
fn punycode(label: &str) -> String {
    const BASE: u64 = 36;
    let threshold = |step: u64, bias: u64| step.saturating_sub(bias).clamp(1, 26);
    let digit = |value: u64| {
        u8::try_from(value)
            .ok()
            .map_or('-', |value| char::from(if value < 26 { b'a' + value } else { b'0' + value - 26 }))
    };
    let mut text: String = label.chars().filter(char::is_ascii).collect();
    let (basic, points) = (len(&text), || label.chars().map(u64::from));
    let (mut written, mut from, mut delta, mut bias) = (basic, 128, 0_u64, 72);
    if basic > 0 {
        text.push('-');
    }
    while let Some(next) = points().filter(|point| *point >= from).min() {
        delta += (next - from) * (written + 1);
        for point in points() {
            if point < next {
                delta += 1;
            }
            if point == next {
                let (mut rest, mut step) = (delta, BASE);
                while rest >= threshold(step, bias) {
                    let low = threshold(step, bias);
                    text.push(digit(low + (rest - low) % (BASE - low)));
                    rest = (rest - low) / (BASE - low);
                    step += BASE;
                }
                text.push(digit(rest));
                written += 1;
                bias = adapted(delta / if written == basic + 1 { 700 } else { 2 }, written);
                delta = 0;
            }
        }
        delta += 1;
        from = next + 1;
    }
    text
}

/// The bias after a difference that was halved or damped (RFC 3492, 6.1).
const fn adapted(difference: u64, written: u64) -> u64 {
    let (mut rest, mut bias) = (difference + difference / written, 0);
    while rest > 455 {
        rest /= 35;
        bias += 36;
    }
    bias + 36 * rest / (rest + 38)
}

fn len(text: &str) -> u64 {
    u64::try_from(text.len()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_has_one_form_in_ascii() {
        for (domain, form) in [
            ("Firma.EXAMPLE", "firma.example"),
            ("müller.example", "xn--mller-kva.example"),
            ("MU\u{308}LLER.example", "xn--mller-kva.example"),
            ("XN--MLLER-KVA.example", "xn--mller-kva.example"),
            ("ｍüller。example", "xn--mller-kva.example"),
            ("faß.example", "xn--fa-hia.example"),
            ("βόλος.example", "xn--nxasmm1c.example"),
            ("日本語.example", "xn--wgv71a119e.example"),
            ("παράδειγμα.δοκιμή", "xn--hxajbheg2az3al.xn--jxalpdlp"),
            ("пример.испытание", "xn--e1afmkfd.xn--80akhbyknj4f"),
            ("مثال.إختبار", "xn--mgbh0fb.xn--kgbechtv"),
            ("😀.example", "xn--e28h.example"),
        ] {
            assert_eq!(ascii(domain), form, "{domain}");
        }
        // RFC 3492, 7.1
        for (label, form) in [
            ("ليهمابتكلموشعربي؟", "egbpdaj6bu4bxfgehfvwxn"),
            ("他们为什么不说中文", "ihqwcrb4cv8a8dqg056pqjye"),
            ("なぜみんな日本語を話してくれないのか", "n8jok5ay5dzabd5bym9f0cm5685rrjetr6pdxa"),
            ("porquénopuedensimplementehablarenespañol", "porqunopuedensimplementehablarenespaol-fmd56a"),
            ("3年b組金八先生", "3b-ww4c5e180e575a65lsy2b"),
            ("パフィーdeルンバ", "de-jg4avhby1noc0d"),
            ("そのスピードで", "d9juau41awczczp"),
        ] {
            assert_eq!(punycode(label), form, "{label}");
        }
    }
}
