"""Installs and upgrades the core: sql/install.sql, with the pending sql/migrations before it.

All in one transaction behind an advisory lock: two installers at once, or one that is interrupted, leave a core
that is whole. thing.core_versions has a row per migration, and version 0 for the core itself, whose checksum is
that of every file that was installed: equal checksums mean that nothing is to be done.
"""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from py_api.config import SQL
from py_api.database import Database
from py_api.errors import Failure, Refused

_INCLUDE = re.compile(r"\\ir\s+(?P<path>\S+)")
_MIGRATION = re.compile(r"(?P<version>\d{4})_(?P<slug>[a-z0-9_]+)\.sql")
_RACE = "tuple concurrently updated"  # roles are cluster-wide: an install into another database of the cluster
_TRIES = 5

Progress = Callable[[str, int, int], None]  # what is being done, steps done, steps in all


@dataclass(frozen=True, slots=True)
class Migration:
    version: int
    slug: str
    path: Path

    @property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @property
    def checksum(self) -> str:
        return sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class State:
    """What a database has, compared with the files here. missing: migrations not applied; changed: applied, but
    the file is another now; unknown: applied, but not here (the database is newer than the program)."""

    installed: bool
    current: bool
    missing: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def files() -> list[Path]:
    r"""The files of install.sql, in its order. Anything but comments and \ir lines is refused."""
    script = SQL / "install.sql"
    found = []
    for number, line in enumerate(script.read_text(encoding="utf-8").splitlines(), 1):
        text = line.split("--", 1)[0].strip()
        if not text:
            continue
        include = _INCLUDE.fullmatch(text)
        if include is None:
            raise Failure(f"{script}:{number}: only \\ir lines and comments may stand here: {text}")
        found.append(script.parent / include["path"])
    return found


def migrations() -> list[Migration]:
    found = []
    for path in sorted((SQL / "migrations").glob("*.sql")):
        name = _MIGRATION.fullmatch(path.name)
        if name is None:
            raise Failure(f"{path}: a migration is named NNNN_slug.sql")
        found.append(Migration(int(name["version"]), name["slug"], path))
    return found


def checksum() -> str:
    """Of every file that an install runs, with its place in the order."""
    digest = sha256()
    for path in [SQL / "install.sql", *files(), *(m.path for m in migrations())]:
        digest.update(f"{path.relative_to(SQL)}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()


async def state(database: Database) -> State:
    if not await database.value("core_exists"):
        return State(installed=False, current=False)
    have = {row["version"]: row for row in await database.rows("core_versions")}
    here = {m.version: m for m in migrations()}
    if not have:
        return State(installed=False, current=False)
    return State(
        installed=True,
        current=have[0]["checksum"] == checksum() if 0 in have else False,
        missing=tuple(m.path.name for v, m in here.items() if v not in have),
        changed=tuple(
            m.path.name for v, m in here.items() if v in have and have[v]["checksum"] not in ("", m.checksum)
        ),
        unknown=tuple(f"{v:04}_{row['slug']}" for v, row in have.items() if v and v not in here),
    )


async def install(database: Database, progress: Progress = lambda *_: None) -> bool:
    """Install or upgrade; returns whether the core was there before. Safe to run again and from two places at once."""
    for attempt in range(_TRIES):
        try:
            async with database.transaction():
                return await _install(database, progress)
        except Refused as error:
            if _RACE not in error.message or attempt == _TRIES - 1:
                raise
            await asyncio.sleep(0.2 * 2**attempt)
    raise AssertionError("unreachable")


async def _install(database: Database, progress: Progress) -> bool:
    await database.rows("core_lock")
    before = await state(database)
    if before.unknown:
        raise Failure(
            f"this database has a newer core than this program: {', '.join(before.unknown)}",
            "Use the newer Thingbase with it. A core is never downgraded.",
        )
    here = migrations()
    pending = [m for m in here if before.installed and m.path.name in before.missing]
    scripts = files()
    total = len(pending) + len(scripts)
    for done, migration in enumerate(pending):
        progress(f"migration {migration.path.name}", done, total)
        await database.rows("become_owner")
        await _run(database, migration.path)
        await database.rows("record_core_version", migration.version, migration.slug, migration.checksum)
        await database.rows("become_self")
    for done, path in enumerate(scripts, len(pending)):
        progress(path.name, done, total)
        await _run(database, path)
    await database.rows("become_owner")
    await _refresh_tenants(database, progress)
    for migration in here:
        await database.rows("record_core_version", migration.version, migration.slug, migration.checksum)
    await database.rows("record_core_version", 0, "core", checksum())
    await database.rows("become_self")
    progress("done", total, total)
    return before.installed


async def _refresh_tenants(database: Database, progress: Progress) -> None:
    """Make what the core generates in each tenant's schema (trigger functions, triggers) anew."""
    slugs = [row["slug"] for row in await database.rows("tenant_slugs")]
    for done, slug in enumerate(slugs):
        progress(f"tenant {slug}", done, len(slugs))
        await database.rows("refresh_tenant", slug)


async def _run(database: Database, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    try:
        await database.run(text)
    except Refused as error:
        line = text.count("\n", 0, error.position - 1) + 1 if error.position else 1
        message = f"{path.relative_to(SQL.parent)}:{line}: {error.message}"
        raise Refused(
            message, sqlstate=error.sqlstate, code=error.code, detail=error.detail, hint=error.hint
        ) from error
