"""Channels: subscriptions that ask the very same, so that what they are sent is worked out once.

Which channels an event may concern is looked up: by its class and, where a filter fixes the value of a column, by that
value. So the work for an event grows with the channels that it may concern, not with all that there are; and one that
concerns nobody need not be read (Directory.wanted).
"""

from bisect import bisect_left, bisect_right, insort
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from operator import itemgetter
from typing import Any, NamedTuple

from py_api import json_text
from py_api.compiler.subscription import ClassPlan, Events, Lookup, key_of
from py_api.engine import Operation
from py_api.errors import ApiError
from py_api.events.log import SCHEMA, Event
from py_api.events.sink import Sink
from py_api.schemas import Served

MOST_WANTED = 2_000  # values that are looked for in the log; where more are, all is read


class Subscription:
    """One client's. cancel: nothing comes any more."""

    __slots__ = ("_on_cancel", "channel", "live", "sink")

    def __init__(self, sink: Sink, channel: "Channel", on_cancel: "Callable[[Subscription], None]") -> None:
        self.sink = sink
        self.channel = channel
        self.live = True
        self._on_cancel = on_cancel

    def cancel(self) -> None:
        if self.live:
            self.live = False
            self._on_cancel(self)


class Channel:
    """key: equal for what is the same. operation: without the cursor to begin after, which is each client's own."""

    def __init__(self, key: Any, operation: Operation, served: Served, plan: Events, variables: dict[str, Any]) -> None:
        self.key = key
        self.operation = operation
        self.subscriptions: dict[Subscription, None] = {}
        self.members: dict[Subscription, None] = {}  # those that get what comes; the others are still replayed to
        self.use(served, plan, variables)

    def alone(self, subscription: Subscription) -> "Channel":
        """The same for one of its subscriptions, to be worked out by itself."""
        own = Channel(self.key, self.operation, self.served, self.plan, self.variables)
        own.subscriptions[subscription] = None
        return own

    def use(self, served: Served, plan: Events, variables: dict[str, Any]) -> None:
        """Work by this plan from here on. Raises NotLoaded; ApiError where an argument names what is not there."""
        catalog = served.api.catalog
        operations, fields, names, kinds = (
            None if (value := plan.value(argument, variables)) is None else frozenset(value)
            for argument in ("operations", "fields", "classes", "kinds")
        )
        class_ids = None
        if plan.class_id is not None:
            class_ids = frozenset(catalog.family(plan.class_id))
            _check_fields(served, plan.class_id, fields or ())
            for cls in catalog.concrete(plan.class_id):  # what is wrong with the selection is told at once
                if (guards := plan.of_class(cls.id).guards) is not None:
                    guards.check(variables)
        elif names is not None and plan.of_schema:  # a change of a class is one of those that extend it
            heads = (catalog.by_name[name] for name in names if name in catalog)
            names |= {above.name for head in heads for above in catalog.ancestors(head.id)}
        elif names is not None:
            if missing := sorted(name for name in names if name not in catalog):
                raise ApiError(f"there is no class {missing[0]}", "UNKNOWN_CLASS", 404)
            class_ids = frozenset(i for name in names for i in catalog.family(catalog.by_name[name].id))
        self.served, self.plan, self.variables, self.class_ids = served, plan, variables, class_ids
        self._operations, self._fields, self._names, self._kinds = operations, fields, names, kinds

    @property
    def concerned(self) -> Iterable[int | None]:
        """Classes; None: all of them."""
        return () if self.plan.of_schema else (None,) if self.class_ids is None else self.class_ids

    def concerns(self, class_id: int) -> bool:
        return not self.plan.of_schema and (self.class_ids is None or class_id in self.class_ids)

    def takes(self, event: Event) -> bool:
        """What the arguments beside the filter say."""
        if event.operation == SCHEMA:
            return self._takes_change(event)
        if self._operations is not None and event.operation not in self._operations:
            return False
        if self._fields is None or event.operation in ("CREATED", "DELETED"):
            return True
        return not self._fields.isdisjoint(event.changed_fields)

    def _takes_change(self, event: Event) -> bool:
        """Is there one change that all arguments like?"""

        def likes(wanted: frozenset[str] | None, *names: str) -> bool:
            return wanted is None or not wanted.isdisjoint(names)

        for change in event.values[1]["changes"]:
            classes, fields = _names(change, "class"), _names(change, "field")
            full = (f"{cls}.{name}" for cls in classes for name in fields)
            if (
                likes(self._names, *classes)
                and likes(self._fields, *fields, *full)
                and likes(self._kinds, change["kind"])
            ):
                return True
        return False


def _check_fields(served: Served, class_id: int, names: Iterable[str]) -> None:
    cls = served.api.catalog.class_of(class_id)
    for name in names:
        if name not in served.api.classes.all_fields(cls):
            raise ApiError(f"class {cls.name} has no field {name}", "UNKNOWN_FIELD", 404)


def _names(change: Mapping[str, Any], what: str) -> tuple[str, ...]:
    """The names of what changed, before and after."""
    found = [change.get(what)]
    if change.get("kind") == f"{what.upper()}_RENAMED":
        found.append(change.get("to"))
    return tuple(name for name in found if isinstance(name, str))


class _Values:
    """Channels by the values of one column that they want: single ones, and all from or up to a bound."""

    def __init__(self) -> None:
        self._single: dict[str, dict[Channel, None]] = {}
        self._least: list[tuple[Any, int, Channel]] = []  # in order of the bound
        self._most: list[tuple[Any, int, Channel]] = []
        self._is_float = False

    def add(self, channel: Channel, lookup: Lookup) -> bool:
        """False where this channel cannot be looked up."""
        if lookup.operator in ("eq", "in"):
            keys = lookup.keys(channel.variables)
            for key in keys or ():
                self._single.setdefault(key, {})[channel] = None
            return keys is not None
        bound = lookup.bound(channel.variables)
        self._is_float = lookup.pg_type == "double precision"
        if bound is not None:
            insort(self._bounds(lookup), (bound, id(channel), channel))
        return bound is not None

    def remove(self, channel: Channel, lookup: Lookup, variables: dict[str, Any]) -> None:
        """variables: those that it had when it was added."""
        if lookup.operator in ("eq", "in"):
            for key in set(lookup.keys(variables) or ()):
                del self._single[key][channel]
                if not self._single[key]:
                    del self._single[key]
        else:
            bounds = self._bounds(lookup)
            del bounds[bisect_left(bounds, (lookup.bound(variables), id(channel)))]

    @property
    def wanted(self) -> Iterable[str] | None:
        """The values that are; None where those cannot be listed."""
        return None if self._least or self._most else self._single

    def _bounds(self, lookup: Lookup) -> list[tuple[Any, int, Channel]]:
        return self._least if lookup.operator in ("gt", "gte") else self._most

    def wanting(self, value: Any) -> Iterator[Channel]:
        """Those that may want a thing with this JSON value in the column. (Null is equal to nothing, nor compared.)"""
        if value is None or isinstance(value, dict | list):
            return
        yield from self._single.get(key_of(value), ())
        if not self._least and not self._most:
            return
        if isinstance(value, int | float | Decimal):
            value = float(value) if self._is_float else value
            least = self._least[: bisect_right(self._least, value, key=itemgetter(0))]
            most = self._most[bisect_left(self._most, value, key=itemgetter(0)) :]
        else:  # a number that JSON cannot write
            least, most = self._least, self._most
        for _, _, channel in (*least, *most):
            yield channel


class _Bucket:
    """The channels that events of one class may concern."""

    def __init__(self) -> None:
        self._everyone: dict[Channel, None] = {}
        self._columns: dict[str, _Values] = {}
        self._places: dict[Channel, tuple[Lookup, dict[str, Any]]] = {}

    def add(self, channel: Channel, lookup: Lookup | None) -> None:
        if lookup is not None and self._columns.setdefault(lookup.column, _Values()).add(channel, lookup):
            self._places[channel] = (lookup, channel.variables)
        else:
            self._everyone[channel] = None

    def remove(self, channel: Channel) -> None:
        self._everyone.pop(channel, None)
        if (place := self._places.pop(channel, None)) is not None:
            self._columns[place[0].column].remove(channel, *place)

    @property
    def wanted(self) -> Any:
        """Events, as thing.wanted_seqs takes it: true is all."""
        found: dict[str, dict[str, int]] = {}
        for column, of in self._columns.items():
            if of.wanted is None:
                return True
            found[column] = dict.fromkeys(of.wanted, 1)
        return True if self._everyone or not found or sum(map(len, found.values())) > MOST_WANTED else found

    def candidates(self, event: Event) -> Iterable[Channel]:
        if not self._places:
            return self._everyone
        found = dict(self._everyone)
        for column, values in self._columns.items():
            for image in event.values:
                found.update(dict.fromkeys(values.wanting(image.get(column))))
        return found


class Candidate(NamedTuple):
    """A channel that may want an event, and what it does with events of that kind: as of now, whatever comes."""

    channel: Channel
    plan: ClassPlan
    variables: dict[str, Any]


class Unfit(Exception):
    """What a channel asks cannot be compiled for an event."""

    def __init__(self, channel: Channel, error: ApiError) -> None:
        super().__init__(error.message)
        self.channel, self.error = channel, error


class Directory:
    """The channels of a tenant, by what they concern."""

    def __init__(self) -> None:
        self.channels: dict[Channel, None] = {}
        self.served: Served | None = None
        self.version = 0  # of the tenant's schema, which that serves
        self.added = 0  # how often a channel was
        self._buckets: dict[int, _Bucket] = {}
        self._concerned: Counter[int | None] = Counter()
        self._wanted: str | None = None

    def add(self, channel: Channel) -> None:
        self.channels[channel] = None
        self.added += 1
        self._wanted = None
        self._concerned.update(channel.concerned)
        for class_id in [i for i in self._buckets if channel.concerns(i)]:
            plan = channel.plan.classes.get(class_id)
            if plan is None:
                del self._buckets[class_id]  # made anew when it is needed
            else:
                self._buckets[class_id].add(channel, plan.lookup)

    def remove(self, channel: Channel) -> None:
        if channel in self.channels:
            del self.channels[channel]
            self._wanted = None
            self._concerned.subtract(channel.concerned)
            for bucket in self._buckets.values():
                bucket.remove(channel)

    def use(self, served: Served) -> None:
        """The channels work by plans of this schema from here on."""
        self.served = served
        self._buckets.clear()
        self._wanted = None
        self._concerned = Counter(i for channel in self.channels for i in channel.concerned)

    def at(self, version: int) -> None:
        """That schema is the tenant's at this version."""
        if version != self.version:
            self.version, self._wanted = version, None

    def wanted(self) -> str | None:
        """What events may concern a channel, for read_page; None: any may."""
        if self.served is None or self._concerned[None] > 0:
            return None
        if self._wanted is None:
            classes = {
                str(class_id): self._buckets[class_id].wanted if class_id in self._buckets else True
                for class_id, channels in self._concerned.items()
                if class_id is not None and channels > 0
            }
            self._wanted = json_text.dumps({"version": self.version, "classes": classes})
        return self._wanted

    def candidates(self, event: Event) -> list[Candidate]:
        """Those that may want it. Raises NotLoaded, Unfit."""
        class_id = event.class_id
        if class_id is None:
            channels: Iterable[Channel] = [channel for channel in self.channels if channel.plan.of_schema]
        else:
            bucket = self._buckets.get(class_id) or self._made(class_id)
            channels = bucket.candidates(event)
        return [Candidate(c, _plan(c, class_id), c.variables) for c in channels if c.takes(event)]

    def _made(self, class_id: int) -> _Bucket:
        bucket = _Bucket()
        for channel in self.channels:
            if channel.concerns(class_id):
                bucket.add(channel, _plan(channel, class_id).lookup)
        self._buckets[class_id] = bucket
        self._wanted = None  # it said all of this class
        return bucket


def _plan(channel: Channel, class_id: int | None) -> ClassPlan:
    try:
        return channel.plan.schema() if class_id is None else channel.plan.of_class(class_id)
    except ApiError as error:
        raise Unfit(channel, error) from error
