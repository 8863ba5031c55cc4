"""The root fields: those of every class, and what stands beside them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from py_api.catalog.index import Head
from py_api.catalog.model import Class
from py_api.schema import naming as n
from py_api.schema.class_types import ClassTypes
from py_api.schema.definitions import Input, Output
from py_api.schema.naming import capital
from py_api.schema.sources import ClassRoot, EventsRoot, NodeRoot, Root
from py_api.schema.static_types import EVENT_OPERATION, ON_CONFLICT

DRY_RUN = Input("dryRun", "Boolean", "Try it: everything is checked, nothing is kept.")
NODE = Output("node", "Node", NodeRoot(), (Input("id", "ID!"),), "The thing of this id, whatever its class.")

_EVENTS = (
    Input("operations", f"[{EVENT_OPERATION}!]", "Only where one of these was done."),
    Input("fields", "[String!]", "Of updates, and of what is linked or unlinked: only what changes one of these."),
    Input("after", "String", "Begin after this cursor: of an event, or a changeCursor. Default: now."),
)
THING_CHANGED = Output(
    "thingChanged",
    "ThingEvent!",
    EventsRoot(),
    (Input("classes", "[String!]", "Only things of these, and of classes that extend them."), *_EVENTS),
    "Every change of a thing, whatever its class.",
)


_OF_ROLLUPS = (Root.ONE, Root.LIST, Root.AGGREGATE)
# What a role of the tenant must be granted of a class for its root fields. What is not here no such role has.
VERBS: Mapping[Root, frozenset[str]] = {
    Root.ONE: frozenset({"read"}),
    Root.LIST: frozenset({"read"}),
    Root.AGGREGATE: frozenset({"read", "aggregate"}),
    Root.CREATE: frozenset({"read", "create"}),
    Root.UPDATE: frozenset({"read", "update"}),
    Root.DELETE: frozenset({"read", "delete"}),
}
CLOSED = frozenset(
    {
        Root.CREATE_MANY, Root.UPDATE_MANY, Root.UPSERT, Root.UPSERT_MANY, Root.DELETE_MANY, Root.CHANGED,
    }
)  # fmt: skip
_NO_VERBS = frozenset({""})


@dataclass(frozen=True, slots=True)
class _Shape:
    """How a kind of root field is named and made: prefix before, suffix behind, plural or singular."""

    kind: Root
    prefix: str
    plural: bool
    suffix: str
    make: Callable[[ClassTypes, Class], tuple[str, tuple[Input, ...], str]]
    creates: bool = False

    def name(self, head: Head | Class) -> str:
        word = head.plural if self.plural else head.singular
        return f"{self.prefix}{capital(word) if self.prefix else word}{self.suffix}"

    def fits(self, cls: Class) -> bool:
        """Does the class have it?"""
        if cls.mask is not None and not (VERBS.get(self.kind, _NO_VERBS) <= cls.mask.verbs):
            return False
        return not (self.creates and cls.abstract) and (cls.rollup is None or self.kind in _OF_ROLLUPS)

    def output(self, types: ClassTypes, cls: Class) -> Output:
        kind, args, text = self.make(types, cls)
        if cls.mask is not None:
            hidden = (*_not_masked(cls), *(("by",) if self.creates else ()))
            args = tuple(argument for argument in args if argument.name not in hidden)
        return Output(self.name(cls), kind, ClassRoot(self.kind, cls.id), args, text, cls.deprecated)


def _not_masked(cls: Class) -> tuple[str, ...]:
    """Arguments that a role of the tenant has not: they tell of things and values that it may not see."""
    reads_version = cls.mask is not None and "version" in cls.mask.system and "version" not in cls.mask.cells
    return ("onConflict",) if reads_version else ("onConflict", "version")


def _which(cls: Class) -> tuple[Input, Input]:
    return (
        Input("id", "ID", "Which one; or by."),
        Input("by", cls.name + n.UNIQUE_INPUT, "Which one, by a key that is unique; or id."),
    )


def _version() -> Input:
    return Input("version", "Int", "The version that you have seen: VERSION_CONFLICT when there is another by now.")


def _at_most() -> Input:
    return Input("atMost", "Int", "Refuse with TOO_MANY_THINGS when there are more.")


def _filter(cls: Class) -> Input:
    return Input(
        "filter", f"{cls.name}{n.FILTER}!", "Which ones; {}, written so in the document and with atMost, for all."
    )


def _chosen(cls: Class) -> tuple[Input, Input]:
    """(Not non-null, since updates stand in their place.)"""
    return tuple(argument._replace(type=argument.type.rstrip("!")) for argument in (_filter(cls), _changes(cls)))  # type: ignore[return-value]


def _updates(cls: Class) -> Input:
    return Input("updates", f"[{cls.name}{n.UPDATE_ITEM}!]", "What to change of each, in place of filter and input.")


def _by(cls: Class) -> Input:
    return Input("by", f"{cls.name}{n.UNIQUE}!", "Which unique field or combination tells whether it is there already.")


def _new(cls: Class, many: bool = False, suffix: str = n.CREATE_INPUT) -> Input:
    kind = f"{cls.name}{suffix}!"
    return Input("input", f"[{kind}]!" if many else kind)


def _on_conflict(cls: Class) -> tuple[Input, Input]:
    return (
        Input("onConflict", ON_CONFLICT, "What to do where one of the same key is there. Default: UNIQUE_VIOLATION."),
        Input("by", f"{cls.name}{n.UNIQUE}", "Of which key, for onConflict; of any where it is absent, to IGNORE."),
    )


def _changes(cls: Class) -> Input:
    return Input("input", f"{cls.name}{n.UPDATE_INPUT}!")


QUERIES: tuple[_Shape, ...] = (
    _Shape(Root.ONE, "", False, "", lambda t, c: (c.name, _which(c), f"One {c.name}; null when it does not exist.")),
    _Shape(
        Root.LIST,
        "",
        True,
        "",
        lambda t, c: (f"{c.name}{n.CONNECTION}!", t.objects.list_args(c.name), f"All {c.plural}, page by page."),
    ),
    _Shape(
        Root.AGGREGATE,
        "",
        True,
        "Aggregate",
        lambda t, c: (
            f"[{c.name}{n.AGGREGATE}!]!",
            t.aggregates.args(c.name),
            f"Figures of {c.plural}, in groups.",
        ),
    ),
)
MUTATIONS: tuple[_Shape, ...] = (
    _Shape(
        Root.CREATE,
        "create",
        False,
        "",
        lambda t, c: (f"{c.name}!", (_new(c), *_on_conflict(c), DRY_RUN), f"Make a {c.name}."),
        True,
    ),
    _Shape(
        Root.CREATE_MANY,
        "create",
        True,
        "",
        lambda t, c: (
            f"{c.name}{n.BATCH}!",
            (_new(c, True), *_on_conflict(c), DRY_RUN),
            f"Make {c.plural}: all or none.",
        ),
        True,
    ),
    _Shape(
        Root.UPDATE,
        "update",
        False,
        "",
        lambda t, c: (f"{c.name}!", (*_which(c), _changes(c), _version(), DRY_RUN), f"Change a {c.name}."),
    ),
    _Shape(
        Root.UPDATE_MANY,
        "update",
        True,
        "",
        lambda t, c: (
            f"{c.name}{n.BATCH}!",
            (*_chosen(c), _at_most(), _updates(c), DRY_RUN),
            f"Change {c.plural}, in one way by filter and input, or each in its own by updates: all or none.",
        ),
    ),
    _Shape(
        Root.UPSERT,
        "upsert",
        False,
        "",
        lambda t, c: (
            f"{c.name}!",
            (_by(c), _new(c, False, n.UPSERT_INPUT), DRY_RUN),
            f"Make a {c.name}, or change the one that is there.",
        ),
        True,
    ),
    _Shape(
        Root.UPSERT_MANY,
        "upsert",
        True,
        "",
        lambda t, c: (
            f"{c.name}{n.BATCH}!",
            (_by(c), _new(c, True, n.UPSERT_INPUT), DRY_RUN),
            f"Make {c.plural}, or change those that are there.",
        ),
        True,
    ),
    _Shape(
        Root.DELETE,
        "delete",
        False,
        "",
        lambda t, c: (f"{c.name}!", (*_which(c), _version(), DRY_RUN), f"Delete a {c.name}; answers what it was."),
    ),
    _Shape(
        Root.DELETE_MANY,
        "delete",
        True,
        "",
        lambda t, c: (f"{c.name}{n.BATCH}!", (_filter(c), _at_most(), DRY_RUN), f"Delete {c.plural}: all or none."),
    ),
)

SUBSCRIPTIONS: tuple[_Shape, ...] = (
    _Shape(
        Root.CHANGED,
        "",
        False,
        "Changed",
        lambda t, c: (
            f"{c.name}{n.EVENT}!",
            (Input("filter", f"{c.name}{n.FILTER}", "Which ones, before or after the change. Default: all."), *_EVENTS),
            f"Every change of {c.plural}.",
        ),
    ),
)

SHAPES: Mapping[str, tuple[_Shape, ...]] = {"Query": QUERIES, "Mutation": MUTATIONS, "Subscription": SUBSCRIPTIONS}


def fields_of(shapes: tuple[_Shape, ...], types: ClassTypes, cls: Class) -> Iterator[Output]:
    """The root fields of a class."""
    for shape in shapes:
        if shape.fits(cls):
            yield shape.output(types, cls)


class Words(Protocol):
    """Classes by their names in root fields: a catalog, or names that were."""

    @property
    def by_singular(self) -> Mapping[str, Head]: ...

    @property
    def by_plural(self) -> Mapping[str, Head]: ...


def find(shapes: tuple[_Shape, ...], catalog: Words, name: str) -> tuple[_Shape, Head] | None:
    """What the name of a root field stands for. The longest match of prefix and suffix that names a class."""
    for shape in sorted(shapes, key=lambda s: -len(s.prefix + s.suffix)):
        if name.startswith(shape.prefix) and name.endswith(shape.suffix):
            word = name[len(shape.prefix) : len(name) - len(shape.suffix)]
            words = catalog.by_plural if shape.plural else catalog.by_singular
            head = words.get(word[:1].lower() + word[1:]) if shape.prefix else words.get(word)
            head = head or next((h for h in (words.get(word),) if h and shape.prefix), None)
            if head is not None and shape.name(head) == name and not (shape.creates and head.abstract):
                return shape, head
    return None
