"""Behind Debian's PgBouncer: what works in session mode, as docs/operations.md has it, and what is refused."""

import asyncio
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from py_api.cli import pgbouncer_config
from py_api.database import connect as open_database
from py_api.database import pooler
from py_api.embedded.account import Account, for_servers
from py_api.embedded.processes import free_port
from py_api.engine.engine import Engine
from py_api.errors import Unavailable
from tests.conftest import TENANT_PASSWORD
from tests.support import servers
from tests.support.api import Served, bearer, serving

PROGRAM = shutil.which("pgbouncer", path="/usr/sbin:/usr/bin:/usr/local/bin")
pytestmark = [pytest.mark.once, pytest.mark.skipif(PROGRAM is None, reason="pgbouncer is not installed")]


@pytest.fixture
def pooled(server: servers.Server) -> Iterator[Callable[[str], str]]:
    """pooled(mode) -> the URL of the test server's database through a PgBouncer in that mode, as pgbouncer-config has it."""
    with ExitStack() as started:
        started.callback(_forget, server.url)

        def start(mode: str) -> str:
            account: Account = for_servers()
            folder = started.enter_context(_folder())
            parts = psycopg.conninfo.conninfo_to_dict(server.url)
            own = free_port()
            asyncio.run(_configure(server.url, folder, mode, own))
            ini = (folder / "pgbouncer.ini").read_text() + f"unix_socket_dir =\nlogfile = {folder}/log\n"
            (folder / "pgbouncer.ini").write_text(ini.replace("max_prepared_statements", ";"))  # which Debian's lacks
            for path in (folder, *folder.iterdir()):
                account.own(path)
            process = subprocess.Popen(
                [PROGRAM or "", "-q", folder / "pgbouncer.ini"], stderr=subprocess.DEVNULL, cwd="/", **account.popen()
            )
            started.callback(_end, process)
            for _ in range(100):
                try:
                    socket.create_connection(("127.0.0.1", own), 1).close()
                    break
                except OSError:
                    assert process.poll() is None, (folder / "log").read_text()
                    time.sleep(0.05)
            return f"postgresql://postgres:{parts['password']}@127.0.0.1:{own}/thingbase"

        yield start


async def _configure(url: str, folder: Path, mode: str, own: int) -> None:
    url = servers.asyncpg_url(url)
    async with open_database(url) as database:
        made = await pgbouncer_config.write(database, url, folder, mode, f"127.0.0.1:{own}")
    assert made == ["pgbouncer.ini", "users.txt"], "a superuser needs no more"


def _forget(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("drop schema if exists thing_pooler cascade")
        if db.execute("select from pg_roles where rolname = 'thing_pooler'").fetchone():
            db.execute("drop owned by thing_pooler")
            db.execute("drop role thing_pooler")


@contextmanager
def _folder() -> Iterator[Path]:
    """One that another account may use."""
    path = Path(tempfile.mkdtemp(prefix="thingbase-test-"))
    yield path
    shutil.rmtree(path, ignore_errors=True)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait(60)


def ready(served: Served) -> Any:
    return served.client.get("/ready").json()


def until_listening(served: Served) -> None:
    until = time.monotonic() + 10
    while not ready(served)["listening"]:
        assert time.monotonic() < until
        time.sleep(0.05)


def test_session_mode_works(
    pooled: Callable[[str], str], server: servers.Server, tenant: str, db: psycopg.Connection[Any]
) -> None:
    db.execute("select thing.tenant_limits(%s, %s)", (tenant, '{"connection_limit": 9}'))
    url = pooled("session")
    asyncio.run(pooler.check(url, None))
    db.execute('select thing.create_class(%s, \'City\', \'[{"name": "name", "type": "text"}]\')', (tenant,))
    own = f"postgresql://tenant_{tenant}:{TENANT_PASSWORD}@{url.partition('@')[2]}"
    with psycopg.connect(own) as through:
        assert through.execute("select current_user").fetchone() == (f"tenant_{tenant}",)
    with psycopg.connect(url) as through:
        through.execute("set role thing_pooler")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            through.execute("select count(*) from pg_authid")
    with serving(Engine, database_url=url) as served, serving(Engine, database_url=url) as second:
        until_listening(served)
        until_listening(second)
        headers = bearer("admin", tenant)
        for number in range(20):
            made = (served, second)[number % 2].post(
                f'mutation {{ createCity(input: {{name: "c{number}"}}) {{ name }} }}', headers=headers
            )
            assert made.json() == {"data": {"createCity": {"name": f"c{number}"}}}
        assert served.post("{ cities { totalCount } }", headers=headers).json()["data"]["cities"] == {"totalCount": 20}
        db.execute("select thing.create_class(%s, 'Later')", (tenant,))
        time.sleep(0.5)
        assert served.post("{ laters { totalCount } }", headers=headers).json()["data"] == {"laters": {"totalCount": 0}}


def test_transaction_mode_is_refused(pooled: Callable[[str], str], server: servers.Server) -> None:
    url, direct = pooled("transaction"), servers.asyncpg_url(server.url)
    with pytest.raises(Unavailable, match="loses prepared statements") as refused:
        asyncio.run(pooler.check(url, direct))
    assert "max_prepared_statements" in str(refused.value.hint)
    with pytest.raises(Unavailable, match="THINGBASE_DIRECT_URL leads through a pooler that loses notifications"):
        asyncio.run(pooler.check(direct, url))
    asyncio.run(pooler.check(direct, None))
    asyncio.run(pooler.check("postgresql://nobody:x@127.0.0.1:1/none", None))  # whoever connects next says why


def test_ready_says_that_notifications_are_lost(pooled: Callable[[str], str], server: servers.Server) -> None:
    direct = servers.asyncpg_url(server.url)
    with serving(Engine, database_url=direct, direct_url=pooled("transaction")) as served:
        time.sleep(1)
        assert ready(served) == {"ready": True, "core": "current", "listening": False}
