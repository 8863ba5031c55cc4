"""Where tenants live, for commands: what the directory's database says of it (thing.servers), and keeping that true."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from py_api.database import Database, Row, Server, connect
from py_api.errors import DatabaseError, Failure

_OLDER = {"42P01", "42703", "3F000"}  # a core that knows of one server only, or none at all
_COPIED = ("slug", "label", "limits", "suspended_at")


@dataclass(frozen=True, slots=True)
class Home:
    """A tenant that lives on another server. id: it keeps that whatever it is called."""

    id: str
    server: Server


async def home_of(directory: Database, slug: str) -> Home | None:
    """None: it lives in the directory's own database, or does not exist."""
    try:
        rows = await directory.rows("server_of", slug)
    except DatabaseError as error:
        if error.sqlstate not in _OLDER:
            raise
        return None
    return next((Home(row["id"], Server.of(row)) for row in rows), None)


async def server(directory: Database, name: str) -> Server:
    """Errors: Failure where it does not exist."""
    rows = await directory.rows("server", name)
    if not rows:
        raise Failure(f"server {name} does not exist", "`server list` shows the servers, `server add` makes one known.")
    return Server.of(rows[0])


@asynccontextmanager
async def at_home(directory: Database, slug: str | None) -> AsyncIterator[Database]:
    """The database that the tenant lives in. What a command changes of the tenant there, the directory learns."""
    home = None if slug is None else await home_of(directory, slug)
    if home is None:
        yield directory
        return
    async with connect(home.server.url(), hint=_elsewhere(slug, home.server)) as there:
        yield there
        await _learn(directory, there, home)


def _elsewhere(slug: str | None, server: Server) -> str:
    return f"Tenant {slug} is on server {server.name}: `server list` says where that is, `server add` changes it."


async def _learn(directory: Database, there: Database, home: Home) -> None:
    now = await _row(there, home.id)
    if now is None:
        await directory.rows("forget_tenant", home.id)
        return
    known = await _row(directory, home.id)
    if known is None or any(known[name] != now[name] for name in _COPIED):
        await directory.rows("place_tenant", now, home.server.name)


async def _row(database: Database, number: str) -> dict[str, Any] | None:
    rows = await database.rows("tenant_row", number)
    return rows[0][0] if rows else None


async def make_on(directory: Database, name: str | None, slug: str, make: Callable[[Database], Awaitable[Row]]) -> Row:
    """The row of a tenant that `make` makes in a database: that of server `name`, or the directory's own."""
    if name is None:
        return await make(directory)
    where = await server(directory, name)
    if await directory.rows("tenant_id", slug):
        raise Failure(f"tenant {slug} already exists", "Choose another slug.")
    async with connect(where.url(), hint=_elsewhere(slug, where)) as there:
        made = await make(there)
        try:
            await directory.rows("place_tenant", await _row(there, str(made["id"])), name)
        except BaseException:
            await there.rows("drop_tenant", slug)
            raise
    return made
