"""From an operation to its answer."""

from dataclasses import dataclass
from typing import Any

from py_api.cache import Cache
from py_api.config import Limits
from py_api.database import TenantPools
from py_api.principal import Principal


@dataclass(frozen=True, slots=True)
class Operation:
    """What a client sent. read_only: a mutation is refused. seen_version: never answer from an older schema."""

    query: str
    name: str | None
    variables: dict[str, Any]
    read_only: bool = False
    idempotency_key: str | None = None
    seen_version: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """body: the complete response object. executed False: there is no "data". status: for the strict media type."""

    body: bytes
    executed: bool
    status: int
    schema_version: int


class Engine:
    def __init__(self, pools: TenantPools, cache: Cache, limits: Limits) -> None:
        self.pools = pools
        self.cache = cache
        self.limits = limits

    async def execute(self, principal: Principal, operation: Operation) -> Answer:
        raise NotImplementedError

    async def sdl(self, principal: Principal) -> bytes:
        raise NotImplementedError

    def schema_changed(self, tenant: str, version: int) -> None: ...

    def listener_lost(self) -> None: ...

    def listener_back(self) -> None: ...

    async def close(self) -> None: ...
