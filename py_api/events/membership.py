"""The subscriptions to one tenant in this process: who is in which group, joins, leaves, and gets what is sent."""

import logging
from collections.abc import Callable, Sequence
from typing import Any

from py_api.events.change_log import Event
from py_api.events.delivery import Sent
from py_api.events.event_sink import EventSink
from py_api.events.group_index import GroupIndex
from py_api.events.pace import Pace
from py_api.events.subscription_errors import unservable
from py_api.events.subscription_group import Subscription, SubscriptionGroup

_log = logging.getLogger("thingbase.events")


class Membership:
    """index: of the groups that have live members. on_empty is called when the last subscription has left."""

    def __init__(self, on_empty: Callable[[], None]) -> None:
        self.groups: dict[Any, SubscriptionGroup] = {}
        self.subscriptions = self.characters = 0  # of all groups
        self.index = GroupIndex()
        self._on_empty = on_empty

    def register(self, sink: EventSink, group: SubscriptionGroup) -> Subscription:
        """group: one of `groups`, or a new one. The subscription gets nothing before it is added."""
        if group.key not in self.groups:
            self.groups[group.key] = group
            self.characters += group.size
        group = self.groups[group.key]
        subscription = Subscription(sink, group, self._left)
        group.subscriptions[subscription] = None
        self.subscriptions += 1
        return subscription

    def add(self, subscription: Subscription) -> None:
        """From here on it gets what comes."""
        group = subscription.group
        group.members[subscription] = None
        if group not in self.index.groups:
            if group.schema is not self.index.schema:
                self.index.schema = None  # looked at with the next events
            self.index.add(group)

    def _left(self, subscription: Subscription) -> None:
        group = subscription.group
        del group.subscriptions[subscription]
        self.subscriptions -= 1
        group.members.pop(subscription, None)
        if not group.members:
            self.index.remove(group)
        if not group.subscriptions:
            del self.groups[group.key]
            self.characters -= group.size
        if not self.groups:
            self._on_empty()

    # --- ending ---------------------------------------------------------------------------------------------------

    def end(self, errors: list[dict[str, Any]]) -> None:
        """All of them."""
        for group in list(self.groups.values()):
            self.end_group(group, errors)

    @staticmethod
    def end_group(group: SubscriptionGroup, errors: list[dict[str, Any]]) -> None:
        for subscription in list(group.subscriptions):
            Membership.end_subscription(subscription, errors)

    @staticmethod
    def end_subscription(subscription: Subscription, errors: list[dict[str, Any]]) -> None:
        if subscription.live:
            subscription.cancel()
            subscription.sink.ended(errors)

    # --- what is sent ---------------------------------------------------------------------------------------------

    @staticmethod
    async def deliver(events: Sequence[Event], sent: Sent, pace: Pace) -> None:
        """To the members there are now: those who join meanwhile begin after these events."""
        for group, bodies in sent.bodies.items():
            members = list(group.members)
            for number, body in bodies:
                cursor = events[number].cursor
                for subscription in members:
                    _give(subscription, body, cursor)
                    if pace.due:
                        await pace.rest()
        for group, error in sent.broken.items():
            Membership.end_group(group, [unservable(error)])

    def beat(self, position: str) -> None:
        for group in self.index.groups:
            for subscription in list(group.members):
                subscription.sink.beat(position)


def _give(subscription: Subscription, body: bytes, cursor: str) -> None:
    if subscription.live:
        try:
            subscription.sink.event(body, cursor)
        except Exception:  # one client's trouble is not the others'
            _log.exception("a client could not be given an event")
            subscription.cancel()
