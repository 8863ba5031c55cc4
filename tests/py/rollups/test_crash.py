"""Immediate rollups with 16 writers, between whose writes migrations take them away and bring them back; and over a
server that is killed in the middle of all.
"""

import random
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.py.rollups.test_kept import CLASSES, LARGE, PAIRS, SALES, differences, write
from tests.support import servers
from tests.support.clusters import Cluster
from tests.support.examples import examples

WRITERS = 16
Connection = psycopg.Connection[Any]

pytestmark = pytest.mark.once


def connected(cluster: Cluster) -> Connection:
    db = psycopg.connect(cluster.url, autocommit=True)
    db.execute("set search_path = tenant_crash, public")
    db.execute("set deadlock_timeout = '20ms'")
    return db


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    started = servers.start(settings={"max_connections": "60"})
    cluster = Cluster(started)
    try:
        with psycopg.connect(cluster.url, autocommit=True) as db:
            db.execute("select thing.create_tenant('crash')")
            migrate(db, *CLASSES)
            db.execute("set search_path = tenant_crash, public")
            db.execute("insert into tc_country (code) select chr(96 + n) from generate_series(1, 4) n")
            for table in ("tc_person", "tc_company"):
                db.execute(
                    f"insert into {table} (name, country) select n, (select id from tc_country order by random() + n "
                    "limit 1) from generate_series(1, 5) n".encode()
                )
            migrate(db, SALES, LARGE)
        yield cluster
    finally:
        cluster.stop()
        started.stop()


def migrate(db: Connection, *changes: dict[str, Any]) -> None:
    db.execute("select thing.migrate('crash', %s)", (Jsonb(list(changes)),))


class Writers:
    """They write until they are told to stop, or the server is gone."""

    def __init__(self, cluster: Cluster, seed: int) -> None:
        self.ended, self.written, self.errors = threading.Event(), 0, list[psycopg.Error]()
        self.allowed = threading.Event()
        self.allowed.set()
        self._threads = [threading.Thread(target=self._write, args=(cluster, seed * 100 + n)) for n in range(WRITERS)]
        for thread in self._threads:
            thread.start()

    def _write(self, cluster: Cluster, seed: int) -> None:
        draw = random.Random(seed)
        db = connected(cluster)
        try:
            while not self.ended.is_set():
                write(db, draw)
                self.written += 1
                self.allowed.wait()
        except (psycopg.OperationalError, psycopg.Rollback):  # the server is gone
            self.ended.set()
        except psycopg.Error as error:
            self.errors.append(error)
        finally:
            with suppress(psycopg.Error):
                db.close()

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """They stay connected, between two writes, so that a migration gets all its locks at the first try."""
        self.allowed.clear()
        try:
            yield
        finally:
            self.allowed.set()

    def end(self) -> None:
        self.ended.set()
        self.allowed.set()
        for thread in self._threads:
            thread.join(60)
        assert not any(thread.is_alive() for thread in self._threads)
        assert self.errors == []


def is_right(cluster: Cluster) -> None:
    with connected(cluster) as db:
        assert differences(db) == {}
        assert db.execute("select * from thing.check('crash', true)").fetchall() == []
        for kept in PAIRS:
            assert db.execute(f"select count(*) from ({kept}) k".encode()).fetchone() != (0,)


def test_writers_migrations_and_a_killed_server(cluster: Cluster) -> None:
    for round_ in range(examples(8)):
        writers = Writers(cluster, round_)
        with connected(cluster) as db:
            version = db.execute("select max(version) from schema_versions").fetchone()
            assert version is not None
            time.sleep(1)
            with writers.waiting():
                migrate(db, {"op": "drop_rollup", "name": "Sale"})
            time.sleep(0.5)
            with writers.waiting():
                db.execute("select thing.rollback('crash', %s)", version)
            time.sleep(1)
        cluster.kill(signal.SIGKILL)
        writers.end()
        assert writers.written > WRITERS
        cluster.start()
        is_right(cluster)
    writers = Writers(cluster, 99)
    time.sleep(1)
    writers.end()
    is_right(cluster)
