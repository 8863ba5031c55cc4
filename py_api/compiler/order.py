"""Sort orders, and pages of them by cursor (keyset) or offset.

A cursor holds the sort keys of its row as texts, and a signature of the order that it belongs to. What comes after it
is found by comparing keys, so pages neither skip nor repeat rows when others come and go, and an index that has the
order serves the page whatever its depth.
"""

import re
from dataclasses import dataclass
from hashlib import sha256

from py_api.catalog.model import Field
from py_api.compiler import weights
from py_api.compiler.context import Context, Scope, pg_type, schema_of, scope
from py_api.compiler.filter import bound_of, globe_of, operand_of
from py_api.compiler.fragment import Fragment, join, literal, sql
from py_api.compiler.values import CursorPart, InputValue


@dataclass(frozen=True, slots=True)
class Key:
    """One sort key. type: its PostgreSQL type, for reading it back from a cursor.

    approximate: an index that serves it may end before the rows do, as HNSW does.
    """

    expression: Fragment
    type: Fragment
    nullable: bool
    descending: bool = False
    nulls_first: bool = False
    approximate: bool = False

    def clause(self, reverse: bool = False, exact: bool = False) -> Fragment:
        """exact: never by an index that is approximate."""
        descending, nulls_first = self.descending is not reverse, self.nulls_first is not reverse
        words = " desc" if descending else ""
        if self.nullable and nulls_first is not descending:  # PostgreSQL's default: nulls are greater than all
            words += " nulls first" if nulls_first else " nulls last"
        expression = sql("{} + 0", self.expression) if exact and self.approximate else self.expression
        return sql("{}" + words, expression)


def keys(context: Context, rows: Scope, input_value: InputValue | None) -> tuple[Key, ...]:
    """The order of a list: what is asked for, then the id."""
    sort_keys: list[Key] = []
    for element in input_value.elements() if input_value is not None and not input_value.is_null else ():
        if not element.is_null:
            sort_keys += _of_object(context, rows, element)
    return (*sort_keys, Key(rows.id, sql("uuid"), nullable=False))


def _of_object(context: Context, rows: Scope, input_value: InputValue) -> list[Key]:
    inputs = context.inputs(context.api.classes.filters.order_by, rows.cls)
    sort_keys = []
    for name, value in input_value.items():
        if value.is_null:
            continue
        field: Field = inputs[name].source
        if field.is_reference:
            sort_keys += _of_target(context, rows, field, value)
        elif field.type.category in ("geometry", "vector"):
            nearest = value.get("nearestTo")
            assert nearest is not None
            distance = context.weighed(_distance(context, rows, field, nearest), weights.SORT_KEY)
            approximate = field.type.category == "vector" and _is_indexed(rows, field)
            sort_keys.append(Key(distance, sql("double precision"), nullable=True, approximate=approximate))
        else:
            nullable = not all((c.fields.get(field.name) or field).non_null for c in rows.concrete)
            column = context.weighed(rows.column(field), weights.SORT_KEY)
            sort_keys.append(directed(column, pg_type(field), nullable, str(value.value)))
    return sort_keys


def directed(expression: Fragment, kind: Fragment, nullable: bool, direction: str) -> Key:
    """A key with a direction of the enum OrderDirection."""
    descending = direction.startswith("DESC")
    first = direction.endswith("NULLS_FIRST") or (descending and not direction.endswith("NULLS_LAST"))
    return Key(expression, kind, nullable, descending, first)


def _of_target(context: Context, rows: Scope, field: Field, input_value: InputValue) -> list[Key]:
    """By fields of the thing that a reference points to."""
    assert field.target is not None
    other = scope(context, context.catalog.named(field.target))
    link = sql("{} = {}", other.id, rows.column(field))
    return [
        Key(
            sql("(select {} from {} where {})", key.expression, other.clause(), link),
            key.type, True, key.descending, key.nulls_first,
        )
        for key in _of_object(context, other, input_value)
    ]  # fmt: skip


def _distance(context: Context, rows: Scope, field: Field, to: InputValue) -> Fragment:
    schema = schema_of(field.type)
    near = None if field.type.category == "vector" else bound_of(context, "nearestTo", "near")
    column, point = rows.column(field), operand_of(context, field, to, near)
    if field.type.category == "vector":
        return sql("({} operator({}<=>) {})", column, schema, point)
    globe = globe_of(field)
    return sql("{}st_distance({}{}, {}{})", schema, column, globe, point, globe)


def _is_indexed(rows: Scope, field: Field) -> bool:
    return any((cls.fields.get(field.name) or field).indexed for cls in (rows.cls, *rows.concrete))


def clause(order: tuple[Key, ...], reverse: bool = False, exact: bool = False) -> Fragment:
    return join(", ", [key.clause(reverse, exact) for key in order])


def is_approximate(order: tuple[Key, ...]) -> bool:
    """Whether a list in this order, read by an index, may end before all its rows are there."""
    return order[0].approximate


_ALIAS = re.compile(r"\b_[0-9]+\b")


def signature(order: tuple[Key, ...]) -> str:
    """What tells cursors of different orders apart; the parameters in an order are not part of it."""
    words = [sql("{}{}", key.clause(), key.type).outline for key in order]
    words = [_ALIAS.sub("t", word) for word in words]  # they differ from operation to operation
    return sha256("\0".join(words).encode()).hexdigest()[:8]


_ARGUMENTS = 100  # that a function takes


def cursor(order: tuple[Key, ...]) -> Fragment:
    """The cursor of the row at hand: base64url of ["<signature>", key, ...]."""
    texts = join(", ", [sql("({})::text", key.expression) for key in order])
    built = "json_build_array({}, {})" if len(order) < _ARGUMENTS else "to_json(array[{}, {}])"
    array = sql(built + "::text", literal(signature(order)), texts)
    return sql("translate(encode(convert_to({}, 'UTF8'), 'base64'), {}, '-_')", array, sql("E'+/\\n='"))


def beyond(
    context: Context, order: tuple[Key, ...], cursor_value: InputValue, forward: bool, inclusive: bool = False
) -> Fragment:
    """The condition that a row comes after a cursor (forward) or before it; inclusive: or is the cursor's own."""
    mark = signature(order)
    places = []
    for number, key in enumerate(order):
        param = context.param(cursor_value, _part(mark, number, len(order)))
        places.append(sql("({}::text)::{}", param, key.type))
    condition: Fragment | None = None
    for key, place in reversed(list(zip(order, places, strict=True))):
        later = _later(key, place, forward)
        if condition is None:  # the id
            condition = sql("{} >= {}" if forward else "{} <= {}", key.expression, place) if inclusive else later
        else:
            equal = "{} is not distinct from {}" if key.nullable else "{} = {}"
            condition = sql("({} or ({} and {}))", later, sql(equal, key.expression, place), condition)
    assert condition is not None
    first, place = order[0], places[0]
    if len(order) > 1 and not first.nullable:  # a range that an index on the first key can begin at
        bound = "{} <= {} and {}" if first.descending is forward else "{} >= {} and {}"
        condition = sql(bound, first.expression, place, condition)
    return condition


_PARTS: dict[tuple[str, int, int], CursorPart] = {}


def _part(mark: str, number: int, count: int) -> CursorPart:
    """The same object for the same part, so that equal parameters are one."""
    if len(_PARTS) > 10_000:
        _PARTS.clear()
    return _PARTS.setdefault((mark, number, count), CursorPart(mark, number, count))


def _later(key: Key, place: Fragment, forward: bool) -> Fragment:
    greater = sql("{} < {}" if key.descending is forward else "{} > {}", key.expression, place)
    if not key.nullable:
        return greater
    if key.nulls_first is not forward:  # nulls are on the way
        return sql("({} is not null and ({} or {} is null))", place, greater, key.expression)
    return sql("({} or ({} is null and {} is not null))", greater, place, key.expression)


__all__ = ["Key", "beyond", "clause", "cursor", "directed", "is_approximate", "keys", "signature"]
