//! The people, and who decides about them.

use domain::{
    people::{Grants, Role, name_error},
    stamp::By,
    wire::{Access, AddressPerson, PersonChange, PersonView, SecurityKind},
};

use crate::{
    asked::Asked,
    caller::Caller,
    clock::recorded,
    inside::Note,
    people::{Cells, People, demand_valid, json, nothing, text_of},
    reply::{OrReply, Reply, refuse},
    request,
    writes::Writes,
};

/// The most people there may be.
pub const MAX_PEOPLE: usize = 10_000;

/// What is read of a person.
const COLUMNS: &str = "id, name, roles, blocked, (SELECT count(*) FROM passkey WHERE person = person.id), \
                       (SELECT json_group_array(account) FROM account WHERE person = person.id), created, signed_in";

fn view(row: &mut Cells) -> OrReply<PersonView> {
    let (id, name, roles, blocked) = (row.text()?, row.text()?, row.grants()?, row.number()? != 0);
    let (passkeys, accounts) = (u32::try_from(row.number()?).unwrap_or(u32::MAX), json(&row.text()?)?);
    let (created, signed_in) = (row.number()?, row.maybe_number()?);
    let (created_at, signed_in_at) = (recorded(created), signed_in.map(recorded));
    Ok(PersonView { id, name, roles, blocked, passkeys, accounts, created_at, signed_in_at })
}

/// Whether these roles let a person decide who may come in.
fn decides(grants: &Grants) -> bool {
    grants.may_everywhere(Role::Administrator)
}

impl People {
    /// The people.
    pub fn people(&self, asked: &Asked) -> OrReply<Reply> {
        self.page(asked, COLUMNS, "person WHERE 1", &[], view)
    }

    /// Who has this text as their name, or as the name of their account at a provider.
    pub fn called(&self, text: &str) -> OrReply<Vec<AddressPerson>> {
        let select = "SELECT id, name, NULL FROM person WHERE lower(name) = lower(?1) UNION ALL \
            SELECT person.id, name, provider FROM account JOIN person ON person.id = account.person \
            WHERE lower(account) = lower(?1) LIMIT 100";
        let read =
            |mut row: Cells| Ok(AddressPerson { id: row.text()?, name: row.text()?, provider: row.maybe_text()? });
        self.rows(select, &[text.into()])?.into_iter().map(read).collect()
    }

    fn person(&self, id: &str) -> OrReply<PersonView> {
        match self.first(&format!("SELECT {COLUMNS} FROM person WHERE id = ?"), &[id.into()])? {
            Some(mut row) => view(&mut row),
            None => refuse(Access::NoPerson.into()),
        }
    }

    /// Adds a person, who has come just now.
    pub fn add_person(&self, writes: &mut Writes, id: &str, name: &str, roles: &Grants) -> OrReply<()> {
        let values = [id.into(), name.into(), text_of(roles)?.into(), self.now().into()];
        writes.push("INSERT INTO person (id, name, roles, blocked, created) VALUES (?, ?, ?, 0, ?)", values);
        Ok(())
    }

    /// Makes sure that somebody else decides who may come in.
    fn demand_another(&self, id: &str) -> OrReply<()> {
        if self.is_led_without(id)? { Ok(()) } else { refuse(Access::LastAdministrator.into()) }
    }

    /// Makes sure that somebody decides who may come in. By a provider nobody is made the first administrator, and nobody comes before
    /// one has looked at what a restored backup knows.
    pub fn demand_led(&self) -> OrReply<()> {
        if self.is_led_without("")? { Ok(()) } else { refuse(Access::SignInMissing.into()) }
    }

    /// Whether somebody but the person with this id decides who may come in.
    fn is_led_without(&self, id: &str) -> OrReply<bool> {
        let others = self.rows("SELECT roles FROM person WHERE id <> ? AND blocked = 0", &[id.into()])?;
        for mut other in others {
            if decides(&other.grants()?) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Ends the invitations and tokens that a person has made who no longer decides who may come in: by one of them they could
    /// come back.
    fn end_what_they_made(&self, writes: &mut Writes, id: &str, caller: &Caller) -> OrReply<()> {
        writes.push("DELETE FROM invitation WHERE by_id = ?", [id.into()]);
        for mut token in self.rows("SELECT id, name FROM token WHERE by_id = ?", &[id.into()])? {
            let about = Some(By { id: token.text()?, name: token.text()? });
            let by = caller.by.clone();
            self.noted(writes, &Note { kind: SecurityKind::TokenRevoked, by, about, roles: None })?;
        }
        writes.push("DELETE FROM token WHERE by_id = ?", [id.into()]);
        Ok(())
    }

    /// Changes a person.
    pub fn change_person(&self, asked: &Asked, caller: &Caller, body: &[u8]) -> OrReply<Reply> {
        let id = asked.parameter("person");
        let PersonChange { name, roles, blocked } = request::json(body)?;
        let (name, roles) = (name.map(|name| name.trim().to_owned()), roles.map(Grants::tidy));
        let name_error = name.as_ref().and_then(|name| name_error("name", name));
        demand_valid(name_error.into_iter().chain(roles.as_ref().and_then(|roles| roles.errors("roles"))))?;
        let person = self.person(id)?;
        let name = name.filter(|name| *name != person.name);
        let roles = roles.filter(|roles| *roles != person.roles);
        let blocked = blocked.filter(|blocked| *blocked != person.blocked);
        let is_own = caller.by.as_ref().is_some_and(|by| by.id == id);
        if is_own && (roles.is_some() || blocked.is_some()) {
            return refuse(Access::OwnRoles.into());
        }
        let goes = blocked == Some(true) || roles.as_ref().is_some_and(|roles| !decides(roles));
        let mut writes = Writes::default();
        if decides(&person.roles) && goes {
            if !person.blocked {
                self.demand_another(id)?;
            }
            self.end_what_they_made(&mut writes, id, caller)?;
        }
        let noted = |writes: &mut Writes, kind, roles: Option<Grants>| {
            let about = By { id: id.to_owned(), name: name.clone().unwrap_or_else(|| person.name.clone()) };
            self.noted(writes, &Note { kind, by: caller.by.clone(), about: Some(about), roles })
        };
        if let Some(name) = &name {
            writes.push("UPDATE person SET name = ? WHERE id = ?", [name.as_str().into(), id.into()]);
            noted(&mut writes, SecurityKind::PersonRenamed, None)?;
        }
        if let Some(roles) = &roles {
            writes.push("UPDATE person SET roles = ? WHERE id = ?", [text_of(roles)?.into(), id.into()]);
            noted(&mut writes, SecurityKind::RolesChanged, Some(roles.clone()))?;
        }
        if let Some(blocked) = blocked {
            writes.push("UPDATE person SET blocked = ? WHERE id = ?", [u32::from(blocked).into(), id.into()]);
            if blocked {
                writes.push("DELETE FROM session WHERE person = ?", [id.into()]);
            }
            let kind = if blocked { SecurityKind::PersonBlocked } else { SecurityKind::PersonUnblocked };
            noted(&mut writes, kind, None)?;
        }
        self.commit(writes)?;
        Ok(Reply::json(200, &self.person(id)?))
    }

    /// Removes a person.
    pub fn remove_person(&self, asked: &Asked, caller: &Caller) -> OrReply<Reply> {
        let id = asked.parameter("person");
        let person = self.person(id)?;
        if caller.by.as_ref().is_some_and(|by| by.id == id) {
            return refuse(Access::OwnRoles.into());
        }
        if decides(&person.roles) && !person.blocked {
            self.demand_another(id)?;
        }
        let mut writes = Writes::default();
        self.end_what_they_made(&mut writes, id, caller)?;
        for remove in [
            "DELETE FROM session WHERE person = ?",
            "DELETE FROM passkey WHERE person = ?",
            // the provider would let them in again, so it stays known that they were removed
            "UPDATE account SET person = NULL, account = '' WHERE person = ?",
            "DELETE FROM person WHERE id = ?",
        ] {
            writes.push(remove, [id.into()]);
        }
        let about = Some(By { id: person.id, name: person.name });
        let kind = SecurityKind::PersonRemoved;
        self.noted(&mut writes, &Note { kind, by: caller.by.clone(), about, roles: None })?;
        self.commit(writes)?;
        Ok(nothing())
    }
}
