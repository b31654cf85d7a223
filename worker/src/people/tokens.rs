//! Tokens, with which scripts call.

use domain::{
    people::{TOKEN_DAYS, days_error, name_error},
    stamp::By,
    wire::{Access, NewToken, SecurityKind, TokenRequest, TokenView},
};

use crate::{
    asked::Asked,
    caller::Caller,
    clock::recorded,
    inside::Note,
    people::{
        DAY, People, demand_valid, nothing,
        secret::{Secret, new_id},
        security::note,
        text_of,
    },
    place::TOKEN,
    reply::{OrReply, Reply, refuse},
    request,
    writes::Writes,
};

/// The most tokens there may be at the same time.
const MAX_TOKENS: usize = 1_000;

impl People {
    /// The tokens.
    pub fn tokens(&self, asked: &Asked) -> OrReply<Reply> {
        let living = "token WHERE until > ?";
        let columns = "id, name, roles, created, until, used, by_id, by_name, \
                       EXISTS (SELECT 1 FROM person WHERE person.id = by_id AND blocked = 1)";
        self.page(asked, columns, living, &[self.now().into()], |row| {
            let (id, name, roles) = (row.text()?, row.text()?, row.grants()?);
            let (created, until, used) = (row.number()?, row.number()?, row.maybe_number()?);
            let (created_at, expires_at, used_at) = (recorded(created), recorded(until), used.map(recorded));
            let (by, blocked) = (row.by()?, row.number()? != 0);
            Ok(TokenView { id, name, roles, created_at, expires_at, used_at, by, blocked })
        })
    }

    /// Makes a token.
    pub fn make_token(&self, caller: &Caller, body: &[u8]) -> OrReply<Reply> {
        // one that a token has made would outlive whoever made that
        let maker = caller.person()?.clone();
        let TokenRequest { name, roles, days } = request::json(body)?;
        let (name, days) = (name.trim().to_owned(), days.unwrap_or(TOKEN_DAYS));
        let errors = name_error("name", &name).into_iter().chain(roles.errors("roles")).chain(days_error("days", days));
        demand_valid(errors)?;
        let (now, roles) = (self.now(), roles.tidy());
        self.demand_room("token WHERE until > ?", &[now.into()], MAX_TOKENS)?;
        let (secret, id) = (Secret::new(), new_id('t'));
        let until = now.saturating_add(DAY.saturating_mul(days.into()));
        let mut writes = Writes::default();
        writes.push("DELETE FROM token WHERE until <= ?", [now.into()]);
        let values = [
            secret.hash().into(),
            id.as_str().into(),
            name.as_str().into(),
            text_of(&roles)?.into(),
            now.into(),
            until.into(),
            maker.id.as_str().into(),
            maker.name.as_str().into(),
        ];
        writes.push(
            "INSERT INTO token (hash, id, name, roles, created, until, by_id, by_name) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            values,
        );
        let (kind, by) = (SecurityKind::TokenMade, Some(maker));
        let about = Some(By { id: id.clone(), name: name.clone() });
        self.noted(&mut writes, &Note { kind, by: by.clone(), about, roles: Some(roles.clone()) })?;
        self.commit(writes)?;
        let (created_at, expires_at) = (recorded(now), recorded(until));
        let token = TokenView { id, name, roles, created_at, expires_at, used_at: None, by, blocked: false };
        Ok(Reply::json(201, &NewToken { token, text: format!("{TOKEN}{}", secret.tell()) }))
    }

    /// Revokes a token.
    pub fn revoke_token(&self, asked: &Asked, caller: &Caller) -> OrReply<Reply> {
        let id = asked.parameter("token");
        let Some(mut row) = self.first("SELECT name FROM token WHERE id = ?", &[id.into()])? else {
            return refuse(Access::NoToken.into());
        };
        let about = Some(By { id: id.to_owned(), name: row.text()? });
        let mut writes = Writes::default();
        writes.push("DELETE FROM token WHERE id = ?", [id.into()]);
        let by = caller.by.clone();
        self.noted(&mut writes, &Note { by, about, ..note(SecurityKind::TokenRevoked) })?;
        self.commit(writes)?;
        Ok(nothing())
    }
}
