"""Fairness among tenants: the p99 of reads by id, alone and while another tenant does its worst, in 8 kinds.

Reader and attacker have tenants of one server process and one PostgreSQL. In turn and in one run: the reader alone,
beside the attack, and beside the same attack on another server, which reads and refuses it (bench/support/neutral.py):
what it costs because all share the machine's cores. The median of the rounds' ratios is the figure. The server process
has a ceiling of address space, and each process of PostgreSQL the embedded one's.

    ./thingbase bench fair [ROUNDS [SECONDS]] [KIND ...]
"""

import sys
from contextlib import nullcontext

from bench import attacks
from bench.harness import Connection
from bench.support.attacks_fair import KINDS, PAGES, ROWS


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
    return attacks.run("kind", KINDS, prepare, lambda _server: nullcontext())


if __name__ == "__main__":
    sys.exit(main())
