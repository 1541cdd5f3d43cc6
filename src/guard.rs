//! Owns what keeps a fault of a parser from ending the program, and work spread over threads.

use std::cell::Cell;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;
#[cfg(feature = "cli")]
use std::sync::atomic::{AtomicUsize, Ordering};

/// The parser gave up on a file; nothing is known about it.
#[derive(Clone, Copy, Debug)]
pub struct Unparsable;

impl fmt::Display for Unparsable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the parser cannot read this text, so it was not linted; report it, with the file")
    }
}

impl std::error::Error for Unparsable {}

thread_local! {
    static IS_GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Runs `work`, which calls a parser that has panicked on odd input before; a panic neither ends the process nor
/// prints its message.
pub(crate) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, Unparsable> {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let loud = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !IS_GUARDED.get() {
                loud(info);
            }
        }));
    });
    let before = IS_GUARDED.replace(true);
    let result = catch_unwind(AssertUnwindSafe(work)).map_err(|_| Unparsable);
    IS_GUARDED.set(before);
    result
}

/// Bytes of the stacks on which texts are read: they can be nested deeply, and a stack that overflows cannot be caught.
#[cfg(feature = "cli")]
const STACK: usize = 64 << 20;

/// Does `work` on a thread of its own, whose stack is large; on this one where the system gives no thread.
#[cfg(feature = "lsp")]
pub(crate) fn on_large_stack(work: impl FnOnce() + Send) {
    let work = std::sync::Mutex::new(Some(work));
    let run = || {
        let work = work.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take();
        work.into_iter().for_each(|work| work());
    };
    std::thread::scope(|scope| {
        if std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, run).is_err() {
            run();
        }
    });
}

/// Does `work` on each of `tasks`, on as many threads as the machine runs at once, whose stacks are large.
#[cfg(feature = "cli")]
pub(crate) fn in_parallel<T: Sync>(tasks: &[T], work: impl Fn(&T) + Sync) {
    let worker = worker(tasks, work);
    std::thread::scope(|scope| {
        let spawn = |_| std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, &worker);
        // Where the system gives no thread, the work is done here.
        if (0..threads_for(tasks)).map(spawn).any(|thread| thread.is_err()) {
            worker();
        }
    });
}

/// Does `work`, which needs no large stack, on each of `tasks`: on this thread, and on others so that all together are
/// as many as the machine runs at once.
#[cfg(feature = "cli")]
pub(crate) fn here_and_in_parallel<T: Sync>(tasks: &[T], work: impl Fn(&T) + Sync) {
    let worker = worker(tasks, work);
    std::thread::scope(|scope| {
        for _ in 1..threads_for(tasks) {
            // Where the system gives no thread, all is done here.
            _ = std::thread::Builder::new().spawn_scoped(scope, &worker);
        }
        worker();
    });
}

#[cfg(feature = "cli")]
fn threads_for<T>(tasks: &[T]) -> usize {
    // To ask the system is work too.
    if tasks.len() < 2 {
        tasks.len()
    } else {
        std::thread::available_parallelism().map_or(1, usize::from).min(tasks.len())
    }
}

/// What each thread does: it takes tasks until there are none left.
#[cfg(feature = "cli")]
fn worker<T>(tasks: &[T], work: impl Fn(&T)) -> impl Fn() {
    let next = AtomicUsize::new(0);
    move || {
        while let Some(task) = tasks.get(next.fetch_add(1, Ordering::Relaxed)) {
            work(task);
        }
    }
}
