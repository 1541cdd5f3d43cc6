"""Ends `--fix` at any moment, and looks at what is left: every file whole, none beside them, nothing that more may read.

    python kills.py PROGRAM [KILLS]

Files have access control lists, attributes, another owner, other names, a link; where the file system has no lists or
attributes, or only the superuser may give files away, the rest is tried. A signal that cannot be waited with (SIGKILL)
may leave a file beside them, very rarely: the next run takes it away, or it holds what the file held.
"""

import os
import pathlib
import random
import signal
import struct
import subprocess
import sys
import tempfile
import time

ENTRIES = 400
OLD = "".join(f"* [Entry {n}](https://example.com/{n}?utm_source=mail)\n" for n in range(ENTRIES)).encode()
NEW = OLD.replace(b"?utm_source=mail", b"")
NAMES = ["plain.md", "listed.md", "owned.md", "named.md", "private/inherits.md"]


def acl(may):
    entries = [(1, 6, 0xFFFFFFFF), (2, may, 4321), (4, 0, 0xFFFFFFFF), (0x10, may, 0xFFFFFFFF), (0x20, 0, 0xFFFFFFFF)]
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)


def attempt(action, *arguments):
    try:
        action(*arguments)
    except OSError:
        pass


def make(folder):
    (folder / "private").mkdir()
    attempt(os.setxattr, folder / "private", "system.posix_acl_default", acl(6))
    for name in NAMES:
        (folder / name).write_bytes(OLD)
    os.chmod(folder / "plain.md", 0o640)
    os.chmod(folder / "private/inherits.md", 0o600)
    attempt(os.removexattr, folder / "private/inherits.md", "system.posix_acl_access")
    os.chmod(folder / "private/inherits.md", 0o600)
    attempt(os.setxattr, folder / "listed.md", "user.note", b"keep me")
    attempt(os.setxattr, folder / "listed.md", "system.posix_acl_access", acl(4))
    attempt(os.chown, folder / "owned.md", 1234, 1235)
    os.link(folder / "named.md", folder / "same.md")
    os.symlink("plain.md", folder / "link.md")


def state(path):
    found = os.stat(path)
    attributes = {name: os.getxattr(path, name) for name in os.listxattr(path)}
    return found.st_mode, found.st_uid, found.st_gid, found.st_nlink, attributes


def left(folder):
    return sorted(path for path in folder.rglob(".twir-lint-*"))


def run(program, folder, delay, number):
    arguments = [program, "--fix", "--no-config", "--quiet", "link.md", *NAMES[1:]]
    child = subprocess.Popen(arguments, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(delay)
    child.send_signal(number)
    return child.wait()


def main(program, kills):
    random.seed(641)
    program = str(pathlib.Path(program).resolve())
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place)
        make(folder)
        began = time.monotonic()
        subprocess.run([program, "--fix", "--no-config", "--quiet", "link.md", *NAMES[1:]], cwd=folder, check=True)
        whole = time.monotonic() - began
        assert all((folder / name).read_bytes() == NEW for name in NAMES), "a file was not fixed"
    ended, copies, swept = 0, 0, 0
    for round in range(kills):
        number = random.choice([signal.SIGKILL, signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
        with tempfile.TemporaryDirectory() as place:
            folder = pathlib.Path(place)
            make(folder)
            before = {name: state(folder / name) for name in NAMES}
            code = run(program, folder, random.uniform(0, 1.2 * whole), number)
            ended += code == -number
            beside = left(folder)
            assert not beside or number == signal.SIGKILL, f"{signal.Signals(number).name} left {beside}"
            saved = [path.read_bytes() for path in beside if path.suffix == ".bak"]
            for name in NAMES:
                text = (folder / name).read_bytes()
                assert text in (OLD, NEW) or OLD in saved, f"{name} is broken after {signal.Signals(number).name}"
                assert state(folder / name) == before[name], f"{name} is no longer as it was: {before[name]}, {state(folder / name)}"
            assert (folder / "same.md").samefile(folder / "named.md") and (folder / "link.md").is_symlink()
            copies += len(saved)
            if beside and not saved:
                swept += 1
                for name in NAMES:
                    (folder / name).write_bytes(OLD)
                subprocess.run([program, "--fix", "--no-config", "--quiet", "link.md", *NAMES[1:]], cwd=folder, check=True)
                assert not left(folder), f"the next run leaves {left(folder)}"
    print(f"{kills} kills, {ended} of them while it ran: no file is broken or widened; SIGKILL left {swept} files for the next run to remove, and {copies} safe copies")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 100)
