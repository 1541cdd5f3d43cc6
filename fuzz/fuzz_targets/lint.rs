//! Linting never fails, gives the same each time, and speaks of places that are in the text.
#![no_main]

use twir_lint_fuzz::promises;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| promises::lints(bytes));
