"""Aggregates: figures of groups of things, as a JSON list with one object a group."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from graphql import FieldNode

from py_api.catalog.model import Field
from py_api.compiler import filter as filters
from py_api.compiler import order as orders
from py_api.compiler import weights
from py_api.compiler.context import Check, Context, Scope, json_of
from py_api.compiler.filter import Related
from py_api.compiler.fragment import EMPTY, Fragment, conjunction, join, literal, number, sql, where
from py_api.compiler.group_keys import GroupKeys
from py_api.compiler.grouping import Grouping, Key
from py_api.compiler.paths import Paths
from py_api.compiler.select import EMPTY_LIST, NULL, json_object
from py_api.compiler.values import InputValue
from py_api.schema.definitions import Definition, named
from py_api.schema.naming import AGGREGATE, AGGREGATE_FIELDS
from py_api.schema.sources import AggregatePart
from py_api.schema.static_types import AGGREGATES, aggregate_scalar

COUNT, ZERO = sql("count(*)"), sql("0")
GROUPS, FILLED = sql("_g"), sql("_f")
_TEMPLATES = {
    "count": "count({})",
    "distinct": "count(distinct {})",
    "sum": "sum({})",
    "avg": "avg({})",
    "min": "min({})",
    "max": "max({})",
}
# GraphQL type of a result -> the field type whose operators compare it.
_COMPARED_AS = {"Int": "bigint", "BigInt": "bigint", "Decimal": "decimal", "Float": "float", "String": "text"} | {
    "Date": "date", "Time": "time", "DateTime": "datetime"
}  # fmt: skip


def aggregate(context: Context, nodes: list[FieldNode], definitions: Iterable[object], relation: Related) -> Fragment:
    """Of the rows of a class, or of those that belong to a row outside. definitions: of the field's arguments."""
    context.lists = True
    args = {key: value for key, value in context.arguments(nodes[0], definitions).items() if not value.is_null}
    return _Aggregate(context, args, relation).json(nodes)


class _Aggregate:
    """Groups of the rows of a relation.

    Columns of the groups: _k1, ... (keys), _a1, ... (figures). They stand in _g; where gaps are filled, the groups that
    there are stand in _g and all of them in _f, before they are chosen.
    """

    def __init__(self, context: Context, args: Mapping[str, InputValue], relation: Related) -> None:
        self.context, self.args, self.relation, self.rows = context, args, relation, relation.rows
        self.paths = Paths(context, relation)
        self.grouping = Grouping(context, self.paths, self.rows.cls, args.get("groupBy"))
        self.keys = GroupKeys(context, self.grouping, self.rows.cls, GROUPS)
        self.figures = Figures()

    def json(self, nodes: list[FieldNode]) -> Fragment:
        context, grouping = self.context, self.grouping
        having = _having(self, self.args["having"]) if "having" in self.args else None
        order = self._order()
        size, limit, guard = self._limit()
        with context.times(size):
            value = _group(self, nodes)
        condition = filters.condition(context, self.rows, self.args["filter"]) if "filter" in self.args else None
        condition = conjunction([self.relation.link, condition])
        if grouping.filled:
            groups = self._filled(condition, having, sql("{}{}", order, limit))
            guard = EMPTY
        else:
            groups = self._groups(condition, having, sql("{}{}", order, limit))
        return sql("(select coalesce(json_agg({}), {}) from ({}) {}{})", value, EMPTY_LIST, groups, GROUPS, guard)

    def _groups(self, condition: Fragment, having: Fragment | None, rest: Fragment) -> Fragment:
        keys = self.grouping.keys
        columns = [sql("{} as {}", key.cut.expression, key.column) for key in keys]
        columns += self.figures.columns()
        if keys:
            group = sql(" group by {}", join(", ", [number(place) for place, _ in enumerate(keys, 1)]))
        else:  # one group, whether there is an aggregate function in it or not
            group, having = EMPTY, having or sql("true")
        chosen = sql(" having {}", having) if having else EMPTY
        return sql(
            "select {} from {}{}{}{}{}", join(", ", columns), self.paths.tables(), where(condition), group, chosen, rest
        )

    def _filled(self, condition: Fragment, having: Fragment | None, rest: Fragment) -> Fragment:
        """Also groups without things: of each series that is filled with each combination of the other keys."""
        keys, most = self.grouping.keys, number(self.context.limits.list_size + 1)
        sets = []
        others = [key.column for key in keys if not key.filled]
        if others:
            sets.append(sql("(select distinct {} from {}) _o", join(", ", others), GROUPS))
        for key in keys:
            if key.filled and key.cut.series is not None:
                series = key.cut.series(sql("_b._lo"), sql("_b._hi"))
                source = sql("(select min({}) as _lo, max({}) as _hi from {}) _b", key.column, key.column, GROUPS)
                sets.append(
                    sql("(select {} as {} from {} limit {}) _s{}", series, key.column, source, most, key.column)
                )
        columns = join(", ", [key.column for key in keys])
        product = sql("(select {} from {} limit {})", columns, join(", ", sets), most)
        empty = sql("(select {} from {} _p except select {} from {})", columns, product, columns, GROUPS)
        return sql(
            "with {} as materialized ({}), {} as materialized (select * from {} union all select {} from {} _e) "
            "select {}.* from {}, (select thing.check_groups(count(*), {}) as _ok from {}) _c where _c._ok{}{}",
            GROUPS,
            self._groups(condition, None, sql(" limit {}", most)),
            FILLED,
            GROUPS,
            join(", ", [columns, *self.figures.empty()]),
            empty,
            FILLED,
            FILLED,
            number(self.context.limits.list_size),
            FILLED,
            sql(" and {}", having) if having else EMPTY,
            rest,
        )

    def figure(self, expression: Fragment, empty: Fragment = NULL) -> Fragment:
        """A figure of a group where groups are chosen and sorted."""
        return sql("{}", self.figures.column(expression, empty)) if self.grouping.filled else expression

    def shown(self, expression: Fragment, empty: Fragment = NULL) -> Fragment:
        """A figure of a group where it is shown."""
        return sql("{}.{}", GROUPS, self.figures.column(expression, empty))

    def _limit(self) -> tuple[InputValue, Fragment, Fragment]:
        """How many groups there may be, LIMIT and OFFSET, and what refuses the rest. Without `first` all groups are
        wanted: they are not cut off in silence.
        """
        context, grouped = self.context, bool(self.grouping.keys)
        most, guard = context.limits.list_size, EMPTY
        size = self.args.get("first")
        if size is not None:
            context.checks.append(Check(size, "first", 0, most, "LIST_LIMIT"))
            limit = sql(" limit {}", context.number(size))
        else:
            size, limit = InputValue(most if grouped else 1), EMPTY
            if grouped:
                limit = sql(" limit {}", number(most + 1))
                guard = sql(" having thing.check_groups(count(*), {})", number(most))
        if "offset" in self.args:
            context.checks.append(Check(self.args["offset"], "offset", 0, 2**31 - 1))
            limit = sql("{} offset {}", limit, context.number(self.args["offset"]))
        return size, limit, guard

    def _order(self) -> Fragment:
        sort_keys: list[Fragment] = []

        def add(expression: Fragment, kind: Fragment, nullable: bool, direction: InputValue) -> None:
            expression = self.context.weighed(expression, weights.SORT_KEY)
            sort_keys.append(orders.directed(expression, kind, nullable, str(direction.value)).clause())

        for element in self.args["orderBy"].elements() if "orderBy" in self.args else ():
            for key, value in element.items() if not element.is_null else ():
                if value.is_null:
                    continue
                if key == "count":
                    add(self.figure(COUNT, ZERO), sql("bigint"), False, value)
                elif key == "key":
                    sort_keys += self.keys.order(value, self._key_column)
                else:
                    for field_name, figures in value.items():
                        for name, direction in figures.items() if not figures.is_null else ():
                            if not direction.is_null:
                                expression = figure(self.rows, self.rows.fields[field_name], name)
                                add(self.figure(expression, _empty(name)), EMPTY, True, direction)
        sort_keys += [key.column for key in self.grouping.keys]
        return sql(" order by {}", join(", ", sort_keys)) if sort_keys else EMPTY

    def _key_column(self, key: Key) -> Fragment:
        return sql("{}.{}", FILLED, key.column) if self.grouping.filled else key.cut.expression


class Figures:
    """The figures of groups, each a column; empty: of a group without things."""

    def __init__(self) -> None:
        self._figures: dict[tuple[object, ...], tuple[Fragment, Fragment]] = {}

    def column(self, expression: Fragment, empty: Fragment) -> Fragment:
        """The name of the column; the same for the same figure."""
        parts = tuple(expression.flat())
        self._figures.setdefault(parts, (expression, empty))
        return sql("_a{}", number(list(self._figures).index(parts) + 1))

    def columns(self) -> list[Fragment]:
        return [sql("{} as _a{}", e, number(place)) for place, (e, _) in enumerate(self._figures.values(), 1)]

    def empty(self) -> list[Fragment]:
        return [empty for _, empty in self._figures.values()]


def _group(groups: _Aggregate, nodes: list[FieldNode]) -> Fragment:
    context = groups.context
    definition = context.definition(groups.rows.cls.name + AGGREGATE)
    pairs = []
    for key, same in context.collected(definition, nodes).items():
        match same[0].name.value:
            case "__typename":
                pairs.append((key, literal(definition.name)))
            case "count":
                pairs.append((key, groups.shown(COUNT, ZERO)))
            case "key":
                pairs.append((key, groups.keys.json(same)))
            case _:
                pairs.append((key, _fields(groups, same)))
    return json_object(pairs)


def _fields(groups: _Aggregate, nodes: list[FieldNode]) -> Fragment:
    context = groups.context
    definition = context.definition(groups.rows.cls.name + AGGREGATE_FIELDS)
    pairs = []
    for key, same in context.collected(definition, nodes).items():
        name = same[0].name.value
        if name == "__typename":
            pairs.append((key, literal(definition.name)))
        else:
            output = definition.outputs[name]
            assert isinstance(output.source, AggregatePart)
            pairs.append((key, _figures(groups, output.source.field, context.definition(named(output.type)), same)))
    return json_object(pairs)


def _figures(groups: _Aggregate, field: Field, definition: Definition, nodes: list[FieldNode]) -> Fragment:
    context = groups.context
    collected = context.collected(definition, nodes)
    context.count(len(collected))
    pairs = []
    for key, same in collected.items():
        name = same[0].name.value
        if name == "__typename":
            pairs.append((key, literal(definition.name)))
        else:
            kind = named(definition.outputs[name].type)
            value = groups.shown(figure(groups.rows, field, name), _empty(name))
            pairs.append((key, _json(kind, field, value)))
    return json_object(pairs)


def figure(rows: Scope, field: Field, name: str) -> Fragment:
    return sql(_TEMPLATES[name], rows.column(field))


def _empty(name: str) -> Fragment:
    """The figure of a group without things."""
    return ZERO if name in ("count", "distinct") else NULL


def _json(kind: str, field: Field, value: Fragment) -> Fragment:
    if kind == "Decimal" and field.type.name == "decimal":
        return json_of(field, value)
    return sql("({})::text", value) if kind in ("BigInt", "Decimal") else value


def _compared(context: Context, kind: str) -> Field:
    """A field that stands for an aggregate's result, for the operators that compare it."""
    return replace(context.api.classes.fields.system["id"], type=context.catalog.types[_COMPARED_AS[kind]])


def _result(field: Field, name: str) -> str:
    return AGGREGATES[aggregate_scalar(field.type)][name].removesuffix("!")


def _having(groups: _Aggregate, input_value: InputValue) -> Fragment | None:
    context, rows = groups.context, groups.rows
    conditions: list[Fragment | None] = []
    for key, value in input_value.items():
        if value.is_null:
            continue
        if key == "count":
            counted = groups.figure(COUNT, ZERO)
            conditions.append(filters.operators(context, _compared(context, "Int"), counted, value))
            continue
        for field_name, figures in value.items():
            field = rows.fields[field_name]
            for name, operators in figures.items() if not figures.is_null else ():
                if not operators.is_null:
                    compared = _compared(context, _result(field, name))
                    expression = groups.figure(figure(rows, field, name), _empty(name))
                    conditions.append(filters.operators(context, compared, expression, operators))
    return conjunction(conditions) or None
