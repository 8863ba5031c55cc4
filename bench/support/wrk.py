"""wrk, the load tool: runs it and reads what it found."""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

SCRIPT = Path(__file__).with_name("wrk.lua")


@dataclass(frozen=True, slots=True)
class Load:
    """What a run found. Times in milliseconds."""

    requests: int
    rate: float
    p50: float
    p99: float
    longest: float


class Wrong(Exception):
    """Answers were not what they should be."""


def required() -> None:
    """Raises SystemExit where wrk is missing."""
    if shutil.which("wrk") is None:
        raise SystemExit("wrk is missing: apt-get install wrk, or your system's package of that name")


def run(
    url: str,
    bodies: Sequence[Mapping[str, object]],
    headers: Mapping[str, str],
    *,
    connections: int,
    seconds: int,
    check: bool = False,
    think: int = 0,
) -> Load:
    """POST the bodies in turn over so many connections, by one thread. think: milliseconds that each connection pauses before
    each request, on average; with 0 it sends the next as soon as the last is answered.

    Raises Wrong if a status is not 2xx, a connection broke, or (with check) an answer holds an error.
    """
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        file.writelines(json.dumps(body) + "\n" for body in bodies)
        file.flush()
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "-s", str(SCRIPT)]
        for name, value in headers.items():
            command += ["-H", f"{name}: {value}"]
        command += [url, "--", file.name, *(["check"] if check else []), str(think)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Wrong(done.stderr or done.stdout)
    found = json.loads(done.stdout.strip().splitlines()[-1])
    if found["refused"] or found["broken"] or found["bad"] or not found["requests"]:
        raise Wrong(f"{url}: {found}")
    return Load(
        found["requests"],
        found["requests"] / found["micros"] * 1e6,
        found["p50"] / 1000,
        found["p99"] / 1000,
        found["max"] / 1000,
    )
