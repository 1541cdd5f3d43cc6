//! How long pages take, and how much memory.

use std::time::{Duration, Instant};

use crate::common::Ran;
use crate::program::Run;
use crate::server::{Server, page};

/// Two hundred entries, each of a host of its own but for some.
fn entries() -> String {
    let entry = |at: usize| format!("* [A page](https://host{}.example.org/{at})\n", at % 180);
    format!("## Updates from Rust Community\n\n### Rust Walkthroughs\n\n{}", (0..200).map(entry).collect::<String>())
}

#[test]
fn pages_are_opened_side_by_side_and_once() {
    let server = Server::start(|_, out| {
        std::thread::sleep(Duration::from_millis(300));
        page(out, "<title>A page</title>")
    });
    let run = Run::new(&server, &entries());
    let start = Instant::now();
    let ran = run.online(&[]);
    let cold = start.elapsed();
    assert!(ran.out.contains("Checked 200 pages"), "{}{}", ran.out, ran.err);
    let start = Instant::now();
    let ran = run.online(&[]);
    let warm = start.elapsed();
    assert!(ran.out.contains("Checked 200 pages"), "{}{}", ran.out, ran.err);
    // One after the other they would take a minute. The machine may do other work at the same time.
    println!("cold {cold:?}, warm {warm:?}");
    assert!(cold < Duration::from_secs(20), "{cold:?}");
    assert!(warm * 2 < cold, "{warm:?} after {cold:?}");
}

#[test]
fn a_run_in_which_nobody_answers_ends_in_time() {
    let server = Server::start(|_, _| {
        std::thread::sleep(Duration::from_secs(60));
        Ok(())
    });
    let run = Run::new(&server, &entries());
    let start = Instant::now();
    let ran: Ran = run.command(&["--online", "--online-timeout", "3", "--format", "concise"]).output().unwrap().into();
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    assert!(ran.code < 2, "{}", ran.err);
}
