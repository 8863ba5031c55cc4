"""The PostgreSQL servers that tenants live on: the directory, and those that its database names (thing.servers).

The directory is the database that programs are told of (DATABASE_URL); its name here is None. Each of the others has a
core and tenants of its own. One that is down costs its own tenants only: after a failure it is tried by one caller at a
time, and the others are refused at once.
"""

import os
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TypeVar
from urllib.parse import quote, urlsplit

from py_api.database.admin_connections import AdminConnections
from py_api.database.commands import Row
from py_api.database.connection import Codes, Connection, open_connection
from py_api.database.query_files import statement
from py_api.errors import Unavailable

DOWN_SECONDS = 0.5  # after a failure, until a server is tried again
TRYING_SECONDS = 5.0  # for one such try

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Server:
    """A row of thing.servers."""

    name: str
    dsn: str
    password_from: str | None

    @classmethod
    def of(cls, row: Row) -> "Server":
        return cls(row["name"], row["dsn"], row["password_from"])

    def url(self) -> str:
        """With the password, from where it is kept on this machine. Errors: Unavailable."""
        if self.password_from is None:
            return self.dsn
        kind, _, place = self.password_from.partition(":")
        try:
            password = os.environ[place] if kind == "env" else Path(place).read_text(encoding="utf-8").strip()
        except (KeyError, OSError) as error:
            raise Unavailable(
                f"the password of server {self.name} is not in {self.password_from}",
                "Every machine that runs Thingbase needs it there.",
            ) from error
        parts = urlsplit(self.dsn)
        user, _, host = parts.netloc.rpartition("@")
        return parts._replace(netloc=f"{user}:{quote(password, safe='')}@{host}").geturl()


class Servers:
    """One a process. directory: a connection as the admin of the directory's. changed: called where servers were."""

    def __init__(self, directory_url: str) -> None:
        self.codes: Codes = {}
        self.changed: list[Callable[[], None]] = [self._forget]
        self._directory_url = directory_url
        self._directory = AdminConnections(lambda: open_connection(directory_url, None, self.codes), self.codes)
        self.directory = self._directory.connection
        self._known: dict[str, Server] = {}
        self._admins: dict[str, AdminConnections] = {}
        self._down: dict[str, float] = {}  # until when each is taken to be down

    def admin(self, name: str | None) -> AbstractAsyncContextManager[Connection]:
        """A connection as the admin of this one."""
        if name is None:
            return self.directory()
        admins = self._admins.get(name)
        if admins is None:

            async def open_admin() -> Connection:
                return await self.opening(name, lambda url: open_connection(url, None, self.codes))

            admins = self._admins[name] = AdminConnections(open_admin, self.codes)
        return admins.connection()

    async def others(self) -> list[Server]:
        """All but the directory."""
        async with self.directory() as admin:
            rows = await admin.fetch_rows(statement("servers"))
        self._known = {row[0]: Server(*row[:3]) for row in rows}
        return list(self._known.values())

    async def opening(self, name: str | None, open_at: Callable[[str], Awaitable[T]]) -> T:
        """The result of open_at(url), which connects. Errors: Unavailable, at once where the server is down."""
        if name is None:
            return await open_at(self._directory_url)
        until = self._down.get(name)
        if until is not None:
            if monotonic() < until:
                raise _down()
            self._down[name] = monotonic() + TRYING_SECONDS
        try:
            opened = await open_at((await self._find(name)).url())
        except Unavailable as error:
            self._down[name] = monotonic() + DOWN_SECONDS
            raise _down() from error
        except BaseException:
            self._down.pop(name, None)
            raise
        self._down.pop(name, None)
        return opened

    async def _find(self, name: str) -> Server:
        if name not in self._known:
            async with self.directory() as admin:
                row = await admin.fetch_values(statement("server"), (name,))
            if row is None:
                raise Unavailable(f"server {name} is not known any more")
            self._known[name] = Server(*row)
        return self._known[name]

    def _forget(self) -> None:
        """They may be elsewhere now."""
        self._known.clear()
        self._down.clear()
        admins, self._admins = self._admins, {}
        for each in admins.values():
            each.close()

    def tell(self) -> None:
        """Servers were added, removed, or are elsewhere."""
        for audience in self.changed:
            audience()

    def close(self) -> None:
        for admins in (self._directory, *self._admins.values()):
            admins.close()


def _down() -> Unavailable:
    return Unavailable("the server that the tenant lives on does not answer", "Send the request again in a moment.")
