"""The administration of the schema, over the SQL functions."""

from graphql import FieldNode

from py_api.compiler.context import Context
from py_api.compiler.fragment import Fragment
from py_api.schema.definitions import Output


def query(context: Context, output: Output, nodes: list[FieldNode]) -> Fragment:
    raise NotImplementedError
