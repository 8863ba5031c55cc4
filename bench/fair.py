"""Fairness among tenants: the p99 of reads by id, alone and while another tenant does its worst, in 8 kinds.

Reader and attacker have tenants of one server process and one PostgreSQL. In turn and in one run: the reader alone,
beside the attack, and beside the same attack on another server, which reads and refuses it (bench/support/neutral.py):
what it costs because all share the machine's cores. The median of the rounds' ratios is the figure. The server process
has a ceiling of address space, and each process of PostgreSQL the embedded one's.

    ./thingbase bench fair [ROUNDS [SECONDS]] [KIND ...]
"""

import sys
from dataclasses import replace

from rich.progress import track

from bench import attacks
from bench.harness import Connection, Figure, Neighbours, connect, console, report, server
from bench.support import contenders
from bench.support.attacks_fair import KINDS, PAGES, ROWS
from tests.support.servers import asyncpg_url


def prepare(db: Connection) -> dict[str, list[str]]:
    """The tenants of bench.attacks, and more for the attacker to read."""
    found = attacks.prepare(db)
    change = '[{"op": "create_class", "class": "Page", "fields": [{"name": "text", "type": "text"}]}]'
    db.execute("select thing.migrate('attacker', %s::jsonb)", (change,))
    db.execute(
        "insert into tenant_attacker.tc_item (name, note, amount) "
        "select 'item ' || i, md5(i::text) || repeat(' word', 20), i from generate_series(1, %s) i",
        (ROWS,),
    )
    db.execute(
        "insert into tenant_attacker.tc_page (text) select repeat(md5(i::text), 100) from generate_series(1, %s) i",
        (PAGES,),
    )
    db.execute("vacuum (analyze, freeze)")
    return found


def main() -> int:
    numbers = [arg for arg in sys.argv[1:] if arg.replace(".", "").isdigit()]
    names = [arg for arg in sys.argv[1:] if arg not in numbers] or list(KINDS)
    if unknown := set(names) - set(KINDS):
        raise SystemExit(f"there is no kind {min(unknown)!r}: {', '.join(KINDS)}")
    rounds = int(numbers[0]) if numbers else 3
    seconds = float(numbers[1]) if len(numbers) > 1 else 3.0
    figures: list[Figure] = []
    try:
        with server() as started, connect(started) as db:
            ids = prepare(db)
            command, environment = contenders.serving(asyncpg_url(started.url), 16)
            with (
                contenders.running("ours", attacks.limited(command), environment) as ours,
                contenders.uvicorn("neutral", "bench.support.neutral:app") as neutral,
            ):
                host, _, port = ours.address.removeprefix("http://").rpartition(":")
                targets = {slug: attacks.target(host, int(port), slug, ids[slug][0]) for slug in ids}
                victim = attacks.Victim(targets["victim"], ids["victim"])
                beside = replace(targets["attacker"], port=int(neutral.address.rpartition(":")[2]))
                neighbours = Neighbours(ours.process.pid, neutral.process.pid)
                victim.milliseconds(1.0)
                for name in track(names, "kinds", console=console):
                    figures += attacks.measured(name, targets["attacker"], beside, victim, ours, rounds, seconds)
                neighbours.tell()
    finally:  # what was measured is told, whatever came then
        code = report(f"fair: {rounds} rounds of {seconds:g} s alone and {seconds:g} s beside another tenant", figures)
    return code


if __name__ == "__main__":
    sys.exit(main())
