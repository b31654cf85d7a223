//! The form in which the guide is written, one file for each language: `# ` begins the title, `## id ` a section, `### anchor ` an
//! entry, digits with a dot a step; any other line is a paragraph. Within a line, `{key}` stands for a word of the page,
//! `[text](place)` for a link, and a text between backticks is typed as it stands.

/// The guide as it is written.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Guide<'a> {
    /// The title.
    pub title: &'a str,
    /// What stands before the first section.
    pub intro: Vec<Line<'a>>,
    /// The sections.
    pub sections: Vec<Section<'a>>,
}

/// Entries under one title.
#[derive(Debug, PartialEq, Eq)]
pub struct Section<'a> {
    /// Its anchor.
    pub id: &'a str,
    /// The title.
    pub title: &'a str,
    /// The entries.
    pub entries: Vec<Entry<'a>>,
}

/// A task or a question, and what is to be said about it.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    /// Its anchor.
    pub id: &'a str,
    /// The title.
    pub title: Vec<Span<'a>>,
    /// The text.
    pub lines: Vec<Line<'a>>,
}

/// A line of text.
#[derive(Debug, PartialEq, Eq)]
pub enum Line<'a> {
    /// A paragraph.
    Text(Vec<Span<'a>>),
    /// A step of a task.
    Step(Vec<Span<'a>>),
}

/// A piece of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span<'a> {
    /// Plain text.
    Text(&'a str),
    /// A word of the page, by its key.
    Word(&'a str),
    /// What is typed as it stands.
    Code(&'a str),
    /// A link, by its text and the name of its place. The text is the key of a word if it stands in braces.
    Link(&'a str, &'a str),
}

impl<'a> Guide<'a> {
    /// Reads a guide. Every text can be read.
    pub fn parse(text: &'a str) -> Self {
        let mut guide = Self::default();
        for line in text.lines().filter(|line| !line.is_empty()) {
            let named = |rest: &'a str| rest.split_once(' ').unwrap_or((rest, ""));
            if let Some((id, title)) = line.strip_prefix("### ").map(named) {
                if let Some(section) = guide.sections.last_mut() {
                    section.entries.push(Entry { id, title: spans(title), lines: Vec::new() });
                }
            } else if let Some((id, title)) = line.strip_prefix("## ").map(named) {
                guide.sections.push(Section { id, title, entries: Vec::new() });
            } else if let Some(title) = line.strip_prefix("# ") {
                guide.title = title;
            } else {
                let entry = guide.sections.last_mut().and_then(|section| section.entries.last_mut());
                entry.map_or(&mut guide.intro, |entry| &mut entry.lines).push(Line::parse(line));
            }
        }
        guide
    }

    /// The entries of all sections.
    #[cfg(test)]
    pub fn entries(&self) -> impl Iterator<Item = &Entry<'a>> {
        self.sections.iter().flat_map(|section| &section.entries)
    }
}

impl<'a> Line<'a> {
    fn parse(line: &'a str) -> Self {
        let step = line.split_once(". ").filter(|(number, _)| number.bytes().all(|byte| byte.is_ascii_digit()));
        step.map_or_else(|| Self::Text(spans(line)), |(_, rest)| Self::Step(spans(rest)))
    }

    /// Its pieces.
    pub fn spans(&self) -> &[Span<'a>] {
        match self {
            Self::Text(spans) | Self::Step(spans) => spans,
        }
    }
}

/// The pieces of a line. A sign that begins a piece and does not end it is plain text.
fn spans(line: &str) -> Vec<Span<'_>> {
    let (mut found, mut plain, mut from) = (Vec::new(), 0, 0);
    while let Some(at) = line.get(from..).and_then(|rest| rest.find(['{', '[', '`'])).map(|at| from + at) {
        let rest = line.get(at..).unwrap_or_default();
        let Some((span, length)) = span(rest) else {
            from = at + 1;
            continue;
        };
        found.extend(line.get(plain..at).filter(|text| !text.is_empty()).map(Span::Text));
        found.push(span);
        (plain, from) = (at + length, at + length);
    }
    found.extend(line.get(plain..).filter(|text| !text.is_empty()).map(Span::Text));
    found
}

/// The piece with which a text begins, if it is no plain text, and its length.
fn span(text: &str) -> Option<(Span<'_>, usize)> {
    let within = |open: char, close: char| {
        let inner = text.strip_prefix(open)?;
        inner.get(..inner.find(close)?)
    };
    if let Some(key) = within('{', '}') {
        return Some((Span::Word(key), key.len() + 2));
    }
    if let Some(code) = within('`', '`') {
        return Some((Span::Code(code), code.len() + 2));
    }
    let label = within('[', ']')?;
    let place = text.get(label.len() + 2..)?.strip_prefix('(')?;
    let place = place.get(..place.find(')')?)?;
    Some((Span::Link(label, place), label.len() + place.len() + 4))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guide_is_read_as_it_is_written() {
        let guide =
            Guide::parse("# All\n\nFirst.\n\n## a One\n\n### b Two {x}\n\n1. Press [{y}](z).\n\nType `t`, 2. or [no\n");
        let lines = vec![
            Line::Step(vec![Span::Text("Press "), Span::Link("{y}", "z"), Span::Text(".")]),
            Line::Text(vec![Span::Text("Type "), Span::Code("t"), Span::Text(", 2. or [no")]),
        ];
        let entry = Entry { id: "b", title: vec![Span::Text("Two "), Span::Word("x")], lines };
        let section = Section { id: "a", title: "One", entries: vec![entry] };
        let intro = vec![Line::Text(vec![Span::Text("First.")])];
        assert_eq!(guide, Guide { title: "All", intro, sections: vec![section] });
    }
}
