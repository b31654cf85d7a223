//! A house: a server that others reach by a host name, where people sign in.

use std::{
    fs, io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    path::Path,
};

use xtask::{
    control::{self, Control},
    http,
    workerd::{Config, Serving, Workerd},
};

use crate::{Outcome, arguments::House, say};

/// The file with the host name that the house had last. Passkeys belong to it.
const HOST: &str = "host";

/// What workerd is started as.
pub fn serving(house: &House, port: u16) -> Outcome<Serving> {
    let secret = control::new_secret().map_err(|error| error.to_string())?;
    let mut variables = vec![("ALLOWED_HOSTS", house.host.clone()), (control::SECRET, secret)];
    if house.proxy {
        variables.push(("CLIENT_ADDRESS", "x-forwarded-for".to_owned()));
    }
    Ok(Serving { config: Config::House, address: SocketAddr::new(house.listen, port), variables })
}

/// Where people reach the page. Browsers take passkeys only over TLS, except from the machine itself.
pub fn origin(house: &House, port: u16) -> String {
    if house.host == "localhost" { format!("http://localhost:{port}") } else { format!("https://{}", house.host) }
}

fn former_host(data: &Path) -> Outcome<Option<String>> {
    match fs::read_to_string(data.join(HOST)) {
        Ok(host) => Ok(Some(host.trim().to_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(format!("the file `{HOST}` of the data folder cannot be read: {error}")),
    }
}

/// Says if the house has another name than before, because nobody can sign in with a passkey of the former one.
pub fn tell_of_another_name(house: &House, data: &Path) -> Outcome<()> {
    if let Some(former) = former_host(data)?.filter(|former| *former != house.host) {
        say::line(&format!(
            "passkeys belong to a host name: those made at {former} cannot be used at {}. A link for a new one follows.",
            house.host
        ));
    }
    Ok(())
}

/// Opens the control door, and prints a link for the first administrator if nobody can sign in yet.
pub fn open(house: &House, serving: &Serving, workerd: &Workerd, data: &Path) -> Outcome<()> {
    let Some((port, door)) = workerd.port("http").zip(workerd.port("control")) else {
        return Err("workerd has no control door".to_owned());
    };
    let secret = serving.variables.iter().find(|(name, _)| *name == control::SECRET);
    let secret = secret.map(|(_, secret)| secret.clone()).unwrap_or_default();
    let control = Control { port: door, secret, origin: origin(house, port) };
    control.write(data).map_err(|error| format!("the control door cannot be noted: {error}"))?;
    let has_another_name = former_host(data)?.is_some_and(|former| former != house.host);
    fs::write(data.join(HOST), format!("{}\n", house.host)).map_err(|error| error.to_string())?;
    if has_another_name || is_sign_in_missing(house, serving.address.ip(), port) {
        print(&control.invite().map_err(|error| format!("no link can be made: {error}"))?);
    }
    Ok(())
}

fn is_sign_in_missing(house: &House, ip: IpAddr, port: u16) -> bool {
    let ip = if ip.is_unspecified() && ip.is_ipv4() {
        Ipv4Addr::LOCALHOST.into()
    } else if ip.is_unspecified() {
        Ipv6Addr::LOCALHOST.into()
    } else {
        ip
    };
    let answer = http::post(SocketAddr::new(ip, port), "/api/v1/sign-out", &[("Host", &house.host)]);
    answer.is_ok_and(|answer| answer.body.contains("\"sign_in_missing\""))
}

/// `cargo xtask invite`: prints a new link, for whoever was locked out.
pub fn invite(data: &Path) -> Outcome<()> {
    let control = Control::read(data).map_err(|error| {
        if error.kind() == io::ErrorKind::NotFound {
            let folder = data.display();
            format!("no server with a host name runs on {folder}: start it with `cargo xtask start --host NAME`")
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
