"""What is counted, as Prometheus reads it. For this machine, or with THINGBASE_METRICS_TOKEN for whoever has it."""

import hmac
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping

BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds

Gauges = Callable[[], Mapping[str, float]]


class Metrics:
    def __init__(self) -> None:
        self._requests: Counter[tuple[int, str]] = Counter()
        self._buckets = [0] * (len(BOUNDS) + 1)
        self._seconds = 0.0
        self._gauges: dict[str, Gauges] = {}

    def watch(self, prefix: str, gauges: Gauges) -> None:
        """Show what gauges() returns, each name behind the prefix."""
        self._gauges[prefix] = gauges

    def count(self, status: int, code: str, seconds: float) -> None:
        """One request: code is that of the error that ended it, or empty."""
        self._requests[status, code] += 1
        self._buckets[bisect_left(BOUNDS, seconds)] += 1
        self._seconds += seconds

    def text(self) -> str:
        lines = ["# TYPE thingbase_requests_total counter"]
        lines += [
            f'thingbase_requests_total{{status="{status}",code="{code}"}} {count}'
            for (status, code), count in sorted(self._requests.items())
        ]
        lines.append("# TYPE thingbase_request_seconds histogram")
        total = 0
        for bound, count in zip((*BOUNDS, "+Inf"), self._buckets, strict=True):
            total += count
            lines.append(f'thingbase_request_seconds_bucket{{le="{bound}"}} {total}')
        lines += [f"thingbase_request_seconds_sum {self._seconds:.6f}", f"thingbase_request_seconds_count {total}"]
        for prefix, gauges in self._gauges.items():
            for name, value in gauges().items():
                lines += [f"# TYPE thingbase_{prefix}_{name} gauge", f"thingbase_{prefix}_{name} {value}"]
        return "\n".join(lines) + "\n"


def may_read(authorization: str, client: str, token: str | None) -> bool:
    if token is not None:
        return hmac.compare_digest(authorization.encode(), f"Bearer {token}".encode())
    return client in ("127.0.0.1", "::1")
