"""Tokens that are taken back before they end (thing.revocations): read at the start, and again at each news of them."""

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from py_api.background import BackgroundTasks
from py_api.database import statement
from py_api.database.servers import Servers
from py_api.errors import ApiError, Failure
from py_api.principal import Principal
from py_api.single_flight import SingleFlight

if TYPE_CHECKING:
    from collections.abc import Callable

FIRST_SECONDS = 2.0  # that the first token may wait for them
AGAIN_SECONDS = 1.0  # after a failure

_Key = tuple[str | None, str | None]  # a tenant's id or slug (None: no tenant), a subject (None: all)


class Revocations:
    """One a process. changed: called where there are others than before."""

    def __init__(self, servers: Servers) -> None:
        self.changed: list[Callable[[], None]] = []
        self._servers = servers
        self._before: dict[str | None, dict[_Key, float]] = {}  # by server; epoch seconds
        self._wanted: set[str | None] = set()
        self._reading: set[str | None] = set()
        self._first: SingleFlight[None, None] = SingleFlight()
        self._background = BackgroundTasks()

    def refuses(self, principal: Principal) -> bool:
        """Whether the token of this one was taken back."""
        for before in self._before.values():
            if before:
                tenant = principal.tenant_id or principal.tenant
                moments = before.get((tenant, None), 0.0), before.get((tenant, principal.subject), 0.0)
                if principal.issued < max(moments):
                    return True
        return False

    def check(self, principal: Principal) -> None:
        """Errors: TOKEN_REVOKED."""
        if self.refuses(principal):
            raise revoked()

    async def known(self) -> None:
        """Waits until they were read once. Where that cannot be, no tenant's data can be read either."""
        if None not in self._before:
            with suppress(Failure, TimeoutError):
                async with asyncio.timeout(FIRST_SECONDS):
                    await self._first.run(None, self._read_all)

    def look(self, server: str | None) -> None:
        """There may be others on this server: they are read, again and again until it answers."""
        self._wanted.add(server)
        if server not in self._reading:
            self._reading.add(server)
            self._background.start(self._keep_reading(server))

    def close(self) -> None:
        self._background.cancel()

    async def _read_all(self) -> None:
        await self._read(None)
        for server in await self._servers.others():
            if server.name not in self._before:
                with suppress(Failure):  # then its tenants cannot be reached; and the listener says when they can
                    await self._read(server.name)

    async def _keep_reading(self, server: str | None) -> None:
        try:
            while server in self._wanted:
                self._wanted.discard(server)
                try:
                    await self._read(server)
                except (Failure, TimeoutError):
                    self._wanted.add(server)
                    await asyncio.sleep(AGAIN_SECONDS)
        finally:
            self._reading.discard(server)

    async def _read(self, server: str | None) -> None:
        async with self._servers.admin(server) as admin:
            rows = await admin.fetch_rows(statement("revocations"))
        before: dict[_Key, float] = {}
        for tenant_id, slug, subject, moment in rows:
            before[tenant_id, subject] = moment
            if slug is not None:
                before[slug, subject] = moment
        known, self._before[server] = self._before.get(server), before
        if before != known:
            for tell in self.changed:
                tell()


def revoked() -> ApiError:
    return ApiError("the token was revoked", "TOKEN_REVOKED", 401, hint="Sign in again.")
