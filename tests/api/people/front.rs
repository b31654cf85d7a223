//! A house behind nginx, set up as `deploy/nginx.conf` says.

use serde_json::{Value, json};
use tests::{
    authenticator::Authenticator,
    front::{Front, HOST},
    workerd::Server,
};
use xtask::workerd::{CONTROL_OF_TESTS, Config};

#[test]
#[ignore = "it needs nginx, openssl and curl"]
fn behind_nginx_people_sign_in_over_tls_and_large_rosters_arrive() {
    let server = Server::start_as(Config::Locked, &std::env::temp_dir());
    let front = Front::of(&server);
    let head = front.curl(&["/", "--include", "--header", "accept-encoding: gzip"], "").stdout;
    let head = String::from_utf8_lossy(&head).to_lowercase();
    for header in ["http/1.1 200", "strict-transport-security: ", "content-security-policy: ", "content-encoding: gzip"]
    {
        assert!(head.contains(header), "{header}: {head:.900}");
    }
    let answer = server.control(CONTROL_OF_TESTS, "/owner").body;
    let secret = serde_json::from_str::<Value>(&answer).expect("JSON")["secret"].clone();
    let mut olga = Authenticator::new(front.port, 1);
    (olga.origin, olga.host) = (front.origin(), HOST.to_owned());
    let start = front.post("/sign-in/join/start", &json!({"secret": secret, "name": "Olga"}), &[]);
    let join = json!({"secret": secret, "name": "Olga", "passkey": "Schlüssel", "credential": olga.make(&start)});
    let jar = front.folder().join("cookies").display().to_string();
    let cookies = ["--cookie", &*jar, "--cookie-jar", &*jar];
    assert_eq!(front.post("/sign-in/join/finish", &join, &cookies)["name"], "Olga");

    let key = ["--header", "idempotency-key: k"];
    let made = front.post("/platforms", &crate::company::new_platform(), &[&cookies[..], &key].concat());
    let path = format!("/api/v1/platforms/{}/accounts/import", made["id"].as_str().expect("an id"));
    let words = [&[&*path, "--header", "content-type: text/csv"], &key[..], &cookies].concat();
    let answered = |roster: &str| String::from_utf8_lossy(&front.curl(&words, roster).stdout).into_owned();
    let large = crate::company::large_roster(100_000, 4_000);
    assert!(answered(&large).contains("\"imported\":100000"));
    // what is too large for Laufzeit is refused in its words, not in those of nginx
    let too_large = answered(&"x".repeat((32 << 20) + 1));
    assert!(too_large.contains("\"code\":\"body_too_large\""), "{too_large:.300}");
}
