"""All that a schema has, for what is written of the whole: introspection and SDL."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any, NamedTuple

from graphql import (
    GraphQLEnumType,
    GraphQLNamedType,
    GraphQLObjectType,
    introspection_types,
    print_ast,
    specified_scalar_types,
)
from graphql.utilities.get_default_value_ast import get_default_value_ast

from py_api.catalog.model import Class, NotLoaded
from py_api.principal import ROLES, Role
from py_api.schema import admin_fields, root_fields
from py_api.schema import naming as n
from py_api.schema.definitions import Definition, EnumValue, Input, Kind, Output, named, outputs
from py_api.schema.directives import DIRECTIVES
from py_api.schema.lazy_schema import ApiSchema

# Of the types of a class, by what follows its name.
KINDS: Mapping[str, Kind] = {
    **dict.fromkeys((n.ITSELF, n.ITSELF + n.SNAPSHOT, n.CONNECTION, n.EDGE, n.BATCH, n.EVENT), Kind.OBJECT),
    **dict.fromkeys((n.AGGREGATE, n.AGGREGATE_FIELDS, n.KEY), Kind.OBJECT),
    **dict.fromkeys((n.DISTINCT_ON, n.UNIQUE), Kind.ENUM),
    **dict.fromkeys((n.FILTER, n.LIST_FILTER, n.ORDER_BY, n.LIST_ORDER_BY, n.HAVING, n.HAVING_FIELDS), Kind.INPUT),
    n.GROUP_BY: Kind.INPUT,
    **dict.fromkeys((n.AGGREGATE + n.ORDER_BY, n.AGGREGATE_FIELDS + n.ORDER_BY), Kind.INPUT),
    **dict.fromkeys((n.CREATE_INPUT, n.UPDATE_INPUT, n.LINK_INPUT, n.LINKS_INPUT, n.UNIQUE_INPUT), Kind.INPUT),
    n.UPSERT_INPUT: Kind.INPUT,
    n.UPDATE_ITEM: Kind.INPUT,
}


class Directive(NamedTuple):
    """The definition of a directive. locations: as __DirectiveLocation names them."""

    name: str
    description: str | None
    locations: tuple[str, ...]
    args: tuple[Input, ...]
    repeatable: bool
    deprecated: str | None


class CompleteSchema:
    """Every definition of a schema, class by class: what a role may use, and the types that this leads to."""

    def __init__(self, api: ApiSchema, role: Role = ROLES[-1]) -> None:
        self.api = api
        self.catalog = api.catalog
        self.role = role
        self.writes = self.may("editor")
        self._kinds: dict[str, Kind] = {d.name: d.kind for d in self.statics()}

    def may(self, role: str) -> bool:
        if self.role not in ROLES:  # (a mask decides: there is nothing else)
            return role in ROLES[:2]
        return role in ROLES[: ROLES.index(self.role) + 1]

    # --- parts --------------------------------------------------------------------------------------------------

    @cached_property
    def classes(self) -> list[Class]:
        """All classes by name, however the schema came about. Raises NotLoaded with all that are missing."""
        heads = [head for _, head in sorted(self.catalog.by_name.items())]
        if missing := sorted(head.id for head in heads if head.id not in self.catalog.entries):
            raise NotLoaded(missing)
        return [self.catalog.entries[head.id] for head in heads]

    def statics(self) -> Iterator[Definition]:
        """What does not depend on classes, root types included (with the fields that belong to no class)."""
        yield from map(self.root, self.api.roots)
        yield from filter(None, map(self.shown, self.api.statics.values()))
        yield from BUILT_IN.values()

    def root(self, name: str) -> Definition:
        """A root type without the fields of classes."""
        return Definition(Kind.OBJECT, name, outputs=self._usable(self.api.roots[name].values()))

    def root_outputs(self, name: str, cls: Class) -> list[Output]:
        """The fields that a class adds to a root type."""
        return [*self._usable(root_fields.fields_of(root_fields.SHAPES[name], self.api.classes, cls)).values()]

    def of_class(self, cls: Class) -> Iterator[Definition]:
        return self.api.classes.of_class(cls, self.writes)

    def _usable(self, fields: Iterable[Output]) -> dict[str, Output]:
        """(What of a type has no role is for all that see the type.)"""
        return outputs(field for field in fields if self.may(getattr(field.source, "role", None) or ROLES[0]))

    @cached_property
    def _administration(self) -> set[str]:
        """The types of the administration that its root fields lead to."""
        types, used = admin_fields.definitions(), set[str]()
        stack: list[Output | Input] = []
        for fields in self.api.roots.values():
            stack += self._usable(fields.values()).values()
        while stack:
            member = stack.pop()
            stack += member.args if isinstance(member, Output) else ()
            name = named(member.type)
            if name in types and name not in used:
                used.add(name)
                stack += [*self._usable(types[name].outputs.values()).values(), *types[name].inputs.values()]
        return used

    def shown(self, definition: Definition | None) -> Definition | None:
        """The definition as the role has it; None where nothing leads there."""
        if definition is None or self.role == ROLES[-1]:
            return definition
        if definition.name in admin_fields.definitions():
            if definition.name not in self._administration:
                return None
            return replace(definition, outputs=self._usable(definition.outputs.values()))
        return definition if self.writes or not self.api.classes.is_for_writing(definition) else None

    # --- by name ------------------------------------------------------------------------------------------------

    def define(self, name: str) -> Definition | None:
        """Any type of the schema. Raises NotLoaded: for a root type, with all classes that are missing."""
        if name in self.api.roots:
            fields = dict(self.root(name).outputs)
            for cls in self.classes:
                fields |= outputs(self.root_outputs(name, cls))
            return Definition(Kind.OBJECT, name, outputs=fields)
        return BUILT_IN.get(name) or self.shown(self.api.define(name))

    def kind(self, name: str) -> Kind:
        """The kind of an existing type. Raises NotLoaded for an enum of a class that is not loaded."""
        kind = self._kinds.get(name)
        if kind is None:
            kind = self._kinds[name] = self._kind(name)
        return kind

    def _kind(self, name: str) -> Kind:
        if (thing := self.api.classes.of_snapshot(name)) is not None and thing in self.catalog:
            name = thing
        if name in self.catalog:
            return Kind.INTERFACE if self.catalog.is_interface(self.catalog.by_name[name]) else Kind.OBJECT
        for suffix, kind in KINDS.items():
            if name.endswith(suffix) and name.removesuffix(suffix) in self.catalog:
                return kind
        definition = self.api.define(name)
        assert definition is not None, name
        return definition.kind

    def learn(self, name: str, kind: Kind) -> None:
        self._kinds[name] = kind

    def learn_enum(self, name: str) -> None:
        self.learn(name, Kind.ENUM)
        self._kinds[name + n.FILTER] = self._kinds[name + n.LIST_FILTER] = Kind.INPUT

    def learn_inputs_without(self, name: str) -> None:
        self._kinds[name + n.CREATE_INPUT] = self._kinds[name + n.LINKS_INPUT] = Kind.INPUT

    def possible_types(self, interface: str) -> list[str]:
        """Names of the object types that implement an interface, in their order."""
        return sorted(self.api.classes.subtypes(interface))

    # --- what texts depend on -----------------------------------------------------------------------------------

    @cached_property
    def registry(self) -> str:
        """A hash of the field types."""
        return hashlib.md5(repr(list(self.catalog.types.values())).encode(), usedforsecurity=False).hexdigest()

    def depends(self, cls: Class) -> tuple[Any, ...]:
        """A key of all that the definitions of a class, and the kinds of the types that they name, are made of.

        Beside its own entry these are the names of its ancestors (interfaces), its family (possible types, and what
        can be null in an interface), and which of the classes that it refers to are interfaces, and
        which enums that fields share come with it. All entries are there.
        """
        catalog = self.catalog
        family: tuple[Any, ...] | None = None
        if catalog.is_interface(cls):
            ids = catalog.family(cls.id)
            shapes = [catalog.entries[i].shape for i in ids]
            family = (*((catalog.type_name(catalog.heads[i]), shape) for i, shape in zip(ids, shapes, strict=True)),)
            if all(catalog.heads[i].abstract for i in ids):
                family = (catalog.shape,)  # what can be null is up to the ancestors then: see ObjectTypes
        targets = [f.target_id for f in cls.fields.values() if f.target_id is not None]
        interfaces = (*(catalog.is_interface(catalog.entries[i]) for i in targets),)
        ancestors = (*(head.name for head in catalog.ancestors(cls.id)),) if cls.extends is not None else ()
        shared = (*((f.enum, suffixes) for f, suffixes in self.api.classes.enums.of_class(cls) if f.enum is not None),)
        return (self.registry, cls.shape, ancestors, family, interfaces, self.writes, shared)


# --- what GraphQL itself has ---------------------------------------------------------------------------------------


def _default(argument: Any) -> str | None:
    node = get_default_value_ast(argument)
    return print_ast(node) if node is not None else None


def _args(args: Mapping[str, Any]) -> tuple[Input, ...]:
    return tuple(Input(name, str(a.type), a.description, _default(a), a.deprecation_reason) for name, a in args.items())


def _definition(made: GraphQLNamedType) -> Definition:
    match made:
        case GraphQLEnumType():
            values = tuple(EnumValue(name, v.description, v.deprecation_reason) for name, v in made.values.items())
            return Definition(Kind.ENUM, made.name, made.description, values=values)
        case GraphQLObjectType():
            fields = outputs(
                Output(name, str(f.type), None, _args(f.args), f.description, f.deprecation_reason)
                for name, f in made.fields.items()
            )
            return Definition(Kind.OBJECT, made.name, made.description, outputs=fields)
    return Definition(Kind.SCALAR, made.name, made.description)


BUILT_IN: Mapping[str, Definition] = {
    name: _definition(made) for name, made in {**specified_scalar_types, **introspection_types}.items()
}
DIRECTIVE_DEFINITIONS: tuple[Directive, ...] = tuple(
    Directive(
        d.name,
        d.description,
        tuple(location.name for location in d.locations),
        _args(d.args),
        d.is_repeatable,
        d.deprecation_reason,
    )
    for d in DIRECTIVES
)
