"""A few connections as the admin, whom the API logs in as beside the tenants."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from py_api.database.connection import Codes, Connection
from py_api.database.query_files import statement

MOST = 4


class AdminConnections:
    """open_admin: makes one. codes: thing.error_codes, read with the first connection."""

    def __init__(self, open_admin: Callable[[], Awaitable[Connection]], codes: Codes) -> None:
        self.codes = codes
        self._open = open_admin
        self._idle: deque[Connection] = deque()
        self._slots = asyncio.Semaphore(MOST)
        self._closed = False

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        """One of them, for as long as the block runs."""
        async with self._slots:
            connection = None
            while self._idle and (connection is None or not connection.usable):
                connection = self._idle.pop()
            if connection is None or not connection.usable:
                connection = await self._open()
            try:
                if not self.codes:
                    rows = await connection.fetch_rows(statement("error_codes"))
                    self.codes.update({state: (code, status) for state, code, status in rows})
                yield connection
            except asyncio.CancelledError:
                connection.close()
                raise
            finally:
                if connection.usable and not self._closed:
                    self._idle.append(connection)
                else:
                    connection.close()

    def close(self) -> None:
        """Close what is idle now, and what is in use when it is given back."""
        self._closed = True
        for connection in self._idle:
            connection.close()
        self._idle.clear()
