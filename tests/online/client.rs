//! What the client makes of what servers do: the three outcomes, one by one.

use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use twir_lint::online::{Settings, open};
use twir_lint::pages::{Death, Moved, Outcome, Page, Reason, Task};

use crate::server::{Server, answer, moved, page};

fn opened(addresses: &[&str], settings: &Settings) -> Vec<(String, Outcome)> {
    let addresses: Vec<String> = addresses.iter().map(|address| (*address).to_owned()).collect();
    open(&addresses, settings, &AtomicBool::new(false), &mut |_| {})
}

fn one(address: &str, settings: &Settings) -> Outcome {
    let mut all = opened(&[address], settings);
    assert_eq!(all.len(), 1);
    all.remove(0).1
}

fn facts(outcome: Outcome) -> Page {
    match outcome {
        Outcome::Page(page) => *page,
        other => panic!("{other:?}"),
    }
}

/// A page that every rule is content with.
const FINE: &str = "<!doctype html><html lang=en><title>A page</title>";

#[test]
fn only_get_is_asked_and_says_who_asks_and_for_what() {
    let server = Server::start(|request, out| match request.method.as_str() {
        "GET" if request.header("accept").contains("text/html") => page(out, FINE),
        "GET" => answer(out, 404, &[], ""),
        _ => answer(out, 405, &[], ""),
    });
    for scheme in ["http", "https"] {
        assert_eq!(facts(one(&format!("{scheme}://example.org/a"), &server.settings())).titles[0].0, "A page");
    }
    let requests = server.requests();
    assert!(requests.iter().all(|request| request.method == "GET") && requests.len() == 2, "{requests:?}");
    assert_eq!(requests.iter().map(|request| request.is_tls).collect::<Vec<_>>(), [false, true]);
    for request in &requests {
        let program = request.header("user-agent");
        // Where to complain is said once the repository is somewhere.
        assert!(program.starts_with("twir-lint/") && !program.contains("OWNER"), "{program}");
        assert_eq!(request.header("accept-language"), "en");
        assert_eq!((request.header("cookie"), request.header("authorization")), ("", ""));
    }
    // One page of a host needs no pace.
    assert_eq!(server.all_requests().len(), 2);
}

#[test]
fn what_refuses_programs_is_unchecked() {
    let server = Server::start(|request, out| match request.path.as_str() {
        "/challenge" => answer(out, 403, &[("cf-mitigated", "challenge")], "<title>Just a moment...</title>"),
        "/anubis" => page(out, "<title>Making sure you're not a bot!</title>"),
        "/999" => answer(out, 999, &[], "no"),
        "/401" => answer(out, 401, &[], "no"),
        "/403" => answer(out, 403, &[], "no"),
        _ => answer(out, 404, &[], "no"),
    });
    for (path, reason) in [
        ("challenge", Reason::Challenge),
        ("anubis", Reason::Challenge),
        ("999", Reason::Refused(999)),
        ("401", Reason::Refused(401)),
        ("403", Reason::Refused(403)),
    ] {
        assert_eq!(
            one(&format!("https://example.org/{path}"), &server.settings()),
            Outcome::Unchecked(reason),
            "{path}"
        );
    }
    assert_eq!(one("https://x.com/someone", &server.settings()), Outcome::Unchecked(Reason::Hidden(404)));
}

#[test]
fn a_page_is_dead_when_it_is_gone_twice() {
    let server = Server::start(|request, out| match (request.path.as_str(), request.times) {
        ("/back", 1) => answer(out, 404, &[], "no"),
        ("/broken", 2) => answer(out, 403, &[], "no"),
        ("/410", _) => answer(out, 410, &[], "no"),
        ("/404" | "/broken", _) => answer(out, 404, &[], "no"),
        _ => page(out, FINE),
    });
    let settings = server.settings();
    assert_eq!(one("https://example.org/404", &settings), Outcome::Dead(Death::Status(404)));
    assert_eq!(one("https://example.org/410", &settings), Outcome::Dead(Death::Status(410)));
    assert_eq!(facts(one("https://example.org/back", &settings)).titles[0].0, "A page");
    assert_eq!(one("https://example.org/broken", &settings), Outcome::Unchecked(Reason::Refused(403)));
    let looks: Vec<_> =
        server.requests().iter().filter(|request| request.path == "/404").map(|request| request.at).collect();
    assert!(looks.len() == 2 && looks[1] - looks[0] >= settings.second_look / 2, "{looks:?}");
}

#[test]
fn a_host_does_not_exist_only_where_others_do() {
    let server = Server::start(|_, out| page(out, FINE));
    let settings = server.settings();
    assert_eq!(one("https://no.example.invalid/", &settings), Outcome::Dead(Death::NoHost));

    /// A machine whose names cannot be looked up: it says so, or says of each that it is not there.
    #[derive(Debug)]
    struct Nothing(&'static str);
    impl twir_lint::online::Lookup for Nothing {
        fn lookup(&self, _: &str, _: u16) -> std::io::Result<Vec<std::net::SocketAddr>> {
            Err(std::io::Error::other(self.0))
        }
    }
    for words in ["Temporary failure in name resolution", "Name or service not known"] {
        let settings = Settings { lookup: std::sync::Arc::new(Nothing(words)), ..server.settings() };
        assert_eq!(one("https://example.org/", &settings), Outcome::Unchecked(Reason::Lookup), "{words}");
    }
    assert!(server.requests().is_empty());
}

#[test]
fn what_may_pass_is_asked_for_again() {
    let server = Server::start(|request, out| match (request.path.as_str(), request.times) {
        ("/503" | "/reset", 3) | ("/408", 2) => page(out, FINE),
        ("/503", _) => answer(out, 503, &[("Retry-After", "0")], ""),
        ("/408", _) => answer(out, 408, &[], ""),
        ("/reset", _) => Ok(()),
        _ => answer(out, 500, &[("Retry-After", "0")], ""),
    });
    for path in ["503", "408", "reset"] {
        assert_eq!(
            facts(one(&format!("https://example.org/{path}"), &server.settings())).titles[0].0,
            "A page",
            "{path}"
        );
    }
    assert_eq!(one("https://example.org/500", &server.settings()), Outcome::Unchecked(Reason::Status(500)));
    assert_eq!(server.requests().iter().filter(|request| request.path == "/500").count(), 3);
}

#[test]
fn a_host_that_asks_for_a_pause_gets_it() {
    let server = Server::start(|request, out| match (request.host.as_str(), request.path.as_str(), request.times) {
        (_, "/robots.txt", _) => answer(out, 404, &[], ""),
        ("long.example.org", _, _) => answer(out, 429, &[("Retry-After", "1m30s")], ""),
        (_, "/first", 1) => answer(out, 429, &[("Retry-After", "1s")], ""),
        _ => page(out, FINE),
    });
    let settings = server.settings();
    let start = Instant::now();
    let all =
        opened(&["https://example.org/first", "https://example.org/second", "https://example.com/other"], &settings);
    assert!(all.iter().all(|(_, outcome)| matches!(outcome, Outcome::Page(_))), "{all:?}");
    assert!(start.elapsed() >= Duration::from_secs(1));
    // Longer than there is time: nobody waits for it, and nobody asks again.
    let start = Instant::now();
    let pages: Vec<String> = (0..20).map(|at| format!("https://long.example.org/{at}")).collect();
    let pages: Vec<&str> = pages.iter().map(String::as_str).collect();
    let all = opened(&pages, &settings);
    assert!(all.iter().all(|(_, outcome)| *outcome == Outcome::Unchecked(Reason::TooManyRequests)), "{all:?}");
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    let asked = server.requests().iter().filter(|request| request.host == "long.example.org").count();
    assert!(asked <= 4, "{asked} requests to a host that wants a pause");
}

#[test]
fn redirects_are_followed_and_judged_hop_by_hop() {
    let server = Server::start(|request, out| match request.path.as_str() {
        "/slash" => moved(out, 301, "/slash/"),
        "/permanent" => moved(out, 301, "https://example.com/new"),
        "/temporary" => moved(out, 302, "/en/temporary"),
        "/mixed" => moved(out, 301, "/then"),
        "/then" => moved(out, 302, "/end"),
        "/members" => moved(out, 301, "/login?returnUri=%2Fmembers"),
        "/deep/link" => moved(out, 301, "/"),
        "/nowhere" => answer(out, 308, &[], FINE),
        "/round" => moved(out, 301, "/round"),
        path if path.starts_with("/chain") => moved(out, 301, &format!("{path}x")),
        "/script" => moved(out, 301, "javascript:alert(1)"),
        "/dead" => moved(out, 301, "/gone"),
        "/gone" => answer(out, 404, &[], ""),
        "/nohost" => moved(out, 301, "https://no.example.invalid/"),
        _ => page(out, FINE),
    });
    let of = |path: &str| one(&format!("https://example.org/{path}"), &server.settings());
    let at = |path: &str| {
        let page = facts(of(path));
        (page.moved, page.address)
    };
    assert_eq!(at("slash"), (Moved::Permanently, "https://example.org/slash/".to_owned()));
    assert_eq!(at("permanent"), (Moved::Permanently, "https://example.com/new".to_owned()));
    assert_eq!(at("mixed").0, Moved::Temporarily);
    assert_eq!(at("nowhere"), (Moved::No, "https://example.org/nowhere".to_owned()));
    assert_eq!(of("temporary"), Outcome::Unchecked(Reason::Gateway));
    assert_eq!(of("members"), Outcome::Unchecked(Reason::Gateway));
    assert_eq!(of("deep/link"), Outcome::Unchecked(Reason::FrontPage));
    assert_eq!(of("round"), Outcome::Unchecked(Reason::TooManyRedirects));
    assert_eq!(of("chain"), Outcome::Unchecked(Reason::TooManyRedirects));
    assert_eq!(of("script"), Outcome::Unchecked(Reason::BadRedirect));
    assert_eq!(of("dead"), Outcome::Dead(Death::Status(404)));
    assert_eq!(of("nohost"), Outcome::Unchecked(Reason::Lookup));
    let hops = server.requests().iter().filter(|request| request.path.starts_with("/chain")).count();
    assert_eq!(hops, 6, "five redirects are followed");
}

#[test]
fn the_interface_tells_of_tasks_and_alone_gets_the_token() {
    let server = Server::start(|request, out| match (request.host.as_str(), request.path.as_str()) {
        ("api.github.com", "/repos/OWNER/tablet/issues/1") => {
            answer(out, 200, &[JSON], r#"{"state": "closed", "title": "A"}"#)
        }
        ("api.github.com", "/repos/OWNER/tablet/issues/2") => {
            answer(out, 200, &[JSON], r#"{"state": "closed", "pull_request": {}}"#)
        }
        ("api.github.com", "/repos/OWNER/tablet/issues/3") => {
            moved(out, 301, "https://api.github.com/repositories/9/issues/3")
        }
        ("api.github.com", "/repositories/9/issues/3") => {
            answer(out, 200, &[JSON], r#"{"state": "open", "html_url": "https://github.com/OWNER/table/issues/3"}"#)
        }
        ("api.github.com", "/repos/OWNER/tablet/issues/4") => moved(out, 301, "https://example.org/steal"),
        ("api.github.com", "/repos/OWNER/tablet/issues/5") => answer(out, 410, &[JSON], "{}"),
        ("api.github.com", "/repos/OWNER/tablet/issues/6") => moved(out, 301, "http://api.github.com/plain"),
        _ => answer(out, 404, &[], "{}"),
    });
    let settings = Settings { github_token: Some("secret-token".to_owned()), ..server.settings() };
    let of = |number: u32| one(&format!("https://github.com/OWNER/tablet/issues/{number}"), &settings);
    assert_eq!(facts(of(1)).task, Some(Task::Closed));
    assert_eq!(facts(of(2)).task, Some(Task::Change));
    let moved = facts(of(3));
    assert_eq!((moved.task, moved.address.as_str()), (Some(Task::Open), "https://github.com/OWNER/table/issues/3"));
    assert_eq!(of(4), Outcome::Unchecked(Reason::Interface));
    assert_eq!(facts(of(5)).task, Some(Task::Deleted));
    assert_eq!(of(6), Outcome::Unchecked(Reason::Interface));
    assert_eq!(of(7), Outcome::Unchecked(Reason::Interface));
    one("https://example.org/", &settings);
    for request in server.requests() {
        let is_meant = request.host == "api.github.com" && request.is_tls;
        assert_eq!(request.header("authorization") == "Bearer secret-token", is_meant, "{request:?}");
    }
}

const JSON: (&str, &str) = ("Content-Type", "application/json; charset=utf-8");

#[test]
fn a_video_is_known_by_the_interface_of_its_host() {
    let server = Server::start(|request, out| match request.path.as_str() {
        path if path.starts_with("/oembed?") => answer(out, 200, &[JSON], r#"{"title": "A talk", "type": "video"}"#),
        _ => page(out, "<title>- YouTube</title>"),
    });
    let video = facts(one("https://www.youtube.com/watch?v=abcdefghijk", &server.settings()));
    assert_eq!((video.titles[0].0.as_str(), video.moved), ("A talk", Moved::No));
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn a_host_is_asked_for_four_pages_at_once_and_at_the_pace_it_names() {
    let server = Server::start(|request, out| match (request.host.as_str(), request.path.as_str()) {
        ("slow.example.org", "/robots.txt") => {
            answer(out, 200, &[("Content-Type", "text/plain")], "User-agent: *\nCrawl-delay: 0.4\n")
        }
        (_, "/robots.txt") => answer(out, 404, &[], ""),
        _ => {
            std::thread::sleep(Duration::from_millis(250));
            page(out, FINE)
        }
    });
    let pages: Vec<String> = (0..10).map(|at| format!("https://fast.example.org/{at}")).collect();
    let slow: Vec<String> = (0..3).map(|at| format!("https://slow.example.org/{at}")).collect();
    let all: Vec<&str> = pages.iter().chain(&slow).map(String::as_str).collect();
    let all = opened(&all, &server.settings());
    assert!(all.iter().all(|(_, outcome)| matches!(outcome, Outcome::Page(_))), "{all:?}");
    assert!(server.most_at_once("fast.example.org") <= 4, "{}", server.most_at_once("fast.example.org"));
    let at: Vec<_> = server
        .requests()
        .iter()
        .filter(|request| request.host == "slow.example.org")
        .map(|request| request.at)
        .collect();
    assert!(at.windows(2).all(|pair| pair[1] - pair[0] >= Duration::from_millis(350)), "{at:?}");
    // How fast it may be asked is asked once.
    let robots = server.all_requests().iter().filter(|request| request.path == "/robots.txt").count();
    assert_eq!(robots, 2);
}

#[test]
fn an_interruption_tells_what_is_known() {
    let server = Server::start(|request, out| {
        if request.path == "/never" {
            std::thread::sleep(Duration::from_secs(60));
        }
        page(out, FINE)
    });
    let is_interrupted = AtomicBool::new(false);
    let addresses = ["https://example.org/never", "https://example.com/a"].map(str::to_owned);
    let start = Instant::now();
    let all = open(&addresses, &server.settings(), &is_interrupted, &mut |_| {
        is_interrupted.store(true, std::sync::atomic::Ordering::Relaxed);
    });
    assert!(start.elapsed() < Duration::from_secs(4), "{:?}", start.elapsed());
    let of = |address: &str| all.iter().find(|(other, _)| other == address).map(|(_, outcome)| outcome.clone());
    assert!(matches!(of("https://example.com/a"), Some(Outcome::Page(_))), "{all:?}");
    assert_eq!(of("https://example.org/never"), Some(Outcome::Unchecked(Reason::Interrupted)));
}
