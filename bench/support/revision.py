"""A tree of this repository, of today or of an earlier revision, that serves the shop of bench http by processes of its own."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.support.contenders import Contender, cpu_seconds
from bench.support.shop import Shop
from py_api.config import ROOT

PROCESS = Path(__file__).with_name("revision_process.py")


@dataclass(frozen=True, slots=True)
class Served:
    """server, postgres: process ids. url: of the database, as superuser."""

    contender: Contender
    server: int
    postgres: int
    url: str
    shop: Shop

    def cpu_seconds(self) -> tuple[float, float]:
        """Of the server, and of PostgreSQL."""
        return cpu_seconds(self.server), cpu_seconds(self.postgres)


def commit_of(revision: str) -> str:
    """Its hash and title. Raises SystemExit where this repository has no such revision."""
    done = git("log", "-1", "--format=%h %s", revision, "--")
    if done.returncode:
        raise SystemExit(f"revision {revision} does not exist: {done.stderr.strip()}")
    return done.stdout.strip()


@contextmanager
def checked_out(revision: str) -> Iterator[Path]:
    """A folder with the files of the revision; it and the worktree's entry are removed at the end."""
    with tempfile.TemporaryDirectory(prefix="thingbase-revision-") as folder:
        Path(folder).chmod(0o711)
        tree = Path(folder) / "tree"
        done = git("worktree", "add", "--detach", str(tree), revision)
        if done.returncode:
            raise SystemExit(done.stderr.strip())
        try:
            yield tree
        finally:
            git("worktree", "remove", "--force", str(tree))


def git(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)


@contextmanager
def served(name: str, tree: Path) -> Iterator[Served]:
    """What the tree makes of the shop and of requests, on a server of its own, with today's Python packages."""
    process = subprocess.Popen(
        [sys.executable, "-P", str(PROCESS)],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        told = next((json.loads(line) for line in process.stdout if line.startswith(b"{")), None)
        if told is None:
            raise SystemExit(f"{name} does not start")
        contender = Contender(name, told["address"], process, told["headers"])
        shop = Shop(told["products"], told["makers"], told["new_makers"])
        yield Served(contender, told["server"], told["postgres"], told["url"], shop)
    finally:
        process.stdin.close()
        process.wait(60)
