"""By what a list reads a class: the fields that its filter compares and that it is ordered by.

Taken from the arguments, not from the SQL: what thing.suggest_indexes needs to know of a plan.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from py_api.catalog.model import Field
from py_api.compiler.context import Context, Scope
from py_api.compiler.filter import implied
from py_api.compiler.values import InputValue

SYSTEM_KEYS = {"created_at": 0, "updated_at": -1}  # columns that no field has, as thing.system_keys numbers them
ORDERED = {"text", "number", "date", "time", "datetime", "boolean", "uuid", "select", "reference"}  # categories
_EQUAL, _RANGES = {"eq", "ieq"}, {"in", "lt", "lte", "gt", "gte"}
_WORDS = {"contains", "endsWith", "like", "icontains", "iendsWith", "ilike", "search", "similar"}  # of a text
_CASELESS = {"ieq", "iin", "startsWith", "istartsWith"}
_UNSERVED = {"ne", "notIn", "isNull"}
MOST = 8  # fields of a kind in a shape: an index has no more


class Reading(StrEnum):
    """PAGE: the first rows of an order. ALL: every row that fits, to count or to sort them."""

    PAGE = "page"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Shape:
    """Fields by their ids (or SYSTEM_KEYS).

    equal: that have one value. ranges: that lie between values, or have one of several. sort: what rows are ordered by
    before the id, as "DESC 12". searched: for values within, as "indexed 12": by what the field would have to be.
    """

    class_id: int
    reading: Reading
    equal: tuple[int, ...]
    ranges: tuple[int, ...]
    sort: tuple[str, ...]
    searched: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Access:
    """A shape in a plan. rows: that it wants, at most. times: that it is read in one answer, about."""

    shape: Shape
    rows: int
    times: int


def note(
    context: Context,
    rows: Scope,
    args: Mapping[str, InputValue],
    tied: Field | None = None,
    size: InputValue | None = None,
) -> None:
    """Remember how a list reads a class. tied: the reference that ties it to the thing at hand. size: of its page."""
    equal, ranges, searched = set[int](), set[int](), set[str]()
    if tied is not None:
        equal.add(tied.id)
    chosen = args.get("filter")
    if chosen is not None and not chosen.is_null:
        for field, operator in _compared(context, rows, chosen):
            if field.column == "id":  # (the primary key answers)
                return
            number = SYSTEM_KEYS.get(field.column or "", field.id)
            if field.type.category == "text" and operator in _WORDS:
                searched.add(f"searchable {number}")
            elif operator in _CASELESS or field.type.category not in ORDERED:
                searched.add(f"indexed {number}")
            elif operator in _EQUAL:
                equal.add(number)
            elif operator in _RANGES:
                ranges.add(number)
    sort = None if size is None else _sort(context, rows, args.get("orderBy"))
    shape = Shape(
        rows.cls.id,
        Reading.ALL if sort is None else Reading.PAGE,
        tuple(sorted(equal))[:MOST],
        tuple(sorted(ranges - equal))[:MOST],
        tuple(key for key in sort or () if int(key.split()[1]) not in equal)[:MOST],
        tuple(sorted(searched))[:MOST],
    )
    times = 1
    for factor in context.factors:
        times *= _number(context, factor)
    context.accesses.append(Access(shape, 0 if size is None else _number(context, size), times))


def _number(context: Context, value: InputValue) -> int:
    known = value.value if value.path is None and isinstance(value.value, int) else context.limits.nested_page_size
    return max(1, min(known, context.limits.list_size))


def _compared(context: Context, rows: Scope, chosen: InputValue) -> Iterator[tuple[Field, str]]:
    """What must hold of a field itself, whatever else does."""
    for field, operands in implied(context, rows.cls, chosen):
        if _has_key(field) or field.column == "id":
            for operator, operand in operands.items():
                if not operand.is_null and operator not in _UNSERVED:
                    yield field, operator


def _has_key(field: Field) -> bool:
    return (field.id > 0 and field.computed_sql is None) or field.column in SYSTEM_KEYS


def _sort(context: Context, rows: Scope, order_by: InputValue | None) -> list[str] | None:
    """None: by what no index of the class has. An order by the id alone is the primary key's."""
    inputs = context.inputs(context.api.classes.filters.order_by, rows.cls)
    keys: list[str] = []
    for element in order_by.elements() if order_by is not None and not order_by.is_null else ():
        for name, value in element.items() if not element.is_null else ():
            if value.is_null:
                continue
            field = inputs[name].source
            if isinstance(field, Field) and field.column == "id":
                return keys
            if (
                not isinstance(field, Field)
                or field.is_reference
                or field.type.category not in ORDERED
                or not _has_key(field)
            ):
                return None
            number = SYSTEM_KEYS.get(field.column or "", field.id)
            keys.append(f"{_direction(str(value.value), not rows.is_set(field))} {number}")
    return keys


def _direction(said: str, nullable: bool) -> str:
    """As thing_class_indexes.orders has it: what is the default is not said."""
    plain = said.split("_")[0]
    other = {"ASC": "ASC_NULLS_FIRST", "DESC": "DESC_NULLS_LAST"}[plain]
    return said if nullable and said == other else plain
