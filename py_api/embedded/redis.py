"""One Valkey server on 127.0.0.1, which speaks Redis. It holds nothing that is not elsewhere."""

import contextlib
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

import psutil

from py_api.embedded.account import Account
from py_api.embedded.files import log_file, tail
from py_api.embedded.processes import START_SECONDS, stop_process, wait_until
from py_api.errors import Unavailable

VALKEY_MEMORY = "256mb"


class Valkey:
    """One Valkey server on 127.0.0.1. It holds nothing that is not elsewhere, so nothing of it is saved."""

    def __init__(self, program: Path, folder: Path, account: Account, log: Path) -> None:
        self.program = program
        self.folder = folder
        self.account = account
        self.log = log

    def _running(self) -> Iterator[psutil.Process]:
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error):
                if process.name().startswith("valkey") and Path(process.cwd()) == self.folder.resolve():
                    yield process

    def stop_orphan(self) -> bool:
        orphans = list(self._running())
        for orphan in orphans:
            stop_process(orphan, signal.SIGTERM, 5.0, signal.SIGKILL)
        return bool(orphans)

    def start(self, port: int, password: str) -> subprocess.Popen[bytes]:
        if not self.folder.exists():
            self.folder.mkdir(mode=0o700)
            self.account.own(self.folder)
        settings = f'bind 127.0.0.1\nport {port}\nrequirepass {password}\nsave ""\nappendonly no\n'
        settings += f"maxmemory {VALKEY_MEMORY}\nmaxmemory-policy allkeys-lru\n"  # all of it can be made again
        with log_file(self.log) as log:
            process = subprocess.Popen(
                [self.program, "-", "--dir", self.folder],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,
                **self.account.popen(),
            )
        with contextlib.suppress(BrokenPipeError), cast("IO[bytes]", process.stdin) as stdin:
            stdin.write(settings.encode())  # by pipe: an argument could be read by every user of the machine
        wait_until(lambda: process.poll() is not None or _answers(port, password), START_SECONDS)
        if not _answers(port, password):
            self.stop(process)
            raise Unavailable(f"Valkey did not start on port {port}", f"The end of {self.log}:\n{tail(self.log)}")
        return process

    def stop(self, process: subprocess.Popen[bytes]) -> None:
        if process.poll() is None:
            stop_process(psutil.Process(process.pid), signal.SIGTERM, 10.0, signal.SIGKILL)
            process.poll()


def _answers(port: int, password: str) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1.0) as probe:
        probe.sendall(f"AUTH {password}\r\nPING\r\n".encode())
        answer = b""
        while answer.count(b"\r\n") < 2 and (part := probe.recv(100)):
            answer += part
        return answer == b"+OK\r\n+PONG\r\n"
    return False
