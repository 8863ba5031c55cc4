"""JSON <-> Python without losing a digit: a number that no float holds exactly is a Decimal."""

import json
import re
import secrets
from decimal import Decimal
from typing import Any

_MARK = secrets.token_hex(8)
_MARKED = re.compile(rf'"{_MARK}([^"]*)"')


# 15 digits, and a point or an exponent: as many as every float holds, far from the ends of their range. (All else takes
# ten times as long, and a request may have 60,000 numbers.)
SHORT, _SMALLEST, _GREATEST = 16, 1e-300, 1e308
LARGEST_EXPONENT = 1_000  # "1e999999999" has ten letters, and a billion digits when it is written out


def number(text: str) -> float | Decimal:
    """A JSON number with a fraction or an exponent. ValueError where it has far more digits than letters."""
    if len(text) <= SHORT:
        short = float(text)
        if _SMALLEST < abs(short) < _GREATEST or (short == 0.0 and "e" not in text.lower()):
            return short
    exact, approximate = Decimal(text), float(text)
    if abs(exact.adjusted()) > max(LARGEST_EXPONENT, len(text)):
        raise ValueError("a number is too large")
    return approximate if Decimal(repr(approximate)) == exact else exact


_DECODER = json.JSONDecoder(
    parse_float=number
)  # json.loads would make one each time, which takes as long as small texts do


def loads(text: str | bytes) -> Any:
    return _DECODER.decode(text if isinstance(text, str) else text.decode(json.detect_encoding(text), "surrogatepass"))


def _unknown(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{_MARK}{value:f}"
    raise TypeError(f"{type(value).__name__} has no JSON form")


def dumps(value: Any, *, indent: int | None = None) -> str:
    return _MARKED.sub(r"\1", json.dumps(value, indent=indent, ensure_ascii=False, default=_unknown))
