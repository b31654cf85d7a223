//! Signing in with providers of OpenID Connect, and with Cloudflare Access: what the configuration says of them, what their tokens
//! must say, and whom that lets in. Nothing here asks anybody.

mod settings;
mod token;

pub use self::{
    settings::{Family, Provider, SignIn, is_address},
    token::{Algorithm, Claims, Jwk, Keys, Parts, Refused},
};

/// How far the clock of a provider may differ from this one, in seconds.
const SKEW: i64 = 60;

impl Provider {
    /// Makes sure that a token is this provider's, is for this configuration, is in force at `now`, in seconds since 1970, and
    /// answers this sign-in. What Cloudflare Access says answers none.
    ///
    /// # Errors
    /// If it is not.
    pub fn demand_own(&self, claims: &Claims, nonce: &str, now: i64) -> Result<(), Refused> {
        let audiences = claims.aud.list();
        let is_ours = audiences.contains(&self.client_id)
            && claims.azp.as_ref().map_or(audiences.len() == 1, |party| *party == self.client_id);
        let answers = self.family() == Family::Access || claims.nonce.as_deref() == Some(nonce);
        let until = claims.exp.saturating_add(SKEW);
        let holds = [
            (claims.iss == self.issuer, "another issuer"),
            (!claims.sub.is_empty() && claims.sub.len() <= 255, "the subject"),
            (is_ours, "another audience"),
            (until > now, "it has expired"),
            (claims.iat <= now.saturating_add(SKEW), "it is of later"),
            (claims.nbf.is_none_or(|from| from <= now.saturating_add(SKEW)), "it is not in force yet"),
            (answers, "another sign-in"),
        ];
        holds.into_iter().find(|(holds, _)| !holds).map_or(Ok(()), |(_, why)| Err(why))
    }

    /// Whether the configuration lets in whom a token names. An address counts only if the provider has verified it, and a
    /// domain only as the provider itself vouches for it: Google by `hd`, Microsoft not at all but by the tenant.
    pub fn admits(&self, claims: &Claims) -> bool {
        let is_listed = |list: &[String], text: &str| list.iter().any(|listed| listed.eq_ignore_ascii_case(text));
        let address = claims.email.as_deref().filter(|_| claims.email_verified == Some(true.into()));
        let by_address = |address: &str| is_listed(&self.allow.addresses, address);
        let by_domain = |address: &str| {
            address
                .rsplit_once('@')
                .is_some_and(|(local, domain)| !local.is_empty() && is_listed(&self.allow.domains, domain))
        };
        match self.family() {
            Family::Google => {
                claims.hd.as_deref().is_some_and(|domain| is_listed(&self.allow.domains, domain))
                    || address.is_some_and(by_address)
            }
            Family::Entra => claims.tid.as_deref().is_some_and(|tenant| is_listed(&self.allow.tenants, tenant)),
            // it says of whom it lets through no more than the address by which its own rules decided
            Family::Access => claims.email.as_deref().is_some_and(|address| by_address(address) || by_domain(address)),
            Family::Other => address.is_some_and(|address| by_address(address) || by_domain(address)),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const TENANT: &str = "0a1b2c3d-0000-4000-8000-0123456789ab";

    fn provider(issuer: &str, more: &Value) -> Provider {
        let mut text =
            json!({"id": "p", "name": "P", "issuer": issuer, "client_id": "us", "client_secret": "x", "allow": {}});
        text.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        let sign_in = SignIn::read(&json!({"providers": [text]}).to_string()).expect("a good configuration");
        sign_in.providers.into_iter().next().expect("a provider")
    }

    fn claims(issuer: &str, more: &Value) -> Claims {
        let mut claims = json!({"iss": issuer, "sub": "1", "aud": "us", "exp": 2_000, "iat": 1_000, "nonce": "n"});
        claims.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        serde_json::from_value(claims).expect("claims")
    }

    #[test]
    fn a_token_is_for_us_now_and_for_this_sign_in() {
        let (at, issuer) = (1_500, "https://id.example/");
        let own = provider(issuer, &json!({}));
        let check = |more: Value, now| own.demand_own(&claims(issuer, &more), "n", now);
        assert_eq!(check(json!({}), at), Ok(()));
        assert_eq!(check(json!({"aud": ["us"]}), at), Ok(()));
        assert_eq!(check(json!({"aud": ["us", "them"], "azp": "us"}), at), Ok(()));
        assert_eq!(check(json!({}), 2_059), Ok(()));
        assert_eq!(check(json!({}), 940), Ok(()));
        for (more, now) in [
            (json!({"iss": "https://id.example"}), at),
            (json!({"sub": ""}), at),
            (json!({"sub": "x".repeat(256)}), at),
            (json!({"aud": "them"}), at),
            (json!({"aud": []}), at),
            (json!({"aud": ["us", "them"]}), at),
            (json!({"aud": ["us", "them"], "azp": "them"}), at),
            (json!({"azp": "them"}), at),
            (json!({}), 2_060),
            (json!({}), 939),
            (json!({"nbf": 1_561}), at),
            (json!({"nonce": "m"}), at),
            (json!({"nonce": null}), at),
        ] {
            assert!(check(more.clone(), now).is_err(), "{more} at {now}");
        }
    }

    #[test]
    fn a_domain_counts_as_the_provider_vouches_for_it() {
        let google = "https://accounts.google.com";
        let entra = format!("https://login.microsoftonline.com/{TENANT}/v2.0");
        let access = "https://firma.cloudflareaccess.com";
        let allow = |list: Value| json!({"allow": list});
        let firma = allow(json!({"domains": ["Firma.example"]}));
        let anna = allow(json!({"addresses": ["anna@firma.example"]}));
        let mut team = firma.clone();
        (team["kind"], team["client_secret"]) = (json!("access"), Value::Null);
        let said = json!({"email": "Anna@firma.example"});
        let verified = json!({"email": "Anna@firma.example", "email_verified": true});
        let as_text = json!({"email": "anna@firma.example", "email_verified": "true"});
        let workspace = json!({"hd": "firma.example"});
        let other = "https://id.example";
        for (issuer, setting, says, admitted) in [
            (other, &firma, &verified, true),
            (other, &anna, &verified, true),
            (other, &firma, &said, false),
            (other, &firma, &as_text, false),
            (other, &firma, &workspace, false),
            (other, &firma, &json!({"email": "a@x.firma.example", "email_verified": true}), false),
            (other, &firma, &json!({"email": "a@firma.example@x.example", "email_verified": true}), false),
            (other, &firma, &json!({"email": "firma.example", "email_verified": true}), false),
            (other, &allow(json!({})), &verified, false),
            (google, &firma, &workspace, true),
            (google, &firma, &verified, false),
            (google, &anna, &verified, true),
            (google, &allow(json!({})), &workspace, false),
            (&entra, &allow(json!({"tenants": [TENANT]})), &json!({"tid": TENANT}), true),
            (&entra, &allow(json!({"tenants": [TENANT]})), &json!({"tid": "x"}), false),
            (&entra, &allow(json!({})), &json!({"tid": TENANT}), false),
            (access, &team, &said, true),
            (access, &team, &json!({}), false),
        ] {
            let admits = provider(issuer, setting).admits(&claims(issuer, says));
            assert_eq!(admits, admitted, "{issuer} {setting} {says}");
        }
    }
}
