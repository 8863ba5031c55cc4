"""What stands between the API and PostgreSQL, where something does: does it keep what a session has?

A pooler that gives each transaction another connection (PgBouncer in transaction or statement mode) takes LISTEN and
loses every notification, and where it does not know prepared statements, loses those.
"""

import asyncio
import secrets

import asyncpg

from py_api.database import hosts
from py_api.database.query_files import statement
from py_api.errors import Unavailable

ANSWER_SECONDS = 2.0  # within which a notification comes, and a statement runs, where nothing is lost

_LOST = (asyncpg.InvalidSQLStatementNameError, asyncpg.DuplicatePreparedStatementError)


async def check(url: str, direct: str | None) -> None:
    """url: for requests; direct: for listening, where that is another. Raises Unavailable where something is lost.

    What cannot be reached is not checked here.
    """
    try:
        async with asyncio.timeout(30):
            if not await _keeps_statements(url):
                raise Unavailable(
                    "DATABASE_URL leads through a pooler that loses prepared statements",
                    "PgBouncer: pool_mode = session; or from 1.21 on, max_prepared_statements = 1000 or more.",
                )
            if not await _keeps_listeners(direct or url):
                name = "THINGBASE_DIRECT_URL" if direct else "DATABASE_URL"
                raise Unavailable(
                    f"{name} leads through a pooler that loses notifications (PgBouncer in transaction mode does)",
                    "Name PostgreSQL itself by THINGBASE_DIRECT_URL: docs/operations.md.",
                )
    except (OSError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError):
        return  # the next connection will say why


async def _keeps_statements(url: str) -> bool:
    one = other = None
    try:
        one = await hosts.connect(url, timeout=15)
        prepared = await one.prepare(statement("notify"))
        await prepared.fetch(_channel(), "")  # only now a pooler takes the connection back
        other = await hosts.connect(url, timeout=15)
        async with other.transaction():  # it holds the connection that the other had, if they share
            await other.fetch(statement("notify"), _channel(), "")
            async with asyncio.timeout(ANSWER_SECONDS):
                await prepared.fetch(_channel(), "")
    except _LOST:
        return False
    except TimeoutError:
        return True  # a single connection for all shows nothing
    finally:
        for connection in (one, other):
            if connection is not None:
                connection.terminate()
    return True


async def _keeps_listeners(url: str) -> bool:
    channel, heard = _channel(), asyncio.Event()
    listening = await hosts.connect(url, timeout=15, statement_cache_size=0)
    try:
        await listening.add_listener(channel, lambda *_: heard.set())
        telling = await hosts.connect(url, timeout=15, statement_cache_size=0)
        try:
            await telling.fetch(statement("notify"), channel, "")
            async with asyncio.timeout(ANSWER_SECONDS):
                await heard.wait()
        finally:
            telling.terminate()
    except TimeoutError:
        return False
    finally:
        listening.terminate()
    return True


def _channel() -> str:
    return f"thing_try_{secrets.token_hex(8)}"
