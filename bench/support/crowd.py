"""A crowd of WebSocket clients as the harness sees it, and what they have to receive: each event of theirs, exactly once."""

import json
import tempfile
import time
import urllib.request
from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.support.contenders import METRICS_TOKEN, Contender
from bench.support.crowd_process import Samples
from bench.support.process import Process

QUIET_SECONDS = 5.0  # without anything new, after which nothing more is waited for
EARLIEST = 0.05  # seconds; the crowd's state is asked for that often


@dataclass(frozen=True, slots=True)
class Ask:
    """What a client subscribes to. window: bytes of its receive buffer; 0: the system's."""

    query: str
    variables: Mapping[str, Any]
    window: int = 0


@dataclass(frozen=True, slots=True)
class Ended:
    """A connection that has ended. when: time.monotonic_ns()."""

    client: int
    code: int
    reason: str
    when: int


class Crowd(Process):
    """Clients of one server, in a process of their own. Opened again, it is another crowd."""

    def __init__(self, server: Contender) -> None:
        super().__init__("bench.support.crowd_process")
        self.server = server
        self.size = 0

    def open(self, asks: Sequence[Ask]) -> None:
        """Returns when the server says that all have subscribed."""
        self.size = len(asks)
        token = self.server.headers["authorization"].removeprefix("Bearer ")
        given = [{"query": ask.query, "variables": dict(ask.variables), "window": ask.window} for ask in asks]
        self.tell(do="open", port=int(self.server.address.rpartition(":")[2]), token=token, asks=given)
        self.wait_for("thingbase_events_subscriptions", self.size)

    def wait_for(self, metric: str, value: float, seconds: float = 30.0, *, strict: bool = True) -> float:
        """Until a figure of the server's is that; the seconds it took. strict: raises SystemExit where it is not in time."""
        begun = time.monotonic()
        while (found := metrics(self.server.address)[metric]) != value:
            if time.monotonic() - begun > seconds:
                if strict:
                    raise SystemExit(f"{metric} is {found:g} after {seconds:g} s, not {value:g}: {self.ended()[:3]}")
                break
            time.sleep(EARLIEST)
        return time.monotonic() - begun

    def open_there(self) -> int:
        """Connections, as the server sees it."""
        return int(metrics(self.server.address)["thingbase_sockets_open"])

    def open_here(self) -> int:
        """Connections, as the clients see it, as far as they read."""
        return int(self.tell(do="state")["open"])

    def stall(self, which: Sequence[int]) -> None:
        """They stop reading."""
        self.tell(do="stall", which=list(which))

    def read(self, which: Sequence[int]) -> None:
        """They read on, and learn what became of them."""
        self.tell(do="read", which=list(which))

    def resume(self, which: Sequence[int]) -> None:
        """They connect anew, and go on after the last cursor they have seen."""
        self.tell(do="resume", which=list(which))

    def close(self) -> None:
        """All leave; returns when the server has noticed."""
        self.tell(do="close")
        self.wait_for("thingbase_sockets_open", 0)

    def ended(self) -> list[Ended]:
        """Connections that ended without being told to, ever."""
        return [Ended(*each) for each in self.tell(do="state")["ended"]]

    def cpu_seconds(self) -> float:
        return float(self.tell(do="state")["cpu"])

    def samples(self, expected: int) -> Samples:
        """What came since the last time, once so much is there or nothing new comes any more."""
        before, changed = -1, time.monotonic()
        while (received := self.tell(do="state")["received"]) < expected:
            if received != before:
                before, changed = received, time.monotonic()
            elif time.monotonic() - changed > QUIET_SECONDS:
                break
            time.sleep(EARLIEST)
        time.sleep(0.2)  # what comes twice comes late
        with tempfile.TemporaryDirectory(prefix="thingbase-bench-") as folder:
            path = Path(folder) / "samples"
            return Samples.read(path, self.tell(do="give", path=str(path))["received"])


def metrics(address: str) -> dict[str, float]:
    """The server's own, by name; those with labels are left out."""
    asked = urllib.request.Request(address + "/metrics", headers={"authorization": f"Bearer {METRICS_TOKEN}"})
    with urllib.request.urlopen(asked, timeout=30) as response:
        lines = response.read().decode().splitlines()
    pairs = (line.split() for line in lines if not line.startswith("#") and "{" not in line)
    return {name: float(value) for name, value in pairs}


@dataclass(frozen=True, slots=True)
class Write:
    """A write that was acknowledged. topic: whose clients it concerns. Times of time.monotonic_ns()."""

    number: int
    topic: int
    before: int  # the request was sent, or the COMMIT
    after: int  # its acknowledgement was read


@dataclass(frozen=True, slots=True)
class Deliveries:
    """late, late_before: milliseconds from the acknowledgement, and from before the commit, to the client, sorted."""

    expected: int
    missing: int
    doubled: int
    foreign: int  # to clients whom they do not concern
    late: list[float]
    late_before: list[float]

    @property
    def wrong(self) -> int:
        return self.missing + self.doubled + self.foreign

    def percentile(self, share: float) -> float:
        return percentile(self.late, share)

    def __str__(self) -> str:
        return f"-{self.missing} +{self.doubled} ?{self.foreign}"


def percentile(ordered: Sequence[float], share: float) -> float:
    """Of sorted values; 0 of none."""
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else 0.0


def deliveries(samples: Samples, writes: Sequence[Write], topics: Sequence[int]) -> Deliveries:
    """topics: of each client."""
    clients = Counter(topics)
    expected = sum(clients[write.topic] for write in writes)
    places = {write.number: place for place, write in enumerate(writes)}
    seen = bytearray(len(writes) * len(topics))
    doubled = foreign = 0
    late, late_before = array("d"), array("d")
    for client, number, when in zip(samples.clients, samples.numbers, samples.times, strict=True):
        place = places.get(number)
        if place is None or topics[client] != writes[place].topic:
            foreign += 1
            continue
        here = place * len(topics) + client
        if seen[here]:
            doubled += 1
            continue
        seen[here] = 1
        late.append((when - writes[place].after) / 1e6)
        late_before.append((when - writes[place].before) / 1e6)
    return Deliveries(expected, expected - len(late), doubled, foreign, sorted(late), sorted(late_before))


def described(ended: Sequence[Ended]) -> str:
    """How many ended how."""
    kinds = Counter(f"{each.code} {each.reason[:60]}".strip() for each in ended)
    return json.dumps(dict(kinds)) if kinds else "none"
