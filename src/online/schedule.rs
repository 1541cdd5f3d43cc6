//! Owns whose turn it is: never too many at one host, never too soon after another, and again where that may help.
//!
//! It knows no network and no clock: whoever asks says what time it is.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use url::Url;

use crate::pages::{Death, Outcome, Reason, oembed, task_api};

/// Pages of one host that are asked for at the same time.
const AT_ONCE_OF_HOST: usize = 4;

/// Time between two requests to one host.
const SPACING: Duration = Duration::from_millis(50);

/// A page that is to be asked for.
#[derive(Clone, Debug)]
pub(crate) struct Job {
    /// Its index among the addresses.
    pub(crate) index: usize,
    /// Its address, or that of an interface which tells of it.
    pub(crate) address: String,
    /// How often it was asked for, this time included.
    pub(crate) attempts: u32,
    /// That it was gone the last time.
    pub(crate) dead: Option<Death>,
    host: String,
    not_before: Option<Instant>,
}

/// What is to be done about an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// It is final.
    Is(Outcome),
    /// To ask again after a while; if nothing comes of that, this is it.
    Again(Outcome, Duration),
    /// To leave the whole host alone for a while.
    Pause(Outcome, Duration),
}

/// What is known of a host.
#[derive(Debug, Default)]
struct Host {
    /// Pages of it in all.
    pages: usize,
    running: usize,
    /// When the next request to it may begin.
    free: Option<Instant>,
    /// Time between two requests that it asks for.
    delay: Option<Duration>,
    robots: Robots,
}

/// Whether it is known how fast a host lets programs ask.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Robots {
    #[default]
    Unknown,
    Asked,
    Known,
}

/// What to do next.
#[derive(Debug)]
pub(super) enum Next {
    /// To ask for a page.
    Page(Job),
    /// To ask a host how fast programs may ask: the host, and the address of one of its pages.
    Robots(String, String),
    /// Nothing, until then.
    Wait(Instant),
    /// Nothing at all.
    Done,
}

#[derive(Debug)]
pub(super) struct Schedule {
    pending: Vec<Job>,
    running: usize,
    hosts: HashMap<String, Host>,
    deadline: Instant,
}

impl Schedule {
    pub(super) fn new(addresses: &[String], deadline: Instant) -> Self {
        let mut hosts: HashMap<String, Host> = HashMap::new();
        let job = |(index, address): (usize, &String)| {
            // Interfaces tell what the pages themselves do not.
            let asked = task_api(address).or_else(|| oembed(address));
            let is_interface = asked.is_some();
            let host = Url::parse(asked.as_deref().unwrap_or(address)).ok();
            let host = host.and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
            let known = hosts.entry(host.clone()).or_default();
            known.pages += 1;
            if is_interface {
                known.robots = Robots::Known;
            }
            Job { index, address: address.clone(), attempts: 0, dead: None, host, not_before: None }
        };
        let pending = addresses.iter().enumerate().map(job).collect();
        Self { pending, running: 0, hosts, deadline }
    }

    /// When all has to be done.
    pub(super) fn deadline(&self) -> Instant {
        self.deadline
    }

    /// What is to be done now.
    pub(super) fn next(&mut self, now: Instant) -> Next {
        let mut soonest: Option<Instant> = None;
        let mut chosen = None;
        for (at, job) in self.pending.iter().enumerate() {
            let Some(host) = self.hosts.get(&job.host) else { continue };
            if host.running >= AT_ONCE_OF_HOST || host.robots == Robots::Asked {
                continue;
            }
            match job.not_before.max(host.free).filter(|time| *time > now) {
                Some(time) => soonest = Some(soonest.map_or(time, |soonest| soonest.min(time))),
                None => {
                    chosen = Some(at);
                    break;
                }
            }
        }
        let Some(at) = chosen else {
            return match soonest {
                _ if self.pending.is_empty() && self.running == 0 => Next::Done,
                // What runs may change everything.
                soonest => Next::Wait(soonest.unwrap_or(now + Duration::from_secs(1))),
            };
        };
        let host = self.hosts.entry(self.pending[at].host.clone()).or_default();
        host.free = Some(now + host.delay.unwrap_or(SPACING));
        // One page a host needs no pace.
        if host.robots == Robots::Unknown && host.pages > 1 {
            host.robots = Robots::Asked;
            return Next::Robots(self.pending[at].host.clone(), self.pending[at].address.clone());
        }
        host.running += 1;
        self.running += 1;
        let mut job = self.pending.remove(at);
        job.attempts += 1;
        Next::Page(job)
    }

    /// Notes how fast a host lets programs ask.
    pub(super) fn robots_are_known(&mut self, host: &str, delay: Option<Duration>) {
        let host = self.hosts.entry(host.to_owned()).or_default();
        host.robots = Robots::Known;
        host.delay = delay.map(|delay| delay.max(SPACING));
        if let Some(delay) = host.delay {
            host.free = host.free.map(|free| free + delay);
        }
    }

    /// Notes an answer. Returns what is known for good by that: of this page, and of others of a host that asks to be
    /// left alone for longer than there is time.
    pub(super) fn answered(&mut self, mut job: Job, answer: Answer, now: Instant) -> Vec<(usize, Outcome)> {
        self.running -= 1;
        let host = self.hosts.entry(job.host.clone()).or_default();
        host.running = host.running.saturating_sub(1);
        let (outcome, wait) = match answer {
            Answer::Is(outcome) => return vec![(job.index, outcome)],
            Answer::Again(outcome, wait) => (outcome, wait),
            Answer::Pause(outcome, wait) => {
                host.free = host.free.max(now.checked_add(wait));
                (outcome, wait)
            }
        };
        let pauses = host.free > Some(self.deadline);
        let again = now.checked_add(wait).filter(|again| *again < self.deadline);
        let mut finished = Vec::new();
        match again {
            Some(again) if !pauses => {
                job.dead = match outcome {
                    Outcome::Dead(death) => Some(death),
                    _ => None,
                };
                job.not_before = Some(again);
                self.pending.push(job.clone());
            }
            // That it is gone is not certain after one look.
            _ => finished.push((
                job.index,
                match outcome {
                    Outcome::Dead(_) => Outcome::Unchecked(Reason::OutOfTime),
                    outcome => outcome,
                },
            )),
        }
        if pauses {
            let (of_host, others) =
                std::mem::take(&mut self.pending).into_iter().partition(|other| other.host == job.host);
            self.pending = others;
            let of_host: Vec<Job> = of_host;
            finished.extend(of_host.into_iter().map(|job| (job.index, Outcome::Unchecked(Reason::TooManyRequests))));
        }
        finished
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schedule(addresses: &[&str], seconds: u64) -> (Schedule, Instant) {
        let now = Instant::now();
        let addresses: Vec<String> = addresses.iter().map(|address| (*address).to_owned()).collect();
        (Schedule::new(&addresses, now + Duration::from_secs(seconds)), now)
    }

    fn page(next: Next) -> Job {
        match next {
            Next::Page(job) => job,
            other => panic!("{other:?}"),
        }
    }

    fn after(now: Instant, milliseconds: u64) -> Instant {
        now + Duration::from_millis(milliseconds)
    }

    const UNCHECKED: Outcome = Outcome::Unchecked(Reason::TooManyRequests);

    #[test]
    fn a_host_is_asked_for_few_pages_at_once_and_not_all_at_a_time() {
        let pages: Vec<String> = (0..9).map(|at| format!("https://example.org/{at}")).collect();
        let pages: Vec<&str> = pages.iter().map(String::as_str).collect();
        let (mut schedule, now) = schedule(&pages, 60);
        // How fast it may be asked, first; until that is known, nothing.
        assert!(matches!(schedule.next(now), Next::Robots(host, _) if host == "example.org"));
        assert!(matches!(schedule.next(after(now, 1000)), Next::Wait(_)));
        schedule.robots_are_known("example.org", None);
        let mut asked = Vec::new();
        for at in 1..=4 {
            let time = after(now, 1000 + 100 * at);
            asked.push(page(schedule.next(time)));
            assert!(matches!(schedule.next(time), Next::Wait(_)), "right after {at}");
        }
        assert!(matches!(schedule.next(after(now, 9000)), Next::Wait(_)), "a fifth");
        let job = asked.remove(0);
        assert_eq!(schedule.answered(job, Answer::Is(UNCHECKED), after(now, 9000)), [(0, UNCHECKED)]);
        assert_eq!(page(schedule.next(after(now, 9000))).index, 4);
    }

    #[test]
    fn a_delay_that_a_host_asks_for_is_kept() {
        let (mut schedule, now) = schedule(&["https://example.org/a", "https://example.org/b"], 60);
        assert!(matches!(schedule.next(now), Next::Robots(..)));
        schedule.robots_are_known("example.org", Some(Duration::from_secs(5)));
        assert!(matches!(schedule.next(after(now, 4900)), Next::Wait(_)));
        page(schedule.next(after(now, 5100)));
        assert!(matches!(schedule.next(after(now, 10_000)), Next::Wait(_)));
        page(schedule.next(after(now, 10_200)));
    }

    #[test]
    fn hosts_do_not_wait_for_each_other() {
        let (mut schedule, now) = schedule(&["https://example.org/a", "https://example.com/b"], 60);
        assert_eq!((page(schedule.next(now)).index, page(schedule.next(now)).index), (0, 1));
        assert!(matches!(schedule.next(now), Next::Wait(_)));
    }

    #[test]
    fn what_was_gone_is_asked_for_again() {
        let (mut schedule, now) = schedule(&["https://example.org/a"], 60);
        let job = page(schedule.next(now));
        assert_eq!(job.dead, None);
        let gone = Outcome::Dead(Death::Status(404));
        assert!(schedule.answered(job, Answer::Again(gone.clone(), Duration::from_secs(3)), now).is_empty());
        assert!(matches!(schedule.next(after(now, 2900)), Next::Wait(_)));
        let job = page(schedule.next(after(now, 3100)));
        assert_eq!((job.dead, job.attempts), (Some(Death::Status(404)), 2));
        assert_eq!(schedule.answered(job, Answer::Is(gone.clone()), now), [(0, gone)]);
        assert!(matches!(schedule.next(now), Next::Done));
    }

    #[test]
    fn after_one_look_nothing_is_gone() {
        let (mut schedule, now) = schedule(&["https://example.org/a"], 2);
        let job = page(schedule.next(now));
        let again = Answer::Again(Outcome::Dead(Death::NoHost), Duration::from_secs(3));
        assert_eq!(schedule.answered(job, again, now), [(0, Outcome::Unchecked(Reason::OutOfTime))]);
    }

    #[test]
    fn a_host_that_asks_for_a_pause_is_left_alone() {
        let pages = ["https://example.org/a", "https://example.org/b", "https://example.com/c"];
        let (mut schedule, now) = schedule(&pages, 60);
        assert!(matches!(schedule.next(now), Next::Robots(..)));
        schedule.robots_are_known("example.org", None);
        let job = page(schedule.next(after(now, 100)));
        assert!(schedule.answered(job, Answer::Pause(UNCHECKED, Duration::from_secs(10)), after(now, 100)).is_empty());
        assert_eq!(page(schedule.next(after(now, 9000))).index, 2);
        assert!(matches!(schedule.next(after(now, 9000)), Next::Wait(_)));
        assert_eq!(page(schedule.next(after(now, 10_200))).index, 1);
    }

    #[test]
    fn a_pause_beyond_the_time_for_all_is_the_end_for_a_host() {
        let pages = ["https://example.org/a", "https://example.org/b", "https://example.com/c"];
        let (mut schedule, now) = schedule(&pages, 60);
        assert!(matches!(schedule.next(now), Next::Robots(..)));
        schedule.robots_are_known("example.org", None);
        let job = page(schedule.next(after(now, 100)));
        let finished = schedule.answered(job, Answer::Pause(UNCHECKED, Duration::from_secs(90)), after(now, 100));
        assert_eq!(finished, [(0, UNCHECKED), (1, UNCHECKED)]);
        let job = page(schedule.next(after(now, 200)));
        assert_eq!(job.index, 2);
    }
}
