"""16 writers and nobody subscribed: what it costs that a subscriber could be there.

The same class with the trigger functions as they are, and with the NOTIFY part cut out of them; pgbench writes through
each in turn, waiting for the disk as a real server does. For comparison, the same with one subscriber, and with an
API's own writes (thing.quiet).
"""

import os
import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.progress import track

from bench.harness import Connection, Figure, connect, console, report, server
from py_api.embedded import account
from py_api.embedded.programs import Programs
from tests.support.servers import PASSWORD, Server

WRITERS = 16
SCRIPT = "insert into tenant_bench.tc_item (name, price) values ('a name', 7);\n"
CLASS = """[{"op": "create_class", "class": "Item", "fields": [
    {"name": "name", "type": "text", "rules": {"required": true, "minLength": 2}},
    {"name": "price", "type": "integer", "rules": {"min": 0}}]}]"""
NOTIFY = re.compile(r"\n    if current_setting\('thing\.quiet'.*?\n    end if;", re.DOTALL)


def tps(started: Server, seconds: int, options: str = "") -> float:
    runs_as = account.for_servers()
    pgbench = Programs.bundled().reachable_by(runs_as).postgres / "pgbench"
    load = ["-n", "-M", "prepared", "-c", str(WRITERS), "-j", "2", "-T", str(seconds)]
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(SCRIPT)
        script.flush()
        Path(script.name).chmod(0o644)
        done = subprocess.run(
            [pgbench, *load, "-f", script.name, started.url],
            env={**os.environ, "PGPASSWORD": PASSWORD, "PGOPTIONS": options},
            capture_output=True,
            text=True,
            check=True,
        )
    found = re.search(r"tps = ([\d.]+)", done.stdout)
    assert found, done.stdout
    return float(found[1])


def functions(db: Connection) -> dict[str, str]:
    """The tenant's trigger functions with and without their NOTIFY."""
    row = db.execute("select thing.tenant_functions_sql('tenant_bench')").fetchone()
    assert row is not None
    cut, times = NOTIFY.subn("", row[0])
    assert times >= 3, "the NOTIFY part looks different by now"
    return {"with": row[0], "without": cut}


def clear(db: Connection, text: str) -> None:
    """Empty tables, and these trigger functions: by the owner's hand, for TRUNCATE is refused to everybody else."""
    db.execute("set session_replication_role = replica")
    db.execute("truncate tenant_bench.tc_item, tenant_bench.thing_instances, tenant_bench.change_log")
    db.execute("set session_replication_role = origin")
    db.execute("set role thing_owner")
    db.execute(text.encode())
    db.execute("reset role")
    db.execute("checkpoint")


def main() -> int:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 6
    length = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    with server({"max_connections": "100"}) as started, connect(started) as db:
        db.execute("select thing.create_tenant('bench')")
        db.execute("select thing.migrate('bench', %s::jsonb)", (CLASS,))
        console.print(f"{WRITERS} writers, {rounds} rounds of four times {length} s")
        texts = functions(db)
        found: dict[str, list[float]] = {name: [] for name in texts}
        for number in track(range(rounds), "rounds"):
            # there and back, each from empty tables, so that neither of the two is always the later one
            there = list(texts) if number % 2 else list(texts)[::-1]
            speeds: dict[str, list[float]] = {name: [] for name in texts}
            for name in there + there[::-1]:
                clear(db, texts[name])
                speeds[name].append(tps(started, length))
            for name, of in speeds.items():
                found[name].append(statistics.mean(of))
        medians = {name: statistics.median(of) for name, of in found.items()}
        clear(db, texts["with"])
        db.execute("insert into tenant_bench.thing_subscribers (expires_at) values (now() + interval '1 hour')")
        heard = tps(started, length)
        quiet = tps(started, length, "-c thing.quiet=on")
        console.print(
            f"for comparison, with a subscriber: {heard:.0f} tps; API writes with a subscriber: {quiet:.0f} tps",
            style="dim",
        )
        ratio = statistics.median(w / o for w, o in zip(found["with"], found["without"], strict=True))
        return report(
            "notify",
            [
                Figure(
                    "16 writers, nobody subscribed / NOTIFY taken out",
                    f"{medians['with']:.0f} tps",
                    f"{medians['without']:.0f} tps",
                    ratio,
                    "",
                    0.97,
                    at_least=True,
                )
            ],
        )


if __name__ == "__main__":
    sys.exit(main())
