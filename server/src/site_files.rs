use std::{
    collections::{BTreeMap, HashMap},
    io,
    path::{Path, PathBuf},
};

use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, Response, StatusCode, header},
};
use bytes::Bytes;
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

/// Files under `/assets/` carry their content's hash in their name: what was fetched once is right for good.
const IMMUTABLE: &str = "public, max-age=31536000, immutable";
/// Files at fixed addresses must be asked about again.
const ASK_AGAIN: &str = "no-cache";

/// The files the build made, in memory: a few hundred kilobytes, each with its compressed forms.
#[derive(Debug, Default)]
pub struct SiteFiles {
    files: HashMap<String, SiteFile>,
    addresses: BTreeMap<String, String>,
}

#[derive(Debug)]
struct SiteFile {
    media_type: HeaderValue,
    cache: &'static str,
    etag: HeaderValue,
    plain: Bytes,
    brotli: Option<Bytes>,
    gzip: Option<Bytes>,
}

/// Why the built files could not be read.
#[derive(Debug, thiserror::Error)]
pub enum SiteFilesError {
    /// The folder or its list is not there.
    #[error("{0}: {1}. Build the files first (`make build`), or set [server] site")]
    Missing(PathBuf, io::Error),
    /// The list of addresses is not what the build writes.
    #[error("{0}: {1}")]
    List(PathBuf, serde_json::Error),
}

impl SiteFiles {
    /// Reads the build's folder.
    pub fn load(folder: &Path) -> Result<Self, SiteFilesError> {
        let list = folder.join("assets.json");
        let text = std::fs::read(&list).map_err(|error| SiteFilesError::Missing(list.clone(), error))?;
        let addresses = serde_json::from_slice(&text).map_err(|error| SiteFilesError::List(list, error))?;
        let mut files = HashMap::new();
        read_folder(folder, "", &mut files).map_err(|error| SiteFilesError::Missing(folder.to_owned(), error))?;
        Ok(Self { files, addresses })
    }

    /// The map from plain names to addresses.
    pub fn addresses(&self) -> BTreeMap<String, String> {
        self.addresses.clone()
    }

    /// The answer for a path, if a file stands there.
    pub fn answer(&self, path: &str, headers: &HeaderMap) -> Option<Response<Body>> {
        let file = self.files.get(path)?;
        let mut response = Response::new(Body::empty());
        let answer = response.headers_mut();
        answer.insert(header::CONTENT_TYPE, file.media_type.clone());
        answer.insert(header::CACHE_CONTROL, HeaderValue::from_static(file.cache));
        answer.insert(header::ETAG, file.etag.clone());
        if file.brotli.is_some() || file.gzip.is_some() {
            answer.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
        }
        if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known == file.etag) {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return Some(response);
        }
        let body = match (accepts(headers, "br"), accepts(headers, "gzip"), &file.brotli, &file.gzip) {
            (true, _, Some(brotli), _) => {
                answer.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
                brotli.clone()
            }
            (_, true, _, Some(gzip)) => {
                answer.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
                gzip.clone()
            }
            _ => file.plain.clone(),
        };
        *response.body_mut() = Body::from(body);
        Some(response)
    }
}

/// Whether a request takes an encoding (RFC 9110 §12.5.3), quality zero aside.
pub fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok()).any(|value| {
        value.split(',').any(|part| {
            let (name, rest) = part.split_once(';').unwrap_or((part, ""));
            name.trim().eq_ignore_ascii_case(encoding) && !matches!(rest.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
        })
    })
}

fn read_folder(folder: &Path, below: &str, files: &mut HashMap<String, SiteFile>) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let address = format!("{below}/{name}");
        if entry.file_type()?.is_dir() {
            read_folder(&entry.path(), &address, files)?;
        } else if !is_compressed_form(&name) && address != "/assets.json" && !name.starts_with('.') {
            files.insert(address.clone(), read_file(&entry.path(), &address)?);
        }
    }
    Ok(())
}

/// Whether a file is the compressed form of the one beside it.
fn is_compressed_form(name: &str) -> bool {
    matches!(Path::new(name).extension().and_then(|ending| ending.to_str()), Some("br" | "gz"))
}

fn read_file(path: &Path, address: &str) -> io::Result<SiteFile> {
    let plain = Bytes::from(std::fs::read(path)?);
    let beside = |suffix: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        std::fs::read(name).ok().map(Bytes::from)
    };
    let media_type = mime_guess::from_path(path).first_or_octet_stream();
    let media_type =
        if media_type.type_() == "text" { format!("{media_type}; charset=utf-8") } else { media_type.to_string() };
    let hash = HEXLOWER.encode(&Sha256::digest(&plain)[..8]);
    let invalid = |_| io::Error::other("no header value");
    Ok(SiteFile {
        media_type: HeaderValue::try_from(media_type).map_err(invalid)?,
        cache: if address.starts_with("/assets/") { IMMUTABLE } else { ASK_AGAIN },
        etag: HeaderValue::try_from(format!("\"{hash}\"")).map_err(invalid)?,
        brotli: beside(".br"),
        gzip: beside(".gz"),
        plain,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quality_zero_refuses_an_encoding() {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, "gzip;q=0, br ;q=0.5".parse().unwrap());
        assert!(accepts(&headers, "br"));
        assert!(!accepts(&headers, "gzip"));
    }
}
