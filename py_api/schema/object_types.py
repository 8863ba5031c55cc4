"""The object types and interfaces of one class: things, snapshots, pages of them, what writes did, events."""

from collections.abc import Mapping

from py_api.catalog.model import Catalog, Class, Field, Inverse
from py_api.schema import naming as n
from py_api.schema.aggregate_types import AggregateTypes
from py_api.schema.class_fields import ClassFields, scalar_of, snapshot_name
from py_api.schema.definitions import Definition, Input, Kind, Output, class_definition, outputs
from py_api.schema.descriptions import about, about_class
from py_api.schema.sources import Ancestors, Column, Descendants, Figures, Inverted, Part, ToMany, ToOne
from py_api.schema.static_types import FIND, HIGHLIGHT, WRITE_OUTCOME, event_outputs

_FIRST = Input("first", "Int", "At most so many, from the front.")
_OFFSET = Input("offset", "Int", "Leave out so many first.")
_PAGE = (
    _FIRST,
    Input("after", "String", "Only what comes after this cursor."),
    Input("last", "Int", "At most so many, from the end."),
    Input("before", "String", "Only what comes before this cursor."),
    _OFFSET,
)

_REFRESHED_AT = Output(
    "refreshedAt", "DateTime", Part("refreshedAt"), (), "When the figures were right; null before they are filled."
)


_DEPTH = Input("depth", "Int!", "At most so many steps away.")


class ObjectTypes:
    """Makes those of a catalog's classes."""

    def __init__(self, catalog: Catalog, fields: ClassFields) -> None:
        self.catalog = catalog
        self._fields = fields
        self._all_system = self._outputs_of(fields.system, sure=True)

    @staticmethod
    def _outputs_of(fields: Mapping[str, Field], *, sure: bool) -> list[Output]:
        return [
            Output(f.name, scalar_of(f) + ("!" if sure or f.name == "id" else ""), Column(f), (), f.description)
            for f in fields.values()
        ]

    def _system_outputs(self, cls: Class) -> list[Output]:
        """(Under a mask each but the id may be null: classes that extend this one may show it in fewer rows.)"""
        return self._all_system if cls.mask is None else self._outputs_of(self._fields.system_of(cls), sure=False)

    def thing(self, cls: Class) -> Definition:
        kind = Kind.INTERFACE if self.catalog.is_interface(cls) else Kind.OBJECT
        return class_definition(
            kind, cls, "", about_class(cls), outputs=self._outputs(cls), interfaces=self._interfaces(cls)
        )

    def itself(self, cls: Class) -> Definition | None:
        if cls.abstract or not self.catalog.is_interface(cls):
            return None
        text = f"A {cls.name} that is of no class that extends it."
        interfaces = (cls.name, *self._interfaces(cls))
        return class_definition(
            Kind.OBJECT, cls, n.ITSELF, text, outputs=self._outputs(cls, only_itself=True), interfaces=interfaces
        )

    def _interfaces(self, cls: Class) -> tuple[str, ...]:
        return (*(head.name for head in self.catalog.ancestors(cls.id)), n.NODE)

    def snapshot(self, cls: Class) -> Definition:
        kind = Kind.INTERFACE if self.catalog.is_interface(cls) else Kind.OBJECT
        return self._snapshot(kind, cls, "", self._interfaces(cls))

    def itself_snapshot(self, cls: Class) -> Definition | None:
        itself = self.itself(cls)
        return itself and self._snapshot(itself.kind, cls, n.ITSELF, itself.interfaces)

    def _snapshot(self, kind: Kind, cls: Class, suffix: str, interfaces: tuple[str, ...]) -> Definition:
        """Without an id, which caches of clients tell things by; and without lists, which no log row has."""
        fields = [Output(o.name, o.type, o.source, (), o.description) for o in self._system_outputs(cls)[1:]]
        fields += [self._value(field, about(field)) for field in cls.named_fields.values() if not field.is_many]
        above = tuple(map(snapshot_name, interfaces))
        text = f"A {cls.name} as it was at a moment. It is not the thing itself: it has no id."
        return class_definition(kind, cls, suffix + n.SNAPSHOT, text, outputs=outputs(fields), interfaces=above)

    def _outputs(self, cls: Class, only_itself: bool = False) -> dict[str, Output]:
        fields = list(self._system_outputs(cls))
        family = [cls] if only_itself or not self.catalog.is_interface(cls) else self.catalog.concrete(cls.id)
        for field in cls.named_fields.values():
            fields.append(self._output(cls, field, family))
            if field.is_many and field.target and self._is_counted(field.target):
                fields.append(self._figures(fields[-1], field.target))
            if not field.is_many and field.target and field.target == field.defined_in:
                text = f"Its {field.name}, the {field.name} of that, and so on; nearest first."
                fields.append(self._steps(field.name + n.ANCESTORS, field.target, Ancestors(field), text))
        above = {cls.id, *(head.id for head in self.catalog.ancestors(cls.id))}
        for inverse in cls.inverses.values():
            text = f"Things of {inverse.class_name} whose {inverse.field} is this."
            connection = inverse.class_name + n.CONNECTION + "!"
            fields.append(Output(inverse.name, connection, Inverted(inverse), self.list_args(inverse.class_name), text))
            if self._is_counted(inverse.class_name):
                fields.append(self._figures(fields[-1], inverse.class_name))
            if inverse.class_id in above and self.is_of_one(inverse):
                text = f"Its {inverse.name}, the {inverse.name} of those, and so on; nearest first."
                name = inverse.name + n.DESCENDANTS
                fields.append(self._steps(name, inverse.class_name, Descendants(inverse), text))
        return outputs(fields)

    def _is_counted(self, class_name: str) -> bool:
        """Are there figures of its things?"""
        if not self.catalog.is_masked:
            return True
        mask = self.catalog.named(class_name).mask
        return mask is None or "aggregate" in mask.verbs

    def is_of_one(self, inverse: Inverse) -> bool:
        """Does each thing refer to one at most? (An imaginary class has no such field.)"""
        field = self.catalog.class_of(inverse.class_id).fields.get(inverse.field)
        return field is None or not field.is_many

    @staticmethod
    def _figures(listed: Output, class_name: str) -> Output:
        """What stands beside a list: the aggregates of its things."""
        args, text = AggregateTypes.args(class_name), f"Figures of {listed.name}, in groups."
        kind = f"[{class_name}{n.AGGREGATE}!]!"
        return Output(listed.name + n.AGGREGATE, kind, Figures(listed.source), args, text, listed.deprecated)

    def _steps(self, name: str, class_name: str, source: Ancestors | Descendants, text: str) -> Output:
        return Output(name, f"{class_name}{n.CONNECTION}!", source, (_DEPTH, *self.list_args(class_name)), text)

    def _output(self, cls: Class, field: Field, family: list[Class]) -> Output:
        text = about(field)
        if field.is_many:
            args = self.list_args(field.target) if field.target else (_FIRST, _OFFSET)
            connection = (field.target or "Node") + n.CONNECTION + "!"
            return Output(field.name, connection, ToMany(field), args, text, field.deprecated, field)
        output = self._value(field, text)
        sure = "!" if self._is_sure(cls, field, family) else ""
        return output._replace(type=output.type + sure, ruled=field)

    @staticmethod
    def _value(field: Field, text: str | None) -> Output:
        """Of a field that is not a list; it may be null."""
        if field.is_reference:
            return Output(field.name, field.target or n.NODE, ToOne(field), (), text, field.deprecated)
        return Output(field.name, scalar_of(field), Column(field), (), text, field.deprecated)

    def _is_sure(self, cls: Class, field: Field, family: list[Class]) -> bool:
        """Can the field never be null? family: the classes whose things a type stands for."""
        name = field.own_name
        if len(family) == 1 and family[0] is cls:
            return field.non_null
        if family:
            return all(name in c.fields and c.fields[name].non_null for c in family)
        # An abstract class without descendants: the interfaces that it implements must not be surer than it is.
        above = (self.catalog.class_of(head.id) for head in self.catalog.ancestors(cls.id))
        return field.non_null or any(
            self._is_sure(parent, parent.fields[name], self.catalog.concrete(parent.id))
            for parent in above
            if name in parent.fields
        )

    def list_args(self, class_name: str) -> tuple[Input, ...]:
        return (
            *_PAGE,
            Input("filter", class_name + n.FILTER, "Which ones. Default: all."),
            Input("find", FIND, "The best of these by words and vectors, in that order by default."),
            Input("orderBy", f"[{class_name}{n.ORDER_BY}!]", "In which order; the id decides among equals."),
            Input("distinctOn", f"[{class_name}{n.DISTINCT_ON}!]", "Only the first of those that are equal in these."),
        )

    def connection(self, cls: Class) -> Definition:
        fields = outputs(
            [
                Output("nodes", f"[{cls.name}!]!", Part("nodes"), (), "The things of this page."),
                Output("edges", f"[{cls.name}{n.EDGE}!]!", Part("edges"), (), "The same with a cursor for each."),
                Output("pageInfo", "PageInfo!", Part("pageInfo"), (), "Where this page stands."),
                Output(
                    "totalCount", "Int!", Part("totalCount"), (), "How many there are in all, by a count of its own."
                ),
                *([_REFRESHED_AT] if cls.rollup is not None else []),
            ]
        )
        return class_definition(Kind.OBJECT, cls, n.CONNECTION, f"A page of {cls.plural}.", outputs=fields)

    def edge(self, cls: Class) -> Definition:
        fields = outputs(
            [
                Output("cursor", "String!", Part("cursor"), (), "Pass it as after or before, with the same orderBy."),
                Output("node", f"{cls.name}!", Part("node")),
                Output(
                    "depth", "Int", Part("depth"), (), "How many steps away an ancestor or descendant is; else null."
                ),
                Output(
                    "highlights",
                    f"[{HIGHLIGHT}!]!",
                    Part("highlights"),
                    (),
                    "Each field that the filter searches for words, with those that it found marked.",
                ),
            ]
        )
        return class_definition(Kind.OBJECT, cls, n.EDGE, outputs=fields)

    def batch(self, cls: Class) -> Definition:
        fields = outputs(
            [
                Output("count", "Int!", Part("count"), (), "How many things were written."),
                Output("nodes", f"[{cls.name}!]!", Part("nodes"), (), "The things, in the order of the input."),
                Output("outcomes", f"[{WRITE_OUTCOME}!]!", Part("outcomes"), (), "What became of each, in that order."),
            ]
        )
        return class_definition(Kind.OBJECT, cls, n.BATCH, "What a write of many things did.", outputs=fields)

    def event(self, cls: Class) -> Definition:
        text = f"A change of a {cls.name}."
        return class_definition(Kind.OBJECT, cls, n.EVENT, text, outputs=event_outputs(cls.name, cls.name + n.SNAPSHOT))
