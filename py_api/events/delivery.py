"""What each channel is sent of some events: judged and shown by statements for many at once.

Statements are bounded in what they are asked, and in time. Where one takes too long, the channels of that form are
told to be slow (hasty), so that they are served beside the others; or the slow ones among them are found by halving,
and ended with SUBSCRIPTION_TOO_SLOW.
"""

import time
from collections.abc import Awaitable, Callable, Collection, Iterator, Sequence
from operator import itemgetter
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


class Sent(NamedTuple):
    """bodies: index of the event, and its body, in order, for each channel. broken: channels that cannot be served.

    slow: (of hasty work) channels that have to be served beside the others, and nothing of which is in bodies.
    tardy: the forms (texts of statements) that took too long.
    """

    bodies: dict[Channel, list[tuple[int, bytes]]]
    broken: dict[Channel, Refused]
    slow: set[Channel]
    tardy: set[str]


class _Wanted(NamedTuple):
    """An event and a candidate for it, to be judged, or shown with its transition."""

    event: int
    channel: Channel
    candidate: Candidate
    transition: str = ""


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
    tests: dict[str, list[_Wanted]] = {}
    wanted: list[_Wanted] = []
    for number, (event, found) in enumerate(zip(events, candidates, strict=True)):
        for candidate in found:
            plan = candidate.plan
            if plan.test is None:
                transition = TRANSITIONS.get(event.operation, "STAYED")
                wanted.append(_Wanted(number, candidate.channel, candidate, transition))
            elif plan.exact and (keys := plan.lookups[0].keys(candidate.variables)) is not None:
                was, now = (plan.lookups[0].holds(image, keys) for image in event.values)
                if was or now:
                    transition = _transition(was=was, now=now)
                    wanted.append(_Wanted(number, candidate.channel, candidate, transition))
            else:
                tests.setdefault(plan.test.text, []).append(_Wanted(number, candidate.channel, candidate))
            if work.pace.due:
                await work.pace.rest()
    await work.add_bodies(wanted)  # what needs no judgement, and few, need not wait for many
    for form, pairs in sorted(tests.items(), key=lambda item: len(item[1])):
        await work.add_bodies(await work.all(form, work.to_judge(pairs), work.judge))
    bodies = work.bodies
    for numbered in bodies.values():
        numbered.sort(key=itemgetter(0))
    for channel in (*work.broken, *work.slow):
        bodies.pop(channel, None)
    return Sent(bodies, work.broken, work.slow - work.broken.keys(), work.tardy)


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

    async def add_bodies(self, wanted: list[_Wanted]) -> None:
        groups: dict[tuple[str, str], list[_Wanted]] = {}
        same: dict[int, list[_Wanted]] = {}
        for each in wanted:
            group = same.get(id(each.candidate))
            if group is None:
                show = each.candidate.plan.show
                values = json_text.dumps(show.values(each.candidate.variables)) if show.params else ""
                group = same[id(each.candidate)] = groups.setdefault((show.text, values), [])
            group.append(each)
            if self.pace.due:
                await self.pace.rest()
        for (form, _), group in groups.items():
            for channel, number, body in await self.all(form, self.to_show(group), self.show):
                self.bodies.setdefault(channel, []).append((number, body))

    # --- in pieces ------------------------------------------------------------------------------------------------

    def to_judge(self, pairs: list[_Wanted]) -> Iterator[list[_Wanted]]:
        """What one statement takes: pairs come by event."""
        piece: list[_Wanted] = []
        channels: set[Channel] = set()
        last, size = -1, 0
        for each in pairs:
            if each.event != last:
                last = each.event
                size += len(self.events[last].to_judge)
            if each.channel not in channels:
                channels.add(each.channel)
                size += each.channel.size
            if piece and (len(piece) >= PAIRS or size > STATEMENT_BYTES):
                yield piece
                piece, channels = [], {each.channel}
                size = len(self.events[last].to_judge) + each.channel.size
            piece.append(each)
        yield piece

    def to_show(self, pairs: list[_Wanted]) -> Iterator[list[_Wanted]]:
        """The same: each event once for all who want it."""
        by_event: dict[tuple[int, str], list[_Wanted]] = {}
        for each in pairs:
            by_event.setdefault((each.event, each.transition), []).append(each)
        piece: list[_Wanted] = []
        number = size = 0
        for (event, _), same in by_event.items():
            size += len(self.events[event].to_judge)
            number += 1
            if piece and (number > SHOWN or size > STATEMENT_BYTES):
                yield piece
                piece, number, size = [], 1, len(self.events[event].to_judge)
            piece += same
        yield piece

    async def all(
        self,
        form: str,
        pieces: Iterator[list[_Wanted]],
        run: Callable[[list[_Wanted], float], Awaitable[list[T]]],
    ) -> list[T]:
        found: list[T] = []
        for piece in pieces:
            if self._haste and (form in self.tardy or form in self._haste.suspects or time.monotonic() > self._until):
                self.slow.update(each.channel for each in piece)
            else:
                found += await self._halving(form, piece, run)
            if self.pace.due:
                await self.pace.rest()
        return found

    async def _halving(
        self, form: str, pairs: list[_Wanted], run: Callable[[list[_Wanted], float], Awaitable[list[T]]]
    ) -> list[T]:
        """What run gives for all pairs. Where it is refused, halves are tried, so that one cannot spoil all."""
        if self.broken or self.slow:
            pairs = [each for each in pairs if each.channel not in self.broken and each.channel not in self.slow]
        if not pairs:
            return []
        channels = list(dict.fromkeys(each.channel for each in pairs))
        is_alone = len(channels) == 1
        try:
            return await run(pairs, self._seconds(len(pairs), is_alone))
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
        some = set(channels[: len(channels) // 2])
        halves = [each for each in pairs if each.channel in some], [each for each in pairs if each.channel not in some]
        return [*await self._halving(form, halves[0], run), *await self._halving(form, halves[1], run)]

    def _seconds(self, pairs: int, is_alone: bool) -> float:
        if self._haste:
            return HASTY_SECONDS
        return ALONE_SECONDS if is_alone else SOME_SECONDS + PAIR_SECONDS * pairs

    # --- statements -----------------------------------------------------------------------------------------------

    async def judge(self, pairs: list[_Wanted], seconds: float) -> list[_Wanted]:
        """Pairs for which the filter holds, before or after the event."""
        candidates = {each.channel: each.candidate for each in pairs}
        numbers = {channel: number for number, channel in enumerate(candidates, 1)}
        judged: dict[int, list[int]] = {}
        for each in pairs:
            judged.setdefault(each.event, []).append(numbers[each.channel])
        values = [_test(each).texts(each.variables) for each in candidates.values()]
        by_whom = ",".join('"{' + ",".join(map(str, each)) + '}"' for each in judged.values())
        given = (
            self._json([self.events[event].to_judge for event in judged]), json_text.dumps(values), "{" + by_whom + "}"
        )  # fmt: skip
        found = await self.connection.fetch_json(_test(pairs[0].candidate).text, given, seconds)
        by_number, listed = list(judged), list(candidates.values())
        wanted = []
        for event_number, channel_number, was, now in json_text.loads(found or b"[]"):
            transition = _transition(was=was, now=now)
            candidate = listed[channel_number - 1]
            wanted.append(_Wanted(by_number[event_number - 1], candidate.channel, candidate, transition))
        return wanted

    async def show(self, pairs: list[_Wanted], seconds: float) -> list[tuple[Channel, int, bytes]]:
        """Bodies, made once for each event and transition."""
        groups: dict[tuple[int, str], list[Channel]] = {}
        for each in pairs:
            groups.setdefault((each.event, each.transition), []).append(each.channel)
        shown = list(groups)
        show = pairs[0].candidate.plan.show
        given = self._json([self.events[event].json(transition) for event, transition in shown])
        rows = await self.connection.fetch_rows(show.text, (given, *show.values(pairs[0].candidate.variables)), seconds)
        found = []
        for n, text in rows:
            body = b'{"data":%b}' % text  # one for all
            found += [(channel, shown[n - 1][0], body) for channel in groups[shown[n - 1]]]
        return found

    @staticmethod
    def _json(events: Sequence[bytes]) -> str:
        return (b"[" + b",".join(events) + b"]").decode()


def _test(candidate: Candidate) -> Prepared:
    test = candidate.plan.test
    assert test is not None
    return test


def _transition(*, was: bool, now: bool) -> str:
    return "STAYED" if was and now else "ENTERED" if now else "LEFT"
