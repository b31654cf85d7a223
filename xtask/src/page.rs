//! The page: `index.html` with the contents of its links put into it, and the program beside it.

use std::{
    env,
    io::{self, Write},
    path::Path,
    process::{Command, Output, Stdio},
};

use xtask::{npm, place};

use crate::{
    Outcome, files,
    html::{self, Piece},
    policy, say, shell, split, wasm,
};

pub fn compile() -> Outcome<()> {
    wasm::compile("app", "page", &["--bin", "app"], &[])
}

pub fn build() -> Outcome<()> {
    let program = split::program("page")?;
    say::line("assembling the page");
    let html = files::read(&place::root().join("index.html"))?;
    let html = assembled(&html).map_err(|error| format!("index.html: {error}"))?;
    let (page, name) = (place::page(), program.name());
    files::clear(&page)?;
    program.write(&page, &name)?;
    shell::beside(&page)?;
    let html = files::replaced("index.html", &html, split::PROGRAM, &name)?;
    // A static server without a fallback finds the demo's first page under its own path, and serves the error page for
    // deep links.
    for file in ["index.html", "404.html", "demo/index.html"] {
        files::put(&page.join(file), html.as_bytes())?;
    }
    shell::write(&page, &name)?;
    policy::write(&html)
}

/// Splits the program in a page that Trunk has built. Trunk leaves the program whole, which no browser can start.
pub fn trunk_hook() -> Outcome<()> {
    let given = |name| env::var(name).map_err(|error| format!("Trunk gives {name}: {error}"));
    let page = given("TRUNK_STAGING_DIR")?;
    let (page, html) = (Path::new(&page), Path::new(&page).join("index.html"));
    let program = split::program(if given("TRUNK_PROFILE")? == "release" { "page" } else { "debug" })?;
    let name = split::name_in(page)?;
    program.write(page, &name)?;
    files::write(&html, &files::replaced("index.html", &files::read(&html)?, split::PROGRAM, &name)?)
}

/// The page with its links replaced by what they stand for. Links marked `data-trunk` are in the syntax of Trunk, which
/// treats them in the same way.
fn assembled(html: &str) -> Outcome<String> {
    let mut made = String::new();
    for piece in html::pieces(html)? {
        match piece {
            Piece::Tag(tag) if html::attributes(tag).contains_key("data-trunk") => made += &linked(tag)?,
            // where a comment was removed, there may be white space on both sides
            Piece::Text(text) if made.ends_with(' ') => made += html::spaced(text).trim_start(),
            Piece::Tag(text) | Piece::Text(text) => made += &html::spaced(text),
            Piece::Verbatim("script", script) => made += &minified("js", script)?,
            Piece::Verbatim(_, text) => made += text,
        }
    }
    // adjacent styles are joined into one
    Ok(made.replace("</style> <style>", ""))
}

/// The HTML that a link stands for.
fn linked(tag: &str) -> Outcome<String> {
    let attributes = html::attributes(tag);
    let value = |name| attributes.get(name).copied().unwrap_or_default();
    match (value("rel"), value("type")) {
        ("inline", "css") => {
            let style = files::read(&place::root().join(value("href")))?;
            Ok(format!("<style>{}</style>", minified("css", &style)?))
        }
        ("rust", _) => Ok(START.to_owned()),
        _ => Err(format!("it is not known what this link stands for: {}", html::spaced(tag))),
    }
}

/// Starts the program. The browser fetches its script and its wasm as soon as it reads this.
const START: &str = "<script type=\"module\">import init from \"/PROGRAM.js\";\
    init({ module_or_path: \"/PROGRAM_bg.wasm\" })</script>\
    <link rel=\"modulepreload\" href=\"/PROGRAM.js\" crossorigin>\
    <link rel=\"preload\" href=\"/PROGRAM_bg.wasm\" as=\"fetch\" type=\"application/wasm\" crossorigin>";

pub fn minified(language: &str, text: &str) -> Outcome<String> {
    let mut command = Command::new(npm::esbuild());
    command.args(["--minify", "--log-level=warning"]).arg(format!("--loader={language}"));
    let done = given(&mut command, text).map_err(|error| format!("esbuild: {error}"))?;
    let made = String::from_utf8_lossy(&done.stdout).trim_end().to_owned();
    if done.status.success() { Ok(made) } else { Err(format!("esbuild: failed ({})", done.status)) }
}

/// Runs a command that reads all of `text` before it writes anything.
fn given(command: &mut Command, text: &str) -> io::Result<Output> {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn()?;
    child.stdin.take().map_or(Ok(()), |mut stdin| stdin.write_all(text.as_bytes()))?;
    child.wait_with_output()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_begins_where_its_link_stands() {
        let html = "<head>\n  <!-- a -->\n  <link data-trunk rel=\"rust\" href=\"app/Cargo.toml\" />\n</head>";
        assert_eq!(assembled(html), Ok(format!("<head> {START} </head>")));
    }

    #[test]
    fn a_link_that_is_not_known_is_named() {
        let link = "<link data-trunk rel=\"copy-dir\" href=\"pictures\" />";
        let error = assembled(&format!("<head>{link}</head>")).expect_err("this is for Trunk alone");
        assert!(error.contains(link), "{error}");
    }
}
