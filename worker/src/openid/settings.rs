//! What the configuration says of providers.

use domain::{
    people::{Grants, Role, name_error},
    wire::Problem,
};
use serde::Deserialize;

use crate::request;

/// The most entries of a list of whom a provider lets in, and the most providers.
const MAX_LISTED: usize = 1_000;
/// The most bytes of the address of a provider.
const MAX_ADDRESS: usize = 500;
/// The end of the host names of Cloudflare Access.
const ACCESS: &str = ".cloudflareaccess.com";
/// The hosts of Microsoft Entra.
const ENTRA: [&str; 3] = ["login.microsoftonline.com", "login.microsoftonline.us", "login.partner.microsoftonline.cn"];
/// The tenant in which Microsoft has the accounts of private people.
const CONSUMERS: &str = "9188040d-6c67-4c5b-b112-36a304b66dad";

/// Signing in with providers.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// The providers.
    pub providers: Vec<Provider>,
}

/// A provider.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provider {
    /// Its id, as used in addresses.
    pub id: String,
    /// Its name, as shown to people.
    pub name: String,
    /// How it tells who somebody is.
    #[serde(default)]
    kind: Kind,
    /// Its address, as its tokens have it.
    pub issuer: String,
    /// What it calls this product; for Cloudflare Access the tag of the application.
    pub client_id: String,
    /// The secret that they share. Cloudflare Access has none.
    #[serde(default)]
    pub client_secret: Option<String>,
    /// Whom it lets in. Nobody, if all lists are empty.
    pub allow: Allow,
    /// The roles of whoever comes by it for the first time.
    #[serde(default)]
    pub roles: Grants,
    /// Where it is, if it is in a network of its own.
    #[serde(default)]
    private: Option<Private>,
}

/// How a provider tells who somebody is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    /// By the code flow of OpenID Connect.
    #[default]
    Openid,
    /// By a header with each request: Cloudflare Access.
    Access,
}

/// Whom a provider lets in.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Allow {
    /// Domains of addresses, or with Google of organizations.
    #[serde(default)]
    pub domains: Vec<String>,
    /// Tenants of Microsoft Entra.
    #[serde(default)]
    pub tenants: Vec<String>,
    /// Addresses.
    #[serde(default)]
    pub addresses: Vec<String>,
}

/// Where a private provider is. Who starts the server reads it, and opens the way to it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Private {
    #[serde(rename = "addresses")]
    _addresses: Vec<String>,
    #[serde(default, rename = "ca")]
    _ca: Option<String>,
}

/// What vouches for a person's domain depends on whose provider it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// Google.
    Google,
    /// Microsoft Entra.
    Entra,
    /// Cloudflare Access.
    Access,
    /// Any other provider of OpenID Connect.
    Other,
}

impl SignIn {
    /// Reads the text of the configuration.
    ///
    /// # Errors
    /// If it is wrong: the field, and what is wrong with it. No value of the configuration stands there.
    pub fn read(text: &str) -> Result<Self, String> {
        let sign_in: Self = request::json(text.as_bytes()).map_err(|reply| {
            let problem: Option<Problem> = serde_json::from_str(&reply.body).ok();
            let error = problem.and_then(|problem| problem.errors.into_iter().next());
            error.map_or_else(|| "this is not JSON".to_owned(), |error| format!("{}: {}", error.field, error.code))
        })?;
        if sign_in.providers.len() > MAX_LISTED {
            return Err(format!("providers: at most {MAX_LISTED}"));
        }
        for (at, provider) in sign_in.providers.iter().enumerate() {
            provider.check().map_err(|(field, wrong)| format!("providers[{at}].{field}: {wrong}"))?;
            if sign_in.providers.iter().take(at).any(|other| other.id == provider.id) {
                return Err(format!("providers[{at}].id: another provider has this id"));
            }
        }
        Ok(sign_in)
    }
}

/// The host name of an address, in lower case, and what follows it.
fn host(address: &str) -> Option<(String, &str)> {
    let rest = address.strip_prefix("https://")?;
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let host = authority.split(':').next().unwrap_or_default().trim_end_matches('.').to_ascii_lowercase();
    (!host.is_empty()).then_some((host, path))
}

/// Whether a text is an address that may be asked: over TLS, and without anything that hides where it leads.
pub fn is_address(text: &str) -> bool {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_graphic() && !b"\\@#".contains(&byte));
    is_plain && text.len() <= MAX_ADDRESS && host(text).is_some()
}

fn is_tenant(text: &str) -> bool {
    let digits = |part: &str, count| part.len() == count && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let parts: Vec<&str> = text.split('-').collect();
    let has_form = parts.len() == 5 && parts.iter().zip([8, 4, 4, 4, 12]).all(|(part, count)| digits(part, count));
    has_form && !text.eq_ignore_ascii_case(CONSUMERS)
}

impl Provider {
    /// Whose provider it is.
    pub fn family(&self) -> Family {
        match (self.kind, host(&self.issuer)) {
            (Kind::Access, _) => Family::Access,
            (Kind::Openid, Some((host, _))) if host == "accounts.google.com" => Family::Google,
            (Kind::Openid, Some((host, _))) if ENTRA.contains(&&*host) => Family::Entra,
            (Kind::Openid, _) => Family::Other,
        }
    }

    /// Whether it is in a network of its own, to which the way was opened.
    pub const fn is_private(&self) -> bool {
        self.private.is_some()
    }

    /// Where Cloudflare Access has its keys.
    pub fn keys_of_access(&self) -> String {
        format!("{}/cdn-cgi/access/certs", self.issuer)
    }

    /// The first field that is wrong, and what is wrong with it.
    fn check(&self) -> Result<(), (&'static str, &'static str)> {
        let family = self.family();
        let is_id = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let (host, path) = host(&self.issuer).unwrap_or_default();
        let issuer = match family {
            Family::Access => (host.ends_with(ACCESS) || self.is_private()) && path.is_empty(),
            Family::Entra => path.strip_prefix('/').and_then(|rest| rest.strip_suffix("/v2.0")).is_some_and(is_tenant),
            Family::Google | Family::Other => true,
        };
        let has_secret = self.client_secret.as_ref().is_some_and(|secret| !secret.is_empty());
        let secret = if family == Family::Access { self.client_secret.is_none() } else { has_secret };
        let lists = [&self.allow.domains, &self.allow.tenants, &self.allow.addresses];
        let Allow { domains, tenants, addresses } = &self.allow;
        let roles = self.roles.0.iter().all(|grant| grant.role != Role::Administrator);
        let checks = [
            ("id", (1..=40).contains(&self.id.len()) && self.id.bytes().all(is_id), "1 to 40 of a-z, 0-9 and -"),
            ("name", name_error("name", &self.name).is_none(), "a visible text of at most 200 characters"),
            ("issuer", is_address(&self.issuer) && !self.issuer.contains('?'), "an address with https://"),
            (
                "issuer",
                issuer,
                "that of one tenant by its id (https://login.microsoftonline.com/ID/v2.0), or of one team",
            ),
            ("client_id", !self.client_id.is_empty(), "this is missing"),
            ("client_secret", secret, "needed with OpenID Connect, and not there with Cloudflare Access"),
            ("allow", lists.iter().all(|list| list.len() <= MAX_LISTED), "at most 1,000 entries in a list"),
            ("allow.domains", domains.iter().all(|domain| !domain.is_empty() && !domain.contains('@')), "a domain"),
            ("allow.domains", family != Family::Entra || domains.is_empty(), "Microsoft vouches for tenants only"),
            ("allow.addresses", addresses.iter().all(|address| address.contains('@')), "an address of mail"),
            ("allow.addresses", family != Family::Entra || addresses.is_empty(), "Microsoft vouches for tenants only"),
            ("allow.tenants", tenants.iter().all(|tenant| is_tenant(tenant)), "the id of a tenant"),
            ("allow.tenants", family == Family::Entra || tenants.is_empty(), "only Microsoft has tenants"),
            ("roles", roles, "administrators are made by administrators"),
            ("roles", self.roles.0.is_empty() || self.roles.errors("roles").is_none(), "too many"),
        ];
        checks.into_iter().find(|(_, holds, _)| !holds).map_or(Ok(()), |(field, _, wrong)| Err((field, wrong)))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn what_is_wrong_is_named_and_no_value_is_told() {
        let good = json!({"id": "p", "name": "P", "issuer": "https://id.example/realms/a", "client_id": "us",
            "client_secret": "very secret", "allow": {"domains": ["firma.example"]}});
        let read = |field: &str, value: &Value| {
            let mut provider = good.clone();
            provider[field] = value.clone();
            SignIn::read(&json!({"providers": [provider]}).to_string())
        };
        assert!(read("id", &json!("keycloak-1")).is_ok());
        assert!(read("roles", &json!([{"role": "reader"}, {"role": "billing", "platform": "a"}])).is_ok());
        assert!(read("private", &json!({"addresses": ["10.0.0.1"], "ca": "ca.pem"})).is_ok());
        let entra = |tenant: &str| json!(format!("https://login.microsoftonline.com/{tenant}/v2.0"));
        for (field, value, named) in [
            ("id", json!("A"), "id"),
            ("id", json!(1), "id"),
            ("name", json!(""), "name"),
            ("issuer", json!("http://id.example"), "issuer"),
            ("issuer", json!("https://"), "issuer"),
            ("issuer", json!("https://a@id.example"), "issuer"),
            ("issuer", json!("https://id.example?x"), "issuer"),
            ("issuer", entra("common"), "issuer"),
            ("issuer", entra("organizations"), "issuer"),
            ("issuer", entra("consumers"), "issuer"),
            ("issuer", entra(CONSUMERS), "issuer"),
            ("issuer", json!("https://LOGIN.microsoftonline.com:443/common/v2.0"), "issuer"),
            ("issuer", entra("0a1b2c3d-0000-4000-8000-0123456789ab"), "allow.domains"),
            ("client_id", json!(""), "client_id"),
            ("client_secret", json!(""), "client_secret"),
            ("client_secret", json!(null), "client_secret"),
            ("client_secret", json!(["very secret"]), "client_secret"),
            ("kind", json!("access"), "issuer"),
            ("kind", json!("saml"), "kind"),
            ("allow", json!(null), "allow"),
            ("allow", json!({"domains": ["a@b"]}), "allow.domains"),
            ("allow", json!({"addresses": ["b"]}), "allow.addresses"),
            ("allow", json!({"tenants": ["0a1b2c3d-0000-4000-8000-0123456789ab"]}), "allow.tenants"),
            ("allow", json!({"everybody": true}), "allow.everybody"),
            ("roles", json!([{"role": "administrator"}]), "roles"),
            ("roles", json!([{"role": "owner"}]), "roles[0].role"),
            ("colour", json!("red"), "colour"),
        ] {
            let wrong = read(field, &value).expect_err(field);
            assert!(wrong.starts_with(&format!("providers[0].{named}:")), "{value}: {wrong}");
            assert!(!wrong.contains("very secret"), "{wrong}");
        }
        let twice = SignIn::read(&json!({"providers": [good, good]}).to_string()).expect_err("twice");
        assert_eq!(twice, "providers[1].id: another provider has this id");
        assert_eq!(SignIn::read("{").expect_err("no JSON"), "this is not JSON");
        assert_eq!(SignIn::read("{}").expect_err("nothing"), "providers: missing");
    }
}
