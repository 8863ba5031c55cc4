"""Operations rewritten into others that must have the same result, and graphql-core's own reading of a result."""

from collections.abc import Callable, Mapping
from typing import Any

from graphql import (
    ArgumentNode,
    BooleanValueNode,
    DocumentNode,
    EnumValueNode,
    FieldNode,
    FloatValueNode,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLSchema,
    IntValueNode,
    ListValueNode,
    NameNode,
    NullValueNode,
    ObjectFieldNode,
    ObjectValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    StringValueNode,
    TypeInfo,
    TypeInfoVisitor,
    ValueNode,
    VariableDefinitionNode,
    VariableNode,
    Visitor,
    execute_sync,
    parse_type,
    print_ast,
    visit,
)

from py_api import json_text

TYPE_NAME = "type_name_"


def with_type_names(document: DocumentNode) -> DocumentNode:
    """Every selection asks for __typename too."""
    more = FieldNode(name=NameNode(value="__typename"), alias=NameNode(value=TYPE_NAME), arguments=(), directives=())

    class Adding(Visitor):
        def leave_selection_set(self, node: SelectionSetNode, *_: Any) -> SelectionSetNode:
            return SelectionSetNode(selections=(*node.selections, more))

    found: DocumentNode = visit(document, Adding())
    return found


def executed(schema: GraphQLSchema, document: DocumentNode, variables: Mapping[str, Any], data: Any) -> Any:
    """What graphql-core makes of a result of the operation: collects, orders, checks each value. Raises its errors."""
    result = execute_sync(
        schema,
        document,
        data,
        variable_values=dict(variables),
        field_resolver=lambda source, info, **_: source[info.path.key],
        type_resolver=lambda value, *_: value[TYPE_NAME],
    )
    for error in result.errors or ():
        raise error
    return result.data


# --- literals and variables ---------------------------------------------------------------------------------------


def plain(node: ValueNode) -> Any:
    """A literal without variables as JSON."""
    match node:
        case NullValueNode():
            return None
        case IntValueNode():
            return int(node.value)
        case FloatValueNode():
            return json_text.number(node.value)
        case ListValueNode():
            return [plain(item) for item in node.values]
        case ObjectValueNode():
            return {field.name.value: plain(field.value) for field in node.fields}
    return node.value  # type: ignore[attr-defined]


def _has_variables(node: ValueNode) -> bool:
    if isinstance(node, ListValueNode):
        return any(_has_variables(item) for item in node.values)
    if isinstance(node, ObjectValueNode):
        return any(_has_variables(field.value) for field in node.fields)
    return isinstance(node, VariableNode)


def with_variables(
    schema: GraphQLSchema, document: DocumentNode, chosen: Callable[[int], bool]
) -> tuple[DocumentNode, dict[str, Any]]:
    """Literals of arguments made variables. chosen(depth): those at this depth below the argument; inner ones only
    where no outer one is. The document has one operation."""
    info = TypeInfo(schema)
    variables: dict[str, Any] = {}
    definitions: list[VariableDefinitionNode] = []

    def lifted(node: ValueNode, kind: Any, depth: int) -> ValueNode:
        if isinstance(node, VariableNode):
            return node
        bare = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
        if chosen(depth) and not _has_variables(node):
            name = f"lifted{len(variables)}"
            variables[name] = plain(node)
            definitions.append(
                VariableDefinitionNode(
                    variable=VariableNode(name=NameNode(value=name)), type=parse_type(str(kind)), directives=()
                )
            )
            return VariableNode(name=NameNode(value=name))
        if isinstance(node, ListValueNode) and isinstance(bare, GraphQLList):
            return ListValueNode(values=tuple(lifted(item, bare.of_type, depth + 1) for item in node.values))
        if isinstance(node, ObjectValueNode) and isinstance(bare, GraphQLInputObjectType):
            return ObjectValueNode(
                fields=tuple(
                    ObjectFieldNode(name=f.name, value=lifted(f.value, bare.fields[f.name.value].type, depth + 1))
                    for f in node.fields
                )
            )
        return node

    class Lifting(Visitor):
        def enter_argument(self, node: ArgumentNode, _key: Any, parent: Any, *_: Any) -> ArgumentNode:
            return ArgumentNode(name=node.name, value=lifted(node.value, info.get_input_type(), 0))

    found = visit(document, TypeInfoVisitor(info, Lifting()))
    (operation,) = [d for d in found.definitions if isinstance(d, OperationDefinitionNode)]
    changed = OperationDefinitionNode(
        operation=operation.operation,
        name=operation.name,
        directives=operation.directives,
        selection_set=operation.selection_set,
        variable_definitions=(*(operation.variable_definitions or ()), *definitions),
    )
    return DocumentNode(definitions=tuple(changed if d is operation else d for d in found.definitions)), variables


def without_variables(
    schema: GraphQLSchema, document: DocumentNode, variables: Mapping[str, Any]
) -> tuple[DocumentNode, dict[str, Any]]:
    """Variables made literals where they are given; absent ones without a default stay."""
    (operation,) = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
    values: dict[str, ValueNode] = {}
    kept = []
    for definition in operation.variable_definitions or ():
        name, kind = definition.variable.name.value, schema.reference(print_ast(definition.type))  # type: ignore[attr-defined]
        if name in variables:
            values[name] = literal(variables[name], kind)
        elif definition.default_value is not None:
            values[name] = definition.default_value
        else:
            kept.append(definition)

    class Inlining(Visitor):
        def enter_variable(self, node: VariableNode, *_: Any) -> ValueNode | None:
            return values.get(node.name.value)

        def enter_operation_definition(self, node: OperationDefinitionNode, *_: Any) -> OperationDefinitionNode:
            return OperationDefinitionNode(
                operation=node.operation,
                name=node.name,
                directives=node.directives,
                selection_set=node.selection_set,
                variable_definitions=tuple(kept),
            )

    return visit(document, Inlining()), {k: v for k, v in variables.items() if k not in values}


def literal(value: Any, kind: Any) -> ValueNode:
    """A JSON value as a literal of an input type."""
    kind = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
    match value:
        case None:
            return NullValueNode()
        case bool():
            return BooleanValueNode(value=value)
        case int():
            return IntValueNode(value=str(value))
        case str():
            return EnumValueNode(value=value) if isinstance(kind, GraphQLEnumType) else StringValueNode(value=value)
        case list():
            item = kind.of_type if isinstance(kind, GraphQLList) else kind
            return ListValueNode(values=tuple(literal(each, item) for each in value))
        case dict():
            fields = getattr(kind, "fields", {})
            return ObjectValueNode(
                fields=tuple(
                    ObjectFieldNode(name=NameNode(value=k), value=literal(v, fields[k].type if fields else kind))
                    for k, v in value.items()
                )
            )
    return FloatValueNode(value=json_text.dumps(value))
