"""Where a schema file says what: for errors of the database, which knows of changes and not of files."""

from collections.abc import Mapping

import graphql.language as gql

Place = tuple[int, int]  # line, column


def places(text: str) -> Mapping[tuple[str, ...], Place]:
    """Of classes and enums by (name,), of fields by (class, field). text: of a file that can be read."""
    found: dict[tuple[str, ...], Place] = {}
    source = gql.Source(text)
    if gql.Lexer(source).advance().kind is gql.TokenKind.EOF:
        return found
    for node in gql.parse(source).definitions:
        if isinstance(node, gql.ObjectTypeDefinitionNode | gql.EnumTypeDefinitionNode):
            name = node.name.value
            found[(name,)] = _place(node.name)
            if isinstance(node, gql.ObjectTypeDefinitionNode):
                found |= {(name, field.name.value): _place(field.name) for field in node.fields or ()}
    return found


def _place(node: gql.Node) -> Place:
    assert node.loc is not None
    start = gql.get_location(node.loc.source, node.loc.start)
    return start.line, start.column
