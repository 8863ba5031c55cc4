"""The filters and orders of one class."""

from py_api.catalog.model import Class, Field
from py_api.schema import naming as n
from py_api.schema.class_fields import ClassFields, filter_type, is_sortable
from py_api.schema.definitions import Definition, EnumValue, Input, Kind, class_definition, inputs
from py_api.schema.static_types import ORDER_DIRECTION, RANK


class FilterTypes:
    def __init__(self, fields: ClassFields) -> None:
        self._fields = fields

    def filter(self, cls: Class) -> Definition:
        me = cls.name + n.FILTER
        fields = [
            Input("and", f"[{me}!]", "All of these hold.", source="and"),
            Input("or", f"[{me}!]", "At least one of these holds.", source="or"),
            Input("not", me, "This does not hold.", source="not"),
            Input("isNull", "Boolean", "There is no such thing: the reference points to nothing.", source="isNull"),
        ]
        fields += [
            Input(f.name, self._filter_of(f), source=f, deprecated=f.deprecated)
            for f in self._fields.named(cls).values()
        ]
        fields += [Input(i.name, i.class_name + n.LIST_FILTER, source=i) for i in cls.inverses.values()]
        return class_definition(
            Kind.INPUT, cls, n.FILTER, f"Which {cls.plural}. All that is said must hold.", inputs=inputs(fields)
        )

    def _filter_of(self, field: Field) -> str:
        if field.is_many:
            return (field.target or "ID") + n.LIST_FILTER
        if field.is_reference:
            return (field.target or "ID") + n.FILTER
        return filter_type(field)

    def list_filter(self, cls: Class) -> Definition:
        one = cls.name + n.FILTER
        fields = inputs(
            [
                Input("some", one, "At least one is so.", source="some"),
                Input("every", one, "None is otherwise.", source="every"),
                Input("none", one, "None is so.", source="none"),
                Input("count", "IntFilter", "How many there are.", source="count"),
                Input("fields", cls.name + n.HAVING_FIELDS, "The figures of their fields.", source="fields"),
                Input("filter", one, "Of which ones count and fields are. Default: all.", source="filter"),
            ]
        )
        return class_definition(Kind.INPUT, cls, n.LIST_FILTER, inputs=fields)

    def order_by(self, cls: Class) -> Definition:
        keys = [Input(RANK, ORDER_DIRECTION, "How well it has the words that the filter searches.", source=RANK)]
        for field in self._fields.named(cls).values():
            if is_sortable(field):
                keys.append(Input(field.name, ORDER_DIRECTION, source=field, deprecated=field.deprecated))
            elif field.is_reference and not field.is_many and field.target:
                keys.append(Input(field.name, field.target + n.ORDER_BY, source=field, deprecated=field.deprecated))
            elif field.is_many and field.target:
                keys.append(
                    Input(field.name, field.target + n.LIST_ORDER_BY, source=field, deprecated=field.deprecated)
                )
            elif field.type.category == "geometry":
                keys.append(Input(field.name, "GeoJSONOrderBy", source=field, deprecated=field.deprecated))
            elif field.type.category == "vector":
                keys.append(Input(field.name, "VectorOrderBy", source=field, deprecated=field.deprecated))
        keys += [Input(i.name, i.class_name + n.LIST_ORDER_BY, source=i) for i in cls.inverses.values()]
        text = "What to sort by: one key an object, the first key first."
        return class_definition(Kind.INPUT, cls, n.ORDER_BY, text, inputs=inputs(keys))

    def list_order_by(self, cls: Class) -> Definition:
        fields = inputs(
            [
                Input("count", ORDER_DIRECTION, "How many there are.", source="count"),
                Input(
                    "fields", cls.name + n.AGGREGATE_FIELDS + n.ORDER_BY, "A figure of their fields.", source="fields"
                ),
                Input("filter", cls.name + n.FILTER, "Of which ones. Default: all.", source="filter"),
            ]
        )
        text = f"By a figure of a list of {cls.plural}."
        return class_definition(Kind.INPUT, cls, n.LIST_ORDER_BY, text, inputs=fields)

    def distinct_on(self, cls: Class) -> Definition:
        fields = (f for name, f in self._fields.named(cls).items() if name != "id" and f.column is not None)
        values = tuple(
            EnumValue(f.name, deprecated=f.deprecated)
            for f in fields
            if f.type.category not in ("json", "geometry", "vector")
        )
        return class_definition(Kind.ENUM, cls, n.DISTINCT_ON, values=values)
