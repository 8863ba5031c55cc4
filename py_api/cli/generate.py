"""./thingbase generate: things made up for a tenant's schema, written by COPY."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from random import Random
from typing import Any

import click

from py_api.cli import output
from py_api.cli.options import connected, data_option, json_option, secret
from py_api.config import COMMAND, Settings
from py_api.core import directory
from py_api.database import Database, Row, connect, scram
from py_api.errors import Failure
from py_api.generator import shares
from py_api.generator.locale_texts import LocaleTexts
from py_api.generator.things import ROUNDS, ClassMaker, Existing
from py_api.generator.things import Row as Values

# Things of one COPY. From 1,000 on they cost PostgreSQL the same; the first are drawn while it has nothing to do.
BATCH = 2_500
TARGETS = 100_000  # things of a class that are there already and may be referred to
DEFAULT = 1_000
JUDGED = 1_000  # things that the database judges at a time


def _counts(_context: click.Context, _option: click.Parameter, values: tuple[str, ...]) -> dict[str, int]:
    counts = {}
    for value in values:
        name, _, count = value.partition("=")
        if not count.isdigit():
            raise click.BadParameter(f"{value!r} is not CLASS=NUMBER")
        counts[name] = int(count)
    return counts


@click.command()
@click.argument("tenant")
@click.option("--things", type=click.IntRange(0), help=f"How many in all, over all classes. Default: {DEFAULT}.")
@click.option("--class", "classes", multiple=True, metavar="CLASS=NUMBER", callback=_counts,
              help="How many of this class; repeatable. Without --things, of no other.")  # fmt: skip
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed makes the same things.")
@click.option(
    "--locale", metavar="LOCALE", help="Names, streets, cities, companies of a country, like de_DE, by Faker."
)
@click.option("--tenants", type=click.IntRange(1), metavar="N",
              help="Make N tenants with TENANT's schema instead: TENANT_1 and so on.")  # fmt: skip
@data_option
@json_option
def generate(
    tenant: str, things: int | None, classes: dict[str, int], seed: int, locale: str | None, tenants: int | None,
    data: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Fill TENANT with made-up things that satisfy its schema: types, rules, references, what is unique.

    What is referred to is made first, and is fewer. With --locale, texts whose field says what they hold (city,
    lastName, the name of a Customer) are those of that country. The things are written as the tenant's API would write
    them, all of a tenant in one transaction; what is there already stays. Needs the API's secret, or a superuser's
    DATABASE_URL.

    \b
    Examples:
      ./thingbase generate acme --things 100000 --seed 7
      ./thingbase generate acme --class Product=5000 --class Review=20000
      ./thingbase generate acme --things 1000 --locale de_DE
      ./thingbase generate acme --tenants 1000 --things 200
    """  # fmt: skip
    texts = None if locale is None else LocaleTexts(locale)
    asyncio.run(_generate(tenant, things, classes, seed, texts, tenants, data, as_json))


async def _generate(
    tenant: str, things: int | None, classes: dict[str, int], seed: int, locale: LocaleTexts | None,
    tenants: int | None, data: Path | None, as_json: bool,
) -> None:  # fmt: skip
    wanted = things if things is not None else 0 if classes else DEFAULT
    started = time.monotonic()
    made: dict[str, int] = {}
    async with connected(data) as main, directory.at_home(main, tenant) as database:
        with output.progress(not as_json) as report:
            slugs = [tenant] if tenants is None else await _copies(main, database, tenant, tenants, report)
            for number, slug in enumerate(slugs):
                filling = Filling(slug, f"{seed}" if tenants is None else f"{seed}.{number}", report, locale)
                counts = await filling.run(database, _secret(data), wanted, classes)
                for name, count in counts.items():
                    made[name] = made.get(name, 0) + count
    seconds = time.monotonic() - started
    total = sum(made.values())
    told = ", ".join(f"{count:,} {name}" for name, count in made.items() if count) or "nothing"
    where = f"Tenant {tenant}" if tenants is None else f"{len(slugs)} tenants like {tenant}"
    output.result(
        {"tenants": slugs, "things": made, "seconds": round(seconds, 3)},
        as_json,
        f"{where}: {told} made in {seconds:.1f} s ({total / seconds:,.0f} a second).",
    )


def _secret(data: Path | None) -> bytes | None:
    """That passwords of the API's roles derive from; None where this machine does not have it."""
    try:
        return Settings.from_environment(database_url="not needed", secret=secret(data)).secret
    except Failure:
        return None


async def _copies(main: Database, database: Database, tenant: str, count: int, report: output.Report) -> list[str]:
    """Makes the tenants that are not there yet, with the schema of this one, in the database where it lives."""
    document = await database.value("document", tenant)
    home = await directory.home_of(main, tenant)
    there = {row["slug"] for row in await database.rows("tenant_slugs")}
    slugs = [f"{tenant}_{number}" for number in range(1, count + 1)]
    for number, slug in enumerate(slugs):
        report(f"making {slug}", number, count)
        if slug in there:
            continue

        async def make(where: Database, slug: str = slug) -> Row:
            return await where.row("create_tenant", slug, None, None, {})

        await directory.make_on(main, home.server.name if home else None, slug, make, at_once=True)
        changes = (await database.row("diff", slug, document))["changes"]
        await database.value("migrate", slug, changes, None, None)
    return slugs


class Filling:
    """Things for one tenant."""

    def __init__(self, slug: str, seed: str, report: output.Report, locale: LocaleTexts | None = None) -> None:
        self._slug, self._seed, self._report, self._locale = slug, seed, report, locale
        self._ids: dict[int | None, list[str]] = {None: []}  # by class: what may be referred to, None: of any
        self._families: Mapping[int, set[int]] = {}
        self._done = 0

    async def run(self, admin: Database, key: bytes | None, things: int, wanted: Mapping[str, int]) -> dict[str, int]:
        """How many were made of each class. Errors: Failure where the schema cannot be satisfied."""
        identity = next(iter(await admin.rows("api_role", self._slug)), None)
        if identity is None:
            raise Failure(f"tenant {self._slug} does not exist", f"`{COMMAND} tenant list` lists the tenants.")
        tenant_id, role = identity[0], identity[1]
        schema = f"tenant_{self._slug}"
        async with AsyncExitStack() as stack:
            database = admin
            if key is not None:
                await admin.rows("api_login", self._slug, scram.verifier(key, tenant_id), tenant_id)
                database = await stack.enter_async_context(
                    connect(admin.url, user=role, password=scram.password(key, tenant_id), name="thingbase generate")
                )
            await database.rows("generate_session")
            classes = (await database.value("catalog_entries", self._slug, None))["classes"]
            formats = {row[0]: (row[1], row[2]) for row in await database.rows("formats")}
            async with database.transaction():
                return await self._fill(database, schema, classes, formats, things, wanted)

    async def _fill(
        self,
        database: Database,
        schema: str,
        classes: Sequence[Mapping[str, Any]],
        formats: Mapping[str, tuple[str, int]],
        things: int,
        wanted: Mapping[str, int],
    ) -> dict[str, int]:
        ordered = shares.in_order(classes)
        self._families = shares.families(classes)
        unknown = set(wanted) - {entry["name"] for entry in ordered}
        if unknown:
            known = ", ".join(sorted(entry["name"] for entry in ordered)[:20])
            raise Failure(
                f"tenant {self._slug} has no class {min(unknown)} that has things of its own",
                f"It has {known}." if known else f"`{COMMAND} schema apply` makes classes.",
            )
        weights = shares.weights(classes, ordered)
        existing = {entry["id"]: await self._existing(database, schema, entry) for entry in ordered}
        left = things
        to_share = sum(weights[entry["id"]] for entry in ordered if entry["name"] not in wanted)
        in_all = things + sum(wanted.values())
        made: dict[str, int] = {}
        for entry in ordered:
            number = entry["id"]
            rng = Random(f"{self._seed}/{entry['name']}/{existing[number].count}")  # noqa: S311 - it is to be foreseen
            count = wanted.get(entry["name"], 0)
            if entry["name"] not in wanted:
                count = round(left * weights[number] / to_share)
                to_share -= weights[number]
            if count == 0:
                made[entry["name"]] = 0
                continue
            maker = ClassMaker(entry, rng, formats, self._targets, existing[number], self._locale)
            room = maker.room()
            if entry["name"] not in wanted:
                count = count if room is None else min(count, room)
                left -= count
            if count > 0:
                await self._make(database, schema, number, maker, count, in_all)
            made[entry["name"]] = count
        return made

    async def _existing(self, database: Database, schema: str, entry: Mapping[str, Any]) -> Existing:
        table = f"{schema}.{entry['table']}"
        count = (await database.rows_of("generate_count", table))[0][0]
        columns = {f["name"]: f for f in entry["fields"] if "column" in f and "computed" not in f}
        unique = [name for name, f in columns.items() if f["rules"].get("unique")]
        values: dict[str, set[str]] = {name: set() for name in unique}
        combinations: dict[str, set[Values]] = {}
        if count:
            ids = [row[0] for row in await database.rows_of("generate_ids", table, (), TARGETS)]
            self._add(entry["id"], ids)
            for name in unique:
                rows = await database.rows_of("generate_values", table, [columns[name]["column"]])
                strip = columns[name]["type"] == "reference"
                values[name] = {row[0][0].replace("-", "") if strip else row[0][0] for row in rows if row[0][0]}
            for combination in entry["uniques"]:
                fields = [columns[name] for name in combination["fields"] if name in columns]
                rows = await database.rows_of("generate_values", table, [f["column"] for f in fields])
                combinations[combination["name"]] = {
                    tuple(
                        (value or "").replace("-", "") if f["type"] == "reference" else (value or "").casefold()
                        for f, value in zip(fields, row[0], strict=True)
                    )
                    for row in rows
                }
        return Existing(count, (), values, combinations)

    def _targets(self, class_id: int | None) -> Sequence[str]:
        return self._ids.get(class_id, ())

    def _add(self, class_id: int, ids: Sequence[str]) -> None:
        """New things may be referred to as of their class, and of those that it extends."""
        self._ids[None].extend(ids)
        for ancestor, family in self._families.items():
            if class_id in family:
                self._ids.setdefault(ancestor, []).extend(ids)

    async def _make(
        self, database: Database, schema: str, number: int, maker: ClassMaker, count: int, in_all: int
    ) -> None:
        columns = ["id", *(column.column for column in maker.columns)]
        sizes = [min(BATCH, count - first) for first in range(0, count, BATCH)]

        async def prepared(size: int) -> tuple[bytes, list[tuple[str, bytes]]]:
            ids = maker.ids(size)
            self._add(number, ids)
            rows = await asyncio.to_thread(maker.batch, size)
            if maker.judged:
                rows = await self._judged(database, maker, rows)
            return await asyncio.to_thread(lambda: (maker.lines(ids, rows), [*maker.links(ids)]))

        # The next batch is drawn while PostgreSQL has the last; not where it is asked about each of them.
        coming = asyncio.create_task(prepared(sizes[0]))
        try:
            for place, size in enumerate(sizes):
                self._report(f"{self._slug}: {maker.name}", self._done, in_all)
                lines, links = await coming
                following = sizes[place + 1 : place + 2]
                if following and not maker.judged:
                    coming = asyncio.create_task(prepared(following[0]))
                await database.copy_text(schema, maker.table, columns, lines)
                for table, pairs in links:
                    await database.copy_text(schema, table, ("source_id", "target_id"), pairs)
                if following and maker.judged:
                    coming = asyncio.create_task(prepared(following[0]))
                self._done += size
        finally:
            coming.cancel()

    async def _judged(self, database: Database, maker: ClassMaker, rows: Sequence[Values]) -> list[Values]:
        """As many rows, of which those that break rules that only the database knows are drawn again."""
        good: list[Values] = []
        pending = list(rows)
        broken: set[str] = set()
        for _ in range(ROUNDS):
            bad: set[int] = set()
            for first in range(0, len(pending), JUDGED):
                values = maker.values(pending[first : first + JUDGED])
                for row in await database.rows("validate_many", self._slug, maker.name, values):
                    rules = {violation.get("rule") for violation in row["violations"]} & maker.judged
                    if rules:
                        bad.add(first + row["n"] - 1)
                        broken |= rules
            good += [row for place, row in enumerate(pending) if place not in bad]
            if not bad:
                return good
            pending = maker.batch(len(bad))
        raise Failure(
            f"class {maker.name}: no things were found that satisfy {', '.join(sorted(broken))}",
            "Rules like these are only tried; what seldom fits cannot be made up.",
        )
