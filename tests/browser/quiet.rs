//! A page that asks only what it may writes nothing on the console, because a browser complains about each refusal.

use tests::workerd::Server;
use xtask::workerd::Config;

use crate::somebody::{Somebody, house, owner_secret};

impl Somebody {
    /// Opens a place, where a text is shown, without an answer that the browser complains about.
    #[track_caller]
    fn sees_in_peace(&mut self, path: &str, text: &str) {
        self.open(path);
        self.page.shows(text);
        self.page.settles();
        let refused = self.page.refusals();
        assert!(refused.is_empty(), "{path}: {}", refused.join("\n"));
    }
}

#[test]
fn nobody_is_asked_to_sign_in_by_an_error() {
    let server = Server::start_as(Config::Locked, &std::env::temp_dir());
    let mut olga = Somebody::new(&server);
    let places = ["/", "/sign-in", "/people", "/me", "/platforms/somebody/accounts", "/platforms/somebody/history"];
    for path in places {
        olga.sees_in_peace(path, "noch nicht eingerichtet");
    }
    let secret = owner_secret(&server);
    olga.sees_in_peace(&format!("/join#{secret}"), "Verwaltung für alle Plattformen");
    olga.accept("Olga Owner");
    let mut other = Somebody::new(&server);
    for path in places {
        other.sees_in_peace(path, "Mit Passkey anmelden");
    }
    // whoever has signed out is nobody, too
    olga.sign_out();
    olga.is_out();
    for path in places {
        olga.sees_in_peace(path, "Mit Passkey anmelden");
    }
    olga.open("/sign-in");
    olga.sign_in();
    olga.sees_in_peace("/people", "Olga Owner");
}

#[test]
fn what_a_role_forbids_is_not_asked_for() {
    let (server, mut olga, id) = house();
    let reader = olga.invite("Rita Leser", "reader", &id);
    let mut rita = Somebody::join(&server, &reader, "Rita Leser");
    for path in ["/people", "/people/tokens", "/people/security"] {
        rita.sees_in_peace(path, "Dafür ist die Rolle Verwaltung nötig.");
    }
    for place in ["accounts", "history", "invoices", "settings"] {
        rita.sees_in_peace(&format!("/platforms/{id}/{place}"), "Musterfirma GmbH");
    }
    rita.sees_in_peace("/?dialog=new", "Dafür ist die Rolle Verwaltung für alle Plattformen nötig.");
    // and where the role is gone, it says so all the same
    olga.sees_in_peace("/people/security", "Rita Leser hat die Einladung angenommen");
}
