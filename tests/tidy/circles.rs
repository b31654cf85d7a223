//! Finds circles of imports. If two files need each other, neither can be understood, moved or tested alone.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

use crate::files::File;

/// The path of a module: its names, from the root of its crate on.
type Path = Vec<String>;

/// A path that a file names, and the module it does so in.
struct Named {
    within: Path,
    path: Path,
    /// Whether it is a `use`, which makes the name available in this module, too.
    is_use: bool,
}

/// The modules of one crate, each in a file of its own.
struct Crate<'a> {
    /// The files, by the path of their module.
    modules: BTreeMap<Path, &'a str>,
    /// What modules import: the module and the name it uses, with the path of the imported item.
    borrowed: BTreeMap<(Path, String), Path>,
}

/// The circles among the files of the crate below `root`. Only files below `within` are looked at. A `mod.rs` or
/// `lib.rs` and the files below it may need each other.
pub fn circles(files: &[File], root: &str, within: &str) -> Vec<String> {
    let ours: Vec<&File> = files.iter().filter(|file| file.path.starts_with(root)).collect();
    let modules = ours.iter().map(|file| (module(&file.path, root), file.path.as_str())).collect();
    let mut house = Crate { modules, borrowed: BTreeMap::new() };
    let named: Vec<(&str, Vec<Named>)> =
        ours.iter().map(|file| (file.path.as_str(), house.names(file, root))).collect();
    for name in named.iter().flat_map(|(_, names)| names).filter(|name| name.is_use) {
        if let Some(last) = name.path.last() {
            house.borrowed.insert((name.within.clone(), last.clone()), name.path.clone());
        }
    }
    let mut arrows: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (from, names) in &named {
        let to = names.iter().filter_map(|name| house.file_of(&name.path, 0));
        let to = to.filter(|to| to != from && to.starts_with(within) && !is_above(from, to) && !is_above(to, from));
        if from.starts_with(within) {
            arrows.entry(from).or_default().extend(to);
        }
    }
    let reach: BTreeMap<&str, BTreeSet<&str>> = arrows.keys().map(|from| (*from, reached(&arrows, from))).collect();
    let both = |a: &str, b: &str| reach.get(a).is_some_and(|reach| reach.contains(b));
    let circle = |from: &&str| -> Option<Vec<&str>> {
        let round: Vec<&str> = reach.keys().copied().filter(|to| both(from, to) && both(to, from)).collect();
        (round.first() == Some(from)).then_some(round)
    };
    reach.keys().filter_map(circle).map(|round| format!("these need each other: {}", round.join(", "))).collect()
}

/// Whether a file is the `mod.rs`, `lib.rs` or `main.rs` of a folder that contains the other.
fn is_above(file: &str, other: &str) -> bool {
    let folder = ["mod.rs", "lib.rs", "main.rs"].iter().find_map(|name| file.strip_suffix(name));
    folder.is_some_and(|folder| folder.ends_with('/') && other.starts_with(folder))
}

fn reached<'a>(arrows: &BTreeMap<&'a str, BTreeSet<&'a str>>, from: &str) -> BTreeSet<&'a str> {
    let (mut reached, mut open) = (BTreeSet::new(), vec![from]);
    while let Some(next) = open.pop() {
        for to in arrows.get(next).into_iter().flatten() {
            if reached.insert(*to) {
                open.push(to);
            }
        }
    }
    reached
}

/// The path of a file's module: `src/a/mod.rs` and `src/a.rs` are `a`, and `src/lib.rs` is the root.
fn module(path: &str, root: &str) -> Path {
    let place = path.strip_prefix(root).unwrap_or(path).trim_start_matches('/').trim_end_matches(".rs");
    let mut names: Path = place.split('/').map(str::to_owned).collect();
    if names.last().is_some_and(|last| ["mod", "lib", "main"].contains(&last.as_str())) {
        names.pop();
    }
    names
}

impl Crate<'_> {
    fn names(&self, file: &File, root: &str) -> Vec<Named> {
        let tokens: TokenStream = file.text.parse().unwrap_or_else(|_| panic!("{} is no Rust", file.path));
        let mut names = Vec::new();
        self.scan(&tokens.into_iter().collect::<Vec<_>>(), &module(&file.path, root), &mut names);
        names
    }

    /// Collects every path that begins with `crate`, `self` or `super`, and every `use` of a module below.
    fn scan(&self, tokens: &[TokenTree], within: &Path, names: &mut Vec<Named>) {
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            at += 1;
            match token {
                TokenTree::Ident(word) if word == "mod" => {
                    if let (Some(TokenTree::Ident(name)), Some(TokenTree::Group(body))) =
                        (tokens.get(at), tokens.get(at + 1))
                    {
                        let inner: Path = within.iter().cloned().chain([name.to_string()]).collect();
                        self.scan(&body.stream().into_iter().collect::<Vec<_>>(), &inner, names);
                        at += 2;
                    }
                }
                TokenTree::Ident(word) if word == "use" => {
                    let tree = tokens.get(at..).unwrap_or_default();
                    let end = tree.iter().position(|token| is(token, ';')).unwrap_or(tree.len());
                    let mut found = Vec::new();
                    spell(tree.get(..end).unwrap_or_default(), &Vec::new(), &mut found);
                    let found = found.into_iter().filter_map(|path| self.absolute(&path, within));
                    names.extend(found.map(|path| Named { within: within.clone(), path, is_use: true }));
                    at += end;
                }
                TokenTree::Ident(word) if ["crate", "self", "super"].iter().any(|root| word == root) => {
                    let mut found = Vec::new();
                    spell(tokens.get(at - 1..).unwrap_or_default(), &Vec::new(), &mut found);
                    let found = found.into_iter().filter_map(|path| self.absolute(&path, within));
                    names.extend(found.map(|path| Named { within: within.clone(), path, is_use: false }));
                }
                TokenTree::Group(group) => self.scan(&group.stream().into_iter().collect::<Vec<_>>(), within, names),
                TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }

    /// A path made to start at the root of the crate; `None` if it leads out of the crate.
    fn absolute(&self, path: &[String], within: &Path) -> Option<Path> {
        let below = |count: usize| within.get(..within.len().checked_sub(count)?).map(<[String]>::to_vec);
        let ups = path.iter().take_while(|name| *name == "super").count();
        let (mut whole, rest) = match path.first()?.as_str() {
            "crate" => (Vec::new(), &path[1..]),
            "self" => (within.clone(), &path[1..]),
            "super" => (below(ups)?, &path[ups..]),
            first => {
                let child: Path = within.iter().cloned().chain([first.to_owned()]).collect();
                self.modules.contains_key(&child).then(|| (within.clone(), path))?
            }
        };
        whole.extend(rest.iter().cloned());
        Some(whole)
    }

    /// The file that defines what a path names. Re-exports are followed to the module they come from.
    fn file_of(&self, path: &Path, turns: usize) -> Option<&str> {
        let known = (0..=path.len()).rev().find(|count| self.modules.contains_key(&path[..*count]))?;
        let (module, rest) = path.split_at(known);
        let passed_on = rest.first().and_then(|name| self.borrowed.get(&(module.to_vec(), name.clone())));
        match passed_on {
            Some(from) if from != path && turns < 8 => self.file_of(from, turns + 1),
            Some(_) | None => self.modules.get(module).copied(),
        }
    }
}

/// The paths of a `use` tree: `a::{b, c::d}` gives `a::b` and `a::c::d`.
fn spell(tokens: &[TokenTree], before: &Path, found: &mut Vec<Path>) {
    let mut path = before.clone();
    let mut rest = tokens.iter().peekable();
    loop {
        match rest.next() {
            Some(TokenTree::Ident(name)) => path.push(name.to_string()),
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace && path.len() >= before.len() => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                inner
                    .split(|token| is(token, ','))
                    .filter(|part| !part.is_empty())
                    .for_each(|part| spell(part, &path, found));
                return;
            }
            Some(TokenTree::Punct(_) | TokenTree::Group(_) | TokenTree::Literal(_)) | None => break,
        }
        let mut colons = 0;
        while rest.next_if(|token| is(token, ':')).is_some() {
            colons += 1;
        }
        if colons != 2 {
            break;
        }
    }
    if path.last().is_some_and(|last| last == "self") && path.len() > 1 {
        path.pop();
    }
    found.push(path);
}

fn is(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == sign && matches!(punct.spacing(), Spacing::Alone | Spacing::Joint))
}
