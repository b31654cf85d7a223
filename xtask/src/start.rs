//! `cargo xtask start`: builds everything and serves it at one address until it is told to stop.

use std::{
    io,
    net::{SocketAddr, TcpListener},
    thread,
    time::Duration,
};

use signal_hook::{
    consts::{SIGHUP, SIGINT, SIGTERM},
    iterator::Signals,
};
use xtask::{
    backup::before,
    control::Control,
    workerd::{DataFolder, Log, Workerd, ended_well},
};

use crate::{Outcome, arguments::Options, house, product, say};

pub fn start(options: &Options) -> Outcome<()> {
    // Both are checked before the long build, so that an error is shown at once.
    let data = take(options)?;
    let serving = house::serving(options)?;
    check_free(serving.address)?;
    product::build_all()?;
    check_free(serving.address)?;
    if let Some(backup) = before::keep(&data)? {
        say::line(&format!(
            "this workerd is new to the data, so there is a backup from before in {}",
            backup.display()
        ));
    }
    let mut signals = Signals::new([SIGHUP, SIGINT, SIGTERM]).map_err(|error| error.to_string())?;
    let workerd = Workerd::start(&serving, &data, Log::Terminal);
    let workerd = workerd.map_err(|error| format!("workerd cannot be started: {error}"))?;
    for file in workerd.put_aside() {
        let is_alarms = file.file_name().is_some_and(|name| name.to_string_lossy().starts_with("metadata"));
        let what = if is_alarms {
            "when alarms ring could not be read; they are armed again"
        } else {
            "the list of the platforms could not be read; it is made again from their files"
        };
        say::line(&format!("{what}, and the file is kept as {}", file.display()));
    }
    let port = workerd.port("http").unwrap_or(options.port);
    let address = SocketAddr::new(serving.address.ip(), port);
    let house = options.house.as_ref();
    let shown = if house.is_some() { house::origin(house, port) } else { format!("http://{address}") };
    say::line(&format!("ready: {shown}/ (data in {}; Ctrl-C stops it)", data.path().display()));
    house::open(house, &serving, &workerd, data.path())?;
    let ended = attend(workerd, &mut signals);
    Control::remove(data.path()).map_err(|error| error.to_string())?;
    ended
}

fn take(options: &Options) -> Outcome<DataFolder> {
    let folder = options.data.display();
    DataFolder::take(&options.data).map_err(|error| {
        if error.kind() == io::ErrorKind::ResourceBusy {
            format!("the data folder {folder} is in use by another Laufzeit: stop that one, or choose another folder with --data")
        } else {
            format!("the data folder {folder} cannot be used: {error}")
        }
    })
}

fn check_free(address: SocketAddr) -> Outcome<()> {
    let port = address.port();
    match TcpListener::bind(address) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
            Err(format!("port {port} is in use by another program: choose another with --port"))
        }
        Err(error) => Err(format!("{address} cannot be used: {error}")),
    }
}

/// Waits for a signal and then stops workerd. It is an error if workerd ends by itself.
fn attend(mut workerd: Workerd, signals: &mut Signals) -> Outcome<()> {
    loop {
        if signals.pending().next().is_some() {
            say::line("stopping");
            let status = workerd.stop(|| signals.pending().next().is_some()).map_err(|error| error.to_string())?;
            say::line("stopped");
            return if ended_well(status) { Ok(()) } else { Err(format!("workerd ended badly ({status})")) };
        }
        if let Some(status) = workerd.ended().map_err(|error| error.to_string())? {
            return Err(format!("workerd ended by itself ({status})"));
        }
        thread::sleep(Duration::from_millis(50));
    }
}
