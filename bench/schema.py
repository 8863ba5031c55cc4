"""What schema changes cost: a class among 1,000 classes, a tenant among 1,000 tenants, rollbacks of 100,000 rows.

The rollbacks prove themselves: an md5 over all rows must be the same before the change and after the rollback.
"""

import json
import statistics
import sys
from typing import Any

from rich.progress import track

from bench.harness import Connection, Figure, connect, console, report, seconds, server

TYPES = [
    "text",
    "integer",
    "bigint",
    "decimal",
    "float",
    "boolean",
    "date",
    "time",
    "datetime",
    "uuid",
    "json",
    "email",
]
ROWS = 100_000


def klass(name: str) -> dict[str, Any]:
    fields: list[dict[str, Any]] = [{"name": f"f{n}", "type": t} for n, t in enumerate(TYPES)]
    fields[0]["rules"] = {"required": True, "minLength": 2}
    fields[1]["rules"] = {"min": 0}
    return {"op": "create_class", "class": name, "fields": fields}


def migrate(db: Connection, tenant: str, *operations: dict[str, Any]) -> None:
    db.execute("select thing.migrate(%s, %s::jsonb)", (tenant, json.dumps(operations)))


def classes(db: Connection, many: int) -> Figure:
    db.execute("select thing.create_tenant('many')")
    for start in track(range(0, many, 50), f"{many} classes"):
        migrate(db, "many", *(klass(f"Class{n}") for n in range(start, start + 50)))
    taken = [seconds(lambda n=n: migrate(db, "many", klass(f"Late{n}"))) for n in range(20)]  # type: ignore[misc]
    db.execute("select thing.create_tenant('few')")
    alone = [seconds(lambda n=n: migrate(db, "few", klass(f"Late{n}"))) for n in range(20)]  # type: ignore[misc]
    median = statistics.median(taken) * 1000
    among = f"{statistics.median(alone) * 1000:.1f} ms among none"
    return Figure(f"a class of 12 fields among {many}", f"{median:.1f} ms", among, median, " ms", 50)


def tenants(db: Connection, many: int) -> Figure:
    for n in track(range(many), f"{many} tenants"):
        db.execute("select thing.create_tenant(%s)", (f"t{n}",))
    taken = [seconds(lambda n=n: db.execute("select thing.create_tenant(%s)", (f"late{n}",))) for n in range(20)]  # type: ignore[misc]
    median = statistics.median(taken) * 1000
    return Figure(f"a tenant among {many}", f"{median:.1f} ms", "", median, " ms", 100)


def rollbacks(db: Connection) -> list[Figure]:
    fields = [
        {"name": "name", "type": "text", "rules": {"required": True, "unique": True}},
        {"name": "amount", "type": "integer", "indexed": True},
        {"name": "price", "type": "decimal"},
        {"name": "ratio", "type": "float"},
        {"name": "at", "type": "datetime"},
    ]
    db.execute("select thing.create_tenant('back')")
    migrate(db, "back", {"op": "create_class", "class": "Row", "fields": fields})
    db.execute(
        f"""insert into tenant_back.tc_row (name, amount, price, ratio, at)
        select 'name ' || i, i, (i % 997) * 0.010, i / 7.0::float8, timestamptz '2026-01-01' + i * interval '1.000001 s'
        from generate_series(1, {ROWS}) i"""
    )

    def checksum() -> str:
        row = db.execute(
            """select count(*) || md5(string_agg(
                 (id, version, created_at, updated_at, created_by, name, amount, price, ratio, at)::text,
                 '' order by id))
               from tenant_back.tc_row"""
        ).fetchone()
        assert row is not None
        return str(row[0])

    changes: dict[str, dict[str, Any]] = {
        "drop-field": {"op": "drop_field", "class": "Row", "field": "price"},
        "retype-field": {"op": "alter_field", "class": "Row", "field": "amount", "set": {"type": "text"}},
        "drop-class": {"op": "drop_class", "class": "Row"},
    }
    figures = []
    before = checksum()
    for what, change in changes.items():
        change_time = seconds(lambda change=change: migrate(db, "back", change))  # type: ignore[misc]
        change_time += seconds(lambda: run_jobs(db))
        rollback_time = seconds(lambda: db.execute("select thing.rollback('back', 1)"))
        rollback_time += seconds(lambda: run_jobs(db))
        same = checksum() == before
        figures.append(
            Figure(
                f"rollback of {what}, {ROWS} rows: checksum equal",
                f"{rollback_time * 1000:.0f} ms",
                f"change {change_time * 1000:.0f} ms",
                float(same),
                "",
                1,
                at_least=True,
            )
        )
    return figures


def run_jobs(db: Connection) -> None:
    """Work the queue off, as `select thing.run_jobs() \\gexec` does in psql, until nothing is due."""
    while True:
        statements = [row[0] for row in db.execute("select thing.run_jobs()").fetchall()]
        for statement in statements:
            db.execute(statement)
        if not any(statement.startswith("call") for statement in statements):
            return


def main() -> int:
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with server({"max_locks_per_transaction": "4096", "autovacuum": "on"}) as started, connect(started) as db:
        console.print(f"{many} classes, {many} tenants")
        return report("schema", [*rollbacks(db), classes(db, many), tenants(db, many)])


if __name__ == "__main__":
    sys.exit(main())
