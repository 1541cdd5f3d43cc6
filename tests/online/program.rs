//! `twir-lint --online`, as people run it: through a proxy to the server of the tests, which trusts its certificate.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::common::{Place, Ran};
use crate::server::{Request, Server, answer, authority, moved, page, proxy};

const DRAFT: &str = "draft/2026-03-04-this-week-in-rust.md";

/// The entries of an issue, between what every issue has.
fn draft(entries: &str) -> String {
    format!("## Updates from Rust Community\n\n### Rust Walkthroughs\n\n{entries}")
}

/// A place with an issue, and the program run there with the server as every host.
pub(crate) struct Run<'s> {
    pub(crate) place: Place,
    server: std::marker::PhantomData<&'s Server>,
    proxy: u16,
}

impl<'s> Run<'s> {
    pub(crate) fn new(server: &'s Server, text: &str) -> Self {
        let place = Place::new(&[(DRAFT, text), ("authority.pem", &authority().pem)]);
        Self { place, server: std::marker::PhantomData, proxy: proxy(server).0 }
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.place.command("");
        for variable in [
            "ALL_PROXY", "all_proxy", "https_proxy", "HTTP_PROXY", "http_proxy", "NO_PROXY", "no_proxy", "GITHUB_TOKEN",
        ] {
            command.env_remove(variable);
        }
        command.env("HTTPS_PROXY", format!("http://127.0.0.1:{}", self.proxy));
        command.env("SSL_CERT_FILE", self.place.0.path().join("authority.pem"));
        if arguments.iter().any(|argument| argument.starts_with("--online")) {
            command.args(["--cache-dir", "kept"]);
        }
        command.args(arguments).args(["--no-config", DRAFT]);
        command
    }

    pub(crate) fn online(&self, arguments: &[&str]) -> Ran {
        let is_said = arguments.iter().any(|argument| argument.starts_with("--online="));
        let online: &[&str] = if is_said { &[] } else { &["--online"] };
        let format = ["--format", "concise", "--color", "never"];
        self.command(&[online, &format, arguments].concat()).output().unwrap().into()
    }
}

/// What each rule reports of these pages, and that nothing else is reported.
fn site(request: &Request, out: &mut dyn std::io::Write) -> std::io::Result<()> {
    match (request.host.as_str(), request.path.as_str()) {
        // A blog with the name of its site.
        ("blog.example.org", "/fine") => page(
            out,
            "<title>Async Rust | My Site</title><meta property=og:title content='My Site'><meta property=og:site_name content='My Site'>",
        ),
        ("blog.example.org", "/gone") => answer(out, 404, &[], "<title>Not found</title>"),
        ("blog.example.org", "/old") => moved(out, 301, "/new"),
        ("blog.example.org", "/new") => page(out, "<title>Moved Rust | My Site</title>"),
        ("blog.example.org", "/title") => page(out, "<title>Foo &amp;amp; Bar</title><h1>Foo &amp; Bar</h1>"),
        // A platform for articles, with its own marks.
        ("dev.example.org", "/paid") => page(
            out,
            "<title>Paid Rust | by Someone | Example</title><meta property=og:title content='Paid Rust'>\
             <script type=application/ld+json>{\"@type\": \"NewsArticle\", \"headline\": \"Paid Rust\", \"isAccessibleForFree\": false}</script>",
        ),
        ("tube.example.org", "/w/7") => page(
            out,
            "<title>A talk - Tube</title><meta property=og:type content=video><meta property=og:site_name content=Tube>\
             <meta property=og:video:url content=https://tube.example.org/embed/7>",
        ),
        ("api.github.com", "/repos/OWNER/tablet/issues/7") => answer(
            out,
            200,
            &[("Content-Type", "application/json")],
            "{\"state\": \"closed\", \"title\": \"Read from a pipe\"}",
        ),
        ("meet.example.org", "/event") => page(
            out,
            "<title>Hack night</title><script type=application/ld+json>{\"@type\": \"SocialEvent\", \"name\": \"Hack night\", \
             \"startDate\": \"2026-03-05T18:00+01:00\"}</script>",
        ),
        ("www.youtube.com", _) => {
            answer(out, 200, &[("Content-Type", "application/json")], "{\"title\": \"A host of videos\"}")
        }
        (_, "/robots.txt") => answer(out, 404, &[], ""),
        _ => page(out, "<title>Hostile \u{1b}[31m::error::\u{202e}</title>"),
    }
}

const ENTRIES: &str = "\
* [Async Rust](https://blog.example.org/fine)
* [Gone Rust](https://blog.example.org/gone)
* [Moved Rust](https://blog.example.org/old)
* [Baz](https://blog.example.org/title)
* [Paid Rust](https://dev.example.org/paid)
* [A talk](https://tube.example.org/w/7)
* [https://blog.example.org/title](https://blog.example.org/title)
* [A host of videos](https://www.youtube.com/watch?v=abcdefghijk)

### CFP - Projects

* [tablet - Read from a pipe](https://github.com/OWNER/tablet/issues/7)

### Europe

* 2026-03-04 | Ghent, BE | [Rust Ghent](https://meet.example.org/ghent)
    * [**Hack night**](https://meet.example.org/event)
";

#[test]
fn each_rule_says_what_the_pages_know_better() {
    let server = Server::start(site);
    let run = Run::new(&server, &draft(ENTRIES));
    let ran = run.online(&[]);
    let rules =
        ["dead-link", "redirected-link", "title-mismatch", "paywalled-page", "page-media", "closed-task", "event-page"];
    for rule in rules {
        assert_eq!(ran.out.matches(&format!("[{rule}]")).count(), 1, "{rule}\n{}{}", ran.out, ran.err);
    }
    let of_pages = ran.out.lines().filter(|line| rules.iter().any(|rule| line.contains(&format!("[{rule}]")))).count();
    assert_eq!((of_pages, ran.code), (7, 1), "{}", ran.out);
    // Without being asked, it opens nothing.
    let before = server.all_requests().len();
    let offline: Ran = run.command(&["--format", "concise"]).output().unwrap().into();
    assert!(!rules.iter().any(|rule| offline.out.contains(rule)), "{}", offline.out);
    assert!(offline.code < 2, "{}", offline.err);
    assert_eq!(server.all_requests().len(), before);
}

#[test]
fn hosts_whose_pages_were_not_seen_only_warn() {
    let server = Server::start(|_, out| {
        page(
            out,
            "<title>Hack night</title><script type=application/ld+json>{\"@type\": \"Event\", \"name\": \"Hack night\", \
             \"startDate\": \"2026-03-05T18:00+01:00\"}</script>",
        )
    });
    for (host, severity) in [("meet.example.org", "error"), ("www.meetup.com", "warning"), ("lu.ma", "warning")] {
        let text = format!(
            "### Europe\n\n* 2026-03-04 | Ghent, BE | [Rust Ghent](https://{host}/ghent)\n    * [**Hack night**](https://{host}/ghent/events/1)\n"
        );
        let run = Run::new(&server, &text);
        let ran = run.online(&["--only", "event-page"]);
        assert!(ran.out.contains(&format!("{severity}[event-page]")), "{host}\n{}{}", ran.out, ran.err);
    }
}

#[test]
fn fixes_write_what_the_pages_say() {
    let server = Server::start(site);
    let run = Run::new(&server, &draft(ENTRIES));
    run.online(&["--fix"]);
    let fixed = run.place.text(DRAFT);
    assert!(fixed.contains("* [Moved Rust](https://blog.example.org/new)"), "{fixed}");
    assert!(fixed.contains("* [video] [A talk]("), "{fixed}");
    assert!(fixed.contains("* [Baz]("), "{fixed}");
    run.online(&["--fix", "--unsafe-fixes"]);
    let fixed = run.place.text(DRAFT);
    assert!(fixed.contains("* [Foo & Bar](https://blog.example.org/title)"), "{fixed}");
    assert!(fixed.contains("* 2026-03-05 | Ghent, BE"), "{fixed}");
    assert!(!fixed.contains("issues/7"), "{fixed}");
}

#[test]
fn what_is_unchecked_is_counted_and_listed_when_asked_for() {
    let server = Server::start(|_, out| answer(out, 403, &[], "no"));
    let text = draft("* [One](https://example.org/one)\n* [Two](https://example.org/two)\n");
    let run = Run::new(&server, &text);
    let ran = run.online(&[]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    assert!(
        ran.out.contains("Checked 0 of 2 pages") && ran.out.contains("2 refused to a program (403)"),
        "{}",
        ran.out
    );
    assert!(!ran.err.contains("unchecked:"), "{}", ran.err);
    let ran = run.online(&["--verbose"]);
    assert!(ran.err.contains("unchecked: https://example.org/two: refused to a program (403)"), "{}", ran.err);
}

#[test]
fn only_what_a_change_brings_is_opened_and_all_when_asked_for() {
    let server = Server::start(|_, out| page(out, "<title>One</title>"));
    let text = draft("* [One](https://example.org/one)\n\n# Quote of the Week\n\n[A](https://example.com/quote)\n");
    let run = Run::new(&server, &text);
    run.place.git(&["init", "--quiet"]);
    run.place.commit();
    run.place.write(DRAFT, text.replace("* [One]", "* [One](https://example.org/two)\n* [One]"));
    let paths = |arguments: &[&str]| {
        let before = server.requests().len();
        run.online(&[arguments, &["--refresh"]].concat());
        let mut paths: Vec<String> = server.requests()[before..].iter().map(|request| request.path.clone()).collect();
        paths.sort();
        paths
    };
    assert_eq!(paths(&["--since", "HEAD"]), ["/two"]);
    assert_eq!(paths(&[]), ["/one", "/two"]);
    assert_eq!(paths(&["--online=all"]), ["/one", "/quote", "/two"]);
}

#[test]
fn pages_are_kept_for_the_next_run_even_when_the_store_is_broken() {
    let server = Server::start(|_, out| page(out, "<title>Another title</title>"));
    let run = Run::new(&server, &draft("* [One](https://example.org/one)\n"));
    let first = run.online(&[]);
    assert!(first.out.contains("title-mismatch"), "{}{}", first.out, first.err);
    let second = run.online(&[]);
    assert_eq!((second.out, server.requests().len()), (first.out.clone(), 1));
    run.online(&["--refresh"]);
    assert_eq!(server.requests().len(), 2);
    let store = std::fs::read_dir(run.place.0.path().join("kept")).unwrap().next().unwrap().unwrap().path();
    std::fs::write(&store, "broken").unwrap();
    let again = run.online(&[]);
    assert_eq!((again.out, server.requests().len()), (first.out, 3));
    // Two runs at once.
    let runs: Vec<_> = (0..4)
        .map(|_| run.command(&["--online", "--format", "concise"]).stdout(std::process::Stdio::null()).spawn().unwrap())
        .collect();
    for mut run in runs {
        assert!(run.wait().unwrap().code().is_some_and(|code| code < 2));
    }
    // A folder that cannot be made is told, and everything else is done.
    std::fs::remove_dir_all(run.place.0.path().join("kept")).unwrap();
    run.place.write("kept", "");
    let ran = run.online(&[]);
    assert!(ran.err.contains("kept") && ran.out.contains("title-mismatch"), "{}{}", ran.out, ran.err);
}

#[test]
fn without_a_network_everything_else_is_as_ever() {
    let server = Server::start(|_, out| page(out, "<title>One</title>"));
    let run =
        Run::new(&server, &draft("* [One](https://example.org/one?utm_source=a)\n* [Two](https://example.com/two)\n"));
    let offline: Ran = run.command(&["--format", "concise"]).output().unwrap().into();
    let mut command = run.command(&["--online", "--format", "concise"]);
    // A proxy that is not there: no name is looked up, and nothing answers.
    let ran: Ran = command.env("HTTPS_PROXY", "http://127.0.0.1:1").output().unwrap().into();
    assert_eq!(ran.code, offline.code);
    assert!(offline.out.lines().all(|line| ran.out.contains(line)), "{}\n{}", offline.out, ran.out);
    assert_eq!(ran.out.matches("the network cannot be reached").count(), 1, "{}", ran.out);
}

#[test]
fn nothing_of_a_page_is_obeyed() {
    let server = Server::start(|_, out| page(out, "<title>\u{1b}[31mHostile\u{202e} ##[error]a %0A::error::b</title>"));
    let run = Run::new(&server, &draft("* [One](https://example.org/one)\n"));
    for format in ["fancy", "concise", "json", "github", "markdown", "sarif"] {
        let ran: Ran = run.command(&["--online", "--format", format, "--color", "never"]).output().unwrap().into();
        assert!(ran.out.contains("Hostile"), "{format}\n{}{}", ran.out, ran.err);
        assert!(!ran.out.contains('\u{1b}') && !ran.out.contains('\u{202e}'), "{format}\n{}", ran.out);
        let obeys =
            |line: &str| line.trim_start().starts_with("::error::b") || line.contains("##[error]") && format == "fancy";
        assert!(!ran.out.lines().any(obeys), "{format}\n{}", ran.out);
    }
}

#[test]
fn what_is_not_public_is_not_asked_of_the_proxy() {
    let server = Server::start(|request, out| match request.path.as_str() {
        "/decimal" => moved(out, 301, "http://2130706433/"),
        "/mapped" => moved(out, 301, "http://[::ffff:127.0.0.1]/"),
        "/metadata" => moved(out, 302, "http://169.254.169.254/latest/meta-data/"),
        _ => page(out, "<title>Secret</title>"),
    });
    let links = ["decimal", "mapped", "metadata"].map(|path| format!("* [A](https://example.org/{path})\n")).concat();
    let run =
        Run::new(&server, &draft(&format!("{links}* [A](http://127.0.0.1/)\n* [A](https://example.org:8443/)\n")));
    let ran = run.online(&["--verbose"]);
    assert_eq!(ran.err.matches("not on the public internet").count(), 4, "{}", ran.err);
    assert_eq!(ran.err.matches("another port").count(), 1, "{}", ran.err);
    assert!(!ran.out.contains("Secret"), "{}", ran.out);
    assert!(server.requests().iter().all(|request| request.host == "example.org"), "{:?}", server.requests());
}

#[test]
fn an_interruption_prints_what_is_known() {
    if !cfg!(unix) || !Path::new("/bin/sh").exists() {
        return;
    }
    let server = Server::start(|request, out| {
        if request.path == "/never" {
            std::thread::sleep(Duration::from_secs(60));
        }
        page(out, "<title>Another title</title>")
    });
    let run = Run::new(&server, &draft("* [One](https://example.org/one)\n* [Two](https://example.com/never)\n"));
    let mut command = run.command(&["--online", "--format", "concise"]);
    command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
    let child = command.spawn().unwrap();
    let start = Instant::now();
    while server.requests().len() < 2 && start.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(20));
    }
    std::thread::sleep(Duration::from_millis(500));
    let _ = Command::new("/bin/sh").args(["-c", &format!("kill -INT {}", child.id())]).status().unwrap();
    let ran: Ran = child.wait_with_output().unwrap().into();
    assert!(start.elapsed() < Duration::from_secs(30), "{:?}", start.elapsed());
    assert!(ran.out.contains("title-mismatch") && ran.out.contains("interruption"), "{}{}", ran.out, ran.err);
}
