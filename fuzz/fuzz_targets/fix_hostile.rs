//! Fixing keeps its promises on texts of broken encodings, control characters and line ends of every kind.
#![no_main]

use twir_lint_fuzz::promises;

libfuzzer_sys::fuzz_target!(|choices: &[u8]| promises::fixes(&promises::hostile(choices)));
