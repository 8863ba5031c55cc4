"""Hears of changes: one connection a process that listens on the installation's channel.

A notification is a hint. What was said while no one listened is made good by telling the audience that it missed some.

Whether notifications come through is tried: every now and then one is sent through a connection of its own, and must
be heard. (A pooler like PgBouncer in transaction mode takes LISTEN, and loses them all.)
"""

import asyncio
import json
import logging
import random
import secrets
from contextlib import suppress
from typing import Protocol

from py_api.database import Connection, open_connection, statement
from py_api.errors import DatabaseError, Failure
from py_api.logs import Outage

SHORTEST_PAUSE, LONGEST_PAUSE = 0.05, 5.0  # before connecting again
BEAT_SECONDS, BEAT_HEARD_SECONDS = 15.0, 5.0  # how often it is tried, and how long what is sent may take to be heard

_log = logging.getLogger("thingbase.listener")


class Deaf(Failure):
    """The connection is there, and notifications do not come through it."""


class Audience(Protocol):
    """Of schemas."""

    def schema_changed(self, tenant: str, version: int) -> None: ...
    def listener_lost(self, server: str | None) -> None: ...
    def listener_back(self, server: str | None) -> None: ...


class DataAudience(Audience, Protocol):
    """Of things too."""

    def data_changed(self, tenant: str) -> None: ...
    def subscribed(self, tenant: str) -> None: ...


class TenantAudience(Protocol):
    """Of tenants that leave (suspended, renamed, dropped), move or lack connections; of servers, and revoked tokens."""

    def tenant_left(self, tenant: str) -> None: ...
    def tenant_moved(self, tenant: str, server: str | None) -> None: ...
    def crowded(self, tenant: str) -> None: ...
    def servers_changed(self) -> None: ...
    def tokens_revoked(self, server: str | None) -> None: ...
    def listener_back(self, server: str | None) -> None: ...


class Listener:
    def __init__(
        self,
        database_url: str,
        audience: Audience,
        of_data: DataAudience | None = None,
        of_tenants: TenantAudience | None = None,
        server: str | None = None,
    ) -> None:
        """server: of the URL; None: the directory's."""
        self._url = database_url
        self._server = server
        self._audience: tuple[Audience, ...] = (audience,) if of_data is None else (audience, of_data)
        self._of_data = of_data
        self._of_tenants = of_tenants
        self._heard: dict[str, int] = {}
        self._mark = secrets.token_hex(8)  # what this process sends itself has it
        self._beat_heard = asyncio.Event()
        self._outage = Outage(
            _log,
            "notifications of " + ("the database" if server is None else f"server {server}") + " are not heard",
            "schema versions are looked at every second, other writers' events come a second late; trying again",
        )
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
                self._outage.begins(error)
            finally:
                if connection is not None:
                    connection.close()
                if self.connected:
                    self.connected = False
                    for listener in self._audience:
                        listener.listener_lost(self._server)
            await asyncio.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311 - so that not all come at once
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _listen(self, connection: Connection) -> None:
        row = await connection.fetch_values(statement("channel"))
        self._ended = asyncio.Event()
        self._channel = str(row and row[0])
        await connection.listen(self._channel, self._hear, self._ended.set)
        await self._beat()
        with suppress(DatabaseError):  # where a failover left off is known until the server is started again
            await connection.fetch_values(statement("note_timeline"))
        self.connected = True
        self._outage.ends()
        for listener in self._audience:
            listener.listener_back(self._server)
        if self._of_tenants is not None:
            self._of_tenants.listener_back(self._server)

    async def _until_it_ends(self, connection: Connection) -> None:
        while True:
            try:
                await asyncio.wait_for(self._ended.wait(), BEAT_SECONDS)
            except TimeoutError:
                await self._beat()
            else:
                raise Failure("the connection has ended")

    async def _beat(self) -> None:
        """Send a notification, and hear it. Raises Failure."""
        self._beat_heard.clear()
        try:
            async with asyncio.timeout(BEAT_HEARD_SECONDS):
                other = await open_connection(self._url, name="thingbase heartbeat")
                try:
                    await other.fetch_values(statement("notify"), (self._channel, json.dumps({"beat": self._mark})))
                    await self._beat_heard.wait()
                finally:
                    other.close()
        except TimeoutError:
            raise Deaf(f"a notification was sent {BEAT_HEARD_SECONDS:g} s ago and did not come") from None

    def _hear(self, payload: str) -> None:
        try:
            message = json.loads(payload)
            if "beat" in message:
                if message["beat"] == self._mark:
                    self._beat_heard.set()
                return
            if message.get("servers"):
                if self._of_tenants is not None:
                    self._of_tenants.servers_changed()
                return
            tenant, version = message["tenant"], message.get("schemaVersion")
        except (ValueError, KeyError, TypeError, AttributeError):
            _log.warning("somebody else's words on our channel: %.100s", payload)
            return
        if message.get("left"):
            if self._of_tenants is not None:
                self._of_tenants.tenant_left(tenant)
            return
        if message.get("revoked"):
            if self._of_tenants is not None:
                self._of_tenants.tokens_revoked(self._server)
            return
        if message.get("moved"):
            if self._of_tenants is not None:
                self._of_tenants.tenant_moved(tenant, message.get("server"))
            return
        if message.get("crowded"):
            if self._of_tenants is not None:
                self._of_tenants.crowded(tenant)
            return
        if self._of_data is not None:
            if message.get("subscribed"):
                self._of_data.subscribed(tenant)
                return
            self._of_data.data_changed(tenant)  # at once: it waits for no burst to end
        if version is None:
            return
        if not self._heard:
            asyncio.get_running_loop().call_soon(self._tell)  # notifications that come together are passed on once
        self._heard[tenant] = max(version, self._heard.get(tenant, 0))

    def _tell(self) -> None:
        heard, self._heard = self._heard, {}
        for tenant, version in heard.items():
            for listener in self._audience:
                listener.schema_changed(tenant, version)
