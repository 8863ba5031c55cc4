"""A URL that names several servers: the primary among them is found, whatever is wrong with the others."""

import asyncio
import socket
from typing import Any

import asyncpg
import pytest

from py_api.database import hosts
from py_api.database.connection import open_connection
from py_api.embedded.processes import free_port
from py_api.engine import reconnection
from py_api.errors import ApiError, DatabaseError, Disconnected, Failure, ShutOut, Unavailable
from tests.support import servers

pytestmark = pytest.mark.once


def among(server: servers.Server, *others: str) -> str:
    login, _, rest = servers.asyncpg_url(server.url).rpartition("@")
    return f"{login}@{','.join(others)},{rest}"


def test_urls() -> None:
    assert hosts.each("postgresql://u:p@a:1,b/d?x=1,2") == [
        "postgresql://u:p@a:1/d?x=1,2",
        "postgresql://u:p@b/d?x=1,2",
    ]
    for one in ("postgresql://u:p%2C@a/d?x=1,2", "postgresql:///d?host=a,b", "dbname=d host=a,b"):
        assert hosts.each(one) == [one]


def test_servers_that_are_gone_or_silent_are_passed_over(
    server: servers.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def main() -> None:
        with socket.create_server(("127.0.0.1", 0)) as silent:
            url = among(server, f"127.0.0.1:{free_port()}", f"127.0.0.1:{silent.getsockname()[1]}")
            connection = await hosts.connect(url, timeout=3.0)
            assert await connection.fetchval("select 1") == 1
            await connection.close()
            asked = []
            connect = asyncpg.connect

            async def noted(url: str, **options: Any) -> asyncpg.Connection:
                asked.append(url)
                return await connect(url, **options)

            monkeypatch.setattr(asyncpg, "connect", noted)
            await (await hosts.connect(url, timeout=3.0)).close()
            assert asked == [hosts.each(url)[2]], "the one that answered is asked first"

    asyncio.run(main())


def test_none_is_the_primary(server: servers.Server) -> None:
    async def main() -> None:
        url = among(server, f"127.0.0.1:{free_port()}") + "?target_session_attrs=standby"
        with pytest.raises(Unavailable, match="none of the servers"):
            await open_connection(url)
        with pytest.raises(asyncpg.InvalidCatalogNameError):
            await hosts.connect(among(server, f"127.0.0.1:{free_port()}").replace("/thingbase", "/none"), timeout=3.0)

    asyncio.run(main())


def outcome(
    *failures: Failure | None, lost: bool = False, may_repeat: bool = False, elsewhere: bool = False
) -> int | Failure:
    """How often it was done until it succeeded (at the first None), or what was raised."""
    done = 0

    async def work() -> bytes:
        nonlocal done
        failure = failures[min(done, len(failures) - 1)]
        done += 1
        if failure is not None:
            raise failure
        return b""

    try:
        asyncio.run(reconnection.persistently(work, may_repeat=may_repeat, elsewhere=elsewhere, lost=lost))
    except Failure as failure:
        return failure
    return done


def test_what_is_done_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reconnection, "SHORTEST_PAUSE", 0.001)
    broken, undone, away = Disconnected("broken"), Disconnected("undone"), Unavailable("away")
    undone.undone = True
    starting = ApiError("starting", "DATABASE_UNAVAILABLE", 503)
    busy = ApiError("busy", "TENANT_BUSY", 503)
    read_only, invalid = DatabaseError("no writes", sqlstate="25006"), DatabaseError("invalid", sqlstate="23505")
    assert outcome(broken) is broken, "nobody knows what was done"
    assert outcome(broken, away, starting, broken, None, may_repeat=True) == 5
    assert outcome(undone, away, None) == 3
    assert outcome(undone, broken) is broken
    assert outcome(away, None) is away, "it was away already: that is told at once"
    assert outcome(away, None, lost=True) == 2
    assert outcome(undone, busy) is busy
    assert outcome(undone, invalid) is invalid
    assert outcome(read_only) is read_only
    assert outcome(read_only, away, None, elsewhere=True) == 3
    assert outcome(read_only, elsewhere=True) is read_only, "the primary itself takes no writes"
    left = ShutOut("left")
    assert outcome(left, may_repeat=True) is left
    monkeypatch.setattr(reconnection, "AGAIN_SECONDS", 0.05)
    assert outcome(undone, away) is away, "in the end the client is told"
