"""From a commit to 1,000 WebSocket clients of one process: how long it takes, and does all of it arrive, once.

100 events a second, written by SQL, and then through the API. Every client follows one of ten topics, so an event goes to
100 of them. The clients are a process of their own; writers, clients, server and PostgreSQL share the machine.
The time is from the moment the writer has read the acknowledgement of its commit to the one the client has read the event.

    ./thingbase bench live [SECONDS [SOCKETS]] [own]      own: no two clients ask the same; each filter is one of its own
"""

import sys
import time

from bench.harness import Figure, Neighbours, connect, console, report, server
from bench.support import contenders
from bench.support.contenders import cpu_seconds
from bench.support.crowd import Ask, Crowd, Deliveries, deliveries, described, percentile
from bench.support.writing import FOLLOW, TENANT, TOPICS, Pen, prepare
from tests.support.servers import asyncpg_url

SECONDS, SOCKETS, RATE = 60, 1_000, 100
WARM_SECONDS = 5
P50, P99 = 10.0, 50.0  # milliseconds
OWN = """subscription ($topic: Int!, $least: Int!, $after: String) {
    itemChanged(filter: {topic: {eq: $topic}, n: {gte: $least}}, after: $after) { operation thing { id n topic note } cursor } }"""


def asks(sockets: int, own: bool) -> list[Ask]:
    """Client n follows topic n % TOPICS."""
    if own:
        return [Ask(OWN, {"topic": n % TOPICS, "least": -n}) for n in range(sockets)]
    return [Ask(FOLLOW, {"topic": n % TOPICS}) for n in range(sockets)]


def figures(how: str, found: Deliveries, rate: float, seconds: float) -> list[Figure]:
    p50, p99 = found.percentile(0.5), found.percentile(0.99)
    whole = (f"from before {percentile(found.late_before, share):.1f} ms" for share in (0.5, 0.99))
    return [
        Figure(f"{how}: p50", f"{p50:.1f} ms", next(whole), p50, " ms", P50),
        Figure(f"{how}: p99", f"{p99:.1f} ms", next(whole), p99, " ms", P99),
        Figure(f"{how}: wrong", str(found), f"{found.expected:,} messages", found.wrong, "", 0),
        Figure(f"{how}: events/s", f"{rate:.1f}/s", f"{found.expected / seconds:,.0f} messages/s", rate, "/s", RATE * 0.98, at_least=True),
    ]  # fmt: skip


def main() -> int:
    numbers = [int(argument) for argument in sys.argv[1:] if argument.isdigit()]
    seconds, sockets = [*numbers, *(SECONDS, SOCKETS)[len(numbers) :]]
    found: list[Figure] = []
    with server({"max_connections": "100"}) as started, connect(started) as db:
        prepare(db)
        url = asyncpg_url(started.url)
        with contenders.ours(url, TENANT, 16) as ours, Crowd(ours) as crowd:
            crowd.open(asks(sockets, "own" in sys.argv))
            topics = [n % TOPICS for n in range(sockets)]
            pen = Pen(started.url, ours)

            def cpu() -> dict[str, float]:
                postgres, clients = cpu_seconds(started.process.pid), crowd.cpu_seconds()
                return {"server": ours.cpu_seconds(), "PostgreSQL": postgres, "clients": clients}

            for how in ("SQL", "API"):
                pen.run(how, RATE, WARM_SECONDS)
                crowd.samples(sockets // TOPICS * RATE * WARM_SECONDS)
            neighbours = Neighbours(started.process.pid)
            for how in ("SQL", "API"):
                before, begun = cpu(), time.monotonic()
                writes = pen.run(how, RATE, seconds)
                taken = time.monotonic() - begun
                samples = crowd.samples(sum(topics.count(write.topic) for write in writes))
                used = {name: now - before[name] for name, now in cpu().items()}
                got = deliveries(samples, writes, topics)
                shares = ", ".join(f"{name} {of / taken:.0%}" for name, of in used.items())
                each = used["server"] / max(len(got.late), 1) * 1e6
                console.print(f"{how}: CPU: {shares} of a core; the server's {each:.0f} us a message", style="dim")
                found += figures(how, got, len(writes) / taken, taken)
            neighbours.tell()
            if ended := crowd.ended():
                console.print(f"connections that ended: {described(ended)}", style="red")
            crowd.close()
        return report(
            f"live: commit to client, {sockets:,} sockets, {RATE} events/s (wrong: missing, twice, of others)", found
        )


if __name__ == "__main__":
    sys.exit(main())
