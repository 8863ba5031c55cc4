"""Hears of changes: one connection a process that listens on the installation's channel.

A notification is a hint. What was said while nobody listened is made good by telling the audience that it missed some.
"""

import asyncio
import json
import logging
import random
from typing import Protocol

from py_api.database import Connection, open_connection, statement
from py_api.errors import Failure

SHORTEST_PAUSE, LONGEST_PAUSE = 0.05, 5.0  # before connecting again
PROBE_SECONDS, PROBE_ANSWER_SECONDS = 20.0, 10.0  # a connection that is dead without having ended is found out

_log = logging.getLogger("thingbase.listener")


class Audience(Protocol):
    """Of schemas."""

    def schema_changed(self, tenant: str, version: int) -> None: ...
    def listener_lost(self) -> None: ...
    def listener_back(self) -> None: ...


class DataAudience(Audience, Protocol):
    """Of things too."""

    def data_changed(self, tenant: str) -> None: ...
    def subscribed(self, tenant: str) -> None: ...


class TenantAudience(Protocol):
    """Of tenants that leave: suspended, renamed, dropped."""

    def tenant_left(self, tenant: str) -> None: ...
    def listener_back(self) -> None: ...


class Listener:
    def __init__(
        self, database_url: str, audience: Audience, of_data: DataAudience | None = None,
        of_tenants: TenantAudience | None = None,
    ) -> None:  # fmt: skip
        self._url = database_url
        self._audience: tuple[Audience, ...] = (audience,) if of_data is None else (audience, of_data)
        self._of_data = of_data
        self._of_tenants = of_tenants
        self._heard: dict[str, int] = {}
        self.connected = False

    async def run(self) -> None:
        """Listen until cancelled, connecting again whenever the connection ends."""
        pause = SHORTEST_PAUSE
        while True:
            connection: Connection | None = None
            try:
                connection = await open_connection(self._url, name="thingbase listener")
                await self._listen(connection)
                pause = SHORTEST_PAUSE
                await self._until_it_ends(connection)
            except (Failure, TimeoutError) as error:
                _log.warning("not listening for schema changes: %s", error)
            finally:
                if connection is not None:
                    connection.close()
                if self.connected:
                    self.connected = False
                    for each in self._audience:
                        each.listener_lost()
            await asyncio.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311 - so that not all come at once
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _listen(self, connection: Connection) -> None:
        found = await connection.fetch_values(statement("channel"))
        self._ended = asyncio.Event()
        await connection.listen(str(found and found[0]), self._hear, self._ended.set)
        self.connected = True
        for each in self._audience:
            each.listener_back()
        if self._of_tenants is not None:
            self._of_tenants.listener_back()

    async def _until_it_ends(self, connection: Connection) -> None:
        while True:
            try:
                await asyncio.wait_for(self._ended.wait(), PROBE_SECONDS)
            except TimeoutError:
                async with asyncio.timeout(PROBE_ANSWER_SECONDS):
                    await connection.fetch_values(statement("channel"))
            else:
                _log.warning("the connection that listens for schema changes has ended")
                return

    def _hear(self, payload: str) -> None:
        try:
            said = json.loads(payload)
            tenant, version = said["tenant"], said.get("schemaVersion")
        except (ValueError, KeyError, TypeError, AttributeError):
            _log.warning("somebody else's words on our channel: %.100s", payload)
            return
        if said.get("left"):
            if self._of_tenants is not None:
                self._of_tenants.tenant_left(tenant)
            return
        if self._of_data is not None:
            if said.get("subscribed"):
                self._of_data.subscribed(tenant)
                return
            self._of_data.data_changed(tenant)  # at once: it waits for no burst to end
        if version is None:
            return
        if not self._heard:
            asyncio.get_running_loop().call_soon(self._tell)  # what comes together is told once
        self._heard[tenant] = max(version, self._heard.get(tenant, 0))

    def _tell(self) -> None:
        heard, self._heard = self._heard, {}
        for tenant, version in heard.items():
            for each in self._audience:
                each.schema_changed(tenant, version)
