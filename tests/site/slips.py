"""Breaks issues in one place, as a slip would, and compares what twir-lint says and mends with what the page loses.

    python slips.py TWIR_LINT [--seed N] [--count N] [--least FILE] [--show FAULT]... FILE...

From FILE... it cuts short issues of which the linter reports no error, and breaks each in one place, by one of the kinds
below, or in two. The site's own renderer makes a page of each text: before, broken, and after `--fix`. Entries are compared by
depth, words, destinations and the entry above them. Where the page loses one, an error is wanted at the place that was
changed; where it loses none, no new error; and no fix may make a page worse. Prints a table by kind. Ends with an
error where a share is worse than the limits below. Needs the package Markdown, of the version that the site uses.
"""

import argparse
import collections
import concurrent.futures
import html.parser
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import urllib.parse

import markdown

# The least share of damage that is reported at its place, that is an error there, and that safe fixes mend; and the largest share of
# harmless changes with a new error. In per cent.
LEAST_SAID, LEAST_ERROR, LEAST_MENDED, MOST_FALSE = 98, 97, 80, 2
# How many fixes may make a page worse, in per cent of all slips.
MOST_WORSE = 0

# How many lines beside those that were changed a finding may begin.
NEAR = 1

KINDS = {}


def kind(name):
    def add(function):
        assert name not in KINDS, name
        KINDS[name] = function
        return function

    return add


# --- Places -----------------------------------------------------------------------------------------------------------

ENTRY = re.compile(r"^( *)\* (.*)$")
LINK = re.compile(r"\[((?:[^\[\]`\\<>]|`[^`]*`)+)\]\((https?://[^\s()<>\"']+)\)")


def entries(lines, nested=None):
    """The lines that are entries with a link; only nested ones, or only others, where `nested` says so."""
    found = []
    for index, line in enumerate(lines):
        entry = ENTRY.match(line)
        if entry and LINK.search(line) and nested in (None, bool(entry[1])):
            found.append(index)
    return found


def is_entry(lines, index):
    return 0 <= index < len(lines) and bool(ENTRY.match(lines[index]))


def gaps(lines, nested=False):
    """Indexes of entries right below another entry; nested ones where asked for."""
    return [index for index in entries(lines, nested) if is_entry(lines, index - 1)]


def firsts(lines):
    """Indexes of the first entries of lists."""
    return [index for index in entries(lines, False) if not is_entry(lines, index - 1)]


def lasts(lines):
    return [index for index in entries(lines) if not is_entry(lines, index + 1)]


def list_end(lines, index):
    while is_entry(lines, index):
        index += 1
    return index


def pick(rng, places):
    return rng.choice(places) if places else None


def joined_lines(lines):
    return [part for line in lines for part in line.split("\n")]


def replaced(lines, index, new, count=1):
    return lines[:index] + (new.split("\n") if isinstance(new, str) else new) + lines[index + count :]


# --- Kinds ------------------------------------------------------------------------------------------------------------


def on_entry(name, change, nested=None, where=entries):
    """A kind that writes an entry anew: `change` gets its indent and what stands behind the bullet."""

    @kind(name)
    def slip(rng, lines):
        index = pick(rng, where(lines, nested) if where is entries else where(lines))
        if index is None:
            return None
        indent, body = ENTRY.match(lines[index]).groups()
        return replaced(lines, index, change(rng, indent, body))


def bullet(name, *markers):
    on_entry(f"bullet: {name}", lambda rng, indent, body: indent + rng.choice(markers) + body)


bullet("none", "")
bullet("another letter", "•", "• ", "· ", "● ", "‣ ", "◦ ", "∙ ", "▪ ", "■ ")
bullet("a dash", "– ", "— ", "−  ", "‐ ", "--- ", "-- ")
bullet("a letter", "o ", "x ", "a. ", "a) ", "i. ")
bullet("a number that is none", "1) ", "(1) ", "1: ", "1 ", "1.", "#1 ")
bullet("an emoji", "🦀 ", "✅ ", "👉 ", "🎉", ":tada: ", "➡️ ", "⭐ ")
bullet("with punctuation", "*. ", "*: ", "*) ", "-> ", "=> ", "~ ", "= ", "/ ", ". ", "*, ", "* . ")
bullet("two", "* * ", "** ", "* - ", "- * ", "** **", "*** ", "++ ", "* ** ", "* • ")
bullet("escaped", "\\* ", "\\- ", "&ast; ", "&#42; ", "&bull; ")
bullet("no-break space behind", "*\u00a0", "*\u2003", "*\u3000", "*\u2009", "*\u200b", "*\u200b ")
bullet("no-break space before", "\u00a0* ", "\u200b* ", "\ufeff* ", "\u3000* ", "\u2003* ", "\u00a0\u00a0\u00a0\u00a0* ")
bullet("glued", "*", "-", "+", "*\\")
bullet("five blanks behind", "*     ", "*      ", "*    ", "*        ")
bullet("tab behind", "*\t", "*\t\t", "* \t")
bullet("blanks behind", "*  ", "*   ")
bullet("another that Markdown knows", "- ", "+ ")
bullet("a number", "1. ", "2. ", "10. ", "0. ", "01. ")
bullet("fullwidth", "＊ ", "∗ ", "﹡ ", "✱ ", "⁎ ", "－ ")
bullet("a check box", "* [ ] ", "* [x] ", "- [ ] ", "[ ] ")
bullet("a quotation mark", "> ", ">", "* > ", "> * ")
bullet("a heading sign", "# ", "## ", "### ", "* # ", "#### * ", "#")
bullet("a colon", ": ", ":   ", ":* ")
bullet("a bar", "| ", "|* ", "|")
bullet("HTML", "<li>", "<li> ", "<p>", "<br>* ", "<b>", "<ul><li>", "* <li>")

bullet("signs of other writers", "(a) ", "1.) ", "#. ", ">> ", "> > ", "_ ", "@ ", "% ", "^ ", "\u2022\t", "§ ", "† ", "→ ", "» ", "• * ", "* – ")
bullet("a soft hyphen", "*\u00ad ", "\u00ad* ", "*\u2060 ", "\u200e* ", "* \u200b", "*\u202f")

for width in range(1, 9):
    on_entry(f"indent: an entry by {width}", lambda rng, indent, body, width=width: f"{' ' * width}* {body}", nested=False)
for width in (0, 1, 2, 3, 5, 6, 7, 8, 9, 12):
    on_entry(f"indent: a nested entry by {width}", lambda rng, indent, body, width=width: f"{' ' * width}* {body}", nested=True)
on_entry("indent: an entry by a tab", lambda rng, indent, body: f"{rng.choice(chr(9) + ' ' if rng.random() < 0.3 else chr(9))}* {body}", nested=False)
on_entry("indent: a nested entry by tabs", lambda rng, indent, body: f"{rng.choice([chr(9), chr(9) * 2, '  ' + chr(9), chr(9) + '  '])}* {body}", nested=True)
on_entry("indent: the first entry", lambda rng, indent, body: f"{' ' * rng.choice([1, 2, 3, 4, 5, 8])}* {body}", where=firsts)


@kind("indent: a whole list")
def whole_list(rng, lines):
    index = pick(rng, firsts(lines))
    if index is None:
        return None
    end = list_end(lines, index)
    indent = rng.choice([" ", "  ", "   ", "    ", "\t"])
    return lines[:index] + [indent + line for line in lines[index:end]] + lines[end:]


@kind("indent: all nested entries of a list")
def all_nested(rng, lines):
    index = pick(rng, entries(lines, True))
    if index is None:
        return None
    end = list_end(lines, index)
    indent = rng.choice(["", " ", "  ", "   ", "     ", "        ", "\t"])
    return lines[:index] + [re.sub("^    (?=\\*)", indent, line) for line in lines[index:end]] + lines[end:]


@kind("indent: the heading")
def heading_indent(rng, lines):
    index = pick(rng, [index for index, line in enumerate(lines) if line.startswith("#") and index > 5])
    if index is None:
        return None
    return replaced(lines, index, rng.choice([" ", "  ", "   ", "    ", "\t", "\u00a0", "\u200b", "* ", "\\"]) + lines[index])


@kind("heading: its signs")
def heading_signs(rng, lines):
    index = pick(rng, [index for index, line in enumerate(lines) if line.startswith("#") and index > 5])
    if index is None:
        return None
    signs, words = lines[index].split(" ", 1)
    change = rng.choice([signs + words, words, f"{signs}# {words}", f"#{words}", f"{signs}  {words}", f"**{words}**", f"{words}\n---", f"{words}\n===", f"{signs}\u00a0{words}", f"####### {words}", f"<h3>{words}</h3>"])
    return replaced(lines, index, change)


def insert(name, *texts, where):
    """A kind that writes lines above one of the places."""

    @kind(name)
    def slip(rng, lines):
        index = pick(rng, where(lines))
        return None if index is None else replaced(lines, index, rng.choice(texts).split("\n"), 0)


BLANK = ("", "\n", "  ", "    ", "\t", "\u00a0", "        ", " \n ", "\u200b", "\u3000")
nested_gaps = lambda lines: gaps(lines, True)
# Between a list and what stands above it, its heading or a paragraph: without the blank line that may be there.
insert("blank line: between entries", *BLANK[:2], where=gaps)
insert("blank line: of white space between entries", *BLANK[2:], where=gaps)
insert("blank line: before a nested entry", *BLANK[:2], where=nested_gaps)
insert("blank line: of white space before a nested entry", *BLANK[2:], where=nested_gaps)
insert("blank line: above a list", *BLANK, where=firsts)
insert("blank line: below a list", *BLANK, where=lambda lines: [index + 1 for index in lasts(lines)])


@kind("blank line: none where one was")
def no_blank_line(rng, lines):
    start = next((index for index, line in enumerate(lines) if index and not line), 0)
    index = pick(rng, [index for index, line in enumerate(lines) if not line and index > start])
    return None if index is None else replaced(lines, index, [], 1)


@kind("blank line: between all entries")
def blank_between_all(rng, lines):
    index = pick(rng, gaps(lines))
    if index is None:
        return None
    end = list_end(lines, index)
    return lines[:index] + [part for line in lines[index:end] for part in ([] if line.startswith(" ") else [""]) + [line]] + lines[end:]


TEXT = ("Some of the news of this week:", "And more:", "News\nof the week", "**Tools**", "_More_", "More on that:\n ", "Tools  ", "[Tools](https://example.org/tools):")
insert("text: right above a list", *TEXT, where=firsts)
insert("text: between entries", *TEXT, where=gaps)
insert("text: a paragraph between entries", *(f"\n{text}\n" for text in TEXT), *(f"\n{text}" for text in TEXT), where=gaps)
insert("text: before a nested entry", *TEXT, "  Talks:", "    Talks:", where=nested_gaps)
insert("text: right below a list", *TEXT, where=lambda lines: [index + 1 for index in lasts(lines)])

COMMENT = ("<!-- new -->", "<!-- new -->\n", "\n<!-- new -->", "\n<!-- new -->\n", "<!--new-->", "<!-- one --><!-- two -->")
TRAILING = ("<!-- new --> ", "<!-- new -->  ", "<!-- new -->\t", "\n<!-- new --> ", "\n<!-- new -->  ", "<!-- new -->\u00a0", "\n<!-- new --> \n")
LINES = ("<!--\nnew\n-->", "\n<!--\nnew\n-->\n", "<!-- new\n\nlinks -->", "<!--\n\nnew\n\n-->\n", "<!--\n* [Old](https://example.org/old)\n-->", "<!-- new\n--> ", "  <!--\n  new\n  -->")
INDENTED = (" <!-- new -->", "  <!-- new -->", "    <!-- new -->", "\t<!-- new -->", "   <!-- new --> ", "* <!-- new -->", "    * <!-- new -->")
MALFORMED = ("<!-- new ->", "<!-- new", "<!-- new --", "<! -- new -->", "<!- new -->", "<!-- new --!>", "<-- new -->", "-->", "<!-- new --->", "<!-- a <!-- b --> c -->", "<!-->", "<!--->", "<!---->", "new -->", "<!-- new\n")
for what, texts in {"": COMMENT, " with blanks at its end": TRAILING, " of several lines": LINES, " with an indent": INDENTED, " that is malformed": MALFORMED}.items():
    insert(f"comment{what}: above a list", *texts, where=firsts)
    insert(f"comment{what}: between entries", *texts, where=gaps)
    insert(f"comment{what}: before a nested entry", *texts, where=nested_gaps)
on_entry("comment: before the bullet", lambda rng, indent, body: rng.choice([f"{indent}<!-- new --> * {body}", f"{indent}<!-- new -->* {body}", f"<!-- new -->{indent}* {body}", f"{indent}<!-- new\n--> * {body}"]))
on_entry("comment: behind the bullet", lambda rng, indent, body: f"{indent}* <!-- {rng.choice(['new', 'a > b', '-', ''])} -->{rng.choice([' ', ''])}{body}")
on_entry("comment: at the end of an entry", lambda rng, indent, body: f"{indent}* {body}{rng.choice([' <!-- new -->', '<!-- new -->', ' <!-- new', ' <!-- new --> ', ' <!--', ' -->', ' <!-- a' + chr(10) + 'b -->', chr(10) + '<!-- new -->', chr(10) + '  <!-- new -->', chr(10) + '    <!-- new -->'])}")

BLOCKS = ("div", "details", "h4", "center", "section", "p", "ul", "blockquote", "table", "article", "aside", "summary", "figure", "pre", "form", "address")
VOID = ("<br>", "<br/>", "<br />", "<hr>", "<hr />", "<img src=\"https://example.org/x.png\">", "<a id=\"x\"></a>", "<a name=\"x\">", "<wbr>")
opened = lambda tag: f"<{tag}>"
whole = lambda tag: f"<{tag}>More</{tag}>"
insert("HTML: a block above a list", *map(whole, BLOCKS), *(whole(tag) + "\n" for tag in BLOCKS), where=firsts)
insert("HTML: a block between entries", *map(whole, BLOCKS), *("\n" + whole(tag) + "\n" for tag in BLOCKS), where=gaps)
insert("HTML: an open block above a list", *map(opened, BLOCKS), *(opened(tag) + "\n" for tag in BLOCKS), "<details><summary>More</summary>", "<details>\n<summary>More</summary>\n", "<div markdown=\"1\">", "<div class=\"x\">\n", where=firsts)
insert("HTML: an open block between entries", *map(opened, BLOCKS), *("\n" + opened(tag) + "\n" for tag in BLOCKS), where=gaps)
insert("HTML: a closing tag", *(f"</{tag}>" for tag in BLOCKS + ("li", "a", "T")), *(f"\n</{tag}>\n" for tag in BLOCKS), where=gaps)
insert("HTML: an empty element", *VOID, *(f"\n{tag}\n" for tag in VOID), where=lambda lines: gaps(lines) + firsts(lines))
insert("HTML: other markup", "<?xml?>", "<!DOCTYPE html>", "<![CDATA[ x ]]>", "<?php", "<script>", "<style>", "<script>x</script>", "<textarea>", "<math>", "<!ELEMENT x>", where=lambda lines: gaps(lines) + firsts(lines))
on_entry("HTML: a tag in the entry", lambda rng, indent, body: f"{indent}* {rng.choice([body + '<br>', body + ' <br />', '<b>' + body + '</b>', '<div>' + body + '</div>', '<p>' + body, '<span>' + body + '</span>', '<div>' + body, body + '</li>', '<strong>' + body, '<center>' + body + '</center>', '<sub>' + body + '</sub>', body + '</div>', '<li>' + body + '</li>', body + '<hr>'])}")


@kind("HTML: a list around")
def html_list(rng, lines):
    index = pick(rng, firsts(lines))
    if index is None:
        return None
    end = list_end(lines, index)
    tag = rng.choice(BLOCKS)
    blank = rng.choice([[], [""]])
    attribute = rng.choice(["", "", " markdown=\"1\"", " class=\"x\""])
    return lines[:index] + [f"<{tag}{attribute}>"] + blank + lines[index:end] + blank + [f"</{tag}>"] + lines[end:]


insert("quotation: above or between", "> Quoted", ">", "> Quoted\n", "\n> Quoted\n", "\n> Quoted", "  > Quoted", where=lambda lines: gaps(lines) + firsts(lines))


def around(name, wrap, most=99):
    @kind(name)
    def slip(rng, lines):
        index = pick(rng, firsts(lines) + gaps(lines))
        if index is None:
            return None
        end = min(list_end(lines, index), index + rng.choice([1, 2, most]))
        return lines[:index] + wrap(rng, lines[index:end]) + lines[end:]


around("quotation: around", lambda rng, inner: [rng.choice(["> ", ">", " > "]) + line for line in inner])
around("fence: around", lambda rng, inner: (fence := rng.choice(["```", "~~~", "```md", "````"]), [rng.choice([fence, "\n" + fence])] + inner + [fence.rstrip("md")])[1])
around("code: indented with a blank line", lambda rng, inner: ["", *("    " + line for line in inner)])
insert("fence: open", "```", "~~~", "```text", "\n```", "\n```\n", "``", "````", "    ```", where=lambda lines: gaps(lines) + firsts(lines))
on_entry("code: backticks around the entry", lambda rng, indent, body: rng.choice([f"{indent}* `{body}`", f"{indent}`* {body}`", f"{indent}* ``{body}``", f"`{indent}* {body}`", f"{indent}* ```{body}```"]))
insert("rule: between entries", "---", "***", "___", "- - -", "* * *", "\n---\n", "\n---", "---\n", "\n***\n", "--", "===", "=", "-", "-----", "\n===\n", where=gaps)
insert("rule: above or below a list", "---", "***", "===", "--", "---\n", "- - -", where=lambda lines: firsts(lines) + [index + 1 for index in lasts(lines)])
insert("heading: between entries", "#### More", "#More", "# More", "\n#### More\n", " #### More", "More\n---", "More\n===", "#123", "####", where=gaps)
insert("table: between entries", "| a | b |\n| --- | --- |\n| c | d |", "\na | b\n--- | ---\nc | d\n", "|---|---|---|", "--- | --- | ---", "|", "| |", where=gaps)
on_entry("table: an entry as a row", lambda rng, indent, body: rng.choice([f"| {body} |", f"{indent}| {body} | a |", f"|{body}|\n|---|", f"{body} | a\n--- | ---"]))
on_entry("rule: an entry with a line below", lambda rng, indent, body: rng.choice([f"{body}\n---", f"{body}\n===", f"{indent}* {body}\n{indent}---", f"{indent}* {body}\n=====", f"{indent}* {body}\n{indent}  ---"]))
insert("definition list: between entries", ": More", ":   More", "Term\n: More", "\nTerm\n: More\n", "\n: More", "    : More", where=gaps)
insert("attribute list: below an entry", "{: .new }", "{: #new}", "{.new}", "    {: .new }", "{#new}", "{ new }", "{:.new}", where=lambda lines: [index + 1 for index in entries(lines)])
on_entry("attribute list: at the end of an entry", lambda rng, indent, body: f"{indent}* {body}{rng.choice([' {: .new }', '{: .new }', '{.new}', ' {.new}', '{: title=x }', '{ new }', ' { new }', ' {}', '{}', ' {#new}', '{:}', chr(10) + '{: .x }', chr(10) + '    {: .x }'])}")
insert("abbreviation: between entries", "*[HTML]: Hypertext", "*[Rust]: A language", "\n*[Rust]: A language\n", "*[HTML]:", "\n*[HTML]: Hypertext", where=lambda lines: gaps(lines) + firsts(lines))
insert("footnote: between entries", "[^1]: A note", "\n[^1]: A note\n", "[^note]:", "\n[^1]: A note", "[^1]: A note\n    * more", where=lambda lines: gaps(lines) + firsts(lines))
on_entry("footnote: in an entry", lambda rng, indent, body: f"{indent}* {body}{rng.choice(['[^1]', ' [^1]', chr(10) + '[^1]: note'])}")
insert("definition: between entries", "[new]: https://example.org/new", "\n[new]: https://example.org/new\n", "    [new]: https://example.org/new", "[new]:\n  https://example.org/new", "[new]: <https://example.org/new> \"New\"", "\n[new]: https://example.org/new", "[new]: https://example.org/new\n", where=lambda lines: gaps(lines) + firsts(lines) + nested_gaps(lines))


@kind("lines: two entries joined")
def joined(rng, lines):
    index = pick(rng, gaps(lines))
    return None if index is None else replaced(lines, index - 1, lines[index - 1] + rng.choice(["", " ", "  "]) + lines[index].lstrip(), 2)


@kind("lines: an entry split in its text")
def split(rng, lines):
    index = pick(rng, entries(lines))
    if index is None:
        return None
    blanks = [blank.start() for blank in re.finditer(" ", lines[index]) if blank.start() > 6]
    if not blanks:
        return None
    at = rng.choice(blanks)
    rest = lines[index][at + 1 :]
    return replaced(lines, index, [lines[index][:at], *rng.choice([[rest], ["  " + rest], ["    " + rest], ["", rest], ["", "    " + rest], [" ", rest], ["\\", rest]])])


@kind("lines: an entry split anywhere")
def split_anywhere(rng, lines):
    index = pick(rng, entries(lines))
    if index is None:
        return None
    at = rng.randrange(3, len(lines[index]))
    return replaced(lines, index, [lines[index][:at], rng.choice(["", "  ", "    "]) + lines[index][at:]])


on_entry("lines: a blank or a backslash at the end", lambda rng, indent, body: f"{indent}* {body}{rng.choice([' ', '  ', '   ', chr(9), chr(92), ' ' + chr(92), chr(0xA0), '.', ',', ';', '<br>'])}")
on_entry("lines: the bullet alone", lambda rng, indent, body: f"{indent}*{rng.choice(['', ' '])}\n{indent}{rng.choice(['', '  ', '    '])}{body}")


# Breaks of a link: of its text and address, what stands there instead. A form that is a pair says first what is meant.
def on_link(name, *forms, adds_words=False):
    def meant(form):
        if isinstance(form, tuple):
            return form[0]
        return "[" + re.sub(r"[^\w]+", " ", form.replace("(URL)", "")).strip() + "](URL)" if adds_words else "[TEXT](URL)"

    @kind(f"link: {name}")
    def slip(rng, lines):
        index = pick(rng, entries(lines))
        if index is None:
            return None
        links = list(LINK.finditer(lines[index]))
        link = rng.choice(links)
        text, url = link.groups()
        form = rng.choice(forms)
        if callable(form):
            form = form(text, url)
            if isinstance(form, str):
                return replaced(lines, index, lines[index][: link.start()] + form + lines[index][link.end() :])
        broken = form[1] if isinstance(form, tuple) else form
        # A slash twice is another slip.
        whole = lambda form: form.replace("URL/", url.rstrip("/") + "/").replace("URL", url)
        written = [whole(new).replace("TEXT", text) for new in (meant(form), broken)]
        return tuple(replaced(lines, index, lines[index][: link.start()] + new + lines[index][link.end() :]) for new in written)


def middle(text):
    """A text with a place in its middle, between two words where it has several."""
    blanks = [blank.start() for blank in re.finditer(" ", re.sub("`[^`]*`", lambda code: "x" * len(code[0]), text))]
    at = blanks[len(blanks) // 2] if blanks else len(text) // 2
    return text[:at], text[at:].lstrip()


on_link("no opening bracket", "TEXT](URL)")
on_link("no closing bracket", "[TEXT(URL)", "[TEXT (URL)")
on_link("no opening parenthesis", "[TEXT]URL)", "[TEXT] URL)")
on_link("no closing parenthesis", "[TEXT](URL", "[TEXT](URL ")
on_link("no brackets at one end", "TEXT(URL)", "[TEXT]URL", "TEXT (URL)", "[TEXT] URL", "[TEXT URL]", "TEXT URL")
on_link("a bracket doubled", "[[TEXT](URL)", "[TEXT]](URL)", "[TEXT]((URL)", "[TEXT](URL))", "[[TEXT]](URL)", "[TEXT]((URL))", "[[TEXT](URL)]")
on_link("brackets of another kind", "{TEXT}(URL)", "[TEXT]{URL}", "(TEXT)(URL)", "[TEXT][URL]", "[TEXT]<URL>", "<TEXT>(URL)", "【TEXT】(URL)", "[TEXT]（URL）", "［TEXT］(URL)")
on_link("closed by another kind", "[TEXT](URL]", "[TEXT](URL}", "[TEXT)(URL)", "[TEXT}(URL)", "(TEXT](URL)", "[TEXT][URL)", "[TEXT](URL>", "{TEXT](URL)")
on_link("brackets swapped", "(TEXT)[URL]", "]TEXT[(URL)", "[TEXT])URL(")
on_link("address first", "[URL](TEXT)", "(URL)[TEXT]", "URL [TEXT]", "<URL>[TEXT]", "[URL] (TEXT)", "URL TEXT", "(URL) TEXT")
on_link("a blank between", "[TEXT] (URL)", "[TEXT]  (URL)", "[TEXT]\t(URL)", "[TEXT]\u00a0(URL)", "[TEXT]\u200b(URL)")
on_link("something between", "[TEXT]:(URL)", "[TEXT]-(URL)", "[TEXT]: URL", "[TEXT], (URL)", "[TEXT]|(URL)", "[TEXT].(URL)", "[TEXT]\\(URL)", "[TEXT]*(URL)")
on_link("a line break between", "[TEXT]\n(URL)", "[TEXT]\n  (URL)", "[TEXT]\n    (URL)", "[TEXT]\n\n(URL)")
on_link("a line break within the parentheses", "[TEXT](\nURL)", "[TEXT](URL\n)", "[TEXT](\n  URL\n)")
on_link("a line break in the text", *(lambda text, url, gap=gap: gap.join(["[" + middle(text)[0], f"{middle(text)[1]}]({url})"]) for gap in ("\n", "\n  ", "\n    ", "\n\n", " \n", "\\\n")))
on_link("a line break in the address", lambda text, url: f"[{text}]({url[:12]}\n{url[12:]})", lambda text, url: (f"[TEXT]({url.rstrip('/')}/more)", "[TEXT](URL\n/more)"), lambda text, url: f"[{text}]({url[:14]}\n  {url[14:]})")
on_link("a blank within the parentheses", "[TEXT]( URL)", "[TEXT](URL )", "[TEXT]( URL )", "[TEXT](\u00a0URL)")
on_link("a blank in the address", lambda text, url: f"[{text}]({url[:14]} {url[14:]})", "[TEXT](URL more)", "[TEXT](https:// URL)", lambda text, url: f"[{text}]({url.replace('://', ':// ')})")
on_link("a blank within the brackets", "[ TEXT](URL)", "[TEXT ](URL)", "[ TEXT ](URL)")
on_link("angle brackets", "[TEXT](<URL>)", "[TEXT](<URL)", "[TEXT](URL>)", "[TEXT](< URL >)", "[TEXT](<URL> )")
on_link("a title", "[TEXT](URL \"Words\")", "[TEXT](URL 'Words')", "[TEXT](URL “Words”)", "[TEXT](URL \"Words)", "[TEXT](URL Words\")", "[TEXT](URL \"Wor\"ds\")", "[TEXT](URL (Words))")
on_link("quotes around the address", "[TEXT](\"URL\")", "[TEXT]('URL')", "[TEXT](`URL`)", "[TEXT](“URL”)")
on_link("wiki", "[[TEXT]]", "[[URL TEXT]]", "[[URL|TEXT]]", "[[TEXT|URL]]", "[URL TEXT]", "[[TEXT]](URL)")
on_link("org and Slack", "[[URL][TEXT]]", "<URL|TEXT>", "[URL|TEXT]", "[TEXT|URL]")
on_link("reStructuredText", "`TEXT <URL>`_", "`TEXT <URL>`__", "`TEXT`_")
on_link("HTML", "<a href=\"URL\">TEXT</a>", "<a href='URL'>TEXT</a>", "<a href=URL>TEXT</a>", "<a href=\"URL\">TEXT", "<a href=\"URL>TEXT</a>", "<a href=\"URL\"TEXT</a>", "&lt;a href=\"URL\"&gt;TEXT&lt;/a&gt;", "<A HREF=\"URL\">TEXT</A>")
on_link("an image", "![TEXT](URL)", "!![TEXT](URL)", "![[TEXT](URL)](URL)")
on_link("an address alone", "URL", "<URL>", "(URL)", "[](URL)", "[URL]", "[URL]()", "`URL`")
on_link("a text alone", "[TEXT]", "[TEXT]()", "[TEXT](#)", "TEXT", "[TEXT](", "[TEXT][]", "**TEXT**")
on_link("a name", "[TEXT][name]", "[TEXT][]", "[TEXT] [name]", "[TEXT](name)", "[TEXT]: URL")
on_link("an escape before a bracket", "\\[TEXT](URL)", "[TEXT\\](URL)", "[TEXT]\\(URL)", "[TEXT](URL\\)", "\\[TEXT\\](URL)", "\\[TEXT\\]\\(URL\\)", "[TEXT]\\\\(URL)")
on_link("twice", "[TEXT](URL)(URL)", "[TEXT](URL)[TEXT](URL)", "[TEXT]([TEXT](URL))", "[TEXT]([URL](URL))", "[[TEXT](URL)](URL)", "[TEXT](URL](URL)", "[TEXT](URLURL)")
on_link("backticks that cross it", "[`TEXT](URL)`", "`[TEXT](URL)", "[`TEXT](URL)", "[TEXT`](URL)", "`[TEXT](URL)`", "[TEXT](`URL)", "[TEXT](URL)`", "`[TEXT`](URL)", "``[TEXT](URL)`")
on_link("asterisks that cross it", "[**TEXT](URL)", "**[TEXT](URL)", "[TEXT](URL)**", "[**TEXT](URL)**", "**[TEXT](URL)** **", "*[TEXT](URL)", "[*TEXT](URL)*", "[TEXT**](URL)", "_[TEXT](URL)", "[***TEXT**](URL)")
on_link("emphasis", "**[TEXT](URL)**", "[**TEXT**](URL)", "*[TEXT](URL)*", "_[TEXT](URL)_", "~~[TEXT](URL)~~", "[~~TEXT~~](URL)", "__[TEXT](URL)__", "\"[TEXT](URL)\"", "([TEXT](URL))")
on_link("a bracket in the text", "[TEXT [](URL)", "[TEXT ](URL)", "[TEXT [a](URL)", "[TEXT a]](URL)", "[TEXT [a]](URL)", "[a] TEXT](URL)", "[TEXT (](URL)", "[TEXT )](URL)", "[]TEXT](URL)", "[TEXT \\[](URL)", "[TEXT ]a](URL)", adds_words=True)
on_link("a parenthesis in the address", ("[TEXT](<URL(a)>)", "[TEXT](URL(a))"), ("[TEXT](<URL(a)>)", "[TEXT](URL(a)"), ("[TEXT](<URL_(a)/b>)", "[TEXT](URL_(a)/b)"), ("[TEXT](<URL)a>)", "[TEXT](URL)a)"), ("[TEXT](<URL(a)>)", "[TEXT](URL\\(a\\))"), ("[TEXT](<URL((a)>)", "[TEXT](URL((a))"))
on_link("signs in the address", *((f"[TEXT](<URL/{meant}>)", f"[TEXT](URL/{broken})") for meant, broken in (("a_b_c", "a_b_c"), ("a*b*c", "a*b*c"), ("[a]", "[a]"), ('"a"', '"a"'), ("'a'", "'a'"), ("it's", "it's"), ("~a", "\\~a"), ("a&b", "a\\&b"), ("{a}", "{a}"), ("a|b", "a|b"), ("_a", "\\_a"), ("~a", "~a"), ("?a=1&b=2", "?a=1&b=2"), ("?a=1&copy=2", "?a=1&copy=2"), ("?a=1&b=2", "?a=1&amp;b=2"), ('"a', '"a'), ("a=b", "a\\=b"), ("a-b", "a\\-b"))))
on_link("what the address lacks", lambda text, url: f"[{text}]({url.split('://')[1]})", lambda text, url: f"[{text}]({url.replace('://', ':/')})", lambda text, url: f"[{text}]({url.replace('https', 'htps').replace('http:', 'htp:')})", lambda text, url: f"[{text}](/{url})", lambda text, url: f"[{text}](http://{url})")

on_link("no brackets at all", "TEXT: URL", "TEXT - URL", "TEXT – <URL>", "TEXT [URL]", "TEXT {URL}", "TEXT, URL", "TEXT (URL", "TEXT <URL>")
on_link("brackets that are empty", "[TEXT]()(URL)", "[TEXT][](URL)", "[](TEXT)(URL)", "[TEXT](URL)()", "[TEXT](URL)[]", "[][TEXT](URL)", "[TEXT](URL)(", "[TEXT](URL)[")
on_link("two brackets of another kind", "[TEXT][(URL)", "[TEXT](URL}]", "[TEXT}{URL)", "{TEXT}{URL}", "<TEXT><URL>", "[TEXT](URL])", "[(TEXT)](URL", "([TEXT](URL)", "[TEXT](URL)]]")
on_link("fullwidth brackets", "[TEXT]（URL)", "[TEXT](URL）", "［TEXT](URL)", "[TEXT］(URL)", "【TEXT](URL)", "「TEXT」(URL)", "[TEXT]【URL】", "（TEXT）（URL）")
on_link("other markup", "URL[TEXT]", "link:URL[TEXT]", "\"TEXT\":URL", "[url=URL]TEXT[/url]", "\\href{URL}{TEXT}", "[TEXT @ URL]", "{URL|TEXT}", "[TEXT -> URL]", "{{URL TEXT}}", "[TEXT](link URL)")
on_link("words beside the address", "[TEXT](see URL)", "[TEXT](URL, more)", "[TEXT](URL;)", "[TEXT](URL…)", "[TEXT](URL by me)", "[TEXT](URL | more)", "[TEXT](URL URL)")
on_link("an odd blank within", "[TEXT](\u200bURL)", "[TEXT](URL\u200b)", "[TEXT]\u2003(URL)", "[TEXT](\tURL)", "[TEXT](URL\t)", "[TEXT\u200b](URL)", "[TEXT]\ufeff(URL)")
on_link("a line break at its edge", "[\nTEXT](URL)", "[TEXT\n](URL)", "[TEXT](\n\nURL)", "[TEXT](URL\n", "[TEXT](URL\n\n)", "[TEXT](\nURL\n)", "\n[TEXT](URL)", "\n    [TEXT](URL)")
on_link("emphasis across its brackets", "[**TEXT]**(URL)", "**[TEXT**](URL)", "[_TEXT](URL)_", "[TEXT]**(URL)**", "***[TEXT](URL)**", "`[TEXT]`(URL)", "[TEXT](**URL**)", "[TEXT](_URL_)", "[*TEXT](URL)*")
on_link("tags around it", "<a>[TEXT](URL)</a>", "<[TEXT](URL)>", "[TEXT](<a href=\"URL\">)", "<u>[TEXT](URL)</u>", "<code>[TEXT](URL)</code>", "<pre>[TEXT](URL)</pre>", "<details>[TEXT](URL)", "[TEXT](URL)<details>", "[<b>TEXT</b>](URL)", "<p>[TEXT](URL)</p>")

# Signs in the words of an entry.
on_link("words: an open backtick", "[`TEXT](URL)", "[TEXT `](URL)", "[a `b TEXT](URL)", "[TEXT a` b](URL)", "[``TEXT`](URL)", adds_words=True)
on_link("words: a lifetime or a type", "[TEXT Vec<T>](URL)", "[TEXT Box<dyn Lamp + 'a>](URL)", "[TEXT Option<&'a str>](URL)", "[TEXT <'a>](URL)", "[TEXT Map<K, V>](URL)", "[TEXT <T: Lamp>](URL)", "[TEXT Vec<\"a\">](URL)", "[<T> TEXT](URL)", "[TEXT Vec\\<T>](URL)", "[TEXT a<b and c>d](URL)", "[TEXT impl<T>](URL)", "[TEXT Iter<Item = u8>](URL)", adds_words=True)
on_link("words: a type in code", "[TEXT `Vec<T>`](URL)", "[TEXT `Box<dyn Lamp + 'a>`](URL)", "[TEXT ``a`b``](URL)", "[TEXT `a\\<b`](URL)", "[TEXT `a\\[b\\]`](URL)", "[TEXT `]`](URL)", "[TEXT `[`](URL)", "[TEXT `(`](URL)", "[TEXT `&'a [u8]`](URL)", "[TEXT `#[a]`](URL)", adds_words=True)
on_link("words: code that closes wrongly", "[TEXT `Day::{MON,` TUE}](URL)", "[TEXT `Vec`<T>](URL)", "[TEXT `a ` b](URL)", "[TEXT `a`{b}](URL)", "[TEXT `a`{ .b }](URL)", "[TEXT `a`{:b}](URL)", "[TEXT `a` {b}](URL)", ("[TEXT](URL)", "[`TEXT`]{.a}(URL)"), "[`TEXT`{a}](URL)", adds_words=True)
on_link("words: a sign", "[TEXT <](URL)", "[TEXT < a](URL)", "[TEXT >](URL)", "[TEXT &](URL)", "[TEXT *](URL)", "[TEXT * a * b](URL)", "[*TEXT](URL)", "[TEXT a_b_c](URL)", "[TEXT #1](URL)", "[TEXT \\](URL)", "[TEXT \\\\](URL)", "[TEXT <a](URL)", "[TEXT </a](URL)", "[TEXT <!a](URL)", "[TEXT !](URL)", "[TEXT $a$](URL)", "[TEXT ^a^](URL)", "[TEXT ~a~](URL)", adds_words=True)
on_link("words: an escape", "[TEXT \\<a\\>](URL)", "[TEXT \\\"a\\\"](URL)", "[TEXT \\&](URL)", "[TEXT \\_a](URL)", "[TEXT \\*a](URL)", "[TEXT \\#](URL)", "[TEXT \\$](URL)", "[TEXT \\~](URL)", "[TEXT `\\_`](URL)", "[TEXT \\`a\\`](URL)", "[TEXT \\'](URL)", "[TEXT \\|](URL)", adds_words=True)
on_link("words: an opening that swallows", "[TEXT](URL) <!--", "[TEXT](URL) `", "[TEXT](URL) **", "[TEXT](URL) <", "[TEXT](URL) ``", "[TEXT](URL) [", "[TEXT](URL) (", "[TEXT](URL) <b>", "[TEXT](URL) <code>", "[TEXT](URL) <script>", "[TEXT](URL) <?", "[TEXT](URL) <![", "<TEXT](URL)")
on_link("words: beside it", "[TEXT](URL)]", "[TEXT](URL) ]", "[[TEXT](URL)", "[ [TEXT](URL)", "[TEXT](URL)) ", *(("a [TEXT](URL)", form) for form in ("[a][TEXT](URL)", "[a] [TEXT](URL)", "[a]: [TEXT](URL)", "a: [TEXT](URL)")), *(("video [TEXT](URL)", form) for form in ("[video][TEXT](URL)", "[video]: [TEXT](URL)", "![video] [TEXT](URL)")), adds_words=True)
on_link("words: a reference", "[TEXT [`a`][]](URL)", ("[TEXT](URL)", "[`TEXT`][]"), ("[TEXT](URL)", "[TEXT][URL]"), ("[TEXT Vec T](URL)", "[TEXT `Vec<T>`][]"), adds_words=True)

on_link("words: harmless ones", "[TEXT — “a”](URL)", ("[TEXT b](URL)", "[TEXT &amp; b](URL)"), ("[TEXT T](URL)", "[TEXT &lt;T&gt;](URL)"), "[TEXT, C++](URL)", ("[TEXT a](URL)", "[TEXT &#8212; a](URL)"), "[TEXT … 🦀](URL)", "[TEXT (a)](URL)", "[TEXT: a/b](URL)", "[TEXT 100% #1](URL)", "[TEXT *a* b](URL)", "[TEXT 'a'](URL)", adds_words=True)


@kind("link: a name that is defined")
def named(rng, lines):
    index = pick(rng, entries(lines))
    if index is None:
        return None
    link = rng.choice(list(LINK.finditer(lines[index])))
    text, url = link.groups()
    name = rng.choice(["new", "1", "a name", "New-Name"])
    form = rng.choice([f"[{text}][{name}]", f"[{text}] [{name}]", f"[{text}][{name.upper()}]"])
    definition = rng.choice([f"[{name}]: {url}", f"[{name}]: <{url}>", f'[{name}]: {url} "Words"', f"  [{name}]: {url}"])
    return [*replaced(lines, index, lines[index][: link.start()] + form + lines[index][link.end() :]), "", definition]


def in_two(name, first, second):
    """A kind that writes something into the link of an entry and of the next one."""

    @kind(name)
    def slip(rng, lines):
        index = pick(rng, [index for index in gaps(lines) if LINK.search(lines[index - 1])])
        if index is None:
            return None
        write = lambda line, form: LINK.sub(lambda link: form.replace("TEXT", link[1]).replace("URL", link[2]), line, count=1)
        return lines[: index - 1] + [write(lines[index - 1], first), write(lines[index], second)] + lines[index + 1 :]


in_two("two entries: a backtick in each", "[TEXT](URL) `", "` [TEXT](URL)")
in_two("two entries: asterisks in each", "**[TEXT](URL)", "[TEXT](URL)**")
in_two("two entries: brackets across", "[TEXT](URL", "TEXT](URL)")
in_two("two entries: a tag across", "[TEXT](URL) <b", "[TEXT](URL)>")


@kind("heading: joined with its list")
def joined_heading(rng, lines):
    index = pick(rng, [index for index in firsts(lines) if any(line.startswith("#") for line in lines[max(index - 2, 0) : index])])
    if index is None:
        return None
    heading = max(at for at in range(index) if lines[at].startswith("#"))
    # Another slip may be between the two.
    if any(line.strip() for line in lines[heading + 1 : index]):
        return None
    return lines[:heading] + [lines[heading] + rng.choice([" ", ""]) + lines[index]] + lines[index + 1 :]


@kind("heading: joined with the entry above")
def heading_behind(rng, lines):
    places = [index for index in lasts(lines) if any(line.startswith("#") for line in lines[index + 1 : index + 3])]
    index = pick(rng, places)
    if index is None:
        return None
    heading = next(at for at in range(index + 1, len(lines)) if lines[at].startswith("#"))
    return lines[:index] + [lines[index] + rng.choice([" ", "", "  "]) + lines[heading]] + lines[heading + 1 :]


@kind("heading: over two lines")
def heading_in_two(rng, lines):
    index = pick(rng, [index for index, line in enumerate(lines) if line.startswith("#") and line.count(" ") > 1 and "[" not in line])
    if index is None:
        return None
    blanks = [blank.start() for blank in re.finditer(" ", lines[index])][1:]
    at = rng.choice(blanks)
    return replaced(lines, index, [lines[index][:at], lines[index][at + 1 :]])


@kind("heading: marks in its name")
def heading_marks(rng, lines):
    index = pick(rng, [index for index, line in enumerate(lines) if line.startswith("#") and index > 5])
    if index is None:
        return None
    signs, words = lines[index].split(" ", 1)
    plain = [f"{signs} {words} {signs}", f"{signs} {words} #", f"{signs} **{words}**", f"{signs} {words}{{#x}}", f"{signs} {words} {{: #x }}", f"{signs} {words} ", f"{signs} {words}  ", f"{signs} {words}\\"]
    broken = [f"{signs} {words} **", f"{signs} [{words}", f"{signs} {words} <!-- new", f"{signs} <{words}>", f"{signs} {words} <b>", f"{signs}\n{words}"]
    return replaced(lines, index, rng.choice(plain + broken))


@kind("lines: two swapped")
def swapped(rng, lines):
    index = pick(rng, gaps(lines, None))
    return None if index is None else replaced(lines, index - 1, [lines[index], lines[index - 1]], 2)


@kind("lines: broken or joined by another sign")
def odd_line_break(rng, lines):
    index = pick(rng, gaps(lines, None))
    if index is None:
        return None
    sign = rng.choice(["\r", "\u2028", "\u2029", "\x0b", "\x0c", "\x85", "\\n", "<br>", " \\ ", "\r\r\n"])
    return replaced(lines, index - 1, lines[index - 1] + sign + lines[index], 2)


@kind("front matter: its form")
def front_matter(rng, lines):
    end = next((index for index, line in enumerate(lines) if not line), 0)
    if not end:
        return None
    head, rest = lines[:end], lines[end:]
    at = rng.randrange(end)
    forms = [
        ["", *head], ["---", *head, "---"], ["---", *head], [*head, "---"], [" " + line for line in head],
        [*head[:at], "", *head[at:]], [*head[:at], "<!-- new -->", *head[at:]], [*head[:at], head[at].replace(": ", " ", 1), *head[at + 1 :]],
        [*head[:at], head[at].replace(": ", ":", 1), *head[at + 1 :]], [*head[:at], " " + head[at], *head[at + 1 :]], [*head[:at], "# " + head[at], *head[at + 1 :]],
        [*head, "Slug: x"], [*head, "Some words."],
    ]
    return rng.choice(forms) + rng.choice([rest, rest, rest[1:]])


insert("text: a marker of another tool", "[TOC]", "[[_TOC_]]", ":::note", "!!! note", "{% raw %}", "{{ more }}", "$$", "%%", "<!--[if x]>", "<<<<<<< HEAD", "=======", ">>>>>>> main", "\n[TOC]\n", "\n!!! note\n", ".. note::", "@@ -1 +1 @@", where=lambda lines: gaps(lines) + firsts(lines))
insert("fence: with attributes", "``` {.rust}", "```rust,ignore", "~~~ { .rust }", "```{=html}", "``` rust hl_lines=\"1\"", where=lambda lines: gaps(lines) + firsts(lines))
on_entry("emphasis: around an entry", lambda rng, indent, body: rng.choice([f"{indent}~~* {body}~~", f"{indent}_* {body}_", f"**{indent}* {body}**", f"{indent}\"* {body}\"", f"{indent}(* {body})", f"{indent}* **{body}", f"{indent}* {body}**", f"{indent}* _{body}", f"{indent}* {body}_"]))
on_entry("indent: by another sign", lambda rng, indent, body: rng.choice(["\u2003", "\u3000", "\u00a0 ", " \u00a0", "\u2002\u2002", "\u200b    ", "    \u200b", ".   ", "&nbsp;", "\\    ", "_   "]) + f"* {body}")
on_link("pasted from elsewhere", "[TEXT](URL)\u200b", "[TEXT](URL#:~:text=TEXT)", "[TEXT](URL‎)", "[TEXT](view-source:URL)", "[TEXT](%20URL)", "[TEXT](<a>URL</a>)", "[TEXT](URL\"target=_blank)", "[TEXT](URL'>)", "[TEXT]( URL \"TEXT\" )", "[TEXT](URL =100x)", "[TEXT](URL){target=_blank}", "[TEXT](URL){:target=\"_blank\"}", "[TEXT](URL)^", "[TEXT](URL)[^1]")


# Slips of people who paste from other programs, and of those who know another markup.
bullet("a task", "* [X] ", "+ [ ] ", "1. [ ] ", "☐ ", "☑ ", "[x] ")
bullet("a number of parts", "1.1. ", "1.1 ", "I. ", "(i) ", "№ 1 ", "① ", "1️⃣ ", "A) ")
bullet("of a word processor", "\uf0b7 ", "\uf0a7 ", "Ø ", "\uf0b7\t", "·\u00a0\u00a0", "o\u00a0", "•\u00a0", "o\t")
bullet("an entity", "&nbsp;* ", "&middot; ", "&#8226; ", "*&nbsp;", "&#x2022; ", "&nbsp;&nbsp;* ", "&#42 ", "&emsp;* ")
bullet("in brackets or quotes", "`*` ", "'* ", "(*) ", "{*} ", "<*> ", "“* ", "**\\* ")
bullet("a row of signs", "**** ", "-- * ", "*-* ", "~~ ", ":: ", "::: ", "...", "… ", "*** * ")
on_entry("bullet: of a change", lambda rng, indent, body: f"{rng.choice(['+', '-', '+ ', '- ', '>', '< ', '! '])}{indent}* {body}")
on_entry("bullet: of data", lambda rng, indent, body: rng.choice([f'{indent}- "{body}"', f'{indent}"* {body}",', f"{indent}* {body};"]))
on_entry("bullet: two for what is nested", lambda rng, indent, body: rng.choice(["** ", "-- ", "  - ", "++ ", "•• ", "*-", "    ** ", "    -- ", ".. * "]) + body, nested=True)
on_entry("indent: a nested entry by entities", lambda rng, indent, body: rng.choice(["&nbsp;&nbsp;&nbsp;&nbsp;", "&emsp;", "&nbsp; ", "\u2003\u2003", "\u00a0 \u00a0 ", "&#9;", "....", "  \u00a0\u00a0", "\u3000\u3000"]) + f"* {body}", nested=True)
on_entry("table: bars around an entry", lambda rng, indent, body: rng.choice([f"{indent}* {body} |", f"{indent}* | {body}", f"| * {body} |", f"{indent}* {body} ||", f"|{indent}* {body}", f"{indent}* || {body}"]))

insert("comment: of other kinds above or between", "<!-- new --!>\n", "<!-- new --!> -->", "<!--! new -->", "<!--- new --->", "<!-- new -- -->", "<!—- new -->", "<!– new –>", "<! new >", "// new", "/* new */", "{# new #}", "[//]: # (new)", "[comment]: <> (new)", "{/* new */}", "<%-- new --%>", where=lambda lines: gaps(lines) + firsts(lines))
insert("comment: of other kinds before a nested entry", "<!-- new --!>", "<!-- new -- -->", "<!--- new --->", "[//]: # (new)", "// new", "<! new >", "{# new #}", "\n[//]: # (new)", where=nested_gaps)
insert("text: a line of one sign", "\\", "…", "~", "***More***", "* More:", "**", "1.", "- -", ".", "•", where=gaps)
insert("rule: of other signs", "~~~~", "+++", "————", "•••", "* * * *", "<hr>", "\\---", "~ ~ ~", ":---:", "― ― ―", "..........", "==========", "#-----", where=gaps)
insert("definition: of other forms", "[new]:https://example.org/new", "[new] : https://example.org/new", "[new]= https://example.org/new", "[video]: https://example.org/video", "[new]: https://example.org/new 'x", "[new]:", "[new]: https://example.org/new \"New\" more", "[new]: https://example.org/new {.x}", where=lambda lines: gaps(lines) + firsts(lines) + nested_gaps(lines))
insert("HTML: parts of details", "<details open>\n", "<details><summary>More", "</details>", "<summary>More</summary>\n", "<details>\n\n<summary>More</summary>\n", "<details markdown>", "</summary>", "<details>\n<summary>\nMore\n</summary>\n", where=lambda lines: gaps(lines) + firsts(lines))
around("HTML: details with a summary around", lambda rng, inner: [*rng.choice([["<details>", "<summary>More</summary>"], ["<details><summary>More</summary>"], ["<details>", "<summary>More</summary>", ""], ["<details markdown=\"1\">", "<summary>More</summary>", ""]]), *inner, *rng.choice([["</details>"], ["", "</details>"], ["", "</details>", ""], []])])
around("HTML: other markup around", lambda rng, inner: (pair := rng.choice([("<![CDATA[", "]]>"), ("<ul>", "</ul>"), ("<?php", "?>"), (":::note", ":::"), ("<small>", "</small>"), ("<!DOCTYPE x", ">"), ("$$", "$$"), ("{% raw %}", "{% endraw %}")]), [pair[0], *inner, pair[1]])[1])


@kind("heading: of another markup")
def heading_markup(rng, lines):
    index = pick(rng, [index for index, line in enumerate(lines) if line.startswith("#") and index > 5])
    if index is None:
        return None
    signs, words = lines[index].split(" ", 1)
    return replaced(lines, index, rng.choice([f"{signs} {words} ##x", f"{signs}{words}{signs}", f"== {words} ==", f"h3. {words}", f"&#35; {words}", f"{'＃' * len(signs)} {words}", f"{signs[0]}\u200b{signs[1:]} {words}", f"{signs}\t{words}", f"{signs} {words}\n---", f"{signs} {words}\n===", f"---\n{signs} {words}", f"* {signs} {words}", f"{signs}. {words}", f"\\{signs} {words}", f"{signs} {words} {{.new}}", f"{signs}:{words}", f"#{signs[1:-1]} # {words}"]))


on_link("of a mail client", "TEXT<URL>", "[TEXT](URL <URL>)", "[TEXT](URL)<URL>", "[TEXT](mailto:URL)", "TEXT <URL|URL>", "[TEXT](<mailto:URL>)", "TEXT [1]\n    [1] URL", "TEXT <\nURL>")
on_link("of a word processor", "[TEXT](\u200eURL)", "[TEXT]\u00ad(URL)", "“[TEXT](URL)”", "HYPERLINK \"URL\" TEXT", "[TEXT](URL)\u00a0", "[TEXT](URL ‘Words’)", "[TEXT](URL «Words»)", "[TEXT](‘URL’)", "[TEXT](„URL“)")
on_link("of a chat", "<URL>|TEXT", "[TEXT](<URL|TEXT>)", "<URL|TEXT> ", "[TEXT|URL|smart-link]", "[TEXT](<URL> \"\")", "||[TEXT](URL)||", "TEXT (<URL>)", "[TEXT](URL \"\")")
on_link("AsciiDoc and others", "URL[TEXT^]", "link:++URL++[TEXT]", "[[URL][TEXT]", "[TEXT]<<URL>>", "=> URL TEXT", "@[TEXT](URL)", "~[TEXT](URL)~")
on_link("percent signs for brackets", "%5BTEXT%5D(URL)", "[TEXT]%28URL%29", "[TEXT](URL%29", "[TEXT](%28URL)", "%5BTEXT](URL)", "[TEXT%5D(URL)", "[TEXT]%20(URL)")
on_link("entities for brackets", "&#91;TEXT&#93;(URL)", "&lbrack;TEXT&rbrack;(URL)", "[TEXT]&#40;URL&#41;", "[TEXT](&lt;URL&gt;)", "&lt;URL&gt; TEXT", "[TEXT](URL&gt;)", "[TEXT]&nbsp;(URL)", "[TEXT](URL&#41;", "[TEXT](&quot;URL&quot;)")
on_link("like a footnote", "[^TEXT](URL)", "[TEXT]^(URL)", "[TEXT][^URL]", "^[TEXT](URL)", "[TEXT][^1]", "[TEXT]^[URL]", "[^TEXT]: URL")
on_link("attributes in it", "[TEXT](URL){.new}", "[TEXT]{.new}(URL)", "[TEXT](URL) {.new}", "[TEXT](URL){ .new }", "[TEXT](URL){: rel=nofollow }", "[TEXT](URL){#new .x}", "[TEXT](URL{.new})", "[TEXT](URL){}")
on_link("backticks of other numbers", "[```TEXT``](URL)", "[TEXT ``](URL)", "[TEXT ```a``](URL)", "[TEXT `a``](URL)", "[TEXT ``a`](URL)", "[`TEXT``](URL)", "```[TEXT](URL)```", "[``TEXT](URL)``", adds_words=True)
on_link("punctuation at its address", "[TEXT](URL ).", "[TEXT](URL>.)", "[TEXT](.URL)", "[TEXT](:URL)", "[TEXT](URL;)", "[TEXT](URL\")", "[TEXT](URL')", "[TEXT](URL|)", "[TEXT](=URL)", "[TEXT](URL`)")
on_link("its title elsewhere", "[TEXT](\"Words\" URL)", "[TEXT](URL, \"Words\")", "[TEXT](URL title=\"Words\")", "[TEXT](URL \"Words\" more)", "[TEXT]\"Words\"(URL)")
on_link("an image in it", "[![TEXT](URL)](URL)", "[![](https://example.org/x.png)](URL)", "[!TEXT](URL)", "![TEXT](URL)[TEXT](URL)", "[TEXT]!(URL)", "[![TEXT](URL)")
on_link("an address beside it", "[TEXT](URL)URL", "[TEXT](URL) URL", "URL [TEXT](URL)", "[URL](URL) TEXT", "TEXT [URL](URL)", "[TEXT](URL) (URL)", "[TEXT](URL) <URL>", "TEXT: [URL](URL)")
on_link("signs of its scheme", *(lambda text, url, sign=sign: (f"[TEXT](URL)", f"[TEXT]({url.replace('://', sign)})") for sign in ("//", ";//", ":\\\\", ":///", "：//", "::/", ":// /", "．//", " ://")), lambda text, url: ("[TEXT](URL)", f"[TEXT](//{url.split('://')[1]})"), lambda text, url: ("[TEXT](URL)", f"[TEXT](h{url})"), lambda text, url: ("[TEXT](URL)", f"[TEXT](https://{url})"), lambda text, url: ("[TEXT](URL)", f"[TEXT]({url[1:]})"))
on_link("HTML for a line break or space", "[TEXT]<br>(URL)", "[TEXT](URL<br>)", "[TEXT]<br/>\n(URL)", "[TEXT](<br>URL)", "<br>[TEXT](URL)", "[TEXT](URL)&nbsp;", "[TEXT]<wbr>(URL)")
on_link("an unseen mark in its syntax", "[TEXT]\u200c(URL)", "[TEXT]\u2060(URL)", "\u200b[TEXT](URL)", "[TEXT](\u2060URL)", lambda text, url: f"[{text}]({url.replace('://', chr(0x200b) + '://')})", "[TEXT]\u00ad(URL)", "[TEXT](URL\u2060)", "[TEXT]\u200e(URL)")
on_link("brackets of East Asian text", "［TEXT］（URL）", "〔TEXT〕(URL)", "『TEXT』(URL)", "[TEXT]〈URL〉", "[TEXT]｛URL｝", "[TEXT]（URL)", "〖TEXT〗(URL)", "《TEXT》(URL)", "[TEXT]【URL]", "「TEXT」（URL）", "[TEXT]〔URL〕", "“TEXT”(URL)")
on_link("a sign between text and address", "TEXT - (URL)", "TEXT → URL", "TEXT => URL", "TEXT = URL", "TEXT | URL", "[TEXT - URL]", "(TEXT: URL)", "TEXT\tURL", "TEXT — URL", "TEXT; URL", "TEXT… URL", "TEXT:\nURL", "[TEXT] - URL", "[TEXT] – URL", "[TEXT] | URL", "[TEXT]\nURL", "[TEXT] → URL")
on_link("on a line below", "TEXT\nURL", "TEXT\n  URL", "TEXT\n    URL", "TEXT\n\n  URL", "URL\n  TEXT", "[TEXT]\n    * URL", "TEXT\n(URL)", "TEXT\n    <URL>")
on_link("words: entities that are not whole", ("[TEXT T](URL)", "[TEXT &lt;T>](URL)"), ("[TEXT T](URL)", "[TEXT <T&gt;](URL)"), ("[TEXT b](URL)", "[TEXT &nbsp;b](URL)"), ("[TEXT b](URL)", "[TEXT &quot;b&quot;](URL)"), adds_words=True)
on_link("words: openings of other markup", "[TEXT](URL) <!--->", "[TEXT](URL) --!>", "[TEXT](URL) <style>", "[TEXT](URL) <textarea>", "[TEXT](URL) <title>", "[TEXT](URL) <plaintext>", "[TEXT <script>](URL)", "<xmp>[TEXT](URL)", "[TEXT](URL) {%", "[TEXT](URL) {{")

in_two("two entries: underscores in each", "_[TEXT](URL)", "[TEXT](URL)_")
in_two("two entries: a comment across", "[TEXT](URL) <!-- new", "--> [TEXT](URL)")
in_two("two entries: a link of HTML across", "<a href=\"URL\">TEXT", "[TEXT](URL)</a>")
in_two("two entries: parentheses across", "([TEXT](URL)", "[TEXT](URL))")
in_two("two entries: one name for both", "[TEXT][name]", "[TEXT][name]")
in_two("two entries: code across", "```[TEXT](URL)", "[TEXT](URL)```")


# Kinds whose slips have more than one reading each, or none that is mended: they are drawn with `--more` alone, for what is said.
MORE = (
    "definition: of other forms", "HTML: other markup around", "link: of a mail client", "link: of a chat", "link: AsciiDoc and others", "link: like a footnote",
    "link: its title elsewhere", "link: an address beside it", "link: HTML for a line break or space", "link: on a line below", "link: words: openings of other markup",
    "two entries: a comment across", "two entries: one name for both",
)


@kind("text: its line ends")
def line_ends(rng, lines):
    return [line + "\r" for line in lines[:-1]] + lines[-1:]


SINGLE = tuple(KINDS)


def one_of(rng, names, lines):
    """The lines with one slip of one of the kinds; those that say what is meant are none for pairs."""
    broken = KINDS[rng.choice(names)](rng, lines)
    return lines if broken is None or isinstance(broken, tuple) and broken[0] != lines else joined_lines(broken[1] if isinstance(broken, tuple) else broken)


@kind("two at a time")
def pair(rng, lines):
    return one_of(rng, SINGLE, one_of(rng, SINGLE, lines))


ON_ENTRY = [name for name in SINGLE if name.startswith(("link", "bullet", "indent: a"))]


@kind("two on one entry")
def pair_on_one(rng, lines):
    index = pick(rng, entries(lines))
    if index is None:
        return None
    # Elsewhere, nothing is an entry while the two are made.
    hidden = [line if at == index else line.replace("* ", "*\x00 ", 1) if ENTRY.match(line) else line for at, line in enumerate(lines)]
    broken = one_of(rng, ON_ENTRY, one_of(rng, ON_ENTRY, hidden))
    return [line.replace("*\x00 ", "* ") for line in broken]


# --- Pages ------------------------------------------------------------------------------------------------------------


class Page(html.parser.HTMLParser):
    """The entries of a page, each with its depth, its words, its links and the words of the entry that it is nested below, the headings, and what the front matter says."""

    # What browsers do not read as HTML up to the tag that closes it.
    CDATA_CONTENT_ELEMENTS = ("script", "style", "textarea", "title", "xmp", "iframe", "plaintext")

    def __init__(self, text):
        super().__init__()
        self.items, self.open, self.headings = [], [], []
        # The link that is open: its address and words.
        self.link = None
        site = markdown.Markdown(extensions=["extra", "meta", "toc", "codehilite"])
        self.feed(site.convert(text))
        entry = lambda item: (item[0], tuple(re.findall(r"\w+", item[1])), tuple((urllib.parse.unquote(address), tuple(re.findall(r"\w+", words))) for address, words in item[2]))
        # Headings in lists are no headings of the page.
        headings = [("heading", tuple(re.findall(r"\w+", words))) for words in self.headings]
        entries = list(map(entry, self.items))
        above = [item[3] for item in self.items]
        self.depths = [(item[0], (re.findall(r"\w+", item[1]) or [""])[0]) for item in self.items]
        self.entries = collections.Counter(
            (*entry, entries[parent][1] if parent is not None else ()) for entry, parent in zip(entries, above) if entry[1] or entry[2]
        )
        self.entries.update(heading for heading in headings if heading[1])
        self.entries.update(("meta", key, *values) for key, values in site.Meta.items())

    def handle_starttag(self, tag, attributes):
        is_quoted = any(name in ("blockquote", "pre") for name, _ in self.open)
        if tag == "li" and not is_quoted:
            outer = [index for name, index in self.open if name == "li" and index is not None]
            self.items.append([len(outer) + 1, "", [], outer[-1] if outer else None])
            self.open.append((tag, len(self.items) - 1))
        elif tag in ("li", "blockquote", "pre", "script", "style", "textarea", "template"):
            self.open.append((tag, None))
        elif tag == "a" and "href" in dict(attributes) and self.open and isinstance(self.open[-1][1], int):
            self.link = [dict(attributes)["href"] or "", ""]
            self.items[self.open[-1][1]][2].append(self.link)
        elif re.fullmatch("h[1-6]", tag):
            if self.open and isinstance(self.open[-1][1], int):
                self.items[self.open[-1][1]][1] += " (in a heading) "
            elif not self.open:
                self.headings.append("")
                self.open.append((tag, "heading"))

    def handle_endtag(self, tag):
        if tag == "a":
            self.link = None
        for index in range(len(self.open) - 1, -1, -1):
            if self.open[index][0] == tag:
                del self.open[index:]
                break

    def handle_data(self, data):
        if self.open and self.open[-1][1] == "heading":
            self.headings[-1] += data
        elif self.open and isinstance(self.open[-1][1], int):
            self.items[self.open[-1][1]][1] += data
            if self.link:
                self.link[1] += data


def page(text):
    try:
        page = Page(text)
        return page.entries, page.depths
    except Exception as failure:  # The renderer itself fails on some texts.
        print(f"the renderer fails: {failure!r}", file=sys.stderr)
        return None, None


def pages(texts):
    texts = list(dict.fromkeys(texts))
    with concurrent.futures.ProcessPoolExecutor() as pool:
        return dict(zip(texts, pool.map(page, texts, chunksize=16)))


# --- The linter -------------------------------------------------------------------------------------------------------

BATCH = 400


class Linter:
    """The linter on many texts at once: each lies in a folder of its own, under the name of its issue."""

    def __init__(self, binary, scratch):
        self.binary, self.scratch, self.runs = binary, scratch, 0

    def _written(self, issues):
        self.runs += 1
        for number, (name, text) in enumerate(issues):
            path = self.scratch / str(self.runs) / str(number) / "draft" / name
            path.parent.mkdir(parents=True)
            path.write_text(text, newline="")
            yield path

    def _run(self, paths, *options):
        command = [self.binary, "--no-config", *options, *map(str, paths)]
        done = subprocess.run(command, capture_output=True, text=True)
        # A text that the fixes never settle on is left as it is, and counts as one that they do not mend.
        if done.returncode not in (0, 1) and "keep changing" not in done.stderr:
            sys.exit(f"{self.binary} {' '.join(options)} ended with {done.returncode}: {done.stderr.strip()}")
        return done.stdout

    def findings(self, issues):
        paths = list(self._written(issues))
        found = {str(path): [] for path in paths}
        batches = [paths[start : start + BATCH] for start in range(0, len(paths), BATCH)]
        for batch in batches:
            for diagnostic in json.loads(self._run(batch, "--format", "json"))["diagnostics"]:
                found[diagnostic["path"]].append(diagnostic)
        return list(found.values())

    def entries(self, example, issues):
        """The entries that the linter's model of the site sees: depth and line of each."""
        paths = list(self._written(issues))
        for start in range(0, len(paths), BATCH):
            done = subprocess.run([example, *map(str, paths[start : start + BATCH])], capture_output=True, text=True, check=True)
            yield from (json.loads(line)["entries"] for line in filter(None, done.stdout.split("\n")))

    def fixed(self, issues):
        paths = list(self._written(issues))
        batches = [paths[start : start + BATCH] for start in range(0, len(paths), BATCH)]
        for batch in batches:
            # Sorted events are another entry's matter.
            self._run(batch, "--fix", "--quiet", "--allow", "event-order")
        return [path.read_bytes().decode() for path in paths]


# --- Issues to break --------------------------------------------------------------------------------------------------

HEADING = re.compile(r"^(#+) ")
MOST_ENTRIES = 5


def excerpt(rng, text):
    """A short issue: the head of a long one, and some sections with their first entries."""
    # What the template says to contributors stands in comments, which are not cut in two.
    text = re.sub(r"<!--(?:(?!-->)[^\n])*\n.*?-->[ \t]*\n?", "", text.replace("\r\n", "\n"), flags=re.DOTALL)
    lines = text.split("\n")
    start = next((index for index, line in enumerate(lines) if not line.strip()), 0)
    head, body = lines[:start], lines[start:]
    sections, above = [], {}
    for line in body:
        heading = HEADING.match(line)
        if heading:
            level = len(heading[1])
            above = {other: text for other, text in above.items() if other < level}
            sections.append((list(above.values()), [line]))
            above[level] = line
        elif sections:
            sections[-1][1].append(line)
    # A sentence over several lines that says there is nothing is no list.
    says_none = lambda lines: any(re.match(r"\* \*?No ", line) for line in lines)
    listed = [index for index, (_, lines) in enumerate(sections) if entries(lines) and not says_none(lines)]
    if not listed:
        return None
    chosen = sorted(rng.sample(listed, min(len(listed), rng.choice([1, 2, 3]))))
    written, kept = [], []
    for index in chosen:
        outer, lines = sections[index]
        for line in outer:
            if line not in written:
                written.append(line)
                kept += ["", line]
        first = next(at for at, line in enumerate(lines) if ENTRY.match(line))
        tops = [at for at in range(first, list_end(lines, first)) if not lines[at].startswith(" ")]
        if not tops:
            continue
        begin = rng.randrange(max(1, len(tops) - MOST_ENTRIES))
        end = tops[begin + MOST_ENTRIES] if begin + MOST_ENTRIES < len(tops) else list_end(lines, first)
        # What stands between the heading and the list, comments and all, as long as it is short.
        between = lines[1:first] if first < 6 else [""] * rng.choice([0, 1])
        kept += ["", lines[0], *between, *lines[tops[begin] : end]]
        written.append(lines[0])
    return "\n".join([*head, *kept]) + "\n"


def issues(rng, linter, files, count):
    """Short issues of which the linter reports no error and that it leaves as they are: name and text."""
    names = [(name, path.read_text(errors="replace")) for path in map(pathlib.Path, files) if re.match(r"\d{4}-\d\d-\d\d-", name := path.name)]
    cut = [(name, excerpt(rng, text)) for _ in range(2 * count // len(names) + 1) for name, text in rng.sample(names, len(names))]
    cut = [issue for issue in dict.fromkeys(cut) if issue[1]][: 2 * count]
    for _ in range(3):
        cut = list(zip((name for name, _ in cut), linter.fixed(cut)))
        found = linter.findings(cut)
        for index, (name, text) in enumerate(cut):
            wrong = {d["range"]["start"]["line"] - 1 for d in found[index] if d["severity"] == "error" or d["fix"]}
            cut[index] = name, "\n".join(line for at, line in enumerate(text.split("\n")) if at not in wrong or not ENTRY.match(line))
        cut = [issue for issue in cut if entries(issue[1].split("\n"))]
    found = linter.findings(cut)
    clean = [issue for issue, found in zip(cut, found) if not any(d["severity"] == "error" or d["fix"] for d in found)]
    return list(dict.fromkeys(clean))[:count]


# --- Judging ----------------------------------------------------------------------------------------------------------


def changed_lines(before, after):
    """The lines of `after`, numbered from 1, that a change of one place touched: first and last."""
    first = 0
    while first < min(len(before), len(after)) and before[first] == after[first]:
        first += 1
    last = 0
    while last < min(len(before), len(after)) - first and before[-1 - last] == after[-1 - last]:
        last += 1
    return first + 1, max(len(after) - last, first + 1)


def at_place(diagnostic, place):
    start, end = diagnostic["range"]["start"]["line"], diagnostic["range"]["end"]["line"]
    return start <= place[1] + NEAR and end >= place[0] - NEAR


def errors(diagnostics):
    return collections.Counter(d["rule"] for d in diagnostics if d["severity"] == "error")


class Slip:
    def __init__(self, kind, name, before, after):
        self.kind, self.name, self.before, self.after = kind, name, before, after
        self.place = changed_lines(before.split("\n"), after.split("\n"))


def slips(rng, linter, files, count):
    base = issues(rng, linter, files, max(60, count // 12))
    made, seen = [], set()
    # Pairs have as many as ten other kinds.
    names = list(SINGLE) + [name for name in KINDS if name not in SINGLE] * 10
    attempts = 0
    while len(made) < count and attempts < 20 * count:
        attempts += 1
        kind = names[attempts % len(names)]
        name, text = rng.choice(base)
        broken = KINDS[kind](rng, text.split("\n"))
        if isinstance(broken, tuple):
            text, broken = "\n".join(broken[0]), broken[1]
        broken = text if broken is None else "\n".join(broken)
        if broken != text and (kind, broken) not in seen:
            seen.add((kind, broken))
            made.append(Slip(kind, name, text, broken))
    return made


def judge(linter, made):
    after = [(slip.name, slip.after) for slip in made]
    base = list(dict.fromkeys((slip.name, slip.before) for slip in made))
    before = dict(zip(base, linter.findings(base)))
    found, fixed = linter.findings(after), linter.fixed(after)
    left = linter.findings([(slip.name, text) for slip, text in zip(made, fixed)])
    page_of = pages([text for slip, text in zip(made, fixed) for text in (slip.before, slip.after, text)])
    for slip, found, fixed, left in zip(made, found, fixed, left):
        slip.found, slip.fixed, slip.left = found, fixed, left
        (old, _), (new, slip.depths), (mended, _) = page_of[slip.before], page_of[slip.after], page_of[fixed]
        if old is None or new is None or mended is None:
            continue
        slip.lost, slip.still_lost = old - new, old - mended
        known = collections.Counter((d["rule"], d["message"]) for d in before[slip.name, slip.before])
        fresh = [d for d in found if not known[d["rule"], d["message"]]]
        here = [d for d in fresh if at_place(d, slip.place)]
        slip.is_damage = bool(slip.lost)
        slip.is_said = bool(here)
        slip.is_error = any(d["severity"] == "error" for d in here)
        slip.is_mended = not slip.still_lost
        slip.has_new_error = bool(errors(found) - errors(before[slip.name, slip.before]))
        slip.is_worse = bool(slip.still_lost - slip.lost)
        slip.is_hidden = bool(slip.still_lost) and bool(errors(found)) and not errors(left)
        yield slip


def share(slips, quality):
    slips = list(slips)
    return 100 * sum(getattr(slip, quality) for slip in slips) / len(slips) if slips else None


def row(name, slips):
    damage, harmless = [slip for slip in slips if slip.is_damage], [slip for slip in slips if not slip.is_damage]
    shares = [share(damage, quality) for quality in ("is_said", "is_error", "is_mended")] + [share(harmless, "has_new_error")]
    written = ["    –" if value is None else f"{value:5.0f}" for value in shares]
    worse, hidden = sum(slip.is_worse for slip in slips), sum(slip.is_hidden for slip in slips)
    return f"{name:50} {len(damage):6} {' '.join(written[:3])}  {len(harmless):6} {written[3]}  {worse:5} {hidden:6}"


def show(slip):
    print(f"=== {slip.kind}: {'damage' if slip.is_damage else 'harmless'}, lines {slip.place}, in {slip.name}")
    lines = slip.after.split("\n")
    for number in range(max(slip.place[0] - 4, 1), min(slip.place[1] + 4, len(lines)) + 1):
        mark = ">" if slip.place[0] <= number <= slip.place[1] else " "
        print(f"{number:4}{mark} {lines[number - 1]!r}")
    for d in slip.found:
        print(f"  {d['severity']}[{d['rule']}] {d['range']['start']['line']}: {d['message']}{' (fix)' if (d['fix'] or {}).get('applicability') == 'safe' else ''}")
    if slip.is_damage:
        print(f"  lost: {list(slip.lost)[:2]}")
    if slip.still_lost and slip.fixed != slip.after:
        fixed = slip.fixed.split("\n")
        first, last = changed_lines(lines, fixed)
        print("  fixed:", *(f"    {line!r}" for line in fixed[first - 1 : last]), sep="\n")
        print(f"  still lost: {list(slip.still_lost)[:2]}")


def unseen(slip, entries):
    """The first entry of the page that the model does not see where it is, or sees otherwise."""
    # The model leaves tags of lists and footnotes to the browser.
    if re.search(r"<(li|ul|ol)|\[\^", slip.after):
        return None
    lines = slip.after.split("\n")
    for (depth, word), entry in zip(slip.depths, entries):
        if depth != entry["depth"] or word not in "\n".join(lines[entry["line"] - 1 : entry["line"] + 3]):
            return f"{depth} {word!r} on the page, {entry} in the model: {lines[entry['line'] - 1]!r}"
    return None if len(slip.depths) == len(entries) else f"{len(slip.depths)} entries on the page, {len(entries)} in the model"


FAULTS = {
    "unsaid": lambda slip: slip.is_damage and not slip.is_said,
    "no-error": lambda slip: slip.is_damage and not slip.is_error,
    "unmended": lambda slip: slip.is_damage and not slip.is_mended,
    "false": lambda slip: not slip.is_damage and slip.has_new_error,
    "worse": lambda slip: slip.is_worse,
    "hidden": lambda slip: slip.is_hidden,
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary", metavar="TWIR_LINT")
    parser.add_argument("files", metavar="FILE", nargs="+")
    parser.add_argument("--model", metavar="DOCUMENT", help="the example of that name, whose entries are compared with the page")
    parser.add_argument("--seed", type=int, default=14, help="what the slips are drawn by")
    parser.add_argument("--count", type=int, default=5200, help="how many slips")
    parser.add_argument("--kind", default="", help="only kinds whose names begin so")
    parser.add_argument("--more", action="store_true", help="draw the kinds without a single reading too; nothing is asked then of what is mended")
    parser.add_argument("--show", action="append", default=[], choices=[*FAULTS, "unseen"], help="print the slips with this fault; may be given again")
    arguments = parser.parse_args()
    global SINGLE, ON_ENTRY
    for name in () if arguments.more else MORE:
        del KINDS[name]
    SINGLE, ON_ENTRY = (tuple(name for name in names if name in KINDS) for names in (SINGLE, ON_ENTRY))
    for name in [name for name in KINDS if not name.startswith(arguments.kind)]:
        del KINDS[name]
    SINGLE = tuple(name for name in SINGLE if name in KINDS) if arguments.kind else SINGLE
    rng = random.Random(arguments.seed)
    with tempfile.TemporaryDirectory() as scratch:
        linter = Linter(pathlib.Path(arguments.binary).resolve(), pathlib.Path(scratch))
        judged = list(judge(linter, slips(rng, linter, arguments.files, arguments.count)))
        if arguments.model:
            seen = list(linter.entries(arguments.model, [(slip.name, slip.after) for slip in judged]))
            for slip, entries in zip(judged, seen):
                slip.unseen = unseen(slip, entries)
                if slip.unseen and "unseen" in arguments.show:
                    print(slip.unseen)
                    show(slip)
            print(f"{sum(slip.unseen is not None for slip in judged)} pages with entries that the model does not see")
    for fault in filter(FAULTS.get, arguments.show):
        print(f"--- {fault} ---")
        for slip in filter(FAULTS[fault], judged):
            show(slip)
    print(f"{'of damage (%); of harmless changes (%)':50} damage  said error mended harmless error  worse hidden")
    for kind in KINDS:
        if mine := [slip for slip in judged if slip.kind == kind]:
            print(row(kind, mine))
    print(row(f"{len(KINDS)} kinds, {len(judged)} slips, seed {arguments.seed}", judged))
    damage, harmless = [slip for slip in judged if slip.is_damage], [slip for slip in judged if not slip.is_damage]
    if arguments.kind:
        return
    reached = (
        share(damage, "is_said") >= LEAST_SAID
        and share(damage, "is_error") >= LEAST_ERROR
        and (arguments.more or share(damage, "is_mended") >= LEAST_MENDED)
        and share(harmless, "has_new_error") <= MOST_FALSE
        and share(judged, "is_worse") <= MOST_WORSE
    )
    sys.exit(not reached)


if __name__ == "__main__":
    main()
