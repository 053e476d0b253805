"""Changing several source files as one: whatever ends the program, all of them are new or all are old.

The new texts are written beside the sources first. One rename makes them a journal; from then on the change
is finished by whoever comes next, and before it nothing has happened.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from genfilm.errors import SourceFault

JOURNAL = ".genfilm-change"
_LOCK = ".genfilm-lock"
_AUTHOR = re.compile(r"[^<>]*[^<>\s][^<>]* <[^<>\s@]+@[^<>\s@]+>")


Write = Callable[[Mapping[Path, str]], None]


@contextmanager
def changing(root: Path) -> Iterator[Write]:
    """Hold the sources while they are read and changed: another writer waits, and reads what this one wrote.

    What it yields writes texts to files below ``root``, all or none.
    """
    with _locked(root):
        _finish(root)
        yield lambda texts: _replace(root, texts)


def write_files(root: Path, texts: Mapping[Path, str]) -> None:
    """Write texts to files below ``root``, all or none; another writer waits."""
    with changing(root) as write:
        write(texts)


def _replace(root: Path, texts: Mapping[Path, str]) -> None:
    draft = root / f"{JOURNAL}.draft"
    shutil.rmtree(draft, ignore_errors=True)
    for path, text in texts.items():
        file = draft / path
        file.parent.mkdir(parents=True, exist_ok=True)
        _write(file, text.encode())
    if texts:
        for folder, _, _ in os.walk(draft):
            _sync(Path(folder))
        os.rename(draft, root / JOURNAL)
        _sync(root)
        _finish(root)


def finish_change(root: Path) -> bool:
    """Finish a change that was cut short; True when there was one. Without a journal nothing is touched."""
    if not (root / JOURNAL).is_dir():
        return False
    with _locked(root):
        return _finish(root)


def _finish(root: Path) -> bool:
    journal = root / JOURNAL
    if not journal.is_dir():
        return False
    for file in sorted(path for path in journal.rglob("*") if path.is_file()):
        target = root / file.relative_to(journal)
        target.parent.mkdir(parents=True, exist_ok=True)
        new = target.with_name(f".{target.name}.new")
        _write(new, file.read_bytes())
        os.replace(new, target)
        _sync(target.parent)
    done = root / f"{JOURNAL}.done"
    shutil.rmtree(done, ignore_errors=True)
    os.rename(journal, done)
    _sync(root)
    shutil.rmtree(done, ignore_errors=True)
    return True


def refusals(root: Path, paths: Iterable[Path], who: str = "") -> list[SourceFault]:
    """Faults that stand against a commit of these files, before any is written: an author without an address,
    nobody to commit, changes of other hands in the same files. None where the sources are in no git."""
    if who and not _AUTHOR.fullmatch(who):
        return [SourceFault.worded("commit", ("", None), "", "who", {"who": who})]
    if shutil.which("git") is None or _git(root, "rev-parse", "--git-dir").returncode:
        return []
    if _git(root, "var", "GIT_COMMITTER_IDENT").returncode:
        return [SourceFault.worded("commit", ("", None), "", "nobody")]
    names = [str(path) for path in paths]
    told = _git(root, "status", "--porcelain", "-z", "--untracked-files=all", "--", *names).stdout
    edited = [entry[3:] for entry in told.split("\0") if entry]
    return [SourceFault.worded("commit", (name, None), "", "edited") for name in edited]


def commit(root: Path, paths: Mapping[Path, str], why: str, who: str = "") -> str | None:
    """Commit these files alone; the short name of the commit, or None where the sources are in no git.

    ``who`` is ``Name <address>``, else whom git is set to. Raises OSError with what git says when it refuses.
    """
    if shutil.which("git") is None or _git(root, "rev-parse", "--git-dir").returncode:
        return None
    names = [str(path) for path in paths]
    done = _git(root, "add", "--", *names)
    if not done.returncode:
        author = [f"--author={who}"] if who else []
        done = _git(root, "commit", "--quiet", f"--message={why}", *author, "--only", "--", *names)
    if done.returncode:
        _git(root, "reset", "--quiet", "--", *names)
        raise OSError((done.stderr or done.stdout).strip())
    return _git(root, "rev-parse", "--short", "HEAD").stdout.strip()


def _git(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["git", "-C", str(root), *words], capture_output=True, text=True, check=False)


@contextmanager
def _locked(root: Path) -> Iterator[None]:
    with open(root / _LOCK, "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _write(file: Path, content: bytes) -> None:
    with open(file, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _sync(folder: Path) -> None:
    """Make the names in a folder last."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
