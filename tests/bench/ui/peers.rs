//! Puts the pages of the peers together in `target/peers`, from which workerd serves them.

use std::{fs, path::PathBuf, process::Command};

use xtask::{npm, place};

const LOOK: &str = include_str!("../peers/look.css");

/// The folder from which they are served.
pub fn folder() -> PathBuf {
    place::root().join("target/peers")
}

/// Makes that folder, which workerd wants to be there.
pub fn make_folder() {
    fs::create_dir_all(folder()).expect("a folder where cargo builds");
}

/// Brings what React's page needs from npm, and builds both pages.
pub fn build() {
    let source = place::root().join("tests/bench/peers");
    for (name, html) in [("v", include_str!("../peers/v/index.html")), ("r", include_str!("../peers/r/index.html"))] {
        let page = folder().join(name);
        fs::create_dir_all(&page).expect("a folder where cargo builds");
        fs::write(page.join("index.html"), html.replace("/* look */", LOOK)).expect("the folder is there");
    }
    let bundle = |from: &str, to: &str| {
        let mut command = Command::new(npm::esbuild());
        command.arg(source.join(from)).arg(format!("--outfile={}", folder().join(to).display()));
        command.args([
            "--bundle",
            "--minify",
            "--format=esm",
            "--target=es2024",
            "--jsx=automatic",
            "--log-level=warning",
        ]);
        command.arg("--define:process.env.NODE_ENV=\"production\"").env("NODE_PATH", packages().join("node_modules"));
        assert!(command.status().expect("esbuild is there").success(), "{from} cannot be bundled");
    };
    bundle("v/v.js", "v/v.js");
    bundle("r/main.jsx", "r/r.js");
}

/// The folder with the packages of React's page, in the versions that are wanted.
fn packages() -> PathBuf {
    let folder = place::root().join("target/peers-npm");
    let (stamp, wanted) = (folder.join("wanted.json"), include_str!("../peers/r/package-lock.json"));
    if fs::read_to_string(&stamp).is_ok_and(|there| there == wanted) {
        return folder;
    }
    fs::create_dir_all(&folder).expect("a folder where cargo builds");
    fs::write(folder.join("package.json"), include_str!("../peers/r/package.json")).expect("the folder is there");
    fs::write(folder.join("package-lock.json"), wanted).expect("the folder is there");
    let mut command = Command::new("npm");
    command.current_dir(&folder).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
    assert!(command.status().expect("npm is there").success(), "npm does not bring React");
    fs::write(stamp, wanted).expect("the folder is there");
    folder
}
