"""What groups are made by: values and things along paths of references, parts of dates, ranges of numbers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any, LiteralString, NamedTuple

from py_api import json_text
from py_api.catalog.model import Class, Field, FieldType
from py_api.compiler import values, weights
from py_api.compiler.context import Context, json_of, pg_type
from py_api.compiler.fragment import Fragment, literal, number, sql
from py_api.compiler.paths import Path, Paths, spelled
from py_api.compiler.values import InputValue, given
from py_api.errors import FieldError

BOUNDS = 100  # of ranges
_DIGITS = 40  # of a width or a bound
_INTEGERS = {"integer": (-(2**31), 2**31 - 1), "bigint": (-(2**63), 2**63 - 1)}

# Part -> what PostgreSQL calls it, and the step to the next one.
_DAYS: Mapping[str, tuple[str, LiteralString]] = {
    "YEAR": ("year", "1 year"),
    "QUARTER": ("quarter", "3 months"),
    "MONTH": ("month", "1 month"),
    "WEEK": ("week", "7 days"),
    "DAY": ("day", "1 day"),
}
_TIMES: Mapping[str, tuple[str, LiteralString]] = {"HOUR": ("hour", "1 hour"), "MINUTE": ("minute", "1 minute")}
# Part that comes again -> what PostgreSQL calls it, its first and last number.
_NUMBERS: Mapping[str, tuple[str, int, int]] = {
    "QUARTER_OF_YEAR": ("quarter", 1, 4),
    "MONTH_OF_YEAR": ("month", 1, 12),
    "WEEK_OF_YEAR": ("week", 1, 53),
    "DAY_OF_MONTH": ("day", 1, 31),
    "WEEKDAY": ("isodow", 1, 7),
    "HOUR_OF_DAY": ("hour", 0, 23),
}
Shown = Callable[[Fragment], Fragment]


class Cut(NamedTuple):
    """How values are put together. type: PostgreSQL's, of the expression. shown: the group's value as JSON; end: where
    its range ends, likewise.

    series: all values of groups between two, as a set.
    """

    expression: Fragment
    type: Fragment
    shown: Shown
    end: Shown | None = None
    series: Callable[[Fragment, Fragment], Fragment] | None = None


@dataclass(frozen=True, slots=True)
class Key:
    """What groups are made by. by: the part of a date, or that it is a range. column: of the groups.

    required: it always has a value. listed: its values are lists.
    """

    path: Path
    by: str | None
    cut: Cut
    column: Fragment
    filled: bool
    required: bool
    listed: bool


class Grouping:
    """The keys that an argument groupBy says."""

    def __init__(self, context: Context, paths: Paths, cls: Class, input_value: InputValue | None) -> None:
        self._context, self._paths = context, paths
        self.keys: list[Key] = []
        for element in input_value.elements() if input_value is not None else ():
            if not element.is_null:
                self._add(cls, (), element)

    @property
    def filled(self) -> bool:
        return any(key.filled for key in self.keys)

    def find(self, path: Path, by: str | None = None) -> Key | None:
        """Of a path; by: of this part, else the value itself or the first part."""
        keys = [key for key in self.keys if key.path == path and by in (None, key.by)]
        return min(keys, key=lambda key: key.by is not None, default=None)

    def _add(self, cls: Class, above: Path, input_value: InputValue) -> None:
        inputs = self._context.inputs(self._context.api.classes.aggregates.group_by, cls)
        for name, value in input_value.items():
            if value.is_null or value.value is False:
                continue
            field: Field = inputs[name].source
            path = (*above, field.own_name)
            if field.target is not None:
                before = len(self.keys)
                self._add(self._context.catalog.named(field.target), path, value)
                if len(self.keys) == before and not value.value:
                    hint = f"Group by the thing itself ({spelled((*path, 'id'), 'true')}), or by fields of it."
                    raise FieldError(f"groupBy: {name} says nothing to group by", "INVALID_GROUPING", hint=hint)
                continue
            said = given(value) if isinstance(value.value, dict) else {}
            filled = "fill" in said and said["fill"].value is True
            by, cut = self._cut(field, path, said)
            if filled and by is None:
                hint = "Fill the periods of a date (by) or the ranges of a number (width, bounds)."
                raise FieldError(f"groupBy: the values of {name} have no gaps", "INVALID_GROUPING", hint=hint)
            self._append(path, by, cut, filled, field)

    def _cut(self, field: Field, path: Path, said: Mapping[str, InputValue]) -> tuple[str | None, Cut]:
        if "by" in said and field.type.category != "number":
            by = str(said["by"].value)
            return by, self._part(field, path, by, said.get("zone"))
        column = self._paths.column(path)
        ranges = self._range(field, column, said) if field.type.category == "number" else None
        return ranges or (None, Cut(column, pg_type(field), lambda k: json_of(field, k)))

    def _append(self, path: Path, by: str | None, cut: Cut, filled: bool, field: Field) -> None:
        others = {key.by for key in self.keys if key.path == path}
        if by is None and None in others:
            return
        if by in others or (others and {by, *others} & {"width", "bounds"}):
            said, hint = ".".join(path), "Leave out one of them."
            raise FieldError(f"groupBy: {said} stands twice in one way", "INVALID_GROUPING", hint=hint)
        expression = self._context.weighed(cut.expression, weights.GROUP_KEY)
        column = sql("_k{}", number(len(self.keys) + 1))
        required, listed = self._paths.is_required(path), field.type.item is not None
        self.keys.append(Key(path, by, cut._replace(expression=expression), column, filled, required, listed))

    # --- dates ----------------------------------------------------------------------------------------------------

    def _part(self, field: Field, path: Path, by: str, zone_value: InputValue | None) -> Cut:
        known = self._paths.part(path, by, zone_value)
        column = known or self._paths.column(path)
        zone = literal("UTC")
        if zone_value is not None:  # (looked up once a statement)
            zone = sql("(select thing.time_zone({}::text))", self._context.param(zone_value, values.as_text))
        local = column if known or field.type.category == "date" else sql("timezone({}, {})", zone, column)
        if by in _NUMBERS:
            word, first, last = _NUMBERS[by]
            expression = sql("extract({} from {})::integer", literal(word), local)
            whole = sql("generate_series({}, {})", number(first), number(last))
            return Cut(expression, sql("integer"), lambda k: k, None, lambda _first, _last: whole)
        word, step = {**_DAYS, **_TIMES}[by]
        interval = sql("{}::interval", literal(step))
        if by in _TIMES:
            moment = _of_type(field, self._context.catalog.types["datetime"])
            return Cut(
                sql("date_trunc({}, {}, {})", literal(word), column, zone),
                pg_type(moment),
                lambda k: json_of(moment, k),
                lambda k: json_of(moment, sql("({} + {})", k, interval)),
                lambda first, last: sql("generate_series({}, {}, {})", first, last, interval),
            )
        day = _of_type(field, self._context.catalog.types["date"])
        return Cut(
            sql("date_trunc({}, {}::timestamp)::date", literal(word), local),
            pg_type(day),
            lambda k: json_of(day, k),
            lambda k: json_of(day, sql("({} + {})::date", k, interval)),
            lambda first, last: sql("generate_series({}::timestamp, {}::timestamp, {})::date", first, last, interval),
        )

    # --- numbers --------------------------------------------------------------------------------------------------

    def _range(self, field: Field, column: Fragment, said: Mapping[str, InputValue]) -> tuple[str, Cut] | None:
        """All in exact numbers."""
        if "width" in said and "bounds" in said:
            raise FieldError("groupBy: width and bounds exclude each other", "INVALID_GROUPING", hint="Give one.")
        if "width" in said:
            width = sql("{}::text::numeric", self._context.param(said["width"], as_width))
            return "width", Cut(
                sql("({}::numeric - mod(mod({}::numeric, {}) + {}, {}))", column, column, width, width, width),
                sql("numeric"),
                lambda k: _shown(field, k),
                lambda k: _shown(field, sql("({} + {})", k, width)),
                lambda first, last: sql("generate_series({}, {}, {})", first, last, width),
            )
        if "bounds" in said:
            bounds = sql("({}::text[])::numeric[]", self._context.param(said["bounds"], as_bounds))
            return "bounds", Cut(
                sql("width_bucket({}::numeric, {})", column, bounds),
                sql("integer"),
                lambda k: _shown(field, sql("({})[{}]", bounds, k)),
                lambda k: _shown(field, sql("({})[{} + 1]", bounds, k)),
                lambda first, last: sql(
                    "generate_series(least({}, 1), greatest({}, cardinality({}) - 1))", first, last, bounds
                ),
            )
        return None


def _of_type(field: Field, kind: FieldType) -> Field:
    return replace(field, type=kind, params={})


def _shown(field: Field, value: Fragment) -> Fragment:
    """A bound as a value of the field; null where it is none, beyond the least and the greatest."""
    if field.type.name in _INTEGERS:
        least, most = map(number, _INTEGERS[field.type.name])
        kind = sql("integer") if field.type.name == "integer" else sql("bigint")
        value = sql("case when {} between {} and {} then {}::{} end", value, least, most, value, kind)
        return json_of(field, sql("({})", value))
    return json_of(field, sql("trim_scale({})" if field.type.name == "decimal" else "({})::double precision", value))


def as_width(value: Any) -> str:
    """The text of a number above 0. Raises FieldError."""
    width = _number(value)
    if width <= 0:
        raise FieldError("width must be greater than 0", "INVALID_VALUE")
    return str(width)


def as_bounds(value: Any) -> list[str]:
    """The texts of numbers that ascend. Raises FieldError."""
    bounds = [_number(item) for item in value]
    if not bounds or len(bounds) > BOUNDS:
        raise FieldError(f"bounds must be 1 to {BOUNDS} numbers", "INVALID_VALUE")
    if any(before >= after for before, after in pairwise(bounds)):
        raise FieldError("bounds must ascend", "INVALID_VALUE")
    return [str(bound) for bound in bounds]


def _number(value: Any) -> Decimal:
    text = values.as_text(value) or ""
    try:
        parsed = Decimal(text)
    except InvalidOperation:
        parsed = Decimal("NaN")
    if not parsed.is_finite() or len(text) > _DIGITS or abs(parsed.adjusted()) > _DIGITS:
        what = f"a number of at most {_DIGITS} digits"
        raise FieldError(f"{json_text.dumps(value)[:100]} is not {what}", "INVALID_VALUE")
    return parsed
