"""Makes docs/site.md: what the site shows otherwise than GitHub, and the rules that say so.

    python differences.py TWIR_LINT PAGE

Renders each text below with cmark-gfm, which is GitHub's own renderer, and with the site's, and runs the linter on it. Ends with an
error where both show the same, where no rule speaks, or where PAGE is not what comes of it; with UPDATE_DOCS=1 in the environment, it
writes PAGE. Needs the packages Markdown and cmarkgfm.
"""

import difflib
import html.parser
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import cmarkgfm
import markdown

HEAD = """<!-- Made by tests/site/differences.py; `UPDATE_DOCS=1 .ci/run` makes it again. -->

# What the site shows otherwise than GitHub

The newsletter is written on GitHub, whose preview is made by cmark-gfm. The site is made by Pelican with Python-Markdown and its
extensions `extra`, `meta`, `toc` and `codehilite`. Most issues read the same in both. Here is what does not: each text, what becomes of it, and
the rules of twir-lint that report it. Items of lists are written with `•` here, nested ones further in; links with `→`.
"""

FIRST = "* [First](https://example.org/1)\n"
EVENT = "* 2026-03-05 | Ghent, BE | [Rust Ghent](https://example.org/ghent)\n"
NAME = "    * [**Hack night**](https://example.org/night)\n"
SECOND = "* [Second](https://example.org/2)\n"

# A title and a text each; a text without a heading is that of a section of entries.
DIFFERENCES = [
    ("Lists", [
        ("A list right below a line of text is part of it", "New papers:\n" + FIRST),
        ("A nested list is indented by four spaces, not by two", "### Europe\n" + EVENT + NAME[2:]),
        ("A blank line before a nested entry nests all that follows", "### Europe\n" + EVENT + "\n" + NAME + EVENT.replace("Ghent", "Bern").replace("ghent", "bern") + NAME.replace("night", "day")),
        ("`1)` is no bullet", "### Research\n1) [First](https://example.org/1)\n"),
        ("A line that holds a no-break space is not blank", "News:\n\u00a0\n" + FIRST),
        ("Five spaces after a bullet are still spaces after a bullet", "*      [First](https://example.org/1)\n"),
    ]),
    ("Comments and HTML", [
        ("Blanks behind a comment make a paragraph of the list below", "### Research\n<!-- new --> \n" + FIRST),
        ("A list within tags needs an attribute to be read", "### Research\n<div>\n\n" + FIRST + "\n</div>\n"),
        ("A tag that is never closed takes all below it", "### Research\n<details>\n\n" + FIRST + SECOND),
        ("Types with brackets are tags", "### Research\n* [Sorting a Map<K, V>](https://example.org/map)\n"),
        ("A comment that is never closed hides what follows only on GitHub", "### Research\n" + FIRST + "\n<!-- old\n\n" + SECOND),
    ]),
    ("Headings and rules", [
        ("`#` needs no space after it", "A change in\n#1234 of last week.\n"),
        ("A heading begins in the first column", "### Research\n" + FIRST + "\n ### Miscellaneous\n" + SECOND),
        ("A line of dashes right below an entry makes a heading of it", "### Research\n" + FIRST + "---\n"),
    ]),
    ("Definitions", [
        ("`*[name]: text` is an abbreviation", "### Research\n" + FIRST + "*[Second]: https://example.org/2\n"),
    ]),
    ("Within a line", [
        ("A backslash before `~` stays", "* [Pots](https://example.org/\\~pot)\n"),
        ("A backslash before `<` stays", "* [Sorting Vec\\<T\\>](https://example.org/pot)\n"),
        ("Quotes in an address open a title", "* [Pots](https://example.org/\"pot\")\n"),
        ("Braces right behind code are attributes", "* [Allow `Pot`{..} patterns](https://example.org/pot)\n"),
        ("An address by itself is no link", "* Pots: https://example.org/pot\n"),
        ("Tildes strike nothing out", "* ~~[Pots](https://example.org/pot)~~\n"),
    ]),
]


class Shown(html.parser.HTMLParser):
    """What readers see of a page, in lines: bullets, links, headings, code."""

    def __init__(self, page):
        super().__init__()
        self.text, self.depth, self.links, self.is_code = "", 0, [], False
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        if tag == "li":
            self.depth += 1
            self.text += "\n" + "    " * (self.depth - 1) + "• "
        elif tag == "a":
            self.links.append(dict(attributes).get("href", ""))
        elif re.fullmatch("h[1-6]", tag):
            self.text += "\n[heading] "
        elif tag == "pre":
            self.text += "\n[code] "
        elif tag in ("p", "div", "table", "hr") and not self.text.rstrip(" ").endswith("•"):
            self.text += "\n"
        elif tag == "del":
            self.text += "[struck out] "

    def handle_endtag(self, tag):
        if tag == "li":
            self.depth -= 1
        elif tag == "a":
            self.text += f" → {self.links.pop() if self.links else ''}"
        elif tag in ("p", "pre", "ul") or re.fullmatch("h[1-6]", tag):
            self.text += "\n"

    def handle_data(self, data):
        self.text += data if data.strip() else " " if not data.count("\n") else ""

    def lines(self):
        return [line.rstrip() for line in self.text.split("\n") if line.strip()] or ["(nothing)"]


def rules(binary, text):
    with tempfile.TemporaryDirectory() as scratch:
        path = pathlib.Path(scratch, "draft.md")
        path.write_text(text)
        done = subprocess.run([binary, "--no-config", "--format", "json", path], capture_output=True, text=True)
    return sorted({diagnostic["rule"] for diagnostic in json.loads(done.stdout)["diagnostics"]})


def groups(folder):
    """The name of the page about each rule, of those made from the rules."""
    pages = sorted((folder / "rules").glob("*.md"))
    return {rule: page.stem for page in pages for rule in re.findall("^## (\\S+)$", page.read_text(), re.MULTILINE)}


def visible(text):
    return text.replace("\u00a0", "\\u{a0}").replace("\t", "→\t") if "\u00a0" in text else text


def code(text):
    return "```text\n" + text.rstrip("\n") + "\n```\n"


def main():
    binary, page = sys.argv[1], pathlib.Path(sys.argv[2])
    parts, failures, group_of = [HEAD], 0, groups(page.parent)
    for group, differences in DIFFERENCES:
        parts.append(f"## {group}\n")
        for title, text in differences:
            github = Shown(cmarkgfm.github_flavored_markdown_to_html(text)).lines()
            site = Shown(markdown.markdown(text, extensions=["extra", "meta", "toc", "codehilite"])).lines()
            said = rules(binary, text)
            if github == site:
                print(f"{title}: both show {site}")
                failures += 1
            if not said:
                print(f"{title}: no rule says so")
                failures += 1
            links = ", ".join(f"[`{rule}`](rules/{group_of[rule]}.md#{rule})" for rule in said)
            shown = lambda lines: code("\n".join(lines))
            # Blanks at the end of a line are part of the text.
            parts += [f"### {title}\n", code(re.sub(r"(?m) $", "␠", visible(text))), "GitHub shows\n", shown(github), "and the site\n", shown(site), f"Reported by {links}.\n"]
    wanted = "\n".join(parts)
    current = page.read_text() if page.exists() else ""
    if current != wanted and os.environ.get("UPDATE_DOCS"):
        page.write_text(wanted)
    elif current != wanted:
        print(f"{page} is not current; UPDATE_DOCS=1 makes it again", *difflib.unified_diff(current.splitlines(), wanted.splitlines(), lineterm=""), sep="\n")
        failures += 1
    print(f"{sum(len(differences) for _, differences in DIFFERENCES)} differences between GitHub and the site, {failures} failures")
    sys.exit(failures > 0)


main()
