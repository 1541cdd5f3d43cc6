//! A server that plays the pages people link to, by the host and the path that are asked for; and a proxy to it.

use std::collections::HashMap;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant};

use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use twir_lint::online::{Lookup, Settings};

/// A request as the server saw it.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) host: String,
    pub(crate) path: String,
    pub(crate) headers: HashMap<String, String>,
    pub(crate) at: Instant,
    /// How often this host and path was asked for, this time included.
    pub(crate) times: usize,
    pub(crate) is_tls: bool,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

/// What the server does with a connection.
pub(crate) type Play = dyn Fn(&Request, &mut dyn Write) -> io::Result<()> + Send + Sync;

pub(crate) struct Server {
    pub(crate) http: u16,
    pub(crate) https: u16,
    log: Arc<Mutex<Vec<Request>>>,
    /// Most requests that were answered at the same time, for each host.
    busiest: Arc<Mutex<HashMap<String, (usize, usize)>>>,
}

/// The certificate authority of the tests, and a certificate by it for every name that is used.
pub(crate) struct Authority {
    pub(crate) pem: String,
    pub(crate) der: Vec<u8>,
    config: Arc<ServerConfig>,
}

pub(crate) fn authority() -> &'static Authority {
    static AUTHORITY: OnceLock<Authority> = OnceLock::new();
    AUTHORITY.get_or_init(|| {
        let mut parameters = rcgen::CertificateParams::new(Vec::new()).unwrap();
        parameters.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        let key = rcgen::KeyPair::generate().unwrap();
        let ca = parameters.self_signed(&key).unwrap();
        let (pem, der) = (ca.pem(), ca.der().to_vec());
        let issuer = rcgen::Issuer::new(parameters, key);
        let mut names: Vec<String> =
            ["example.org", "example.com", "github.com", "youtube.com", "vimeo.com", "x.com", "meetup.com", "lu.ma"]
                .iter()
                .flat_map(|name| [(*name).to_owned(), format!("*.{name}")])
                .collect();
        names.push("localhost".to_owned());
        let own = rcgen::CertificateParams::new(names).unwrap();
        let key = rcgen::KeyPair::generate().unwrap();
        let certificate = own.signed_by(&key, &issuer).unwrap();
        let chain = vec![CertificateDer::from(certificate.der().to_vec())];
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .unwrap();
        Authority { pem, der, config: Arc::new(config) }
    })
}

impl Server {
    /// Starts a server that answers as `play` says.
    pub(crate) fn start(play: impl Fn(&Request, &mut dyn Write) -> io::Result<()> + Send + Sync + 'static) -> Self {
        let play: Arc<Play> = Arc::new(play);
        let log: Arc<Mutex<Vec<Request>>> = Arc::default();
        let busiest: Arc<Mutex<HashMap<String, (usize, usize)>>> = Arc::default();
        let listen = |is_tls: bool| {
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
            let port = listener.local_addr().unwrap().port();
            let (play, log, busiest) = (Arc::clone(&play), Arc::clone(&log), Arc::clone(&busiest));
            std::thread::spawn(move || {
                for stream in listener.incoming().flatten() {
                    let (play, log, busiest) = (Arc::clone(&play), Arc::clone(&log), Arc::clone(&busiest));
                    std::thread::spawn(move || {
                        let _ = stream.set_nodelay(true);
                        if is_tls {
                            let connection = ServerConnection::new(Arc::clone(&authority().config)).unwrap();
                            serve(StreamOwned::new(connection, stream), true, &*play, &log, &busiest);
                        } else {
                            serve(stream, false, &*play, &log, &busiest);
                        }
                    });
                }
            });
            port
        };
        Self { http: listen(false), https: listen(true), log, busiest }
    }

    /// The requests so far, without those for `robots.txt`.
    pub(crate) fn requests(&self) -> Vec<Request> {
        self.log.lock().unwrap().iter().filter(|request| request.path != "/robots.txt").cloned().collect()
    }

    /// All requests so far.
    pub(crate) fn all_requests(&self) -> Vec<Request> {
        self.log.lock().unwrap().clone()
    }

    /// The most requests of one host that were answered at the same time.
    pub(crate) fn most_at_once(&self, host: &str) -> usize {
        self.busiest.lock().unwrap().get(host).map_or(0, |(_, most)| *most)
    }

    /// Settings for a client to whom this server is every host.
    pub(crate) fn settings(&self) -> Settings {
        Settings {
            time: Duration::from_secs(20),
            page_time: Duration::from_secs(5),
            second_look: Duration::from_millis(60),
            allows_private: true,
            uses_proxy: false,
            lookup: Arc::new(Everything { http: self.http, https: self.https }),
            roots: vec![authority().der.clone()],
            ..Settings::default()
        }
    }
}

/// Finds every host on this machine, at the port of the server, but those below `.invalid`.
#[derive(Debug)]
pub(crate) struct Everything {
    pub(crate) http: u16,
    pub(crate) https: u16,
}

impl Lookup for Everything {
    fn lookup(&self, host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
        if host.ends_with(".invalid") {
            return Err(io::Error::other("failed to lookup address information: Name or service not known"));
        }
        let port = if port == 80 { self.http } else { self.https };
        Ok(vec![SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port)])
    }
}

fn serve(
    mut stream: impl Read + Write,
    is_tls: bool,
    play: &Play,
    log: &Mutex<Vec<Request>>,
    busiest: &Mutex<HashMap<String, (usize, usize)>>,
) {
    // One request a connection: enough, and nothing is left over.
    let Some(mut request) = read_request(&mut stream, is_tls) else { return };
    {
        let mut log = log.lock().unwrap();
        request.times = 1 + log.iter().filter(|other| other.host == request.host && other.path == request.path).count();
        log.push(request.clone());
    }
    {
        let mut busiest = busiest.lock().unwrap();
        let (now, most) = busiest.entry(request.host.clone()).or_default();
        *now += 1;
        *most = (*most).max(*now);
    }
    let _ = play(&request, &mut stream);
    let _ = stream.flush();
    busiest.lock().unwrap().entry(request.host.clone()).or_default().0 -= 1;
}

fn read_request(stream: &mut impl Read, is_tls: bool) -> Option<Request> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut words = line.split_whitespace();
    let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = HashMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let host = headers.get("host").cloned().unwrap_or_default();
    let host = host.split(':').next().unwrap_or_default().to_owned();
    Some(Request { method, host, path, headers, at: Instant::now(), times: 0, is_tls })
}

/// Writes an answer with its length.
pub(crate) fn answer(
    out: &mut dyn Write,
    status: u16,
    headers: &[(&str, &str)],
    body: impl AsRef<[u8]>,
) -> io::Result<()> {
    let body = body.as_ref();
    let mut head = format!("HTTP/1.1 {status} Some\r\nContent-Length: {}\r\nConnection: close\r\n", body.len());
    if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type")) && !body.is_empty() {
        head.push_str("Content-Type: text/html; charset=utf-8\r\n");
    }
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    out.write_all(format!("{head}\r\n").as_bytes())?;
    out.write_all(body)
}

/// Writes a page.
pub(crate) fn page(out: &mut dyn Write, body: impl AsRef<[u8]>) -> io::Result<()> {
    answer(out, 200, &[], body)
}

/// Writes a redirect.
pub(crate) fn moved(out: &mut dyn Write, status: u16, to: &str) -> io::Result<()> {
    answer(out, status, &[("Location", to)], "")
}

/// Starts a proxy to whom the server is every host; tells its port, and counts the connections.
pub(crate) fn proxy(server: &Server) -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let count: Arc<AtomicUsize> = Arc::default();
    let (http, https, counter) = (server.http, server.https, Arc::clone(&count));
    std::thread::spawn(move || {
        for client in listener.incoming().flatten() {
            counter.fetch_add(1, Ordering::Relaxed);
            std::thread::spawn(move || {
                let _ = tunnel(client, http, https);
            });
        }
    });
    (port, count)
}

fn tunnel(mut client: TcpStream, http: u16, https: u16) -> io::Result<()> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && client.read(&mut byte)? == 1 {
        head.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let target = head.split_whitespace().nth(1).unwrap_or_default().to_owned();
    if !head.starts_with("CONNECT ") || target.contains(".invalid") {
        return client.write_all(b"HTTP/1.1 502 No\r\nContent-Length: 0\r\n\r\n");
    }
    let server = TcpStream::connect((Ipv4Addr::LOCALHOST, if target.ends_with(":80") { http } else { https }))?;
    client.write_all(b"HTTP/1.1 200 Established\r\n\r\n")?;
    let (mut from, mut to) = (client.try_clone()?, server.try_clone()?);
    std::thread::spawn(move || {
        let _ = io::copy(&mut from, &mut to);
        let _ = to.shutdown(std::net::Shutdown::Write);
    });
    let (mut from, mut to) = (server, client);
    io::copy(&mut from, &mut to)?;
    to.shutdown(std::net::Shutdown::Both)
}
