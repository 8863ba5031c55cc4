"""Subscriptions with the same document and variables form a group: their messages are worked out once."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import copy
from typing import Any

from py_api.compiler.subscription import Events
from py_api.engine.request import GraphQLRequest
from py_api.engine.schema_cache import CompiledSchema
from py_api.errors import ApiError
from py_api.events.change_log import SCHEMA, Event
from py_api.events.event_sink import EventSink

_NO_CLASSES: frozenset[int] = frozenset()


class Subscription:
    """One client's. cancel: nothing comes any more."""

    __slots__ = ("_on_cancel", "group", "live", "sink")

    def __init__(
        self, sink: EventSink, group: "SubscriptionGroup", on_cancel: "Callable[[Subscription], None]"
    ) -> None:
        self.sink = sink
        self.group = group
        self.live = True
        self._on_cancel = on_cancel

    def cancel(self) -> None:
        if self.live:
            self.live = False
            self._on_cancel(self)


class SubscriptionGroup:
    """key: equal for what is the same. operation: without the cursor to begin after, which is each client's own.

    size: characters of its document and its variables.
    """

    def __init__(
        self,
        key: Any,
        request: GraphQLRequest,
        schema: CompiledSchema,
        plan: Events,
        variables: Mapping[str, Any],
        size: int = 0,
    ) -> None:
        self.key = key
        self.size = size
        self.request = request
        self.subscriptions: dict[Subscription, None] = {}
        self.members: dict[Subscription, None] = {}  # those that get what comes; the others are still replayed to
        self.use(schema, plan, variables)

    def apart(self, subscriptions: Iterable[Subscription]) -> "SubscriptionGroup":
        """The same for some of its subscriptions, to be worked out by themselves."""
        apart = copy(self)
        apart.subscriptions = dict.fromkeys(subscriptions)
        apart.members = dict(apart.subscriptions)
        return apart

    def use(self, schema: CompiledSchema, plan: Events, variables: Mapping[str, Any]) -> None:
        """Work by this plan from here on. Raises NotLoaded; ApiError where an argument names what is not there."""
        catalog = schema.api.catalog
        operations, fields, names, kinds = (
            None if (value := plan.value(argument, variables)) is None else frozenset(value)
            for argument in ("operations", "fields", "classes", "kinds")
        )
        class_ids = None
        if plan.class_id is not None:
            class_ids = frozenset(catalog.family(plan.class_id))
            fields = None if fields is None else frozenset(_own_names(schema, plan.class_id, fields))
            for cls in catalog.concrete(plan.class_id):  # errors of the selection are raised at once
                if (guards := plan.of_class(cls.id).guards) is not None:
                    guards.check(variables)
        elif names is not None and plan.of_schema:  # a change of a class is one of those that extend it
            heads = (catalog.by_name[name] for name in names if name in catalog)
            names |= {above.name for head in heads for above in catalog.ancestors(head.id)}
        elif names is not None:
            if missing := sorted(name for name in names if name not in catalog):
                raise ApiError(f"class {missing[0]} does not exist", "UNKNOWN_CLASS", 404)
            class_ids = frozenset(i for name in names for i in catalog.family(catalog.by_name[name].id))
        self.schema, self.plan, self.variables, self.class_ids = schema, plan, variables, class_ids
        self._operations, self._fields, self._names, self._kinds = operations, fields, names, kinds
        self.takes_all = operations is None and fields is None

    @property
    def concerned(self) -> frozenset[int] | None:
        """Classes; None: all of them."""
        return _NO_CLASSES if self.plan.of_schema else self.class_ids

    def concerns(self, class_id: int) -> bool:
        return not self.plan.of_schema and (self.class_ids is None or class_id in self.class_ids)

    def takes(self, event: Event) -> bool:
        """What the arguments beside the filter say."""
        if self.takes_all and event.operation != SCHEMA:
            return True
        if event.operation == SCHEMA:
            return self._takes_change(event)
        if self._operations is not None and event.operation not in self._operations:
            return False
        if self._fields is None or event.operation in ("CREATED", "DELETED"):
            return True
        return not self._fields.isdisjoint(event.changed_fields)

    def _takes_change(self, event: Event) -> bool:
        """Whether one of the changes fits all arguments."""
        if self._names is None and self._fields is None and self._kinds is None:
            return bool(event.named_changes)
        return any(
            all(
                wanted is None or not wanted.isdisjoint(names)
                for wanted, names in zip((self._names, self._fields, self._kinds), change, strict=True)
            )
            for change in event.named_changes
        )


def _own_names(schema: CompiledSchema, class_id: int, names: Iterable[str]) -> Iterator[str]:
    """What fields are called now: a former name may be given. Raises ApiError."""
    cls = schema.api.catalog.class_of(class_id)
    fields = schema.api.classes.fields.named(cls)
    for name in names:
        if name not in fields:
            raise ApiError(f"class {cls.name} has no field {name}", "UNKNOWN_FIELD", 404)
        yield fields[name].own_name
