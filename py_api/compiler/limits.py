"""Limits of a document."""

from graphql import DocumentNode, OperationDefinitionNode

from py_api.config import Limits


def check_document(document: DocumentNode, operation: OperationDefinitionNode, limits: Limits) -> None: ...
