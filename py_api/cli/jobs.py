"""./thingbase jobs: what goes on in the background after a schema change."""

import asyncio
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from py_api import logs
from py_api.cli import output
from py_api.cli.options import command, data_option, database_url, json_option
from py_api.config import JobLimits
from py_api.core import fleet
from py_api.core import jobs as worker
from py_api.database import Database

COLUMNS = ("id", "state", "kind", "class", "field", "object_name", "attempts", "progress", "error")


@click.group()
def jobs() -> None:
    """See and run the background jobs of schema changes.

    On large tables, indexes, constraints and type changes are made by jobs. `./thingbase up` runs them by itself.
    """


def said(outcome: worker.Outcome) -> str:
    why = f": {outcome.error}" if outcome.error else ""
    return f"{outcome.tenant} job {outcome.job} ({outcome.kind} {outcome.object_name or ''}) is {outcome.state}{why}"


@jobs.command()
@click.option("--tenant", help="Only the jobs of this tenant.")
@click.option("--watch", is_flag=True, help="Go on, with what comes, until Ctrl-C.")
@data_option
@json_option
def run(tenant: str | None, watch: bool, data: Path | None, as_json: bool) -> int:
    """Run the jobs that are due. Exit code 1 where one failed.

    With --watch, jobs of several tenants run at a time, and transactions of tenants that hold up others are ended;
    THINGBASE_JOBS sets the limits (docs/operations.md).

    \b
    Examples:
      ./thingbase jobs run
      ./thingbase jobs run --tenant acme --watch
    """
    outcomes: list[worker.Outcome] = []
    limits = JobLimits.from_environment()
    logs.configure()

    def report(outcome: worker.Outcome) -> None:
        outcomes.append(outcome)
        output.say(said(outcome))

    url = database_url(data)
    asyncio.run(
        fleet.run_due(url, tenant, report, limits)
    )  # also before watching, which waits for a server that is away: a wrong address fails at once
    if watch:
        asyncio.run(fleet.watch(url, tenant, report, limits))
    output.result([asdict(o) for o in outcomes], as_json, "" if outcomes else "No jobs are due.")
    return 1 if any(o.state == "failed" for o in outcomes) else 0


@command(jobs, "list", tenant="tenant")
@click.argument("tenant")
async def list_(database: Database, as_json: bool, tenant: str) -> None:
    """List the jobs of TENANT, newest first."""
    rows: list[dict[str, Any]] = [dict(row) for row in await database.rows("jobs", tenant)]
    if as_json:
        output.result(rows, True, "")
    else:
        output.table(rows, COLUMNS, "No jobs.")


@command(jobs, tenant="tenant")
@click.argument("tenant")
@click.argument("job", type=int)
async def retry(database: Database, as_json: bool, tenant: str, job: int) -> None:
    """Queue the failed JOB of TENANT again, once its rows are mended."""
    await database.rows("retry_job", tenant, job)
    output.result({"queued": job}, as_json, f"Job {job} of {tenant} is queued.")
