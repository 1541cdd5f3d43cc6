//! A page that is a video or an episode, without its prefix.

use crate::diagnostic::Fix;
use crate::document::{Community, SectionKind};
use crate::lexicon::media_of;
use crate::pages::Moved;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Edit, Span, Url};

pub(super) static RULE: Rule = Rule {
    name: "page-media",
    group: Group::Pages,
    level: Level::Warning,
    fix: FixAvailability::Safe,
    summary: "Reports community entries that link to a page which says that it is a video or an episode, and have \
              neither `[video]` nor `[audio]` before the link.",
    why: "The guidelines ask for it: \"If you add a link to a non-text content please prefix it with `[video]` or `[audio]`.\" \
          Hosts that serve nothing else are known without a look, to `missing-media-prefix`. A text with a video in it is a text.",
    needs: Needs::Pages,
    examples: &[
        Example::fixed("* [A talk](https://example.org/watch/7)\n", "* [video] [A talk](https://example.org/watch/7)\n").online(&[(
            "https://example.org/watch/7",
            "<title>A talk</title>\n<meta property=\"og:type\" content=\"video.other\">\n\
             <meta name=\"twitter:player\" content=\"https://example.org/embed/7\">\n",
        )]),
        Example::fixed("* [Episode 7](https://example.org/cast/7)\n", "* [audio] [Episode 7](https://example.org/cast/7)\n").online(
            &[(
                "https://example.org/cast/7",
                "<title>Episode 7</title>\n\
                 <script type=\"application/ld+json\">{\"@type\": \"PodcastEpisode\", \"name\": \"Episode 7\"}</script>\n",
            )],
        ),
    ],
    silent: &[
        Silent::because("the prefix is there already", "* [video] [A talk](https://example.org/watch/7)\n").online(&[(
            "https://example.org/watch/7",
            "<title>A talk</title><meta property=\"og:type\" content=\"video.other\"><meta name=\"twitter:player\" content=\"a\">",
        )]),
        Silent::because("a text with a video in it is a text", "* [A talk](https://example.org/blog/7)\n").online(&[(
            "https://example.org/blog/7",
            "<title>A talk</title><meta property=\"og:type\" content=\"article\">\
             <script type=\"application/ld+json\">{\"@type\": \"VideoObject\", \"name\": \"A talk\"}</script>",
        )]),
        Silent::because(
            "the heading says what the entries are",
            "## Updates from Rust Community\n\n### Talks of a conference\n\n* [A talk](https://example.org/watch/7)\n",
        )
        .online(&[(
            "https://example.org/watch/7",
            "<title>A talk</title><meta property=\"og:type\" content=\"video.other\"><meta name=\"twitter:player\" content=\"a\">",
        )]),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for (item, link, page) in cx.opened_entries() {
        if item.has_media_tag() || document.section_of(item).kind == SectionKind::Community(Community::Other) {
            continue;
        }
        let url = document.url(link.destination);
        let is_on = |hosts: &[String]| hosts.iter().any(|host| url.is_on(host));
        let is_known = media_of(&url).is_some() || is_on(&cx.options.video_hosts) || is_on(&cx.options.audio_hosts);
        // A short address may lead to a host of videos.
        let moved = || media_of(&Url::new(&page.address, 0)).filter(|_| page.moved != Moved::No);
        let Some(media) = page.media.map(crate::pages::Media::tag).or_else(moved).filter(|_| !is_known) else {
            continue;
        };
        if item.prefixes.iter().any(|prefix| prefix.tag.is_none()) {
            continue;
        }
        let word = media.as_str();
        let diagnostic = cx
            .report(link.span, format!("this page is {word}, but has no `[{word}]` before the link"))
            .help(format!("Write `[{word}]` and one space before the title."));
        let before = document.text(Span::new(item.behind_prefixes(), link.span.start));
        if before.trim().is_empty() {
            let edit = Edit::insert(link.span.start, format!("[{word}] "));
            diagnostic.fix(Fix::safe(format!("Add `[{word}]`"), edit));
        }
    }
}
