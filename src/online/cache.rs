//! Owns what is known of pages from one run to the next: an embedded store (redb) in one file.
//!
//! redb is kept, is plain Rust without further crates, and holds to what it has written whatever happens in between. It
//! lets one process at a time open the file, so each run does that twice, for moments: to read all that it needs, and
//! to write what it has learnt. Whoever finds the file taken for longer goes without, and whoever finds it broken
//! begins a new one: nothing is lost but time.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use redb::{Builder, Database, DatabaseError, ReadableDatabase, TableDefinition};
use serde::{Deserialize, Serialize};

use crate::guard::guarded;
use crate::pages::{Outcome, Reason};

/// The outcomes, by address. What a fact is has changed where the version of the program has.
const OUTCOMES: TableDefinition<'_, &str, &[u8]> =
    TableDefinition::new(concat!("outcomes-", env!("CARGO_PKG_VERSION")));

/// The name of the file in its folder.
const FILE: &str = "pages.redb";

/// How long what a page says is taken for true, and how long what was wrong with it.
const FRESH: Duration = Duration::from_secs(24 * 60 * 60);
const FRESH_FAILURE: Duration = Duration::from_secs(60 * 60);

/// How long to wait for another run that has the file open.
const PATIENCE: Duration = Duration::from_secs(2);

/// Bytes of the file that are kept in memory.
const MEMORY: usize = 4 << 20;

/// The store.
#[derive(Clone, Debug)]
pub struct Cache {
    file: PathBuf,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    /// Seconds since 1970.
    at: u64,
    outcome: Outcome,
}

impl Cache {
    /// The store in a folder, which need not be there yet.
    #[must_use]
    pub fn new(folder: &Path) -> Self {
        Self { file: folder.join(FILE) }
    }

    /// The folder that the system has for such things; none where it has none.
    #[must_use]
    pub fn default_folder() -> Option<PathBuf> {
        use etcetera::BaseStrategy;
        let folder = etcetera::choose_base_strategy().ok()?.cache_dir();
        Some(folder.join("twir-lint"))
    }

    /// What is known of these addresses and is not too old.
    ///
    /// # Errors
    ///
    /// Why the store cannot be read, in words.
    pub fn read(&self, addresses: &[String], now: SystemTime) -> Result<HashMap<String, Outcome>, String> {
        if !self.file.exists() {
            return Ok(HashMap::new());
        }
        self.with(|database| {
            let transaction = database.begin_read()?;
            let table = match transaction.open_table(OUTCOMES) {
                Ok(table) => table,
                Err(redb::TableError::TableDoesNotExist(_)) => return Ok(HashMap::new()),
                Err(error) => return Err(error.into()),
            };
            let mut known = HashMap::new();
            for address in addresses {
                let Some(value) = table.get(address.as_str())? else { continue };
                let entry: Option<Entry> = serde_json::from_slice(value.value()).ok();
                if let Some(entry) = entry.filter(|entry| entry.is_fresh(now)) {
                    known.insert(address.clone(), entry.outcome);
                }
            }
            Ok(known)
        })
    }

    /// Notes what became of addresses, and forgets what is too old.
    ///
    /// # Errors
    ///
    /// Why the store cannot be written, in words.
    pub fn write(&self, outcomes: &[(String, Outcome)], now: SystemTime) -> Result<(), String> {
        let at = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs();
        let kept = outcomes.iter().filter(|(_, outcome)| lasts(outcome).is_some());
        let entries: Vec<(&str, Vec<u8>)> = kept
            .filter_map(|(address, outcome)| {
                let entry = Entry { at, outcome: outcome.clone() };
                Some((address.as_str(), serde_json::to_vec(&entry).ok()?))
            })
            .collect();
        if entries.is_empty() {
            return Ok(());
        }
        if let Some(folder) = self.file.parent() {
            std::fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        }
        self.with(|database| {
            let transaction = database.begin_write()?;
            {
                let mut table = transaction.open_table(OUTCOMES)?;
                table
                    .retain(|_, value| serde_json::from_slice::<Entry>(value).is_ok_and(|entry| entry.is_fresh(now)))?;
                for (address, entry) in &entries {
                    table.insert(*address, entry.as_slice())?;
                }
            }
            transaction.commit()?;
            Ok(())
        })
    }

    /// Does something with the store; one that is broken is begun anew, once.
    fn with<T>(&self, work: impl Fn(&Database) -> Result<T, redb::Error>) -> Result<T, String> {
        let attempt = || {
            // A file that somebody has written to may be more than the store expects.
            guarded(|| self.open().and_then(|database| work(&database)))
        };
        let trouble = match attempt() {
            Ok(Ok(done)) => return Ok(done),
            Ok(Err(redb::Error::DatabaseAlreadyOpen)) => "another run has it open".to_owned(),
            Ok(Err(redb::Error::Io(error))) if !is_of_content(error.kind()) => error.to_string(),
            Ok(Err(_)) | Err(_) => {
                let renewed = std::fs::remove_file(&self.file).map_err(|error| error.to_string());
                match renewed.map(|()| attempt()) {
                    Ok(Ok(Ok(done))) => return Ok(done),
                    Ok(Ok(Err(error))) => error.to_string(),
                    Ok(Err(_)) => "it is broken".to_owned(),
                    Err(error) => error,
                }
            }
        };
        Err(format!("{}: {trouble}", self.file.display()))
    }

    fn open(&self) -> Result<Database, redb::Error> {
        let start = Instant::now();
        loop {
            match Builder::new().set_cache_size(MEMORY).create(&self.file) {
                Err(DatabaseError::DatabaseAlreadyOpen) if start.elapsed() < PATIENCE => {
                    std::thread::sleep(Duration::from_millis(10));
                }
                opened => return opened.map_err(Into::into),
            }
        }
    }
}

/// Whether an error is about what a file holds, not about the file.
fn is_of_content(kind: std::io::ErrorKind) -> bool {
    matches!(kind, std::io::ErrorKind::InvalidData | std::io::ErrorKind::UnexpectedEof)
}

impl Entry {
    fn is_fresh(&self, now: SystemTime) -> bool {
        let now = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs();
        // What comes from the future was written by a clock that was wrong.
        let age = now.checked_sub(self.at).map(Duration::from_secs);
        age.zip(lasts(&self.outcome)).is_some_and(|(age, lasts)| age < lasts)
    }
}

/// How long an outcome is taken for true; none where it says more about this run than about the page.
fn lasts(outcome: &Outcome) -> Option<Duration> {
    match outcome {
        Outcome::Page(_) => Some(FRESH),
        Outcome::Unchecked(
            Reason::OutOfTime
            | Reason::Interrupted
            | Reason::Lookup
            | Reason::Connection
            | Reason::TimedOut
            | Reason::TooManyRequests
            | Reason::PrivateAddress
            | Reason::Port,
        ) => None,
        Outcome::Dead(_) | Outcome::Unchecked(_) => Some(FRESH_FAILURE),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::{Death, Page};

    const A: &str = "https://example.org/a";

    fn page() -> Outcome {
        Outcome::Page(Box::new(Page { address: A.to_owned(), ..Page::default() }))
    }

    fn store() -> (tempfile::TempDir, Cache) {
        let folder = tempfile::tempdir().expect("a folder");
        let cache = Cache::new(&folder.path().join("below"));
        (folder, cache)
    }

    fn after(hours: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000 * 3600 + hours * 3600)
    }

    fn known(cache: &Cache, hours: u64) -> Option<Outcome> {
        cache.read(&[A.to_owned()], after(hours)).expect("a store").remove(A)
    }

    #[test]
    fn what_a_page_says_lasts_a_day_and_a_failure_an_hour() {
        let (_folder, cache) = store();
        assert_eq!(known(&cache, 0), None);
        cache.write(&[(A.to_owned(), page())], after(0)).expect("a store");
        assert_eq!((known(&cache, 23), known(&cache, 25)), (Some(page()), None));
        let gone = Outcome::Dead(Death::Status(404));
        cache.write(&[(A.to_owned(), gone.clone())], after(0)).expect("a store");
        assert_eq!((known(&cache, 0), known(&cache, 2)), (Some(gone), None));
        // A clock that was wrong.
        cache.write(&[(A.to_owned(), page())], after(100)).expect("a store");
        assert_eq!(known(&cache, 0), None);
    }

    #[test]
    fn what_says_more_about_the_run_is_not_kept() {
        let (_folder, cache) = store();
        for reason in [Reason::OutOfTime, Reason::Lookup, Reason::Connection, Reason::TooManyRequests] {
            cache.write(&[(A.to_owned(), Outcome::Unchecked(reason))], after(0)).expect("a store");
            assert_eq!(known(&cache, 0), None, "{reason}");
        }
    }

    #[test]
    fn a_broken_store_is_begun_anew() {
        let (_folder, cache) = store();
        cache.write(&[(A.to_owned(), page())], after(0)).expect("a store");
        let whole = std::fs::read(&cache.file).expect("the file");
        let zeroed = [&whole[..whole.len() / 2], &vec![0; whole.len() / 2]].concat();
        for broken in [b"not a store".to_vec(), Vec::new(), whole[..100].to_vec(), vec![0xff; 1 << 16], zeroed] {
            std::fs::write(&cache.file, broken).expect("the file");
            cache.read(&[A.to_owned()], after(0)).expect("nothing worse than nothing known");
            cache.write(&[(A.to_owned(), page())], after(0)).expect("a store");
            assert_eq!(known(&cache, 1), Some(page()));
        }
    }

    #[test]
    fn runs_share_a_store() {
        let (_folder, cache) = store();
        std::thread::scope(|scope| {
            for run in 0..8 {
                let cache = &cache;
                scope.spawn(move || {
                    let address = format!("https://example.org/{run}");
                    cache.write(&[(address.clone(), page())], after(0)).expect("a store");
                    assert!(cache.read(&[address], after(0)).expect("a store").len() == 1);
                });
            }
        });
        let all: Vec<String> = (0..8).map(|run| format!("https://example.org/{run}")).collect();
        assert_eq!(cache.read(&all, after(0)).expect("a store").len(), 8);
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_told() {
        let (folder, _) = store();
        std::fs::write(folder.path().join("file"), "").expect("a file");
        let cache = Cache::new(&folder.path().join("file/below"));
        let trouble = cache.write(&[(A.to_owned(), page())], after(0)).expect_err("a file is not a folder");
        assert!(trouble.contains("below"), "{trouble}");
    }
}
