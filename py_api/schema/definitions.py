"""Definitions of GraphQL types as plain data: what both graphql-core's types and introspection are made of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from py_api.catalog.model import Class, Field


class Kind(StrEnum):
    """As __TypeKind names them."""

    SCALAR = "SCALAR"
    OBJECT = "OBJECT"
    INTERFACE = "INTERFACE"
    ENUM = "ENUM"
    INPUT = "INPUT_OBJECT"


class Input(NamedTuple):
    """An argument or a field of an input object. type: as in SDL, "[String!]". default: a GraphQL literal.

    source: what the compiler looks at (a catalog.model.Field, an operator's name); for arguments nothing.
    ruled: the field whose rules hold here; SDL shows them.
    """

    name: str
    type: str
    description: str | None = None
    default: str | None = None
    deprecated: str | None = None
    source: Any = None
    ruled: Field | None = None


class Output(NamedTuple):
    """A field of an object or interface. source: one of schema.sources; ruled: as for Input."""

    name: str
    type: str
    source: Any = None
    args: tuple[Input, ...] = ()
    description: str | None = None
    deprecated: str | None = None
    ruled: Field | None = None


class EnumValue(NamedTuple):
    name: str
    description: str | None = None
    deprecated: str | None = None


@dataclass(frozen=True, slots=True)
class Definition:
    """A named type. class_id: the class that it belongs to, where it belongs to one."""

    kind: Kind
    name: str
    description: str | None = None
    outputs: Mapping[str, Output] = field(default_factory=dict)
    inputs: Mapping[str, Input] = field(default_factory=dict)
    values: tuple[EnumValue, ...] = ()
    interfaces: tuple[str, ...] = ()
    specified_by: str | None = None
    one_of: bool = False
    class_id: int | None = None


def class_definition(kind: Kind, cls: Class, suffix: str, text: str | None = None, **parts: Any) -> Definition:
    """A type that is called by a class and a suffix."""
    return Definition(kind, cls.name + suffix, text, class_id=cls.id, **parts)


def outputs(items: Iterable[Output]) -> dict[str, Output]:
    return {item.name: item for item in items}


def inputs(items: Iterable[Input]) -> dict[str, Input]:
    return {item.name: item for item in items}


def named(reference: str) -> str:
    """The named type of a type reference: "[Product!]!" is of Product."""
    return reference.replace("[", "").replace("]", "").replace("!", "")
