"""Texts of graphql-core that say what nothing else does.

All else is decided from nodes, types and the rule that raised.
tests/py/compiler/test_graphql_core_texts.py compares them with the version that is installed.
"""

from graphql import GraphQLSyntaxError


def is_about_tokens(error: GraphQLSyntaxError, most: int) -> bool:
    """Does a document have more tokens than max_tokens? (Comments count, and the lexer ends within a run of them.)"""
    return error.message == f"Syntax Error: Document contains more than {most} tokens. Parsing aborted."
