"""By what a list reads a class: the fields that its filter compares and that it is ordered by.

Taken from the arguments, not from the SQL: what thing.suggest_indexes needs to know of a plan.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from py_api.catalog.model import Field
from py_api.compiler.context import Context, Scope
from py_api.compiler.narrowing import MOST, ORDERED, Narrowing, has_key, key_number, narrowing
from py_api.compiler.values import InputValue


class Reading(StrEnum):
    """PAGE: the first rows of an order. ALL: every row that fits, to count or to sort them."""

    PAGE = "page"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Shape:
    """Fields by their ids (or SYSTEM_KEYS).

    equal: that have one value. ranges: that lie between values, or have one of several. sort: what rows are ordered by
    before the id, as "DESC 12". searched: for values within, as "indexed 12": by what the field would have to be.
    through: from a reference to what has one value, as "12 14": field 14 of what reference 12 points to. beside: what
    has one value in each other branch of an `or` that this is one of, as "12 14". shown: all fields that an aggregate
    reads; none where they are not known.
    """

    class_id: int
    reading: Reading
    equal: tuple[int, ...] = ()
    ranges: tuple[int, ...] = ()
    sort: tuple[str, ...] = ()
    searched: tuple[str, ...] = ()
    through: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    shown: tuple[int, ...] = ()

    def words(self) -> list[str]:
        """The rest, in words, as access_usage.searched has it (thing.shape_words)."""
        kinds = {"through": self.through, "beside": self.beside, "shown": map(str, self.shown)}
        return sorted([*self.searched, *(f"{kind} {said}" for kind, all_said in kinds.items() for said in all_said)])


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
    *,
    aggregated: bool = False,
) -> None:
    """Remember how a list reads a class. tied: the reference that ties it to the thing at hand. size: of its page.
    aggregated: nothing but the columns that were asked for so far is read.
    """
    said = narrowing(context, rows.cls, args.get("filter"))
    if tied is not None:
        said.equal.add(tied.id)
        said.ranges.discard(tied.id)
    if said.by_id:  # (the primary key answers)
        return
    times = 1
    for factor in context.factors:
        times *= _number(context, factor)
    sort = None if size is None else _sort(context, rows, args.get("orderBy"))
    shown = _shown(rows) if aggregated else ()
    for place, shape in enumerate(_shapes(said, sort, shown)):
        wanted = _number(context, size) if size is not None and not place else 0
        context.accesses.append(Access(shape, wanted, times))


def _shapes(said: Narrowing, sort: list[str] | None = None, shown: tuple[int, ...] = ()) -> Iterator[Shape]:
    """Of the class itself, first of all, and of those that the filter leads to, where it begins with them."""
    if said.alternatives and not said.found:
        yield from _branches(said)
    else:
        unsure = said.vague or said.through or said.alternatives
        yield _shape(said, None if unsure else sort, shown=shown)
    if not said.equal:  # (else each row looks up what belongs to it)
        for other in said.referred:
            yield from _shapes(other)
        for _, other in said.listed:
            if not other.by_id:
                yield from _shapes(other)


def _shape(
    said: Narrowing,
    sort: list[str] | None,
    beside: tuple[str, ...] = (),
    shown: tuple[int, ...] = (),
) -> Shape:
    return Shape(
        said.cls.id,
        Reading.ALL if sort is None else Reading.PAGE,
        tuple(sorted(said.equal))[:MOST],
        tuple(sorted(said.ranges))[:MOST],
        tuple(key for key in sort or () if int(key.split()[1]) not in said.equal)[:MOST],
        tuple(sorted(said.searched))[:MOST],
        tuple(sorted(map(_words, said.through)))[:MOST],
        beside,
        shown,
    )


def _branches(said: Narrowing) -> Iterator[Shape]:
    """Of an `or`: each branch, found by an index of its own."""
    equal = [_words(sorted(branch.equal)) for branch in said.alternatives]
    shapes: dict[Shape, None] = {}  # in their order
    for place, branch in enumerate(said.alternatives):
        beside = tuple(sorted(set(equal[:place] + equal[place + 1 :]) - {"", equal[place]}))
        shapes[_shape(branch, None, beside)] = None
    yield from shapes


def _words(numbers: Iterable[int]) -> str:
    return " ".join(map(str, numbers))


def _shown(rows: Scope) -> tuple[int, ...]:
    """All that was asked of the rows; nothing where an index cannot have it, or cannot have all."""
    by_column = {field.column: field for field in rows.fields.values()}
    fields = [by_column.get(column) for column in rows.used]
    known = [field for field in fields if field is not None and has_key(field) and field.type.category in ORDERED]
    return tuple(sorted(map(key_number, known))) if len(known) == len(fields) <= MOST else ()


def _number(context: Context, value: InputValue) -> int:
    known = value.value if value.path is None and isinstance(value.value, int) else context.limits.nested_page_size
    return max(1, min(known, context.limits.list_size))


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
                or not has_key(field)
            ):
                return None
            keys.append(f"{_direction(str(value.value), not rows.is_set(field))} {key_number(field)}")
    return keys


def _direction(said: str, nullable: bool) -> str:
    """As thing_class_indexes.orders has it: what is the default is not said."""
    plain = said.split("_")[0]
    other = {"ASC": "ASC_NULLS_FIRST", "DESC": "DESC_NULLS_LAST"}[plain]
    return said if nullable and said == other else plain
