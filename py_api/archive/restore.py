"""Makes a tenant from an archive: all of it in one transaction, or nothing."""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

from py_api.archive.backup import Report
from py_api.archive.contents import ANOTHER, Entry, InvalidArchive, Source, entries, manifest_of, rows_of
from py_api.database import Database, Row
from py_api.errors import DatabaseError

_OF_ROWS = ("22", "23")  # classes of SQLSTATE: values that cannot be read, rows that break a constraint
_OF_SCHEMAS = ("22", "23", "42601")  # and what makes no statement
_OF_OLDER = ("22", "23", "42", "2BP01")  # and what is not there, or cannot be changed


class Upgrade(Protocol):
    """Brings the core's tables of a tenant's schema from a version of the core to a later one."""

    async def __call__(self, database: Database, slug: str, schema: str, after: int, to: int) -> None: ...


async def restore(
    database: Database,
    file: Source,
    slug: str | None,
    password: str | None,
    limits: dict[str, Any],
    report: Report,
    upgrade: Upgrade,
) -> Row:
    """The row of the new tenant. slug: None for that of the archive. upgrade: for the rows of an older core.

    Errors: InvalidArchive, those of thing.begin_restore, restore_tables and finish_restore.
    """
    pieces = _Pieces(file)
    manifest = pieces.manifest
    async with database.transaction():
        await database.script("archive_session")
        tenant = await database.row("begin_restore", manifest, slug)
        await database.rows("become_owner")
        tables = _Tables(database, tenant, pieces, report)
        of_core = [table for table in manifest["tables"] if table["part"] != "classes"]
        if manifest["core"] < tenant["core_version"]:
            with _about(f"the archive's tables are not those of core {manifest['core']}", _OF_OLDER):
                shape = await database.value("begin_older_restore", tenant["slug"], manifest)
            await tables.copy(of_core)
            with _about(f"the archive's rows are not those of core {manifest['core']}", _OF_OLDER):
                versions = manifest["core"], tenant["core_version"]
                await upgrade(database, tenant["slug"], tenant["schema_name"], *versions)
                await database.rows("end_older_restore", tenant["slug"], shape)
        else:
            await tables.copy(of_core)
        with _about("the archive's schema is none that was written", _OF_SCHEMAS):
            await database.rows("restore_tables", tenant["slug"], manifest)
        await tables.copy(manifest["tables"][len(of_core) :])
        pieces.end(tables.rows)
        report("indexes, constraints, triggers", tables.total, tables.total)
        with _about("the archive's rows do not belong together"):
            row = await database.row("finish_restore", tenant["slug"], manifest, password, limits)
        await database.rows("become_self")
    return row


class _Tables:
    """Copies tables in their order. rows: how many each had, of those that were copied."""

    def __init__(self, database: Database, tenant: Row, pieces: "_Pieces", report: Report) -> None:
        self._database, self._schema, self._pieces, self._report = database, tenant["schema_name"], pieces, report
        self.total = sum(table["bytes"] for table in pieces.manifest["tables"])
        self._done = 0
        self.rows: list[int] = []

    async def copy(self, tables: Sequence[dict[str, Any]]) -> None:
        for table in tables:
            name, number = table["name"], len(self.rows)
            self._report(name, self._done, max(self.total, self._done))
            with _about(f"the archive's rows of {name} cannot be read"):
                self.rows.append(
                    await self._database.copy_in(self._schema, name, table["columns"], self._pieces.of(number))
                )
            self._done += table["bytes"]


@contextmanager
def _about(what: str, states: tuple[str, ...] = _OF_ROWS) -> Iterator[None]:
    """Only an archive that was changed, with its hashes, has such rows; or a database that was damaged."""
    try:
        yield
    except DatabaseError as error:
        if not error.sqlstate.startswith(states):
            raise
        raise InvalidArchive(f"{what}: {error.message}", "`tenant check SLUG --rows` finds damage.") from error


class _Pieces:
    """The entries of an archive, table by table."""

    def __init__(self, file: Source) -> None:
        self._entries: Iterator[Entry] = entries(file)
        self.manifest = manifest_of(next(self._entries))
        self._next: Entry | None = next(self._entries, None)

    async def of(self, table: int) -> AsyncIterator[bytes]:
        if self._next is None or self._next.table != table:
            raise InvalidArchive("the archive is damaged: tables are missing", ANOTHER)
        while self._next is not None and self._next.table == table:
            yield self._next.data
            self._next = next(self._entries, None)

    def end(self, rows: list[int]) -> None:
        """rows: how many came of each table; the archive says how many there were."""
        if self._next is None or self._next.table is not None:
            raise InvalidArchive("the archive is damaged: there are more tables than its manifest says", ANOTHER)
        for table, came, written in zip(self.manifest["tables"], rows, rows_of(self._next, self.manifest), strict=True):
            if came != written:
                raise InvalidArchive(
                    f"the archive is damaged: {table['name']} has {came} rows, of {written} that were written", ANOTHER
                )
        if next(self._entries, None) is not None:
            raise InvalidArchive("the archive is damaged: it goes on after its end", ANOTHER)
