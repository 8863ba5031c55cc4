"""Plan keys: what about the variables of an operation decides the SQL.

A plan is compiled for the plan key of the variables, that is, for everything about them that decides what SQL is
written: which keys are there, which values are null, what enums and Booleans say. The rest are parameters.
"""

from collections.abc import Callable, Hashable, Sequence
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
)

from py_api.compiler.values import is_written
from py_api.schema import naming as n

KeyOf = Callable[[Any], Hashable]


def plan_key(kind: Any) -> KeyOf:
    """What of a coerced value decides the SQL, as a function of the value."""
    if isinstance(kind, GraphQLNonNull):
        return plan_key(kind.of_type)
    if is_written(_named(kind)) or _is_item(_named(kind)):
        return _written_key(kind)
    if isinstance(kind, GraphQLList):
        item = _named(kind)
        return (
            _keys_of_items(plan_key(kind.of_type))
            if isinstance(item, GraphQLInputObjectType) or _is_structural(item)
            else _is_null
        )
    if isinstance(kind, GraphQLInputObjectType):
        return _object_key(kind)
    return _itself if kind.name == "Boolean" or _is_structural(kind) else _is_null


def _is_item(kind: Any) -> bool:
    """Does it say which thing is written, and what?"""
    return isinstance(kind, GraphQLInputObjectType) and kind.name.endswith(n.UPDATE_ITEM)


def _is_structural(kind: Any) -> bool:
    """Is this an enum that names directions, fields or keys? (Those of select fields are values like others.)"""
    if not isinstance(kind, GraphQLEnumType):
        return False
    definition = kind.extensions.get("definition")
    return definition is None or definition.class_id is None or kind.name.endswith((n.DISTINCT_ON, n.UNIQUE))


def _named(kind: Any) -> Any:
    while isinstance(kind, GraphQLNonNull | GraphQLList):
        kind = kind.of_type
    return kind


def _is_null(value: Any) -> Hashable:
    return value is None


def _itself(value: Any) -> Hashable:
    hashable: Hashable = value
    return hashable


def _keys_of_items(item: KeyOf) -> KeyOf:
    def key_of(value: Any) -> Hashable:
        return None if value is None else tuple(item(element) for element in value)

    return key_of


def _object_key(kind: GraphQLInputObjectType) -> KeyOf:
    known: dict[str, KeyOf] = {}

    def key_of(value: Any) -> Hashable:
        if value is None:
            return None
        keys = []
        for key, item in value.items():
            inner = known.get(key)
            if inner is None:
                inner = known[key] = plan_key(kind.fields[key].type)
            keys.append((key, inner(item)))
        return tuple(keys)

    return key_of


# What is written to columns are parameters, whatever it is: only which keys there are decides the SQL. Of a list of
# things it is the keys that any has and those that all have, so that a thousand rows are compiled as one.
def _written_key(kind: Any) -> KeyOf:
    merge = _merged(_named(kind))
    if isinstance(kind, GraphQLList):
        return lambda value: None if value is None else merge(value)
    return lambda value: None if value is None else merge((value,))


Merge = Callable[[Sequence[Any]], Hashable]


def _merged(kind: Any) -> Merge:
    """What decides the SQL of all these objects together."""
    inner: dict[str, Merge | None] = {}
    links = kind.name.endswith((n.LINK_INPUT, n.LINKS_INPUT))

    def of_key(key: str) -> Merge | None:
        field = kind.fields[key].type
        field = field.of_type if isinstance(field, GraphQLNonNull) else field
        named = _named(field)
        inner[key] = _leaves if links else None
        if links and named.name.endswith(n.UNIQUE_INPUT) and not isinstance(field, GraphQLList):
            inner[key] = _names
        if is_written(named):
            merge = _merged(named)
            inner[key] = _flattened(merge) if isinstance(field, GraphQLList) else merge
        return inner[key]

    def one(value: Any) -> Hashable:
        keys: list[Hashable] = []
        for key, item in value.items():
            merge = inner[key] if key in inner else of_key(key)
            keys.append(key if merge is None else (key, merge((item,))))
        return tuple(keys)

    def merged(objects: Sequence[Any]) -> Hashable:
        several = [value for value in objects if value is not None]
        if len(several) == 1 == len(objects):
            return one(several[0])
        if not several:
            return len(objects) > 0  # nulls alone
        first = several[0].keys()
        uniform = all(value.keys() == first for value in several)
        keys = first if uniform else dict.fromkeys(key for value in several for key in value)
        merged_keys: list[Hashable] = [len(several) < len(objects)]
        for key in keys:
            merge = inner[key] if key in inner else of_key(key)
            whole = uniform or all(key in value for value in several)
            if merge is None:
                merged_keys.append(key if whole else (key, False))
            else:
                merged_keys.append((key, whole, merge([value[key] for value in several if key in value])))
        return tuple(merged_keys)

    return merged


def _leaves(values: Sequence[Any]) -> Hashable:
    """disconnect says something by being true, ids by being there."""
    return frozenset(value if isinstance(value, bool) else value is not None for value in values)


def _names(values: Sequence[Any]) -> Hashable:
    """Which keys things are named by."""
    return frozenset(next(iter(value)) if value else None for value in values)


def _flattened(merge: Merge) -> Merge:
    return lambda lists: merge([item for items in lists if items is not None for item in items])
