//! A document knows every line, and speaks only of places that are in the text.
#![no_main]

use twir_lint_fuzz::promises;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| promises::parses(bytes));
