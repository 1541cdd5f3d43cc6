//! Owns the way of one text through the linter, from its fixes to what is shown of it.

use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::guard::{Unparsable, guarded};
use crate::lint::check::Wanted;
use crate::lint::fix::{Fixed, Scope, fix};
use crate::lint::preview::preview;
use crate::text::Source;

/// Fixes a text, where that is asked for, and says what is wrong with the result, with what each fix that is
/// left would make of its lines. What is not reported is left out.
///
/// `judge` gives the findings of any document, as far as they are wanted; `look` takes what else is wanted of the text as
/// it then is.
///
/// # Errors
///
/// [`Unparsable`] when the Markdown parser fails on the text.
pub fn run<T>(
    source: Source,
    fixes: Option<Scope<'_>>,
    tracking_parameters: &[String],
    judge: impl Fn(Wanted, &Document<'_>) -> Vec<Diagnostic>,
    look: impl FnOnce(&Document<'_>) -> T,
) -> Result<(Fixed, T), Unparsable> {
    let is_fixed = fixes.is_some();
    let mut fixed = match fixes {
        Some(scope) => fix(source, scope, |document| judge(Wanted::All, document))?,
        None => Fixed::new(source),
    };
    let left = std::mem::take(&mut fixed.diagnostics);
    let read = guarded(|| {
        let document = Document::parse(&fixed.source);
        let mut diagnostics = if is_fixed { left } else { judge(Wanted::All, &document) };
        preview(&document, &mut diagnostics, tracking_parameters, |document| judge(Wanted::Fixes, document));
        diagnostics.retain(|diagnostic| !diagnostic.is_silent);
        (diagnostics, look(&document))
    });
    let (diagnostics, seen) = read?;
    fixed.diagnostics = diagnostics;
    Ok((fixed, seen))
}
