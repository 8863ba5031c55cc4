"""Subscriptions: which events of the log they want, and what they show of each.

The things of an event are rows that come from the log and not from a table; conditions and selections are compiled
over them as over any other row. Both are set-based: one statement judges the things of many events by the values of
many subscriptions, one shows many events. Their parameters:

    $1  JSON array of events: {"old", "new", "operation", "transition", "thingId", ...}
    of a test also: $2  JSON array of arrays, each the values of one subscription; $3  array of arrays (as text): by
    which of these each event is judged, as numbers from 1
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from math import isfinite
from typing import Any
from unicodedata import ucd_3_2_0
from uuid import UUID

from graphql import FieldNode

from py_api.catalog.model import Class, Field
from py_api.compiler import admin_statements
from py_api.compiler.context import Context, Scope
from py_api.compiler.context_values import NO_CONTEXT
from py_api.compiler.filter import condition, implied
from py_api.compiler.fragment import EMPTY, Fragment, Param, conjunction, identifier, literal, sql, where
from py_api.compiler.guards import Guards
from py_api.compiler.select import own_scope, selected, snapshot, thing
from py_api.compiler.sql_json import SqlJson, made, members
from py_api.compiler.values import InputValue, Variables
from py_api.schema.definitions import Definition, Output
from py_api.schema.sources import ClassRoot, Column, EventPart, SchemaEvents, ToOne

_ROW = sql("(select (_r._new).*)")
_EARLIER = sql("(select (_r._old).*)")
_NEW, _OLD = sql("new"), sql("old")  # keys of an event, and beginnings of names of its rows


Number = int | float | Decimal


@dataclass(frozen=True, slots=True)
class Lookup:
    """A condition that the filter implies of one column, in a form that an event's value can be looked up by.

    operator: eq, in, contains, startsWith, endsWith, gt, gte, lt or lte. It never says no where SQL says yes.
    folded: it ignores case.
    """

    column: str
    operator: str
    input_value: InputValue
    pg_type: str
    has_few_values: bool = False  # many things share each
    folded: bool = False

    def keys(self, variables: Variables) -> tuple[str, ...] | None:
        """Of eq and in: the values as `key_of` has them; of a part: the text. None where that cannot be said."""
        value = self.input_value.plain(variables)
        try:
            keys = [_KEYS[self.pg_type](item) for item in (value if self.operator == "in" else (value,))]
        except (ValueError, TypeError):
            return None
        folded = [folded_case(key) for key in keys] if self.folded else keys
        return None if None in folded else tuple(key for key in folded if key is not None)

    def holds(self, image: Mapping[str, Any], keys: tuple[str, ...]) -> bool | None:
        """Of those that have keys. None where only SQL can say it."""
        value = image.get(self.column)
        if value is None:
            return False
        has_part = PARTS.get(self.operator)
        key = folded_case(key_of(value)) if self.folded else key_of(value)
        if key is None:
            return None
        return key in keys if has_part is None else has_part(key, keys[0])

    def bound(self, variables: Variables) -> Number | None:
        """Of the others: the number; None where it is none."""
        try:
            bound = _NUMBERS[self.pg_type](str(self.input_value.plain(variables)))
        except (ValueError, ArithmeticError):
            return None
        return bound if isfinite(bound) else None


# PostgreSQL's types whose equality is that of what their JSON is, and how a client's value is written there.
_KEYS: Mapping[str, Callable[[Any], str]] = {
    "text": str,
    "integer": lambda value: str(int(value)),
    "bigint": lambda value: str(int(value)),
    "boolean": lambda value: "true" if value else "false",
    "uuid": lambda value: str(UUID(value)),
}
# LIKE compares code points, as Python does: no collation of a column is nondeterministic.
PARTS: Mapping[str, Callable[[str, str], bool]] = {
    "contains": str.__contains__, "startsWith": str.startswith, "endsWith": str.endswith,
}  # fmt: skip
_NUMBERS: Mapping[str, Callable[[str], Number]] = {
    "integer": Decimal, "bigint": Decimal, "numeric": Decimal, "double precision": float,
}  # fmt: skip


LONGEST_FOLDED = 20_000  # characters


def folded_case(text: str) -> str | None:
    """Equal for texts that are the same to thing.fold_case; None where a server may see it otherwise than Python.

    That is so for letters that came after Unicode 3.2 (those before keep their partners, whatever the version), and for
    those that become several (ß is SS, but not to every collation).
    """
    if len(text) > LONGEST_FOLDED:
        return None
    if text.isascii():
        return text.upper()
    letters = [_folded_letter(letter) for letter in text]
    return None if None in letters else "".join(letter for letter in letters if letter)


@lru_cache(4096)
def _folded_letter(letter: str) -> str | None:
    folded = letter.lower().upper()
    return folded if len(folded) == 1 and ucd_3_2_0.category(letter) != "Cn" else None


def key_of(value: Any) -> str:
    """A JSON value (no object, no list) as the key that equal ones share."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A set-based statement, and the parameters of one subscription in it."""

    text: str
    params: tuple[Param, ...]
    weight: int = 0  # compiler.weights

    def values(self, variables: Variables) -> list[Any]:
        """As the driver takes them."""
        return [param.value(variables, NO_CONTEXT) for param in self.params]

    def texts(self, variables: Variables) -> list[str | None]:
        """As PostgreSQL reads them."""
        return [_as_text(value) for value in self.values(variables)]


@dataclass(frozen=True, slots=True)
class ClassPlan:
    """What a subscription does with events of things of one class. test: None where every one is wanted.

    lookups: conditions, each of which holds where the test does; none: every event may be wanted. exact: there is one,
    which has keys, and it is all that the test says: they decide it.
    """

    test: Prepared | None
    show: Prepared
    lookups: tuple[Lookup, ...] = ()
    exact: bool = False
    guards: Guards | None = None  # of the values of each subscription


@dataclass(slots=True)
class Events:
    """The plan of a subscription, for one plan key of its variables.

    class_id: whose events (and those of descendants); None: of all things, or of the schema where of_schema.
    """

    context: Context
    nodes: list[FieldNode]
    key: str
    output: Output
    args: Mapping[str, InputValue]
    classes: dict[int, ClassPlan] = field(default_factory=dict)
    _schema: ClassPlan | None = None

    @property
    def of_schema(self) -> bool:
        return isinstance(self.output.source, SchemaEvents)

    @property
    def class_id(self) -> int | None:
        source = self.output.source
        return source.class_id if isinstance(source, ClassRoot) else None

    def value(self, argument: str, variables: Variables) -> Any:
        input_value = self.args.get(argument)
        return None if input_value is None else input_value.plain(variables)

    def of_class(self, class_id: int) -> ClassPlan:
        """Raises NotLoaded, ApiError."""
        plan = self.classes.get(class_id)
        if plan is None:
            plan = self.classes[class_id] = self._compile(self.context.catalog.class_of(class_id))
        return plan

    def schema(self) -> ClassPlan:
        """For changes of the schema. Raises ApiError."""
        if self._schema is None:
            value = sql("((_x._v -> 'new') || jsonb_build_object('at', _x._v -> 'at', 'cursor', _x._v -> 'cursor'))")
            event = admin_statements.shown(self.context, self.output, self.nodes, value)
            self._schema = ClassPlan(None, _shown(members([(self.key, event)]).text, None))
        return self._schema

    def _compile(self, cls: Class) -> ClassPlan:
        context = self.context
        context = Context(context.api, context.fragments, context.variables, context.limits)
        event = _event(context, cls, context.definition(self.output.type.removesuffix("!")), self.nodes)
        show = _shown(members([(self.key, event)]).text, cls)
        filter_value = self.args.get("filter")
        test = None
        lookups: tuple[Lookup, ...] = ()
        exact = False
        if filter_value is not None and not filter_value.is_null:
            rows = own_scope(context, cls)
            wanted = condition(context, rows, filter_value)
            if wanted:
                test = _test(rows.alias, wanted, cls)
                lookups = tuple(islice(_lookups(context, cls, filter_value), MOST_LOOKUPS))
                exact = len(lookups) == 1 and _is_one_of_keys(filter_value)
        guards = Guards.of(context, show.weight + (test.weight if test else 0))
        guards.check(context.variables)
        return ClassPlan(test, show, lookups, exact, guards)


def events(context: Context, key: str, nodes: list[FieldNode]) -> Events:
    """The plan of a root field of Subscription. Raises ApiError, NotLoaded."""
    output = context.api.subscription_field(nodes[0].name.value)
    assert output is not None
    return Events(context, nodes, key, output, context.arguments(nodes[0], output.args))


# --- what is shown --------------------------------------------------------------------------------------------------


def _event(context: Context, cls: Class, definition: Definition, nodes: list[FieldNode]) -> SqlJson:
    def value(output: Output, same: list[FieldNode]) -> Fragment | SqlJson:
        assert isinstance(output.source, EventPart), output.source
        match output.source.name:
            case "thing":
                return _thing(context, cls, "new", same)
            case "previous":
                return _thing(context, cls, "old", same)
            case part:
                return sql("(_x._v -> {})", literal(part))

    return selected(context, definition, nodes, value)


def _thing(context: Context, cls: Class, part: str, nodes: list[FieldNode]) -> SqlJson:
    rows = own_scope(context, cls, _ROW if part == "new" else _EARLIER)
    if part == "old":
        shown = sql("(select {} from {})", snapshot(context, rows, nodes).text, rows.clause())
    else:
        shown = sql(
            "(select {} from {}{})",
            thing(context, rows, nodes).text,
            rows.clause(),
            where(_has_values(context, rows, nodes)),
        )
        if references := _promised(context, rows, nodes, ToOne):
            there = conjunction([sql("_t._j::json ->> {} is not null", literal(key)) for key, _ in references])
            shown = sql("(select _t._j from (select {} as _j offset 0) _t{})", shown, where(there))
    return made(sql("case when jsonb_typeof(_x._v -> {}) = 'object' then {} end", literal(part), shown))


def _has_values(context: Context, rows: Scope, nodes: list[FieldNode]) -> Fragment:
    """Has the row all values that the selection promises? One of before a change of the schema, of a thing that is
    gone by now, may lack one that is required since."""
    promised = _promised(context, rows, nodes, Column)
    return conjunction([sql("{} is not null", rows.column(field)) for _, field in promised])


def _promised(
    context: Context, rows: Scope, nodes: list[FieldNode], kind: type[Column | ToOne]
) -> list[tuple[str, Field]]:
    """What the selection says is never null: response names, and the fields of the class."""
    definition = context.definition(context.catalog.type_name(rows.cls))
    promised = []
    for key, same in context.collected(definition, nodes).items():
        output = definition.outputs.get(same[0].name.value)
        if output is not None and output.type.endswith("!") and isinstance(output.source, kind):
            field = output.source.field
            if field.own_name in rows.cls.fields:
                promised.append((key, field))
    return promised


def _shown(value: Fragment, cls: Class | None) -> Prepared:
    rows = EMPTY
    if cls is not None:
        new, old = _record(cls, _NEW), _record(cls, _OLD)
        rows = sql(" cross join lateral (select {} as _new, {} as _old offset 0) _r", new, old)
    events = sql("jsonb_array_elements($1::text::jsonb) with ordinality _x (_v, _n)")
    return _prepared(
        sql("select _x._n::integer, {} from {}{}", value, events, rows),
        lambda number: f"${number + 1}",
    )


def _record(cls: Class, part: Fragment) -> Fragment:
    table = identifier(cls.table or "")
    return sql("jsonb_populate_record(null::{}, nullif(_x._v -> '{}', 'null'))", table, part)


# --- which are wanted -----------------------------------------------------------------------------------------------


def _test(alias: Fragment, wanted: Fragment, cls: Class) -> Prepared:
    """Gives [event, values, before, after] for each pair of them where the condition holds before or after."""

    def judged(part: Fragment) -> Fragment:
        return sql(
            "coalesce(jsonb_typeof(_e._v -> '{}') = 'object' and (select {} from (select (_e._{}).*) {}), false)",
            part,
            wanted,
            part,
            alias,
        )

    return _prepared(
        sql(
            "with _e as materialized (select _x._n, _x._v, _x._p::integer[] as _p, {} as _old, {} as _new"
            " from rows from (jsonb_array_elements($1::text::jsonb), unnest($3::text::text[]))"
            " with ordinality _x (_v, _p, _n)),"
            " _p as materialized (select * from jsonb_array_elements($2::text::jsonb) with ordinality _x (_v, _n))"
            " select coalesce(json_agg(json_build_array(_m._e, _m._p, _m._was, _m._now)), '[]'::json)"
            " from (select _e._n as _e, _p._n as _p, {} as _was, {} as _now"
            " from _e cross join lateral unnest(_e._p) _q (_n) join _p on _p._n = _q._n"
            " offset 0) _m where _m._was or _m._now",
            _record(cls, _OLD),
            _record(cls, _NEW),
            judged(_OLD),
            judged(_NEW),
        ),
        lambda number: f"(_p._v ->> {number - 1})",
    )


# And the types that they look up. (`contains` is another thing for those of JSON, ranges and geometry.)
_OPERATORS: Mapping[str, Collection[str]] = {
    **dict.fromkeys(("eq", "in"), _KEYS), **dict.fromkeys(PARTS, ("text",)),
    **dict.fromkeys(("gte", "gt", "lte", "lt"), _NUMBERS),
}  # fmt: skip
_FOLDED = {"ieq": "eq", "iin": "in", "icontains": "contains", "istartsWith": "startsWith", "iendsWith": "endsWith"}
_FEW_VALUES = frozenset(("select",))
MOST_LOOKUPS = 16  # of one filter, that are chosen from


def _lookups(context: Context, cls: Class, input_value: InputValue) -> Iterator[Lookup]:
    """Conditions that hold wherever the filter does."""
    for source, operands in implied(context, cls, input_value):
        if source.column is None or source.computed_sql is not None:
            continue
        pg_type = "uuid" if source.is_reference else source.type.pg_type or ""
        for operator, types in _OPERATORS.items():
            operand = operands.get(operator)
            if operand is not None and not operand.is_null and pg_type in types:
                few = pg_type == "boolean" or source.type.name in _FEW_VALUES
                folded = operator in ("eq", "in") and source.type.compared_as is not None
                yield Lookup(source.column, operator, operand, pg_type, few, folded)
        for insensitive, operator in _FOLDED.items():
            operand = operands.get(insensitive) if pg_type == "text" else None
            if operand is not None and not operand.is_null:
                yield Lookup(source.column, operator, operand, pg_type, folded=True)


def _is_one_of_keys(input_value: InputValue) -> bool:
    """{"<field>": {"<operator>": ...}}, and no more."""
    fields = list(input_value.items())
    if len(fields) > 1 or fields[0][0] in ("and", "or", "not"):
        return False
    operators = [operator for operator, _ in fields[0][1].items()]
    return len(operators) == 1 and operators[0] in ("eq", "in", *PARTS, *_FOLDED)


# --- statements -----------------------------------------------------------------------------------------------------


def _prepared(fragment: Fragment, place: Callable[[int], str]) -> Prepared:
    text_, params = fragment.render(place)
    return Prepared(text_, tuple(params), fragment.weight)


def _as_text(value: Any) -> str | None:
    """A parameter as the text that PostgreSQL reads as its type."""
    match value:
        case None:
            return None
        case bool():
            return "true" if value else "false"
        case list():
            return "{" + ",".join("null" if v is None else _quoted(str(v)) for v in value) + "}"
        case int() | float() | Decimal() | str() | UUID():
            return str(value)
    raise AssertionError(value)


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
