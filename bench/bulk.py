"""200,000 rows by INSERT ... SELECT into a class with 8 rules: what validation, log and instances cost.

Four tables with the same columns: bare; with native CHECK constraints of the same rules; with the `validate` trigger alone;
and the class as it is. Also what one row costs, and one that breaks all 8 rules.
"""

import sys

from bench.harness import Connection, Figure, connect, console, in_turn, report, seconds, server

ROWS = 200_000
CLASS = """[{"op": "create_class", "class": "Item", "fields": [
    {"name": "sku", "type": "text", "rules": {"required": true, "pattern": "^[A-Z]{2}-[0-9]+$"}},
    {"name": "name", "type": "text", "rules": {"minLength": 2, "maxLength": 80}},
    {"name": "price", "type": "decimal", "rules": {"min": 0}},
    {"name": "stock", "type": "integer", "rules": {"min": 0, "max": 100000}},
    {"name": "state", "type": "text", "rules": {"oneOf": ["new", "used"]}},
    {"name": "weight", "type": "float"},
    {"name": "sold", "type": "date"},
    {"name": "rating", "type": "integer"},
    {"name": "active", "type": "boolean"},
    {"name": "note", "type": "text"},
    {"name": "maker", "type": "text"},
    {"name": "origin", "type": "text"}]}]"""
COLUMNS = "sku, name, price, stock, state, weight, sold, rating, active, note, maker, origin"
VALUES = """'AB-' || i, 'name ' || i, (i % 1000) * 0.01, i % 5000, 'new', i * 0.5, date '2026-01-01' + i % 300, i % 5,
    i % 2 = 0, 'a note of some length ' || i, 'maker', 'Norway'"""
CHECKS = (
    "sku is not null", "sku ~ '^[A-Z]{2}-[0-9]+$'", "char_length(name) >= 2", "char_length(name) <= 80",
    "price >= 0", "stock >= 0", "stock <= 100000", "state in ('new', 'used')",
)  # fmt: skip


def prepare(db: Connection) -> None:
    db.execute("select thing.create_tenant('bench')")
    db.execute("select thing.migrate('bench', %s::jsonb)", (CLASS,))
    db.execute("set search_path = tenant_bench, public")
    for name in ("bare", "checked", "validated"):
        db.execute(f"create table {name} (like tc_item including defaults, primary key (id))")
    db.execute("alter table bare alter column sku drop not null")
    for n, check in enumerate(CHECKS):
        db.execute(f"alter table checked add constraint c{n} check ({check})")
    trigger = db.execute("select pg_get_triggerdef(oid) from pg_trigger where tgname = 'validate'").fetchone()
    assert trigger is not None
    db.execute(trigger[0].replace("tc_item", "validated"))


def fill(db: Connection, table: str, rows: int = ROWS) -> None:
    db.execute(f"insert into {table} ({COLUMNS}) select {VALUES} from generate_series(1, {rows}) i")


def clear(db: Connection) -> None:
    """Empty all of it, outside the times: the class by the owner's hand, for TRUNCATE is refused to everybody else."""
    db.execute("set session_replication_role = replica")
    db.execute("truncate bare, checked, validated, tc_item, thing_instances, change_log")
    db.execute("set session_replication_role = origin")
    db.execute("checkpoint")


def bulk(db: Connection, rounds: int) -> list[Figure]:
    def run(table: str) -> float:
        clear(db)
        return seconds(lambda: fill(db, table))

    import statistics

    times: dict[str, list[float]] = {t: [] for t in ("bare", "checked", "validated", "tc_item")}
    for _ in range(rounds):
        for table, taken in times.items():
            taken.append(run(table))
    median = {table: statistics.median(taken) * 1000 for table, taken in times.items()}
    return [
        Figure(
            "validated / native CHECKs", f"{median['validated']:.0f} ms", f"{median['checked']:.0f} ms",
            median["validated"] / median["checked"], "", 1.10,
        ),
        Figure(
            "validated, logged, with instances / bare", f"{median['tc_item']:.0f} ms", f"{median['bare']:.0f} ms",
            median["tc_item"] / median["bare"], "", 3.0,
        ),
    ]  # fmt: skip


def single(db: Connection, rounds: int) -> list[Figure]:
    """Rows one by one from a client, prepared, each a transaction without waiting for the disk."""
    clear(db)
    db.execute("set synchronous_commit = off")
    count = 1000

    def insert(table: str) -> None:
        statement = f"insert into {table} ({COLUMNS}) select {VALUES} from (select %s::integer as i) i"
        for n in range(count):
            db.execute(statement, (n,), prepare=True)

    taken = in_turn(rounds, bare=lambda: insert("bare"), ours=lambda: insert("tc_item"))
    bare, ours = taken["bare"] / count * 1000, taken["ours"] / count * 1000

    def broken() -> None:
        for n in range(100):
            try:
                db.execute("insert into tc_item (sku, name, price, stock, state, weight) values (null, 'x', -1, -1, 'bad', %s)", (n,))
            except Exception as error:
                if getattr(error, "sqlstate", "") != "TB001":
                    raise

    refused = in_turn(3, broken=broken)["broken"] / 100 * 1000
    return [
        Figure("one row: ours minus bare", f"{ours:.3f} ms", f"{bare:.3f} ms", ours - bare, " ms", 0.1),
        Figure("a row that breaks its rules: answer", f"{refused:.3f} ms", "", refused, " ms", 2.0),
    ]


def main() -> int:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with server() as started, connect(started) as db:
        prepare(db)
        console.print(f"{ROWS} rows, {len(CHECKS)} rules, {rounds} rounds")
        return report("bulk", bulk(db, rounds) + single(db, rounds))


if __name__ == "__main__":
    sys.exit(main())
