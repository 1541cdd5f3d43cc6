"""The hooks of .pre-commit-hooks.yaml, run by the real pre-commit in a repository of their own.

    python run.py FOLDER

FOLDER keeps what is built from one run to the next. Needs the package pre-commit, git, cargo and, for the hook that
takes what is installed, target/release/twir-lint.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
ISSUE = "draft/2026-03-04-this-week-in-rust.md"
HEAD = "Title: This Week in Rust 641\nNumber: 641\nDate: 2026-03-04\nCategory: This Week in Rust\n\n"
OLD_FAULT = "* [Old](https://example.org/old?utm_source=mail)\n"
NEW_FAULT = "* [New](https://example.org/new?utm_medium=post)\n"
CLEAN = "* [Clean](https://example.org/clean)\n"


def main(folder):
    hooks = folder / "hooks"
    environment = os.environ | {
        "PRE_COMMIT_HOME": str(folder / "home"),
        "PATH": os.pathsep.join([str(ROOT / "target/release"), os.environ["PATH"]]),
        # What is tested is that it is built and run, not how fast it is.
        "CARGO_TARGET_DIR": str(folder / "target"),
        "CARGO_PROFILE_RELEASE_LTO": "off",
        "CARGO_PROFILE_RELEASE_OPT_LEVEL": "0",
        "CARGO_PROFILE_RELEASE_CODEGEN_UNITS": "16",
    }
    for variable in ["PRE_COMMIT_FROM_REF", "PRE_COMMIT_TO_REF", "SKIP"]:
        environment.pop(variable, None)
    os.environ.clear()
    os.environ.update(environment)
    revision = publish(hooks, folder)
    for hook in ["twir-lint", "twir-lint-system"]:
        with tempfile.TemporaryDirectory() as place:
            check(pathlib.Path(place), hooks, revision, hook)
        print(f"{hook}: fails and passes as it should")


def publish(hooks, folder):
    """Makes a repository of what the hooks are built from, as it lies here, and gives its revision: the same for the
    same files, so that pre-commit builds nothing twice."""
    shutil.rmtree(hooks, ignore_errors=True)
    hooks.mkdir(parents=True)
    for name in ["src", "benches"]:
        shutil.copytree(ROOT / name, hooks / name)
    for name in ["Cargo.toml", "Cargo.lock", ".pre-commit-hooks.yaml"]:
        shutil.copy(ROOT / name, hooks / name)
    git(hooks, "init", "--quiet", "--initial-branch=main")
    revision = commit(hooks, "all")
    # What was built of other files is of no use any more.
    stamp = folder / "home" / "revision"
    if not stamp.exists() or stamp.read_text() != revision:
        shutil.rmtree(folder / "home", ignore_errors=True)
        stamp.parent.mkdir(parents=True)
        stamp.write_text(revision)
    return revision


def check(repository, hooks, revision, hook):
    def configure(arguments=""):
        text = f"repos:\n- repo: {hooks}\n  rev: {revision}\n  hooks:\n  - id: {hook}\n{arguments}"
        (repository / ".pre-commit-config.yaml").write_text(text)
        git(repository, "add", ".")

    def write(name, *lines):
        path = repository / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("".join(lines))
        git(repository, "add", ".")

    def run(*arguments):
        done = subprocess.run(
            [sys.executable, "-m", "pre_commit", "run", "--color=never", *arguments],
            cwd=repository, capture_output=True, text=True,
        )
        return done.returncode, done.stdout + done.stderr

    def passes(what, *arguments):
        code, output = run(*arguments)
        expect(code == 0 and "Passed" in output, what, output)

    def fails(what, *arguments, names=("utm_medium",), spares=("utm_source",)):
        code, output = run(*arguments)
        expect(code == 1 and "Failed" in output, what, output)
        expect(all(name in output for name in names), what, output)
        expect(not any(name in output for name in spares), what, output)

    git(repository, "init", "--quiet", "--initial-branch=main")
    configure()
    write("README.md", OLD_FAULT)
    write(ISSUE, HEAD, OLD_FAULT)
    fails("all is new in the first commit", names=["utm_source"], spares=[])
    start = commit(repository, "start")

    write("README.md", OLD_FAULT, NEW_FAULT)
    code, output = run()
    expect(code == 0 and "Skipped" in output, "other files are none of its business", output)

    write(ISSUE, HEAD, CLEAN, OLD_FAULT)
    passes("a fault that was there before is no fault of the commit")
    clean = commit(repository, "clean")

    write(ISSUE, HEAD, CLEAN, OLD_FAULT, NEW_FAULT)
    before = (repository / ISSUE).read_bytes()
    fails("a fault that the commit adds is told, and it alone")
    expect((repository / ISSUE).read_bytes() == before, "it only checks", ISSUE)
    faulty = commit(repository, "faulty")

    fails("from a revision without the fault", "--from-ref", clean, "--to-ref", faulty)
    git(repository, "checkout", "--quiet", clean)
    passes("up to a revision without the fault", "--from-ref", start, "--to-ref", clean)
    git(repository, "checkout", "--quiet", "main")
    write(ISSUE, HEAD, CLEAN, CLEAN.replace("lean", "lear"), OLD_FAULT, NEW_FAULT)
    later = commit(repository, "later")
    passes("from a revision that has the fault", "--from-ref", faulty, "--to-ref", later)

    configure("    args: []\n")
    fails("whole files, where that is asked for", "--files", ISSUE, names=["utm_source", "utm_medium"], spares=[])
    configure("    args: [--fail-on, never]\n")
    passes("arguments reach the program", "--files", ISSUE)


def git(folder, *arguments):
    environment = os.environ | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    for role in ["AUTHOR", "COMMITTER"]:
        environment |= {
            f"GIT_{role}_NAME": "Somebody",
            f"GIT_{role}_EMAIL": "somebody@example.org",
            f"GIT_{role}_DATE": "2026-03-04T00:00:00Z",
        }
    done = subprocess.run(["git", *arguments], cwd=folder, env=environment, capture_output=True, text=True)
    expect(done.returncode == 0, f"git {' '.join(arguments)}", done.stderr)
    return done.stdout.strip()


def commit(folder, message):
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--no-verify", "--message", message)
    return git(folder, "rev-parse", "HEAD")


def expect(is_so, what, output):
    if not is_so:
        sys.exit(f"not so: {what}\n{output}")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]).resolve())
