"""The steps of action.yml, run as GitHub's runner does, in a repository of their own.

    python run.py

Needs PyYAML, git and target/release/twir-lint. GitHub is played by stand-ins for curl and cargo, which come first on the path;
`github.py` beside this file plays its interface.
"""

import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "target/release/twir-lint"
VERSION = re.search(r'^version = "(.*)"$', (ROOT / "Cargo.toml").read_text(), re.MULTILINE)[1]
ISSUE = "draft/2026-03-04-this-week-in-rust.md"
HEAD = "Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-04\nCategory: This Week in Rust\n\n### Rust Walkthroughs\n\n"
OLD_FAULT = "* [Old](https://example.org/old?utm_source=mail)\n"
NEW_FAULT = "* [New](https://example.org/new?utm_medium=post)\n* [Odd](http://example.org/odd)\n"
MARKER = "<!-- twir-lint -->"

# Answers with the files of a folder, as the last part of an address names them; as GitHub's interface, to who has the token.
CURL = """#!/usr/bin/env bash
address=${!#}
if [[ $address == https://api.example.org/* ]]; then
    [[ $(cat) == 'header = "Authorization: Bearer secret"' && $* != *secret* ]] || exit 22
    echo "$address" >> "$RELEASES/asked"
    cat "$RELEASES/permission"
    exit
fi
while [[ $1 != --output ]]; do shift; done
cp "$RELEASES/${address##*/}" "$2" 2> /dev/null || exit 22
"""

# Installs what is built already.
CARGO = """#!/usr/bin/env bash
while [[ $1 != --root ]]; do shift; done
mkdir -p "$2/bin" && cp "$BUILT" "$2/bin/twir-lint"
"""


class Place:
    """A runner with a checkout."""

    def __init__(self, folder):
        self.folder = folder
        self.checkout = folder / "checkout"
        self.releases = folder / "releases"
        for name in ["checkout/draft", "temp", "releases", "bin"]:
            (folder / name).mkdir(parents=True)
        for name, text in [("curl", CURL), ("cargo", CARGO)]:
            (folder / "bin" / name).write_text(text)
            (folder / "bin" / name).chmod(0o755)
        self.environment = {
            "PATH": os.pathsep.join([str(folder / "bin"), os.environ["PATH"]]),
            "HOME": str(folder),
            "RUNNER_TEMP": str(folder / "temp"),
            "RUNNER_OS": "Linux",
            "RUNNER_ARCH": "X64",
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_WORKSPACE": str(self.checkout),
            "GITHUB_OUTPUT": str(folder / "output"),
            "GITHUB_STEP_SUMMARY": str(folder / "summary"),
            "GITHUB_API_URL": "https://api.example.org",
            "GITHUB_REPOSITORY": "somebody/newsletter",
            "RELEASES": str(self.releases),
            "BUILT": str(PROGRAM),
        }

    def run(self, script, **variables):
        (self.folder / "output").write_text("")
        (self.folder / "summary").write_text("")
        done = subprocess.run(
            # As GitHub runs a step with `shell: bash`.
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
            cwd=self.checkout, env=self.environment | variables, capture_output=True, text=True,
        )
        lines = (self.folder / "output").read_text().splitlines()
        return done.returncode, done.stdout + done.stderr, dict(line.split("=", 1) for line in lines)

    def action(self, base="", author="", **inputs):
        """Runs the steps of action.yml, but for the cache: the code and the text of the last one, and the outputs."""
        action = yaml.safe_load((ROOT / "action.yml").read_text())
        inputs = {name: str(given["default"]) for name, given in action["inputs"].items()} | {
            name.replace("_", "-"): value for name, value in inputs.items()
        }
        steps = {}

        def value(text):
            expression = re.fullmatch(r"\$\{\{ (.*) \}\}", text)
            if not expression:
                return text
            expression = expression[1]
            if expression.startswith("inputs."):
                return value(inputs[expression.removeprefix("inputs.")])
            if expression == "github.event.pull_request.base.sha":
                return base
            if expression == "github.event.pull_request.user.login":
                return author
            if expression == "github.token":
                return "secret"
            _, step, _, name = expression.split(".")
            return steps.get(step, {}).get(name, "")

        for step in action["runs"]["steps"]:
            if "run" not in step or "if" in step and steps["find"].get("program"):
                continue
            variables = {name: value(text) for name, text in step.get("env", {}).items()}
            code, text, steps[step.get("id")] = self.run(step["run"], **variables)
            if code:
                break
        return code, text, {name: value(output["value"]) for name, output in action["outputs"].items()}

    def write(self, *lines, name=ISSUE):
        path = self.checkout / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(lines))

    def commit(self, *lines):
        if lines:
            self.write(*lines)
        settings = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org"]
        for arguments in [["add", "."], [*settings, "commit", "--quiet", "--message", "x"]]:
            subprocess.run(["git", *arguments], cwd=self.checkout, env=self.environment, check=True)
        found = subprocess.run(
            ["git", "rev-parse", "HEAD"], cwd=self.checkout, env=self.environment, check=True, capture_output=True, text=True
        )
        return found.stdout.strip()

    def release(self, version, checksum=None):
        name = f"twir-lint-{version}-x86_64-unknown-linux-musl"
        archive = self.releases / f"{name}.tar.gz"
        with tarfile.open(archive, "w:gz") as tar:
            tar.add(PROGRAM, f"{name}/twir-lint")
        checksum = checksum or hashlib.sha256(archive.read_bytes()).hexdigest()
        archive.with_name(f"{archive.name}.sha256").write_text(f"{checksum}  {archive.name}\n")


def check_program(place):
    place.commit(HEAD)
    code, text, outputs = place.action()
    expect(code == 0 and outputs["errors"] == "0", "built where there is no release", text)
    expect((place.folder / "temp/twir-lint/built/bin/twir-lint").exists(), "built for the cache", text)
    code, text, _ = place.action(version="9.9.9")
    expect(code == 2 and "no release 9.9.9" in text, "a version that is asked for has to be there", text)
    code, text, _ = place.action(version="$(touch evil)")
    expect(code == 2 and "is no version" in text, "a version that is none", text)

    place.release(VERSION)
    shutil.rmtree(place.folder / "temp/twir-lint")
    code, text, _ = place.action()
    expect(code == 0 and "twir-lint 0" not in text, "a release is taken where there is one", text)
    expect(not (place.folder / "temp/twir-lint/built").exists(), "a release is not built", text)
    code, text, _ = place.action(version="source")
    expect((place.folder / "temp/twir-lint/built").exists(), "built where that is asked for", text)

    place.release(VERSION, "0" * 64)
    code, text, _ = place.action()
    expect(code == 2 and "::error" in text and "checksum" in text, "another file than was released", text)
    expect((place.folder / "summary").read_text() == "", "and nothing of it was run", text)
    (place.releases / f"twir-lint-{VERSION}-x86_64-unknown-linux-musl.tar.gz.sha256").unlink()
    code, text, _ = place.action()
    expect(code == 2 and "has no checksum" in text, "a release without a checksum", text)


def check_lint(place):
    place.release(VERSION)
    base = place.commit(HEAD, OLD_FAULT)
    code, text, outputs = place.action(base)
    expect(code == 0 and outputs["errors"] == "0", "what was there before is no fault of the pull request", text)

    place.commit(HEAD, OLD_FAULT, NEW_FAULT)
    code, text, outputs = place.action(base)
    expect(code == 1 and "::error file=" in text and "::warning file=" in text, "annotations", text)
    expect("utm_medium" in text and "utm_source" not in text, "of what the pull request brings, and that alone", text)
    expect((outputs["errors"], outputs["warnings"]) == ("1", "1"), "counts", str(outputs))
    report = pathlib.Path(outputs["report"]).read_text()
    expect(report.startswith(MARKER) and "utm_medium" in report, "the comment", report)
    expect((place.folder / "summary").read_text() == report, "one job summary", (place.folder / "summary").read_text())

    code, text, outputs = place.action(base, since="none")
    expect(outputs["errors"] == "2", "whole files where that is asked for", text)
    code, text, outputs = place.action(base, fail_on="never")
    expect(code == 0 and outputs["errors"] == "1", "fail-on", text)
    code, text, outputs = place.action(base, publish="true", since="none")
    expect(outputs["errors"] == "0" and outputs["warnings"] == "3", "publish, for which mere form is a warning", text)
    code, text, _ = place.action(base, publish="yes")
    expect(code == 2 and "neither true nor false" in text, "publish that is neither", text)
    code, text, outputs = place.action(base, format="sarif")
    log = json.loads(pathlib.Path(outputs["report"]).read_text())
    expect(code == 1 and len(log["runs"][0]["results"]) == 2, "a report of another format", text)
    place.write('[rules]\ntracking-parameters = "off"\n', name="other.toml")
    code, text, outputs = place.action(base, config="other.toml")
    expect(outputs["errors"] == "0", "config", text)
    code, text, outputs = place.action(base, allow="tracking-parameters\n  insecure-url\n")
    expect((code, outputs["errors"], outputs["warnings"]) == (0, "0", "0"), "allow", text)
    code, text, outputs = place.action(base, deny="insecure-url")
    expect(outputs["errors"] == "2", "deny", text)
    code, text, outputs = place.action(base, args="--only=insecure-url\n--history-issues=1\n")
    expect((outputs["errors"], outputs["warnings"]) == ("0", "1"), "args", text)
    code, text, _ = place.action(base, args="draft")
    expect(code == 2 and "is not an option" in text, "an argument that is none", text)
    code, text, outputs = place.action(base)
    reports = pathlib.Path(outputs["reports"])
    expect(sorted(file.name for file in reports.iterdir()) == ["comment.md", "report.json", "review.json"], "what others post", text)
    expect("suggestion" in (reports / "review.json").read_text(), "with suggestions", text)
    checkout, place.checkout = place.checkout, place.folder
    code, text, outputs = place.action(base, directory="checkout")
    expect(outputs["errors"] == "1", "another directory", text)
    place.checkout = checkout
    code, text, _ = place.action("0" * 40)
    expect(code == 2 and f"::error title=twir-lint::--since: there is no revision `{'0' * 40}`" in text, "a base that is not there", text)

    for name in ["draft/with a blank.md", "-dash.md", "$(touch evil) `touch evil`; touch evil.md"]:
        place.write(HEAD, OLD_FAULT, name=name)
    code, text, outputs = place.action(
        paths="draft/with a blank.md\n  -dash.md\n\n$(touch evil) `touch evil`; touch evil.md\n"
    )
    expect(outputs["errors"] == "3", "each line is one path", text)
    for name in ["paths", "since", "format", "fail_on", "publish", "config", "version", "allow", "deny", "args", "directory",
                 "closed_sections", "last"]:
        place.action(base, **{name: "x'\"; touch evil; $(touch evil)\n`touch evil`"})
    expect(not list(place.folder.rglob("evil")), "no input is run", "")


def check_closed(place):
    """Sections that take no submissions, by who adds to them."""
    place.release(VERSION)
    closed = HEAD + "### Project/Tooling Updates\n\n"
    base = place.commit(closed)
    place.commit(closed, "* [Crab 2.0 is out](https://example.org/crab)\n")
    asked = place.releases / "asked"
    run = lambda author, **inputs: place.action(base, author, **{"closed_sections": "true"} | inputs)
    for permission, errors in [("read", "1"), ("none", "1"), ("write", "0"), ("admin", "0")]:
        (place.releases / "permission").write_text(json.dumps({"permission": permission, "role_name": permission}))
        code, text, outputs = run("somebody")
        expect(outputs["errors"] == errors, f"an author whose permission is {permission}", text)
    expect("secret" not in text, "the token is not shown", text)
    expect(asked.read_text().splitlines()[0].endswith("/repos/somebody/newsletter/collaborators/somebody/permission"), "who is asked", "")
    (place.releases / "permission").write_text('{"message": "admin", "user": {"permissions": {"admin": true}}}')
    expect(run("somebody")[2]["errors"] == "1", "an answer without a permission", "")
    (place.releases / "permission").write_text('{"permission": "admin"}')
    asked.unlink()
    expect(run("../../somebody/else")[2]["errors"] == "1" and not asked.exists(), "a name that is not one", "")
    expect(run("")[2]["errors"] == "0" and not asked.exists(), "no pull request, no author", "")
    expect(run("somebody", closed_sections="false")[2]["errors"] == "0" and not asked.exists(), "where nobody wants it", "")
    (place.releases / "permission").unlink()
    expect(run("somebody")[2]["errors"] == "1", "where GitHub does not answer", "")
    code, text, _ = run("somebody", closed_sections="yes")
    expect(code == 2 and "neither true nor false" in text, "neither", text)


def check_last(place):
    """Pushes to main: the newest issues, whole."""
    place.release(VERSION)
    for day, folder in [("02-04", "content"), ("02-11", "content"), ("02-18", "content"), ("02-25", "draft"), ("03-04", "draft")]:
        place.write(HEAD, OLD_FAULT, name=f"{folder}/2026-{day}-this-week-in-rust.md")
    place.write(HEAD, OLD_FAULT, name="draft/9999-other.md")
    base = place.commit()
    said = lambda text: sorted(set(re.findall(r"2026-(\d\d-\d\d)-", text)))
    only = "--only=tracking-parameters"
    code, text, outputs = place.action(last="3", args=only)
    expect(said(text) == ["02-18", "02-25", "03-04"], "the three newest of both folders", text)
    expect((code, outputs["errors"], outputs["warnings"]) == (1, "2", "1"), "judged whole", text)
    code, text, outputs = place.action(last="100", args=only)
    expect(len(said(text)) == 5, "all where there are fewer", text)
    code, text, outputs = place.action(base, last="3")
    expect((code, outputs["errors"]) == (0, "0"), "a pull request is judged by what it changes", text)
    code, text, outputs = place.action(last="3", paths="draft/2026-02-25-this-week-in-rust.md", args=only)
    expect(said(text) == ["02-25"], "paths come first", text)
    code, text, _ = place.action(last="-1")
    expect(code == 2 and "not a number of issues" in text, "no number", text)


def check_shallow(place):
    """A checkout that does not reach back to the base: the annotation says what to do."""
    place.release(VERSION)
    base = place.commit(HEAD)
    place.commit(HEAD, NEW_FAULT)
    whole = place.checkout
    place.checkout = place.folder / "shallow"
    subprocess.run(
        ["git", "clone", "--quiet", "--depth", "1", f"file://{whole}", str(place.checkout)], env=place.environment, check=True
    )
    code, text, _ = place.action(base)
    annotation = [line for line in text.splitlines() if line.startswith("::error")]
    expect(code == 2 and len(annotation) == 1, "an annotation", text)
    expect("shallow" in annotation[0] and "`fetch-depth: 0`" in annotation[0], "which says what to do", annotation)


def check_merge(place):
    """A pull request as GitHub checks it out, and a main branch that has gone on since the event."""
    place.release(VERSION)
    base = place.commit(HEAD)
    git = lambda *arguments: subprocess.run(
        ["git", "-c", "user.name=Somebody", "-c", "user.email=somebody@example.org", *arguments],
        cwd=place.checkout, env=place.environment, check=True, capture_output=True, text=True,
    ).stdout.strip()
    git("checkout", "--quiet", "-b", "contribution")
    place.commit(HEAD, NEW_FAULT)
    git("checkout", "--quiet", "-")
    place.write(OLD_FAULT, name="draft/2026-02-25-this-week-in-rust.md")
    git("add", ".")
    git("commit", "--quiet", "--message", "Another pull request")
    git("merge", "--quiet", "--no-edit", "contribution")
    place.environment["GITHUB_SHA"] = git("rev-parse", "HEAD")
    code, text, outputs = place.action(base)
    expect(code == 1 and outputs["errors"] == "1" and "utm_source" not in text, "what others have brought since is no fault of it", text)


def expect(is_so, what, output):
    if not is_so:
        sys.exit(f"not so: {what}\n{output}")


if __name__ == "__main__":
    for check in [check_program, check_lint, check_closed, check_last, check_shallow, check_merge]:
        with tempfile.TemporaryDirectory() as folder:
            place = Place(pathlib.Path(folder))
            subprocess.run(["git", "init", "--quiet"], cwd=place.checkout, env=place.environment, check=True)
            check(place)
        print(f"{check.__name__.removeprefix('check_')}: as it should be")
