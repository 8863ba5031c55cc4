"""The API's way to PostgreSQL: a connection whose hot path passes JSON through as bytes."""

import asyncio
from collections.abc import Callable, Sequence
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import asyncpg
from asyncpg.prepared_stmt import PreparedStatement

from py_api import tracing
from py_api.database import hosts
from py_api.database.driver_errors import disconnected, refusal
from py_api.database.query_files import statement
from py_api.errors import DatabaseError, Failure, Unavailable
from py_api.lru import Lru

# The last is what asyncpg says of a connection whose end it has read, but not yet seen.
_ERRORS = (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, asyncpg.InternalClientError)

_BROKEN = (asyncpg.PostgresConnectionError, asyncpg.AdminShutdownError, asyncpg.CrashShutdownError)

CONNECT_SECONDS = 5.0

_OUTDATED = {"0A000", "26000"}  # a prepared statement that is of no use any more

TOOK_TOO_LONG, READ_ONLY = "57014", "25006"
NO_SUCH_USER = "08P01"  # as PgBouncer says it
CANCEL_SECONDS = 2.0  # for a statement to end that was cancelled; then its connection is closed

Codes = dict[str, tuple[str, int]]  # SQLSTATE -> code, HTTP status


class Meter:
    """How long statements have taken together, each from when it was sent until its answer was read."""

    __slots__ = ("seconds",)

    def __init__(self) -> None:
        self.seconds = 0.0


class Connection:
    """A connection of the API's, for its hot path: nothing that a caller runs may change the session's state.

    custom: its statements are planned for the values of each call. Else PostgreSQL makes, at the sixth call at the
    latest, a plan for any values where that seems no dearer: right for equalities, ruinous for ranges (of a broad range
    it seems no dearer, and a narrow one then reads the table). Planning costs a read by id 20 us of 27, so it is not
    for all; and changing it a round trip, so callers ask pools for one that is right (TenantPools.acquire).

    Values of type json are bytes both ways, passed through as they are. PostgreSQL's errors are DatabaseError, with
    thing.error_codes' code and status where they are ours; a connection that broke is Disconnected.
    meter: of its tenant, shared with the others of a pool. several: its URL names several servers.
    """

    __slots__ = (
        "_codes",
        "_commit",
        "_connection",
        "_misfits",
        "_several",
        "_statements",
        "custom",
        "meter",
        "pool",
        "seen",
        "tenant",
    )

    # What PostgreSQL 18 keeps of a statement that ran twelve times, with its generic plan, if any, as
    # pg_backend_memory_contexts tells (CachedPlanSource, CachedPlanQuery, CachedPlan): by id, 130 to 290 characters,
    # 20 to 24 KiB; a filtered list, 650 to 1,000 characters, 67 to 77 bytes each; lists in lists, 760 and 1,050
    # characters, 128 to 131 each; eighteen filtered lists, 13,300 characters, 81 each. So this is an upper bound. (The
    # process's own memory grew by up to four times as much for the last: planning used it, and malloc keeps it.)
    PREPARED_BYTES, BYTES_A_STATEMENT, BYTES_A_CHARACTER = 8 * 2**20, 8 * 2**10, 128
    STATEMENTS = 1_000
    OURS = 100  # statements of queries/, which asyncpg keeps
    MISFITS = 8  # in a row, that need no plans of their own; then it makes none any more

    def __init__(
        self, connection: asyncpg.Connection, tenant: str | None, codes: Codes, *, several: bool = False
    ) -> None:
        self._connection = connection
        self._several = several
        self._codes = codes
        self._statements: Lru[str, PreparedStatement] = Lru(self.STATEMENTS, self.PREPARED_BYTES, self._size)
        self._commit: asyncio.Future[Any] | None = None
        self.custom = False
        self._misfits = 0
        self.tenant = tenant
        self.meter = Meter()
        self.pool: Any = None  # that it belongs to (pool_queue.Pool)
        self.seen = 0  # for the pool: when it was last used, in its own ticks

    async def fetch_json(
        self, sql: str, params: Sequence[object] = (), seconds: float | None = None, *, custom: bool = False
    ) -> bytes | None:
        """The one column, of type json or JSON as text, of the one row; None where there is no row or it is null.

        custom: it is planned for these params, outside transactions.

        seconds: after these it is cancelled: DatabaseError 57014, as by a statement_timeout, and the connection is
        as good as before. (No round trip is needed for it, as for a SET.)

        Each text is prepared once a connection. (asyncpg's own cache of statements costs 5 us a call more: it allows
        for results that change their type, which these cannot.)
        """
        began = monotonic()
        try:
            if custom is not self.custom:
                await self._fit(custom)
            elif custom:
                self._misfits = 0
            prepared = self._statements.get(sql)
            if prepared is None:
                prepared = await self._prepare(sql)
            rows = await prepared.fetch(*params, timeout=seconds)
        except TimeoutError as error:
            raise await self._late(error, seconds) from error
        except _ERRORS as error:
            if getattr(error, "sqlstate", None) in _OUTDATED:
                self._statements.pop(sql)
            raise self._failure(error) from error
        finally:
            self.meter.seconds += monotonic() - began
        return _json(rows[0][0]) if rows else None

    async def fetch_json_many(self, sql: str, params: Sequence[Sequence[object]]) -> list[bytes | None]:
        """fetch_json for each of the params, sent together, of a statement that always gives one row.

        Where one is refused, all are.
        """
        began = monotonic()
        try:
            if self.custom:
                await self._fit(custom=False)
            prepared = self._statements.get(sql)
            if prepared is None:
                prepared = await self._prepare(sql)
            rows = await prepared.fetchmany(params)
        except _ERRORS as error:
            if getattr(error, "sqlstate", None) in _OUTDATED:
                self._statements.pop(sql)
            raise self._failure(error) from error
        finally:
            self.meter.seconds += monotonic() - began
        assert len(rows) == len(params), sql
        return [_json(row[0]) for row in rows]

    async def fetch_values(
        self, sql: str, params: Sequence[object] = (), seconds: float | None = None
    ) -> tuple[Any, ...] | None:
        """The first row."""
        rows = await self.fetch_rows(sql, params, seconds)
        return rows[0] if rows else None

    async def fetch_rows(
        self, sql: str, params: Sequence[object] = (), seconds: float | None = None
    ) -> list[tuple[Any, ...]]:
        """seconds: as of fetch_json."""
        began = monotonic()
        try:
            return [tuple(row) for row in await self._connection.fetch(sql, *params, timeout=seconds)]
        except TimeoutError as error:
            raise await self._late(error, seconds) from error
        except _ERRORS as error:
            raise self._failure(error) from error
        finally:
            self.meter.seconds += monotonic() - began

    async def execute(self, sql: str) -> None:
        """Run a text without parameters: begin, commit, rollback."""
        began = monotonic()
        try:
            await self._connection.execute(sql)
        except _ERRORS as error:
            raise self._failure(error) from error
        finally:
            self.meter.seconds += monotonic() - began

    async def commit(self) -> None:
        """Commit. Who waits for it may be cancelled; the commit is not."""
        self._commit = asyncio.ensure_future(self.execute("commit"))
        self._commit.add_done_callback(lambda commit: commit.cancelled() or commit.exception())
        await asyncio.shield(self._commit)

    async def settle(self) -> None:
        """After the task that used it was cancelled: returns when PostgreSQL has stopped too, and all is undone.

        (asyncpg has asked it to stop, over a connection of its own, and waits for that before another statement.)
        """
        try:
            if self._commit is not None and not self._commit.done():
                await asyncio.wait([self._commit])
            await self._connection.execute("rollback" if self._connection.is_in_transaction() else "select")
            if self._connection.is_in_transaction():
                await self._connection.execute("rollback")
        except _ERRORS as error:
            raise self._failure(error) from error

    async def _fit(self, custom: bool) -> None:
        """Before a statement for which it plans otherwise than wanted. Too many plans do no harm for a while."""
        self._misfits += 1
        if (custom or self._misfits >= self.MISFITS) and not self._connection.is_in_transaction():
            await self._connection.fetch(statement("plan_cache_mode"), "force_custom_plan" if custom else "auto")
            self.custom, self._misfits = custom, 0

    async def _prepare(self, sql: str) -> PreparedStatement:
        """Makes room first: what is let go is closed on the server just before the next one is prepared."""
        self._statements.make_room(self._size(sql))
        prepared = await self._connection.prepare(sql)
        self._statements.put(sql, prepared)
        return prepared

    @classmethod
    def _size(cls, sql: str, _prepared: object = None) -> int:
        """(One that is larger than all may be stays alone.)"""
        return min(cls.BYTES_A_STATEMENT + len(sql) * cls.BYTES_A_CHARACTER, cls.PREPARED_BYTES)

    async def _late(self, error: TimeoutError, seconds: float | None) -> Failure:
        """Of a statement that asyncpg has cancelled for its time is up. (The network's own is one of these, too.)"""
        if seconds is None:
            return self._failure(error)
        try:  # the next use waits until the cancelled one has ended; that is better done here
            await self._connection.fetch(statement("probe"), timeout=CANCEL_SECONDS)
        except (TimeoutError, *_ERRORS):
            self.close()
        return DatabaseError("the statement took too long", sqlstate=TOOK_TOO_LONG)

    def _failure(self, error: Exception) -> Failure:
        if not isinstance(error, asyncpg.PostgresError):
            if isinstance(error, ValueError):  # an argument that the statement's type cannot hold
                return DatabaseError(str(error), sqlstate="22000")
            self.close()
            return disconnected(error)
        if isinstance(error, _BROKEN):
            return disconnected(error)
        refused = refusal(error)
        if refused.sqlstate == READ_ONLY and self._several:  # another server may be the primary by now
            self.close()
        refused.code, refused.status = self._codes.get(refused.sqlstate, (None, None))
        return refused

    @property
    def usable(self) -> bool:
        return not self._connection.is_closed() and not self._connection.is_in_transaction()

    @property
    def broken(self) -> bool:
        return bool(self._connection.is_closed())

    async def listen(self, channel: str, heard: Callable[[str], None], lost: Callable[[], None]) -> None:
        """Call heard with the payload of each notification, and lost once when the connection ends."""
        self._connection.add_termination_listener(lambda _: lost())
        try:
            await self._connection.add_listener(channel, lambda _connection, _pid, _channel, payload: heard(payload))
        except _ERRORS as error:
            raise self._failure(error) from error

    def close(self) -> None:
        """At once: nothing of worth is under way."""
        self._connection.terminate()


class TracedConnection(Connection):
    """The same, with a span for each statement of a request that is recorded.

    A statement of a sampled request names its span in a comment. No other has such a text, so it is prepared for this
    once, and nothing that is prepared makes room for it. attributes: of each span.
    """

    __slots__ = ("attributes",)
    attributes: tracing.Attributes

    async def fetch_json(
        self, sql: str, params: Sequence[object] = (), seconds: float | None = None, *, custom: bool = False
    ) -> bytes | None:
        with tracing.statement(sql, self.attributes):
            return await super().fetch_json(sql + tracing.comment(), params, seconds, custom=custom)

    async def fetch_rows(
        self, sql: str, params: Sequence[object] = (), seconds: float | None = None
    ) -> list[tuple[Any, ...]]:
        with tracing.statement(sql, self.attributes):
            return await super().fetch_rows(sql, params, seconds)

    async def execute(self, sql: str) -> None:
        with tracing.statement(sql, self.attributes):
            await super().execute(sql + tracing.comment())

    async def _prepare(self, sql: str) -> PreparedStatement:
        return await (self._connection.prepare(sql) if sql.endswith(tracing.COMMENT_END) else super()._prepare(sql))


def _traced(url: str, tenant: str | None) -> dict[str, str | int]:
    """Attributes of the spans of a connection, as far as they are known beforehand."""
    parts = urlsplit(url)
    names = [name for name in (parts.path.lstrip("/"), tenant and f"tenant_{tenant}") if name]
    attributes: dict[str, str | int] = {"db.namespace": "|".join(names) or "default"}
    if parts.hostname and "," not in parts.netloc:
        attributes |= {"server.address": parts.hostname, "server.port": parts.port or 5432}
    return attributes


def _json(value: bytes | str | None) -> bytes | None:
    return value.encode() if isinstance(value, str) else value


def _identity(value: bytes) -> bytes:
    return value


def _as_bytes(value: str | bytes) -> bytes:
    return value if isinstance(value, bytes) else value.encode()


async def open_connection(
    url: str,
    tenant: str | None = None,
    codes: Codes | None = None,
    *,
    user: str | None = None,
    password: str | None = None,
    name: str = "thingbase api",
    seconds: float | None = None,
) -> Connection:
    """A connection of the API's. Errors: DatabaseError where PostgreSQL refuses the login, else Unavailable.

    What a tenant's connections write notifies no one inside its transaction: the API tells listeners after the commit.
    seconds: of a statement, at most; what the role itself has may be less.
    """
    settings = {"application_name": name, "timezone": "UTC"}
    if tenant is not None:
        settings["thing.quiet"] = "on"
    try:
        connection = await hosts.connect(
            url,
            user=user,
            password=password,
            timeout=CONNECT_SECONDS,
            statement_cache_size=Connection.OURS,
            max_cacheable_statement_size=0,
            max_cached_statement_lifetime=0,
            server_settings=settings,
        )
        try:
            # json travels as text in the binary format too, so its bytes need no conversion at all.
            await connection.set_type_codec(
                "json", schema="pg_catalog", format="binary", encoder=_as_bytes, decoder=_identity
            )
            if seconds is not None:
                await connection.fetch(statement("bound_statements"), f"{seconds * 1000:.0f}ms")
        except BaseException:  # who wanted it may have given up
            connection.terminate()
            raise
    except _BROKEN as error:
        if error.sqlstate == NO_SUCH_USER:
            raise refusal(error) from error
        raise disconnected(error) from error
    except asyncpg.PostgresError as error:
        raise refusal(error) from error
    except asyncpg.InternalClientError as error:  # (asyncpg, whose server ends the session in between)
        raise disconnected(error) from error
    except (OSError, TimeoutError, asyncpg.InterfaceError, ValueError) as error:
        raise Unavailable(f"no PostgreSQL answers: {error or type(error).__name__}", "Is it running?") from error
    codes, several = {} if codes is None else codes, hosts.several(url)
    if not tracing.is_on():
        return Connection(connection, tenant, codes, several=several)
    traced = TracedConnection(connection, tenant, codes, several=several)
    traced.attributes = _traced(url, tenant)
    return traced
