"""Posts what twir-lint found to a pull request: a review with suggestions, and one comment that says it all.

It runs with the right to write to pull requests, so it runs nothing of one, and takes for it only data that it has checked:
`report.json`, `review.json` and `comment.md`, which another job of the same workflow has made, in the folder FOLDER. What is there already is
not posted again; what has changed is edited; what people wrote is left alone.

Variables: GH_TOKEN, GITHUB_API_URL, GITHUB_REPOSITORY, NUMBER and HEAD_SHA of the pull request, FOLDER, and BOT, the name that
comments of the token are by. The standard library of Python 3.8 is all that it needs.
"""

import json
import os
import pathlib
import re
import sys
import urllib.error
import urllib.request

MARKER = "<!-- twir-lint -->"
FINDING = re.compile(r"<!-- twir-lint-finding ([0-9a-f]{16}:[0-9]{1,9}(?: [0-9a-f]{16}:[0-9]{1,9}){0,9}) -->\n")
MOST_COMMENTS = 20
# What GitHub takes, in characters.
LONGEST = 65536
MOST_BYTES = 4 << 20
# Pages of a hundred that are read of any list.
MOST_PAGES = 30


class Trouble(Exception):
    """What is wrong, for the log."""


def read(folder, name):
    path = folder / name
    if path.is_symlink() or not path.is_file():
        raise Trouble(f"there is no file {name}")
    if path.stat().st_size > MOST_BYTES:
        raise Trouble(f"{name} is too large")
    return path.read_text(encoding="utf-8")


def is_number(value):
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10_000_000


def is_path(value):
    parts = value.split("/") if isinstance(value, str) else [""]
    return len(value) < 500 and not any(part in ("", ".", "..") for part in parts) and value.isprintable()


def has_something(report, comment):
    """Whether there is anything to say: findings, or what is to be known of the run."""
    summary = report.get("summary") if isinstance(report, dict) else None
    counts = [summary.get(name) for name in ("errors", "warnings")] if isinstance(summary, dict) else [None]
    if not all(isinstance(count, int) and not isinstance(count, bool) and count >= 0 for count in counts):
        raise Trouble("report.json: it is not a report")
    return sum(counts) > 0 or "\n⚠️ " in comment


def checked(review):
    """The review, where it is one and nothing more."""

    def wants(is_so, what):
        if not is_so:
            raise Trouble(f"review.json: {what}")

    wants(isinstance(review, dict) and set(review) == {"event", "body", "comments"}, "it is not a review")
    wants(review["event"] == "COMMENT", "it does more than comment")
    wants(isinstance(review["body"], str) and len(review["body"]) <= LONGEST, "its body is not a text")
    wants(isinstance(review["comments"], list) and len(review["comments"]) <= MOST_COMMENTS, "its comments are not a short list")
    for comment in review["comments"]:
        wants(isinstance(comment, dict), "a comment is none")
        wants({"path", "line", "side", "body"} <= set(comment), "a comment says too little")
        wants(set(comment) <= {"path", "line", "side", "body", "start_line", "start_side"}, "a comment says too much")
        wants(is_path(comment["path"]), "a path is none")
        wants(is_number(comment["line"]) and is_number(comment.get("start_line", 1)), "a line is none")
        wants(comment.get("start_line", 0) < comment["line"], "lines are in disorder")
        wants({comment["side"], comment.get("start_side", "RIGHT")} == {"RIGHT"}, "a comment is on lines that are gone")
        wants(isinstance(comment["body"], str) and len(comment["body"]) <= LONGEST, "a body is not a text")
        wants(FINDING.match(comment["body"]), "a comment does not say what it is about")
    return review


class GitHub:
    """The interface, as far as it is needed."""

    def __init__(self, address, token):
        self.address, self.token = address.rstrip("/"), token

    def ask(self, method, path, data=None):
        body = None if data is None else json.dumps(data).encode()
        request = urllib.request.Request(f"{self.address}/{path}", body, method=method)
        request.add_header("Accept", "application/vnd.github+json")
        request.add_header("X-GitHub-Api-Version", "2022-11-28")
        request.add_header("Authorization", f"Bearer {self.token}")
        if body is not None:
            request.add_header("Content-Type", "application/json")
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def all(self, path):
        found = []
        for page in range(1, MOST_PAGES + 1):
            some = self.ask("GET", f"{path}?per_page=100&page={page}")
            found.extend(some)
            if len(some) < 100:
                break
        return found


def lines_of(patch):
    """The lines that a patch shows of the new file, by the hunk that each is in."""
    lines, hunk, line = {}, 0, 0
    for text in (patch or "").split("\n"):
        head = re.match(r"@@ -\d+(?:,\d+)? \+(\d+)(?:,\d+)? @@", text)
        if head:
            hunk, line = hunk + 1, int(head[1])
        elif hunk and text[:1] in ("+", " "):
            lines[line] = hunk
            line += 1
    return lines


def is_shown(comment, shown):
    lines = shown.get(comment["path"], {})
    first = comment.get("start_line", comment["line"])
    return first in lines and lines[first] == lines.get(comment["line"])


def findings(body):
    found = FINDING.match(body.replace("\r\n", "\n"))
    return set(found[1].split(" ")) if found else set()


def is_same(one, other):
    return one.replace("\r\n", "\n").strip() == other.replace("\r\n", "\n").strip()


def post_review(github, pull, number, sha, review, bot):
    """Edits the comments that are there, and posts those that are not."""
    shown = {file["filename"]: lines_of(file.get("patch")) for file in github.all(f"{pull}/files")}
    # One that is outdated has no line: what it was about is elsewhere now.
    known = [
        comment for comment in github.all(f"{pull}/comments")
        if (comment.get("user") or {}).get("login") == bot and comment.get("line") and findings(comment["body"])
    ]
    new = []
    for comment in review["comments"]:
        if not is_shown(comment, shown):
            continue
        about = findings(comment["body"])
        place = (comment["path"], comment.get("start_line"), comment["line"])
        same = next(
            (old for old in known
             if (old["path"], old.get("start_line"), old["line"]) == place and findings(old["body"]) & about),
            None,
        )
        if same is None:
            new.append(comment)
            continue
        known.remove(same)
        if not is_same(same["body"], comment["body"]):
            github.ask("PATCH", f"repos/{os.environ['GITHUB_REPOSITORY']}/pulls/comments/{same['id']}", {"body": comment["body"]})
    if new:
        github.ask("POST", f"{pull}/reviews", review | {"commit_id": sha, "comments": new})
    print(f"{len(new)} new comments of {len(review['comments'])}")


def post_comment(github, repository, number, body, is_said, bot):
    """Edits the one comment, or posts it where something was found."""
    comments = github.all(f"repos/{repository}/issues/{number}/comments")
    own = [
        comment for comment in comments
        if (comment.get("user") or {}).get("login") == bot and comment["body"].startswith(MARKER)
    ]
    if own:
        if not is_same(own[0]["body"], body):
            github.ask("PATCH", f"repos/{repository}/issues/comments/{own[0]['id']}", {"body": body})
    elif is_said:
        github.ask("POST", f"repos/{repository}/issues/{number}/comments", {"body": body})
    else:
        print("Nothing was found, and nothing was said before: no comment.")


def main():
    repository, number, sha = (os.environ[name] for name in ["GITHUB_REPOSITORY", "NUMBER", "HEAD_SHA"])
    folder = pathlib.Path(os.environ["FOLDER"])
    bot = os.environ.get("BOT") or "github-actions[bot]"
    if not re.fullmatch(r"[1-9][0-9]{0,8}", number) or not re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", sha):
        raise Trouble("the number or the commit of the pull request is none")
    try:
        review = checked(json.loads(read(folder, "review.json")))
        comment = read(folder, "comment.md")
        is_said = has_something(json.loads(read(folder, "report.json")), comment)
    except ValueError as error:
        raise Trouble(f"a file is not what it should be: {error}") from None
    if not comment.startswith(MARKER + "\n") or len(comment) > LONGEST:
        raise Trouble("comment.md is not a comment of twir-lint")
    github = GitHub(os.environ.get("GITHUB_API_URL") or "https://api.github.com", os.environ["GH_TOKEN"])
    pull = f"repos/{repository}/pulls/{number}"
    found = github.ask("GET", pull)
    if found["state"] != "open" or found["head"]["sha"] != sha:
        print("This is not, or is no longer, what the pull request holds: no comment.")
        return
    post_comment(github, repository, number, comment, is_said, bot)
    post_review(github, pull, number, sha, review, bot)


if __name__ == "__main__":
    try:
        main()
    except Trouble as trouble:
        sys.exit(f"::error title=twir-lint::{trouble}".replace("\n", "%0A"))
    except urllib.error.HTTPError as error:
        words = error.read(2000).decode("utf-8", "replace")
        sys.exit(f"::error title=twir-lint::GitHub says {error.code}: {words}".replace("\n", "%0A").replace("\r", "%0D"))
    except (urllib.error.URLError, KeyError, TypeError) as error:
        sys.exit(f"::error title=twir-lint::GitHub gave no answer that can be used: {error}".replace("\n", "%0A"))
