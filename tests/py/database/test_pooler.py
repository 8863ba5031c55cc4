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

from py_api.database import pooler
from py_api.embedded.account import Account, for_servers
from py_api.embedded.processes import free_port
from py_api.engine.engine import Engine
from py_api.errors import Unavailable
from tests.support import servers
from tests.support.api import Served, bearer, serving

PROGRAM = shutil.which("pgbouncer", path="/usr/sbin:/usr/bin:/usr/local/bin")
pytestmark = [pytest.mark.once, pytest.mark.skipif(PROGRAM is None, reason="pgbouncer is not installed")]

SETTINGS = """[databases]
thingbase = host={host} port={port} dbname=thingbase
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {own}
unix_socket_dir =
pool_mode = {mode}
auth_type = scram-sha-256
auth_file = {folder}/users
auth_user = postgres
auth_query = select usename, passwd from pg_shadow where usename = $1
ignore_startup_parameters = extra_float_digits, thing.quiet
max_client_conn = 200
default_pool_size = 20
server_reset_query = discard all
logfile = {folder}/log
"""


@pytest.fixture
def pooled(server: servers.Server) -> Iterator[Callable[[str], str]]:
    """pooled(mode) -> the URL of the test server's database through a PgBouncer in that mode."""
    with ExitStack() as started:

        def start(mode: str) -> str:
            account: Account = for_servers()
            folder = started.enter_context(_folder())
            parts = psycopg.conninfo.conninfo_to_dict(server.url)
            own = free_port()
            (folder / "users").write_text(f'"postgres" "{parts["password"]}"\n')
            (folder / "ini").write_text(
                SETTINGS.format(host=parts["host"], port=parts["port"], own=own, mode=mode, folder=folder)
            )
            for path in (folder, *folder.iterdir()):
                account.own(path)
            process = subprocess.Popen(
                [PROGRAM or "", "-q", folder / "ini"], stderr=subprocess.DEVNULL, cwd="/", **account.popen()
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


@contextmanager
def _folder() -> Iterator[Path]:
    """One that another account may use."""
    path = Path(tempfile.mkdtemp(prefix="thingbase-test-"))
    yield path
    shutil.rmtree(path, ignore_errors=True)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait(10)


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
    url = pooled("session")
    asyncio.run(pooler.check(url, None))
    db.execute('select thing.create_class(%s, \'City\', \'[{"name": "name", "type": "text"}]\')', (tenant,))
    with serving(Engine, database_url=url) as served:
        until_listening(served)
        headers = bearer("admin", tenant)
        for number in range(20):
            made = served.post(f'mutation {{ createCity(input: {{name: "c{number}"}}) {{ name }} }}', headers=headers)
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
