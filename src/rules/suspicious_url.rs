//! An address that readers cannot reach, or that goes somewhere else than it seems.
//!
//! Longer than other rules: a host is suspicious for one of six reasons, each with its own words.

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::diagnostic::quoted;
use crate::lexicon::{imitates, is_redirector, is_script, is_shortener};
use crate::rule::options::{Form, OptionSpec, Value};
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Span, Url};

pub(super) static RULE: Rule = Rule {
    name: "suspicious-url",
    group: Group::Links,
    level: Level::Error,
    fix: FixAvailability::None,
    summary: "Reports an address that only its author can open (`localhost`, an IP address), one that hides where it \
              goes (a user name before the host, a host in look-alike letters, a URL shortener), and `javascript:` \
              or `data:`.",
    why: "Readers cannot reach a server on the author's own computer, and cannot see where a disguised address goes; \
          the owner of a shortened one may change it later.",
    needs: Needs::Text,
    examples: &[
        Example::by_hand(
            "* [Writing a parser](http://localhost:1313/posts/parser/)\n",
            "* [Writing a parser](https://example.org/posts/parser/)\n",
        ),
        Example::by_hand(
            "* [Writing a parser](https://bit.ly/3abcdef)\n",
            "* [Writing a parser](https://example.org/parser)\n",
        ),
        Example::by_hand(
            "* [Writing a parser](https://example.org@example.com/parser)\n",
            "* [Writing a parser](https://example.org/parser)\n",
        ),
    ],
    silent: &[
        Silent::because(
            "they are public hosts",
            "* [A](https://local.example.org/1)\n* [B](https://example.local.org/1)\n* [C](https://example.org/localhost)\n\
             * [D](https://1.example.org/0x7f)\n* [E](https://0x7f.example.org/)\n",
        ),
        Silent::because("there is no user name before the host", "* [A](https://example.org/@somebody)\n"),
        Silent::because(
            "they only look like URL shorteners",
            "* [A](https://bit.ly.example.org/a)\n* [B](https://rabbit.ly/a)\n* [C](https://goo.gl/maps/abc)\n",
        ),
        Silent::because(
            "no other address is in its query",
            "* [A](https://www.google.com/url)\n* [B](https://www.google.com/search?q=tables)\n",
        ),
        Silent::because(
            "a name in one script is what it says",
            "* [A](https://bücher.example/1)\n* [RU] [Б](https://пример.рф/1)\n* [C](https://xn--bcher-kva.example/1)\n",
        ),
        Silent::because("`data:` is only part of the path", "* [A](https://example.org/data:text)\n"),
    ],
    options: &[OptionSpec {
        key: "shorteners",
        about: "Further hosts that shorten URLs.",
        example: "shorteners = [\"sho.example\"]",
        form: Some(Form::HOST),
        get: |options| Value::Words(options.shorteners.clone()),
        set: |options, value| options.shorteners = value.words(),
    }],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    // The host of an address in order: the next one is often on the same.
    let mut last = "";
    for url in document.urls() {
        if !last.is_empty() && url.authority() == last && url.is_web() && url.query().is_none() {
            continue;
        }
        let destination = url.whole();
        last = "";
        if let Some((span, message, help)) = judge(url, destination, &cx.options.shorteners) {
            cx.report(span, message).help(help);
        } else if url.is_web() && url.authority() == url.host() && !url.path().starts_with("/maps") {
            last = url.host();
        }
    }
}

fn judge(url: &Url<'_>, destination: Span, shorteners: &[String]) -> Option<(Span, String, &'static str)> {
    const PUBLIC: &str = "Link to the page at its public address.";
    if !url.is_web() && is_script(url.as_str()) {
        let scheme = url.as_str().split([':', '&']).next().unwrap_or_default();
        let message = format!("`{scheme}:` runs in the reader's browser instead of opening a page");
        return Some((destination, message, "Link to a page whose address begins with `https://`."));
    }
    if has_local_host(url) {
        let host = if url.host().is_empty() { quoted(url.as_str()) } else { quoted(url.host()) };
        let span = if url.host().is_empty() { destination } else { url.host_span() };
        return Some((span, format!("{host} is not a public host: {}", local_reason(url)), PUBLIC));
    }
    if !url.is_web() {
        return None;
    }
    if url.authority().contains('@') {
        let host = quoted(url.host());
        let message = format!("the part before `@` is a user name: this address goes to {host}");
        return Some((destination, message, "Remove the part between `https://` and `@`, and the `@` itself."));
    }
    if let Some(reason) = imitates(url.host()) {
        let message = format!("the host {} {reason}", quoted(url.host()));
        return Some((
            url.host_span(),
            message,
            "Check that this is the right site, and write its name in plain letters.",
        ));
    }
    if is_redirector(url) {
        let message = format!("{} redirects to the page whose address is in this one", quoted(url.host()));
        return Some((url.host_span(), message, "Write the address of that page."));
    }
    if is_shortener(url) || shorteners.iter().any(|host| url.is_on(host)) {
        let message = format!("{} is a URL shortener: readers cannot see where the link goes", quoted(url.host()));
        return Some((
            url.host_span(),
            message,
            "Open the link in a browser, and copy the address that it then shows.",
        ));
    }
    None
}

/// Whether the host, with or without a scheme before it, is a machine's own, a private one or a number.
pub(super) fn has_local_host(url: &Url<'_>) -> bool {
    let host = if url.is_web() { url.host() } else { schemeless_host(url.as_str()) };
    is_local_name(host) || address(host).is_some()
}

fn schemeless_host(text: &str) -> &str {
    let host = text.split(['/', '?', '#']).next().unwrap_or_default();
    if host.starts_with('[') {
        host.split_inclusive(']').next().unwrap_or(host)
    } else {
        host.split(':').next().unwrap_or(host)
    }
}

fn is_local_name(host: &str) -> bool {
    let host = host.trim_end_matches('.');
    let top = top_label(host);
    let is = |name: &&str| top.len() == name.len() && top.eq_ignore_ascii_case(name);
    host.eq_ignore_ascii_case("localhost")
        || host.contains('.')
            && ["localhost", "local", "localdomain", "internal", "lan", "test", "invalid"].iter().any(is)
        || top.eq_ignore_ascii_case("arpa") && host.to_ascii_lowercase().ends_with(".home.arpa")
}

/// What follows the last full stop of a host.
fn top_label(host: &str) -> &str {
    let length = host.bytes().rev().take_while(|byte| *byte != b'.').count();
    &host[host.len() - length..]
}

/// The IP address that a browser takes a host for, `0x7f.1` and `2130706433` included.
fn address(host: &str) -> Option<url::Host> {
    let label = top_label(host.trim_end_matches('.'));
    let is_number = label.bytes().all(|byte| byte.is_ascii_digit())
        || label.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("0x"));
    let may_be_one = host.starts_with('[') || is_number && !label.is_empty();
    let parsed = may_be_one.then(|| url::Host::parse(host).ok()).flatten();
    parsed.filter(|host| !matches!(host, url::Host::Domain(_)))
}

fn local_reason(url: &Url<'_>) -> &'static str {
    let host = if url.is_web() { url.host() } else { schemeless_host(url.as_str()) };
    let is_own = |v4: Ipv4Addr| v4.is_loopback() || v4.is_unspecified();
    match address(host) {
        None if host.to_ascii_lowercase().ends_with("localhost") => "it is the reader's own computer",
        None => "it can be reached only from its own network",
        Some(url::Host::Ipv4(v4)) if is_own(v4) => "it is the reader's own computer",
        Some(url::Host::Ipv6(v6)) if v6 == Ipv6Addr::LOCALHOST || v6 == Ipv6Addr::UNSPECIFIED => {
            "it is the reader's own computer"
        }
        Some(url::Host::Ipv4(v4)) if v4.is_private() || v4.is_link_local() => {
            "it can be reached only from its own network"
        }
        Some(_) => "it is a number, not a name",
    }
}
