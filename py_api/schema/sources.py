"""What a field of the GraphQL schema stands for: the compiler's side of a definition. Frozen data, no behaviour.

Those of root fields have a `role`: the least that may use them.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from py_api.catalog.model import Field, Inverse
from py_api.principal import Role


class Column(NamedTuple):
    """A column of the thing's table."""

    field: Field


class ToOne(NamedTuple):
    """The thing that a reference points to."""

    field: Field


class ToMany(NamedTuple):
    """The things that a to-many reference points to, as a connection."""

    field: Field


class Inverted(NamedTuple):
    """The things that refer here, as a connection."""

    inverse: Inverse


class Figures(NamedTuple):
    """The figures of a list, in groups, as an aggregate of its things."""

    of: ToMany | Inverted


class Ancestors(NamedTuple):
    """The things that a reference of a class to itself leads to, step by step, as a connection."""

    field: Field


class Descendants(NamedTuple):
    """The things that lead here by such a reference."""

    inverse: Inverse


class Root(StrEnum):
    """Kinds of root fields over a class."""

    ONE = "one"
    LIST = "list"
    AGGREGATE = "aggregate"
    CREATE = "create"
    CREATE_MANY = "create_many"
    UPDATE = "update"
    UPDATE_MANY = "update_many"
    UPSERT = "upsert"
    UPSERT_MANY = "upsert_many"
    DELETE = "delete"
    DELETE_MANY = "delete_many"
    CHANGED = "changed"


_READING = (Root.ONE, Root.LIST, Root.AGGREGATE, Root.CHANGED)


class ClassRoot(NamedTuple):
    """A root field over a class."""

    kind: Root
    class_id: int

    @property
    def role(self) -> Role:
        return "viewer" if self.kind in _READING else "editor"


@dataclass(frozen=True, slots=True)
class NodeRoot:
    """node(id)."""

    role: Role = "viewer"


@dataclass(frozen=True, slots=True)
class EventsRoot:
    """thingChanged."""

    role: Role = "viewer"


@dataclass(frozen=True, slots=True)
class SchemaEvents:
    """schemaChanged: its events are JSON objects, as thing.schema_event makes them, with `at` and `cursor`."""

    role: Role = "viewer"


class EventPart(NamedTuple):
    """A field of an event of a thing, that the compiler of subscriptions knows by name."""

    name: str


class Part(NamedTuple):
    """A field that the compiler of its parent (connection, edge, page info, aggregate, batch) knows by name."""

    name: str


class KeyPart(NamedTuple):
    """A field that groups are made by."""

    field: Field


class AggregatePart(NamedTuple):
    """The aggregates of one field."""

    field: Field


class Json(NamedTuple):
    """A key of a JSON object that an SQL function returned. role: the least that may read it, where not all may."""

    key: str
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """A root field of the administration. name: of a statement of compiler/admin_statements. role: the least for it."""

    name: str
    role: Role
