"""The values that a copy of a tenant has in place of those of fields that are marked personal."""

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from py_api.database import Database
from py_api.errors import Failure
from py_api.generator import shares
from py_api.generator.replacing import Replacer
from py_api.generator.things import ROUNDS, Row

Report = Callable[[str, int, int], None]

REPLACED = {"personal": "replaced"}  # of a manifest
BATCH = 5_000  # things that are read, and replaced, at a time
JUDGED = 1_000  # things that the database judges at a time
TARGETS = 100_000  # things of a class that a made-up reference may name
_FIRST = "00000000-0000-0000-0000-000000000000"  # before every id


class Replacement:
    """Made-up values for one tenant, in the snapshot that its rows are copied in. The same tenant gets the same."""

    def __init__(self, database: Database, tenant: str, report: Report) -> None:
        self._database, self._tenant, self._report = database, tenant, report
        self._schema = f"tenant_{tenant}"
        self._replaced = ""
        self._classes: list[dict[str, Any]] = []
        self._ids: dict[int | None, list[str]] = {}

    async def make(self) -> str:
        """The schema that has them, for thing.archived_sql. Errors: Failure where no values satisfy the rules."""
        database = self._database
        self._replaced = await database.value("begin_replacement", self._tenant)
        self._classes = (await database.value("catalog_entries", self._tenant, None))["classes"]
        formats = {row[0]: (row[1], row[2]) for row in await database.rows("formats")}
        await database.rows("replacement_session")
        await database.rows("become_owner")
        kept = [c for c in self._classes if c.get("table") and not c.get("rollup")]
        for number, entry in enumerate(kept):
            self._report(f"made-up values of {entry['name']}", number, len(kept))
            rng = Random(f"{self._tenant}/{entry['name']}")  # noqa: S311 - it says nothing of what it replaces
            fields = [f for f in entry["fields"] if f.get("personal")]
            for target in {f.get("targetId") for f in fields if f["type"] in ("reference", "references")}:
                await self._load(target)
            if any("column" in f for f in fields):
                await self._things(Replacer(entry, rng, formats, lambda target: self._ids[target]))
            for f in fields:
                if "joinTable" in f:
                    await self._links(f["joinTable"], self._ids[f.get("targetId")], rng)
        await database.rows("become_self")
        return self._replaced

    async def _load(self, target: int | None) -> None:
        """The ids that a reference may name; None: of any class."""
        if target in self._ids:
            return
        family = shares.families(self._classes).get(target, set()) if target is not None else None
        ids: list[str] = []
        for entry in self._classes:
            if entry.get("table") and not entry.get("rollup") and (family is None or entry["id"] in family):
                table = f"{self._schema}.{entry['table']}"
                ids += [row[0] for row in await self._database.rows_of("generate_ids", table, (), TARGETS)]
        self._ids[target] = ids

    async def _things(self, replacer: Replacer) -> None:
        table, after = f"{self._schema}.{replacer.table}", _FIRST
        while True:
            rows = await self._database.rows_of("replaced_things", table, replacer.needed, after, BATCH)
            if not rows:
                return
            after = rows[-1][0]
            made = await self._judged(replacer, [replacer.given(row[1]) for row in rows])
            lines = replacer.lines([row[0] for row in rows], made)
            await self._database.copy_text(self._replaced, replacer.table, ["id", *replacer.columns], lines)

    async def _judged(self, replacer: Replacer, given: Sequence[Row]) -> list[Row]:
        """Replaced, and again where the database finds a rule broken that only it can judge."""
        rows = replacer.replaced(given)
        pending = range(len(rows)) if replacer.judged else range(0)
        for _ in range(ROUNDS):
            bad = [pending[place] for place in await self._breaking(replacer, [rows[place] for place in pending])]
            if not bad:
                return rows
            for place, row in zip(bad, replacer.replaced([given[place] for place in bad]), strict=True):
                rows[place] = row
            pending = bad  # type: ignore[assignment]
        raise Failure(
            f"class {replacer.name}: no made-up values were found that satisfy {', '.join(sorted(replacer.judged))}",
            "Rules like these are only tried. Mark the other fields that they name as personal too.",
        )

    async def _breaking(self, replacer: Replacer, rows: Sequence[Row]) -> list[int]:
        broken: list[int] = []
        for first in range(0, len(rows), JUDGED):
            values = replacer.values(rows[first : first + JUDGED])
            broken += [
                first + row["n"] - 1
                for row in await self._database.rows("validate_many", self._tenant, replacer.name, values)
                if {violation.get("rule") for violation in row["violations"]} & replacer.judged
            ]
        return sorted(broken)

    async def _links(self, table: str, targets: Sequence[str], rng: Random) -> None:
        """As many links of each thing as there are, to others."""
        rows = await self._database.rows_of("replaced_links", f"{self._schema}.{table}", ["source_id"])
        pairs = [f"{row[0]}\t{target}" for row in rows for target in rng.sample(targets, min(row[1], len(targets)))]
        if pairs:
            lines = ("\n".join(pairs) + "\n").encode()
            await self._database.copy_text(self._replaced, table, ("source_id", "target_id"), lines)
