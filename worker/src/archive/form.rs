//! What is in an archive: the manifest, and the lines of its two other files. docs/moving.md describes it for whoever
//! reads one without us.

use domain::{
    chain::{Salt, Salts},
    hash::Hash,
    moving::HouseId,
    platform::{Counts, PlatformId},
    stamp::Revision,
    wire::ArchiveFault,
};
use serde::{Deserialize, Serialize};

/// The form of archives that this version writes, and the newest that it reads.
pub const FORM: u64 = 1;
/// The most bytes of an archive as it is sent.
pub const MAX_SENT: usize = 256 << 20;
/// The most bytes of its manifest.
pub const MAX_MANIFEST: u64 = 1 << 16;
/// The most bytes of each other file.
pub const MAX_FILE: u64 = 512 << 20;
/// The most bytes of one line. The longest is an import of as many accounts as there may be.
pub const MAX_LINE: usize = 64 << 20;

/// The files of an archive, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum File {
    /// What it is.
    Manifest,
    /// The record, entry by entry.
    Record,
    /// The answers that requests with a key got.
    Answers,
}

impl File {
    /// All files, in their order.
    pub const ALL: [Self; 3] = [Self::Manifest, Self::Record, Self::Answers];

    /// The file's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Manifest => "manifest.json",
            Self::Record => "record.ndjson",
            Self::Answers => "answers.ndjson",
        }
    }

    /// Its number among them.
    pub const fn number(self) -> u32 {
        match self {
            Self::Manifest => 0,
            Self::Record => 1,
            Self::Answers => 2,
        }
    }
}

/// What an archive says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Its form.
    pub form: u64,
    /// The version of the program that made it.
    pub laufzeit: String,
    /// The house that it was made in.
    pub house: HouseId,
    /// The id of the platform.
    pub platform: PlatformId,
    /// The company's name.
    pub name: String,
    /// The revision at which the record ends.
    pub revision: Revision,
    /// The link of its last entry.
    pub head: Hash,
    /// How many accounts there are at its end.
    pub counts: Counts,
    /// The house that the platform was released to; none if it has not moved away.
    pub released_to: Option<HouseId>,
    /// The file `record.ndjson`.
    pub record: Contents,
    /// The file `answers.ndjson`.
    pub answers: Contents,
}

/// What a file has in it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contents {
    /// How many lines.
    pub lines: u64,
    /// How many bytes.
    pub bytes: u64,
    /// The hash of these.
    pub sha256: Hash,
}

impl Manifest {
    /// Reads a manifest.
    ///
    /// # Errors
    /// If it is of a newer form, cannot be read, or tells of more than may be taken.
    pub fn read(bytes: &[u8]) -> Result<Self, ArchiveFault> {
        #[derive(Deserialize)]
        struct Form {
            form: u64,
        }
        let damaged = |error: serde_json::Error| ArchiveFault::damaged(format!("its manifest cannot be read: {error}"));
        let Form { form: found } = serde_json::from_slice(bytes).map_err(damaged)?;
        if found > FORM {
            return Err(ArchiveFault::Newer { found, known: FORM });
        }
        let manifest: Self = serde_json::from_slice(bytes).map_err(damaged)?;
        if manifest.record.bytes > MAX_FILE || manifest.answers.bytes > MAX_FILE {
            return Err(ArchiveFault::TooLarge { max_mib: MAX_FILE >> 20 });
        }
        Ok(manifest)
    }

    /// What it says of a file; none of the manifest itself.
    pub const fn contents(&self, file: File) -> Option<Contents> {
        match file {
            File::Manifest => None,
            File::Record => Some(self.record),
            File::Answers => Some(self.answers),
        }
    }
}

/// The beginning of a line of the record, up to the entry itself.
pub fn before_entry(link: &str, salts: Option<&Salts>) -> String {
    let salt = match salts {
        None => "null".to_owned(),
        Some(Salts::One(salt)) => format!("\"{}\"", String::from(*salt)),
        Some(Salts::Each(salts)) => {
            format!("[\"{}\"]", salts.iter().map(Hash::to_string).collect::<Vec<_>>().join("\",\""))
        }
    };
    format!("{{\"link\":\"{link}\",\"salt\":{salt},\"entry\":")
}

/// The end of a line of the record, behind the entry itself.
pub const AFTER_ENTRY: &str = "}\n";

/// A line of the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry<'a> {
    /// The entry's link in the chain.
    pub link: Hash,
    /// Its salts, if it names a person.
    pub salts: Option<Salts>,
    /// The entry itself, byte for byte as it was stored.
    pub text: &'a str,
}

impl<'a> Entry<'a> {
    /// Reads a line without its end. None if it is not as one is written.
    pub fn read(line: &'a str) -> Option<Self> {
        let (link, rest) = line.strip_prefix("{\"link\":\"")?.split_at_checked(64)?;
        let rest = rest.strip_prefix("\",\"salt\":")?;
        let (salts, rest) = if let Some(rest) = rest.strip_prefix("[\"") {
            let (salts, rest) = rest.split_once("\"]")?;
            let each = |salt: &str| Salts::split(salt).filter(|salts| salts.len() == 1);
            let salts: Option<Vec<_>> = salts.split("\",\"").map(each).collect();
            (Some(Salts::Each(salts?.concat())), rest)
        } else if let Some(rest) = rest.strip_prefix('"') {
            let (salt, rest) = rest.split_at_checked(64)?;
            (Some(Salt::try_from(salt.to_owned()).ok()?.into()), rest.strip_prefix('"')?)
        } else {
            (None, rest.strip_prefix("null")?)
        };
        let text = rest.strip_prefix(",\"entry\":")?.strip_suffix('}')?;
        Some(Self { link: Hash::try_from(link.to_owned()).ok()?, salts, text })
    }
}

/// A line of the answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The request: method and path, then the key, then the person or token if it was sent by one, in a line each.
    pub scope: String,
    /// The hash of its body.
    pub hash: String,
    /// The status of the answer.
    pub status: u16,
    /// The body of the answer.
    pub body: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_record_is_read_as_it_was_written() {
        let link = Hash::of(b"link");
        let each = Salts::Each(vec![Hash::of(b"one"), Hash::of(b"two")]);
        for salts in [None, Some(Salts::One(Salt::new([7; 32]))), Some(each)] {
            let text = r#"{"revision":1,"kind":"clock_moved","x":"},\"entry\":"}"#;
            let line = before_entry(&link.to_string(), salts.as_ref()) + text + AFTER_ENTRY;
            let line = line.strip_suffix('\n').expect("an end");
            assert_eq!(Entry::read(line), Some(Entry { link, salts, text }));
            serde_json::from_str::<serde_json::Value>(line).expect("JSON");
            for end in 0..line.len() {
                let read = Entry::read(&line[..end]);
                assert!(read.is_none_or(|read| read.text != text), "{end}");
            }
        }
    }

    #[test]
    fn a_manifest_says_what_is_wrong_with_it() {
        let contents = Contents { lines: 1, bytes: 2, sha256: Hash::of(b"") };
        let manifest = Manifest {
            form: FORM,
            laufzeit: "0.1.0".to_owned(),
            house: HouseId::new([1; 16]),
            platform: PlatformId::suggested_by("Musterfirma"),
            name: "Musterfirma".to_owned(),
            revision: Revision(3),
            head: Hash::of(b"head"),
            counts: Counts::default(),
            released_to: None,
            record: contents,
            answers: contents,
        };
        let bytes = |manifest: &Manifest| serde_json::to_vec(manifest).expect("JSON");
        assert_eq!(Manifest::read(&bytes(&manifest)), Ok(manifest.clone()));
        let newer = Manifest { form: FORM + 1, ..manifest.clone() };
        assert_eq!(Manifest::read(&bytes(&newer)), Err(ArchiveFault::Newer { found: FORM + 1, known: FORM }));
        assert_eq!(Manifest::read(b"{\"form\":7}"), Err(ArchiveFault::Newer { found: 7, known: FORM }));
        let large = Manifest { record: Contents { bytes: MAX_FILE + 1, ..contents }, ..manifest };
        assert_eq!(Manifest::read(&bytes(&large)), Err(ArchiveFault::TooLarge { max_mib: 512 }));
        assert!(matches!(Manifest::read(b"{\"form\":1}"), Err(ArchiveFault::Damaged { .. })));
        assert!(matches!(Manifest::read(b"x"), Err(ArchiveFault::Damaged { .. })));
    }
}
