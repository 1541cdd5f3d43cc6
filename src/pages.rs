//! Owns what is known of the pages that links lead to: facts, read from what a server answered.
//!
//! Nothing here opens a connection: an answer goes in, facts come out. Each page has one of three outcomes: it is a
//! [`Page`] with facts, it is gone, or it is unchecked for a [`Reason`]. A rule speaks of the first two only.

mod challenge;
mod encoding;
mod event;
mod exchange;
mod html;
mod json_ld;
mod language;
mod outcome;
mod read;
mod redirect;
mod task;
mod title;
mod transcript;
mod video;

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::lexicon::Tag;
use crate::text::Url;

pub use event::{Attendance, Moment, PageEvent, Status};
pub use exchange::Exchange;
pub(crate) use language::is_language;
pub use outcome::outcome;
pub use redirect::{MOST_HOPS, next_hop};
pub use task::{Task, task_api, task_outcome};
pub(crate) use title::is_same_name;
pub use title::{Title, TitleMatch};
pub use transcript::read_transcript;
pub use video::{oembed, oembed_outcome};

/// What is known of the pages of a text, by the address under which they were asked for.
#[derive(Clone, Debug, Default)]
pub struct Pages {
    by_address: BTreeMap<String, Outcome>,
}

impl Pages {
    /// What is known where nothing was opened.
    #[must_use]
    pub const fn none() -> &'static Self {
        static NONE: Pages = Pages { by_address: BTreeMap::new() };
        &NONE
    }

    /// Notes what became of an address, as [`request_address`] gives it. Where it leads to another by a redirect, the
    /// page is known by that address too: a text whose links are corrected is judged by the same facts.
    pub fn insert(&mut self, address: &str, outcome: Outcome) {
        if let Outcome::Page(page) = &outcome
            && page.moved != Moved::No
            && let Some(end) = request_address(&page.address)
        {
            let page = Page { moved: Moved::No, ..(**page).clone() };
            self.by_address.entry(end).or_insert_with(|| Outcome::Page(Box::new(page)));
        }
        self.by_address.insert(address.to_owned(), outcome);
    }

    /// Whether nothing was opened.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_address.is_empty()
    }

    /// What became of a destination as it is written; none where nobody has opened it.
    #[must_use]
    pub fn get(&self, destination: &str) -> Option<&Outcome> {
        if self.by_address.is_empty() {
            return None;
        }
        self.by_address.get(&request_address(destination)?)
    }

    /// The facts about the page of a destination, where it could be read.
    #[must_use]
    pub fn page(&self, destination: &str) -> Option<&Page> {
        match self.get(destination) {
            Some(Outcome::Page(page)) => Some(page),
            _ => None,
        }
    }
}

/// The address that is asked for to see where a destination leads: without fragment, and with `&amp;` as `&`. None
/// where it is not an address of the web.
#[must_use]
pub fn request_address(destination: &str) -> Option<String> {
    let mut url = url::Url::parse(&destination.replace("&amp;", "&")).ok()?;
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
        return None;
    }
    url.set_fragment(None);
    Some(url.into())
}

/// What became of an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// It answered with a page that could be read.
    Page(Box<Page>),
    /// It is gone, for certain.
    Dead(Death),
    /// Nothing can be said of it.
    Unchecked(Reason),
}

/// Why a page is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Death {
    /// The server answers 404 or 410.
    Status(u16),
    /// The host does not exist.
    NoHost,
}

/// Why nothing can be said of an address. [`fmt::Display`] gives it in words that go on after "a page".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Reason {
    /// The server asks whether a person is there.
    Challenge,
    /// It answers 401, 403 or 999: it refuses programs, or wants a login.
    Refused(u16),
    /// It answers 404 or 410, but its host is known to hide pages from programs.
    Hidden(u16),
    /// It answers 429.
    TooManyRequests,
    /// It answers with another status than 200.
    Status(u16),
    /// It took too long.
    TimedOut,
    /// The time for all pages was up before it had its turn.
    OutOfTime,
    /// The run was interrupted.
    Interrupted,
    /// The connection failed.
    Connection,
    /// The encryption is at fault in a way that browsers may forgive.
    Tls,
    /// What came is not HTTP.
    Protocol,
    /// The name of the host could not be looked up.
    Lookup,
    /// The page is larger than what is read of one.
    TooLarge,
    /// What came is not a page in HTML.
    NotHtml,
    /// Its encoding is unknown, or it does not keep to it.
    Undecodable,
    /// It redirects more often than is followed, or in a circle.
    TooManyRedirects,
    /// It redirects to what is not an address.
    BadRedirect,
    /// It redirects to a page where one logs in, consents or chooses a country, or that says there is an error.
    Gateway,
    /// It redirects to the front page of its site.
    FrontPage,
    /// The page calls itself an error.
    ErrorPage,
    /// The address is not one of the public internet.
    PrivateAddress,
    /// The port is neither 80 nor 443.
    Port,
    /// The address holds a user name or a password.
    UserInfo,
    /// The interface that was asked in place of the page does not say.
    Interface,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = match self {
            Self::Challenge => "shown only after a check for robots",
            Self::Refused(status) => return write!(f, "refused to a program ({status})"),
            Self::Hidden(status) => return write!(f, "on a host that hides pages from programs ({status})"),
            Self::TooManyRequests => "delayed by too many requests (429)",
            Self::Status(status) => return write!(f, "with the status {status}"),
            Self::TimedOut => "without an answer in time",
            Self::OutOfTime => "not opened before the time was up",
            Self::Interrupted => "not opened before the interruption",
            Self::Connection => "without a connection",
            Self::Tls => "with encryption at fault",
            Self::Protocol => "with an answer that is not HTTP",
            Self::Lookup => "on a host whose name cannot be looked up",
            Self::TooLarge => "too large",
            Self::NotHtml => "not in HTML",
            Self::Undecodable => "in an unknown encoding",
            Self::TooManyRedirects => "redirected too often",
            Self::BadRedirect => "redirected to something that is not an address",
            Self::Gateway => "redirected to a login, consent, country or error page",
            Self::FrontPage => "redirected to the front page of the site",
            Self::ErrorPage => "titled as an error",
            Self::PrivateAddress => "not on the public internet",
            Self::Port => "on another port than 80 and 443",
            Self::UserInfo => "with a user name in the address",
            Self::Interface => "not given by the site's API",
        };
        f.write_str(words)
    }
}

/// How an address led to its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Moved {
    /// It is the page's own.
    #[default]
    No,
    /// By redirects of which at least one may change: for a language, a login, a while.
    Temporarily,
    /// By redirects that all say that the page has moved for good.
    Permanently,
}

/// What a page says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// Where the redirects ended.
    pub address: String,
    /// What kind of redirects led there.
    pub moved: Moved,
    /// What it is called, in each place where that is said.
    pub titles: Vec<Title>,
    /// The name of its site.
    pub site: Option<String>,
    /// The code of its language as the newsletter writes it, where it declares one and its prose agrees.
    pub language: Option<String>,
    /// What it is, where it is a video or an episode and not a text.
    pub media: Option<Media>,
    /// Whether it declares itself not free.
    pub has_paywall: bool,
    /// The event that it is about.
    pub event: Option<PageEvent>,
    /// The events of the series that it is about, each with an address of its own.
    pub series: Vec<PageEvent>,
    /// The task that it is about.
    pub task: Option<Task>,
}

/// What kind of media a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Media {
    /// To be watched.
    Video,
    /// To be listened to.
    Audio,
}

impl Media {
    /// The prefix for it.
    #[must_use]
    pub fn tag(self) -> Tag {
        match self {
            Self::Video => Tag::Video,
            Self::Audio => Tag::Audio,
        }
    }
}

/// The most characters of a title, a name or an address that are kept of a page.
const LONGEST: usize = 500;

/// Words of a page on one line, without spaces around them, control characters or more than [`LONGEST`] characters.
/// Entities are decoded once more: many sites encode them twice.
fn tidy(text: &str) -> String {
    let decoded = html::decode_entities(text);
    let mut tidy = String::new();
    let mut count = 0;
    for c in decoded.chars() {
        if c.is_whitespace() || c.is_control() {
            if !tidy.is_empty() && !tidy.ends_with(' ') {
                tidy.push(' ');
            }
        } else if !crate::lexicon::is_invisible(c) && !turns_text(c) {
            tidy.push(c);
        }
        count += 1;
        if count == LONGEST {
            break;
        }
    }
    tidy.truncate(tidy.trim_end().len());
    tidy
}

/// Whether a character changes the direction of the text around it.
fn turns_text(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The same page, as far as two addresses can tell: scheme, `www.`, a slash at the end, query and fragment aside.
fn is_same_place(one: &str, other: &str) -> bool {
    let place = |address: &str| {
        let url = Url::new(address, 0);
        let path: Vec<_> = url.segments().map(str::to_owned).collect();
        (url.site().to_ascii_lowercase(), path)
    };
    place(one) == place(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_asked_for_without_what_only_browsers_see() {
        let asked = |destination| request_address(destination);
        assert_eq!(asked("https://example.org/a?x=1&amp;y=2#b").as_deref(), Some("https://example.org/a?x=1&y=2"));
        assert_eq!(asked("https://EXAMPLE.org").as_deref(), Some("https://example.org/"));
        assert_eq!(asked("ftp://example.org/a"), None);
        assert_eq!(asked("/a"), None);
    }

    #[test]
    fn a_page_is_known_by_the_address_that_a_fix_writes() {
        let page = Page { address: "https://example.org/new".to_owned(), moved: Moved::Permanently, ..Page::default() };
        let mut pages = Pages::default();
        pages.insert("https://example.org/old", Outcome::Page(Box::new(page)));
        assert_eq!(pages.page("https://example.org/new#part").map(|page| page.moved), Some(Moved::No));
        assert_eq!(pages.page("https://example.org/old").map(|page| page.moved), Some(Moved::Permanently));
        assert_eq!(pages.page("https://example.org/other"), None);
    }

    #[test]
    fn words_of_a_page_are_put_on_one_short_line() {
        assert_eq!(tidy(" Foo\n &amp;amp; \u{1b}[31mBar\u{202e} "), "Foo &amp; [31mBar");
        assert_eq!(tidy(&"a".repeat(10_000)).len(), LONGEST);
    }
}
