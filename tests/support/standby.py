"""A standby of a test server, by pg_basebackup: it follows by streaming replication, and may take over."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psycopg

from py_api.embedded import account
from py_api.embedded.cluster import Postgres
from py_api.embedded.processes import free_port
from tests.support import keeper, servers

FOLLOWS_SECONDS = 60.0


class Standby:
    """url: as the primary's, with its own port. name: as synchronous_standby_names has it."""

    def __init__(self, programs: Path, primary_url: str, name: str, port: int | None = None) -> None:
        runs_as = account.for_servers()
        self.name = name
        self.folder = Path(tempfile.mkdtemp(prefix="thingbase-test-"))
        self.folder.chmod(0o711)
        data = self.folder / servers.CLUSTER
        data.mkdir(mode=0o700)
        runs_as.own(data)
        subprocess.run(
            [
                programs / "pg_basebackup",
                "--pgdata",
                data,
                "--dbname",
                psycopg.conninfo.make_conninfo(primary_url, application_name=name),
                "--write-recovery-conf",
                "--checkpoint=fast",
                "--no-sync",
                "--no-manifest",
            ],
            check=True,
            capture_output=True,
            cwd="/",
            **runs_as.popen(),
        )
        postgres = Postgres(programs, data, runs_as, self.folder / "postgres.log")
        self.port = port or free_port()
        process = postgres.start(self.port)
        started = subprocess.Popen(
            [sys.executable, keeper.__file__, str(process.pid), self.folder],
            stdin=subprocess.PIPE,
            start_new_session=True,
        )
        self.url = psycopg.conninfo.make_conninfo(primary_url, port=self.port)
        self.server = servers.Server(name, self.url, 0, False, False, programs, self.folder, process, started)

    def wait_for(self, primary: psycopg.Connection[Any]) -> None:
        """Returns when it has replayed what the primary has written by now."""
        row = primary.execute("select pg_current_wal_insert_lsn()::text").fetchone()
        assert row is not None
        give_up = time.monotonic() + FOLLOWS_SECONDS
        with psycopg.connect(self.url, autocommit=True) as db:
            while db.execute("select pg_last_wal_replay_lsn() >= %s::pg_lsn", row).fetchone() != (True,):
                assert time.monotonic() < give_up, "the standby does not follow"
                primary.execute("select pg_switch_wal()")  # what is only inserted is written, and sent
                time.sleep(0.02)

    def cut_off(self) -> None:
        """It follows no more."""
        with psycopg.connect(self.url, autocommit=True) as db:
            db.execute("alter system set primary_conninfo = ''")
            db.execute("select pg_reload_conf()")
            give_up = time.monotonic() + FOLLOWS_SECONDS
            while db.execute("select from pg_stat_wal_receiver").fetchone() is not None:
                assert time.monotonic() < give_up, "the standby still follows"
                time.sleep(0.02)

    def promote(self) -> None:
        """It takes over."""
        with psycopg.connect(self.url, autocommit=True) as db:
            db.execute("select pg_promote()")

    def stop(self) -> None:
        self.server.stop()
