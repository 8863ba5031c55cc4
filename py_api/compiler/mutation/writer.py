"""Writes that take several statements: nested things and links, level by level, each level in one statement a table.

These are generators: they yield the statements and are sent what those gave, so that who does I/O is elsewhere.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import Any

from py_api.catalog.model import Catalog, Class, Field, Inverse
from py_api.compiler import weights
from py_api.compiler.context import Context
from py_api.compiler.context_values import IDS, ROWS
from py_api.compiler.mutation import statements as s
from py_api.compiler.mutation.inputs import (
    Item,
    Named,
    by_ids,
    canonical,
    grouped,
    key_of_item,
    lacking_key,
    named,
    pointed,
)
from py_api.compiler.mutation.steps import BoundStatement, Row, Target, Writes, Written
from py_api.compiler.statement import Statement
from py_api.errors import ApiError, DatabaseError
from py_api.lru import Lru

Pair = tuple[str, str]  # source id, target id
MEANWHILE = "40001"  # the transaction is tried again
LISTED = 100  # of what is wrong, at most
STATEMENTS = 256  # kept of one plan


class Writer:
    """The writes of one plan. Statements are compiled when they are first needed, and kept."""

    def __init__(self, context: Context) -> None:
        self.types = context.api.classes
        self.catalog: Catalog = context.catalog
        self._limits = context.limits
        self._statements: Lru[Hashable, Statement] = Lru(STATEMENTS)

    def _request(
        self, key: Hashable, make: Callable[[], Statement], target: Target, rows: Any, ids: Any = None
    ) -> BoundStatement:
        statement = self._statements.get(key)
        if statement is None:
            statement = make()
            self._statements.put(key, statement)
        return BoundStatement(statement.text, statement.bind({}, {ROWS: rows, IDS: ids}), target)

    # --- things ---------------------------------------------------------------------------------------------------

    def create(
        self, cls: Class, rows: Sequence[Row], fixed: Mapping[str, Sequence[str]] = MappingProxyType({})
    ) -> Writes[list[str]]:
        """Makes the things with all that is nested in them; gives their ids, in order.

        fixed: field -> its value for each thing.
        """
        if not rows:
            return []
        rows = yield from self._with_ids(Target(cls, "insert", tuple(rows)))
        values = yield from self._values(cls, rows, creating=True)
        for key, given in fixed.items():
            for own, row, value in zip(values, rows, given, strict=True):
                if own.get(key) is not None:
                    raise _conflicting(key, row.path)
                own[key] = value
        ids = yield from self._inserted(cls, rows, values, frozenset(fixed))
        yield from self._links(cls, list(zip(ids, rows, strict=True)))
        return ids

    def upsert(self, cls: Class, by: Sequence[Field], rows: Sequence[Row]) -> Writes[Written]:
        """Makes or changes things, in order: gives Written. Rows with the same keys are written together."""
        rows = yield from self._with_ids(Target(cls, "insert", tuple(rows), by=tuple(by)))
        values = yield from self._values(cls, rows, creating=True)
        for own, row in zip(values, rows, strict=True):
            for field in by:
                if own.get(field.name) is None:
                    raise lacking_key(field.name, row.path)
        groups: dict[frozenset[str], list[int]] = defaultdict(list)
        for index, own in enumerate(values):
            groups[frozenset(own)].append(index)
        weights.check(weights.WRITE * len(groups), self._limits)  # a statement for each
        ids, outcomes = [""] * len(rows), ["UPDATED"] * len(rows)
        for indexes in groups.values():
            group = [values[i] for i in indexes]
            names = tuple(group[0])
            given = {key: self._field(cls, key) for key in names}
            target = Target(cls, "insert", tuple(rows[i] for i in indexes), None, self._made_too(cls, names))
            found, order, made = yield self._request(
                ("upsert", cls.id, names, tuple(f.name for f in by)), partial(s.upserted, cls, given, by), target, group
            )
            if len(found) < len(indexes):  # (nothing but an id was given, and such a thing is there)
                found, order = [own["id"] for own in group], range(len(group))
            for place, thing_id in zip(order, found, strict=True):
                ids[indexes[place]] = thing_id
            for place in made:
                outcomes[indexes[place]] = "CREATED"
        yield from self._links(cls, list(zip(ids, rows, strict=True)))
        return Written(ids, outcomes)

    def create_missing(self, cls: Class, by: Sequence[Field], rows: Sequence[Row]) -> Writes[Written]:
        """Makes the things whose keys (by; none: any that is unique) nothing has yet: gives Written, in order."""
        target = Target(cls, "insert", tuple(rows), ignores=True, by=tuple(by))
        rows = yield from self._with_ids(target)
        keys = [tuple(by)] if by else [
            tuple(self._field(cls, name) for name in names) for names in cls.unique_keys.values()
        ]  # fmt: skip
        plain, nested = self._own(cls, rows)
        ids: dict[int, str] = {}
        if nested:  # what is nested is made only for what is not there
            ids = yield from self._there(cls, keys, plain, range(len(rows)), target)
        places = [place for place in range(len(rows)) if place not in ids]
        fresh = [rows[place] for place in places]
        values = yield from self._values(cls, fresh, creating=True)
        made: dict[int, str] = {}
        if places:
            names = self._names(cls, values)
            statement = partial(s.created_missing, cls, names, keys, by)
            key = (
                "missing",
                cls.id,
                tuple((name, whole) for name, (_, whole) in names.items()),
                tuple(f.name for f in by),
            )
            one = replace(target, rows=tuple(fresh), fixed=self._made_too(cls, names))
            found = yield self._request(key, statement, one, values)
            made = {places[place]: thing_id for place, thing_id in found}
        left = [place for place in places if place not in made]
        ids |= yield from self._there(cls, keys, plain, left, target)
        if any(place not in ids or self._nests(cls, rows[place]) for place in left):  # somebody made it meanwhile
            raise DatabaseError("what is there has changed meanwhile", sqlstate=MEANWHILE)
        yield from self._links(cls, [(thing_id, rows[place]) for place, thing_id in made.items()])
        both = ids | made
        return Written(
            [both[place] for place in range(len(rows))],
            ["CREATED" if place in made else "IGNORED" for place in range(len(rows))],
        )

    def _there(
        self, cls: Class, keys: Sequence[Sequence[Field]], values: Sequence[Mapping[str, Any]], places: Iterable[int],
        target: Target,
    ) -> Writes[dict[int, str]]:  # fmt: skip
        """Of these places: place -> id of the thing that has one of the keys."""
        ids: dict[int, str] = {}
        for fields in keys:
            if left := [place for place in places if place not in ids]:
                key = ("has", cls.id, tuple(f.name for f in fields))
                make = partial(s.there, [cls], fields, default=True)
                found = yield self._request(key, make, target, [values[place] for place in left])
                ids |= {left[place]: thing_id for place, thing_id in found}
        return ids

    def _nests(self, cls: Class, row: Row) -> bool:
        return bool(self._own(cls, [row])[1])

    def update(self, things: Mapping[int, Sequence[str]], cls: Class, row: Row, one: str | None) -> Writes[None]:
        """Changes things, given by class, in one way."""
        (row,) = yield from self._with_ids(Target(cls, "update", (row,), one))
        (values,) = yield from self._values(cls, [row], creating=False)
        for class_id, ids in things.items():
            concrete = self.catalog.class_of(class_id)
            if values and ids:
                target = Target(concrete, "update", (row,), one, self._pointed(cls, row))
                keys = tuple(values)
                yield self._request(("update", class_id, keys), partial(s.updated, concrete, keys), target, values, ids)
        for class_id, ids in things.items():
            yield from self._links(
                self.catalog.class_of(class_id), [(thing_id, row) for thing_id in ids], together=one is None
            )

    def update_each(self, cls: Class, items: Sequence[Item]) -> Writes[list[str]]:
        """Changes each thing in its own way; gives their ids, in order."""
        if not items:
            return []
        rows = tuple(row for _, _, row in items)
        named_ids = yield from self._ids_of(cls, items, Target(cls, "update", rows))
        target = Target(cls, "update", rows, ids=tuple(named_ids))
        ids = [thing_id for thing_id in named_ids if thing_id is not None]
        concrete = self.catalog.concrete(cls.id)
        make = partial(s.locked_by_id, concrete)
        found = yield self._request(("lock", cls.id), make, target, None, ids)
        there = {thing_id: (class_id, version) for thing_id, class_id, version in found}
        self._check_each(target, items, named_ids, there)  # so that all have an id
        rows = tuple((yield from self._with_ids(target)))
        values = yield from self._values(cls, rows, creating=False)
        groups: dict[int, list[int]] = defaultdict(list)
        for place, thing_id in enumerate(ids):
            groups[there[thing_id][0]].append(place)
        for class_id, places in groups.items():
            own = self.catalog.class_of(class_id)
            names = self._names(own, [values[place] for place in places])
            if names:
                one = Target(
                    own, "update", tuple(rows[p] for p in places), None, self._made_too(own, names),
                    ids=tuple(ids[p] for p in places),
                )  # fmt: skip
                key = ("each", class_id, tuple((name, whole) for name, (_, whole) in names.items()))
                pairs = [[ids[place], values[place]] for place in places]
                yield self._request(key, partial(s.updated_each, own, names), one, pairs)
        for class_id, places in groups.items():
            yield from self._links(self.catalog.class_of(class_id), [(ids[place], rows[place]) for place in places])
        return ids

    def _ids_of(self, cls: Class, items: Sequence[Item], target: Target) -> Writes[list[str | None]]:
        """The ids of the things that items are of; None of what is not there."""
        keys = [key_of_item(cls, item) for item in items]
        ids = yield from self._looked_up((key for key in keys if key is not None), target, "UNIQUE_VIOLATION")
        return [item[0] if key is None else ids.get(key.token) for item, key in zip(items, keys, strict=True)]

    def _looked_up(
        self, wanted: Iterable[Named], target: Target, several: str
    ) -> Writes[dict[tuple[int, str, str], str]]:
        """The ids of what is named by other keys, by token: one statement for each key of each class.

        several: the code of the error where a key is that of several things.
        """
        ids: dict[tuple[int, str, str], str] = {}
        for (class_id, key), things in grouped(wanted).items():
            cls = self.catalog.class_of(class_id)
            fields = [self._field(cls, name) for name in cls.unique_keys[key]]
            make = partial(s.there, self.catalog.concrete(class_id), fields)
            found = yield self._request(("there", class_id, key), make, target, [each.values for each in things])
            ids |= {things[place].token: thing_id for place, thing_id in found}
            if len(found) > len({place for place, _ in found}):
                why = f"several things of {cls.name} have this {key}, which is unique in each class by itself"
                target.refuse(why, several, 409, things[found[0][0]].path)
        return ids

    @staticmethod
    def _check_each(
        target: Target, items: Sequence[Item], ids: Sequence[str | None], there: Mapping[str | None, tuple[int, int]]
    ) -> None:  # fmt: skip
        """All are there, once each, at the versions that are expected; or all that are not are told."""
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
            target.refuse(
                why, "VERSION_CONFLICT", 409, tuple(stale[0]["path"]), conflicts=stale[:LISTED], total=len(stale)
            )

    def _field(self, cls: Class, key: str) -> Field:
        return cls.fields[key] if key in cls.fields else self.types.fields.system[key]

    def _made_too(self, cls: Class, names: Iterable[str]) -> frozenset[str]:
        """The references among these fields: what they point to may be made by the same operation."""
        return frozenset(name for name in names if name in cls.fields and cls.fields[name].is_reference)

    def _inserted(
        self, cls: Class, rows: Sequence[Row], values: Sequence[dict[str, Any]], fixed: frozenset[str]
    ) -> Writes[list[str]]:
        count = len(values)
        keys = self._names(cls, values)
        partial = frozenset(key for key, (field, every) in keys.items() if not every and field.default is not None)
        target = Target(cls, "insert", tuple(rows), None, fixed | self._made_too(cls, keys))
        ids: list[str] = yield self._request(
            ("insert", cls.id, tuple(keys), partial), lambda: s.created(cls, keys), target, values
        )
        assert len(ids) == count
        return ids

    def _names(self, cls: Class, values: Sequence[Mapping[str, Any]]) -> s.Keys:
        names = dict.fromkeys(key for own in values for key in own)
        return {key: (self._field(cls, key), all(key in own for own in values)) for key in names}

    def _values(self, cls: Class, rows: Sequence[Row], creating: bool) -> Writes[list[dict[str, Any]]]:
        """What goes to the columns of each row's thing, by API name. What they refer to is made first."""
        found, nested = self._own(cls, rows)
        for key, below in nested.items():
            target = self.catalog.named(cls.fields[key].target or "")
            ids = yield from self.create(target, [row for _, row in below])
            for (index, _), thing_id in zip(below, ids, strict=True):
                found[index][key] = thing_id
        return found

    def _own(
        self, cls: Class, rows: Sequence[Row]
    ) -> tuple[list[dict[str, Any]], Mapping[str, list[tuple[int, Row]]]]:  # fmt: skip
        """What goes to the columns of each row's thing; and what is to be made for it first, by field."""
        found: list[dict[str, Any]] = [{} for _ in rows]
        nested: dict[str, list[tuple[int, Row]]] = defaultdict(list)
        for index, (row, own) in enumerate(zip(rows, found, strict=True)):
            for key, value in row.values.items():
                field = cls.fields.get(key)
                if field is None:
                    if key == s.ID:
                        own[key] = value
                elif not field.is_reference:
                    own[key] = value
                elif not field.is_many:
                    kind, given = pointed(value, (*row.path, key))
                    if kind == "create":
                        nested[key].append((index, Row((*row.path, key, "create"), given)))
                        own[key] = None
                    elif kind:
                        own[key] = given
        return found, nested

    def _with_ids(self, target: Target) -> Writes[list[Row]]:
        """The rows with ids for what their links name by other keys."""
        wanted = [each for row in target.rows for each in named(self.catalog, target.cls, row, nested=False)]
        ids = yield from self._looked_up(wanted, target, "INVALID_REFERENCE")
        for each in wanted:
            if each.wanted and each.token not in ids:
                why = f"there is no {each.cls.name} of this {each.key}"
                target.refuse(why, "INVALID_REFERENCE", 409, each.path, sqlstate="TB061")
        return [Row(row.path, by_ids(self.catalog, target.cls, row.values, ids)) for row in target.rows]

    def _pointed(self, cls: Class, row: Row) -> frozenset[str]:
        return frozenset(key for key in row.values if key in cls.fields and cls.fields[key].is_reference)

    # --- links ----------------------------------------------------------------------------------------------------

    def _links(self, cls: Class, things: Sequence[tuple[str, Row]], together: bool = False) -> Writes[None]:
        """Writes the to-many and inverse references of things. together: the same for all of them."""
        keys = dict.fromkeys(key for _, row in things for key, value in row.values.items() if value is not None)
        for key in keys:
            field, inverse = cls.fields.get(key), cls.inverses.get(key)
            chosen = [(i, Row((*row.path, key), row.values[key])) for i, row in things if row.values.get(key)]
            if field is not None and field.is_many:
                yield from self._to_many(cls, field, chosen, together)
            elif field is None and inverse is not None:
                yield from self._inverse(cls, inverse, chosen, together)

    def _to_many(self, cls: Class, field: Field, things: Sequence[tuple[str, Row]], together: bool) -> Writes[None]:
        table = field.join_table or ""
        target = _target(cls, field.name, things)
        made: list[Pair] = []
        if any(row.values.get("create") for _, row in things):
            other = self.catalog.named(field.target or "")
            made = yield from self._made(other, things[:1] if together else things)
            if together:
                made = [(source, thing_id) for source, _ in things for _, thing_id in made]
        yield from self._joined(table, "source", target, things, made, swapped=False)

    def _joined(
        self, table: str, side: str, target: Target, things: Sequence[tuple[str, Row]], made: Sequence[Pair],
        swapped: bool, only: Callable[[str], bool] = lambda _: True,
    ) -> Writes[None]:  # fmt: skip
        """set, disconnect, connect over one join table. swapped: the things are the targets of its pairs."""

        def pairs(key: str) -> list[Pair]:
            found = [(i, other) for i, row in things for other in row.values.get(key) or () if only(other)]
            return [(b, a) for a, b in found] if swapped else found

        kept = [i for i, row in things if row.values.get("set") is not None]
        if kept:
            yield self._request(
                ("others", table, side), lambda: s.unlink_others(table, side), target, pairs("set"), kept
            )
        if gone := pairs("disconnect"):
            yield self._request(("unlink", table), lambda: s.unlink(table), target, gone)
        new = [*pairs("set"), *pairs("connect"), *((b, a) if swapped else (a, b) for a, b in made)]
        if new:
            yield self._request(("link", table), lambda: s.link(table), target, new)

    def _made(self, cls: Class, things: Sequence[tuple[str, Row]], field: Field | None = None) -> Writes[list[Pair]]:
        """What is to be made for these things: pairs of a thing's id and the new one's. field: refers to the thing."""
        pairs = [
            (i, Row((*row.path, "create", n), values))
            for i, row in things
            for n, values in enumerate(row.values.get("create") or ())
        ]  # fmt: skip
        fixed = {field.name: [i for i, _ in pairs]} if field is not None else {}
        ids = yield from self.create(cls, [row for _, row in pairs], fixed)
        return [(i, made) for (i, _), made in zip(pairs, ids, strict=True)]

    def _inverse(self, cls: Class, inverse: Inverse, things: Sequence[tuple[str, Row]], together: bool) -> Writes[None]:
        other = self.catalog.class_of(inverse.class_id)
        field = other.fields[inverse.field]
        if together and not field.is_many and any(set(row.values) - {"disconnect"} for _, row in things):
            raise ApiError(
                f"{inverse.name} of many things at once cannot be the same things: each refers to one", "INVALID_INPUT",
                path=list(things[0][1].path), hint="Change the things one by one.",
            )  # fmt: skip
        family = self.catalog.concrete(other.id)
        target = _target(cls, inverse.name, things)
        if field.is_many:
            made = yield from self._made(other, things[:1] if together else things)
            if together:
                made = [(i, thing_id) for i, _ in things for _, thing_id in made]
            classes = yield from self._kinds(target, things, family)
            for each in family:
                own = made if each.id == other.id else ()
                table = each.fields[field.name].join_table or ""
                yield from self._joined(table, "target", target, things, own, True, partial(_is_of, classes, each.id))
            return
        yield from self._referring(family, field, target, things)
        yield from self._made(other, things, field)

    def _referring(
        self, family: Sequence[Class], field: Field, target: Target, things: Sequence[tuple[str, Row]]
    ) -> Writes[None]:
        """set, disconnect, connect of an inverse to-one reference."""
        exactly = [i for i, row in things if row.values.get("set") is not None]
        wanted = [
            (canonical(other), i)
            for i, row in things
            for key in ("set", "connect")
            for other in row.values.get(key) or ()
        ]
        gone = [(other, i) for i, row in things for other in row.values.get("disconnect") or ()]
        missing = {other for other, _ in wanted}
        for each in family:
            own = each.fields[field.name]
            if exactly:
                yield self._request(
                    ("others", each.id, own.name),
                    partial(s.refer_no_more, each, own, True),
                    target,
                    wanted,
                    exactly,
                )
            if gone:
                yield self._request(
                    ("no more", each.id, own.name), partial(s.refer_no_more, each, own, False), target, gone
                )
            if wanted:
                found = yield self._request(("refer", each.id, own.name), partial(s.refer, each, own), target, wanted)
                missing -= set(found)
        if missing:
            _refuse_missing(target, missing)

    def _kinds(
        self, target: Target, things: Iterable[tuple[str, Row]], family: Sequence[Class]
    ) -> Writes[dict[str, int]]:
        """Id -> class id of the things that are named here; those to connect must be of the family."""
        wanted = {canonical(i) for _, row in things for key in ("set", "connect") for i in row.values.get(key) or ()}
        ids = wanted | {canonical(i) for _, row in things for i in row.values.get("disconnect") or ()}
        if not ids:
            return {}
        found = dict((yield self._request("kinds", s.kinds, target, None, sorted(ids))))
        members = {c.id for c in family}
        if missing := {i for i in wanted if found.get(i) not in members}:
            _refuse_missing(target, missing)
        return found


def _is_of(classes: Mapping[str, int], class_id: int, thing_id: str) -> bool:
    return classes.get(canonical(thing_id)) == class_id


def _conflicting(key: str, path: tuple[str | int, ...]) -> ApiError:
    return ApiError(
        f"{key} cannot be given here: the new thing refers to its parent",
        "INVALID_INPUT",
        path=[*path, key],
        hint="Leave it out.",
    )


def _target(cls: Class, name: str, things: Sequence[tuple[str, Row]]) -> Target:
    return Target(cls, "update", tuple(row for _, row in things), field=name)


def _refuse_missing(target: Target, missing: set[str]) -> None:
    for row in target.rows:
        for key in ("set", "connect"):
            for number, other in enumerate(row.values.get(key) or ()):
                if canonical(other) in missing:
                    target.refuse(
                        "there is no such thing to refer here",
                        "INVALID_REFERENCE",
                        409,
                        (*row.path, key, number),
                        id=other,
                    )
    raise AssertionError(missing)
