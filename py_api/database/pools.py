"""The API's connections: a pool for each tenant that is in use, a cap on all of them together.

A pool opens with a tenant's first request and is forgotten when its last connection has been idle for a while: a tenant
that is not in use costs nothing. (Acquire and release cost 0.8 us of CPU; in the same run asyncpg's own pool cost 40,
and 126 with its RESET.)

How the places are shared: a tenant may open one more connection while it has no more than there are places free, so
that some are left for those who come later. When no place is free, what a tenant gives back goes to the one that waits
and has the fewest; the last connection of a tenant goes to one that has none only where nobody has more than one.
"""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from py_api.background import BackgroundTasks
from py_api.database import scram
from py_api.database.connection import Codes, Connection, open_connection
from py_api.database.statements import statement
from py_api.database.tenants import Identity, Tenants
from py_api.errors import ApiError, DatabaseError, Disconnected, Failure, ShutOut, Unavailable, tenant_changed
from py_api.sqlstates import meaning

ADMIN_CONNECTIONS = 4
SETTLE_SECONDS = 1.0  # that a connection has, after what it did was cancelled, to be of use again
_LOGIN_REFUSED = {"28P01", "28000", "08P01"}  # the role, or its password, is not there yet; or it may not log in
_TOO_MANY = {"53300"}


class _Waiting:
    """A request in a queue: the future gets a connection, or None for the right to open one."""

    __slots__ = ("future", "since")

    def __init__(self) -> None:
        self.future: asyncio.Future[Connection | None] = asyncio.get_running_loop().create_future()
        self.since = time.monotonic()


class Pool:
    """A tenant's connections: of the tenant itself, not of whoever has its slug. retired: the tenant has left."""

    __slots__ = ("identity", "idle", "patience", "retired", "size", "tenant", "waiting")

    def __init__(self, tenant: str) -> None:
        self.tenant = tenant
        self.identity: Identity | None = None  # known once the first connection is being opened
        self.retired = False
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
        self,
        admin_url: str,
        secret: bytes,
        *,
        per_tenant: int,
        total: int,
        idle_seconds: float,
        wait_seconds: float = 5.0,
        queue: int = 1_024,
        statement_seconds: float = 5.0,
    ) -> None:
        self._url = admin_url
        self._secret = secret
        self._per_tenant = per_tenant
        self._total = total
        self._idle_seconds = idle_seconds
        self._wait_seconds = wait_seconds
        self._queue = queue
        self._statement_seconds = statement_seconds
        self._pools: dict[str, Pool] = {}
        self._starving: dict[Pool, None] = {}  # in which somebody waits for a place; or waited
        self._size = 0
        self._tick = 0
        self._sweeper: asyncio.Task[None] | None = None
        self._codes: Codes = {}
        self._admins: deque[Connection] = deque()
        self._admin_slots = asyncio.Semaphore(ADMIN_CONNECTIONS)
        self._settling = BackgroundTasks()
        self._closed = False
        self.tenants = Tenants(self.admin)
        self.tenants.left.append(self._retire)

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
            found = await connection.fetch_json(sql, params)
        except asyncio.CancelledError:
            self._abandon(connection)
            raise
        except Disconnected as error:
            self.release(connection)
            raise await self._why(connection, error) from error
        except BaseException:
            self.release(connection)
            raise
        self.release(connection)
        return found

    def release(self, connection: Connection) -> None:
        """Give it back. One that is broken, or was left inside a transaction, is closed."""
        pool = connection.pool
        if pool is None or self._closed:
            connection.close()
            return
        if pool.retired:
            self._drop(pool, connection)
            return
        if not connection.usable:
            if connection.broken:  # what cut it off may have cut off the others: whoever asks again gets a new one
                while pool.idle:
                    self._drop(pool, pool.idle.pop())
            self._drop(pool, connection)
            return
        connection.seen = self._tick
        if pool.waiting or self._starving:
            self._hand_on(pool, connection)
        else:
            pool.idle.append(connection)

    @asynccontextmanager
    async def connection(self, tenant: str) -> AsyncIterator[Connection]:
        connection = await self.acquire(tenant)
        try:
            yield connection
        except asyncio.CancelledError:
            self._abandon(connection)
            raise
        except Disconnected as error:
            self.release(connection)
            raise await self._why(connection, error) from error
        except BaseException:
            self.release(connection)
            raise
        self.release(connection)

    async def has_left(self, tenant: str) -> bool:
        """Whether it was suspended, renamed or dropped since it was last looked at, or is just now."""
        identity = self.tenants.known.get(tenant)
        return identity is None or await self.tenants.has_left(identity)

    async def _why(self, connection: Connection, error: Disconnected) -> Disconnected:
        """Of a connection that broke: ShutOut, where that is why."""
        pool = connection.pool
        if pool is None or pool.identity is None:
            return error
        if pool.retired or await self.tenants.has_left(pool.identity):
            return ShutOut(error.message)
        return error

    async def prove(self, tenant: str) -> None:
        """A round trip, for answers that need no statement: raises where the tenant has been shut out."""
        try:
            async with self.connection(tenant) as connection:
                await connection.execute("select")
        except Disconnected:
            async with self.connection(tenant) as connection:
                await connection.execute("select")

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
            pool = self._pools[tenant] = Pool(tenant)
        if pool.size < self._per_tenant:
            free = self._total - self._size
            if 0 < free >= pool.size or self._evict(pool):
                pool.size += 1
                self._size += 1
                return await self._grow(pool)
            self._starving[pool] = None
        return await self._wait(pool)

    async def _grow(self, pool: Pool) -> Connection:
        """A new connection for a place that is counted already; given back if there is none to be had."""
        try:
            return await self._open(pool)
        except DatabaseError as error:
            if error.sqlstate in _TOO_MANY and pool.size > 1:  # the server's limits are below ours: wait for another
                pool.size -= 1
                self._size -= 1
                return await self._wait(pool)
            self._gone(pool)
            raise _refused(error) from error
        except BaseException:
            self._gone(pool)
            raise

    async def _open(self, pool: Pool) -> Connection:
        identity = pool.identity
        if identity is None:
            identity = pool.identity = await self.tenants.find(pool.tenant)
        try:
            return await self._login(pool, identity)
        except DatabaseError as error:
            if error.sqlstate not in _LOGIN_REFUSED:
                raise
        if (await self.tenants.look(pool.tenant)).id != identity.id or pool.retired:
            raise tenant_changed()
        async with self.admin() as admin:
            verifier = scram.verifier(self._secret, identity.id)
            await admin.fetch_values(statement("api_login"), (pool.tenant, verifier, identity.id))
        return await self._login(pool, identity)

    async def _login(self, pool: Pool, identity: Identity) -> Connection:
        connection = await open_connection(
            self._url, pool.tenant, self._codes, user=identity.role,
            password=scram.password(self._secret, identity.id), seconds=self._statement_seconds,
        )  # fmt: skip
        if pool.retired:
            connection.close()
            raise tenant_changed()
        connection.pool = pool
        return connection

    async def _wait(self, pool: Pool) -> Connection:
        if pool.retired:
            raise tenant_changed()
        if len(pool.waiting) >= self._queue:
            raise _busy()
        waiting = _Waiting()
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

    def _be_patient(self, pool: Pool, seconds: float) -> None:
        """One timer for all that wait for a pool: they stand in order of age, so it is always for the first."""
        pool.patience = asyncio.get_running_loop().call_later(seconds, self._lose_patience, pool)

    def _lose_patience(self, pool: Pool) -> None:
        pool.patience = None
        now = time.monotonic()
        while (first := _first(pool.waiting)) is not None:
            left = first.since + self._wait_seconds - now
            if left > 0:
                return self._be_patient(pool, left)
            pool.waiting.popleft()
            first.future.set_exception(_busy())
        return None

    def _hand_on(self, pool: Pool, connection: Connection) -> None:
        """To the poorest that waits for a place; else to who has waited longest for one of this pool's."""
        own = _first(pool.waiting)
        poorest = self._poorest()
        if poorest is not None and poorest is not pool and self._yields(pool, own, poorest):
            self._close(pool, connection)
            self._grant(poorest)
        elif own is not None:
            pool.waiting.popleft()
            own.future.set_result(connection)
        else:
            pool.idle.append(connection)

    def _poorest(self) -> Pool | None:
        """Of the pools in which somebody waits for a place, the one with the fewest; of equals, who waits longest."""
        best, rank = None, (0, 0.0)
        for pool in list(self._starving):
            first = _first(pool.waiting)
            if first is None or pool.size >= self._per_tenant:
                del self._starving[pool]
            elif best is None or (pool.size, first.since) < rank:
                best, rank = pool, (pool.size, first.since)
        return best

    def _yields(self, pool: Pool, own: _Waiting | None, poorest: Pool) -> bool:
        """Does a place of this pool, which is free at the moment, go to that one?"""
        if pool.size > 1:
            return poorest.size + 1 < pool.size or (own is None and poorest.size < pool.size)
        if poorest.size > 0 or any(other.size > 1 for other in self._pools.values()):
            return False  # the last one is kept
        return own is None or poorest.waiting[0].since < own.since

    def _return(self, pool: Pool, connection: Connection | None) -> None:
        if connection is None:
            self._gone(pool)
        else:
            self.release(connection)

    def _drop(self, pool: Pool, connection: Connection) -> None:
        connection.close()
        self._gone(pool)

    def _close(self, pool: Pool, connection: Connection) -> None:
        connection.close()
        pool.size -= 1
        self._size -= 1

    def _gone(self, pool: Pool) -> None:
        """A place is free: it goes to the poorest that waits, else to nobody."""
        pool.size -= 1
        self._size -= 1
        if pool.waiting:
            self._starving[pool] = None
        poorest = self._poorest()
        if poorest is not None and poorest.size <= self._total - self._size:
            self._grant(poorest)
        self._forget(pool)

    def _forget(self, pool: Pool) -> None:
        if pool.size == 0 and _first(pool.waiting) is None and self._pools.get(pool.tenant) is pool:
            del self._pools[pool.tenant]

    def _grant(self, pool: Pool) -> None:
        """The right to open one, to the first that waits there."""
        pool.size += 1
        self._size += 1
        self._pools.setdefault(pool.tenant, pool)
        pool.waiting.popleft().future.set_result(None)

    def _evict(self, pool: Pool) -> bool:
        """Make a place, where none is free: close the connection that has been idle longest, of another tenant.

        The last one of a tenant only where it has not been used for a while, or, where all have but one, for a tenant
        that has none.
        """
        if self._size < self._total:
            return False
        others = [other for other in self._pools.values() if other is not pool and other.idle]
        rich = [other for other in others if other.size > max(pool.size, 1)]
        lasts = [other for other in others if other.size == 1 and self._tick - other.idle[0].seen > 1]
        if not rich and not lasts and pool.size == 0 and all(other.size <= 1 for other in self._pools.values()):
            lasts = others
        oldest = min(rich or lasts, key=lambda other: other.idle[0].seen, default=None)
        if oldest is None:
            return False
        self._close(oldest, oldest.idle.popleft())
        self._forget(oldest)
        return True

    # --- what is cut short ----------------------------------------------------------------------------------------

    def _abandon(self, connection: Connection) -> None:
        """Its user was cancelled: it is given back when PostgreSQL has stopped what it did, or closed."""
        if connection.broken:
            self.release(connection)
            return
        self._settling.start(self._settle(connection))

    async def _settle(self, connection: Connection) -> None:
        try:
            async with asyncio.timeout(SETTLE_SECONDS):
                await connection.settle()
        except (TimeoutError, Failure):
            connection.close()
        except asyncio.CancelledError:
            connection.close()
            raise
        finally:
            self.release(connection)

    def _retire(self, slug: str) -> None:
        """The tenant has left: nothing of its pool is used any more, whoever has the slug next."""
        pool = self._pools.pop(slug, None)
        if pool is None:
            return
        pool.retired = True
        self._starving.pop(pool, None)
        while (first := _first(pool.waiting)) is not None:
            pool.waiting.popleft()
            first.future.set_exception(tenant_changed())
        while pool.idle:
            self._drop(pool, pool.idle.pop())

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
    return ApiError("this tenant has too many requests in progress", "TENANT_BUSY", 503)


def _refused(error: DatabaseError) -> Failure:
    """A refusal of the login, as a client may see it."""
    if (known := meaning(error.sqlstate, error.message)) is not None and error.sqlstate not in _LOGIN_REFUSED:
        return ApiError(known.message, known.code, known.status, hint=known.hint)
    if error.code is not None:
        return ApiError(error.message, error.code, error.status or 500)
    return Unavailable(f"PostgreSQL refused the connection: {error.message}")
