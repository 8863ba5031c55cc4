"""Makes a tenant from an archive: all of it in one transaction, or nothing."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

from py_api.archive.backup import Report
from py_api.archive.contents import Entry, InvalidArchive, Source, entries, manifest_of
from py_api.database import Database, Row
from py_api.errors import DatabaseError

_OF_ROWS = ("22", "23")  # classes of SQLSTATE: values that cannot be read, rows that break a constraint
_OF_SCHEMAS = ("22", "23", "42601")  # and what makes no statement


async def restore(
    database: Database, file: Source, slug: str | None, password: str | None, limits: dict[str, Any], report: Report
) -> Row:
    """The row of the new tenant. slug: None for that of the archive.

    Errors: InvalidArchive, those of thing.begin_restore, restore_tables and finish_restore.
    """
    pieces = _Pieces(file)
    manifest = {name: value for name, value in pieces.manifest.items() if name != "moving"}
    async with database.transaction():
        await database.script("archive_session")
        tenant = await database.row("begin_restore", manifest, slug)
        await database.rows("become_owner")
        made = False
        total, done = sum(table["bytes"] for table in manifest["tables"]), 0
        for number, table in enumerate(manifest["tables"]):
            if not made and table["part"] != "definitions":
                with _about("the archive's schema is none that was written", _OF_SCHEMAS):
                    await database.rows("restore_tables", tenant["slug"], manifest)
                made = True
            report(table["name"], done, max(total, done))
            with _about(f"the archive's rows of {table['name']} cannot be read"):
                await database.copy_in(tenant["schema_name"], table["name"], table["columns"], pieces.of(number))
            done += table["bytes"]
        pieces.end()
        report("indexes, constraints, triggers", total, total)
        with _about("the archive's rows do not belong together"):
            row = await database.row("finish_restore", tenant["slug"], manifest, password, limits)
        await database.rows("become_self")
    return row


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
            raise InvalidArchive("the archive is damaged: tables are missing")
        while self._next is not None and self._next.table == table:
            yield self._next.data
            self._next = next(self._entries, None)

    def end(self) -> None:
        if self._next is not None:
            raise InvalidArchive("the archive is damaged: there are more tables than its manifest says")
