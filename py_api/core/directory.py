"""Where tenants live, for commands: what the directory's database says of it (thing.servers), and keeping that true."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

from py_api.database import Database, Row, Server, connect
from py_api.errors import DatabaseError, Failure, Unavailable

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


async def accepting(directory: Database, name: str) -> Server:
    """The server, which new tenants may come to. Errors: Failure."""
    where = await server(directory, name)
    if any(row["name"] == name and row["state"] != "active" for row in await directory.rows("servers")):
        raise Failure(f"server {name} takes no new tenants", f"`server drain {name} --undo` lets them come again.")
    return where


@asynccontextmanager
async def at_home(directory: Database, slug: str | None, new_slug: str | None = None) -> AsyncIterator[Database]:
    """The database that the tenant lives in. What a command changes of the tenant there, the directory learns.

    new_slug: that it is to get, which no tenant of any server may have.
    """
    home = None if slug is None else await home_of(directory, slug)
    if home is None:
        yield directory
        return
    if new_slug not in (None, slug):
        await _refuse_taken(directory, new_slug)
    async with connect(home.server.url(), hint=_elsewhere(slug, home.server)) as there:
        try:
            yield there
        except BaseException:  # some of it may have been done
            with suppress(Failure):
                await _learn(directory, there, home)
            raise
        await _learn(directory, there, home)


@dataclass(frozen=True, slots=True)
class Everywhere:
    """reached: connections by the name of the server, None for the directory. away: why another has none."""

    reached: Mapping[str | None, Database]
    away: Mapping[str, Unavailable]


@asynccontextmanager
async def everywhere(directory: Database) -> AsyncIterator[Everywhere]:
    """Every server, for commands that are not about one tenant."""
    reached: dict[str | None, Database] = {None: directory}
    away: dict[str, Unavailable] = {}
    async with AsyncExitStack() as stack:
        for row in await directory.rows("servers"):
            where = Server.of(row)
            try:
                reached[where.name] = await stack.enter_async_context(connect(where.url()))
            except Unavailable as error:
                away[where.name] = error
        yield Everywhere(reached, away)


def _elsewhere(slug: str | None, server: Server) -> str:
    about = "This" if slug is None else f"Tenant {slug}"
    return f"{about} is on server {server.name}: `server list` says where that is, `server add` changes it."


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


async def _refuse_taken(directory: Database, slug: str | None) -> None:
    if await directory.rows("tenant_id", slug):
        raise Failure(f"tenant {slug} already exists", "Choose another slug.")


async def make_on(
    directory: Database,
    name: str | None,
    slug: str | None,
    make: Callable[[Database], Awaitable[Row]],
    *,
    at_once: bool = False,
) -> Row:
    """The row of a tenant that `make` makes in a database: that of server `name`, or the directory's own.

    slug: where it is known beforehand. at_once: it runs within a transaction, so that what it found there stays as it
    was where the directory refuses the tenant; otherwise the tenant is dropped then.
    """
    if name is None:
        return await make(directory)
    where = await accepting(directory, name)
    if slug is not None:
        await _refuse_taken(directory, slug)
    async with connect(where.url(), hint=_elsewhere(slug, where)) as there:
        if at_once:
            async with there.transaction():
                made = await make(there)
                await directory.rows("place_tenant", await _row(there, str(made["id"])), name)
            return made
        made = await make(there)
        try:
            await directory.rows("place_tenant", await _row(there, str(made["id"])), name)
        except BaseException:
            await there.rows("drop_tenant", made["slug"])
            raise
    return made
