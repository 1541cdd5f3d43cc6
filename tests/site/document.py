"""What twir-lint takes an issue for, compared with the page that the site's own renderer makes of it.

    python document.py TWIR_LINT DOCUMENT FILE...

DOCUMENT is the example of that name, which prints the links, list items and headings that twir-lint sees. The page has to
have the same: links by text and destination, items by text and depth, headings by text and level, in this order. Where one
of them differs, a rule has to have spoken on its line; where an item stands on the page at the depth that it is
meant to have, neither nested-indent nor swallowed-list may have. Needs the package Markdown, of the version that the site uses.
"""

import collections
import difflib
import html
import html.parser
import json
import pathlib
import re
import subprocess
import sys

import markdown

# What only the depth of an item is the matter of.
OF_DEPTH = {"nested-indent", "swallowed-list"}


def letters(text):
    """What is left of a text when markup and blanks are gone."""
    return re.sub(r"[\W_]+", "", text)


class Page(html.parser.HTMLParser):
    """Links, list items and headings of a page, each as what is compared."""

    def __init__(self, text):
        super().__init__()
        self.links, self.items, self.headings = [], [], []
        self.open, self.depth, self.link = [], 0, None
        self.feed(markdown.markdown(text, extensions=["extra", "meta", "toc", "codehilite"]))
        self.links = [(letters(link), destination) for link, destination in map(tuple, self.links)]
        self.items = [(depth, letters(item)) for depth, item in map(tuple, self.items)]
        self.headings = [(level, letters(heading)) for level, heading in map(tuple, self.headings)]

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "a":
            self.link = ["", attributes.get("href") or ""]
            # Notes and their way back are made by the renderer.
            if attributes.get("class") not in ("footnote-ref", "footnote-backref"):
                self.links.append(self.link)
        elif tag == "li":
            item = [sum(tag == "li" for tag, _ in self.open) + 1, ""]
            # A list that somebody is quoted with holds no entries.
            if not any(tag == "blockquote" for tag, _ in self.open):
                self.items.append(item)
            self.open.append((tag, item))
        elif tag == "blockquote":
            self.open.append((tag, [0, ""]))
        elif re.fullmatch("h[1-6]", tag):
            self.headings.append([int(tag[1]), ""])
            self.open.append((tag, self.headings[-1]))

    def handle_endtag(self, tag):
        if tag == "a":
            self.link = None
        for index in range(len(self.open) - 1, -1, -1):
            if self.open[index][0] == tag:
                del self.open[index:]
                break

    def handle_data(self, data):
        if self.link:
            self.link[0] += data
        if self.open:
            self.open[-1][1][1] += data


def unescaped(text):
    text = re.sub(r"\\([\\`*_{}\[\]()>#+.!|-])", r"\1", text)
    # Without its semicolon, no reference: `&reg` begins a parameter.
    return re.sub(r"&#?\w+;", lambda reference: html.unescape(reference[0]), text)


def seen(document):
    """The same of what twir-lint sees, each part with its line."""
    link = lambda link: ((letters(unescaped(link["text"])), unescaped(link["destination"])), link["line"])
    item = lambda item: ((item["depth"], letters(unescaped(item["text"]))), item["line"])
    heading = lambda heading: ((heading["level"], letters(unescaped(heading["text"]))), heading["line"])
    return {
        "link": list(map(link, document["links"])),
        "item": list(map(item, document["items"])),
        "heading": list(map(heading, document["headings"])),
    }


def check(document, page, spoken, last_line):
    """Differences on lines of which no rule has spoken, and words of rules on lines without a difference."""
    page = {"link": page.links, "item": page.items, "heading": page.headings}
    as_meant = {item["line"] for item in document["items"] if item["depth"] == item["meant"]}
    for kind, parts in seen(document).items():
        keys, lines = [key for key, _ in parts], [line for _, line in parts]
        for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, keys, page[kind], autojunk=False).get_opcodes():
            if tag == "equal":
                for line in lines[i1:i2]:
                    if kind == "item" and line in as_meant and spoken[line] & OF_DEPTH:
                        yield line, f"{' and '.join(spoken[line] & OF_DEPTH)} spoke of an item that is where it is meant to be"
                continue
            first = lines[i1 - 1] if i1 else 1
            last = lines[i2] if i2 < len(lines) else last_line
            # What the site adds to an entry stands in the lines below it.
            reach = lambda index: lines[index + 1] if kind == "item" and index + 1 < len(lines) else lines[index] + 1
            places = [range(lines[index], max(reach(index), lines[index] + 1)) for index in range(i1, i2)]
            for place in places or [range(first, last + 1)]:
                if not any(spoken[line] for line in place):
                    yield place[0], f"{kind}: {keys[i1:i2]} here, {page[kind][j1:j2]} on the site"
                    break


def main():
    binary, example, files = sys.argv[1], sys.argv[2], sys.argv[3:]
    output = lambda *command: subprocess.run(command, capture_output=True, text=True).stdout
    found = json.loads(output(binary, "--no-config", "--format", "json", "--warn", "all", *files))["diagnostics"]
    spoken = collections.defaultdict(lambda: collections.defaultdict(set))
    for diagnostic in found:
        # What is nested is said of an entry, not of those that it points to.
        labels = [] if diagnostic["rule"] in OF_DEPTH else diagnostic["labels"]
        for place in [diagnostic, *labels]:
            path = place.get("path", diagnostic["path"])
            for line in range(place["range"]["start"]["line"], place["range"]["end"]["line"] + 1):
                spoken[path][line].add(diagnostic["rule"])
    failures, parts = 0, 0
    for line in output(example, *files).splitlines():
        document = json.loads(line)
        text = pathlib.Path(document["path"]).read_text(errors="replace")
        page = Page(text)
        parts += len(page.links) + len(page.items) + len(page.headings)
        for at, failure in check(document, page, spoken[document["path"]], text.count("\n") + 1):
            print(f"{document['path']}:{at}: {failure}")
            failures += 1
    print(f"{parts} links, items and headings compared in {len(files)} files, {failures} failures")
    sys.exit(failures > 0 or not parts)


main()
