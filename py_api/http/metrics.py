"""What is counted, as Prometheus reads it; and who may read it."""

import hmac
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from py_api.http.operation_metrics import OperationTable
from py_api.http.tenant_metrics import Figures, TenantNumbers, TenantTable, lines
from py_api.logs import RequestRecord

BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds
# Of what is watched, what only ever grows. All else is a gauge, and ends with its process.
COUNTERS = {
    "engine_operations_compiled", "engine_cpu_budget_refusals", "engine_stale_plans",
    "engine_operations_batched", "engine_batches", "engine_slow_statements_waited", "engine_share_waited",
    "engine_catalogs_read", "sockets_messages_sent", "sockets_slow_closes", "sockets_refused",
}  # fmt: skip
# What a proxy says of itself or of its client. Who sends it stands behind one, however near that is.
_FORWARDING = re.compile(
    r"x-forwarded.*|forwarded.*|x-real-.*|x-client-.*|x-cluster-client-.*|x-original-.*|x-envoy-.*|x-amzn-.*|via"
    r"|cf-.*|true-client-.*|fastly-.*|fly-.*|x-azure-.*|x-appengine-.*|client-ip|x-proxyuser-ip"
)

_THIS_MACHINE = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:\d*)?")

Gauges = Callable[[], Mapping[str, float]]
TenantGauges = Callable[[], Mapping[str, Figures]]


@dataclass(slots=True)
class Numbers:
    """What one process has counted, or several together. watched: name without `thingbase_` -> value."""

    requests: Counter[tuple[int, str]] = field(default_factory=Counter)
    buckets: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS) + 1))
    seconds: float = 0.0
    watched: dict[str, float] = field(default_factory=dict)
    tenants: dict[str, TenantNumbers] = field(default_factory=dict)

    def add(self, other: "Numbers") -> None:
        self.requests.update(other.requests)
        self.buckets = [a + b for a, b in zip(self.buckets, other.buckets, strict=True)]
        self.seconds += other.seconds
        for name, value in other.watched.items():
            self.watched[name] = self.watched.get(name, 0) + value
        for tenant, numbers in other.tenants.items():
            self.tenants.setdefault(tenant, TenantNumbers()).add(numbers)

    def without_gauges(self) -> "Numbers":
        """What stays true when the process is gone."""
        kept = {name: value for name, value in self.watched.items() if name in COUNTERS}
        tenants = {tenant: numbers.without_gauges() for tenant, numbers in self.tenants.items()}
        return Numbers(self.requests, self.buckets, self.seconds, kept, tenants)

    def as_json(self) -> dict[str, Any]:
        requests = [[status, code, count] for (status, code), count in self.requests.items()]
        return {
            "requests": requests, "buckets": self.buckets, "seconds": self.seconds, "watched": self.watched,
            "tenants": {tenant: numbers.as_json() for tenant, numbers in self.tenants.items()},
        }  # fmt: skip

    @classmethod
    def of_json(cls, value: Mapping[str, Any]) -> "Numbers":
        requests = Counter({(status, code): count for status, code, count in value["requests"]})
        tenants = {tenant: TenantNumbers.of_json(numbers) for tenant, numbers in value["tenants"].items()}
        return cls(requests, value["buckets"], value["seconds"], value["watched"], tenants)

    def text(self) -> str:
        text = ["# TYPE thingbase_requests_total counter"]
        text += [
            f'thingbase_requests_total{{status="{status}",code="{code}"}} {count}'
            for (status, code), count in sorted(self.requests.items())
        ]
        text.append("# TYPE thingbase_request_seconds histogram")
        total = 0
        for bound, count in zip((*BOUNDS, "+Inf"), self.buckets, strict=True):
            total += count
            text.append(f'thingbase_request_seconds_bucket{{le="{bound}"}} {total}')
        text += [f"thingbase_request_seconds_sum {self.seconds:.6f}", f"thingbase_request_seconds_count {total}"]
        for name, value in self.watched.items():
            kind = "counter" if name in COUNTERS else "gauge"
            text += [f"# TYPE thingbase_{name} {kind}", f"thingbase_{name} {value}"]
        return "\n".join([*text, *lines(self.tenants)]) + "\n"


class Metrics:
    """Of this process."""

    def __init__(self) -> None:
        self._own = Numbers()
        self._gauges: dict[str, Gauges] = {}
        self._tenant_gauges: list[TenantGauges] = []
        self.tenants = TenantTable()
        self.operations = OperationTable()

    def watch(self, prefix: str, gauges: Gauges) -> None:
        """Show what gauges() returns, each name behind the prefix."""
        self._gauges[prefix] = gauges

    def watch_tenants(self, gauges: TenantGauges) -> None:
        """Show what gauges() returns: tenant -> name (of tenant_metrics.NAMES) -> value."""
        self._tenant_gauges.append(gauges)

    def count(self, status: int, code: str, seconds: float, record: RequestRecord | None = None, size: int = 0) -> None:
        """One request: code is that of the error that ended it, or empty. size: of the answer, in bytes."""
        if record is not None and record.tenant is not None:
            self.tenants.count(record.tenant, code or record.code, seconds, record.database_seconds, size)
            self.operations.count(record, code or record.code, seconds, size)
        self._own.requests[status, code] += 1
        self._own.buckets[bisect_left(BOUNDS, seconds)] += 1
        self._own.seconds += seconds

    def numbers(self) -> Numbers:
        """Now."""
        watched = {f"{prefix}_{name}": v for prefix, gauges in self._gauges.items() for name, v in gauges().items()}
        tenants = self.tenants.numbers([gauges() for gauges in self._tenant_gauges])
        return Numbers(self._own.requests, self._own.buckets, self._own.seconds, watched, tenants)

    def text(self) -> str:
        return self.numbers().text()


def may_read(headers: Mapping[str, str], client: str, token: str | None, local: bool) -> bool:
    """Checks the token; without one, and if `local`, lets in programs of this machine that are not a proxy."""
    if token is not None:
        return hmac.compare_digest(headers.get("authorization", "").encode(), f"Bearer {token}".encode())
    # (Another Host is the name of a proxy, or of a page that has it lead here.)
    here = client in ("127.0.0.1", "::1") and _THIS_MACHINE.fullmatch(headers.get("host", "")) is not None
    return local and here and not is_forwarded(headers)


def is_forwarded(names: Iterable[str]) -> bool:
    return any(_FORWARDING.fullmatch(name) for name in names)
