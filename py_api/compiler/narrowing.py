"""What a filter says of the rows of a class, as far as an index may find them by it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from py_api.catalog.model import Class, Field, Inverse
from py_api.compiler.context import Context
from py_api.compiler.filter import conjuncts, is_one
from py_api.compiler.values import InputValue, given

SYSTEM_KEYS = {"created_at": 0, "updated_at": -1}  # columns that no field has, as thing.system_keys numbers them
ORDERED = {"text", "number", "date", "time", "datetime", "boolean", "uuid", "select", "reference"}  # categories
MOST = 8  # of a kind in a shape: an index has no more fields
_EQUAL, _RANGES = {"eq", "ieq"}, {"in", "lt", "lte", "gt", "gte"}
_WORDS = {"contains", "endsWith", "like", "icontains", "iendsWith", "ilike", "search", "similar"}  # of a text
_CASELESS = {"ieq", "iin", "startsWith", "istartsWith"}
_UNSERVED = {"ne", "notIn", "isNull"}  # as a rule they leave most rows


@dataclass(slots=True)
class Narrowing:
    """Fields by their ids, or SYSTEM_KEYS: equal, ranges, searched as in access.Shape.

    through: from a reference to a field with one value, of what it points to. alternatives: of an `or` each of whose
    branches an index may find. referred: what is said of things that references point to. listed: of things of a list,
    with the reference of theirs that ties them; None: a join table does. vague: something leaves rows out, it is
    unknown how many. by_id: it says which things.
    """

    cls: Class
    equal: set[int] = field(default_factory=set)
    ranges: set[int] = field(default_factory=set)
    searched: set[str] = field(default_factory=set)
    through: set[tuple[int, ...]] = field(default_factory=set)
    alternatives: list["Narrowing"] = field(default_factory=list)
    referred: list["Narrowing"] = field(default_factory=list)
    listed: list[tuple[Field | None, "Narrowing"]] = field(default_factory=list)
    vague: bool = False
    by_id: bool = False

    @property
    def found(self) -> bool:
        """Whether an index may find the rows, without looking at other things."""
        return self.by_id or bool(self.equal or self.searched)

    def paths(self) -> Iterator[tuple[int, ...]]:
        for number in self.equal:
            yield (number,)
        yield from self.through


def narrowing(context: Context, cls: Class, chosen: InputValue | None) -> Narrowing:
    rows = Narrowing(cls)
    if chosen is not None and not chosen.is_null:
        for key, source, value in conjuncts(context, cls, chosen):
            if key == "or":
                _either(context, rows, value)
            elif isinstance(source, Inverse) or (source is not None and source.is_many and source.target is not None):
                _of_list(context, rows, source, value)
            elif source is not None and source.is_reference and source.target is not None:
                _of_reference(context, rows, source, value)
            elif source is not None:
                _compare(rows, source, value)
    rows.ranges -= rows.equal
    return rows


def has_key(field: Field) -> bool:
    return (field.id > 0 and field.computed_sql is None) or field.column in SYSTEM_KEYS


def key_number(field: Field) -> int:
    return SYSTEM_KEYS.get(field.column or "", field.id)


def _compare(rows: Narrowing, field: Field, operands: InputValue) -> None:
    for operator, operand in operands.items():
        if operand.is_null or operator in _UNSERVED:
            continue
        number = key_number(field)
        if field.column == "id":
            rows.by_id = True
        elif not has_key(field) or field.is_many:
            rows.vague = True
        elif field.type.category == "text" and operator in _WORDS:
            rows.searched.add(f"searchable {number}")
        elif operator in _CASELESS or field.type.category not in ORDERED:
            rows.searched.add(f"indexed {number}")
        elif operator in _EQUAL:
            rows.equal.add(number)
        elif operator in _RANGES:
            rows.ranges.add(number)


def _of_reference(context: Context, rows: Narrowing, field: Field, value: InputValue) -> None:
    said = given(value)
    if "id" in said:
        _compare(rows, field, said["id"])
    rest = InputValue({key: inner for key, inner in said.items() if key not in ("id", "isNull")})
    if not rest.value:
        return
    other = narrowing(context, context.catalog.named(field.target or ""), rest)
    if other.by_id or is_one(other.cls, rest):
        rows.equal.add(field.id)
        return
    rows.through |= {(field.id, *path) for path in other.paths()}
    rows.vague = rows.vague or not (other.equal or other.through)
    rows.referred.append(other)


def _of_list(context: Context, rows: Narrowing, source: Field | Inverse, value: InputValue) -> None:
    rows.vague = True
    some = given(value).get("some")
    if some is None:
        return
    tied: Field | None = None
    if isinstance(source, Inverse):
        cls: Any = context.catalog.class_of(source.class_id)
        tied = cls.fields[source.field] if not cls.fields[source.field].is_many else None
    else:
        cls = context.catalog.named(source.target or "")
    rows.listed.append((tied, narrowing(context, cls, some)))


def _either(context: Context, rows: Narrowing, value: InputValue) -> None:
    branches = [narrowing(context, rows.cls, element) for element in value.elements()]
    if rows.alternatives or len(branches) > MOST or not all(branch.found for branch in branches):
        rows.vague = True
    else:
        rows.alternatives = [branch for branch in branches if not branch.by_id]
        rows.vague = rows.vague or not rows.alternatives
