"""Validation of documents."""

from graphql import DocumentNode, GraphQLError, GraphQLSchema
from graphql import validate as _validate


def validate(schema: GraphQLSchema, document: DocumentNode) -> list[GraphQLError]:
    return _validate(schema, document, max_errors=20, hide_suggestions=False)
