//! Signing in with a provider: the code flow of OpenID Connect with PKCE, and Cloudflare Access. What a flow needs is kept in a
//! sealed cookie of the browser that began it, and nowhere else: nobody can fill a table, and no other browser can end it.

use domain::{
    hash::Hash,
    people::name_error,
    wire::{Access, BodyFault, FieldErrorView, JoinStart, Onward, ProviderStart},
};
use form_urlencoded::Serializer;
use serde::{Deserialize, Serialize};
use worker::{Request, console_error};

use crate::{
    asked::Asked,
    damage::code,
    inbound::header,
    openid::{Claims, Family, Parts, Provider},
    people::{
        People,
        asking::{Doors, Form, Trouble, ask},
        crypto, demand_valid,
        passkey::Site,
        secret::{Secret, decode, encode, hash_of, padded},
    },
    place::{self, shown},
    reply::{OrReply, Reply, refuse},
    request,
};

/// The cookie of a flow.
const FLOW: &str = "__Host-laufzeit-flow";
/// How long somebody may take at the provider, in milliseconds.
const LIFE: i64 = 600_000;
/// The header by which Cloudflare Access tells who somebody is.
const ACCESS: &str = "cf-access-jwt-assertion";
/// The most characters of a path to come back to.
const MAX_BACK: usize = 1_000;

/// A sign-in with a provider that is under way.
#[derive(Debug, Serialize, Deserialize)]
pub struct Flow {
    provider: String,
    /// Until when it can be ended.
    pub until: i64,
    /// The path of the page to come back to.
    back: String,
    /// The hash of the session that the browser had before. On the way back from another site it does not send that cookie.
    pub former: Option<String>,
    /// The secret of the invitation that is accepted by it, and the name of who accepts it. The secret, because its hash is no proof:
    /// the data has it.
    pub invitation: Option<(String, String)>,
    /// From it come what is told to the provider and what must come back.
    secret: String,
}

impl Flow {
    fn derived(&self, of: &str) -> String {
        hash_of(&format!("{of} {}", self.secret))
    }

    /// What the provider sends back as it is.
    pub fn state(&self) -> String {
        self.derived("state")
    }

    fn nonce(&self) -> String {
        self.derived("nonce")
    }

    /// What only this flow knows, and the provider asks for with the code (PKCE).
    fn verifier(&self) -> String {
        self.derived("verifier")
    }
}

/// Whether a text is a path of this page, wherever a browser reads it.
fn is_own(path: &str) -> bool {
    let is_plain = path.bytes().all(|byte| byte.is_ascii_graphic() && !b"\\#".contains(&byte));
    is_plain && path.len() <= MAX_BACK && path.starts_with('/') && !path.starts_with("//")
}

/// Where a provider sends people back to.
fn way_back(site: &Site, provider: &Provider) -> String {
    format!("{}/api/v1/sign-in/providers/{}/callback", site.origin, provider.id)
}

/// The cookie of a flow, which a browser keeps for so many milliseconds. It comes along when a provider leads back.
fn cookie(text: &str, life: i64) -> String {
    format!("{FLOW}={text}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={}", life / 1_000)
}

/// The answer to somebody who does not come in. Why, is only logged.
fn troubled(provider: &Provider, trouble: Trouble) -> Box<Reply> {
    let (why, access) = match trouble {
        Trouble::Silent(why) => (why, Access::ProviderUnreachable),
        Trouble::Refused(why) => (why.to_owned(), Access::ProviderRefused),
    };
    console_error!("nobody comes by {}: {why}", provider.id);
    Box::new(Reply::problem(&access.into()))
}

impl People {
    /// The provider with this id.
    fn provider(&self, id: &str) -> OrReply<&Provider> {
        let Ok(all) = self.providers.all(&self.env) else { return refuse(Access::ProviderMisconfigured.into()) };
        match all.iter().find(|provider| provider.id == id) {
            Some(provider) => Ok(provider),
            None => refuse(Access::NoProvider.into()),
        }
    }

    /// Those that a browser can be led to; none if what the configuration says of them is wrong. Cloudflare Access is one only
    /// for whom it has let through.
    pub fn offered(&self, request: &Request) -> Option<Vec<domain::wire::Provider>> {
        let is_here = |provider: &&Provider| match provider.family() {
            Family::Access => header(request, ACCESS).is_some(),
            Family::Google | Family::Entra | Family::Other => Site::of(request).is_ok(),
        };
        let view =
            |provider: &Provider| domain::wire::Provider { id: provider.id.clone(), name: provider.name.clone() };
        Some(self.providers.all(&self.env).ok()?.iter().filter(is_here).map(view).collect())
    }

    /// Begins to sign in with a provider.
    pub async fn begin_with_provider(&self, request: &Request, asked: &Asked, body: &[u8]) -> OrReply<Reply> {
        let ProviderStart { back, invitation } = request::json(body)?;
        if !is_own(&back) {
            let fault = BodyFault::Value { detail: "this should be a path of this page".to_owned(), fault: None };
            return Err(Box::new(Reply::invalid(vec![FieldErrorView::of("back", &fault)])));
        }
        let provider = self.provider(asked.parameter("provider"))?;
        let invitation = invitation.map(|invitation| self.accepted(invitation)).transpose()?;
        self.demand_led()?;
        let (until, secret) = (self.now().saturating_add(LIFE), Secret::new().tell());
        let flow =
            Flow { provider: provider.id.clone(), until, back, former: shown(request).session, invitation, secret };
        if provider.family() == Family::Access {
            let token = header(request, ACCESS).unwrap_or_default();
            let claims = self.claims(provider, &provider.keys_of_access(), &token, "").await;
            let session = claims.and_then(|claims| self.comes(request, provider, &flow, &claims));
            let session = self.counted(request, session)?;
            return Ok(Reply::json(200, &Onward { to: flow.back }).with_header("set-cookie", session));
        }
        let site = Site::of(request)?;
        let doors = self.providers.doors(&self.env, provider, self.now()).await;
        let doors = doors.map_err(|trouble| troubled(provider, trouble))?;
        let challenge = encode(&Hash::of(flow.verifier().as_bytes()).bytes());
        let query = Serializer::new(String::new())
            .append_pair("response_type", "code")
            .append_pair("client_id", &provider.client_id)
            .append_pair("redirect_uri", &way_back(&site, provider))
            .append_pair("scope", "openid email profile")
            .append_pair("state", &flow.state())
            .append_pair("nonce", &flow.nonce())
            .append_pair("code_challenge", &challenge)
            .append_pair("code_challenge_method", "S256")
            .finish();
        let door = &doors.authorization_endpoint;
        let to = format!("{door}{}{query}", if door.contains('?') { '&' } else { '?' });
        Ok(Reply::json(200, &Onward { to }).with_header("set-cookie", cookie(&self.sealed(&flow)?, LIFE)))
    }

    /// The invitation that somebody accepts, who was invited by somebody.
    fn accepted(&self, JoinStart { secret, name }: JoinStart) -> OrReply<(String, String)> {
        let name = name.trim().to_owned();
        demand_valid(name_error("invitation.name", &name))?;
        self.invitation_by_person(&hash_of(&secret))?;
        Ok((secret, name))
    }

    fn sealed(&self, flow: &Flow) -> OrReply<String> {
        let text = serde_json::to_vec(flow).map_err(|error| super::unusable(&error.into()))?;
        let body = encode(&text);
        Ok(format!("{body}.{}", self.seal(&format!("flow {body}"))?))
    }

    /// The flow that a browser has begun; none if it has begun none, or it has ended.
    fn flow(&self, request: &Request) -> OrReply<Option<Flow>> {
        let text = place::cookie(request, FLOW).unwrap_or_default();
        let Some((body, seal)) = text.rsplit_once('.') else { return Ok(None) };
        if self.seal(&format!("flow {body}"))? != seal {
            return Ok(None);
        }
        let flow: Option<Flow> = decode(body).and_then(|text| serde_json::from_slice(&text).ok());
        Ok(flow.filter(|flow| flow.until > self.now()))
    }

    /// Ends a sign-in with a provider, and leads back to the page. Why it came to nothing stands behind the path.
    pub async fn end_with_provider(&self, request: &Request, asked: &Asked) -> OrReply<Reply> {
        let flow = self.flow(request)?;
        let ended = match &flow {
            Some(flow) => self.came_back(request, asked, flow).await,
            None => refuse(Access::ProviderRefused.into()),
        };
        let back = flow.map_or_else(|| "/sign-in".to_owned(), |flow| flow.back);
        let (to, session) = match ended {
            Ok(session) => (back, Some(session)),
            Err(reply) => match code(&reply) {
                Some(code) => (format!("{back}#sign-in={}", code.as_str()), None),
                None => return Err(reply),
            },
        };
        let reply = Reply { status: 303, ..Reply::json(303, &()) }.with_header("location", to);
        let reply = reply.with_header("set-cookie", cookie("", 0));
        Ok(session.into_iter().fold(reply, |reply, session| reply.with_header("set-cookie", session)))
    }

    /// Somebody came back from a provider: exchanges the code for a token. Returns the cookie of the new session.
    async fn came_back(&self, request: &Request, asked: &Asked, flow: &Flow) -> OrReply<String> {
        let provider = self.provider(asked.parameter("provider"))?;
        let mut query = asked.query();
        let mut given = |name: &str| query.text(name);
        let answers = given("state").as_ref() == Some(&flow.state()) && provider.id == flow.provider;
        let is_from = given("iss").is_none_or(|issuer| issuer == provider.issuer);
        let (said_no, said) = (given("error"), given("code"));
        if !answers || !is_from || self.is_used(&flow.state())? {
            return Err(troubled(provider, "the state".into()));
        }
        let code = match (said_no.as_deref(), said) {
            (Some("access_denied"), _) => return refuse(Access::ProviderCancelled.into()),
            (Some("temporarily_unavailable" | "server_error"), _) => return refuse(Access::ProviderUnreachable.into()),
            (None, Some(code)) if !code.is_empty() => code,
            (Some(_) | None, _) => return Err(troubled(provider, "it says no".into())),
        };
        let claims = async {
            let doors = self.providers.doors(&self.env, provider, self.now()).await;
            let doors = doors.map_err(|trouble| troubled(provider, trouble))?;
            let token = self.exchanged(request, provider, &doors, flow, &code).await?;
            self.claims(provider, &doors.jwks_uri, &token, &flow.nonce()).await
        };
        let session = claims.await.and_then(|claims| self.comes(request, provider, flow, &claims));
        self.counted(request, session)
    }

    /// The token that a code stands for.
    async fn exchanged(
        &self,
        request: &Request,
        provider: &Provider,
        doors: &Doors,
        flow: &Flow,
        code: &str,
    ) -> OrReply<String> {
        #[derive(Deserialize)]
        struct Answer {
            id_token: String,
        }
        let secret = provider.client_secret.as_deref().unwrap_or_default();
        let mut form = Serializer::new(String::new());
        form.append_pair("grant_type", "authorization_code")
            .append_pair("code", code)
            .append_pair("redirect_uri", &way_back(&Site::of(request)?, provider))
            .append_pair("code_verifier", &flow.verifier());
        let authorization = if doors.take_secret_in_body() {
            form.append_pair("client_id", &provider.client_id).append_pair("client_secret", secret);
            None
        } else {
            let part = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
            Some(format!("Basic {}", padded(&format!("{}:{}", part(&provider.client_id), part(secret)))))
        };
        let form = Form { text: form.finish(), authorization };
        let answer: Result<Answer, Trouble> = ask(&self.env, provider, &doors.token_endpoint, Some(form)).await;
        Ok(answer.map_err(|trouble| troubled(provider, trouble))?.id_token)
    }

    /// What a token says, once its signature and all that it must say have been verified.
    async fn claims(&self, provider: &Provider, keys: &str, token: &str, nonce: &str) -> OrReply<Claims> {
        self.verified(provider, keys, token, nonce).await.map_err(|trouble| troubled(provider, trouble))
    }

    async fn verified(&self, provider: &Provider, keys: &str, token: &str, nonce: &str) -> Result<Claims, Trouble> {
        let parts = Parts::of(token)?;
        let part = |text: &str| decode(text).ok_or("the form of the token");
        let (header, text, signature) = (part(parts.header)?, part(parts.claims)?, part(parts.signature)?);
        let claims: Claims = serde_json::from_slice(&text).map_err(|_| "the claims")?;
        provider.demand_own(&claims, nonce, self.now() / 1_000)?;
        let (algorithm, key) = self.providers.key(&self.env, provider, keys, &header, self.now()).await?;
        let number = algorithm.number();
        let key = crypto::import_jwk(&key, number).await.ok_or("the key")?;
        if !crypto::holds(&key, number, &signature, parts.signed.as_bytes()).await {
            return Err("the signature".into());
        }
        Ok(claims)
    }
}
