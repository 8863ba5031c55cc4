"""The aggregates of one class: figures of groups, their keys and orders, and which groups."""

from collections.abc import Iterable

from py_api.catalog.model import Class, Field
from py_api.schema import naming as n
from py_api.schema.class_fields import ClassFields, scalar_of
from py_api.schema.definitions import Definition, EnumValue, Input, Kind, Output, class_definition, inputs, outputs
from py_api.schema.sources import AggregatePart, KeyPart, Part
from py_api.schema.static_types import ORDER_DIRECTION, aggregate_scalar


class AggregateTypes:
    def __init__(self, fields: ClassFields) -> None:
        self._fields = fields

    def _measured(self, cls: Class) -> Iterable[Field]:
        """(Not the id: a group is not a thing, and caches of clients take for one what has an id.)"""
        fields = (field for name, field in self._fields.named(cls).items() if name != "id")
        return (f for f in fields if f.column is not None and f.type.category != "vector")

    @staticmethod
    def args(class_name: str) -> tuple[Input, ...]:
        """Of a field that has aggregates of a class."""
        return (
            Input("filter", class_name + n.FILTER, "Of which ones. Default: all."),
            Input("groupBy", f"[{class_name}{n.GROUP_BY}!]", "Keys of the groups. Default: all in one."),
            Input("having", class_name + n.HAVING, "Which groups."),
            Input("orderBy", f"[{class_name}{n.AGGREGATE}{n.ORDER_BY}!]", "Default: by the keys."),
            Input("first", "Int", "At most so many groups; all of them where it is left out, or TOO_MANY_GROUPS."),
            Input("offset", "Int", "Leave out so many groups first."),
        )

    def aggregate(self, cls: Class) -> Definition:
        fields = outputs(
            [
                Output("key", cls.name + n.KEY, Part("key"), (), "What the things of the group have in common."),
                Output("count", "Int!", Part("count"), (), "How many things."),
                Output("fields", f"{cls.name}{n.AGGREGATE_FIELDS}!", Part("fields")),
            ]
        )
        return class_definition(Kind.OBJECT, cls, n.AGGREGATE, f"Figures of a group of {cls.plural}.", outputs=fields)

    def aggregate_fields(self, cls: Class) -> Definition:
        fields = outputs(
            Output(f.name, f"{aggregate_scalar(f.type)}Aggregate!", AggregatePart(f)) for f in self._measured(cls)
        )
        return class_definition(Kind.OBJECT, cls, n.AGGREGATE_FIELDS, outputs=fields)

    def aggregate_order_by(self, cls: Class) -> Definition:
        fields = inputs(
            [
                Input("count", ORDER_DIRECTION, source="count"),
                Input("key", cls.name + n.GROUP_BY, "By this key, ascending.", source="key"),
                Input("fields", cls.name + n.AGGREGATE_FIELDS + n.ORDER_BY, source="fields"),
            ]
        )
        return class_definition(Kind.INPUT, cls, n.AGGREGATE + n.ORDER_BY, inputs=fields)

    def aggregate_fields_order_by(self, cls: Class) -> Definition:
        fields = inputs(
            Input(f.name, f"{aggregate_scalar(f.type)}AggregateOrderBy", source=f) for f in self._measured(cls)
        )
        return class_definition(Kind.INPUT, cls, n.AGGREGATE_FIELDS + n.ORDER_BY, inputs=fields)

    def _grouped(self, cls: Class) -> Iterable[Field]:
        return (f for f in self._measured(cls) if f.type.category not in ("json", "geometry"))

    def key(self, cls: Class) -> Definition:
        fields = outputs(Output(f.name, scalar_of(f), KeyPart(f)) for f in self._grouped(cls))
        return class_definition(Kind.OBJECT, cls, n.KEY, outputs=fields)

    def group_by(self, cls: Class) -> Definition:
        values = tuple(EnumValue(f.name) for f in self._grouped(cls))
        return class_definition(Kind.ENUM, cls, n.GROUP_BY, values=values)

    def having(self, cls: Class) -> Definition:
        fields = inputs(
            [
                Input("count", "IntFilter", source="count"),
                Input("fields", cls.name + n.HAVING_FIELDS, source="fields"),
            ]
        )
        return class_definition(Kind.INPUT, cls, n.HAVING, "Which groups.", inputs=fields)

    def having_fields(self, cls: Class) -> Definition:
        fields = inputs(Input(f.name, f"{aggregate_scalar(f.type)}Having", source=f) for f in self._measured(cls))
        return class_definition(Kind.INPUT, cls, n.HAVING_FIELDS, inputs=fields)
