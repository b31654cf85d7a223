//! Invitations: making and withdrawing them, and how somebody comes by one.

use domain::{
    people::{Grants, Role, name_error},
    stamp::By,
    wire::{
        Access, CallerKind, InvitationRequest, InvitationView, Join, JoinStart, NewInvitation, OneTimeSecret,
        SecurityKind,
    },
};
use serde::{Deserialize, Serialize};
use worker::{Request, console_error};

use crate::{
    asked::Asked,
    caller::Caller,
    clock::recorded,
    inbound::header,
    inside::{self, Note},
    people::{
        Cells, DAY, People, demand_valid, json, nothing, passkey,
        passkey::{Refused, Site},
        persons::MAX_PEOPLE,
        secret::{Secret, hash_of, new_id},
        security::note,
        sign_in::{For, refused},
        text_of,
    },
    place::{lock, setting, shown},
    reply::{OrReply, Reply, refuse},
    request,
    writes::Writes,
};

/// How long an invitation is good for.
const LIFE: i64 = DAY;
/// The most invitations that are open at the same time.
const MAX_INVITATIONS: usize = 1_000;

/// What is read of an invitation.
const COLUMNS: &str = "id, name, roles, until, by_id, by_name";

fn view(row: &mut Cells) -> OrReply<InvitationView> {
    let (id, name, roles) = (row.text()?, row.text()?, row.grants()?);
    Ok(InvitationView {
        id,
        name,
        roles,
        expires_at: Some(recorded(row.number()?)),
        by: row.by()?,
        platforms: Vec::new(),
    })
}

/// An invitation that somebody has the secret of.
struct Invited {
    hash: String,
    view: InvitationView,
    /// Whether its secret stands in the configuration, so that it is remembered once it was used.
    is_configured: bool,
}

/// What a challenge for accepting an invitation is about.
#[derive(Serialize, Deserialize)]
struct Joining {
    invitation: String,
    person: String,
}

impl People {
    /// The open invitations.
    pub fn invitations(&self, asked: &Asked) -> OrReply<Reply> {
        let open = "invitation WHERE until > ?";
        self.page(asked, COLUMNS, open, &[self.now().into()], view)
    }

    /// Invites somebody.
    pub fn invite(&self, caller: &Caller, body: &[u8]) -> OrReply<Reply> {
        let InvitationRequest { name, roles } = request::json(body)?;
        let name = name.trim().to_owned();
        demand_valid(name_error("name", &name).into_iter().chain(roles.errors("roles")))?;
        match caller.kind {
            CallerKind::Person => {}
            // whoever comes first to a desk locks it, and must be able to let others in
            CallerKind::Desk if roles.may_everywhere(Role::Administrator) => {}
            CallerKind::Desk => return refuse(Access::RoleNeeded { role: Role::Administrator }.into()),
            // it would outlive whoever made the token
            CallerKind::Token => return refuse(Access::PersonNeeded.into()),
        }
        self.demand_room("invitation WHERE until > ?", &[self.now().into()], MAX_INVITATIONS)?;
        let made = self.invited(name, roles.tidy(), caller.by.clone(), Writes::default())?;
        Ok(Reply::json(201, &made))
    }

    /// Makes the one invitation of the machine itself, for an administrator. The former one is void.
    pub fn invite_owner(&self) -> OrReply<Reply> {
        let mut writes = Writes::default();
        writes.push("DELETE FROM invitation WHERE by_id IS NULL", []);
        Ok(Reply::json(200, &self.invited(String::new(), Grants::everything(), None, writes)?))
    }

    fn invited(&self, name: String, roles: Grants, by: Option<By>, mut writes: Writes) -> OrReply<NewInvitation> {
        let (secret, id, now) = (Secret::new(), new_id('i'), self.now());
        let until = now.saturating_add(LIFE);
        writes.push("DELETE FROM invitation WHERE until <= ?", [now.into()]);
        let (by_id, by_name) = by.clone().map(|by| (by.id, by.name)).unzip();
        let values = [
            secret.hash().into(),
            id.as_str().into(),
            name.as_str().into(),
            text_of(&roles)?.into(),
            until.into(),
            by_id.into(),
            by_name.into(),
        ];
        writes.push(
            "INSERT INTO invitation (hash, id, name, roles, until, by_id, by_name) VALUES (?, ?, ?, ?, ?, ?, ?)",
            values,
        );
        let about = Some(By { id: id.clone(), name: name.clone() });
        self.noted(
            &mut writes,
            &Note { kind: SecurityKind::Invited, by: by.clone(), about, roles: Some(roles.clone()) },
        )?;
        self.commit(writes)?;
        let invitation =
            InvitationView { id, name, roles, expires_at: Some(recorded(until)), by, platforms: Vec::new() };
        Ok(NewInvitation { invitation, secret: secret.tell() })
    }

    /// Withdraws an invitation.
    pub fn withdraw(&self, asked: &Asked, caller: &Caller) -> OrReply<Reply> {
        let id = asked.parameter("invitation");
        let Some(mut row) = self.first("SELECT name FROM invitation WHERE id = ?", &[id.into()])? else {
            return refuse(Access::NoInvitation.into());
        };
        let about = Some(By { id: id.to_owned(), name: row.text()? });
        let mut writes = Writes::default();
        writes.push("DELETE FROM invitation WHERE id = ?", [id.into()]);
        let by = caller.by.clone();
        self.noted(&mut writes, &Note { by, about, ..note(SecurityKind::InvitationWithdrawn) })?;
        self.commit(writes)?;
        Ok(nothing())
    }

    /// The invitation with this secret.
    ///
    /// # Errors
    /// 404 if there is none, also if it was used, withdrawn or has ended.
    fn invitation_of(&self, secret: &str) -> OrReply<Invited> {
        self.invitation_by_hash(hash_of(secret))
    }

    fn invitation_by_hash(&self, hash: String) -> OrReply<Invited> {
        let find = format!("SELECT {COLUMNS} FROM invitation WHERE hash = ? AND until > ?");
        if let Some(mut row) = self.first(&find, &[hash.as_str().into(), self.now().into()])? {
            return Ok(Invited { hash, view: view(&mut row)?, is_configured: false });
        }
        // where nobody has a shell, the configuration has the secret of the first administrator
        let configured = setting(&self.env, "OWNER_SECRET").filter(|secret| secret.len() >= 32);
        let is_configured = configured.is_some_and(|secret| hash_of(&secret) == hash);
        if !is_configured || self.first("SELECT 1 FROM spent WHERE hash = ?", &[hash.as_str().into()])?.is_some() {
            return refuse(Access::NoInvitation.into());
        }
        let roles = Grants::everything();
        let (id, name) = <(String, String)>::default();
        let view = InvitationView { id, name, roles, expires_at: None, by: None, platforms: Vec::new() };
        Ok(Invited { hash, view, is_configured })
    }

    /// The roles of an invitation that a person has made, and who that was.
    ///
    /// # Errors
    /// 404 if there is none.
    pub fn invitation_by_person(&self, hash: &str) -> OrReply<(Grants, By)> {
        match self.invitation_by_hash(hash.to_owned())?.view {
            InvitationView { roles, by: Some(by), .. } => Ok((roles, by)),
            InvitationView { by: None, .. } => refuse(Access::NoInvitation.into()),
        }
    }

    /// Shows an invitation to who has its secret, with the names of its platforms.
    pub async fn invitation(&self, body: &[u8]) -> OrReply<Reply> {
        let OneTimeSecret { secret } = request::json(body)?;
        let mut view = self.invitation_of(&secret)?.view;
        let ids: Vec<_> = view.roles.0.iter().filter_map(|grant| grant.platform.as_ref()).collect();
        if !ids.is_empty() {
            // whoever is invited can come without them
            view.platforms = inside::names(&self.env, &ids).await.unwrap_or_else(|error| {
                console_error!("{error}");
                Vec::new()
            });
        }
        Ok(Reply::json(200, &view))
    }

    /// Begins to accept an invitation.
    pub fn begin_join(&self, request: &Request, body: &[u8]) -> OrReply<Reply> {
        let site = Site::of(request)?;
        let JoinStart { secret, name } = request::json(body)?;
        demand_valid(name_error("name", name.trim()))?;
        let invitation = self.invitation_of(&secret)?.hash;
        let joining = Joining { invitation, person: new_id('p') };
        let about = serde_json::to_string(&joining).map_err(|error| super::unusable(&error.into()))?;
        let challenge = self.challenge(For::Join, &about)?;
        Ok(Reply::json(200, &passkey::creation(&site, &challenge, &joining.person, name.trim(), &[])))
    }

    /// Accepts an invitation: the person exists from now on, and has signed in.
    pub async fn join(&self, request: &Request, body: &[u8]) -> OrReply<Reply> {
        let site = Site::of(request)?;
        let Join { secret, name, passkey: label, credential } = request::json(body)?;
        let (name, label) = (name.trim().to_owned(), label.trim().to_owned());
        demand_valid(name_error("name", &name).into_iter().chain(name_error("passkey", &label)))?;
        self.invitation_of(&secret)?;
        self.demand_room("person", &[], MAX_PEOPLE)?;
        let Some(about) = self.answered(For::Join, &credential)? else {
            return Err(refused(Refused::Wrong("the challenge")));
        };
        let Joining { invitation, person } = json(&about)?;
        let key = passkey::made(&credential, &site).await.map_err(refused)?;
        // it may have been used or withdrawn meanwhile; from here on nothing else happens until all is written
        let Invited { hash, view, is_configured } = self.invitation_of(&secret)?;
        if hash != invitation || self.passkey_exists(&credential.id)? {
            return Err(refused(Refused::Wrong("the challenge is of another invitation, or the passkey is known")));
        }
        let mut writes = Writes::default();
        if !self.has_people()? {
            // what was made while nobody signed in ends with that
            writes.push("DELETE FROM invitation WHERE by_id IS NULL", []);
        }
        let spent =
            if is_configured { "INSERT INTO spent (hash) VALUES (?)" } else { "DELETE FROM invitation WHERE hash = ?" };
        writes.push(spent, [hash.into()]);
        self.add_person(&mut writes, &person, &name, &view.roles)?;
        self.add_key(&mut writes, &person, &label, &credential.id, &key, &site);
        self.end_former(&mut writes, shown(request).session);
        let cookie = self.begin_session(&mut writes, &person, &credential.id, header(request, "user-agent"));
        let by = By { id: person, name };
        let roles = Some(view.roles.clone());
        self.noted(&mut writes, &Note { kind: SecurityKind::Joined, by: Some(by.clone()), about: view.by, roles })?;
        self.commit(writes)?;
        lock(&self.env).await;
        let caller = Caller { kind: CallerKind::Person, by: Some(by), grants: view.roles, session: None, until: None };
        Ok(Reply::json(200, &caller.me()).with_header("set-cookie", cookie))
    }
}
