"""What is counted by tenant. So many tenants have series of their own, by use; all others share one.

A series that is shown never falls: a tenant that comes among those shown begins at nothing there, and what it had until
then stays with the others. One that goes ends.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

OTHERS = "_others"  # no slug begins so
SHOWN = 20
REMEMBERED = 5_000  # tenants whose use is known, besides
RANK_SECONDS = 60.0  # after which it counts half, and who is shown is decided again
MARGIN = 2.0  # so many times as much use as the least of those shown takes its place
BOUNDS = (0.005, 0.025, 0.1, 0.25, 1.0, 5.0)  # seconds
# Of a database, which each process sees: not added up over processes.
SHARED = {"storage_bytes", "log_bytes", "jobs_queued", "jobs_failed", "sessions_ended_total"}

Figures = Mapping[str, float]
NAMES = {
    "requests_total": ("counter", "Requests by the code of the error that ended them, or that their answer has first."),
    "request_seconds": ("histogram", "From a request's head to the end of its answer."),
    "database_seconds_total": ("counter", "Time that requests waited for PostgreSQL, for a connection included."),
    "response_bytes_total": ("counter", "Bytes of answers, before compression."),
    "pool_connections": ("gauge", "Connections to PostgreSQL."),
    "pool_waiting": ("gauge", "Requests that wait for a connection."),
    "sockets": ("gauge", "Open WebSockets and event streams."),
    "subscriptions": ("gauge", "Open subscriptions."),
    "events_behind_seconds": ("gauge", "Time since the change log was last read to its end for subscribers."),
    "storage_bytes": ("gauge", "Tables and indexes, the log included."),
    "log_bytes": ("gauge", "The change log."),
    "jobs_queued": ("gauge", "Background jobs that wait or run."),
    "jobs_failed": ("gauge", "Background jobs that have failed and wait for somebody."),
    "sessions_ended_total": ("counter", "Sessions and statements in SQL that the watchdog has ended."),
}


@dataclass(slots=True)
class TenantNumbers:
    """gauges: names of NAMES -> value."""

    requests: Counter[str] = field(default_factory=Counter)
    buckets: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS) + 1))
    seconds: float = 0.0
    database_seconds: float = 0.0
    bytes: int = 0
    gauges: dict[str, float] = field(default_factory=dict)

    def add(self, other: "TenantNumbers") -> None:
        self.requests.update(other.requests)
        self.buckets = [a + b for a, b in zip(self.buckets, other.buckets, strict=True)]
        self.seconds += other.seconds
        self.database_seconds += other.database_seconds
        self.bytes += other.bytes
        for name, value in other.gauges.items():
            mine = self.gauges.get(name, 0.0)
            self.gauges[name] = max(mine, value) if name in SHARED else mine + value

    def without_gauges(self) -> "TenantNumbers":
        return TenantNumbers(self.requests, self.buckets, self.seconds, self.database_seconds, self.bytes)

    def as_json(self) -> list[Any]:
        return [self.requests, self.buckets, self.seconds, self.database_seconds, self.bytes, self.gauges]

    @classmethod
    def of_json(cls, value: Sequence[Any]) -> "TenantNumbers":
        return cls(Counter(value[0]), *value[1:])


class TenantTable:
    """Of one process."""

    def __init__(self, shown: int = SHOWN) -> None:
        self._most = shown
        self._shown: dict[str, TenantNumbers] = {}
        self._others = TenantNumbers()
        self._use: dict[str, float] = {}
        self._ranked = monotonic()

    @property
    def shown(self) -> list[str]:
        return list(self._shown)

    def count(self, tenant: str, code: str, seconds: float, database_seconds: float, size: int) -> None:
        """One request."""
        numbers = self._shown.get(tenant)
        if numbers is None:
            numbers = self._room_for(tenant)
        self._use[tenant] = self._use.get(tenant, 0.0) + seconds
        numbers.requests[code] += 1
        numbers.buckets[bisect_left(BOUNDS, seconds)] += 1
        numbers.seconds += seconds
        numbers.database_seconds += database_seconds
        numbers.bytes += size

    def _room_for(self, tenant: str) -> TenantNumbers:
        if len(self._shown) < self._most:
            self._shown[tenant] = TenantNumbers()
            return self._shown[tenant]
        return self._others

    def numbers(self, gauges: Sequence[Mapping[str, Figures]]) -> dict[str, TenantNumbers]:
        """By tenant, now. gauges: tenant -> name -> value, each."""
        if monotonic() - self._ranked >= RANK_SECONDS:
            self.rank()
        result = {tenant: numbers.without_gauges() for tenant, numbers in list(self._shown.items())}
        others = result[OTHERS] = self._others.without_gauges()
        for of_tenants in gauges:
            for tenant, figures in of_tenants.items():
                shown = result.get(tenant, others).gauges
                for name, value in figures.items():
                    shown[name] = shown.get(name, 0.0) + value
        return result

    def rank(self) -> None:
        """Decide again who is shown; what was used before counts half from now on."""
        self._ranked = monotonic()
        ranked = sorted(self._use, key=lambda tenant: -self._use[tenant])
        for tenant in ranked[: self._most]:
            if tenant in self._shown:
                continue
            least = min(self._shown, key=lambda shown: self._use.get(shown, 0.0), default=None)
            if least is not None and len(self._shown) >= self._most:
                if self._use[tenant] < MARGIN * self._use.get(least, 0.0):
                    break
                del self._shown[least]
            self._shown[tenant] = TenantNumbers()
        self._use = {tenant: self._use[tenant] / 2 for tenant in ranked[:REMEMBERED]}


def lines(tenants: Mapping[str, TenantNumbers]) -> Iterator[str]:
    """As Prometheus reads it."""
    for name, (kind, what) in NAMES.items():
        yield f"# HELP thingbase_tenant_{name} {what}"
        yield f"# TYPE thingbase_tenant_{name} {kind}"
        for tenant, numbers in sorted(tenants.items()):
            yield from _samples(name, tenant, numbers)


def _samples(name: str, tenant: str, numbers: TenantNumbers) -> Iterator[str]:
    label = f'tenant="{tenant}"'
    if name == "requests_total":
        for code, count in sorted(numbers.requests.items()):
            yield f'thingbase_tenant_{name}{{{label},code="{code}"}} {count}'
    elif name == "request_seconds":
        total = 0
        for bound, count in zip((*BOUNDS, "+Inf"), numbers.buckets, strict=True):
            total += count
            yield f'thingbase_tenant_{name}_bucket{{{label},le="{bound}"}} {total}'
        yield f"thingbase_tenant_{name}_sum{{{label}}} {numbers.seconds:.6f}"
        yield f"thingbase_tenant_{name}_count{{{label}}} {total}"
    elif name == "database_seconds_total":
        yield f"thingbase_tenant_{name}{{{label}}} {numbers.database_seconds:.6f}"
    elif name == "response_bytes_total":
        yield f"thingbase_tenant_{name}{{{label}}} {numbers.bytes}"
    elif name in numbers.gauges:
        yield f"thingbase_tenant_{name}{{{label}}} {numbers.gauges[name]:g}"
