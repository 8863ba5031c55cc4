"""The aggregates of one class: figures of groups, their keys and orders, and which groups."""

from collections.abc import Iterable

from py_api.catalog.model import Class, Field
from py_api.schema import naming as n
from py_api.schema.class_fields import ClassFields, scalar_of
from py_api.schema.definitions import Definition, Input, Kind, Output, class_definition, inputs, outputs
from py_api.schema.sources import AggregatePart, KeyPart, Part
from py_api.schema.static_types import (
    DATE_KEY,
    KEY_END,
    ORDER_DIRECTION,
    aggregate_scalar,
    by_part,
    grouped_by,
)

MISSING = "_missing"
# Figures of things themselves, beside those of their fields.
OF_THINGS = {"_count": "How many things.", "_distinct": "How many different things."}


class AggregateTypes:
    def __init__(self, fields: ClassFields) -> None:
        self._fields = fields

    def _measured(self, cls: Class) -> Iterable[Field]:
        """(Not the id: a group is not a thing, and caches of clients take for one what has an id.)"""
        fields = (field for name, field in self._fields.named(cls).items() if name != "id")
        return (f for f in fields if f.column is not None and f.type.category != "vector")

    @staticmethod
    def _of(field: Field, of_class: str, of_scalar: str = n.AGGREGATE) -> str:
        """The type of the figures of a field: through a reference those of the fields of what it points to."""
        return field.target + of_class if field.target else aggregate_scalar(field.type) + of_scalar

    @staticmethod
    def args(class_name: str) -> tuple[Input, ...]:
        """Of a field that has aggregates of a class."""
        return (
            Input("filter", class_name + n.FILTER, "Of which ones. Default: all."),
            Input("groupBy", f"[{class_name}{n.GROUP_BY}!]", "Keys of the groups. Default: all in one."),
            Input("having", class_name + n.HAVING, "Which groups."),
            Input("orderBy", f"[{class_name}{n.AGGREGATE}{n.ORDER_BY}!]", "Default: by the keys."),
            Input("first", "Int", "At most so many groups; all of them where it is left out, or TOO_MANY_GROUPS."),
            Input("last", "Int", "So many groups from the end, in place of first."),
            Input("after", "String", "Only groups that come after this cursor."),
            Input("before", "String", "Only groups that come before this cursor."),
            Input("offset", "Int", "Leave out so many groups first."),
        )

    def aggregate(self, cls: Class) -> Definition:
        only = Input("filter", cls.name + n.FILTER, "Of which things of the group. Default: all.")
        sorted_by = Input(
            "orderBy", f"[{cls.name}{n.ORDER_BY}!]", "Which things come first; the id decides among equals."
        )
        first = Input("first", "Int", "At most so many things.")
        fields = outputs(
            [
                Output("key", cls.name + n.KEY, Part("key"), (), "What the things of the group have in common."),
                Output("count", "Int!", Part("count"), (only,), "How many things."),
                Output(
                    "fields", f"{cls.name}{n.AGGREGATE_FIELDS}!", Part("fields"), (only, sorted_by), "Figures of them."
                ),
                Output("nodes", f"[{cls.name}!]!", Part("nodes"), (first, only, sorted_by), "The first things."),
                Output("cursor", "String!", Part("cursor"), (), "Pass it as after or before."),
                Output(
                    "position", "Int!", Part("position"), (), "Which group it is of all in this order; 1: the first."
                ),
                Output("groupCount", "Int!", Part("groupCount"), (), "How many groups there are, on all pages."),
            ]
        )
        return class_definition(Kind.OBJECT, cls, n.AGGREGATE, f"Figures of a group of {cls.plural}.", outputs=fields)

    def aggregate_fields(self, cls: Class) -> Definition:
        fields = outputs(
            [
                *(Output(name, "Int!", Part(name), (), text) for name, text in OF_THINGS.items()),
                *(Output(f.name, f"{self._of(f, n.AGGREGATE_FIELDS)}!", AggregatePart(f)) for f in self._measured(cls)),
            ]
        )
        return class_definition(Kind.OBJECT, cls, n.AGGREGATE_FIELDS, outputs=fields)

    def aggregate_order_by(self, cls: Class) -> Definition:
        fields = inputs(
            [
                Input("count", ORDER_DIRECTION, source="count"),
                Input("key", cls.name + n.ORDER_BY, "By what is grouped by, and what depends on it.", source="key"),
                Input("fields", cls.name + n.AGGREGATE_FIELDS + n.ORDER_BY, source="fields"),
                Input("filter", cls.name + n.FILTER, "Of which things of the group. Default: all.", source="filter"),
            ]
        )
        return class_definition(Kind.INPUT, cls, n.AGGREGATE + n.ORDER_BY, inputs=fields)

    def aggregate_fields_order_by(self, cls: Class) -> Definition:
        fields = inputs(
            [
                *(Input(name, ORDER_DIRECTION, text, source=name) for name, text in OF_THINGS.items()),
                *(
                    Input(f.name, self._of(f, n.AGGREGATE_FIELDS + n.ORDER_BY, n.AGGREGATE + n.ORDER_BY), source=f)
                    for f in self._measured(cls)
                ),
            ]
        )
        return class_definition(Kind.INPUT, cls, n.AGGREGATE_FIELDS + n.ORDER_BY, inputs=fields)

    def _grouped(self, cls: Class) -> Iterable[Field]:
        return (f for f in self._measured(cls) if f.type.category not in ("json", "geometry"))

    def key(self, cls: Class) -> Definition:
        """(Without an id: a key is not a thing, and caches of clients take for one what has an id.)"""
        text = "What it is, where it is grouped by its id: all else here depends on that."
        fields = [
            Output("_thing", cls.name, Part("_thing"), (), text),
            Output("_missing", "[String!]!", Part(MISSING), (), "Names of what is grouped by that has no value here."),
        ]
        fields += [self._key(f) for f in self._grouped(cls)]
        about = f"What a group has in common of a {cls.name}: what is grouped by, and what depends on it."
        return class_definition(Kind.OBJECT, cls, n.KEY, about, outputs=outputs(fields))

    @staticmethod
    def _key(field: Field) -> Output:
        if field.is_reference:
            return Output(field.name, field.target + n.KEY if field.target else n.NODE, KeyPart(field))
        match field.type.category:
            case "date" | "datetime":
                return Output(field.name, DATE_KEY, KeyPart(field), (by_part(field.type), KEY_END))
            case "number":
                return Output(field.name, scalar_of(field), KeyPart(field), (KEY_END,))
        return Output(field.name, scalar_of(field), KeyPart(field))

    def group_by(self, cls: Class) -> Definition:
        fields = [Input("id", "Boolean", "By the thing itself.", source=self._fields.system["id"])]
        fields += [Input(f.name, self._grouped_by(f), source=f) for f in self._grouped(cls)]
        text = "What groups are made by. Each key that is given is one."
        return class_definition(Kind.INPUT, cls, n.GROUP_BY, text, inputs=inputs(fields))

    @staticmethod
    def _grouped_by(field: Field) -> str:
        if field.target:
            return field.target + n.GROUP_BY
        return grouped_by(field.type)

    def having(self, cls: Class) -> Definition:
        fields = inputs(
            [
                Input("count", "IntFilter", source="count"),
                Input("fields", cls.name + n.HAVING_FIELDS, source="fields"),
                Input("filter", cls.name + n.FILTER, "Of which things of the group. Default: all.", source="filter"),
                Input("and", f"[{cls.name}{n.HAVING}!]", "All of these hold.", source="and"),
                Input("or", f"[{cls.name}{n.HAVING}!]", "One of these holds, or more.", source="or"),
            ]
        )
        return class_definition(Kind.INPUT, cls, n.HAVING, "Which groups.", inputs=fields)

    def having_fields(self, cls: Class) -> Definition:
        fields = inputs(
            [
                *(Input(name, "IntFilter", text, source=name) for name, text in OF_THINGS.items()),
                *(Input(f.name, self._of(f, n.HAVING_FIELDS, n.HAVING), source=f) for f in self._measured(cls)),
            ]
        )
        return class_definition(Kind.INPUT, cls, n.HAVING_FIELDS, inputs=fields)
