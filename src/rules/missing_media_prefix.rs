//! A video or a podcast that is not marked as one.

use crate::diagnostic::Fix;
use crate::document::{Community, Document, Item, Link, SectionKind};
use crate::lexicon::{Tag, media_of};
use crate::rule::options::{Form, OptionSpec, Value};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Edit, Span};

pub(super) static RULE: Rule = Rule {
    name: "missing-media-prefix",
    group: Group::Prefixes,
    level: Level::Warning,
    fix: FixAvailability::Safe,
    summary: "Reports community entries that link to a host or path which only serves video or audio, and have \
              neither `[video]` nor `[audio]` before the link.",
    why: "The guidelines ask for it: \"If you add a link to a non-text content please prefix it with `[video]` or `[audio]`.\"",
    needs: Needs::Text,
    examples: &[
        Example::fixed(
            "* [A talk](https://www.youtube.com/watch?v=abcdefghijk)\n",
            "* [video] [A talk](https://www.youtube.com/watch?v=abcdefghijk)\n",
        ),
        Example::fixed(
            "* [An episode](https://rustacean-station.org/episode/someone/)\n",
            "* [audio] [An episode](https://rustacean-station.org/episode/someone/)\n",
        ),
    ],
    silent: &[
        Silent::because(
            "the prefix is there already",
            "* [video] [A talk](https://www.youtube.com/watch?v=a)\n* [DE] [audio] [Folge 7](https://netstack.fm/7)\n",
        ),
        Silent::because(
            "the heading of a special section says it",
            "## Updates from Rust Community\n\n### Research\n* [A](https://example.org/1)\n\n### RustConf 2026\n\
             * [A talk](https://www.youtube.com/watch?v=a)\n",
        ),
        Silent::because("it is the front page of the site", "* [Our podcast](https://netstack.fm/)\n"),
        Silent::because("it is a channel, not a video", "* [Our channel](https://www.youtube.com/@example)\n"),
        Silent::because("it is not a submission", "### Jobs\n* [A talk](https://www.youtube.com/watch?v=a)\n"),
    ],
    options: &[
        OptionSpec {
            key: "video-hosts",
            about: "Further hosts that only serve video, with their subdomains.",
            example: "video-hosts = [\"tube.example.org\"]",
            form: Some(Form::HOST),
            get: |options| Value::Words(options.video_hosts.clone()),
            set: |options, value| options.video_hosts = value.words(),
        },
        OptionSpec {
            key: "audio-hosts",
            about: "Further hosts that only serve audio, with their subdomains.",
            example: "audio-hosts = [\"cast.example.org\"]",
            form: Some(Form::HOST),
            get: |options| Value::Words(options.audio_hosts.clone()),
            set: |options, value| options.audio_hosts = value.words(),
        },
    ],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for item in document.community_entries() {
        let Some((media, link)) = missing(cx, item).zip(document.links_of(item).first()) else { continue };
        let (word, prefix) = (media.as_str(), format!("[{}] ", media.as_str()));
        let host = document.url(link.destination).site();
        let what = if media == Tag::Video { "a video" } else { word };
        let diagnostic =
            cx.report(link.span, format!("this link goes to {what} on {host}, but has no `[{word}]` before it"));
        diagnostic.help(format!("Write `[{word}]` and one space before the title."));
        if words_before(document, item, link).is_empty() {
            diagnostic.fix(Fix::safe(format!("Add `[{word}]`"), Edit::insert(link.span.start, prefix)));
        }
    }
}

/// The prefix that a community entry lacks.
pub(super) fn missing(cx: &Context<'_>, item: &Item) -> Option<Tag> {
    let document = cx.document;
    // The heading of a special section says what its entries are: the talks of a conference.
    if item.has_media_tag() || document.section_of(item).kind == SectionKind::Community(Community::Other) {
        return None;
    }
    let link = document.links_of(item).first().filter(|link| link.has_own_destination() && !link.is_image)?;
    let url = document.url(link.destination);
    let is_on = |hosts: &[String]| url.path().len() > 1 && hosts.iter().any(|host| url.is_on(host));
    let configured = || match (is_on(&cx.options.video_hosts), is_on(&cx.options.audio_hosts)) {
        (true, _) => Some(Tag::Video),
        (_, true) => Some(Tag::Audio),
        _ => None,
    };
    let media = media_of(&url).or_else(configured)?;
    // What is before the title in brackets may say it in its own way; `unknown-prefix` speaks of it.
    if item.prefixes.iter().any(|prefix| prefix.tag.is_none()) {
        return None;
    }
    // Words before the link may say it in their own way; where the prefix belongs is then not certain either.
    let before = words_before(document, item, link);
    Tag::from_word(before.trim_matches(|c: char| !c.is_alphanumeric())).is_none().then_some(media)
}

fn words_before<'a>(document: &Document<'a>, item: &Item, link: &Link<'_>) -> &'a str {
    document.text(Span::new(item.behind_prefixes(), link.span.start)).trim()
}
