//! Sessions, and who a request comes from.

use domain::{
    stamp::By,
    wire::{Access, CallerKind, SecurityKind, SessionView},
};

use crate::{
    asked::Asked,
    caller::Caller,
    clock::recorded,
    files,
    inside::{Note, Shown},
    people::{
        DAY, HOUR, People, lately, nothing,
        secret::{Secret, new_id},
        security::note,
    },
    place::COOKIE,
    reply::{OrReply, Reply, refuse},
    writes::{Value, Writes},
};

/// A session ends after this time without a request.
const IDLE: i64 = 12 * HOUR;
/// A session ends after this time whatever happens.
const WHOLE: i64 = 7 * DAY;
/// The use of a session or token is noted again after this time.
const STEP: i64 = 300_000;
/// The most sessions of a person. The oldest ones end first.
const MAX_SESSIONS: u32 = 50;
/// The most characters of a browser's name that are kept.
const MAX_AGENT: usize = 200;

/// The cookie with the secret of a session, which a browser keeps for so many milliseconds.
fn cookie(secret: &str, life: i64) -> String {
    format!("{COOKIE}={secret}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age={}", life / 1_000)
}

impl People {
    /// Who shows this secret.
    ///
    /// # Errors
    /// 401 if it is nobody who may come in, and 503 if nobody can sign in yet.
    pub fn who(&self, shown: &Shown) -> OrReply<Caller> {
        let known = match shown {
            Shown { token: Some(hash), .. } => self.by_token(hash)?,
            Shown { session: Some(hash), .. } => self.by_session(hash)?,
            Shown { .. } => None,
        };
        match known {
            Some(caller) => {
                if files::are_here(&self.env) {
                    lately::remember(shown.clone(), caller.clone());
                }
                Ok(caller)
            }
            None if !self.has_people()? => refuse(Access::SignInMissing.into()),
            None => refuse(Access::NotSignedIn.into()),
        }
    }

    /// Who a caller is by now.
    ///
    /// # Errors
    /// 401 if they may no longer come in.
    pub fn again(&self, caller: &Caller) -> OrReply<Caller> {
        let (id, now) = (caller.by.as_ref().map(|by| by.id.as_str()), self.now());
        let hash = match caller.kind {
            CallerKind::Desk => None,
            CallerKind::Person => self.first(
                "SELECT hash FROM session WHERE id = ? AND person = ?",
                &[caller.session.as_deref().into(), id.into()],
            )?,
            CallerKind::Token => {
                self.first("SELECT hash FROM token WHERE id = ? AND until > ?", &[id.into(), now.into()])?
            }
        };
        let hash = hash.map(|mut row| row.text()).transpose()?;
        match caller.kind {
            CallerKind::Token => self.who(&Shown { token: hash, session: None }),
            CallerKind::Desk | CallerKind::Person => self.who(&Shown { token: None, session: hash }),
        }
    }

    /// Whether there is anybody who may come in.
    pub fn has_people(&self) -> OrReply<bool> {
        Ok(self.first("SELECT 1 FROM person LIMIT 1", &[])?.is_some())
    }

    /// Who shows the secret of a token.
    fn by_token(&self, hash: &str) -> OrReply<Option<Caller>> {
        let now = self.now();
        // whoever made a token answers for it
        let find = "SELECT id, name, roles, used, until FROM token WHERE hash = ? AND until > ? \
                    AND EXISTS (SELECT 1 FROM person WHERE person.id = by_id AND blocked = 0)";
        let Some(mut row) = self.first(find, &[hash.into(), now.into()])? else { return Ok(None) };
        let by = By { id: row.text()?, name: row.text()? };
        let (grants, used, until) = (row.grants()?, row.maybe_number()?, row.number()?);
        if used.is_none_or(|used| now.saturating_sub(used) > STEP) {
            let mut writes = Writes::default();
            writes.push("UPDATE token SET used = ? WHERE hash = ?", [now.into(), hash.into()]);
            self.commit_if_possible(writes);
        }
        Ok(Some(Caller { kind: CallerKind::Token, by: Some(by), grants, session: None, until: Some(until) }))
    }

    /// Who shows the secret of a session.
    fn by_session(&self, hash: &str) -> OrReply<Option<Caller>> {
        let now = self.now();
        let find = "SELECT session.id, session.used, session.until, person.id, person.name, person.roles FROM session \
                    JOIN person ON person.id = session.person \
                    WHERE hash = ? AND until > ? AND used > ? AND blocked = 0";
        let values = [hash.into(), now.into(), now.saturating_sub(IDLE).into()];
        let Some(mut row) = self.first(find, &values)? else { return Ok(None) };
        let (id, used, until) = (row.text()?, row.number()?, row.number()?);
        let by = By { id: row.text()?, name: row.text()? };
        let grants = row.grants()?;
        if now.saturating_sub(used) > STEP {
            let mut writes = Writes::default();
            writes.push("UPDATE session SET used = ? WHERE hash = ?", [now.into(), hash.into()]);
            self.commit_if_possible(writes);
        }
        let until = until.min(used.saturating_add(IDLE));
        Ok(Some(Caller { kind: CallerKind::Person, by: Some(by), grants, session: Some(id), until: Some(until) }))
    }

    /// Begins a session, and forgets those that have ended and the oldest of too many. It ends with the passkey that began it, if
    /// one did. Returns the cookie.
    pub fn begin_session(&self, writes: &mut Writes, person: &str, passkey: &str, agent: Option<String>) -> String {
        let (secret, now) = (Secret::new(), self.now());
        let until = now.saturating_add(WHOLE);
        let agent: String =
            agent.unwrap_or_default().chars().filter(|char| !char.is_control()).take(MAX_AGENT).collect();
        let values = [
            secret.hash().into(),
            new_id('s').into(),
            person.into(),
            passkey.into(),
            agent.into(),
            now.into(),
            now.into(),
            until.into(),
        ];
        writes.push(
            "INSERT INTO session (hash, id, person, passkey, agent, created, used, until) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            values,
        );
        let idle: Value = now.saturating_sub(IDLE).into();
        writes.push("DELETE FROM session WHERE until <= ? OR used <= ?", [now.into(), idle]);
        let most = "DELETE FROM session WHERE person = ?1 AND hash NOT IN \
                    (SELECT hash FROM session WHERE person = ?1 ORDER BY created DESC, hash LIMIT ?2)";
        writes.push(most, [person.into(), MAX_SESSIONS.into()]);
        writes.push("UPDATE person SET signed_in = ? WHERE id = ?", [now.into(), person.into()]);
        cookie(&secret.tell(), WHOLE)
    }

    /// Ends the session that a browser had before it signed in again, by the hash of its secret.
    pub fn end_former(&self, writes: &mut Writes, former: Option<String>) {
        if let Some(hash) = former {
            writes.push("DELETE FROM session WHERE hash = ?", [hash.into()]);
        }
    }

    /// Ends the caller's session.
    pub fn sign_out(&self, caller: &Caller) -> OrReply<Reply> {
        let by = caller.person()?;
        let mut writes = Writes::default();
        writes.push("DELETE FROM session WHERE id = ?", [caller.session.as_deref().into()]);
        self.noted(&mut writes, &Note { by: Some(by.clone()), ..note(SecurityKind::SignedOut) })?;
        self.commit(writes)?;
        Ok(nothing().with_header("set-cookie", cookie("", 0)))
    }

    /// The caller's sessions.
    pub fn sessions(&self, asked: &Asked, caller: &Caller) -> OrReply<Reply> {
        let (by, now) = (caller.person()?, self.now());
        let own = "session WHERE person = ? AND until > ? AND used > ?";
        let values = [by.id.as_str().into(), now.into(), now.saturating_sub(IDLE).into()];
        self.page(asked, "id, agent, created, used, until", own, &values, |row| {
            let (id, agent) = (row.text()?, row.text()?);
            let (created, used, until) = (row.number()?, row.number()?, row.number()?);
            let is_this = caller.session.as_ref() == Some(&id);
            let until = until.min(used.saturating_add(IDLE));
            let (created_at, used_at, expires_at) = (recorded(created), recorded(used), recorded(until));
            Ok(SessionView { id, agent, created_at, used_at, expires_at, is_this })
        })
    }

    /// Ends one of the caller's sessions.
    pub fn end_session(&self, asked: &Asked, caller: &Caller) -> OrReply<Reply> {
        let by = caller.person()?;
        let own = [asked.parameter("session").into(), by.id.as_str().into()];
        if self.first("SELECT 1 FROM session WHERE id = ? AND person = ?", &own)?.is_none() {
            return refuse(Access::NoSession.into());
        }
        let mut writes = Writes::default();
        writes.push("DELETE FROM session WHERE id = ? AND person = ?", own);
        self.noted(&mut writes, &Note { by: Some(by.clone()), ..note(SecurityKind::SignedOut) })?;
        self.commit(writes)?;
        Ok(nothing())
    }

    /// Ends all of the caller's sessions but this one.
    pub fn end_sessions(&self, caller: &Caller) -> OrReply<Reply> {
        let by = caller.person()?;
        let mut writes = Writes::default();
        let values = [by.id.as_str().into(), caller.session.as_deref().into()];
        writes.push("DELETE FROM session WHERE person = ? AND id IS NOT ?", values);
        self.noted(&mut writes, &Note { by: Some(by.clone()), ..note(SecurityKind::SignedOutEverywhere) })?;
        self.commit(writes)?;
        Ok(nothing())
    }
}
