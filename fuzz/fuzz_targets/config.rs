//! A configuration file is taken, or refused with a reason at its place.
#![no_main]

use twir_lint_fuzz::promises;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| promises::configures(bytes));
