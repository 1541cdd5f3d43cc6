"""What `comment/action.yml` posts, against a stand-in of GitHub's interface on this machine.

    python github.py [OPENAPI]

The stand-in keeps pull requests, reviews and comments, moves comments along with their lines as GitHub does, and refuses what
GitHub refuses. With OPENAPI, the description of the interface that GitHub publishes (`api.github.com.json` of the package
@octokit/openapi on npm), each request is checked against that as well; this needs the package jsonschema.

What is posted is what target/release/twir-lint makes of a repository.
"""

import difflib
import http.server
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import threading

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "target/release/twir-lint"
POST = ROOT / ".github/action/post.py"
BOT = "github-actions[bot]"
REPOSITORY = "somebody/newsletter"
ISSUE = "draft/2026-03-04-this-week-in-rust.md"
HEAD = "Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-04\nCategory: This Week in Rust\n\n### Rust Walkthroughs\n\n"
OLD = "".join(f"* [Old {n}](https://example.org/old/{n})\n" for n in range(20))
TRACKS = "* [New {0}](https://example.org/new/{0}?utm_source=mail)\n"
EMPTY = "* [Nowhere {0}]()\n"


class GitHub:
    """The state of one pull request, and what was asked."""

    def __init__(self, openapi=None):
        self.openapi = openapi
        self.state, self.sha = "open", "0" * 40
        self.base, self.files = {}, {}
        self.comments, self.reviews, self.answers = [], [], []
        self.calls, self.next = [], 1

    def push(self, sha, files):
        """Another commit, or another branch in its place: comments keep to their lines, or lose them."""
        for comment in self.comments:
            old, new = (lines.get(comment["path"], "").splitlines() for lines in (self.files, files))
            place = comment["line"]
            comment["line"] = None
            if place:
                for tag, first, last, start, _ in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
                    if tag == "equal" and first < place <= last:
                        comment["line"] = start + place - first
        self.sha, self.files = sha, files

    def patch(self, path):
        lines = [text.get(path, "").splitlines() for text in (self.base, self.files)]
        diff = list(difflib.unified_diff(*lines, lineterm="", n=3))[2:]
        return "\n".join(diff)

    def shown(self, path):
        """By line: the hunk in which the diff shows it."""
        lines, hunk, line = {}, 0, 0
        for text in self.patch(path).split("\n"):
            head = re.match(r"@@ -\S+ \+(\d+)", text)
            if head:
                hunk, line = hunk + 1, int(head[1])
            elif text[:1] in ("+", " "):
                lines[line] = hunk
                line += 1
        return lines

    def id(self):
        self.next += 1
        return self.next

    def answer(self, method, path, query, body):
        """The status, and what is answered."""
        pull = f"/repos/{REPOSITORY}/pulls/7"
        issue = f"/repos/{REPOSITORY}/issues"
        some = lambda found: found[(int(query["page"]) - 1) * 100:int(query["page"]) * 100]
        if (method, path) == ("GET", pull):
            return 200, {"state": self.state, "head": {"sha": self.sha}}
        if (method, path) == ("GET", f"{pull}/files"):
            return 200, some([{"filename": path, "patch": self.patch(path)} for path in self.files if self.patch(path)])
        if (method, path) == ("GET", f"{pull}/comments"):
            return 200, some(self.comments)
        if (method, path) == ("GET", f"{issue}/7/comments"):
            return 200, some(self.answers)
        if (method, path) == ("POST", f"{issue}/7/comments"):
            self.answers.append({"id": self.id(), "user": {"login": BOT}, "body": body["body"]})
            return 201, self.answers[-1]
        if (method, path) == ("POST", f"{pull}/reviews"):
            if body["commit_id"] != self.sha:
                return 422, {"message": "the commit is not that of the pull request"}
            for comment in body["comments"]:
                shown = self.shown(comment["path"])
                hunks = {shown.get(comment[name]) for name in ("start_line", "line") if name in comment}
                if None in hunks or len(hunks) != 1:
                    return 422, {"message": "Line could not be resolved", "errors": [comment]}
            self.reviews.append(body["body"])
            for comment in body["comments"]:
                self.comments.append({"id": self.id(), "user": {"login": BOT}, "start_line": None} | comment)
            return 200, {"id": self.id()}
        for kind, found in [("pulls", self.comments), ("issues", self.answers)]:
            match = re.fullmatch(rf"/repos/{REPOSITORY}/{kind}/comments/(\d+)", path)
            if method == "PATCH" and match:
                comment = next(comment for comment in found if comment["id"] == int(match[1]))
                expect(comment["user"]["login"] == BOT, "what people wrote is left alone", comment)
                comment["body"] = body["body"]
                return 200, comment
        return 404, {"message": f"{method} {path}"}

    def check(self, method, path, body):
        """Whether the description of the interface has such a request."""
        import jsonschema

        for template, operations in self.openapi["paths"].items():
            pattern = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(template))
            if re.fullmatch(pattern, path) and method.lower() in operations:
                wanted = operations[method.lower()].get("requestBody")
                if wanted and body is not None:
                    schema = wanted["content"]["application/json"]["schema"] | {"components": self.openapi["components"]}
                    jsonschema.Draft7Validator(schema).validate(body)
                return
        sys.exit(f"not so: the interface has {method} {path}")


def serve(github):
    class Handler(http.server.BaseHTTPRequestHandler):
        def do(self):
            path, _, query = self.path.partition("?")
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            github.calls.append((self.command, path))
            expect(self.headers["Authorization"] == "Bearer secret", "the token is sent", self.headers)
            if github.openapi:
                github.check(self.command, path, body)
            status, answer = github.answer(self.command, path, dict(part.split("=") for part in query.split("&") if part), body)
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        do_GET = do_POST = do_PATCH = do

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


class Place:
    """A repository, and the job that posts what is found in it."""

    def __init__(self, folder, openapi):
        self.folder, self.github = pathlib.Path(folder), GitHub(openapi)
        self.server = serve(self.github)
        self.checkout, self.reports = self.folder / "checkout", self.folder / "reports"
        self.checkout.mkdir()
        self.reports.mkdir()
        self.git("init", "--quiet", "--initial-branch", "main")
        self.write({ISSUE: HEAD + OLD})
        self.commit()
        self.github.base = {ISSUE: HEAD + OLD}
        self.git("checkout", "--quiet", "-b", "contribution")

    def git(self, *arguments):
        settings = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org"]
        done = subprocess.run(["git", *settings, *arguments], cwd=self.checkout, check=True, capture_output=True, text=True)
        return done.stdout.strip()

    def write(self, files):
        for name, text in files.items():
            path = self.checkout / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)

    def commit(self):
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "x")
        return self.git("rev-parse", "HEAD")

    def push(self, text, others=None):
        files = {ISSUE: text} | (others or {})
        self.write(files)
        self.github.push(self.commit(), {name: text for name, text in files.items() if name.endswith(".md")})

    def look(self):
        for name, format in [("report.json", "json"), ("comment.md", "markdown"), ("review.json", "review")]:
            arguments = ["--since", "main", "--format", format, "--fail-on", "never", "--output-file", self.reports / name]
            subprocess.run([PROGRAM, *arguments], cwd=self.checkout, capture_output=True)

    def post(self, sha=None):
        before = len(self.github.calls)
        environment = {
            "PATH": os.environ["PATH"], "GH_TOKEN": "secret", "GITHUB_REPOSITORY": REPOSITORY, "NUMBER": "7",
            "GITHUB_API_URL": f"http://127.0.0.1:{self.server.server_port}", "HEAD_SHA": sha or self.github.sha,
            "FOLDER": str(self.reports),
        }
        done = subprocess.run([sys.executable, POST], env=environment, capture_output=True, text=True)
        writes = [call for call in self.github.calls[before:] if call[0] != "GET"]
        return done.returncode, done.stdout + done.stderr, [method for method, _ in writes]

    def run(self):
        self.look()
        return self.post()


def expect(is_so, what, found):
    if not is_so:
        print(f"not so: {what}\n{found}", file=sys.stderr)
        os._exit(1)


def check_pushes(place):
    github = place.github
    place.push(HEAD + OLD + TRACKS.format(1) + EMPTY.format(1))
    code, text, writes = place.run()
    expect((code, writes) == (0, ["POST", "POST"]), "the first push is answered by a review and a comment", (code, text, writes))
    expect(len(github.comments) == 2 and len(github.answers) == 1 and len(github.reviews) == 1, "each once", github.comments)
    expect("```suggestion\n* [New 1](https://example.org/new/1)\n```" in github.comments[0]["body"], "with a suggestion", github.comments)
    code, text, writes = place.run()
    expect((code, writes) == (0, []), "the same again says nothing", (text, writes))

    person = {"id": github.id(), "user": {"login": "editor"}, "path": ISSUE, "line": 29, "start_line": None,
              "body": github.comments[1]["body"]}
    github.comments.append(person)
    github.answers.append({"id": github.id(), "user": {"login": "editor"}, "body": "<!-- twir-lint -->\nThank you!"})
    said = json.dumps([person, github.answers[-1]])
    place.push(HEAD + OLD + TRACKS.format(1).replace("?utm_source=mail", "") + EMPTY.format(1) + TRACKS.format(2))
    code, text, writes = place.run()
    expect((code, sorted(writes)) == (0, ["PATCH", "POST"]), "one mended and one new: the comment is edited, one is new", (text, writes))
    own = [comment for comment in github.comments if comment["user"]["login"] == BOT]
    expect(len(own) == 3 and "new/2" in own[2]["body"], "that which is new", own)
    expect(json.dumps([person, github.answers[-1]]) == said, "what people wrote is as it was", github.answers)

    place.git("checkout", "--quiet", "--detach", "main")
    place.push(HEAD + TRACKS.format(3) + OLD)
    code, text, writes = place.run()
    own = [comment for comment in github.comments if comment["user"]["login"] == BOT]
    expect(code == 0 and len(own) == 4 and own[3]["line"] == 8, "after a force push, what is there now", (text, own))
    expect(len([answer for answer in github.answers if answer["user"]["login"] == BOT]) == 1, "and still one comment", github.answers)

    place.push(HEAD + OLD + "* [New 4](https://example.org/new/4)\n")
    code, text, writes = place.run()
    expect((code, writes) == (0, ["PATCH"]), "when all is mended, the comment says so", (text, writes))
    expect("found no problems" in github.answers[0]["body"], "in its words", github.answers[0])


def check_others(place):
    github = place.github
    place.push(HEAD + OLD + TRACKS.format(1))
    place.look()
    github.state = "closed"
    expect(place.post()[::2] == (0, []), "a closed pull request gets no comment", "")
    github.state = "open"
    expect(place.post(sha="1" * 40)[::2] == (0, []), "nor one that has gone on", "")
    for name in ["review.json", "comment.md", "report.json"]:
        text = (place.reports / name).read_text()
        (place.reports / name).unlink()
        expect(place.post()[::2] == (1, []), f"nor is anything posted without {name}", "")
        (place.reports / name).symlink_to("/etc/passwd")
        expect(place.post()[::2] == (1, []), f"nor where {name} is a link", "")
        (place.reports / name).unlink()
        (place.reports / name).write_text(text)
    review = json.loads((place.reports / "review.json").read_text())
    comment = review["comments"][0]
    for other in [
        [], {}, review | {"event": "APPROVE"}, review | {"more": 1}, review | {"comments": [comment] * 21},
        review | {"comments": [comment | {"body": "words of my own"}]}, review | {"comments": [comment | {"path": "../x"}]},
        review | {"comments": [comment | {"line": 0}]}, review | {"comments": [comment | {"line": "1"}]},
        review | {"comments": [comment | {"in_reply_to": 1}]}, review | {"comments": [comment | {"side": "LEFT"}]},
        review | {"comments": [comment | {"body": comment["body"] + "x" * 65536}]}, review | {"body": 1},
    ]:
        (place.reports / "review.json").write_text(json.dumps(other))
        code, text, writes = place.post()
        expect((code, writes) == (1, []) and "::error" in text, "an artifact that was replaced is refused", (other, text))
    for text in ["", "words of my own\n", "<!-- twir-lint -->\n" + "x" * 65536]:
        (place.reports / "review.json").write_text(json.dumps(review))
        (place.reports / "comment.md").write_text(text)
        expect(place.post()[::2] == (1, []), "a comment that is none", text[:100])


def check_many(place):
    github = place.github
    place.push(HEAD + OLD + "".join(TRACKS.format(n) for n in range(200)))
    code, text, writes = place.run()
    expect(code == 0 and len(github.comments) == 20, "of 200 findings, 20 are comments", text)
    expect("no room here for 180 more places" in github.reviews[0], "and the rest is counted", github.reviews)
    expect(place.run()[::2] == (0, []), "once", "")


def check_words(place):
    github = place.github
    evil = "@everyone ``` <img src=x> #1 --> ##[error]x"
    place.push(HEAD + OLD + f"* [{evil}](https://example.org/e?utm_source=mail)\n* [{evil}]()\n")
    code, text, writes = place.run()
    expect(code == 0 and len(github.comments) == 2, "a hostile title is a title", text)
    for comment in github.comments:
        prose = re.sub(r"(?s)(`{3,})suggestion\n.*?\n\1", "", comment["body"])
        prose = re.sub(r"(?s)(`+)(?!`).*?(?<!`)\1(?!`)", "", prose)
        expect("@everyone" not in prose and "<img" not in prose, "and no more", comment["body"])


def check_trust(place):
    github = place.github
    bad = HEAD + OLD + TRACKS.format(1)
    for others, words in [
        ({"twir-lint.toml": '[rules]\nall = "off"\n'}, "`twir-lint.toml`"),
        ({"draft/twir-lint.toml": '[rules]\nall = "off"\n'}, "`draft/twir-lint.toml`"),
        ({"twir-lint.toml": 'exclude = ["*"]\n'}, "the change excludes it"),
        ({".github/workflows/twir-lint.yml": "on: push\n"}, "utm_source"),
    ]:
        place.git("checkout", "--quiet", "--detach", "main")
        github.comments, github.answers = [], []
        place.push(bad, others)
        code, text, _ = place.run()
        expect(code == 0 and len(github.comments) == 1, "what a change says of itself is not heeded", (others, text))
        expect(words in github.answers[0]["body"] and "utm_source" in github.answers[0]["body"], "and told", github.answers)
    for allow in ["<!-- twir-lint: allow(tracking-parameters) why not -->\n", "<!-- twir-lint: allow-file(tracking-parameters, unused-allow) x -->\n"]:
        place.git("checkout", "--quiet", "--detach", "main")
        github.comments, github.answers = [], []
        place.push(HEAD + OLD + allow + TRACKS.format(1))
        code, text, _ = place.run()
        expect("the change allows it" in github.answers[0]["body"], "an allow comment", github.answers)
        expect(any("utm_source" in comment["body"] for comment in github.comments), "allows nothing", github.comments)


if __name__ == "__main__":
    openapi = json.loads(pathlib.Path(sys.argv[1]).read_text()) if len(sys.argv) > 1 else None
    for check in [check_pushes, check_others, check_many, check_words, check_trust]:
        with tempfile.TemporaryDirectory() as folder:
            check(Place(folder, openapi))
        print(f"{check.__name__.removeprefix('check_')}: as it should be", flush=True)
