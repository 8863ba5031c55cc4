"""What the operations of a tenant have cost, by name and document. For `profile`: Prometheus has no use for so many."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from py_api.logs import RequestRecord
from py_api.lru import Lru

TENANTS, OPERATIONS = 100, 50  # of each, that are remembered: those that were used last
SQL = 900  # characters of a statement: as many as pg_stat_activity has of it at least, less those that take two bytes

Figures = dict[str, Any]


@dataclass(slots=True)
class OperationNumbers:
    """sql: how the statement begins that took longest in the first request."""

    kind: str = ""
    sql: str = ""
    requests: int = 0
    errors: int = 0
    seconds: float = 0.0
    database_seconds: float = 0.0
    bytes: int = 0

    def count(self, record: RequestRecord, code: str, seconds: float, size: int) -> None:
        self.requests += 1
        self.errors += bool(code)
        self.seconds += seconds
        self.database_seconds += record.database_seconds
        self.bytes += size

    def as_json(self, operation: str | None, document: str | None) -> Figures:
        return {
            "operation": operation, "document": document, "kind": self.kind, "sql": self.sql,
            "requests": self.requests, "errors": self.errors, "seconds": round(self.seconds, 6),
            "databaseSeconds": round(self.database_seconds, 6), "bytes": self.bytes,
        }  # fmt: skip


class _TenantOperations:
    def __init__(self) -> None:
        self.total = OperationNumbers()
        self.operations: Lru[tuple[str, str], OperationNumbers] = Lru(OPERATIONS)


class OperationTable:
    """Of one process, since it began."""

    def __init__(self) -> None:
        self._tenants: Lru[str, _TenantOperations] = Lru(TENANTS)

    def count(self, record: RequestRecord, code: str, seconds: float, size: int) -> None:
        """One request of a tenant."""
        if (slug := record.tenant) is None:
            return
        tenant = self._tenants.get(slug)
        if tenant is None:
            self._tenants.put(slug, tenant := _TenantOperations())
        tenant.total.count(record, code, seconds, size)
        if not record.document:
            return
        key = (record.operation, record.document)
        numbers = tenant.operations.get(key)
        if numbers is None:
            tenant.operations.put(key, numbers := OperationNumbers(record.kind, record.sql[:SQL]))
        numbers.count(record, code, seconds, size)

    def of(self, slug: str) -> list[Figures]:
        """The tenant's operations; the first entry, without a name, is of all its requests."""
        if (tenant := self._tenants.get(slug)) is None:
            return []
        named = [numbers.as_json(*key) for key, numbers in tenant.operations.items()]
        return [tenant.total.as_json(None, None), *named]


def added(processes: Iterable[Iterable[Figures]]) -> list[Figures]:
    """The operations of several processes together."""
    together: dict[tuple[str | None, str | None], Figures] = {}
    for figures in processes:
        for one in figures:
            known = together.setdefault((one["operation"], one["document"]), {**one, **_NOTHING})
            for name in _NOTHING:
                known[name] += one[name]
    return list(together.values())


_NOTHING: Mapping[str, float] = {"requests": 0, "errors": 0, "seconds": 0.0, "databaseSeconds": 0.0, "bytes": 0}
