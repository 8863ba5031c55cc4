"""Python packages that cannot stand in the tests' environment: what they ask for is older than ours."""

import fcntl
import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

LOCKS = Path(__file__).parent / "pip"


def install(name: str) -> Path:
    """The folder with the packages of pip/<name>.txt, made once for each lock; skips where they cannot be had.

    What they need and the tests' environment has in the same version is not among them.
    """
    lock = LOCKS / f"{name}.txt"
    kept = Path(sys.prefix) / f"pip-{hashlib.sha256(lock.read_bytes()).hexdigest()[:16]}"
    with Path(f"{kept}.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if not kept.exists():
            with tempfile.TemporaryDirectory(dir=kept.parent, prefix="pip-") as made:
                target = str(Path(made) / "packages")
                command = [
                    sys.executable,
                    "-m",
                    "pip",
                    "install",
                    "--quiet",
                    "--disable-pip-version-check",
                    "--no-deps",
                ]
                command += [
                    "--require-hashes",
                    "--only-binary",
                    ":all:",
                    "--target",
                    target,
                    "--requirement",
                    str(lock),
                ]
                done = subprocess.run(command, capture_output=True, text=True, timeout=300)
                if done.returncode:
                    pytest.skip(f"pip cannot install the clients: {done.stderr[-300:]}")
                Path(target).rename(kept)
    return kept


def run(packages: Path, folder: Path, *arguments: str) -> str:
    """What Python prints, run in the folder with these packages: run(packages, folder, "-m", "ariadne_codegen")."""
    environment = {"PYTHONPATH": f"{packages}:{folder}", "PATH": f"{packages}/bin:/usr/bin:/bin"}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
