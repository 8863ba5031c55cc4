"""Values of a field: what to draw from, by its type and its rules. Texts as PostgreSQL reads them."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import accumulate
from operator import ge, gt, le, lt
from random import Random
from typing import Any

from py_api.errors import Failure
from py_api.generator import moments
from py_api.generator.patterns import Pattern
from py_api.generator.words import ADJECTIVES, FORMATS, NOUNS

POOL = 4_000  # different texts of a field that need not differ
DAYS = 4_000  # up to so many days are drawn from all of them
EXACT = 2**53
_LETTERS = "[a-z]"

Draw = Callable[[int], list[str]]


@dataclass(frozen=True, slots=True)
class Values:
    """draw(n): n values. space: how many there are, None for many. every: all of them, where that can be said.

    plain: none has a character that COPY would read otherwise.
    """

    draw: Draw
    space: int | None = None
    every: Callable[[], Sequence[str]] | None = None
    plain: bool = True


@dataclass(frozen=True, slots=True)
class Source:
    """What values are drawn with. formats: name -> pattern, longest. distinct: the field's values must differ."""

    rng: Random
    formats: Mapping[str, tuple[str, int]]
    distinct: bool = False


def values(source: Source, kind: str, params: Mapping[str, Any], rules: Mapping[str, Any]) -> Values:
    """Of a field type. Errors: Failure where nothing satisfies the rules, or the type is not known here."""
    if kind.endswith("List") or kind == "multiselect":
        return _lists(source, kind, params, rules)
    if "oneOf" in rules:
        return _choices(source, [_written(option) for option in rules["oneOf"]])
    makers: dict[str, Callable[[], Values]] = {
        "text": lambda: _texts(source, rules),
        "email": lambda: _texts(source, {"format": "email", **rules}),
        "url": lambda: _texts(source, {"format": "url", **rules}),
        "integer": lambda: _numbers(source, rules, Decimal(1), 2**31 - 1),
        "bigint": lambda: _numbers(source, rules, Decimal(1), 2**63 - 1),
        "decimal": lambda: _numbers(source, rules, Decimal(1).scaleb(-_scale(params, rules)), 10**15),
        "float": lambda: _floats(source, rules),
        "boolean": lambda: _choices(source, ["t", "f"]),
        "date": lambda: _dates(source, rules),
        "time": lambda: _times(source, rules),
        "datetime": lambda: _datetimes(source, rules),
        "uuid": lambda: Values(lambda n: [_uuid(source.rng.getrandbits(128)) for _ in range(n)]),
        "json": lambda: _json(source, rules),
        "geometry": lambda: _geometries(source, params, rules),
        "tree": lambda: _trees(source, rules),
        "vector": lambda: _vectors(source, params),
        "integerRange": lambda: _ranges(values(source, "integer", {}, {"min": 0, "max": 10_000}), numbers=True),
        "decimalRange": lambda: _ranges(values(source, "decimal", {}, {"min": 0, "max": 10_000}), numbers=True),
        "dateRange": lambda: _ranges(values(source, "date", {}, {})),
        "datetimeRange": lambda: _ranges(values(source, "datetime", {}, {})),
    }
    if kind not in makers:
        raise Failure(f"no values can be made up for fields of the type {kind}")
    return makers[kind]()


def _uuid(number: int) -> str:
    digits = f"{number:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def _written(value: Any) -> str:
    return ("t" if value else "f") if isinstance(value, bool) else str(value)


def _choices(source: Source, options: Sequence[str]) -> Values:
    """The first ones most often."""
    weights = list(accumulate(1 / (place + 1) for place in range(len(options))))
    plain = not any(character in option for option in options for character in "\\\t\n\r")
    return Values(
        lambda n: source.rng.choices(options, cum_weights=weights, k=n), len(options), lambda: options, plain=plain
    )


# --- texts ------------------------------------------------------------------------------------------------------------


def _texts(source: Source, rules: Mapping[str, Any]) -> Values:
    least, most = int(rules.get("minLength", 0)), rules.get("maxLength")
    most = None if most is None else int(most)
    if most is not None and most < least:
        raise Failure(f"no text has at least {least} and at most {most} characters")
    pattern = rules.get("pattern")
    if "format" in rules:
        own, longest = source.formats.get(rules["format"], (None, None))
        pattern = pattern or FORMATS.get(rules["format"], own)
        if pattern is None:
            raise Failure(f"the format {rules['format']} is not known")
        most = longest if most is None else min(most, longest or most)
    elif pattern is None and (most is None or most >= (28 if source.distinct else 14)):
        return _phrases(source, least, most)
    if pattern is None:
        pattern = f"{_LETTERS}{{{max(least, 1)},{max(most or 1, 1)}}}" if most != 0 else "()"
    made = Pattern(pattern, least, most)
    if source.distinct:
        return Values(lambda n: made.draw(source.rng, n), made.size, plain=made.plain)
    pool: list[str] = []

    def draw(n: int) -> list[str]:
        if not pool:
            pool.extend(made.draw(source.rng, POOL))
        return source.rng.choices(pool, k=n)

    return Values(draw, plain=made.plain)


def _phrases(source: Source, least: int, most: int | None) -> Values:
    rng = source.rng

    def phrase(room: int | None) -> str:
        text = f"{rng.choice(ADJECTIVES)} {rng.choice(NOUNS)}".capitalize()
        while len(text) < least or (room is None and rng.random() < 0.4):
            text += f" {rng.choice(ADJECTIVES)} {rng.choice(NOUNS)}"
        if room is not None and len(text) > room:
            text = text[:room].rstrip().ljust(least, "e")
        return text

    if source.distinct:  # a number makes them differ
        room = None if most is None else most - 11
        pool = [phrase(room) for _ in range(POOL)]
        return Values(lambda n: [f"{text} {rng.getrandbits(33)}" for text in rng.choices(pool, k=n)])
    pool = [phrase(most) for _ in range(POOL)]
    return Values(lambda n: rng.choices(pool, k=n))


# --- numbers ----------------------------------------------------------------------------------------------------------


def _scale(params: Mapping[str, Any], rules: Mapping[str, Any]) -> int:
    for given in (rules.get("scale"), params.get("scale"), (rules.get("precision") or {}).get("scale")):
        if given is not None:
            return int(given)
    return 0 if "precision" in params else 2


def _units(rules: Mapping[str, Any], unit: Decimal, largest: int) -> tuple[int, int, bool]:
    """The least and the greatest multiple of the unit, and whether both bounds are given."""
    low, high = [-largest / unit], [largest / unit]
    given_low, given_high = "min" in rules or "exclusiveMin" in rules, "max" in rules or "exclusiveMax" in rules
    if "min" in rules:
        low.append(Decimal(str(rules["min"])) / unit)
    if "max" in rules:
        high.append(Decimal(str(rules["max"])) / unit)
    if "exclusiveMin" in rules:
        low.append((Decimal(str(rules["exclusiveMin"])) / unit).to_integral_value(ROUND_FLOOR) + 1)
    if "exclusiveMax" in rules:
        high.append((Decimal(str(rules["exclusiveMax"])) / unit).to_integral_value(ROUND_CEILING) - 1)
    digits = rules.get("wholeDigits")
    if digits is None and (precision := rules.get("precision")):
        digits = int(precision["precision"]) - int(precision.get("scale", 0))
    if digits is not None:
        low.append((1 - Decimal(10) ** int(digits)) / unit)
        high.append((Decimal(10) ** int(digits) - 1) / unit)
    first = int(max(low).to_integral_value(ROUND_CEILING))
    last = int(min(high).to_integral_value(ROUND_FLOOR))
    if not given_low:
        first = max(first, 0) if last >= 0 else max(first, last - 10_000)
    if first > last:
        raise Failure("no number satisfies the rules")
    return first, last, given_high


def _numbers(source: Source, rules: Mapping[str, Any], unit: Decimal, largest: int) -> Values:
    if "multipleOf" in rules:
        step = Decimal(str(rules["multipleOf"]))
        unit = step if step % unit == 0 else step * (unit / step).to_integral_value(ROUND_CEILING)
    first, last, bounded = _units(rules, unit, largest)
    written = _writer(unit, first, last)
    rng, space = source.rng, last - first + 1
    if source.distinct or bounded:
        span = space if bounded else min(space, 10**9)
        return Values(
            lambda n: written([first + int(r * span) for r in _randoms(rng, n)]),
            space,
            (lambda: written(range(first, last + 1))) if space <= EXACT else None,
        )
    mean = min(1000 / float(min(unit, Decimal(1))), float(last - first))
    return Values(lambda n: written([min(first + int(rng.expovariate(1.0) * mean), last) for _ in range(n)]), space)


def _randoms(rng: Random, n: int) -> list[float]:
    random = rng.random
    return [random() for _ in range(n)]


def _writer(unit: Decimal, first: int, last: int) -> Callable[[Sequence[int]], list[str]]:
    exponent = unit.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    if unit == 1:
        return lambda numbers: list(map(str, numbers))
    if unit == Decimal(1).scaleb(-places) and max(abs(first), abs(last)) < 10**15:
        form, divisor = f"%.{places}f", 10**places
        return lambda numbers: [form % (number / divisor) for number in numbers]
    return lambda numbers: [format(number * unit, "f") for number in numbers]


def _floats(source: Source, rules: Mapping[str, Any]) -> Values:
    if "multipleOf" in rules:
        return _numbers(source, {k: v for k, v in rules.items() if k != "multipleOf"},
                        Decimal(str(rules["multipleOf"])), 10**15)  # fmt: skip
    lows = [float(rules[name]) for name in ("min", "exclusiveMin") if name in rules]
    highs = [float(rules[name]) for name in ("max", "exclusiveMax") if name in rules]
    low = max(lows) if lows else min(0.0, min(highs) - 1000.0) if highs else 0.0
    high = min(highs) if highs else low + 1000.0
    if low > high or (low == high and ("exclusiveMin" in rules or "exclusiveMax" in rules)):
        raise Failure("no number satisfies the rules")
    span = high - low
    return Values(lambda n: [repr(low + (r or 0.5) * span) for r in _randoms(source.rng, n)])


# --- moments ----------------------------------------------------------------------------------------------------------


def _dates(source: Source, rules: Mapping[str, Any]) -> Values:
    low, high = moments.bounds(dict(rules), timedelta(days=1))
    first = low.date().toordinal() + (low.time() > low.min.time())
    last = high.date().toordinal()
    if first > last:
        raise Failure("no date satisfies the rules")
    rng, space = source.rng, last - first + 1
    if space > DAYS:
        return Values(
            lambda n: [date.fromordinal(first + int(r * space)).isoformat() for r in _randoms(rng, n)],
            space,
            lambda: [date.fromordinal(day).isoformat() for day in range(first, last + 1)],
        )
    days = [date.fromordinal(day).isoformat() for day in range(first, last + 1)]
    return Values(lambda n: rng.choices(days, k=n), space, lambda: days)


def _clock() -> list[str]:
    minutes = [f"{hour:02}:{minute:02}:" for hour in range(24) for minute in range(60)]
    seconds = [f"{second:02}" for second in range(60)]
    return [minute + second for minute in minutes for second in seconds]


def _times(source: Source, rules: Mapping[str, Any]) -> Values:
    clock = _clock()
    keeps: dict[str, Callable[[str, str], bool]] = {"min": ge, "exclusiveMin": gt, "max": le, "exclusiveMax": lt}
    for name, keep in keeps.items():
        if name in rules:
            clock = [time for time in clock if keep(time, str(rules[name]))]
    if not clock:
        raise Failure("no time of day satisfies the rules")
    return Values(lambda n: source.rng.choices(clock, k=n), len(clock), lambda: clock)


def _datetimes(source: Source, rules: Mapping[str, Any]) -> Values:
    low, high = moments.bounds(dict(rules), timedelta(seconds=1))
    if low > high:
        raise Failure("no point in time satisfies the rules")
    rng = source.rng
    first, last = low.date().toordinal() + 1, high.date().toordinal() - 1
    if first > last or last - first > DAYS:
        span = int((high - low).total_seconds())
        return Values(
            lambda n: [(low + timedelta(seconds=int(r * span))).isoformat(" ") for r in _randoms(rng, n)], span + 1
        )
    days, clock = [f"{date.fromordinal(day)} " for day in range(first, last + 1)], [f"{t}+00" for t in _clock()]
    return Values(
        lambda n: list(map(str.__add__, rng.choices(days, k=n), rng.choices(clock, k=n))), len(days) * len(clock)
    )


# --- the others -------------------------------------------------------------------------------------------------------


def _json(source: Source, rules: Mapping[str, Any]) -> Values:
    rng = source.rng
    if "minItems" in rules:
        least = int(rules["minItems"])
        return Values(lambda n: [json.dumps([*range(first, first + least)]) for first in rng.choices(range(100), k=n)])

    def draw(n: int) -> list[str]:
        words = zip(rng.choices(ADJECTIVES, k=n), rng.choices(NOUNS, k=n), rng.choices(range(1000), k=n), strict=True)
        return [f'{{"kind": "{noun}", "tags": ["{word}"], "count": {count}}}' for word, noun, count in words]

    return Values(draw)


def _geometries(source: Source, params: Mapping[str, Any], rules: Mapping[str, Any]) -> Values:
    kinds = rules.get("geometryType")
    kind = (kinds[0] if isinstance(kinds, list) else kinds) or params.get("geometryType") or "Point"
    srid = int(rules.get("srid") or params.get("srid") or 4326)
    box = {"minX": -180, "minY": -80, "maxX": 180, "maxY": 80} | dict(rules.get("bounds") or {})
    rng = source.rng

    def draw(n: int) -> list[str]:
        made = []
        for a, b in zip(_randoms(rng, n), _randoms(rng, n), strict=True):
            width, height = float(box["maxX"]) - float(box["minX"]), float(box["maxY"]) - float(box["minY"])
            x, y = float(box["minX"]) + a * width * 0.9, float(box["minY"]) + b * height * 0.9
            far, up = x + width * 0.05, y + height * 0.05
            line, ring = f"{x} {y}, {far} {up}", f"({x} {y}, {far} {y}, {far} {up}, {x} {y})"
            made.append(f"SRID={srid};" + {
                "LineString": f"LINESTRING({line})", "Polygon": f"POLYGON({ring})", "MultiPoint": f"MULTIPOINT({line})",
                "MultiLineString": f"MULTILINESTRING(({line}))", "MultiPolygon": f"MULTIPOLYGON(({ring}))",
                "GeometryCollection": f"GEOMETRYCOLLECTION(POINT({x} {y}))",
            }.get(kind, f"POINT({x} {y})"))  # fmt: skip
        return made

    return Values(draw)


def _trees(source: Source, rules: Mapping[str, Any]) -> Values:
    rng, deepest = source.rng, min(int(rules.get("maxLevels") or 4), 4)

    def draw(n: int) -> list[str]:
        if source.distinct:
            return [f"n{rng.getrandbits(48)}" for _ in range(n)]
        return [".".join(rng.choices(NOUNS[:20], k=rng.randint(1, deepest))) for _ in range(n)]

    return Values(draw)


def _vectors(source: Source, params: Mapping[str, Any]) -> Values:
    size, rng = int(params["dimensions"]), source.rng
    return Values(lambda n: [f"[{','.join(f'{r - 0.5:.4f}' for r in _randoms(rng, size))}]" for _ in range(n)])


def _ranges(ends: Values, numbers: bool = False) -> Values:
    def draw(n: int) -> list[str]:
        pairs = zip(ends.draw(n), ends.draw(n), strict=True)
        in_order = (sorted(pair, key=float) if numbers else sorted(pair) for pair in pairs)
        return [f'["{low}","{high}"]' for low, high in in_order]

    return Values(draw)


def _lists(source: Source, kind: str, params: Mapping[str, Any], rules: Mapping[str, Any]) -> Values:
    """uniqueItems always: it does no harm. The items are drawn beforehand."""
    item = "select" if kind == "multiselect" else kind.removesuffix("List")
    of_items = dict(rules.get("items") or {})
    if "oneOf" in rules:
        of_items["oneOf"] = rules["oneOf"]
    if item == "select":
        of_items.setdefault("oneOf", params.get("values"))
        item = "text"
    made = values(Source(source.rng, source.formats), item, params, of_items)
    pool = list(dict.fromkeys(made.every() if made.every and (made.space or POOL) < 500 else made.draw(500)))
    least = int(rules.get("minItems") or 0)
    most = min(int(rules.get("maxItems") or 1000), max(least, 4))
    if len(pool) < least and "uniqueItems" in rules:
        raise Failure(f"there are fewer than {least} different items")
    quoted = ['"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"' for text in pool]
    rng = source.rng

    def draw(n: int) -> list[str]:
        sizes = rng.choices(range(least, most + 1), k=n)
        return [
            "{" + ",".join(rng.sample(quoted, size) if size <= len(quoted) else rng.choices(quoted, k=size)) + "}"
            for size in sizes
        ]

    return Values(draw, plain=False)
