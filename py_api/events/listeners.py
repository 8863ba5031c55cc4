"""A listener for every server that tenants live on: one that is lost costs the others nothing."""

import asyncio
import logging
from contextlib import suppress

from py_api.database.servers import Server, Servers
from py_api.errors import Failure
from py_api.events.listener import Audience, DataAudience, Listener, TenantAudience
from py_api.logs import reason

LOOK_SECONDS = 60.0  # between two looks at what servers there are, without news of them

_log = logging.getLogger("thingbase.listener")


class Listeners:
    """directory: the listener on the directory's database; it also hears of servers that come and go."""

    def __init__(
        self,
        directory_url: str,
        servers: Servers,
        audience: Audience,
        of_data: DataAudience | None = None,
        of_tenants: TenantAudience | None = None,
    ) -> None:
        self.directory = Listener(directory_url, audience, of_data, of_tenants)
        self._servers = servers
        self._audiences = (audience, of_data, of_tenants)
        self._others: dict[Server, tuple[Listener, asyncio.Task[None]]] = {}
        self._news = asyncio.Event()
        servers.changed.append(self._news.set)

    async def run(self) -> None:
        """Until it is cancelled."""
        directory = asyncio.create_task(self.directory.run())
        try:
            while True:
                try:
                    self._listen_to(await self._servers.others())
                except Failure as error:
                    _log.info("the servers could not be looked up: %s", reason(error))
                self._news.clear()
                with suppress(TimeoutError):
                    async with asyncio.timeout(LOOK_SECONDS if self.directory.connected else 1.0):
                        await self._news.wait()
        finally:
            tasks = [directory, *(task for _, task in self._others.values())]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def others_connected(self) -> set[str]:
        """The servers, besides the directory, that are listened to now."""
        return {server.name for server, (listener, _) in self._others.items() if listener.connected}

    def _listen_to(self, servers: list[Server]) -> None:
        for server in [known for known in self._others if known not in servers]:
            self._others.pop(server)[1].cancel()
        for server in servers:
            if server not in self._others:
                try:
                    url = server.url()
                except Failure as error:  # tried again at the next look
                    _log.warning("server %s is not listened to: %s", server.name, reason(error))
                    continue
                listener = Listener(url, *self._audiences, server.name)
                self._others[server] = (listener, asyncio.create_task(listener.run()))
