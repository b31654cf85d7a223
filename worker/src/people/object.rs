//! The object of the people: it passes each request to the function that answers it.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use worker::{DurableObject, Env, Request, Response, Result, State, durable_object};

use crate::{
    asked::{Asked, nothing_here},
    calls::{Call, Limit, OfPeople, Who},
    inbound::{arrived, body, finish},
    inside,
    machine::{has_test_doors, working_for},
    people::{People, asking::Providers, nothing, tables},
    place::{not_signed_in, with_body},
    rates::Rates,
    reply::{OrReply, Reply},
    request::{self, Target},
};

/// The people's object.
#[durable_object(fetch)]
pub struct PeopleObject(Rc<People>);

impl DurableObject for PeopleObject {
    fn new(state: State, env: Env) -> Self {
        let [failed, refusals, watches] = [(); 3].map(|()| RefCell::new(Rates::default()));
        Self(Rc::new(People {
            env,
            storage: state.storage(),
            open: Cell::new(false),
            providers: Providers::default(),
            failed,
            refusals,
            watches,
            // who lost something while nobody was told loses it now
            written: Cell::new(true),
        }))
    }

    async fn fetch(&self, request: Request) -> Result<Response> {
        working_for(request, async |mut request| {
            let answer = self.0.answer(&mut request).await;
            if self.0.open.get() && self.0.written.take() {
                self.0.end_watches();
            }
            finish(&request, answer).await
        })
        .await
    }
}

impl People {
    async fn answer(&self, request: &mut Request) -> OrReply<Reply> {
        self.open()?;
        let target = Target::of(&request.inner().url());
        if target.segments.is_none() {
            return self.inside(&target, request).await;
        }
        let asked = Asked::of(&request.inner().method(), target, has_test_doors(&self.env))?;
        let Call::People(call) = asked.described.call else { return nothing_here() };
        let (caller, body) = match asked.described.who {
            Who::Anyone => (None, body(request, asked.described.body).await?),
            Who::Known | Who::With(_) | Who::ByField => {
                let (caller, body) = with_body(request, &asked, &self.env).await?;
                (Some(caller), body)
            }
        };
        let body = body.whole();
        if asked.described.takes.is_empty() {
            asked.query().end()?;
        }
        let caller = || caller.as_ref().ok_or_else(not_signed_in);
        match call {
            OfPeople::Ways => Ok(self.ways(request)),
            OfPeople::BeginSignIn => self.begin_sign_in(request),
            OfPeople::SignIn => self.sign_in(request, &body).await,
            OfPeople::BeginWithProvider => self.begin_with_provider(request, &asked, &body).await,
            OfPeople::EndWithProvider => self.end_with_provider(request, &asked).await,
            OfPeople::Invitation => self.invitation(&body).await,
            OfPeople::BeginJoin => self.begin_join(request, &body),
            OfPeople::Join => self.join(request, &body).await,
            OfPeople::SignOut => self.sign_out(caller()?),
            OfPeople::Passkeys => self.passkeys(&asked, caller()?),
            OfPeople::BeginPasskey => self.begin_passkey(request, caller()?),
            OfPeople::AddPasskey => self.add_passkey(request, caller()?, &body).await,
            OfPeople::RenamePasskey => self.rename_passkey(&asked, caller()?, &body),
            OfPeople::RemovePasskey => self.remove_passkey(request, &asked, caller()?),
            OfPeople::Accounts => self.accounts(&asked, caller()?),
            OfPeople::Sessions => self.sessions(&asked, caller()?),
            OfPeople::EndSession => self.end_session(&asked, caller()?),
            OfPeople::EndSessions => self.end_sessions(caller()?),
            OfPeople::People => self.people(&asked),
            OfPeople::ChangePerson => self.change_person(&asked, caller()?, &body),
            OfPeople::RemovePerson => self.remove_person(&asked, caller()?),
            OfPeople::Invitations => self.invitations(&asked),
            OfPeople::Invite => self.invite(caller()?, &body),
            OfPeople::Withdraw => self.withdraw(&asked, caller()?),
            OfPeople::Tokens => self.tokens(&asked),
            OfPeople::MakeToken => self.make_token(caller()?, &body),
            OfPeople::RevokeToken => self.revoke_token(&asked, caller()?),
            OfPeople::SecurityLog => self.security_log(&asked),
            OfPeople::Pack => self.pack(caller()?, &body),
            OfPeople::Unpack => self.unpack(caller()?, &body),
        }
    }

    /// Answers requests from this worker.
    async fn inside(&self, target: &Target, request: &mut Request) -> OrReply<Reply> {
        let body = arrived(request, Limit::NORMAL).await?.whole();
        match target.path.as_str() {
            inside::WHO => Ok(Reply::json(200, &self.who(&request::json(&body)?)?)),
            inside::AGAIN => Ok(Reply::json(200, &self.again(&request::json(&body)?)?)),
            inside::WATCH => self.watch(&request::json(&body)?),
            inside::HAS_PEOPLE => Ok(Reply::json(200, &self.has_people()?)),
            inside::HAS_PASSKEYS => {
                let host = target.query().text("host").unwrap_or_default();
                let open = "passkey JOIN person ON person.id = passkey.person WHERE host = ? AND blocked = 0";
                Ok(Reply::json(200, &(self.count(open, &[host.into()])? > 0)))
            }
            inside::CALLED => Ok(Reply::json(200, &self.called(&request::json::<String>(&body)?)?)),
            inside::NOTE => {
                self.note(&request::json(&body)?)?;
                Ok(nothing())
            }
            inside::PROVIDERS => Ok(Reply::json(200, &self.providers.all(&self.env).err())),
            inside::OWNER => self.invite_owner(),
            inside::RESTORED => self.restored(target),
            inside::SKEW if has_test_doors(&self.env) => {
                tables::skew_by(target.query().number("by").and_then(|by| i64::try_from(by).ok()).unwrap_or(0));
                Ok(nothing())
            }
            _ => nothing_here(),
        }
    }
}
