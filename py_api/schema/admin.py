"""The administration of the schema in the same endpoint: its types and root fields."""

from collections.abc import Mapping

from py_api.schema.definitions import Definition, Output

ROOTS: Mapping[str, Mapping[str, Output]] = {"Query": {}, "Mutation": {}}


def definitions() -> dict[str, Definition]:
    return {}
