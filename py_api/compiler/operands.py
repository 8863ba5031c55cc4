"""What the operators of filters are given, looked at before it goes to PostgreSQL as a parameter.

thing.field_types.takes says which texts a type reads; what no regular expression can say (30 February) is below.
PostgreSQL would refuse the same, but without saying where the value stands, and it writes the statement into its log.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from py_api import json_text
from py_api.catalog.model import FieldType
from py_api.compiler.values import Encode, as_json, as_text
from py_api.errors import FieldError

SHOWN = 100  # characters of a value in a message
_DAY = re.compile(r"([0-9]+)-([0-9]+)-([0-9]+)(?:.*?( BC)?)$", re.DOTALL)
_FIRST_YEAR, _LAST_DATE, _LAST_TIMESTAMP = -4712, 5874897, 294276  # as PostgreSQL stores them


def _is_day(text: str, last: int) -> bool:
    parts = _DAY.match(text)
    if parts is None:  # infinity
        return True
    year = 1 - int(parts[1]) if parts[4] else int(parts[1])
    if not _FIRST_YEAR < year <= last or (year < 1 and parts[4] is None):
        return False
    return int(parts[3]) <= monthrange(year % 400 + 2000, int(parts[2]))[1]  # (the calendar repeats)


def _is_date(text: str) -> bool:
    return _is_day(text, _LAST_DATE)


def _is_timestamp(text: str) -> bool:
    return _is_day(text, _LAST_TIMESTAMP)


def _has_64_bits(text: str) -> bool:
    return -(2**63) <= int(text) < 2**63


# Column type -> what its texts must be besides.
_WITHIN: Mapping[str, Callable[[str], bool]] = {
    "date": _is_date,
    "timestamptz": _is_timestamp,
    "bigint": _has_64_bits,
}
# Range -> field type of its bounds.
RANGES = {"integerRange": "bigint", "decimalRange": "decimal", "dateRange": "date", "datetimeRange": "datetime"}
_RANGE_KEYS = {"from", "to", "bounds"}
_BOUNDS = {"[)", "[]", "(]", "()", "empty"}


def invalid_operand(value: Any, expects: str) -> FieldError:
    return FieldError(f"{json_text.dumps(value)[:SHOWN]} is not {expects}", "INVALID_VALUE")


def _part(encode: Encode, value: Any, place: str | int) -> Any:
    try:
        return encode(value)
    except FieldError as error:
        error.inside = (place, *error.inside)
        raise


@dataclass(frozen=True, slots=True)
class Text:
    """Encodes an operand as text. Equal to another of the same type."""

    pattern: re.Pattern[str]
    within: Callable[[str], bool] | None
    expects: str

    def __call__(self, value: Any) -> str | None:
        text = as_text(value)
        if text is not None and not (self.pattern.fullmatch(text) and (self.within is None or self.within(text))):
            raise invalid_operand(value, self.expects)
        return text


@dataclass(frozen=True, slots=True)
class Texts:
    """Encodes a list of operands."""

    item: Encode

    def __call__(self, value: Any) -> list[Any] | None:
        return None if value is None else [_part(self.item, item, index) for index, item in enumerate(value)]


@dataclass(frozen=True, slots=True)
class Set(Texts):
    """Encodes a list of operands whose order and number say nothing."""

    def __call__(self, value: Any) -> list[Any] | None:
        texts = Texts.__call__(self, value)
        return None if texts is None else list(dict.fromkeys(texts))


@dataclass(frozen=True, slots=True)
class Range:
    """Encodes a range as PostgreSQL writes it."""

    bound: Encode
    expects: str

    def __call__(self, value: Any) -> str | None:
        if value is None:
            return None
        bounds = value.get("bounds")
        if not value.keys() <= _RANGE_KEYS or not (bounds is None or (isinstance(bounds, str) and bounds in _BOUNDS)):
            raise invalid_operand(value, self.expects)
        low, high = (f'"{text}"' if (text := _part(self.bound, value.get(key), key)) else "" for key in ("from", "to"))
        return "empty" if bounds == "empty" else f"{(bounds or '[)')[0]}{low},{high}{(bounds or '[)')[1]}"


_DEEPEST = 20  # path of which an object is made


def containing_at(value: Any) -> str | None:
    """The JSON that a document contains where it has the value `eq` at `path`; None where that is not known: in an
    array, which is asked for by a number, the value's place says nothing.
    """
    path, nested = value["path"], value["eq"]
    if len(path) > _DEEPEST or any(step.strip().lstrip("+-").isdigit() for step in path):
        return None
    for step in reversed(path):
        nested = {step: nested}
    return as_json(nested)


# RFC 7946: type -> how deep its positions are nested.
_NESTED = {"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}
WORLD = 4326  # whose coordinates are degrees


@dataclass(frozen=True, slots=True)
class GeoJson:
    """Encodes a geometry as GeoJSON."""

    srid: int
    expects: str

    def __call__(self, value: Any) -> str | None:
        if value is not None and (wrong := self._wrong(value)):
            raise FieldError(f"{wrong}: {json_text.dumps(value)[:SHOWN]} is not {self.expects}", "INVALID_VALUE")
        return None if value is None else json_text.dumps(value)

    def _wrong(self, value: Any) -> str | None:
        kind = value.get("type") if isinstance(value, dict) else None
        if kind == "GeometryCollection":
            parts = value.get("geometries")
            if not isinstance(parts, list):
                return "a collection has geometries"
            return next((wrong for part in parts if (wrong := self._wrong(part))), None)
        depth = _NESTED.get(kind) if isinstance(kind, str) else None
        if depth is None:
            return "a geometry has a type"
        return self._wrong_at(value.get("coordinates"), depth, kind in ("Polygon", "MultiPolygon"))

    def _wrong_at(self, coordinates: Any, depth: int, area: bool) -> str | None:
        if not isinstance(coordinates, list):
            return "coordinates are nested as the type wants"
        if depth:
            if depth == 1 and area and coordinates and (len(coordinates) < 4 or coordinates[0] != coordinates[-1]):
                return "a ring has four positions or more, and ends where it begins"
            return next((wrong for part in coordinates if (wrong := self._wrong_at(part, depth - 1, area))), None)
        numbers = coordinates
        if not 2 <= len(numbers) <= 4 or any(
            isinstance(n, bool) or not isinstance(n, int | float | Decimal) for n in numbers
        ):
            return "a position has two numbers or more"
        if self.srid == WORLD and not (-180 <= numbers[0] <= 180 and -90 <= numbers[1] <= 90):
            return "longitudes are from -180 to 180, latitudes from -90 to 90"
        return None


@cache
def text_of(kind: FieldType) -> Encode:
    """How an operand of this type becomes its text."""
    if kind.takes is None:
        return as_text
    return Text(re.compile(kind.takes), _WITHIN.get(kind.pg_type or ""), kind.expects)
