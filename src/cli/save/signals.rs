//! Owns what becomes of signals while a file is written: they wait until it is done.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use signal_hook::consts::{SIGALRM, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, SIGXCPU, SIGXFSZ};
use signal_hook::{flag, low_level};

/// The signals that end a process and can be waited with.
const ENDING: &[i32] = &[SIGALRM, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, SIGXCPU, SIGXFSZ];

struct State {
    /// Whether a signal ends the process at once, as if nobody had asked for it.
    is_free: Arc<AtomicBool>,
    /// The signal that came in the meantime; 0 for none.
    pending: Arc<AtomicUsize>,
}

/// While there is one, signals wait. Files are written one after the other, so there is never a second.
pub(super) struct Held(&'static State);

/// Lets signals wait from now on. Where the system does not allow that, they do not.
pub(super) fn hold() -> Held {
    static STATE: OnceLock<State> = OnceLock::new();
    let state = STATE.get_or_init(|| {
        let state = State { is_free: Arc::new(AtomicBool::new(true)), pending: Arc::default() };
        for signal in ENDING {
            let _ = flag::register_conditional_default(*signal, Arc::clone(&state.is_free));
            let _ = flag::register_usize(*signal, Arc::clone(&state.pending), signal.unsigned_abs() as usize);
        }
        state
    });
    state.is_free.store(false, Ordering::SeqCst);
    Held(state)
}

impl Held {
    /// The signal that came in the meantime, which then no longer waits.
    pub(super) fn take(&self) -> Option<i32> {
        let signal = self.0.pending.swap(0, Ordering::SeqCst);
        i32::try_from(signal).ok().filter(|signal| *signal != 0)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.0.is_free.store(true, Ordering::SeqCst);
        if let Some(signal) = self.take() {
            let _ = low_level::emulate_default_handler(signal);
        }
    }
}
