"""Runs the real ./thingbase, as a user does, or its program in this process."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from click.testing import CliRunner

from py_api.cli import __main__ as program_here
from py_api.config import ROOT

SECONDS = 180  # a machine that does other things is slow


STATE = tempfile.TemporaryDirectory(prefix="thingbase-state-")  # servers that run beside the tests are not theirs


def environment(**more: str) -> dict[str, str]:
    home = {"HOME": os.environ.get("HOME", "/"), "XDG_STATE_HOME": STATE.name}
    return {"PATH": os.environ["PATH"], **home, "NO_COLOR": "1", "COLUMNS": "160"} | more


PROGRAM = ROOT / "thingbase"


def thingbase(
    *arguments: object, stdin: str = "", prefix: tuple[str, ...] = (), program: Path = PROGRAM, **env: str
) -> subprocess.CompletedProcess[str]:
    command: list[str | Path] = [*prefix, program, *map(str, arguments)]
    return subprocess.run(
        command, input=stdin, capture_output=True, text=True, timeout=SECONDS, env=environment(**env), cwd="/"
    )


def called(*arguments: object, stdin: str = "", **env: str) -> subprocess.CompletedProcess[str]:
    """What thingbase gives, without a process: a start takes ten times the work of most commands.

    Not for what becomes another program (db shell), or serves, or sets up logging (jobs run).
    """
    command = ["thingbase", *map(str, arguments)]
    env = {"XDG_STATE_HOME": STATE.name, **env}
    with CliRunner().isolation(stdin, env) as (out, err, _), mock.patch.object(sys, "argv", command):
        code = program_here.run()
        sys.stdout.flush()
        sys.stderr.flush()
    return subprocess.CompletedProcess(command, code, out.getvalue().decode(), err.getvalue().decode())


@dataclass
class Up:
    """A running `./thingbase up`."""

    process: subprocess.Popen[str]
    data: Path
    said: str

    def url(self) -> str:
        found = thingbase("db", "url", "--data", self.data)
        assert found.returncode == 0, found.stderr
        return found.stdout.strip()

    def stop(self, number: signal.Signals = signal.SIGINT) -> str:
        self.process.send_signal(number)
        return self.process.communicate(timeout=SECONDS)[1]


@contextmanager
def running(
    data: Path, *arguments: object, prefix: tuple[str, ...] = (), program: Path = PROGRAM, **env: str
) -> Iterator[Up]:
    """`up` on a data folder, ready. Killed at the end when it still runs, with the servers that it started."""
    command = [*prefix, str(program), "up", "--data", str(data), *map(str, arguments)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment(**env), cwd="/")
    assert process.stderr is not None
    said = ""
    try:
        for line in process.stderr:
            said += line
            if line.startswith("Ready."):
                break
        else:
            raise AssertionError(f"up ended: {said}")
        yield Up(process, data, said)
    finally:
        if process.poll() is None:
            process.terminate()
        with process:
            process.wait(SECONDS)


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def ends(pid: int, seconds: float = 60.0) -> bool:
    end = time.monotonic() + seconds
    while is_running(pid) and time.monotonic() < end:
        time.sleep(0.02)
    return not is_running(pid)
