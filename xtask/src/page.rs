//! The page: Trunk makes it, and then its program is taken apart.

use xtask::place;

use crate::{Outcome, bring, files, say, split, wasm};

/// As Trunk will ask for it: what is compiled beforehand is there already when Trunk begins.
pub fn compile() -> Outcome<()> {
    wasm::compile("app", "page", &["--bin", "app"], &[])
}

pub fn build() -> Outcome<()> {
    let mut command = bring::in_root("trunk");
    command.env("PATH", bring::path()?).env_remove("NO_COLOR").args(["build", "--release", "--offline"]);
    say::run("building the page", &mut command)?;
    // Static servers without a fallback find the demo's first page here, and its deep links through the error page.
    let page = place::page();
    split::page(&page)?;
    files::copy(&page.join("index.html"), &page.join("demo/index.html"))?;
    files::copy(&page.join("index.html"), &page.join("404.html"))
}
