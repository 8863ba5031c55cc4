"""What can be said of a group by its keys: what it is grouped by, and what depends on that."""

from collections.abc import Callable
from typing import NamedTuple

from graphql import FieldNode

from py_api.catalog.model import Class, Field, Inverse
from py_api.compiler import order as orders
from py_api.compiler.context import Context, Scope, scope
from py_api.compiler.fragment import Fragment, join, literal, sql
from py_api.compiler.grouping import Grouping, Key
from py_api.compiler.paths import Path, spelled
from py_api.compiler.select import by_id, node, reference, selected
from py_api.compiler.sql_json import SqlJson, constant, made, of_field, of_value
from py_api.compiler.values import InputValue, given
from py_api.errors import FieldError
from py_api.schema import naming as n
from py_api.schema.aggregate_types import MISSING
from py_api.schema.definitions import Output
from py_api.schema.sources import KeyPart
from py_api.schema.static_types import RANK

Wrap = Callable[[Fragment], Fragment]


class ByKey(NamedTuple):
    """direction: of the enum OrderDirection."""

    key: Key
    direction: str


class GroupKeys:
    """groups: the alias of their rows, where the columns of keys stand."""

    def __init__(self, context: Context, grouping: Grouping, cls: Class, groups: Fragment) -> None:
        self._context, self._grouping, self._cls, self._groups = context, grouping, cls, groups

    # --- selected -------------------------------------------------------------------------------------------------

    def json(self, nodes: list[FieldNode]) -> SqlJson:
        """Null where there is one group of all. Raises FieldError for what neither is a key nor depends on one."""
        value = self._level((), self._cls, nodes, None)
        return value if self._grouping.keys else constant(None)

    def _column(self, key: Key) -> Fragment:
        return sql("{}.{}", self._groups, key.column)

    def _level(self, path: Path, cls: Class, nodes: list[FieldNode], thing_id: Fragment | None) -> SqlJson:
        """What a path leads to. thing_id: of the thing that all else depends on."""
        if (key := self._grouping.find((*path, "id"))) is not None:
            thing_id = self._column(key)
        if thing_id is None:
            return self._object(path, cls, nodes, None, None)
        rows = scope(self._context, cls)
        value = self._object(path, cls, nodes, rows, thing_id)
        if not rows.used:
            return made(sql("case when {} is not null then {} end", thing_id, value.text))
        return made(sql("(select {} from {} where {} = {})", value.text, rows.clause(), rows.id, thing_id))

    def _object(
        self, path: Path, cls: Class, nodes: list[FieldNode], rows: Scope | None, thing_id: Fragment | None
    ) -> SqlJson:
        context = self._context

        def value(output: Output, same: list[FieldNode]) -> Fragment | SqlJson:
            if output.name == MISSING:
                return self._missing(path)
            if isinstance(output.source, KeyPart):
                return self._part(path, output, output.source.field, rows, same)
            if thing_id is None:
                raise _not_grouped(f"key {{ {_dotted(path, output.name)} }}", spelled((*path, "id"), "true"))
            return by_id(context, cls, thing_id, same)

        return selected(context, context.definition(cls.name + n.KEY), nodes, value)

    def _missing(self, path: Path) -> Fragment:
        """(Of a range that is open below no more is shown.)"""
        keys = {key.path[-1]: self._column(key) for key in self._grouping.keys if key.path[:-1] == path}
        names = [sql("case when {} is null then {} end", column, literal(name)) for name, column in keys.items()]
        return sql("to_json(array_remove(array[{}]::text[], null))", join(", ", names))

    def _part(self, above: Path, output: Output, field: Field, rows: Scope | None, nodes: list[FieldNode]) -> SqlJson:
        context, path = self._context, (*above, field.own_name)
        if field.target is not None:
            cls = context.catalog.named(field.target)
            return self._level(path, cls, nodes, rows.column(field) if rows is not None else None)
        args = given(context.arguments(nodes[0], output.args))
        by = str(args["by"].value) if "by" in args else None
        end = "end" in args and args["end"].value is True
        key = self._grouping.find(path, by)
        if key is not None and field.is_reference:
            return node(context, self._column(key), nodes)
        if key is not None:
            shown = key.cut.end if end else key.cut.shown
            return of_value(shown(self._column(key))) if shown is not None else constant(None)
        if rows is None or by is not None:
            raise _not_grouped(f"key {{ {_dotted(path)} }}", spelled(path, _leaf(field, by)))
        if field.is_reference:
            return reference(context, rows, field, nodes)
        return constant(None) if end else of_field(field, rows.column(field))

    # --- sorted ---------------------------------------------------------------------------------------------------

    def order(self, input_value: InputValue, column: Callable[[Key], Fragment]) -> list[ByKey | orders.Key]:
        """Sort keys: what is grouped by, or an expression of what depends on it. column: where a key stands."""
        return self._order((), self._cls, input_value, None, lambda e: e, column)

    def _order(
        self, above: Path, cls: Class, input_value: InputValue, rows: Scope | None, wrap: Wrap,
        column: Callable[[Key], Fragment],
    ) -> list[ByKey | orders.Key]:  # fmt: skip
        context, grouping = self._context, self._grouping
        inputs = context.inputs(context.api.classes.filters.order_by, cls)
        if (key := grouping.find((*above, "id"))) is not None:
            rows, wrap = self._known(cls, column(key))
        sort_keys: list[ByKey | orders.Key] = []
        for name, value in input_value.items():
            if value.is_null:
                continue
            if name == RANK:
                hint = "Order by count, by a key or by a figure."
                raise FieldError("groups have no rank: orderBy key takes no _rank", "INVALID_GROUPING", hint=hint)
            source: Field | Inverse = inputs[name].source
            path = (*above, source.own_name if isinstance(source, Field) else source.name)
            if (key := grouping.find(path)) is not None:
                sort_keys.append(ByKey(key, str(value.value)))
            elif rows is not None:
                known = orders.of_object(context, rows, InputValue({name: value}))
                sort_keys += [orders.Key(wrap(k.expression), k.type, True, k.descending, k.nulls_first) for k in known]
            elif isinstance(source, Field) and source.target is not None and not source.is_many:
                sort_keys += self._order(path, context.catalog.named(source.target), value, None, wrap, column)
            else:
                one = isinstance(source, Field) and not source.is_many
                wanted = spelled(path, _leaf(source, None)) if one else spelled((*above, "id"), "true")
                raise _not_grouped(f"orderBy: {{key: {spelled(path, '...')}}}", wanted)
        return sort_keys

    def _known(self, cls: Class, thing_id: Fragment) -> tuple[Scope, Wrap]:
        rows = scope(self._context, cls)
        return rows, lambda e: sql("(select {} from {} where {} = {})", e, rows.clause(), rows.id, thing_id)


def _dotted(path: Path, *more: str) -> str:
    """As a selection has it: genre { name }."""
    names = (*path, *more)
    return " { ".join(names) + " }" * (len(names) - 1)


def _leaf(field: Field | Inverse, by: str | None) -> str:
    """How to group by a field."""
    if by is not None:
        return f"{{by: {by}}}"
    return "{}" if isinstance(field, Field) and field.type.category in ("date", "datetime", "number") else "true"


def _not_grouped(place: str, wanted: str) -> FieldError:
    return FieldError(
        f"{place}: the things are not grouped by that", "INVALID_GROUPING", hint=f"Add {wanted} to groupBy."
    )
