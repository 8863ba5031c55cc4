"""The statements of a plan's steps: compiled when they are first needed, kept, and bound to what they write."""

from collections.abc import Callable, Hashable
from typing import Any

from py_api.catalog.model import Catalog, Class, Field
from py_api.compiler.context import Context
from py_api.compiler.context_values import IDS, ROWS
from py_api.compiler.mutation.steps import BoundStatement, Target
from py_api.compiler.statement import Statement
from py_api.lru import Lru

KEPT = 256  # of one plan


class StepStatements:
    """The statements of one plan, with the catalog and the limits that their writers need."""

    def __init__(self, context: Context) -> None:
        self.catalog: Catalog = context.catalog
        self.limits = context.limits
        self._system = context.api.classes.fields.system
        self._statements: Lru[Hashable, Statement] = Lru(KEPT)

    def bound(
        self, key: Hashable, make: Callable[[], Statement], target: Target, rows: Any, ids: Any = None
    ) -> BoundStatement:
        """The statement of this key, which `make` compiles, with values for its ROWS and IDS."""
        statement = self._statements.get(key)
        if statement is None:
            statement = make()
            self._statements.put(key, statement)
        return BoundStatement(statement.text, statement.bind({}, {ROWS: rows, IDS: ids}), target)

    def field(self, cls: Class, name: str) -> Field:
        """A field of the class, or one that all things have."""
        return cls.fields[name] if name in cls.fields else self._system[name]
