"""What each group is sent of some events: judged and shown by statements for many at once.

Statements are bounded in what they are asked, and in time. While others wait (Haste), the groups of a form are put
aside, to be served beside the others, where a statement takes too long or there are too many pairs to judge. By
themselves, the slow ones among them are found by halving, and ended with SUBSCRIPTION_TOO_SLOW; those that have not
been found to be so in some time are put aside from the others again.
"""

import time
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple, TypeVar

from py_api import json_text
from py_api.database import TOOK_TOO_LONG, Connection
from py_api.errors import DatabaseError
from py_api.events.change_log import TRANSITIONS, Event
from py_api.events.group_index import Candidate, SamePlan
from py_api.events.pace import Pace
from py_api.events.subscription_group import SubscriptionGroup
from py_api.sqlstates import STALE

PAIRS = 10_000  # of an event and a group, that one statement judges
SHOWN = 100  # events that one statement shows
STATEMENT_BYTES = 2**20  # of events, and of groups' values, that one statement is given (or one of them, if larger)
HASTY_SECONDS = 0.5  # for a statement that others wait for
HASTY_TOTAL_SECONDS = 1.0  # for all of a page; what is left is served beside the others
HASTY_PAIRS = 20_000  # of one form in a page; with more, it is served beside the others at once
ALONE_SECONDS = 1.0  # for what one group asks of some events: one that takes longer is ended
# For what many ask, while the slow ones among them are looked for: what is too short only makes for more halves.
SOME_SECONDS, PAIR_SECONDS = 0.1, 0.0001
SEARCH_SECONDS = 10.0  # for one form; who is still under suspicion then is put aside from the others

T = TypeVar("T")

# Candidates of one form for each of some events: event and transition (of what is judged: none yet).
Piece = list[tuple[tuple[int, str], Sequence[Candidate]]]
Run = Callable[[Piece, float], Awaitable[list[T]]]


class Sent(NamedTuple):
    """bodies: index of the event, and its body, in order, for each group. broken: groups that cannot be served.

    slow: groups that are put aside, and nothing of which is in bodies; those that need not wait for each other apart.
    tardy: the forms (texts of statements) that took too long while others waited.
    """

    bodies: dict[SubscriptionGroup, list[tuple[int, bytes]]]
    broken: dict[SubscriptionGroup, DatabaseError]
    slow: list[list[SubscriptionGroup]]
    tardy: set[str]


@dataclass(slots=True)
class Haste:
    """Others wait for what is done of one page, if it is for several slices, too.

    suspects: forms that took too long lately, and are not tried. pairs: judged so far, of each form. seconds: that
    statements may still take.
    """

    suspects: Collection[str] = ()
    pairs: Counter[str] = field(default_factory=Counter)
    seconds: float = HASTY_TOTAL_SECONDS

    def allows(self, form: str) -> bool:
        return self.seconds > 0 and form not in self.suspects


async def work_out(
    connection: Connection,
    events: Sequence[Event],
    candidates: Sequence[Sequence[SamePlan]],
    *,
    strict: bool,
    probe: Callable[[], Awaitable[None]],
    pace: Pace,
    haste: Haste | None = None,
) -> Sent:
    """candidates: of each event. strict: a stale plan is raised, as DatabaseError.

    probe: raises Unavailable where it is the database that is slow, whatever it is asked.
    """
    work = _Work(connection, events, strict, probe, pace, haste)
    tests: dict[str, Piece] = {}
    wanted = _Wanted()
    for number, (event, by_plan) in enumerate(zip(events, candidates, strict=True)):
        for same in by_plan:
            plan = same[0].plan
            if plan.test is None:
                wanted.add(number, TRANSITIONS.get(event.operation, "STAYED"), same)
            elif unsure := await work.decide(number, event, same, wanted) if plan.exact else same:
                tests.setdefault(plan.test.text, []).append(((number, ""), unsure))
            if work.pace.due:
                await work.pace.rest()
    await work.add_bodies(wanted)  # what needs no judgement, and few, need not wait for many
    for form, piece in sorted(tests.items(), key=lambda item: _pairs(item[1])):
        if haste:
            haste.pairs[form] += _pairs(piece)
            if haste.pairs[form] > HASTY_PAIRS:
                work.put_aside(piece, "many")
                continue
        wanted = _Wanted()
        for number, transition, candidate in await work.all(form, "judged", _statements(piece, events), work.judge):
            wanted.add(number, transition, [candidate])
            if work.pace.due:
                await work.pace.rest()
        await work.add_bodies(wanted)
    bodies = work.bodies
    for numbered in bodies.values():
        numbered.sort(key=itemgetter(0))
        if work.pace.due:
            await work.pace.rest()
    for group in (*work.broken, *work.slow):
        bodies.pop(group, None)
    slow: dict[str, list[SubscriptionGroup]] = {}
    for group, why in work.slow.items():
        if group not in work.broken:
            slow.setdefault(why, []).append(group)
    return Sent(bodies, work.broken, list(slow.values()), work.tardy)


class _Wanted:
    """What is to be shown to whom, by the form and its values."""

    def __init__(self) -> None:
        self.by_form: dict[tuple[str, str], dict[tuple[int, str], list[Candidate]]] = {}
        self._values: dict[int, str] = {}

    def add(self, event: int, transition: str, candidates: SamePlan) -> None:
        """candidates: of one plan."""
        show = candidates[0].plan.show
        if not show.params:
            self._of_form(show.text, "").setdefault((event, transition), []).extend(candidates)
            return
        for candidate in candidates:
            values = self._values.get(id(candidate))
            if values is None:
                values = self._values[id(candidate)] = json_text.dumps(show.values(candidate.variables))
            self._of_form(show.text, values).setdefault((event, transition), []).append(candidate)

    def _of_form(self, form: str, values: str) -> dict[tuple[int, str], list[Candidate]]:
        return self.by_form.setdefault((form, values), {})


class _Work:
    def __init__(
        self,
        connection: Connection,
        events: Sequence[Event],
        strict: bool,
        probe: Callable[[], Awaitable[None]],
        pace: Pace,
        haste: Haste | None,
    ) -> None:
        self.connection, self.events, self.strict = connection, events, strict
        self.broken: dict[SubscriptionGroup, DatabaseError] = {}
        self.slow: dict[SubscriptionGroup, str] = {}  # and what they would have waited for
        self.tardy: set[str] = set()
        self.bodies: dict[SubscriptionGroup, list[tuple[int, bytes]]] = {}
        self.pace = pace
        self._probe = probe
        self._haste = haste
        self._until, self._is_on = 0.0, False  # of `all`: how long is looked for slow ones; is anyone done?

    def put_aside(self, piece: Piece, why: str) -> None:
        for group in _groups_of(piece):
            self.slow.setdefault(group, why)

    async def decide(self, number: int, event: Event, same: SamePlan, wanted: _Wanted) -> list[Candidate]:
        """What needs no statement; those that still need one."""
        (lookup,) = same[0].plan.lookups
        unsure = []
        for candidate in same:
            if (keys := lookup.keys(candidate.variables)) is None:
                unsure.append(candidate)
            else:
                was, now = (lookup.holds(image, keys) for image in event.values)
                if was is None or now is None:
                    unsure.append(candidate)
                elif was or now:
                    wanted.add(number, _transition(was=was, now=now), [candidate])
            if self.pace.due:
                await self.pace.rest()
        return unsure

    async def add_bodies(self, wanted: _Wanted) -> None:
        for (form, _), by_event in wanted.by_form.items():
            statements = _packed(list(by_event.items()), self.events, None)
            for candidates, number, body in await self.all(form, "shown", statements, self.show):
                for candidate in candidates:
                    self.bodies.setdefault(candidate.group, []).append((number, body))
                if self.pace.due:
                    await self.pace.rest()

    async def all(self, form: str, why: str, statements: Iterator[Piece], run: Run[T]) -> list[T]:
        """What run gives for all of them; why: they would be put aside."""
        results: list[T] = []
        self._until, self._is_on = time.monotonic() + SEARCH_SECONDS, False
        for piece in statements:
            if self._haste and (form in self.tardy or not self._haste.allows(form)):
                self.put_aside(piece, why)
            else:
                results += await self._halving(form, why, piece, run)
            if self.pace.due:
                await self.pace.rest()
        return results

    async def _halving(self, form: str, why: str, piece: Piece, run: Run[T]) -> list[T]:
        """What run gives for all pairs. Where it is refused, halves are tried, so that one cannot spoil all."""
        if self.broken or self.slow:
            piece = _some(piece, lambda group: group not in self.broken and group not in self.slow)
        groups = list(_groups_of(piece))
        if not groups:
            return []
        is_alone, begun = len(groups) == 1, time.monotonic()
        try:
            done = await run(piece, self._seconds(_pairs(piece), is_alone))
        except DatabaseError as error:
            late = error.sqlstate == TOOK_TOO_LONG
            if self.strict and error.sqlstate in STALE:
                raise
            if self._haste and (late or not self._haste.allows(form)):
                self.put_aside(piece, why)
                self.tardy |= {form} if late else set()
                return []
            if is_alone:
                if late:
                    await self._probe()
                self.broken[groups[0]], self._is_on = error, True
                return []
            if late and self._is_on and time.monotonic() > self._until:
                self.put_aside(piece, why)
                return []
        else:
            self._is_on = True
            return done
        finally:
            if self._haste:
                self._haste.seconds -= time.monotonic() - begun
        first = set(groups[: len(groups) // 2])
        halves = _some(piece, lambda group: group in first), _some(piece, lambda group: group not in first)
        return [
            *await self._halving(form, why, halves[0], run),
            *await self._halving(form, why, halves[1], run),
        ]

    def _seconds(self, pairs: int, is_alone: bool) -> float:
        if self._haste:
            return HASTY_SECONDS
        return ALONE_SECONDS if is_alone else SOME_SECONDS + PAIR_SECONDS * pairs

    # --- statements -----------------------------------------------------------------------------------------------

    async def judge(self, piece: Piece, seconds: float) -> list[tuple[int, str, Candidate]]:
        """Event, transition and candidate where the filter holds, before or after the event."""
        candidates = _groups_of(piece)
        numbers = {group: str(number) for number, group in enumerate(candidates, 1)}
        texts = {
            key: f'"{{{",".join([numbers[candidate.group] for candidate in some])}}}"'
            for key, some in _by_id(piece).items()
        }
        params = (
            self._json([self.events[event].to_judge for (event, _), _ in piece]),
            "[" + ",".join([candidate.to_judge for candidate in candidates.values()]) + "]",
            "{" + ",".join(texts[id(some)] for _, some in piece) + "}",
        )
        test = piece[0][1][0].plan.test
        assert test is not None
        judged = await self.connection.fetch_json(test.text, params, seconds)
        listed = list(candidates.values())
        return [
            (piece[event - 1][0][0], _transition(was=was, now=now), listed[group - 1])
            for event, group, was, now in json_text.loads(judged or b"[]")
        ]

    async def show(self, piece: Piece, seconds: float) -> list[tuple[SamePlan, int, bytes]]:
        """Who gets of which event what body."""
        first = piece[0][1][0]
        show = first.plan.show
        shown = self._json([self.events[event].json(transition) for (event, transition), _ in piece])
        rows = await self.connection.fetch_rows(show.text, (shown, *show.values(first.variables)), seconds)
        return [(piece[n - 1][1], piece[n - 1][0][0], b'{"data":%b}' % text.encode()) for n, text in rows]

    @staticmethod
    def _json(events: Sequence[bytes]) -> str:
        return (b"[" + b",".join(events) + b"]").decode()


# --- pieces -----------------------------------------------------------------------------------------------------------


def _statements(whole: Piece, events: Sequence[Event]) -> Iterator[Piece]:
    """What one statement judges. Neighbours with the same candidates, and many of them, make tiles of many events and
    many groups: so neither is written down again for each of the others."""
    rest: Piece = []
    for _, run in groupby(whole, lambda row: id(row[1])):
        same = list(run)
        if len(same) > 1 and _pairs(same) > PAIRS:
            yield from _tiles(same, events)
        else:
            rest += same
    yield from _packed(rest, events, PAIRS)


def _tiles(same: Piece, events: Sequence[Event]) -> Iterator[Piece]:
    """All of the same candidates."""
    rows: Piece = []
    size = 0
    for row in (*same, None):
        more = len(events[row[0][0]].to_judge) if row else 0
        if rows and (row is None or size + more > STATEMENT_BYTES // 2 or len(rows) >= SHOWN):
            for some in _columns(rows[0][1], PAIRS // len(rows), STATEMENT_BYTES - size):
                yield [(what, some) for what, _ in rows]
            rows, size = [], 0
        if row:
            rows.append(row)
            size += more


def _columns(candidates: SamePlan, most: int, most_bytes: int) -> Iterator[SamePlan]:
    some: list[Candidate] = []
    size = 0
    for candidate in candidates:
        if some and (len(some) >= most or size + candidate.group.size > most_bytes):
            yield some
            some, size = [], 0
        some.append(candidate)
        size += candidate.group.size
    yield some


def _packed(whole: Piece, events: Sequence[Event], most: int | None) -> Iterator[Piece]:
    """As much as one statement takes. most: pairs; None: as of what is shown, each event once for all."""
    piece: Piece = []
    groups: set[SubscriptionGroup] = set()
    pairs = size = 0
    for what, candidates in whole:
        size += len(events[what[0]].to_judge)
        if piece and (size > STATEMENT_BYTES or len(piece) >= SHOWN):
            yield piece
            piece, groups, pairs, size = [], set(), 0, len(events[what[0]].to_judge)
        if most is None:
            piece.append((what, candidates))
            continue
        left = candidates
        while left:
            some = left[: most - pairs]
            more = sum(candidate.group.size for candidate in some if candidate.group not in groups)
            while len(some) > 1 and size + more > STATEMENT_BYTES:
                some = some[: len(some) // 2]
                more = sum(candidate.group.size for candidate in some if candidate.group not in groups)
            piece.append((what, some))
            groups.update(candidate.group for candidate in some)
            pairs, size, left = pairs + len(some), size + more, left[len(some) :]
            if pairs >= most or size > STATEMENT_BYTES or left:
                yield piece
                piece, groups, pairs = [], set(), 0
                size = len(events[what[0]].to_judge) if left else 0
    if piece:
        yield piece


def _pairs(piece: Piece) -> int:
    return sum(len(some) for _, some in piece)


def _by_id(piece: Piece) -> dict[int, SamePlan]:
    """The different ones, by their id()."""
    return {id(some): some for _, some in piece}


def _groups_of(piece: Piece) -> dict[SubscriptionGroup, Candidate]:
    return {candidate.group: candidate for some in _by_id(piece).values() for candidate in some}


def _some(piece: Piece, is_wanted: Callable[[SubscriptionGroup], bool]) -> Piece:
    kept = {key: [candidate for candidate in some if is_wanted(candidate.group)] for key, some in _by_id(piece).items()}
    return [(what, kept[id(some)]) for what, some in piece if kept[id(some)]]


def _transition(*, was: bool, now: bool) -> str:
    return "STAYED" if was and now else "ENTERED" if now else "LEFT"
