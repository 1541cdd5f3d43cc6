//! Fixing settles, changes nothing the second time, and loses nothing.
#![no_main]

use twir_lint_fuzz::promises;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| promises::fixes(bytes));
