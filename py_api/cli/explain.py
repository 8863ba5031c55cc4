"""./thingbase explain: the SQL that an operation is compiled to, and how PostgreSQL runs it."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import click

from py_api.cache import Cache
from py_api.cli import output
from py_api.cli.options import data_option, database_url, json_option, secret
from py_api.compiler.context_values import ACTOR, SERVER, TENANT
from py_api.compiler.mutation.steps import CallStep, StatementStep
from py_api.compiler.operation import RequestError
from py_api.compiler.plan import IntrospectionPlan, QueryPlan, SubscriptionPlan
from py_api.config import Settings
from py_api.database import TenantPools, statement
from py_api.engine.engine import Engine
from py_api.engine.planning import Planned
from py_api.engine.request import GraphQLRequest
from py_api.engine.schema_cache import TenantSchema
from py_api.errors import Failure
from py_api.principal import Principal

_Explained = list[dict[str, Any]]


def _variables(_context: click.Context, _option: click.Parameter, value: str) -> dict[str, Any]:
    try:
        variables = json.loads(value)
    except ValueError as error:
        raise click.BadParameter(f"this is not valid JSON: {error}") from None
    if not isinstance(variables, dict):
        raise click.BadParameter("variables are a JSON object")
    return variables


@click.command()
@click.argument("tenant")
@click.argument("operation")
@click.option("--variables", default="{}", callback=_variables, metavar="JSON", help="Values of its variables.")
@click.option("--name", help="Which of the document's operations.")
@click.option("--analyze", is_flag=True, help="Run it, and show what it took. Queries only.")
@data_option
@json_option
def explain(
    tenant: str, operation: str, variables: dict[str, Any], name: str | None, analyze: bool, data: Path | None,
    as_json: bool,
) -> None:  # fmt: skip
    """Show the SQL of an OPERATION of TENANT, and PostgreSQL's plan for it; - reads the document from standard input.

    Planned as the tenant's API role, with the values that are given. Of a mutation, the statements that are compiled
    beforehand are shown; nothing is written. Needs the API's secret, as `serve` does.

    \b
    Examples:
      ./thingbase explain acme '{ products(first: 5) { nodes { name } } }'
      ./thingbase explain acme - --variables '{"id": "..."}' --analyze < operation.graphql
    """  # fmt: skip
    document = sys.stdin.read() if operation == "-" else operation
    url = database_url(data)
    settings = Settings.from_environment(database_url=url, secret=secret(data))
    request = GraphQLRequest(document, name, variables)
    explained = asyncio.run(_explained(url, settings, tenant, request, analyze))
    text = "\n\n".join(f"{part['sql']}\n\n{part['plan']}".rstrip() for part in explained)
    output.result(explained, as_json, text or "Answered from the catalog: no SQL.")


async def _explained(url: str, settings: Settings, tenant: str, request: GraphQLRequest, analyze: bool) -> _Explained:
    pools = TenantPools(url, settings.secret, per_tenant=2, total=2, idle_seconds=60.0, statement_seconds=60.0)
    engine = Engine(pools, Cache(None), settings.limits)
    principal = Principal(tenant, "admin", "thingbase explain", float("inf"), None, float("inf"))

    async def work(schema: TenantSchema, _attempt: int) -> _Explained:
        planned = await engine.planner.planned(tenant, schema.schema, request)
        return await _of(pools, tenant, planned, analyze)

    try:
        return await engine.schemas.with_current(tenant, principal, None, work)
    except RequestError as error:
        raise Failure("; ".join(entry["message"] for entry in error.errors)) from None
    finally:
        await engine.close()
        await pools.close()


async def _of(pools: TenantPools, tenant: str, planned: Planned, analyze: bool) -> _Explained:
    plan = planned.plan
    if planned.problems:
        raise planned.operation.refusal(list(planned.problems))
    if isinstance(plan, IntrospectionPlan):
        return []
    if isinstance(plan, SubscriptionPlan):
        raise Failure("subscriptions are worked out for each event", "Explain the query of the same selection.")
    if isinstance(plan, QueryPlan):
        compiled = [plan.statement]
    elif analyze:
        raise Failure("--analyze would carry the mutation out", "Leave it out: the plan is shown without it.")
    else:
        compiled = [step.statement for step in plan.steps if isinstance(step, CallStep | StatementStep)]
    context = {ACTOR: "thingbase explain", TENANT: tenant, SERVER: None}
    explained = []
    for one in compiled:
        params = one.bind(planned.variables, context)
        query = statement("explain_analyze" if analyze else "explain").format(statement=one.text)
        async with pools.connection(tenant) as connection:
            rows = await connection.fetch_rows(query, params)
        explained.append({"sql": one.text, "parameters": len(params), "plan": "\n".join(row[0] for row in rows)})
    return explained
