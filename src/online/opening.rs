//! Owns opening many pages at once: the threads, and when they have to be done.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::address::STACK;
use super::client::{Asked, Client};
use super::schedule::{Answer, Job, Next, Schedule};
use super::{Settings, retry};
use crate::pages::{Death, Outcome, Reason};

/// Pages that are asked for at the same time.
const AT_ONCE: usize = 32;

/// How often an interruption is looked for.
const TICK: Duration = Duration::from_millis(50);

/// Opens pages, and tells what became of each, in the order in which that was known. `addresses` are such as
/// [`crate::pages::request_address`] gives, each once. `progress` is told how many are done.
///
/// Returns at the latest when the time is up, or `is_interrupted` becomes true: what is then not known is unchecked.
pub fn open(
    addresses: &[String],
    settings: &Settings,
    is_interrupted: &AtomicBool,
    progress: &mut dyn FnMut(usize),
) -> Vec<(String, Outcome)> {
    if addresses.is_empty() {
        return Vec::new();
    }
    let start = Instant::now();
    let deadline = start + settings.time;
    let shared = Arc::new(Shared {
        schedule: Mutex::new(Schedule::new(addresses, deadline)),
        changed: Condvar::new(),
        is_over: AtomicBool::new(false),
        client: Client::new(settings),
        settings: settings.clone(),
    });
    let (sender, results) = mpsc::channel();
    for _ in 0..AT_ONCE.min(addresses.len()) {
        let (shared, sender) = (Arc::clone(&shared), sender.clone());
        // A thread that hangs in the system, looking a name up, is left behind: nobody waits for it.
        let spawned = std::thread::Builder::new().stack_size(STACK).spawn(move || work(&shared, &sender));
        if spawned.is_err() {
            break;
        }
    }
    drop(sender);
    let mut outcomes: Vec<Option<Outcome>> = vec![None; addresses.len()];
    let mut order = Vec::with_capacity(addresses.len());
    let mut left = Reason::OutOfTime;
    while order.len() < addresses.len() {
        if is_interrupted.load(Ordering::Relaxed) {
            left = Reason::Interrupted;
            break;
        }
        let Some(rest) = deadline.checked_duration_since(Instant::now()) else { break };
        match results.recv_timeout(rest.min(TICK)) {
            Ok((index, outcome)) => {
                if outcomes[index].replace(outcome).is_none() {
                    order.push(index);
                }
                progress(order.len());
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    shared.is_over.store(true, Ordering::Relaxed);
    shared.changed.notify_all();
    let missing: Vec<usize> = (0..addresses.len()).filter(|index| outcomes[*index].is_none()).collect();
    let of = |index: usize| outcomes[index].clone().unwrap_or(Outcome::Unchecked(left));
    order.into_iter().chain(missing).map(|index| (addresses[index].clone(), of(index))).collect()
}

/// What the threads share.
struct Shared {
    schedule: Mutex<Schedule>,
    changed: Condvar,
    is_over: AtomicBool,
    client: Client,
    settings: Settings,
}

impl Shared {
    fn schedule(&self) -> MutexGuard<'_, Schedule> {
        self.schedule.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Asks for pages until there are none left.
fn work(shared: &Shared, results: &mpsc::Sender<(usize, Outcome)>) {
    loop {
        let mut schedule = shared.schedule();
        if shared.is_over.load(Ordering::Relaxed) {
            return;
        }
        let now = Instant::now();
        match schedule.next(now) {
            Next::Done => return,
            Next::Wait(until) => {
                let wait = until.saturating_duration_since(now).clamp(Duration::from_millis(1), Duration::from_secs(1));
                // Another thread may have changed what is to be done.
                drop(shared.changed.wait_timeout(schedule, wait));
            }
            Next::Robots(host, page) => {
                drop(schedule);
                let delay = shared.client.crawl_delay(&page, deadline_of(shared));
                shared.schedule().robots_are_known(&host, delay);
                shared.changed.notify_all();
            }
            Next::Page(job) => {
                drop(schedule);
                let asked = shared.client.ask(&job.address, deadline_of(shared));
                let answer = answer(shared, &job, asked);
                let finished = shared.schedule().answered(job, answer, Instant::now());
                shared.changed.notify_all();
                for (index, outcome) in finished {
                    if results.send((index, outcome)).is_err() {
                        return;
                    }
                }
            }
        }
    }
}

fn deadline_of(shared: &Shared) -> Instant {
    let page = Instant::now() + shared.settings.page_time;
    page.min(shared.schedule().deadline())
}

fn answer(shared: &Shared, job: &Job, asked: Asked) -> Answer {
    let Asked { outcome, retry_after } = asked;
    match outcome {
        Outcome::Dead(Death::NoHost) => match job.dead {
            None => Answer::Again(outcome, retry::jittered(shared.settings.second_look)),
            Some(Death::NoHost) if shared.client.can_look_up() => Answer::Is(outcome),
            Some(_) => Answer::Is(Outcome::Unchecked(Reason::Lookup)),
        },
        Outcome::Dead(Death::Status(_)) => match job.dead {
            Some(Death::Status(_)) => Answer::Is(outcome),
            _ => Answer::Again(outcome, retry::jittered(shared.settings.second_look)),
        },
        Outcome::Unchecked(Reason::TooManyRequests | Reason::Status(503)) if job.attempts < retry::MOST_ATTEMPTS => {
            Answer::Pause(outcome, retry_after.unwrap_or_else(|| retry::backoff(job.attempts)))
        }
        Outcome::Unchecked(reason) if retry::may_pass(reason) && job.attempts < retry::MOST_ATTEMPTS => {
            Answer::Again(outcome, retry_after.unwrap_or_else(|| retry::backoff(job.attempts)))
        }
        outcome => Answer::Is(outcome),
    }
}
