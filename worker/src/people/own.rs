//! One's own passkeys.

use domain::{
    people::name_error,
    stamp::By,
    wire::{Access, NewName, NewPasskey, PasskeyView, SecurityKind},
};
use worker::Request;

use crate::{
    asked::Asked,
    caller::Caller,
    clock::recorded,
    inside::Note,
    people::{
        People, demand_valid, nothing,
        passkey::{self, Key, Refused, Site},
        security::note,
        sign_in::{For, refused},
    },
    reply::{OrReply, Reply, refuse},
    request,
    writes::Writes,
};

/// The most passkeys of a person.
const MAX_PASSKEYS: usize = 20;

impl People {
    /// Whether somebody has this passkey.
    pub fn passkey_exists(&self, id: &str) -> OrReply<bool> {
        Ok(self.first("SELECT 1 FROM passkey WHERE id = ?", &[id.into()])?.is_some())
    }

    /// Adds a passkey of a person.
    pub fn add_key(&self, writes: &mut Writes, person: &str, name: &str, id: &str, key: &Key, site: &Site) {
        let algorithm = i64::from(key.algorithm);
        let values = [
            id.into(),
            person.into(),
            name.into(),
            site.host.as_str().into(),
            key.text.as_str().into(),
            algorithm.into(),
            key.counter.into(),
            self.now().into(),
        ];
        writes.push(
            "INSERT INTO passkey (id, person, name, host, key, algorithm, counter, created) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            values,
        );
    }

    /// The caller's passkeys.
    pub fn passkeys(&self, asked: &Asked, caller: &Caller) -> OrReply<Reply> {
        let by = caller.person()?;
        self.page(asked, "id, name, created, used", "passkey WHERE person = ?", &[by.id.as_str().into()], |row| {
            let (id, name, created, used) = (row.text()?, row.text()?, row.number()?, row.maybe_number()?);
            Ok(PasskeyView { id, name, created_at: recorded(created), used_at: used.map(recorded) })
        })
    }

    /// Begins to add a passkey.
    pub fn begin_passkey(&self, request: &Request, caller: &Caller) -> OrReply<Reply> {
        let (site, by) = (Site::of(request)?, caller.person()?);
        self.demand_room("passkey WHERE person = ?", &[by.id.as_str().into()], MAX_PASSKEYS)?;
        let own = self.rows("SELECT id FROM passkey WHERE person = ?", &[by.id.as_str().into()])?;
        let own = own.into_iter().map(|mut row| row.text()).collect::<OrReply<Vec<String>>>()?;
        let challenge = self.challenge(For::Passkey, &by.id)?;
        Ok(Reply::json(200, &passkey::creation(&site, &challenge, &by.id, &by.name, &own)))
    }

    /// Adds a passkey.
    pub async fn add_passkey(&self, request: &Request, caller: &Caller, body: &[u8]) -> OrReply<Reply> {
        let (site, by) = (Site::of(request)?, caller.person()?);
        let NewPasskey { name, credential } = request::json(body)?;
        let name = name.trim().to_owned();
        demand_valid(name_error("name", &name))?;
        if self.answered(For::Passkey, &credential)?.as_ref() != Some(&by.id) {
            return Err(refused(Refused::Wrong("the challenge")));
        }
        let key = passkey::made(&credential, &site).await.map_err(refused)?;
        if self.passkey_exists(&credential.id)? {
            return Err(refused(Refused::Wrong("the passkey is known")));
        }
        self.demand_room("passkey WHERE person = ?", &[by.id.as_str().into()], MAX_PASSKEYS)?;
        let mut writes = Writes::default();
        self.add_key(&mut writes, &by.id, &name, &credential.id, &key, &site);
        self.about_key(&mut writes, by, &name, SecurityKind::PasskeyAdded)?;
        self.commit(writes)?;
        let created_at = recorded(self.now());
        Ok(Reply::json(201, &PasskeyView { id: credential.id, name, created_at, used_at: None }))
    }

    /// Gives a passkey another name.
    pub fn rename_passkey(&self, asked: &Asked, caller: &Caller, body: &[u8]) -> OrReply<Reply> {
        let by = caller.person()?;
        let NewName { name } = request::json(body)?;
        let (id, name) = (asked.parameter("passkey"), name.trim().to_owned());
        demand_valid(name_error("name", &name))?;
        let find = "SELECT created, used FROM passkey WHERE id = ? AND person = ?";
        let own = [id.into(), by.id.as_str().into()];
        let Some(mut row) = self.first(find, &own)? else { return refuse(Access::NoPasskey.into()) };
        let (created, used) = (row.number()?, row.maybe_number()?);
        let mut writes = Writes::default();
        writes.push("UPDATE passkey SET name = ? WHERE id = ?", [name.as_str().into(), id.into()]);
        self.commit(writes)?;
        let (created_at, used_at) = (recorded(created), used.map(recorded));
        Ok(Reply::json(200, &PasskeyView { id: id.to_owned(), name, created_at, used_at }))
    }

    /// Removes a passkey, unless the person could no longer sign in without it.
    pub fn remove_passkey(&self, request: &Request, asked: &Asked, caller: &Caller) -> OrReply<Reply> {
        let (by, id) = (caller.person()?, asked.parameter("passkey"));
        let own = [id.into(), by.id.as_str().into()];
        let Some(mut row) = self.first("SELECT name FROM passkey WHERE id = ? AND person = ?", &own)? else {
            return refuse(Access::NoPasskey.into());
        };
        let name = row.text()?;
        // those of another host name let nobody in here
        let host = Site::of(request).map(|site| site.host).ok();
        let others = [by.id.as_str().into(), id.into(), host.into()];
        let by_others = self.count("passkey WHERE person = ? AND id <> ? AND host = COALESCE(?, host)", &others)?;
        let by_providers = self.count("account WHERE person = ?", &[by.id.as_str().into()])?;
        if by_others + by_providers == 0 {
            return refuse(Access::LastPasskey.into());
        }
        let mut writes = Writes::default();
        writes.push("DELETE FROM passkey WHERE id = ? AND person = ?", own);
        // whoever found the device is signed out, but not whoever sits here
        writes.push(
            "DELETE FROM session WHERE passkey = ? AND id IS NOT ?",
            [id.into(), caller.session.as_deref().into()],
        );
        self.about_key(&mut writes, by, &name, SecurityKind::PasskeyRemoved)?;
        self.commit(writes)?;
        Ok(nothing())
    }

    fn about_key(&self, writes: &mut Writes, by: &By, name: &str, kind: SecurityKind) -> OrReply<()> {
        let about = Some(By { id: String::new(), name: name.to_owned() });
        self.noted(writes, &Note { by: Some(by.clone()), about, ..note(kind) })
    }
}
