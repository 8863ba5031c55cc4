"""Packages that tests fetch once for each lock file, and keep in the environment."""

import fcntl
import hashlib
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest


def once(kind: str, lock: Path, command: Callable[[Path], list[str]], made: str) -> Path:
    """The folder `made` that a command makes, kept for this lock file. Skips where the packages cannot be had.

    command: what to run in the folder that it is given. kind: "npm", "pip".
    """
    kept = Path(sys.prefix) / f"{kind}-{hashlib.sha256(lock.read_bytes()).hexdigest()[:16]}"
    with Path(f"{kept}.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if not (kept / made).exists():
            with tempfile.TemporaryDirectory(dir=kept.parent, prefix=f"{kind}-") as folder:
                done = subprocess.run(command(Path(folder)), cwd=folder, capture_output=True, text=True, timeout=300)
                if done.returncode:
                    pytest.skip(f"{kind} cannot install the clients: {done.stderr[-300:]}")
                kept.mkdir(exist_ok=True)
                (Path(folder) / made).rename(kept / made)
    return kept / made
