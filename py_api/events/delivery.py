"""What each channel is sent of some events: judged and shown by statements for many at once.

Statements are bounded in what they are asked, and in time. Where one takes too long, the channels of that form are
told to be slow (hasty), so that they are served beside the others; or the slow ones among them are found by halving,
and ended with SUBSCRIPTION_TOO_SLOW.
"""

import time
from collections.abc import Awaitable, Callable, Collection, Iterator, Sequence
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import NamedTuple, TypeVar

from py_api import json_text
from py_api.compiler.subscription import Prepared
from py_api.database import TOOK_TOO_LONG, Connection
from py_api.engine import STALE
from py_api.errors import Refused
from py_api.events.channel import Candidate, Channel
from py_api.events.log import TRANSITIONS, Event
from py_api.events.pace import Pace

PAIRS = 10_000  # of an event and a channel, that one statement judges
SHOWN = 100  # events that one statement shows
STATEMENT_BYTES = 2**20  # of events, and of channels' values, that one statement is given (or one of them, if larger)
HASTY_SECONDS = 0.5  # for a statement that others wait for
HASTY_TOTAL_SECONDS = 1.0  # for all of them; what is left is served beside the others
ALONE_SECONDS = 1.0  # for what one channel asks of some events: one that takes longer is ended
# For what many ask, while the slow ones among them are looked for: what is too short only makes for more halves.
SOME_SECONDS, PAIR_SECONDS = 0.1, 0.0001
SEARCH_SECONDS = 10.0  # after which whoever is still under suspicion is ended

T = TypeVar("T")

# Candidates of one form for each of some events: event and transition (of what is judged: none yet).
Piece = list[tuple[tuple[int, str], list[Candidate]]]
Run = Callable[[Piece, float], Awaitable[list[T]]]


class Sent(NamedTuple):
    """bodies: index of the event, and its body, in order, for each channel. broken: channels that cannot be served.

    slow: (of hasty work) channels that have to be served beside the others, and nothing of which is in bodies.
    tardy: the forms (texts of statements) that took too long.
    """

    bodies: dict[Channel, list[tuple[int, bytes]]]
    broken: dict[Channel, Refused]
    slow: set[Channel]
    tardy: set[str]


class Haste(NamedTuple):
    """Others wait. suspects: forms that took too long lately, and are not tried."""

    suspects: Collection[str] = ()


async def work_out(
    connection: Connection,
    events: Sequence[Event],
    candidates: Sequence[Sequence[Candidate]],
    *,
    strict: bool,
    probe: Callable[[], Awaitable[None]],
    haste: Haste | None = None,
) -> Sent:
    """candidates: of each event. strict: a stale plan is raised, as Refused.

    probe: raises Unavailable where it is the database that is slow, whatever it is asked.
    """
    work = _Work(connection, events, strict, probe, haste)
    tests: dict[str, Piece] = {}
    wanted = _Wanted()
    for number, (event, found) in enumerate(zip(events, candidates, strict=True)):
        for plan, same in groupby(found, attrgetter("plan")):
            if plan.test is None:
                wanted.add(number, TRANSITIONS.get(event.operation, "STAYED"), list(same))
            elif not plan.exact:
                tests.setdefault(plan.test.text, []).append(((number, ""), list(same)))
            else:
                unsure = []
                for each in same:
                    if (keys := plan.lookups[0].keys(each.variables)) is None:
                        unsure.append(each)
                        continue
                    was, now = (plan.lookups[0].holds(image, keys) for image in event.values)
                    if was or now:
                        wanted.add(number, _transition(was=was, now=now), [each])
                if unsure:
                    tests.setdefault(plan.test.text, []).append(((number, ""), unsure))
        if work.pace.due:
            await work.pace.rest()
    await work.add_bodies(wanted)  # what needs no judgement, and few, need not wait for many
    for form, piece in sorted(tests.items(), key=lambda item: _pairs(item[1])):
        wanted = _Wanted()
        for number, transition, candidate in await work.all(form, piece, PAIRS, work.judge):
            wanted.add(number, transition, [candidate])
        await work.add_bodies(wanted)
    bodies = work.bodies
    for numbered in bodies.values():
        numbered.sort(key=itemgetter(0))
    for channel in (*work.broken, *work.slow):
        bodies.pop(channel, None)
    return Sent(bodies, work.broken, work.slow - work.broken.keys(), work.tardy)


class _Wanted:
    """What is to be shown to whom, by the form and its values."""

    def __init__(self) -> None:
        self.groups: dict[tuple[str, str], dict[tuple[int, str], list[Candidate]]] = {}
        self._values: dict[int, str] = {}

    def add(self, event: int, transition: str, candidates: list[Candidate]) -> None:
        """candidates: of one plan."""
        show = candidates[0].plan.show
        if not show.params:
            self._group(show.text, "").setdefault((event, transition), []).extend(candidates)
            return
        for each in candidates:
            values = self._values.get(id(each))
            if values is None:
                values = self._values[id(each)] = json_text.dumps(show.values(each.variables))
            self._group(show.text, values).setdefault((event, transition), []).append(each)

    def _group(self, form: str, values: str) -> dict[tuple[int, str], list[Candidate]]:
        return self.groups.setdefault((form, values), {})


class _Work:
    def __init__(
        self,
        connection: Connection,
        events: Sequence[Event],
        strict: bool,
        probe: Callable[[], Awaitable[None]],
        haste: Haste | None,
    ) -> None:
        self.connection, self.events, self.strict = connection, events, strict
        self.broken: dict[Channel, Refused] = {}
        self.slow: set[Channel] = set()
        self.tardy: set[str] = set()
        self.bodies: dict[Channel, list[tuple[int, bytes]]] = {}
        self.pace = Pace()
        self._probe = probe
        self._haste = haste
        self._until = time.monotonic() + (HASTY_TOTAL_SECONDS if haste else SEARCH_SECONDS)

    async def add_bodies(self, wanted: _Wanted) -> None:
        for (form, _), by_event in wanted.groups.items():
            for candidates, number, body in await self.all(form, list(by_event.items()), None, self.show):
                for each in candidates:
                    self.bodies.setdefault(each.channel, []).append((number, body))
                if self.pace.due:
                    await self.pace.rest()

    # --- in pieces ------------------------------------------------------------------------------------------------

    def _pieces(self, whole: Piece, most: int | None) -> Iterator[Piece]:
        """As much as one statement takes. most: pairs; None: as of what is shown, each event once for all."""
        piece: Piece = []
        channels: set[Channel] = set()
        pairs = size = 0
        for what, candidates in whole:
            size += len(self.events[what[0]].to_judge)
            if piece and (size > STATEMENT_BYTES or len(piece) >= SHOWN):
                yield piece
                piece, channels, pairs, size = [], set(), 0, len(self.events[what[0]].to_judge)
            if most is None:
                piece.append((what, candidates))
                continue
            left = candidates
            while left:
                some = left[: most - pairs]
                more = sum(each.channel.size for each in some if each.channel not in channels)
                while len(some) > 1 and size + more > STATEMENT_BYTES:
                    some = some[: len(some) // 2]
                    more = sum(each.channel.size for each in some if each.channel not in channels)
                piece.append((what, some))
                channels.update(each.channel for each in some)
                pairs, size, left = pairs + len(some), size + more, left[len(some) :]
                if pairs >= most or size > STATEMENT_BYTES or left:
                    yield piece
                    piece, channels, pairs = [], set(), 0
                    size = len(self.events[what[0]].to_judge) if left else 0
        if piece:
            yield piece

    async def all(self, form: str, whole: Piece, most: int | None, run: Run[T]) -> list[T]:
        found: list[T] = []
        for piece in self._pieces(whole, most):
            if self._haste and (form in self.tardy or form in self._haste.suspects or time.monotonic() > self._until):
                self.slow |= _channels(piece).keys()
            else:
                found += await self._halving(form, piece, run)
            if self.pace.due:
                await self.pace.rest()
        return found

    async def _halving(self, form: str, piece: Piece, run: Run[T]) -> list[T]:
        """What run gives for all pairs. Where it is refused, halves are tried, so that one cannot spoil all."""
        if self.broken or self.slow:
            piece = _some(piece, lambda channel: channel not in self.broken and channel not in self.slow)
        channels = list(_channels(piece))
        if not channels:
            return []
        is_alone = len(channels) == 1
        try:
            return await run(piece, self._seconds(_pairs(piece), is_alone))
        except Refused as error:
            late = error.sqlstate == TOOK_TOO_LONG
            if self.strict and error.sqlstate in STALE:
                raise
            if self._haste and (late or time.monotonic() > self._until):
                self.slow.update(channels)
                self.tardy |= {form} if late else set()
                return []
            if late and is_alone:
                await self._probe()
            if is_alone or (late and time.monotonic() > self._until):
                self.broken.update(dict.fromkeys(channels, error))
                return []
        first = set(channels[: len(channels) // 2])
        halves = _some(piece, lambda channel: channel in first), _some(piece, lambda channel: channel not in first)
        return [*await self._halving(form, halves[0], run), *await self._halving(form, halves[1], run)]

    def _seconds(self, pairs: int, is_alone: bool) -> float:
        if self._haste:
            return HASTY_SECONDS
        return ALONE_SECONDS if is_alone else SOME_SECONDS + PAIR_SECONDS * pairs

    # --- statements -----------------------------------------------------------------------------------------------

    async def judge(self, piece: Piece, seconds: float) -> list[tuple[int, str, Candidate]]:
        """Event, transition and candidate where the filter holds, before or after the event."""
        candidates = _channels(piece)
        numbers = {channel: str(number) for number, channel in enumerate(candidates, 1)}
        by_whom = ",".join(f'"{{{",".join([numbers[each.channel] for each in some])}}}"' for _, some in piece)
        values = [_test(each).texts(each.variables) for each in candidates.values()]
        given = (
            self._json([self.events[event].to_judge for (event, _), _ in piece]), json_text.dumps(values),
            "{" + by_whom + "}",
        )  # fmt: skip
        text = _test(piece[0][1][0]).text
        found = await self.connection.fetch_json(text, given, seconds)
        listed = list(candidates.values())
        return [
            (piece[event - 1][0][0], _transition(was=was, now=now), listed[channel - 1])
            for event, channel, was, now in json_text.loads(found or b"[]")
        ]

    async def show(self, piece: Piece, seconds: float) -> list[tuple[list[Candidate], int, bytes]]:
        """Who gets of which event what body."""
        first = piece[0][1][0]
        show = first.plan.show
        given = self._json([self.events[event].json(transition) for (event, transition), _ in piece])
        rows = await self.connection.fetch_rows(show.text, (given, *show.values(first.variables)), seconds)
        return [(piece[n - 1][1], piece[n - 1][0][0], b'{"data":%b}' % text) for n, text in rows]

    @staticmethod
    def _json(events: Sequence[bytes]) -> str:
        return (b"[" + b",".join(events) + b"]").decode()


def _pairs(piece: Piece) -> int:
    return sum(len(some) for _, some in piece)


def _channels(piece: Piece) -> dict[Channel, Candidate]:
    return {each.channel: each for _, some in piece for each in some}


def _some(piece: Piece, is_wanted: Callable[[Channel], bool]) -> Piece:
    found = ((what, [each for each in some if is_wanted(each.channel)]) for what, some in piece)
    return [(what, some) for what, some in found if some]


def _test(candidate: Candidate) -> Prepared:
    test = candidate.plan.test
    assert test is not None
    return test


def _transition(*, was: bool, now: bool) -> str:
    return "STAYED" if was and now else "ENTERED" if now else "LEFT"
