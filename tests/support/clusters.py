"""A PostgreSQL that is killed and started again, on its folder and its port."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg

from py_api.embedded import account
from py_api.embedded.cluster import Postgres
from py_api.errors import Unavailable
from tests.support import keeper
from tests.support.servers import Server

START_SECONDS = 90.0


class Cluster:
    """The PostgreSQL of tests.support.servers.start, from now on. Stop it before that is stopped."""

    def __init__(self, started: Server) -> None:
        self.url = started.url
        self._process = started.process
        with psycopg.connect(started.url, autocommit=True) as db:
            row = db.execute("show data_directory").fetchone()
        assert row is not None
        self.folder = Path(row[0])
        log = self.folder.parent / "postgres.log"
        self._postgres = Postgres(started.programs, self.folder, account.for_servers(), log)
        self._port = int(psycopg.conninfo.conninfo_to_dict(started.url)["port"] or 0)
        self._keeper = started.keeper

    def kill(self, number: signal.Signals) -> None:
        """SIGKILL: the postmaster is gone, and its children follow. SIGQUIT: it ends them at once (stop -m immediate)."""
        self._process.send_signal(number)
        self._process.wait(START_SECONDS)
        self._keeper.kill()  # it would end whatever has that process id by then
        self._keeper.wait(30)
        assert self._keeper.stdin is not None
        self._keeper.stdin.close()

    def start(self) -> None:
        """Recovers. Children of a killed postmaster may still be about for a moment."""
        give_up = time.monotonic() + START_SECONDS
        while True:
            try:
                self._process = self._postgres.start(self._port)
                break
            except Unavailable:
                if time.monotonic() > give_up:
                    raise
                time.sleep(0.2)
        self._keeper = subprocess.Popen(
            [sys.executable, keeper.__file__, str(self._process.pid), self.folder.parent],
            stdin=subprocess.PIPE,
            start_new_session=True,
        )

    def stop(self) -> None:
        assert self._keeper.stdin is not None
        self._keeper.stdin.close()  # which ends it
        self._process.wait(30)
        self._keeper.wait(30)
