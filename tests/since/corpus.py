"""Compares revisions of real drafts: what `--since` finds in the later one has to be what stands on the lines that were added.

    python tests/since/corpus.py PROGRAM DRAFTS

DRAFTS holds folders with revisions of drafts, each under the path that it had. Every pair of revisions of one file becomes a
repository with the one as a commit and the other in the checkout. Ends with 1 when a finding stands on an old line, when one on an added
line is not told, or when the comparison takes more than 50 ms longer than a plain run in the median. Needs git and Python 3.10, nothing else.
"""
import collections, difflib, itertools, json, pathlib, re, statistics, subprocess, sys, tempfile, time

MOST_SECONDS = 0.05

program, drafts = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])

def git(folder, *arguments):
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)

def lint(folder, file, *options):
    command = [program, "--format", "json", "--fail-on", "never", "--no-config", *options, file]
    best = None
    for _ in range(3):
        start = time.perf_counter()
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
        seconds = time.perf_counter() - start
        best = seconds if best is None else min(best, seconds)
        if done.returncode != 0:
            sys.exit(f"{file}: ended with {done.returncode}: {done.stderr}")
    return json.loads(done.stdout)["diagnostics"], best

def changed_lines(before, after):
    """Numbers of the lines that are not as they were or not where they were, and of their neighbours, of which the same can be told."""
    changed = set()
    for kind, _, _, start, end in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            changed.update(range(start, end + 2))
    return changed

def is_new(line, before):
    """Whether neither the words nor the address of a line stand in the earlier text: no edit of a line that was there."""
    links = re.findall(r"\[([^\]]+)\]\(([^)\s]+)", line)
    return bool(links) and not any(part in before for link in links for part in link)

def places(finding):
    return [finding["range"]] + [label["range"] for label in finding["labels"] if label["path"] == finding["path"]]

revisions = collections.defaultdict(list)
for path in sorted(drafts.glob("*/*/*.md")):
    revisions[path.name].append(path)
pairs = [pair for paths in revisions.values() for pair in itertools.combinations(paths, 2)]
failures, costs, told = [], [], 0
for before, after in pairs:
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path("draft", after.name)
        target = pathlib.Path(folder, file)
        target.parent.mkdir()
        texts = [path.read_bytes() for path in (before, after)]
        target.write_bytes(texts[0])
        git(folder, "init", "--quiet")
        git(folder, "add", ".")
        git(folder, "commit", "--quiet", "--message", "before")
        target.write_bytes(texts[1])
        since, with_comparison = lint(folder, file, "--since", "HEAD")
        plain, without = lint(folder, file)
    costs.append(with_comparison - without)
    old, new = (text.decode(errors="replace").splitlines() for text in texts)
    changed = changed_lines(old, new)
    told += len(since)
    name = f"{after.name} from {before.parts[-3]} to {after.parts[-3]}"
    for finding in since:
        lines = {n for place in places(finding) for n in range(place["start"]["line"], place["end"]["line"] + 1)}
        if lines.isdisjoint(changed):
            failures.append(f"{name}:{min(lines)}: {finding['rule']}: {finding['message']}: told of a line that was there")
    known = {(finding["rule"], finding["range"]["start"]["line"]) for finding in since}
    whole = "\n".join(old)
    for finding in plain:
        line = finding["range"]["start"]["line"]
        if is_new(new[line - 1], whole) and (finding["rule"], line) not in known:
            failures.append(f"{name}:{line}: {finding['rule']}: {finding['message']}: not told of a line that was added")
print("\n".join(failures))
cost = statistics.median(costs)
print(f"{len(pairs)} pairs of {sum(len(paths) for paths in revisions.values() if len(paths) > 1)} revisions, {told} findings, "
      f"{len(failures)} failures; {cost * 1000:.0f} ms more than without --since (median; at most {max(costs) * 1000:.0f})")
sys.exit(bool(failures) or cost > MOST_SECONDS)
