"""Makes a tenant like another in the same database, as a backup and a restore would, without a file between them."""

from typing import Any

from py_api.archive.backup import Report
from py_api.archive.personal import REPLACED, Replacement
from py_api.database import Database, Row


async def clone(
    locking: Database,
    database: Database,
    tenant: str,
    slug: str,
    label: str | None,
    password: str | None,
    limits: dict[str, Any],
    report: Report,
    personal: bool = True,
) -> Row:
    """The row of the new tenant. Two connections, as of a backup. personal: with the values of personal fields.

    Errors: those of thing.archive_lock, begin_restore, restore_tables and finish_restore.
    """
    async with locking.transaction():
        await locking.script("archive_session")
        await locking.rows("archive_lock", tenant)
        async with database.transaction(snapshot=True, writes=True):
            await database.script("archive_session")
            report("classes", 0, 3)
            replaced = None
            manifest: dict[str, Any] = await database.value("archive_manifest", tenant)
            manifest["tenant"]["label"] = label or manifest["tenant"]["label"]
            if not personal:
                manifest |= REPLACED
                replaced = await Replacement(database, tenant, report).make()
            made = await database.row("begin_restore", manifest, slug)
            await database.value("clone_rows", tenant, made["slug"], ["definitions"], replaced)
            await database.rows("restore_tables", made["slug"], manifest)
            report("rows", 1, 3)
            await database.value("clone_rows", tenant, made["slug"], ["core", "classes"], replaced)
            if replaced is not None:
                await database.rows("end_replacement", replaced)
            report("indexes, constraints, triggers", 2, 3)
            return await database.row("finish_restore", made["slug"], manifest, password, limits)
