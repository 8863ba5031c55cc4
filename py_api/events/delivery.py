"""What each channel is sent of the events of a page: judged and shown by statements for many at once."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, NamedTuple, TypeVar

from py_api import json_text
from py_api.compiler.subscription import Prepared
from py_api.database import Connection
from py_api.engine import STALE
from py_api.errors import Refused
from py_api.events.channel import Candidate, Channel
from py_api.events.log import TRANSITIONS, Event

T = TypeVar("T")


class Sent(NamedTuple):
    """bodies: index of the event, and its body, in order, for each channel. broken: channels that cannot be served."""

    bodies: dict[Channel, list[tuple[int, bytes]]]
    broken: dict[Channel, Refused]


class _Wanted(NamedTuple):
    """An event and a candidate for it, to be judged, or shown with its transition."""

    event: int
    candidate: Candidate
    prepared: Prepared
    transition: str = ""

    @property
    def channel(self) -> Channel:
        return self.candidate.channel


async def work_out(
    connection: Connection, events: Sequence[Event], candidates: Sequence[Sequence[Candidate]], *, strict: bool
) -> Sent:
    """candidates: of each event. strict: a stale plan is raised, as Refused."""
    work = _Work(connection, events, strict)
    tests: dict[str, list[_Wanted]] = {}
    wanted: list[_Wanted] = []
    for number, (event, found) in enumerate(zip(events, candidates, strict=True)):
        for candidate in found:
            plan = candidate.plan
            if plan.test is None:
                wanted.append(_Wanted(number, candidate, plan.show, TRANSITIONS.get(event.operation, "STAYED")))
            elif plan.exact and plan.lookup and (keys := plan.lookup.keys(candidate.variables)) is not None:
                was, now = (plan.lookup.holds(image, keys) for image in event.values)
                if was or now:
                    wanted.append(_Wanted(number, candidate, plan.show, _transition(was=was, now=now)))
            else:
                tests.setdefault(plan.test.text, []).append(_Wanted(number, candidate, plan.test))
    for pairs in tests.values():
        wanted += await work.halving(pairs, work.judge)
    groups: dict[Any, list[_Wanted]] = {}
    for each in wanted:
        values = each.prepared.values(each.candidate.variables)
        groups.setdefault((each.prepared.text, json_text.dumps(values) if values else ""), []).append(each)
    bodies: dict[Channel, list[tuple[int, bytes]]] = {}
    for group in groups.values():
        for channel, number, body in await work.halving(group, work.show):
            bodies.setdefault(channel, []).append((number, body))
    for numbered in bodies.values():
        numbered.sort()
    return Sent({channel: each for channel, each in bodies.items() if channel not in work.broken}, work.broken)


class _Work:
    def __init__(self, connection: Connection, events: Sequence[Event], strict: bool) -> None:
        self.connection, self.events, self.strict = connection, events, strict
        self.broken: dict[Channel, Refused] = {}

    async def halving(self, pairs: list[_Wanted], run: Callable[[list[_Wanted]], Awaitable[list[T]]]) -> list[T]:
        """What run gives for all pairs. Where it is refused, halves are tried, so that one cannot spoil all."""
        pairs = [each for each in pairs if each.channel not in self.broken]
        try:
            return await run(pairs) if pairs else []
        except Refused as error:
            if self.strict and error.sqlstate in STALE:
                raise
            if len({each.channel for each in pairs}) == len({each.event for each in pairs}) == 1:
                self.broken[pairs[0].channel] = error
                return []
            middle = len(pairs) // 2
            return [*await self.halving(pairs[:middle], run), *await self.halving(pairs[middle:], run)]

    async def judge(self, pairs: list[_Wanted]) -> list[_Wanted]:
        """Pairs for which the filter holds, before or after the event."""
        events = {event: number for number, event in enumerate(dict.fromkeys(each.event for each in pairs), 1)}
        candidates = {each.channel: each.candidate for each in pairs}
        channels = {channel: number for number, channel in enumerate(candidates, 1)}
        test = pairs[0].prepared
        values = [c.plan.test.texts(c.variables) if c.plan.test else [] for c in candidates.values()]
        found = await self.connection.fetch_json(
            test.text,
            (
                self._json([(event, "") for event in events]),
                json_text.dumps(values),
                _array(events[each.event] for each in pairs),
                _array(channels[each.channel] for each in pairs),
            ),
        )
        by_number, listed = list(events), list(candidates.values())
        wanted = []
        for event_number, channel_number, was, now in json_text.loads(found or b"[]"):
            candidate = listed[channel_number - 1]
            transition = _transition(was=was, now=now)
            wanted.append(_Wanted(by_number[event_number - 1], candidate, candidate.plan.show, transition))
        return wanted

    async def show(self, pairs: list[_Wanted]) -> list[tuple[Channel, int, bytes]]:
        """Bodies, made once for each event and transition."""
        groups: dict[tuple[int, str], list[Channel]] = {}
        for each in pairs:
            groups.setdefault((each.event, each.transition), []).append(each.channel)
        shown = list(groups)
        show = pairs[0].prepared
        rows = await self.connection.fetch_rows(
            show.text, (self._json(shown), *show.values(pairs[0].candidate.variables))
        )
        return [
            (channel, shown[n - 1][0], b'{"data":%b}' % body) for n, body in rows for channel in groups[shown[n - 1]]
        ]

    def _json(self, shown: Sequence[tuple[int, str]]) -> str:
        return (b"[" + b",".join(self.events[event].json(transition) for event, transition in shown) + b"]").decode()


def _transition(*, was: bool, now: bool) -> str:
    return "STAYED" if was and now else "ENTERED" if now else "LEFT"


def _array(numbers: Any) -> str:
    return "{" + ",".join(map(str, numbers)) + "}"
