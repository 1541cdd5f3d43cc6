//! Owns which facts the parts of a page come to.

use url::Url;

use super::event::PageEvent;
use super::html::Html;
use super::{Media, Moved, Page, Title, is_same_place, json_ld, language, tidy};

/// Titles of one page that are kept.
const MOST_TITLES: usize = 10;

/// The facts about a page that was asked for at `asked` and found at `address`.
pub(super) fn page(html: &Html, asked: &str, address: &str, moved: Moved) -> Page {
    let linked = json_ld::read(&html.json_ld);
    let said = [html.meta(&["og:title"]), html.meta(&["twitter:title"]), Some(&html.title), Some(&html.heading)];
    let mut titles: Vec<Title> = Vec::new();
    for title in said.into_iter().flatten().map(tidy).chain(linked.titles) {
        if !title.is_empty() && titles.len() < MOST_TITLES {
            titles.push(Title(title));
        }
    }
    let declared = html.lang.as_deref().filter(|lang| !lang.is_empty()).or_else(|| html.meta(&["og:locale"]));
    let kind = html.meta(&["og:type"]).map(str::to_ascii_lowercase).unwrap_or_default();
    let has_player = html.meta(&["twitter:player"]).is_some();
    let has_video = || has_player || linked.has_video || html.meta(&VIDEOS).is_some();
    let has_audio = || has_player || linked.is_episode || html.meta(&AUDIOS).is_some();
    let media = if kind.starts_with("video") && has_video() {
        Some(Media::Video)
    } else if (kind.starts_with("music") || kind.starts_with("audio")) && has_audio()
        || linked.is_episode && !linked.is_article && !kind.starts_with("article")
    {
        Some(Media::Audio)
    } else {
        None
    };
    let is_locked = html.meta(&["article:content_tier"]).is_some_and(|tier| tier.eq_ignore_ascii_case("locked"));
    let is_opened = asked.contains("source=friends_link") || asked.contains("sk=");
    let own = [Some(asked), Some(address), html.canonical.as_deref(), html.meta(&["og:url"])];
    let own: Vec<String> = own.into_iter().flatten().filter_map(|own| absolute(address, own)).collect();
    Page {
        address: address.to_owned(),
        moved,
        titles,
        site: html.meta(&["og:site_name", "application-name"]).map(tidy),
        language: language::language(declared, &html.prose).map(str::to_owned),
        media,
        has_paywall: (linked.has_paywall || is_locked) && !is_opened,
        event: own_event(linked.events, address, &own),
        series: linked.series.into_iter().map(|event| located(event, address)).collect(),
        task: None,
    }
}

const VIDEOS: [&str; 3] = ["og:video", "og:video:url", "og:video:secure_url"];
const AUDIOS: [&str; 3] = ["og:audio", "og:audio:url", "og:audio:secure_url"];

fn absolute(base: &str, address: &str) -> Option<String> {
    Some(Url::parse(base).ok()?.join(address.trim()).ok()?.into())
}

/// An event whose address is written out.
fn located(event: PageEvent, base: &str) -> PageEvent {
    let address = event.address.as_deref().and_then(|address| absolute(base, address));
    PageEvent { address, ..event }
}

/// The event that a page is about: of several, the one that has its address; one alone, unless it has a page of its own
/// on the same site.
fn own_event(events: Vec<PageEvent>, address: &str, own: &[String]) -> Option<PageEvent> {
    let mut distinct: Vec<PageEvent> = Vec::new();
    for event in events.into_iter().map(|event| located(event, address)) {
        if !distinct.contains(&event) {
            distinct.push(event);
        }
    }
    let is_own = |event: &&PageEvent| {
        event.address.as_deref().is_some_and(|address| own.iter().any(|own| is_same_place(own, address)))
    };
    if distinct.len() > 1 {
        let mut found = distinct.iter().filter(is_own);
        return found.next().filter(|_| found.next().is_none()).cloned();
    }
    let is_on_site = |event: &PageEvent| {
        let host = |address: &str| Url::parse(address).ok().and_then(|url| url.host_str().map(str::to_owned));
        event.address.as_deref().is_some_and(|event| host(event) == host(address))
    };
    distinct.into_iter().next().filter(|event| is_own(&event) || !is_on_site(event))
}
