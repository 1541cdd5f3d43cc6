//! Owns asking for one page: request by request along its redirects, each judged before it is made. Only this file, and
//! what judges addresses for it, knows ureq.

use std::io::{self, Read};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use ureq::config::Config;
use ureq::http::{HeaderValue, Uri, header};
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::unversioned::transport::DefaultConnector;
use ureq::{Agent, Proxy};
use url::{Host, Url};

use super::address::{Guard, NoAddress, is_public};
use super::{Settings, retry, robots};
use crate::pages::{
    Death, Exchange, MOST_HOPS, Outcome, Reason, next_hop, oembed, oembed_outcome, outcome, task_api, task_outcome,
};
use crate::rule::repository;

/// Bytes of one page that are read, after decompression.
const MOST_BYTES: u64 = 2 << 20;

/// Bytes of the headers of an answer.
const MOST_HEADER_BYTES: usize = 64 << 10;

/// Bytes of a `robots.txt` that are read, as RFC 9309 has it.
const MOST_ROBOTS_BYTES: u64 = 500 << 10;

/// How long a connection may take to be made, and a name to be looked up.
const CONNECT: Duration = Duration::from_secs(10);

/// Says who asks, and where to complain.
fn user_agent() -> String {
    let program = concat!("twir-lint/", env!("CARGO_PKG_VERSION"));
    repository().map_or_else(|| program.to_owned(), |page| format!("{program} (+{page})"))
}

/// The host of GitHub's interface, to which alone the token goes.
const GITHUB: &str = "api.github.com";

/// What became of one request with its redirects.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) outcome: Outcome,
    /// How long the server asks to wait before the next.
    pub(super) retry_after: Option<Duration>,
}

#[derive(Debug)]
pub(super) struct Client {
    agent: Agent,
    guard: Guard,
    proxy: Option<Proxy>,
    allows_private: bool,
    github_token: Option<HeaderValue>,
    /// One page is read at a time: each needs several times its size.
    reading: Mutex<()>,
}

impl Client {
    pub(super) fn new(settings: &Settings) -> Self {
        let proxy = settings.uses_proxy.then(Proxy::try_from_env).flatten();
        let guard = Guard::new(settings.lookup.clone(), settings.allows_private, proxy.clone());
        let config = Config::builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .max_response_header_size(MOST_HEADER_BYTES)
            .timeout_resolve(Some(CONNECT))
            .timeout_connect(Some(CONNECT))
            .user_agent(user_agent())
            .proxy(proxy.clone())
            .tls_config(TlsConfig::builder().root_certs(roots(&settings.roots)).build())
            .build();
        let token = settings.github_token.as_deref().and_then(|token| {
            let mut value = HeaderValue::from_str(&format!("Bearer {token}")).ok()?;
            value.set_sensitive(true);
            Some(value)
        });
        Self {
            agent: Agent::with_parts(config, DefaultConnector::default(), guard.clone()),
            guard,
            proxy,
            allows_private: settings.allows_private,
            github_token: token,
            reading: Mutex::new(()),
        }
    }

    /// Whether names can be looked up at all.
    pub(super) fn can_look_up(&self) -> bool {
        self.guard.can_look_up()
    }

    /// Asks for a page, or for what an interface says of it.
    pub(super) fn ask(&self, address: &str, deadline: Instant) -> Asked {
        let task = task_api(address);
        let video = if task.is_none() { oembed(address) } else { None };
        let accept = match (&task, &video) {
            (Some(_), _) => "application/vnd.github+json",
            (_, Some(_)) => "application/json",
            _ => "text/html,application/xhtml+xml,*/*;q=0.5",
        };
        let first = task.as_deref().or(video.as_deref()).unwrap_or(address);
        let mut exchanges: Vec<Exchange> = Vec::new();
        let mut next = first.to_owned();
        let failure = loop {
            match self.get(&next, accept, MOST_BYTES, deadline) {
                Ok(exchange) => exchanges.push(exchange),
                Err(failure) => break Some(failure),
            }
            match exchanges.last().and_then(next_hop) {
                Some(Ok(hop)) if exchanges.len() <= MOST_HOPS => next = hop,
                _ => break None,
            }
        };
        let retry_after = exchanges.last().and_then(retry_after);
        let outcome = match failure {
            // Where a redirect leads to a host that does not exist, the page itself may be there for others.
            Some(Outcome::Dead(_)) if !exchanges.is_empty() => Outcome::Unchecked(Reason::Lookup),
            Some(failure) => failure,
            None => {
                let _one = self.reading.lock().unwrap_or_else(PoisonError::into_inner);
                match (task, video) {
                    (Some(_), _) => task_outcome(address, &exchanges),
                    (_, Some(_)) => oembed_outcome(address, &exchanges),
                    _ => outcome(&exchanges),
                }
            }
        };
        Asked { outcome, retry_after }
    }

    /// How long a host asks programs to wait between two of its pages.
    pub(super) fn crawl_delay(&self, page: &str, deadline: Instant) -> Option<Duration> {
        let mut address = Url::parse(page).ok()?.join("/robots.txt").ok()?.to_string();
        for _ in 0..=MOST_HOPS {
            let exchange = self.get(&address, "text/plain,*/*;q=0.5", MOST_ROBOTS_BYTES, deadline).ok()?;
            match next_hop(&exchange) {
                Some(Ok(next)) => address = next,
                _ if exchange.status == 200 => return robots::crawl_delay(&String::from_utf8_lossy(&exchange.body)),
                _ => return None,
            }
        }
        None
    }

    /// Makes one request, and follows no redirect.
    fn get(&self, address: &str, accept: &str, most: u64, deadline: Instant) -> Result<Exchange, Outcome> {
        let unchecked = Outcome::Unchecked;
        let url = Url::parse(address).map_err(|_| unchecked(Reason::BadRedirect))?;
        self.judge(&url)?;
        let uri: Uri = url.as_str().parse().map_err(|_| unchecked(Reason::BadRedirect))?;
        let left = deadline.checked_duration_since(Instant::now()).filter(|left| !left.is_zero());
        let left = left.ok_or(unchecked(Reason::TimedOut))?;
        let mut request = self
            .agent
            .get(uri)
            .header(header::ACCEPT, accept)
            .header(header::ACCEPT_LANGUAGE, "en")
            .config()
            .timeout_global(Some(left))
            .build();
        if let Some(token) =
            self.github_token.as_ref().filter(|_| url.scheme() == "https" && url.host_str() == Some(GITHUB))
        {
            request = request.header(header::AUTHORIZATION, token);
        }
        let mut response = request.call().map_err(|error| failure(&error))?;
        let mut exchange = Exchange {
            address: url.into(),
            status: response.status().as_u16(),
            headers: kept_headers(response.headers()),
            body: Vec::new(),
        };
        // What is not text says nothing, and may be long.
        let is_text = exchange.header("content-type").is_none_or(|kind| {
            ["text/", "application/xhtml", "application/json", "application/vnd.github"]
                .iter()
                .any(|text| kind.starts_with(text))
        });
        let is_redirect = matches!(exchange.status, 300..=399) && exchange.header("location").is_some();
        if is_text && !is_redirect {
            let body = response.body_mut().with_config().limit(most).reader();
            read_to_end(body, &mut exchange.body).map_err(|error| failure(&error.into()))?;
        }
        Ok(exchange)
    }

    /// Whether an address may be asked for at all, as far as it tells by itself; where a proxy looks names up, also by
    /// what this machine knows of its host.
    fn judge(&self, url: &Url) -> Result<(), Outcome> {
        let unchecked = |reason| Err(Outcome::Unchecked(reason));
        if !url.username().is_empty() || url.password().is_some() {
            return unchecked(Reason::UserInfo);
        }
        if self.allows_private {
            return Ok(());
        }
        if !matches!(url.port_or_known_default(), Some(80 | 443)) {
            return unchecked(Reason::Port);
        }
        let is_private = match url.host() {
            Some(Host::Ipv4(address)) => !is_public(address.into()),
            Some(Host::Ipv6(address)) => !is_public(address.into()),
            // Not a name that the public internet can know.
            Some(Host::Domain(name)) => is_local(name),
            None => true,
        };
        let is_proxied = self.proxy.is_some();
        let is_known_private = || {
            let (Some(host), Some(port)) = (url.host_str(), url.port_or_known_default()) else { return true };
            self.guard.addresses_within(host, port, false, CONNECT) == Some(Err(NoAddress::Private))
        };
        if is_private || is_proxied && is_known_private() { unchecked(Reason::PrivateAddress) } else { Ok(()) }
    }
}

/// How long a server asks to wait, in the way of the web or of GitHub.
fn retry_after(exchange: &Exchange) -> Option<Duration> {
    let now = SystemTime::now();
    let reset = || {
        let is_used_up = exchange.header("x-ratelimit-remaining") == Some("0");
        let at = exchange.header("x-ratelimit-reset").filter(|_| is_used_up)?.trim().parse().ok()?;
        let at = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(at))?;
        Some(at.duration_since(now).unwrap_or_default())
    };
    exchange.header("retry-after").and_then(|value| retry::retry_after(value, now)).or_else(reset)
}

/// Whether a name is one of a network of its own: without a dot, or below a domain that is set aside for that.
fn is_local(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    let last = name.rsplit('.').next().unwrap_or(name);
    !name.contains('.')
        || matches!(last, "localhost" | "local" | "internal" | "localdomain" | "lan" | "intranet")
        || name.ends_with(".home.arpa")
}

/// The certificates to trust: those given, or the system's (and what `SSL_CERT_FILE` names), or else Mozilla's.
fn roots(given: &[Vec<u8>]) -> RootCerts {
    let system = || rustls_native_certs::load_native_certs().certs.into_iter().map(|certificate| certificate.to_vec());
    let certificates: Vec<Vec<u8>> = if given.is_empty() { system().collect() } else { given.to_vec() };
    if certificates.is_empty() {
        return RootCerts::WebPki;
    }
    let own = |certificate: &Vec<u8>| Certificate::from_der(certificate).to_owned();
    certificates.iter().map(own).collect::<Vec<_>>().into()
}

/// The headers of an answer that say something.
fn kept_headers(headers: &ureq::http::HeaderMap) -> Vec<(String, String)> {
    const KEPT: &[&str] = &[
        "location", "content-type", "retry-after", "cf-mitigated", "x-amzn-waf-action", "x-vercel-mitigated",
        "x-ratelimit-remaining", "x-ratelimit-reset",
    ];
    let kept = |name: &&str| {
        let value = headers.get(*name)?;
        Some(((*name).to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
    };
    KEPT.iter().filter_map(kept).collect()
}

/// Reads a body, of which the reader gives no more than it may be long.
fn read_to_end(mut body: impl Read, into: &mut Vec<u8>) -> io::Result<()> {
    body.read_to_end(into).map(|_| ())
}

/// What an error means.
fn failure(error: &ureq::Error) -> Outcome {
    use ureq::Error;
    let reason = match error {
        Error::Other(inner) => match inner.downcast_ref::<NoAddress>() {
            Some(NoAddress::NoHost) => return Outcome::Dead(Death::NoHost),
            Some(NoAddress::Private) => Reason::PrivateAddress,
            Some(NoAddress::Lookup) => Reason::Lookup,
            None => Reason::Connection,
        },
        Error::Timeout(ureq::Timeout::Resolve) => Reason::Lookup,
        Error::Timeout(_) => Reason::TimedOut,
        Error::HostNotFound => Reason::Lookup,
        Error::Tls(_) | Error::Pem(_) | Error::Rustls(_) | Error::TlsRequired => Reason::Tls,
        Error::BodyExceedsLimit(_) | Error::LargeResponseHeader(..) => Reason::TooLarge,
        Error::Protocol(_) | Error::Http(_) | Error::Decompress(..) => Reason::Protocol,
        Error::Io(error) if error.kind() == io::ErrorKind::TimedOut => Reason::TimedOut,
        Error::Io(error) if error.get_ref().is_some_and(|inner| inner.is::<rustls::Error>()) => Reason::Tls,
        Error::Io(error) if matches!(error.kind(), io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput) => {
            Reason::Protocol
        }
        _ => Reason::Connection,
    };
    Outcome::Unchecked(reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(address: &str, allows_private: bool) -> Option<Reason> {
        let settings = Settings { allows_private, uses_proxy: false, roots: vec![vec![0]], ..Settings::default() };
        match Client::new(&settings).judge(&Url::parse(address).expect(address)) {
            Err(Outcome::Unchecked(reason)) => Some(reason),
            _ => None,
        }
    }

    #[test]
    fn an_address_is_judged_before_anything_is_asked() {
        for private in [
            "http://2130706433/",
            "http://0x7f000001/",
            "http://0177.0.0.1/",
            "http://127.1/",
            "http://[::ffff:127.0.0.1]/",
            "http://[64:ff9b::a00:1]/",
            "http://169.254.169.254/latest/",
            "http://localhost/",
            "http://a.localhost/",
            "http://router.local/",
            "http://metadata.google.internal/",
            "http://intranet/",
            "http://localhost./",
        ] {
            assert_eq!(judged(private, false), Some(Reason::PrivateAddress), "{private}");
            assert_eq!(judged(private, true), None, "{private}");
        }
        assert_eq!(judged("https://example.org:8443/", false), Some(Reason::Port));
        assert_eq!(judged("https://example.org:8443/", true), None);
        assert_eq!(judged("https://me@example.org/", false), Some(Reason::UserInfo));
        assert_eq!(judged("https://:secret@example.org/", true), Some(Reason::UserInfo));
        for public in ["https://example.org/", "http://example.org:443/", "https://1.1.1.1/"] {
            assert_eq!(judged(public, false), None, "{public}");
        }
    }
}
