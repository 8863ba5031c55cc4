"""The root fields of Mutation."""

from collections.abc import Mapping
from dataclasses import replace
from typing import NoReturn

from graphql import FieldNode

from py_api.compiler import admin_statements
from py_api.compiler.collect import Collected
from py_api.compiler.context import Check, Context
from py_api.compiler.fragment import literal, raw, sql
from py_api.compiler.guards import Guards
from py_api.compiler.mutation import statements as s
from py_api.compiler.mutation.changing import Changing
from py_api.compiler.mutation.changing_one import ChangingOne
from py_api.compiler.mutation.creating import Creating
from py_api.compiler.mutation.field import ClassField
from py_api.compiler.mutation.steps import Work
from py_api.compiler.plan import Plan
from py_api.compiler.select import json_object
from py_api.compiler.statement import Statement
from py_api.compiler.values import locations
from py_api.errors import FieldError
from py_api.schema.sources import Call, ClassRoot, Root

_FIELDS: Mapping[Root, type[ClassField]] = {
    **dict.fromkeys((Root.CREATE, Root.CREATE_MANY, Root.UPSERT, Root.UPSERT_MANY), Creating),
    **dict.fromkeys((Root.UPDATE, Root.DELETE), ChangingOne),
    **dict.fromkeys((Root.UPDATE_MANY, Root.DELETE_MANY), Changing),
}


def plan(context: Context, collected: Collected) -> Plan:
    """One statement where one can do it all, else work for a transaction. Raises ApiError, NotLoaded."""
    works: list[Work] = []
    roles: list[str] = []
    for key, nodes in collected.items():
        before = len(context.checks)
        if nodes[0].name.value == "__typename":
            whole = Statement.of(sql("select {}", json_object([(key, raw(literal("Mutation")))])))
            works.append(Work(key, None, whole))
            continue
        output = context.api.mutation_field(nodes[0].name.value)
        assert output is not None
        try:
            match output.source:
                case ClassRoot(kind, class_id):
                    field = _FIELDS[kind](context, key, kind, class_id, output, nodes)
                    work = field.work()
                    works.append(work if work.input is not None else replace(work, input=field.args.input))
                case Call():
                    pair = json_object([(key, admin_statements.mutation(context, output, nodes))])
                    called = sql("with {} select {} from _actor", s.actor(context), pair)
                    works.append(Work(key, None, Statement.of(called)))
            roles.append(output.source.role)
        except FieldError as error:
            error.key, error.locations = key, error.locations or locations(nodes)
            raise
        context.checks[before:] = [_of_field(check, key, nodes) for check in context.checks[before:]]
    role = admin_statements.least_role([*roles, *context.roles], "editor")
    only = works[0] if len(works) == 1 and works[0].whole is not None and not works[0].dry_run else None
    computed = tuple(context.computed)
    weight = sum(each.weight for work in works for each in (work.whole, work.answer) if each is not None)
    return Plan(
        only.whole if only else None, Guards.of(context, weight), role=role, shared=only.shared if only else None,
        steps=tuple(works), computed=computed,
    )  # fmt: skip


def _of_field(check: Check, key: str, nodes: list[FieldNode]) -> Check:
    """What it refuses with says which root field it is of."""
    if (refuse := check.refuse) is None:
        return check

    def of_field() -> NoReturn:
        try:
            refuse()
        except FieldError as error:
            error.key, error.locations = key, locations(nodes)
            raise

    return replace(check, refuse=of_field)
