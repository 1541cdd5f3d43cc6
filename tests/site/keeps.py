"""What safe fixes may not change in an issue, checked on real ones without asking the program what it meant to do.

    python keeps.py TWIR_LINT FILE...

For each file, after --fix: every address leads where it did, but for what tracks readers and for other names of one
site; every date of an entry is there; every title and name of a link has its letters, but for the name of a site or a kind of
media behind it; and there are no fewer entries. A
file that is read differently by its name gets its folder and its name.
"""

import collections
import html
import pathlib
import re
import subprocess
import sys
import tempfile
import urllib.parse

ADDRESS = re.compile(r"https?://[^\s<>\])|}]+")
# An address of a link that is broken over two lines, and goes on up to its `)`.
BROKEN = re.compile(r"(\]\(https?://[^\s()]+)[ \t]*\r?\n[ \t]*(?=[^\s()\[\]]+\))")
DATE = re.compile(r"\b\d{4}-\d\d-\d\d\b")
ENTRY = re.compile(r"^\s*[*+-]\s.*\]\(", re.M)
TITLE = re.compile(r"(?<!\])\[([^\[\]]*)\]\(")
ENDING = re.compile(r"\s*(?:\s[|–—·-]|\s::|\\\||\()\s*")
TRACKING = re.compile(
    r"^(utm_\w+|fbclid|gclid|mc_\w+|si|feature|pp|app|ab_channel|recid|recsource|searchid|eventorigin|_xtd|rv|gj|aff|trk|r|"
    r"publication_id|post_id|isfreemail|triedredirect|source|src|ref|via|referrer|usp|s|t|share_id|rdt|_hs\w+|hss_channel|cmid|ref_src|"
    r"igsh|postpublishedtype|vd_source|tk|\w*clid|notificationid|keep_tld|__s|lipi|m|sk_source|gi|tag)$",
    re.I,
)
SITES = {
    "youtu.be": "youtube.com", "m.youtube.com": "youtube.com", "old.reddit.com": "reddit.com", "np.reddit.com": "reddit.com",
    "new.reddit.com": "reddit.com", "mobile.twitter.com": "twitter.com", "m.facebook.com": "facebook.com", "lu.ma": "luma.com",
}


def page(address):
    """What all spellings of an address share."""
    host, slash, rest = re.sub(r"^https?:/*(https?[:/]+)?", "", address).partition("/")
    host = re.sub(r"^(www|m|mobile|amp)\.", "", host.lower())
    site = SITES.get(host, host)
    rest, _, fragment = rest.partition("#")
    path, _, query = rest.partition("?")
    if host == "youtu.be":
        path, query = "watch", f"v={path.strip('/')}&{query}"
    if site == "meetup.com":
        path = re.sub(r"^[a-z]{2}(-[a-z]{2})?/", "", path, flags=re.I)
    pairs = [pair for pair in query.replace("&amp;", "&").split("&") if pair and not TRACKING.match(pair.partition("=")[0])]
    pairs += [pair for pair in fragment.split("&") if not TRACKING.match(pair.partition("=")[0])]
    # Where the dots and marks of a sentence begin is not for this to say.
    return re.sub(r"\W|_", "", urllib.parse.unquote(site + path + "".join(sorted(pairs))))


def letters(text):
    """The letters and digits of a title; none of one in a broken encoding, in which they are others."""

    return "".join(c for c in html.unescape(text) if c.isalnum()) if text.isascii() else None


def without_ending(text):
    """For each title: what may be left of it once the name of its site, or `(video)`, is gone from its end."""
    shorter = collections.defaultdict(set)
    for title in TITLE.findall(text):
        ends = [end.start() for end in ENDING.finditer(title)]
        shorter[letters(title)].update(letters(title[:end]) for end in ends if end)
    return shorter


def holds(text):
    """What the text holds, by kind."""
    lines = [line for line in text.splitlines() if re.match(r"\s*([*+-]|\d{4}-)", line)]
    titles = filter(None, (letters(title) for title in TITLE.findall(text)))
    return {
        "address": collections.Counter(page(address) for address in set_per_line(text)),
        "date": collections.Counter(date for line in lines for date in set(DATE.findall(ADDRESS.sub("", line)))),
        "title": collections.Counter(titles),
        "entry": collections.Counter({"": len(ENTRY.findall(text))}),
    }


def set_per_line(text):
    """The addresses, one that a line repeats told once."""
    return (address for line in BROKEN.sub(r"\1", text).splitlines() for address in {page(a): a for a in ADDRESS.findall(line)}.values())


def main():
    binary, files = pathlib.Path(sys.argv[1]).resolve(), [pathlib.Path(name) for name in sys.argv[2:]]
    failures = 0
    with tempfile.TemporaryDirectory() as scratch:
        copies = []
        for index, original in enumerate(files):
            copy = pathlib.Path(scratch, str(index), original.parent.name, original.name)
            copy.parent.mkdir(parents=True)
            copy.write_bytes(original.read_bytes())
            copies.append(copy)
        for start in range(0, len(copies), 100):
            command = [binary, "--no-config", "--fix", "--statistics", *copies[start : start + 100]]
            done = subprocess.run(command, capture_output=True, text=True)
            if done.returncode > 2 or done.returncode < 0:
                sys.exit(f"ended with {done.returncode}: {done.stderr}")
        for original, copy in zip(files, copies):
            before, after = (path.read_bytes().decode(errors="replace") for path in (original, copy))
            if before == after:
                continue
            old, new, shorter = holds(before), holds(after), without_ending(before)
            for kind in old:
                for what, count in (old[kind] - new[kind]).items():
                    if kind == "title" and any(new[kind][short] for short in shorter[what]):
                        continue
                    print(f"{original}: {count} × {kind} is gone: {what}")
                    failures += 1
    print(f"{len(files)} files fixed, {failures} failures")
    sys.exit(failures > 0)


main()
