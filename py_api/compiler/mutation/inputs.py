"""The inputs of mutations: how much they ask for, what they reach, what a link says."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from py_api.catalog.model import Class
from py_api.compiler import weights
from py_api.compiler.context import Context
from py_api.compiler.mutation.work import Row
from py_api.compiler.values import Given, Variables
from py_api.errors import ApiError, FieldError

INPUT = "input"  # the argument
_LINKS = {"connect", "create", "disconnect", "set"}


def things(value: Any) -> int:
    """How many things and links an input names."""
    if isinstance(value, list):
        return sum(things(each) if isinstance(each, dict) else 1 for each in value)
    count = 1
    for each in value.values():
        if type(each) is dict and each.keys() <= _LINKS:
            count += sum(things(link) for link in each.values() if isinstance(link, dict | list))
    return count


def prime(
    context: Context, cls: Class, given: Given, depth: int, path: tuple[str, ...] = (),
    places: set[tuple[str, ...]] | None = None,
) -> None:  # fmt: skip
    """Makes sure that the entries of all classes that an input reaches are loaded, and counts the statements that write
    what is nested: some for each place, whatever the number of things. Raises NotLoaded, ApiError.
    """
    places = set() if places is None else places
    if depth == 0:
        raise ApiError(
            f"the input is nested more than {context.limits.depth} deep", "DEPTH_LIMIT", limit=context.limits.depth
        )
    for each in given.elements() if isinstance(given.value, list) else [given]:
        for key, value in each.items() if isinstance(each.value, Mapping) else ():
            other = _reached(context, cls, key)
            if other is None or value.is_null:
                continue
            place = (*path, key)
            if place not in places:
                places.add(place)
                context.spend(weights.WRITE * max(1, len(context.catalog.concrete(other.id))))
            made = value.get("create")
            if made is not None and not made.is_null:
                prime(context, other, made, depth - 1, place, places)


def _reached(context: Context, cls: Class, key: str) -> Class | None:
    """The class that a key of an input of this class leads to."""
    field, inverse = cls.fields.get(key), cls.inverses.get(key)
    if field is not None:
        return context.catalog.named(field.target) if field.is_reference and field.target else None
    return context.catalog.class_of(inverse.class_id) if inverse is not None else None


def rows_of(given: Given, variables: Variables, many: bool) -> list[Row]:
    plain = given.plain(variables)
    return [Row((INPUT, n), each) for n, each in enumerate(plain)] if many else [Row((INPUT,), plain)]


def canonical(thing_id: str) -> str:
    """As PostgreSQL writes it; what is no UUID stays, for PostgreSQL to refuse."""
    try:
        return str(UUID(thing_id))
    except ValueError:
        return thing_id


def lacking_key(field: str, path: tuple[str | int, ...]) -> FieldError:
    """Of an upsert that does not say which thing: null is the same as nothing, and would find none, ever."""
    return FieldError(
        f"the upsert finds things by {field}, which has no value here", "INVALID_INPUT",
        path=[*path, field], hint="Give it a value, or create the thing.",
    )  # fmt: skip


def pointed(value: Any, path: tuple[str | int, ...]) -> tuple[str, Any]:
    """What a to-one link says: ("create", values), ("connect", id), ("disconnect", None), or ("", None) for nothing."""
    if value is None:
        return "disconnect", None
    said = {key: given for key, given in value.items() if given is not None and given is not False}
    if len(said) > 1:
        raise ApiError(
            f"{' and '.join(said)} cannot be combined",
            "INVALID_INPUT",
            path=list(path),
            hint="A reference points to one thing.",
        )
    for key, given in said.items():
        return key, None if key == "disconnect" else given
    return "", None
