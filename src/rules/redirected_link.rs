//! A link whose page has moved for good.

use url::Url as ParsedUrl;

use crate::diagnostic::{Fix, Gravity, quoted};
use crate::lexicon::is_tracking_parameter;
use crate::pages::Moved;
use crate::rule::{Context, Example, FixAvailability, Group, Level, Needs, Rule, Silent};
use crate::text::{Edit, Span, Url};

pub(super) static RULE: Rule = Rule {
    name: "redirected-link",
    group: Group::Pages,
    level: Level::Warning,
    fix: FixAvailability::Safe,
    summary: "Reports links whose server says that the page has moved to another address for good.",
    why: "The new address is the one that lasts, and it shows readers where they go. Temporary redirects are not \
          reported: they go to a language, a login or a version. Nor are redirects to an address that tracks readers \
          or contains a session. The fix is safe if the page stays on its site.",
    needs: Needs::Pages,
    examples: &[
        Example::fixed(
            "* [Reading tables](https://example.org/tables)\n",
            "* [Reading tables](https://example.org/blog/tables)\n",
        )
        .online(&[(
            "https://example.org/tables",
            "HTTP/1.1 301\nLocation: /blog/tables\n\nHTTP/1.1 200\n\n<title>Reading tables</title>\n",
        )]),
        Example::by_hand("* [Reading tables](https://example.org/t#two)\n", "* [Reading tables](https://example.com/tables#two)\n")
            .online(&[(
                "https://example.org/t",
                "HTTP/1.1 308\nLocation: https://example.com/tables\n\nHTTP/1.1 200\n\n<title>Reading tables</title>\n",
            )]),
    ],
    silent: &[
        Silent::because("a temporary redirect may change", "* [Reading tables](https://example.org/tables)\n")
            .online(&[(
                "https://example.org/tables",
                "HTTP/1.1 301\nLocation: /a\n\nHTTP/1.1 302\nLocation: /b\n\nHTTP/1.1 200\n\n<title>Reading tables</title>\n",
            )]),
        Silent::because("a slash at the end makes no difference", "* [Reading tables](https://example.org/tables)\n").online(&[(
            "https://example.org/tables",
            "HTTP/1.1 301\nLocation: /tables/\n\nHTTP/1.1 200\n\n<title>Reading tables</title>\n",
        )]),
        Silent::because("the new address tracks readers", "* [Reading tables](https://example.org/tables)\n").online(&[(
            "https://example.org/tables",
            "HTTP/1.1 301\nLocation: /blog/tables?utm_source=a\n\nHTTP/1.1 200\n\n<title>Reading tables</title>\n",
        )]),
        Silent::because("the new address contains a session", "* [Reading tables](https://example.org/tables)\n").online(&[(
            "https://example.org/tables",
            "HTTP/1.1 301\nLocation: /blog/tables?PHPSESSID=a\n\nHTTP/1.1 200\n\n<title>Reading tables</title>\n",
        )]),
        Silent::because("the path of the new address contains a session", "* [Reading tables](https://example.org/tables)\n").online(
            &[(
                "https://example.org/tables",
                "HTTP/1.1 301\nLocation: /blog/tables;jsessionid=a\n\nHTTP/1.1 200\n\n<title>Reading tables</title>\n",
            )],
        ),
        Silent::because("the page may be there after a login", "* [Reading tables](https://example.org/tables)\n")
            .online(&[(
                "https://example.org/tables",
                "HTTP/1.1 301\nLocation: /login?returnUri=%2Ftables\n\nHTTP/1.1 200\n\n<title>Log in</title>\n",
            )]),
        Silent::because("the front page is not the new address of a page", "* [Reading tables](https://example.org/tables)\n")
            .online(&[(
                "https://example.org/tables",
                "HTTP/1.1 301\nLocation: /\n\nHTTP/1.1 200\n\n<title>Front</title>\n",
            )]),
        Silent::because(
            "other links may use the same definition",
            "* [Reading tables][tables]\n\n[tables]: https://example.org/tables\n",
        )
        .online(&[(
            "https://example.org/tables",
            "HTTP/1.1 301\nLocation: /blog/tables\n\nHTTP/1.1 200\n\n<title>Reading tables</title>\n",
        )]),
    ],
    options: &[],
    check,
};

fn check(cx: &mut Context<'_>) {
    let document = cx.document;
    for link in document.links().iter().filter(|link| link.has_own_destination()) {
        let Some(page) = cx.page(link).filter(|page| page.moved == Moved::Permanently) else { continue };
        let written = document.text(link.destination);
        let further = &cx.options.tracking_parameters;
        let Some((address, is_same_site)) = new_address(written, &page.address, further) else { continue };
        let diagnostic = cx
            .report(link.destination, format!("this page has moved to {}", quoted(&address)))
            .gravity(Gravity::Form)
            .help("Write the new address.")
            .condemns(link.destination);
        let title = "Write the new address";
        let edit = difference(link.destination, written, &address);
        let fix = if is_same_site { Fix::safe(title, edit) } else { Fix::unsafe_(title, edit) };
        diagnostic.fix(fix.replacing_address());
    }
}

/// The address to write in place of `written`, and whether it is on the same site; none where nobody would write it.
fn new_address(written: &str, end: &str, further: &[String]) -> Option<(String, bool)> {
    let (old, mut new) = (ParsedUrl::parse(&written.replace("&amp;", "&")).ok()?, ParsedUrl::parse(end).ok()?);
    let place = |url: &ParsedUrl| {
        let path = url.path().trim_end_matches('/').to_owned();
        (url.scheme().to_owned(), url.host_str().map(str::to_owned), path, url.query().map(str::to_owned))
    };
    if place(&old) == place(&new) {
        return None;
    }
    let url = Url::new(end, 0);
    let is_passing = |(key, value, _): (&str, &str, Span)| {
        is_tracking_parameter(&url, key, value, further) || SESSIONS.contains(&key.to_ascii_lowercase().as_str())
    };
    if url.parameters().any(is_passing) || new.path().to_ascii_lowercase().contains(";jsessionid=") {
        return None;
    }
    new.set_fragment(old.fragment());
    let site = |url: &ParsedUrl| url.host_str().map(|host| host.strip_prefix("www.").unwrap_or(host).to_owned());
    let is_same_site = site(&old) == site(&new);
    // What ends a link in Markdown, or a field of an event.
    let address = String::from(new).replace('(', "%28").replace(')', "%29").replace('|', "%7C").replace('\\', "%5C");
    Some((address, is_same_site))
}

/// Parameters that name a session.
const SESSIONS: &[&str] =
    &["phpsessid", "jsessionid", "sessionid", "session_id", "sid", "aspsessionid", "token", "ticket"];

/// The edit that makes `new` of `old`, without what both begin and end with.
fn difference(span: Span, old: &str, new: &str) -> Edit {
    let same = |(one, other): &(char, char)| one == other;
    let start: usize = old.chars().zip(new.chars()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let rest = (&old[start..], &new[start..]);
    let end: usize = rest.0.chars().rev().zip(rest.1.chars().rev()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    Edit::replace(Span::new(span.start + start, span.end - end), &new[start..new.len() - end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_new_address_can_be_written_in_markdown() {
        let new = |written, end| new_address(written, end, &[]);
        let same = |address: &str| Some((address.to_owned(), true));
        assert_eq!(
            new("https://example.org/a", "https://www.example.org/b(c)|d"),
            same("https://www.example.org/b%28c%29%7Cd")
        );
        assert_eq!(new("http://example.org/a", "https://example.org/a"), same("https://example.org/a"));
        assert_eq!(new("https://example.org/a#x", "https://example.org/b"), same("https://example.org/b#x"));
        assert_eq!(new("https://example.org/a?x=1&amp;y=2", "https://example.org/a/?x=1&y=2"), None);
        assert_eq!(new("https://example.org", "https://example.org/"), None);
        let other = new("https://example.org/a", "https://example.com/a");
        assert_eq!(other, Some(("https://example.com/a".to_owned(), false)));
    }

    #[test]
    fn only_what_differs_is_replaced() {
        let edit = difference(Span::new(10, 31), "https://example.org/a", "https://example.org/b/a");
        assert_eq!((edit.span, edit.text.as_str()), (Span::new(30, 30), "b/"));
    }
}
