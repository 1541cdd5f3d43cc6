//! Owns by what a finding is known again in the next run, when lines around it have come and gone.

use std::collections::HashMap;

use crate::diagnostic::Diagnostic;
use crate::report::FileReport;
use crate::text::Source;

/// What stays the same of each finding of a file: its rule, the text found fault with, and which of its kind it is.
#[derive(Debug)]
pub(super) struct Fingerprints(Vec<(u64, usize)>);

impl Fingerprints {
    pub(super) fn of(file: &FileReport) -> Self {
        let mut seen: HashMap<(&str, &str), usize> = HashMap::new();
        let fingerprint = |diagnostic: &Diagnostic| (diagnostic.rule, fault(&file.source, diagnostic));
        let keys: Vec<_> = file.diagnostics.iter().map(fingerprint).collect();
        let number = |key: (&'static str, _)| {
            let number = seen.entry(key).or_default();
            *number += 1;
            (hash(&[key.0.as_bytes(), b"\0", str::as_bytes(key.1)].concat()), *number)
        };
        Self(keys.into_iter().map(number).collect())
    }

    /// That of the finding with this index.
    pub(super) fn get(&self, index: usize) -> String {
        self.0.get(index).map(|(hash, number)| format!("{hash:016x}:{number}")).unwrap_or_default()
    }
}

/// FNV-1a: the same on every machine and in every version.
fn hash(bytes: &[u8]) -> u64 {
    let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, step)
}

/// The text that a finding finds fault with: its line where it names no text.
fn fault<'a>(source: &'a Source, diagnostic: &Diagnostic) -> &'a str {
    let text = source.slice(diagnostic.span).trim();
    if text.is_empty() { source.slice(source.line(source.line_index(diagnostic.span.start))).trim() } else { text }
}
