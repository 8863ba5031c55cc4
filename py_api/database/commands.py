"""The commands' way to PostgreSQL: one connection, statements named by their files, JSON as Python values."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from io import BytesIO
from typing import Any, Protocol

import asyncpg

from py_api import json_text
from py_api.config import COMMAND
from py_api.database import hosts
from py_api.database.driver_errors import disconnected, refusal
from py_api.database.query_files import statement
from py_api.errors import DatabaseError, Unavailable

_NOT_INSTALLED = {"3F000", "42883", "42P01", "42704"}  # no such schema, function, table, role


class Row(Protocol):
    """A row of a result: row["column"], row[0], dict(row)."""

    def __getitem__(self, key: Any, /) -> Any: ...
    def keys(self) -> Iterable[str]: ...


class Database:
    """One connection. JSON columns and arguments are Python values; failures are DatabaseError or Unavailable.

    url: where it leads, for another one to the same database.
    """

    def __init__(self, connection: asyncpg.Connection, url: str) -> None:
        self._connection = connection
        self.url = url

    async def rows(self, query: str, *arguments: object) -> list[Row]:
        rows: list[Row] = await self._run(self._connection.fetch(statement(query), *arguments))
        return rows

    async def rows_of(self, query: str, table: str, columns: Sequence[str] = (), *arguments: object) -> list[Row]:
        """The same of a statement that names a {table}, and {columns} of it as texts. Names are physical ones."""
        listed = ", ".join(f"{_quoted(column)}::text" for column in columns)
        text = statement(query).format(table=".".join(map(_quoted, table.split("."))), columns=listed)
        rows: list[Row] = await self._run(self._connection.fetch(text, *arguments))
        return rows

    async def row(self, query: str, *arguments: object) -> Row:
        (row,) = await self.rows(query, *arguments)
        return row

    async def value(self, query: str, *arguments: object) -> Any:
        return (await self.row(query, *arguments))[0]

    async def script(self, query: str) -> None:
        """Run a file of queries/ that has several statements."""
        await self.run(statement(query))

    async def run(self, text: str) -> None:
        """Run a text that the database or the core's files gave: one statement, or several in one transaction."""
        await self._run(self._connection.execute(text))

    async def copy(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """COPY rows into a table that the role's search_path finds."""
        await self._run(self._connection.copy_records_to_table(table, columns=columns, records=rows))

    async def copy_text(self, schema: str, table: str, columns: Sequence[str], lines: bytes) -> None:
        """COPY lines that are written as COPY reads them."""
        source = BytesIO(lines)
        await self._run(self._connection.copy_to_table(table, schema_name=schema, columns=columns, source=source))

    async def copy_out(self, query: str, sink: Callable[[bytes], Awaitable[None]]) -> int:
        """COPY BINARY of the rows of a query that the database gave; returns how many."""
        tag = await self._run(self._connection.copy_from_query(query, output=sink, format="binary"))
        return int(tag.split()[-1])

    async def copy_in(self, schema: str, table: str, columns: Sequence[str], source: AsyncIterator[bytes]) -> int:
        """COPY BINARY into a table; returns how many rows came. What source raises is raised."""
        copy = self._connection.copy_to_table(
            table, source=source, columns=columns, schema_name=schema, format="binary"
        )
        return int((await self._run(copy)).split()[-1])

    @asynccontextmanager
    async def transaction(self, *, snapshot: bool = False, writes: bool = False) -> AsyncIterator[None]:
        """snapshot: it reads what was committed when it began, and may write only where that is said."""
        isolation = "repeatable_read" if snapshot else None
        try:
            async with self._connection.transaction(isolation=isolation, readonly=snapshot and not writes):
                yield
        except DatabaseError as error:
            await self._name(error)
            raise

    @property
    def version(self) -> int:
        """As server_version_num: 180006 is 18.6."""
        version = self._connection.get_server_version()
        return int(version.major * 10000 + version.micro)

    async def _run(self, work: Any) -> Any:
        try:
            return await work
        except asyncpg.PostgresError as error:
            raise await self._refused(error) from error
        except (OSError, asyncpg.InterfaceError) as error:
            raise disconnected(error) from error

    async def _refused(self, error: asyncpg.PostgresError) -> DatabaseError:
        refused = refusal(error)
        if refused.sqlstate.startswith("TB"):
            await self._name(refused)
        elif refused.sqlstate in _NOT_INSTALLED and "thing" in refused.message:
            refused.hint = f"The core is missing here, or older than this program: {COMMAND} db install"
        return refused

    async def _name(self, error: DatabaseError) -> None:
        """Give an error of ours its code. Where a transaction has failed, that waits for its end."""
        if not error.sqlstate.startswith("TB"):
            return
        error.code = error.code or error.sqlstate
        if not self._connection.is_in_transaction() and not self._connection.is_closed():
            row = await self._connection.fetchrow(statement("error_code"), error.sqlstate)
            error.code, error.status = row or (error.sqlstate, None)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


@asynccontextmanager
async def connect(
    url: str,
    *,
    name: str = "thingbase",
    user: str | None = None,
    password: str | None = None,
    hint: str = "Check DATABASE_URL.",
) -> AsyncIterator[Database]:
    """A connection for as long as the block runs. Every way in which none can be had is Unavailable.

    user and password, where they are given, go before those of the URL. hint: what to look at where none can be had.
    """
    settings = {"application_name": name}
    try:
        connection = await hosts.connect(url, user=user, password=password, timeout=15, server_settings=settings)
    except asyncpg.InvalidCatalogNameError as error:
        raise Unavailable(str(error), "Make the database first: createdb") from error
    except asyncpg.PostgresError as error:
        raise Unavailable(f"PostgreSQL refused the connection: {error}", hint) from error
    except (OSError, TimeoutError, asyncpg.InternalClientError) as error:
        raise Unavailable(
            f"no PostgreSQL answers: {error or type(error).__name__}", f"Is it running? {hint}"
        ) from error
    except (ValueError, asyncpg.InterfaceError) as error:
        raise Unavailable(f"the connection URL is not usable: {error}", hint) from error
    try:
        for kind in ("json", "jsonb"):
            await connection.set_type_codec(kind, schema="pg_catalog", encoder=json_text.dumps, decoder=json_text.loads)
        yield Database(connection, url)
    finally:
        await connection.close(timeout=5)


async def create_database(url: str, name: str) -> None:
    """Make the database, of a name of ours, on the embedded server, and keep tenants out of the others."""
    async with connect(url) as database:
        await database.script("close_databases")
        if not await database.rows("database_exists", name):
            await database.run(statement("create_database").format(name=name))
