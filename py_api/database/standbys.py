"""Servers that follow the primary: what may be a little old is read there, on demand.

How old a standby is, is known without its clock: now and then it is noted where the primary's WAL ends, and when. A
standby that has replayed that much is as new as that moment. A position that a client has seen is such an end, too.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic

from py_api.background import BackgroundTasks
from py_api.database.connection import TOOK_TOO_LONG
from py_api.database.pools import TenantPools
from py_api.database.query_files import statement
from py_api.errors import DatabaseError, Failure

NOTE_SECONDS = 0.2  # between two notes of where the primary is, and how far each standby is
NOTES = 300
ANSWER_SECONDS = 1.0  # that a server has to say so
UNUSED_SECONDS = 60.0  # without a request that may be old, after which none are taken


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """An end of the WAL. mark: of the timeline (thing.timelines)."""

    mark: str
    lsn: int

    @classmethod
    def of(cls, text: str) -> "Position | None":
        mark, _, lsn = text.partition("-")
        with suppress(ValueError):
            return cls(mark, int(lsn, 16))
        return None

    def __str__(self) -> str:
        return f"{self.mark}-{self.lsn:x}"


@dataclass(slots=True)
class Freshness:
    """What one request wants, and gets.

    max_staleness: seconds; seen: a position that its client has seen, which the answer must not be older than. Then of
    the answer: position, what its client has seen now; staleness: seconds at most, where a standby has answered.
    """

    max_staleness: float | None = None
    seen: str | None = None
    position: str | None = None
    staleness: float | None = None

    @property
    def is_wanted(self) -> bool:
        return self.max_staleness is not None or self.seen is not None


class _Standby:
    """at: how far it was when it was asked last."""

    def __init__(self, pools: TenantPools) -> None:
        self.pools = pools
        self.at: Position | None = None

    async def look(self) -> Position | None:
        async with asyncio.timeout(ANSWER_SECONDS), self.pools.admin() as admin:
            row = await admin.fetch_values(statement("standby_position"))
        self.at = Position(*row) if row is not None else None
        return self.at


class Standbys:
    """One a process. open_pools: for the URL of a standby."""

    def __init__(self, primary: TenantPools, urls: Sequence[str], open_pools: Callable[[str], TenantPools]) -> None:
        self.answered = self.passed = 0  # requests that a standby has answered, or could not; for metrics
        self._primary = primary
        self._standbys = [_Standby(open_pools(url)) for url in urls]
        for standby in self._standbys:
            standby.pools.queue.meters = primary.queue.meters  # what tenants use counts together
            primary.tenants.left.append(standby.pools.tenants.forget)
        self._notes: deque[tuple[float, Position]] = deque(maxlen=NOTES)
        self._used = 0.0
        self._watching = False
        self._tasks = BackgroundTasks()
        self._asking: asyncio.Task[Position] | None = None
        self._next: asyncio.Task[Position] | None = None

    def __bool__(self) -> bool:
        return bool(self._standbys)

    async def fetch_json(
        self, tenant: str, sql: str, params: Sequence[object], freshness: Freshness, *, custom: bool
    ) -> bytes | None:
        """The answer of a standby that is as new as is wanted. None: the primary is to be asked."""
        if not freshness.max_staleness or self._primary.tenants.server_of(tenant) is not None:
            return None
        self._used = monotonic()
        if not self._watching:
            self._watching = True
            self._tasks.start(self._watch())
        found = self._eligible(freshness)
        if found is not None:
            standby, noted = found
            try:
                data = await standby.pools.fetch_json(tenant, sql, params, custom=custom)
                position = await standby.look()
            except DatabaseError as error:
                if error.sqlstate == TOOK_TOO_LONG:
                    raise
            except (Failure, TimeoutError):
                standby.at = None
            else:
                if position is not None:
                    self.answered += 1
                    freshness.position, freshness.staleness = str(position), monotonic() - noted
                    return data
        self.passed += 1
        return None

    async def note_position(self, freshness: Freshness) -> None:
        """After an answer of the primary: what its client has seen now. Not where the primary does not say."""
        with suppress(Failure, TimeoutError):
            freshness.position = str(await self._position())

    def _eligible(self, freshness: Freshness) -> tuple[_Standby, float] | None:
        """A standby, and when the primary was as it is now; of several the one that waits for the fewest."""
        assert freshness.max_staleness is not None
        oldest = monotonic() - freshness.max_staleness
        seen = None if freshness.seen is None else Position.of(freshness.seen)
        if freshness.seen is not None and seen is None:
            return None
        when, wanted = next((note for note in self._notes if note[0] >= oldest), (0.0, None))
        if wanted is None:
            return None
        if seen is not None:
            if seen.mark != wanted.mark:
                return None
            wanted = max(wanted, seen)
        fit = [one for one in self._standbys if one.at and one.at.mark == wanted.mark and one.at.lsn >= wanted.lsn]
        if not fit:
            return None
        return min(fit, key=lambda one: one.pools.sizes()["connections"] - one.pools.sizes()["idle"]), when

    async def _watch(self) -> None:
        """Notes where the primary is, and how far the standbys are, for as long as that is of use."""
        try:
            while monotonic() - self._used < UNUSED_SECONDS:
                began = monotonic()
                await asyncio.gather(self._note(), *(self._look(standby) for standby in self._standbys))
                await asyncio.sleep(max(0.0, NOTE_SECONDS - (monotonic() - began)))
        finally:
            self._watching = False
            self._notes.clear()

    async def _note(self) -> None:
        began = monotonic()
        with suppress(Failure, TimeoutError):
            position = await self._position()
            if self._notes and self._notes[-1][1].mark != position.mark:
                self._notes.clear()
            self._notes.append((began, position))

    async def _look(self, standby: _Standby) -> None:
        try:
            await standby.look()
        except (Failure, TimeoutError):
            standby.at = None

    async def _position(self) -> Position:
        """Where the primary is, asked after this call: those who call meanwhile share the next answer."""
        if self._next is None:
            self._next = asyncio.create_task(self._ask(self._asking))
        return await asyncio.shield(self._next)

    async def _ask(self, before: "asyncio.Task[Position] | None") -> Position:
        if before is not None and not before.done():
            await asyncio.wait([before])
        self._asking, self._next = self._next, None
        async with asyncio.timeout(ANSWER_SECONDS), self._primary.admin() as admin:
            row = await admin.fetch_values(statement("primary_position"))
        assert row is not None
        return Position(*row)

    async def close(self) -> None:
        self._tasks.cancel()
        for standby in self._standbys:
            await standby.pools.close()
