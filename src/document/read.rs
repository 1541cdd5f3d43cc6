//! Owns the grammars. Each reads one part of a document, and returns it; what it is handed is whole.

mod bullet;
pub(super) mod cfp;
pub(super) mod comment;
mod cursor;
mod date;
pub(super) mod event;
pub(super) mod front_matter;
pub(super) mod inlines;
mod item;
pub(super) mod lost;
pub(super) mod lost_heading;
mod markdown;
mod marked;
pub(super) mod markup;
mod near_link;
pub(super) mod outline;
mod place;
pub(super) mod section;
mod signs;
pub(super) mod site;
mod tag;
pub(super) mod title;
