"""What an operation asks of the schema itself: selections of __schema and __type, for schema.introspection_writer."""

from collections.abc import Iterable, Mapping
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLObjectType,
    OperationDefinitionNode,
    SchemaMetaFieldDef,
    TypeMetaFieldDef,
    get_introspection_query,
    get_named_type,
    parse,
)
from graphql import GraphQLField as Meta

from py_api.compiler.collect import Fragments, collect, selection_sets
from py_api.compiler.values import Variables
from py_api.principal import ROLES, Role
from py_api.schema.complete_schema import CompleteSchema
from py_api.schema.introspection_writer import LARGEST, Selected, written
from py_api.schema.lazy_schema import ApiSchema
from py_api.schema.text_cache import TEXT_CACHE, TextCache

_ROOTS: Mapping[str, Meta] = {"__schema": SchemaMetaFieldDef, "__type": TypeMetaFieldDef}


def introspect(
    api: ApiSchema,
    nodes: list[FieldNode],
    fragments: Fragments,
    variables: Variables,
    texts: TextCache = TEXT_CACHE,
    largest: int = LARGEST,
    role: Role = ROLES[-1],
) -> list[bytes]:
    """The value of a root field __schema or __type, as JSON in pieces. nodes: the field's, of a valid document.

    Raises NotLoaded with the classes that are missing: all of them where all are written; ApiError RESPONSE_TOO_LARGE.
    """
    meta = _ROOTS[nodes[0].name.value]
    return written(
        CompleteSchema(api, role), _selected(nodes[0].name.value, nodes, meta, fragments, variables), texts, largest
    )


def introspection_json(api: ApiSchema, texts: TextCache = TEXT_CACHE, role: Role = ROLES[-1]) -> bytes:
    """The answer to the introspection query of graphql-js with all that it can ask for: {"__schema": ...}."""
    document = parse(STANDARD)
    fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
    return b"".join([b'{"__schema":', *introspect(api, root_fields(document), fragments, {}, texts, role=role), b"}"])


def root_fields(document: DocumentNode) -> list[FieldNode]:
    """The field nodes of a document's first operation, where that has fields alone."""
    operation = next(d for d in document.definitions if isinstance(d, OperationDefinitionNode))
    return [node for node in operation.selection_set.selections if isinstance(node, FieldNode)]


# What GraphiQL and graphql-js ask for, and all that they can ask for.
STANDARD = get_introspection_query(
    specified_by_url=True,
    directive_is_repeatable=True,
    schema_description=True,
    input_value_deprecation=True,
    experimental_directive_deprecation=True,
    one_of=True,
)


def _selected(key: str, nodes: list[FieldNode], meta: Meta, fragments: Fragments, variables: Variables) -> Selected:
    """meta: the definition of the field, in graphql-core's introspection types."""
    arguments = dict(_arguments(nodes[0], variables))
    return Selected(
        key,
        nodes[0].name.value,
        _parts(nodes, meta, fragments, variables),
        bool(arguments.get("includeDeprecated", False)),
        arguments.get("name"),
    )


def _parts(nodes: list[FieldNode], meta: Meta, fragments: Fragments, variables: Variables) -> tuple[Selected, ...]:
    kind = get_named_type(meta.type)
    if not isinstance(kind, GraphQLObjectType):
        return ()
    collected = collect(selection_sets(nodes), (kind.name,), fragments, variables)
    return tuple(
        Selected(key, "__typename")
        if nodes_of_key[0].name.value == "__typename"
        else _selected(key, nodes_of_key, kind.fields[nodes_of_key[0].name.value], fragments, variables)
        for key, nodes_of_key in collected.items()
    )


def _arguments(node: FieldNode, variables: Variables) -> Iterable[tuple[str, Any]]:
    for argument in node.arguments or ():
        name = getattr(argument.value, "name", None)
        if name is None:
            yield argument.name.value, argument.value.value  # type: ignore[attr-defined]
        elif name.value in variables:
            yield argument.name.value, variables[name.value]
