//! Who comes by a provider. People are known by who says it and by the id that the provider gives them, never by an address.

use domain::{
    people::{Grants, name_error},
    stamp::By,
    wire::{Access, ProviderAccount, SecurityKind},
};
use worker::Request;

use crate::{
    asked::Asked,
    caller::Caller,
    clock::recorded,
    inbound::header,
    inside::Note,
    openid::{Claims, Provider},
    people::{
        People,
        persons::MAX_PEOPLE,
        providers::Flow,
        secret::{hash_of, new_id},
        security::note,
        sign_in::For,
    },
    place::shown,
    reply::{OrReply, Reply, refuse},
    writes::Writes,
};

/// The most characters of what a provider calls an account that are kept.
const MAX_ACCOUNT: usize = 254;

/// An account that has come before.
struct Known {
    /// The person, unless they were removed.
    person: Option<By>,
    /// Whether an invitation let them in.
    invited: bool,
    /// Whether they may not sign in.
    blocked: bool,
}

/// The name of somebody who comes for the first time.
fn name_of(claims: &Claims) -> String {
    let names = [claims.name.as_deref(), Some(claims.account())];
    let mut names = names.into_iter().flatten().map(str::trim).filter(|name| name_error("name", name).is_none());
    names.next().unwrap_or(&claims.sub).to_owned()
}

impl People {
    fn known(&self, claims: &Claims) -> OrReply<Option<Known>> {
        let find = "SELECT person.id, person.name, invited, COALESCE(blocked, 0) FROM account \
                    LEFT JOIN person ON person.id = account.person WHERE issuer = ? AND subject = ?";
        let found = self.first(find, &[claims.iss.as_str().into(), claims.sub.as_str().into()])?;
        let read = |mut row: super::Cells| {
            Ok(Known { person: row.by()?, invited: row.number()? != 0, blocked: row.number()? != 0 })
        };
        found.map(read).transpose()
    }

    /// Lets somebody in whose token has been verified, by the flow that it answers. Whoever was removed comes back by a new
    /// invitation only. Nothing else happens until all is written. Returns the cookie of the new session.
    pub fn comes(&self, request: &Request, provider: &Provider, flow: &Flow, claims: &Claims) -> OrReply<String> {
        if self.is_used(&flow.state())? {
            return refuse(Access::ProviderRefused.into());
        }
        self.demand_led()?;
        let known = self.known(claims)?;
        let mut writes = Writes::default();
        let by = match (&flow.invitation, known) {
            (Some(_), Some(Known { person: Some(_), .. })) => return refuse(Access::AccountKnown.into()),
            (Some((secret, name)), Some(Known { person: None, .. }) | None) => {
                let invitation = hash_of(secret);
                let (roles, inviter) = self.invitation_by_person(&invitation)?;
                writes.push("DELETE FROM invitation WHERE hash = ?", [invitation.as_str().into()]);
                let note = Note { about: Some(inviter), ..note(SecurityKind::Joined) };
                self.newcomer(&mut writes, name.clone(), roles, note)?
            }
            (None, Some(Known { person: Some(by), invited, blocked: false })) if invited || provider.admits(claims) => {
                self.noted(&mut writes, &Note { by: Some(by.clone()), ..note(SecurityKind::SignedIn) })?;
                by
            }
            (None, None) if provider.admits(claims) => {
                let about = Some(By { id: provider.id.clone(), name: provider.name.clone() });
                let note = Note { about, ..note(SecurityKind::Admitted) };
                self.newcomer(&mut writes, name_of(claims), provider.roles.clone().tidy(), note)?
            }
            (None, Some(_) | None) => return refuse(Access::NotAdmitted.into()),
        };
        self.keep_account(&mut writes, provider, claims, &by, flow.invitation.is_some());
        self.keep_challenge(&mut writes, &flow.state(), (For::Nothing, ""), flow.until);
        self.end_former(&mut writes, shown(request).session.or_else(|| flow.former.clone()));
        let session = self.begin_session(&mut writes, &by.id, "", header(request, "user-agent"));
        self.commit(writes)?;
        Ok(session)
    }

    fn newcomer(&self, writes: &mut Writes, name: String, roles: Grants, note: Note) -> OrReply<By> {
        self.demand_room("person", &[], MAX_PEOPLE)?;
        let by = By { id: new_id('p'), name };
        self.add_person(writes, &by.id, &by.name, &roles)?;
        self.noted(writes, &Note { by: Some(by.clone()), roles: Some(roles), ..note })?;
        Ok(by)
    }

    /// Keeps by which account a person came, and what it is called by now.
    fn keep_account(&self, writes: &mut Writes, provider: &Provider, claims: &Claims, by: &By, invited: bool) {
        let account: String = claims.account().chars().filter(|char| !char.is_control()).take(MAX_ACCOUNT).collect();
        let now = self.now();
        let values = [
            claims.iss.as_str().into(),
            claims.sub.as_str().into(),
            new_id('a').into(),
            by.id.as_str().into(),
            provider.id.as_str().into(),
            account.into(),
            u32::from(invited).into(),
            now.into(),
        ];
        // whom an invitation let in stays so, and who comes back after being removed begins anew
        let keep = "INSERT INTO account (issuer, subject, id, person, provider, account, invited, created, used) \
                    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8) ON CONFLICT DO UPDATE SET \
                    created = IIF(person IS NULL, excluded.created, created), \
                    invited = IIF(person IS NULL, excluded.invited, invited), \
                    person = excluded.person, provider = excluded.provider, account = excluded.account, used = excluded.used";
        writes.push(keep, values);
    }

    /// The caller's accounts at providers.
    pub fn accounts(&self, asked: &Asked, caller: &Caller) -> OrReply<Reply> {
        let by = caller.person()?;
        let own = "account WHERE person = ?";
        self.page(asked, "id, provider, issuer, account, created, used", own, &[by.id.as_str().into()], |row| {
            let (id, provider, issuer, account) = (row.text()?, row.text()?, row.text()?, row.text()?);
            let (created_at, used_at) = (recorded(row.number()?), recorded(row.number()?));
            let all = self.providers.all(&self.env).unwrap_or_default();
            let name = all.iter().find(|known| known.id == provider).map(|known| known.name.clone());
            Ok(ProviderAccount { id, provider: name.unwrap_or(issuer), account, created_at, used_at })
        })
    }
}
