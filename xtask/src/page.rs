//! The page: `index.html` with what its links name in it, and its program beside it.

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
    say, split, wasm,
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
    let html = files::replaced("index.html", &html, split::PROGRAM, &name)?;
    // Static servers without a fallback find the demo's first page here, and its deep links through the error page.
    for file in ["index.html", "404.html", "demo/index.html"] {
        files::put(&page.join(file), html.as_bytes())?;
    }
    Ok(())
}

/// Trunk leaves the program whole, which no browser can start: here its page gets the parts.
pub fn trunk_hook() -> Outcome<()> {
    let given = |name| env::var(name).map_err(|error| format!("Trunk gives {name}: {error}"));
    let page = given("TRUNK_STAGING_DIR")?;
    let (page, html) = (Path::new(&page), Path::new(&page).join("index.html"));
    let program = split::program(if given("TRUNK_PROFILE")? == "release" { "page" } else { "debug" })?;
    let name = split::name_in(page)?;
    program.write(page, &name)?;
    files::write(&html, &files::replaced("index.html", &files::read(&html)?, split::PROGRAM, &name)?)
}

/// The links marked `data-trunk` are those of Trunk, which makes the same of them.
fn assembled(html: &str) -> Outcome<String> {
    let mut made = String::new();
    for piece in html::pieces(html)? {
        match piece {
            Piece::Tag(tag) if html::attributes(tag).contains_key("data-trunk") => made += &linked(tag)?,
            // where a comment stood there is white space before it and behind it
            Piece::Text(text) if made.ends_with(' ') => made += html::spaced(text).trim_start(),
            Piece::Tag(text) | Piece::Text(text) => made += &html::spaced(text),
            Piece::Verbatim("script", script) => made += &minified("js", script)?,
            Piece::Verbatim(_, text) => made += text,
        }
    }
    // styles that follow each other are one
    Ok(made.replace("</style> <style>", ""))
}

/// What a link stands for.
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

/// Begins the program. What it consists of is asked for as soon as this is read.
const START: &str = "<script type=\"module\">import init from \"/PROGRAM.js\";\
    init({ module_or_path: \"/PROGRAM_bg.wasm\" })</script>\
    <link rel=\"modulepreload\" href=\"/PROGRAM.js\" crossorigin>\
    <link rel=\"preload\" href=\"/PROGRAM_bg.wasm\" as=\"fetch\" type=\"application/wasm\" crossorigin>";

fn minified(language: &str, text: &str) -> Outcome<String> {
    let mut command = Command::new(npm::esbuild());
    command.args(["--minify", "--log-level=warning"]).arg(format!("--loader={language}"));
    let done = given(&mut command, text).map_err(|error| format!("esbuild: {error}"))?;
    let made = String::from_utf8_lossy(&done.stdout).trim_end().to_owned();
    if done.status.success() { Ok(made) } else { Err(format!("esbuild: failed ({})", done.status)) }
}

/// Runs a command that reads to the end before it writes.
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
