//! Reads the first layer of a document: what lies within its lines.

use std::collections::HashMap;

use crate::document::inlines::Inlines;
use crate::document::link::{Definition, Link, LinkKind};
use crate::document::read::markdown::{self, Markdown};
use crate::document::read::marked::Marked;
use crate::document::read::near_link::{self, NearLinks};
use crate::document::read::signs::Signs;
use crate::document::read::{comment, tag};
use crate::document::text_runs::TextRuns;
use crate::text::{Source, Span, Url, mojibake};

/// Reads what lies within the lines of a source from byte `body` on; before that are the front matter and a byte order
/// mark. Gives the blocks of code, too, in the order of the text.
pub(in crate::document) fn read(source: &Source, body: usize) -> (Inlines<'_>, Vec<Span>) {
    let text = source.text();
    let Markdown { links, code_spans, code_blocks, html_blocks, emphases, undefined_references, definitions } =
        markdown::read(text, body);
    let is_code = |offset: usize| {
        let covers = |spans: &[Span]| {
            let next = spans.partition_point(|span| span.end <= offset);
            spans.get(next).is_some_and(|span| span.start <= offset)
        };
        covers(&code_spans) || covers(&code_blocks)
    };
    let comments = comment::find(text, body, is_code);

    let mut opaque: Vec<Span> = code_spans.iter().chain(&code_blocks).copied().collect();
    opaque.extend(comments.iter().map(|comment| comment.span));
    opaque.extend(definitions.iter().map(|definition| definition.span));
    opaque.extend(links.iter().map(|link| match link.kind {
        LinkKind::Autolink => link.span,
        _ => Span::new(link.text.end, link.span.end),
    }));
    let runs = TextRuns::new(Span::new(body, text.len()), opaque);
    let html_tags = tag::html_tags(text, &runs);
    let runs = runs.without(html_tags.iter().map(|tag| tag.span));

    let signs = Signs::find(text, &runs);
    let (marked, near) = near_link::find(Marked { source, links, code_spans, definitions, runs }, &signs, &html_blocks);
    let NearLinks { near_links, bare_urls, template_links } = near;
    let Marked { links, code_spans, definitions, runs, .. } = marked;
    let inlines = Inlines {
        source,
        urls: urls(source, &links, &definitions),
        link_blocks: Inlines::blocks_of(&links, text.len()),
        link_reach: Inlines::reach_of(&links),
        definition_names: names(source, &definitions),
        links,
        near_links,
        bare_urls,
        undefined_references,
        definitions,
        code_spans,
        html_blocks,
        emphases,
        comments,
        html_tags,
        mojibake: mojibake::find(text),
        template_links,
        delimiters: signs.delimiters,
        bars: signs.bars,
        runs,
    };
    (inlines, code_blocks)
}

/// The index of the definition of each name.
fn names(source: &Source, definitions: &[Definition]) -> HashMap<String, usize> {
    let names = definitions.iter().enumerate();
    names.map(|(index, definition)| (source.slice(definition.name).to_lowercase(), index)).collect()
}

fn urls<'a>(source: &'a Source, links: &[Link<'_>], definitions: &[Definition]) -> Vec<Url<'a>> {
    let own = links.iter().filter(|link| link.has_own_destination()).map(|link| link.destination);
    let destinations = own.chain(definitions.iter().map(|definition| definition.destination));
    let mut urls = Vec::with_capacity(links.len() + definitions.len());
    urls.extend(destinations.map(|destination| Url::new(source.slice(destination), destination.start)));
    // Only an image within a link, or a definition among links, is out of order.
    if !urls.is_sorted_by_key(|url| url.whole().start) {
        urls.sort_by_key(|url| url.whole());
    }
    urls
}
