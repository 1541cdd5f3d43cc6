"""What the newsletter's own scripts reject in revisions of drafts, and whether the program reports it.

    python newsletter.py PROGRAM TOOLS CORPUS

TOOLS is the folder `tools/` of the newsletter's repository, with `inspect_links.py` and `inspect_markdown.py`; CORPUS holds revisions
as `drafts/*/*/*.md`, and issues to compare their links with in `published/`. Each revision is judged as both would in the newsletter's
repository, with the 24 issues before it. Whatever a script rejects counts as reported where a finding of the program is on a line of
it; what is not reported is listed. Needs the packages of the scripts, Markdown and beautifulsoup4. docs/newsletter-checks.md tells what was found.
"""

import collections
import html
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import types

program, tools, corpus = (pathlib.Path(argument).resolve() for argument in sys.argv[1:4])
# Both name only a type of it, but for --since.
sys.modules.setdefault("pygit2", types.SimpleNamespace(Tree=object))
sys.path.insert(0, str(tools))
import inspect_links  # noqa: E402
import inspect_markdown  # noqa: E402

# Issues that the scripts look at, the newest included.
RECENT = 25
ADDRESS = re.compile(r"[a-z]+:[^\s<>]+", re.IGNORECASE)


def drained():
    return inspect_links.diagnostics.drain_errors_and_warnings()


def links_of(path):
    found = inspect_links.inspect_file(str(path))
    drained()
    return found


def rejected(path, earlier):
    """What both scripts say of a file, as kind and words; `earlier` are the links of the issues before."""
    seen, said = set(earlier), []
    links = inspect_links.inspect_file(str(path))
    errors, warnings = drained()
    for link in links:
        if link in seen:
            said.append(("repeated link", link))
        seen.add(link)
    inspect_markdown.check_tags(inspect_markdown.render_file(str(path)), str(path))
    errors += drained()[0]
    kinds = {
        "tracking parameters": r"found tracking parameters on (.*): \[",
        "scheme": r"unexpected/malformed link scheme: (.*)",
        "simpler link": r"link can be simplified: (.*) -> ",
        "backticks": r'.*?: found (?:odd|empty) backticks: "(.*)"$',
        "tag": r'.*?: unrecognized tag (\S+) in ',
        "empty entry": r".*?: empty <li> tag(.*)",
        "cut title": r"this link title may be unintentionally truncated: ['\"](.*)['\"]$",
        "crate or repository": r"link (\S+) is (?:directly to|to crates)",
    }
    for message in errors + warnings:
        for kind, pattern in kinds.items():
            match = re.match(pattern, message, re.DOTALL)
            if match:
                said.append((kind, match[1]))
                break
        else:
            sys.exit(f"{path}: nobody knows of {message}")
    return said


def lines_of(kind, words, lines):
    """The numbers of the lines that what a script says is about."""
    if kind == "repeated link":
        def is_it(line):
            for address in ADDRESS.findall(line):
                for end in (len(address), address.find(")")):
                    reduced = inspect_links.parse_url(html.unescape(address[:end]))
                    drained()
                    if reduced == words:
                        return True
            return False
    elif kind == "tag":
        is_it = lambda line: f"<{words}" in line.lower()
    elif kind == "empty entry":
        is_it = lambda line: re.fullmatch(r"\s*[*+-]\s*(!?\[.*|<.*|\*+)?\s*", line)
    else:
        is_it = lambda line: words in line or words in html.unescape(line)
    return {number for number, line in enumerate(lines, 1) if is_it(line)}


def found(path, earlier, name):
    """The findings of the program by line: the gravest."""
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for part in ["content", "draft", ".git"]:
            (folder / part).mkdir()
        for issue in earlier:
            shutil.copy(issue, folder / "content" / issue.name)
        shutil.copy(path, folder / name)
        done = subprocess.run(
            [program, "--format", "json", "--fail-on", "never", "--no-config", name], cwd=folder, capture_output=True, text=True
        )
        if done.returncode:
            sys.exit(f"{path}: {done.stderr}")
    by_line = {}
    for finding in json.loads(done.stdout)["diagnostics"]:
        for place in [finding["range"]] + [label["range"] for label in finding["labels"] if label["path"] == finding["path"]]:
            for line in range(place["start"]["line"], place["end"]["line"] + 1):
                by_line.setdefault(line, []).append((finding["severity"], finding["rule"]))
    return by_line


published = {path.name: path for path in sorted((corpus / "published").glob("*.md"))}
links = {}
counts, missed, rules = collections.Counter(), [], collections.defaultdict(collections.Counter)
revisions = sorted((corpus / "drafts").glob("*/*/*.md"))
for path in revisions:
    earlier = [published[name] for name in published if name < path.name][-RECENT + 1:]
    for issue in earlier:
        if issue not in links:
            links[issue] = links_of(issue)
    said = rejected(path, [link for issue in earlier for link in links[issue]])
    if not said:
        continue
    lines = path.read_text().splitlines()
    ours = found(path, earlier, f"{path.parent.name}/{path.name}")
    for kind, words in dict.fromkeys(said):
        places = lines_of(kind, words, lines)
        findings = [finding for line in places for finding in ours.get(line, [])]
        severities = {severity for severity, _ in findings}
        verdict = "error" if "error" in severities else "warning" if severities else "nothing"
        counts[kind, verdict] += 1
        rules[kind].update({rule for _, rule in findings})
        if not severities:
            missed.append(f"{kind}: {path.relative_to(corpus)}: {sorted(places)} {words[:150]}")

print(f"{len(revisions)} revisions; what the scripts reject or warn of, and what the program says on a line of it")
for kind in sorted({kind for kind, _ in counts}):
    error, warning, nothing = (counts[kind, verdict] for verdict in ("error", "warning", "nothing"))
    names = ", ".join(name for name, _ in rules[kind].most_common(3))
    print(f"{kind:20} {error + warning + nothing:4}: error {error}, warning {warning}, nothing {nothing} ({names})")
print("\n".join(missed))
