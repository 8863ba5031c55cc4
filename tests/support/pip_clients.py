"""Python packages that cannot stand in the tests' environment: what they ask for is older than ours."""

import subprocess
import sys
from pathlib import Path

from tests.support import kept

LOCKS = Path(__file__).parent / "pip"
OPTIONS = "--quiet --disable-pip-version-check --no-deps --require-hashes --only-binary :all: --target packages"


def install(name: str) -> Path:
    """The folder with the packages of pip/<name>.txt, made once for each lock; skips where they cannot be had.

    What they need and the tests' environment has in the same version is not among them.
    """
    lock = LOCKS / f"{name}.txt"
    command = [sys.executable, "-m", "pip", "install", *OPTIONS.split(), "--requirement", str(lock)]
    return kept.once("pip", lock, lambda _folder: command, "packages")


def run(packages: Path, folder: Path, *arguments: str) -> str:
    """What Python prints, run in the folder with these packages: run(packages, folder, "-m", "ariadne_codegen")."""
    environment = {"PYTHONPATH": f"{packages}:{folder}", "PATH": f"{packages}/bin:/usr/bin:/bin"}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
