"""A private PostgreSQL cluster for one test process: temporary, on a free port of 127.0.0.1, never the system's."""

import asyncio
import fcntl
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psycopg

from py_api.config import SQL
from py_api.core import install
from py_api.database import connect
from py_api.embedded import account
from py_api.embedded.cluster import SETTINGS, Postgres
from py_api.embedded.processes import free_port
from py_api.embedded.programs import Programs
from tests.support import folders, pgtap

PASSWORD = "for-tests-only"
DATABASE = "thingbase"
CORE = "only_the_core"  # a database that others with the core are copied from
CLUSTER = "postgres"  # in a server's folder: its cluster
# Nothing outlives the run, so nothing needs to reach the disk.
FAST = {
    "fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "shared_buffers": "128MB", "lc_messages": "C",
    "max_wal_size": "512MB", "wal_compression": "off", "autovacuum_naptime": "5min",
}  # fmt: skip
# A session that sets lc_messages to this locale gets messages in this language, where the server has them.
FOREIGN_LOCALE, LANGUAGE = "C.UTF-8", "de"


class _ServerAccount(account.Account):
    def popen(self) -> dict[str, Any]:
        options = account.Account.popen(self)
        return {**options, "env": {**options["env"], "LANGUAGE": LANGUAGE}}


@dataclass(frozen=True, slots=True)
class Server:
    label: str  # pg18
    url: str  # as superuser, to database thingbase with the core installed
    version: int  # server_version_num
    has_postgis: bool
    has_pgtap: bool
    programs: Path  # psql, pg_dump and the like of its version
    folder: Path  # with all that it has; removed when it stops
    process: subprocess.Popen[bytes]
    keeper: subprocess.Popen[bytes]

    def url_of(self, database: str, user: str = "postgres", password: str = PASSWORD) -> str:
        return psycopg.conninfo.make_conninfo(self.url, dbname=database, user=user, password=password)

    def speaks_foreign(self) -> bool:
        """Whether a session can have messages in a language other than English."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f"set lc_messages = '{FOREIGN_LOCALE}'")
            try:
                connection.execute("select 1/0")
            except psycopg.errors.DivisionByZero as error:
                return error.diag.message_primary != "division by zero"
        return False

    def stop(self) -> None:
        assert self.keeper.stdin is not None
        self.keeper.stdin.close()
        self.process.wait(30)
        self.keeper.wait(300)  # it deletes the folder: of many tenants, on a busy machine, that takes a while


def start(programs: Path | None = None, settings: Mapping[str, str] = FAST) -> Server:
    """Start a cluster with these programs (default: the embedded ones) and install the core and pgTAP in it."""
    bare = start_bare(programs, settings)
    try:
        return _prepared(bare)
    except BaseException:
        bare.stop()
        raise


def start_copy(model: Path, programs: Path | None = None) -> Server:
    """What start gives, from a copy of the folder `model`. The first of several processes that asks makes it."""
    with model.with_name(model.name + ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not model.exists():
            made = start(programs)
            made.process.send_signal(signal.SIGINT)
            made.process.wait(60)
            subprocess.run(["cp", "-a", made.folder / CLUSTER, model], check=True)
            made.stop()
    return _seen(start_bare(programs, model=model))


def start_bare(
    programs: Path | None = None, settings: Mapping[str, str] = FAST, *, model: Path | None = None
) -> Server:
    """The cluster alone: a new one with an empty database, or a copy of the folder `model`."""
    ours = account.for_servers()
    runs_as = _ServerAccount(ours.name, ours.uid, ours.gid)
    programs = programs or Programs.bundled().reachable_by(runs_as).postgres
    folder = folders.temporary()
    postgres = Postgres(programs, folder / CLUSTER, runs_as, folder / "postgres.log")
    if model:
        subprocess.run(["cp", "-a", model, folder / CLUSTER], check=True)
    else:
        postgres.create(PASSWORD, {**SETTINGS, **settings}, "--no-sync")
    port = free_port()
    process = postgres.start(port)
    keeper = subprocess.Popen(
        [sys.executable, Path(__file__).with_name("keeper.py"), str(process.pid), folder],
        stdin=subprocess.PIPE,
        start_new_session=True,
    )
    url = psycopg.conninfo.make_conninfo(
        host="127.0.0.1", port=port, user="postgres", password=PASSWORD, dbname=DATABASE
    )
    with psycopg.connect(url, dbname="postgres", autocommit=True) as connection:
        if not model:
            connection.execute(f"create database {DATABASE}")
        version = connection.info.server_version
    return Server(f"pg{version // 10000}", url, version, False, False, programs, folder, process, keeper)


def _prepared(server: Server) -> Server:
    make_core(server, DATABASE)
    with psycopg.connect(server.url, autocommit=True) as connection:
        pgtap.load(connection)
        connection.execute(f"alter database {DATABASE} set plpgsql.extra_errors = 'all'")
    return _seen(server)


def make_core(server: Server, name: str) -> str:
    """URL of a new database with a core, an installation of its own. The first on a server is installed, the others are copies."""
    with psycopg.connect(server.url_of("postgres"), autocommit=True) as connection:
        connection.execute(f"drop database if exists {name}")
        if connection.execute("select from pg_database where datname = %s", (CORE,)).fetchone() is None:
            connection.execute(f"create database {CORE}")
            asyncio.run(install_core(server.url_of(CORE)))
        connection.execute(f"create database {name} template {CORE}")
    url = server.url_of(name)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute((SQL / "00_roles.sql").read_bytes())  # privileges of a database are not copied
        connection.execute("update thing.installation set id = default, channel = default, installed_at = default")
    return url


def _seen(server: Server) -> Server:
    """With what its database has."""
    with psycopg.connect(server.url, autocommit=True) as connection:
        row = connection.execute(
            "select exists (select from pg_extension where extname = 'postgis'), to_regnamespace(%s) is not null",
            [pgtap.SCHEMA],
        ).fetchone()
    assert row is not None
    return replace(server, has_postgis=row[0], has_pgtap=row[1])


async def install_core(url: str) -> bool:
    async with connect(asyncpg_url(url)) as database:
        return await install.install(database)


def asyncpg_url(conninfo: str) -> str:
    """asyncpg takes URLs only."""
    parts = psycopg.conninfo.conninfo_to_dict(conninfo)
    return "postgresql://{user}:{password}@{host}:{port}/{dbname}".format(**parts)
