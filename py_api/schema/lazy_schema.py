"""A graphql-core schema whose types are made when something first asks for them.

graphql-core builds and checks every type of a schema at once: a second and more for a thousand classes, and a stack
overflow where classes refer to each other in a long chain. Here the type map and the root types' fields are mappings
that make their entries on demand, so the cost of an operation follows the operation. Iterating them shows what was
made so far; whole schemas are written by schema.introspection_writer.
"""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from graphql import (
    GraphQLArgument,
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLEnumValue,
    GraphQLField,
    GraphQLID,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInt,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLString,
    OperationType,
    introspection_types,
)

from py_api.catalog.model import Catalog, NotLoaded
from py_api.schema import admin_fields, root_fields
from py_api.schema import naming as n
from py_api.schema.class_types import ClassTypes
from py_api.schema.definitions import Definition, Input, Kind, Output
from py_api.schema.directives import DIRECTIVES
from py_api.schema.scalars import FLOAT, SCALAR_TYPES
from py_api.schema.static_types import static_definitions

_BUILT_IN: Mapping[str, GraphQLNamedType] = {
    t.name: t for t in (GraphQLInt, FLOAT, GraphQLString, GraphQLBoolean, GraphQLID)
} | dict(introspection_types)  # fmt: skip


Roots = Mapping[str, Mapping[str, Output]]
ROOTS: Roots = {
    "Query": {root_fields.NODE.name: root_fields.NODE, **admin_fields.ROOTS["Query"]},
    "Mutation": admin_fields.ROOTS["Mutation"],
    "Subscription": {root_fields.THING_CHANGED.name: root_fields.THING_CHANGED, **admin_fields.ROOTS["Subscription"]},
}


# Those that a role of the tenant has, whose masks decide about classes. All others are closed to them: each would show
# what no mask looks at (the log, other people's schema, figures of the server).
MASKED_ROOTS: Roots = {
    "Query": {root_fields.NODE.name: root_fields.NODE},
    "Mutation": {},
    "Subscription": {},
}


class Possible(NamedTuple):
    """An object type of which the name is enough."""

    name: str


class OnDemand(dict[str, Any]):
    """A dict that makes what it lacks by a function of the key; what the function does not know is a KeyError."""

    def __init__(self, make: Callable[[str], Any]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: str) -> Any:
        value = self._make(key)
        if value is None:
            raise KeyError(key)
        return self.setdefault(key, value)  # another thread may have made it meanwhile: all use the same

    def get(self, key: str, default: Any = None) -> Any:
        try:
            return self[key]
        except KeyError:
            return default

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self.get(key) is not None


class ApiSchema:
    """Definitions of a catalog by name, and the graphql-core schema over them. Raises NotLoaded from anywhere.

    roots: the root types, with their fields that belong to no class; by default all. whole: without the mask that the
    catalog has.
    """

    def __init__(self, catalog: Catalog, roots: Roots = ROOTS, whole: "ApiSchema | None" = None) -> None:
        self.catalog = catalog
        self.whole = whole
        self.roots = roots
        self.classes = ClassTypes(catalog)
        self.statics = _statics(catalog)
        self.schema = LazySchema(self)

    def define(self, name: str) -> Definition | None:
        return self.statics.get(name) or self.classes.define(name)

    def forget(self) -> None:
        """Let go of the types that were made: each leads to others and back, so only the garbage collector would.

        (It would come for many schemas at once, and take 100 ms. What is asked for later is made again.)
        """
        kinds = self.schema.type_map
        roots = (self.schema.get_root_type(operation) for operation in OperationType)
        for kind in (*roots, *kinds.values()):
            if kind is not None and isinstance(fields := kind.__dict__.get("fields"), OnDemand):
                fields.clear()
        kinds.clear()

    def query_field(self, name: str) -> Output | None:
        return self._root("Query", name)

    def mutation_field(self, name: str) -> Output | None:
        return self._root("Mutation", name)

    def subscription_field(self, name: str) -> Output | None:
        return self._root("Subscription", name)

    def _root(self, root: str, name: str) -> Output | None:
        if name in self.roots[root]:
            return self.roots[root][name]
        match = root_fields.find(root_fields.SHAPES[root], self.catalog, name)
        if match is None:
            return None
        shape, head = match
        cls = self.catalog.class_of(head.id)
        return shape.output(self.classes, cls) if shape.fits(cls) else None


_STATICS: dict[int, tuple[Any, dict[str, Definition]]] = {}


def _statics(catalog: Catalog) -> dict[str, Definition]:
    """The definitions that depend on the server's field types alone, made once for each reading of those."""
    known = _STATICS.get(id(catalog.types))
    if known is None or known[0] is not catalog.types:
        _STATICS.clear()
        known = _STATICS[id(catalog.types)] = (
            catalog.types,
            {**static_definitions(catalog.types), **admin_fields.definitions()},
        )
    return known[1]


class LazySchema(GraphQLSchema):
    def __init__(self, api: ApiSchema) -> None:
        super().__init__(directives=DIRECTIVES, assume_valid=True)
        self.api = api
        self.type_map = OnDemand(self._named)
        self.query_type = _root_type("Query", OnDemand(lambda name: self._output(api.query_field(name))))
        self.mutation_type = _root_type("Mutation", OnDemand(lambda name: self._output(api.mutation_field(name))))
        if "Subscription" in api.roots:
            fields = OnDemand(lambda name: self._output(api.subscription_field(name)))
            self.subscription_type = _root_type("Subscription", fields)

    # --- what graphql-core asks of whole schemas ----------------------------------------------------------------

    def get_possible_types(self, abstract_type: Any) -> Any:
        """The object types of an interface: for is_sub_type, which goes by their names. They are not made."""
        return map(Possible, self.api.classes.subtypes(abstract_type.name))

    def is_sub_type(self, abstract_type: Any, maybe_sub_type: Any) -> bool:
        catalog = self.api.catalog
        name, above = maybe_sub_type.name, abstract_type.name
        if (thing := self.api.classes.of_snapshot(above)) is not None:
            name, above = self.api.classes.of_snapshot(name) or "", thing
        head = catalog.by_name.get(name) or catalog.by_name.get(name.removesuffix(n.ITSELF))
        if head is None or name not in (head.name, catalog.type_name(head)):
            return False
        interfaces = {n.NODE, *(parent.name for parent in catalog.ancestors(head.id))}
        return above in interfaces or (above == head.name and name != head.name)

    # --- making -------------------------------------------------------------------------------------------------

    def reference(self, text: str) -> Any:
        """A type reference like "[Product!]!" as a type."""
        if text.endswith("!"):
            return GraphQLNonNull(self.reference(text[:-1]))
        if text.startswith("["):
            return GraphQLList(self.reference(text[1:-1]))
        return self.type_map[text]

    def _named(self, name: str) -> GraphQLNamedType | None:
        built_in = _BUILT_IN.get(name) or SCALAR_TYPES.get(name)
        if built_in is not None:
            return built_in
        if name in root_fields.SHAPES:
            return self.get_root_type(OperationType(name.lower()))
        definition = self.api.define(name)
        return self._made(definition) if definition is not None else None

    def _made(self, definition: Definition) -> GraphQLNamedType:
        about: dict[str, Any] = {"description": definition.description, "extensions": {"definition": definition}}
        match definition.kind:
            case Kind.ENUM:
                values = {
                    v.name: GraphQLEnumValue(v.name, v.description, v.deprecated) for v in definition.values
                }  # fmt: skip
                return GraphQLEnumType(definition.name, values, **about)
            case Kind.INPUT:
                return _InputObject(self, definition, about)
            case Kind.INTERFACE:
                return _Interface(self, definition, about)
            case Kind.OBJECT:
                return _Object(self, definition, about)
        raise AssertionError(definition.kind)

    def _output(self, output: Output | None) -> GraphQLField | None:
        if output is None:
            return None
        args = {
            a.name: GraphQLArgument(self.reference(a.type), description=a.description, deprecation_reason=a.deprecated)
            for a in output.args
        }
        return GraphQLField(
            self.reference(output.type),
            args,
            description=output.description,
            deprecation_reason=output.deprecated,
            extensions={"output": output},
        )

    def outputs(self, definition: Definition) -> OnDemand:
        return OnDemand(lambda name: self._output(definition.outputs.get(name)))

    def inputs(self, definition: Definition) -> dict[str, GraphQLInputField]:
        return {name: self.input(field) for name, field in definition.inputs.items()}

    def input(self, field: Input) -> GraphQLInputField:
        return GraphQLInputField(
            self.reference(field.type),
            description=field.description,
            deprecation_reason=field.deprecated,
            extensions={"input": field},
        )


def _root_type(name: str, fields: OnDemand) -> GraphQLObjectType:
    made = GraphQLObjectType(name, {})
    made.__dict__["fields"] = fields
    return made


class _OnDemandFields:
    """Fields are made one by one, so that a type does not pull in all types that it leads to."""

    _schema: LazySchema
    _definition: Definition

    @cached_property
    def fields(self) -> Any:
        return self._schema.outputs(self._definition)

    @cached_property
    def interfaces(self) -> Any:
        return tuple(self._schema.type_map[name] for name in self._definition.interfaces)


class _Object(_OnDemandFields, GraphQLObjectType):
    def __init__(self, schema: LazySchema, definition: Definition, about: dict[str, Any]) -> None:
        super().__init__(definition.name, {}, **about)
        self._schema, self._definition = schema, definition


class _Interface(_OnDemandFields, GraphQLInterfaceType):
    def __init__(self, schema: LazySchema, definition: Definition, about: dict[str, Any]) -> None:
        super().__init__(definition.name, {}, **about)
        self._schema, self._definition = schema, definition


class _InputObject(GraphQLInputObjectType):
    """(Its fields are made one by one too: a filter leads to the filters of all classes within reach.)"""

    def __init__(self, schema: LazySchema, definition: Definition, about: dict[str, Any]) -> None:
        super().__init__(definition.name, {}, is_one_of=definition.one_of, **about)
        self._schema, self._definition = schema, definition

    @cached_property
    def fields(self) -> Any:
        definition, schema = self._definition, self._schema

        def make(name: str) -> GraphQLInputField | None:
            field = definition.inputs.get(name)
            return schema.input(field) if field is not None else None

        return _InputFields(make, definition)


class _InputFields(OnDemand):
    """graphql-core walks all fields of an input object to see which required ones are absent: only those are shown."""

    def __init__(self, make: Callable[[str], Any], definition: Definition) -> None:
        super().__init__(make)
        self._required = [i.name for i in definition.inputs.values() if i.type.endswith("!")]

    def items(self) -> Any:
        for name in self._required:
            self[name]
        return list(super().items())  # another thread may add to it


__all__ = ["ApiSchema", "LazySchema", "NotLoaded"]
