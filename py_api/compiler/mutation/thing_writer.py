"""Writes things, level by level of what is nested in them, each level in one statement a table.

These are generators: they yield the statements and are sent what those gave, so that who does I/O is elsewhere.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import Any

from py_api.catalog.model import Class, Field
from py_api.compiler import weights
from py_api.compiler.context import Context
from py_api.compiler.mutation import statements as s
from py_api.compiler.mutation.inputs import Item, lacking_key, pointed
from py_api.compiler.mutation.key_lookup import KeyLookup
from py_api.compiler.mutation.link_writer import LinkWriter
from py_api.compiler.mutation.step_statements import StepStatements
from py_api.compiler.mutation.steps import Row, Target, Writes, Written
from py_api.errors import ApiError, DatabaseError

MEANWHILE = "40001"  # the transaction is tried again
LISTED = 100  # of what is wrong, at most
Values = dict[str, Any]  # of a thing's columns, by API name


class ThingWriter:
    """The writes of one plan."""

    def __init__(self, context: Context) -> None:
        self._statements = StepStatements(context)
        self._catalog = self._statements.catalog
        self._lookup = KeyLookup(self._statements)
        self._links = LinkWriter(self._statements, self.create)

    def create(
        self, cls: Class, rows: Sequence[Row], fixed: Mapping[str, Sequence[str]] = MappingProxyType({})
    ) -> Writes[list[str]]:
        """Makes the things with all that is nested in them; gives their ids, in order.

        fixed: field -> its value for each thing.
        """
        if not rows:
            return []
        rows = yield from self._lookup.rows_with_ids(Target(cls, "insert", tuple(rows)))
        values = yield from self._values(cls, rows)
        for key, ids_of_parents in fixed.items():
            for thing, row, parent_id in zip(values, rows, ids_of_parents, strict=True):
                if thing.get(key) is not None:
                    raise _conflicting(key, row.path)
                thing[key] = parent_id
        ids = yield from self._inserted(cls, rows, values, frozenset(fixed))
        yield from self._links.write(cls, list(zip(ids, rows, strict=True)))
        return ids

    def upsert(self, cls: Class, by: Sequence[Field], rows: Sequence[Row]) -> Writes[Written]:
        """Makes or changes things, in order. Rows with the same keys are written together."""
        rows = yield from self._lookup.rows_with_ids(Target(cls, "insert", tuple(rows), by=tuple(by)))
        values = yield from self._values(cls, rows)
        for thing, row in zip(values, rows, strict=True):
            for field in by:
                if thing.get(field.name) is None:
                    raise lacking_key(field.name, row.path)
        groups: dict[frozenset[str], list[int]] = defaultdict(list)
        for place, thing in enumerate(values):
            groups[frozenset(thing)].append(place)
        weights.check(weights.WRITE * len(groups), self._statements.limits)  # a statement for each
        ids, outcomes = [""] * len(rows), ["UPDATED"] * len(rows)
        for places in groups.values():
            group = [values[place] for place in places]
            names = tuple(group[0])
            fields = {name: self._statements.field(cls, name) for name in names}
            target = Target(cls, "insert", tuple(rows[place] for place in places), None, _references(cls, names))
            key = ("upsert", cls.id, names, tuple(field.name for field in by))
            make = partial(s.upserted, cls, fields, by)
            written, order, created = yield self._statements.bound(key, make, target, group)
            if len(written) < len(places):  # (nothing but an id was given, and such a thing is there)
                written, order = [thing["id"] for thing in group], range(len(group))
            for number, thing_id in zip(order, written, strict=True):
                ids[places[number]] = thing_id
            for number in created:
                outcomes[places[number]] = "CREATED"
        yield from self._links.write(cls, list(zip(ids, rows, strict=True)))
        return Written(ids, outcomes)

    def create_missing(self, cls: Class, by: Sequence[Field], rows: Sequence[Row]) -> Writes[Written]:
        """Makes the things whose keys (by; none: any that is unique) nothing has yet, in order."""
        target = Target(cls, "insert", tuple(rows), ignores=True, by=tuple(by))
        rows = yield from self._lookup.rows_with_ids(target)
        keys = [tuple(by)] if by else [
            tuple(self._statements.field(cls, name) for name in names) for names in cls.unique_keys.values()
        ]  # fmt: skip
        own_values, nested = _split(cls, rows)
        ids: dict[int, str] = {}
        if nested:  # what is nested is made only for what is not there
            ids = yield from self._lookup.existing(cls, keys, own_values, range(len(rows)), target)
        places = [place for place in range(len(rows)) if place not in ids]
        created: dict[int, str] = {}
        if places:
            created = yield from self._inserted_missing(cls, by, keys, rows, places, target)
        left = [place for place in range(len(rows)) if place not in ids and place not in created]
        ids |= yield from self._lookup.existing(cls, keys, own_values, left, target)
        if any(place not in ids or _nests(cls, rows[place]) for place in left):  # another transaction made it meanwhile
            raise DatabaseError("what is there has changed meanwhile", sqlstate=MEANWHILE)
        yield from self._links.write(cls, [(thing_id, rows[place]) for place, thing_id in created.items()])
        ids |= created
        return Written(
            [ids[place] for place in range(len(rows))],
            ["CREATED" if place in created else "IGNORED" for place in range(len(rows))],
        )

    def update(self, things: Mapping[int, Sequence[str]], cls: Class, row: Row, one: str | None) -> Writes[None]:
        """Changes things, given by class, in one way."""
        (row,) = yield from self._lookup.rows_with_ids(Target(cls, "update", (row,), one))
        (values,) = yield from self._values(cls, [row])
        for class_id, ids in things.items():
            concrete = self._catalog.class_of(class_id)
            if values and ids:
                target = Target(concrete, "update", (row,), one, _references(cls, row.values))
                names = tuple(values)
                make = partial(s.updated, concrete, names)
                yield self._statements.bound(("update", class_id, names), make, target, values, ids)
        for class_id, ids in things.items():
            concrete = self._catalog.class_of(class_id)
            yield from self._links.write(concrete, [(thing_id, row) for thing_id in ids], together=one is None)

    def update_each(self, cls: Class, items: Sequence[Item]) -> Writes[list[str]]:
        """Changes each thing in its own way; gives their ids, in order."""
        if not items:
            return []
        rows = tuple(row for _, _, row in items)
        ids_of_items = yield from self._lookup.ids_of_items(cls, items, Target(cls, "update", rows))
        target = Target(cls, "update", rows, ids=tuple(ids_of_items))
        ids = [thing_id for thing_id in ids_of_items if thing_id is not None]
        make = partial(s.locked_by_id, self._catalog.concrete(cls.id))
        locked = yield self._statements.bound(("lock", cls.id), make, target, None, ids)
        there = {thing_id: (class_id, version) for thing_id, class_id, version in locked}
        _check_each(target, items, ids_of_items, there)  # so that each item has an id
        rows = tuple((yield from self._lookup.rows_with_ids(target)))
        values = yield from self._values(cls, rows)
        groups: dict[int, list[int]] = defaultdict(list)
        for place, thing_id in enumerate(ids):
            groups[there[thing_id][0]].append(place)
        for class_id, places in groups.items():
            concrete = self._catalog.class_of(class_id)
            keys = self._keys(concrete, [values[place] for place in places])
            if keys:
                group = Target(
                    concrete,
                    "update",
                    tuple(rows[place] for place in places),
                    None,
                    _references(concrete, keys),
                    ids=tuple(ids[place] for place in places),
                )
                key = ("each", class_id, tuple((name, whole) for name, (_, whole) in keys.items()))
                pairs = [[ids[place], values[place]] for place in places]
                yield self._statements.bound(key, partial(s.updated_each, concrete, keys), group, pairs)
        for class_id, places in groups.items():
            concrete = self._catalog.class_of(class_id)
            yield from self._links.write(concrete, [(ids[place], rows[place]) for place in places])
        return ids

    # --- one level ------------------------------------------------------------------------------------------------

    def _inserted(
        self, cls: Class, rows: Sequence[Row], values: Sequence[Values], fixed: frozenset[str]
    ) -> Writes[list[str]]:
        keys = self._keys(cls, values)
        defaulted = frozenset(key for key, (field, whole) in keys.items() if not whole and field.default is not None)
        target = Target(cls, "insert", tuple(rows), None, fixed | _references(cls, keys))
        key = ("insert", cls.id, tuple(keys), defaulted)
        ids: list[str] = yield self._statements.bound(key, partial(s.created, cls, keys), target, values)
        assert len(ids) == len(values)
        return ids

    def _inserted_missing(
        self,
        cls: Class,
        by: Sequence[Field],
        unique: Sequence[Sequence[Field]],
        rows: Sequence[Row],
        places: Sequence[int],
        target: Target,
    ) -> Writes[dict[int, str]]:
        """Place -> id of the things that were made."""
        fresh = [rows[place] for place in places]
        values = yield from self._values(cls, fresh)
        keys = self._keys(cls, values)
        key = (
            "missing",
            cls.id,
            tuple((name, whole) for name, (_, whole) in keys.items()),
            tuple(field.name for field in by),
        )
        make = partial(s.created_missing, cls, keys, unique, by)
        group = replace(target, rows=tuple(fresh), fixed=_references(cls, keys))
        created = yield self._statements.bound(key, make, group, values)
        return {places[number]: thing_id for number, thing_id in created}

    def _keys(self, cls: Class, values: Sequence[Mapping[str, Any]]) -> s.Keys:
        names = dict.fromkeys(name for thing in values for name in thing)
        return {name: (self._statements.field(cls, name), all(name in thing for thing in values)) for name in names}

    def _values(self, cls: Class, rows: Sequence[Row]) -> Writes[list[Values]]:
        """The values of the columns of each row's thing. The things that they refer to are made first."""
        values, nested = _split(cls, rows)
        for key, below in nested.items():
            target = self._catalog.named(cls.fields[key].target or "")
            ids = yield from self.create(target, [row for _, row in below])
            for (place, _), thing_id in zip(below, ids, strict=True):
                values[place][key] = thing_id
        return values


def _split(cls: Class, rows: Sequence[Row]) -> tuple[list[Values], Mapping[str, list[tuple[int, Row]]]]:
    """The values of the columns of each row's thing; and the rows to be made for it first, by field."""
    values: list[Values] = [{} for _ in rows]
    nested: dict[str, list[tuple[int, Row]]] = defaultdict(list)
    for place, (row, thing) in enumerate(zip(rows, values, strict=True)):
        for key, value in row.values.items():
            field = cls.fields.get(key)
            if field is None:
                if key == s.ID:
                    thing[key] = value
            elif not field.is_reference:
                thing[key] = value
            elif not field.is_many:
                kind, link = pointed(value, (*row.path, key))
                if kind == "create":
                    nested[key].append((place, Row((*row.path, key, "create"), link)))
                    thing[key] = None
                elif kind:
                    thing[key] = link
    return values, nested


def _nests(cls: Class, row: Row) -> bool:
    return bool(_split(cls, [row])[1])


def _references(cls: Class, names: Iterable[str]) -> frozenset[str]:
    """The references among these fields: what they point to may be made by the same operation."""
    return frozenset(name for name in names if name in cls.fields and cls.fields[name].is_reference)


def _check_each(
    target: Target, items: Sequence[Item], ids: Sequence[str | None], there: Mapping[str | None, tuple[int, int]]
) -> None:
    """Raises DatabaseError unless every item's thing exists, once, at the version that is expected."""
    paths = [list(row.path[:-1]) for row in target.rows]
    gone = [paths[place] for place, thing_id in enumerate(ids) if thing_id not in there]
    if gone:
        why = f"there is no such {target.cls.name}"
        target.refuse(why, "UNKNOWN_THING", 404, tuple(gone[0]), paths=gone[:LISTED], total=len(gone))
    first = {thing_id: place for place, thing_id in reversed(list(enumerate(ids)))}
    twice = [paths[place] for place, thing_id in enumerate(ids) if first[thing_id] != place]
    if twice:
        why = f"two updates are of the same {target.cls.name}"
        target.refuse(why, "INVALID_INPUT", 400, tuple(twice[0]), paths=twice[:LISTED], total=len(twice))
    stale = [
        {"path": paths[place], "id": ids[place], "version": there[ids[place]][1], "expected": expected}
        for place, (_, item, _) in enumerate(items)
        if (expected := item.get("version")) not in (None, there[ids[place]][1])
    ]
    if stale:
        why = f"{len(stale)} of the {len(ids)} things are at another version by now"
        path = tuple(stale[0]["path"])
        target.refuse(why, "VERSION_CONFLICT", 409, path, conflicts=stale[:LISTED], total=len(stale))


def _conflicting(key: str, path: tuple[str | int, ...]) -> ApiError:
    return ApiError(
        f"{key} cannot be given here: the new thing refers to its parent",
        "INVALID_INPUT",
        path=[*path, key],
        hint="Leave it out.",
    )
