"""The GraphQL types of one class. Pure: a definition is a function of the catalog."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from py_api.catalog.model import Catalog, Class, Field, FieldType, Unique
from py_api.schema import naming as n
from py_api.schema.definitions import Definition, EnumValue, Input, Kind, Output, inputs, outputs
from py_api.schema.literals import literal
from py_api.schema.sources import AggregatePart, Column, Inverted, KeyPart, Part, ToMany, ToOne
from py_api.schema.statics import (
    ON_CONFLICT,
    ORDER_DIRECTION,
    SYSTEM,
    WRITE_OUTCOME,
    aggregate_scalar,
    event_outputs,
    filter_inputs,
    filter_name,
)


def system_fields(types: Mapping[str, FieldType]) -> dict[str, Field]:
    """The fields that every class has, as fields of the catalog; id 0."""
    found = {}
    for name, column, type_name, text in SYSTEM:
        kind = replace(types["uuid"], scalar="ID", category="uuid") if name == "id" else types[type_name]
        found[name] = Field(
            0, name, kind, column, None, None, None, "", False, True, False, {}, {}, (), None, None, text, None, None
        )  # fmt: skip
    return found


def scalar_of(field: Field) -> str:
    """The GraphQL type of a value, its enum put in: "Int", "ProductState", "[ProductTag!]"."""
    return field.type.scalar.replace("Enum", n.enum_name(field)) if "Enum" in field.type.scalar else field.type.scalar


def is_sortable(field: Field) -> bool:
    return field.column is not None and field.type.category not in ("json", "list", "geometry", "vector", "reference")


def filter_type(field: Field) -> str:
    """The filter of a field with a column that is no reference to a class."""
    match field.type.scalar:
        case "Enum":
            return n.enum_name(field) + n.FILTER
        case "[Enum!]":
            return n.enum_name(field) + n.LIST_FILTER
    return filter_name(field.type, field.searchable and field.type.searchable)


def snapshot_name(thing: str) -> str:
    """The type of the snapshots of things of a type."""
    return n.ANY_SNAPSHOT if thing == n.NODE else thing + n.SNAPSHOT


# Types of an enum, by what follows its name.
ENUM_TYPES = ("", n.FILTER, n.LIST_FILTER)

# Types of a class that only mutations lead to; so do the inputs that lack a reference.
WRITING = frozenset(
    (n.BATCH, n.CREATE_INPUT, n.UPDATE_INPUT, n.LINK_INPUT, n.LINKS_INPUT, n.UNIQUE, n.UPSERT_INPUT, n.UPDATE_ITEM)
)


def has_input_without(cls: Class, field: Field) -> bool:
    """Is there an input of the class that lacks this reference? (Inverses are those of the class that defines it.)"""
    return field.is_reference and field.must_be_given and bool(field.target) and not (field.inherited or cls.abstract)


class ClassTypes:
    """Makes the definitions of a catalog's classes."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.system = system_fields(catalog.types)
        self._system_outputs = [
            Output(f.name, scalar_of(f) + "!", Column(f), (), f.description) for f in self.system.values()
        ]
        self.makers: Mapping[str, Callable[[Class], Definition | None]] = {
            "": self.thing,
            n.ITSELF: self.itself,
            n.SNAPSHOT: self.snapshot,
            n.ITSELF + n.SNAPSHOT: self.itself_snapshot,
            n.CONNECTION: self.connection,
            n.EDGE: self.edge,
            n.BATCH: self.batch,
            n.FILTER: self.filter,
            n.LIST_FILTER: self.list_filter,
            n.ORDER_BY: self.order_by,
            n.AGGREGATE: self.aggregate,
            n.AGGREGATE_FIELDS: self.aggregate_fields,
            n.AGGREGATE + n.ORDER_BY: self.aggregate_order_by,
            n.AGGREGATE_FIELDS + n.ORDER_BY: self.aggregate_fields_order_by,
            n.KEY: self.key,
            n.GROUP_BY: self.group_by,
            n.HAVING: self.having,
            n.HAVING_FIELDS: self.having_fields,
            n.CREATE_INPUT: self.create_input,
            n.UPDATE_INPUT: self.update_input,
            n.UPSERT_INPUT: self.upsert_input,
            n.UPDATE_ITEM: self.update_item,
            n.LINK_INPUT: self.link_input,
            n.LINKS_INPUT: self.links_input,
            n.UNIQUE: self.unique,
            n.UNIQUE_INPUT: self.unique_input,
            n.EVENT: self.event,
        }

    # --- finding ------------------------------------------------------------------------------------------------

    def of_snapshot(self, name: str) -> str | None:
        """The type of the things that a type of snapshots is of; None where the name is of no such type."""
        if name == n.ANY_SNAPSHOT:
            return n.NODE
        thing = name.removesuffix(n.SNAPSHOT)
        return thing if thing != name and name not in self.catalog else None

    def subtypes(self, interface: str) -> Iterator[str]:
        """Names of the object types that implement an interface, oldest class first."""
        thing, catalog = self.of_snapshot(interface), self.catalog
        above = thing or interface
        ids = sorted(catalog.heads if above == n.NODE else catalog.family(catalog.by_name[above].id))
        for head in map(catalog.heads.__getitem__, ids):
            if not head.abstract:
                yield catalog.type_name(head) + (n.SNAPSHOT if thing else "")

    def define(self, name: str) -> Definition | None:
        """The definition of this name, if a class has it. Raises NotLoaded."""
        for suffix, maker in self.makers.items():
            base = name.removesuffix(suffix)
            if (base != name or not suffix) and base in self.catalog:
                found = maker(self.catalog.named(base))
                if found is not None:
                    return found
        return self._lacking(name) or self._of_member(name)

    def of_class(self, cls: Class, writes: bool = True) -> Iterator[Definition]:
        """All definitions that a class brings along; without `writes` those that queries lead to."""
        for suffix, maker in self.makers.items():
            if (writes or suffix not in WRITING) and (found := maker(cls)) is not None:
                yield found
        yield from self.of_members(cls, writes)

    def of_members(self, cls: Class, writes: bool) -> Iterator[Definition]:
        """Those that its enums and its unique combinations bring along."""
        for field, suffixes in self.brought_enums(cls):
            yield from self.enums(cls, field, suffixes)
        for field in cls.named_fields.values():
            if writes and has_input_without(cls, field):
                yield from self.inputs_without(cls, field)
        for unique in cls.combinations:
            yield self.combination(cls, unique)

    def is_for_writing(self, definition: Definition) -> bool:
        """Is this one of those that only mutations lead to? (Inputs of things end so, those of conditions do not.)"""
        if definition.kind is Kind.INPUT:
            read = definition.class_id is not None and definition.name.endswith(n.UNIQUE_INPUT)
            return definition.name.endswith("Input") and not read
        if definition.class_id is None:
            return definition.name in (ON_CONFLICT, WRITE_OUTCOME)
        name = self.catalog.heads[definition.class_id].name
        return definition.name in {name + suffix for suffix in WRITING}

    def all_fields(self, cls: Class) -> dict[str, Field]:
        """System fields and fields, by API name."""
        return {**self.system, **cls.fields}

    def named_fields(self, cls: Class) -> dict[str, Field]:
        """The same, and fields by their former names."""
        return {**self.system, **cls.named_fields}

    def _of_member(self, name: str) -> Definition | None:
        for suffix in ENUM_TYPES:
            enum = name.removesuffix(suffix)
            owner = self.catalog.enums.get(f"[{enum}]" if suffix == n.LIST_FILTER else enum)
            if owner is not None and name == enum + suffix:
                cls = self.catalog.class_of(owner)
                field = next(f for f in cls.fields.values() if f.enum == enum)
                return next(self.enums(cls, field, (suffix,)))
        for length in range(len(name) - 1, 0, -1):
            if name[:length] in self.catalog:
                cls = self.catalog.named(name[:length])
                for unique in cls.combinations:
                    if name == n.unique_name(cls, unique):
                        return self.combination(cls, unique)
                for field, suffixes in self.brought_enums(cls):
                    if field.enum is None and name.startswith(n.enum_name(field)):
                        for definition in self.enums(cls, field, suffixes):
                            if definition.name == name:
                                return definition
        return None

    def brought_enums(self, cls: Class) -> Iterator[tuple[Field, tuple[str, ...]]]:
        """The fields whose enums a class brings along, each with what follows the enum's name in those types.

        An enum that fields share comes with one class only.
        """
        brought: set[str] = set()
        for field in cls.named_fields.values():
            if field.inherited or "Enum" not in field.type.scalar:
                continue
            suffixes: tuple[str, ...] = ENUM_TYPES if field.type.scalar == "[Enum!]" else ENUM_TYPES[:2]
            if field.enum is not None:
                of, owners = field.enum, self.catalog.enums
                suffixes = (*(s for s in suffixes if of + s not in brought
                              and owners.get(f"[{of}]" if s == n.LIST_FILTER else of) == cls.id),)  # fmt: skip
                brought |= {of + suffix for suffix in suffixes}
            if suffixes:
                yield field, suffixes

    def enums(self, cls: Class, field: Field, suffixes: tuple[str, ...]) -> Iterator[Definition]:
        """Definitions that an enum brings along."""
        name = n.enum_name(field)
        for suffix in suffixes:
            if not suffix:
                values = tuple(EnumValue(value) for value in field.params.get("values", ()))
                yield Definition(Kind.ENUM, name, about_enum(field), values=values, class_id=cls.id)
                continue
            # Aggregates and groups compare single values, whatever the field holds.
            of = self.catalog.types["multiselect" if suffix == n.LIST_FILTER else "select"]
            yield Definition(Kind.INPUT, name + suffix, inputs=filter_inputs(of, name), class_id=cls.id)

    # --- things -------------------------------------------------------------------------------------------------

    def _definition(self, kind: Kind, cls: Class, suffix: str, text: str | None = None, **parts: object) -> Definition:
        return Definition(kind, cls.name + suffix, text, class_id=cls.id, **parts)  # type: ignore[arg-type]

    def thing(self, cls: Class) -> Definition:
        kind = Kind.INTERFACE if self.catalog.is_interface(cls) else Kind.OBJECT
        return self._definition(
            kind, cls, "", about_class(cls), outputs=self._outputs(cls), interfaces=self._interfaces(cls)
        )

    def itself(self, cls: Class) -> Definition | None:
        if cls.abstract or not self.catalog.is_interface(cls):
            return None
        text = f"A {cls.name} that is of no class that extends it."
        interfaces = (cls.name, *self._interfaces(cls))
        return self._definition(
            Kind.OBJECT, cls, n.ITSELF, text, outputs=self._outputs(cls, only_itself=True), interfaces=interfaces
        )

    def _interfaces(self, cls: Class) -> tuple[str, ...]:
        return (*(head.name for head in self.catalog.ancestors(cls.id)), n.NODE)

    def snapshot(self, cls: Class) -> Definition:
        kind = Kind.INTERFACE if self.catalog.is_interface(cls) else Kind.OBJECT
        return self._snapshot(kind, cls, "", self._interfaces(cls))

    def itself_snapshot(self, cls: Class) -> Definition | None:
        of = self.itself(cls)
        return of and self._snapshot(of.kind, cls, n.ITSELF, of.interfaces)

    def _snapshot(self, kind: Kind, cls: Class, suffix: str, interfaces: tuple[str, ...]) -> Definition:
        """Without an id, which caches of clients tell things by; and without lists, which no log row has."""
        found = [Output(o.name, o.type, o.source, (), o.description) for o in self._system_outputs[1:]]
        found += [self._value(field, about(field)) for field in cls.named_fields.values() if not field.is_many]
        above = tuple(map(snapshot_name, interfaces))
        text = f"A {cls.name} as it was at a moment. It is not the thing itself: it has no id."
        return self._definition(kind, cls, suffix + n.SNAPSHOT, text, outputs=outputs(found), interfaces=above)

    def _outputs(self, cls: Class, only_itself: bool = False) -> dict[str, Output]:
        found = list(self._system_outputs)
        family = [cls] if only_itself or not self.catalog.is_interface(cls) else self.catalog.concrete(cls.id)
        found += [self._output(cls, field, family) for field in cls.named_fields.values()]
        for inverse in cls.inverses.values():
            text = f"Things of {inverse.class_name} whose {inverse.field} is this."
            connection = inverse.class_name + n.CONNECTION + "!"
            found.append(Output(inverse.name, connection, Inverted(inverse), self.list_args(inverse.class_name), text))
        return outputs(found)

    def _output(self, cls: Class, field: Field, family: list[Class]) -> Output:
        text = about(field)
        if field.is_many:
            args = self.list_args(field.target) if field.target else (_FIRST, _OFFSET)
            connection = (field.target or "Node") + n.CONNECTION + "!"
            return Output(field.name, connection, ToMany(field), args, text, field.deprecated, field)
        found = self._value(field, text)
        sure = "!" if self._is_sure(cls, field, family) else ""
        return found._replace(type=found.type + sure, ruled=field)

    @staticmethod
    def _value(field: Field, text: str | None) -> Output:
        """Of a field that is no list; it may be null."""
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
            Input("orderBy", f"[{class_name}{n.ORDER_BY}!]", "In which order; the id decides among equals."),
        )

    def connection(self, cls: Class) -> Definition:
        found = outputs(
            [
                Output("nodes", f"[{cls.name}!]!", Part("nodes"), (), "The things of this page."),
                Output("edges", f"[{cls.name}{n.EDGE}!]!", Part("edges"), (), "The same with a cursor for each."),
                Output("pageInfo", "PageInfo!", Part("pageInfo"), (), "Where this page stands."),
                Output(
                    "totalCount", "Int!", Part("totalCount"), (), "How many there are in all, by a count of its own."
                ),
            ]
        )
        return self._definition(Kind.OBJECT, cls, n.CONNECTION, f"A page of {cls.plural}.", outputs=found)

    def edge(self, cls: Class) -> Definition:
        found = outputs(
            [
                Output("cursor", "String!", Part("cursor"), (), "Pass it as after or before, with the same orderBy."),
                Output("node", f"{cls.name}!", Part("node")),
            ]
        )
        return self._definition(Kind.OBJECT, cls, n.EDGE, outputs=found)

    def batch(self, cls: Class) -> Definition:
        found = outputs(
            [
                Output("count", "Int!", Part("count"), (), "How many things were written."),
                Output("nodes", f"[{cls.name}!]!", Part("nodes"), (), "The things, in the order of the input."),
                Output("outcomes", f"[{WRITE_OUTCOME}!]!", Part("outcomes"), (), "What became of each, in that order."),
            ]
        )
        return self._definition(Kind.OBJECT, cls, n.BATCH, "What a write of many things did.", outputs=found)

    def event(self, cls: Class) -> Definition:
        text = f"A change of a {cls.name}."
        return self._definition(Kind.OBJECT, cls, n.EVENT, text, outputs=event_outputs(cls.name, cls.name + n.SNAPSHOT))

    # --- filters and orders -------------------------------------------------------------------------------------

    def filter(self, cls: Class) -> Definition:
        me = cls.name + n.FILTER
        found = [
            Input("and", f"[{me}!]", "All of these hold.", source="and"),
            Input("or", f"[{me}!]", "At least one of these holds.", source="or"),
            Input("not", me, "This does not hold.", source="not"),
            Input("isNull", "Boolean", "There is no such thing: the reference points to nothing.", source="isNull"),
        ]
        found += [
            Input(f.name, self._filter_of(f), source=f, deprecated=f.deprecated)
            for f in self.named_fields(cls).values()
        ]
        found += [Input(i.name, i.class_name + n.LIST_FILTER, source=i) for i in cls.inverses.values()]
        return self._definition(
            Kind.INPUT, cls, n.FILTER, f"Which {cls.plural}. All that is said must hold.", inputs=inputs(found)
        )

    def _filter_of(self, field: Field) -> str:
        if field.is_many:
            return (field.target or "ID") + n.LIST_FILTER
        if field.is_reference:
            return (field.target or "ID") + n.FILTER
        return filter_type(field)

    def list_filter(self, cls: Class) -> Definition:
        one = cls.name + n.FILTER
        found = inputs(
            [
                Input("some", one, "At least one is so.", source="some"),
                Input("every", one, "None is otherwise.", source="every"),
                Input("none", one, "None is so.", source="none"),
            ]
        )
        return self._definition(Kind.INPUT, cls, n.LIST_FILTER, inputs=found)

    def order_by(self, cls: Class) -> Definition:
        found = []
        for field in self.named_fields(cls).values():
            if is_sortable(field):
                found.append(Input(field.name, ORDER_DIRECTION, source=field, deprecated=field.deprecated))
            elif field.is_reference and not field.is_many and field.target:
                found.append(Input(field.name, field.target + n.ORDER_BY, source=field, deprecated=field.deprecated))
            elif field.type.category == "geometry":
                found.append(Input(field.name, "GeoJSONOrderBy", source=field, deprecated=field.deprecated))
            elif field.type.category == "vector":
                found.append(Input(field.name, "VectorOrderBy", source=field, deprecated=field.deprecated))
        text = "What to sort by: one key an object, the first key first."
        return self._definition(Kind.INPUT, cls, n.ORDER_BY, text, inputs=inputs(found))

    # --- aggregates ---------------------------------------------------------------------------------------------

    def _measured(self, cls: Class) -> Iterable[Field]:
        """(Not the id: a group is no thing, and caches of clients take for one what has an id.)"""
        fields = (field for name, field in self.named_fields(cls).items() if name != "id")
        return (f for f in fields if f.column is not None and f.type.category != "vector")

    def aggregate(self, cls: Class) -> Definition:
        found = outputs(
            [
                Output("key", cls.name + n.KEY, Part("key"), (), "What the things of the group have in common."),
                Output("count", "Int!", Part("count"), (), "How many things."),
                Output("fields", f"{cls.name}{n.AGGREGATE_FIELDS}!", Part("fields")),
            ]
        )
        return self._definition(Kind.OBJECT, cls, n.AGGREGATE, f"Figures of a group of {cls.plural}.", outputs=found)

    def aggregate_fields(self, cls: Class) -> Definition:
        found = outputs(
            Output(f.name, f"{aggregate_scalar(f.type)}Aggregate!", AggregatePart(f)) for f in self._measured(cls)
        )
        return self._definition(Kind.OBJECT, cls, n.AGGREGATE_FIELDS, outputs=found)

    def aggregate_order_by(self, cls: Class) -> Definition:
        found = inputs(
            [
                Input("count", ORDER_DIRECTION, source="count"),
                Input("key", cls.name + n.GROUP_BY, "By this key, ascending.", source="key"),
                Input("fields", cls.name + n.AGGREGATE_FIELDS + n.ORDER_BY, source="fields"),
            ]
        )
        return self._definition(Kind.INPUT, cls, n.AGGREGATE + n.ORDER_BY, inputs=found)

    def aggregate_fields_order_by(self, cls: Class) -> Definition:
        found = inputs(
            Input(f.name, f"{aggregate_scalar(f.type)}AggregateOrderBy", source=f) for f in self._measured(cls)
        )
        return self._definition(Kind.INPUT, cls, n.AGGREGATE_FIELDS + n.ORDER_BY, inputs=found)

    def _grouped(self, cls: Class) -> Iterable[Field]:
        return (f for f in self._measured(cls) if f.type.category not in ("json", "geometry"))

    def key(self, cls: Class) -> Definition:
        found = outputs(Output(f.name, scalar_of(f), KeyPart(f)) for f in self._grouped(cls))
        return self._definition(Kind.OBJECT, cls, n.KEY, outputs=found)

    def group_by(self, cls: Class) -> Definition:
        values = tuple(EnumValue(f.name) for f in self._grouped(cls))
        return self._definition(Kind.ENUM, cls, n.GROUP_BY, values=values)

    def having(self, cls: Class) -> Definition:
        found = inputs(
            [
                Input("count", "IntFilter", source="count"),
                Input("fields", cls.name + n.HAVING_FIELDS, source="fields"),
            ]
        )
        return self._definition(Kind.INPUT, cls, n.HAVING, "Which groups.", inputs=found)

    def having_fields(self, cls: Class) -> Definition:
        found = inputs(Input(f.name, f"{aggregate_scalar(f.type)}Having", source=f) for f in self._measured(cls))
        return self._definition(Kind.INPUT, cls, n.HAVING_FIELDS, inputs=found)

    # --- inputs of mutations ------------------------------------------------------------------------------------

    def create_input(self, cls: Class) -> Definition | None:
        if cls.abstract:
            return None
        own_id = Input("id", "ID", "Its id, where you choose it: a UUID that no thing has.", source=self.system["id"])
        found = inputs([own_id, *self._inputs(cls, creating=True).values()])
        found.pop(_NOTHING.name, None)
        return self._definition(Kind.INPUT, cls, n.CREATE_INPUT, f"A new {cls.name}.", inputs=found)

    def inputs_without(self, cls: Class, field: Field) -> tuple[Definition, Definition]:
        """The inputs of what is made inside the input of what it refers to: a required reference is known there."""
        created = self.create_input(cls)
        assert created is not None
        name = n.without(cls.name, field.name)
        text = f"A new {cls.name}, made in the input of what its {field.name} is."
        found = {key: each for key, each in created.inputs.items() if key != field.name}
        one = replace(created, name=name + n.CREATE_INPUT, description=text, inputs=found)
        links = self.links_input(cls)
        create = links.inputs["create"]._replace(type=f"[{one.name}!]")
        return one, replace(links, name=name + n.LINKS_INPUT, inputs={**links.inputs, "create": create})

    def _lacking(self, name: str) -> Definition | None:
        """One of these, by its name."""
        for suffix in (n.CREATE_INPUT, n.LINKS_INPUT):
            whole = name.removesuffix(suffix)
            place = whole.find(n.WITHOUT) if whole != name else -1
            while place > 0:
                if whole[:place] in self.catalog:
                    cls = self.catalog.named(whole[:place])
                    for field in cls.fields.values():
                        if has_input_without(cls, field) and n.without(cls.name, field.name) == whole:
                            return self.inputs_without(cls, field)[suffix == n.LINKS_INPUT]
                place = whole.find(n.WITHOUT, place + 1)
        return None

    def update_input(self, cls: Class) -> Definition:
        found = self._inputs(cls, creating=False)
        text = f"What to change of a {cls.name}: what is absent stays, null takes a value away."
        return self._definition(Kind.INPUT, cls, n.UPDATE_INPUT, text, inputs=found)

    def upsert_input(self, cls: Class) -> Definition | None:
        if cls.abstract:
            return None
        own_id = Input("id", "ID", "Its id: of the one to change, or for the new one.", source=self.system["id"])
        found = inputs([own_id, *self._inputs(cls, creating=False).values()])
        found.pop(_NOTHING.name, None)
        text = f"A new {cls.name}, or what to change of the one of the same key: what it has already may be absent."
        return self._definition(Kind.INPUT, cls, n.UPSERT_INPUT, text, inputs=found)

    def update_item(self, cls: Class) -> Definition:
        found = [
            Input("id", "ID", "Which one; or by."),
            Input("by", cls.name + n.UNIQUE_INPUT, "Which one, by a key that is unique; or id."),
            Input("version", "Int", "The version that you have seen: VERSION_CONFLICT when there is another by now."),
            Input("input", f"{cls.name}{n.UPDATE_INPUT}!", "What to change of it."),
        ]
        text = f"One {cls.name}, and what to change of it."
        return self._definition(Kind.INPUT, cls, n.UPDATE_ITEM, text, inputs=inputs(found))

    def _inputs(self, cls: Class, creating: bool) -> dict[str, Input]:
        found = [self._input(field, creating) for field in cls.named_fields.values()]
        return inputs([*found, *self._inverse_inputs(cls)] or [_NOTHING])

    def _inverse_inputs(self, cls: Class) -> Iterator[Input]:
        for inverse in cls.inverses.values():
            text = f"Things of {inverse.class_name} whose {inverse.field} is this."
            of = n.without(inverse.class_name, inverse.field) if inverse.required else inverse.class_name
            yield Input(inverse.name, of + n.LINKS_INPUT, text, source=inverse)

    def _input(self, field: Field, creating: bool) -> Input:
        if field.is_many:
            kind = (field.target or "Node") + n.LINKS_INPUT
        elif field.is_reference:
            kind = (field.target or "Node") + n.LINK_INPUT
        else:
            kind = scalar_of(field)
        kind += "!" if creating and field.must_be_given else ""
        default = None
        if creating and field.default is not None and not field.is_reference:
            default = literal(field.default, enum="Enum" in field.type.scalar)
        deprecated = None if kind.endswith("!") else field.deprecated  # what must be given cannot be deprecated
        return Input(field.name, kind, about(field), default, deprecated, field, field)

    def _creates(self, cls: Class) -> bool:
        return not cls.abstract

    def link_input(self, cls: Class) -> Definition:
        found = [Input("connect", cls.name + n.UNIQUE_INPUT, "A thing that is there.", source="connect")]
        if self._creates(cls):
            found.append(Input("create", cls.name + n.CREATE_INPUT, "A new one.", source="create"))
        found.append(Input("disconnect", "Boolean", "To nothing any more.", source="disconnect"))
        return self._definition(
            Kind.INPUT, cls, n.LINK_INPUT, f"What a reference to a {cls.name} points to.", inputs=inputs(found)
        )

    def links_input(self, cls: Class) -> Definition:
        several = f"[{cls.name}{n.UNIQUE_INPUT}!]"
        found = [Input("connect", several, "Things that are there, as well.", source="connect")]
        if self._creates(cls):
            found.append(Input("create", f"[{cls.name}{n.CREATE_INPUT}!]", "New ones, as well.", source="create"))
        found += [
            Input("disconnect", several, "These no more.", source="disconnect"),
            Input("set", several, "Exactly these.", source="set"),
        ]
        return self._definition(Kind.INPUT, cls, n.LINKS_INPUT, inputs=inputs(found))

    def unique(self, cls: Class) -> Definition | None:
        if cls.abstract:
            return None
        values = tuple(
            EnumValue(key, None if key == fields[0] else f"{', '.join(fields)} together")
            for key, fields in cls.unique_keys.items()
        )
        values += tuple(map(EnumValue, cls.former_keys))
        return self._definition(Kind.ENUM, cls, n.UNIQUE, "What an upsert goes by.", values=values)

    def unique_input(self, cls: Class) -> Definition:
        found = [self.key_input(field) for name, field in self.all_fields(cls).items() if cls.is_key(name)]
        found += map(self.key_input, cls.former_keys.values())
        found += [self.combination_input(cls, unique) for unique in cls.combinations]
        text = f"One {cls.name}, by its id or another key that is unique."
        return self._definition(Kind.INPUT, cls, n.UNIQUE_INPUT, text, inputs=inputs(found), one_of=True)

    def key_input(self, field: Field) -> Input:
        """A unique field as something to look for."""
        kind = "ID" if field.is_reference else scalar_of(field)
        return Input(field.name, kind, about(field), None, field.deprecated, field)

    def combination_input(self, cls: Class, unique: Unique) -> Input:
        return Input(unique.name, n.unique_name(cls, unique), f"{', '.join(unique.fields)} together.", source=unique)

    def combination(self, cls: Class, unique: Unique) -> Definition:
        found = [self.key_input(cls.fields[name]) for name in unique.fields]
        found = [
            each if cls.fields[each.name].aliases else each._replace(type=each.type + "!", deprecated=None)
            for each in found
        ]
        found += [self.key_input(former) for name in unique.fields for former in cls.fields[name].former]
        name = n.unique_name(cls, unique)
        text = f"Values of {', '.join(unique.fields)}, which are unique together."
        return Definition(Kind.INPUT, name, text, inputs=inputs(found), class_id=cls.id)


_FIRST = Input("first", "Int", "At most so many, from the front.")
_OFFSET = Input("offset", "Int", "Leave out so many first.")
_PAGE = (
    _FIRST,
    Input("after", "String", "Only what comes after this cursor."),
    Input("last", "Int", "At most so many, from the end."),
    Input("before", "String", "Only what comes before this cursor."),
    _OFFSET,
)
# GraphQL has no input object without fields.
_NOTHING = Input("_", "Boolean", "The class has no fields yet: {} says all that there is to say.")


def about_enum(field: Field) -> str | None:
    """The description of an enum: its own, or that of the one field that it is of."""
    return field.description or field.label if field.enum is None else field.enum_description


def about(field: Field) -> str | None:
    """The description of a field: what its author says, and its rules in words."""
    texts = [text for text in (field.label, field.description) if text]
    if field.messages:
        texts.append(f"Rules: {'; '.join(field.messages)}.")
    return "\n\n".join(texts) or None


def about_class(cls: Class) -> str | None:
    """The description of a class's type."""
    checks = ", ".join(cls.checks)
    text = [
        cls.label,
        cls.description,
        cls.deprecated and f"Deprecated: {cls.deprecated}",
        checks and f"Checks: {checks}.",
    ]
    return "\n\n".join(t for t in text if t) or None
