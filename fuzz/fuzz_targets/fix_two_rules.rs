//! Fixing keeps its promises where the fixes of two rules alone are applied, for each two that find something.
#![no_main]

use twir_lint_fuzz::promises;

libfuzzer_sys::fuzz_target!(|choices: &[u8]| promises::fixes_of_two(&promises::hostile(choices)));
