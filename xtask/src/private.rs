//! What the runtime's configuration says of one machine: the way to providers in a private network, which is refused unless their
//! addresses are named, and how much memory the worker may have.

use std::{
    fs,
    io::{self, Write},
    net::IpAddr,
    path::{Path, PathBuf},
};

/// The addresses that are reached, and the certificates that are trusted there besides the public ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Private {
    /// Addresses, or ranges of them: `10.1.2.3` or `10.1.2.0/24`.
    pub addresses: Vec<String>,
    /// Certificates of authorities, in PEM.
    pub authorities: Vec<String>,
    /// The most pages of 64 KiB of memory that WebAssembly may have; none for the engine's own limit.
    pub wasm_pages: Option<u32>,
}

/// An address or a range of them as a range; none if it is neither.
pub fn range(text: &str) -> Option<String> {
    let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
    let address: IpAddr = address.parse().ok()?;
    let most = if address.is_ipv4() { 32 } else { 128 };
    let bits = bits.map_or(Some(most), |bits| bits.parse().ok().filter(|bits: &u8| *bits <= most))?;
    Some(format!("{address}/{bits}"))
}

impl Private {
    /// Writes it into a data folder, as a configuration of the runtime. Returns the folder in which that is.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write(&self, data: &Path) -> io::Result<PathBuf> {
        let folder = data.join("private");
        fs::create_dir_all(&folder)?;
        // a text in quotation marks is one in the runtime's language, too
        let list = |texts: &[String]| serde_json::to_string(texts).map_err(io::Error::from);
        let (allow, trusted) = (list(&self.addresses)?, list(&self.authorities)?);
        let mut file = fs::File::create(folder.join("private.capnp"))?;
        writeln!(file, "@0xd2f1a6a7c0b35e94;\nusing Workerd = import \"/workerd/workerd.capnp\";")?;
        writeln!(file, "const network :Workerd.Network = ( allow = {allow},")?;
        writeln!(file, "  tlsOptions = ( trustBrowserCas = true, trustedCertificates = {trusted} ) );")?;
        // with the second flag, the engine does not let tens of megabytes of what is no longer needed lie about
        let flags = |pages| vec![format!("--wasm-max-mem-pages={pages}"), "--optimize-for-size".to_owned()];
        let flags = self.wasm_pages.map(flags).unwrap_or_default();
        writeln!(file, "const flags :List(Text) = {};", list(&flags)?)?;
        Ok(folder)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_ranges() {
        assert_eq!(range("10.1.2.3").as_deref(), Some("10.1.2.3/32"));
        assert_eq!(range("10.1.2.0/24").as_deref(), Some("10.1.2.0/24"));
        assert_eq!(range("fd00::1").as_deref(), Some("fd00::1/128"));
        for text in ["", "id.example", "10.1.2.3/33", "10.1.2.3/x", "10.1.2.3/", "public"] {
            assert_eq!(range(text), None, "{text}");
        }
    }
}
