"""Writes links: the to-many and inverse references of things, each kind of change in one statement a table."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import NoReturn, Protocol

from py_api.catalog.model import Class, Field, Inverse
from py_api.compiler.mutation import statements as s
from py_api.compiler.mutation.inputs import canonical
from py_api.compiler.mutation.step_statements import StepStatements
from py_api.compiler.mutation.steps import Row, Target, Writes
from py_api.errors import ApiError

Pair = tuple[str, str]  # source id, target id
Linked = Sequence[tuple[str, Row]]  # the ids of things, and what is given for each


class Create(Protocol):
    """Makes things (ThingWriter.create)."""

    def __call__(self, cls: Class, rows: Sequence[Row], fixed: Mapping[str, Sequence[str]], /) -> Writes[list[str]]: ...


class LinkWriter:
    def __init__(self, statements: StepStatements, create: Create) -> None:
        self._statements = statements
        self._catalog = statements.catalog
        self._create = create

    def write(self, cls: Class, things: Linked, together: bool = False) -> Writes[None]:
        """Writes what the rows say of their things' links. together: all rows are the same."""
        keys = dict.fromkeys(key for _, row in things for key, value in row.values.items() if value is not None)
        for key in keys:
            field, inverse = cls.fields.get(key), cls.inverses.get(key)
            linked = [(i, Row((*row.path, key), row.values[key])) for i, row in things if row.values.get(key)]
            if field is not None and field.is_many:
                yield from self._to_many(cls, field, linked, together)
            elif field is None and inverse is not None:
                yield from self._inverse(cls, inverse, linked, together)

    def _to_many(self, cls: Class, field: Field, things: Linked, together: bool) -> Writes[None]:
        table = field.join_table or ""
        target = _target(cls, field.name, things)
        created: list[Pair] = []
        if any(row.values.get("create") for _, row in things):
            other = self._catalog.named(field.target or "")
            created = yield from self._created(other, things[:1] if together else things)
            if together:
                created = [(source, thing_id) for source, _ in things for _, thing_id in created]
        yield from self._joined(table, "source", target, things, created, swapped=False)

    def _joined(
        self,
        table: str,
        side: str,
        target: Target,
        things: Linked,
        created: Sequence[Pair],
        swapped: bool,
        concerns: Callable[[str], bool] = lambda _: True,
    ) -> Writes[None]:
        """set, disconnect, connect over one join table. swapped: the things are the targets of its pairs."""

        def pairs(key: str) -> list[Pair]:
            linked = [(i, other) for i, row in things for other in row.values.get(key) or () if concerns(other)]
            return [(other, i) for i, other in linked] if swapped else linked

        with_set = [i for i, row in things if row.values.get("set") is not None]
        if with_set:
            yield self._statements.bound(
                ("others", table, side), lambda: s.unlink_others(table, side), target, pairs("set"), with_set
            )
        if disconnected := pairs("disconnect"):
            yield self._statements.bound(("unlink", table), lambda: s.unlink(table), target, disconnected)
        connected = [*pairs("set"), *pairs("connect"), *((b, a) if swapped else (a, b) for a, b in created)]
        if connected:
            yield self._statements.bound(("link", table), lambda: s.link(table), target, connected)

    def _created(self, cls: Class, things: Linked, field: Field | None = None) -> Writes[list[Pair]]:
        """Makes what is nested in the links: pairs of a thing's id and a new one's. field: refers to the thing."""
        rows = [
            (i, Row((*row.path, "create", number), values))
            for i, row in things
            for number, values in enumerate(row.values.get("create") or ())
        ]
        fixed = {field.name: [i for i, _ in rows]} if field is not None else {}
        ids = yield from self._create(cls, [row for _, row in rows], fixed)
        return [(i, new_id) for (i, _), new_id in zip(rows, ids, strict=True)]

    def _inverse(self, cls: Class, inverse: Inverse, things: Linked, together: bool) -> Writes[None]:
        other = self._catalog.class_of(inverse.class_id)
        field = other.fields[inverse.field]
        if together and not field.is_many and any(set(row.values) - {"disconnect"} for _, row in things):
            raise ApiError(
                f"{inverse.name} of many things at once cannot be the same things: each refers to one",
                "INVALID_INPUT",
                path=list(things[0][1].path),
                hint="Change the things one by one.",
            )
        family = self._catalog.concrete(other.id)
        target = _target(cls, inverse.name, things)
        if not field.is_many:
            yield from self._inverse_to_one(family, field, target, things)
            yield from self._created(other, things, field)
            return
        created = yield from self._created(other, things[:1] if together else things)
        if together:
            created = [(i, thing_id) for i, _ in things for _, thing_id in created]
        classes = yield from self._classes(target, things, family)
        for concrete in family:
            table = concrete.fields[field.name].join_table or ""
            of_class = created if concrete.id == other.id else ()
            concerns = partial(_is_of, classes, concrete.id)
            yield from self._joined(table, "target", target, things, of_class, True, concerns)

    def _inverse_to_one(self, family: Sequence[Class], field: Field, target: Target, things: Linked) -> Writes[None]:
        """set, disconnect, connect of an inverse to-one reference."""
        with_set = [i for i, row in things if row.values.get("set") is not None]
        connected = [
            (canonical(other), i)
            for i, row in things
            for key in ("set", "connect")
            for other in row.values.get(key) or ()
        ]
        disconnected = [(other, i) for i, row in things for other in row.values.get("disconnect") or ()]
        missing = {other for other, _ in connected}
        for concrete in family:
            of_class = concrete.fields[field.name]
            place = (concrete.id, of_class.name)
            if with_set:
                make = partial(s.refer_no_more, concrete, of_class, True)
                yield self._statements.bound(("others", *place), make, target, connected, with_set)
            if disconnected:
                make = partial(s.refer_no_more, concrete, of_class, False)
                yield self._statements.bound(("no more", *place), make, target, disconnected)
            if connected:
                refer = partial(s.refer, concrete, of_class)
                missing -= set((yield self._statements.bound(("refer", *place), refer, target, connected)))
        if missing:
            _refuse_missing(target, missing)

    def _classes(self, target: Target, things: Linked, family: Sequence[Class]) -> Writes[dict[str, int]]:
        """Id -> class id of the things that the links name; those to connect must be of the family."""
        connected = set(_ids_in(things, "set", "connect"))
        ids = connected.union(_ids_in(things, "disconnect"))
        if not ids:
            return {}
        classes = dict((yield self._statements.bound("kinds", s.kinds, target, None, sorted(ids))))
        members = {cls.id for cls in family}
        if missing := {i for i in connected if classes.get(i) not in members}:
            _refuse_missing(target, missing)
        return classes


def _ids_in(things: Linked, *keys: str) -> Iterable[str]:
    return (canonical(i) for _, row in things for key in keys for i in row.values.get(key) or ())


def _is_of(classes: Mapping[str, int], class_id: int, thing_id: str) -> bool:
    return classes.get(canonical(thing_id)) == class_id


def _target(cls: Class, name: str, things: Linked) -> Target:
    return Target(cls, "update", tuple(row for _, row in things), field=name)


def _refuse_missing(target: Target, missing: set[str]) -> NoReturn:
    for row in target.rows:
        for key in ("set", "connect"):
            for number, other in enumerate(row.values.get(key) or ()):
                if canonical(other) in missing:
                    path = (*row.path, key, number)
                    target.refuse("there is no such thing to refer here", "INVALID_REFERENCE", 409, path, id=other)
    raise AssertionError(missing)
