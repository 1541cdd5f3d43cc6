//! Owns which addresses may be dialled: those of the public internet, judged after a name is looked up.

use std::fmt;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::time::Duration;

use ureq::Proxy;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// Knows the addresses of hosts.
pub trait Lookup: fmt::Debug + Send + Sync + 'static {
    /// The addresses of a host, which may be one itself.
    ///
    /// # Errors
    ///
    /// Those of the system.
    fn lookup(&self, host: &str, port: u16) -> io::Result<Vec<SocketAddr>>;
}

/// The system's own way to look names up.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemLookup;

impl Lookup for SystemLookup {
    fn lookup(&self, host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
        let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
        Ok((host, port).to_socket_addrs()?.collect())
    }
}

/// Whether an address is one of the public internet: none that the IANA has set aside for one machine, one network,
/// tests, documentation, or a purpose of its own, in whatever form an IPv4 address hides in an IPv6 one.
#[must_use]
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => match embedded(address) {
            Some(inner) => is_public_v4(inner),
            None => is_public_v6(address),
        },
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let is_set_aside = matches!(
        (a, b, c),
        (0 | 10 | 127, ..)
            | (100, 64..=127, _)
            | (169, 254, _)
            | (172, 16..=31, _)
            | (192, 0, 0 | 2)
            | (192, 88, 99)
            | (192, 168, _)
            | (198, 18..=19, _)
            | (198, 51, 100)
            | (203, 0, 113)
            | (224..=255, ..)
    );
    !is_set_aside
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let segments = address.segments();
    // Nothing else is given out yet.
    let is_global = segments[0] & 0xe000 == 0x2000;
    let is_documentation =
        segments[0] == 0x2001 && segments[1] == 0xdb8 || segments[0] == 0x3fff && segments[1] < 0x1000;
    let is_protocol = segments[0] == 0x2001 && segments[1] < 0x200;
    is_global && !is_documentation && !is_protocol
}

/// The IPv4 address that an IPv6 one stands for: mapped, translated (also by a network's own prefix), or tunnelled.
fn embedded(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let segments = address.segments();
    let octets = address.octets();
    let last = Ipv4Addr::new(octets[12], octets[13], octets[14], octets[15]);
    match segments {
        // `::ffff:a.b.c.d`, `::ffff:0:a.b.c.d`, and the old `::a.b.c.d`.
        [0, 0, 0, 0, 0, 0xffff, _, _] | [0, 0, 0, 0, 0xffff, 0, _, _] => Some(last),
        [0, 0, 0, 0, 0, 0, high, low] if (high, low) > (0, 1) => Some(last),
        [0x64, 0xff9b, 0, 0, 0, 0, _, _] => Some(last),
        [0x2002, ..] => Some(Ipv4Addr::new(octets[2], octets[3], octets[4], octets[5])),
        _ => None,
    }
}

/// Why a name has no address that may be dialled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoAddress {
    /// There is no such name.
    NoHost,
    /// It could not be looked up.
    Lookup,
    /// Its addresses are not of the public internet.
    Private,
}

impl fmt::Display for NoAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

impl std::error::Error for NoAddress {}

/// Looks names up for the client, and gives it no address that it may not dial.
#[derive(Clone, Debug)]
pub(super) struct Guard {
    lookup: Arc<dyn Lookup>,
    allows_private: bool,
    /// What the environment names: it may be on this network, whoever asks for it.
    proxy: Option<Proxy>,
    /// Whether any name was found: where none is, it is the network that is missing, not the hosts.
    has_found: Arc<AtomicBool>,
}

impl Guard {
    pub(super) fn new(lookup: Arc<dyn Lookup>, allows_private: bool, proxy: Option<Proxy>) -> Self {
        Self { lookup, allows_private, proxy, has_found: Arc::default() }
    }

    /// Whether names can be looked up at all.
    pub(super) fn can_look_up(&self) -> bool {
        self.has_found.load(Ordering::Relaxed) || self.addresses(KNOWN_HOST, 443, false).is_ok()
    }

    /// The addresses of a host that may be dialled; none where that takes too long. The system cannot be told to stop,
    /// so it is asked on a thread of its own.
    pub(super) fn addresses_within(&self, host: &str, port: u16, is_proxy: bool, time: Duration) -> Option<Found> {
        let (sender, receiver) = mpsc::sync_channel(1);
        let (guard, host) = (self.clone(), host.to_owned());
        let look_up = move || _ = sender.send(guard.addresses(&host, port, is_proxy));
        std::thread::Builder::new().stack_size(STACK).spawn(look_up).ok()?;
        receiver.recv_timeout(time).ok()
    }

    /// The addresses of a host that may be dialled.
    fn addresses(&self, host: &str, port: u16, is_proxy: bool) -> Found {
        let found = self.lookup.lookup(host, port).map_err(|error| no_address(&error))?;
        if found.is_empty() {
            return Err(NoAddress::Lookup);
        }
        self.has_found.store(true, Ordering::Relaxed);
        let may_be_dialled = |address: &SocketAddr| is_proxy || self.allows_private || is_public(address.ip());
        let found: Vec<_> = found.into_iter().filter(may_be_dialled).collect();
        if found.is_empty() { Err(NoAddress::Private) } else { Ok(found) }
    }
}

/// What looking a name up came to.
type Found = Result<Vec<SocketAddr>, NoAddress>;

/// A host that is there whenever names can be looked up.
const KNOWN_HOST: &str = "this-week-in-rust.org";

/// What it means that the system finds no address. It has no other way to say so than its words.
fn no_address(error: &io::Error) -> NoAddress {
    const NO_SUCH_NAME: &[&str] = &[
        "Name or service not known",
        "No address associated",
        "nodename nor servname",
        "No such host is known",
        "Name does not resolve",
    ];
    let words = error.to_string();
    if error.kind() == io::ErrorKind::NotFound || NO_SUCH_NAME.iter().any(|known| words.contains(known)) {
        NoAddress::NoHost
    } else {
        NoAddress::Lookup
    }
}

impl Resolver for Guard {
    fn resolve(&self, uri: &Uri, _: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let host = uri.host().ok_or(ureq::Error::HostNotFound)?.to_owned();
        let port = uri.port_u16().unwrap_or(if uri.scheme_str() == Some("http") { 80 } else { 443 });
        // The client asks for the proxy by its very address.
        let is_proxy = self.proxy.as_ref().is_some_and(|proxy| proxy.uri() == uri);
        let found = self.addresses_within(&host, port, is_proxy, *timeout.after);
        let found = found.ok_or(ureq::Error::Timeout(timeout.reason))?;
        let found = found.map_err(|trouble| ureq::Error::Other(Box::new(trouble)))?;
        let mut addresses = self.empty();
        for address in found.into_iter().take(MOST_ADDRESSES) {
            addresses.push(address);
        }
        Ok(addresses)
    }
}

/// Bytes of the stack of a thread: neither looking names up nor reading a page nests anything deeply.
pub(super) const STACK: usize = 1 << 20;

/// Addresses of one host that are tried.
const MOST_ADDRESSES: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_public_internet_is_public() {
        for private in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.1.2.3",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.1",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:0:10.0.0.1",
            "::127.0.0.1",
            "64:ff9b::10.0.0.1",
            "64:ff9b::169.254.169.254",
            "64:ff9b:1::1",
            "2002:7f00:1::",
            "2002:a00:1::1",
            "2001:db8::1",
            "2001::1",
            "2001:2::1",
            "3fff::1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "100::1",
            "5f00::1",
            "4000::1",
        ] {
            assert!(!is_public(private.parse().expect(private)), "{private}");
        }
        for public in [
            "1.1.1.1", "9.255.255.255", "11.0.0.1", "100.63.255.255", "100.128.0.1", "126.0.0.1", "128.0.0.1",
            "172.15.0.1", "172.32.0.1", "192.0.1.1", "192.167.0.1", "198.17.0.1", "198.20.0.1", "223.255.255.255",
            "2606:4700::1", "2a00:1450::1", "2001:200::1", "::ffff:1.1.1.1", "64:ff9b::1.1.1.1", "2002:101:101::1",
        ] {
            assert!(is_public(public.parse().expect(public)), "{public}");
        }
    }

    #[test]
    fn only_certain_words_mean_that_there_is_no_host() {
        let of = |words: &str| no_address(&io::Error::other(words.to_owned()));
        assert_eq!(of("failed to lookup address information: Name or service not known"), NoAddress::NoHost);
        assert_eq!(of("failed to lookup address information: Temporary failure in name resolution"), NoAddress::Lookup);
        assert_eq!(of("anything else"), NoAddress::Lookup);
    }

    #[derive(Debug)]
    struct Fixed(&'static [&'static str]);

    impl Lookup for Fixed {
        fn lookup(&self, _: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
            let parse = |address: &&str| address.parse().map(|address| SocketAddr::new(address, port));
            self.0.iter().map(parse).collect::<Result<_, _>>().map_err(io::Error::other)
        }
    }

    #[test]
    fn a_name_is_judged_by_what_it_stands_for() {
        let of = |addresses: &'static [&'static str], allows_private| {
            Guard::new(Arc::new(Fixed(addresses)), allows_private, None).addresses("example.org", 443, false)
        };
        assert_eq!(of(&["127.0.0.1", "::1"], false), Err(NoAddress::Private));
        assert_eq!(of(&["127.0.0.1"], true).map(|found| found.len()), Ok(1));
        // Of several, only those are dialled that may be.
        let found = of(&["10.0.0.1", "1.1.1.1"], false).unwrap_or_default();
        assert_eq!(found.iter().map(ToString::to_string).collect::<Vec<_>>(), ["1.1.1.1:443"]);
        assert_eq!(of(&[], false), Err(NoAddress::Lookup));
    }
}
