//! Owns how pages are opened: limits, and what the network is to this run.

use std::sync::Arc;
use std::time::Duration;

use super::{Lookup, SystemLookup};

/// How pages are opened.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The most time for all pages together.
    pub time: Duration,
    /// The most time for one request with its redirects.
    pub page_time: Duration,
    /// How long to wait before a page that was not found is asked for again.
    pub second_look: Duration,
    /// Whether addresses that are not of the public internet may be dialled, and any port.
    pub allows_private: bool,
    /// What says who one is to GitHub's interface; it is sent to that host alone.
    pub github_token: Option<String>,
    /// Whether to go through the proxy that the environment names.
    pub uses_proxy: bool,
    /// What knows the addresses of hosts.
    pub lookup: Arc<dyn Lookup>,
    /// Certificates to trust, as DER; the system's without any.
    pub roots: Vec<Vec<u8>>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            time: Duration::from_secs(60),
            page_time: Duration::from_secs(20),
            second_look: Duration::from_secs(3),
            allows_private: false,
            github_token: None,
            uses_proxy: true,
            lookup: Arc::new(SystemLookup),
            roots: Vec::new(),
        }
    }
}
