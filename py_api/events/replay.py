"""Subscriptions that begin in the past, or lag behind, are served separately until they have caught up."""

import asyncio
from collections.abc import Collection, Sequence
from contextlib import suppress
from typing import Any, Protocol

from py_api.events.change_log import PAGE, LogReader
from py_api.events.delivery import Haste
from py_api.events.evaluation import Evaluation
from py_api.events.group_index import GroupIndex
from py_api.events.membership import Membership
from py_api.events.subscription_group import Subscription, SubscriptionGroup


class _TooSlow(Exception):
    """Others would have to wait."""


class Live(Protocol):
    """What a replay catches up with (LogFollower). lock is held while the position moves."""

    lock: asyncio.Lock
    membership: Membership
    reader: LogReader
    evaluation: Evaluation

    @property
    def position(self) -> str: ...

    async def read_to_now(self) -> None: ...

    async def set_apart(
        self, groups: Collection[SubscriptionGroup], index: GroupIndex, position: str, most: int
    ) -> None: ...


class Replay:
    """Serves groups (SubscriptionGroup.apart) from a cursor on. They join the live ones when they have caught up.

    gate: bounds how many replay at once. of_client: the cursor is a client's. most: events of the first slice.

    Where no slow group was found, those that are still suspected are served separately, one event at first: each time
    some of them finish, or are found to be slow, and none waits for ever.
    """

    def __init__(
        self,
        live: Live,
        groups: Sequence[SubscriptionGroup],
        after: str,
        gate: asyncio.Semaphore,
        *,
        of_client: bool = False,
        most: int = PAGE,
    ) -> None:
        self._live = live
        self._groups = groups
        self._position = after
        self._gate = gate
        self._of_client = of_client
        self._most = most
        self._index = GroupIndex()

    async def begin(self) -> None:
        """Before catch_up."""
        pace = self._live.evaluation.pace()
        for group in self._groups:
            self._index.add(group)
            if pace.due:
                await pace.rest()

    async def catch_up(self) -> None:
        """To be called again after an error: it goes on from where it was."""
        while subscriptions := self._subscriptions():
            async with self._gate:
                more = await self._read()
            for subscription in subscriptions:
                await subscription.sink.ready()
            if not more:
                with suppress(_TooSlow):
                    return await self._join()
        return None

    def end(self, errors: list[dict[str, Any]]) -> None:
        for subscription in self._subscriptions():
            Membership.end_subscription(subscription, errors)

    def _subscriptions(self) -> list[Subscription]:
        """Those that have not left."""
        for group in list(self._index.groups):
            group.members = {member: None for member in group.members if member.live}
            if not group.members:
                self._index.remove(group)
        return [member for group in self._index.groups for member in group.members]

    async def _read(self, upto: str | None = None, haste: Haste | None = None) -> bool:
        """A page; is there more?"""
        live = self._live
        page = await live.reader.page(self._position, self._index.wanted(), upto, self._of_client)
        self._of_client = False
        events = page.events
        while events:
            sent, count = await live.evaluation.work_out(events, self._index, haste, self._most)
            if sent.slow and haste:
                raise _TooSlow
            for groups in sent.slow:
                await live.set_apart(groups, self._index, self._position, most=1)
            await live.membership.deliver(events, sent, live.evaluation.pace())
            self._most = min(self._most * 2, PAGE)
            self._position, events = events[count - 1].cursor, events[count:]
        self._position = page.position
        return page.more

    async def _join(self) -> None:
        """Raises _TooSlow where that would keep the others waiting."""
        live = self._live
        async with live.lock:
            await live.read_to_now()  # so that the live ones are not behind these
            haste = Haste()
            while self._subscriptions() and await self._read(live.position, haste):
                pass
            pace = live.evaluation.pace()
            for subscription in self._subscriptions():
                if subscription.live:  # it may have left meanwhile
                    live.membership.add(subscription)
                    subscription.sink.beat(live.position)
                if pace.due:
                    await pace.rest()
