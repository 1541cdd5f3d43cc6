//! The promises that the fuzz targets try to break: the same that the property tests keep.

#[path = "../tests/promises/mod.rs"]
pub mod promises;
