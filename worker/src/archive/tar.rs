//! The form of `tar` in which archives are (ustar, POSIX.1-1988): writing its headers, and reading it piece by piece.

/// The size of a header, of which whole ones are written.
pub const BLOCK: usize = 512;

/// The header of a file with this name and size, changed last at `time` in seconds since 1970.
pub fn header(name: &str, size: u64, time: u64) -> [u8; BLOCK] {
    let mut block = [0; BLOCK];
    put(&mut block, 0, name);
    put(&mut block, 100, "0000644\0");
    put(&mut block, 108, "0000000\0");
    put(&mut block, 116, "0000000\0");
    put(&mut block, 124, &format!("{size:011o}\0"));
    put(&mut block, 136, &format!("{time:011o}\0"));
    put(&mut block, 156, "0");
    put(&mut block, 257, "ustar\x0000");
    let sum = sum(&block);
    put(&mut block, 148, &format!("{sum:06o}\0 "));
    block
}

/// Writes a field of a header.
fn put(block: &mut [u8; BLOCK], from: usize, text: &str) {
    block.iter_mut().skip(from).zip(text.bytes()).for_each(|(place, byte)| *place = byte);
}

/// The sum of a header's bytes, with spaces in the place of the sum.
fn sum(block: &[u8; BLOCK]) -> u32 {
    let counted = |(place, byte): (usize, &u8)| u32::from(if (148..156).contains(&place) { b' ' } else { *byte });
    block.iter().enumerate().map(counted).sum()
}

/// How many bytes follow a file of this size up to the next block.
pub fn padding(size: u64) -> usize {
    usize::try_from(size.next_multiple_of(BLOCK as u64) - size).unwrap_or(0)
}

/// What comes next in a tar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next<'a> {
    /// A file begins.
    File {
        /// Its header.
        header: Header,
    },
    /// More bytes of the file.
    Bytes(&'a [u8]),
    /// The file has ended.
    FileEnd,
    /// The tar has ended. Only zeros follow.
    End,
}

/// What a header says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    name: [u8; 100],
    /// The size of the file.
    pub size: u64,
}

impl Header {
    /// Whether this is the file with this name.
    pub fn is(&self, name: &str) -> bool {
        let own = self.name.split(|byte| *byte == 0).next().unwrap_or_default();
        own == name.as_bytes()
    }

    fn read(block: &[u8; BLOCK]) -> Result<Self, &'static str> {
        let field = |from: usize, length: usize| block.get(from..from + length).unwrap_or_default();
        let number = |from: usize, length: usize| {
            let text = std::str::from_utf8(field(from, length)).unwrap_or_default().trim_matches(['\0', ' ']);
            u64::from_str_radix(text, 8).map_err(|_| "a header of its files cannot be read")
        };
        if field(257, 5) != b"ustar" || number(148, 8)? != u64::from(sum(block)) {
            return Err("a header of its files cannot be read");
        }
        if !matches!(field(156, 1), [0 | b'0']) || !field(345, 155).iter().all(|byte| *byte == 0) {
            return Err("it has something else than files");
        }
        let name = field(0, 100).try_into().map_err(|_| "a header of its files cannot be read")?;
        Ok(Self { name, size: number(124, 12)? })
    }
}

/// A tar that is read piece by piece, however it was cut.
#[derive(Debug)]
pub struct Reader {
    /// The part of a header that has come.
    header: Vec<u8>,
    stage: Stage,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Header,
    /// Within a file, with so many bytes left, and then so many zeros.
    File(u64, usize),
    /// After a file, with so many zeros left.
    Padding(usize),
    /// After the last file.
    Ended,
}

impl Reader {
    /// Nothing has come yet.
    pub fn new() -> Self {
        Self { header: Vec::new(), stage: Stage::Header }
    }

    /// Whether the tar has ended.
    pub fn has_ended(&self) -> bool {
        self.stage == Stage::Ended
    }

    /// Takes what comes next from the beginning of `bytes`. None if more has to come.
    ///
    /// # Errors
    /// Why it is no tar.
    pub fn next<'a>(&mut self, bytes: &mut &'a [u8]) -> Result<Option<Next<'a>>, &'static str> {
        loop {
            match self.stage {
                Stage::Header => {
                    let (more, rest) = bytes.split_at(bytes.len().min(BLOCK - self.header.len()));
                    self.header.extend_from_slice(more);
                    *bytes = rest;
                    let Ok(block) = <[u8; BLOCK]>::try_from(self.header.as_slice()) else { return Ok(None) };
                    self.header.clear();
                    if block.iter().all(|byte| *byte == 0) {
                        self.stage = Stage::Ended;
                        return Ok(Some(Next::End));
                    }
                    let header = Header::read(&block)?;
                    self.stage = Stage::File(header.size, padding(header.size));
                    return Ok(Some(Next::File { header }));
                }
                Stage::File(0, zeros) => {
                    self.stage = Stage::Padding(zeros);
                    return Ok(Some(Next::FileEnd));
                }
                Stage::File(left, zeros) => {
                    let most = usize::try_from(left).unwrap_or(usize::MAX);
                    let (more, rest) = bytes.split_at(bytes.len().min(most));
                    if more.is_empty() {
                        return Ok(None);
                    }
                    *bytes = rest;
                    self.stage = Stage::File(left - more.len() as u64, zeros);
                    return Ok(Some(Next::Bytes(more)));
                }
                Stage::Padding(left) => {
                    let (zeros, rest) = bytes.split_at(bytes.len().min(left));
                    demand_zeros(zeros)?;
                    *bytes = rest;
                    if zeros.len() < left {
                        self.stage = Stage::Padding(left - zeros.len());
                        return Ok(None);
                    }
                    self.stage = Stage::Header;
                }
                Stage::Ended => {
                    demand_zeros(std::mem::take(bytes))?;
                    return Ok(None);
                }
            }
        }
    }
}

impl Default for Reader {
    fn default() -> Self {
        Self::new()
    }
}

fn demand_zeros(bytes: &[u8]) -> Result<(), &'static str> {
    if bytes.iter().all(|byte| *byte == 0) { Ok(()) } else { Err("there is something between its files") }
}

#[cfg(test)]
mod tests {
    use std::{io::Write, process::Command};

    use super::*;

    const FILES: [(&str, &[u8]); 3] = [("manifest.json", b"{}"), ("record.ndjson", &[b'x'; 1024]), ("empty", b"")];

    fn packed() -> Vec<u8> {
        let mut tar = Vec::new();
        for (name, bytes) in FILES {
            tar.extend(header(name, bytes.len() as u64, 1_700_000_000));
            tar.extend(bytes);
            tar.extend(vec![0; padding(bytes.len() as u64)]);
        }
        tar.extend([0; 2 * BLOCK]);
        tar
    }

    /// The sizes and bytes of files, and whether the tar has ended.
    type Unpacked = (Vec<(u64, Vec<u8>)>, bool);

    /// What is in a tar that comes in pieces of this size.
    fn unpacked(tar: &[u8], piece: usize) -> Result<Unpacked, &'static str> {
        let (mut reader, mut files, mut ended) = (Reader::new(), Vec::new(), 0);
        for mut piece in tar.chunks(piece) {
            while let Some(next) = reader.next(&mut piece)? {
                match next {
                    Next::File { header } => files.push((header.size, Vec::new())),
                    Next::Bytes(bytes) => files.last_mut().expect("a file").1.extend_from_slice(bytes),
                    Next::FileEnd => ended += 1,
                    Next::End => assert_eq!(ended, files.len()),
                }
            }
        }
        Ok((files, reader.has_ended()))
    }

    #[test]
    fn what_was_written_is_read_however_it_is_cut() {
        let due: Vec<(u64, Vec<u8>)> = FILES.map(|(_, bytes)| (bytes.len() as u64, bytes.to_vec())).to_vec();
        for piece in [1, 2, 511, 512, 513, 10_000] {
            assert_eq!(unpacked(&packed(), piece), Ok((due.clone(), true)), "{piece}");
        }
    }

    #[test]
    fn the_command_tar_reads_it() {
        let folder = std::env::temp_dir().join(format!("laufzeit-tar-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let mut tar = Command::new("tar")
            .args(["xf", "-", "-C"])
            .arg(&folder)
            .stdin(std::process::Stdio::piped())
            .spawn()
            .expect("tar is there");
        tar.stdin.take().expect("its input").write_all(&packed()).expect("it reads");
        assert!(tar.wait().expect("it ends").success());
        for (name, bytes) in FILES {
            assert_eq!(std::fs::read(folder.join(name)).expect("a file"), bytes, "{name}");
        }
        std::fs::remove_dir_all(&folder).expect("it goes");
    }

    #[test]
    fn a_flipped_bit_of_a_header_is_found_and_a_cut_is_seen() {
        let tar = packed();
        for place in 0..BLOCK {
            let mut bent = tar.clone();
            bent[place] ^= 1;
            assert!(unpacked(&bent, 100).is_err(), "{place}");
        }
        for end in (0..tar.len() - 2 * BLOCK).step_by(37) {
            assert!(!unpacked(&tar[..end], 100).expect("a beginning").1, "{end}");
        }
        let mut more = tar;
        more.push(1);
        assert!(unpacked(&more, 100).is_err());
    }

    #[test]
    fn only_files_are_read() {
        let mut block = header("a", 0, 0);
        block[156] = b'2';
        let sum = sum(&block);
        block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        assert_eq!(unpacked(&block, 512), Err("it has something else than files"));
    }
}
