"""The API's connections: a pool for each tenant that is in use, a cap on all of them together.

A pool opens with a tenant's first request and is forgotten when its last connection has been idle for a while: a tenant
that is not in use costs nothing. (Acquire and release cost 0.8 us of CPU; in the same run asyncpg's own pool cost 40,
and 126 with its RESET.)

Who gets a place when there are too few of them: pool_queue.py.
"""

import asyncio
import os
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from time import monotonic

from py_api import tracing
from py_api.background import BackgroundTasks
from py_api.database import hosts, scram
from py_api.database.connection import Connection, open_connection
from py_api.database.pool_queue import Pool, PoolQueue, first_of
from py_api.database.query_files import statement
from py_api.database.servers import Servers
from py_api.database.tenants import Identity, Tenants
from py_api.errors import ApiError, DatabaseError, Disconnected, Failure, ShutOut, Unavailable, tenant_changed
from py_api.sqlstates import meaning

SETTLE_SECONDS = 1.0  # that a connection has, after what it did was cancelled, to be of use again
# The role, or its password, is not there yet; or it may not log in. The last two: it was dropped on the way in.
_LOGIN_REFUSED = {"28P01", "28000", "08P01", "42501", "42704"}
_TOO_MANY = {"53300"}
CROWDED_PAUSE = 0.2  # between two tries to open the first one


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
        self.several = hosts.several(admin_url)  # servers, of which one is the primary
        self._secret = secret
        self._idle_seconds = idle_seconds
        self._statement_seconds = statement_seconds
        self._queue = self.queue = PoolQueue(total, per_tenant, wait_seconds, queue, self.release)
        self._pools, self._starving, self.meter = self._queue.pools, self._queue.starving, self._queue.meter
        self.sizes, self.tenant_sizes, self.crowded = (self._queue.sizes, self._queue.tenant_sizes, self._queue.crowded)
        self._sweeper: asyncio.Task[None] | None = None
        self.servers = Servers(admin_url)
        self.admin = self.servers.directory
        self._settling = BackgroundTasks()
        self._closed = False
        self.tenants = Tenants(self.servers)
        self.tenants.left.append(self._retire)
        self.tenants.moved.append(self._retire)

    async def acquire(self, tenant: str, *, custom: bool = False) -> Connection:
        """custom: for a statement that is planned for its values; a connection that plans so, if one is idle."""
        if (pool := self._pools.get(tenant)) is not None:
            idle = pool.idle
            while idle:
                connection = idle.pop()  # the last used: the others become idle for good
                if connection.custom is not custom:
                    connection = _rather(custom, connection, idle)
                if connection.usable:
                    return connection
                self._queue.drop(pool, connection)
        return await self._acquire(tenant)

    async def fetch_json(
        self, tenant: str, sql: str, params: Sequence[object], *, custom: bool = False
    ) -> bytes | None:
        """Connection.fetch_json, on one of the tenant's."""
        connection = await self.acquire(tenant, custom=custom)
        try:
            data = await connection.fetch_json(sql, params, custom=custom)
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
        return data

    def release(self, connection: Connection) -> None:
        """Give it back. One that is broken, or was left inside a transaction, is closed."""
        pool: Pool | None = connection.pool
        if pool is None or self._closed:
            connection.close()
            return
        if pool.retired:
            self._queue.drop(pool, connection)
            return
        if not connection.usable:
            if connection.broken:  # the others may be cut off too: the next caller gets a new one
                while pool.idle:
                    self._queue.drop(pool, pool.idle.pop())
            self._queue.drop(pool, connection)
            return
        if pool.size > pool.most:
            self._queue.drop(pool, connection)
            return
        connection.seen = self._queue.tick
        if pool.waiting or self._starving:
            self._queue.hand_on(pool, connection)
        else:
            pool.idle.append(connection)

    @asynccontextmanager
    async def connection(self, tenant: str, *, custom: bool = False) -> AsyncIterator[Connection]:
        connection = await self.acquire(tenant, custom=custom)
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
        pool: Pool | None = connection.pool
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

    async def close(self) -> None:
        """Close what is idle now, and what is in use when it is released."""
        self._closed = True
        if self._sweeper is not None:
            self._sweeper.cancel()
        self.servers.close()
        for pool in self._pools.values():
            for connection in pool.idle:
                connection.close()
        self._pools.clear()

    # --- growing, waiting -----------------------------------------------------------------------------------------

    async def _acquire(self, tenant: str) -> Connection:
        if self._closed:
            raise Unavailable("the server is shutting down")
        if self._sweeper is None:
            self._sweeper = asyncio.create_task(self._sweep())
        pool = self._queue.pool(tenant)
        with tracing.step("wait for a connection"):
            return await (self._grow(pool) if self._queue.take(pool) else self._wait(pool))

    async def _wait(self, pool: Pool) -> Connection:
        connection = await self._queue.wait(pool)
        return await self._grow(pool) if connection is None else connection

    async def _grow(self, pool: Pool) -> Connection:
        """A new connection for a place that is counted already. The place is given back where opening fails."""
        try:
            return await _opened(pool, self._open, self.admin, self._queue.wait_seconds)
        except DatabaseError as error:
            if error.sqlstate in _TOO_MANY and pool.size > 1:  # the server's limits are below ours: wait for another
                self._queue.untake(pool)
                return await self._wait(pool)
            self._queue.gone(pool)
            raise _refused(error) from error
        except BaseException as error:
            self._queue.gone(pool)
            if isinstance(error, Disconnected):
                error.undone = True
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
        async with self.servers.admin(identity.server) as admin:
            verifier = scram.verifier(self._secret, identity.id)
            await admin.fetch_values(statement("api_login"), (pool.tenant, verifier, identity.id))
        return await self._login(pool, identity)

    async def _login(self, pool: Pool, identity: Identity) -> Connection:
        def login(url: str) -> Awaitable[Connection]:
            return open_connection(
                url,
                pool.tenant,
                self.servers.codes,
                user=identity.role,
                password=scram.password(self._secret, identity.id),
                name=f"thingbase api {pool.tenant} {os.getpid()}"[:63],
                seconds=self._statement_seconds,
            )

        connection = await self.servers.opening(identity.server, login)
        if pool.retired:
            connection.close()
            raise tenant_changed()
        connection.pool, connection.meter = pool, pool.meter
        return connection

    # --- what is cut short ----------------------------------------------------------------------------------------

    def _abandon(self, connection: Connection) -> None:
        """Its user was cancelled: it is given back when PostgreSQL has stopped what it did, or closed."""
        if connection.broken or self._closed:  # a task that starts now would outlive the loop
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
        """The tenant has left: its pool is not used any more, also not for the next tenant of that slug."""
        pool = self._pools.pop(slug, None)
        if pool is None:
            return
        pool.retired = True
        self._starving.pop(pool, None)
        while (first := first_of(pool.waiting)) is not None:
            pool.waiting.popleft()
            first.future.set_exception(tenant_changed())
        while pool.idle:
            self._queue.drop(pool, pool.idle.pop())

    async def _sweep(self) -> None:
        """Closes connections that were idle for idle_seconds."""
        ticks = 4
        while True:
            await asyncio.sleep(self._idle_seconds / ticks)
            self._queue.tick += 1
            for pool in list(self._pools.values()):
                while pool.idle and (self._queue.tick - pool.idle[0].seen > ticks or not pool.idle[0].usable):
                    self._queue.drop(pool, pool.idle.popleft())


async def _opened(
    pool: Pool,
    attempt: Callable[[Pool], Awaitable[Connection]],
    admin: Callable[[], AbstractAsyncContextManager[Connection]],
    seconds: float,
) -> Connection:
    """The first one waits for what other processes have of the role's connections, and asks them for some."""
    until = monotonic() + seconds
    while True:
        try:
            return await attempt(pool)
        except DatabaseError as error:
            if error.sqlstate not in _TOO_MANY or pool.size > 1 or monotonic() > until:
                raise
        async with admin() as asking:
            await asking.fetch_values(statement("crowded"), (pool.tenant,))
        await asyncio.sleep(CROWDED_PAUSE)


def _rather(custom: bool, connection: Connection, idle: deque[Connection]) -> Connection:
    """The one used last of those that plan as wanted, if there is one; then `connection` is idle again."""
    for other in reversed(idle):
        if other.custom is custom:
            idle.remove(other)
            idle.append(connection)
            return other
    return connection


def _refused(error: DatabaseError) -> Failure:
    """A refusal of the login, as a client may see it."""
    if (known := meaning(error.sqlstate, error.message)) is not None and error.sqlstate not in _LOGIN_REFUSED:
        return ApiError(known.message, known.code, known.status, hint=known.hint)
    if error.code is not None:
        return ApiError(error.message, error.code, error.status or 500)
    return Unavailable(f"PostgreSQL refused the connection: {error.message}")
