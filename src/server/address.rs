//! Owns the names by which a client knows files: URIs, and the paths that they stand for.

use std::path::{Path, PathBuf};

use url::Url;

/// The file that a URI names; none of a text that is no file, such as one that was never saved.
pub(super) fn to_path(uri: &str) -> Option<PathBuf> {
    let url = Url::parse(uri).ok().filter(|url| url.scheme() == "file")?;
    url.to_file_path().ok()
}

/// The URI of a file.
pub(super) fn from_path(path: &Path) -> Option<String> {
    Url::from_file_path(std::path::absolute(path).ok()?).ok().map(String::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_have_paths() {
        for uri in ["untitled:Untitled-1", "https://example.org/draft/x.md", "draft/x.md", "", "file"] {
            assert_eq!(to_path(uri), None, "{uri}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn paths_and_uris_give_each_other_back() {
        let path = Path::new("/tmp/a b/é#?.md");
        assert_eq!(from_path(path).as_deref().and_then(to_path).as_deref(), Some(path));
        assert_eq!(to_path("file:///tmp/a%20b/%C3%A9%23%3F.md").as_deref(), Some(path));
    }
}
