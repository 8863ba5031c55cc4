"""Aggregates: figures of groups of things, as a JSON list with one object a group."""

from collections.abc import Mapping
from dataclasses import replace

from graphql import FieldNode

from py_api.catalog.model import Field
from py_api.compiler import filter as filters
from py_api.compiler import order as orders
from py_api.compiler import weights
from py_api.compiler.context import Check, Context, Scope, json_of
from py_api.compiler.filter import Related
from py_api.compiler.fragment import EMPTY, Fragment, conjunction, join, literal, number, sql, where
from py_api.compiler.select import EMPTY_LIST, NULL, json_object
from py_api.compiler.values import InputValue
from py_api.errors import FieldError
from py_api.schema.definitions import Definition, named
from py_api.schema.sources import AggregatePart
from py_api.schema.static_types import AGGREGATES, aggregate_scalar

COUNT = sql("count(*)")
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


def aggregate(context: Context, nodes: list[FieldNode], definitions: object, relation: Related) -> Fragment:
    """Of the rows of a class, or of those that belong to a row outside."""
    context.lists = True
    args = {k: v for k, v in context.arguments(nodes[0], definitions).items() if not v.is_null}  # type: ignore[arg-type]
    rows = relation.rows
    names = [str(element.value) for element in args["groupBy"].elements()] if "groupBy" in args else []
    keys = list({field.name: field for field in map(rows.field, names)}.values())
    columns = [context.weighed(rows.column(field), weights.GROUP_KEY) for field in keys]
    group = sql(" group by {}", join(", ", columns)) if columns else EMPTY
    having = _having(context, rows, args["having"]) if "having" in args else None
    if having is None and not keys:
        having = sql("true")  # one group, whether there is an aggregate function in it or not
    condition = filters.condition(context, rows, args["filter"]) if "filter" in args else None
    size, limit, guard = _limit(context, args, bool(keys))
    with context.times(size):
        value = _group(context, rows, keys, nodes)
    order = _order(context, rows, keys, args.get("orderBy"))
    inner = sql(
        "select {} as _j from {}{}{}{}{}{}",
        value,
        relation.tables,
        where(conjunction([relation.link, condition])),
        group,
        sql(" having {}", having) if having else EMPTY,
        order,
        limit,
    )
    return sql("(select coalesce(json_agg(_g._j), {}) from ({}) _g{})", EMPTY_LIST, inner, guard)


def _limit(context: Context, args: Mapping[str, InputValue], grouped: bool) -> tuple[InputValue, Fragment, Fragment]:
    """How many groups there may be, LIMIT and OFFSET, and what refuses the rest. Without `first` all groups are wanted:
    they are not cut off in silence.
    """
    most, guard = context.limits.list_size, EMPTY
    size = args.get("first")
    if size is not None:
        context.checks.append(Check(size, "first", 0, most, "LIST_LIMIT"))
        limit = sql(" limit {}", context.number(size))
    else:
        size, limit = InputValue(most if grouped else 1), EMPTY
        if grouped:
            limit = sql(" limit {}", number(most + 1))
            guard = sql(" having thing.check_groups(count(*), {})", number(most))
    if "offset" in args:
        context.checks.append(Check(args["offset"], "offset", 0, 2**31 - 1))
        limit = sql("{} offset {}", limit, context.number(args["offset"]))
    return size, limit, guard


def _group(context: Context, rows: Scope, keys: list[Field], nodes: list[FieldNode]) -> Fragment:
    definition = context.definition(rows.cls.name + "Aggregate")
    pairs = []
    for key, same in context.collected(definition, nodes).items():
        match same[0].name.value:
            case "__typename":
                pairs.append((key, literal(definition.name)))
            case "count":
                pairs.append((key, COUNT))
            case "key":
                pairs.append((key, _keys(context, rows, keys, same)))
            case _:
                pairs.append((key, _fields(context, rows, same)))
    return json_object(pairs)


def _keys(context: Context, rows: Scope, keys: list[Field], nodes: list[FieldNode]) -> Fragment:
    """The keys of a group; null without any. Raises FieldError for a field that is not grouped by."""
    names = {field.name for field in keys}
    definition = context.definition(rows.cls.name + "Key")
    pairs = []
    for key, same in context.collected(definition, nodes).items():
        name = same[0].name.value
        if name == "__typename":
            pairs.append((key, literal(definition.name)))
        else:
            field = rows.field(name)
            if field.name not in names:
                raise _not_grouped(f"key {{ {name} }}", name, keys)
            pairs.append((key, json_of(field, rows.column(field))))
    return json_object(pairs) if keys else NULL


def _not_grouped(place: str, name: str, keys: list[Field]) -> FieldError:
    wanted = ", ".join([*(field.name for field in keys), name])
    return FieldError(
        f"{place}: the things are not grouped by {name}", "INVALID_GROUPING", hint=f"Add groupBy: [{wanted}]."
    )


def _fields(context: Context, rows: Scope, nodes: list[FieldNode]) -> Fragment:
    definition = context.definition(rows.cls.name + "AggregateFields")
    pairs = []
    for key, same in context.collected(definition, nodes).items():
        name = same[0].name.value
        if name == "__typename":
            pairs.append((key, literal(definition.name)))
        else:
            output = definition.outputs[name]
            assert isinstance(output.source, AggregatePart)
            pairs.append(
                (key, _figures(context, rows, output.source.field, context.definition(named(output.type)), same))
            )
    return json_object(pairs)


def _figures(context: Context, rows: Scope, field: Field, definition: Definition, nodes: list[FieldNode]) -> Fragment:
    collected = context.collected(definition, nodes)
    context.count(len(collected))
    pairs = []
    for key, same in collected.items():
        name = same[0].name.value
        if name == "__typename":
            pairs.append((key, literal(definition.name)))
        else:
            kind = named(definition.outputs[name].type)
            pairs.append((key, _json(kind, field, figure(rows, field, name))))
    return json_object(pairs)


def figure(rows: Scope, field: Field, name: str) -> Fragment:
    return sql(_TEMPLATES[name], rows.column(field))


def _json(kind: str, field: Field, value: Fragment) -> Fragment:
    if kind == "Decimal" and field.type.name == "decimal":
        return json_of(field, value)
    return sql("({})::text", value) if kind in ("BigInt", "Decimal") else value


def _compared(context: Context, kind: str) -> Field:
    """A field that stands for an aggregate's result, for the operators that compare it."""
    return replace(context.api.classes.fields.system["id"], type=context.catalog.types[_COMPARED_AS[kind]])


def _result(field: Field, name: str) -> str:
    return AGGREGATES[aggregate_scalar(field.type)][name].removesuffix("!")


def _having(context: Context, rows: Scope, input_value: InputValue) -> Fragment | None:
    conditions: list[Fragment | None] = []
    for key, value in input_value.items():
        if value.is_null:
            continue
        if key == "count":
            conditions.append(filters.operators(context, _compared(context, "Int"), COUNT, value))
            continue
        for field_name, figures in value.items():
            field = rows.fields[field_name]
            for name, operators in figures.items() if not figures.is_null else ():
                if not operators.is_null:
                    compared = _compared(context, _result(field, name))
                    conditions.append(filters.operators(context, compared, figure(rows, field, name), operators))
    return conjunction(conditions) or None


def _order(context: Context, rows: Scope, keys: list[Field], input_value: InputValue | None) -> Fragment:
    sort_keys: list[Fragment] = []

    def add(key: Fragment) -> None:
        sort_keys.append(context.weighed(key, weights.SORT_KEY))

    for element in input_value.elements() if input_value is not None else ():
        for key, value in element.items() if not element.is_null else ():
            if value.is_null:
                continue
            if key == "count":
                add(orders.directed(COUNT, sql("bigint"), False, str(value.value)).clause())
            elif key == "key":
                field = rows.field(str(value.value))
                if field not in keys:
                    raise _not_grouped(f"orderBy: {{ key: {field.name} }}", field.name, keys)
                add(rows.column(field))
            else:
                for field_name, figures in value.items():
                    for name, direction in figures.items() if not figures.is_null else ():
                        expression = figure(rows, rows.fields[field_name], name)
                        add(orders.directed(expression, EMPTY, True, str(direction.value)).clause())
    sort_keys += [rows.column(field) for field in keys]
    return sql(" order by {}", join(", ", sort_keys)) if sort_keys else EMPTY
