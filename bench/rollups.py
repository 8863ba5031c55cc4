"""Figures kept ready: what reading them saves, and what keeping them costs each write.

    python -m bench.rollups [rows] [rounds] [read | kept]

Two classes with the same fields; one has an immediate rollup by month and a reference's name, with three figures. Read:
the rows of the rollup against the direct query over all things, and the same question in GraphQL, answered from the
rollup and without. Written: one row at a time, and 200,000 at once (not with `read`).

With `kept`: kept figures of lists (count, sum, max) of 100 things with so many rows together; one row written with and
without them, and the first 20 things by a figure that is kept, or worked out.
"""

import asyncio
import statistics
import sys
from dataclasses import replace

from bench.bulk import cpu_seconds
from bench.harness import Connection, Figure, connect, console, in_turn, report, seconds, server
from py_api.catalog.model import NotLoaded
from py_api.config import Limits
from tests.support.compiled import PASSWORD, Api, reading
from tests.support.servers import Server

BULK = 200_000
FIELDS = """[{"name": "genre", "type": "reference", "target": "Genre"},
    {"name": "total", "type": "decimal", "params": {"precision": 12, "scale": 2}, "rules": {"min": 0}},
    {"name": "pieces", "type": "integer"},
    {"name": "note", "type": "text"},
    {"name": "soldAt", "type": "datetime", "rules": {"required": true}}]"""
CLASSES = f"""[{{"op": "create_class", "class": "Genre", "fields": [{{"name": "name", "type": "text"}}]}},
    {{"op": "create_class", "class": "Plain", "fields": {FIELDS}}},
    {{"op": "create_class", "class": "Counted", "fields": {FIELDS}}}]"""
ROLLUP = """[{"op": "create_rollup", "name": "MonthlySale", "class": "Counted",
    "groupBy": [{"path": "soldAt", "by": "MONTH", "zone": "Europe/Oslo", "name": "month"}, "genre.name"],
    "aggregates": [{"function": "sum", "path": "total"}, {"function": "sum", "path": "pieces"}]}]"""
COLUMNS = "genre, total, pieces, note, sold_at"
VALUES = """(array(select id from tc_genre order by name))[1 + i % 25], i % 1000 + 0.5, i % 7, 'a note about it ' || i,
    timestamptz '2021-01-01' + i % 1800 * interval '1 day'"""
DIRECT = """select date_trunc('month', c.sold_at at time zone 'Europe/Oslo')::date, g.name, count(*), sum(c.total),
       sum(c.pieces)
  from tc_counted c left join tc_genre g on g.id = c.genre group by 1, 2 order by 1, 2"""
KEPT = "select month, genre_name, count, sum_total, sum_pieces from tc_monthly_sale order by 1, 2"


QUESTION = """{ countedsAggregate(groupBy: [{soldAt: {by: MONTH, zone: "Europe/Oslo"}}], filter: {genre: {name: {lt: "genre 2"}}}) {
    key { soldAt } count fields { total { sum } pieces { sum } } } }"""


def prepare(db: Connection, rows: int) -> float:
    """Returns how long the rollup took to fill."""
    db.execute("select thing.create_tenant(slug => 'bench', password => %s)", (PASSWORD,))
    db.execute("select thing.migrate('bench', %s::jsonb)", (CLASSES,))
    db.execute("set search_path = tenant_bench, public")
    db.execute("insert into tc_genre (name) select 'genre ' || n from generate_series(1, 25) n")
    fill(db, "tc_plain", 1000)
    db.execute("set session_replication_role = replica")  # the log and the instances of the rows are no concern here
    fill(db, "tc_counted", rows)
    db.execute("set session_replication_role = origin")
    db.execute("vacuum analyze tc_counted, tc_plain, tc_genre")
    db.execute("select thing.migrate('bench', %s::jsonb)", (ROLLUP,))
    return seconds(lambda: db.execute("select thing.refresh_rollup('bench', 'MonthlySale')"))


def fill(db: Connection, table: str, rows: int) -> None:
    db.execute(f"insert into {table} ({COLUMNS}) select {VALUES} from generate_series(1, {rows}) i")


def read(db: Connection, rows: int, rounds: int) -> Figure:
    assert db.execute(KEPT).fetchall() == db.execute(DIRECT).fetchall()
    taken = in_turn(rounds, kept=lambda: db.execute(KEPT).fetchall(), direct=lambda: db.execute(DIRECT).fetchall())
    shown = {name: f"{taken[name] * 1000:.2f} ms" for name in taken}
    return Figure(
        f"{rows} rows by month and genre: direct / from the rollup",
        shown["kept"],
        shown["direct"],
        taken["direct"] / taken["kept"],
        "",
        500,
        at_least=True,
    )


def answers(started: Server, db: Connection, rows: int, rounds: int) -> Figure:
    """The same question in GraphQL, compiled as the API does."""
    limits = Limits(list_size=10_000, cost=10**9, answer_rows=10**9)
    with asyncio.Runner() as runner, reading(started, "bench", db, runner, limits) as api:
        other = api.reloaded()
        entries = other.api.catalog.entries
        other.load(NotLoaded(head.id for head in other.api.catalog.by_name.values()))
        entries.update({n: replace(cls, rollups=()) for n, cls in entries.items()})

        def ask(of: Api) -> str:
            return str(of.run(QUESTION))

        assert ask(api) == ask(other)
        taken = in_turn(rounds, kept=lambda: ask(api), direct=lambda: ask(other))
    return Figure(
        f"{rows} rows by month, of some genres, in GraphQL: direct / from the rollup",
        f"{taken['kept'] * 1000:.2f} ms",
        f"{taken['direct'] * 1000:.2f} ms",
        taken["direct"] / taken["kept"],
        "",
        500,
        at_least=True,
    )


def single(db: Connection, rounds: int) -> list[Figure]:
    """One row a transaction, prepared: what a client waits for, the disk included; and the server's CPU without it."""
    count = 300

    def insert(table: str) -> None:
        statement = (
            f"insert into {table} ({COLUMNS}) select {VALUES.replace('%', '%%')} from (select %s::integer as i) i"
        )
        for n in range(count):
            db.execute(statement, (n,), prepare=True)

    taken = in_turn(rounds, plain=lambda: insert("tc_plain"), counted=lambda: insert("tc_counted"))
    plain, counted = (taken[name] / count * 1000 for name in ("plain", "counted"))
    db.execute("set synchronous_commit = off")
    used = dict.fromkeys(("tc_plain", "tc_counted"), 0.0)
    for _ in range(rounds * 2):
        for table in used:
            before = cpu_seconds(db)
            insert(table)
            used[table] += (cpu_seconds(db) - before) / count / rounds / 2 * 1000
    what = "one row: with / without"
    return [
        Figure(what, f"{counted:.3f} ms", f"{plain:.3f} ms", counted / plain, "", 1.3),
        Figure(
            f"{what}, CPU of the server",
            f"{used['tc_counted']:.3f} ms",
            f"{used['tc_plain']:.3f} ms",
            used["tc_counted"] / used["tc_plain"],
            "",
            1.3,
        ),
    ]


def bulk(db: Connection, rounds: int) -> Figure:
    times: dict[str, list[float]] = {"tc_plain": [], "tc_counted": []}
    for number in range(rounds + 1):
        for table in list(times)[:: 1 if number % 2 else -1]:
            db.execute("checkpoint")
            taken = seconds(lambda table=table: fill(db, table, BULK))  # type: ignore[misc]
            if number:
                times[table].append(taken * 1000)
    ratio = statistics.median(c / p for p, c in zip(times["tc_plain"], times["tc_counted"], strict=True))
    plain, counted = (f"{statistics.median(t):.0f} ms" for t in times.values())
    return Figure(f"{BULK} rows at once: with / without", counted, plain, ratio, "", 1.3)


KEPT_CLASSES = """[{"op": "create_class", "class": "Genre", "fields": [{"name": "name", "type": "text"}]},
    {"op": "create_class", "class": "Plain", "fields": [{"name": "total", "type": "decimal"},
        {"name": "genre", "type": "reference", "target": "Genre", "inverse": "plains"}]},
    {"op": "create_class", "class": "Counted", "fields": [{"name": "total", "type": "decimal"},
        {"name": "genre", "type": "reference", "target": "Genre", "inverse": "counteds"}]}]"""
KEPT_FIELDS = """[
    {"op": "add_field", "class": "Genre", "field": {"name": "size", "type": "integer", "expression": "count(counteds)",
        "kept": true}},
    {"op": "add_field", "class": "Genre", "field": {"name": "top", "type": "decimal", "kept": true,
        "expression": "max(counteds.total)"}},
    {"op": "add_field", "class": "Genre", "field": {"name": "direct", "type": "decimal",
        "expression": "sum(counteds.total)"}},
    {"op": "add_field", "class": "Genre", "field": {"name": "total", "type": "decimal", "kept": true, "indexed": true,
        "expression": "sum(counteds.total)"}}]"""
LISTS = 100


def kept(started: Server, db: Connection, rows: int, rounds: int) -> list[Figure]:
    db.execute("select thing.create_tenant(slug => 'bench', password => %s)", (PASSWORD,))
    db.execute("select thing.migrate('bench', %s::jsonb)", (KEPT_CLASSES,))
    db.execute("set search_path = tenant_bench, public")
    db.execute("insert into tc_genre (name) select 'genre ' || n from generate_series(1, %s) n", (LISTS,))
    genres = db.execute("select array_agg(id) from tc_genre").fetchone()
    assert genres is not None
    db.execute("set session_replication_role = replica")  # the log and the instances of the rows are no concern here
    for table in ("tc_plain", "tc_counted"):
        db.execute(
            f"insert into {table} (total, genre) select i % 1000, %s[1 + i %% {LISTS}] from generate_series(1, {rows}) i".replace(
                "i % 1000", "i %% 1000"
            ),
            (genres[0],),
        )
    db.execute("set session_replication_role = origin")
    db.execute("vacuum analyze tc_counted, tc_plain, tc_genre")
    filled = seconds(lambda: (db.execute("select thing.migrate('bench', %s::jsonb)", (KEPT_FIELDS,)), None)[1])
    while job := db.execute("select job from thing.claim_job('bench')").fetchone():
        while db.execute("select thing.step_job('bench', %s)", job).fetchone() != (None,):
            pass
    console.print(f"{LISTS} lists of {rows // LISTS} rows; the migration took {filled:.1f} s")
    db.execute("set synchronous_commit = off")
    figures, count = [], 200
    statements = {
        "insert": "insert into {} (total, genre) values (500, %s)",
        "update": "update {} set total = total + 1 where id = (select id from {} where genre = %s limit 1)",
    }
    for what, statement in statements.items():
        used = dict.fromkeys(("tc_plain", "tc_counted"), 0.0)
        for _ in range(rounds):
            for table in used:
                before = cpu_seconds(db)
                for n in range(count):
                    db.execute(statement.replace("{}", table), (genres[0][n % LISTS],), prepare=True)
                used[table] += (cpu_seconds(db) - before) / count / rounds * 1000
        shown = [f"{used[table]:.3f} ms" for table in ("tc_counted", "tc_plain")]
        ratio = used["tc_counted"] / used["tc_plain"]
        figures.append(
            Figure(f"{what} of one row: three kept figures / none, CPU of the server", *shown, ratio, "", 2.5)
        )
    with asyncio.Runner() as runner, reading(started, "bench", db, runner, Limits(cost=10**9)) as api:

        def first(field: str) -> None:
            api.run(f"{{ genres(orderBy: [{{{field}: DESC}}], first: 20) {{ nodes {{ name {field} }} }} }}")

        taken = in_turn(rounds, kept=lambda: first("total"), direct=lambda: first("direct"))
    shown = [f"{taken[name] * 1000:.2f} ms" for name in ("kept", "direct")]
    ratio = taken["direct"] / taken["kept"]
    figures.append(Figure("the first 20 by a figure: worked out / kept", *shown, ratio, "", 5, at_least=True))
    differs = db.execute("select count(*) from thing.check('bench', true) where kind ~ 'figures'").fetchone()
    assert differs == (0,)
    return figures


def main() -> int:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    if sys.argv[3:] == ["kept"]:
        with server() as started, connect(started) as db:
            return report("kept", kept(started, db, rows, rounds))
    with server() as started, connect(started) as db:
        filled = prepare(db, rows)
        groups = db.execute("select count(*) from tc_monthly_sale").fetchone()
        assert groups is not None
        console.print(f"{rows} rows, {groups[0]} groups, filled in {filled:.1f} s, {rounds} rounds")
        figures = [read(db, rows, rounds), answers(started, db, rows, rounds)]
        if sys.argv[3:] != ["read"]:
            figures += [*single(db, rounds), bulk(db, rounds)]
        assert db.execute(KEPT).fetchall() == db.execute(DIRECT).fetchall()
        return report("rollups", figures)


if __name__ == "__main__":
    sys.exit(main())
