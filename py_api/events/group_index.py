"""Which groups of subscriptions an event may concern: by its class and, where a filter implies them, by values.

A filter that fixes the value of a column, a range or a part of it is looked up by that value. So the work for an event
grows with the groups that it may concern, not with all groups; and one that concerns no group need not be read
(GroupIndex.wanted).
"""

from bisect import bisect_left, bisect_right, insort
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import itemgetter
from typing import Any

from py_api import json_text
from py_api.compiler.subscription import PARTS, ClassPlan, Lookup, folded_case, key_of
from py_api.engine.schema_cache import CompiledSchema
from py_api.errors import ApiError
from py_api.events.change_log import Event
from py_api.events.pace import Pace
from py_api.events.subscription_group import SubscriptionGroup

# Values that are looked for in the log; where more are, all is read.
MOST_WANTED, MOST_WANTED_CHARACTERS = 2_000, 200_000
# Characters that a text with a part is found by; the end of the part, of which they are; a value that is searched.
PART, LONGEST_PART, LONGEST_SEARCHED = 3, 100, 20_000
KEPT = 200  # characters of a group's values, as they are written
_HAVE_KEYS = frozenset(("eq", "in", *PARTS))


class _Values:
    """Subscription groups by the values of one column that they want: single values, those that have a part, and
    all from or up to a bound.

    A part (contains, startsWith, endsWith) is found by a few of its characters: by those of them that the fewest others
    have chosen.
    """

    def __init__(self, folded: bool = False) -> None:
        self._folded = folded  # the values, as folded_case has them
        self._single: dict[str, dict[SubscriptionGroup, None]] = {}
        self._parts: dict[int, dict[str, dict[SubscriptionGroup, None]]] = {}  # by length
        self._chosen: dict[SubscriptionGroup, str] = {}  # of the parts
        self._least: list[tuple[Any, int, SubscriptionGroup]] = []  # in order of the bound
        self._most: list[tuple[Any, int, SubscriptionGroup]] = []
        self._is_float = False

    def crowd(self, lookup: Lookup, variables: Mapping[str, Any]) -> tuple[bool, int, bool, int] | None:
        """How many would be looked at beside one that is found by this: less is better. None: it cannot be looked up.

        (That other things share a value matters where no other group does, yet: each event of theirs is read.)
        """
        if lookup.operator not in _HAVE_KEYS:
            bounds = self._bounds(lookup)
            return None if lookup.bound(variables) is None else (True, len(bounds), False, 0)
        keys = lookup.keys(variables)
        if keys is None:
            return None
        if lookup.operator in PARTS:
            return (False, self._rarest(keys[0])[0], True, 0) if keys[0] else None
        return False, max((len(self._single.get(key, ())) for key in keys), default=0), lookup.has_few_values, len(keys)

    def _rarest(self, text: str) -> tuple[int, str]:
        """How many have chosen it already, and the characters. (Of long texts the end: it is where they differ.)"""
        return min(
            (len(self._parts.get(len(piece), {}).get(piece, ())), piece) for piece in _pieces(text[-LONGEST_PART:])
        )

    def add(self, group: SubscriptionGroup, lookup: Lookup) -> None:
        """What crowd can tell of."""
        if lookup.operator not in _HAVE_KEYS:
            self._is_float = lookup.pg_type == "double precision"
            insort(self._bounds(lookup), (lookup.bound(group.variables), id(group), group))
            return
        keys = lookup.keys(group.variables) or ()
        if lookup.operator in PARTS:
            _, part = self._rarest(keys[0])
            self._chosen[group] = part
            self._parts.setdefault(len(part), {}).setdefault(part, {})[group] = None
            return
        for key in keys:
            self._single.setdefault(key, {})[group] = None

    def remove(self, group: SubscriptionGroup, lookup: Lookup, variables: Mapping[str, Any]) -> None:
        """variables: those that it had when it was added."""
        if lookup.operator not in _HAVE_KEYS:
            bounds = self._bounds(lookup)
            del bounds[bisect_left(bounds, (lookup.bound(variables), id(group)))]
        elif lookup.operator in PARTS:
            part = self._chosen.pop(group)
            _take_out(self._parts[len(part)], part, group)
            if not self._parts[len(part)]:
                del self._parts[len(part)]
        else:
            for key in set(lookup.keys(variables) or ()):
                _take_out(self._single, key, group)

    @property
    def wanted(self) -> Collection[str] | None:
        """The values that are; None where those cannot be listed."""
        hidden = self._least or self._most or self._parts or (self._single and self._folded)
        return None if hidden else self._single

    def _bounds(self, lookup: Lookup) -> list[tuple[Any, int, SubscriptionGroup]]:
        return self._least if lookup.operator in ("gt", "gte") else self._most

    def wanting(self, value: Any) -> Iterator[SubscriptionGroup]:
        """Those that may want a thing with this JSON value in the column. (Null is equal to nothing, nor compared.)"""
        if value is None or isinstance(value, dict | list):
            return
        key = folded_case(key_of(value)) if self._folded else key_of(value)
        if key is None:
            yield from self._chosen
            for groups in self._single.values():
                yield from groups
            return
        yield from self._single.get(key, ())
        if self._parts:
            yield from self._having_part(key)
        if not self._least and not self._most:
            return
        if isinstance(value, int | float | Decimal):
            value = float(value) if self._is_float else value
            least = self._least[: bisect_right(self._least, value, key=itemgetter(0))]
            most = self._most[bisect_left(self._most, value, key=itemgetter(0)) :]
        else:  # a number that JSON cannot write
            least, most = self._least, self._most
        for _, _, group in (*least, *most):
            yield group

    def _having_part(self, value: str) -> Iterator[SubscriptionGroup]:
        for size, parts in self._parts.items():
            candidates: Iterable[str] = parts
            if len(value) <= LONGEST_SEARCHED:  # else it would take too long: SQL judges
                candidates = parts.keys() & {value[n : n + size] for n in range(len(value) - size + 1)}
            for part in candidates:
                yield from parts[part]


def _pieces(text: str) -> Iterator[str]:
    size = min(len(text), PART)
    return (text[n : n + size] for n in range(len(text) - size + 1))


def _take_out(groups_by_key: dict[str, dict[SubscriptionGroup, None]], key: str, group: SubscriptionGroup) -> None:
    del groups_by_key[key][group]
    if not groups_by_key[key]:
        del groups_by_key[key]


@dataclass(slots=True, eq=False)
class Candidate:
    """A group that may want an event, with the plan and the variables that it has at this moment."""

    group: SubscriptionGroup
    plan: ClassPlan
    variables: Mapping[str, Any]
    _to_judge: str | None = None

    @property
    def to_judge(self) -> str:
        """Its values, as compiler.subscription's tests read them."""
        if self._to_judge is not None:
            return self._to_judge
        assert self.plan.test is not None
        values = json_text.dumps(self.plan.test.texts(self.variables))
        if len(values) <= KEPT:
            self._to_judge = values
        return values


SamePlan = Sequence[Candidate]  # some, of one plan; never empty


class Bucket:
    """The groups that events of one class may concern, each by the most selective of its conditions."""

    def __init__(self, missing: Iterable[SubscriptionGroup] = ()) -> None:
        self.missing = list(missing)  # those that have to be added
        self._everyone: dict[SubscriptionGroup, Candidate] = {}
        self._columns: dict[tuple[str, bool], _Values] = {}
        self._places: dict[SubscriptionGroup, tuple[Candidate, Lookup]] = {}
        self._by_plan: list[tuple[bool, SamePlan]] | None = None  # of everyone, and whether they take every event
        self._last: dict[int, SamePlan] = {}  # groups of the event before, by the id() of their first

    def __contains__(self, group: SubscriptionGroup) -> bool:
        return group in self._everyone or group in self._places

    def add(self, group: SubscriptionGroup, plan: ClassPlan) -> None:
        candidate = Candidate(group, plan, group.variables)
        crowds = (
            (crowd, number)
            for number, lookup in enumerate(plan.lookups)
            if (crowd := self._values(lookup).crowd(lookup, group.variables))
        )
        _, number = min(crowds, default=(None, None))
        if number is None:
            self._everyone[group] = candidate
            self._by_plan = None
        else:
            lookup = plan.lookups[number]
            self._values(lookup).add(group, lookup)
            self._places[group] = (candidate, lookup)

    def _values(self, lookup: Lookup) -> _Values:
        return self._columns.setdefault((lookup.column, lookup.folded), _Values(lookup.folded))

    def remove(self, group: SubscriptionGroup) -> None:
        if self._everyone.pop(group, None) is not None:
            self._by_plan = None
        if (place := self._places.pop(group, None)) is not None:
            candidate, lookup = place
            self._values(lookup).remove(group, lookup, candidate.variables)

    @property
    def wanted(self) -> Any:
        """Events, as thing.wanted_seqs takes it: true is all."""
        if self._everyone or self.missing or not self._places:
            return True
        if any(values.wanted is None for values in self._columns.values()):
            return True
        columns = {column: values.wanted for (column, folded), values in self._columns.items() if not folded}
        if sum(len(keys or ()) for keys in columns.values()) > MOST_WANTED:
            return True
        wanted = {column: dict.fromkeys(keys, 1) for column, keys in columns.items() if keys}
        return True if sum(len(key) for keys in wanted.values() for key in keys) > MOST_WANTED_CHARACTERS else wanted

    def candidates(self, event: Event) -> list[SamePlan]:
        """Those that may want it; the same object as for the event before, where they are the same."""
        if self._by_plan is None:
            parts = (
                (
                    takes_all,
                    [candidate for candidate in self._everyone.values() if candidate.group.takes_all is takes_all],
                )
                for takes_all in (True, False)
            )
            self._by_plan = [(takes_all, same_plan) for takes_all, part in parts for same_plan in _of_plans(part)]
        looked_up: dict[SubscriptionGroup, Candidate] = {}
        for (column, _), values in self._columns.items():
            for image in event.values:
                looked_up.update((group, self._places[group][0]) for group in values.wanting(image.get(column)))
        by_plan = [
            *(same_plan if takes_all else _taken(same_plan, event) for takes_all, same_plan in self._by_plan),
            *_of_plans(_taken(looked_up.values(), event)),
        ]
        last, self._last = self._last, {}
        for same_plan in filter(None, by_plan):
            before = last.get(id(same_plan[0]))
            self._last[id(same_plan[0])] = before if before == same_plan else same_plan
        return list(self._last.values())


def _taken(candidates: Iterable[Candidate], event: Event) -> list[Candidate]:
    return [candidate for candidate in candidates if candidate.group.takes(event)]


def _of_plans(candidates: Iterable[Candidate]) -> list[SamePlan]:
    by_plan: dict[int, list[Candidate]] = {}
    for candidate in candidates:
        by_plan.setdefault(id(candidate.plan), []).append(candidate)
    return list(by_plan.values())


class Unfit(Exception):
    """What a group asks cannot be compiled for an event."""

    def __init__(self, group: SubscriptionGroup, error: ApiError) -> None:
        super().__init__(error.message)
        self.group, self.error = group, error


class GroupIndex:
    """The groups of a tenant, by what they concern."""

    def __init__(self) -> None:
        self.groups: dict[SubscriptionGroup, None] = {}
        self.schema: CompiledSchema | None = None
        self.version = 0  # of the tenant's schema, which that serves
        self.added = 0  # how often a group was
        self._buckets: dict[int, Bucket] = {}
        self._concerned: Counter[frozenset[int] | None] = Counter()  # how many groups concern the same classes
        self._wanted: str | None = None

    def add(self, group: SubscriptionGroup) -> None:
        self.groups[group] = None
        self.added += 1
        self._wanted = None
        self._concerned[group.concerned] += 1
        for class_id in [i for i in self._buckets if group.concerns(i)]:
            plan = group.plan.classes.get(class_id)
            if plan is None:
                del self._buckets[class_id]  # filled again when it is needed
            else:
                self._buckets[class_id].add(group, plan)

    def remove(self, group: SubscriptionGroup) -> None:
        if group in self.groups:
            del self.groups[group]
            self._wanted = None
            self._concerned[group.concerned] -= 1
            for bucket in self._buckets.values():
                bucket.remove(group)

    def use(self, schema: CompiledSchema) -> None:
        """The groups work by plans of this schema from here on."""
        self.schema = schema
        self._buckets.clear()
        self._wanted = None
        self._concerned = Counter(group.concerned for group in self.groups)

    def at(self, version: int) -> None:
        """That schema is the tenant's at this version."""
        if version != self.version:
            self.version, self._wanted = version, None

    def wanted(self) -> str | None:
        """What events may concern a group, for read_page; None: any may."""
        if self.schema is None or self._concerned[None] > 0:
            return None
        if self._wanted is None:
            class_ids = {i for concerned, groups in self._concerned.items() if groups > 0 for i in concerned or ()}
            classes = {str(i): self._buckets[i].wanted if i in self._buckets else True for i in class_ids}
            self._wanted = json_text.dumps({"version": self.version, "classes": classes})
        return self._wanted

    def bucket(self, class_id: int) -> Bucket:
        """Of a class; what is `missing` of it, fill adds."""
        bucket = self._buckets.get(class_id)
        if bucket is None:
            bucket = Bucket(group for group in self.groups if group.concerns(class_id))
            self._buckets[class_id] = bucket
        return bucket

    def fill(self, class_id: int, pace: Pace) -> bool:
        """Add what is missing; true when that is done, false when others are to be served first.

        Raises NotLoaded, Unfit.
        """
        bucket = self.bucket(class_id)
        while bucket.missing:
            group = bucket.missing[-1]
            if group in self.groups and group not in bucket:  # it may have left, and come again
                bucket.add(group, _plan(group, class_id))
            bucket.missing.pop()
            if pace.due:
                return False
        self._wanted = None  # it said all of this class
        return True

    def candidates(self, event: Event) -> list[SamePlan]:
        """Those that may want it. The bucket of its class must be filled. Raises Unfit."""
        if event.class_id is not None:
            return self.bucket(event.class_id).candidates(event)
        of_schema = [group for group in self.groups if group.plan.of_schema and group.takes(event)]
        return _of_plans(Candidate(group, _plan(group, None), group.variables) for group in of_schema)


def _plan(group: SubscriptionGroup, class_id: int | None) -> ClassPlan:
    try:
        return group.plan.schema() if class_id is None else group.plan.of_class(class_id)
    except ApiError as error:
        raise Unfit(group, error) from error
