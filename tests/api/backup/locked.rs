//! A backup from before a desk was locked, and one whose people cannot be read.

use std::fs;

use serde_json::json;
use tests::{
    authenticator::Authenticator,
    workerd::{Server, copy},
};
use xtask::{restore::restore, workerd::Config};

use super::{desk, folder, listed, restored, tree};
use crate::people::house::{EVERYTHING, House, Visitor, check_code, roles};

#[test]
fn a_backup_from_before_the_lock_opens_no_desk() {
    let (mut house, kept, user) = (House { server: Server::start() }, folder(), Visitor::nobody());
    house.platform(&user, "one");
    let to = kept.path().join("backup");
    backup::back_up(house.server.data(), &to).expect("it can be backed up");
    let owner = json!({"name": "Olga", "roles": roles(&EVERYTHING)});
    let secret = house.post(&user, "/invitations", &owner).expect(201).json()["secret"].clone();
    house.joins(secret.as_str().expect("a secret"), "Olga", &house.authenticator(1));
    house.server.stop();

    // of the people and of the directory, either knows of the lock
    for lost in [None, Some("laufzeit-people-v1"), Some("laufzeit-directory-v1")] {
        let data = folder();
        copy(&house.server.data().join("do"), &data.path().join("do")).expect("it can be copied");
        if let Some(lost) = lost {
            fs::remove_dir_all(data.path().join("do").join(lost)).expect("it is there");
        }
        assert!(restored(&to, data.path()).expect("it can be restored").was_locked, "{lost:?}");
        let house = House { server: Server::start_on(Config::Test, data) };
        check_code(house.get(&user, "/platforms"), 503, "sign_in_missing");
        let zoe = house.joins(&house.owner_secret(), "Zoe", &Authenticator::new(house.server.port(), 2));
        assert_eq!(house.get(&zoe, "/platforms").expect(200).json()["items"][0]["id"], "one");
    }

    // what cannot be read may be locked
    let data = folder();
    copy(&house.server.data().join("do"), &data.path().join("do")).expect("it can be copied");
    for (file, _) in tree(&data.path().join("do/laufzeit-people-v1")) {
        fs::write(file, [0xA5; 8_192]).expect("it can be written");
    }
    let before = tree(&data.path().join("do"));
    let refused = restored(&to, data.path()).expect_err("nobody knows whether it is locked");
    assert!(refused.contains("nobody had locked") && refused.contains("elsewhere"), "{refused}");
    assert_eq!(tree(&data.path().join("do")), before);
    fs::rename(data.path().join("do"), data.path().join("old")).expect("it is there");
    assert!(!restored(&to, data.path()).expect("it can be restored").was_locked);
    assert_eq!(listed(&Server::start_on(Config::Test, data)), ["one"]);
}

#[test]
fn a_backup_whose_people_cannot_be_read_says_so_and_is_not_restored() {
    let (data, kept, served) = (desk(&["one"]), folder(), folder());
    copy(data.path(), served.path()).expect("it can be copied");
    let mut server = Server::start_on(Config::Storage, served);
    server.sql("people/people", &["DROP TABLE person"]);
    server.stop();
    let to = kept.path().join("backup");
    let manifest = backup::back_up(server.data(), &to).expect("the platforms are kept");
    assert!(manifest.findings[0].starts_with("the people"), "{:?}", manifest.findings);
    let new = folder();
    let refused = restore(&to, &new.path().join("data")).expect_err("nobody would be kept out");
    assert!(refused.contains("what the backup knows of people cannot be read"), "{refused}");
}
