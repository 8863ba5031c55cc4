"""A primary with a synchronous and an asynchronous standby, real servers each, of which one takes over again and again.

Three places with a port each: after a failover the two that are left behind are made again, as standbys of the new primary.
"""

import shutil
import signal
import time
from contextlib import suppress

import psycopg

from py_api.embedded.processes import free_port
from py_api.errors import Unavailable
from tests.support import servers
from tests.support.clusters import Cluster
from tests.support.servers import Server
from tests.support.standby import Standby

PLACES = 3
SETTINGS = {"wal_keep_size": "1GB", "wal_retrieve_retry_interval": "200ms"}
SYNC_SECONDS = 60.0
START_TRIES = 20


class Replicas:
    """url, api_url: of all places, for libpq and for the API. primary: the server that is it now."""

    def __init__(self, started: Server) -> None:
        self._programs, self._model = started.programs, started.url
        parts = psycopg.conninfo.conninfo_to_dict(started.url)
        self._ports = [int(parts["port"] or 0), *(free_port() for _ in range(PLACES - 1))]
        ports = ",".join(map(str, self._ports))
        hosts = ",".join(["127.0.0.1"] * PLACES)
        self.url = psycopg.conninfo.make_conninfo(
            started.url, host=hosts, port=ports, target_session_attrs="read-write", connect_timeout=5
        )
        login, _, rest = servers.asyncpg_url(started.url).rpartition("@")
        database = rest.partition("/")[2]
        self.api_url = f"{login}@{','.join(f'127.0.0.1:{port}' for port in self._ports)}/{database}"
        self._clusters: list[Cluster | None] = [None] * PLACES
        self._place = 0
        self._clusters[0] = Cluster(started)
        self._sync = 1
        self._follow()

    @property
    def primary(self) -> Cluster:
        cluster = self._clusters[self._place]
        assert cluster is not None
        return cluster

    @property
    def primary_url(self) -> str:
        """Of the primary alone."""
        return psycopg.conninfo.make_conninfo(self._model, port=self._ports[self._place])

    def _follow(self) -> None:
        """Standbys in all other places; returns when the next one is synchronous."""
        self._sync = (self._place + 1) % PLACES
        for place in range(PLACES):
            if place != self._place:
                self._clusters[place] = self._standby(place)
        name = f"place{self._sync}"
        with psycopg.connect(self.primary_url, autocommit=True) as db:
            db.execute(f"alter system set synchronous_standby_names = '{name}'".encode())
            db.execute("select pg_reload_conf()")
            give_up = time.monotonic() + SYNC_SECONDS
            state = "select from pg_stat_replication where application_name = %s and sync_state = 'sync'"
            while db.execute(state, (name,)).fetchone() is None:
                assert time.monotonic() < give_up, f"{name} does not become synchronous"
                time.sleep(0.05)

    def _standby(self, place: int) -> Cluster:
        for attempt in range(START_TRIES):  # what was there before may still hold the port
            with suppress(Unavailable):
                standby = Standby(self._programs, self.primary_url, f"place{place}", self._ports[place])
                return Cluster(standby.server)
            time.sleep(0.2 * attempt)
        raise SystemExit(f"no standby starts on port {self._ports[place]}")

    def fail_over(self) -> float:
        """The primary is killed, the synchronous standby takes over. Seconds until that takes writes."""
        began = time.monotonic()
        self._remove(self._place)
        asynchronous = next(place for place in range(PLACES) if place not in (self._place, self._sync))
        self._place = self._sync
        with psycopg.connect(self.primary_url, autocommit=True) as db:
            db.execute("select pg_promote()")
            # Those that are left behind are made again: it waits for none until they are there.
            db.execute("alter system set synchronous_standby_names = ''")
            db.execute("select pg_reload_conf()")
        taken = time.monotonic() - began
        self._remove(asynchronous)
        self._follow()
        return taken

    def _remove(self, place: int) -> None:
        cluster, self._clusters[place] = self._clusters[place], None
        assert cluster is not None
        cluster.kill(signal.SIGKILL)
        folder = cluster.folder.parent
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)  # its processes may have written on for a moment

    def stop(self) -> None:
        for place, cluster in enumerate(self._clusters):
            if cluster is not None:
                cluster.stop()
                self._clusters[place] = None
