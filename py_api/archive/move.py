"""Moves a tenant to another server while it is used: PostgreSQL's logical replication brings the rows.

The tenant is made there without rows, as from an archive; a subscription copies its tables and follows them. Then no
one writes for a moment: what was written last comes, the other server takes over, the directory says so. Until that is
committed, the tenant lives where it lived; whatever fails before leaves it there, and what was begun is taken away.
Changes of the schema wait meanwhile. Afterwards every table is compared, as it was in that moment, and what is left on
the first server is dropped.
"""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from time import monotonic
from typing import Any

from py_api.archive.backup import Report
from py_api.database import Database, connect
from py_api.errors import DatabaseError, Failure

LOOK_SECONDS = 0.25  # between two looks at how far the rows have come
MARK_SECONDS = 0.002  # between two looks for a mark
NEAR_SECONDS = 0.1  # a mark that comes so fast says that the other server keeps up
KEEP_UP_SECONDS, KEEP_UP_TRIES = 600.0, 60  # for it to catch up, and to keep up
LOCK_MS, LOCK_PAUSE = 100, 0.05  # one try to stop the writes, which others wait for; and between two
STOP_TRIES = 200
COME_SECONDS = 4.0  # for the last rows to come, while no one writes; then all goes on as before
REST_SECONDS = 10.0  # for what reads the tenant on its first server to end
_BUSY = {"55P03", "40P01", "57014"}
_ROWS_FIRST = {"schema_versions"}  # of part core: what the tenant is made from, besides the definitions


@dataclass(frozen=True, slots=True)
class Place:
    """A server. name: None for the directory. url: for us; seen_as: for the other server, where that is another."""

    name: str | None
    url: str
    seen_as: str | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """pause: seconds in which no one could write. equal: tables that were compared."""

    tables: int
    rows: int
    bytes: int
    seconds: float
    pause: float


class Move:
    """source, target, directory: where it lives, where it comes to, and who says so (one of them, or another)."""

    def __init__(self, slug: str, source: Place, target: Place, directory_url: str, report: Report) -> None:
        self._slug = slug
        self._source, self._target = source, target
        self._directory_url = directory_url
        self._report = report
        self._name = f"thing_move_{slug}"  # of publication, subscription and slot

    async def plan(self) -> dict[str, Any]:
        """What it would do, and what is in the way of it: `problems`. Changes nothing."""
        async with connect(self._source.url) as source, connect(self._target.url) as target:
            manifest = await source.value("archive_manifest", self._slug)
            return {
                "tenant": self._slug,
                "from": self._source.name,
                "to": self._target.name,
                "tables": len(manifest["tables"]),
                "bytes": sum(table["bytes"] for table in manifest["tables"]),
                "problems": await self._problems(source, target, manifest),
            }

    async def _problems(self, source: Database, target: Database, manifest: dict[str, Any]) -> list[str]:
        here, there = await source.row("move_facts"), await target.row("move_facts")
        problems = []
        if here["wal_level"] != "logical":
            problems.append(
                f"wal_level is {here['wal_level']} on the server that the tenant lives on, and must be logical "
                "(alter system set wal_level = logical; then start PostgreSQL again)"
            )
        if here["slots"] < 3 or here["senders"] < 3:  # ours, and those that copy two tables at a time
            problems.append("max_replication_slots or max_wal_senders has fewer than 3 left where the tenant lives")
        if here["core"] != there["core"]:
            problems.append("the cores of the two servers are not of the same version (thingbase db upgrade)")
        if await target.rows("schema_exists", f"tenant_{self._slug}"):
            problems.append(f"the other server has a schema tenant_{self._slug} already")
        return problems

    async def run(self) -> Moved:
        """Errors: Failure, with what is in the way; those of the core's functions. Then nothing has moved."""
        began = monotonic()
        await self.clean_up()
        problems = (await self.plan())["problems"]
        if problems:
            raise Failure(f"tenant {self._slug} cannot be moved: {'; '.join(problems)}", "Nothing was changed.")
        async with AsyncExitStack() as stack:

            async def another(url: str) -> Database:
                return await stack.enter_async_context(connect(url, name="thingbase move"))

            source, target = await another(self._source.url), await another(self._target.url)
            keeping, comparing = await another(self._source.url), await another(self._target.url)
            directory = await another(self._directory_url)
            await source.script("move_commits")
            await stack.enter_async_context(comparing.transaction(snapshot=True))
            await comparing.script("move_session")
            try:
                manifest, pause = await self._move(source, target, keeping, comparing, directory)
            except BaseException:
                with suppress(Failure):
                    await self.clean_up()
                raise
            rows = await _compare(self._slug, source, comparing, manifest, self._report)
            await self._leave(source, target)
        size = sum(table["bytes"] for table in manifest["tables"])
        return Moved(len(manifest["tables"]), rows, size, monotonic() - began, pause)

    async def _move(
        self, source: Database, target: Database, keeping: Database, comparing: Database, directory: Database
    ) -> tuple[dict[str, Any], float]:
        """The manifest, and the pause. When it returns, the tenant lives there."""
        async with AsyncExitStack() as ends:
            if self._source.name is not None:  # ends after the source's, which is what decides
                await ends.enter_async_context(directory.transaction())
                await directory.script("archive_session")
            await ends.enter_async_context(keeping.transaction())
            await keeping.script("archive_session")
            await self._publish(source)
            await keeping.rows("archive_lock", self._slug)  # changes of the schema wait from here on
            manifest = await self._manifest(source)
            if await source.value("move_published", self._name) != len(manifest["tables"]) + 1:
                raise Failure(f"the schema of tenant {self._slug} changed meanwhile", "Nothing has moved. Try again.")
            passwords = await source.row("move_passwords", self._slug)
            await self._make(source, target, manifest, passwords[0])
            await self._replicate(source, target, manifest)
            await self._keep_up(source, target)
            handed = (self._slug, self._target.name if self._source.name is None else None)
            await _rehearse(target, "take_over", self._slug, manifest, passwords[1])
            await _rehearse(keeping, "hand_over", *handed)
            self._report("switch", 1, 1)
            stopped = await self._stop_writes(keeping)
            await self._come(source, target, COME_SECONDS)
            await comparing.rows("probe")  # its snapshot is of now
            present = await self._manifest(source)  # sequences count without transactions
            await target.rows("take_over", self._slug, present, passwords[1])
            if self._source.name is not None:
                await directory.rows("settle_move", manifest["tenant"]["id"], self._target.name)
            await keeping.rows("hand_over", *handed)
        return manifest, monotonic() - stopped

    async def _make(self, source: Database, target: Database, manifest: dict[str, Any], password: str | None) -> None:
        """The tenant there, without rows: as thing.finish_restore would make it, until the rows have come."""
        self._report("tables", 0, 1)
        closed = {**manifest, "moving": True, "tenant": {**manifest["tenant"], "limits": {}}}
        async with target.transaction():
            await target.script("archive_session")
            made = await target.row("begin_restore", closed, self._slug)
            if str(made["id"]) != manifest["tenant"]["id"]:
                raise Failure(f"the other server has a tenant with the id of {self._slug}", "Drop that one first.")
            defining = [table for table in manifest["tables"] if table["part"] == "definitions"]
            await _copy(source, target, manifest, defining)
            await target.rows("restore_tables", self._slug, closed)
            others = [table for table in manifest["tables"] if table["name"] in _ROWS_FIRST]
            await _copy(source, target, manifest, others)
            await target.rows("finish_restore", self._slug, closed, password, {})
            await target.rows("prepare_move", self._slug)

    async def _publish(self, source: Database) -> None:
        publish = await source.value("publish_move", self._slug, self._name)
        await source.rows("become_owner")
        await source.run(publish)
        await source.rows("become_self")

    async def _manifest(self, source: Database) -> dict[str, Any]:
        """Without the table of marks."""
        manifest: dict[str, Any] = await source.value("archive_manifest", self._slug)
        return manifest | {"tables": [table for table in manifest["tables"] if table["name"] != "thing_move"]}

    async def _replicate(self, source: Database, target: Database, manifest: dict[str, Any]) -> None:
        """Returns when all tables have been copied, and are followed."""
        await source.rows("move_slot", self._name)
        await target.run(await target.value("move_subscribe", self._name, self._source.seen_as or self._source.url))
        total = sum(table["bytes"] for table in manifest["tables"])
        while True:
            row = await target.row("move_progress", self._name)
            self._report("rows", min(row["bytes"], total), total)
            if row["errors"]:
                raise Failure(
                    "the rows cannot be copied", "The log of the server that the tenant was to move to says why."
                )
            if row["ready"] == row["tables"] > 0:
                return
            await asyncio.sleep(LOOK_SECONDS)

    async def _keep_up(self, source: Database, target: Database) -> None:
        self._report("follow", 0, 1)
        for tried in range(KEEP_UP_TRIES):
            took = await self._come(source, target, KEEP_UP_SECONDS)
            if took <= NEAR_SECONDS or (tried > KEEP_UP_TRIES // 2 and took < COME_SECONDS / 2):
                return
            await asyncio.sleep(LOOK_SECONDS)
        raise Failure("the other server does not keep up with what is written", "Try when less is written.")

    async def _come(self, source: Database, target: Database, seconds: float) -> float:
        """Returns when what has been committed until now is there too; how many seconds that took."""
        began, mark, table = monotonic(), secrets.token_hex(16), f"tenant_{self._slug}.thing_move"
        await source.rows_of("move_mark", table, (), mark)
        while not await target.rows_of("move_marked", table, ["mark"], mark):
            if monotonic() - began > seconds:
                raise Failure("the rows that were written last did not come in time", "Nothing has moved. Try again.")
            await asyncio.sleep(MARK_SECONDS)
        return monotonic() - began

    async def _stop_writes(self, keeping: Database) -> float:
        """Returns when no one writes any more; since when that is so. Many short tries hold up no one for long."""
        for _ in range(STOP_TRIES):
            began = monotonic()
            try:
                async with keeping.transaction():
                    await keeping.rows("move_lock_timeout", f"{LOCK_MS}ms")
                    await keeping.rows("stop_writes", self._slug)
            except DatabaseError as error:
                if error.sqlstate not in _BUSY:
                    raise
                await asyncio.sleep(LOCK_PAUSE)
            else:
                return began
        raise Failure(
            f"the writes of tenant {self._slug} could not be stopped: one takes too long",
            "Nothing has moved. Try again.",
        )

    async def _leave(self, source: Database, target: Database) -> None:
        """Replication ends; what is left on the first server is dropped, when those who read it have ended."""
        self._report("clean up", 0, 1)
        await self._end_replication(source, target)
        until = monotonic() + REST_SECONDS
        while await source.value("end_moved", self._slug, monotonic() > until):  # noqa: ASYNC110 - as above
            await asyncio.sleep(LOOK_SECONDS)
        await source.rows("drop_moved", self._slug)

    async def _end_replication(self, source: Database, target: Database) -> None:
        for row in await target.rows("move_leave", self._name):
            await target.run(row[0])
        for database in (target, source):
            for row in await database.rows("move_unpublish", self._name, self._slug):
                await database.run(row[0])
        for number in range(100):
            slots = await source.rows("move_slot_left", self._name, number > 20)
            if not slots:
                return
            await source.rows("move_drop_slot", self._name)
            await asyncio.sleep(0.05)

    async def clean_up(self) -> None:
        """What a move has left that was cut short. One that was cut short after its end is ended."""
        async with connect(self._source.url) as source, connect(self._target.url) as target:
            lives_here = bool(await source.rows("schema_exists", f"tenant_{self._slug}"))
            number = await source.value("tenant_id", self._slug)
            if not lives_here:
                if await source.rows("schema_exists", f"moved_{self._slug}"):
                    async with connect(self._directory_url) as directory:
                        await directory.rows("settle_move", number, self._target.name)
                    await self._leave(source, target)
                    raise Failure(f"tenant {self._slug} had moved already", "An earlier move is ended now.")
                return
            await self._end_replication(source, target)
            begun = await target.rows("schema_exists", f"tenant_{self._slug}")
            ids = await target.rows("tenant_id", self._slug)
            if begun and ids and ids[0][0] == number:
                await target.rows("hand_over", self._slug, self._source.name if self._target.name is None else None)
                await target.rows("drop_moved", self._slug)


async def _copy(source: Database, target: Database, manifest: dict[str, Any], tables: list[dict[str, Any]]) -> None:
    for database in (source, target):
        await database.rows("become_owner")
    for table in tables:
        pieces: list[bytes] = []

        async def take(data: bytes, pieces: list[bytes] = pieces) -> None:
            pieces.append(data)

        async def give(pieces: list[bytes] = pieces) -> AsyncIterator[bytes]:
            for piece in pieces:
                yield piece

        query = await source.value("archive_rows", manifest["tenant"]["slug"], table["name"], table["columns"], None)
        await source.copy_out(query, take)
        await target.copy_in(manifest["schema"], table["name"], table["columns"], give())
    for database in (source, target):
        await database.rows("become_self")


async def _compare(slug: str, source: Database, comparing: Database, manifest: dict[str, Any], report: Report) -> int:
    """How many rows there are. Raises Failure where what came is not what was there: then both are kept."""
    await comparing.rows("become_owner")
    different, rows, done = [], 0, 0
    async with source.transaction(snapshot=True):
        await source.script("move_session")
        await source.rows("become_owner")
        for table in manifest["tables"]:
            report("compare", done, len(manifest["tables"]))
            left, right = await asyncio.gather(
                source.rows_of("move_checksum", f"moved_{slug}.{table['name']}", table["columns"]),
                comparing.rows_of("move_checksum", f"tenant_{slug}.{table['name']}", table["columns"]),
            )
            if (left[0][0], left[0][1]) != (right[0][0], right[0][1]):
                different.append(table["name"])
            rows, done = rows + left[0][0], done + 1
        await source.rows("become_self")
    await comparing.rows("become_self")
    if different:
        raise Failure(
            f"tenant {slug} has moved, but these tables came otherwise: {', '.join(different)}",
            f"What it had is kept where it was, in the schema moved_{slug}.",
        )
    return rows


class _Undone(Exception):
    pass


async def _rehearse(database: Database, query: str, *arguments: object) -> None:
    """Runs it and takes it back: a session's first call of a function takes ten times as long as its second."""
    with suppress(_Undone):
        async with database.transaction():
            await database.rows(query, *arguments)
            raise _Undone
