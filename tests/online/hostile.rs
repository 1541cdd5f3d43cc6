//! What strangers' servers may try, and what comes of it: nothing, in time, without more memory or a word of theirs.

use std::io::{self, Write};
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use twir_lint::online::{Lookup, Settings, open};
use twir_lint::pages::{Outcome, Reason};

use crate::server::{Server, answer, moved, page};

fn one(address: &str, settings: &Settings) -> Outcome {
    open(&[address.to_owned()], settings, &AtomicBool::new(false), &mut |_| {}).remove(0).1
}

/// Begins a page that has no length.
fn begin(out: &mut dyn Write, headers: &str) -> io::Result<()> {
    write!(out, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n{headers}\r\n")
}

#[test]
fn a_bomb_is_stopped() {
    // Gzip that opens to a thousand times its size; and one that stays below the limit.
    let bomb = |bytes: usize| {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        let block = vec![b' '; 1 << 20];
        encoder.write_all(b"<title>A page</title>").unwrap();
        for _ in 0..bytes >> 20 {
            encoder.write_all(&block).unwrap();
        }
        encoder.finish().unwrap()
    };
    let (large, small) = (bomb(64 << 20), bomb(1 << 20));
    assert!(large.len() < 100 << 10);
    let server = Server::start(move |request, out| {
        let body = if request.path == "/bomb" { &large } else { &small };
        answer(out, 200, &[("Content-Encoding", "gzip"), ("Content-Type", "text/html")], body)
    });
    let start = Instant::now();
    assert_eq!(one("https://example.org/bomb", &server.settings()), Outcome::Unchecked(Reason::TooLarge));
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    assert!(matches!(one("https://example.org/small", &server.settings()), Outcome::Page(_)));
}

#[test]
#[allow(clippy::too_many_lines, reason = "one server, with a page for each way")]
fn what_is_slow_or_endless_is_cut_off() {
    let server = Server::start(|request, out| match request.path.as_str() {
        "/drip" => {
            begin(out, "")?;
            loop {
                out.write_all(b"a")?;
                out.flush()?;
                std::thread::sleep(Duration::from_millis(100));
            }
        }
        "/slow-headers" => {
            out.write_all(b"HTTP/1.1 200 OK\r\n")?;
            loop {
                out.write_all(b"X-A: b\r\n")?;
                out.flush()?;
                std::thread::sleep(Duration::from_millis(100));
            }
        }
        "/silent" => {
            std::thread::sleep(Duration::from_secs(60));
            Ok(())
        }
        "/endless" => {
            begin(out, "")?;
            loop {
                out.write_all(&[b'a'; 1 << 16])?;
            }
        }
        "/endless-title" => {
            begin(out, "")?;
            out.write_all(b"<title>")?;
            loop {
                out.write_all(&[b'a'; 1 << 16])?;
            }
        }
        "/headers" => {
            out.write_all(b"HTTP/1.1 200 OK\r\n")?;
            loop {
                out.write_all(b"X-A: bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\r\n")?;
            }
        }
        _ => page(out, ""),
    });
    let settings =
        Settings { page_time: Duration::from_millis(700), time: Duration::from_secs(8), ..server.settings() };
    let start = Instant::now();
    for path in ["drip", "slow-headers", "silent"] {
        let outcome = one(&format!("https://example.org/{path}"), &settings);
        assert_eq!(outcome, Outcome::Unchecked(Reason::TimedOut), "{path}");
    }
    for path in ["endless", "endless-title"] {
        assert_eq!(
            one(&format!("http://example.org/{path}"), &settings),
            Outcome::Unchecked(Reason::TooLarge),
            "{path}"
        );
    }
    let outcome = one("http://example.org/headers", &settings);
    assert!(matches!(outcome, Outcome::Unchecked(Reason::TooLarge | Reason::Protocol)), "{outcome:?}");
    assert!(start.elapsed() < Duration::from_secs(40), "{:?}", start.elapsed());
}

#[test]
fn what_is_not_a_page_is_unchecked() {
    let server = Server::start(|request, out| match request.path.as_str() {
        "/binary" => answer(out, 200, &[("Content-Type", "application/octet-stream")], [0, 159, 146, 150]),
        "/pdf" => answer(out, 200, &[("Content-Type", "application/pdf")], "%PDF-1.7"),
        "/lie" => answer(out, 200, &[("Content-Type", "text/html")], [0xff; 3000]),
        "/encoding" => answer(out, 200, &[("Content-Type", "text/html; charset=klingon")], "<title>A</title>"),
        "/gzip" => answer(out, 200, &[("Content-Encoding", "gzip")], "this is no gzip"),
        "/garbage" => out.write_all(b"\x00\x01\x02 hello\r\n\r\n"),
        "/short" => out.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 500\r\n\r\n<title>A"),
        "/status" => out.write_all(b"HTTP/1.1 99999 No\r\n\r\n"),
        _ => page(out, "<title>A</title>"),
    });
    for path in ["binary", "pdf", "lie", "encoding", "gzip", "garbage", "short", "status"] {
        let outcome = one(&format!("http://example.org/{path}"), &server.settings());
        assert!(matches!(outcome, Outcome::Unchecked(_)), "{path}: {outcome:?}");
    }
}

#[test]
fn broken_encryption_is_unchecked() {
    let server = Server::start(|_, out| page(out, "<title>A</title>"));
    // An authority that nobody knows, a name that is not in the certificate, and no encryption at all.
    let untrusted = Settings { roots: vec![other_authority()], ..server.settings() };
    assert_eq!(one("https://example.org/", &untrusted), Outcome::Unchecked(Reason::Tls));
    assert_eq!(one("https://other.test/", &server.settings()), Outcome::Unchecked(Reason::Tls));
    let swapped = Settings {
        lookup: Arc::new(crate::server::Everything { http: server.https, https: server.http }),
        ..server.settings()
    };
    assert!(matches!(one("https://example.org/", &swapped), Outcome::Unchecked(_)));
    assert!(matches!(one("http://example.org/", &swapped), Outcome::Unchecked(_)));
}

fn other_authority() -> Vec<u8> {
    let key = rcgen::KeyPair::generate().unwrap();
    let mut parameters = rcgen::CertificateParams::new(Vec::new()).unwrap();
    parameters.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    parameters.self_signed(&key).unwrap().der().to_vec()
}

/// Knows one public address and several others, and notes what it was asked for.
#[derive(Debug, Default)]
struct Rebinding {
    asked: Mutex<Vec<String>>,
    count: AtomicUsize,
}

impl Lookup for Rebinding {
    fn lookup(&self, host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
        self.asked.lock().unwrap().push(host.to_owned());
        let address: IpAddr = match host {
            // First a public address, where nobody answers, and then this machine.
            "rebinds.example.org" if self.count.fetch_add(1, Ordering::Relaxed) == 0 => "192.0.0.8".parse().unwrap(),
            _ => "127.0.0.1".parse().unwrap(),
        };
        Ok(vec![SocketAddr::new(address, port)])
    }
}

#[test]
fn what_is_not_public_is_not_dialled() {
    let server = Server::start(|_, out| page(out, "<title>Secret</title>"));
    let lookup = Arc::new(Rebinding::default());
    let settings = Settings { allows_private: false, lookup: lookup.clone(), ..server.settings() };
    for address in [
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://localhost/",
        "https://named.example.org/",
        "https://rebinds.example.org/",
    ] {
        // As the addresses of a text are brought into one form.
        let address = twir_lint::pages::request_address(address).unwrap();
        assert_eq!(one(&address, &settings), Outcome::Unchecked(Reason::PrivateAddress), "{address}");
    }
    let port = format!("http://example.org:{}/", server.http);
    assert_eq!(one(&port, &settings), Outcome::Unchecked(Reason::Port));
    assert_eq!(one("https://me:secret@example.org/", &settings), Outcome::Unchecked(Reason::UserInfo));
    assert!(server.all_requests().is_empty(), "{:?}", server.all_requests());
    // What tells by itself that it is private is not even looked up.
    assert!(lookup.asked.lock().unwrap().iter().all(|host| host.ends_with("example.org")), "{lookup:?}");
}

#[test]
fn a_redirect_is_judged_as_the_link_was() {
    let server = Server::start(|request, out| match request.path.as_str() {
        "/user" => moved(out, 301, "https://me@example.org/"),
        "/file" => moved(out, 301, "file:///etc/passwd"),
        _ => page(out, "<title>Secret</title>"),
    });
    assert_eq!(one("https://example.org/user", &server.settings()), Outcome::Unchecked(Reason::UserInfo));
    assert_eq!(one("https://example.org/file", &server.settings()), Outcome::Unchecked(Reason::BadRedirect));
}

#[test]
fn a_thousand_nested_things_are_read_in_time() {
    let deep = "<div>".repeat(200_000);
    let things = format!("<script type=application/ld+json>{}</script>", "[".repeat(500_000));
    let many = "<meta name=a content=b>".repeat(80_000);
    let attributes = format!("<p {}>", (0..100_000).map(|at| format!("a{at}=b ")).collect::<String>());
    let server = Server::start(move |request, out| match request.path.as_str() {
        "/deep" => page(out, &deep),
        "/things" => page(out, &things),
        "/many" => page(out, &many),
        _ => page(out, &attributes),
    });
    let start = Instant::now();
    for path in ["deep", "things", "many", "attributes"] {
        let outcome = one(&format!("http://example.org/{path}"), &server.settings());
        assert!(matches!(outcome, Outcome::Page(_)), "{path}: {outcome:?}");
    }
    assert!(start.elapsed() < Duration::from_secs(15), "{:?}", start.elapsed());
}
