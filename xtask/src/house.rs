//! Where others reach the server by a host name, and how an administrator comes in.

use std::{fs, io, net::SocketAddr, path::Path};

use serde_json::Value;

use xtask::{
    control::{self, Control},
    private::{self, Private},
    workerd::{Config, Serving, Workerd},
};

use crate::{
    Outcome,
    arguments::{House, Options},
    say,
};

/// The host name of a desk, where passkeys are concerned: an address of numbers can have none.
const DESK: &str = "localhost";

/// What workerd is started as.
pub fn serving(options: &Options) -> Outcome<Serving> {
    let mut serving = without_limit(options)?;
    if options.wasm_pages.is_some() {
        serving.private.get_or_insert_default().wasm_pages = options.wasm_pages;
    }
    Ok(serving)
}

fn without_limit(options: &Options) -> Outcome<Serving> {
    let secret = control::new_secret().map_err(|error| error.to_string())?;
    let Some(house) = &options.house else {
        return Ok(Serving::here(Config::Production, options.port).with_secret(secret));
    };
    let mut variables = vec![("ALLOWED_HOSTS", house.host.clone())];
    if house.proxy {
        variables.push(("CLIENT_ADDRESS", "x-forwarded-for".to_owned()));
    }
    let mut private = None;
    if let Some(file) = &house.sign_in {
        let (text, found) = sign_in(file).map_err(|why| format!("{}: {why}", file.display()))?;
        variables.push(("SIGN_IN", text));
        private = found;
    }
    let address = SocketAddr::new(house.listen, options.port);
    let serving = Serving::here(Config::House, options.port).with_secret(secret);
    Ok(Serving { address, variables: [variables, serving.variables].concat(), private, ..serving })
}

/// The text of the file that says which providers people come from, and the way to those in a private network. What else is
/// wrong with it is said by the worker.
fn sign_in(file: &Path) -> Outcome<(String, Option<Private>)> {
    let text = fs::read_to_string(file).map_err(|error| error.to_string())?;
    let all: Value = serde_json::from_str(&text).map_err(|error| format!("this is not JSON: {error}"))?;
    let mut private: Option<Private> = None;
    for (at, provider) in all["providers"].as_array().into_iter().flatten().enumerate() {
        let Some(own) = provider.get("private").filter(|own| !own.is_null()) else { continue };
        let field = format!("providers[{at}].private");
        let found = private.get_or_insert_default();
        for address in own["addresses"].as_array().into_iter().flatten() {
            let range = address.as_str().and_then(private::range);
            found.addresses.push(range.ok_or_else(|| format!("{field}.addresses: {address} is no address"))?);
        }
        if let Some(name) = own.get("ca").filter(|name| !name.is_null()) {
            let name = name.as_str().ok_or_else(|| format!("{field}.ca: this should be the name of a file"))?;
            let path = file.parent().unwrap_or(Path::new(".")).join(name);
            let pem = fs::read_to_string(path).map_err(|error| format!("{field}.ca: {error}"))?;
            found.authorities.push(pem);
        }
    }
    Ok((all.to_string(), private))
}

fn host(house: Option<&House>) -> &str {
    house.map_or(DESK, |house| &house.host)
}

/// Where people who have passkeys reach the page. Browsers take passkeys only over TLS, except from the machine itself.
pub fn origin(house: Option<&House>, port: u16) -> String {
    let host = host(house);
    if host == DESK { format!("http://{DESK}:{port}") } else { format!("https://{host}") }
}

/// Notes how to reach the control door, and prints a link where nobody could sign in: at a house that is new, has another name than
/// its passkeys, or has lost its people, and at a desk that was locked.
pub fn open(house: Option<&House>, serving: &Serving, workerd: &Workerd, data: &Path) -> Outcome<()> {
    let doors = (workerd.port("http"), workerd.port("control"), serving.secret());
    let (Some(port), Some(door), Some(secret)) = doors else {
        return Err("workerd has no control door".to_owned());
    };
    let control = Control { port: door, secret: secret.to_owned(), origin: origin(house, port) };
    control.write(data).map_err(|error| format!("the control door cannot be noted: {error}"))?;
    if let Some(wrong) = control.wrong_with_providers().map_err(|error| error.to_string())? {
        say::line(&format!("nobody can sign in with a provider, because the file of `--sign-in` is wrong: {wrong}"));
    }
    let host = host(house);
    let told = control.tells("/has_people").and_then(|has_people| {
        let is_locked = house.is_some() || has_people || control.tells("/is_locked")?;
        Ok((has_people, is_locked, control.tells(&format!("/has_passkeys?host={host}"))?))
    });
    match told {
        Ok((has_people, true, false)) => {
            if has_people {
                say::line(&format!("passkeys belong to a host name, and nobody who may sign in has one for {host}"));
            }
            print(&control.invite().map_err(|error| format!("no link can be made: {error}"))?);
        }
        Ok(_) => {}
        Err(error) => {
            say::line(&format!("who may come in is not known ({error}); until that is mended nobody is let in"))
        }
    }
    Ok(())
}

/// `cargo xtask invite`: prints a new link, for whoever was locked out.
pub fn invite(data: &Path) -> Outcome<()> {
    let control = Control::read(data).map_err(|error| {
        if error.kind() == io::ErrorKind::NotFound {
            nobody(data)
        } else {
            format!("the control door cannot be found: {error}")
        }
    })?;
    print(&control.invite().map_err(|error| {
        // what was killed has left its file
        if error.kind() == io::ErrorKind::ConnectionRefused {
            nobody(data)
        } else {
            format!("no link can be made: {error}")
        }
    })?);
    Ok(())
}

fn nobody(data: &Path) -> String {
    format!("no Laufzeit runs on {}: start it with `cargo xtask start`", data.display())
}

fn print(link: &str) {
    say::line("this link lets an administrator in, once and within 24 hours; any earlier one is void:");
    println!("{link}");
}
