//! Every report can be written, read by whom it is for, and shown on a terminal. The first line is the file's name.
#![no_main]

use twir_lint_fuzz::promises;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| promises::reports_of_named(bytes));
