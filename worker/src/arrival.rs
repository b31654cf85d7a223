//! What the directory does about houses and moves: it keeps the id of the house, and lists what arrives.

use domain::{moving::HouseId, wire::Fault};

use crate::{
    directory::{Directory, unusable},
    directory_object::{Creating, FREE, LIST},
    inside::{self, Arrival, Taken},
    machine::random,
    reply::{OrReply, Reply, refuse},
    writes::Writes,
};

/// The name under which storage knows the id of the house.
const HOUSE: &str = "house";

impl Directory {
    /// The id of the house, which is made when it is first asked for and stays for good.
    pub(crate) async fn house(&self) -> OrReply<HouseId> {
        if let Some(known) = self.known_house.borrow().clone() {
            return Ok(known);
        }
        let stored = self.storage.get::<String>(HOUSE).await.map_err(|error| unusable(&error))?;
        // somebody else may have asked meanwhile
        if let Some(known) = self.known_house.borrow().clone() {
            return Ok(known);
        }
        if let Some(id) = stored.and_then(|text| HouseId::try_from(text).ok()) {
            self.known_house.replace(Some(id.clone()));
            return Ok(id);
        }
        let id = HouseId::new(random());
        self.known_house.replace(Some(id.clone()));
        if let Err(error) = self.storage.put(HOUSE, id.as_str()).await {
            self.known_house.replace(None);
            return Err(unusable(&error));
        }
        Ok(id)
    }

    /// Has an archive taken over by the object of its platform, whose id is reserved meanwhile, and lists the platform.
    pub(crate) async fn arrive(&self, arrival: Arrival) -> OrReply<Reply> {
        let house = self.house().await?;
        self.complete().await?;
        self.finish_creations().await?;
        let id = arrival.id.as_str().to_owned();
        let row = self.rows("SELECT founded FROM platform WHERE id = ?", &[id.as_str().into()])?.into_iter().next();
        let listed = row.map(|mut row| row.number()).transpose().map_err(|error| unusable(&error))?;
        let taken = Taken { arrival, house };
        if listed == Some(1) {
            return inside::take_over(&self.env, &taken).await.map(|text| Reply::json_text(201, text));
        }
        if listed.is_some() {
            return refuse(Fault::IdTaken { id });
        }
        let mut writes = Writes::default();
        writes.push("INSERT INTO platform (id, scope, hash, founded) VALUES (?, '', '', 0)", [id.as_str().into()]);
        self.commit(writes)?;
        let _creating = Creating::of(self, id.clone());
        let answer = inside::take_over(&self.env, &taken).await;
        let mut writes = Writes::default();
        writes.push(if answer.is_ok() { LIST } else { FREE }, [id.into()]);
        self.commit(writes)?;
        answer.map(|text| Reply::json_text(201, text))
    }
}
