"""What --fix may do to an issue, checked on real ones against the site's own renderer.

    python fixes.py TWIR_LINT FILE...

For each file: fixing settles, and a second run finds nothing more to fix; no entry and no destination of a link
disappears; no error appears that was not there; and the page has the same words in the same order, but for the words that
the edits of the fixes name. Entries may change places: they are sorted in a run of their own, where only
the order may differ. Needs the package Markdown, of the version that the site uses.
"""

import collections
import difflib
import html.parser
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import markdown


class Page(html.parser.HTMLParser):
    """Words, entries and destinations of a page, in order."""

    def __init__(self, text):
        super().__init__()
        self.words, self.entries, self.links = [], 0, []
        self.feed(markdown.markdown(text, extensions=["extra", "meta", "toc", "codehilite"]))

    def handle_starttag(self, tag, attributes):
        self.entries += tag == "li"
        if tag == "a":
            self.links.append(dict(attributes).get("href", ""))

    def handle_data(self, data):
        self.words.extend(re.findall(r"\w+", data))


def run(binary, *arguments):
    done = subprocess.run([binary, "--no-config", *arguments], capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"{' '.join(map(str, arguments))}\nended with {done.returncode}: {done.stderr.strip()}")
    return done.stdout


def findings(binary, path, *options):
    return json.loads(run(binary, "--format", "json", *options, path))["diagnostics"]


# Rules that turn a line from text into something else, or the other way round: a link, front matter, code. All
# words of the line may change.
WHOLE_LINES = {"malformed-link", "front-matter", "raw-html", "unbalanced-backticks"}


# Rules that move entries or sections and write nothing.
MOVES = ("event-order", "event-place-order", "event-region-heading", "media-order")

# Rules that report nothing unless they are asked to.
TIDY = ("blank-lines", "cfp-spacing", "extra-space", "trailing-whitespace")


def folded(link):
    """A destination without what `untidy-url` takes off."""
    return re.sub(r"(?<!:)/{2,}", "/", link).rstrip("/?#&")


def named(bytes_, diagnostics):
    """The words that the edits of fixes write or replace."""
    words = set()
    lines = bytes_.decode(errors="replace").splitlines()
    for diagnostic in diagnostics:
        if diagnostic["rule"] in WHOLE_LINES:
            words.update(re.findall(r"\w+", lines[diagnostic["range"]["start"]["line"] - 1]))
        for edit in (diagnostic["fix"] or {"edits": []})["edits"]:
            replaced = bytes_[edit["range"]["start"]["byte"] : edit["range"]["end"]["byte"]].decode(errors="replace")
            # An edit within a word names all of it.
            line = bytes_[: edit["range"]["start"]["byte"]].rsplit(b"\n", 1)[-1] + replaced.encode()
            rest = bytes_[edit["range"]["end"]["byte"] :].split(b"\n", 1)[0]
            around = re.findall(r"\w+$", line.decode(errors="replace")) + re.findall(r"^\w+", rest.decode(errors="replace"))
            words.update(re.findall(r"\w+", edit["text"] + " " + replaced), around)
    return words


def check(binary, original, scratch):
    copy = scratch / pathlib.Path(*original.parts[-2:])
    copy.parent.mkdir(exist_ok=True)
    before = original.read_bytes()
    copy.write_bytes(before)
    options = [option for rule in MOVES for option in ("--allow", rule)]
    # What is tidied up in silence is named only when it is asked for.
    asked = [option for rule in TIDY for option in ("--warn", rule)]
    found = findings(binary, copy, *options, *asked)
    allowed = named(before, found)
    run(binary, "--fix", "--quiet", *options, copy)
    after = copy.read_bytes()
    left = findings(binary, copy, *options)
    for diagnostic in left:
        if (diagnostic["fix"] or {}).get("applicability") == "safe":
            yield f"{diagnostic['range']['start']['line']}: {diagnostic['rule']} is still to be fixed"
    errors = lambda diagnostics: collections.Counter(d["rule"] for d in diagnostics if d["severity"] == "error")
    for rule, more in (errors(left) - errors(found)).items():
        yield f"{more} new errors of {rule}"
    old, new = Page(before.decode(errors="replace")), Page(after.decode(errors="replace"))
    if new.entries < old.entries - sum(d["rule"] in ("empty-item", "double-bullet") for d in found):
        yield f"{old.entries - new.entries} entries are gone"
    lost = collections.Counter(map(folded, old.links)) - collections.Counter(map(folded, new.links))
    for link in lost:
        # A destination that an edit names was mended, not lost.
        if not set(re.findall(r"\w+", link)) & allowed:
            yield f"the link to {link} is gone"
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, old.words, new.words, autojunk=False).get_opcodes():
        changed = set(old.words[i1:i2] + new.words[j1:j2]) - allowed if tag != "equal" else ()
        if changed:
            yield f"words of the page changed: {' '.join(old.words[i1:i2])} → {' '.join(new.words[j1:j2])}"
    run(binary, "--fix", "--quiet", copy)
    if sorted(Page(copy.read_text(errors="replace")).words) != sorted(new.words):
        yield "sorting the events changed words"


def main():
    binary, files = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2:]
    failures = 0
    with tempfile.TemporaryDirectory() as scratch:
        for name in files:
            for failure in check(binary, pathlib.Path(name), pathlib.Path(scratch)):
                print(f"{name}: {failure}")
                failures += 1
    print(f"{len(files)} files fixed, {failures} failures")
    sys.exit(failures > 0)


main()
