"""Installs and upgrades the core: sql/install.sql, with the pending sql/migrations.

A fresh core comes in one transaction. An upgrade beside a live API goes in short ones, each of which gives up and tries
again where it would have to wait, so that no request waits long for it:
  1. what migrations add to the core's own tables beforehand (NNNN_slug.before.sql);
  2. what they add to the schemas of tenants (NNNN_slug.tenant.sql), a transaction for each tenant;
  3. the core's migrations (NNNN_slug.sql) and all its functions, in one transaction;
  4. what the core generates in each tenant's schema (thing.refresh_tenant, in steps), tenant by tenant; of tenants that
     are in the same state (thing.refresh_state), the first is the model of the others.
Wherever it stops, running it again continues: thing.tenants says where each tenant stands. Until 3 the old core works
over what was added; after it the new one works for tenants that are not refreshed yet.

thing.core_versions has a row per migration, and version 0 for the core itself, whose checksum is that of every file
that was installed: equal checksums mean that nothing is to be done but 4.
"""

import asyncio
import random
import re
from bisect import bisect_right
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from py_api.config import COMMAND, SQL
from py_api.database import Database, connect
from py_api.errors import DatabaseError, Failure

_INCLUDE = re.compile(r"\\ir\s+(?P<path>\S+)")
_MIGRATION = re.compile(r"(?P<version>\d{4})_(?P<slug>[a-z0-9_]+)(\.(?P<part>before|tenant))?\.sql")
_BEFORE, _CORE, _TENANT = "before", "core", "tenant"  # the parts of a migration, in the order in which they run
# PostgreSQL's functions that fail where another session changed a role: roles are those of the whole cluster.
_RACE = {"simple_heap_update", "simple_heap_delete"}
_PASSES = {"55P03", "40P01", "40001", "TB030"}  # a lock that was not to be had, a deadlock, a migration of the tenant
_TRIES = 30
_AT_A_TIME, _MANY = 3, 20  # tenants at a time, where there are many
_PAUSE, _LONGEST_PAUSE = 0.05, 5.0  # seconds between two tries; at least, at most
_CLASSES = 3  # whose triggers are made in one transaction: some 10 ms each, more where others take the CPU

Progress = Callable[[str, int, int], None]  # what is being done, steps done, steps in all


@dataclass(frozen=True, slots=True)
class Migration:
    """parts: at least one of before, core and tenant -> its file."""

    version: int
    slug: str
    parts: Mapping[str, Path]

    @property
    def name(self) -> str:
        return f"{self.version:04}_{self.slug}.sql"

    @property
    def checksum(self) -> str:
        texts = (
            self.parts[part].read_text(encoding="utf-8") for part in (_BEFORE, _CORE, _TENANT) if part in self.parts
        )
        return sha256("".join(texts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class State:
    """What a database has, compared with the files here.

    missing: migrations not applied; changed: applied, but the file is another now; unknown: applied, but not here (the
    database is newer than the program); behind: tenants that an upgrade has not got to yet; unfit: why this program
    cannot work with the core, if so.
    """

    installed: bool
    current: bool
    missing: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()
    unfit: str | None = None


def files() -> list[Path]:
    r"""The files of install.sql, in its order. Anything but comments and \ir lines is refused."""
    script = SQL / "install.sql"
    listed = []
    for number, line in enumerate(script.read_text(encoding="utf-8").splitlines(), 1):
        text = line.split("--", 1)[0].strip()
        if not text:
            continue
        include = _INCLUDE.fullmatch(text)
        if include is None:
            raise Failure(f"{script}:{number}: only \\ir lines and comments may stand here: {text}")
        listed.append(script.parent / include["path"])
    return listed


def migrations() -> list[Migration]:
    parts_by_name: dict[tuple[int, str], dict[str, Path]] = {}
    for path in sorted((SQL / "migrations").glob("*.sql")):
        name = _MIGRATION.fullmatch(path.name)
        if name is None:
            raise Failure(f"{path}: a migration is named NNNN_slug.sql, NNNN_slug.before.sql or NNNN_slug.tenant.sql")
        parts_by_name.setdefault((int(name["version"]), name["slug"]), {})[name["part"] or _CORE] = path
    return [Migration(version, slug, parts) for (version, slug), parts in sorted(parts_by_name.items())]


def checksum() -> str:
    """Of every file that an install runs, with its place in the order."""
    digest = sha256()
    for path in [SQL / "install.sql", *files(), *(path for m in migrations() for path in m.parts.values())]:
        digest.update(f"{path.relative_to(SQL)}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()


def newest() -> int:
    """The version of this program: that of its newest migration."""
    return max((m.version for m in migrations()), default=0)


def unfit(program: int, core: int | None, oldest_program: int | None) -> str | None:
    """Why a program does not work with a core, or None: the program needs a core that is not older, the core says which
    programs still work with it. (Upgrades roll: the core first, then the servers one by one.)"""
    if core is None or core < program:
        return "the database's core is older than this program"
    if program < (oldest_program or 0):
        return "the database's core does not work with a program as old as this one"
    return None


async def state(database: Database) -> State:
    if not await database.value("core_exists"):
        return State(installed=False, current=False)
    have = {row["version"]: row for row in await database.rows("core_versions")}
    if not have:
        return State(installed=False, current=False)
    here = {m.version: m for m in migrations()}
    core = await database.row("core_version")
    same = core["checksum"] == checksum()
    behind = tuple(row["slug"] for row in await database.rows("tenants_stale")) if same else ()
    return State(
        installed=True,
        current=same and not behind,
        missing=tuple(m.name for v, m in here.items() if v not in have),
        changed=tuple(m.name for v, m in here.items() if v in have and have[v]["checksum"] not in ("", m.checksum)),
        unknown=tuple(f"{v:04}_{row['slug']}" for v, row in have.items() if v and v not in here),
        behind=behind,
        unfit=unfit(newest(), core["version"], core["oldest_program"]),
    )


async def upgrade_tables(database: Database, slug: str, schema: str, after: int, to: int) -> None:
    """Run what migrations change in tenants' schemas in this one, in the current transaction, as thing_owner.

    after, to: versions of the core. Errors: Failure where this program does not have the later one.
    """
    if to > newest():
        raise Failure(
            f"the core of this database has version {to}, this program {newest()}: it lacks migrations in between",
            "Use the newer Thingbase with it.",
        )
    await database.rows("enter_schema", slug, schema)
    await _run_for_tenant(database, after, to)
    await database.script("leave_schema")


async def install(database: Database, progress: Progress = lambda *_: None) -> bool:
    """Install or upgrade; returns whether the core was there before.

    Safe to interrupt, to run again, and from two places at once.
    """
    await database.rows("core_lock")
    try:
        await database.script("upgrade_session")
        before = await state(database)
        if before.unknown:
            raise Failure(
                f"the core of this database is newer than this program: {', '.join(before.unknown)}",
                "Use the newer Thingbase with it. A core is never downgraded.",
            )
        await _Upgrade(database, progress, before).run()
        return before.installed
    finally:
        with suppress(Failure):  # or the connection is gone, and the lock with it
            await database.script("upgrade_session_end")
            await database.rows("core_unlock")


@dataclass(frozen=True, slots=True)
class _Model:
    """A tenant that is refreshed, and its schema version since. settled: nothing about it had to be changed."""

    slug: str
    version: int
    settled: bool


class _Upgrade:
    def __init__(self, database: Database, progress: Progress, before: State) -> None:
        self._database = database
        self._progress = progress
        self._installed = before.installed
        self._pending = [m for m in migrations() if before.installed and m.name in before.missing]
        self._for_tenants = [m for m in migrations() if _TENANT in m.parts]
        self._models: dict[str, _Model] = {}  # by the state before

    async def run(self) -> None:
        if self._installed:
            for migration in self._pending:
                if _BEFORE in migration.parts:
                    await self._steadily(lambda path=migration.parts[_BEFORE]: self._as_owner(path))  # type: ignore[misc]
            await self._each("migrate", await self._behind(), self._migrate_alone)
        await self._steadily(self._core)
        stale = [row["slug"] for row in await self._database.rows("tenants_stale")]
        await self._each("refresh", [(slug, slug) for slug in stale], self._refresh)
        self._progress("done", 1, 1)

    async def _steadily(self, work: Callable[[], Awaitable[None]]) -> None:
        """In a transaction of its own, again while others are in the way."""
        for tried in range(1, _TRIES + 1):
            try:
                async with self._database.transaction():
                    await work()
            except DatabaseError as error:
                if not _passes(error) or tried == _TRIES:
                    raise
                await _pause(tried)
            else:
                return

    async def _each(
        self, what: str, tenants: list[tuple[str, str]], work: Callable[[Database, str, str], Awaitable[None]]
    ) -> None:
        """For each tenant, of many several at a time. One that is busy is tried again after the others.

        Failures are raised at the end.
        """
        waiting, tries, failed = deque(tenants), Counter[str](), dict[str, DatabaseError]()

        async def run(database: Database) -> None:
            while waiting:
                tenant = waiting.popleft()
                slug = tenant[0]
                self._progress(f"{what} {slug}", len(tenants) - len(waiting) - 1, len(tenants))
                try:
                    await work(database, *tenant)
                except DatabaseError as error:
                    tries[slug] += 1
                    if error.sqlstate == "TB040":  # dropped, or renamed: then the next look finds it
                        continue
                    if not _passes(error) or tries[slug] == _TRIES:
                        failed[slug] = error
                        continue
                    waiting.append(tenant)
                    await _pause(tries[slug] if len(waiting) <= len(tries) else 1)

        async with AsyncExitStack() as stack:
            databases = [self._database, *await self._more(stack, _AT_A_TIME - 1 if len(tenants) >= _MANY else 0)]
            running = [asyncio.ensure_future(run(database)) for database in databases]
            try:
                await asyncio.gather(*running)
            finally:
                for task in running:
                    task.cancel()
                await asyncio.gather(*running, return_exceptions=True)
        if failed:
            raise Failure(
                f"{len(failed)} of {len(tenants)} tenants could not be upgraded: "
                + "; ".join(f"{slug}: {error.message}" for slug, error in sorted(failed.items())[:5]),
                f"Run {COMMAND} db upgrade again: it goes on with those.",
            )

    async def _more(self, stack: AsyncExitStack, count: int) -> list[Database]:
        """Further connections, as many as can be had."""
        more: list[Database] = []
        with suppress(Failure):
            while len(more) < count:
                database = await stack.enter_async_context(connect(self._database.url))
                await database.script("upgrade_session")
                more.append(database)
        return more

    async def _behind(self) -> list[tuple[str, str]]:
        if not self._for_tenants:
            return []
        rows = await self._database.rows("tenants_behind", self._for_tenants[-1].version, None)
        return [(row["slug"], row["schema_name"]) for row in rows]

    async def _migrate_alone(self, database: Database, slug: str, schema: str) -> None:
        async with database.transaction():
            await self._migrate(database, slug, schema)

    async def _migrate(self, database: Database, slug: str, schema: str) -> None:
        """Run the parts for tenants that this one lacks, inside its schema, in the current transaction."""
        behind = await database.rows("tenants_behind", newest(), slug)
        if not behind:
            return
        await database.rows("become_owner")
        if await database.rows("enter_schema", slug, schema):
            await _run_for_tenant(database, behind[0]["version"], newest())
            await database.script("leave_schema")
            await database.rows("record_tenant_version", slug, self._for_tenants[-1].version)
            await database.script("leave_schema")
        await database.rows("become_self")

    async def _as_owner(self, path: Path) -> None:
        await self._database.rows("become_owner")
        await _run(self._database, [path])
        await self._database.rows("become_self")

    async def _core(self) -> None:
        if self._installed:
            for slug, schema in await self._behind():  # made by the old core since it was their turn
                await self._migrate(self._database, slug, schema)
        scripts = files()
        total = len(self._pending) + len(scripts)
        for done, migration in enumerate(self._pending):
            if _CORE in migration.parts:
                self._progress(f"migration {migration.name}", done, total)
                await self._as_owner(migration.parts[_CORE])
        if self._pending:  # sql/90_core_versions.sql looks for them
            await self._record(self._pending)
        self._progress("core", len(self._pending), total)
        await _run(self._database, scripts)
        self._progress("core", total, total)
        await self._record(migrations())
        await self._database.rows("become_owner")
        await self._database.rows("record_core_version", 0, "core", checksum())
        await self._database.rows("become_self")

    async def _record(self, applied: list[Migration]) -> None:
        await self._database.rows("become_owner")
        for migration in applied:
            await self._database.rows("record_core_version", migration.version, migration.slug, migration.checksum)
        await self._database.rows("become_self")

    async def _refresh(self, database: Database, slug: str, _schema: str) -> None:
        """What the core generates for a tenant. Worked out once for all that are in the same state."""
        state = await database.value("refresh_state", slug)
        model = self._models.get(state)
        if model and await database.value("copy_catalog", slug, state, model.slug, model.version):
            if model.settled:
                await database.value("refresh_triggers", slug, 0, 0, True)  # its functions
            else:
                await self._refresh_triggers(database, slug, compiled=True)
            await database.rows("end_refresh", slug)
            return
        await self._refresh_triggers(database, slug, compiled=False)
        await database.rows("refresh_catalog", slug)
        after = await database.value("refresh_state", slug)
        version = await database.value("tenant_schema_version", slug)
        self._models[state] = _Model(slug, version, settled=after == state)

    async def _refresh_triggers(self, database: Database, slug: str, *, compiled: bool) -> None:
        after: int | None = 0
        while after is not None:
            after = await database.value("refresh_triggers", slug, after, _CLASSES, compiled)


async def _run_for_tenant(database: Database, after: int, to: int) -> None:
    """The parts for tenants of the migrations between two versions, in the schema that was entered."""
    for migration in migrations():
        if after < migration.version <= to and _TENANT in migration.parts:
            await _run(database, [migration.parts[_TENANT]])


def _passes(error: DatabaseError) -> bool:
    return error.sqlstate in _PASSES or error.routine in _RACE


async def _pause(tried: int) -> None:
    await asyncio.sleep(min(_PAUSE * 1.5**tried, _LONGEST_PAUSE) * random.uniform(0.5, 1.0))  # noqa: S311 - no secret


async def _run(database: Database, paths: list[Path]) -> None:
    """Run files in one message: what they lock is locked as shortly as can be."""
    texts = [path.read_text(encoding="utf-8") + "\n" for path in paths]
    starts = [0]
    for text in texts:
        starts.append(starts[-1] + len(text))
    try:
        await database.run("".join(texts))
    except DatabaseError as error:
        where = ""
        if error.position:
            number = bisect_right(starts, error.position - 1) - 1
            line = texts[number].count("\n", 0, error.position - 1 - starts[number]) + 1
            where = f"{paths[number].relative_to(SQL.parent)}:{line}: "
        elif len(paths) == 1:
            where = f"{paths[0].relative_to(SQL.parent)}: "
        raise DatabaseError(
            f"{where}{error.message}", sqlstate=error.sqlstate, code=error.code, detail=error.detail, hint=error.hint
        ) from error
