"""A private PostgreSQL cluster for one test process: temporary, on a free port of 127.0.0.1, never the system's."""

import asyncio
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psycopg

from py_api.core import install
from py_api.database import connect
from py_api.embedded import account
from py_api.embedded.cluster import SETTINGS, Postgres
from py_api.embedded.processes import free_port
from py_api.embedded.programs import Programs
from tests.support import pgtap

PASSWORD = "for-tests-only"
DATABASE = "thingbase"
# Nothing outlives the run, so nothing needs to reach the disk.
FAST = {
    "fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "shared_buffers": "128MB", "lc_messages": "C",
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


def start_bare(programs: Path | None = None, settings: Mapping[str, str] = FAST) -> Server:
    """The cluster alone, with an empty database."""
    ours = account.for_servers()
    runs_as = _ServerAccount(ours.name, ours.uid, ours.gid)
    programs = programs or Programs.bundled().reachable_by(runs_as).postgres
    folder = Path(tempfile.mkdtemp(prefix="thingbase-test-"))
    folder.chmod(0o711)
    postgres = Postgres(programs, folder / "postgres", runs_as, folder / "postgres.log")
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
        connection.execute(f"create database {DATABASE}")
        version = connection.info.server_version
    return Server(f"pg{version // 10000}", url, version, False, False, programs, process, keeper)


def _prepared(server: Server) -> Server:
    with psycopg.connect(server.url, autocommit=True) as connection:
        has_pgtap = pgtap.load(connection)
        connection.execute(f"alter database {DATABASE} set plpgsql.extra_errors = 'all'")
    asyncio.run(install_core(server.url))
    with psycopg.connect(server.url, autocommit=True) as connection:
        postgis = connection.execute("select from pg_extension where extname = 'postgis'").fetchone()
    return replace(server, has_postgis=postgis is not None, has_pgtap=has_pgtap)


async def install_core(url: str) -> bool:
    async with connect(asyncpg_url(url)) as database:
        return await install.install(database)


def asyncpg_url(conninfo: str) -> str:
    """asyncpg takes URLs only."""
    parts = psycopg.conninfo.conninfo_to_dict(conninfo)
    return "postgresql://{user}:{password}@{host}:{port}/{dbname}".format(**parts)
