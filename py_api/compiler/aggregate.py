"""Aggregates: figures of groups of things, as a JSON list with one object a group."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, LiteralString, NamedTuple

from graphql import FieldNode

from py_api.catalog.model import Class, Field
from py_api.compiler import access, kept_figures, weights
from py_api.compiler import filter as filters
from py_api.compiler import order as orders
from py_api.compiler.context import Context, Scope, json_of, pg_type, scope
from py_api.compiler.filter import Related
from py_api.compiler.fragment import EMPTY, Fragment, Param, conjunction, filled, join, number, sql, where
from py_api.compiler.group_keys import ByKey, GroupKeys
from py_api.compiler.group_nodes import GroupNodes
from py_api.compiler.group_pages import GROUPS, GroupOrder, GroupPage
from py_api.compiler.grouping import Grouping, Key
from py_api.compiler.paths import Path, Paths
from py_api.compiler.select import selected, thing
from py_api.compiler.sql_json import NULL, SqlJson, constant, listed, listed_from, members, of_field, of_value
from py_api.compiler.values import InputValue, given
from py_api.errors import FieldError
from py_api.schema.aggregate_types import OF_THINGS
from py_api.schema.definitions import Definition, Output, named
from py_api.schema.naming import AGGREGATE, AGGREGATE_FIELDS
from py_api.schema.sources import AggregatePart
from py_api.schema.static_types import AGGREGATES, PERCENTILE, aggregate_scalar

COUNT, ZERO = sql("count(*)"), sql("0")
TOTAL = sql("count(*) over ()")
FILLED = sql("_f")
# {c} is the column, {f} a FILTER clause, {o} the order, {b} the order backwards, {p} an argument.
_TEMPLATES: Mapping[str, LiteralString] = {
    "count": "count({c}){f}",
    "distinct": "count(distinct {c}){f}",
    "sum": "sum({c}){f}",
    "avg": "avg({c}){f}",
    "min": "min({c}){f}",
    "max": "max({c}){f}",
    "stddev": "stddev_samp({c}){f}",
    "variance": "var_samp({c}){f}",
    "median": "trim_scale((percentile_disc(0.5) within group (order by {c}){f}::numeric"
    " + percentile_disc(0.5) within group (order by {c} desc){f}::numeric) / 2)",
    "percentile": "percentile_disc({p}) within group (order by {c}){f}",
    "any": "bool_or({c}){f}",
    "all": "bool_and({c}){f}",
    "share": "avg({c}::integer){f}::double precision",
    "first": "thing.first_of({c} order by {o}){f}",
    "last": "thing.first_of({c} order by {b}){f}",
    "values": "thing.few_of(distinct {c}, {p} order by {c}){f}",
}
_OF_FLOATS: Mapping[str, LiteralString] = {
    "median": "percentile_cont(0.5) within group (order by {c}){f}",
    # As PostgreSQL's own, which also adds up squares: they overflow from 1e154 on.
    "avg": "(sum({c}){f} / nullif(count({c}){f}, 0))",
}
_SORTING = ("distinct", "median", "percentile", "first", "last", "values")
_IN_ANY_ORDER = ("sum", "avg", "stddev", "variance")  # of floats the order decides on the last digits
_OF_VALUES = ("first", "last", "values")  # which nulls are not
# GraphQL type of a result -> the field type whose operators compare it.
_COMPARED_AS = {"Int": "bigint", "BigInt": "bigint", "Decimal": "decimal", "Float": "float", "String": "text"} | {
    "Date": "date", "Time": "time", "DateTime": "datetime", "Boolean": "boolean"
}  # fmt: skip


def aggregate(context: Context, nodes: list[FieldNode], definitions: Iterable[object], relation: Related) -> SqlJson:
    """Of the rows of a class, or of those that belong to a row outside. definitions: of the field's arguments."""
    context.lists = True
    args = given(context.arguments(nodes[0], definitions))
    direct = _Aggregate(context, args, relation, Paths(context, relation), nodes)
    value = direct.json()

    def compiled(relation: Related, paths: Paths, args: Mapping[str, InputValue]) -> Fragment:
        return _Aggregate(context, args, relation, paths, nodes).json(direct.order).text

    kept = kept_figures.answered(context, relation, args, value.text, compiled)
    if kept is not None:
        return SqlJson(kept)
    if not relation.paired:
        access.note(context, relation.rows, args, relation.tied, aggregated=True)
    return value


class _Aggregate:
    """Groups of the rows of a relation.

    Columns of the groups: _k1, ... (keys), _a1, ... (figures). They stand in _g; where gaps are filled, the groups that
    there are stand in _g and all of them in _f, before they are chosen.
    """

    def __init__(
        self, context: Context, args: Mapping[str, InputValue], relation: Related, paths: Paths, nodes: list[FieldNode]
    ) -> None:
        self.context, self.args, self.relation, self.rows, self.paths = context, args, relation, relation.rows, paths
        self.grouping = Grouping(context, self.paths, self.rows.cls, args.get("groupBy"))
        self.keys = GroupKeys(context, self.grouping, self.rows.cls, GROUPS)
        self.definition = context.definition(self.rows.cls.name + AGGREGATE)
        self.selected = context.collected(self.definition, nodes)
        shown = {same[0].name.value for same in self.selected.values()}
        self.page = GroupPage(context, args, shown, grouped=bool(self.grouping.keys))
        self.order = GroupOrder(self.page.apart)
        self.nodes = GroupNodes(context, self.grouping.keys)
        self.figures = Figures()
        self.counted = False  # whether it is asked how many groups there are

    def json(self, signed: GroupOrder | None = None) -> SqlJson:
        """signed: the same order, whose cursors are also those of this one."""
        context, grouping, page = self.context, self.grouping, self.page
        having = _having(self, self.args["having"]) if "having" in self.args else None
        self._sort()
        if signed is not None:
            self.order.sign(signed)
        with context.times(page.size):
            value = _group(self)
        condition = conjunction([self.relation.link, filters.condition(context, self.rows, self.args.get("filter"))])
        order = sql(" order by {}", orders.clause(tuple(self.order.keys))) if self.order.keys else EMPTY
        rest = EMPTY if page.apart else sql("{}{}", order, page.limit)
        groups = (self._filled if grouping.filled else self._groups)(condition, having, rest, self.order.columns)
        if page.apart:
            groups = page.of(groups, self.order)
        guard = EMPTY if grouping.filled else page.guard
        if self.nodes:
            shown, source = self.nodes.source(groups, self.paths.tables(), condition)
            items = listed(value, sql(" order by {}._i", GROUPS))
            return SqlJson(sql("({}select {} from {}{})", shown, items.text, source, guard))
        return listed_from(value, sql("({}) {}{}", groups, GROUPS, guard))

    def _groups(
        self, condition: Fragment, having: Fragment | None, rest: Fragment, more: Iterable[Fragment] = ()
    ) -> Fragment:
        """more: columns."""
        keys = self.grouping.keys
        columns = [sql("{} as {}", key.cut.expression, key.column) for key in keys]
        columns += [*self.figures.columns(), *more]
        columns += [sql("{} as _n", TOTAL)] if self.counted and not self.grouping.filled else []
        if keys:
            group = sql(" group by {}", join(", ", [number(place) for place, _ in enumerate(keys, 1)]))
        else:  # one group, whether there is an aggregate function in it or not
            group, having = EMPTY, having or sql("true")
        chosen = sql(" having {}", having) if having else EMPTY
        return sql(
            "select {} from {}{}{}{}{}", join(", ", columns), self.paths.tables(), where(condition), group, chosen, rest
        )

    def _filled(
        self, condition: Fragment, having: Fragment | None, rest: Fragment, more: Iterable[Fragment] = ()
    ) -> Fragment:
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
            "select {}.*{}{} from {}, (select thing.check_groups(count(*), {}) as _ok from {}) _c where _c._ok{}{}",
            GROUPS,
            self._groups(condition, None, sql(" limit {}", most)),
            FILLED,
            GROUPS,
            join(", ", [columns, *self.figures.empty()]),
            empty,
            FILLED,
            sql(", {} as _n", TOTAL) if self.counted else EMPTY,
            join("", [sql(", {}", column) for column in more]),
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

    def _sort(self) -> None:
        for element in self.args["orderBy"].elements() if "orderBy" in self.args else ():
            said = given(element) if not element.is_null else {}
            only = _only(self, said)
            for name, value in said.items():
                if name == "count":
                    count = self.paths.count(_filter(only))
                    self._sort_by(count, self.figure(count, ZERO), "Int", value, nullable=False)
                elif name == "key":
                    for sort_key in self.keys.order(value, self._key_column):
                        if isinstance(sort_key, ByKey):
                            self._sort_by_key(*sort_key)
                        else:
                            self.order.add(sort_key, sort_key.expression)
                elif name == "fields":
                    for one in said_of(self.context, self.paths, value, only):
                        expression = steady(one, only) if self.page.apart else one.expression
                        self._sort_by(expression, self.figure(expression, _empty(one.name)), one.kind, one.value)
        for key in self.grouping.keys:
            self._sort_by_key(key, "ASC", weighed=False)
        if self.page.apart and not self.order.keys:  # one group
            self.order.add(orders.Key(ZERO, sql("integer"), nullable=False), ZERO)

    def _sort_by(
        self, expression: Fragment, place: Fragment, kind: str, direction: InputValue, *, nullable: bool = True
    ) -> None:
        """place: of the expression, where it stands."""
        of_kind = pg_type(stand_in(self.context, kind))
        key = orders.directed(expression, of_kind, nullable, str(direction.value))
        self.order.add(key, self.context.weighed(place, weights.SORT_KEY))

    def _sort_by_key(self, key: Key, direction: str, *, weighed: bool = True) -> None:
        """By what is grouped by."""
        column = self.context.weighed(key.column, weights.SORT_KEY) if weighed else key.column
        sort_key = orders.directed(key.cut.expression, key.cut.type, True, direction)
        self.order.add(sort_key, column, is_column=True)

    def _key_column(self, key: Key) -> Fragment:
        return sql("{}.{}", FILLED, key.column) if self.grouping.filled else key.cut.expression


class Figures:
    """The figures of groups, each a column; empty: of a group without things."""

    def __init__(self) -> None:
        self._figures: dict[tuple[object, ...], tuple[int, Fragment, Fragment]] = {}  # number, expression, empty

    def column(self, expression: Fragment, empty: Fragment) -> Fragment:
        """The name of the column; the same for the same figure."""
        new = (len(self._figures) + 1, expression, empty)
        place, _, _ = self._figures.setdefault(tuple(expression.flat()), new)
        return sql("_a{}", number(place))

    def columns(self) -> list[Fragment]:
        return [sql("{} as _a{}", expression, number(place)) for place, expression, _ in self._figures.values()]

    def empty(self) -> list[Fragment]:
        return [empty for _, _, empty in self._figures.values()]


def _group(groups: _Aggregate) -> SqlJson:
    context, definition = groups.context, groups.definition
    context.count(len(groups.selected))
    pairs: list[tuple[str, Fragment | SqlJson]] = []
    for key, same in groups.selected.items():
        match same[0].name.value:
            case "__typename":
                pairs.append((key, constant(definition.name)))
            case "count":
                only = _only(groups, context.arguments(same[0], definition.outputs["count"].args))
                pairs.append((key, groups.shown(groups.paths.count(_filter(only)), ZERO)))
            case "key":
                pairs.append((key, groups.keys.json(same)))
            case "groupCount":
                groups.counted = True
                pairs.append((key, sql("{}._n", GROUPS)))
            case "cursor":
                pairs.append((key, groups.order.cursor()))
            case "position":
                pairs.append((key, sql("{}._p", GROUPS)))
            case "nodes":
                pairs.append((key, _nodes(groups, definition.outputs["nodes"].args, same)))
            case _:
                pairs.append((key, _fields(groups, definition.outputs["fields"].args, same)))
    return members(pairs)


class Chosen(NamedTuple):
    """Of which things of a group figures are. order: which come first."""

    only: Fragment | None = None
    order: orders.Order = ()


def _only(groups: _Aggregate, args: Mapping[str, InputValue]) -> Fragment | None:
    return filters.condition(groups.context, groups.rows, args.get("filter"))


def _ordered(groups: _Aggregate, args: Mapping[str, InputValue]) -> orders.Order:
    return tuple(key.alone for key in orders.keys(groups.context, groups.rows, args.get("orderBy")))


def _filter(condition: Fragment | None) -> Fragment:
    return sql(" filter (where {})", condition) if condition else EMPTY


def _nodes(groups: _Aggregate, definitions: Iterable[object], nodes: list[FieldNode]) -> SqlJson:
    """The first things of a group, looked up by their ids."""
    context = groups.context
    args = context.arguments(nodes[0], definitions)
    size = args.get("first")
    if size is None or size.is_null:
        size = context.page_size
    context.check_size(size)
    order = context.weighed(orders.clause(_ordered(groups, args)), weights.SORTED)
    first = groups.nodes.ids(groups.rows.id, order, context.number(size), _only(groups, args))
    rows, one = scope(context, groups.rows.cls), context.alias()
    with context.times(size):
        item = thing(context, rows, nodes)
    ids = sql("unnest({}) with ordinality {} (_id, _n)", first, one)
    source = sql("{} join {} on {} = {}._id", ids, rows.clause(), rows.id, one)
    return listed_from(item, source, sql(" order by {}._n", one))


def _fields(groups: _Aggregate, definitions: Iterable[object], nodes: list[FieldNode]) -> SqlJson:
    context = groups.context
    args = context.arguments(nodes[0], definitions)
    order = _ordered(groups, args) if groups.paths.of_things else ()
    chosen = Chosen(_only(groups, args), order)
    return _of_class(groups, (), groups.rows.cls, chosen, nodes)


def _of_class(groups: _Aggregate, path: Path, cls: Class, chosen: Chosen, nodes: list[FieldNode]) -> SqlJson:
    """Figures of the fields of what a path leads to."""
    context = groups.context

    def value(output: Output, same: list[FieldNode]) -> Fragment | SqlJson:
        if not isinstance(output.source, AggregatePart):
            return groups.shown(of_things(groups.paths, path, output.name, chosen.only), ZERO)
        field = output.source.field
        if field.target is not None:
            return _of_class(groups, (*path, field.own_name), context.catalog.named(field.target), chosen, same)
        kind = context.definition(named(output.type))
        return _figures(groups, path, field, kind, chosen, same)

    return selected(context, context.definition(cls.name + AGGREGATE_FIELDS), nodes, value)


def _figures(
    groups: _Aggregate, path: Path, field: Field, definition: Definition, chosen: Chosen, nodes: list[FieldNode]
) -> SqlJson:
    context = groups.context

    def value(output: Output, same: list[FieldNode]) -> SqlJson:
        name = output.name
        argument = _argument(context, context.arguments(same[0], output.args))
        expression = figure(groups.paths, path, field, name, chosen, argument)
        expression = context.weighed(expression, weights.SORTED if name in _SORTING else weights.FIELD)
        return _json(named(output.type), field, groups.shown(expression, _empty(name)), listed=name == "values")

    return selected(context, definition, nodes, value)


class Said(NamedTuple):
    """What is said of a figure. kind: the GraphQL type of the figure; field: None where it is of things themselves."""

    kind: str
    rows: Scope
    field: Field | None
    name: str
    expression: Fragment
    value: InputValue


def said_of(
    context: Context, paths: Paths, input_value: InputValue, only: Fragment | None = None, path: Path = ()
) -> Iterator[Said]:
    """What an input says of the figures of fields, along the paths of references in it. only: of which things."""
    for field_name, figures in input_value.items():
        if figures.is_null:
            continue
        rows = paths.scope(path)
        if field_name in OF_THINGS:
            yield Said("Int", rows, None, field_name[1:], of_things(paths, path, field_name, only), figures)
            continue
        field = rows.field(field_name)
        if field.target is not None:
            yield from said_of(context, paths, figures, only, (*path, field.own_name))
            continue
        for name, value in given(figures).items():
            argument: Fragment | Param = EMPTY
            if name == PERCENTILE:
                parts = given(value)
                argument, value = _argument(context, parts), parts.get("order") or parts["value"]
            expression = figure(paths, path, field, name, Chosen(only), argument)
            if name in _SORTING:
                expression = context.weighed(expression, weights.SORTED)
            yield Said(_result(field, name), rows, field, name, expression, value)


def of_things(paths: Paths, path: Path, name: str, only: Fragment | None = None) -> Fragment:
    """How many things a path leads to."""
    known = paths.figure((*path, "id"), None, name[1:], only)
    if known is not None:
        return known
    pieces = {"c": paths.column((*path, "id")), "f": _filter(only)}
    return filled(_TEMPLATES[name[1:]], pieces.__getitem__)


def _argument(context: Context, args: Mapping[str, InputValue]) -> Fragment | Param:
    if "p" in args:
        return sql("{}::text::double precision", context.param(args["p"], _share))
    if "first" in args:
        context.check_size(args["first"])
        return context.number(args["first"])
    return EMPTY


def _share(value: Any) -> str:
    if not 0 <= float(value) <= 1:
        raise FieldError("p must be from 0 to 1", "INVALID_VALUE")
    return str(float(value))


def figure(
    paths: Paths, path: Path, field: Field, name: str, chosen: Chosen, argument: Fragment | Param
) -> Fragment:  # fmt: skip
    """An aggregate of a field of what a path leads to."""
    known = paths.figure((*path, field.own_name), field, name, chosen.only)
    if known is not None:
        return known
    column, only = paths.scope(path).column(field), chosen.only
    if name in _OF_VALUES:
        only = conjunction([only, sql("{} is not null", column)])
        if aggregate_scalar(field.type) == "Value":
            column = sql("to_jsonb({})", json_of(field, column))
    template = _OF_FLOATS[name] if name in _OF_FLOATS and field.type.name == "float" else _TEMPLATES[name]
    pieces = {
        "c": column,
        "f": _filter(only),
        "o": orders.clause(chosen.order),
        "b": orders.clause(chosen.order, reverse=True),
        "p": argument,
    }
    return filled(template, pieces.__getitem__)


def steady(said: Said, only: Fragment | None = None) -> Fragment:
    """A figure that is the same in each statement: those of floats depend on their order."""
    if said.field is None or said.field.type.scalar != "Float" or said.name not in _IN_ANY_ORDER:
        return said.expression
    column = said.rows.column(said.field)
    pieces = {"c": sql("{} order by {}", column, column), "f": _filter(only)}
    return filled(_TEMPLATES[said.name], pieces.__getitem__)


def _empty(name: str) -> Fragment:
    """The figure of a group without things."""
    return ZERO if name in ("count", "distinct") else NULL


def _json(kind: str, field: Field, value: Fragment, *, listed: bool = False) -> SqlJson:
    if listed:
        item = _json(kind, field, sql("_v"))
        return listed_from(item, sql("unnest({}) _v", value))
    if kind == "Decimal" and field.type.name == "decimal":
        return of_field(replace(field, computed=None), value)  # a mean has more digits than what it is of
    return of_value(sql("({})::text", value) if kind in ("BigInt", "Decimal") else value)


def stand_in(context: Context, kind: str) -> Field:
    """A field that stands for a figure of this GraphQL type, for the operators that compare it."""
    return replace(context.api.classes.fields.system["id"], type=context.catalog.types[_COMPARED_AS[kind]])


def _result(field: Field, name: str) -> str:
    scalar = aggregate_scalar(field.type)
    return scalar if name == PERCENTILE else AGGREGATES[scalar][name].removesuffix("!")


def conditions_of(
    context: Context,
    paths: Paths,
    said: Mapping[str, InputValue],
    figure_of: Callable[[Fragment, Fragment], Fragment],
    only: Fragment | None = None,
) -> Iterator[Fragment | None]:
    """What is said of `count` and `fields` as conditions. figure_of: a figure where they stand, by it and the empty.
    only: of which things.
    """
    if "count" in said:
        figure = figure_of(paths.count(_filter(only)), ZERO)
        yield filters.operators(context, stand_in(context, "Int"), figure, said["count"])
    for one in said_of(context, paths, said["fields"], only) if "fields" in said else ():
        expression = figure_of(one.expression, _empty(one.name))
        yield filters.operators(context, stand_in(context, one.kind), expression, one.value)


def _having(groups: _Aggregate, input_value: InputValue) -> Fragment | None:
    context, said = groups.context, given(input_value)
    conditions = list(conditions_of(context, groups.paths, said, groups.figure, _only(groups, said)))
    if "and" in said:
        conditions += _each(groups, said["and"])
    if "or" in said:
        context.custom = True
        alternatives = [condition or filters.TRUE for condition in _each(groups, said["or"])]
        conditions.append(sql("({})", join(" or ", alternatives)) if alternatives else filters.FALSE)
    return conjunction(conditions) or None


def _each(groups: _Aggregate, input_value: InputValue) -> list[Fragment | None]:
    """What each of several says of groups."""
    context = groups.context
    with context.deeper():
        conditions = [_having(groups, element) for element in input_value.elements() if not element.is_null]
    return [
        context.weighed(sql("({})", condition), weights.GROUPING) if condition else None for condition in conditions
    ]
