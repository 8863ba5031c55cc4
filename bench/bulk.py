"""200,000 rows by INSERT ... SELECT into a class with 8 rules: what validation, log and instances cost.

Four tables with the same columns: bare; with native CHECK constraints of the same rules; with the `validate` trigger
alone; and the class as it is. Also what one row costs, and one that breaks all 8 rules.
"""

import json
import statistics
import sys

import psutil
import psycopg

from bench.harness import Connection, Figure, connect, console, in_turn, report, seconds, server

ROWS = 200_000
CLASS = """[{"op": "create_class", "class": "Item", "fields": [
    {"name": "sku", "type": "text", "rules": {"minLength": 4, "pattern": "^[A-Z]{2}-[0-9]+$"}},
    {"name": "name", "type": "text", "rules": {"minLength": 2}},
    {"name": "price", "type": "integer", "rules": {"min": 0}},
    {"name": "stock", "type": "integer", "rules": {"min": 0}},
    {"name": "state", "type": "text", "rules": {"oneOf": ["new", "used"]}},
    {"name": "rating", "type": "integer", "rules": {"max": 10}},
    {"name": "maker", "type": "text", "rules": {"maxLength": 40}},
    {"name": "weight", "type": "integer"},
    {"name": "soldAt", "type": "time"},
    {"name": "active", "type": "boolean"},
    {"name": "note", "type": "text"},
    {"name": "origin", "type": "text"}]}]"""
COLUMNS = "sku, name, price, stock, state, rating, maker, weight, sold_at, active, note, origin"
VALUES = """'AB-' || i, 'name ' || i, i % 1000, i % 5000, 'new', i % 5, 'maker', i, time '12:00', i % 2 = 0,
    'a note of some length ' || i, 'Norway'"""
BAD = "'x', 'y', -1, -1, 'bad', 11, repeat('z', 41), 1, '12:00', true, '', ''"
CHECKS = (
    "char_length(sku) >= 4",
    "sku ~ '^[A-Z]{2}-[0-9]+$'",
    "char_length(name) >= 2",
    "price >= 0",
    "stock >= 0",
    "state in ('new', 'used')",
    "rating <= 10",
    "char_length(maker) <= 40",
)


def prepare(db: Connection) -> None:
    db.execute("select thing.create_tenant('bench')")
    db.execute("select thing.migrate('bench', %s::jsonb)", (CLASS,))
    db.execute("set search_path = tenant_bench, public")
    for name in ("bare", "checked", "validated"):
        db.execute(f"create table {name} (like tc_item including defaults, primary key (id))")
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
    """Each round fills all four, in an order of its own; a ratio is the median of the rounds' ratios, so a slow minute of
    the machine falls out."""
    tables = ["bare", "checked", "validated", "tc_item"]
    times: dict[str, list[float]] = {table: [] for table in tables}
    for number in range(rounds + 1):
        order = tables[number % 4 :] + tables[: number % 4]
        for table in order if number % 2 else order[::-1]:
            clear(db)
            taken = seconds(lambda table=table: fill(db, table))  # type: ignore[misc]
            if number:  # the first round warms up
                times[table].append(taken * 1000)

    def figure(what: str, ours: str, theirs: str, bound: float) -> Figure:
        ratio = statistics.median(o / t for o, t in zip(times[ours], times[theirs], strict=True))
        shown = {table: f"{statistics.median(times[table]):.0f} ms" for table in (ours, theirs)}
        return Figure(what, shown[ours], shown[theirs], ratio, "", bound)

    return [
        figure("validated / native CHECKs", "validated", "checked", 1.10),
        figure("validated, logged, with instances / bare", "tc_item", "bare", 3.0),
    ]


def single(db: Connection, rounds: int) -> list[Figure]:
    """Rows one by one from a client, prepared, each a transaction without waiting for the disk. Elapsed time has the wake-ups
    of two processes in it, which on a virtual machine can cost more than the work; so the server's CPU time is shown too."""
    clear(db)
    db.execute("set synchronous_commit = off")
    count = 200

    def insert(table: str) -> None:
        values = VALUES.replace("%", "%%")
        statement = f"insert into {table} ({COLUMNS}) select {values} from (select %s::integer as i) i"
        for n in range(count):
            db.execute(statement, (n,), prepare=True)

    taken = in_turn(rounds * 8, bare=lambda: insert("bare"), ours=lambda: insert("tc_item"))
    bare, ours = taken["bare"] / count * 1000, taken["ours"] / count * 1000
    cpu = {}
    for table in ("bare", "tc_item"):
        before = cpu_seconds(db)
        for _ in range(rounds * 8):
            insert(table)
        cpu[table] = (cpu_seconds(db) - before) / (rounds * 8 * count) * 1000

    def broken() -> None:
        for _ in range(100):
            assert violations(db) == len(CHECKS)

    refused = in_turn(3, broken=broken)["broken"] / 100 * 1000
    return [
        Figure("one row: ours minus bare", f"{ours:.3f} ms", f"{bare:.3f} ms", ours - bare, " ms", 0.1),
        Figure(
            "one row: ours minus bare, CPU of the server",
            f"{cpu['tc_item']:.3f} ms",
            f"{cpu['bare']:.3f} ms",
            cpu["tc_item"] - cpu["bare"],
            " ms",
            0.1,
        ),
        Figure("a row that breaks all 8 rules: answer", f"{refused:.3f} ms", "", refused, " ms", 2.0),
    ]


def cpu_seconds(db: Connection) -> float:
    """CPU time that the connection's server process has used so far."""
    used = psutil.Process(db.info.backend_pid).cpu_times()
    return float(used.user + used.system)


def violations(db: Connection) -> int:
    """How many violations the answer to the bad row lists."""
    try:
        db.execute(f"insert into tc_item ({COLUMNS}) values ({BAD})".encode())
    except psycopg.Error as error:
        return len(json.loads(error.diag.message_detail or "[]"))
    return 0


def main() -> int:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with server() as started, connect(started) as db:
        prepare(db)
        console.print(f"{ROWS} rows, {len(CHECKS)} rules, {rounds} rounds")
        return report("bulk", bulk(db, rounds) + single(db, rounds))


if __name__ == "__main__":
    sys.exit(main())
