"""Sort orders, and pages of them by cursor (keyset) or offset.

A cursor holds the sort keys of its row as texts, and a signature of the order that it belongs to. What comes after it
is found by comparing keys, so pages neither skip nor repeat rows when others come and go, and an index that has the
order serves the page whatever its depth.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import NamedTuple

from py_api.catalog.model import Field, Inverse
from py_api.compiler import search, weights
from py_api.compiler.context import DEPTH, Context, Scope, pg_type, schema_of, scope
from py_api.compiler.filter import bound_of, globe_of, operand_of, related
from py_api.compiler.fragment import Fragment, join, literal, sql
from py_api.compiler.values import CursorPart, InputValue
from py_api.schema.static_types import RANK


class Join(NamedTuple):
    """What is joined to a row: the thing that a reference points to, or a figure of a list.

    required: there always is one. whole: table and link of the same, worked out for all rows at once; not for each row.
    """

    table: Fragment
    link: Fragment
    column: Fragment
    required: bool
    whole: tuple[Fragment, Fragment] | None = None


class Absence(NamedTuple):
    """One of the ways in which a key has no value. joins: the tables that its condition speaks of."""

    joins: tuple[Join, ...]
    condition: Fragment


@dataclass(frozen=True, slots=True)
class Key:
    """One sort key. type: its PostgreSQL type, for reading it back from a cursor.

    expression: of the row alone, where the key is another thing's a look-up. place: the same where `joins` are joined.
    served: an index has the values in order. absences: what `nullable` means then.
    distance: from something; its index has this order alone. approximate: that may end before the rows do, as HNSW
    does. signed: the same key in other words, whose cursors are also its own.
    """

    expression: Fragment
    type: Fragment
    nullable: bool
    descending: bool = False
    nulls_first: bool = False
    distance: bool = False
    approximate: bool = False
    served: bool = False
    absences: tuple[Absence, ...] = ()
    joins: tuple[Join, ...] = ()
    joined: Fragment | None = None
    signed: "Key | None" = None

    @property
    def place(self) -> Fragment:
        return self.expression if self.joined is None else self.joined

    @property
    def alone(self) -> "Key":
        """As it is of the row alone."""
        return replace(self, joins=(), joined=None)

    def is_like(self, last: "Key") -> bool:
        """Whether one range of an index may have both, this and the last of an order."""
        return not self.nullable and not self.joins and self.descending is last.descending

    def clause(self, reverse: bool = False, exact: bool = False) -> Fragment:
        """exact: never by an index that is approximate."""
        descending, nulls_first = self.descending is not reverse, self.nulls_first is not reverse
        words = " desc" if descending else ""
        if self.nullable and nulls_first is not descending:  # PostgreSQL's default: nulls are greater than all
            words += " nulls first" if nulls_first else " nulls last"
        place = sql("{} + 0", self.place) if exact and self.approximate else self.place
        return sql("{}" + words, place)


Order = tuple[Key, ...]


def keys(
    context: Context,
    rows: Scope,
    input_value: InputValue | None,
    filter_value: InputValue | None = None,
    score: Fragment | None = None,
) -> Order:
    """The order of a list: what is asked for, then the id, which goes where the last of them goes: so an index of a
    field and the id has both directions.

    filter_value: of the same list, for the rank. score: the rank of a list that has one; it is the order by default.
    """
    sort_keys: list[Key] = []
    for element in input_value.elements() if input_value is not None and not input_value.is_null else ():
        if not element.is_null:
            sort_keys += of_object(context, rows, element, filter_value, score)
    if score and not sort_keys:
        sort_keys.append(_of_score(score, "DESC"))
    if not sort_keys and DEPTH in rows.used:
        sort_keys.append(Key(rows.used[DEPTH], sql("integer"), nullable=False))
    descending = bool(sort_keys) and sort_keys[-1].descending
    joins = dict.fromkeys(join for key in sort_keys for join in key.joins)
    if len(joins) > weights.SIDE_BY_SIDE:
        sort_keys = [key.alone for key in sort_keys]
    return (*sort_keys, Key(rows.id, sql("uuid"), nullable=False, descending=descending))


def _of_score(score: Fragment, direction: str) -> Key:
    return directed(score, sql("double precision"), False, direction)


def of_object(
    context: Context,
    rows: Scope,
    input_value: InputValue,
    filter_value: InputValue | None = None,
    score: Fragment | None = None,
) -> list[Key]:
    inputs = context.inputs(context.api.classes.filters.order_by, rows.cls)
    sort_keys: list[Key] = []
    for name, value in input_value.items():
        if value.is_null:
            continue
        if name == RANK:
            if score:
                sort_keys.append(_of_score(score, str(value.value)))
            else:
                rank = context.weighed(search.rank(context, rows, filter_value), weights.SORT_KEY)
                sort_keys.append(directed(rank, sql("real"), False, str(value.value)))
            continue
        field: Field | Inverse = inputs[name].source
        if isinstance(field, Inverse) or field.is_many:
            from py_api.compiler import list_figures  # (whose conditions have figures of groups, which have an order)

            sort_keys += list_figures.keys(context, rows, related(context, rows, field), value)
        elif field.is_reference:
            sort_keys += _of_target(context, rows, field, value)
        elif field.type.category in ("geometry", "vector"):
            nearest = value.get("nearestTo")
            assert nearest is not None
            sort_keys.append(distance_key(context, rows, field, nearest))
        else:
            column = context.weighed(rows.column(field), weights.SORT_KEY)
            key = directed(column, pg_type(field), not rows.is_set(field), str(value.value))
            absences = (Absence((), sql("{} is null", column)),) if key.nullable else ()
            sort_keys.append(replace(key, served=_is_served(field), absences=absences))
    return sort_keys


_WITHOUT_ORDER = {"geometry", "json", "list", "range", "tree", "vector"}  # categories, in their indexes


def _is_served(field: Field) -> bool:
    return (field.indexed or field.rules.get("unique") is True) and field.type.category not in _WITHOUT_ORDER


def directed(expression: Fragment, kind: Fragment, nullable: bool, direction: str) -> Key:
    """A key with a direction of the enum OrderDirection."""
    descending = direction.startswith("DESC")
    first = direction.endswith("NULLS_FIRST") or (descending and not direction.endswith("NULLS_LAST"))
    return Key(expression, kind, nullable, descending, first)


def _of_target(context: Context, rows: Scope, field: Field, input_value: InputValue) -> list[Key]:
    """By fields of the thing that a reference points to."""
    assert field.target is not None
    other = scope(context, context.catalog.named(field.target))
    column = rows.column(field)
    step = Join(other.clause(), sql("{} = {}", other.id, column), column, rows.is_set(field))
    found = []
    for key in of_object(context, other, input_value):
        absences = [Absence((step, *absence.joins), absence.condition) for absence in key.absences]
        if not step.required:
            absences.insert(0, Absence((), sql("{} is null", column)))
        found.append(
            replace(
                key,
                expression=sql("(select {} from {} where {})", key.expression, step.table, step.link),
                nullable=key.nullable or not step.required,
                absences=tuple(absences),
                joins=(step, *key.joins),
                joined=key.place,
            )
        )
    return found


def distance_key(context: Context, rows: Scope, field: Field, to: InputValue) -> Key:
    """Nearest first."""
    context.custom = True
    distance = context.weighed(_distance(context, rows, field, to), weights.SORT_KEY)
    indexed = _is_indexed(rows, field)
    approximate = indexed and field.type.category == "vector"
    return Key(distance, sql("double precision"), nullable=True, distance=indexed, approximate=approximate)


def _distance(context: Context, rows: Scope, field: Field, to: InputValue) -> Fragment:
    schema = schema_of(field.type)
    near = None if field.type.category == "vector" else bound_of(context, "nearestTo", "near")
    column, point = rows.column(field), operand_of(context, field, to, near)
    if field.type.category == "vector":
        return sql("({} operator({}<=>) {})", column, schema, point)
    globe = globe_of(field)
    # As an index has it: on a sphere, where coordinates are degrees.
    return sql("({}{} operator({}<->) {}{})", column, globe, schema, point, globe)


def _is_indexed(rows: Scope, field: Field) -> bool:
    return any((cls.fields.get(field.name) or field).indexed for cls in (rows.cls, *rows.concrete))


def clause(order: Order, reverse: bool = False, exact: bool = False) -> Fragment:
    return join(", ", [key.clause(reverse, exact) for key in order])


_ALIAS = re.compile(r"\b_[0-9]+\b")


def signature(order: Order) -> str:
    """What tells cursors of different orders apart; the parameters in an order are not part of it."""
    words = [sql("{}{}", key.alone.clause(), key.type).outline for key in (key.signed or key for key in order)]
    words = [_ALIAS.sub("t", word) for word in words]  # they differ from operation to operation
    return sha256("\0".join(words).encode()).hexdigest()[:8]


_ARGUMENTS = 100  # that a function takes


def cursor(order: Order, *, placed: bool = False) -> Fragment:
    """The cursor of the row at hand: base64url of ["<signature>", key, ...]. placed: what keys are joined with is."""
    texts = join(", ", [sql("({})::text", key.place if placed else key.expression) for key in order])
    built = "json_build_array({}, {})" if len(order) < _ARGUMENTS else "to_json(array[{}, {}])"
    array = sql(built + "::text", literal(signature(order)), texts)
    return sql("translate(encode(convert_to({}, 'UTF8'), 'base64'), {}, '-_')", array, sql("E'+/\\n='"))


class Mark(NamedTuple):
    """A side of a cursor. forward: what comes after it, else before. inclusive: its own row, too."""

    cursor: InputValue
    forward: bool
    inclusive: bool = False

    def values(self, context: Context, order: Order) -> list[Fragment]:
        """Of the keys, as the cursor has them."""
        mark = signature(order)
        params = [context.param(self.cursor, _part(mark, number, len(order))) for number in range(len(order))]
        return [sql("({}::text)::{}", param, key.type) for key, param in zip(order, params, strict=True)]

    def beyond(self, order: Order, values: Sequence[Fragment]) -> Fragment:
        """The condition that a row lies on this side of these values of its keys."""
        tail = len(order) - 1  # what follows is compared as one row: of one table, without nulls, in one direction
        while tail and order[tail - 1].is_like(order[-1]):
            tail -= 1
        less = order[-1].descending is self.forward
        template = "({}) <= ({})" if less else "({}) >= ({})"
        if not self.inclusive:
            template = "({}) < ({})" if less else "({}) > ({})"
        condition = sql(template, join(", ", [key.place for key in order[tail:]]), join(", ", values[tail:]))
        if order[-1].nullable:  # (of groups)
            tail, condition = len(order), sql("true" if self.inclusive else "false")
        for key, value in reversed([*zip(order[:tail], values[:tail], strict=True)]):
            equal = "{} is not distinct from {}" if key.nullable else "{} = {}"
            condition = sql("({} or ({} and {}))", self._later(key, value), sql(equal, key.place, value), condition)
        if tail and not order[0].nullable:  # a range that an index on the first key can begin at
            bound = "{} <= {} and {}" if order[0].descending is self.forward else "{} >= {} and {}"
            condition = sql(bound, order[0].place, values[0], condition)
        return condition

    def _later(self, key: Key, value: Fragment) -> Fragment:
        greater = sql("{} < {}" if key.descending is self.forward else "{} > {}", key.place, value)
        if not key.nullable:
            return greater
        if key.nulls_first is not self.forward:  # nulls are on the way
            return sql("({} is not null and ({} or {} is null))", value, greater, key.place)
        return sql("({} or ({} is null and {} is not null))", greater, value, key.place)


_PARTS: dict[tuple[str, int, int], CursorPart] = {}


def _part(mark: str, number: int, count: int) -> CursorPart:
    """The same object for the same part, so that equal parameters are one."""
    if len(_PARTS) > 10_000:
        _PARTS.clear()
    return _PARTS.setdefault((mark, number, count), CursorPart(mark, number, count))


__all__ = [
    "Absence",
    "Join",
    "Key",
    "Mark",
    "Order",
    "clause",
    "cursor",
    "directed",
    "distance_key",
    "keys",
    "signature",
]
