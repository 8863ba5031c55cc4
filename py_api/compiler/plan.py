"""A compiled operation: what is run."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import FieldNode

from py_api.compiler.context import Computed
from py_api.compiler.guards import Guards
from py_api.compiler.statement import Statement
from py_api.errors import FieldError


@dataclass(frozen=True, slots=True)
class Plan:
    """statement: gives "data" as a whole, for a query and for a mutation that one statement carries out.

    role: the least that may run it. steps: of a mutation that needs a transaction (compiler.mutation).
    introspection: response name -> field nodes of __schema and __type, answered from the catalog.
    events: of a subscription (compiler.subscription), which has none of the others.
    computed: what is worked out first.
    failed: response name -> what is wrong with that root field; it is null in the statement.
    quick: the statement looks things up by their ids and does nothing else, which takes microseconds.
    shared: the statement of a mutation once more, for a transaction that it shares with others (engine.group_commit).
    """

    statement: Statement | None
    guards: Guards
    role: str = "viewer"
    quick: bool = False
    shared: Statement | None = None
    steps: tuple[Any, ...] = ()
    introspection: Mapping[str, list[FieldNode]] = field(default_factory=dict)
    events: Any = None
    computed: tuple[Computed, ...] = ()
    failed: Mapping[str, FieldError] = field(default_factory=dict)
