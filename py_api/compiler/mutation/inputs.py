"""The inputs of mutations: their size, the classes that they reach, what links say."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from py_api import json_text
from py_api.catalog.model import Catalog, Class
from py_api.compiler import weights
from py_api.compiler.context import Context
from py_api.compiler.keys import not_one_key
from py_api.compiler.mutation.steps import Row
from py_api.compiler.values import InputValue, Path, Variables
from py_api.errors import ApiError, FieldError

INPUT, UPDATES = "input", "updates"  # the arguments
_LINKS = {"connect", "create", "disconnect", "set"}


def things(value: Any) -> int:
    """How many things an input makes or changes."""
    if isinstance(value, list):
        return sum(things(item) if isinstance(item, dict) else 1 for item in value)
    return 1 + sum(things(link["create"]) for link in _links(value) if isinstance(link.get("create"), dict | list))


def links(value: Any) -> int:
    """How many things the lists of links in an input name."""
    if isinstance(value, list):
        return sum(links(item) for item in value if isinstance(item, dict))
    count = 0
    for link in _links(value):
        for key, linked in link.items():
            if key == "create" and isinstance(linked, dict | list):
                count += links(linked)
            elif isinstance(linked, list):
                count += len(linked)
    return count


def _links(value: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    return (link for link in value.values() if type(link) is dict and link.keys() <= _LINKS)


def prime(
    context: Context,
    cls: Class,
    input_value: InputValue,
    depth: int,
    path: tuple[str, ...] = (),
    places: set[tuple[str, ...]] | None = None,
) -> None:
    """Makes sure that the entries of all classes that an input reaches are loaded, and counts the statements that write
    what is nested: some for each place, whatever the number of things. Raises NotLoaded, ApiError.
    """
    places = set() if places is None else places
    if depth == 0:
        raise ApiError(
            f"the input is nested more than {context.limits.depth} deep", "DEPTH_LIMIT", limit=context.limits.depth
        )
    for thing in input_value.elements() if isinstance(input_value.value, list) else [input_value]:
        for key, value in thing.items() if isinstance(thing.value, Mapping) else ():
            other = reached(context.catalog, cls, key)
            if other is None or value.is_null:
                continue
            place = (*path, key)
            if place not in places:
                places.add(place)
                context.spend(weights.WRITE * max(1, len(context.catalog.concrete(other.id))))
            made = value.get("create")
            if made is not None and not made.is_null:
                prime(context, other, made, depth - 1, place, places)


def reached(catalog: Catalog, cls: Class, key: str) -> Class | None:
    """The class that a key of an input of this class leads to."""
    field, inverse = cls.fields.get(key), cls.inverses.get(key)
    if field is not None:
        return catalog.named(field.target) if field.is_reference and field.target else None
    return catalog.class_of(inverse.class_id) if inverse is not None else None


def of_items(measure: Callable[[Any], int], items: Any) -> int:
    """The sum of a measure over the inputs of updates."""
    return sum(measure(item["input"]) for item in items if isinstance(item.get("input"), dict))


# --- what links name --------------------------------------------------------------------------------------------------

_NAMING = ("connect", "disconnect", "set")


class Named(NamedTuple):
    """A thing that a link names by a key that is not its id. path: of the link, from the field's arguments on."""

    cls: Class
    key: str
    value: Any
    path: Path
    wanted: bool  # not to be disconnected

    @property
    def token(self) -> tuple[int, str, str]:
        """Equal for equal keys."""
        return self.cls.id, self.key, json_text.dumps(self.value)

    @property
    def values(self) -> dict[str, Any]:
        """By fields."""
        fields = self.cls.unique_keys[self.key]
        return {fields[0]: self.value} if self.cls.is_key(self.key) else dict(self.value)


Ids = Mapping[tuple[int, str, str], str]


def named(catalog: Catalog, cls: Class, row: Row, *, nested: bool) -> Iterator[Named]:
    """The things that a thing's links name by other keys. nested: also those in nested creates."""
    for key, link in row.values.items():
        if not isinstance(link, dict) or not _is_link(cls, key):
            continue
        other = reached(catalog, cls, key)
        for kind in _NAMING if other is not None else ():
            many = isinstance(link.get(kind), list)
            for number, thing in enumerate(link[kind] if many else [link.get(kind)]):
                if isinstance(thing, dict) and len(thing) == 1 and other is not None:
                    ((name, value),) = thing.items()
                    if name in other.unique_keys:
                        place = (*row.path, key, kind, *((number,) if many else ()))
                        yield Named(other, name, value, place, kind != "disconnect")
        if nested and other is not None:
            made = link.get("create")
            for number, values in enumerate(made if isinstance(made, list) else [made]):
                if isinstance(values, dict):
                    place = (*row.path, key, "create", *((number,) if isinstance(made, list) else ()))
                    yield from named(catalog, other, Row(place, values), nested=True)


def grouped(things: Iterable[Named]) -> dict[tuple[int, str], list[Named]]:
    """By class and key, without duplicates."""
    groups: dict[tuple[int, str], dict[str, Named]] = defaultdict(dict)
    for thing in things:
        groups[thing.cls.id, thing.key].setdefault(thing.token[2], thing)
    return {key: list(group.values()) for key, group in groups.items()}


def _is_link(cls: Class, key: str) -> bool:
    field = cls.fields.get(key)
    return field.is_reference if field is not None else key in cls.inverses


def by_ids(catalog: Catalog, cls: Class, values: Mapping[str, Any], ids: Ids | None = None) -> Mapping[str, Any]:
    """A thing's input with ids in place of the keys that its links name things by, where they are known.

    With ids, what is to be disconnected and is not there is left out.
    """
    with_ids = {}
    for key, link in values.items():
        if isinstance(link, dict) and _is_link(cls, key):
            other = reached(catalog, cls, key)
            link = {kind: _by_ids(catalog, other, kind, linked, ids) for kind, linked in link.items()}
        with_ids[key] = link
    return with_ids


def _by_ids(catalog: Catalog, other: Class | None, kind: str, value: Any, ids: Ids | None = None) -> Any:
    if isinstance(value, list):
        items = [_by_ids(catalog, other, kind, item, ids) for item in value]
        return [item for item in items if ids is None or kind != "disconnect" or not isinstance(item, dict)]
    if not isinstance(value, dict):
        return value
    if kind == "create":
        return by_ids(catalog, other, value, ids) if other is not None else value
    if kind not in _NAMING or len(value) != 1:
        return value
    ((name, key_value),) = value.items()
    if name == "id":
        return key_value
    return value if other is None or ids is None else ids.get((other.id, name, json_text.dumps(key_value)), value)


# --- rows -------------------------------------------------------------------------------------------------------------


def rows_of(catalog: Catalog, cls: Class, input_value: InputValue, variables: Variables, many: bool) -> list[Row]:
    """What is given for each thing, ids in links as they are: {"connect": {"id": ...}} is {"connect": ...}."""
    plain = input_value.plain(variables)
    rows = [Row((INPUT, n), values) for n, values in enumerate(plain)] if many else [Row((INPUT,), plain)]
    return [Row(row.path, by_ids(catalog, cls, row.values)) for row in rows]


Item = tuple[str | None, Mapping[str, Any], Row]  # id, where it is given so; the item; what to write


def items_of(catalog: Catalog, cls: Class, items: Sequence[Mapping[str, Any]]) -> list[Item]:
    """The items of `updates`, parsed."""
    parsed = []
    for number, item in enumerate(items):
        row = Row((UPDATES, number, INPUT), by_ids(catalog, cls, item.get(INPUT) or {}))
        by = item.get("by")
        thing_id = item.get("id") or (by.get("id") if by else None)
        parsed.append((None if thing_id is None else canonical(thing_id), item, row))
    return parsed


def key_of_item(cls: Class, item: Item) -> Named | None:
    """The key that says which thing an item is of, where it is not its id. Raises FieldError unless it has one key."""
    thing_id, item_values, row = item
    by, path = item_values.get("by"), row.path[:-1]
    if (item_values.get("id") is None) == (by is None):
        raise not_one_key(cls, by is not None, path)
    if thing_id is not None or by is None:
        return None
    ((name, value),) = by.items()
    return Named(cls, name, value, (*path, "by"), True)


def canonical(thing_id: str) -> str:
    """As PostgreSQL writes it. A text that is not a UUID stays as it is: PostgreSQL refuses it."""
    try:
        return str(UUID(thing_id))
    except ValueError:
        return thing_id


def lacking_key(field: str, path: tuple[str | int, ...]) -> FieldError:
    """The error of an upsert whose key has no value: null never finds a thing."""
    return FieldError(
        f"the upsert finds things by {field}, which has no value here",
        "INVALID_INPUT",
        path=[*path, field],
        hint="Give it a value, or create the thing.",
    )


def pointed(value: Any, path: tuple[str | int, ...]) -> tuple[str, Any]:
    """What a to-one link says: ("create", values), ("connect", id), ("disconnect", None), or ("", None) for nothing."""
    if value is None:
        return "disconnect", None
    said = {key: link for key, link in value.items() if link is not None and link is not False}
    if len(said) > 1:
        raise ApiError(
            f"{' and '.join(said)} cannot be combined",
            "INVALID_INPUT",
            path=list(path),
            hint="A reference points to one thing.",
        )
    for key, link in said.items():
        return key, None if key == "disconnect" else link
    return "", None
