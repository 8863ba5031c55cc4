"""The API's connections: a pool for each tenant that is in use, a cap on all of them together.

A pool opens with a tenant's first request and is forgotten when its last connection has been idle for a while: a tenant
that is not in use costs nothing. (Acquire and release cost 0.8 us of CPU; in the same run asyncpg's own pool cost 40,
and 126 with its RESET.)
"""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from py_api.database import scram
from py_api.database.connection import Codes, Connection, open_connection
from py_api.database.statements import statement
from py_api.errors import ApiError, Failure, Refused, Unavailable
from py_api.sqlstates import meaning

ADMIN_CONNECTIONS = 4
_LOGIN_REFUSED = {"28P01", "28000", "08P01"}  # the role, or its password, is not there yet; or it may not log in
_TOO_MANY = {"53300"}


class _Waiting:
    """A request in a queue: the future gets a connection, or None for the right to open one."""

    __slots__ = ("future", "since")

    def __init__(self) -> None:
        self.future: asyncio.Future[Connection | None] = asyncio.get_running_loop().create_future()
        self.since = time.monotonic()


class _Pool:
    __slots__ = ("idle", "patience", "role", "size", "tenant", "waiting")

    def __init__(self, tenant: str) -> None:
        self.tenant = tenant
        self.role: str | None = None  # known once the first connection has been opened
        self.size = 0  # connections there are or are being opened
        self.idle: deque[Connection] = deque()
        self.waiting: deque[_Waiting] = deque()
        self.patience: asyncio.TimerHandle | None = None  # ends when the first of them has waited too long


class TenantPools:
    """Connections of tenants' API roles, and a few of the admin's.

    Errors of acquire: ApiError UNKNOWN_TENANT 404, TENANT_SUSPENDED 403, TENANT_BUSY 503; Unavailable where no server
    answers. Not safe for threads.
    """

    def __init__(
        self, admin_url: str, secret: bytes, *, per_tenant: int, total: int, idle_seconds: float,
        wait_seconds: float = 5.0, queue: int = 1_024,
    ) -> None:  # fmt: skip
        self._url = admin_url
        self._secret = secret
        self._per_tenant = per_tenant
        self._total = total
        self._idle_seconds = idle_seconds
        self._wait_seconds = wait_seconds
        self._queue = queue
        self._pools: dict[str, _Pool] = {}
        self._starved: deque[tuple[_Pool, _Waiting]] = deque()  # may open one as to their pool, but the cap is reached
        self._size = 0
        self._tick = 0
        self._sweeper: asyncio.Task[None] | None = None
        self._codes: Codes = {}
        self._admins: deque[Connection] = deque()
        self._admin_slots = asyncio.Semaphore(ADMIN_CONNECTIONS)
        self._closed = False

    async def acquire(self, tenant: str) -> Connection:
        pool = self._pools.get(tenant)
        if pool is not None:
            idle = pool.idle
            while idle:
                connection = idle.pop()  # the last used: the others become idle for good
                if connection.usable:
                    return connection
                self._drop(pool, connection)
        return await self._acquire(tenant)

    async def fetch_json(self, tenant: str, sql: str, params: Sequence[object]) -> bytes | None:
        """Connection.fetch_json, on one of the tenant's."""
        connection = await self.acquire(tenant)
        try:
            return await connection.fetch_json(sql, params)
        finally:
            self.release(connection)

    def release(self, connection: Connection) -> None:
        """Give it back. One that is broken, or was left inside a transaction, is closed."""
        pool = self._pools.get(connection.tenant or "")
        if pool is None or self._closed:
            connection.close()
            return
        if not connection.usable:
            if connection.broken:  # what cut it off may have cut off the others: whoever asks again gets a new one
                while pool.idle:
                    self._drop(pool, pool.idle.pop())
            self._drop(pool, connection)
            return
        connection.seen = self._tick
        if pool.waiting or self._starved:
            self._hand_on(pool, connection)
        else:
            pool.idle.append(connection)

    @asynccontextmanager
    async def connection(self, tenant: str) -> AsyncIterator[Connection]:
        connection = await self.acquire(tenant)
        try:
            yield connection
        except asyncio.CancelledError:
            connection.close()  # what it was doing may still go on
            raise
        finally:
            self.release(connection)

    @asynccontextmanager
    async def admin(self) -> AsyncIterator[Connection]:
        """One of the admin's connections, for as long as the block runs."""
        async with self._admin_slots:
            connection = None
            while self._admins and (connection is None or not connection.usable):
                connection = self._admins.pop()
            if connection is None or not connection.usable:
                connection = await open_connection(self._url, None, self._codes)
            try:
                if not self._codes:
                    rows = await connection.fetch_rows(statement("error_codes"))
                    self._codes.update({state: (code, status) for state, code, status in rows})
                yield connection
            except asyncio.CancelledError:
                connection.close()
                raise
            finally:
                if connection.usable and not self._closed:
                    self._admins.append(connection)
                else:
                    connection.close()

    async def close(self) -> None:
        """Close what is idle now, and what is in use when it is released."""
        self._closed = True
        if self._sweeper is not None:
            self._sweeper.cancel()
        for connection in [*self._admins, *(c for pool in self._pools.values() for c in pool.idle)]:
            connection.close()
        self._admins.clear()
        self._pools.clear()

    def sizes(self) -> dict[str, int]:
        """For metrics: tenants with a pool, connections, idle ones, requests that wait."""
        pools = self._pools.values()
        return {
            "tenants": len(self._pools),
            "connections": self._size,
            "idle": sum(len(pool.idle) for pool in pools),
            "waiting": sum(len(pool.waiting) for pool in pools),
        }

    # --- growing, waiting -----------------------------------------------------------------------------------------

    async def _acquire(self, tenant: str) -> Connection:
        if self._closed:
            raise Unavailable("the server is shutting down")
        if self._sweeper is None:
            self._sweeper = asyncio.create_task(self._sweep())
        pool = self._pools.get(tenant)
        if pool is None:
            pool = self._pools[tenant] = _Pool(tenant)
        if pool.size < self._per_tenant:
            if self._size < self._total or self._evict(pool):
                pool.size += 1
                self._size += 1
                return await self._grow(pool)
            return await self._wait(pool, starved=True)
        return await self._wait(pool)

    async def _grow(self, pool: _Pool) -> Connection:
        """A new connection for a place that is counted already; given back if there is none to be had."""
        try:
            return await self._open(pool)
        except Refused as error:
            if error.sqlstate in _TOO_MANY and pool.size > 1:  # the server's limits are below ours: wait for another
                pool.size -= 1
                self._size -= 1
                return await self._wait(pool)
            self._gone(pool)
            raise _refused(error) from error
        except BaseException:
            self._gone(pool)
            raise

    async def _open(self, pool: _Pool) -> Connection:
        if pool.role is None:
            pool.role = await self._role(pool.tenant)
        role = pool.role
        password = scram.password(self._secret, role)
        try:
            return await open_connection(self._url, pool.tenant, self._codes, user=role, password=password)
        except Refused as error:
            if error.sqlstate not in _LOGIN_REFUSED:
                raise
        pool.role = None  # it may have been renamed meanwhile
        async with self.admin() as admin:
            found = await admin.fetch_values(
                statement("api_login"), (pool.tenant, scram.verifier(self._secret, role))
            )  # fmt: skip
        pool.role = str(found[0]) if found else role
        return await open_connection(self._url, pool.tenant, self._codes, user=role, password=password)

    async def _role(self, tenant: str) -> str:
        async with self.admin() as admin:
            found = await admin.fetch_values(statement("api_role"), (tenant,))
        if found is None:
            raise ApiError("there is no such tenant", "UNKNOWN_TENANT", 404)
        role, suspended = found
        if suspended:
            raise ApiError("the tenant is suspended", "TENANT_SUSPENDED", 403)
        return str(role)

    async def _wait(self, pool: _Pool, *, starved: bool = False) -> Connection:
        if len(pool.waiting) >= self._queue:
            raise _busy()
        waiting = _Waiting()
        if starved:
            self._starved.append((pool, waiting))
        pool.waiting.append(waiting)
        if pool.patience is None:
            self._be_patient(pool, self._wait_seconds)
        future = waiting.future
        try:
            connection = await future
        except BaseException:
            if future.done() and not (future.cancelled() or future.exception()):
                self._return(pool, future.result())  # served in the moment that it gave up
            self._forget(pool)
            raise
        return await self._grow(pool) if connection is None else connection

    def _be_patient(self, pool: _Pool, seconds: float) -> None:
        """One timer for all that wait for a pool: they stand in order of age, so it is always for the first."""
        pool.patience = asyncio.get_running_loop().call_later(seconds, self._lose_patience, pool)

    def _lose_patience(self, pool: _Pool) -> None:
        pool.patience = None
        now = time.monotonic()
        while (first := _first(pool.waiting)) is not None:
            left = first.since + self._wait_seconds - now
            if left > 0:
                return self._be_patient(pool, left)
            pool.waiting.popleft()
            first.future.set_exception(_busy())
        return None

    def _hand_on(self, pool: _Pool, connection: Connection) -> None:
        """To who has waited longest: for a connection of this pool, or for any place at all."""
        own = _first(pool.waiting)
        while self._starved and self._starved[0][1].future.done():
            self._starved.popleft()
        if self._starved and (own is None or self._starved[0][1].since < own.since) and self._starved[0][0] is not pool:
            self._drop(pool, connection)  # which serves the starved one
        elif own is not None:
            pool.waiting.popleft()
            own.future.set_result(connection)
        else:
            pool.idle.append(connection)

    def _return(self, pool: _Pool, connection: Connection | None) -> None:
        if connection is None:
            self._gone(pool)
        else:
            self.release(connection)

    def _drop(self, pool: _Pool, connection: Connection) -> None:
        connection.close()
        self._gone(pool)

    def _gone(self, pool: _Pool) -> None:
        """A place is free: it goes to who waits, else to nobody."""
        pool.size -= 1
        self._size -= 1
        while self._starved:
            other, waiting = self._starved.popleft()
            if not waiting.future.done() and other.size < self._per_tenant:
                return self._grant(other, waiting)
        own = _first(pool.waiting)
        if own is not None:
            pool.waiting.popleft()
            return self._grant(pool, own)
        self._forget(pool)
        return None

    def _forget(self, pool: _Pool) -> None:
        if pool.size == 0 and _first(pool.waiting) is None and self._pools.get(pool.tenant) is pool:
            del self._pools[pool.tenant]

    def _grant(self, pool: _Pool, waiting: _Waiting) -> None:
        pool.size += 1
        self._size += 1
        self._pools.setdefault(pool.tenant, pool)
        waiting.future.set_result(None)

    def _evict(self, pool: _Pool) -> bool:
        """Close the connection that has been idle longest, of another tenant."""
        others = (other for other in self._pools.values() if other is not pool and other.idle)
        oldest = min(others, key=lambda other: other.idle[0].seen, default=None)
        if oldest is None:
            return False
        self._drop(oldest, oldest.idle.popleft())
        return self._size < self._total

    async def _sweep(self) -> None:
        """Close what nobody has used for idle_seconds."""
        ticks = 4
        while True:
            await asyncio.sleep(self._idle_seconds / ticks)
            self._tick += 1
            for pool in list(self._pools.values()):
                while pool.idle and (self._tick - pool.idle[0].seen > ticks or not pool.idle[0].usable):
                    self._drop(pool, pool.idle.popleft())


def _first(waiting: deque[_Waiting]) -> _Waiting | None:
    while waiting and waiting[0].future.done():
        waiting.popleft()
    return waiting[0] if waiting else None


def _busy() -> ApiError:
    return ApiError("too many requests of this tenant are under way", "TENANT_BUSY", 503)


def _refused(error: Refused) -> Failure:
    """A refusal of the login, as a client may see it."""
    if (known := meaning(error.sqlstate, error.message)) is not None and error.sqlstate not in _LOGIN_REFUSED:
        return ApiError(known.message, known.code, known.status, hint=known.hint)
    if error.code is not None:
        return ApiError(error.message, error.code, error.status or 500)
    return Unavailable(f"PostgreSQL refused the connection: {error.message}")
