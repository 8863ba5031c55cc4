"""The API's way to PostgreSQL: a connection whose hot path passes JSON through as bytes."""

from collections.abc import Callable, Sequence
from typing import Any

import asyncpg
from asyncpg.prepared_stmt import PreparedStatement

from py_api.database.failures import disconnected, refusal
from py_api.database.statements import statement
from py_api.errors import Failure, Refused, Unavailable

# The last is what asyncpg says of a connection whose end it has read, but not yet seen.
_ERRORS = (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, asyncpg.InternalClientError)

_OUTDATED = {"0A000", "26000"}  # a prepared statement that is of no use any more

TOOK_TOO_LONG = "57014"
CANCEL_SECONDS = 2.0  # for a statement to end that was cancelled; then its connection is closed

Codes = dict[str, tuple[str, int]]  # SQLSTATE -> code, HTTP status


class Connection:
    """A connection of the API's, for its hot path: nothing that a caller runs may change the session's state.

    Values of type json are bytes both ways, passed through as they are. PostgreSQL's errors are Refused, with
    thing.error_codes' code and status where they are ours; a connection that broke is Disconnected.
    """

    __slots__ = ("_codes", "_connection", "_statements", "seen", "tenant")

    STATEMENTS = 1_000

    def __init__(self, connection: asyncpg.Connection, tenant: str | None, codes: Codes) -> None:
        self._connection = connection
        self._codes = codes
        self._statements: dict[str, PreparedStatement] = {}
        self.tenant = tenant
        self.seen = 0  # for the pool: when it was last used, in its own ticks

    async def fetch_json(self, sql: str, params: Sequence[object] = (), seconds: float | None = None) -> bytes | None:
        """The one column, of type json, of the one row; None where there is no row or it is null.

        seconds: after these it is cancelled: Refused 57014, as by a statement_timeout, and the connection is
        as good as before. (No round trip is needed for it, as for a SET.)

        Each text is prepared once a connection. (asyncpg's own cache of statements costs 5 us a call more: it allows
        for results that change their type, which json cannot.)
        """
        try:
            prepared = self._statements.get(sql)
            if prepared is None:
                prepared = await self._prepare(sql)
            rows = await prepared.fetch(*params, timeout=seconds)
        except TimeoutError as error:
            raise await self._late(error, seconds) from error
        except _ERRORS as error:
            if getattr(error, "sqlstate", None) in _OUTDATED:
                self._statements.pop(sql, None)
            raise self._failure(error) from error
        return rows[0][0] if rows else None

    async def fetch_json_many(self, sql: str, params: Sequence[Sequence[object]]) -> list[bytes | None]:
        """fetch_json for each of the params, sent together, of a statement that always gives one row.

        Where one is refused, all are.
        """
        try:
            prepared = self._statements.get(sql)
            if prepared is None:
                prepared = await self._prepare(sql)
            rows = await prepared.fetchmany(params)
        except _ERRORS as error:
            if getattr(error, "sqlstate", None) in _OUTDATED:
                self._statements.pop(sql, None)
            raise self._failure(error) from error
        assert len(rows) == len(params), sql
        return [row[0] for row in rows]

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
        try:
            return [tuple(row) for row in await self._connection.fetch(sql, *params, timeout=seconds)]
        except TimeoutError as error:
            raise await self._late(error, seconds) from error
        except _ERRORS as error:
            raise self._failure(error) from error

    async def execute(self, sql: str) -> None:
        """Run a text without parameters: begin, commit, rollback."""
        try:
            await self._connection.execute(sql)
        except _ERRORS as error:
            raise self._failure(error) from error

    async def _prepare(self, sql: str) -> PreparedStatement:
        if len(self._statements) >= self.STATEMENTS:
            del self._statements[next(iter(self._statements))]  # the oldest; the server forgets it with the next one
        prepared = self._statements[sql] = await self._connection.prepare(sql)
        return prepared

    async def _late(self, error: TimeoutError, seconds: float | None) -> Failure:
        """Of a statement that asyncpg has cancelled for its time is up. (The network's own is one of these, too.)"""
        if seconds is None:
            return self._failure(error)
        try:  # the next use waits until the cancelled one has ended; that is better done here
            await self._connection.fetch(statement("probe"), timeout=CANCEL_SECONDS)
        except (TimeoutError, *_ERRORS):
            self.close()
        return Refused("the statement took too long", sqlstate=TOOK_TOO_LONG)

    def _failure(self, error: Exception) -> Failure:
        if not isinstance(error, asyncpg.PostgresError):
            if isinstance(error, ValueError):  # an argument that the statement's type cannot hold
                return Refused(str(error), sqlstate="22000")
            self.close()
            return disconnected(error)
        if isinstance(error, asyncpg.PostgresConnectionError | asyncpg.AdminShutdownError | asyncpg.CrashShutdownError):
            return disconnected(error)
        refused = refusal(error)
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


def _identity(value: bytes) -> bytes:
    return value


def _as_bytes(value: str | bytes) -> bytes:
    return value if isinstance(value, bytes) else value.encode()


async def open_connection(
    url: str, tenant: str | None = None, codes: Codes | None = None, *, user: str | None = None,
    password: str | None = None, name: str = "thingbase api",
) -> Connection:  # fmt: skip
    """A connection of the API's. Errors: Refused where PostgreSQL refuses the login, else Unavailable.

    What a tenant's connections write notifies nobody inside its transaction: the API tells listeners after the commit.
    """
    settings = {"application_name": name, "timezone": "UTC"}
    if tenant is not None:
        settings["thing.quiet"] = "on"
    try:
        connection = await asyncpg.connect(
            url, user=user, password=password, timeout=15, statement_cache_size=Connection.STATEMENTS,
            max_cacheable_statement_size=0, max_cached_statement_lifetime=0,
            server_settings=settings,
        )  # fmt: skip
        # json travels as text in the binary format too, so its bytes need no conversion at all.
        await connection.set_type_codec(
            "json", schema="pg_catalog", format="binary", encoder=_as_bytes, decoder=_identity
        )
    except asyncpg.PostgresError as error:
        raise refusal(error) from error
    except (OSError, TimeoutError, asyncpg.InterfaceError, ValueError) as error:
        raise Unavailable(f"no PostgreSQL answers: {error or type(error).__name__}", "Is it running?") from error
    return Connection(connection, tenant, {} if codes is None else codes)
