"""Writes the archive of a tenant, from a running system: what was committed when it began."""

from collections.abc import Callable
from typing import Any

from py_api import __version__
from py_api.archive.contents import PIECE, Writer
from py_api.archive.personal import REPLACED, Replacement
from py_api.database import Database

Report = Callable[[str, int, int], None]  # what is being done, bytes done, bytes in all, about


async def backup(
    locking: Database, reading: Database, tenant: str, writer: Writer, report: Report, personal: bool = True
) -> dict[str, Any]:
    """Returns the manifest. Two connections: one keeps the tables as they are, the other has one snapshot for all rows.

    personal: with the values of personal fields; without, they are replaced, in tables that last as long as it takes.

    (It must be taken when the tables can change no more: a table that is rewritten later is empty in it.)
    Needs a role that is a member of thing_owner: only that may read all tables.
    """
    async with locking.transaction():
        await locking.script("archive_session")
        await locking.rows("archive_lock", tenant)
        async with reading.transaction(snapshot=True, writes=not personal):
            await reading.script("archive_session")
            manifest: dict[str, Any] = await reading.value("archive_manifest", tenant)
            manifest["program"] = __version__
            replaced = None
            if not personal:
                manifest |= REPLACED
                replaced = await Replacement(reading, tenant, report).make()
            writer.manifest(manifest)
            await reading.rows("become_owner")
            rows = await _Tables(reading, writer, report, manifest, replaced).copy()
            writer.end(rows)
            await reading.rows("become_self")
            if replaced is not None:
                await reading.rows("end_replacement", replaced)
    return manifest


class _Tables:
    def __init__(
        self, database: Database, writer: Writer, report: Report, manifest: dict[str, Any], replaced: str | None
    ) -> None:
        self._database = database
        self._writer = writer
        self._report = report
        self._manifest = manifest
        self._replaced = replaced
        self._total = sum(table["bytes"] for table in manifest["tables"])
        self._done = 0

    async def copy(self) -> list[int]:
        """How many rows each table has."""
        return [await self._copy(number, table) for number, table in enumerate(self._manifest["tables"])]

    async def _copy(self, number: int, table: dict[str, Any]) -> int:
        buffer = bytearray()

        async def take(data: bytes) -> None:
            buffer.extend(data)
            if len(buffer) >= PIECE:
                self._write(number, table["name"], buffer)

        tenant = self._manifest["tenant"]["slug"]
        query = await self._database.value("archive_rows", tenant, table["name"], table["columns"], self._replaced)
        rows = await self._database.copy_out(query, take)
        if buffer:
            self._write(number, table["name"], buffer)
        return rows

    def _write(self, number: int, name: str, buffer: bytearray) -> None:
        self._writer.piece(number, bytes(buffer))
        self._done += len(buffer)
        buffer.clear()
        self._report(name, self._done, max(self._total, self._done))
