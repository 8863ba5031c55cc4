"""The things of a class: its fields drawn together, so that what is unique differs and what is compared fits.

A batch is rows of texts as COPY reads them. Ids are UUIDs of version 7, in order.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import log
from operator import eq, ge, gt, le, lt, ne
from random import Random
from typing import Any
from uuid import UUID

from py_api.errors import Failure
from py_api.generator.locale_texts import LocaleTexts
from py_api.generator.values import Source, Values, values

NULL = "\\N"
NULLS = 0.1  # of the values of a field that is not required
EPOCH = 1_735_689_600_000  # of ids: 2025, in milliseconds
ROUNDS = 60  # of drawing again what did not fit
LINKS = 3  # of a list of references, at most
_COMPARED: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": eq, "ne": ne, "lt": lt, "lte": le, "gt": gt, "gte": ge,
}  # fmt: skip
_NUMBERS = ("integer", "bigint", "decimal", "float")
# What drawing sees to. All other rules of a class are judged by the database.
KNOWN = {
    "required", "unique", "minLength", "maxLength", "pattern", "format", "min", "max", "exclusiveMin", "exclusiveMax",
    "multipleOf", "precision", "scale", "wholeDigits", "oneOf", "minItems", "maxItems", "items", "plainList",
    "maxLevels", "uniqueItems", "finite", "oneNull", "wellFormed", "geometryType", "srid", "bounds", "compare",
    "requiredIf",
}  # fmt: skip
_ESCAPES = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})

Row = tuple[str, ...]


@dataclass(slots=True)
class Column:
    """A field that is written. draw(n): with nulls, not escaped where `plain`."""

    name: str
    column: str
    kind: str
    draw: Callable[[int], list[str]]
    plain: bool
    space: int | None


@dataclass(frozen=True, slots=True)
class Existing:
    """What a class has already: how many things, their ids (or some of them), values of unique fields by their names,
    and of combinations of them."""

    count: int = 0
    ids: Sequence[str] = ()
    values: Mapping[str, set[str]] = field(default_factory=dict)
    combinations: Mapping[str, set[Row]] = field(default_factory=dict)


class Distinct:
    """Draws values that differ from each other and from those that are there. Compared without regard to case.

    optional: where there are no more, nulls.
    """

    def __init__(self, what: str, made: Values, seen: set[str], rng: Random, optional: bool) -> None:
        self._what, self._made, self._optional = what, made, optional
        self._seen = {value.casefold() for value in seen}
        self._rest: list[str] | None = None
        if made.every is not None and made.space is not None and made.space <= 1_000_000:
            self._rest = [value for value in made.every() if value.casefold() not in self._seen]
            rng.shuffle(self._rest)

    def draw(self, n: int) -> list[str]:
        """Errors: Failure where there are no more."""
        if self._rest is not None:
            taken, self._rest = self._rest[:n], self._rest[n:]
            return self._padded(taken, n)
        found: list[str] = []
        for _ in range(ROUNDS):
            for value in self._made.draw(n - len(found)):
                key = value.casefold()
                if key not in self._seen:
                    self._seen.add(key)
                    found.append(value)
            if len(found) == n:
                return found
        return self._padded(found, n)

    def _padded(self, found: list[str], n: int) -> list[str]:
        if len(found) < n and not self._optional:
            raise Failure(f"{self._what}: there are not enough different values", "Ask for fewer things of the class.")
        return found + [NULL] * (n - len(found))


class ClassMaker:
    """Makes things of one class. targets(id of a class or None): ids of things that a reference may name."""

    def __init__(
        self,
        entry: Mapping[str, Any],
        rng: Random,
        formats: Mapping[str, tuple[str, int]],
        targets: Callable[[int | None], Sequence[str]],
        existing: Existing,
        locale: LocaleTexts | None = None,
    ) -> None:
        self._locale = locale
        self.name, self.table = entry["name"], entry["table"]
        self._rng, self._formats, self._targets, self._existing = rng, formats, targets, existing
        self._number = existing.count
        self._never_null = self._always_given(entry)
        fields = [f for f in entry["fields"] if "computed" not in f and not _counts_up(f)]
        self.columns = [self._column(f) for f in fields if "column" in f]
        self._joins = {f["joinTable"]: f.get("targetId") for f in fields if "joinTable" in f}
        places = {column.name: place for place, column in enumerate(self.columns)}
        self._uniques = [
            (
                unique["name"],
                [places[name] for name in unique["fields"]],
                set(existing.combinations.get(unique["name"], ())),
            )
            for unique in entry["uniques"]
            if all(name in places for name in unique["fields"])
        ]
        self._compares = [
            (places[check["field"]], places[check["other"]], check["operator"])
            for check in entry["checks"].values()
            if check["rule"] == "compare" and check["field"] in places and check["other"] in places
        ]
        rules = [rule for f in fields for rule in f["rules"]] + [c["rule"] for c in entry["checks"].values()]
        self.judged = {rule for rule in rules if rule not in KNOWN}
        """Rules that only the database can judge."""

    def room(self) -> int | None:
        """How many things there can be at most, as far as unique fields say; None for any number."""
        rooms = [
            max(column.space - len(self._existing.values.get(column.name, ())), 0)
            for column in self.columns
            if column.name in self._existing.values and column.space is not None
        ]
        return min(rooms) if rooms else None

    def batch(self, count: int) -> list[Row]:
        """So many rows of the columns, without ids. What only the database can judge is not looked at."""
        rows: list[Row] = []
        for _ in range(ROUNDS):
            drawn = [self._nullable(column, count - len(rows)) for column in self.columns]
            for left, right, operator in self._compares:
                if operator == "eq":
                    drawn[left] = drawn[right]
            if not self._compares and not self._uniques:
                return list(zip(*drawn, strict=True)) if drawn else [()] * count
            rows += [row for row in zip(*drawn, strict=True) if self.fits(row)]
            if len(rows) == count:
                return rows
        raise Failure(
            f"class {self.name}: too few of the things that are drawn satisfy its checks and unique combinations",
            "Ask for fewer things of the class.",
        )

    def ids(self, count: int) -> list[str]:
        """New ids, in order."""
        bits, first = self._rng.getrandbits, self._number
        self._number += count
        # (Of version 7 and the variant of RFC 9562.)
        return [
            f"{EPOCH + number:012x}7{bits(12):03x}{0x8000000000000000 | bits(62):016x}"
            for number in range(first, first + count)
        ]

    def lines(self, ids: Sequence[str], rows: Sequence[Row], places: Sequence[int] | None = None) -> bytes:
        """As COPY takes them: the id, then the columns, or some of them."""
        columns: list[Sequence[str]] = [ids]
        drawn_columns = list(zip(*rows, strict=True))
        for place in range(len(self.columns)) if places is None else places:
            drawn = drawn_columns[place]
            plain = self.columns[place].plain
            columns.append(drawn if plain else [v if v == NULL else v.translate(_ESCAPES) for v in drawn])
        return ("\n".join(map("\t".join, zip(*columns, strict=True))) + "\n").encode()

    def values(self, rows: Sequence[Row]) -> list[dict[str, Any]]:
        """The rows as thing.validate_many takes them; without lists and the like, which it then takes for absent."""
        readers = [
            (place, c.name, _JSON.get(c.kind, str)) for place, c in enumerate(self.columns) if _is_simple(c.kind)
        ]
        return [{name: read(row[place]) for place, name, read in readers if row[place] != NULL} for row in rows]

    def links(self, ids: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        """Of each join table: its name, and its lines."""
        rng = self._rng
        for table, target in self._joins.items():
            targets = self._targets(target)
            if targets:
                pairs = [
                    f"{source}\t{other}"
                    for source in ids
                    for other in dict.fromkeys(rng.choices(targets, k=rng.randint(0, LINKS)))
                ]
                if pairs:
                    yield table, ("\n".join(pairs) + "\n").encode()

    # --- how fields are drawn -----------------------------------------------------------------------------------------

    def _always_given(self, entry: Mapping[str, Any]) -> set[str]:
        """Fields that are required, that a check may ask for, or that a check compares."""
        names = {f["name"] for f in entry["fields"] if f["rules"].get("required")}
        for check in entry["checks"].values():
            if check["rule"] == "requiredIf":
                names.add(check["field"])
        return names

    def _column(self, entry: Mapping[str, Any]) -> Column:
        name, rules = entry["name"], entry["rules"]
        distinct = bool(rules.get("unique"))
        try:
            if entry["type"] == "reference":
                made = self._references(entry)
            else:
                source = Source(self._rng, self._formats, distinct)
                local = None if self._locale is None else self._locale.values(source, self.name, entry)
                made = local or values(source, entry["type"], entry["params"], rules)
        except Failure as error:
            raise Failure(f"{self.name}.{name}: {error.message}") from None
        draw, optional = made.draw, name not in self._never_null
        if distinct:
            draw = Distinct(
                f"{self.name}.{name}", made, self._existing.values.get(name, set()), self._rng, optional
            ).draw
        # (By a pattern, half of all there are is as many as can be found.)
        space = made.space if made.space is None or made.every is not None else made.space // 2
        return Column(
            name, entry["column"], entry["type"], draw, made.plain, space if distinct and not optional else None
        )

    def _references(self, entry: Mapping[str, Any]) -> Values:
        """Some things are referred to more often than others."""
        target, rng = entry.get("targetId"), self._rng
        name = entry["name"]

        def draw(n: int) -> list[str]:
            ids = self._targets(target)
            if not ids:
                if name in self._never_null:
                    raise Failure(
                        f"{self.name}.{name} is required, and there is no thing of the class {entry.get('target')}",
                        "Make some of that class first.",
                    )
                return [NULL] * n
            many = len(ids)
            return [ids[int(many * rng.random() ** 2)] for _ in range(n)]

        if entry["rules"].get("unique"):
            ids = list(self._targets(target))
            return Values(draw, len(ids), lambda: ids)
        return Values(draw)

    def _nullable(self, column: Column, n: int) -> list[str]:
        if column.name in self._never_null:
            return column.draw(n)
        drawn = column.draw(n)
        place, rate, random = -1, log(1 - NULLS), self._rng.random
        while (place := place + 1 + int(log(1 - random()) / rate)) < n:  # as many as if each were asked
            drawn[place] = NULL
        return drawn

    # --- what rows must satisfy ---------------------------------------------------------------------------------------

    def levelled(self, row: list[str], places: Sequence[int]) -> list[str]:
        """What a check wants to be equal is made equal, where it may be written at these places."""
        for left, right, operator in self._compares:
            if operator == "eq" and NULL not in (row[left], row[right]):
                if left in places:
                    row[left] = row[right]
                elif right in places:
                    row[right] = row[left]
        return row

    def fits(self, row: Row) -> bool:
        """Whether it satisfies the checks that compare, and differs from all others in what is unique together."""
        for left, right, operator in self._compares:
            kind = self.columns[left].kind
            if NULL not in (row[left], row[right]) and not _holds(operator, kind, row[left], row[right]):
                return False
        keys = []
        for _, places, seen in self._uniques:
            key = tuple(row[place].casefold() for place in places)
            if NULL.casefold() in key:
                continue
            if key in seen:
                return False
            keys.append((seen, key))
        for seen, key in keys:
            seen.add(key)
        return True


_JSON: Mapping[str, Callable[[str], Any]] = {
    "integer": int, "float": float, "boolean": lambda text: text == "t", "json": json.loads,
    "reference": lambda text: str(UUID(text)), "datetime": lambda text: text.replace(" ", "T"),
}  # fmt: skip


def _is_simple(kind: str) -> bool:
    return not kind.endswith(("List", "Range")) and kind not in ("multiselect", "geometry", "vector")


def _counts_up(entry: Mapping[str, Any]) -> bool:
    return isinstance(entry.get("default"), dict) and entry.get("defaultSql") is not None


def _holds(operator: str, kind: str, left: str, right: str) -> bool:
    if kind in _NUMBERS:
        return bool(_COMPARED[operator](float(left), float(right)))
    return bool(_COMPARED[operator](left, right))  # as collation C does
