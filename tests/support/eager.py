"""The schema that graphql-core would have of a catalog: all types at once, of the same definitions."""

from collections.abc import Iterable, Mapping
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLDefaultInput,
    GraphQLEnumType,
    GraphQLEnumValue,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLSchema,
    introspection_types,
    parse_const_value,
    specified_scalar_types,
)

from py_api.schema import root_fields
from py_api.schema.complete_schema import CompleteSchema
from py_api.schema.definitions import Definition, Input, Kind, Output, outputs
from py_api.schema.lazy_schema import ApiSchema

STANDARD: Mapping[str, GraphQLNamedType] = {**specified_scalar_types, **introspection_types}


def definitions(api: ApiSchema) -> list[Definition]:
    """All that the schema has but what GraphQL brings along; makers are asked one by one."""
    whole = CompleteSchema(api)
    found = [d for cls in whole.classes for d in api.classes.of_class(cls)]
    names = [d.name for d in found]
    assert len(set(names)) == len(names), "a name twice"
    found += [d for d in whole.statics() if d.name not in STANDARD and d.name not in root_fields.SHAPES]
    for name in api.roots:
        fields = dict(whole.root(name).outputs)
        for cls in whole.classes:
            fields |= outputs(whole.root_outputs(name, cls))
        found.append(Definition(Kind.OBJECT, name, outputs=fields))
    return found


def eager(api: ApiSchema, order: Iterable[str] | None = None) -> GraphQLSchema:
    """order: of the types."""
    types: dict[str, GraphQLNamedType] = dict(STANDARD)

    def reference(text: str) -> Any:
        if text.endswith("!"):
            return GraphQLNonNull(reference(text[:-1]))
        return GraphQLList(reference(text[1:-1])) if text.startswith("[") else types[text]

    def given(each: Input) -> dict[str, Any]:
        default = GraphQLDefaultInput(literal=parse_const_value(each.default)) if each.default is not None else None
        return {"description": each.description, "deprecation_reason": each.deprecated, "default": default}

    def output(each: Output) -> GraphQLField:
        args = {a.name: GraphQLArgument(reference(a.type), **given(a)) for a in each.args}
        return GraphQLField(
            reference(each.type), args, description=each.description, deprecation_reason=each.deprecated
        )

    def made(d: Definition) -> GraphQLNamedType:
        match d.kind:
            case Kind.SCALAR:
                return GraphQLScalarType(d.name, description=d.description, specified_by_url=d.specified_by)
            case Kind.ENUM:
                values = {v.name: GraphQLEnumValue(v.name, v.description, v.deprecated) for v in d.values}
                return GraphQLEnumType(d.name, values, description=d.description)
            case Kind.INPUT:
                return GraphQLInputObjectType(
                    d.name,
                    lambda: {i.name: GraphQLInputField(reference(i.type), **given(i)) for i in d.inputs.values()},
                    description=d.description,
                    is_one_of=d.one_of,
                )
        kind = GraphQLInterfaceType if d.kind is Kind.INTERFACE else GraphQLObjectType
        return kind(
            d.name,
            lambda: {o.name: output(o) for o in d.outputs.values()},
            interfaces=lambda: [types[name] for name in d.interfaces],  # type: ignore[arg-type]
            description=d.description,
        )

    for definition in definitions(api):
        types[definition.name] = made(definition)
    query, mutation, subscription = (types.get(name) for name in root_fields.SHAPES)
    assert isinstance(query, GraphQLObjectType)
    assert isinstance(mutation, GraphQLObjectType)
    assert subscription is None or isinstance(subscription, GraphQLObjectType)
    return GraphQLSchema(query, mutation, subscription, types=[types[name] for name in order or types])
