//! The page of a house behind nginx, over TLS, with a certificate that the browser trusts as it trusts any other.

use serde_json::json;
use tests::{
    front::{Front, HOST},
    workerd::Server,
};
use xtask::workerd::Config;

use crate::{
    chromium::Chromium,
    page::Page,
    somebody::{ACCOUNT, Somebody, owner_secret},
    thing::Name,
};

#[test]
#[ignore = "it needs nginx, openssl, curl and certutil"]
fn behind_nginx_the_first_one_comes_in_and_changes_a_mode() {
    let server = Server::start_as(Config::Locked, &std::env::temp_dir());
    let front = Front::of(&server);
    let browser = Chromium::trusting(&front.folder().join("ca.pem"), HOST);
    let mut olga = Somebody::with(Page::of(browser), front.origin());
    olga.open(&format!("/join#{}", owner_secret(&server)));
    assert_eq!(olga.page.run("isSecureContext"), true);
    olga.accept("Olga Owner");
    let id = olga.make_platform();
    olga.open_list(&id);
    // a WebSocket comes through, too
    let sockets = || server.get(&format!("/platforms/{id}/test/sockets")).json();
    olga.page.until("a socket", |_| (sockets() == json!(1)).then_some(()));
    olga.page.open_billing();
    olga.page.choose("Jährlich", ACCOUNT);
    olga.page.go_on();
    olga.page.confirm();
    olga.page.shows("Olga Owner");
    olga.page.click("button", "Fertig");
    olga.page.gone("dialog", Name::Any);
    olga.page.row_says(ACCOUNT, "Jährlich");
    // the cookie is for this host alone, over TLS alone, and no script reads it
    assert_eq!(olga.page.run("document.cookie"), "");
    let cookies = olga.page.chromium.call("Network.getCookies", json!({ "urls": [olga.at] }));
    let cookie = &cookies["cookies"][0];
    assert!(cookie["name"].as_str().is_some_and(|name| name.starts_with("__Host-")), "{cookies}");
    assert_eq!((&cookie["secure"], &cookie["httpOnly"]), (&json!(true), &json!(true)), "{cookies}");
    olga.sign_out();
    olga.is_out();
    olga.sign_in();
    olga.open_list(&id);
}
