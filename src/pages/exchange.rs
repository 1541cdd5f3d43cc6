//! Owns one answer of a server.

use super::html::Html;
use super::{Reason, encoding};

/// One request with its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// The address that was asked for.
    pub address: String,
    /// The status of the answer.
    pub status: u16,
    /// Its headers.
    pub headers: Vec<(String, String)>,
    /// Its body, without any compression.
    pub body: Vec<u8>,
}

impl Exchange {
    /// The first header of a name, in whatever case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The text of a page in HTML.
    fn text(&self) -> Result<String, Reason> {
        let content_type = self.header("content-type");
        let kind = content_type.map(|kind| kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase());
        let is_html = match kind.as_deref() {
            Some("text/html" | "application/xhtml+xml") => true,
            // Nobody says what it is: it is what it begins like.
            None | Some("") => self.body.trim_ascii_start().first() == Some(&b'<'),
            Some(_) => false,
        };
        if !is_html {
            return Err(Reason::NotHtml);
        }
        encoding::decode(&self.body, content_type).ok_or(Reason::Undecodable)
    }

    /// What it holds, where it is a page in HTML.
    pub(super) fn html(&self) -> Result<Html, Reason> {
        self.text().map(|text| Html::read(&text))
    }
}
