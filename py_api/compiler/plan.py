"""A compiled operation: what is run, by its kind."""

from collections.abc import Mapping
from dataclasses import dataclass

from graphql import FieldNode

from py_api.compiler.access import Access
from py_api.compiler.context import Computed
from py_api.compiler.guards import Guards
from py_api.compiler.mutation.steps import CallStep, StatementStep, Step
from py_api.compiler.statement import Statement
from py_api.compiler.subscription import Events
from py_api.errors import FieldError
from py_api.principal import Role


@dataclass(frozen=True, slots=True)
class IntrospectionPlan:
    """A query of nothing but __schema and __type, which the catalog answers. introspection: by response name."""

    introspection: Mapping[str, list[FieldNode]]


@dataclass(frozen=True, slots=True)
class QueryPlan:
    """The statement gives "data" as a whole. role: the least that may run it.

    quick: it looks things up by their ids and does nothing else, which takes microseconds.
    introspection: the same root fields, whose values are put into the data afterwards.
    computed: values that are worked out first.
    failed: response name -> what is wrong with that root field; it is null in the statement.
    accesses: how its lists read their classes.
    """

    statement: Statement
    guards: Guards
    role: Role
    quick: bool
    introspection: Mapping[str, list[FieldNode]]
    computed: tuple[Computed, ...]
    failed: Mapping[str, FieldError]
    accesses: tuple[Access, ...] = ()


@dataclass(frozen=True, slots=True)
class MutationPlan:
    """A step for each root field, in order: all of them are carried out, or none.

    at_once: the only step, where its statement needs no transaction around it.
    """

    steps: tuple[Step, ...]
    guards: Guards
    role: Role
    computed: tuple[Computed, ...]
    at_once: CallStep | StatementStep | None


@dataclass(frozen=True, slots=True)
class AdministrationPlan:
    """A mutation for administrators of the schema or for operators.

    at_once: as above, for operators; a change of the schema always has a transaction around it.
    """

    steps: tuple[Step, ...]
    guards: Guards
    role: Role
    computed: tuple[Computed, ...]
    at_once: CallStep | StatementStep | None


@dataclass(frozen=True, slots=True)
class SubscriptionPlan:
    """A subscription: messages are worked out for each event."""

    events: Events
    guards: Guards


Plan = IntrospectionPlan | QueryPlan | MutationPlan | AdministrationPlan | SubscriptionPlan
