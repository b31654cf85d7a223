//! Where others reach the server by a host name, and how an administrator comes in.

use std::{fs, io, net::SocketAddr, path::Path};

use xtask::{
    control::{self, Control},
    workerd::{Config, Serving, Workerd},
};

use crate::{
    Outcome,
    arguments::{House, Options},
    say,
};

/// The file with the host name that the house had last. Passkeys belong to it.
const HOST: &str = "host";
/// The host name of a desk, where passkeys are concerned: an address of numbers can have none.
const DESK: &str = "localhost";

/// What workerd is started as.
pub fn serving(options: &Options) -> Outcome<Serving> {
    let secret = control::new_secret().map_err(|error| error.to_string())?;
    let Some(house) = &options.house else {
        return Ok(Serving::here(Config::Production, options.port).with_secret(secret));
    };
    let mut variables = vec![("ALLOWED_HOSTS", house.host.clone())];
    if house.proxy {
        variables.push(("CLIENT_ADDRESS", "x-forwarded-for".to_owned()));
    }
    let address = SocketAddr::new(house.listen, options.port);
    Ok(Serving { config: Config::House, address, variables }.with_secret(secret))
}

fn host(house: Option<&House>) -> &str {
    house.map_or(DESK, |house| &house.host)
}

/// Where people who have passkeys reach the page. Browsers take passkeys only over TLS, except from the machine itself.
pub fn origin(house: Option<&House>, port: u16) -> String {
    let host = host(house);
    if host == DESK { format!("http://{DESK}:{port}") } else { format!("https://{host}") }
}

fn former_host(data: &Path) -> Outcome<Option<String>> {
    match fs::read_to_string(data.join(HOST)) {
        Ok(host) => Ok(Some(host.trim().to_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(format!("the file `{HOST}` of the data folder cannot be read: {error}")),
    }
}

/// Notes how to reach the control door, and prints a link where one is needed: at a house that nobody can sign in to yet, and
/// where the passkeys there are belong to another name.
pub fn open(house: Option<&House>, serving: &Serving, workerd: &Workerd, data: &Path) -> Outcome<()> {
    let doors = (workerd.port("http"), workerd.port("control"), serving.secret());
    let (Some(port), Some(door), Some(secret)) = doors else {
        return Err("workerd has no control door".to_owned());
    };
    let control = Control { port: door, secret: secret.to_owned(), origin: origin(house, port) };
    control.write(data).map_err(|error| format!("the control door cannot be noted: {error}"))?;
    let host = host(house);
    let has_people = match control.has_people() {
        Ok(has_people) => has_people,
        Err(error) => {
            say::line(&format!("who may come in is not known ({error}); until that is mended nobody is let in"));
            return Ok(());
        }
    };
    // a desk is locked at its own name
    let former = former_host(data)?.unwrap_or_else(|| DESK.to_owned());
    let has_another_name = has_people && former != host;
    if has_another_name {
        say::line(&format!("passkeys belong to a host name: those made at {former} cannot be used at {host}"));
    }
    if has_another_name || (house.is_some() && !has_people) {
        print(&control.invite().map_err(|error| format!("no link can be made: {error}"))?);
    }
    if house.is_some() || has_people {
        fs::write(data.join(HOST), format!("{host}\n")).map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// Says before the long start if the house has another name than the one that passkeys were made for.
pub fn tell_of_another_name(house: &House, data: &Path) -> Outcome<()> {
    if let Some(former) = former_host(data)?.filter(|former| *former != house.host) {
        say::line(&format!(
            "this data was served as {former} before: passkeys made there cannot be used at {}",
            house.host
        ));
    }
    Ok(())
}

/// `cargo xtask invite`: prints a new link, for whoever was locked out.
pub fn invite(data: &Path) -> Outcome<()> {
    let control = Control::read(data).map_err(|error| {
        if error.kind() == io::ErrorKind::NotFound {
            format!("no Laufzeit runs on {}: start it with `cargo xtask start`", data.display())
        } else {
            format!("the control door cannot be found: {error}")
        }
    })?;
    print(&control.invite().map_err(|error| format!("no link can be made: {error}"))?);
    Ok(())
}

fn print(link: &str) {
    say::line("this link lets an administrator in, once and within 24 hours; any earlier one is void:");
    println!("{link}");
}
