"""1,000 WebSocket clients for minutes, 50 of which stop reading again and again: who is cut off, when, and what it costs.

100 events a second go to 95 of the clients each. The 50 follow topics of their own, whose events are small or large, so that
with some the windows fill in a second and with others never. Every half a minute they stall; when the server has cut them off
they read what is left, connect again, and go on after their last cursor. All, those included, have to get each of their
events once.

    ./thingbase bench soak [MINUTES [SOCKETS [STALLED]]]
"""

import statistics
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import psutil
from rich.progress import Progress

from bench.harness import Figure, Neighbours, connect, console, report, server
from bench.support import contenders
from bench.support.crowd import Ask, Crowd, deliveries, described, percentile
from bench.support.writing import FOLLOW, NOTE, TENANT, TOPICS, Pen, prepare
from tests.support.servers import asyncpg_url

MINUTES, SOCKETS, STALLED = 10, 1_000, 50
RATE, LARGE_RATE = 100, 10
LARGE = tuple(NOTE * (size // len(NOTE)) for size in (500, 2_000, 8_000, 24_000, 48_000))  # bytes, each twice a second
WAVE_SECONDS = 30
CLOSED_SECONDS, LONGEST_SECONDS = 10.0, 20.0  # wanted; waited
FLAT = 1.05


class Memory:
    """The resident memory of a process, every half a second, in a thread."""

    def __init__(self, pid: int) -> None:
        self._process = psutil.Process(pid)
        self._samples: list[tuple[float, int]] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._over.wait(0.5):
            self._samples.append((time.monotonic(), self._process.memory_info().rss))

    def stop(self) -> None:
        self._over.set()
        self._thread.join()

    def waves(self, since: float, until: float) -> list[float]:
        """MiB: the median of each whole wave."""
        found: dict[int, list[int]] = {}
        for when, size in self._samples:
            if since <= when < until:
                found.setdefault(int((when - since) / WAVE_SECONDS), []).append(size)
        return [statistics.median(sizes) / 2**20 for _, sizes in sorted(found.items())]

    def peak(self) -> float:
        return max(size for _, size in self._samples) / 2**20


@dataclass(slots=True)
class Waves:
    """closed: seconds, each time, from stalling until the server had cut all off. left: clients that it never did."""

    closed: list[float] = field(default_factory=list)
    left: int = 0


def stall(crowd: Crowd, which: list[int], waves: Waves) -> None:
    """One wave: they stall, are cut off, and come back."""
    begun = time.monotonic()
    crowd.stall(which)
    waves.closed.append(
        crowd.wait_for("thingbase_sockets_open", crowd.size - len(which), LONGEST_SECONDS, strict=False)
    )
    waves.left += crowd.open_there() - (crowd.size - len(which))
    crowd.read(which)
    while crowd.open_here() > crowd.size - len(which) and time.monotonic() - begun < 2 * LONGEST_SECONDS:
        time.sleep(0.1)
    crowd.resume(which)


def asks(sockets: int, stalled: int) -> list[Ask]:
    """The last ones are those that stall."""
    return [Ask(FOLLOW, {"topic": topic}) for topic in topics(sockets, stalled)]


def topics(sockets: int, stalled: int) -> list[int]:
    return [n % TOPICS for n in range(sockets - stalled)] + [TOPICS + n % len(LARGE) for n in range(stalled)]


def main() -> int:
    numbers = [float(argument) for argument in sys.argv[1:]]
    minutes, *sizes = numbers or [MINUTES]
    sockets, stalled = [*(int(size) for size in sizes), *(SOCKETS, STALLED)[len(sizes) :]]
    seconds = minutes * 60
    with server({"max_connections": "100"}) as started, connect(started) as db:
        prepare(db)
        with contenders.ours(asyncpg_url(started.url), TENANT, 16) as ours, Crowd(ours) as crowd:
            crowd.open(asks(sockets, stalled))
            those, waves = list(range(sockets - stalled, sockets)), Waves()
            small = Pen(started.url, ours)
            large = Pen(started.url, ours, LARGE, topic=TOPICS, number=10**9)
            neighbours, memory = Neighbours(started.process.pid), Memory(ours.process.pid)
            begun = time.monotonic()
            with ThreadPoolExecutor(2) as threads, Progress(console=console) as progress:
                writing = [
                    threads.submit(small.run, "both", RATE, seconds), threads.submit(large.run, "both", LARGE_RATE, seconds),
                ]  # fmt: skip
                shown = progress.add_task("waves", total=max(int(seconds / WAVE_SECONDS), 1))
                while not progress.finished:
                    stall(crowd, those, waves)
                    progress.advance(shown)
                    time.sleep(max(begun + len(waves.closed) * WAVE_SECONDS - time.monotonic(), 0))
                writes = [write for each in writing for write in each.result()]
            ended_at = time.monotonic()
            all_topics = topics(sockets, stalled)
            found = deliveries(crowd.samples(sum(all_topics.count(w.topic) for w in writes)), writes, all_topics)
            memory.stop()
            neighbours.tell()
            ended = crowd.ended()
            dropped = [each for each in ended if each.client not in those]
            console.print(f"{len(writes) / (ended_at - begun):.0f} events/s, {found.expected / seconds:,.0f} messages/s; connections that ended: {described(ended)}", style="dim")  # fmt: skip
            console.print(f"commit to client: p50 {found.percentile(0.5):.1f} ms, p99 {found.percentile(0.99):.1f} ms, with all that waited for a client to come back", style="dim")  # fmt: skip
            console.print(f"memory, a wave each: {', '.join(f'{size:.0f}' for size in memory.waves(begun, ended_at))} MiB", style="dim")  # fmt: skip
            sizes_then = memory.waves(begun, ended_at)[1 + len(waves.closed) // 10 :] or [memory.peak()]
            crowd.close()
    ratio = max(sizes_then) / min(sizes_then)
    longest = max(waves.closed)
    return report(
        f"soak: {sockets:,} sockets for {minutes:g} minutes, {stalled} of them stalled {len(waves.closed)} times (wrong: missing, twice, of others)",
        [
            Figure(
                "clients that read and were cut off", f"{len(dropped)}", f"of {sockets - stalled}", len(dropped), "", 0
            ),
            Figure("events that did not arrive once", str(found), f"{found.expected:,}", found.wrong, "", 0),
            Figure(
                "resident memory, largest / smallest after warm-up",
                f"{max(sizes_then):.0f} MiB",
                f"{min(sizes_then):.0f} MiB, peak {memory.peak():.0f}",
                ratio,
                "",
                FLAT,
            ),
            Figure(
                "stalled: all cut off after",
                f"{longest:.1f} s",
                f"median {percentile(sorted(waves.closed), 0.5):.1f} s",
                longest,
                " s",
                CLOSED_SECONDS,
            ),
            Figure("stalled, and not cut off", f"{waves.left}", f"of {stalled * len(waves.closed)}", waves.left, "", 0),
        ],
    )


if __name__ == "__main__":
    sys.exit(main())
