"""The root fields of Mutation."""

from collections.abc import Mapping
from dataclasses import replace
from typing import NoReturn

from graphql import FieldNode

from py_api.compiler import admin_statements
from py_api.compiler.collect import Collected
from py_api.compiler.context import Check, Context
from py_api.compiler.fragment import sql
from py_api.compiler.guards import Guards
from py_api.compiler.mutation import statements as s
from py_api.compiler.mutation.changing import Changing
from py_api.compiler.mutation.changing_one import ChangingOne
from py_api.compiler.mutation.creating import Creating
from py_api.compiler.mutation.field import ClassField
from py_api.compiler.mutation.masked_field import MaskedField
from py_api.compiler.mutation.steps import CallStep, SequenceStep, StatementStep, Step
from py_api.compiler.plan import AdministrationPlan, MutationPlan
from py_api.compiler.sql_json import constant, members
from py_api.compiler.statement import Statement
from py_api.compiler.values import locations
from py_api.errors import FieldError
from py_api.schema.admin_fields import OPERATOR
from py_api.schema.sources import Call, ClassRoot, Root

_FIELDS: Mapping[Root, type[ClassField]] = {
    **dict.fromkeys((Root.CREATE, Root.CREATE_MANY, Root.UPSERT, Root.UPSERT_MANY), Creating),
    **dict.fromkeys((Root.UPDATE, Root.DELETE), ChangingOne),
    **dict.fromkeys((Root.UPDATE_MANY, Root.DELETE_MANY), Changing),
}


def plan(context: Context, collected: Collected) -> MutationPlan | AdministrationPlan:
    """One statement where one can do it all, else steps for a transaction. Raises ApiError, NotLoaded."""
    steps: list[Step] = []
    roles: list[str] = []
    for key, nodes in collected.items():
        before = len(context.checks)
        if nodes[0].name.value == "__typename":
            typename = members([(key, constant("Mutation"))]).text
            steps.append(CallStep(key, Statement.of(sql("select {}", typename))))
            continue
        output = context.api.mutation_field(nodes[0].name.value)
        assert output is not None
        try:
            match output.source:
                case ClassRoot(kind, class_id):
                    masked = context.catalog.is_masked
                    made = (MaskedField if masked else _FIELDS[kind])(context, key, kind, class_id, output, nodes)
                    steps.append(made.step())
                case Call():
                    pair = members([(key, admin_statements.mutation(context, output, nodes))]).text
                    called = sql("with {} select {} from _actor", s.actor(context), pair)
                    args = context.arguments(nodes[0], output.args) if output.source.role == OPERATOR else {}
                    steps.append(CallStep(key, Statement.of(called), args.get("slug"), args.get("server")))
            roles.append(output.source.role)
        except FieldError as error:
            error.key, error.locations = key, error.locations or locations(nodes)
            raise
        context.checks[before:] = [_of_field(check, key, nodes) for check in context.checks[before:]]
    role = admin_statements.least_role([*roles, *context.roles], "editor")
    computed = tuple(context.computed)
    guards = Guards.of(context, sum(_weight(step) for step in steps))
    if role in ("admin", OPERATOR):
        at_once = _at_once(steps) if role == OPERATOR else None
        return AdministrationPlan(tuple(steps), guards, role, computed, at_once)
    return MutationPlan(tuple(steps), guards, role, computed, _at_once(steps))


def _weight(step: Step) -> int:
    return step.answer.weight if isinstance(step, SequenceStep) else step.statement.weight


def _at_once(steps: list[Step]) -> CallStep | StatementStep | None:
    match steps:
        case [CallStep() as only]:
            return only
        case [StatementStep(dry_run=False) as only]:
            return only
    return None


def _of_field(check: Check, key: str, nodes: list[FieldNode]) -> Check:
    """The check, whose error says which root field it is about."""
    if (refuse := check.refuse) is None:
        return check

    def of_field() -> NoReturn:
        try:
            refuse()
        except FieldError as error:
            error.key, error.locations = key, locations(nodes)
            raise

    return replace(check, refuse=of_field)
