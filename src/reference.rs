//! Owns the documentation of the rules, made from the rules.
